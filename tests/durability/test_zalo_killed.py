"""The whole product is killed under load on Zalo: what was taken in is applied once.

What can be promised differs by the door. An Official Account is called, and Zalo calls again until
we answer, which we do after the commit: nothing is lost. A bot asks for one update at a time and
commits it before it asks again, but cannot say so to Zalo. Where updates come again, nothing is
lost. Where one that was handed over is gone, or comes again only until there is a newer one, a kill
between its coming and its commit loses that one: at most one a kill, and never what was committed.
"""

import asyncio
import io
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import select

from data.domain.line import AT_ONCE
from data.domain.messages import Chat
from data.store.models.mail import InboxRow
from data.store.unit_of_work import UnitOfWork
from tests.durability.house import (
    House,
    check_what_came,
    found_house,
    kept_files,
    letters,
    number_in,
    queue,
    reported,
)
from tests.durability.zalo_processes import listen_for_ever, poll_for_ever
from tests.zalo import bot_emulator, oa_emulator
from tests.zalo.bot_emulator import ZaloBot, faults, zalo_bot_in_thread
from tests.zalo.emulation.chats import Message
from tests.zalo.oa_emulator import ZaloOA, zalo_oa_in_thread

KILLS = 25
"""Of each test."""
PEOPLE, EACH = 40, 20


