"""The sheet of invitation cards, and the pages of a demonstration."""

import re
from dataclasses import replace

import httpx
import pytest

from bot.web.context import CastMember, ClockMove, DemoControls
from data.domain.short_codes import short_code, spaced
from data.domain.ways_in import WaysIn, ZaloDoor
from data.texts import web as texts
from data.texts import web_cards as words
from jobs.actions.invite import qr_svg
from tests.web.conftest import client, signed_in, token_for
from tests.web.office import Office
from tests.web.test_doors import form_token

SHEET = "/the-moi/in"


async def test_looking_makes_no_codes_and_printing_makes_one_for_each_person_chosen(
    office: Office,
) -> None:
    mai = await signed_in(office, "Mai")
    page = (await mai.get(SHEET)).text
    assert "/moi/" not in page
    chosen = [str(office.cast.people[n].id) for n in ("Hạnh", "Tư")]
    sheet = await mai.post(SHEET, data={"form": form_token(page), "who": chosen})
    assert sheet.status_code == 200
    codes = re.findall(r"http://test/moi/([\w-]+)", sheet.text)
    assert len(codes) == 2
    assert sheet.text.count("<svg") == 2
    assert "Lê Văn Hạnh" in sheet.text
    assert "đến 07:00 thứ Năm 18/6/2026" in sheet.text
    browser = client(office)
    door = await browser.get(f"/moi/{codes[0]}")
    entered = await browser.post(
        f"/moi/{codes[0]}", data={"form": form_token(door.text), "phone": "0900000002"}
    )
    assert entered.status_code == 303


async def test_nobody_chosen_is_said(office: Office) -> None:
    mai = await signed_in(office, "Mai")
    page = (await mai.get(SHEET)).text
    answer = await mai.post(SHEET, data={"form": form_token(page)})
    assert (answer.status_code, words.nobody() in answer.text) == (422, True)


async def test_only_the_lead_office_prints_cards(office: Office, hanh: httpx.AsyncClient) -> None:
    page = (await hanh.get("/")).text
    assert (await hanh.get(SHEET)).status_code == 403
    who = str(office.cast.people["Mai"].id)
    answer = await hanh.post(SHEET, data={"form": form_token(page), "who": who})
    assert answer.status_code == 403


@pytest.fixture
async def shown(office: Office) -> Office:
    """The same office as a demonstration."""
    mai, tu = office.cast.people["Mai"], office.cast.people["Tư"]

    async def cast() -> list[CastMember]:
        return [CastMember(mai.id, mai.name, "đầu mối"), CastMember(tu.id, tu.name, "tổ trưởng")]

    async def move_to(kind: ClockMove) -> object:
        moved.append(kind)
        made.clock.pass_by(days=1)
        return made.clock()

    moved: list[str] = []
    made = Office(office.store, office.files, office.cast, demo=DemoControls(cast, move_to))  # type: ignore[arg-type]
    made.moved = moved  # type: ignore[attr-defined]
    return made


async def test_a_demonstration_lets_a_visitor_be_anybody_of_its_cast(shown: Office) -> None:
    browser = client(shown)
    page = (await browser.get("/")).text
    assert texts.demo_mark() in page
    for member in ("Trần Thị Mai", "Nguyễn Văn Tư"):
        assert member in page
    who = str(shown.cast.people["Tư"].id)
    answer = await browser.post("/ban-thu/vao", data={"form": form_token(page), "who": who})
    assert answer.status_code == 303
    chat = (await browser.get("/")).text
    assert "Nguyễn Văn Tư" in chat
    assert texts.demo_mark() in chat
    back = await browser.post("/dang-xuat", data={"form": form_token(chat)})
    assert back.status_code == 303
    assert "Trần Thị Mai" in (await browser.get("/")).text


async def test_nobody_outside_the_cast_can_be_entered_as(shown: Office) -> None:
    browser = client(shown)
    page = (await browser.get("/")).text
    who = str(shown.cast.people["Hạnh"].id)
    answer = await browser.post("/ban-thu/vao", data={"form": form_token(page), "who": who})
    assert answer.status_code == 404


async def test_the_clock_of_a_demonstration_is_moved_and_shown(shown: Office) -> None:
    browser = client(shown)
    page = (await browser.get("/")).text
    assert "Bây giờ: thứ Hai 15/6 07:00" in page
    for kind in ("next", "friday", "day"):
        data = {"form": form_token(page), "kind": kind}
        assert (await browser.post("/ban-thu/dong-ho", data=data)).status_code == 303
    assert shown.moved == ["next", "friday", "day"]  # type: ignore[attr-defined]
    assert "Bây giờ: thứ Năm 18/6 07:00" in (await browser.get("/")).text
    data = {"form": form_token(page), "kind": "2031"}
    assert (await browser.post("/ban-thu/dong-ho", data=data)).status_code == 404


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("/ban/viec?loai=qua-han", "/ban/viec?loai=qua-han"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
    ],
)
async def test_after_the_clock_was_moved_one_is_where_one_was(
    shown: Office, came_from: str, leads_to: str
) -> None:
    browser = client(shown)
    data = {"form": form_token((await browser.get("/")).text), "kind": "day", "tai": came_from}
    answer = await browser.post("/ban-thu/dong-ho", data=data)
    assert answer.headers["location"] == leads_to


async def test_a_real_office_has_no_such_doors(office: Office, stranger: httpx.AsyncClient) -> None:
    mai = await signed_in(office, "Mai")
    token = form_token((await mai.get("/")).text)
    who = str(office.cast.people["Mai"].id)
    for path, fields in (("/ban-thu/vao", {"who": who}), ("/ban-thu/dong-ho", {"kind": "day"})):
        assert (await mai.post(path, data={"form": token, **fields})).status_code == 404
        assert (await stranger.post(path, data=fields)).status_code == 403
    assert texts.demo_mark() not in (await mai.get("/")).text


