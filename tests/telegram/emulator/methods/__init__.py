"""The methods of the Bot API that are imitated, by lower-case name."""

from tests.telegram.emulator.methods import (
    answering,
    editing,
    looking,
    menus,
    receiving,
    sending,
)
from tests.telegram.emulator.methods.asked import METHODS, Asked

__all__ = [
    "METHODS",
    "Asked",
    "answering",
    "editing",
    "looking",
    "menus",
    "receiving",
    "sending",
]
