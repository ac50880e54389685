"""Formatted text: entities count in UTF-16 units, as Telegram counts them."""

import html
import re
from collections.abc import Iterator
from typing import Any

Entity = dict[str, Any]
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
TYPES = frozenset(_TAGS) | {
    "text_link",
    "bot_command",
    "mention",
    "hashtag",
    "url",
    "email",
    "custom_emoji",
}
_FOUND = (
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w+")),
)


def units(text: str) -> int:
    """Return how long a text is for Telegram."""
    return len(text.encode("utf-16-le")) // 2


def piece(text: str, entity: Entity) -> str:
    """Return the part of the text that an entity covers."""
    start = entity["offset"] * 2
    end = start + entity["length"] * 2
    return text.encode("utf-16-le")[start:end].decode("utf-16-le")


def found_in(text: str, taken: list[Entity] | None = None) -> list[Entity]:
    """Return what Telegram itself finds in a text, beside the entities it has."""
    entities = list(taken or [])
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            found = {
                "type": kind,
                "offset": units(text[: match.start()]),
                "length": units(match[0]),
            }
            if not any(_excludes(entity, found) for entity in entities):
                entities.append(found)
    return in_order(entities)


def in_order(entities: list[Entity]) -> list[Entity]:
    """Return the outer before the inner, the first before the second."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))


def _excludes(old: Entity, new: Entity) -> bool:
    apart = new["offset"] >= _end(old) or old["offset"] >= _end(new)
    styles = {"bold", "italic", "underline", "strikethrough", "spoiler"}
    return not apart and old["type"] not in styles | {"blockquote", "expandable_blockquote"}


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return the text without white space at its ends, with its entities moved along."""
    kept = text.strip()
    gone = units(text[: len(text) - len(text.lstrip())]) if kept else 0
    moved = []
    for entity in entities:
        start = max(entity["offset"] - gone, 0)
        end = min(_end(entity) - gone, units(kept))
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return kept, moved


def to_html(text: str, entities: list[Entity]) -> str:
    """Return the text as Telegram's HTML, the way a person sees its styles."""
    drawn = [e for e in in_order(entities) if _opening(text, e)]
    out: list[str] = []
    open_now: list[Entity] = []
    for at, letter in _letters(text):
        while open_now and _end(open_now[-1]) <= at:
            out.append(_closing(open_now.pop()))
        while drawn and drawn[0]["offset"] <= at:
            open_now.append(drawn.pop(0))
            out.append(_opening(text, open_now[-1]))
        out.append(html.escape(letter, quote=False))
    out.extend(_closing(entity) for entity in reversed(open_now))
    return "".join(out)


def _letters(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for letter in text:
        yield at, letter
        at += 2 if ord(letter) > 0xFFFF else 1


def _opening(text: str, entity: Entity) -> str:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">'
    if kind == "url":
        return f'<a href="{html.escape(piece(text, entity))}">'
    return f"<{_TAGS[kind]}>" if kind in _TAGS else ""


def _closing(entity: Entity) -> str:
    return "</a>" if entity["type"] in ("text_link", "url") else f"</{_TAGS[entity['type']]}>"
