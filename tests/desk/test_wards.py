"""Several wards at a glance: numbers of those granted, never anybody's name or words."""

import pytest

from data.errors import RefusedError
from jobs.actions.allow import CONSOLE
from jobs.actions.observe import let_observe
from tests.cast import Cast, found
from tests.desk.ward import Work, told, with_work
from tests.web.conftest import signed_in
from tests.web.office import Office

PAGE = "/ban/cac-phuong"


@pytest.fixture
async def other(office: Office, work: Work) -> Cast:
    """Another ward on the same machine."""
    cast = await found(office.store, linked=False)
    async with office.store.write() as unit:
        await unit.wards.rename(cast.ward.id, "Phường Đông An")
    await with_work(office.store, cast)
    return cast


async def grant(office: Office, other: Cast, name: str, *, take_back: bool = False) -> None:
    async with office.store.write() as unit:
        await let_observe(
            unit,
            office.cast.ward,
            office.cast.people[name],
            [other.ward.id],
            office.clock(),
            CONSOLE,
            take_back=take_back,
        )


async def test_nobody_sees_another_ward_before_it_is_granted(office: Office, other: Cast) -> None:
    for name in ("Mai", "Sơn", "Hạnh"):
        browser = await signed_in(office, name)
        assert (await browser.get(PAGE)).status_code == 404
        assert PAGE not in (await browser.get("/ban")).text


async def test_who_was_granted_reads_numbers_and_no_people(office: Office, other: Cast) -> None:
    await grant(office, other, "Sơn")
    son = await signed_in(office, "Sơn")
    assert PAGE in (await son.get("/ban")).text
    page = told((await son.get(PAGE)).text)
    assert "Tình hình 2 phường" in page
    assert "Phường Đông An 1 1 1 1 1 1 1 6" in page
    assert "Phường Hòa Bình 1 1 1 1 1 1 1 6" in page
    assert page.index("Phường Đông An 1") < page.index("Phường Hòa Bình 1"), "by the alphabet"
    assert "Tổ dân phố 5 0 0 0 0 0 1 1" in page
    for person in other.people.values():
        if person.name != "Hoàng Minh Sơn":
            assert person.name not in page
    for words in ("đã niêm yết", "Đối thoại với Nhân dân"):
        assert words not in page


async def test_an_officer_reads_the_granted_ward_but_not_more_of_their_own(
    office: Office, other: Cast
) -> None:
    await grant(office, other, "Hạnh")
    hanh = await signed_in(office, "Hạnh")
    page = told((await hanh.get(PAGE)).text)
    assert "Tình hình 1 phường" in page
    assert "Phường Đông An" in page
    theirs = (await hanh.get(f"/ban/viec?coquan={other.agencies['Trạm Y tế']}")).text
    assert "Không có việc nào trong danh sách này." in theirs


async def test_it_is_taken_back_and_both_are_noted(office: Office, other: Cast) -> None:
    await grant(office, other, "Sơn")
    await grant(office, other, "Sơn", take_back=True)
    assert (await (await signed_in(office, "Sơn")).get(PAGE)).status_code == 404
    async with office.store.read() as unit:
        kinds = [e.kind for e in await unit.ward(other.ward.id).log.read()]
    assert kinds == ["observer.granted", "observer.revoked"]


async def test_only_the_console_grants_it(office: Office, other: Cast) -> None:
    mai, ward = office.cast.people["Mai"], office.cast.ward
    async with office.store.write() as unit:
        with pytest.raises(RefusedError):
            await let_observe(unit, ward, mai, [other.ward.id], office.clock(), f"person:{mai.id}")
        for wrong in ([], [other.ward.id, 999]):
            with pytest.raises(RefusedError):
                await let_observe(unit, ward, mai, wrong, office.clock(), CONSOLE)
