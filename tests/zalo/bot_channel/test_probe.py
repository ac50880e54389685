"""`nhacviec check`: what is wrong with a bot, in words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.findings import Weight
from bot.channels.zalo_bot.probe import probe
from bot.settings import Bot, ZaloBotSettings
from data.files.evidence_store import EvidenceStore
from tests.zalo.bot_channel.bench import MODES, bench
from tests.zalo.bot_emulator import ZaloBot, faults

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PUBLIC = "https://nhacviec.example"


def settings(zalo: ZaloBot, token: str | None = None, **fields: Any) -> ZaloBotSettings:
    token = token or zalo.token
    usual: dict[str, Any] = {
        "bots": (Bot(SecretStr(token), token.partition(":")[0]),),
        "api": zalo.url,
        "has_webhook": False,
        "pictures_at": None,
        "web": None,
        "monthly": 3000,
        "people": 50,
    }
    return ZaloBotSettings(**(usual | fields))


async def look(zalo: ZaloBot, token: str | None = None, **fields: Any) -> dict[str, Weight]:
    """Return what is found, by its kind."""
    found = await probe(settings(zalo, token, **fields), PUBLIC)
    for finding in found:
        assert zalo.token not in finding.says
        assert finding.account
        assert finding.says.endswith(".")
    return {finding.kind: finding.weight for finding in found}


@pytest.mark.parametrize("switches", MODES.values(), ids=MODES.keys())
async def test_all_is_well(switches: dict[str, Any], files: EvidenceStore) -> None:
    async with bench(files, **switches) as ours:
        assert await look(ours.zalo) == {"ok": Weight.OK}
        assert await look(ours.zalo, "77:khong-ai-biet") == {"wrong token": Weight.FAULT}
        ours.zalo.bot.can_join_groups = False
        assert await look(ours.zalo) == {"ok": Weight.OK, "no groups": Weight.NOTE}
        assert ours.zalo.bot.webhook is None


async def test_a_webhook_left_set(zalo: ZaloBot, files: EvidenceStore) -> None:
    async with bench(files) as ours:
        zalo = ours.zalo
        hook = {"url": "http://127.0.0.1:9/secret-path", "secret_token": "b" * 9}
        await ours.client.call("setWebhook", **hook)
        assert await look(zalo) == {"ok": Weight.OK, "webhook": Weight.FAULT}
        elsewhere = await look(zalo, has_webhook=True)
        assert elsewhere == {"ok": Weight.OK, "webhook elsewhere": Weight.NOTE}
        assert zalo.bot.webhook is not None


TROUBLES: list[tuple[Any, str]] = [
    (faults.html200(), "blocked page"),
    (faults.status(403), "blocked page"),
    (faults.dropped(), "unreachable"),
    (faults.status(502), "unreachable"),
    (faults.refused(429, "Quota exceeded"), "slowed down"),
]


@pytest.mark.parametrize(("fault", "kind"), TROUBLES, ids=[c[1] + c[0].name for c in TROUBLES])
async def test_a_network_that_is_blocked(fault: Any, kind: str, zalo: ZaloBot) -> None:
    zalo.fault(fault, "getMe")
    assert await look(zalo) == {kind: Weight.FAULT}


async def test_an_address_that_is_not_zalos(zalo: ZaloBot) -> None:
    assert await look(zalo, api=f"{zalo.url}/api") == {"wrong token": Weight.FAULT}
