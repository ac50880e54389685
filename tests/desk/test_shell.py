"""Who may come to the desk, what its frame shows, and what is said once after a change."""

from dataclasses import replace

import httpx
import pytest
from starlette.routing import Route

from bot.web.desk.paging import paging
from bot.web.desk.shell import at_desk, change, desk_form, desk_page, go_back, number_in
from bot.web.refusals import PageError
from data.domain.access import Wish
from data.domain.people import Role
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk as words
from data.texts import desk_overview
from tests.desk.ward import Work, told
from tests.web.conftest import client, signed_in
from tests.web.office import Office


async def as_role(office: Office, name: str, role: Role) -> httpx.AsyncClient:
    """Give somebody of the cast another role and return their browser."""
    person = replace(office.cast.people[name], roles=frozenset({role}))
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).people.save(person)
    return await signed_in(office, name)


async def test_a_stranger_is_told_the_way_in(office: Office) -> None:
    answer = await client(office).get("/ban")
    assert answer.status_code == 401
    assert words.not_signed_in() in told(answer.text)
    assert "Phường" not in answer.text


@pytest.mark.parametrize("role", [Role.LEAD_OFFICE, Role.ADMIN])
async def test_the_office_may_do_everything(office: Office, work: object, role: Role) -> None:
    page = told((await (await as_role(office, "Lan", role)).get("/ban")).text)
    assert "Võ Thị Lan" in page
    assert words.read_only() not in page
    assert "Tình trạng hệ thống" in page


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.INSPECTOR])
async def test_overseers_see_all_and_inspectors_read_that_they_only_look(
    office: Office, work: object, role: Role
) -> None:
    page = told((await (await as_role(office, "Lan", role)).get("/ban")).text)
    assert (words.read_only() in page) is (role is Role.INSPECTOR)
    assert "Trạm Y tế" in page
    assert "Tình trạng hệ thống" not in page


async def test_others_see_the_work_of_their_own_agencies(hanh: httpx.AsyncClient) -> None:
    page = told((await hanh.get("/ban")).text)
    assert words.own_work() in page
    assert "Văn phòng HĐND và UBND" in page
    assert "Trạm Y tế" not in page


async def test_a_page_that_is_not_there_leads_back_to_the_desk(mai: httpx.AsyncClient) -> None:
    for path in ("/ban/viec/99", "/ban/khong-co"):
        answer = await mai.get(path)
        assert answer.status_code == 404
        assert '<a class="button" href="/ban">Về bàn làm việc</a>' in answer.text


async def test_somebody_who_left_does_not_come_in(office: Office, hanh: httpx.AsyncClient) -> None:
    person = replace(office.cast.people["Hạnh"], is_active=False)
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).people.save(person)
    assert (await hanh.get("/ban")).status_code == 401


def with_routes(office: Office) -> None:
    """Add a page of the tests, as a new page of the desk is added."""

    async def show(request):  # type: ignore[no-untyped-def]
        desk = await at_desk(request)
        shown = {"w": desk_overview, "o": _EMPTY, "observes": False}
        return await desk_page(desk, "desk/overview.html", active="test", **shown)

    async def act(request):  # type: ignore[no-untyped-def]
        desk, fields = await desk_form(request, Wish.ASSIGN)

        async def refuse_or_say(unit: UnitOfWork) -> str:
            if fields["say"] == ["no"]:
                await unit.ward(desk.ward.id).agencies.add("Cơ quan thừa")
                raise RefusedError("Chưa được, thưa đồng chí.")
            return fields["say"][0]

        return await change(desk, "/ban/thu", refuse_or_say)

    office.app.router.routes += [
        Route("/ban/thu", show),
        Route("/ban/thu", act, methods=["POST"]),
    ]


class _Empty:
    class total:  # noqa: N801 - stands for a value
        total = 0


_EMPTY = _Empty()


async def post(browser: httpx.AsyncClient, say: str) -> httpx.Response:
    page = (await browser.get("/")).text
    token = page.partition('name="form" value="')[2].partition('"')[0]
    return await browser.post("/ban/thu", data={"form": token, "say": say})


