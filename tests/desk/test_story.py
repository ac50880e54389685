"""A task's whole story on one page."""

from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from data.domain.messages import Lane, OutgoingMessage
from data.domain.people import Membership
from data.domain.reports import Doneness, Progress
from data.domain.reviews import Fault, Verdict
from data.domain.tasks import Assignment, AssignmentKind, OccurrenceState
from data.store.occurrences import NewOccurrence
from jobs.actions.review_report import review_report
from tests.cast import found
from tests.desk.ward import GROUP_5, Work, told, with_work
from tests.web.conftest import signed_in
from tests.web.office import Office


async def reported(office: Office, work: Work, text: str = "đã niêm yết, 2 ảnh") -> int:
    """Let Tư report with a photo; returns the report's id."""
    tu, ward = office.cast.people["Tư"], office.cast.ward.id
    stored = await office.files.put_bytes(b"photo")
    async with office.store.write() as unit:
        report = await unit.ward(ward).reports.add(
            work.occurrences["reported"],
            tu.id,
            text,
            Progress(Doneness.DONE),
            before={},
            now=office.clock() - timedelta(days=2),
        )
        await unit.ward(ward).evidence.add(
            tu.id,
            channel="web",
            ref=stored.sha256,
            name="nhà văn hóa.jpg",
            mime="image/jpeg",
            size=5,
            sha256=stored.sha256,
            is_compressed=False,
            exif=None,
            taken_at=None,
            sent_at=office.clock(),
            received_at=office.clock(),
        )
        pending = await unit.ward(ward).evidence.with_digest(stored.sha256)
        await unit.ward(ward).evidence.attach([pending[-1].id], report)
    return report


async def test_the_plans_line_stands_unchanged_beside_what_was_understood(
    mai: httpx.AsyncClient,
) -> None:
    page = told((await mai.get("/ban/viec/1")).text)
    assert "#1 Đối thoại với Nhân dân" in page
    assert "Theo Kế hoạch 12/KH-UBND ngày 15/1/2026, mục 1" in page
    assert "Chủ trì Văn phòng HĐND và UBND" in page
    assert "Thời gian theo kế hoạch “Thường xuyên” Hiểu là Thường xuyên" in page
    assert "🔴 Quá hạn 7 ngày (hạn thứ Hai 8/6)" in page


async def test_a_task_that_waits_owes_nothing_yet(mai: httpx.AsyncClient) -> None:
    page = (await mai.get("/ban/viec/5")).text
    assert "Chưa có kỳ nào phải làm" in told(page)
    assert 'href="/ban/han?viec=5"' in page, "a slip of the date can be mended from here"


