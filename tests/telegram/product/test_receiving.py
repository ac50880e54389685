"""What people write arrives once, by asking or by being called, whatever stands in between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.app import App
from bot.app.gaps import Gaps
from bot.cli.checks import check_all
from bot.settings import Settings
from data.clock import MovableClock
from data.errors import StoreDownError
from data.store.unit_of_work import Store
from tests.telegram.emulator import Telegram, html200
from tests.telegram.emulator.server import Server
from tests.telegram.product.office import Office, free_port


@asynccontextmanager
async def called(office: Office) -> AsyncIterator[App]:
    """Run the application with Telegram calling it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with office.runs(port=port, public_url=address, telegram_webhook=True) as app:
        await office.telegram.until(lambda: office.telegram.bot.mailbox.webhook)
        yield app


async def calls(office: Office, content: bytes, **headers: str) -> int:
    """Call as Telegram does, or nearly; return the status."""
    hook = office.telegram.bot.mailbox.webhook
    assert hook is not None
    true = {"X-Telegram-Bot-Api-Secret-Token": hook.secret, "Content-Type": "application/json"}
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient() as client:
        answer = await client.post(hook.url, content=content, headers=true | said)
    return answer.status_code


async def test_telegram_calls_and_people_are_answered(office: Office) -> None:
    async with called(office):
        hanh = await office.phone("Hạnh")
        hanh.says("việc")
        await hanh.hears("#20")
        tap = hanh.taps("Báo cáo #20")
        await tap.answer()
        assert not office.telegram.calls("getUpdates")


async def test_who_calls_wrongly_is_turned_away(office: Office) -> None:
    async with called(office):
        update = b'{"update_id": 77}'
        assert await calls(office, update, X_Telegram_Bot_Api_Secret_Token="x" * 64) == 403
        assert await calls(office, update, X_Telegram_Bot_Api_Secret_Token="") == 403
        assert await calls(office, update, Content_Type="text/plain") == 415
        assert await calls(office, b'{"a": "' + b"a" * 2**20 + b'"}') == 413
        assert await calls(office, b"{") == 400
        assert await calls(office, update) == 200


async def test_what_the_database_cannot_take_telegram_says_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with called(office):
        hanh = await office.phone("Hạnh")

        def broken(self: Store) -> object:
            raise StoreDownError("locked", is_full=False)

        with monkeypatch.context() as patch:
            patch.setattr(Store, "write", broken)
            hook = office.telegram.bot.mailbox.webhook
            hanh.says("việc")
            await office.telegram.until(lambda: hook is not None and hook.attempts >= 2)
            assert hook is not None
            assert "503" in str(hook.last_error)
        await hanh.hears("#20")


async def test_what_is_told_twice_counts_once(office: Office) -> None:
    async with called(office):
        hanh = await office.phone("Hạnh")
        with office.telegram.holding() as held:
            hanh.says("#20 đã họp 1 buổi")
            held.clear()
            said = hanh.messages[-1]
        hook = office.telegram.bot.mailbox.webhook
        assert hook is not None
        body = {
            "update_id": 4242,
            "message": {
                "message_id": said.id,
                "from": hanh.json(),
                "chat": hanh.chat().json(),
                "date": said.date,
                "text": said.text,
            },
        }
        for _ in range(3):
            assert await calls(office, httpx.Request("POST", "/", json=body).read()) == 200
        await hanh.hears("Đã lưu báo cáo #20")
        await office.telegram.rests()
        assert len([m for m in hanh.messages if m.from_bot]) == 1


