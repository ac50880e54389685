"""How each reminder stands is told truly: queued, sent with its id, uncertain, failed, not linked."""

from datetime import timedelta

import pytest

from data.domain.messages import Chat, Delivery, Lane, OutgoingMessage
from data.domain.people import Address, Person, Role, WardSettings
from data.domain.rules import Continuous
from data.domain.told import NOT_OWED, SAID_IN, UNTIED, WITHDRAWN, Fate, Told, fate_of
from data.errors import SendError, SendFailure
from data.store.occurrences import NewOccurrence
from tests.cast import MONDAY, add_task
from tests.reach.town import TELEGRAM, ZALO, Town

NO = SendError(SendFailure.REFUSED, "no")


async def owed(town: Town, code: int = 7, numbers: int = 1) -> list[int]:
    """Make work to be reminded of; returns the ids of its occurrences."""
    async with town.store.write() as unit:
        work = unit.ward(town.cast.ward.id)
        task = await add_task(unit, town.cast, Continuous(), code=code)
        for number in range(numbers):
            await work.occurrences.make(
                NewOccurrence(
                    task_id=task.id,
                    agency_id=town.cast.agencies["Văn phòng HĐND và UBND"],
                    period_key=f"k-{number}",
                    label=f"lần {number + 1}",
                    opens_on=MONDAY.date(),
                    due_on=MONDAY.date() + timedelta(days=number),
                    event_id=None,
                    next_remind_at=None,
                    next_escalate_at=None,
                )
            )
        return [o.id for o in await work.occurrences.of_task(task.id)]


async def told(town: Town, occurrence: int) -> tuple[Told, ...]:
    async with town.store.read() as unit:
        return await unit.ward(town.cast.ward.id).reminders.of_occurrence(occurrence)


async def test_a_reminder_is_queued_then_sent_with_the_platforms_id(town: Town) -> None:
    (work,) = await owed(town)
    await town.link("Hạnh", ZALO)
    await town.owe("Hạnh", mentions=[work])
    (waits,) = await told(town, work)
    assert (waits.fate, waits.external_id, waits.at) == (Fate.QUEUED, None, MONDAY)
    assert waits.person_id == town.id_of("Hạnh")
    assert waits.chat == Chat(*ZALO, f"p{town.id_of('Hạnh')}")
    assert waits.occurrence_ids == (work,)
    town.now += timedelta(minutes=3)
    await town.deliver()
    (sent,) = await told(town, work)
    assert (sent.fate, sent.external_id) == (Fate.SENT, "m1")
    assert sent.due_at == MONDAY < town.now <= sent.at


async def test_what_went_another_way_shows_both_and_which_stands_for_which(town: Town) -> None:
    (work,) = await owed(town)
    await town.link("Hạnh", TELEGRAM, ZALO)
    town.telegram.failures.append(NO)
    await town.owe("Hạnh", account=TELEGRAM, mentions=[work])
    await town.run()
    second, first = await told(town, work)
    assert (first.fate, first.failure) == (Fate.SENT_ON, SendFailure.REFUSED)
    assert (second.fate, second.external_id) == (Fate.SENT, "m1")
    assert second.instead_of == first.letter_id
    assert second.chat is not None
    assert second.chat.channel == "zalo_bot"


async def test_one_that_reached_nobody_has_failed_and_says_why(town: Town) -> None:
    (work,) = await owed(town)
    await town.link("Hạnh", ZALO)
    town.zalo.failures.append(NO)
    await town.owe("Hạnh", mentions=[work])
    await town.run()
    (one,) = await told(town, work)
    assert (one.fate, one.failure) == (Fate.FAILED, SendFailure.REFUSED)


async def test_one_without_an_answer_is_uncertain_after_its_resend(town: Town) -> None:
    (work,) = await owed(town)
    await town.link("Hạnh", ZALO)
    town.zalo.failures.extend([SendError(SendFailure.UNCERTAIN)] * 2)
    await town.owe("Hạnh", mentions=[work])
    await town.run(minutes=30)
    (one,) = await told(town, work)
    assert one.fate is Fate.UNCERTAIN
    assert one.is_resend
    assert one.external_id is None


