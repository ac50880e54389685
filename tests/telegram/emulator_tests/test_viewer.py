"""The viewer, in a real browser: what a person types and taps reaches the bot."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup
from playwright.async_api import Browser, Page, expect

from tests.browser import chromium, needs_browser
from tests.telegram.emulator import Person, Telegram
from tests.telegram.emulator_tests.pictures import picture
from tests.telegram.emulator_tests.test_sending import buttons

PHONE = {"width": 390, "height": 844}


@pytest.fixture
async def page(telegram: Telegram) -> AsyncIterator[Page]:
    """A phone's screen."""
    async with chromium() as browser:
        yield await _open(browser)


async def _open(browser: Browser) -> Page:
    page = await browser.new_page(viewport=PHONE)
    page.set_default_timeout(5000)
    return page


@needs_browser
async def test_a_person_chats_in_the_browser(
    page: Page, bot: Bot, telegram: Telegram, lan: Person, tmp_path: Path
) -> None:
    await page.goto(telegram.view(lan) + "?start=ma-5")
    await page.get_by_role("button", name="BẮT ĐẦU").click()
    await expect(page.locator(".mine .words")).to_have_text("/start ma-5")
    markup = buttons({"Đã xong": "done", "Chưa": "not"})
    sent = await bot.send_message(lan.id, "<b>Việc 12</b>", parse_mode="HTML", reply_markup=markup)
    answering = asyncio.create_task(_answer(bot, telegram))
    await page.get_by_role("button", name="Đã xong").click()
    await expect(page.locator(".toast")).to_have_text("Đã ghi nhận")
    await answering
    await bot.edit_message_text("Việc 12: xong", chat_id=lan.id, message_id=sent.message_id)
    await expect(page.locator(".theirs .mark")).to_contain_text("đã sửa")
    await page.get_by_label("Tin nhắn").fill("Xin chào <b>")
    await page.get_by_label("Tin nhắn").press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("Xin chào <b>")
    file = tmp_path / "anh.png"
    file.write_bytes(picture(kind="PNG"))
    await page.locator("input[type=file]").set_input_files(file)
    await expect(page.locator(".photos img")).to_have_count(1)
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Gửi số", request_contact=True)]])
    await bot.send_message(lan.id, "Số của đồng chí?", reply_markup=keyboard)
    await page.get_by_role("button", name="Gửi số").click()
    await expect(page.locator(".mine.line").last).to_contain_text("+84900000004")
    updates = [u for u in await bot.get_updates() if u.message]
    assert [m.content_type for m in (u.message for u in updates)] == [
        "text",
        "text",
        "photo",
        "contact",
    ]


async def _answer(bot: Bot, telegram: Telegram) -> None:
    await telegram.until(lambda: telegram.taps)
    await bot.answer_callback_query(next(iter(telegram.taps)), text="Đã ghi nhận")


@needs_browser
async def test_everything_can_be_drawn(
    page: Page, bot: Bot, telegram: Telegram, hanh: Person, lan: Person
) -> None:
    hanh.sends_album([picture()] * 4, caption="Bốn ảnh")
    hanh.sends_document(b"%PDF-", "Kế hoạch.pdf")
    hanh.sends_voice(b"OggS")
    hanh.sends_video(b"mp4")
    hanh.sends_sticker()
    hanh.sends_location(16.07, 108.22, live=600)
    hanh.shares_contact()
    hanh.forwards(lan.says("Của Lan"))
    hanh.says("Trả lời", reply_to=hanh.chat().messages[0])
    await page.goto(telegram.view(hanh) + "?still&full")
    assert await page.locator("article").count() == 10
    assert await page.locator(".photos img").count() == 4
    loaded = "images => images.every(image => image.complete && image.naturalWidth > 0)"
    assert await page.locator(".photos img").evaluate_all(loaded)
    wide = "() => document.documentElement.scrollWidth <= innerWidth"
    assert await page.evaluate(wide), "nothing sticks out of the screen"
    group = telegram.group("Tổ dân phố 5", [hanh, lan])
    group.adds()
    lan.says("Chào cả tổ", to=group)
    await page.goto(telegram.view(group) + "?still")
    await expect(page.locator(".who")).to_have_text("Võ Thị Lan")
    await expect(page.locator(".service").last).to_contain_text("đã thêm Nhắc Việc")
    await page.goto(telegram.url + "/view")
    await page.get_by_text("Tổ dân phố 5").click()
    await expect(page.locator("header")).to_contain_text("2 thành viên")