async def test_from_asking_to_being_called_and_back_nothing_is_lost(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        hanh.says("#20 lần một")
        await hanh.hears("Đã lưu báo cáo #20")
    hanh.says("#7 lần hai")
    async with called(office):
        await hanh.hears("Đã lưu báo cáo #7")
    hanh.says("#20 lần ba, 30%")
    async with office.runs():
        await hanh.hears("30%")
        assert office.telegram.bot.mailbox.webhook is None
    async with called(office):
        hanh.says("việc")
        await hanh.hears("#20")


async def test_a_second_program_on_the_same_bot_is_said_plainly(office: Office) -> None:
    async with office.runs() as app:
        await office.telegram.until(lambda: office.telegram.bot.mailbox.is_polled)
        async with httpx.AsyncClient() as other:
            address = f"{office.telegram.url}/bot{office.telegram.token}/getUpdates"
            await other.post(address, json={"timeout": 0})
            await office.telegram.until(lambda: not app.telegram.statuses()[0].is_working or None)
        (status,) = app.telegram.statuses()
        assert status.sentence.startswith("Một chương trình khác đang nhận tin của bot này")
        assert status.sentence in await office.page("/tinh-trang")


async def test_a_webhook_that_was_left_set_is_told_by_the_check_and_taken_over(
    office: Office,
) -> None:
    async with httpx.AsyncClient() as other:
        address = f"{office.telegram.url}/bot{office.telegram.token}/setWebhook"
        await other.post(address, json={"url": "https://cu.example.vn/secret-path"})
    found = [f.says for f in await check_all(Settings(**office.settings()))]
    (told,) = [says for says in found if "cu.example.vn" in says]
    assert "secret-path" not in told
    async with office.runs():
        hanh = await office.phone("Hạnh")
        hanh.says("việc")
        await hanh.hears("#20")


async def test_without_a_network_at_boot_everything_waits_and_comes_once(
    tmp_path: Path, clock: MovableClock
) -> None:
    telegram = Telegram(clock=lambda: clock().timestamp())
    telegram.port = free_port()  # nobody listens there yet
    office = Office(telegram, tmp_path / "var", clock)
    server = Server(telegram)
    async with office.runs() as app:
        hanh = await office.phone("Hạnh")
        letters = [await office.queues("Hạnh", text) for text in ("Nhắc một", "Nhắc hai")]
        hanh.says("việc")
        await telegram.until(lambda: not app.telegram.statuses()[0].is_working or None)
        assert "tin chờ gửi vẫn được giữ" in app.telegram.statuses()[0].sentence
        await server.start(telegram.port)
        try:
            await hanh.hears("2 việc đang mở", 30)
            await hanh.hears("Nhắc hai", 30)
            await telegram.until(lambda: app.telegram.statuses()[0].is_working or None, 30)
            said = [m.text for m in hanh.chat().said]
            assert [t for t in said if "Nhắc" in t] == ["Nhắc một", "Nhắc hai"]
            assert not any([(await office.letter(x.key)).is_resend for x in letters])
        finally:
            await server.stop()
    telegram.check()


async def test_a_page_of_the_provider_is_not_taken_for_a_wrong_token(office: Office) -> None:
    async with office.runs() as app:
        hanh = await office.phone("Hạnh")
        await office.telegram.until(lambda: app.telegram.channels[0].username)
        page = office.telegram.fault(html200(), times=1_000)
        letter = await office.queues("Hạnh", "Nhắc việc một")
        await office.telegram.until(lambda: not app.telegram.statuses()[0].is_working or None)
        sentence = app.telegram.statuses()[0].sentence
        assert "Mã bot chưa chắc sai" in sentence
        page.cancel()
        office.passes(minutes=6)
        await hanh.hears("Nhắc việc một", 20)
        sent = await office.letter(letter.key)
        assert not sent.is_resend


async def test_with_a_wrong_token_the_queue_is_kept_until_it_is_mended(
    office: Office, telegram: Telegram
) -> None:
    number = telegram.token.partition(":")[0]
    wrong = f"{number}:AAF-khong-con-dung-nua-{'x' * 20}"
    async with office.runs(telegram_token=wrong) as app:
        hanh = await office.phone("Hạnh")
        for text in ("Nhắc việc một", "Nhắc việc hai"):
            await office.queues("Hạnh", text)
        await telegram.until(lambda: not app.telegram.statuses()[0].is_working or None)
        await telegram.until(lambda: app.telegram.channels[0].line.trouble)
        (status,) = app.telegram.statuses()
        assert "không nhận mã bot trong NHACVIEC_TELEGRAM_TOKEN" in status.sentence
        page = await office.page("/tinh-trang")
        assert status.sentence in page
        assert "2 tin" in page
    found = await check_all(Settings(**office.settings(telegram_token=wrong)))
    assert any("không nhận mã bot" in f.says and not f.is_right for f in found)
    async with office.runs():
        await hanh.hears("Nhắc việc hai", 20)
        said = [m.text for m in hanh.messages if m.from_bot]
        assert said == ["Nhắc việc một", "Nhắc việc hai"]


async def test_the_check_tells_a_wrong_token_a_block_page_and_no_network_apart(
    office: Office,
) -> None:
    async def says() -> str:
        found = await check_all(Settings(**office.settings()))
        return " ".join(f.says for f in found if "Telegram" in f.says and not f.is_right)

    async with office.runs():
        await office.telegram.until(lambda: office.app.telegram.channels[0].username)
    assert await says() == ""
    page = office.telegram.fault(html200(), times=9)
    assert "trang chặn của nhà mạng" in await says()
    page.cancel()
    office.telegram.cut()
    assert "mạng hoặc máy chủ Telegram không trả lời" in await says()


async def test_people_of_a_bot_that_was_taken_away_are_not_forgotten_in_silence(
    office: Office,
) -> None:
    async with office.runs():
        await office.phone("Hạnh")
    async with office.runs(telegram_token=None):
        await office.queues("Hạnh", "Nhắc một")
        office.passes(minutes=20)
        page = await office.page("/tinh-trang")
        assert f"Telegram {office.telegram.bot.id}" in page
        assert "Kênh này không còn trong cài đặt của hệ thống" in page


@pytest.mark.parametrize(("hours", "is_told"), [(30, True), (23, False)])
async def test_after_a_network_that_was_away_for_longer_than_telegram_waits_the_office_is_told(
    office: Office, hours: int, is_told: bool
) -> None:
    gaps = Gaps()
    async with office.runs() as app:
        mai = await office.phone("Mai")
        await office.telegram.until(lambda: app.telegram.statuses()[0].is_working or None)
        await gaps.look(app)
        office.telegram.cut()
        await office.telegram.until(lambda: not app.telegram.statuses()[0].is_working or None)
        await gaps.look(app)
        office.passes(hours=hours)
        office.telegram.restore()
        await office.telegram.until(lambda: app.telegram.statuses()[0].is_working or None, 30)
        gaps = Gaps()  # the process was started anew meanwhile
        for _ in range(2):
            await gaps.look(app)
        await office.queues("Mai", "Nhắc việc")
        await mai.hears("Nhắc việc")
        told = [m.text for m in mai.messages if "có thể chưa tới" in m.text]
        assert len(told) == is_told
        assert all("không liên lạc được từ 09:12 thứ Hai 15/6 đến" in text for text in told)
