"""Numbers, quarters and weekdays as plans write them (folded)."""

_SPELLED = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
    "muoi lam": 15,
    "hai muoi": 20,
    "ba muoi": 30,
}
_SPELLED_WORDS = "|".join(sorted(_SPELLED, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}(?: ?\((?:{_SPELLED_WORDS})\))?|{_SPELLED_WORDS})"
"""02 · 2 · hai · 02 (hai)."""

QUARTER_NAME = r"(?:[il1|]{1,4}|[il1|]?v[il]{0,3}|\d{1,2}|mot|hai|ba|bon|tu)"
"""I · II · Il · lV · 4 · tư; what is no quarter (V, 5) is caught when it is read."""

WEEKDAY = r"(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cn)"


def to_number(words: str) -> int:
    """Return the value of what NUMBER matched."""
    first = words.split("(")[0].strip()
    return int(first) if first.isdigit() else _SPELLED[first]


def to_quarter(words: str) -> int | None:
    """Return 1–4 for what QUARTER_NAME matched, or None when there is no such quarter."""
    if words in _SPELLED:
        value = _SPELLED[words]
    elif words.isdigit():
        value = int(words)
    else:
        # Scans read the Roman I as l, 1 or |.
        roman = words.replace("l", "i").replace("1", "i").replace("|", "i")
        value = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(roman, 0)
    return value if 1 <= value <= 4 else None


def to_weekday(words: str) -> int:
    """Return 1 (Monday) – 7 (Sunday) for what WEEKDAY matched: "thứ Hai" is the first day."""
    if words in {"chu nhat", "cn"}:
        return 7
    name = words.removeprefix("thu ")
    return (int(name) if name.isdigit() else _SPELLED[name]) - 1
