"""Looking for Vietnamese words in what people type, with or without their diacritics.

A word counts when it is written in full or wholly plain: "chưa" and "chua", but never "chùa".
"""

import re
import unicodedata

_OTHER_PLACES = {"hoàn": "hòan", "thủy": "thuỷ", "hòa": "hoà"}
"""Tone marks put on the other vowel, as older keyboards do."""


def composed(text: str) -> str:
    """Return the text in NFC with every kind of space as one blank character."""
    return re.sub(r"[^\S\n]", " ", unicodedata.normalize("NFC", text))


def tight(text: str) -> str:
    """Return the text composed, with each run of blanks as one: a line break where it has one.

    What looks for words after any number of blanks takes the square of them to find there are none.
    """
    return re.sub(r"\s+", lambda run: "\n" if "\n" in run[0] else " ", composed(text))


def lowered(text: str) -> str:
    """Return the text in small letters, character for character: positions stay the same."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def plain(text: str) -> str:
    """Return small letters without diacritics: "Đã họp" is "da hop"."""
    marked = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in marked if not unicodedata.combining(char))


def typed_line(text: str, longest: int, edge: str = " .!;") -> str | None:
    """Return a message as one plain line without what stands at its `edge`.

    None when nothing is left, or it is longer than `longest` characters.
    """
    line = " ".join(plain(composed(text[: longest * 2])).split()).strip(edge)
    return line if line and len(line) <= longest else None


def phrase(*phrases: str) -> str:
    """Return a regular expression for any of these phrases as whole words, marked or plain."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return r"(?<!\w)(?:" + "|".join(_spelled(p) for p in longest_first) + r")(?!\w)"


def _spelled(words: str) -> str:
    return r"\s+".join(_word(word) for word in words.split())


def _word(word: str) -> str:
    ways = dict.fromkeys((word, _OTHER_PLACES.get(word, word), plain(word)))
    spelled = "|".join(re.escape(way) for way in ways)
    return f"(?:{spelled})" if len(ways) > 1 else spelled


_THANKS = re.compile(
    r"(?:(?:xin|da|vang|rat|chan thanh)\s+)*cam on(?:\s+(?:nhieu|nhe|nha|a|em|ban|dong chi|phuong))*"
)


def is_thanks(text: str) -> bool:
    """Return whether a message says thanks and nothing else."""
    return _THANKS.fullmatch(plain(text).strip(" .!\n")) is not None
