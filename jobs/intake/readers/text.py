"""Tab-separated text with a little markup: lines with tabs are rows, the others paragraphs."""

import html
import re

from data.errors import IntakeError
from data.texts import intake as words
from jobs.intake.letters import clean
from jobs.intake.tables import Cell, Reading, Row, Table

_BREAKS = re.compile(r"<\s*(?:br|/?p|/?ul|/?ol|/li|/?div|/tr|/td)\b[^<>]{0,200}>", re.IGNORECASE)
_LI = re.compile(r"<\s*li\b[^<>]{0,200}>\s*(?:[-–•+]\s*)?", re.IGNORECASE)
_TAGS = re.compile(r"</?\s*(?:b|i|u|em|strong|span|font|sup|sub|li)\b[^<>]{0,200}>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*{1,3}", re.MULTILINE)


def read_text(content: bytes) -> Reading:
    """Read UTF-8 or UTF-16 bytes. Raises IntakeError for other encodings."""
    lines = [*_decode(content).replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]
    blocks: list[str | Table] = []
    block: list[str] = []
    tables = 0
    for line in lines:
        if line.strip() or "\t" in line:  # a row of blank cells is a row
            block.append(line)
            continue
        if any("\t" in member for member in block):
            tables = _with_table(block, blocks, tables)
        else:
            blocks.extend(text for member in block if (text := _plain(member, body=True)))
        block = []
    return Reading(tuple(blocks))


def _decode(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise IntakeError(words.not_utf8()) from error


def _with_table(block: list[str], blocks: list[str | Table], tables: int) -> int:
    """Add the paragraphs around a table and the table; a line amid rows is a row of one cell."""
    marks = [index for index, line in enumerate(block) if "\t" in line]
    first, last = marks[0], marks[-1]
    blocks.extend(text for line in block[:first] if (text := _plain(line, body=True)))
    rows = tuple(
        Row(number, tuple(Cell(_plain(cell)) for cell in line.split("\t")))
        for number, line in enumerate(block[first : last + 1], 1)
    )
    blocks.append(Table(tables + 1, rows))
    blocks.extend(text for line in block[last + 1 :] if (text := _plain(line, body=True)))
    return tables + 1


def _plain(text: str, *, body: bool = False) -> str:
    if "<" in text:
        text = _LI.sub("\n- ", text)
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    if body:
        text = _MARKDOWN.sub("", text)
    return clean(html.unescape(text))