@pytest.mark.parametrize(
    ("public_url", "asked_at", "leads_to", "warns"),
    [
        ("https://nhacviec.example", "https://nhacviec.example", "https://nhacviec.example", False),
        ("http://127.0.0.1:8080", "http://10.0.0.5:8080", "http://10.0.0.5:8080", False),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:8080", True),
    ],
)
async def test_the_codes_lead_to_where_phones_reach_us_or_the_sheet_says_that_they_do_not(
    office: Office, public_url: str, asked_at: str, leads_to: str, warns: bool
) -> None:
    at = Office(office.store, office.files, office.cast, public_url=public_url)
    browser = client(at, asked_at)
    prefix = "__Host-" if asked_at.startswith("https") else ""
    browser.cookies.set(f"{prefix}nhacviec", await token_for(at, "Mai"))
    page = (await browser.get(SHEET)).text
    who = str(office.cast.people["Tư"].id)
    sheet = (await browser.post(SHEET, data={"form": form_token(page), "who": who})).text
    assert f"{leads_to}/moi/" in sheet
    assert (words.only_this_machine() in sheet) is warns


def with_bot(office: Office, public_url: str = "https://nhacviec.example") -> None:
    """Let a Telegram bot serve the ward."""
    ways = WaysIn(public_url, "nhacviec_bot")
    office.app.state.context = replace(office.app.state.context, ways_in=lambda _ward: ways)


async def sheet_for(office: Office, name: str) -> str:
    mai = await signed_in(office, "Mai")
    page = (await mai.get(SHEET)).text
    who = str(office.cast.people[name].id)
    return (await mai.post(SHEET, data={"form": form_token(page), "who": who})).text


async def test_with_a_bot_the_card_opens_telegram_first_and_the_web_besides(
    office: Office,
) -> None:
    with_bot(office)
    sheet = await sheet_for(office, "Tư")
    (code,) = re.findall(r"https://nhacviec\.example/moi/([\w-]+)", sheet)
    first = sheet.index(qr_svg(f"https://t.me/nhacviec_bot?start={code}"))
    second = sheet.index(qr_svg(f"https://nhacviec.example/moi/{code}"))
    assert first < sheet.index(words.scan_telegram()) < second < sheet.index(words.scan_web())
    assert "Bấm Chia sẻ số điện thoại của tôi." in sheet
    assert words.how() not in sheet


@pytest.mark.parametrize("local", ["", "http://127.0.0.1:8080", "http://0.0.0.0:8080"])
async def test_where_no_phone_reaches_the_web_the_card_is_for_telegram_alone(
    office: Office, local: str
) -> None:
    with_bot(office, local)
    browser = client(office, "http://127.0.0.1:8080")
    browser.cookies.set("nhacviec", await token_for(office, "Mai"))
    page = (await browser.get(SHEET)).text
    who = str(office.cast.people["Tư"].id)
    sheet = (await browser.post(SHEET, data={"form": form_token(page), "who": who})).text
    assert sheet.count("<svg") == 1
    assert "https://t.me/nhacviec_bot?start=" in sheet
    assert words.scan_telegram() in sheet
    assert words.scan_web() not in sheet
    assert "/moi/" not in sheet
    assert words.only_this_machine() not in sheet


async def test_without_a_bot_the_card_does_not_speak_of_telegram(office: Office) -> None:
    assert "Telegram" not in await sheet_for(office, "Tư")


BY_ZALO = ZaloDoor("Bot Nhắc Việc", "https://zalo.me/1459232241454765289")


def with_zalo(office: Office, door: ZaloDoor, *, telegram: str | None = None) -> None:
    """Let a bot of Zalo serve the ward."""
    ways = WaysIn("https://nhacviec.example", telegram, door)
    office.app.state.context = replace(office.app.state.context, ways_in=lambda _ward: ways)


def digits_on(sheet: str) -> str:
    """Return the typed code of a card, which is that of its long one."""
    (code,) = re.findall(r"https://nhacviec\.example/moi/([\w-]+)", sheet)
    return spaced(short_code(code))


async def test_with_zalo_the_card_shows_its_code_and_big_digits(office: Office) -> None:
    with_zalo(office, BY_ZALO)
    sheet = await sheet_for(office, "Tư")
    first = sheet.index(qr_svg(BY_ZALO.link))
    assert first < sheet.index(words.scan_zalo()) < sheet.index(words.scan_web(words.ZALO))
    assert f'<p class="code">{digits_on(sheet)}</p>' in sheet
    assert "Telegram" not in sheet


async def test_without_a_share_link_the_card_says_what_to_look_for(office: Office) -> None:
    with_zalo(office, ZaloDoor("Bot Nhắc Việc"))
    sheet = await sheet_for(office, "Tư")
    assert "tìm “Bot Nhắc Việc”" in sheet
    assert digits_on(sheet) in sheet
    assert sheet.count("<svg") == 1  # that of the web


async def test_with_both_messengers_the_card_has_both(office: Office) -> None:
    with_zalo(office, BY_ZALO, telegram="nhacviec_bot")
    sheet = await sheet_for(office, "Tư")
    assert "https://t.me/nhacviec_bot?start=" not in sheet  # only in the picture
    assert sheet.count("<svg") == 2
    assert sheet.index(words.scan_telegram()) < sheet.index(qr_svg(BY_ZALO.link))
    assert f'<strong class="code">{digits_on(sheet)}</strong>' in sheet
