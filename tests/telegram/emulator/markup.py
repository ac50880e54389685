"""Reading Telegram's HTML: its few tags, balanced, and nothing else."""

import re
from dataclasses import dataclass, field

from tests.telegram.emulator.entities import Entity, in_order, units
from tests.telegram.emulator.refusals import MistakeError

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,8})|#x([0-9a-fA-F]{1,6})|([a-z]+));")
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    inner: list[Entity] = field(default_factory=list)


def read_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities; raise as Telegram refuses."""
    return _Reader(source).read()


def _cannot(problem: str) -> MistakeError:
    return MistakeError(f"can't parse entities: {problem}")


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            if self._source[self._at] == "<":
                self._read_tag()
            elif not self._read_reference():
                self._add(self._source[self._at])
                self._at += 1
        if self._open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return "".join(self._text), in_order(self._entities)

    def _add(self, letters: str) -> None:
        self._text.append(letters)
        self._length += units(letters)

    def _read_reference(self) -> bool:
        match = _REFERENCE.match(self._source, self._at)
        if match is None or (match[3] and match[3] not in _NAMED):
            return False
        code = int(match[1]) if match[1] else int(match[2] or "0", 16)
        if not match[3] and not 0 < code < 0x110000:
            return False
        self._add(_NAMED[match[3]] if match[3] else chr(code))
        self._at = match.end()
        return True

    def _read_tag(self) -> None:
        match = _TAG.match(self._source, self._at)
        place = f"at byte offset {len(self._source[: self._at].encode())}"
        if match is None:
            raise _cannot(f"Unclosed start tag {place}")
        tag = match[2].lower()
        if match[1]:
            self._close(tag, place)
        else:
            self._start(tag, match[3], place)
        self._at = match.end()

    def _start(self, tag: str, rest: str, place: str) -> None:
        if tag not in _STYLES:
            raise _cannot(f'Unsupported start tag "{tag}" {place}')
        attributes = {
            name.lower(): self._decoded(value.strip("\"'"))
            for name, value in _ATTRIBUTE.findall(rest)
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" {place}')
        self._open.append(_Open(tag, attributes, self._length))

    def _decoded(self, value: str) -> str:
        return _Reader(value.replace("<", "&lt;")).read()[0]

    def _close(self, tag: str, place: str) -> None:
        if not self._open:
            raise _cannot(f"Unexpected end tag {place}")
        opened = self._open.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _cannot(f"Unmatched end tag {place}, {expected}")
        if self._length > opened.offset:
            self._finish(opened)

    def _finish(self, opened: _Open) -> None:
        entity: Entity = {
            "type": _STYLES[opened.tag],
            "offset": opened.offset,
            "length": self._length - opened.offset,
        }
        if opened.tag == "a":
            entity["url"] = opened.attributes.get("href", "")
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if opened.tag != "a" or entity["url"]:
            self._entities.append(entity)
        if opened.tag == "code" and self._is_language_of_pre(opened):
            self._entities.pop()

    def _is_language_of_pre(self, opened: _Open) -> bool:
        """Whether this code only names the language of the pre around it."""
        language = opened.attributes.get("class", "")
        if not language.startswith("language-"):
            return False
        if not self._open or self._open[-1].tag != "pre":
            return False
        return self._open[-1].offset == opened.offset
