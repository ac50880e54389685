"""One person's plate → one message: text and choices. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.domain.ladder import snooze_until
from data.domain.localtime import local
from data.domain.lost_messages import lost_in
from data.domain.messages import Choice, OutgoingMessage
from data.domain.people import Agency, Outage
from data.domain.quotas import QuotaPace
from data.domain.reminders import choose, is_late_by, lone_ones
from data.domain.tasks import Occurrence, Task, WorkItem
from data.texts import reminders as words
from data.texts.reviews import walk_on_label
from jobs.ticks.each_ward import WardDay
from jobs.ticks.plates import Plate, is_group_leader

_REPORT_BUTTONS = 2
_NOON = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """What every message of a round needs to know."""

    day: WardDay
    tasks: Mapping[int, Task]
    agencies: Mapping[int, Agency]
    outage: Outage | None
    paces: Mapping[int, QuotaPace]
    """How the quotas stand, by occurrence."""

    def item(self, occurrence: Occurrence) -> WorkItem:
        """Return an occurrence with its task and agency name."""
        task = self.tasks[occurrence.task_id]
        return WorkItem(occurrence, task, self.agencies[occurrence.agency_id].name)

    def items(self, occurrences: Iterable[Occurrence]) -> tuple[WorkItem, ...]:
        """Return occurrences with their tasks and agency names."""
        return tuple(self.item(o) for o in occurrences)

    @property
    def words(self) -> words.Day:
        """What the words need to know of the day."""
        day = self.day
        return words.Day(day.today, day.settings.ladder, day.calendar, self.paces)


@dataclass(frozen=True, slots=True)
class Written:
    """A message and the occurrences that it speaks of."""

    message: OutgoingMessage
    mentions: tuple[int, ...]


def write(
    plate: Plate,
    others: Sequence[Occurrence],
    unreached: tuple[words.Unreached, ...],
    setting: Setting,
    *,
    is_capped: bool,
    channels: Iterable[str] = (),
    to_review: tuple[int, int] = (0, 0),
) -> Written:
    """Write one person's message of this round.

    `others` is what else their agencies have open, as far as there is room; `is_capped` says that
    there may be more of it. `channels` are those on which the person writes to us, `to_review` how
    many reports wait too long for the person to decide, and the days of the oldest.
    """
    extra = words.Extra(
        coordinating=setting.items(plate.coordinating),
        outage=setting.outage,
        late=setting.items(o for o in plate.due if is_late_by(setting.outage, o.next_remind_at)),
        unreached=unreached,
        to_review=to_review,
        lost=lost_in(setting.outage, channels),
    )
    chosen = choose(plate.due, others, room=words.room_for_work(extra), is_capped=is_capped)
    lone = lone_ones((*plate.due, *others))
    digest = words.Digest(setting.items(chosen.shown), chosen.rest, chosen.is_at_least, lone)
    mentions = dict.fromkeys(o.id for o in (*plate.due, *chosen.shown))
    return Written(_message(plate, digest, extra, setting), tuple(mentions))


def _message(
    plate: Plate, digest: words.Digest, extra: words.Extra, setting: Setting
) -> OutgoingMessage:
    person, day = plate.person, setting.words
    if not plate.due:
        if extra.unreached or extra.to_review[0]:
            return OutgoingMessage(words.office_notice(person, extra, day), _review(extra))
        if is_group_leader(person):
            return OutgoingMessage(words.leader_coordination_notice(person, extra), (_list(),))
        return OutgoingMessage(words.coordination_notice(person, extra, day), (_list(),))
    if not is_group_leader(person):
        text = words.officer_digest(person, digest, extra, day)
        return OutgoingMessage(text, _officer_choices(plate, digest, setting))
    if len(digest.shown) == 1 and not digest.rest:
        text = words.leader_one(person, digest, extra, day)
        return OutgoingMessage(text, _leader_choices(digest.shown[0].occurrence))
    text = words.leader_several(person, digest, extra, day)
    picks = [Choice(words.pick_label(i), f"report:open:{i.occurrence.id}") for i in digest.shown]
    return OutgoingMessage(text, (*picks, *((_list(),) if digest.rest else ())))


def _officer_choices(plate: Plate, digest: words.Digest, setting: Setting) -> tuple[Choice, ...]:
    due = {o.id for o in plate.due}
    asked = [i for i in digest.shown if i.occurrence.id in due][:_REPORT_BUTTONS]
    choices = [Choice(words.report_label(i), f"report:open:{i.occurrence.id}") for i in asked]
    again = snooze_until(setting.day.now, setting.day.settings, setting.day.calendar)
    if local(again).date() == setting.day.today:
        label = words.later_label(is_afternoon=local(again).hour >= _NOON)
        choices.append(Choice(label, f"remind:later:{setting.day.today.isoformat()}"))
    if len(digest.shown) == 1 and not digest.rest:
        number = digest.shown[0].occurrence.id
        choices.append(Choice(words.why_label(), f"remind:why:{number}"))
        return (*choices, Choice(words.details_label(), f"tasks:show:{number}"))
    return (*choices, _list())


def _leader_choices(occurrence: Occurrence) -> tuple[Choice, ...]:
    return (
        Choice(words.done_label(), f"report:done:{occurrence.id}"),
        Choice(words.not_yet_label(), f"report:notyet:{occurrence.id}"),
        Choice(words.help_label(), f"report:help:{occurrence.id}"),
    )


def _review(extra: words.Extra) -> tuple[Choice, ...]:
    count = extra.to_review[0]
    return (Choice(walk_on_label(count), "review:walk"),) if count else ()


def _list() -> Choice:
    return Choice(words.details_label(), "tasks:list")
