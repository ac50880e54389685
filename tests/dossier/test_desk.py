"""Dossiers at the desk: ordered, made beside the work, taken by who ordered, opened to inspectors."""

import io
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from data.domain.dossier_orders import KEPT, OrderState
from data.domain.rules import Continuous
from data.store.occurrences import NewOccurrence
from jobs.ports import World
from jobs.reports.dossier.kiem_tra import check
from jobs.ticks.make_dossiers import dossier_path, make_dossiers
from tests.cast import add_task, found
from tests.dossier.house import NOW, House
from tests.web.conftest import client, signed_in
from tests.web.office import Office

PAGE = "/ban/ho-so"


@pytest.fixture
async def office(house: House, tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(house.store, house.files, house.cast)
    made.clock.now = NOW
    made.app.state.context = replace(made.app.state.context, dossiers=tmp_path / "ho-so")
    yield made
    await made.settled()


@pytest.fixture
async def mai(office: Office) -> httpx.AsyncClient:
    return await signed_in(office, "Mai")


@pytest.fixture
def world(house: House, tmp_path: Path) -> World:
    return replace(house.world, dossiers=tmp_path / "ho-so")


def _token(page: httpx.Response) -> str:
    found = re.search(r'name="form" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def _post(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    page = await browser.get(PAGE)
    form = {"form": _token(page), **{k.replace("_", "-"): v for k, v in fields.items()}}
    return await browser.post(path, data=form, follow_redirects=True)


async def _order(browser: httpx.AsyncClient) -> httpx.Response:
    return await _post(browser, PAGE, ke_hoach="1", tu="1/6/2026", den="30/6")


async def _link(browser: httpx.AsyncClient, days: str = "7") -> str:
    answer = await _post(browser, f"{PAGE}/1/duong-dan", cho="Đoàn kiểm tra", ngay=days)
    found = re.search(r"/kiem-tra/([\w-]{32})", answer.text)
    assert found is not None, answer.text
    return f"/kiem-tra/{found[1]}"


async def _kinds(house: House) -> list[str]:
    async with house.store.read() as unit:
        log = await unit.ward(house.cast.ward.id).log.read()
    return [f"{e.kind} {e.actor}" for e in log if e.kind.startswith("dossier.")]


async def test_it_is_made_beside_the_work_and_taken_by_who_ordered_it(
    house: House, world: World, mai: httpx.AsyncClient, tmp_path: Path
) -> None:
    assert "Hồ sơ đang được xuất" in (await _order(mai)).text
    assert "đang chờ xuất" in (await mai.get(PAGE)).text
    assert await make_dossiers(world, NOW) == {"made": 1, "refused": 0, "removed": 0}
    assert "xong, không quá 1 MB, lưu đến 09:00 ngày 07/07/2026" in (await mai.get(PAGE)).text
    taken = await mai.get(f"{PAGE}/1/tep")
    assert (
        "ho-so-phuong-hoa-binh-20260601-20260630-xuat-20260630.zip"
        in taken.headers["content-disposition"]
    )
    (tmp_path / "taken.zip").write_bytes(taken.content)
    assert not any(step.faults for step in check(tmp_path / "taken.zip"))
    minutes = await mai.get(f"{PAGE}/1/bien-ban")
    assert "BIÊN BẢN NIÊM PHONG" in minutes.text
    assert "ho-so-phuong-hoa-binh-20260601-20260630-xuat-20260630.zip" in minutes.text
    number = house.cast.people["Mai"].id
    assert await _kinds(house) == [
        f"dossier.ordered person:{number}",
        f"dossier.exported person:{number}",
        f"dossier.taken person:{number}",
    ]


async def test_where_nobody_showed_a_file_yet_it_is_made_all_the_same(
    house: House, world: World, mai: httpx.AsyncClient, tmp_path: Path
) -> None:
    async with house.store.write() as unit:
        task = await add_task(unit, house.cast, Continuous(), code=90)
        await unit.ward(house.cast.ward.id).occurrences.make(
            NewOccurrence(
                task.id,
                house.cast.agencies["Trạm Y tế"],
                "k",
                "",
                date(2026, 9, 1),
                date(2026, 9, 30),
                None,
                None,
                None,
            )
        )
    answer = await _post(mai, PAGE, ke_hoach="1", tu="1/9/2026", den="30/9/2026")
    assert "Hồ sơ đang được xuất" in answer.text
    assert await make_dossiers(world, NOW) == {"made": 1, "refused": 0, "removed": 0}
    (tmp_path / "taken.zip").write_bytes((await mai.get(f"{PAGE}/1/tep")).content)
    assert not any(step.faults for step in check(tmp_path / "taken.zip"))


async def test_a_double_tap_orders_one(world: World, mai: httpx.AsyncClient) -> None:
    await _order(mai)
    await _order(mai)
    assert (await make_dossiers(world, NOW))["made"] == 1
    assert (await make_dossiers(world, NOW))["made"] == 0


async def test_what_a_stop_cut_short_is_made_again(
    house: House, world: World, mai: httpx.AsyncClient
) -> None:
    await _order(mai)
    await make_dossiers(world, NOW)
    async with house.store.write() as unit:
        making = OrderState.MAKING.value
        await unit.ward(house.cast.ward.id).dossiers.change(1, state=making, copied=1, total=3)
    assert "đang xuất, 1/3 tệp" in (await mai.get(PAGE)).text
    assert (await make_dossiers(world, NOW))["made"] == 1
    assert (await mai.get(f"{PAGE}/1/tep")).status_code == 200


async def test_why_it_could_not_be_made_stands_on_the_page(
    house: House, world: World, mai: httpx.AsyncClient, tmp_path: Path
) -> None:
    await _order(mai)
    for blob in (tmp_path / "files/blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    assert (await make_dossiers(world, NOW))["refused"] == 1
    page = (await mai.get(PAGE)).text
    assert "chưa xuất được. Tệp “Ảnh họp.jpg” của việc #12" in page
    assert (await mai.get(f"{PAGE}/1/tep")).status_code == 404


async def test_another_of_the_office_does_not_take_it(
    house: House, office: Office, world: World, mai: httpx.AsyncClient
) -> None:
    await _order(mai)
    await make_dossiers(world, NOW)
    lan = house.cast.people["Lan"]
    async with house.store.write() as unit:
        roles = house.cast.people["Mai"].roles
        await unit.ward(house.cast.ward.id).people.save(replace(lan, roles=roles))
    other = await signed_in(office, "Lan")
    answer = await other.get(f"{PAGE}/1/tep", follow_redirects=True)
    assert "Chỉ người xuất hồ sơ được tải" in answer.text


async def test_another_wards_dossier_is_not_there(
    house: House, office: Office, world: World, mai: httpx.AsyncClient
) -> None:
    await _order(mai)
    await make_dossiers(world, NOW)
    neighbour = Office(house.store, house.files, await found(house.store))
    neighbour.app.state.context = office.app.state.context
    theirs = await signed_in(neighbour, "Mai")
    for paper in ("tep", "bien-ban"):
        assert (await mai.get(f"{PAGE}/1/{paper}")).status_code == 200
        assert (await theirs.get(f"{PAGE}/1/{paper}")).status_code == 404
    answer = await _post(theirs, f"{PAGE}/1/duong-dan", cho="Đoàn kiểm tra", ngay="7")
    assert "/kiem-tra/" not in answer.text


@pytest.mark.parametrize("name", ["Hạnh", "Tư", "Sơn"])
async def test_who_is_not_of_the_office_sees_nothing_of_it(office: Office, name: str) -> None:
    browser = await signed_in(office, name)
    assert (await browser.get(PAGE)).status_code == 403
    assert (await browser.get(f"{PAGE}/1/tep")).status_code == 403
    assert PAGE not in (await browser.get("/ban")).text


async def test_a_period_without_work_is_refused_at_once(mai: httpx.AsyncClient) -> None:
    answer = await _post(mai, PAGE, ke_hoach="1", tu="2020-01-01", den="2020-02-01")
    assert "không có việc nào" in answer.text


async def test_days_are_typed_as_they_are_written_here(mai: httpx.AsyncClient) -> None:
    page = (await mai.get(PAGE)).text
    assert 'value="01/01/2026"' in page
    assert 'value="30/06/2026"' in page
    answer = await _post(mai, PAGE, ke_hoach="1", tu="1/6/2026", den="30/06/2026")
    assert "Hồ sơ đang được xuất" in answer.text
    assert "01/06/2026 – 30/06/2026" in answer.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"tu": "31/2/2026", "den": "30/6/2026"}, "Chưa hiểu ngày “31/2/2026”"),
        ({"tu": "", "den": "30/6/2026"}, "chọn kế hoạch, ngày đầu"),
        ({"tu": "30/6/2026", "den": "1/6/2026"}, "Ngày cuối"),
    ],
)
async def test_what_is_no_stretch_of_time_is_said(
    mai: httpx.AsyncClient, fields: dict[str, str], says: str
) -> None:
    page = (await _post(mai, PAGE, ke_hoach="1", **fields)).text
    assert says in page
    typed = re.findall(r'name="(?:tu|den)" [^>]*value="([^"]*)"', page)
    assert typed == list(fields.values()), "what was typed is lost"
    assert 'name="ke-hoach"><option value="1" selected>' in page


