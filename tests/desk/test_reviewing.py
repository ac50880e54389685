"""Reports are looked at on the desk: accepted, returned with a reason, taken back."""

import re
from datetime import date

import httpx
import pytest

from data.domain.people import Role
from data.domain.prints import PicturePrint
from data.domain.reports import Doneness, Progress
from data.domain.tasks import OccurrenceState, PlanState
from jobs.actions.requests import ask_extension
from tests.cast import found
from tests.desk.test_shell import as_role
from tests.desk.test_story import reported
from tests.desk.ward import Work, form_token, told, with_work
from tests.web.office import Office

PAGE = "/ban/duyet"


async def state(office: Office, work: Work) -> OccurrenceState:
    async with office.store.read() as unit:
        found = await unit.ward(office.cast.ward.id).occurrences.get(work.occurrences["reported"])
    assert found is not None
    return found.state


async def decide(
    browser: httpx.AsyncClient, work: Work, verdict: str, **fields: object
) -> httpx.Response:
    path = f"{PAGE}/{work.occurrences['reported']}"
    html = (await browser.get(path)).text
    hidden = dict(re.findall(r'name="(report|seen)" value="([^"]*)"', html))
    token = form_token((await browser.get("/ban")).text)
    return await browser.post(path, data={"form": token, "verdict": verdict, **hidden, **fields})


@pytest.fixture
async def report(office: Office, work: Work) -> int:
    return await reported(office, work)


async def test_what_waits_is_listed_with_what_was_said_and_shown(
    report: int, mai: httpx.AsyncClient
) -> None:
    page = told((await mai.get(PAGE)).text)
    assert "📥 1 báo cáo chờ duyệt" in page
    assert "#4 Niêm yết danh sách hộ nghèo Tổ dân phố 5 · chờ 2 ngày" in page
    assert "“đã niêm yết, 2 ảnh” · Nguyễn Văn Tư, 07:00 thứ Bảy 13/6 · 1 ảnh" in page
    assert "Gửi muộn 1 ngày so với hạn thứ Sáu 12/6" in page


