"""`nhacviec ward`: the same words at the console, and the calendar as a file."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from data.domain.people import WardSettings
from data.errors import RefusedError
from data.store.migration import migrate
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast, add_task
from tests.settings.stage import STEADY

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line over a data folder with one ward."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", "")
    monkeypatch.chdir(tmp_path)

    async def found() -> None:
        store = Store.at(f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}")
        await migrate(store.engine)
        async with store.write() as unit:
            await unit.wards.add("Phường Hòa Bình", WardSettings(), MONDAY)
        await store.close()

    asyncio.run(found())
    return lambda *arguments: CliRunner().invoke(cli, ["ward", *arguments])


def refusal(result: Result) -> str:
    assert isinstance(result.exception, RefusedError), result.output
    return result.exception.sentence


def test_it_shows_and_changes_by_the_same_words_as_in_chat(run: Run) -> None:
    assert "Giờ nhắc: 7:30" in run("show").output
    assert run("set", "giờ nhắc 7:15").output.startswith("Đã đổi. Giờ nhắc: 7:15 ngày làm việc")
    assert "Giờ nhắc: 7:15" in run("show").output
    assert "đúng như vậy rồi" in run("set", "gio nhac 7h15").output
    assert "Đã đổi tên thành Xã Hòa Bình." in run("set", "tên xã: xã Hòa Bình").output
    assert run("show").output.startswith("Xã Hòa Bình đang đặt như sau:")


def test_what_cannot_be_is_refused_in_one_sentence(run: Run) -> None:
    assert "từ 1 đến 28" in refusal(run("set", "chốt báo cáo ngày 31"))
    assert "ví dụ: giờ nhắc 7:15" in refusal(run("set", "nhanh lên"))
    assert "Không thấy việc #12" in refusal(run("set", "#12 báo cáo mỗi tháng"))


def test_a_plan_is_reported_as_one_line_says_and_as_the_ward_again(
    run: Run, tmp_path: Path
) -> None:
    line = "kế hoạch 12 báo cáo mỗi tháng"
    assert "Chưa có kế hoạch nào đang theo dõi" in refusal(run("set", line))
    asyncio.run(give_steady_work(tmp_path))
    name = "Kế hoạch 12/KH-UBND ngày 15/1/2026: 1 việc thường xuyên"
    assert run("set", line).output.startswith(
        f"Đã đổi {name} báo cáo mỗi tháng (trước đây như cả phường).\n"
    )
    assert "Có kỳ báo cáo riêng: #1 mỗi tháng" in run("show").output
    assert "không có gì thay đổi" in run("set", line).output
    assert run("set", "kế hoạch báo cáo như phường").output.startswith(
        f"Đã đổi {name} báo cáo như cả phường (trước đây mỗi tháng).\n"
    )


async def give_steady_work(folder: Path) -> None:
    store = Store.at(f"sqlite+aiosqlite:///{folder / 'nhacviec.db'}")
    async with store.write() as unit:
        (ward,) = await unit.wards.all()
        office = await unit.ward(ward.id).agencies.add("Văn phòng HĐND và UBND")
        cast = Cast(ward, {office.name: office.id}, {})
        await add_task(unit, cast, STEADY, code=1)
    await store.close()


def test_a_calendar_is_replaced_from_a_file_and_printed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lich.txt"
    text = "# theo thông báo\n2026-01-02 nghỉ  # thứ Sáu\n2026-01-10 làm"
    file.write_text(f"\ufeff{text}\n", "utf-8")
    assert run("calendar", str(file)).output.startswith("Đã thay lịch nghỉ, làm bù: 2 ngày.")
    assert run("calendar", "-").output == f"{text}\n"
    file.write_text("", "utf-8")
    assert "0 ngày" in run("calendar", str(file)).output
    assert run("calendar", "-").output == "\n"


def test_a_calendar_that_cannot_be_read_names_the_line_and_changes_nothing(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "lich.txt"
    file.write_text("2026-01-02 nghỉ\n2026-01-10 đi làm\n", "utf-8")
    assert "dòng 2" in refusal(run("calendar", str(file)))
    file.write_bytes("2026-01-02 nghỉ".encode("utf-16"))
    assert "UTF-8" in refusal(run("calendar", str(file)))
    assert "Không thấy tệp" in refusal(run("calendar", str(tmp_path / "khac.txt")))
    assert run("calendar", "-").output == "\n"
