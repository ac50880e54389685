"""Duties to report that stand in the body: "Định kỳ ngày 15 hằng quý … báo cáo …"."""

import re
from collections.abc import Callable, Sequence

from data.domain.drafts import DutyDraft
from data.domain.rules import DeadlineRule, External, Unknown
from data.texts import intake as words
from jobs.intake.letters import fold

ReadRule = Callable[[str], DeadlineRule]

_HEADING = re.compile(r"^(\d{1,2})[.)]\s+(.+)$")
_PART = re.compile(r"^(?:[IVX]+\.|[A-Z]\.)\s")
_ASKED = re.compile(r"^(?:đề nghị|giao|trách nhiệm (?:của )?)\s*:?\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[^\W\d_]|-)")
_REPORT = re.compile(r"\bbao cao\b")
_PERIODIC = re.compile(
    r"\bdinh ky\b|\bh[ao]ng (?:thang|quy|nam|tuan)\b|\bngay \d{1,2} (?:cua )?thang"
)
# Regular work that reports to nobody, or only speaks of such reports.
_NOT_A_DUTY = re.compile(r"^(?:nham|thuc hien nghiem|can cu|tren day|phan dau|muc dich)")
_INCLUDED = re.compile(
    r"(?:long ghep|ghep chung)\s+(?:chung )?(?:trong|vao|voi)\s+|\btrong (?=bao cao)"
)
_WHEN = re.compile(
    r"(?:(?:chậm nhất|trước|vào|xong)\s+)*(?:là\s+)?(?:ngày\s+\d{1,2}\s*(?:tháng cuối\s+(?:của\s+)?)?"
    r"(?:của\s+)?(?:tháng cuối\s+)?(?:hằng|hàng|mỗi)?\s*(?:tháng|quý|quí|năm|tuần)(?:\s+cuối quý)?"
    r"|ngày\s+\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:\s+(?:hằng|hàng)\s+năm)?"
    r"|(?:hằng|hàng|mỗi)\s+(?:tháng|quý|quí|năm|tuần)|(?:0?6)\s+tháng(?:,|\s+và)?\s*(?:1\s+)?năm)",
    re.IGNORECASE,
)


def find_duties(paragraphs: Sequence[str], read_rule: ReadRule) -> tuple[DutyDraft, ...]:
    """Return the reporting duties, each with who owes it: the heading that it stands under."""
    who: str | None = None
    found: list[DutyDraft] = []
    for paragraph in paragraphs:
        text = " ".join(paragraph.split())
        heading = _HEADING.match(text)
        if heading and len(text) < 400 and not _REPORT.search(fold(text)):
            who = _ASKED.sub("", heading[2].split(":")[0]).strip(" .:")
            continue
        if _PART.match(text):
            who = None
        for sentence in _SENTENCE.split(text):
            if _is_duty(sentence):
                found.append(
                    DutyDraft(who=who, text=_tidy(sentence), rule=_rule(sentence, read_rule))
                )
    return tuple(found)


def _is_duty(sentence: str) -> bool:
    folded = fold(_tidy(sentence))
    if len(folded) < 20 or _NOT_A_DUTY.match(folded):
        return False
    return _REPORT.search(folded) is not None and _PERIODIC.search(folded) is not None


def _tidy(sentence: str) -> str:
    return re.sub(r"^(?:[-+•*]|[a-zđ]\)|\d+[.)])\s*", "", sentence.strip()).strip()


def _rule(sentence: str, read_rule: ReadRule) -> DeadlineRule:
    """Read the first time in the sentence.

    "Ngày 15 hằng quý, 6 tháng và năm" is one rule: the half-year and the year end with a quarter.
    """
    found = _WHEN.search(sentence)
    if found:
        rule = read_rule(found[0].strip())
        if not isinstance(rule, Unknown):
            return rule
    included = _INCLUDED.search(fold(sentence))
    if included:
        rest = re.split(r"[).;,(]", fold(sentence)[included.end() :])[0].strip()
        words_of_it = _same_place(sentence, rest)
        if words_of_it:
            return External(basis="plan", reference=words_of_it)
    return Unknown(reason=words.report_without_date())


def _same_place(sentence: str, folded_part: str) -> str | None:
    """Return the plan's own words whose folded form is `folded_part`."""
    plain = " ".join(sentence.split())
    at = fold(plain).find(folded_part)
    # Folding keeps the number of characters for NFC Vietnamese, so places agree.
    if at < 0 or not folded_part or len(fold(plain)) != len(plain):
        return None
    return plain[at : at + len(folded_part)].strip(" *") or None
