"""What is due of an agency → one message in each of its groups.

It comes beside the personal messages and stands for none of them: whoever has no chat counts as
not reached, and the leaders who are told of overdue work are told how often a person was reminded,
never how often a group was. It has no buttons: whoever in the group tapped one would act.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.domain.ladder import Slot, end_of_day
from data.domain.lost_messages import Lost, lost_in
from data.domain.messages import Lane, OutgoingMessage
from data.domain.people import AgencyChat, Person
from data.domain.reach import Account
from data.domain.reminders import choose, lone_ones
from data.domain.tasks import Occurrence
from data.store.unit_of_work import UnitOfWork
from data.texts import group_reminders as words
from data.texts.reminders import Digest, group_name
from jobs.ticks.digests import Setting, Written
from jobs.ticks.each_ward import WardDay
from jobs.ticks.plates import Round, is_group_leader

KIND = "group_digest"


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups that are spoken to in a round, each with what its agency is reminded of."""

    due: Mapping[AgencyChat, Sequence[Occurrence]]

    @property
    def agency_ids(self) -> frozenset[int]:
        """Ids of the agencies whose groups are told."""
        return frozenset(group.agency_id for group in self.due)


async def groups_of(
    unit: UnitOfWork,
    day: WardDay,
    slot: Slot,
    due: Iterable[Occurrence],
    shut: Collection[Account] = (),
) -> Groups:
    """Return the groups to speak to: those that take messages and were not spoken to in this slot.

    None on an account that is `shut`: it is kept for what is urgent, and a group's message stands
    for nobody's.

    Work that the morning's group message spoke of is not spoken of again in the afternoon because
    one person put their own reminder off.
    """
    by_agency: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in due:
        by_agency[occurrence.agency_id].append(occurrence)
    tied = await unit.agency_chats.of(day.ward.id, by_agency)
    open_ = [g for own in tied.values() for g in own if g.is_reachable]
    groups = [g for g in open_ if (g.chat.channel, g.chat.account) not in shut]
    if not groups:
        return Groups({})
    taken = await unit.outbox.taken(_key(g, day, slot) for g in groups)
    earlier = [_key(g, day, s) for g in groups for s in Slot if s is not slot]
    told = set(await unit.outbox.mentioned_in(earlier))
    fresh = {
        group: [o for o in by_agency[group.agency_id] if o.id not in told]
        for group in groups
        if _key(group, day, slot) not in taken
    }
    return Groups({group: own for group, own in fresh.items() if own})


async def tell_groups(
    unit: UnitOfWork,
    slot: Slot,
    groups: Groups,
    round_: Round,
    others: Mapping[int, Sequence[Occurrence]],
    setting: Setting,
    *,
    per_agency: int,
) -> int:
    """Queue the groups' messages; returns how many. `others` has up to `per_agency` of each."""
    day = setting.day
    for group, due in groups.due.items():
        more = others.get(group.agency_id, ())
        lost = lost_in(setting.outage, [group.chat.channel])
        is_short = _is_neighbourhood(
            setting.agencies[group.agency_id].name, round_.doers_of(group.agency_id)
        )
        written = _write(due, more, lost, setting, is_short, is_capped=len(more) >= per_agency)
        await unit.outbox.add(
            _key(group, day, slot),
            group.chat,
            written.message,
            kind=KIND,
            lane=Lane.BULK,
            now=day.now,
            ward_id=day.ward.id,
            expires_at=end_of_day(day.now, day.settings),
            mentions=written.mentions,
        )
    return len(groups.due)


def _write(
    due: Sequence[Occurrence],
    others: Sequence[Occurrence],
    lost: Lost | None,
    setting: Setting,
    is_short: bool,
    *,
    is_capped: bool,
) -> Written:
    chosen = choose(due, others, room=words.room_in_a_group(lost), is_capped=is_capped)
    shown = setting.items(chosen.shown)
    digest = Digest(shown, chosen.rest, chosen.is_at_least, lone_ones((*due, *others)))
    write = words.for_a_neighbourhood if is_short else words.for_an_office
    text = write(shown[0].agency_name, digest, lost, setting.words)
    mentions = dict.fromkeys(o.id for o in (*due, *chosen.shown))
    return Written(OutgoingMessage(text), tuple(mentions))


def _is_neighbourhood(name: str, doers: Sequence[Person]) -> bool:
    if doers:
        return all(is_group_leader(p) for p in doers)
    return group_name(name) != name


def _key(group: AgencyChat, day: WardDay, slot: Slot) -> str:
    return f"group:{group.id}:{day.today.isoformat()}:{slot.value}"
