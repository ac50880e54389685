"""The whole product with an Official Account as its only door: real HTTP, signed calls, a moved clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.line import Line
from data.domain.people import Ward
from data.domain.short_codes import short_code
from jobs.actions.invite import bootstrap_admin
from tests.acceptance.test_story import OFFICE, PLAN, STAFF
from tests.acceptance.town import staff_list
from tests.acceptance.zalo_town import keep_screen
from tests.cast import at
from tests.leaps import leap
from tests.zalo.oa_emulator import Person, ZaloOA, zalo_oa
from tests.zalo.strangers import PUBLIC


@dataclass
class OaTown:
    """The running product and the Official Account that its people use."""

    app: App
    clock: MovableClock
    zalo: ZaloOA
    code: str
    """The administrator's eight digits."""
    link: str

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        await leap(self.app, self.clock, at(text))

    async def ward(self) -> Ward:
        """Return the only ward."""
        async with self.app.store.read() as unit:
            return (await unit.wards.all())[0]

    async def picture(self, name: str, whose: Person, *, height: int = 844) -> None:
        """Keep a picture of somebody's screen for the guides, when they are asked for."""
        name = f"zalo-oa-{name.removeprefix('zalo-')}"
        await keep_screen(self.zalo.view(whose), name, height=height)

    async def office_reads(self) -> str:
        """Return what the status page says of the account, looked at anew."""
        await self.app.zalo_oa._keeper.look()
        (status,) = (s for s in self.app.accounts() if s.channel == "zalo_oa")
        return " ".join(status.notes)


@asynccontextmanager
async def oa_town(folder: Path, *, paid: bool = False, **switches: Any) -> AsyncIterator[OaTown]:
    """Run the product on an imitated Official Account; `paid` sends what costs money, too."""
    clock = MovableClock(now, start=at("2026-06-08 08:00"))
    async with zalo_oa(clock=lambda: clock().timestamp(), **switches) as oa:
        settings = Settings(
            data_dir=folder,
            database_url=SecretStr(""),
            port=0,
            public_url=PUBLIC,
            telegram_token=None,
            zalo_bot_token=None,
            zalo_oa_id=oa.oa_id,
            zalo_oa_app_id=oa.app_id,
            zalo_oa_app_secret=SecretStr(oa.app_secret),
            zalo_oa_secret=SecretStr(oa.oa_secret),
            zalo_oa_refresh_token=SecretStr(oa.mint().refresh_token),
            zalo_oa_api=oa.url,
            zalo_oa_paid=paid,
        )
        async with open_app(settings, clock) as app:
            for channel in app.zalo_oa.channels:
                channel.line = Line()  # how fast it may send is tested elsewhere
            async with app.store.write() as unit:
                invited = await bootstrap_admin(unit, "", clock())
            assert invited is not None
            async with running(app) as server:
                oa.reroute(PUBLIC, server.address)
                assert (await oa.saves_webhook(f"{PUBLIC}/zalo/oa/{oa.oa_id}").done()).ok
                link = f"https://zalo.me/{oa.oa_id}"
                yield OaTown(app, clock, oa, short_code(invited.code), link)


async def the_lead_office_sets_up(there: OaTown) -> Person:
    """Everything in the chat: the plan and the staff list come in as files."""
    mai = there.zalo.user("Trần Thị Mai")
    mai.says(f"{there.code[:4]} {there.code[4:]}")
    await mai.hears("không gửi tài liệu mật", timeout=20)
    mai.says("1")
    await mai.hears("Bước 1/5", timeout=20)
    mai.says("Phường Ninh Hòa")
    await mai.hears("Đã ghi: Phường Ninh Hòa", timeout=20)
    mai.says(f"{OFFICE}, Trần Thị Mai, 0900000001")
    await mai.hears("Bước 3/5", timeout=20)
    mai.sends_file(PLAN.name, PLAN.read_bytes())
    await mai.hears("50 việc", timeout=30)
    mai.says("2")
    await mai.hears("tên cơ quan có thể trùng nhau", timeout=30)
    mai.says("gop theo goi y roi xac nhan")
    await mai.hears("Đã xác nhận", timeout=30)
    mai.sends_file("danh-sach.xlsx", staff_list(STAFF)["buffer"])
    await mai.hears("Chưa thay đổi gì cho đến khi đồng chí xác nhận", timeout=20)
    mai.says("xac nhan")
    await mai.hears("Đã lưu danh sách: thêm 6 người", timeout=20)
    return mai
