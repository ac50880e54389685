"""The small markup of sendMessage: what people read of it."""

import html
import re
from html.parser import HTMLParser
from typing import Any

from tests.zalo.bot_emulator.refusals import MistakeError

_MARKDOWN = (
    (re.compile(r"^#{1,4} ", re.M), ""),
    (re.compile(r"^[-*+] ", re.M), "• "),
    (re.compile(r"^> ?", re.M), ""),
    (re.compile(r"\{/?(?:red|orange|yellow|green|big|underline)\}"), ""),
    (re.compile(r"\*\*\*(.+?)\*\*\*"), r"\1"),
    (re.compile(r"\*\*(.+?)\*\*|__(.+?)__"), r"\1\2"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"(?<!\w)\*(\S.*?)\*(?!\w)|(?<!\w)_(\S.*?)_(?!\w)"), r"\1\2"),
    (re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), r"\1"),
)
_TAGS = re.compile(r"b|strong|i|em|u|s|del|h[1-6]|ul|ol|li|p|div|span|br")


def read(text: str, parse_mode: str | None) -> str:
    """Return what people read."""
    if parse_mode == "markdown":
        for pattern, kept in _MARKDOWN:
            text = pattern.sub(kept, text)
        return text
    if parse_mode == "html":
        reader = _Reader()
        reader.feed(text)
        reader.close()
        return html.unescape("".join(reader.kept))
    return text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        if not _TAGS.fullmatch(tag):
            raise MistakeError(f"the tag <{tag}> is not supported")

    def handle_data(self, data: str) -> None:
        self.kept.append(data)

    def handle_entityref(self, name: str) -> None:
        self.kept.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.kept.append(f"&#{name};")


def check_styles(text: str, styles: Any) -> None:
    """Refuse text_styles that do not fit the text, in UTF-16 units."""
    whole = len(text.encode("utf-16-le")) // 2
    if not isinstance(styles, list):
        raise MistakeError("text_styles must be a list")
    for style in styles:
        if not isinstance(style, dict) or set(style) != {"start", "len", "st"}:
            raise MistakeError("a text style is {start, len, st}")
        start, length, kinds = style["start"], style["len"], style["st"]
        if not (isinstance(start, int) and isinstance(length, int) and isinstance(kinds, list)):
            raise MistakeError("a text style has the wrong types")
        if start < 0 or length < 1 or start + length > whole:
            raise MistakeError("a text style lies outside the text")
