"""Who receives the reports of a duty, and so does not owe them."""

from collections.abc import Iterable, Sequence

from data.domain.names import fold_name
from data.domain.people import Agency
from data.domain.titles import receiver_of


def without_receiver(
    doers: Sequence[int], sentence: str, agencies: Iterable[Agency]
) -> tuple[int, ...]:
    """Return who owes a reporting duty: not the agency to which its sentence sends the reports.

    A group that the receiver is in stands for its other members then. Nobody is left out when
    nobody would be left.
    """
    receiver = _plain(receiver_of(sentence) or "")
    known = {a.id: a for a in agencies}
    own = {a.id for a in known.values() if receiver and _plain(a.name) == receiver}
    left: dict[int, None] = {}
    for doer in doers:
        members = known[doer].members
        spread = members if own.intersection(members) else (doer,)
        left |= dict.fromkeys(x for x in spread if x not in own)
    return tuple(left) or tuple(doers)


def _plain(name: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in fold_name(name)).split()
    return " ".join(words[:-1] if words[-1:] == ["phuong"] else words)
