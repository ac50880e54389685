"""The chat page in a real Chromium: words, taps, photos, a lost connection, the keyboard."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PIL import Image
from playwright.async_api import (
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    Route,
    expect,
)

from bot.web.server import WebServer
from data.domain.messages import Choice, OutgoingMessage
from tests.browser import chromium, needs_browser
from tests.web.conftest import token_for
from tests.web.office import Office

pytestmark = needs_browser


class Screen:
    """Hạnh's phone: the page, and the server behind it, which can be stopped and started."""

    def __init__(self, office: Office, page: Page, server: WebServer) -> None:
        self.office, self.page, self.server = office, page, server
        self.errors: list[str] = []
        self.task: asyncio.Task[None]
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)
        self.chat = office.cast.chat("Hạnh").chat

    def _note(self, message: ConsoleMessage) -> None:
        text = message.text
        if "Content Security Policy" in text:
            self.errors.append(text)

    def bubble(self, text: str) -> Locator:
        return self.page.locator(".bubble", has_text=text)

    async def start_again(self, port: int) -> None:
        self.office.open()
        self.server = WebServer(
            self.office.app, self.office.channel.listeners, host="127.0.0.1", port=port
        )
        self.task = asyncio.create_task(self.server.run_until_stopped())

    async def hold(self, pattern: str, method: str = "") -> asyncio.Event:
        """Hold these requests, of one method or any, back until the event is set."""
        go = asyncio.Event()

        async def wait(route: Route) -> None:
            if method not in ("", route.request.method):
                await route.fallback()
                return
            await go.wait()
            await route.continue_()

        await self.page.route(pattern, wait)
        return go

    async def stop(self) -> int:
        port = int(self.server.address.rsplit(":")[-1])
        self.server.stop()
        await self.task
        return port


@asynccontextmanager
async def phone(office: Office, width: int = 390, *, name: str = "Hạnh") -> AsyncIterator[Screen]:
    server = WebServer(office.app, office.channel.listeners, host="127.0.0.1", port=0)
    task = asyncio.create_task(server.run_until_stopped())
    async with chromium() as browser:
        context = await browser.new_context(viewport={"width": width, "height": 844})
        context.set_default_timeout(15_000)
        token = await token_for(office, name)
        await context.add_cookies([{"name": "nhacviec", "value": token, "url": server.address}])
        page = await context.new_page()
        screen = Screen(office, page, server)
        screen.task = task
        await page.goto(server.address)
        yield screen
        assert screen.errors == []
    await screen.stop()


def photo(color: str, size: int = 400) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (size, size), color).save(buffer, "JPEG")
    return buffer.getvalue()


def three_photos() -> list[FilePayload]:
    return [
        {"name": f"ảnh {n}.jpg", "mimeType": "image/jpeg", "buffer": photo(color)}
        for n, color in enumerate(("red", "green", "blue"), start=1)
    ]


async def test_words_go_out_and_the_answer_comes_by_itself(office: Office) -> None:
    async with phone(office) as screen:
        await expect(screen.page.locator("#empty")).to_be_visible()
        await screen.page.fill("#text", "#7 đã xong\n<b>85 người</b>")
        await screen.page.click("#send")
        await expect(screen.page.locator(".ours .text")).to_have_text(
            "Đã nhận: #7 đã xong\n<b>85 người</b>"
        )
        await expect(screen.page.locator(".theirs .text")).to_have_text(
            "#7 đã xong\n<b>85 người</b>"
        )
        assert await screen.page.locator(".bubble b").count() == 0
        await expect(screen.page.locator(".day")).to_have_text("thứ Hai 15/6")
        assert [m.text for m in office.heard] == ["#7 đã xong\n<b>85 người</b>"]


async def test_a_choice_is_tapped_once_however_often_it_is_hit_and_stays_tappable(
    office: Office,
) -> None:
    choices = (Choice("Xong rồi", "report:done:7"), Choice("Chưa làm", "report:notyet:7"))
    await office.say(office.cast.chat("Hạnh").chat, OutgoingMessage("Việc #7", choices), key="k")
    async with phone(office) as screen:
        button = screen.page.get_by_role("button", name="Xong rồi")
        await button.dblclick()
        await expect(screen.bubble("Đã nhận lựa chọn report:done:7")).to_be_visible()
        await office.settled()
        assert [m.choice for m in office.heard] == ["report:done:7"]
        await screen.page.get_by_role("button", name="Chưa làm").click(delay=1300)
        await expect(screen.bubble("Đã nhận lựa chọn report:notyet:7")).to_be_visible()


