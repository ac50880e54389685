"""Choices as buttons, beside the numbers in the text: a PC shows no buttons.

A click comes back as if its payload had been written, so ours begin with a mark that nobody types;
an object as payload would come as its JSON.
"""

import json
from collections.abc import Sequence
from typing import Any

from data.domain.messages import Choice

MOST_BUTTONS = 5
LONGEST_TITLE = 100
MARK = "nv:"
_LONGEST_VALUE = 64


def buttons_of(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """Return the first five choices as buttons whose payload the person does not see."""
    return [
        {"title": _title(c.label), "type": "oa.query.hide", "payload": MARK + c.value}
        for c in choices[:MOST_BUTTONS]
    ]


def choice_in(text: str) -> str | None:
    """Return the value of the choice whose button was clicked; None for words."""
    said = text.strip()
    if said.startswith("{"):
        said = _content(said)
    value = said.removeprefix(MARK)
    is_ours = value != said and value.isascii() and 1 <= len(value) <= _LONGEST_VALUE
    return value if is_ours and not any(map(str.isspace, value)) else None


def _content(said: str) -> str:
    try:
        body = json.loads(said)
    except (ValueError, RecursionError):
        return said
    content = body.get("content") if isinstance(body, dict) else None
    return content.strip() if isinstance(content, str) else said


def _title(label: str) -> str:
    return label if len(label) <= LONGEST_TITLE else label[: LONGEST_TITLE - 1].rstrip() + "…"
