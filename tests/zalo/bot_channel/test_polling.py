"""Asking for updates: each is kept once, whatever the platform does, and before we ask again."""

import asyncio
import itertools
import logging
import re
from collections.abc import Sequence
from typing import Any

import pytest

from bot.channels.base import Arrived
from bot.channels.standing import State
from data.errors import SendError
from data.files.evidence_store import EvidenceStore
from tests.zalo.bot_channel.bench import Bench, bench, running, until
from tests.zalo.bot_channel.conftest import acquainted
from tests.zalo.bot_emulator import Person, faults
from tests.zalo.strangers import photo


async def test_everything_is_kept_once_in_every_mode(anyhow: Bench) -> None:
    tu = anyhow.zalo.user("Nguyễn Văn Tư")
    async with running(anyhow.poller()):
        tu.says("xong 12")
        tu.sends_photo(photo(90, 70), "#12")
        await until(lambda: len(anyhow.desk.kept) == 2)
        tu.sends_voice()
        tu.sends_sticker()
        tu.sends_unsupported()
        await until(lambda: len(anyhow.desk.kept) == 5)
        tu.says("hết")
        await until(lambda: len(anyhow.desk.kept) == 6)
        assert anyhow.channel.title == "Bot Nhắc Việc"
    heard = anyhow.heard()
    assert [(m.text, len(m.files)) for m in heard] == [
        ("xong 12", 0),
        ("#12", 1),
        ("", 1),
        ("", 0),
        ("", 0),
        ("hết", 0),
    ]
    assert {m.sender_name for m in heard} == {"Nguyễn Văn Tư"}
    assert {m.chat.chat for m in heard} == {tu.id}
    assert len({m.external_id for m in heard}) == 6
    assert all(abs(m.sent_at.timestamp() - anyhow.zalo.clock.now()) < 60 for m in heard)
    assert anyhow.zalo.violations == []


async def test_nothing_new_is_asked_for_but_once_a_second(files: EvidenceStore) -> None:
    async with bench(files, updates="replay") as ours:
        ours.zalo.user("Nguyễn Văn Tư").says("một")
        async with running(ours.poller(pace=0.2)):
            await until(lambda: ours.zalo.counts["getUpdates"] >= 5)
    begun = [call.at for call in ours.zalo.calls("getUpdates")[1:]]
    gaps = [after - before for before, after in itertools.pairwise(begun)]
    assert min(gaps) >= 0.19
    assert len(ours.desk.kept) == 1


async def test_what_is_new_is_asked_for_at_once(ours: Bench, tu: Person) -> None:
    for number in range(20):
        tu.says(str(number))
    async with running(ours.poller(pace=1.0)):
        await until(lambda: len(ours.desk.kept) == 20, within=5)


@pytest.mark.parametrize("idle", ["http408", "ok_false_200", "null", "empty"])
async def test_an_empty_poll_is_no_trouble(idle: str, files: EvidenceStore) -> None:
    async with bench(files, idle=idle) as ours:
        poller = ours.poller(long_poll=0)
        async with running(poller):
            await until(lambda: ours.zalo.counts["getUpdates"] >= 4)
            assert poller.status.state is State.OK


async def test_what_could_not_be_kept_is_kept_before_we_ask_again(ours: Bench, tu: Person) -> None:
    ours.desk.fails = 4
    tu.says("một")
    poller = ours.poller()
    async with running(poller):
        await until(lambda: ours.desk.tries == 3)
        assert poller.status.state is State.NOT_KEPT
        assert ours.zalo.counts["getUpdates"] == 1
        await until(lambda: ours.desk.texts == ["một"])
        await until(lambda: poller.status.state is State.OK)


@pytest.mark.parametrize("updates", ["consume", "replay", "replay_all"])
async def test_a_kill_right_after_the_commit_loses_and_doubles_nothing(
    updates: str, files: EvidenceStore
) -> None:
    async with bench(files, updates=updates) as ours:
        tu = acquainted(ours, "Nguyễn Văn Tư")
        entered = asyncio.Event()

        async def dies_after_commit(batch: Sequence[Arrived]) -> list[int | None]:
            await ours.desk.take(batch)
            entered.set()
            await asyncio.Event().wait()
            return []

        tu.says("một")
        async with running(ours.poller(dies_after_commit)):
            await entered.wait()
            assert ours.zalo.counts["getUpdates"] == 1
        tu.says("hai")
        async with running(ours.poller()):
            await until(lambda: len(ours.desk.kept) == 2)
        assert ours.desk.texts == ["một", "hai"]


async def test_twice_over_and_out_of_order(ours: Bench, tu: Person) -> None:
    ours.zalo.repeats(1)
    tu.says("một")
    with ours.zalo.holding() as held:
        tu.says("hai")
        tu.says("ba")
        held.reverse()
    async with running(ours.poller()):
        await until(lambda: len(ours.desk.kept) == 3)
        await until(lambda: not ours.zalo.bot.mailbox.waiting)
    assert ours.desk.texts == ["một", "ba", "hai"]


async def test_poison_blocks_nobody(ours: Bench, tu: Person) -> None:
    strange: list[Any] = [
        {"event_name": "message.future.received"},
        {"message": {"text": {"deep": []}, "chat": 5, "message_id": "x1"}},
        {"event_name": "webhook.test", "message": {"message_id": "webhook-test"}},
        ["a list in a list"],
    ]
    for update in strange:
        ours.zalo.inject(update)
    async with running(ours.poller()):
        tu.says("một")
        await until(lambda: len(ours.desk.kept) == 4)
    assert [u.chat.chat for u in ours.desk.kept] == ["", "", "", tu.id]
    assert ours.desk.kept[1].external_id == "x1"


