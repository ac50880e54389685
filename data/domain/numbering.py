"""Choices as numbered lines, for platforms without buttons: people answer with the number. Pure."""

from collections.abc import Sequence

from data.domain.lengths import length_of
from data.domain.messages import Choice, Limits, OutgoingMessage

LEAD_ROOM = 40
"""Code units kept free for the line above the numbers, where the text does not lead to them."""
_LEAST_LABEL = 12


def room_of(choices: Sequence[Choice], limits: Limits) -> int:
    """Return how many code units of a message its choices take at most; none where they are buttons.

    At least half of a message is left to the text: then the labels are cut.
    """
    return min(whole_room_of(choices, limits), limits.longest_text // 2)


def whole_room_of(choices: Sequence[Choice], limits: Limits) -> int:
    """Return how many code units its choices take with no label cut, as under a file."""
    if limits.has_buttons or not choices:
        return 0
    return length_of(_lines(choices)) + LEAD_ROOM


def with_numbers(message: OutgoingMessage, longest: int, lead: str) -> str:
    """Return the text of a message with its choices below, in at most `longest` code units.

    `lead` is the line that stands above them when the text does not end with a colon itself.
    """
    if not message.choices:
        return message.text
    text = message.text.rstrip()
    if text and not text.endswith(":"):
        text = f"{text}\n{lead}"
    above = f"{text}\n" if text else ""
    return above + _lines(message.choices, longest - length_of(above))


def _lines(choices: Sequence[Choice], room: int | None = None) -> str:
    """Return "1. Xong rồi" and so on, the labels cut evenly when there is no room for them."""
    labels = [" ".join(choice.label.split()) for choice in choices]
    lines = _numbered(labels)
    while room is not None and length_of(lines) > room:
        longest = max(map(length_of, labels))
        if longest <= _LEAST_LABEL:
            break
        labels = [_cut(label, longest - 1) for label in labels]
        lines = _numbered(labels)
    return lines


def _numbered(labels: Sequence[str]) -> str:
    return "\n".join(f"{number}. {label}" for number, label in enumerate(labels, start=1))


def _cut(label: str, longest: int) -> str:
    if length_of(label) <= longest:
        return label
    kept = label.removesuffix("…")
    while length_of(kept) >= longest:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
