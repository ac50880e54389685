"""Reports written down for somebody at the desk: both names kept, nothing twice, nothing lost."""

import hashlib
import re
from urllib.parse import quote

import httpx
import pytest

from tests.desk.test_people import post
from tests.desk.ward import Work, told
from tests.web.conftest import signed_in
from tests.web.office import Office
from tests.web.test_files import picture


async def brought(browser: httpx.AsyncClient, name: str, content: bytes) -> str:
    """Upload a file as the page's script does, and return its receipt."""
    headers = {"X-Nhac-Viec": "1", "X-File-Name": quote(name)}
    answer = await browser.post("/api/files", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    receipt: str = answer.json()["receipt"]
    return receipt


async def test_a_report_is_written_down_with_both_names(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    hanh = office.cast.people["Hạnh"].id
    body = {"ky": work.occurrences["late"], "nguoi": hanh, "noi": "đã đối thoại, 85 người dự"}
    for _ in range(2):
        assert (await post(mai, "/ban/viec/1/ghi-thay", **body)).status_code == 303
    page = told((await mai.get(f"/ban/viec/1?ky={work.occurrences['late']}")).text)
    assert "Trần Thị Mai báo thay Lê Văn Hạnh, 07:00 thứ Hai 15/6" in page
    async with office.store.read() as unit:
        reports = await unit.ward(office.cast.ward.id).reports.of_occurrence(
            work.occurrences["late"]
        )
        letter = await unit.outbox.find(f"recorded:{reports[0].id}:{hanh}")
    assert [(r.person_id, r.recorded_by) for r in reports] == [(hanh, office.cast.people["Mai"].id)]
    assert letter is not None
    assert "Trần Thị Mai đã ghi giúp đồng chí báo cáo #1" in letter.message.text


async def test_what_was_brought_along_is_evidence_of_the_one_whose_report_it_is(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    tu, owed = office.cast.people["Tư"].id, work.occurrences["reported"]
    receipt = await brought(mai, "bảng tin.png", picture("PNG"))
    body = {"ky": owed, "nguoi": tu, "noi": "đã dán bảng tin", "tep": [receipt, receipt]}
    for _ in range(2):
        assert (await post(mai, "/ban/viec/4/ghi-thay", **body)).status_code == 303
    page = (await mai.get(f"/ban/viec/4?ky={owed}")).text
    assert "Đã ghi báo cáo #4 của Nguyễn Văn Tư, kèm 1 ảnh, tên đồng chí" in told(page)
    async with office.store.read() as unit:
        ward = unit.ward(office.cast.ward.id)
        (report,) = await ward.reports.of_occurrence(owed)
        (photo,) = await ward.evidence.of_reports([report.id])
        letter = await unit.outbox.find(f"recorded:{report.id}:{tu}")
    assert (report.person_id, report.recorded_by) == (tu, office.cast.people["Mai"].id)
    assert (photo.person_id, photo.name, photo.sha256) == (
        tu,
        "bảng tin.png",
        hashlib.sha256(picture("PNG")).hexdigest(),
    )
    assert f'href="/tep/{photo.sha256}/xem"' in page
    assert letter is not None
    assert "“đã dán bảng tin”, kèm 1 ảnh." in letter.message.text


async def test_the_same_words_with_another_photo_are_another_report(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    body = {
        "ky": work.occurrences["late"],
        "nguoi": office.cast.people["Hạnh"].id,
        "noi": "đã làm",
    }
    for color in ("teal", "navy"):
        receipt = await brought(mai, f"{color}.png", picture("PNG", color))
        await post(mai, "/ban/viec/1/ghi-thay", **body, tep=receipt)
    async with office.store.read() as unit:
        ward = unit.ward(office.cast.ward.id)
        reports = await ward.reports.of_occurrence(work.occurrences["late"])
    assert len(reports) == 2


async def test_a_file_that_somebody_else_uploaded_is_not_brought_along(
    office: Office, work: Work, mai: httpx.AsyncClient, hanh: httpx.AsyncClient
) -> None:
    receipt = await brought(hanh, "của người khác.png", picture("PNG"))
    who, late = office.cast.people["Hạnh"].id, work.occurrences["late"]
    answer = await post(mai, "/ban/viec/1/ghi-thay", ky=late, nguoi=who, noi="xong", tep=receipt)
    assert answer.status_code == 409
    async with office.store.read() as unit:
        assert not await unit.ward(office.cast.ward.id).reports.of_occurrence(late)


async def test_who_wrote_it_down_does_not_review_it(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    hanh, late = office.cast.people["Hạnh"].id, work.occurrences["late"]
    await post(mai, "/ban/viec/1/ghi-thay", ky=late, nguoi=hanh, noi="đã xong")
    html = (await mai.get(f"/ban/duyet/{late}")).text
    assert "Báo cáo này có phần của chính đồng chí" in html
    assert 'name="verdict"' not in html


@pytest.mark.parametrize(
    ("who", "said"), [("Lan", "đã xong"), ("Hạnh", "  "), ("Hạnh", "a" * 2001)]
)
async def test_nothing_wrong_is_written_down(
    office: Office, work: Work, mai: httpx.AsyncClient, who: str, said: str
) -> None:
    await post(
        mai,
        "/ban/viec/1/ghi-thay",
        ky=work.occurrences["late"],
        nguoi=office.cast.people[who].id,
        noi=said,
    )
    async with office.store.read() as unit:
        reports = await unit.ward(office.cast.ward.id).reports.of_occurrence(
            work.occurrences["late"]
        )
    assert reports == ()


async def test_an_officer_writes_nothing_down_for_others(office: Office, work: Work) -> None:
    browser = await signed_in(office, "Dũng")
    answer = await post(
        browser,
        "/ban/viec/1/ghi-thay",
        ky=work.occurrences["late"],
        nguoi=office.cast.people["Hạnh"].id,
        noi="đã xong",
    )
    assert answer.status_code == 403


async def test_a_refused_form_keeps_who_what_and_the_files(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    tu, owed = office.cast.people["Tư"].id, work.occurrences["reported"]
    receipt = await brought(mai, "bảng tin.png", picture("PNG"))
    path, body = "/ban/viec/4/ghi-thay", {"ky": owed, "nguoi": tu, "tep": [receipt]}
    html = (await post(mai, path, **body, noi="a" * 2001)).text
    assert "tối đa 2000 ký tự" in told(html)
    assert "a" * 2001 + "</textarea>" in html
    assert f'<option value="{tu}" selected>' in html
    assert "📎 bảng tin.png" in html
    kept = re.findall(r'name="tep" value="([^"]+)" checked', html)
    assert kept == [receipt]
    await post(mai, path, **{**body, "tep": kept}, noi="đã dán bảng tin")
    async with office.store.read() as unit:
        ward = unit.ward(office.cast.ward.id)
        (report,) = await ward.reports.of_occurrence(owed)
        (photo,) = await ward.evidence.of_reports([report.id])
    assert photo.name == "bảng tin.png"
