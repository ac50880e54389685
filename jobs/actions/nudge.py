"""The lead office chases: each person gets one message with everything of theirs that is chased.

A piece of work is chased at most once a day for each person, however often the button is pressed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from data.domain.access import Wish, may
from data.domain.alphabet import alphabetical
from data.domain.ladder import end_of_day, may_be_told_at
from data.domain.localtime import instant_of, local_date
from data.domain.messages import Chat, Choice, Lane, OutgoingMessage
from data.domain.people import Link, Person, Role, Ward
from data.domain.quota import spent
from data.domain.reach import Account, chat_of, first_open
from data.domain.reminders import by_urgency, doers
from data.domain.tasks import Occurrence, WorkItem
from data.domain.told import NUDGE
from data.domain.trouble import AccountStatus
from data.domain.workdays import calendar_of
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.store.usage import usages_of
from data.texts import nudges as words
from data.texts.reminders import Day, done_label, help_label, not_yet_label, report_label
from jobs.actions.allow import require

_MOST = 2000
"""Pieces of work chased at once."""
_BUTTONS = 2


@dataclass(frozen=True, slots=True)
class Chased:
    """What is chased: these pieces of work, a task, or all that is late, of one agency or of all."""

    occurrence_ids: tuple[int, ...] = ()
    agency_id: int | None = None
    code: int | None = None
    """A task: whoever owes it now, late or not."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One person's message."""

    person: Person
    items: tuple[WorkItem, ...]
    """The longest overdue first."""
    chat: Chat | None
    """None: nothing of theirs takes messages now; they have to be called."""
    has_link: bool
    """They have some chat, whether or not it takes messages."""
    message: OutgoingMessage


@dataclass(frozen=True, slots=True)
class NudgePlan:
    """Who would get what."""

    nudges: tuple[Nudge, ...]
    """By name."""
    nobody: tuple[WorkItem, ...]
    """Work of agencies in which there is nobody to be told."""
    told_today: tuple[WorkItem, ...]
    """Chased today already, so that nobody gets it again."""
    goes_at: datetime
    """Now, or the end of the quiet hours."""

    @property
    def reached(self) -> tuple[Nudge, ...]:
        """Those that go out."""
        return tuple(n for n in self.nudges if n.chat)

    @property
    def unreached(self) -> tuple[Nudge, ...]:
        """Those of people who have to be called."""
        return tuple(n for n in self.nudges if not n.chat)

    @property
    def unmanned(self) -> tuple[str, ...]:
        """The names of agencies in which there is nobody to be told."""
        return tuple(dict.fromkeys(i.agency_name for i in self.nobody))

    def why_nobody(self) -> str:
        """Say why nobody would get anything."""
        return words.nothing_to_chase(self.unmanned, told_today=bool(self.told_today))


async def plan_nudges(
    unit: UnitOfWork,
    ward: Ward,
    chased: Chased,
    accounts: Sequence[AccountStatus],
    now: datetime,
    actor: str,
) -> NudgePlan:
    """Return who would get what, without sending anything. Raises RefusedError.

    `accounts` are those of the deployment: what has spent its month sends nothing.
    """
    asks = await require(unit, ward, actor, Wish.NUDGE)
    work = unit.ward(ward.id)
    owed = await _owed(unit, ward, chased, now)
    tasks = await work.tasks.some(o.task_id for o in owed)
    agencies = {a.id: a.name for a in await work.agencies.all()}
    items = [
        WorkItem(o, tasks[o.task_id], agencies[o.agency_id])
        for o in by_urgency(owed)
        if not tasks[o.task_id].is_removed
    ]
    people = await work.people.all()
    midnight = instant_of(local_date(now), time())
    told = await work.reminders.told_since(NUDGE, midnight, [i.occurrence.id for i in items])
    of_person: dict[int, list[WorkItem]] = defaultdict(list)
    nobody, again = [], []
    for item in items:
        members = doers(item.occurrence.agency_id, people)
        fresh = [p for p in members if (p.id, item.occurrence.id) not in told]
        for person in fresh:
            of_person[person.id].append(item)
        if not members:
            nobody.append(item)
        elif not fresh:
            again.append(item)
    shut = await _spent(unit, ward, accounts, now)
    links = await unit.links.of(of_person)
    calendar = calendar_of(ward.settings.calendar_overrides)
    day = Day(local_date(now), ward.settings.ladder, calendar)
    office = await work.agencies.name_of_lead_office() or ward.name
    sender = words.Sender(asks.name if asks else "", _in_whose_name(asks, agencies) or office)
    nudges = [
        _nudge(p, of_person[p.id], links.get(p.id, ()), shut, sender, day)
        for p in sorted(people, key=lambda p: alphabetical(p.name))
        if p.id in of_person
    ]
    goes_at = may_be_told_at(now, ward.settings, calendar)
    return NudgePlan(tuple(nudges), tuple(nobody), tuple(again), goes_at)


