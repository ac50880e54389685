"""The status page: how the machine stands, in plain words, for the lead office only."""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest

from bot.web.app import make_web
from bot.web.context import WebContext
from data.domain.messages import Chat, Delivery, Lane, OutgoingMessage
from data.domain.trouble import AccountStatus
from data.files.evidence_store import EvidenceStore
from data.store.backup import backup_folder
from data.store.unit_of_work import Store
from data.texts import web as texts
from tests.cast import Cast, at
from tests.web.conftest import signed_in, token_for
from tests.web.office import SECRET, Office

PAGE = "/tinh-trang"
TELEGRAM = Chat("telegram", "77", "500")
WEB = AccountStatus("web", "web", "Trang chat", is_working=True)
BOT = AccountStatus("telegram", "77", "Telegram @nhacviec_hoabinh_bot", is_working=True)
DOWN = replace(
    BOT,
    is_working=False,
    since=at("2026-06-15 06:30"),
    sentence="Telegram không nhận mã bot. Lấy lại mã từ @BotFather rồi khởi động lại.",
    next_try_at=at("2026-06-15 07:02"),
)
WORDS = "Việc của đồng chí Hạnh: #20 quá hạn 2 ngày"


class WatchedOffice(Office):
    """An office whose accounts say how they are doing."""

    accounts: tuple[AccountStatus, ...] = (WEB, BOT)

    def open(self) -> None:
        super().open()
        self.app = make_web(
            WebContext(
                store=self.store,
                files=self.files,
                clock=self.clock,
                channel=self.channel,
                secret=SECRET,
                wake=self._wake,
                status=lambda: self.accounts,
            )
        )


@pytest.fixture
async def office(store: Store, files: EvidenceStore, cast: Cast) -> AsyncIterator[WatchedOffice]:
    """The office with everybody signed in, the clock running and last night's copy made."""
    made = WatchedOffice(store, files, cast)
    for name in cast.people:
        await token_for(made, name)
    async with store.write() as unit:
        await unit.wards.beat(cast.ward.id, made.clock())
    copied(made, made.clock() - timedelta(hours=6))
    yield made
    await made.settled()


def copied(office: Office, made_at: datetime) -> None:
    """Put a copy of the database where copies are kept."""
    folder = backup_folder(office.store.engine)
    assert folder is not None
    folder.mkdir(exist_ok=True)
    copy = folder / f"nhacviec-{made_at.date()}.db"
    copy.touch()
    os.utime(copy, (made_at.timestamp(), made_at.timestamp()))


@pytest.fixture
async def mai(office: WatchedOffice) -> httpx.AsyncClient:
    return await signed_in(office, "Mai")


async def queued(office: Office, key: str, state: Delivery, error: str | None, **more: str) -> int:
    """Let a reminder to Hạnh come to this end; returns its id."""
    async with office.store.write() as unit:
        await unit.outbox.add(
            key,
            TELEGRAM if more.get("by") == "telegram" else office.cast.chat("Hạnh"),
            OutgoingMessage(WORDS),
            kind="digest",
            lane=Lane.BULK,
            now=office.clock() - timedelta(minutes=30),
            ward_id=office.cast.ward.id,
            person_id=office.cast.people["Hạnh"].id,
            must_arrive=True,
        )
        letter = await unit.outbox.find(key)
    assert letter is not None
    async with office.store.engine.begin() as conn:
        values = (state.value, error, letter.id)
        await conn.exec_driver_sql("UPDATE outbox SET state = ?, error = ? WHERE id = ?", values)
    return letter.id


def told(html: str) -> str:
    """Return the words of a page on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<body")[2]).split())


def form_token(html: str) -> str:
    """Return the token that the page's forms carry."""
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found
    return found[1]


