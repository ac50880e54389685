"""Overdue work goes to the head of the agency, later to the leadership; each once."""

from datetime import date, timedelta

from data.domain.messages import Delivery
from data.domain.tasks import OccurrenceState
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.send_reminders import send_reminders
from tests.cast import Cast, at
from tests.reminders.stage import deliver_all, due, letters, letters_to, owed

# Due on Tuesday 16/6: two working days overdue on Thursday 18/6, five on Tuesday 23/6.
DUE = date(2026, 6, 16)
TO_HEAD = at("2026-06-18 14:00")
TO_LEADERS = at("2026-06-23 14:00")


async def reminded_until(world: World, store: Store, last: date) -> None:
    """Send and deliver each morning's messages from 15/6 on."""
    day = date(2026, 6, 15)
    while day <= last:
        morning = at(f"{day} 07:30")
        await send_reminders(world, morning)
        await deliver_all(store, morning)
        day += timedelta(days=1)


async def test_the_head_hears_first_then_the_leadership(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 20, DUE, title="Đối thoại với Nhân dân")
    await reminded_until(world, store, date(2026, 6, 23))
    assert await escalate_overdue(world, at("2026-06-17 14:00")) == {}
    assert await escalate_overdue(world, TO_HEAD) == {"escalated": 1, "messages": 1}
    assert await escalate_overdue(world, TO_HEAD) == {}
    (letter,) = await letters(store, "escalation")
    assert letter.person_id == cast.people["Dũng"].id
    assert not [c.label for c in letter.message.choices if c.label.startswith("Đôn đốc")]
    assert await escalate_overdue(world, at("2026-06-22 14:00")) == {}
    assert await escalate_overdue(world, TO_LEADERS) == {"escalated": 1, "messages": 1}
    (to_leader,) = await letters_to(store, cast, "Sơn", "escalation")
    assert to_leader.message.text == (
        "Báo cáo đồng chí Sơn: #20 Đối thoại với Nhân dân của Văn phòng HĐND và UBND "
        "quá hạn 7 ngày, đã nhắc 4 lần, chưa có phản hồi."
    )
    labels = [c.label.split(" #")[0] for c in to_leader.message.choices]
    assert labels == ["Xem", "Đôn đốc", "Gia hạn"]
    assert await escalate_overdue(world, at("2026-07-31 14:00")) == {}


async def test_only_what_was_truly_sent_counts_as_reminded(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 20, DUE)
    await send_reminders(world, at("2026-06-15 07:30"))
    await escalate_overdue(world, TO_HEAD)
    (letter,) = await letters(store, "escalation")
    assert "chưa nhắc được qua chat" in letter.message.text


async def test_a_partial_report_is_told_as_it_stands(
    world: World, store: Store, cast: Cast
) -> None:
    task = await due(store, cast, 20, DUE)
    (occurrence,) = await owed(store, cast, task)
    async with store.write() as unit:
        await unit.ward(cast.ward.id).occurrences.change(
            occurrence.id, progress="đã họp 1/2 buổi", obstacle="thiếu kinh phí"
        )
    await escalate_overdue(world, TO_HEAD)
    (letter,) = await letters(store, "escalation")
    assert "mới báo: đã họp 1/2 buổi, vướng: thiếu kinh phí" in letter.message.text
    assert "chưa có phản hồi" not in letter.message.text


async def test_a_leader_gets_one_message_with_several_lines(
    world: World, store: Store, cast: Cast
) -> None:
    for code in range(1, 9):
        await due(store, cast, code, DUE)
    assert await escalate_overdue(world, TO_HEAD) == {"escalated": 8, "messages": 1}
    (letter,) = await letters(store, "escalation")
    lines = letter.message.text.splitlines()
    assert lines[0] == "Báo cáo đồng chí Dũng: 8 việc quá hạn."
    assert lines[-1] == 'và 4 việc khác, gõ "quá hạn" để xem'
    assert len(lines) == 6


async def test_who_does_the_work_alone_is_not_told_of_it_but_the_lead_office_is(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 20, DUE, lead="Phòng Kinh tế, Hạ tầng và Đô thị")
    await escalate_overdue(world, TO_HEAD)
    (letter,) = await letters(store, "escalation")
    assert letter.person_id == cast.people["Mai"].id


async def test_reported_work_does_not_go_up(world: World, store: Store, cast: Cast) -> None:
    task = await due(store, cast, 20, DUE)
    (occurrence,) = await owed(store, cast, task)
    async with store.write() as unit:
        await unit.ward(cast.ward.id).occurrences.change(
            occurrence.id, state=OccurrenceState.REPORTED
        )
    assert await escalate_overdue(world, TO_HEAD) == {}


async def test_nothing_goes_up_before_its_hour_at_weekends_or_at_night(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 20, date(2026, 6, 17))  # two working days overdue on Friday 19/6
    for moment in ("2026-06-19 13:59", "2026-06-19 20:00", "2026-06-20 14:00", "2026-06-22 09:00"):
        assert await escalate_overdue(world, at(moment)) == {}
    assert await escalate_overdue(world, at("2026-06-22 14:00")) == {"escalated": 1, "messages": 1}


async def test_after_a_long_outage_the_head_hears_first_and_the_leadership_on_a_later_day(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 20, DUE)
    await escalate_overdue(world, at("2026-06-30 14:30"))
    assert [x.person_id for x in await letters(store)] == [cast.people["Dũng"].id]
    await escalate_overdue(world, at("2026-06-30 15:00"))
    assert len(await letters(store)) == 1
    await escalate_overdue(world, at("2026-07-01 14:00"))
    assert (await letters(store))[-1].person_id == cast.people["Sơn"].id


async def test_a_leader_without_a_chat_is_recorded(world: World, store: Store, cast: Cast) -> None:
    await due(store, cast, 20, DUE)
    async with store.write() as unit:
        await unit.links.revoke(cast.people["Dũng"].id, TO_HEAD)
    assert await escalate_overdue(world, TO_HEAD) == {"escalated": 1, "unlinked": 1}
    assert [x.state for x in await letters(store)] == [Delivery.UNLINKED]


async def test_one_number_owed_by_several_names_the_agency_on_each_button(
    world: World, store: Store, cast: Cast
) -> None:
    owing = ("Văn phòng HĐND và UBND", "Trạm Y tế")
    task = await due(store, cast, 15, DUE, lead="Phòng Kinh tế, Hạ tầng và Đô thị")
    (first,) = await owed(store, cast, task)
    async with store.write() as unit:
        for agency in owing:
            await unit.ward(cast.ward.id).occurrences.make(
                NewOccurrence(
                    task.id,
                    cast.agencies[agency],
                    "k0",
                    "",
                    first.opens_on,
                    first.due_on,
                    None,
                    first.next_remind_at,
                    first.next_escalate_at,
                )
            )
    await escalate_overdue(world, TO_HEAD)
    await escalate_overdue(world, TO_LEADERS)
    (to_leader,) = await letters_to(store, cast, "Sơn", "escalation")
    *labels, chase = [c.label for c in to_leader.message.choices]
    assert chase == "Đôn đốc…"
    assert sorted(labels) == [
        "Xem #15 Phòng Kinh tế, Hạ tầng và Đô thị",
        "Xem #15 Trạm Y tế",
        "Xem #15 Văn phòng HĐND và UBND",
    ]
