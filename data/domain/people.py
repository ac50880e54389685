"""Wards, agencies and people: who owes what, and how they are spoken to."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from data.domain.messages import Chat
from data.domain.rules import Period


class Role(StrEnum):
    """What a person may do and what reaches them. One person may have several."""

    OFFICER = "officer"
    GROUP_LEADER = "group_leader"
    LEAD_OFFICE = "lead_office"
    LEADERSHIP = "leadership"
    INSPECTOR = "inspector"
    ADMIN = "admin"


class Address(StrEnum):
    """The form of address: a field of the person, "đồng chí" by default."""

    DONG_CHI = "đồng chí"
    BAC = "bác"
    ANH = "anh"
    CHI = "chị"
    ONG = "ông"
    BA = "bà"


class Ladder(BaseModel):
    """When an occurrence is spoken of, in working days around its due day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_opening: bool = True
    before: tuple[int, ...] = (5, 1)
    """Working days before the due day."""
    on_the_day: bool = True
    overdue_first: int = Field(default=1, ge=1)
    """Working days after the due day."""
    overdue_every: int = Field(default=3, ge=1)
    """Then again every so many working days."""
    head_after: int = Field(default=2, ge=1)
    """Working days overdue when the agency's head is told."""
    leadership_after: int = Field(default=5, ge=1)
    """Working days overdue when the ward's leadership is told."""


class WardSettings(BaseModel):
    """What a ward may set for itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    remind_at: time = time(7, 30)
    """Local time of the daily message on working days."""
    again_at: time = time(15, 0)
    """Local time for "nhắc lại chiều nay"."""
    escalate_at: time = time(14, 0)
    """Local time when overdue work goes higher: its doer has had the morning to answer."""
    quiet_from: time = time(20, 0)
    quiet_until: time = time(6, 30)
    summary_weekday: int = Field(default=5, ge=1, le=7)
    """1 is Monday."""
    summary_at: time = time(16, 0)
    own_weeks: bool = True
    """Whether officers get their own week beside the summary of the ward."""
    cutoff_day: int = Field(default=14, ge=1, le=28)
    """Last day of a reporting month (NĐ 09/2019/NĐ-CP, Điều 12: from the 15th to the 14th)."""
    reporting_period: Period = Period.QUARTER
    """How often continuous work is reported."""
    ladder: Ladder = Ladder()
    calendar_overrides: str = ""
    """Swapped days, one a line: "2026-01-02 nghỉ", "2026-01-10 làm"."""
    channel_order: tuple[str, ...] = ("telegram", "zalo_bot", "zalo_oa", "web")
    """On which channel somebody who has several is reached first, unless they chose one."""
    keep_years: int = Field(default=10, ge=1)
    """How long evidence is kept before the lead office is told that it may be weighed. Nothing is
    ever deleted by itself (Luật Lưu trữ 33/2024/QH15; periods: TT 10/2022/TT-BNV; kiểm tra lại)."""
    data_contact: str = Field(default="", max_length=120)
    """Whom people ask about their personal data; empty: the lead office."""
    notice_line: str = Field(default="", max_length=120)
    """The ward's own last line of the notice about personal data."""


@dataclass(frozen=True, slots=True)
class Ward:
    """The office that owns the plans."""

    id: int
    name: str
    settings: WardSettings


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch in which nothing ran, so that what was due in it is late."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Agency:
    """Who tasks are given to. A group stands for its members, each owing their own part."""

    id: int
    name: str
    is_group: bool = False
    members: tuple[int, ...] = ()
    """Ids of the member agencies, for a group."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in an agency."""

    agency_id: int
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the product speaks to."""

    id: int
    name: str
    phone: str | None
    address: Address
    roles: frozenset[Role]
    memberships: tuple[Membership, ...] = ()
    is_active: bool = True

    @property
    def agency_ids(self) -> frozenset[int]:
        """Ids of the agencies this person works in."""
        return frozenset(m.agency_id for m in self.memberships)

    @property
    def given_name(self) -> str:
        """The last word of the name: how Vietnamese people are called."""
        return self.name.split()[-1] if self.name.split() else self.name

    def is_any_of(self, *roles: Role) -> bool:
        """Return whether the person has one of these roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a person can be reached: one chat on one account of one channel."""

    id: int
    ward_id: int
    person_id: int
    channel: str
    account: str
    chat: str
    linked_at: datetime
    is_reachable: bool = True
    is_main: bool = False
    """The person wants to be reached here first."""


@dataclass(frozen=True, slots=True)
class AgencyChat:
    """A group in a messenger in which one agency is spoken to."""

    id: int
    ward_id: int
    agency_id: int
    chat: Chat
    title: str
    is_reachable: bool = True


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time way in. The code itself is never stored, only its SHA-256."""

    id: int
    ward_id: int
    person_id: int
    expires_at: datetime
    used_at: datetime | None
    needs_proof: bool
    """False only for the administrator's first link: who reads the console owns the machine."""
    tries: int
    waiting_chat: str | None
    """The chat that asked to be confirmed by the lead office, as "channel/account/chat"."""