@dataclass(kw_only=True)
class ZaloHouse(House):
    """Hạnh reports over Zalo."""

    hanh: bot_emulator.Person | oa_emulator.Person

    def speak(self) -> None:
        """Hạnh reports: words, and a photo with words."""
        number = len(self.said)
        self.said += [f"họp lần {number}", f"họp lần {number + 1}"]
        self.hanh.says(f"#7 {self.said[-2]}")
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), (number * 5 % 256, number // 4, 7)).save(picture, "PNG")
        self.hanh.sends_photo(picture.getvalue(), f"#7 {self.said[-1]}")

    @property
    def messages(self) -> list[Message]:
        """What Hạnh said."""
        return [m for m in self.hanh.messages if not m.from_bot]


@contextmanager
def polling_house(url: str, folder: Path, **switches: Any) -> Iterator[tuple[ZaloHouse, ZaloBot]]:
    """An office with one open task, and Hạnh linked with a bot that asks."""
    with zalo_bot_in_thread(**switches) as zalo:
        hanh = zalo.user("Lê Văn Hạnh")
        cast = asyncio.run(found_house(url, Chat("zalo_bot", zalo.bot.id, hanh.id)))
        told = (zalo.url, zalo.token)
        yield ZaloHouse(url, folder, cast, poll_for_ever, told, hanh=hanh), zalo


@pytest.mark.parametrize("updates", ["consume", "replay", "replay_all"])
def test_what_people_send_a_bot_is_applied_once(url: str, tmp_path: Path, updates: str) -> None:
    with polling_house(url, tmp_path / "house", updates=updates) as (house, zalo):
        for _ in range(KILLS):
            house.speak()
            house.run_and_kill(0.4, _polled(zalo))
        comes_again = updates == "replay_all"
        house.finish(lambda: not zalo.undelivered() and not (comes_again and _lost(house)))
        lost = _lost(house)
        assert lost <= (set() if comes_again else _at_risk(zalo))
        _check_applied_once(house, lost)
        assert zalo.violations == []


def _polled(zalo: ZaloBot) -> Callable[[], object]:
    """Return what waits until the bot asks, which it has not done yet."""
    before = zalo.counts["getUpdates"]
    return lambda: zalo.wait_until(lambda: zalo.counts["getUpdates"] > before)


def _lost(house: ZaloHouse) -> set[str]:
    """Return the ids of what Hạnh said and nobody took in."""
    return {m.id for m in house.messages} - house.look(_taken_in)


async def _taken_in(unit: UnitOfWork, _ward_id: int) -> set[str]:
    rows = await unit._conn.execute(select(InboxRow.external_id))
    return set(rows.scalars())


def _at_risk(zalo: ZaloBot) -> set[str]:
    """Return the ids of the updates that each process, once killed, was handed last."""
    last: list[str] = []
    for call in zalo.requests:
        if call.method == "getMe":  # how each begins
            last.append("")
        elif call.method == "getUpdates" and isinstance(call.answer, dict) and call.answer["ok"]:
            last[-1] = call.answer["result"]["message"]["message_id"]
    return set(last)


def _check_applied_once(house: ZaloHouse, lost: set[str]) -> None:
    kept = [m for m in house.messages if m.id not in lost]
    assert house.look(reported) == Counter(m.text.removeprefix("#7 ") for m in kept)
    photos = [m for m in kept if m.picture]
    evidence = house.look(kept_files)
    assert len(evidence) == len(photos)
    assert set(evidence.values()) == {1}
    answers = Counter(x.key for x in house.look(letters) if x.kind == "reply")
    assert len(answers) == len(kept)


def test_what_a_bot_sends_arrives_or_is_listed(url: str, tmp_path: Path) -> None:
    with polling_house(url, tmp_path / "house") as (house, zalo):
        people = [zalo.user(f"Người {n}") for n in range(PEOPLE)]
        for person in people:
            person.chat().started = True
        zalo.fault(faults.slow(0.005), "sendMessage", times=100_000)
        chats = [Chat("zalo_bot", zalo.bot.id, person.id) for person in people]
        house.look(lambda unit, ward_id: queue(unit, ward_id, chats, PEOPLE * EACH))
        for _ in range(KILLS):
            house.run_and_kill(within=0.25)
        house.finish()
        came = Counter(number_in(m.text) for p in people for m in p.said)
        sent = {int(x.key): x for x in house.look(letters) if x.kind == "test"}
        assert len(sent) == PEOPLE * EACH
        check_what_came(came, sent, most_twice=KILLS * AT_ONCE)


def test_what_people_send_an_official_account_is_applied_once(url: str, tmp_path: Path) -> None:
    with zalo_oa_in_thread(webhook_retries=(0.05,) * 1000) as oa:
        hanh = oa.user("Lê Văn Hạnh")
        cast = asyncio.run(found_house(url, Chat("zalo_oa", oa.oa_id, hanh.id)))
        port = _free_port()
        house = ZaloHouse(
            url, tmp_path / "house", cast, listen_for_ever, (_told(oa, port),), hanh=hanh
        )
        house.run_and_kill(0, lambda: _connect(oa, port))
        for _ in range(KILLS):
            house.speak()
            house.run_and_kill(within=0.4)
        house.finish(lambda: not oa.undelivered())
        assert oa.lost == []
        assert _lost(house) == set()
        _check_applied_once(house, set())
        assert any(d.attempt > 1 and d.ok for d in oa.deliveries), "none was called again"
        assert sum(pair.refreshed for pair in oa.desk.pairs) == 1, "a start burned a token"
        assert oa.violations == []


def _told(oa: ZaloOA, port: int) -> dict[str, Any]:
    """Return the settings with which every process listens at the same place."""
    return {
        "port": port,
        "public_url": f"http://127.0.0.1:{port}",
        "zalo_oa_id": oa.oa_id,
        "zalo_oa_app_id": oa.app_id,
        "zalo_oa_app_secret": SecretStr(oa.app_secret),
        "zalo_oa_secret": SecretStr(oa.oa_secret),
        "zalo_oa_refresh_token": SecretStr(oa.mint().refresh_token),
        "zalo_oa_api": oa.url,
    }


def _connect(oa: ZaloOA, port: int) -> None:
    """Save the address while a process listens, and let it get its token; see `test_tokens`."""
    saving = oa.saves_webhook(f"http://127.0.0.1:{port}/zalo/oa/{oa.oa_id}")
    saving.wait()
    assert saving.ok
    oa.wait_until(lambda: oa.calls("getoa"))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
