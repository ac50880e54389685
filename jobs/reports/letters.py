"""Which letters a document can hold, whatever kind of document."""

import re

_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(words: str) -> str:
    """Return the words without what XML 1.0 cannot hold: control characters, lone surrogates.

    Nor do marks stay that turn the direction of what follows: one in a name would print the
    figures and the names after it backwards.
    """
    return _TURNING.sub("", _UNPRINTABLE.sub(" ", words))
