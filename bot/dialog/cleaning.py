"""What people type, made safe to read: one form of each letter, nothing that cannot be seen."""

import re
import unicodedata
from dataclasses import replace

from data.domain.messages import IncomingMessage

LONGEST_TEXT = 4_000
"""Characters of one message that a conversation reads."""
_UNSEEN = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)


def clean_text(text: str) -> str:
    """Return NFC text without control, bidirectional and invisible characters.

    Line breaks stay; the joiner inside emoji stays too.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = (c for c in _UNSEEN.sub("", text) if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(seen).strip()


def clean(message: IncomingMessage) -> IncomingMessage:
    """Return the message with its text cleaned."""
    return replace(message, text=clean_text(message.text))
