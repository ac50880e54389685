"""A report is accepted or returned by somebody else, once, and both versions stay."""

import asyncio
from datetime import date

import pytest

from data.domain.people import Role
from data.domain.reviews import Fault, Verdict
from data.domain.tasks import OccurrenceState
from data.errors import RefusedError
from data.store.cases import waiting_cases
from jobs.actions.add_evidence import add_evidence
from jobs.actions.undo_report import undo_report
from tests.cast import at
from tests.reviews.stage import DUE, Desk

CULTURE = "Phòng Văn hóa – Xã hội"


async def test_accepted_work_is_closed_and_its_officer_told_where_they_reported(desk: Desk) -> None:
    work = await desk.owes()
    report = await desk.reports(work)
    done = await desk.accepts(report)
    stands = await desk.stands(work)
    assert (stands.state, stands.closed_at) == (OccurrenceState.ACCEPTED, desk.now)
    assert done.told == ("Lê Văn Hạnh",)
    (letter,) = await desk.letters("Hạnh")
    assert letter.chat == desk.cast.chat("Hạnh")
    assert "đã được duyệt (Trần Thị Mai, 09:00 thứ Hai 15/6)" in letter.message.text
    assert "report.accepted" in await desk.logged()


async def test_a_return_names_the_reason_and_the_picture_and_the_clock_starts_again(
    desk: Desk,
) -> None:
    work = await desk.owes()
    good, bad = await desk.picture("Hạnh"), await desk.picture("Hạnh")
    report = await desk.reports(work, "đã xong", good, bad)
    await desk.returns(report, Fault.BLURRED, said="chưa thấy biên bản", pictures=(bad,))
    stands = await desk.stands(work)
    assert (stands.state, stands.reported_at) == (OccurrenceState.RETURNED, None)
    assert (stands.due_on, stands.first_due_on) == (date(2026, 6, 18), DUE)
    assert stands.next_remind_at == at("2026-06-17 07:30")
    (letter,) = await desk.letters("Hạnh")
    text = letter.message.text
    assert "được trả lại: ảnh mờ, chưa thấy biên bản." in text
    assert "chậm nhất thứ Năm 18/6 (hạn ban đầu: thứ Sáu 12/6)" in text
    assert [f.name for f in letter.message.files] == ["anh2.jpg"]
    assert [c.label for c in letter.message.choices] == ["Gửi bổ sung", "Giải trình"]


async def test_returned_with_a_picture_supplemented_and_accepted(desk: Desk) -> None:
    work = await desk.owes()
    bad = await desk.picture("Hạnh")
    first = await desk.reports(work, "đã xong", bad)
    await desk.returns(first, Fault.BLURRED, pictures=(bad,))
    desk.later(hours=2)
    better = await desk.picture("Hạnh")
    # A picture alone is enough: the work was said to be done before.
    second = await desk.reports(work, "", better)
    case = await desk.case(work)
    assert case.waits
    assert [v.report.id for v in case.versions] == [first, second]
    assert [e.id for v in case.versions for e in v.evidence] == [bad, better]
    assert [v.report.id for v in case.fresh] == [second], "what is new to the reviewer"
    await desk.accepts(second)
    case = await desk.case(work)
    assert [r.verdict for r in case.reviews] == [Verdict.RETURNED, Verdict.ACCEPTED]
    assert case.item.occurrence.state is OccurrenceState.ACCEPTED


@pytest.mark.parametrize("who", ["Mai", "Sơn"])
async def test_who_reported_does_not_decide(desk: Desk, who: str) -> None:
    work = await desk.owes(agency="Lãnh đạo UBND" if who == "Sơn" else CULTURE)
    report = await desk.reports(work, who=who)
    with pytest.raises(RefusedError, match="cần người khác duyệt") as refused:
        await desk.accepts(report, who)
    other = "Hoàng Minh Sơn" if who == "Mai" else "Trần Thị Mai"
    assert f"{other} sẽ duyệt" in refused.value.sentence
    await desk.accepts(report, "Sơn" if who == "Mai" else "Mai")


async def test_who_recorded_it_on_behalf_or_added_a_picture_does_not_decide(desk: Desk) -> None:
    on_behalf = await desk.reports(await desk.owes(20), who="Mai")
    with pytest.raises(RefusedError, match="ghi thay"):
        await desk.accepts(on_behalf)
    work = await desk.owes(21)
    first = await desk.reports(work)
    picture = await desk.picture("Mai")
    async with desk.store.write() as unit:
        await unit.ward(desk.cast.ward.id).evidence.attach([picture], first)
    with pytest.raises(RefusedError, match="cần người khác duyệt"):
        await desk.accepts(first)