async def test_somebody_without_a_chat_is_not_linked_and_a_group_is_no_person(town: Town) -> None:
    (work,) = await owed(town)
    group = Chat("telegram", "1", "-100")
    async with town.store.write() as unit:
        for key, chat, kind, person in (
            ("a", None, "digest", town.id_of("Hạnh")),
            ("b", group, "group_digest", None),
            ("c", town.cast.chat("Hạnh"), "reply", town.id_of("Hạnh")),
        ):
            await unit.outbox.add(
                key,
                chat,
                OutgoingMessage("Việc"),
                kind=kind,
                lane=Lane.BULK,
                now=town.now,
                ward_id=town.cast.ward.id,
                person_id=person,
                mentions=[work],
            )
    to_group, unlinked = await told(town, work)
    assert (unlinked.fate, unlinked.chat) == (Fate.NOT_LINKED, None)
    assert (to_group.fate, to_group.chat, to_group.person_id) == (Fate.QUEUED, group, None)


@pytest.mark.parametrize(
    ("state", "error", "fate"),
    [
        (Delivery.EXPIRED, None, Fate.TOO_LATE),
        (Delivery.EXPIRED, "unreachable: no route", Fate.TOO_LATE),
        (Delivery.DEAD, "expired: no way was open in time", Fate.TOO_LATE),
        (Delivery.DEAD, "refused: no", Fate.FAILED),
        (Delivery.EXPIRED, f"{SAID_IN}digest:7", Fate.MERGED),
        (Delivery.HELD, "quota: kept back to save messages", Fate.MERGED),
        (Delivery.EXPIRED, NOT_OWED, Fate.WITHDRAWN),
        (Delivery.EXPIRED, WITHDRAWN, Fate.WITHDRAWN),
        (Delivery.EXPIRED, UNTIED, Fate.WITHDRAWN),
    ],
)
def test_what_ended_unsent_says_why_nobody_missed_it(state, error, fate) -> None:
    assert fate_of(state, error) is fate


def test_every_state_has_a_fate() -> None:
    assert {fate_of(state, None) for state in Delivery} <= set(Fate)


async def test_withdrawn_work_takes_its_reminder_along(town: Town) -> None:
    (work,) = await owed(town)
    await town.owe("Hạnh", mentions=[work])
    async with town.store.write() as unit:
        await unit.outbox.withdraw([work])
    assert [t.fate for t in await told(town, work)] == [Fate.WITHDRAWN]


async def test_a_task_and_a_person_have_the_reminders_of_all_that_is_theirs(town: Town) -> None:
    first, second = await owed(town, 7, numbers=2)
    (other,) = await owed(town, 12)
    await town.owe("Hạnh", "a", mentions=[first, other])
    await town.owe("Hạnh", "b", mentions=[second, first])
    await town.owe("Dũng", "c", mentions=[other], kind="escalation")
    async with town.store.read() as unit:
        work = unit.ward(town.cast.ward.id)
        seven, twelve = await work.tasks.by_code(7), await work.tasks.by_code(12)
        assert seven is not None
        assert twelve is not None
        of_seven = await work.reminders.of_task(seven.id)
        assert [t.occurrence_ids for t in of_seven] == [(first, second), (first,)]
        of_twelve = await work.reminders.of_task(twelve.id)
        assert [(t.kind, t.occurrence_ids) for t in of_twelve] == [
            ("escalation", (other,)),
            ("digest", (other,)),
        ]
        of_hanh = await work.reminders.of_person(town.id_of("Hạnh"))
        assert [t.occurrence_ids for t in of_hanh] == [(first, second), (first, other)]
        assert len(await work.reminders.of_person(town.id_of("Hạnh"), most=1)) == 1


async def test_another_ward_reads_none_of_them(town: Town) -> None:
    (work,) = await owed(town)
    await town.owe("Hạnh", mentions=[work])
    async with town.store.write() as unit:
        other = await unit.wards.add("Phường Bên", WardSettings(), MONDAY)
        await unit.ward(other.id).people.add(
            Person(0, "Lê An", None, Address.DONG_CHI, frozenset({Role.ADMIN}), ())
        )
        task = await unit.ward(town.cast.ward.id).tasks.by_code(7)
        assert task is not None
        reminders = unit.ward(other.id).reminders
        assert await reminders.of_occurrence(work) == ()
        assert await reminders.of_task(task.id) == ()
        assert await reminders.of_person(town.id_of("Hạnh")) == ()
