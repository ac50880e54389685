"""What a form of the desk says: its fields come as lists, for boxes may share a name."""

from collections.abc import Mapping
from datetime import date

Fields = Mapping[str, list[str]]


def one(fields: Fields, name: str) -> str:
    """Return what was typed or chosen last in a field; empty when it was left out."""
    return fields.get(name, [""])[-1].strip()


def day(fields: Fields, name: str) -> date | None:
    """Return the day of a date field; None when there is none that can be meant."""
    try:
        return date.fromisoformat(one(fields, name))
    except ValueError:
        return None


def numbers(fields: Fields, name: str) -> list[int]:
    """Return the ids of the boxes that were ticked; what is no id is left out."""
    return [int(v) for v in fields.get(name, []) if v.isascii() and v.isdigit() and len(v) < 10]