async def test_what_another_contributor_added_to_counts_as_theirs_too(desk: Desk) -> None:
    work = await desk.owes()
    await desk.reports(work)
    note = await desk.reports(work, "thêm biên bản", who="Mai")
    with pytest.raises(RefusedError, match="cần người khác duyệt"):
        await desk.accepts(note)
    await desk.accepts(note, "Sơn")


@pytest.mark.parametrize("who", ["Hạnh", "Lan", "Tư"])
async def test_officers_do_not_decide(desk: Desk, who: str) -> None:
    report = await desk.reports(await desk.owes(), who="Dũng")
    with pytest.raises(RefusedError):
        await desk.accepts(report, who)
    assert "report.accepted" not in await desk.logged()


async def test_a_double_tap_is_one_verdict(desk: Desk) -> None:
    report = await desk.reports(await desk.owes())
    first = await desk.accepts(report)
    again = await desk.accepts(report)
    assert again.is_repeat
    assert again.review == first.review
    assert (await desk.logged()).count("report.accepted") == 1
    assert len(await desk.letters("Hạnh")) == 1


async def test_of_two_reviewers_at_once_one_decides_and_the_other_is_told_who(desk: Desk) -> None:
    await desk.add_person("Ngô Thị Cúc", Role.LEAD_OFFICE, CULTURE)
    for code in range(20, 26):
        report = await desk.reports(await desk.owes(code))
        outcomes = await asyncio.gather(
            desk.accepts(report, "Mai"),
            desk.returns(report, Fault.WRONG, who="Cúc"),
            return_exceptions=True,
        )
        refused = [o for o in outcomes if isinstance(o, RefusedError)]
        assert len(refused) == 1, outcomes
        assert "Mai duyệt" in refused[0].sentence or "Cúc trả lại" in refused[0].sentence
    kinds = await desk.logged()
    assert kinds.count("report.accepted") + kinds.count("report.returned") == 6


async def test_only_the_latest_version_is_decided_on(desk: Desk) -> None:
    work = await desk.owes()
    first = await desk.reports(work)
    await desk.reports(work, "thêm biên bản", who="Dũng")
    with pytest.raises(RefusedError, match="vừa có thêm nội dung"):
        await desk.accepts(first)


async def test_what_was_added_since_the_reviewer_looked_is_not_decided_on_unseen(
    desk: Desk,
) -> None:
    work = await desk.owes()
    report = await desk.reports(work)
    seen = (await desk.case(work)).mark
    picture = await desk.picture("Hạnh")
    async with desk.store.write() as unit:
        hanh = desk.people["Hạnh"]
        await add_evidence(
            unit, desk.cast.ward, hanh, report, [picture], desk.now, f"person:{hanh.id}"
        )
    with pytest.raises(RefusedError, match="vừa có thêm nội dung"):
        await desk.accepts(report, seen=seen)
    await desk.accepts(report, seen=(await desk.case(work)).mark)


async def test_a_report_that_was_taken_back_or_says_not_done_does_not_wait(desk: Desk) -> None:
    work = await desk.owes()
    report = await desk.reports(work)
    async with desk.store.write() as unit:
        hanh = desk.people["Hạnh"]
        await undo_report(unit, desk.cast.ward, hanh, report, desk.now, f"person:{hanh.id}")
    with pytest.raises(RefusedError, match="hoàn tác"):
        await desk.accepts(report)
    half = await desk.reports(work, "mới được một nửa")
    with pytest.raises(RefusedError, match="không có báo cáo nào chờ duyệt"):
        await desk.accepts(half)


async def test_a_return_needs_a_reason_and_other_needs_words(desk: Desk) -> None:
    report = await desk.reports(await desk.owes())
    for faults in ((), (Fault.OTHER,)):
        with pytest.raises(RefusedError, match="cần có lý do"):
            await desk.returns(report, *faults)
    with pytest.raises(RefusedError, match="từ ngày mai"):
        await desk.returns(report, Fault.WRONG, by=desk.now.date())
    done = await desk.returns(report, Fault.OTHER, said="chưa ký", by=date(2026, 6, 30))
    assert done.review.supplement_by == date(2026, 6, 30)


