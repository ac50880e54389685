"""The lists: by light, agency, component and plan; found with and without diacritics."""

from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from data.domain.board import Filter
from data.domain.rules import Granularity, Window
from data.domain.tasks import OccurrenceState
from data.store.occurrences import NewOccurrence
from jobs.actions import board
from tests.cast import MONDAY, found
from tests.desk.ward import TODAY, Work, told, with_work
from tests.web.conftest import signed_in
from tests.web.office import Office

TITLES = {
    1: "Đối thoại với Nhân dân",
    2: "Giám sát công trình đường số 3",
    3: "Khám sức khỏe người cao tuổi",
    4: "Niêm yết danh sách hộ nghèo",
    5: "Tuyên truyền bầu cử tổ trưởng",
    6: "Công khai quy hoạch",
}


async def listed(browser: httpx.AsyncClient, **query: str) -> set[int]:
    """Return the numbers of the tasks that a list shows."""
    answer = await browser.get("/ban/viec", params=query)
    assert answer.status_code == 200
    return {code for code, title in TITLES.items() if title in answer.text}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("", {1, 2, 3, 4, 5, 6}),
        ("qua-han", {1}),
        ("sap-den-han", {2}),
        ("dung-han", {3}),
        ("cho-duyet", {4}),
        ("xong", {4}),
        ("cho-su-kien", {5}),
        ("can-an-dinh-han", {6}),
        ("tra-lai", set()),
        ("vuong", set()),
        ("chua-den-ky", set()),
        ("no-such-list", {1, 2, 3, 4, 5, 6}),
    ],
)
async def test_each_list_has_its_own(mai: httpx.AsyncClient, kind: str, codes: set[int]) -> None:
    assert await listed(mai, loai=kind) == codes


async def test_a_line_says_who_until_when_and_how_it_stands(mai: httpx.AsyncClient) -> None:
    page = told((await mai.get("/ban/viec", params={"loai": "qua-han"})).text)
    assert "🔴 Quá hạn: 1" in page
    assert (
        "#1 Đối thoại với Nhân dân Văn phòng HĐND và UBND thứ Hai 8/6 🔴 quá hạn 7 ngày chưa báo cáo"
        in page
    )


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("hộ nghèo", {4}),
        ("ho ngheo", {4}),
        ("HO NGHEO", {4}),
        ("nghèo hộ", {4}),
        ("hồ nghèo", {4}),  # nothing is written so: found without its marks
        ("#3", {3}),
        ("3", {2, 3}),  # the number, and "đường số 3"
        ("tram y te", {3}),
        ("Trạm Y tế người", {3}),
        ("duong so", {2}),
        ("100%", set()),
        ("_", set()),
        ("khong co viec nay", set()),
        ("bầu cử", {5}),  # it waits for an event: nothing is owed yet
        ("quy hoach", {6}),  # it has no date yet
        ("5", {5, 4}),  # the number, and "Tổ dân phố 5"
        ("' OR 1=1 --", set()),
    ],
)
async def test_words_are_found_however_they_are_typed(
    mai: httpx.AsyncClient, said: str, codes: set[int]
) -> None:
    assert await listed(mai, tim=said) == codes


async def test_what_owes_nothing_yet_stands_last_and_says_what_it_waits_for(
    mai: httpx.AsyncClient,
) -> None:
    page = told((await mai.get("/ban/viec")).text)
    assert "Tất cả các việc: 6" in page
    assert (
        "#5 Tuyên truyền bầu cử tổ trưởng Văn phòng HĐND và UBND ⚪ Chờ sự kiện: “Trước kỳ" in page
    )
    assert (
        page.index("#3 Khám sức khỏe") < page.index("#5 Tuyên truyền") < page.index("#6 Công khai")
    )


