"""Which plan people mean when they write "1780", "1780/KH-UBND ngày 24/4/2026" or its title. Pure."""

import re
from collections.abc import Iterable, Sequence

from data.domain.tasks import Plan
from data.domain.wording import plain

CALLED = (
    r"(?:(?:so )?[0-9]{1,5}(?: ?[/–-] ?[a-z0-9]{1,20}){0,5}"
    r"(?:,? ngay [0-9]{1,2}(?: ?[/.-] ?| thang )[0-9]{1,2}(?:(?: ?[/.-] ?| nam )[0-9]{4})?"
    r"|,? nam [0-9]{4})?"
    r"|[\"“][^\"“”]{1,100}[\"”])"
)
"""How a plan is called, in plain letters: by number, with its day or year if need be, or “title”."""
_QUOTES = '"“”'
_AROUND = frozenset({"so", "ngay", "thang", "nam"})


def plans_called(called: str, plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Return the plans that can be meant; nothing said means every one.

    A number counts from its beginning and may be followed by any part of the symbol, the day and
    the year: numbers begin anew each year. A title in quotes may leave words out, as short ones do.
    """
    if not called:
        return tuple(plans)
    said = _words(called)
    if called[0] in _QUOTES:
        return tuple(p for p in plans if said and _in_order(said, _words(p.title or "")))
    return tuple(p for p in plans if said and _is_number_of(said, p))


def _is_number_of(said: Sequence[str], plan: Plan) -> bool:
    number = _words(plan.number or "")
    day = plan.issued_on
    issued = (str(day.day), str(day.month), str(day.year)) if day else ()
    whole = (*number, *issued, str(plan.year or ""))
    return bool(number) and said[0] == number[0] and _in_order(said, whole)


def _words(text: str) -> tuple[str, ...]:
    found = re.findall(r"[0-9]+|[^\W\d_]+", plain(text))
    return tuple(w.lstrip("0") or "0" for w in found if w not in _AROUND)


def _in_order(said: Sequence[str], whole: Iterable[str]) -> bool:
    left = iter(whole)
    return all(word in left for word in said)
