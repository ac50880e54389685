"""Which criterion a plan's own headings speak of: proposed to a person, never settled here. Pure."""

import re
from collections.abc import Iterable, Sequence

from data.domain.criteria import Criterion
from data.domain.names import fold_name
from data.domain.tasks import Task

_NUMBERED = re.compile(
    r"(?:chi so )?(?:(?:noi dung|muc|chi so|linh vuc|tieu chi)\b)?(?:[\s.:()-]*\b(?:\d+|[ivx]+)\b)*"
)
"""How a heading is numbered: "nội dung 1.", "chỉ số nội dung 3:", "II)", "1.2.3"."""
_WORD = re.compile(r"\w+")
_SAME = frozenset(
    [
        "va",
        "cua",
        "ve",
        "cac",
        "nhung",
        "trong",
        "tai",
        "voi",
        "cho",
        "o",
        "den",
        "theo",
        "qua",
        "su",
        "cong",
        "tac",
        "chi",
        "so",
        "noi",
        "dung",
        "thanh",
        "phan",
    ]
)
_ENOUGH = 0.6
"""Of the words of the shorter heading, and at least two of them."""


def propose(tasks: Iterable[Task], criteria: Sequence[Criterion]) -> tuple[tuple[int, int], ...]:
    """Return pairs (criterion, task) where a task's component, else its section, means a criterion.

    Of several catalogues each gets its own; of one catalogue the one that fits best. Tasks that are
    removed, and criteria that are gone, take no part.
    """
    living = [(c, _words(c.title)) for c in criteria if not c.is_gone]
    catalogues = dict.fromkeys(c.catalogue_id for c, _words_of in living)
    found = []
    for task in tasks:
        if task.is_removed:
            continue
        for catalogue in catalogues:
            own = [(c, words) for c, words in living if c.catalogue_id == catalogue]
            best = _best(task.component, own) or _best(task.section, own)
            if best is not None:
                found.append((best.id, task.id))
    return tuple(found)


def _best(
    heading: str | None, criteria: Sequence[tuple[Criterion, frozenset[str]]]
) -> Criterion | None:
    said = _words(heading or "")
    scored = [(_likeness(said, words), len(c.code), c) for c, words in criteria]
    # Of criteria that fit alike the most particular one is meant.
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] >= _ENOUGH else None


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    shared, shorter = len(one & other), min(len(one), len(other))
    if shared < 2 or not shorter:
        return 0.0
    # How much of the shorter one is there, and a little for how much of both.
    return 0.8 * shared / shorter + 0.2 * shared / len(one | other)


def _words(text: str) -> frozenset[str]:
    plain = _NUMBERED.sub("", fold_name(text), count=1)
    return frozenset(_WORD.findall(plain)) - _SAME
