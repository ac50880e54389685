"""From the chat to the desk: a link that lets one person in, once, for ten minutes."""

import re
from dataclasses import replace

import httpx
import pytest

from data.domain.messages import Chat
from data.texts import desk_link as words
from jobs.actions.desk_link import make_desk_link
from tests.desk.ward import form_token, told
from tests.web.conftest import client, signed_in
from tests.web.office import Office


async def link(office: Office, name: str = "Mai") -> str:
    async with office.store.write() as unit:
        person = office.cast.people[name]
        return (await make_desk_link(unit, office.cast.ward, person, office.clock())).path


async def enter(browser: httpx.AsyncClient, path: str) -> httpx.Response:
    return await browser.post(path, data={"form": form_token((await browser.get(path)).text)})


async def test_a_link_opens_the_desk_as_the_person_who_asked(office: Office) -> None:
    browser = client(office)
    path = await link(office)
    shown = await browser.get(path)
    assert "Máy này sẽ mở với tên Trần Thị Mai." in told(shown.text)
    answer = await enter(browser, path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ban")
    assert "Trần Thị Mai" in (await browser.get("/ban")).text


async def test_previews_use_nothing_up_but_the_second_press_is_refused(office: Office) -> None:
    path = await link(office)
    first, second = client(office), client(office)
    for _ in range(3):
        assert (await client(office).get(path)).status_code == 200
    token = form_token((await second.get(path)).text)
    assert (await enter(first, path)).status_code == 303
    late = await second.post(path, data={"form": token})
    assert late.status_code == 422
    assert words.link_over() in told(late.text)
    assert (await second.get("/ban")).status_code == 401


async def test_it_ends_after_ten_minutes(office: Office) -> None:
    path = await link(office)
    office.clock.pass_by(minutes=10)
    answer = await client(office).get(path)
    assert answer.status_code == 422
    assert words.link_over() in told(answer.text)


async def test_a_newer_link_takes_its_place(office: Office) -> None:
    old, new = await link(office), await link(office)
    assert (await client(office).get(old)).status_code == 422
    assert (await enter(client(office), new)).status_code == 303


@pytest.mark.parametrize("token", ["x", "a" * 32, "é", "a" * 500])
async def test_a_link_that_nobody_made_opens_nothing(office: Office, token: str) -> None:
    assert (await client(office).get(f"/ban/vao/{token}")).status_code == 422


async def test_tries_are_counted(office: Office) -> None:
    browser = client(office)
    statuses = [(await browser.get(f"/ban/vao/{n}")).status_code for n in range(61)]
    assert statuses[-1] == 429


async def test_a_form_of_another_site_lets_nobody_in(office: Office) -> None:
    path = await link(office)
    assert (await client(office).post(path, data={})).status_code == 403
    assert (await enter(client(office), path)).status_code == 303


async def test_who_is_in_already_goes_straight_on_and_uses_nothing_up(office: Office) -> None:
    browser = await signed_in(office, "Mai")
    path = await link(office)
    assert (await browser.get(path)).headers["location"] == "/ban"
    assert (await enter(client(office), path)).status_code == 303
    assert (await browser.get(path)).headers["location"] == "/ban"


async def test_somebody_elses_link_asks_first(office: Office) -> None:
    browser = await signed_in(office, "Hạnh")
    shown = await browser.get(await link(office))
    assert shown.status_code == 200
    assert "Trần Thị Mai" in shown.text


async def test_who_handed_over_has_no_way_in_any_more(office: Office) -> None:
    path = await link(office)
    async with office.store.write() as unit:
        await unit.links.revoke(office.cast.people["Mai"].id, office.clock())
    assert (await client(office).get(path)).status_code == 422


async def test_who_left_has_none_either(office: Office) -> None:
    path = await link(office)
    gone = replace(office.cast.people["Mai"], is_active=False)
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).people.save(gone)
    assert (await client(office).get(path)).status_code == 422


async def test_somebody_of_a_messenger_has_the_desk_and_no_web_chat(office: Office) -> None:
    mai = office.cast.people["Mai"]
    async with office.store.write() as unit:
        await unit.links.revoke(mai.id, office.clock())
        await unit.links.add(
            office.cast.ward.id, mai.id, Chat("telegram", "77", "500"), office.clock()
        )
    browser = client(office)
    await enter(browser, await link(office))
    page = (await browser.get("/ban")).text
    assert "Khung chat" not in page
    assert (await browser.get("/")).headers["location"] == "/ban"
    browser.headers["X-Nhac-Viec"] = "1"
    assert (await browser.get("/api/messages")).status_code == 403
    body = {"client_id": "m0000001", "text": "#1 xong", "choice": None, "files": []}
    assert (await browser.post("/api/messages", json=body)).status_code == 403
    async with office.store.write() as unit:
        await unit.links.revoke(mai.id, office.clock())
    assert (await browser.get("/ban")).status_code == 401


async def test_signing_out_ends_the_session(office: Office) -> None:
    browser = client(office)
    await enter(browser, await link(office))
    page = (await browser.get("/ban")).text
    assert re.search(r'action="/dang-xuat"', page)
    await browser.post("/dang-xuat", data={"form": form_token(page)})
    assert (await browser.get("/ban")).status_code == 401


async def test_coming_in_is_noted(office: Office) -> None:
    await enter(client(office), await link(office))
    async with office.store.read() as unit:
        entries = await unit.ward(office.cast.ward.id).log.read()
    mai = f"person:{office.cast.people['Mai'].id}"
    assert [(e.kind, e.actor) for e in entries] == [
        ("desk.link_made", mai),
        ("desk.entered", mai),
    ]
    assert all("vao" not in str(e.content) for e in entries)
