"""What did not get through by a person's first chat goes by the next, once; else somebody calls."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from data.domain.fallback import KEPT_BACK, MONTH_IS_USED_UP, TOO_LATE, Ending, Stranded
from data.domain.messages import Choice, Delivery, Letter, OutgoingMessage
from data.domain.people import Link, Person, Role
from data.domain.quota import spent
from data.domain.reach import WEB, Account, chat_of, next_way
from data.errors import SendFailure
from data.store.lost_contact import KIND as LOST
from data.store.stranded import StrandedLetter, is_withdrawn
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.store.ways import ways_now
from data.texts import reach as words
from data.texts.trouble import people_label
from jobs.ports import Tally, World
from jobs.ticks.accounts import by_phone, open_accounts, usages
from jobs.ticks.each_ward import WardDay, each_ward

KIND = "untold"
_NEVER_TOLD_OF = frozenset({KIND, LOST})
"""That one of the office could not be told whom to call is no call of its own."""


async def fall_back(world: World, now: datetime) -> Tally:
    """Send on what did not get through, and tell the lead office once whom to call.

    "rerouted" goes by another chat, "to_call" reached nobody, "held" comes with a later message.
    Reads only what is stranded.
    """
    return await each_ward(world, now, partial(_of_ward, world))


@dataclass(frozen=True, slots=True)
class _Roads:
    """How the accounts stand."""

    is_open: frozenset[Account]
    spent: frozenset[Account]
    by_phone: Account | None = None
    """Sends to phone numbers, for money: where nothing else is left."""


@dataclass(slots=True)
class _Round:
    """One ward's stranded messages, and who is to be called for them."""

    unit: UnitOfWork
    day: WardDay
    roads: _Roads
    tally: Counter[str] = field(default_factory=Counter)
    to_call: dict[int, list[Letter]] = field(default_factory=lambda: defaultdict(list))


async def _of_ward(world: World, day: WardDay) -> Tally:
    async with world.store.read() as unit:
        gone = spent(await usages(world, unit, day))
        if not await unit.ward(day.ward.id).stranded.is_any(day.now, gone):
            return {}
    roads = _Roads(open_accounts(world.senders, gone), gone, by_phone(world, day))
    async with world.store.write() as unit:
        round_ = _Round(unit, day, roads)
        stranded = unit.ward(day.ward.id).stranded
        await _see_to(round_, await stranded.ended())
        await _see_to(round_, await stranded.waiting(day.now, gone))
        await _tell_office(round_)
    return {name: count for name, count in round_.tally.items() if count}


async def _see_to(round_: _Round, found: Collection[StrandedLetter]) -> None:
    idle = [s.letter.id for s in found if not _is_anybodys(s.letter)]
    await round_.unit.ward(round_.day.ward.id).stranded.see_to(idle, round_.day.now)
    own = [s for s in found if _is_anybodys(s.letter)]
    ways = await _ways(round_, {s.letter.person_id or 0 for s in own})
    for one in own:
        await _one(round_, one, ways.get(one.letter.person_id or 0, ()))


def _is_anybodys(letter: Letter) -> bool:
    """Return whether somebody waits for a message: one person, and it must arrive or still may."""
    is_awaited = letter.must_arrive or letter.state is Delivery.READY
    return letter.person_id is not None and is_awaited and not is_withdrawn(letter)


async def _ways(round_: _Round, people: Collection[int]) -> dict[int, tuple[Link, ...]]:
    """Return by which chats people may be reached: the web only where a browser is signed in."""
    links = await ways_now(round_.unit, people, round_.day.now)
    signed_in = await round_.unit.web.signed_in(people, round_.day.now)
    return {
        p: tuple(x for x in own if x.channel != WEB or p in signed_in) for p, own in links.items()
    }


async def _one(round_: _Round, one: StrandedLetter, ways: Collection[Link]) -> None:
    letter, account = one.letter, (one.letter.chat.channel, one.letter.chat.account)
    stands = Stranded(
        letter.state,
        letter.error or "",
        letter.must_arrive,
        one.waits_since,
        account in round_.roads.is_open,
        account in round_.roads.spent,
    )
    if stands.looks_elsewhere(round_.day.now) and _is_in_time(letter, round_.day.now):
        tried = await round_.unit.ward(round_.day.ward.id).stranded.tried(letter)
        last = await _to_number(round_, letter) if letter.must_arrive else ()
        way = next_way([*ways, *last], tried, round_.roads.is_open)
        if way is not None:
            return await _send_on(round_, letter, way)
    await _end(round_, letter, stands.ending, ways)
    return None


