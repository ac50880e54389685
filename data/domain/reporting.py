"""What a report does to the work it speaks of, and how it is taken back. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from data.domain.ladder import next_remind_at
from data.domain.localtime import instant_of, local_date
from data.domain.people import Person, WardSettings
from data.domain.progress import is_complete, quota_of
from data.domain.reports import Doneness, Progress
from data.domain.tasks import Occurrence, OccurrenceState
from data.domain.wording import phrase
from data.domain.workdays import WorkCalendar

UNDO_WITHIN = timedelta(minutes=10)
SAME_WORDS_WITHIN = timedelta(minutes=2)
"""The same words by the same person inside this time are one report: a message typed twice."""
_SUPPLEMENT = re.compile(phrase("bổ sung", "gửi lại"), re.IGNORECASE)
_INSTANTS = ("next_remind_at", "next_escalate_at", "reported_at", "closed_at")


class Part(StrEnum):
    """For whom somebody reports."""

    OWES = "owes"  # their own agency owes it
    COORDINATES = "coordinates"  # their agency helps: evidence, but not done or undone
    ON_BEHALF = "on_behalf"  # the lead office for an agency


def part_of(person: Person, owed_by: int, coordinating: frozenset[int]) -> Part:
    """Return the part in which somebody who may report does so."""
    if owed_by in person.agency_ids:
        return Part.OWES
    is_helping = not person.agency_ids.isdisjoint(coordinating)
    return Part.COORDINATES if is_helping else Part.ON_BEHALF


def as_it_stood(occurrence: Occurrence) -> dict[str, Any]:
    """Return what undoing has to put back, JSON-ready."""
    stood: dict[str, Any] = {
        "state": occurrence.state.value,
        "rung": occurrence.rung,
        "escalated_to": occurrence.escalated_to,
        "progress": occurrence.progress,
        "obstacle": occurrence.obstacle,
    }
    for name in _INSTANTS:
        instant: datetime | None = getattr(occurrence, name)
        stood[name] = instant.isoformat() if instant else None
    return stood


def put_back(stood: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that make an occurrence what `as_it_stood` saw."""
    columns = dict(stood)
    columns["state"] = OccurrenceState(stood["state"])
    for name in _INSTANTS:
        columns[name] = datetime.fromisoformat(stood[name]) if stood[name] else None
    return columns


@dataclass(frozen=True, slots=True)
class Said:
    """A report's words and what was read from them."""

    words: str
    progress: Progress
    shows_files: bool = False


def completes(occurrence: Occurrence, said: Said) -> bool:
    """Return whether a report completes this occurrence, by its place in its quota.

    To what was returned, the missing picture or figure alone is enough: it was said to be done.
    """
    if occurrence.state is OccurrenceState.RETURNED and _supplements(said):
        return True
    return is_complete(said.progress, *quota_of(occurrence.label))


def _supplements(said: Said) -> bool:
    progress = said.progress
    denies = progress.obstacle or progress.percent is not None or progress.count is not None
    if denies or progress.doneness is not Doneness.UNSAID:
        return False
    return said.shows_files or progress.people is not None or bool(_SUPPLEMENT.search(said.words))


def after_report(
    occurrence: Occurrence,
    said: Said,
    *,
    now: datetime,
    settings: WardSettings,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """Return the columns of an occurrence after a report on it.

    Complete: it is chased no more. Otherwise it stays owed and is spoken of again at the next
    rung after today. What was complete before stays so: a later note adds to it.
    """
    columns: dict[str, Any] = {}
    if said.words:
        columns["progress"] = said.words
    progress = said.progress
    if progress.obstacle or progress.doneness is not Doneness.UNSAID:
        columns["obstacle"] = progress.obstacle
    if not occurrence.is_owed:
        return columns
    if completes(occurrence, said):
        columns |= {
            "state": OccurrenceState.REPORTED,
            "reported_at": now,
            "next_remind_at": None,
            "next_escalate_at": None,
        }
        return columns
    if occurrence.next_remind_at is not None:
        columns["next_remind_at"] = _not_again_today(
            occurrence.opens_on, occurrence.due_on, now, settings, calendar
        )
    return columns


def _not_again_today(
    opens_on: date, due_on: date, now: datetime, settings: WardSettings, calendar: WorkCalendar
) -> datetime:
    end_of_today = instant_of(local_date(now) + timedelta(days=1), time.min)
    return next_remind_at(
        opens_on,
        due_on,
        after=end_of_today - timedelta(microseconds=1),
        settings=settings,
        calendar=calendar,
    )
