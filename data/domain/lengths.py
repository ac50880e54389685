"""How long a text is for a platform: in UTF-16 code units. Pure.

What lies beyond U+FFFF counts twice, as Telegram counts. Elsewhere, where the unit is not known,
this is at worst a little less than there is room for.
"""


def length_of(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text) + sum(1 for c in text if c > "\uffff")
