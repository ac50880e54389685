"""What a dossier for inspectors holds: one plan, one stretch of time. Pure.

Source: NĐ 30/2020/NĐ-CP, Phụ lục VI (kiểm tra lại): the whole course of the work in time order, one
document in many places without copying it. Luật 91/2025/QH15: what the purpose does not need
stays out, so a dossier holds nobody's telephone number, chat or whereabouts of ours.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data.domain.evidence import Kind
from data.domain.periods import Span
from data.domain.reports import Evidence, Report
from data.domain.requests import Request
from data.domain.reviews import Review
from data.domain.tasks import Occurrence, Plan, Task
from data.domain.wording import plain

EVIDENCE_FOLDER = "data/minh-chung"
_LONGEST_SLUG = 32
_ENDINGS: dict[str, str] = {
    Kind.JPEG: "jpg",
    Kind.PNG: "png",
    Kind.HEIC: "heic",
    Kind.WEBP: "webp",
    Kind.PDF: "pdf",
    Kind.DOCX: "docx",
    Kind.XLSX: "xlsx",
    Kind.MP4: "mp4",
    Kind.OGG: "ogg",
    Kind.MP3: "mp3",
    Kind.M4A: "m4a",
    Kind.AAC: "aac",
    Kind.PLACE: "geojson",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a dossier is asked about."""

    plan_id: int
    span: Span
    """Local days, both inside."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody whose part in the work the dossier tells of: name, agency, nothing more."""

    person_id: int
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a report."""

    evidence: Evidence
    path: str
    """Where its bytes lie in the dossier; empty when they never came."""
    also: tuple[int, ...] = ()
    """Numbers of the other tasks for which the same bytes were shown."""


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A verdict on a report, also one that was taken back."""

    review: Review
    by: Witness


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A question about a due date, and who settled it."""

    request: Request
    by: Witness
    decided_by: Witness | None


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What was said once, what was shown with it, and what was decided on it."""

    report: Report
    by: Witness
    files: tuple[ShownFile, ...]
    reviews: tuple[ShownReview, ...] = ()
    recorded_by: Witness | None = None
    """Who of the lead office wrote it down for them."""


@dataclass(frozen=True, slots=True)
class ShownWork:
    """One thing owed, with its reports in the order in which they came."""

    occurrence: Occurrence
    agency: str
    reports: tuple[ShownReport, ...]
    requests: tuple[ShownRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task with what was owed for it in the period."""

    task: Task
    folder: str
    """"data/minh-chung/01-cong-khai/viec-012-niem-yet"."""
    agencies: tuple[str, ...]
    """Who leads it."""
    works: tuple[ShownWork, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The tasks of one component of the plan."""

    name: str | None
    folder: str
    tasks: tuple[ShownTask, ...]


@dataclass(frozen=True, slots=True)
class DossierContent:
    """Everything that goes into a dossier, before any byte of it is written."""

    ward_id: int
    ward_name: str
    plan: Plan
    plan_file: tuple[str, str] | None
    """SHA-256 of the plan's document and where it lies in the dossier."""
    span: Span
    parts: tuple[Part, ...]
    made_at: datetime
    keep_years: int
    """Years that the ward keeps evidence."""

    @property
    def tasks(self) -> Iterator[ShownTask]:
        """Every task, in the plan's order."""
        return (task for part in self.parts for task in part.tasks)

    @property
    def reports(self) -> Iterator[ShownReport]:
        """Every report."""
        return (r for task in self.tasks for work in task.works for r in work.reports)

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """Everybody who is named, each once, by the number that the event log calls them."""
        named = {w for r in self.reports for w in (r.by, r.recorded_by) if w is not None}
        named |= {v.by for r in self.reports for v in r.reviews}
        for request in (q for t in self.tasks for w in t.works for q in w.requests):
            named |= {request.by, *([request.decided_by] if request.decided_by else [])}
        return tuple(sorted(named, key=lambda one: one.person_id))

    def payload(self) -> dict[str, tuple[str, int]]:
        """Return what has to be copied: SHA-256 and size in bytes by place, each place once."""
        return {
            shown.path: (shown.evidence.sha256, shown.evidence.size)
            for report in self.reports
            for shown in report.files
            if shown.path and shown.evidence.sha256
        }


def slug(text: str, longest: int = _LONGEST_SLUG) -> str:
    """Return small ASCII letters, digits and hyphens that every system takes in a file name."""
    words = re.findall(r"[a-z0-9]+", plain(text).encode("ascii", "ignore").decode())
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:longest]
        if len(longer) > longest:
            break
        kept = longer
    return kept


def folder_of_part(number: int, name: str | None) -> str:
    """Return the folder of a component, "data/minh-chung/01-cong-khai-minh-bach"."""
    return f"{EVIDENCE_FOLDER}/{number:02d}-{slug(name or '') or 'chung'}"


def folder_of_task(part: str, task: Task) -> str:
    """Return the folder of a task inside its component's."""
    return f"{part}/viec-{task.code:03d}-{slug(task.short_title)}".rstrip("-")


def place_of(evidence: Evidence, folder: str) -> str:
    """Return where a stored file lies: its number in the event log and how its digest begins."""
    ending = _ENDINGS.get(evidence.mime, "bin")
    return f"{folder}/{evidence.id:06d}-{(evidence.sha256 or '')[:12]}.{ending}"


def is_in_scope(occurrence: Occurrence, reported_on: tuple[date, ...], span: Span) -> bool:
    """Return whether work belongs to a period: it was due or reported in it."""
    return occurrence.due_on in span or any(day in span for day in reported_on)


@dataclass(frozen=True, slots=True)
class Purpose:
    """Of which log entries the dossier shows the content; of the others it shows the digest."""

    plan_id: int
    task_ids: frozenset[int]
    occurrence_ids: frozenset[int]
    report_ids: frozenset[int]
    evidence_ids: frozenset[int]

    @classmethod
    def of(cls, content: DossierContent) -> "Purpose":
        """Return the purpose of a dossier."""
        shown = tuple(content.reports)
        return cls(
            content.plan.id,
            frozenset(t.task.id for t in content.tasks),
            frozenset(w.occurrence.id for t in content.tasks for w in t.works),
            frozenset(r.report.id for r in shown),
            frozenset(f.evidence.id for r in shown for f in r.files),
        )

    def shows(self, kind: str, subject: str, content: Mapping[str, Any]) -> bool:
        """Return whether an entry's content is what this dossier is about."""
        family, _, number = kind.partition(".")[0], *subject.rpartition(":")[1:]
        subject_id = int(number) if number.isdecimal() else 0
        if family in ("log", "dossier"):
            return True
        if kind == "evidence.kept":
            return any(e["id"] in self.evidence_ids for e in content["evidence"])
        if kind in ("evidence.destroyed", "evidence.set_aside", "evidence.taken_back"):
            return not self.evidence_ids.isdisjoint(content["evidence"])
        if "report" in content:
            return content["report"] in self.report_ids
        if "occurrence" in content:
            return content["occurrence"] in self.occurrence_ids
        if family == "evidence":
            # "evidence.removed" is of an erasure, "evidence.marked" of a person: other numbers.
            return subject.startswith("evidence:") and subject_id in self.evidence_ids
        if family in ("task", "deadline"):
            return subject_id in self.task_ids
        return family == "plan" and subject_id == self.plan_id
