"""The plan page in a real Chromium: changes keep one's place, deadlines are echoed."""

from playwright.async_api import expect

from jobs.actions.allow import CONSOLE
from jobs.actions.import_plan import import_plan
from tests.browser import needs_browser
from tests.web.office import Office
from tests.web.test_browser import phone
from tests.web.test_plan_page import DRAFT, PAGE, review

pytestmark = needs_browser


async def test_a_plan_is_mended_and_confirmed_without_losing_ones_place(office: Office) -> None:
    async with office.store.write() as unit:
        await import_plan(unit, office.cast.ward, DRAFT, office.clock(), CONSOLE)
    async with phone(office, name="Mai") as screen:
        page = screen.page
        await page.goto(screen.server.address + PAGE)
        card = page.locator("#viec-2")
        await card.locator("summary").click()
        await card.locator("[name=time]").fill("sớm sớm")
        await expect(card.locator(".echo")).to_contain_text("Tôi chưa hiểu")
        await card.locator("[name=time]").fill("quý III")
        await expect(card.locator(".echo")).to_contain_text("Hiểu là: quý III")
        await page.locator("#viec-1 summary").click()
        await card.get_by_role("button", name="Lưu").click()
        await expect(card.locator(".rule")).to_contain_text("Quý III/2026")
        assert await page.locator("#viec-1 details").get_attribute("open") is not None
        await page.get_by_role("button", name="Khác nhau").click()
        await expect(page.locator("#trung-ten")).to_contain_text("Là các cơ quan khác nhau")
        await page.locator("#viec-3").get_by_role("button", name="Bỏ việc này").click()
        await expect(page.locator("#viec-3")).to_contain_text("Đã bỏ")
        await expect(page.locator("#quyet-dinh")).to_contain_text("Đã xem hết")
        assert [t.code for t in (await review(office)).standing] == [1, 2]
        await page.get_by_role("button", name="Xác nhận").dblclick()
        await expect(page.locator("main")).to_contain_text("xác nhận")
        async with office.store.read() as unit:
            tasks = await unit.ward(office.cast.ward.id).tasks.all()
        assert [t.code for t in tasks] == [1, 2, 4]


async def test_the_page_fits_a_narrow_phone(office: Office) -> None:
    async with office.store.write() as unit:
        await import_plan(unit, office.cast.ward, DRAFT, office.clock(), CONSOLE)
    async with phone(office, 320, name="Mai") as screen:
        for path in (PAGE, "/the-moi/in", "/"):
            await screen.page.goto(screen.server.address + path)
            for size in ("100%", "212%"):
                await screen.page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
                assert await screen.page.evaluate("document.documentElement.scrollWidth") == 320
