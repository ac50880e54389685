"""Which letters a document can hold."""

import re

_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(words: str) -> str:
    """Return the words without what XML 1.0 cannot hold: control characters, lone surrogates."""
    return _UNPRINTABLE.sub(" ", words)
