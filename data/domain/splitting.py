"""A long text as several messages, cut where a reader would pause."""

import unicodedata

_PAUSES = ("\n\n", "\n", ". ", "; ", ", ", " ")
_LEAST = 0.4
"""A pause earlier than this part of the room would leave the message too empty."""


def split_text(text: str, longest: int) -> tuple[str, ...]:
    """Return the text in parts of at most `longest` characters, nothing but blanks lost.

    Cut after a paragraph if there is one in reach, else a line, a sentence, a word, and only then
    inside a word; never between a letter and its diacritics. Raises ValueError below 20 characters.
    """
    if longest < 20:
        raise ValueError("no room for a message")
    parts = []
    rest = text.strip() if len(text) > longest else text
    while len(rest) > longest:
        end = _pause(rest, longest)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*parts, rest) if rest or not parts else tuple(parts)


def _pause(text: str, longest: int) -> int:
    for pause in _PAUSES:
        found = text.rfind(pause, 0, longest)
        if found + len(pause.rstrip()) >= longest * _LEAST:
            return found + len(pause.rstrip()) or longest
    end = longest
    while end > longest - 10 and unicodedata.combining(text[end]):
        end -= 1
    return end
