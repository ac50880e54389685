"""Everybody's own week: one short message a person, beside the summary of the ward."""

from dataclasses import replace
from datetime import date

import pytest

from data.domain.messages import Delivery, Letter
from data.domain.people import Membership, Person, Role, WardSettings
from data.domain.tasks import OccurrenceState
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.texts.own_week import own_week as said
from jobs.ports import World
from jobs.reports.own_week import own_week, own_weeks
from jobs.reports.summary import Book
from jobs.ticks.send_weekly_summary import send_weekly_summary
from tests.cast import Cast, at
from tests.summary.samples import FRIDAY, TODAY, WEEK, done, ledger, owed, owes, person, task

HANH = replace(person(1, "Lê Văn Hạnh", Role.OFFICER), memberships=(Membership(1),))
DUNG = replace(person(2, "Phạm Quốc Dũng", Role.OFFICER), memberships=(Membership(1, True),))
LAN = replace(person(3, "Võ Thị Lan", Role.OFFICER), memberships=(Membership(2),))
TU = replace(person(4, "Nguyễn Văn Tư", Role.GROUP_LEADER), memberships=(Membership(1, True),))
LEDGER = ledger(
    tasks=(task(20), task(7), task(9)),
    occurrences=(
        done(1, "2026-06-20", "2026-06-18 09:00", task_id=7),
        replace(owed(2, "2026-06-12"), label="lần 1/2"),
        replace(owed(3, "2026-06-24", task_id=7), label="tháng 6/2026"),
        owed(4, "2026-09-14", task_id=9),
        replace(owed(5, "2026-09-14", task_id=7), state=OccurrenceState.RETURNED),
    ),
    people=(HANH, DUNG, LAN, TU),
    linked=frozenset({1, 2, 3, 4}),
)
BOOK = Book(LEDGER, TODAY)


def words(who: Person) -> str:
    return said(own_week(BOOK, who, WEEK, FRIDAY))


def test_an_officers_week() -> None:
    assert words(HANH) == (
        "Tuần 15–19/6 của đồng chí Hạnh\n"
        "✅ 1 xong (+1) · 🟢 2 đúng hạn · 🟡 1 sắp đến hạn · 🔴 1 quá hạn\n"
        "Xong trong tuần: #7\n"
        "🔴 Quá hạn: #20 (lần 1/2) 7 ngày\n"
        "Được trả lại, chờ bổ sung: #7\n"
        "Sắp tới: #7 (tháng 6/2026) thứ Tư 24/6"
    )


def test_being_late_for_a_confirmed_reason_is_said_so() -> None:
    excused = replace(owed(2, "2026-06-12"), excused_due_on=date(2026, 6, 12))
    book = Book(replace(LEDGER, occurrences=(excused,)), TODAY)
    text = said(own_week(book, HANH, WEEK, FRIDAY))
    assert "🔴 Quá hạn: #20 7 ngày (lý do khách quan đã xác nhận)" in text


def test_the_head_of_an_agency_reads_of_it_and_of_themselves_in_one_message() -> None:
    lines = words(DUNG).splitlines()
    assert lines[0] == "Tuần 15–19/6 của đồng chí Dũng và Văn phòng HĐND và UBND"
    assert lines[-1] == "Chờ duyệt: 1 báo cáo"
    assert len(lines) <= 7


def test_who_has_nothing_done_nor_due_is_left_alone_and_so_are_group_leaders() -> None:
    assert [own.person.id for own in own_weeks(LEDGER, WEEK, FRIDAY)] == [1, 2]


def test_work_far_off_is_no_reason_to_write() -> None:
    far = replace(LEDGER, occurrences=(owed(4, "2026-09-14", task_id=9),))
    assert own_weeks(far, WEEK, FRIDAY) == ()


def test_many_things_are_counted_not_listed() -> None:
    late = tuple(owed(n, "2026-06-12") for n in range(1, 9))
    text = said(own_week(Book(replace(LEDGER, occurrences=late), TODAY), HANH, WEEK, FRIDAY))
    assert text.endswith("#20 7 ngày, #20 7 ngày, #20 7 ngày và 5 việc khác")


@pytest.fixture
async def office(store: Store, files: EvidenceStore, cast: Cast) -> World:
    """Something late at the Văn phòng, and something due next week at the lead office's own."""
    async with store.write() as unit:
        await owes(unit, cast, 20, "Văn phòng HĐND và UBND", "2026-06-12")
        await owes(unit, cast, 7, "Phòng Văn hóa – Xã hội", "2026-06-24")
    return World(store, files)


async def letters(store: Store) -> dict[int | None, Letter]:
    async with store.read() as unit:
        found = await unit.outbox.in_states(list(Delivery))
    assert len({x.person_id for x in found}) == len(found), "one message a person"
    return {x.person_id: x for x in found}


async def test_each_gets_one_message_and_who_reads_the_wards_has_their_own_in_a_line(
    office: World, cast: Cast
) -> None:
    assert await send_weekly_summary(office, FRIDAY) == {"sent": 2, "own": 2}
    found = await letters(office.store)
    names = {p.id: name for name, p in cast.people.items()}
    assert {names[p or 0]: x.kind for p, x in found.items()} == {
        "Mai": "summary",
        "Sơn": "summary",
        "Hạnh": "own_week",
        "Dũng": "own_week",
    }
    mai = found[cast.people["Mai"].id].message
    assert mai.text.endswith("\nPhòng Văn hóa – Xã hội: 🟡 1 sắp đến hạn")
    hanh = found[cast.people["Hạnh"].id].message
    assert hanh.text.startswith("Tuần 15–19/6 của đồng chí Hạnh\n")
    assert [c.value for c in hanh.choices] == ["tasks:list"]
    assert hanh.files == ()


async def test_run_again_it_sends_nothing(office: World, cast: Cast) -> None:
    await send_weekly_summary(office, FRIDAY)
    assert await send_weekly_summary(office, at("2026-06-19 16:01")) == {}
    assert len(await letters(office.store)) == 4


async def test_a_ward_may_have_the_summary_alone(office: World, cast: Cast) -> None:
    async with office.store.write() as unit:
        await unit.wards.save_settings(cast.ward.id, WardSettings(own_weeks=False))
    assert await send_weekly_summary(office, FRIDAY) == {"sent": 2}


async def test_nobody_without_a_chat_is_noted_as_not_told_of_their_own_week(
    office: World, cast: Cast
) -> None:
    """That would be a trouble for the office to see to, of something that nobody has to know."""
    async with office.store.write() as unit:
        await unit.links.revoke(cast.people["Hạnh"].id, FRIDAY)
    assert await send_weekly_summary(office, FRIDAY) == {"sent": 2, "own": 1}
    assert cast.people["Hạnh"].id not in await letters(office.store)