async def test_what_was_done_is_said_once(office: Office, mai: httpx.AsyncClient) -> None:
    with_routes(office)
    answer = await post(mai, "Đã đôn đốc <b>3</b> người.")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ban/thu")
    html = (await mai.get("/ban/thu")).text
    assert "Đã đôn đốc &lt;b&gt;3&lt;/b&gt; người." in html
    assert 'role="status"' in html
    assert "Đã đôn đốc" not in (await mai.get("/ban/thu")).text


async def test_a_refusal_is_said_on_the_page_and_undoes_everything(
    office: Office, mai: httpx.AsyncClient
) -> None:
    with_routes(office)
    assert (await post(mai, "no")).status_code == 303
    html = (await mai.get("/ban/thu")).text
    assert "Chưa được, thưa đồng chí." in html
    assert 'role="alert"' in html
    async with office.store.read() as unit:
        names = [a.name for a in await unit.ward(office.cast.ward.id).agencies.all()]
    assert "Cơ quan thừa" not in names


async def test_who_may_not_write_is_refused_kindly(office: Office, hanh: httpx.AsyncClient) -> None:
    with_routes(office)
    answer = await post(hanh, "Đã làm")
    assert answer.status_code == 403
    assert "Việc này do cơ quan đầu mối làm" in answer.text


async def test_a_form_of_another_site_does_nothing(office: Office, mai: httpx.AsyncClient) -> None:
    with_routes(office)
    assert (await mai.post("/ban/thu", data={"say": "x"})).status_code == 403


@pytest.mark.parametrize("value", ["", "x.y", "0" * 32 + ".PQ==", "." * 50, "é"])
async def test_a_sentence_that_we_did_not_write_is_not_shown(
    mai: httpx.AsyncClient, value: str
) -> None:
    answer = await mai.get("/ban", headers=[(b"cookie", _cookies(mai, value))])
    assert answer.status_code == 200
    assert 'class="told' not in answer.text


def _cookies(browser: httpx.AsyncClient, value: str) -> bytes:
    own = "; ".join(f"{c.name}={c.value}" for c in browser.cookies.jar)
    return f"{own}; nhacviec_flash={value}".encode()


async def test_a_very_long_sentence_still_fits_a_cookie(
    office: Office, mai: httpx.AsyncClient
) -> None:
    with_routes(office)
    answer = await post(mai, "ệ" * 5000)
    assert len(answer.headers["set-cookie"]) < 4096
    assert "ệệệ" in (await mai.get("/ban/thu")).text


async def test_addresses_keep_the_other_filters(office: Office, mai: httpx.AsyncClient) -> None:
    from bot.web.desk import shell

    seen = []

    async def show(request):  # type: ignore[no-untyped-def]
        desk = await at_desk(request)
        seen.append((desk.address(trang=3), desk.address(tim=None), desk.address("/ban", a="b c")))
        return go_back(desk, shell.HOME)

    office.app.router.routes.append(Route("/ban/thu", show))
    await mai.get("/ban/thu", params={"tim": "hộ nghèo", "trang": "2"})
    assert seen == [
        ("/ban/thu?tim=h%E1%BB%99+ngh%C3%A8o&trang=3", "/ban/thu?trang=2", "/ban?a=b+c")
    ]


@pytest.mark.parametrize("text", ["", "-1", "1.5", "abc", "9" * 11, "²", "2147483648", "1 "])
def test_an_id_is_a_number_that_the_database_takes(text: str) -> None:
    with pytest.raises(PageError) as refused:
        number_in(text)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 0, (1, 1, 0, 0)),
        (1, 5, (1, 1, 1, 5)),
        (2, 120, (2, 3, 51, 100)),
        (9, 120, (3, 3, 101, 120)),
    ],
)
def test_a_page_past_the_end_is_the_last(
    number: int, total: int, shown: tuple[int, int, int, int]
) -> None:
    p = paging(number, 50, total)
    assert (p.number, p.last, p.first_row, p.last_row) == shown


async def test_a_tab_is_named_after_its_page(
    office: Office, mai: httpx.AsyncClient, work: Work
) -> None:
    hanh = office.cast.people["Hạnh"]
    for path, name in (
        ("/ban", "Tổng quan"),
        ("/ban/don-doc", "Đôn đốc"),
        ("/ban/viec/4", "#4"),
        (f"/ban/can-bo/{hanh.id}", "Lê Văn Hạnh"),
    ):
        assert f"<title>{name} · Nhắc Việc</title>" in (await mai.get(path)).text