async def test_a_task_of_another_year_is_not_lost(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        tasks = unit.ward(office.cast.ward.id).tasks
        far = Window(end=date(2028, 3, 15), granularity=Granularity.DAY)
        await tasks.save(replace(work.tasks[6], rule=far), next_open_on=None)
    assert await listed(mai, tim="quy hoạch") == {6}
    page = told((await mai.get("/ban/viec", params={"tim": "quy hoạch"})).text)
    assert "⏳ Chưa có kỳ nào: “Theo quy định”" in page


async def test_nothing_found_does_not_promise_anything(mai: httpx.AsyncClient) -> None:
    page = told((await mai.get("/ban/viec", params={"tim": "đền bù"})).text)
    assert "Không có việc nào trong danh sách này." in page
    assert "khớp khi bỏ dấu" not in page


async def test_pages_go_on_from_what_is_owed_to_what_is_not(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    found_on: list[tuple[list[int], list[int], int]] = []
    async with office.store.read() as unit:
        for number in (1, 2, 3, 4):
            page = await board.listed(
                unit, office.cast.ward, Filter(), office.clock(), page=number, size=3
            )
            found_on.append(
                ([r.code for r in page.rows], [x.task.code for x in page.tasks], page.total)
            )
    assert found_on == [([1, 4, 2], [], 6), ([3], [5, 6], 6), ([3], [5, 6], 6), ([3], [5, 6], 6)]


async def test_marked_words_are_found_as_they_are_marked(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        tasks = unit.ward(office.cast.ward.id).tasks
        await tasks.save(
            replace(
                work.tasks[3], title="Khám bệnh cho họ", short_title="Khám sức khỏe người cao tuổi"
            ),
            next_open_on=None,
        )
    assert await listed(mai, tim="hộ") == {4}
    assert {3, 4} <= await listed(mai, tim="ho")
    page = told((await mai.get("/ban/viec", params={"tim": "hồ"})).text)
    assert "Không có việc nào ghi đúng “hồ”. Đây là các việc khớp khi bỏ dấu." in page


async def test_search_and_filters_go_together(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        tasks = unit.ward(office.cast.ward.id).tasks
        await tasks.save(
            replace(work.tasks[2], component="Công khai, minh bạch"), next_open_on=None
        )
        await tasks.save(
            replace(work.tasks[6], component="Công khai, minh bạch"), next_open_on=None
        )
    roads = str(office.cast.agencies["Phòng Kinh tế, Hạ tầng và Đô thị"])
    assert await listed(mai, coquan=roads) == {2, 6}
    assert await listed(mai, coquan=roads, loai="can-an-dinh-han") == {6}
    assert await listed(mai, noidung="Công khai, minh bạch") == {2, 6}
    assert await listed(mai, noidung="Công khai, minh bạch", loai="can-an-dinh-han") == {6}
    assert await listed(mai, noidung="Công khai, minh bạch", tim="minh bach") == {2, 6}
    assert await listed(mai, loai="can-an-dinh-han", tim="quy hoach") == {6}
    assert await listed(mai, loai="can-an-dinh-han", tim="#6") == {6}
    assert await listed(mai, loai="can-an-dinh-han", tim="khac") == set()
    assert await listed(mai, kehoach=str(work.tasks[1].plan_id)) == {1, 2, 3, 4, 5, 6}
    assert await listed(mai, kehoach="99999") == set()
    assert await listed(mai, coquan="x") == {1, 2, 3, 4, 5, 6}


async def test_a_plan_without_components_is_narrowed_by_its_groups_of_tasks(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        tasks = unit.ward(office.cast.ward.id).tasks
        await tasks.save(replace(work.tasks[3], section="Gần dân"), next_open_on=None)
        await tasks.save(replace(work.tasks[5], section="Gần dân"), next_open_on=None)
    assert "<option>Gần dân</option>" in (await mai.get("/ban/viec")).text
    assert await listed(mai, noidung="Gần dân") == {3, 5}


async def test_an_officer_lists_their_own_work_whatever_they_ask(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    health = str(office.cast.agencies["Trạm Y tế"])
    assert await listed(hanh) == {1, 5}
    assert await listed(hanh, coquan=health) == set()
    assert await listed(hanh, loai="can-an-dinh-han") == set()
    assert await listed(hanh, loai="cho-su-kien") == {5}
    page = (await hanh.get("/ban/viec")).text
    assert "Đôn đốc" not in page
    assert "Trạm Y tế" not in page


async def test_other_states_have_their_lists(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        occurrences = unit.ward(office.cast.ward.id).occurrences
        late = TODAY - timedelta(days=7)
        await occurrences.change(
            work.occurrences["late"], state=OccurrenceState.RETURNED, excused_due_on=late
        )
        await occurrences.change(
            work.occurrences["soon"], obstacle="thiếu kinh phí", progress="đã làm 50%"
        )
        await occurrences.change(work.occurrences["green"], opens_on=TODAY + timedelta(days=9))
    assert await listed(mai, loai="tra-lai") == {1}
    assert await listed(mai, loai="vuong") == {2}
    assert await listed(mai, loai="chua-den-ky") == {3}
    page = told((await mai.get("/ban/viec")).text)
    assert "🔴 quá hạn 7 ngày, lý do khách quan đã xác nhận, bị trả lại" in page
    assert "đã làm 50%; vướng: thiếu kinh phí" in page
    assert "⏳ từ 24/6" in page


async def test_a_long_list_comes_in_pages(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        for number in range(60):
            await unit.ward(office.cast.ward.id).occurrences.make(
                NewOccurrence(
                    task_id=work.tasks[3].id,
                    agency_id=office.cast.agencies["Trạm Y tế"],
                    period_key=f"k{number}",
                    label=f"kỳ {number:02}",
                    opens_on=TODAY,
                    due_on=TODAY + timedelta(days=100 + number),
                    event_id=None,
                    next_remind_at=None,
                    next_escalate_at=None,
                )
            )
    query = {"loai": "dung-han", "tim": "kham suc khoe"}
    first = (await mai.get("/ban/viec", params=query)).text
    assert "1–50 trong 61" in first
    assert "loai=dung-han&amp;tim=kham+suc+khoe&amp;trang=2" in first
    for page in ("2", "99"):
        rest = (await mai.get("/ban/viec", params={**query, "trang": page})).text
        assert "51–61 trong 61" in rest
        assert "kỳ 59" in rest
        assert "kỳ 00" not in rest


async def test_words_of_plans_and_people_are_shown_as_text(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    evil = '"><script>alert(1)</script>'
    async with office.store.write() as unit:
        ward = unit.ward(office.cast.ward.id)
        await ward.tasks.save(
            replace(work.tasks[1], title=evil, short_title=evil, component=evil), next_open_on=None
        )
        await ward.occurrences.change(work.occurrences["late"], progress=evil, obstacle=evil)
        await ward.agencies.rename(office.cast.agencies["Trạm Y tế"], evil)
    html = (await mai.get("/ban/viec", params={"tim": evil, "noidung": evil})).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


async def test_another_wards_work_is_never_listed(office: Office, work: Work) -> None:
    other = await found(office.store, now=MONDAY, linked=False)
    await with_work(office.store, other)
    mai = await signed_in(office, "Mai")
    agency = str(other.agencies["Trạm Y tế"])
    assert await listed(mai, coquan=agency) == set()
    assert "Tất cả các việc: 6" in (await mai.get("/ban/viec")).text
