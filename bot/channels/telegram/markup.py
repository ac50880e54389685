"""The one place where our text becomes Telegram's: HTML, and the buttons under it.

Source: https://core.telegram.org/bots/api#html-style and #inlinekeyboardbutton.
"""

import html
import unicodedata
from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from data.domain.messages import Choice, Keyboard, OutgoingMessage
from data.texts.telegram import share_phone

LONGEST_HEADING = 100
"""Characters: a longer first line is a sentence, and no heading."""
LONGEST_LABEL = 64
SHORT_LABEL = 16
"""Two labels as short as this stand side by side on a small phone."""
MOST_BYTES = 64
"""Of what a button carries."""

Keys = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None


def as_html(text: str) -> str:
    """Return a plain text as Telegram's HTML: all escaped, the first of several lines bold."""
    plain = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    heading, line_break, rest = plain.partition("\n")
    if not rest.strip() or not heading.strip() or len(heading) > LONGEST_HEADING:
        return html.escape(plain, quote=False)
    return f"<b>{html.escape(heading, quote=False)}</b>{line_break}{html.escape(rest, quote=False)}"


def keys_of(message: OutgoingMessage) -> Keys:
    """Return the keys that go with a message. Raises ValueError for a choice no button can carry.

    Telegram takes one kind of keys a message: where there are choices, buttons come first, and the
    letters come back by themselves, since the other keys are shown once.
    """
    if message.keyboard is Keyboard.ASK_CONTACT:
        return _contact_keys(message.choices)
    if message.choices:
        return buttons_of(message.choices)
    return ReplyKeyboardRemove() if message.keyboard is Keyboard.REMOVE else None


def buttons_of(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Return choices as buttons under a message: short ones two by two, others one a row."""
    if not choices:
        return None
    rows: list[list[InlineKeyboardButton]] = []
    has_room = False
    for choice in choices:
        is_short = len(choice.label) <= SHORT_LABEL
        if is_short and has_room:
            rows[-1].append(_button(choice))
        else:
            rows.append([_button(choice)])
        has_room = is_short and len(rows[-1]) == 1
    return InlineKeyboardMarkup(rows)


def _button(choice: Choice) -> InlineKeyboardButton:
    size = len(choice.value.encode())
    if not 1 <= size <= MOST_BYTES:
        raise ValueError(f"a button carries 1 to {MOST_BYTES} bytes, not {size}")
    return InlineKeyboardButton(_label(choice), callback_data=choice.value)


def _contact_keys(choices: Sequence[Choice]) -> ReplyKeyboardMarkup:
    share = KeyboardButton(share_phone(), request_contact=True)
    others = [[KeyboardButton(_label(choice))] for choice in choices]
    return ReplyKeyboardMarkup([[share], *others], resize_keyboard=True, one_time_keyboard=True)


def _label(choice: Choice) -> str:
    if len(choice.label) <= LONGEST_LABEL:
        return choice.label
    return choice.label[: LONGEST_LABEL - 1].rstrip() + "…"