class TestAnInspector:
    """Whoever has the link sees this dossier, for a time, and nothing else."""

    @pytest.fixture
    async def link(self, world: World, mai: httpx.AsyncClient) -> str:
        await _order(mai)
        await make_dossiers(world, NOW)
        return await _link(mai)

    async def test_reads_and_takes_the_dossier(
        self, house: House, office: Office, link: str, tmp_path: Path
    ) -> None:
        inspector = client(office)
        assert "Dành cho: Đoàn kiểm tra. Xem được đến" in (await inspector.get(link)).text
        index = await inspector.get(f"{link}/xem/data/index.html")
        assert "đã báo cáo xong" in index.text
        assert "script" not in index.headers["content-security-policy"]
        (photo,) = re.findall(r'href="(minh-chung/[^"]*viec-012[^"]*)"', index.text)
        task = await inspector.get(f"{link}/xem/data/{photo}")
        (name,) = re.findall(r'img src="([^"]+)"', task.text)
        image = await inspector.get(f"{link}/xem/data/{photo.rpartition('/')[0]}/{name}")
        assert image.headers["content-type"] == "image/jpeg"
        paper = await inspector.get(f"{link}/xem/data/bang-ke.xlsx")
        assert paper.headers["content-disposition"].startswith("attachment")
        taken = (await inspector.get(f"{link}/tep")).content
        (tmp_path / "taken.zip").write_bytes(taken)
        assert not any(step.faults for step in check(tmp_path / "taken.zip"))
        assert (await _kinds(house))[-2:] == ["dossier.seen link:1", "dossier.taken link:1"]

    async def test_sees_nothing_else(self, office: Office, link: str) -> None:
        inspector = client(office)
        await inspector.get(link)
        for path in ("/ban", PAGE, f"{PAGE}/1/tep", "/tinh-trang"):
            assert (await inspector.get(path)).status_code in (401, 403)
        for name in ("../../nhacviec.db", "..%2f..%2fkhoa", "khong-co", ""):
            assert (await inspector.get(f"{link}/xem/{name}")).status_code == 404

    async def test_is_shut_out_when_the_time_is_over(self, office: Office, link: str) -> None:
        inspector = client(office)
        office.clock.now = NOW + timedelta(days=7)
        for path in (link, f"{link}/tep", f"{link}/xem/data/index.html"):
            answer = await inspector.get(path)
            assert answer.status_code == 404
            assert "không còn hiệu lực" in answer.text

    async def test_reads_that_it_is_over_when_the_file_was_lost_with_a_disk(
        self, office: Office, link: str, tmp_path: Path
    ) -> None:
        dossier_path(tmp_path / "ho-so", 1).unlink()
        for path in (f"{link}/tep", f"{link}/xem/data/index.html"):
            answer = await client(office).get(path)
            assert answer.status_code == 404
            assert "không còn hiệu lực" in answer.text

    async def test_is_shut_out_at_once_when_the_link_is_taken_back(
        self, house: House, office: Office, mai: httpx.AsyncClient, link: str
    ) -> None:
        inspector = client(office)
        await inspector.get(link)
        assert "đã mở 1 lần" in (await mai.get(PAGE)).text
        assert "Đã thu hồi" in (await _post(mai, f"{PAGE}/duong-dan/1/thu-hoi")).text
        assert (await inspector.get(link)).status_code == 404
        assert (await _kinds(house))[-1].startswith("dossier.closed_to")

    async def test_is_told_the_same_of_a_link_that_never_was(self, office: Office) -> None:
        answer = await client(office).get("/kiem-tra/" + "a" * 32)
        assert answer.status_code == 404
        assert "không còn hiệu lực" in answer.text

    @pytest.mark.usefixtures("link")
    async def test_keeps_the_file_as_long_as_the_link(
        self, world: World, mai: httpx.AsyncClient, tmp_path: Path
    ) -> None:
        await _link(mai, days="20")
        assert (await make_dossiers(world, NOW + KEPT))["removed"] == 0
        assert (await make_dossiers(world, NOW + timedelta(days=20)))["removed"] == 1
        assert not dossier_path(tmp_path / "ho-so", 1).exists()
        assert list((tmp_path / "ho-so").iterdir()) == []
        assert "đã hết hạn lưu" in (await mai.get(PAGE)).text

    @pytest.mark.parametrize("days", ["0", "31", "abc", ""])
    @pytest.mark.usefixtures("link")
    async def test_gets_no_link_without_an_end(self, mai: httpx.AsyncClient, days: str) -> None:
        answer = await _post(mai, f"{PAGE}/1/duong-dan", cho="Đoàn", ngay=days)
        assert "từ 1 đến 30 ngày" in answer.text
        assert re.search(r'name="cho" [^>]*value="Đoàn" ', answer.text)
        assert "<details open>" in answer.text

    async def test_the_code_is_kept_nowhere(self, house: House, link: str, tmp_path: Path) -> None:
        code = link.rpartition("/")[2].encode()
        async with house.store.engine.connect() as conn:
            await conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert code not in (tmp_path / "nhacviec.db").read_bytes()


async def test_only_files_of_the_bag_are_in_the_zip(world: World, mai: httpx.AsyncClient) -> None:
    await _order(mai)
    await make_dossiers(world, NOW)
    taken = (await mai.get(f"{PAGE}/1/tep")).content
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        assert {n.partition("/")[0] for n in archive.namelist()} == {
            "ho-so-phuong-hoa-binh-20260601-20260630"
        }
