"""Coming in by an invitation: a second proof, used once, and only when it is meant."""

from dataclasses import replace

import httpx
import pytest

from data.domain.people import Role
from data.domain.short_codes import short_code, spaced
from data.domain.ways_in import WaysIn, ZaloDoor
from data.texts import web as texts
from data.texts import web_cards as cards
from jobs.actions import enrol
from jobs.actions.allow import CONSOLE
from jobs.actions.invite import invite
from tests.web.conftest import client, message, signed_in
from tests.web.office import Office
from tests.web.test_doors import form_token


async def path_for(office: Office, name: str, *, needs_proof: bool = True) -> str:
    async with office.store.write() as unit:
        person = office.cast.people[name]
        invited = await invite(
            unit, office.cast.ward, person.id, office.clock(), CONSOLE, needs_proof
        )
    return invited.path


async def submit(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """Fill in the form of the page behind an invitation."""
    page = await browser.get(path)
    return await browser.post(path, data={"form": form_token(page.text), **fields})


async def test_the_phone_number_of_the_staff_list_lets_its_owner_in(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    answer = await submit(stranger, await path_for(office, "Hạnh"), phone="0900 000 002")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Lê Văn Hạnh" in (await stranger.get("/")).text


async def test_opening_the_link_uses_nothing_up_and_shows_nobodys_data(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    path = await path_for(office, "Hạnh")
    for _ in range(3):
        preview = await client(office).get(path)
        assert preview.status_code == 200
        assert "Phường Hòa Bình mời" in preview.text
        assert "Lê Văn" not in preview.text
        assert "0900" not in preview.text
    answer = await submit(stranger, path, phone="0900000002")
    assert answer.status_code == 303


async def test_an_invitation_is_used_once(office: Office, stranger: httpx.AsyncClient) -> None:
    path = await path_for(office, "Hạnh")
    await submit(stranger, path, phone="0900000002")
    second = client(office)
    answer = await second.get(path)
    assert answer.status_code == 422
    assert "nhacviec=" not in str(second.cookies)


async def test_a_wrong_phone_number_is_said_and_after_five_the_invitation_is_void(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    path = await path_for(office, "Hạnh")
    first = await submit(stranger, path, phone="0911111111")
    assert first.status_code == 422
    assert 'role="alert"' in first.text
    for _ in range(4):
        await submit(stranger, path, phone="0911111111")
    page = await client(office).get("/moi/x")
    late = await stranger.post(path, data={"form": form_token(first.text), "phone": "0900000002"})
    assert (page.status_code, late.status_code) == (422, 422)
    assert (await stranger.get("/api/messages")).status_code == 401


async def test_the_lead_office_lets_a_waiting_browser_in(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    path = await path_for(office, "Hạnh")
    waiting = await submit(stranger, path, step="ask")
    assert waiting.status_code == 202
    number = waiting.text.split('class="number" aria-hidden="true">')[1][:4]
    token = {"form": form_token(waiting.text)}
    assert (await stranger.post(path, data=token)).status_code == 202
    async with office.store.write() as unit:
        invitation = (await unit.invitations.waiting(office.cast.ward.id, office.clock()))[0]
        mai = f"person:{office.cast.people['Mai'].id}"
        await enrol.admit(unit, office.cast.ward, invitation.id, number, office.clock(), mai)
    other = client(office)
    refused = await submit_blindly(other, path)
    assert refused.status_code == 422
    assert (await stranger.post(path, data=token)).status_code == 303
    assert "Lê Văn Hạnh" in (await stranger.get("/")).text


async def submit_blindly(browser: httpx.AsyncClient, path: str) -> httpx.Response:
    page = await browser.get("/")
    shown = await browser.get(path)
    return await browser.post(
        path, data={"form": form_token((shown if "form" in shown.text else page).text)}
    )


async def test_the_first_administrator_enters_without_further_proof_by_pressing_a_button(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    assert Role.LEAD_OFFICE in office.cast.people["Mai"].roles
    path = await path_for(office, "Mai", needs_proof=False)
    assert texts.ready() in (await stranger.get(path)).text
    assert (await submit(stranger, path)).status_code == 303


async def test_a_new_invitation_used_signs_the_old_browser_out(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    old = await signed_in(office, "Hạnh")
    await submit(stranger, await path_for(office, "Hạnh"), phone="0900000002")
    assert (await old.get("/api/messages")).status_code == 401
    stranger.headers["X-Nhac-Viec"] = "1"
    assert (await stranger.post("/api/messages", json=message())).status_code == 200


@pytest.mark.parametrize("code", ["sai", "a" * 22, "%00", "..%2f..", "đ"])
async def test_a_wrong_code_is_refused_kindly(stranger: httpx.AsyncClient, code: str) -> None:
    answer = await stranger.get(f"/moi/{code}")
    assert answer.status_code in {404, 422}
    assert "Traceback" not in answer.text


async def test_an_expired_invitation_is_refused(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    path = await path_for(office, "Hạnh")
    office.clock.pass_by(hours=73)
    assert (await stranger.get(path)).status_code == 422


async def test_another_site_cannot_press_the_button(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    path = await path_for(office, "Mai", needs_proof=False)
    assert (await stranger.post(path, data={"form": "0" * 32})).status_code == 403
    assert (await submit(stranger, path)).status_code == 303


async def test_guessing_codes_is_slowed_down(office: Office, stranger: httpx.AsyncClient) -> None:
    statuses = [(await stranger.get(f"/moi/{n}")).status_code for n in range(61)]
    assert statuses[59:] == [422, 429]


def with_bot(office: Office) -> None:
    ways = WaysIn("https://nhacviec.example", "nhacviec_bot")
    office.app.state.context = replace(office.app.state.context, ways_in=lambda _ward: ways)


@pytest.mark.parametrize("needs_proof", [True, False])
async def test_where_there_is_a_bot_the_page_also_opens_telegram(
    office: Office, stranger: httpx.AsyncClient, needs_proof: bool
) -> None:
    path = await path_for(office, "Mai", needs_proof=needs_proof)
    assert "t.me" not in (await stranger.get(path)).text
    with_bot(office)
    code = path.rpartition("/")[2]
    page = (await stranger.get(path)).text
    assert f'href="https://t.me/nhacviec_bot?start={code}">{cards.open_telegram()}</a>' in page
    # and the page itself works on
    phone = {"phone": "0900000001"} if needs_proof else {}
    assert (await submit(stranger, path, **phone)).status_code == 303


async def test_where_there_is_zalo_the_page_shows_the_digits_to_type(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    path = await path_for(office, "Hạnh")
    digits = spaced(short_code(path.rpartition("/")[2]))
    assert digits not in (await stranger.get(path)).text
    door = ZaloDoor("Bot Nhắc Việc", "https://zalo.me/1")
    ways = WaysIn("https://nhacviec.example", None, door)
    office.app.state.context = replace(office.app.state.context, ways_in=lambda _ward: ways)
    page = (await stranger.get(path)).text
    assert digits in page
    assert f'href="https://zalo.me/1">{cards.open_zalo()}</a>' in page
    assert (await stranger.get(f"/moi/{digits.replace(' ', '')}")).status_code == 422


async def test_a_void_invitation_offers_no_way_in(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    with_bot(office)
    path = await path_for(office, "Hạnh")
    for left in (4, 3, 2, 1):
        answer = await submit(stranger, path, phone="0911111111")
        assert f"còn {left} lần" in answer.text
        assert cards.open_telegram() in answer.text
    last = await submit(stranger, path, phone="0911111111")
    assert 'role="alert"' in last.text
    assert cards.open_telegram() not in last.text


async def test_with_nobody_in_the_office_the_page_says_so_and_asks_for_the_number(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        await unit.links.revoke(office.cast.people["Mai"].id, office.clock())
    path = await path_for(office, "Hạnh")
    answer = await submit(stranger, path, step="ask")
    assert answer.status_code == 422
    assert "Chưa có ai của cơ quan đầu mối" in answer.text
    assert (await submit(stranger, path, phone="0900000002")).status_code == 303
