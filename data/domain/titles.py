"""Short titles: what a task is called in a message."""

import re

LONGEST = 60
_BULLET = re.compile(r"^\s*[-–+•*]\s*")
_CLAUSE_END = re.compile(r"[;:.](?=\s|$)")
_LEAST = 15  # characters; a shorter first clause says too little to stand alone


def short_title(title: str) -> str:
    """Return at most 60 characters of the title, its first clause if that fits, else whole words.

    Only the document's own words are used; "…" marks a cut.
    """
    text = _BULLET.sub("", " ".join(title.split()))
    for end in _CLAUSE_END.finditer(text):
        if _LEAST <= end.start() <= LONGEST:
            return text[: end.start()].rstrip()
    if len(text) <= LONGEST:
        return text.rstrip(" ;,.:")
    cut = text[:LONGEST]
    if " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut[: LONGEST - 1].rstrip(" ,;:.-–") + "…"
