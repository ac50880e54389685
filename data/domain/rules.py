"""The eight kinds of deadline rule: what the words of a time cell mean.

A rule is a value, kept as JSON in the task. Where the words do not say, the rule is `Unknown`
with its reason: a guessed date is the worst outcome.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Period(StrEnum):
    """A stretch of time that comes back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Granularity(StrEnum):
    """How finely a window's edge was written."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


class Phase(StrEnum):
    """Where a piece of work stands to its event. `WHEN`: as soon as the event happens."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    WHEN = "when"


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Continuous(_Rule):
    """Thường xuyên: one progress report a reporting period."""

    kind: Literal["continuous"] = "continuous"
    within: Literal["school_year", "plan_year"] | None = None
    label: str | None = None


class Every(_Rule):
    """Hằng năm, ngày 15 hằng quý, 2 năm/lần: `count` per `interval` periods."""

    kind: Literal["every"] = "every"
    period: Period
    count: int = Field(default=1, ge=1, le=366)
    interval: int = Field(default=1, ge=1, le=50)
    day: int | None = Field(default=None, ge=1, le=31)
    before_day: int | None = Field(default=None, ge=1, le=31)
    """Strictly before this day of the month."""
    last_month: bool | None = None
    """True: in the last month of the period."""
    weekday: int | None = Field(default=None, ge=1, le=7)
    """1 is Monday."""
    months: tuple[int, ...] | None = None
    month_day: str | None = Field(default=None, pattern=r"^\d{2}-\d{2}$")
    """Month and day, "12-10"."""
    quarter: int | None = Field(default=None, ge=1, le=4)
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    label: str | None = None


class AtLeast(_Rule):
    """Mỗi năm ít nhất 02 lần: a quota."""

    kind: Literal["at_least"] = "at_least"
    count: int = Field(ge=1, le=366)
    period: Period
    label: str | None = None


class Window(_Rule):
    """Quý IV/2024, trước ngày 15/12/2025: once, by `end`, the last acceptable day."""

    kind: Literal["window"] = "window"
    start: date | None = None
    end: date | None = None
    """None: open-ended, one a year."""
    granularity: Granularity
    label: str | None = None


class AroundEvent(_Rule):
    """Trước, trong và sau kỳ bầu cử: nothing is owed until such an event is declared."""

    kind: Literal["around_event"] = "around_event"
    event: str
    """The plan's words for it."""
    phases: tuple[Phase, ...] = Field(min_length=1)
    offset_days: int | None = None
    offset_working_days: int | None = None
    immediate: bool | None = None
    each: bool | None = None
    label: str | None = None


class External(_Rule):
    """Theo quy định, theo kế hoạch tuyển dụng: another document sets the date."""

    kind: Literal["external"] = "external"
    basis: Literal["rule", "plan"]
    reference: str | None = None
    label: str | None = None


class Unknown(_Rule):
    """The words do not say when; a person is asked."""

    kind: Literal["unknown"] = "unknown"
    reason: str
    label: str | None = None


class Several(_Rule):
    """Two or more rules in one cell, each possibly with its label."""

    kind: Literal["several"] = "several"
    parts: tuple["SimpleRule", ...] = Field(min_length=2)
    label: str | None = None


SimpleRule = Annotated[
    Continuous | Every | AtLeast | Window | AroundEvent | External | Unknown,
    Field(discriminator="kind"),
]
DeadlineRule = Annotated[
    Continuous | Every | AtLeast | Window | AroundEvent | External | Unknown | Several,
    Field(discriminator="kind"),
]

Several.model_rebuild()
_RULES: TypeAdapter[DeadlineRule] = TypeAdapter(DeadlineRule)


_ALWAYS_WRITTEN: dict[str, tuple[str, ...]] = {
    "continuous": ("within",),
    "window": ("start", "end"),
    "external": ("reference",),
}
"""Fields that are no option of their rule: written even when they are null."""


def rule_to_json(rule: DeadlineRule) -> dict[str, object]:
    """Return the rule as JSON-ready values; optional fields only when they are set."""
    written: dict[str, object] = {"kind": rule.kind}
    for name, value in rule.model_dump(mode="json", by_alias=True, exclude={"parts"}).items():
        if value is not None or name in _ALWAYS_WRITTEN.get(rule.kind, ()):
            written[name] = value
    if isinstance(rule, Several):
        written["parts"] = [rule_to_json(part) for part in rule.parts]
    return written


def parts_of(rule: DeadlineRule) -> tuple[SimpleRule, ...]:
    """Return the simple rules that a rule is made of, in their order."""
    return rule.parts if isinstance(rule, Several) else (rule,)


def rule_from_json(value: object) -> DeadlineRule:
    """Read what `rule_to_json` wrote. Raises pydantic's ValidationError on anything else."""
    return _RULES.validate_python(value)
