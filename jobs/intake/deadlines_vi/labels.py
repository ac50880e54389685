"""What a time is for: "quý II (dự thảo)", "báo cáo năm: trước ngày 10/12", "đợt 1: tháng 3"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jobs.intake.deadlines_vi.normalise import Words

_PAREN = re.compile(r"(?P<time>[^()]*[^() ]) ?\((?P<label>[^()]*)\)")
_COLON = re.compile(r"(?P<left>[^:()]+?) ?: (?P<right>.+)")
_FOR = re.compile(r"(?P<time>.+?),? (?P<label>doi voi .+)")
_TURN = re.compile(
    r"(?P<label>(?:dot|lan|ky|giai doan|buoc) (?:\d|[iv]{1,3}|mot|hai|ba|bon)) ?,? (?P<time>.+)"
)
_SAYS_TIME = re.compile(
    r"\d|\b(?:thang|qu[yi]|ngay|nam|tuan|truoc|sau|khi|hang|moi|dinh ky|thuong xuyen|lan)\b"
)
_PERIOD_NAME = re.compile(
    r"(?:bao cao )?(?:0?[369] thang|(?:ca )?nam|qu[yi](?: [ivl1-4]+)?|thang)(?: (?:dau|cuoi) nam)?"
)
_NAMES_WORK = re.compile(
    r"(?:doi voi )?(?:bao cao|du thao|so ket|tong ket|dot|lan|ky|ban hanh|trinh|ke hoach) "
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One way to take words apart into a time and what it is for."""

    time: Words
    label: Words
    is_aside: bool = False
    """In brackets: may itself be a time that narrows the first."""
    may_be_time: bool = False
    """Before or after a colon: a label only when it is no time by itself."""


def labelled(words: Words) -> Iterator[Labelled]:
    """Yield the ways to take `words` apart, the surest first."""
    if match := _PAREN.fullmatch(words.folded):
        yield Labelled(_group(words, match, "time"), _group(words, match, "label"), is_aside=True)
    if match := _COLON.fullmatch(words.folded):
        left, right = _group(words, match, "left"), _group(words, match, "right")
        yield Labelled(right, left, may_be_time=True)
        yield Labelled(left, right, may_be_time=True)
    if match := _TURN.fullmatch(words.folded):
        yield Labelled(_group(words, match, "time"), _group(words, match, "label"))
    if match := _FOR.fullmatch(words.folded):
        label = _group(words, match, "label")
        if not may_hide_time(label):
            yield Labelled(_group(words, match, "time"), label)


def _group(words: Words, match: re.Match[str], name: str) -> Words:
    return words.part(match.start(name), match.end(name))


def names_period(label: Words) -> bool:
    """Say whether a remark beside a date only names what is reported: "(6 tháng)", "(năm)"."""
    return bool(_PERIOD_NAME.fullmatch(label.folded))


def may_hide_time(label: Words) -> bool:
    """Say whether a bracketed remark may hold a time that nobody read."""
    return bool(_SAYS_TIME.search(label.folded)) and not _NAMES_WORK.match(label.folded + " ")