async def test_three_photos_show_their_progress_and_arrive_as_one_message(office: Office) -> None:
    async with phone(office) as screen:
        held = await screen.hold("**/api/files")
        await screen.page.set_input_files("#files", three_photos())
        waiting = screen.page.locator("#tray .attachment:not([data-state=done]) progress")
        await expect(waiting).to_have_count(3)
        await screen.page.fill("#text", "#20 đã họp")
        await screen.page.click("#send")
        await expect(screen.page.locator(".pending .attachment")).to_have_count(3)
        assert office.heard == []
        held.set()
        await expect(screen.bubble("Đã lưu 3 tệp: #20 đã họp")).to_be_visible()
        await expect(screen.page.locator(".theirs:not(.pending) .picture img")).to_have_count(3)
        for picture in await screen.page.locator(".picture img").all():
            await expect(picture).to_have_js_property("complete", True)
            assert await picture.evaluate("image => image.naturalWidth") > 0
        files = office.heard[0].files
        assert [f.name for f in files] == ["ảnh 1.jpg", "ảnh 2.jpg", "ảnh 3.jpg"]
        stored = [office.files.path(f.sha256 or "").read_bytes() for f in files]
        assert stored == [photo("red"), photo("green"), photo("blue")]


async def test_a_file_can_be_taken_out_before_sending_and_one_that_is_refused_must_be(
    office: Office,
) -> None:
    async with phone(office) as screen:
        broken: FilePayload = {
            "name": "hỏng.jpg",
            "mimeType": "image/jpeg",
            "buffer": b"no picture",
        }
        await screen.page.set_input_files("#files", [*three_photos(), broken])
        await expect(screen.page.locator("#notice")).to_contain_text("nội dung không đúng với đuôi")
        await screen.page.get_by_role("button", name="Bỏ tệp ảnh 2.jpg").click()
        await screen.page.click("#send")
        notice = screen.page.locator("#notice")
        await expect(notice).to_contain_text("Bấm ✕ ở tệp đó để bỏ")
        await expect(notice).to_contain_text("nội dung không đúng với đuôi")  # still says why
        await screen.page.get_by_role("button", name="Bỏ tệp hỏng.jpg").click()
        await screen.page.click("#send")
        await expect(screen.bubble("Đã lưu 2 tệp")).to_be_visible()
        assert [f.name for f in office.heard[0].files] == ["ảnh 1.jpg", "ảnh 3.jpg"]


async def test_while_the_server_restarts_words_and_photos_wait_and_then_arrive_once(
    office: Office,
) -> None:
    async with phone(office) as screen:
        await screen.page.fill("#text", "một")
        await screen.page.keyboard.press("Enter")
        await expect(screen.bubble("Đã nhận: một")).to_be_visible()
        port = await screen.stop()
        await expect(screen.page.locator("#banner")).to_have_text("Mất kết nối – sẽ tự gửi lại")
        await screen.page.fill("#text", "hai")
        await screen.page.keyboard.press("Enter")
        await screen.page.set_input_files("#files", three_photos())
        await screen.page.click("#send")
        await expect(screen.page.locator(".pending")).to_have_count(2)
        await screen.start_again(port)
        await expect(screen.bubble("Đã nhận: hai")).to_be_visible()
        await expect(screen.bubble("Đã lưu 3 tệp")).to_be_visible()
        await expect(screen.page.locator("#banner")).to_be_hidden()
        await expect(screen.page.locator(".pending")).to_have_count(0)
        assert [m.text for m in office.heard] == ["một", "hai", ""]
        await office.say(screen.chat, OutgoingMessage("Tin mới"), key="k")
        await expect(screen.bubble("Tin mới")).to_be_visible()


async def test_words_typed_while_the_page_still_opens_are_one_message(office: Office) -> None:
    async with phone(office) as screen:
        typed = await screen.hold("**/api/messages", "GET")
        opened = await screen.hold("**/api/messages", "POST")
        await screen.page.reload()
        async with screen.page.expect_request("**/api/stream*"):
            await screen.page.fill("#text", "#7 đã xong")
            await screen.page.keyboard.press("Enter")
            await expect(screen.bubble("#7 đã xong")).to_be_visible()
            typed.set()
        await expect(screen.page.locator(".pending")).to_have_count(1)
        await expect(screen.page.locator("#empty")).to_be_hidden()
        opened.set()
        await expect(screen.bubble("Đã nhận: #7 đã xong")).to_be_visible()
        await expect(screen.page.locator(".pending")).to_have_count(0)
        await expect(screen.page.locator(".line.theirs")).to_have_count(1)
        assert [m.text for m in office.heard] == ["#7 đã xong"]


async def test_words_typed_before_the_page_has_its_script_are_not_lost(office: Office) -> None:
    async with phone(office) as screen:
        typed = await screen.hold("**/chat.js*")
        await screen.page.reload(wait_until="commit")
        await screen.page.fill("#text", "#7 đã xong")
        await expect(screen.page.locator("#send")).to_be_disabled()
        typed.set()
        await screen.page.click("#send")
        await expect(screen.bubble("Đã nhận: #7 đã xong")).to_be_visible()
        assert [m.text for m in office.heard] == ["#7 đã xong"]


