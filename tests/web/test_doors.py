"""Who gets in, who stays out, and what a request from elsewhere can do: nothing."""

from datetime import timedelta

import httpx
import pytest

from bot.web.visitors import SIGNED_IN_FOR
from data.domain.tokens import hash_of
from data.texts import common
from data.texts import web as texts
from tests.web.conftest import client, message, signed_in, token_for
from tests.web.office import Office

SECRETS = ["Phường Hòa Bình", "Hạnh", "Lê Văn"]


async def test_a_stranger_reads_one_kind_sentence_and_no_data(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/")
    assert answer.status_code == 200
    assert common.stranger() in answer.text
    assert not [s for s in SECRETS if s in answer.text]


@pytest.mark.parametrize(
    "path", ["/api/messages", "/api/stream", f"/tep/{'0' * 64}", f"/tep/{'0' * 64}/xem"]
)
async def test_a_stranger_gets_no_data_anywhere(stranger: httpx.AsyncClient, path: str) -> None:
    answer = await stranger.get(path)
    assert answer.status_code == 401
    assert not [s for s in SECRETS if s in answer.text]


@pytest.mark.parametrize("path", ["/api/messages", "/api/files"])
async def test_a_stranger_can_send_nothing(
    office: Office, stranger: httpx.AsyncClient, path: str
) -> None:
    stranger.headers["X-Nhac-Viec"] = "1"
    assert (await stranger.post(path, json=message())).status_code == 401
    assert office.heard == []


async def test_a_forged_token_is_a_stranger(office: Office) -> None:
    browser = client(office)
    browser.cookies.set("nhacviec", "x" * 43)
    assert (await browser.get("/api/messages")).status_code == 401


async def test_the_hash_in_the_database_does_not_open_the_door(office: Office) -> None:
    token = await token_for(office, "Hạnh")
    browser = client(office)
    browser.cookies.set("nhacviec", hash_of(token))
    assert (await browser.get("/api/messages")).status_code == 401


async def test_a_session_ends_after_its_days(office: Office, hanh: httpx.AsyncClient) -> None:
    office.clock.now += SIGNED_IN_FOR
    answer = await hanh.get("/api/messages")
    assert (answer.status_code, answer.json()["error"]) == (401, texts.signed_out())


async def test_a_revoked_link_ends_the_session_at_once(
    office: Office, hanh: httpx.AsyncClient, lan: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        await unit.links.revoke(office.cast.people["Hạnh"].id, office.clock())
    assert (await hanh.get("/api/messages")).status_code == 401
    assert (await lan.get("/api/messages")).status_code == 200


async def test_somebody_who_left_the_office_is_a_stranger(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    from dataclasses import replace

    async with office.store.write() as unit:
        left = replace(office.cast.people["Hạnh"], is_active=False)
        await unit.ward(office.cast.ward.id).people.save(left)
    assert (await hanh.get("/api/messages")).status_code == 401


async def test_signing_out_ends_the_session_and_clears_the_browser(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    page = await hanh.get("/")
    answer = await hanh.post("/dang-xuat", data={"form": form_token(page.text)})
    assert answer.status_code == 303
    assert "Clear-Site-Data" in answer.headers
    assert common.stranger() in (await hanh.get("/")).text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Nhac-Viec": ""},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_post_from_another_site_does_nothing(
    office: Office, hanh: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    for path in ("/api/messages", "/api/files"):
        answer = await hanh.post(path, json=message(), headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (403, texts.foreign_form())
    assert office.heard == []


async def test_our_own_origin_passes(hanh: httpx.AsyncClient) -> None:
    headers = {"Origin": "http://test", "Sec-Fetch-Site": "same-origin"}
    assert (await hanh.post("/api/messages", json=message(), headers=headers)).status_code == 200


async def test_a_form_without_its_token_does_nothing(hanh: httpx.AsyncClient) -> None:
    await hanh.get("/")
    assert (await hanh.post("/dang-xuat", data={})).status_code == 403
    assert (await hanh.post("/dang-xuat", data={"form": "0" * 32})).status_code == 403
    assert (await hanh.get("/api/messages")).status_code == 200


async def test_the_token_of_another_browser_does_not_pass(
    hanh: httpx.AsyncClient, lan: httpx.AsyncClient
) -> None:
    await hanh.get("/")
    foreign = form_token((await lan.get("/")).text)
    assert (await hanh.post("/dang-xuat", data={"form": foreign})).status_code == 403


async def test_every_page_carries_the_headers_that_keep_it_closed(
    hanh: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    for browser, path in ((hanh, "/"), (stranger, "/"), (stranger, "/moi/x"), (hanh, "/khong-co")):
        headers = (await browser.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in policy


async def test_no_page_has_script_or_style_in_line(
    hanh: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    for page in ((await hanh.get("/")).text, (await stranger.get("/")).text):
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page


async def test_over_https_the_cookies_are_pinned_to_the_host(office: Office) -> None:
    secure = Office(office.store, office.files, office.cast, public_url="https://nhacviec.example")
    answer = await client(secure, "https://nhacviec.example").get("/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_a_name_with_markup_is_shown_as_text(office: Office) -> None:
    from dataclasses import replace

    async with office.store.write() as unit:
        named = replace(office.cast.people["Hạnh"], name="<b>Hạnh</b>")
        await unit.ward(office.cast.ward.id).people.save(named)
    page = (await (await signed_in(office, "Hạnh")).get("/")).text
    assert "&lt;b&gt;Hạnh" in page
    assert "<b>Hạnh" not in page


async def test_a_page_that_is_not_there_says_so_in_vietnamese(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/wp-admin")
    assert answer.status_code == 404
    assert texts.no_such_page() in answer.text
    assert (await stranger.get("/dang-xuat")).status_code == 404


async def test_what_we_did_not_foresee_gets_one_neutral_sentence(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    await hanh.get("/")
    await office.store.close()

    def fail(_inbox_id: int) -> None:
        raise RuntimeError("token=secret")

    object.__setattr__(office.app.state.context, "wake", fail)
    answer = await hanh.post("/api/messages", json=message())
    assert answer.status_code == 500
    assert answer.json() == {"error": texts.bug()}


async def test_health_is_for_anybody(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/khoe")
    assert (answer.status_code, answer.text) == (200, "ok")


def form_token(page: str) -> str:
    """Return the token of a page's forms."""
    return page.split('name="form" value="')[1].split('"')[0]


async def test_a_session_that_is_used_does_not_end(office: Office, hanh: httpx.AsyncClient) -> None:
    for _ in range(4):
        office.clock.now += timedelta(days=80)
        page = await hanh.get("/")
        assert "Max-Age=7776000" in page.headers["set-cookie"]
        assert (await hanh.get("/api/messages")).status_code == 200
    office.clock.now += SIGNED_IN_FOR
    assert (await hanh.get("/api/messages")).status_code == 401


async def test_a_visit_soon_after_signing_in_writes_nothing(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    office.clock.now += timedelta(days=29)
    assert "Max-Age=7776000" not in (await hanh.get("/")).headers.get("set-cookie", "")


async def test_who_has_scripts_off_reads_why_nothing_can_be_sent(hanh: httpx.AsyncClient) -> None:
    page = (await hanh.get("/")).text
    assert f'<noscript><p class="banner">{texts.needs_script()}</p></noscript>' in page
