"""`nhacviec check`: what is right, what somebody has to see to, and the exit code for programs."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from bot.cli import checks, cli
from bot.cli.checks import disk
from data.clock import now
from data.domain.people import WardSettings
from data.store.migration import migrate
from data.store.unit_of_work import Store
from tests.cast import MONDAY
from tests.logs.restoring import logging_restored
from tests.telegram.emulator import Telegram, emulator_in_thread, html200, silent

GIB = 2**30
OTHER_TOKEN = "1000000999:AAG-this-bot-is-nobodys-1234567890"
Check = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one ward, whose log has an entry."""

    async def found() -> None:
        store = Store.at(f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}")
        await migrate(store.engine)
        async with store.write() as unit:
            ward = await unit.wards.add("Phường Hòa Bình", WardSettings(), MONDAY)
            log = unit.ward(ward.id).log
            log.append("ward.founded", actor="console", subject="ward:1", now=MONDAY)
        await store.close()

    asyncio.run(found())
    return tmp_path


@pytest.fixture
def check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Check]:
    """Run the command over the folder, with these settings besides."""
    # How full the disk of this machine is, is nobody's business here.
    monkeypatch.setattr(checks, "reserve_of", lambda _total: 0)
    monkeypatch.chdir(folder)
    for name in ("DATABASE_URL", "TELEGRAM_TOKEN", "PUBLIC_URL"):
        monkeypatch.setenv(f"NHACVIEC_{name}", "")
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(folder))

    def run(**settings: str) -> Result:
        for name, value in settings.items():
            monkeypatch.setenv(f"NHACVIEC_{name.upper()}", value)
        return CliRunner().invoke(cli, ["check"])

    with logging_restored():
        yield run


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with emulator_in_thread() as running:
        yield running


def test_when_all_is_right_it_says_so_and_ends_with_0(check: Check) -> None:
    result = check()
    assert "Cơ sở dữ liệu: đúng phiên bản." in result.output
    assert "Nhật ký của Phường Hòa Bình: liền mạch." in result.output
    assert "Telegram: chưa đặt NHACVIEC_TELEGRAM_TOKEN, chỉ dùng trang chat." in result.output
    assert result.output.endswith("Mọi thứ đã sẵn sàng.\n")
    assert result.exit_code == 0


def test_settings_are_shown_without_their_secrets(check: Check) -> None:
    result = check(telegram_token=OTHER_TOKEN, telegram_api="http://127.0.0.1:1")
    assert "NHACVIEC_TELEGRAM_TOKEN=••••••\n" in result.output
    assert OTHER_TOKEN.partition(":")[2] not in result.output


def test_a_database_of_another_version_has_to_be_migrated(check: Check, folder: Path) -> None:
    (folder / "nhacviec.db").unlink()
    result = check()
    assert '🔴 Cần xử lý: Cơ sở dữ liệu chưa ở phiên bản này. Chạy "nhacviec migrate".' in (
        result.output
    )
    assert result.output.endswith("Có 1 điều cần xử lý.\n")
    assert result.exit_code == 1


def test_a_log_that_was_tampered_with_is_named(check: Check, folder: Path) -> None:
    with sqlite3.connect(folder / "nhacviec.db") as conn:
        conn.execute("UPDATE event_log_contents SET content = '{\"tampered\": 1}'")
    result = check()
    assert "🔴 Cần xử lý: Nhật ký của Phường Hòa Bình: ĐỨT tại mục 1." in result.output
    assert result.exit_code == 1


def test_a_database_out_of_reach_is_no_traceback(check: Check) -> None:
    url = "postgresql+psycopg://nhacviec:mat-khau-rieng@127.0.0.1:1/nhacviec"
    result = check(database_url=url)
    assert "🔴 Cần xử lý: Cơ sở dữ liệu không dùng được" in result.output
    assert "mat-khau-rieng" not in result.output
    assert result.exit_code == 1


def test_a_folder_that_cannot_be_used_is_told(check: Check, folder: Path) -> None:
    (folder / "taken").write_text("a file")
    result = check(data_dir=str(folder / "taken"))
    assert f"🔴 Cần xử lý: Thư mục dữ liệu {folder / 'taken'} không dùng được" in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("free", "total", "told", "is_right"),
    [
        (50 * GIB, 100 * GIB, "Đĩa còn trống: 50.0 GiB (50 %).", True),
        (3 * GIB, 100 * GIB, "Đĩa sắp đầy.", False),
        (1 * GIB, 100 * GIB, "Đĩa đã đầy: hệ thống không nhận tệp nữa.", False),
    ],
)
def test_a_disk_is_called_full_before_files_are_refused(
    free: int, total: int, told: str, is_right: bool
) -> None:
    found = disk(free, total)
    assert told in found.says
    assert found.is_right is is_right


