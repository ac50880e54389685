"""Whom a group's name stands for, among the agencies that are known: proposed, never settled."""

import re
from collections.abc import Iterable

from data.domain.names import fold_name

_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    # words in the group's name, and how the names of its members begin
    (re.compile(r"\b(?:to dan pho|tdp)\b"), re.compile(r"^(?:to dan pho|tdp)\b")),
    (re.compile(r"\bkhu pho\b"), re.compile(r"^khu pho\b")),
    (re.compile(r"\bkhu vuc\b"), re.compile(r"^khu vuc\b")),
    (re.compile(r"\b(?:thon|buon|ban lang|ap)\b"), re.compile(r"^(?:thon|buon|ap)\b")),
    (re.compile(r"\btruong mam non\b"), re.compile(r"^truong (?:mam non|mn|mau giao)\b")),
    (re.compile(r"\btruong tieu hoc\b"), re.compile(r"^truong (?:tieu hoc|th)\b(?! ?cs)")),
    (re.compile(r"\btruong (?:thcs|trung hoc)\b"), re.compile(r"^truong (?:thcs|trung hoc)\b")),
    (
        re.compile(r"(?<!thu )(?<!to )(?<!tram )\btruong\b(?! (?:thon|khu))"),
        re.compile(r"^truong\b"),
    ),
    (
        re.compile(r"\bto chuc chinh tri\b|\bdoan the\b|\bmat tran\b"),
        re.compile(
            r"^(?:ub(?:nd)? ?mttq|ubmt|mat tran|uy ban mat tran|hoi\b|doan (?:tncs|thanh nien)|cong doan)"
        ),
    ),
    (
        re.compile(r"\bphong\b|\bco quan\b|\bdon vi\b|\bban nganh\b"),
        re.compile(r"^(?:phong|van phong|trung tam|tram|ban chi huy|ban quan ly|thanh tra)\b"),
    ),
)
_OF_THE_PARTY = re.compile(r"\bdang uy\b|\bdang\b")
_LEVEL = re.compile(r"\b(?:thanh pho|tp|tinh|huyen|quan)$")
_SOME_ONLY = re.compile(r"\blien quan\b|\bphuong, xa$")
"""Whoever is concerned, or other wards: nobody can say from the name who that is."""


def propose_members(group: str, agencies: Iterable[str]) -> tuple[str, ...]:
    """Return the agencies that the group's name seems to stand for, in their order."""
    folded = fold_name(group)
    begins = next((begin for said, begin in _KINDS if said.search(folded)), None)
    if begins is None or _SOME_ONLY.search(folded):
        return ()
    is_higher = _LEVEL.search(folded) is not None
    return tuple(
        name
        for name in agencies
        if begins.search(plain := fold_name(name))
        and plain != folded
        and not _OF_THE_PARTY.search(plain)
        and (_LEVEL.search(plain) is not None) == is_higher
    )