async def test_who_reported_early_is_not_pressed_by_a_return(desk: Desk) -> None:
    work = await desk.owes(due=date(2026, 7, 31))
    await desk.returns(await desk.reports(work), Fault.NO_PHOTO)
    stands = await desk.stands(work)
    assert (stands.due_on, stands.first_due_on) == (date(2026, 7, 31), None)


async def test_what_was_returned_stays_as_it_is(desk: Desk) -> None:
    report = await desk.reports(await desk.owes())
    await desk.returns(report, Fault.NO_PHOTO)
    picture, hanh = await desk.picture("Hạnh"), desk.people["Hạnh"]
    actor = f"person:{hanh.id}"
    async with desk.store.write() as unit:
        for attempt in (
            undo_report(unit, desk.cast.ward, hanh, report, desk.now, actor),
            add_evidence(unit, desk.cast.ward, hanh, report, [picture], desk.now, actor),
        ):
            with pytest.raises(RefusedError, match="đã được trả lại"):
                await attempt


async def test_a_verdict_is_taken_back_within_ten_minutes_and_all_stands_as_before(
    desk: Desk,
) -> None:
    work = await desk.owes()
    report = await desk.reports(work)
    before = await desk.stands(work)
    review = (await desk.returns(report, Fault.NO_PHOTO)).review
    desk.later(minutes=10)
    await desk.undoes(review.id)
    assert await desk.stands(work) == before
    assert await desk.letters("Hạnh") == [], "what was not sent yet is not sent"
    case = await desk.case(work)
    assert [r.undone_at for r in case.reviews] == [desk.now], "it is kept as taken back"
    await desk.accepts(report)
    assert (await desk.stands(work)).state is OccurrenceState.ACCEPTED


async def test_an_officer_who_was_told_hears_that_the_verdict_is_off(desk: Desk) -> None:
    report = await desk.reports(await desk.owes())
    review = (await desk.returns(report, Fault.NO_PHOTO)).review
    (letter,) = await desk.letters("Hạnh")
    async with desk.store.write() as unit:
        for due in await unit.deliveries.claim(("web", "web"), letter.lane, desk.now, limit=9):
            await unit.deliveries.mark_sent(due.id, "x1", desk.now)
    await desk.undoes(review.id)
    assert "đã rút lại quyết định trả lại lúc" in (await desk.letters("Hạnh"))[-1].message.text


async def test_a_verdict_stays_after_ten_minutes_for_others_and_once_things_moved_on(
    desk: Desk,
) -> None:
    work = await desk.owes()
    review = (await desk.returns(await desk.reports(work), Fault.NO_PHOTO)).review
    with pytest.raises(RefusedError, match="của người khác"):
        await desk.undoes(review.id, "Sơn")
    await desk.reports(work, "bổ sung biên bản")
    with pytest.raises(RefusedError, match="thay đổi mới"):
        await desk.undoes(review.id)
    late = (await desk.accepts(await desk.reports(await desk.owes(21)))).review
    desk.later(minutes=10, seconds=1)
    with pytest.raises(RefusedError, match="quá 10 phút"):
        await desk.undoes(late.id)


async def test_what_waits_is_listed_by_pages_the_longest_waiting_first(desk: Desk) -> None:
    works = []
    for code in (20, 21, 22):
        works.append(await desk.owes(code))
        await desk.reports(works[-1], who="Dũng")
        desk.later(minutes=5)
    async with desk.store.read() as unit:
        ward = desk.cast.ward
        pages = [await waiting_cases(unit, ward, after=n, limit=2) for n in (0, 2)]
    assert [[c.item.occurrence.id for c in page] for page in pages] == [works[:2], works[2:]]


async def test_at_night_a_return_is_told_in_the_morning(desk: Desk) -> None:
    report = await desk.reports(await desk.owes())
    desk.now = at("2026-06-19 21:30")
    await desk.returns(report, Fault.NO_PHOTO)
    (letter,) = await desk.letters("Hạnh")
    assert letter.due_at == at("2026-06-22 06:30"), "Monday, after the quiet hours"


async def test_another_ward_decides_on_nothing_here(desk: Desk) -> None:
    report = await desk.reports(await desk.owes())
    async with desk.store.write() as unit:
        other = await unit.wards.add("Phường Bên", desk.cast.ward.settings, desk.now)
    async with desk.store.read() as unit:
        assert await unit.ward(other.id).occurrences.to_review() == ()
        assert await unit.ward(other.id).reviews.on_report(report) is None
