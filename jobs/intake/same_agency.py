"""Two spellings of one agency: proposed for a person to confirm, never joined silently."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from unicodedata import normalize

from data.texts import intake as words
from jobs.intake.letters import fold

_SHORT: tuple[tuple[str, str], ...] = (
    (r"\b(?:ub ?mttq|uy ban mttq|ub ?mt|mttq)\b", "uy ban mat tran to quoc"),
    (r"\bvh ?- ?tt\b", "van hoa - thong tin"),
    (r"\bvh ?- ?xh\b", "van hoa - xa hoi"),
    (r"\bvp ?- ?tk\b", "van phong - thong ke"),
    (r"\btp ?- ?ht\b", "tu phap - ho tich"),
    (r"\btc ?- ?kt\b", "tai chinh - ke toan"),
    (r"\bdc ?- ?xd\b", "dia chinh - xay dung"),
    (r"\bcc\b", "cong chuc"),
    (r"\bcb\b", "can bo"),
    (r"\bhoi dong nhan dan\b", "hdnd"),
    (r"\b(?:uy ban nhan dan)\b", "ubnd"),
    (r"\bttnd\b", "thanh tra nhan dan"),
    (r"\btdp\b", "to dan pho"),
    (r"\bttdt\b", "thong tin dien tu"),
    (r"\btn ?& ?tkq\b", "tiep nhan va tra ket qua"),
    (r"\bbhxh|bao hiem xh\b", "bao hiem xa hoi"),
    (r"\bhcc\b|\bphuc vu hanh chinh cong\b", "hanh chinh cong"),
    (r"\bviet nam\b", ""),
    (r"\btp\b", "thanh pho"),
)
_SHORT_FORMS = tuple((re.compile(short), long) for short, long in _SHORT)
# Only the plan's own level: "UBND phường" and "UBND thành phố" are two offices.
_PLACE = re.compile(r"\s+(?:phuong|xa)$")
_DASH = re.compile(r"\s*[-‐‑‒–—−]\s*")


@dataclass(frozen=True, slots=True)
class SameAgency:
    """Names that may be one agency, and in what they differ (Vietnamese)."""

    names: tuple[str, ...]
    reason: str


def _dashes(name: str) -> str:
    return " ".join(_DASH.sub(" - ", normalize("NFC", name)).split()).strip(" .;,")


def _cases(name: str) -> str:
    return _dashes(name).lower()


def _spelling(name: str) -> str:
    return fold(_cases(name)).replace(" & ", " va ").replace("&", " va ")


def _abbreviations(name: str) -> str:
    folded = fold(_dashes(name)).replace("&", " & ")
    folded = " ".join(folded.split())
    for short, long in _SHORT_FORMS:
        folded = short.sub(long, folded)
    return " ".join(folded.replace(" & ", " va ").split())


def _places(name: str) -> str:
    return _PLACE.sub("", _abbreviations(name))


# From the slightest difference to the widest; the first that makes names equal is the reason.
_STEPS: tuple[tuple[Callable[[str], str], Callable[[], str]], ...] = (
    (_dashes, words.same_but_dash),
    (_cases, words.same_but_case),
    (_spelling, words.same_but_spelling),
    (_abbreviations, words.same_but_short),
    (_places, words.same_but_place),
)


def propose_same(names: Iterable[str]) -> tuple[SameAgency, ...]:
    """Return groups of names that may be one agency, in order of first appearance."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        groups[_places(name)].append(name)
    return tuple(
        SameAgency(tuple(group), _reason(group)) for group in groups.values() if len(group) > 1
    )


def _reason(group: list[str]) -> str:
    for key, reason in _STEPS:
        if len({key(name) for name in group}) == 1:
            return reason()
    return words.same_but_place()