async def nudge(
    unit: UnitOfWork,
    ward: Ward,
    chased: Chased,
    accounts: Sequence[AccountStatus],
    now: datetime,
    actor: str,
) -> NudgePlan:
    """Chase, and return who was told what. Pressed twice it tells nobody twice.

    Who cannot be reached is recorded as not told. In quiet hours it waits for their end.
    Raises RefusedError when the actor may not, or nothing is left to chase.
    """
    plan = await plan_nudges(unit, ward, chased, accounts, now, actor)
    if not plan.nudges:
        raise RefusedError(plan.why_nobody())
    today = local_date(now)
    for one in plan.nudges:
        ids = sorted(i.occurrence.id for i in one.items)
        digest = hashlib.sha256(repr(ids).encode()).hexdigest()[:16]
        await unit.outbox.add(
            f"{NUDGE}:{one.person.id}:{today.isoformat()}:{digest}",
            one.chat,
            one.message,
            kind=NUDGE,
            lane=Lane.BULK,
            now=now,
            ward_id=ward.id,
            person_id=one.person.id,
            must_arrive=True,
            due_at=plan.goes_at,
            expires_at=end_of_day(plan.goes_at, ward.settings),
            mentions=ids,
        )
    unit.ward(ward.id).log.append(
        "work.nudged",
        actor=actor,
        subject=f"ward:{ward.id}",
        now=now,
        people=[n.person.id for n in plan.reached],
        not_reached=[n.person.id for n in plan.unreached],
        occurrences=sorted({i.occurrence.id for n in plan.nudges for i in n.items})[:200],
    )
    return plan


def _in_whose_name(asks: Person | None, agencies: Mapping[int, str]) -> str:
    """Return the agency of a leader who chases; empty where the lead office does."""
    if asks is None or may(asks, Wish.INVITE) is None:
        return ""
    return next((agencies[m.agency_id] for m in asks.memberships if m.agency_id in agencies), "")


async def _owed(
    unit: UnitOfWork, ward: Ward, chased: Chased, now: datetime
) -> Sequence[Occurrence]:
    occurrences, today = unit.ward(ward.id).occurrences, local_date(now)
    if chased.occurrence_ids:
        chosen = await occurrences.some(chased.occurrence_ids[:_MOST])
        return [o for o in chosen if o.is_owed]
    if chased.code is not None:
        task = await unit.ward(ward.id).tasks.by_code(chased.code)
        every = await occurrences.of_task(task.id) if task else ()
        return [o for o in every if o.is_owed and o.opens_on <= today]
    if chased.agency_id is not None:
        owed = await occurrences.owed_by([chased.agency_id], opened_by=today, limit=_MOST)
        return [o for o in owed if o.is_overdue(today)]
    return await occurrences.overdue(today, limit=_MOST)


async def _spent(
    unit: UnitOfWork, ward: Ward, accounts: Iterable[AccountStatus], now: datetime
) -> frozenset[Account]:
    """Return the accounts that send nothing more in this month."""
    quotas = [((a.channel, a.account), a.quota) for a in accounts if a.serves(ward.id)]
    calendar = calendar_of(ward.settings.calendar_overrides)
    return spent(await usages_of(unit, quotas, local_date(now), calendar))


def _nudge(
    person: Person,
    items: Sequence[WorkItem],
    links: Sequence[Link],
    shut: frozenset[Account],
    sender: words.Sender,
    day: Day,
) -> Nudge:
    link = first_open(links, shut)
    message = OutgoingMessage(words.nudge(person, items, sender, day), _choices(person, items))
    chat = chat_of(link) if link else None
    return Nudge(person, tuple(items), chat, bool(links), message)


def _choices(person: Person, items: Sequence[WorkItem]) -> tuple[Choice, ...]:
    if not _is_leader(person) or len(items) > 1:
        shown = items[:_BUTTONS]
        return tuple(Choice(report_label(i), f"report:open:{i.occurrence.id}") for i in shown)
    number = items[0].occurrence.id
    return (
        Choice(done_label(), f"report:done:{number}"),
        Choice(not_yet_label(), f"report:notyet:{number}"),
        Choice(help_label(), f"report:help:{number}"),
    )


def _is_leader(person: Person) -> bool:
    return person.is_any_of(Role.GROUP_LEADER) and not person.is_any_of(Role.OFFICER)