async def test_one_report_is_shown_with_large_photos_and_the_plans_words(
    work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    html = (await mai.get(f"{PAGE}/{work.occurrences['reported']}")).text
    assert re.search(r'class="photo" href="/tep/[0-9a-f]{64}/xem"', html)
    assert "Kế hoạch ghi: “Niêm yết danh sách hộ nghèo”" in told(html)


async def test_it_is_accepted_once_and_can_be_taken_back(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    for _ in range(2):
        assert (await decide(mai, work, "accepted", report=report)).status_code == 303
    assert await state(office, work) is OccurrenceState.ACCEPTED
    html = (await mai.get(PAGE)).text
    assert "Vừa duyệt #4." in told(html)
    path = re.search(r'action="(/ban/duyet/hoan-tac/\d+)"', html)
    assert path
    await mai.post(path[1], data={"form": form_token(html)})
    assert await state(office, work) is OccurrenceState.REPORTED
    assert "Đã rút lại." in told((await mai.get(PAGE)).text)


async def test_it_is_returned_with_faults_words_pictures_and_a_date(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    html = (await mai.get(f"{PAGE}/{work.occurrences['reported']}")).text
    picture = re.search(r'name="anh" value="(\d+)"', html)
    assert picture
    await decide(
        mai,
        work,
        "returned",
        fault="blurred",
        said="chưa thấy bảng",
        anh=picture[1],
        by="22/6",
    )
    assert await state(office, work) is OccurrenceState.RETURNED
    page = told((await mai.get(f"/ban/viec/4?ky={work.occurrences['reported']}")).text)
    assert (
        "trả lại, 07:00 thứ Hai 15/6: ảnh mờ, chưa thấy bảng, bổ sung chậm nhất thứ Hai 22/6"
        in page
    )
    async with office.store.read() as unit:
        review = await unit.ward(office.cast.ward.id).reviews.on_report(report)
    assert review is not None
    assert review.evidence_ids == (int(picture[1]),)


async def test_a_return_needs_a_reason(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    page = told((await decide(mai, work, "returned")).text)
    assert await state(office, work) is OccurrenceState.REPORTED
    assert "cần có lý do: thiếu ảnh, ảnh mờ" in page


async def test_a_return_that_is_refused_keeps_what_was_typed(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    answer = await decide(mai, work, "returned", fault="blurred", said="chưa rõ", by="31/2")
    assert await state(office, work) is OccurrenceState.REPORTED
    assert "Chưa hiểu ngày “31/2”." in told(answer.text)
    for kept in ('value="blurred" checked', ">chưa rõ</textarea>", 'value="31/2"'):
        assert kept in answer.text


async def test_what_was_decided_is_no_supplement(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    await decide(mai, work, "accepted")
    page = told((await mai.get(f"{PAGE}/{work.occurrences['reported']}")).text)
    assert "hiện không chờ duyệt" in page
    assert "Bản bổ sung" not in page


async def test_what_was_added_since_is_not_decided_on_unseen(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    page = told((await decide(mai, work, "accepted", seen="00000000")).text)
    assert await state(office, work) is OccurrenceState.REPORTED
    assert "vừa có thêm nội dung" in page


async def test_nobody_decides_on_what_they_reported_themselves(
    office: Office, work: Work, report: int
) -> None:
    tu = await as_role(office, "Tư", Role.LEAD_OFFICE)
    path = f"{PAGE}/{work.occurrences['reported']}"
    html = (await tu.get(path)).text
    assert "Báo cáo này có phần của chính đồng chí" in html
    assert 'name="verdict"' not in html
    await decide(tu, work, "accepted", report=report)
    assert await state(office, work) is OccurrenceState.REPORTED


async def test_an_inspector_reads_and_decides_nothing(
    office: Office, work: Work, report: int
) -> None:
    browser = await as_role(office, "Sơn", Role.INSPECTOR)
    page = await browser.get(PAGE)
    assert page.status_code == 200
    assert "Xem và duyệt" not in page.text
    html = (await browser.get(f"{PAGE}/{work.occurrences['reported']}")).text
    assert 'name="verdict"' not in html
    assert (await decide(browser, work, "accepted", report=report)).status_code == 403
    assert await state(office, work) is OccurrenceState.REPORTED


async def test_a_report_whose_plan_was_replaced_since_is_counted_with_the_others(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        plan_id = work.tasks[4].plan_id
        await unit.ward(office.cast.ward.id).plans.set_state(plan_id, PlanState.REPLACED)
    page = told((await mai.get(PAGE)).text)
    assert "📥 1 báo cáo chờ duyệt" in page
    assert "#4 Niêm yết danh sách hộ nghèo" in page


async def test_an_officer_has_no_such_page(hanh: httpx.AsyncClient, work: Work) -> None:
    assert (await hanh.get(PAGE)).status_code == 403
    assert (await hanh.get(f"{PAGE}/{work.occurrences['reported']}")).status_code == 403


async def test_another_wards_report_is_not_there(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    other = await found(office.store, linked=False)
    theirs = await with_work(office.store, other)
    path = f"{PAGE}/{theirs.occurrences['reported']}"
    assert (await mai.get(path)).status_code == 404
    token = form_token((await mai.get("/ban")).text)
    answer = await mai.post(path, data={"form": token, "verdict": "accepted", "report": "1"})
    assert answer.status_code == 404


async def asked(office: Office, work: Work) -> int:
    async with office.store.write() as unit:
        done = await ask_extension(
            unit,
            office.cast.ward,
            office.cast.people["Hạnh"],
            work.occurrences["late"],
            date(2026, 6, 30),
            "mưa bão",
            office.clock(),
            f"person:{office.cast.people['Hạnh'].id}",
        )
    return done.request.id


async def test_what_was_asked_is_granted_with_another_date(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    number = await asked(office, work)
    html = (await mai.get(PAGE)).text
    assert "Đề nghị đang chờ trả lời (1)" in told(html)
    assert "mưa bão" in html
    path = f"{PAGE}/de-nghi/{number}"
    body = {"form": form_token(html), "decision": "granted", "until": "26/6/2026"}
    assert (await mai.post(path, data=body)).status_code == 303
    page = told((await mai.get(PAGE)).text)
    assert "gia hạn từ thứ Hai 8/6 đến thứ Sáu 26/6" in page
    assert "Đề nghị đang chờ" not in page


async def test_an_answer_is_taken_back_and_what_was_asked_waits_again(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    number = await asked(office, work)
    token = form_token((await mai.get(PAGE)).text)
    await mai.post(f"{PAGE}/de-nghi/{number}", data={"form": token, "decision": "granted"})
    html = (await mai.get(PAGE)).text
    assert "Vừa đồng ý gia hạn #1." in told(html)
    path = re.search(r'action="(/ban/duyet/de-nghi/\d+/hoan-tac)"', html)
    assert path
    for _ in range(2):
        await mai.post(path[1], data={"form": token})
    page = told((await mai.get(PAGE)).text)
    assert "đã được rút lại trước đó" in page, "a double tap"
    assert "Đề nghị đang chờ trả lời (1)" in page
    assert "Vừa đồng ý" not in page
    story = told((await mai.get(f"/ban/viec/1?ky={work.occurrences['late']}")).text)
    assert "đồng ý gia hạn đến thứ Ba 30/6" in story
    assert "Đã rút lại lúc" in story


async def test_a_refusal_needs_words(office: Office, work: Work, mai: httpx.AsyncClient) -> None:
    path = f"{PAGE}/de-nghi/{await asked(office, work)}"
    token = form_token((await mai.get(PAGE)).text)
    answer = await mai.post(path, data={"form": token, "decision": "refused", "until": "29/6"})
    assert "cần ghi lý do" in told(answer.text)
    assert 'value="29/6"' in answer.text
    await mai.post(path, data={"form": token, "decision": "refused", "said": "còn đủ thời gian"})
    assert "Không đồng ý gia hạn #1: còn đủ thời gian." in told((await mai.get(PAGE)).text)


async def test_an_earlier_picture_that_looks_the_same_stands_beside_the_question(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    look = PicturePrint(100, bytes(32), bytes(224))
    old = "e" * 64
    async with office.store.write() as unit:
        ward = unit.ward(office.cast.ward.id)
        (own,) = await ward.evidence.of_reports([report])
        other = next(
            o for o in await ward.occurrences.all_owed() if o.id != work.occurrences["reported"]
        )
        before = await ward.reports.add(
            other.id, own.person_id, "xong", Progress(Doneness.DONE), before={}, now=office.clock()
        )
        await ward.evidence.detach(report)
        for digest, under in ((old, before), (own.sha256 or "", report)):
            await ward.prints.keep(digest, look)
            await ward.evidence.add(
                own.person_id,
                channel="web",
                ref=digest,
                name="cũ.jpg",
                mime="image/jpeg",
                size=5,
                sha256=digest,
                is_compressed=False,
                exif={},
                taken_at=None,
                sent_at=office.clock(),
                received_at=office.clock(),
                report_id=under,
            )
    html = (await mai.get(f"{PAGE}/{work.occurrences['reported']}")).text
    assert "Ảnh này giống ảnh đã nộp cho #" in told(html)
    assert f'href="/tep/{old}/xem"' in html


async def test_a_file_that_was_destroyed_is_named_so_and_not_linked(
    office: Office, work: Work, report: int, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        ward = unit.ward(office.cast.ward.id)
        (own,) = await ward.evidence.of_reports([report])
        await ward.erasures.blot_out(own.sha256 or "", "Tệp đã hủy theo quyết định 15/QĐ-UBND")
    html = (await mai.get(f"{PAGE}/{work.occurrences['reported']}")).text
    assert "Tệp đã hủy theo quyết định 15/QĐ-UBND" in told(html)
    assert str(own.sha256) not in html
