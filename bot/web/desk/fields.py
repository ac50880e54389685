"""What a form of the desk says: its fields come as lists, for boxes may share a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.domain.event_words import read_event
from data.errors import RefusedError
from data.texts import desk as words

_SHOWN = 40
"""Characters of what was typed that an answer repeats."""
Fields = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: shown again as it was filled in."""

    sentence: str
    fields: Fields

    def filled(self, name: str) -> str:
        """Return what a field said."""
        return one(self.fields, name)

    def ticked(self, name: str, value: object) -> bool:
        """Return whether a box was ticked."""
        return str(value) in self.fields.get(name, [])


def one(fields: Fields, name: str) -> str:
    """Return what was typed or chosen last in a field; empty when it was left out."""
    return fields.get(name, [""])[-1].strip()


def day(fields: Fields, name: str, today: date) -> date | None:
    """Return the day that was typed, "16/8" or "16/8/2026"; None when the field was left empty.

    Without a year it is the coming one. Raises RefusedError for what is no day.
    """
    said = one(fields, name)
    found = _of_a_browser(said) or read_event(said, today).starts_on
    if said and found is None:
        raise RefusedError(words.not_a_day(said[:_SHOWN]))
    return found


def _of_a_browser(said: str) -> date | None:
    """Return the day that a browser's own field wrote, "2026-08-16": a page may be from yesterday."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def numbers(fields: Fields, name: str) -> list[int]:
    """Return the ids of the boxes that were ticked; what is no id is left out."""
    return [int(v) for v in fields.get(name, []) if v.isascii() and v.isdigit() and len(v) < 10]
