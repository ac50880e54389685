"""The main job with an Official Account alone: the plan comes in as a file, answers are typed."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.line import Line
from data.domain.short_codes import short_code
from jobs.actions.invite import bootstrap_admin
from jobs.schedule import run_between
from tests.acceptance.test_story import OFFICE, PLAN, STAFF
from tests.acceptance.town import photo, staff_list
from tests.cast import at
from tests.zalo.oa_emulator import Person, ZaloOA, zalo_oa
from tests.zalo.strangers import PUBLIC

pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="the shared plan documents are not here")


@dataclass
class Town:
    """The running product and the Official Account that its people use."""

    app: App
    clock: MovableClock
    oa: ZaloOA
    code: str

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        async for ran in run_between(self.app.world, self.clock(), at(text)):
            self.clock.move_to(ran.at)
        self.clock.move_to(at(text))


@asynccontextmanager
async def town(folder: Path, **switches: Any) -> AsyncIterator[Town]:
    """Run the product on an imitated Official Account."""
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
                yield Town(app, clock, oa, short_code(invited.code))


@pytest.mark.parametrize(
    "switches",
    [{}, {"buttons": "refused", "album": "one_event", "mac_timestamp": "header"}],
    ids=["as it most likely is", "otherwise"],
)
async def test_from_the_plan_document_to_a_report(tmp_path: Path, switches: Any) -> None:
    async with town(tmp_path, **switches) as there:
        mai = await the_lead_office_sets_up(there)
        tu = await the_group_leader_comes_in(there, mai)
        mai.says("khai báo sự kiện bầu cử tổ trưởng tổ dân phố 16/8")
        await mai.hears("Kế hoạch nhắc theo đó", timeout=20)
        mai.says("đúng rồi")
        await mai.hears("Cơ quan chủ trì được nhắc", timeout=20)
        await there.until("2026-06-09 07:30")
        reminded = await tu.hears("Bác Tư ơi, phường nhắc việc của tổ 5", timeout=20)
        assert "1. Xong rồi\n2. Chưa làm" in reminded.text
        if not switches:
            tu.taps("Xong rồi", on=reminded)
        else:
            tu.says("1")
        await tu.hears("Đã lưu, cảm ơn bác Tư", timeout=20)
        tu.sends_photos(*(photo(c, "a.jpg")["buffer"] for c in ("khaki", "tan")))
        await tu.hears("Đã thêm 2 ảnh", timeout=20)
        await there.until("2026-06-12 08:00")
        mai.says("việc")  # else the window is closed: four days cost money, and none is spent
        await there.until("2026-06-12 16:30")
        chart = await there.oa.until(
            lambda: next((m for m in mai.said if m.kind == "photo"), None), 30
        )
        picture = Image.open(io.BytesIO(chart.picture.data))
        assert (picture.format, picture.width >= 400) == ("JPEG", True)
        assert there.oa.till.charges == []
        assert there.oa.violations == []


async def the_lead_office_sets_up(there: Town) -> Person:
    mai = there.oa.user("Trần Thị Mai")
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
    return mai


async def the_group_leader_comes_in(there: Town, mai: Person) -> Person:
    name, number, *_ = next(row for row in STAFF if row[0] == "Nguyễn Văn Tư")
    await there.oa.rests(0.5, 30)
    mai.says("/moi")
    await mai.hears("người chưa vào kênh nhắc việc", timeout=20)
    mai.says(f"Tạo thư mời: {name}")
    invited = (await mai.hears(f"Thư mời của {name}", timeout=20)).text
    assert f"https://zalo.me/{there.oa.oa_id}" in invited
    digits = next(
        a + b
        for a, b in zip(invited.split(), invited.split()[1:], strict=False)
        if (a + b).isdecimal() and len(a) == len(b) == 4
    )
    tu = there.oa.user(name)
    tu.says(digits)
    await tu.hears("gõ số điện thoại của mình", timeout=20)
    tu.says(number)
    await tu.hears("sẽ nhắc việc và nhận báo cáo tại đây", timeout=20)
    return tu
