"""Editing a ward's override text, one day or a stretch at a time; its own lines and notes stay."""

import unicodedata
from collections.abc import Collection
from datetime import date

OFF, WORKED = "nghỉ", "làm"


def with_days(text: str, days: Collection[date], word: str | None) -> str:
    """Return the text with these days off (`OFF`), worked (`WORKED`) or said nothing of (None)."""
    said = {day.isoformat() for day in days}
    lines = unicodedata.normalize("NFC", text.lstrip("\ufeff")).splitlines()
    kept = [line for line in lines if _day_of(line) not in said]
    new = [f"{day} {word}" for day in sorted(said)] if word else []
    return "\n".join([*kept, *new])


def _day_of(line: str) -> str:
    words = line.split("#", 1)[0].split()
    try:
        return date.fromisoformat(words[0]).isoformat() if words else ""
    except ValueError:
        return ""
