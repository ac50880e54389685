"""`nhacviec check --live`: what an office tries at Zalo's real service, and what is seen at once."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import checks, cli
from bot.cli.checks import LONGEST
from bot.settings import Settings
from data.clock import now
from data.domain.messages import Chat
from data.domain.people import Address, Person, Role, WardSettings
from data.store.migration import migrate
from data.store.unit_of_work import Store
from data.texts.live import Step
from data.texts.live_steps import bot_steps, oa_steps
from tests.logs.restoring import logging_restored
from tests.zalo.bot_emulator import ZaloBot, zalo_bot_in_thread
from tests.zalo.bot_emulator import faults as bot_faults
from tests.zalo.oa_emulator import ZaloOA, faults, zalo_oa_in_thread

Live = Callable[..., Result]


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """Run the command over an empty house, with these settings besides."""

    async def built() -> None:
        store = Store.at(f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}")
        await migrate(store.engine)
        await store.close()

    asyncio.run(built())
    monkeypatch.setattr(checks, "reserve_of", lambda _total: 0)
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"NHACVIEC_{name.upper()}", raising=False)
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))

    def run(**settings: str) -> Result:
        for name, value in settings.items():
            monkeypatch.setenv(f"NHACVIEC_{name.upper()}", value)
        return CliRunner().invoke(cli, ["check", "--live"])

    with logging_restored():
        yield run


def of_bot(zalo: ZaloBot) -> dict[str, str]:
    return {"zalo_bot_token": zalo.token, "zalo_bot_api": zalo.url}


def of_oa(oa: ZaloOA) -> dict[str, str]:
    return {
        "zalo_oa_id": oa.oa_id,
        "zalo_oa_app_id": oa.app_id,
        "zalo_oa_app_secret": oa.app_secret,
        "zalo_oa_secret": oa.oa_secret,
        "zalo_oa_refresh_token": oa.mint().refresh_token,
        "zalo_oa_api": oa.url,
    }


def somebody_writes(folder: Path, oa: ZaloOA) -> None:
    """Link a follower who wrote three hours ago, as it stands in our database."""
    tu = oa.user("Nguyễn Văn Tư", "0900000005")
    tu.interacts()

    async def linked() -> None:
        store = Store.at(f"sqlite+aiosqlite:///{folder / 'nhacviec.db'}")
        chat, at = Chat("zalo_oa", oa.oa_id, tu.id), now() - timedelta(hours=3)
        async with store.write() as unit:
            ward = await unit.wards.add("Phường Hòa Bình", WardSettings(), at)
            leader = Person(0, tu.name, None, Address.BAC, frozenset({Role.GROUP_LEADER}))
            person = await unit.ward(ward.id).people.add(leader)
            await unit.links.add(ward.id, person.id, chat, at)
            await unit.interactions.note(chat, at)
        await store.close()

    asyncio.run(linked())


def test_without_zalo_there_is_nothing_to_try(live: Live) -> None:
    result = live()
    assert "Chưa có tài khoản Zalo nào để thử." in result.output
    assert result.exit_code == 0


@pytest.mark.parametrize("no_webhook", ["not_found", "empty_url"])
def test_a_bot_is_looked_at_without_a_trace(live: Live, no_webhook: Any) -> None:
    with zalo_bot_in_thread(no_webhook=no_webhook) as zalo:
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("xong 12")
        result = live(**of_bot(zalo))
        asked = {call.method for call in zalo.requests}
        assert asked == {"getMe", "getWebhookInfo"}
        assert tu.said == []
    assert f"=== Zalo bot {zalo.token.partition(':')[0]}: " in result.output
    assert "getMe: Bot Nhắc Việc, gói BASIC, vào nhóm được." in result.output
    assert "getWebhookInfo: chưa đặt webhook" in result.output
    assert ("lỗi 404" in result.output) is (no_webhook == "not_found")
    assert "3000 tin một tháng, 50 người" in result.output
    assert "\n1. Nhắn" in result.output
    assert zalo.token.partition(":")[2] not in result.output
    assert result.exit_code == 0


def test_a_bot_out_of_reach_still_has_its_steps(live: Live) -> None:
    with zalo_bot_in_thread() as zalo:
        zalo.fault(bot_faults.html200(), times=9)
        result = live(**of_bot(zalo))
    assert "getMe: không có câu trả lời đọc được." in result.output
    assert "\n1. Nhắn" in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize("counts", [False, True])
def test_an_official_account_tells_its_package_its_token_and_a_window(
    live: Live, tmp_path: Path, counts: bool
) -> None:
    with zalo_oa_in_thread(cs_reply=counts) as oa:
        somebody_writes(tmp_path, oa)
        result = live(**of_oa(oa))
        assert [call.method for call in oa.requests if "message/cs" in call.method] == []
        assert oa.violations == []
    assert 'getoa: OA "UBND phường Hòa Bình Mẫu", gói Nâng cao, đã xác thực.' in result.output
    assert re.search(r"Mã truy cập: đổi lần cuối \d\d:\d\d ngày .*, dùng được đến", result.output)
    assert "quota/message của OA: cs purchase_quota còn 18181/18181." in result.output
    assert re.search(
        r"Zalo ghi tương tác cuối \d\d:\d\d ngày .*, hệ thống ghi \d\d:", result.output
    )
    assert ("Zalo còn đếm tin miễn phí trong 48 giờ (còn 8/8)" in result.output) is counts
    for secret in (oa.app_secret, oa.oa_secret):
        assert secret not in result.output
    assert result.exit_code == 0


def test_what_an_official_account_refuses_is_told_with_its_code(live: Live) -> None:
    with zalo_oa_in_thread() as oa:
        oa.fault(faults.refused(-240, "no"), "/v3.0/oa/quota/message", times=9)
        result = live(**of_oa(oa))
    assert "quota/message của OA: Zalo từ chối (mã -240)." in result.output
    assert "quota/message của một người: chưa ai vào OA" in result.output


def test_a_silent_service_is_given_up(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.live.LONGEST", 0.5)
    monkeypatch.setattr(checks, "LONGEST", 1.0)
    with zalo_bot_in_thread() as zalo:
        zalo.fault(bot_faults.silent(), times=9)
        result = live(**of_bot(zalo))
    assert LONGEST > 1
    assert "getMe: không có câu trả lời đọc được." in result.output


def _every_script() -> Iterator[tuple[Step, ...]]:
    for on in (False, True):
        yield bot_steps(has_webhook=on, shows_pictures=on, several=on, groups=on)
        yield oa_steps(buttons=on, pays=on, free=8 if on else None, groups=on, template=on)


def test_every_setting_that_a_step_names_exists() -> None:
    said = " ".join(f"{s.do} {s.outcomes}" for script in _every_script() for s in script)
    named = set(re.findall(r"NHACVIEC_([A-Z_]*[A-Z])", said))
    assert {n.lower() for n in named} <= set(Settings.model_fields)
    unverified = {"zalo_oa_buttons", "zalo_oa_paid", "zalo_oa_free_replies", "zalo_oa_groups"}
    unverified |= {"zalo_oa_proof", "zalo_oa_template", "zalo_bot_webhook", "zalo_bot_people"}
    assert unverified | {"zalo_bot_monthly"} <= {n.lower() for n in named}


def test_every_step_says_what_may_be_seen_and_what_to_do_then() -> None:
    for script in _every_script():
        assert len(script) == len(set(script))
        for step in script:
            assert step.do.endswith(".")
            assert step.outcomes
            assert all(seen and then and then[-1] != "." for seen, then in step.outcomes)