async def test_after_the_last_was_done_it_is_shown_and_not_the_one_of_december(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        occurrences = unit.ward(office.cast.ward.id).occurrences
        for month in (7, 12):
            await occurrences.make(
                NewOccurrence(
                    task_id=work.tasks[4].id,
                    agency_id=office.cast.agencies[GROUP_5],
                    period_key=f"2026-{month}",
                    label=f"tháng {month}/2026",
                    opens_on=date(2026, month, 1),
                    due_on=date(2026, month, 28),
                    event_id=None,
                    next_remind_at=None,
                    next_escalate_at=None,
                )
            )
        await occurrences.change(work.occurrences["reported"], state=OccurrenceState.ACCEPTED)
    page = told((await mai.get("/ban/viec/4")).text)
    assert "Tổ dân phố 5 ✅ Xong, đã duyệt" in page
    assert "⏳ 2 mục chưa đến kỳ" in page


async def test_reports_files_verdicts_and_reminders_are_told_in_order(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    report = await reported(office, work)
    tu, occurrence = office.cast.people["Tư"], work.occurrences["reported"]
    async with office.store.write() as unit:
        await unit.outbox.add(
            "digest:1",
            office.cast.chat("Tư"),
            OutgoingMessage("Bác Tư ơi"),
            kind="digest",
            lane=Lane.BULK,
            now=office.clock() - timedelta(days=3),
            ward_id=office.cast.ward.id,
            person_id=tu.id,
            mentions=[occurrence],
        )
        await review_report(
            unit,
            office.cast.ward,
            office.cast.people["Mai"],
            report,
            Verdict.RETURNED,
            office.clock(),
            f"person:{office.cast.people['Mai'].id}",
            faults=[Fault.BLURRED],
            said="chưa thấy bảng niêm yết",
        )
    html = (await mai.get("/ban/viec/4")).text
    page = told(html)
    assert (
        "Trần Thị Mai trả lại, 07:00 thứ Hai 15/6: ảnh mờ, chưa thấy bảng niêm yết, "
        "bổ sung chậm nhất thứ Năm 18/6 (gửi muộn 1 ngày)"
    ) in page
    assert "Nguyễn Văn Tư báo cáo, 07:00 thứ Bảy 13/6 “đã niêm yết, 2 ảnh” Tiến độ: đã xong" in page
    assert page.index("Trần Thị Mai trả lại") < page.index("Nguyễn Văn Tư báo cáo")
    assert 'title="Ảnh 1: nhà văn hóa.jpg"' in html
    assert (
        "Tin đã nhắc (1) Nhắc Nguyễn Văn Tư qua trang nhắn tin của phường 07:00 thứ Sáu 12/6: đang chờ gửi"
        in page
    )


async def test_an_officer_reads_their_agencys_part_only(
    office: Office, work: Work, hanh: httpx.AsyncClient
) -> None:
    assert (await hanh.get("/ban/viec/1")).status_code == 200
    assert (await hanh.get("/ban/viec/4")).status_code == 404
    other = {"ky": str(work.occurrences["soon"])}
    assert (await hanh.get("/ban/viec/1", params=other)).status_code == 404
    page = (await hanh.get("/ban/viec/1")).text
    for button in ("Đôn đốc…", "Đổi hạn…", "Tin đã nhắc"):
        assert button not in page


async def test_who_supervises_reads_all_of_it(
    office: Office, work: Work, hanh: httpx.AsyncClient
) -> None:
    hall = office.cast.agencies["Văn phòng HĐND và UBND"]
    task = work.tasks[4]
    parts = (*task.assignments, Assignment(hall, AssignmentKind.SUPERVISE))
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).tasks.save(
            replace(task, assignments=parts), next_open_on=None
        )
    assert "Tổ dân phố 5" in (await hanh.get("/ban/viec/4")).text


@pytest.mark.parametrize("path", ["/ban/viec/99", "/ban/viec/" + "9" * 30, "/ban/viec/x"])
async def test_what_is_not_there(mai: httpx.AsyncClient, path: str) -> None:
    assert (await mai.get(path)).status_code == 404


async def test_another_wards_occurrence_is_not_there(office: Office, work: Work) -> None:
    other = await found(office.store, linked=False)
    theirs = await with_work(office.store, other)
    mai = await signed_in(office, "Mai")
    query = {"ky": str(theirs.occurrences["late"])}
    assert (await mai.get("/ban/viec/1", params=query)).status_code == 404


async def test_what_people_wrote_is_shown_as_text(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    evil = '<script>alert("x")</script>'
    await reported(office, work, evil)
    task = replace(work.tasks[4], title=evil, methods=(evil,), product=evil, time_text=evil)
    async with office.store.write() as unit:
        ward = unit.ward(office.cast.ward.id)
        await ward.tasks.save(task, next_open_on=None)
        await ward.people.save(replace(office.cast.people["Tư"], name=evil))
        await ward.occurrences.change(work.occurrences["reported"], obstacle=evil)
    html = (await mai.get("/ban/viec/4")).text
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert") >= 7


async def test_colleagues_see_the_photos_of_their_agencys_work_and_others_do_not(
    office: Office, work: Work
) -> None:
    await reported(office, work)
    group = office.cast.agencies["Tổ dân phố 5"]
    lan = office.cast.people["Lan"]
    stored = await office.files.put_bytes(b"photo")
    path = f"/tep/{stored.sha256}"
    assert (await (await signed_in(office, "Lan")).get(path)).status_code == 404
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).people.save(
            replace(lan, memberships=(*lan.memberships, Membership(group)))
        )
    assert (await (await signed_in(office, "Lan")).get(path)).status_code == 200
    assert (await (await signed_in(office, "Hạnh")).get(path)).status_code == 404


async def test_what_is_not_open_yet_reads_as_in_the_list_and_is_folded(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    ward, task = office.cast.ward.id, work.tasks[1].id
    async with office.store.write() as unit:
        for key in ("2026-07", "2026-08"):
            opens = date.fromisoformat(f"{key}-01")
            await unit.ward(ward).occurrences.make(
                NewOccurrence(
                    task_id=task,
                    agency_id=office.cast.agencies["Văn phòng HĐND và UBND"],
                    period_key=key,
                    label=key,
                    opens_on=opens,
                    due_on=opens + timedelta(days=13),
                    event_id=None,
                    next_remind_at=None,
                    next_escalate_at=None,
                )
            )
        later = (await unit.ward(ward).occurrences.of_task(task))[-1]
    html = (await mai.get("/ban/viec/1")).text
    shown, _, folded = html.partition("<details><summary>⏳ 2 mục chưa đến kỳ</summary>")
    assert "Các kỳ, đơn vị (3)" in shown
    assert "hạn thứ Ba 14/7" not in shown
    assert "⏳ Chưa đến kỳ, bắt đầu thứ Tư 1/7 (hạn thứ Ba 14/7)" in folded
    assert "Đúng hạn" not in folded
    chosen = (await mai.get("/ban/viec/1", params={"ky": str(later.id)})).text
    assert "<details open><summary>⏳ 2 mục" in chosen
    assert chosen.count('aria-current="true"') == html.count('aria-current="true"')


async def test_only_the_latest_reminders_are_unfolded(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        for days in range(7, 0, -1):
            await unit.outbox.add(
                f"digest:{days}",
                office.cast.chat("Tư"),
                OutgoingMessage("Bác Tư ơi"),
                kind="digest",
                lane=Lane.BULK,
                now=office.clock() - timedelta(days=days),
                ward_id=office.cast.ward.id,
                person_id=office.cast.people["Tư"].id,
                mentions=[work.occurrences["reported"]],
            )
    html = (await mai.get("/ban/viec/4")).text
    shown, _, folded = html.partition("<details><summary>2 tin trước đó</summary>")
    assert "Tin đã nhắc (7)" in shown
    assert (shown.count("Nhắc Nguyễn Văn Tư"), folded.count("Nhắc Nguyễn Văn Tư")) == (5, 2)
    assert "thứ Hai 8/6" in folded