async def _to_number(round_: _Round, letter: Letter) -> tuple[Link, ...]:
    """Return the way to a person's phone number, which is no chat of theirs; none where it is off."""
    account, day = round_.roads.by_phone, round_.day
    if account is None or letter.person_id is None:
        return ()
    person = await round_.unit.ward(day.ward.id).people.get(letter.person_id)
    if person is None or not person.phone:
        return ()
    return (Link(0, day.ward.id, person.id, *account, person.phone, day.now),)


def _is_in_time(letter: Letter, now: datetime) -> bool:
    return letter.expires_at is None or letter.expires_at > now


async def _send_on(round_: _Round, letter: Letter, way: Link) -> None:
    """Queue the same message by another chat; the first is rerouted, or as uncertain as it was."""
    is_uncertain = letter.state is Delivery.UNCERTAIN
    state = Delivery.UNCERTAIN if is_uncertain else Delivery.REROUTED
    error = f"{letter.error or SendFailure.UNREACHABLE}; sent on by {way.channel}/{way.account}"
    stranded = round_.unit.ward(round_.day.ward.id).stranded
    if not await stranded.settle(letter, round_.day.now, state, error):
        return
    await round_.unit.outbox.add(
        f"{letter.key}>{way.id}",
        chat_of(way),
        letter.message,
        kind=letter.kind,
        lane=letter.lane,
        now=round_.day.now,
        ward_id=letter.ward_id,
        person_id=letter.person_id,
        must_arrive=letter.must_arrive,
        expires_at=letter.expires_at,
        mentions=await round_.unit.outbox.mentions_of(letter.id),
        instead_of=letter.instead_of or letter.id,
        # Only what may have arrived says that it comes again.
        is_resend=is_uncertain or letter.is_resend,
    )
    round_.tally["rerouted"] += 1


async def _end(round_: _Round, letter: Letter, ending: Ending, ways: Collection[Link]) -> None:
    """Note what becomes of a message for which there is no other way."""
    stranded, now = round_.unit.ward(round_.day.ward.id).stranded, round_.day.now
    match ending:
        case Ending.WAITS:
            return
        case Ending.LISTED:
            await stranded.settle(letter, now, letter.state)
        case Ending.HELD:
            round_.tally["held"] += await stranded.settle(letter, now, Delivery.HELD, KEPT_BACK)
        case Ending.CALLED:
            error = {Delivery.READY: MONTH_IS_USED_UP, Delivery.EXPIRED: TOO_LATE}
            if await stranded.settle(letter, now, Delivery.DEAD, error.get(letter.state)):
                round_.tally["to_call"] += 1
                _note(round_, letter, ways)


def _note(round_: _Round, letter: Letter, ways: Collection[Link]) -> None:
    """Put a person on the list of those whom the office is told to call now.

    When the last of their chats closed, the office was told so at once (`lost_contact`).
    """
    is_told = (letter.error or "").startswith(SendFailure.RECIPIENT_GONE) and not any(
        w.is_reachable for w in ways
    )
    if letter.kind not in _NEVER_TOLD_OF and not is_told:
        round_.to_call[letter.person_id or 0].append(letter)


async def _tell_office(round_: _Round) -> None:
    if not round_.to_call:
        return
    unit, day = round_.unit, round_.day
    work = unit.ward(day.ward.id)
    people = {p.id: p for p in await work.people.all()}
    untold = [people[p] for p in round_.to_call if p in people]
    office = await work.people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
    latest = max(letter.id for own in round_.to_call.values() for letter in own)
    for person in office:
        others = [p for p in untold if p.id != person.id]
        if others:
            await _tell(round_, person, others, latest)
    for letters in round_.to_call.values():
        for letter in letters:
            work.log.append(
                "letter.reached_nobody",
                actor="clock",
                subject=f"letter:{letter.id}",
                now=day.now,
                about=letter.kind,
                person=letter.person_id,
            )


async def _tell(round_: _Round, person: Person, others: list[Person], latest: int) -> None:
    day = round_.day
    agencies = {a.id: a.name for a in await round_.unit.ward(day.ward.id).agencies.all()}
    message = OutgoingMessage(
        words.please_call([(p, [agencies[a] for a in sorted(p.agency_ids)]) for p in others]),
        (Choice(people_label(), "trouble:people:0"),),
    )
    key = f"{KIND}:{day.ward.id}:{latest}"
    await tell(round_.unit, day.ward, [person], key, message, kind=KIND, now=day.now)
