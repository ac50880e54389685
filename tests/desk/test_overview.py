"""The first page: its numbers are those of the weekly summary."""

import httpx

from data.domain.tasks import OccurrenceState
from tests.desk.test_reviewing import asked
from tests.desk.ward import Work, told
from tests.web.conftest import signed_in
from tests.web.office import Office


async def test_every_light_stands_with_its_word_and_number(mai: httpx.AsyncClient) -> None:
    page = told((await mai.get("/ban")).text)
    assert (
        "1 🔴 Quá hạn 1 🟡 Sắp đến hạn 1 🟢 Đúng hạn 1 ⚪ Chờ sự kiện 1 ❓ Cần ấn định hạn 1 ✅ Xong"
        in page
    )
    assert "1 📥 Chờ duyệt cũ nhất 2 ngày" in page
    assert "Văn phòng HĐND và UBND 1 0 0 1 0 0 2" in page


async def test_an_officer_reads_their_own_numbers(hanh: httpx.AsyncClient) -> None:
    page = told((await hanh.get("/ban")).text)
    assert "1 🔴 Quá hạn 0 🟡 Sắp đến hạn 0 🟢 Đúng hạn 1 ⚪ Chờ sự kiện" in page
    assert "0 📥 Chờ duyệt" in page


async def test_a_new_ward_reads_what_comes_first(office: Office) -> None:
    page = told((await (await signed_in(office, "Mai")).get("/ban")).text)
    assert "Chưa có việc nào đang theo dõi." in page


async def test_an_agency_of_an_ugly_name_is_shown_as_text(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        agency = office.cast.agencies["Trạm Y tế"]
        await unit.ward(office.cast.ward.id).agencies.rename(agency, "<script>alert(1)</script>")
    html = (await mai.get("/ban")).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


async def test_what_else_waits_is_named_with_its_place_and_nothing_that_does_not(
    office: Office, work: Work, mai: httpx.AsyncClient, hanh: httpx.AsyncClient
) -> None:
    assert "có vướng mắc" not in (await mai.get("/ban")).text
    async with office.store.write() as unit:
        occurrences = unit.ward(office.cast.ward.id).occurrences
        await occurrences.change(work.occurrences["soon"], obstacle="thiếu kinh phí")
        await occurrences.change(work.occurrences["late"], state=OccurrenceState.RETURNED)
    await asked(office, work)
    html = (await mai.get("/ban")).text
    for path, words in (
        ("/ban/duyet#de-nghi", "🙋 1 đề nghị chờ trả lời"),
        ("/ban/viec?loai=tra-lai", "↩️ 1 báo cáo bị trả lại"),
        ("/ban/viec?loai=vuong", "⚠️ 1 việc có vướng mắc"),
    ):
        assert f'href="{path}">{words}</a>' in html
    own = told((await hanh.get("/ban")).text)
    assert "↩️ 1 báo cáo bị trả lại" in own
    assert "có vướng mắc" not in own, "it is another agency's"
    assert "chờ trả lời" not in own, "officers answer no request"
