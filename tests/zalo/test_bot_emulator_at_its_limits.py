"""The emulator of the bot platform, its limits, webhook, faults and screens."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.zalo.bot_emulator import ZaloBot, faults, zalo_bot, zalo_bot_in_thread
from tests.zalo.strangers import PUBLIC, BotClient, bot_client, hall, photo

SECRET = "bi-mat-cua-webhook"


@pytest.fixture
async def client(zalo: ZaloBot) -> AsyncIterator[BotClient]:
    async with bot_client(zalo) as made:
        yield made


# Who can be written to, and how much


async def test_strangers_and_those_who_blocked(zalo: ZaloBot, client: BotClient) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    assert await client.no("sendMessage", chat_id=tu.id, text="chào") == 400
    tu.says("chào")
    tu.blocks()
    assert await client.no("sendMessage", chat_id=tu.id, text="chào") == 403
    zalo.switches.blocked, zalo.switches.unknown_chat = "ok", 404
    assert await client.ok("sendMessage", chat_id=tu.id, text="chào")
    assert tu.said == []
    assert await client.no("sendMessage", chat_id="0" * 20, text="chào") == 404
    tu.unblocks()
    await client.ok("sendMessage", chat_id=tu.id, text="chào lại")
    assert tu.last.text == "chào lại"


async def test_the_months_quota(zalo: ZaloBot, client: BotClient) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("chào")
    zalo.bot.uses(2999)
    await client.ok("sendMessage", chat_id=tu.id, text="tin thứ 3000")
    answer = await client.raw("sendMessage", chat_id=tu.id, text="tin thứ 3001")
    assert (answer.status_code, answer.json()["description"]) == (429, "Quota exceeded")
    assert zalo.bot.sent_this_month == 3000
    zalo.clock.advance(31 * 86400)
    await client.ok("sendMessage", chat_id=tu.id, text="tháng mới")


async def test_the_fifty_first_user() -> None:
    for switch, status in (("ignored", 408), ("served", 200)):
        async with zalo_bot(one_user_too_many=switch) as zalo, bot_client(zalo) as client:
            zalo.bot.user_limit = 1
            zalo.user("Người thứ nhất").says("một")
            await client.ok("getUpdates", timeout=1)
            zalo.user("Người thứ hai").says("hai")
            assert (await client.raw("getUpdates", timeout=0)).status_code == status


async def test_a_second_bot_has_its_own_people(zalo: ZaloBot) -> None:
    second = zalo.add_bot("Bot Phường Hai", user_limit=100, can_join_groups=False)
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("chào", to=second)
    async with bot_client(zalo, second) as client:
        update = await client.ok("getUpdates", timeout=1)
        assert update["message"]["from"]["id"] == tu.chat(second).id != tu.id
        await client.ok("sendMessage", chat_id=tu.chat(second).id, text="chào bác")
    assert (await tu.hears("chào bác", chat=second)).from_bot
    with pytest.raises(AssertionError, match="cannot join"):
        zalo.group("Tổ 5", [tu]).adds(second)


# The webhook


@pytest.mark.parametrize("shape", ["flat", "enveloped"])
async def test_updates_are_pushed(shape: str) -> None:
    async with zalo_bot(webhook_body=shape) as zalo, bot_client(zalo) as client, hall() as ours:
        zalo.reroute(PUBLIC, ours.url)
        asked = {"url": f"{PUBLIC}/zalo/1", "secret_token": SECRET}
        result = await client.ok("setWebhook", **asked)
        assert result["verification"]["outcome"] == "webhook.ok"
        empty, probe = ours.got
        assert (empty.body, empty.headers.get("Content-Type")) == (b"", None)
        assert b'"webhook.test"' in probe.body
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("xong 12")
        await zalo.until(lambda: len(ours.got) == 3)
        pushed = ours.got[2]
        assert pushed.path == "/zalo/1"
        assert pushed.headers["X-Bot-Api-Secret-Token"] == SECRET
        assert pushed.headers["User-Agent"].startswith("Java/")
        body = httpx.Response(200, content=pushed.body).json()
        update = body["result"] if shape == "enveloped" else body
        assert update["message"]["text"] == "xong 12"
        assert (await client.ok("getWebhookInfo"))["url"] == f"{PUBLIC}/zalo/1"
        assert await client.no("getUpdates", timeout=0) == 400
        assert (await client.ok("deleteWebhook"))["url"] == ""
        assert await client.no("getWebhookInfo") == 404


async def test_a_failed_check_does_not_stop_the_address() -> None:
    switches = {"probe_secret": False, "empty_probe": False, "no_webhook": "empty_url"}
    async with zalo_bot(**switches) as zalo, bot_client(zalo) as client, hall() as ours:
        assert (await client.ok("getWebhookInfo"))["url"] == ""
        outcomes = []
        for status in (403, 404, 502, 302):
            ours.statuses = [status]
            asked = {"url": ours.url, "secret_token": SECRET}
            outcomes.append((await client.ok("setWebhook", **asked))["verification"]["outcome"])
        assert outcomes == [f"webhook.http.{code}" for code in ("403", "404", "5xx", "other")]
        assert "X-Bot-Api-Secret-Token" not in ours.got[0].headers
        zalo.reroute(PUBLIC, "http://127.0.0.1:9")
        asked = {"url": PUBLIC, "secret_token": SECRET}
        result = await client.ok("setWebhook", **asked)
        assert result["verification"]["outcome"] == "webhook.err.unreachable"
        assert (await client.ok("getWebhookInfo"))["url"] == PUBLIC


async def test_webhook_tests_are_few(zalo: ZaloBot, client: BotClient) -> None:
    assert await client.no("testWebhook") == 404
    async with hall() as ours:
        await client.ok("setWebhook", url=ours.url, secret_token=SECRET)
        zalo.bot.webhook_tests_left = 1
        assert (await client.ok("testWebhook"))["ok"] is True
        body = (await client.raw("testWebhook")).json()
        assert body == {"ok": False, "errorCode": 426, "description": ""}


async def test_failed_pushes_are_lost_or_tried_again() -> None:
    for retries, pushes in (((), 1), ((10.0, 20.0), 3)):
        switches = {"webhook_retries": retries, "backlog": "pushed"}
        async with zalo_bot(**switches) as zalo, bot_client(zalo) as client, hall() as ours:
            zalo.user("Nguyễn Văn Tư").says("trước webhook")
            await client.ok("setWebhook", url=ours.url, secret_token=SECRET)
            await zalo.until(lambda there=ours: len(there.got) == 3)
            ours.statuses = [500, 500]
            zalo.user("Nguyễn Văn Tư").says("một")
            for number in range(pushes):
                await zalo.until(lambda n=number, there=ours: len(there.got) == 4 + n)
                zalo.clock.advance(21)
            await zalo.rests(0.01)
            assert len(zalo.lost) == (pushes == 1)


# What goes wrong


async def test_scripted_misfortune(zalo: ZaloBot, client: BotClient) -> None:
    tu, hoa = zalo.user("Nguyễn Văn Tư"), zalo.user("Lê Thị Hoa")
    for person in (tu, hoa):
        person.says("chào")
    sent = {"chat_id": tu.id, "text": "nhắc"}
    for fault, delivered in (
        (faults.accepted_then_silent(), 1),
        (faults.silent(), 0),
        (faults.accepted_then_dropped(), 1),
        (faults.dropped(), 0),
    ):
        before = len(tu.said)
        planned = zalo.fault(fault, "sendMessage", to=tu)
        with pytest.raises(httpx.TransportError):
            await client.http.post("sendMessage", json=sent, timeout=0.15)
        assert (len(tu.said) - before, planned.hits) == (delivered, 1), fault.name
    zalo.fault(faults.status(503), "sendMessage", to=tu, times=2)
    await client.ok("sendMessage", chat_id=hoa.id, text="không dính lỗi")
    for _ in range(2):
        answer = await client.raw("sendMessage", **sent)
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith("text/html")
    zalo.fault(faults.html200())
    assert "<html" in (await client.raw("sendMessage", **sent)).text
    zalo.fault(faults.not_json(delivered=True))
    answer = await client.raw("sendMessage", **sent)
    assert answer.headers["content-type"].startswith("application/json")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()
    for code in (403, 429):
        zalo.fault(faults.refused(code, "Internal server error"))
        assert await client.no("sendMessage", **sent) == code
    zalo.fault(faults.slow(0.1), "sendMessage")
    began = time.monotonic()
    await client.ok("sendMessage", **sent)
    assert time.monotonic() - began >= 0.1
    assert [call.fault for call in zalo.calls("sendMessage")].count("status") == 2


async def test_errors_may_come_with_http_200() -> None:
    async with zalo_bot(errors="ok_false_200", error_code="errorCode") as zalo:
        answer = httpx.Response(0)
        async with bot_client(zalo) as client:
            answer = await client.http.post(f"{zalo.url}/bot1:x/getMe")
            assert answer.status_code == 200
            assert answer.json()["errorCode"] == 401
            zalo.switches.error_code = "absent"
            answer = await client.raw("getUpdates", timeout=0)
            assert answer.status_code == 408
            assert answer.json() == {"ok": False, "description": "Request timeout"}


async def test_a_cut_network(zalo: ZaloBot, client: BotClient) -> None:
    waiting = asyncio.create_task(client.raw("getUpdates", timeout=5))
    await zalo.until(lambda: zalo.counts["getUpdates"] == 1)
    zalo.cut()
    with pytest.raises(httpx.TransportError):
        await waiting
    with pytest.raises(httpx.TransportError):
        await client.raw("getMe")
    zalo.restore()
    await client.ok("getMe")


async def test_waiting_in_vain_says_what_was_there(zalo: ZaloBot, client: BotClient) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("chào")
    await client.ok("sendMessage", chat_id=tu.id, text="tin cũ")
    await tu.hears(re.compile("^tin"))
    tu.says("nữa")
    with pytest.raises(AssertionError, match="tin cũ"):
        await tu.hears("tin", timeout=0.01)


def test_it_runs_in_a_thread_of_its_own() -> None:
    with zalo_bot_in_thread() as zalo, httpx.Client(trust_env=False) as client:
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("chào")
        base = f"{zalo.url}/bot{zalo.token}"
        update = client.post(f"{base}/getUpdates", json={"timeout": 1}).json()["result"]
        sent = {"chat_id": update["message"]["chat"]["id"], "text": "chào bác"}
        client.post(f"{base}/sendMessage", json=sent)
        assert tu.wait_for("chào bác").from_bot
        with pytest.raises(AssertionError, match="did not say"):
            tu.wait_for("chào ai", timeout=0.01)


# What people see


async def test_a_screen_to_look_at_and_to_write_in(zalo: ZaloBot, client: BotClient) -> None:
    tu, hoa = zalo.user("Nguyễn Văn Tư"), zalo.user("Lê Thị Hoa")
    group = zalo.group("Tổ dân phố 5", [tu, hoa])
    hoa.says("bà con ơi", to=group)
    tu.says("<xong> 12")
    tu.sends_voice()
    tu.sends_sticker()
    tu.sends_photo(photo(40, 30))
    await client.ok("sendPhoto", chat_id=tu.id, photo="http://127.0.0.1:9/x", caption="đen")
    page = (await client.http.get(zalo.view(tu))).text
    assert "&lt;xong&gt; 12" in page
    assert 'class="black"' in page
    assert "data:image/jpeg;base64," in page
    assert "bà con ơi" in (await client.http.get(zalo.view(tu, group))).text
    form = {"data": {"text": "từ trình duyệt"}, "files": {"photo": ("a.jpg", photo(9, 9))}}
    assert (await client.http.post(zalo.view(tu), **form)).status_code == 303
    assert [message.kind for message in tu.messages[-2:]] == ["text", "photo"]
    news = await client.http.get(f"{zalo.url}/view/{tu.id}/news")
    assert news.json() == [7, 0]
    assert (await client.http.get(f"{zalo.url}/view/nobody")).status_code == 404
