"""A message as several, each of a length that the platform takes, cut where a reader would pause.

Lengths are those of `data.domain.lengths`. Where there are no buttons, room is left for the choices,
which then stand below the text as numbered lines.
"""

import unicodedata
from dataclasses import replace

from data.domain.lengths import length_of
from data.domain.messages import Keyboard, Limits, OutgoingMessage
from data.domain.numbering import room_of, whole_room_of

__all__ = ["cut_to", "length_of", "parts_of", "split_text"]

_PAUSES = ("\n\n", "\n", ". ", "; ", ", ", " ")
_LEAST = 0.4
"""A pause earlier than this part of the room would leave the message too empty."""
_JOINER = "\u200d"
_LONGEST_CLUSTER = 40
"""Characters that are read as one: a letter with its diacritics, a family of faces."""


def parts_of(message: OutgoingMessage, limits: Limits) -> tuple[OutgoingMessage, ...]:
    """Return the messages that show this one; just itself when it fits, as each of them does.

    Where the text under a file is limited, a message shows one file: each comes before the text,
    with its own caption alone, except a single one whose text fits under it. Choices, card and
    keyboard stand with the last part. A reaction is never split.
    """
    if message.reacts_to:
        return (message,)
    last = message
    files: tuple[OutgoingMessage, ...] = ()
    if not _fits_under_file(message, limits):
        files = tuple(OutgoingMessage(file.caption, files=(file,)) for file in message.files)
        last = replace(message, files=())
    if files and not message.text:
        *files_before, only = files
        return (*files_before, replace(message, text=only.text, files=only.files))
    *before, rest = split_text(last.text, limits.longest_text)
    room = limits.longest_text - room_of(last.choices, limits)
    *texts, end = (*before, *split_text(rest, room))
    bare = replace(last, choices=(), files=(), card="", keyboard=Keyboard.NONE)
    return (*files, *(replace(bare, text=text) for text in texts), replace(last, text=end))


def cut_to(message: OutgoingMessage, limits: Limits) -> OutgoingMessage:
    """Return the message with as much of its text as fits, "…" where the rest was."""
    text = message.text
    if length_of(text) <= limits.longest_text:
        return message
    kept = text[: _pause(text, limits.longest_text - 1)].rstrip()
    return replace(message, text=f"{kept}…")


def split_text(text: str, longest: int) -> tuple[str, ...]:
    """Return the text in parts of at most `longest` code units, nothing but blanks lost.

    Cut after a paragraph if there is one in reach, else a line, a sentence, a word, and only then
    inside a word; never between a letter and its diacritics. Raises ValueError below 20.
    """
    if longest < 20:
        raise ValueError("no room for a message")
    parts = []
    rest = text.strip() if length_of(text) > longest else text
    while length_of(rest) > longest:
        end = _pause(rest, longest)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*parts, rest) if rest or not parts else tuple(parts)


def _fits_under_file(message: OutgoingMessage, limits: Limits) -> bool:
    """Return whether text and files are one message: a file's own caption never leaves it."""
    if limits.longest_caption is None or not message.files:
        return True
    (file, *more) = message.files
    length = length_of(message.text) + whole_room_of(message.choices, limits)
    return not more and (message.text == file.caption or length <= limits.longest_caption)


def _pause(text: str, longest: int) -> int:
    reach = _reach(text, longest)
    for pause in _PAUSES:
        found = text.rfind(pause, 0, reach)
        if found + len(pause.rstrip()) >= reach * _LEAST:
            return found + len(pause.rstrip()) or reach
    end = reach
    while end > max(1, reach - _LONGEST_CLUSTER) and _belong_together(text[end - 1], text[end]):
        end -= 1
    return end


def _reach(text: str, longest: int) -> int:
    """Return how many characters take at most `longest` code units."""
    end = min(longest, len(text))
    while (over := length_of(text[:end]) - longest) > 0:
        end -= (over + 1) // 2
    return end


def _belong_together(before: str, after: str) -> bool:
    is_skin = "\U0001f3fb" <= after <= "\U0001f3ff"
    is_joined = _JOINER in (before, after)
    return is_joined or is_skin or unicodedata.category(after).startswith("M")
