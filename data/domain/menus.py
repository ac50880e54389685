"""Commands that a messenger lists for the person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the list: what is typed after "/", and what it does."""

    name: str
    """[a-z0-9_], at most 32 characters."""
    description: str
    """Vietnamese, at most 60 characters: more does not fit a phone's line."""
