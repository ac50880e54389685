"""What was read out of a plan document, before a person has looked it over.

A draft is a value: the store keeps it as JSON and people edit it, so every part goes to JSON and
back unchanged. The shape is the one `nhacviec import --json` prints.
"""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from data.domain.rules import DeadlineRule, rule_to_json


class SkipReason(StrEnum):
    """Why a row of a task table is not a task. The values are what `--json` prints."""

    HEADER = "header"
    REPEATED_HEADER = "repeated header"
    COLUMN_NUMBERS = "column numbers"
    SECTION = "section"
    TOTAL = "total"
    NOTE = "note"
    BLANK = "blank"
    NO_CONTENT = "no content"


class _Draft(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourcePlace(_Draft):
    """Where in the document: both count from 1, header rows included."""

    table: int
    row: int


class PlanHeader(_Draft):
    """The letterhead. A part that the document leaves open is None."""

    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    title: str | None = None
    year: int | None = None


class TaskDraft(_Draft):
    """One task as the document words it; `time_text` is verbatim but for line breaks."""

    no: str | None = None
    section: str | None = None
    component: str | None = None
    title: str
    methods: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    coordinate: tuple[str, ...] = ()
    supervise: tuple[str, ...] = ()
    time_text: str | None = None
    time_inherited: bool = False
    product: str | None = None
    rule: DeadlineRule
    doubts: tuple[str, ...] = ()
    source: SourcePlace

    @field_serializer("rule")
    def _rule_json(self, rule: DeadlineRule) -> dict[str, object]:
        return rule_to_json(rule)


class DutyDraft(_Draft):
    """A duty to report, found in the body of the plan."""

    who: str | None = None
    text: str
    rule: DeadlineRule

    @field_serializer("rule")
    def _rule_json(self, rule: DeadlineRule) -> dict[str, object]:
        return rule_to_json(rule)


class SkippedRow(_Draft):
    """A row of a task table that did not become a task, and why."""

    source: SourcePlace
    why: SkipReason


class PlanDraft(_Draft):
    """A whole plan as read: nothing of it reminds anybody until a person confirms it."""

    plan: PlanHeader = Field(default_factory=PlanHeader)
    tasks: tuple[TaskDraft, ...] = ()
    duties: tuple[DutyDraft, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    doubts: tuple[str, ...] = ()
    """What to check about the document as a whole."""


def draft_to_json(draft: PlanDraft) -> dict[str, object]:
    """Return the draft as JSON-ready values, in the shape of `nhacviec import --json`."""
    return draft.model_dump(mode="json")


def draft_from_json(value: object) -> PlanDraft:
    """Read what `draft_to_json` wrote. Raises pydantic's ValidationError on anything else."""
    return PlanDraft.model_validate(value)
