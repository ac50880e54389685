"""An inspector's way in a real browser: unpacked without a network, and by the link.

With NHACVIEC_SCREENSHOTS set, the guide's pictures are made on the way.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, expect

from data.domain.reviews import Fault, Verdict
from data.store.reviews import NewReview
from jobs.ticks.make_dossiers import make_dossiers
from tests.acceptance.town import SHOTS, keep_picture, photo
from tests.browser import chromium, needs_browser
from tests.cast import at
from tests.dossier.house import NOW, House, unzip
from tests.web.office import Office
from tests.web.test_browser import phone

pytestmark = needs_browser


async def _with_a_return(house: House) -> None:
    """A report that was returned, and its supplement with photos."""
    shots = []
    for number, color in enumerate(("steelblue", "olive", "slategray"), 1):
        shot = photo(color, f"Ảnh họp dân {number}.jpg")
        when = at(f"2026-06-22 08:0{number}")
        shots.append(await house.keep("Hạnh", shot["buffer"], when, shot["name"]))
    async with house.store.write() as unit:
        work = unit.ward(house.cast.ward.id)
        (first,) = await work.reports.of_occurrence(house.owed[20])
        review = NewReview(
            occurrence_id=house.owed[20],
            report_id=first.id,
            reviewer_id=house.cast.people["Mai"].id,
            verdict=Verdict.RETURNED,
            faults=(Fault.BLURRED,),
            words="chưa thấy biên bản",
            evidence_ids=(),
            due_on=at("2026-06-20 08:00").date(),
            supplement_by=at("2026-06-24 08:00").date(),
            days_late=0,
            before={},
        )
        await work.reviews.add(review, at("2026-06-17 10:00"))
    await house.report(
        "Hạnh", 20, "bổ sung ảnh và biên bản họp dân", at("2026-06-22 08:10"), tuple(shots)
    )


@asynccontextmanager
async def _offline() -> AsyncIterator[tuple[BrowserContext, list[str]]]:
    async with chromium() as browser:
        context = await browser.new_context(
            viewport={"width": 960, "height": 720}, offline=True, locale="vi-VN"
        )
        context.set_default_timeout(15_000)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        yield context, asked


async def _keep(page: Page, name: str) -> None:
    if SHOTS:
        await page.mouse.move(0, 0)
        keep_picture(await page.screenshot(), name)


async def test_unpacked_it_is_read_and_checked_on_a_machine_without_us(
    house: House, tmp_path: Path
) -> None:
    await _with_a_return(house)
    made = await house.export(tmp_path / "ho-so.zip")
    bag = unzip(made.path, tmp_path / "may-doan-kiem-tra")
    async with _offline() as (context, asked):
        page = await context.new_page()
        await page.goto((bag / "data/index.html").as_uri())
        await expect(page.get_by_role("heading", level=1)).to_contain_text("12/KH-UBND")
        await expect(page.get_by_text("Không chứng minh ai đã cầm máy chụp")).to_be_visible()
        await _keep(page, "ho-so-trang-dau")
        await page.get_by_role("link", name="Trách nhiệm giải trình").click()
        await page.get_by_role("link", name="#20").click()
        await expect(page.get_by_text("Trả lại: ảnh mờ, chưa thấy biên bản")).to_be_visible()
        photos = page.locator("ul.files img")
        await expect(photos).to_have_count(4)
        for shown in await photos.all():
            await shown.scroll_into_view_if_needed()
            await expect(shown).to_have_js_property("complete", value=True)
            assert await shown.evaluate("image => image.naturalWidth") > 0
        await _keep(page, "ho-so-mot-viec")
        await page.get_by_role("link", name="← Về trang đầu hồ sơ").click()
        await expect(page.get_by_role("heading", name="Nội dung hồ sơ")).to_be_visible()
        assert await page.locator("script").count() == 0
        await page.set_viewport_size({"width": 794, "height": 1123})
        await page.goto(made.minutes.as_uri())
        await expect(page.get_by_text(made.digest)).to_be_visible()
        await _keep(page, "ho-so-bien-ban")
        assert [url for url in asked if not url.startswith("file:")] == []
    await asyncio.to_thread(_is_whole, bag / "kiem_tra.py", made.digest)


def _is_whole(script: Path, digest: str) -> None:
    command = [sys.executable, "-I", "-S", str(script), "--bien-ban", digest]
    checked = subprocess.run(command, capture_output=True)
    assert checked.returncode == 0, checked.stdout.decode()


@pytest.mark.parametrize("width", [390, 1100])
async def test_by_the_link_it_is_read_without_signing_in(
    house: House, tmp_path: Path, width: int
) -> None:
    await _with_a_return(house)
    office = Office(house.store, house.files, house.cast)
    office.clock.now = NOW
    folder = tmp_path / "ho-so"
    async with phone(office, width, name="Mai") as screen:
        page, address = screen.page, screen.server.address
        office.app.state.context = replace(
            office.app.state.context, dossiers=folder, public_url=address
        )
        await page.clock.install()
        await page.goto(f"{address}/ban/ho-so")
        await page.get_by_label("Từ ngày").fill("1/6/2026")
        await page.get_by_label("Đến hết ngày").fill("30/6/2026")
        await page.get_by_role("button", name="Xuất hồ sơ").click()
        await expect(page.get_by_text("đang chờ xuất")).to_be_visible()
        await page.get_by_label("Từ ngày").fill("2/6/2026")
        await page.clock.run_for(6_000)
        await expect(page.get_by_label("Từ ngày")).to_have_value("2/6/2026")
        await page.goto(f"{address}/ban/ho-so")
        await make_dossiers(replace(house.world, dossiers=folder), NOW)
        await page.clock.run_for(6_000)
        await page.get_by_text("Mở cho đoàn kiểm tra xem").click()
        await page.get_by_label("Dành cho").fill("Đoàn kiểm tra Sở Nội vụ")
        if width > 1000:
            await _keep(page, "ho-so-ban")
        await page.get_by_role("button", name="Tạo đường dẫn").click()
        said = await page.get_by_role("status").inner_text()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        link = next(word for word in said.split() if "/kiem-tra/" in word)
        await _inspects(page, link, width)
        office.clock.now = NOW + timedelta(days=7)
        async with page.expect_popup() as opened:
            await page.evaluate("link => { window.open(link) }", link)
        await expect((await opened.value).locator("main")).to_contain_text("không còn hiệu lực")


async def _inspects(page: Page, link: str, width: int) -> None:
    """Open the link in a browser that nobody signed in to."""
    browser = page.context.browser
    assert browser is not None
    context = await browser.new_context(viewport={"width": width, "height": 720})
    context.set_default_timeout(15_000)
    inspector = await context.new_page()
    await inspector.goto(link)
    await expect(inspector.locator("main")).to_contain_text("Đoàn kiểm tra Sở Nội vụ")
    if width < 1000:
        await _keep(inspector, "ho-so-doan-kiem-tra")
    await inspector.get_by_role("link", name="Xem hồ sơ").click()
    await inspector.get_by_role("link", name="#20").click()
    last = inspector.locator("ul.files img").last
    await last.scroll_into_view_if_needed()
    await expect(last).to_have_js_property("complete", value=True)
    assert await last.evaluate("image => image.naturalWidth") == 640
    assert await inspector.evaluate("document.documentElement.scrollWidth") <= width
    async with inspector.expect_popup() as opened:
        await inspector.evaluate("window.open('/ban/ho-so')")
    await expect((await opened.value).locator("body")).not_to_contain_text("Xuất hồ sơ mới")
    await context.close()