async def test_words_typed_without_a_network_outlive_the_page(office: Office) -> None:
    async with phone(office) as screen:
        await expect(screen.page.locator("#empty")).to_be_visible()
        await screen.page.context.set_offline(True)
        await screen.page.fill("#text", "#7 đã xong")
        await screen.page.click("#send")
        await expect(screen.page.locator(".pending .meta")).to_contain_text("Chưa gửi")
        await screen.page.context.set_offline(False)
        await screen.page.route("**/api/messages", lambda route: route.abort())
        await screen.page.reload()
        await expect(screen.page.locator(".pending .text")).to_have_text("#7 đã xong")
        await screen.page.unroute("**/api/messages")
        await expect(screen.bubble("Đã nhận: #7 đã xong")).to_be_visible()
        assert len(office.heard) == 1


async def test_everything_can_be_done_with_the_keyboard(office: Office) -> None:
    choices = (Choice("Xong rồi", "report:done:7"),)
    await office.say(office.cast.chat("Hạnh").chat, OutgoingMessage("Việc #7", choices), key="k")
    async with phone(office) as screen:
        page = screen.page
        await page.locator(".choice").wait_for()
        order = []
        for _ in range(6):
            await page.keyboard.press("Tab")
            order.append(
                await page.evaluate(
                    "document.activeElement.id || document.activeElement.textContent.trim() || document.activeElement.tagName"
                )
            )
        assert order == ["SUMMARY", "log", "Xong rồi", "files", "text", "send"]
        await page.locator(".choice").focus()
        await page.keyboard.press("Enter")
        await expect(screen.bubble("Đã nhận lựa chọn report:done:7")).to_be_visible()
        await page.locator("#text").focus()
        await page.keyboard.type("dòng một")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("dòng hai")
        await page.keyboard.press("Enter")
        await expect(screen.bubble("Đã nhận: dòng một")).to_be_visible()
        assert office.heard[-1].text == "dòng một\ndòng hai"
        await page.locator("summary").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".menu nav")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator(".menu nav")).to_be_hidden()
        await page.keyboard.press("Enter")
        for _ in ("to the desk", "sign out"):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_contain_text("Đây là kênh nội bộ")


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_nothing_runs_out_of_the_page_even_with_large_text(
    office: Office, width: int
) -> None:
    long = "Đề-nghị-" * 30
    choices = tuple(Choice(f"Lựa chọn dài số {n} {long[:40]}", f"c:{n}") for n in range(4))
    await office.say(office.cast.chat("Hạnh").chat, OutgoingMessage(long, choices), key="k")
    async with phone(office, width) as screen:
        await screen.page.locator(".choice").first.wait_for()
        for size in ("100%", "212%"):
            await screen.page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            wide = await screen.page.evaluate(
                "[document.documentElement, document.getElementById('log')]"
                ".map(e => e.scrollWidth - e.clientWidth)"
            )
            assert wide == [0, 0]
        await screen.page.evaluate("document.documentElement.style.fontSize = ''")
        small = await screen.page.evaluate(
            "[...document.querySelectorAll('button, a, summary, .attach')]"
            ".filter(e => e.offsetParent && Math.min(e.offsetHeight, e.offsetWidth) < 44)"
            ".map(e => e.outerHTML)"
        )
        assert small == []


async def test_a_message_too_long_stays_in_the_field_with_a_sentence(office: Office) -> None:
    async with phone(office) as screen:
        await screen.page.fill("#text", "á" * 9000)
        await screen.page.click("#send")
        await expect(screen.page.locator("#notice")).to_contain_text("chia thành 3 tin")
        assert len(await screen.page.input_value("#text")) == 9000
        assert office.heard == []


async def test_the_page_says_so_when_its_session_has_ended(office: Office) -> None:
    async with phone(office) as screen:
        await expect(screen.page.locator("#empty")).to_be_visible()
        async with office.store.write() as unit:
            await unit.links.revoke(office.cast.people["Hạnh"].id, office.clock())
        office.channel.listeners.tell(screen.chat)
        await expect(screen.page.locator("#banner")).to_contain_text("đã kết thúc")


async def test_the_heading_follows_the_names_that_the_set_up_gives(office: Office) -> None:
    async with phone(office) as screen:
        await expect(screen.page.locator("#who")).to_have_text("Phường Hòa Bình · Lê Văn Hạnh")
        async with office.store.write() as unit:
            await unit.wards.rename(office.cast.ward.id, "Phường <b>Bình Minh</b>")
        await screen.page.fill("#text", "việc")
        await screen.page.click("#send")
        await expect(screen.page.locator("#who")).to_have_text(
            "Phường <b>Bình Minh</b> · Lê Văn Hạnh"
        )