@pytest.mark.parametrize(("age", "code"), [(timedelta(hours=20), 0), (timedelta(days=3), 1)])
def test_copies_that_are_made_no_more_are_noticed(
    check: Check, folder: Path, age: timedelta, code: int
) -> None:
    copy = folder / "backups" / "nhacviec-2026-06-14.db"
    copy.parent.mkdir()
    copy.touch()
    made_at = (now() - age).timestamp()
    os.utime(copy, (made_at, made_at))
    result = check()
    assert "Sao lưu: bản gần nhất" in result.output
    assert ("Đã quá hai ngày" in result.output) is bool(code)
    assert result.exit_code == code


def test_that_there_is_no_copy_yet_is_worth_a_word(check: Check) -> None:
    result = check()
    assert "🟡 Nên xem: Sao lưu: chưa có bản nào" in result.output
    assert result.exit_code == 0


# Telegram.


def test_a_bot_that_answers_is_right(check: Check, telegram: Telegram) -> None:
    result = check(telegram_token=telegram.token, telegram_api=telegram.url)
    assert "Bot @nhacviec_bot (Nhắc Việc) trả lời bình thường." in result.output
    assert result.exit_code == 0


def test_a_token_that_telegram_does_not_know_is_told_from_a_network_that_is_blocked(
    check: Check, telegram: Telegram
) -> None:
    wrong = check(telegram_token=OTHER_TOKEN, telegram_api=telegram.url)
    away = check(telegram_token=OTHER_TOKEN, telegram_api="http://127.0.0.1:1")
    telegram.fault(html200(), times=9)
    blocked = check(telegram_token=telegram.token, telegram_api=telegram.url)
    assert "🔴 Cần xử lý: Telegram 1000000999: Telegram không nhận mã bot" in wrong.output
    assert "Chưa nối được tới Telegram" in away.output
    assert "Có máy khác trả lời thay Telegram" in blocked.output
    for result in (wrong, away, blocked):
        assert result.exit_code == 1
        assert OTHER_TOKEN.partition(":")[2] not in result.output


def test_a_webhook_that_was_left_set_is_told_with_its_host_only(
    check: Check, telegram: Telegram
) -> None:
    hook = {"url": "https://cu.phuong.vn/bi-mat-9f2c"}
    httpx.post(f"{telegram.url}/bot{telegram.token}/setWebhook", data=hook).raise_for_status()
    result = check(telegram_token=telegram.token, telegram_api=telegram.url)
    assert "Bot đang gửi tin tới máy chủ khác (cu.phuong.vn)" in result.output
    assert "bi-mat-9f2c" not in result.output
    assert result.exit_code == 1


def test_a_network_that_swallows_everything_is_given_up_after_a_while(
    check: Check, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "LONGEST", 1.0)
    telegram.fault(silent(), times=9)
    result = check(telegram_token=telegram.token, telegram_api=telegram.url)
    assert "Chưa nối được tới Telegram" in result.output
    assert result.exit_code == 1


def test_each_bot_is_looked_at_by_itself(check: Check, telegram: Telegram) -> None:
    tokens = f"{telegram.token} {OTHER_TOKEN}"
    result = check(telegram_token=tokens, telegram_api=telegram.url)
    assert "Bot @nhacviec_bot (Nhắc Việc) trả lời bình thường." in result.output
    assert "🔴 Cần xử lý: Telegram 1000000999: " in result.output
    assert "Có 1 điều cần xử lý." in result.output
    assert result.exit_code == 1


def test_a_token_that_is_none_is_refused_in_words_without_it(check: Check) -> None:
    result = check(telegram_token="khong-phai-ma-bot-9f2c")
    assert "🔴 Cần xử lý: NHACVIEC_TELEGRAM_TOKEN: mã bot thứ 1 không đúng dạng." in result.output
    assert "9f2c" not in result.output
    assert "Cơ sở dữ liệu: đúng phiên bản." in result.output
    assert result.exit_code == 1