async def test_when_all_is_well_the_page_says_so_and_of_what(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    answer = await mai.get(PAGE)
    words = told(answer.text)
    assert answer.status_code == 200
    assert "🟢 Mọi thứ đang chạy tốt" in words
    assert "Phường Hòa Bình · cập nhật lúc 07:00" in words
    assert "Trang chat 🟢 đang hoạt động" in words
    assert "Telegram @nhacviec_hoabinh_bot 🟢 đang hoạt động" in words
    assert "Đang chờ gửi không có" in words
    assert "Đã gửi hôm nay 0 tin" in words
    assert "Lịch nhắc 🟢 chạy lần cuối 07:00" in words
    assert "Sao lưu 🟢 bản gần nhất 01:00" in words
    assert "🔴" not in words
    assert "🟡" not in words


async def test_it_loads_itself_anew_without_a_script(mai: httpx.AsyncClient) -> None:
    html = (await mai.get(PAGE)).text
    assert '<meta http-equiv="refresh" content="30">' in html
    assert "<script" not in html


@pytest.mark.parametrize("name", ["Hạnh", "Tư", "Sơn"])
async def test_it_is_not_for_others(office: WatchedOffice, name: str) -> None:
    browser = await signed_in(office, name)
    token = form_token((await browser.get("/")).text)
    letter = await queued(office, "one", Delivery.UNCERTAIN, "uncertain: x")
    for answer in (
        await browser.get(PAGE),
        await browser.post(PAGE, data={"form": token, "letter": letter, "what": "again"}),
    ):
        assert answer.status_code == 403
        assert texts.may_not() in answer.text


async def test_an_account_that_nothing_gets_through_tells_since_when_why_and_what_waits(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    office.accounts = (WEB, DOWN)
    await queued(office, "waits", Delivery.READY, None, by="telegram")
    words = told((await mai.get(PAGE)).text)
    assert "🔴 Có sự cố cần xử lý" in words
    assert (
        "Telegram @nhacviec_hoabinh_bot 🔴 đang ngắt từ 06:30 Telegram không nhận mã bot. "
        "Lấy lại mã từ @BotFather rồi khởi động lại. "
        "1 tin đang chờ, sẽ tự gửi khi kênh chạy lại. Lần thử tới: 07:02."
    ) in words
    assert "Đang chờ gửi 🟡 1 tin, lâu nhất từ 06:30" in words


async def test_accounts_of_other_wards_are_not_shown(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    office.accounts = (WEB, replace(DOWN, wards=frozenset({999})))
    assert "Telegram" not in told((await mai.get(PAGE)).text)


async def test_no_word_of_anybodys_conversation_is_shown(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    await queued(office, "uncertain", Delivery.UNCERTAIN, "uncertain: no answer to #20")
    await queued(office, "dead", Delivery.DEAD, "refused: Bad Request: can't parse #20")
    html = (await mai.get(PAGE)).text
    assert "#20" not in html
    assert "Bad Request" not in html
    words = told(html)
    assert "🟡 Tin chưa chắc đã đến (1)" in words
    assert "Lê Văn Hạnh · tin nhắc việc 06:30: chưa chắc đã đến, đứt kết nối khi đang gửi" in words
    assert "🔴 Tin không gửi được (1)" in words
    assert "06:30: không gửi được, nền tảng nhắn tin không nhận tin này" in words


async def test_an_uncertain_message_is_sent_again_from_the_page_once(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    letter = await queued(office, "one", Delivery.UNCERTAIN, "uncertain: x")
    html = (await mai.get(PAGE)).text
    body = {"form": form_token(html), "letter": str(letter), "what": "again"}
    assert (await mai.post(PAGE, data=body)).headers["location"] == PAGE
    again = await mai.post(PAGE, data=body)
    assert again.status_code == 422
    assert "Tin này đã được xử lý rồi." in again.text
    assert await states(office) == {letter: Delivery.READY}
    assert "Tin chưa chắc đã đến" not in (await mai.get(PAGE)).text


async def test_a_dead_message_is_let_rest_from_the_page(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    letter = await queued(office, "one", Delivery.DEAD, "refused: x")
    html = (await mai.get(PAGE)).text
    assert 'value="again"' not in html
    body = {"form": form_token(html), "letter": str(letter), "what": "rest"}
    assert (await mai.post(PAGE, data=body)).status_code == 303
    assert await states(office) == {letter: Delivery.DEAD}
    assert "🟢 Mọi thứ đang chạy tốt" in told((await mai.get(PAGE)).text)


@pytest.mark.parametrize(
    "body", [{"letter": "1", "what": "drop"}, {"letter": "x", "what": "again"}, {"what": "rest"}]
)
async def test_nothing_else_can_be_asked_of_it(
    mai: httpx.AsyncClient, body: dict[str, str]
) -> None:
    token = form_token((await mai.get("/")).text)
    assert (await mai.post(PAGE, data={"form": token, **body})).status_code == 400


async def test_a_form_of_another_site_settles_nothing(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    letter = await queued(office, "one", Delivery.UNCERTAIN, "uncertain: x")
    answer = await mai.post(PAGE, data={"letter": str(letter), "what": "rest"})
    assert answer.status_code == 403
    assert await states(office) == {letter: Delivery.UNCERTAIN}


async def states(office: Office) -> dict[int, Delivery]:
    async with office.store.read() as unit:
        found = await unit.outbox.in_states(Delivery, ward_id=office.cast.ward.id)
    return {letter.id: letter.state for letter in found}


async def test_people_and_groups_out_of_reach_are_shown_with_a_number_to_call(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        await unit.links.mark_reachable(office.cast.chat("Lan"), False)
        group = Chat("telegram", "77", "-100")
        agency = office.cast.agencies["Tổ dân phố 5"]
        ward_id = office.cast.ward.id
        await unit.agency_chats.add(ward_id, agency, group, "Tổ 5 <thân yêu>", office.clock())
        await unit.agency_chats.mark_reachable(group, False)
    html = (await mai.get(PAGE)).text
    assert 'href="tel:0900000004"' in html
    assert (
        "🟡 Người chưa liên lạc được (1) Tin nhắc không tới những người này. "
        "Đồng chí gọi điện, mời lại hoặc giao việc cho người khác. "
        "Võ Thị Lan Phòng Kinh tế, Hạ tầng và Đô thị Đã chặn hoặc xóa kênh nhắc việc"
    ) in told(html)
    assert "🟡 Nhóm chat không nhận tin (1)" in html
    assert "Tổ 5 &lt;thân yêu&gt;" in html


async def test_files_that_are_not_here_are_shown_without_their_names(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        evidence = unit.ward(office.cast.ward.id).evidence
        ids = [
            await evidence.add(
                office.cast.people["Tư"].id,
                channel="telegram",
                ref=f"AgAC{number}",
                name="danh-sach-ho-ngheo.jpg",
                mime="image/jpeg",
                size=10,
                sha256=None,
                is_compressed=True,
                exif=None,
                taken_at=None,
                sent_at=office.clock(),
                received_at=office.clock() - timedelta(hours=2 + number),
            )
            for number in range(2)
        ]
    assert "Tệp chưa về đến hệ thống (2)" in told((await mai.get(PAGE)).text)
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).evidence.mark_failed(ids[1], None)
    html = (await mai.get(PAGE)).text
    assert "danh-sach" not in html
    words = told(html)
    assert "🔴 Tệp chưa về đến hệ thống (2)" in words
    assert "Nguyễn Văn Tư · ảnh 05:00: đang chờ tải về" in words
    assert "Nguyễn Văn Tư · ảnh 04:00: không tải được" in words


async def test_a_machine_that_stands_still_is_seen(
    office: WatchedOffice, mai: httpx.AsyncClient
) -> None:
    office.clock.pass_by(days=3)
    async with office.store.write() as unit:
        row = await unit.inbox.add(TELEGRAM, "u1", {"text": WORDS}, office.clock())
        assert row is not None
        await unit.inbox.mark_failed(row, "ValueError", max_attempts=1)
    html = (await mai.get(PAGE)).text
    words = told(html)
    assert "Lịch nhắc 🔴 đang dừng, lần cuối 07:00 thứ Hai 15/6." in words
    assert "Sao lưu 🟡 bản gần nhất 01:00 thứ Hai 15/6" in words
    assert "Tin đến chưa xử lý được 🟡 1 tin trong 30 ngày qua" in words
    assert "#20" not in html


async def test_a_ward_that_has_just_begun_is_told_what_is_not_there_yet(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    office = WatchedOffice(store, files, cast)
    office.accounts = ()
    words = told((await (await signed_in(office, "Mai")).get(PAGE)).text)
    assert "🟡 Đang chạy, có điều cần xem" in words
    assert "Lịch nhắc chưa chạy lần nào" in words
    assert "Sao lưu 🟡 chưa có bản sao nào" in words
    assert "không còn máy nào đăng nhập" in words.lower()