async def test_photos_sent_as_one_share_an_album(ours: Bench, tu: Person) -> None:
    tu.sends_photos(photo(90, 70), photo(80, 70), photo(70, 70))
    tu.says("xong 12")
    async with running(ours.poller()):
        await until(lambda: len(ours.desk.kept) == 4)
    albums = [update.album for update in ours.desk.kept]
    assert albums[0] == albums[1] == albums[2]
    assert albums[0]
    assert albums[3] is None
    assert [message.album for message in ours.heard()] == albums


async def test_in_groups_the_mention_is_taken_off(ours: Bench, tu: Person) -> None:
    group = ours.zalo.group("Tổ dân phố 5", [tu])
    group.adds()
    async with running(ours.poller()):
        tu.mentions("xong 12", to=group)
        await until(lambda: ours.desk.kept)
    (said,) = ours.heard()
    assert said.group is not None
    assert (said.text, said.chat.chat, said.group.chat) == ("xong 12", tu.id, group.id)


@pytest.mark.parametrize("no_webhook", ["not_found", "empty_url"])
async def test_a_webhook_left_set_is_removed(
    no_webhook: str, files: EvidenceStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with bench(files, no_webhook=no_webhook) as ours:
        async with running(ours.poller()):
            await until(lambda: ours.zalo.counts["getUpdates"])
        assert ours.zalo.counts["deleteWebhook"] == 0
        hook = {"url": "https://old.example/hook/secret-path", "secret_token": "b" * 9}
        await ours.client.call("setWebhook", 15.0, **hook)
        poller = ours.poller()
        async with running(poller):
            await until(lambda: poller.status.state is State.OK and ours.zalo.bot.webhook is None)
            ours.zalo.user("Nguyễn Văn Tư").says("một")
            await until(lambda: ours.desk.texts == ["một"])
    assert "old.example" in caplog.text
    assert "secret-path" not in caplog.text


async def test_a_webhook_set_by_another_program_is_said_plainly(ours: Bench, tu: Person) -> None:
    poller = ours.poller()
    async with running(poller):
        await until(lambda: ours.zalo.counts["getUpdates"])
        hook = {"url": "http://127.0.0.1:9/hook", "secret_token": "b" * 9}
        await ours.client.call("setWebhook", **hook)
        await until(lambda: poller.status.state is State.CONFLICT)
        assert "chương trình khác" in poller.status.detail
        await ours.client.call("deleteWebhook")
        await until(lambda: poller.status.state is State.OK)


TROUBLES: list[tuple[str, Any, State]] = [
    ("no such token", faults.refused(401, "Unauthorized"), State.WRONG_TOKEN),
    ("a block page", faults.html200(), State.BLOCKED_PAGE),
    ("a block page that says 401", faults.status(401), State.BLOCKED_PAGE),
    ("Zalo is down", faults.status(502), State.UNREACHABLE),
    ("403 as documented", faults.refused(403, "Internal server error"), State.UNREACHABLE),
    ("too often", faults.refused(429, "Too Many Requests"), State.SLOWED_DOWN),
]


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "getUpdates"])
@pytest.mark.parametrize(
    ("fault", "state"), [c[1:] for c in TROUBLES], ids=[c[0] for c in TROUBLES]
)
async def test_trouble_is_told_and_outlasted(
    fault: Any, state: State, method: str, ours: Bench, tu: Person
) -> None:
    planned = ours.zalo.fault(fault, method, times=2)
    tu.says("một")
    poller = ours.poller()
    async with running(poller):
        await until(lambda: poller.status.state is state)
        assert ours.zalo.token not in poller.status.detail
        planned.cancel()
        await until(lambda: ours.desk.texts == ["một"])
        await until(lambda: poller.status.state is State.OK)


async def test_no_network_at_boot_and_none_in_between(
    ours: Bench, tu: Person, caplog: pytest.LogCaptureFixture
) -> None:
    ours.zalo.cut()
    poller = ours.poller()
    async with running(poller):
        await until(lambda: poller.status.state is State.UNREACHABLE)
        ours.zalo.restore()
        tu.says("một")
        await until(lambda: ours.desk.texts == ["một"])
        ours.zalo.cut()
        await until(lambda: poller.status.state is State.UNREACHABLE)
        ours.zalo.restore()
        tu.says("hai")
        await until(lambda: ours.desk.texts == ["một", "hai"])
    assert ours.zalo.token not in caplog.text


async def test_no_token_and_no_words_in_any_log(
    ours: Bench, tu: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """httpx and httpcore name addresses; the program keeps these two quiet and redacts the rest."""
    caplog.set_level(logging.DEBUG)
    ours.zalo.fault(faults.html200("<p>bí mật của Tư</p>"), "sendMessage")
    ours.zalo.fault(faults.dropped(), "getUpdates")
    async with running(ours.poller()):
        tu.says("bí mật của Tư")
        await until(lambda: ours.desk.kept)
        with pytest.raises(SendError):
            await ours.send(tu, "bí mật của Tư")
        await ours.send(tu, "bí mật của Tư")
    records = [r for r in caplog.records if r.name.startswith("bot")]
    said = "\n".join(f"{r.getMessage()} {r.exc_info}" for r in records)
    assert records
    assert ours.zalo.token not in said
    assert not re.search("bí mật", said)
