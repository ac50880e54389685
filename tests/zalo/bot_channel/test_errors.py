"""What goes wrong, and what that means for a message."""

import asyncio
import json
import socket
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.errors import (
    CallError,
    Trouble,
    as_send_error,
    never_answered,
    result_of,
)
from data.domain.messages import OutgoingMessage
from data.domain.quota import is_month_used_up
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from tests.zalo.bot_channel.bench import NOW, Bench, bench, letter_to
from tests.zalo.bot_channel.conftest import acquainted
from tests.zalo.bot_emulator import Person, ZaloBot, faults
from tests.zalo.emulation.faults import Fault

F = SendFailure
PAGE = "<html><body>Trang web bị chặn</body></html>"
ON_THE_WIRE: list[tuple[str, Fault, SendFailure]] = [
    ("accepted, no answer", faults.accepted_then_silent(), F.UNCERTAIN),
    ("no answer", faults.silent(), F.UNCERTAIN),
    ("accepted, connection dropped", faults.accepted_then_dropped(), F.UNCERTAIN),
    ("connection dropped", faults.dropped(), F.UNCERTAIN),
    ("408", faults.refused(408, "Request timeout"), F.UNCERTAIN),
    ("408, and accepted", faults.refused(408, "Request timeout", delivered=True), F.UNCERTAIN),
    ("408 by a page", faults.status(408, PAGE), F.UNCERTAIN),
    ("403 as documented", faults.refused(403, "Internal server error"), F.UNCERTAIN),
    ("500", faults.refused(500, "Internal server error"), F.UNCERTAIN),
    ("502 by a page", faults.status(502), F.UNCERTAIN),
    ("504, and accepted", faults.status(504, delivered=True), F.UNCERTAIN),
    ("200 and half an answer", faults.not_json(), F.UNCERTAIN),
    ("200 without an id", faults.not_json('{"ok":true,"result":{}}'), F.UNCERTAIN),
    ("200 and no result", faults.not_json('{"ok":true}'), F.UNCERTAIN),
    ("200 and something else", faults.not_json('{"blocked":true}'), F.UNCERTAIN),
    ("200 and a page", faults.html200(), F.MISCONFIGURED),
    ("302 to a login page", faults.status(302, PAGE), F.MISCONFIGURED),
    ("401 by a page", faults.status(401, PAGE), F.MISCONFIGURED),
    ("403 by a page", faults.status(403, PAGE), F.MISCONFIGURED),
    ("404 by a page", faults.status(404, PAGE), F.MISCONFIGURED),
    ("429 by a page", faults.status(429, PAGE), F.THROTTLED),
    ("429", faults.refused(429, "Too Many Requests"), F.THROTTLED),
    ("the month", faults.refused(429, "Quota exceeded"), F.THROTTLED),
    ("a token that is over", faults.refused(401, "Unauthorized"), F.MISCONFIGURED),
    ("bad words", faults.refused(400, "Bad request: parse_mode <Hạnh>"), F.REFUSED),
    ("nothing there", faults.refused(404, "Not Found"), F.REFUSED),
    ("too long", faults.refused(400, "Bad request: text is too long"), F.TOO_LONG),
    ("too long, counted", faults.refused(400, "text has 2001 characters, 1 to 2000"), F.TOO_LONG),
    ("no such chat", faults.refused(400, "Bad request: chat not found"), F.RECIPIENT_GONE),
    ("no such chat, 404", faults.refused(404, "User not found"), F.RECIPIENT_GONE),
    ("blocked", faults.refused(403, "Bot was blocked by the user"), F.RECIPIENT_GONE),
]


@pytest.mark.parametrize(
    ("fault", "failure"), [c[1:] for c in ON_THE_WIRE], ids=[c[0] for c in ON_THE_WIRE]
)
async def test_what_an_answer_means(
    fault: Fault, failure: SendFailure, ours: Bench, tu: Person
) -> None:
    ours.zalo.fault(fault, "sendMessage")
    with pytest.raises(SendError) as caught:
        await ours.send(tu, "Lê Văn Hạnh chưa nộp")
    assert caught.value.failure is failure
    _tells_nothing(caught.value, ours.zalo)


@pytest.mark.parametrize("code_key", ["error_code", "errorCode", "absent"])
@pytest.mark.parametrize("errors", ["http_status", "ok_false_200"])
@pytest.mark.parametrize(
    ("code", "said", "failure"),
    [
        (401, "Unauthorized", F.MISCONFIGURED),
        (408, "Request timeout", F.UNCERTAIN),
        (429, "Quota exceeded", F.THROTTLED),
        (500, "Internal server error", F.UNCERTAIN),
        (404, "Not Found", F.REFUSED),
    ],
)
async def test_wherever_the_code_stands(
    code: int, said: str, failure: SendFailure, errors: str, code_key: str, files: EvidenceStore
) -> None:
    async with bench(files, errors=errors, error_code=code_key) as ours:
        ours.zalo.fault(faults.refused(code, said), "sendMessage")
        with pytest.raises(SendError) as caught:
            await ours.send("a1b2")
    assert caught.value.failure is failure


def _tells_nothing(error: SendError, zalo: ZaloBot) -> None:
    said = f"{error!r} {error} {error.detail} {error.__cause__}"
    for secret in (zalo.token, zalo.token.partition(":")[2], zalo.url, "Hạnh", "bị chặn"):
        assert secret not in said
    assert error.__cause__ is None
    assert error.__suppress_context__


async def test_how_long_to_wait(ours: Bench, tu: Person) -> None:
    ours.zalo.fault(faults.refused(429, "Too Many Requests"), "sendMessage")
    with pytest.raises(SendError) as caught:
        await ours.send(tu)
    assert caught.value.retry_after == 30
    assert not is_month_used_up(caught.value)


async def test_a_month_that_is_used_up_can_be_told_from_haste(ours: Bench, tu: Person) -> None:
    words = "Monthly message quota exceeded"
    ours.zalo.fault(faults.refused(429, words), "sendMessage")
    with pytest.raises(SendError) as caught:
        await ours.send(tu)
    assert is_month_used_up(caught.value)
    assert caught.value.retry_after == 300


async def refused(ours: Bench, tu: Person, minutes: int) -> SendError:
    with pytest.raises(SendError) as caught:
        await ours.send(tu, at=NOW + timedelta(minutes=minutes))
    return caught.value


async def test_a_quota_that_is_not_said_to_be_the_months_is_so_after_a_quarter_of_an_hour(
    ours: Bench, tu: Person
) -> None:
    ours.zalo.bot.uses(3000)
    said = [await refused(ours, tu, minutes) for minutes in (0, 1, 14, 15)]
    assert [is_month_used_up(e) for e in said] == [False, False, False, True]
    assert [e.retry_after for e in said] == [60, 60, 60, 300]


async def test_a_quota_that_lets_a_message_through_was_not_the_months(
    ours: Bench, tu: Person
) -> None:
    ours.zalo.bot.uses(3000)
    await refused(ours, tu, 0)
    ours.zalo.bot.uses(2999)
    assert await ours.send(tu, at=NOW + timedelta(minutes=10))
    assert not is_month_used_up(await refused(ours, tu, 16))


async def test_refusals_far_apart_are_no_month_either(ours: Bench, tu: Person) -> None:
    ours.zalo.bot.uses(3000)
    await refused(ours, tu, 0)
    assert not is_month_used_up(await refused(ours, tu, 8 * 60))


@pytest.mark.parametrize("blocked", [400, 403, 404])
@pytest.mark.parametrize("unknown", [400, 404])
async def test_who_blocks_the_bot_and_who_never_wrote(
    blocked: int, unknown: int, files: EvidenceStore
) -> None:
    async with bench(files, blocked=blocked, unknown_chat=unknown) as ours:
        tu, hoa = acquainted(ours, "Nguyễn Văn Tư"), ours.zalo.user("Lê Thị Hoa")
        tu.blocks()
        for person in (tu, hoa):
            with pytest.raises(SendError) as caught:
                await ours.send(person)
            assert caught.value.failure is F.RECIPIENT_GONE


async def _failing(url: str, token: str = "77:khong-ai-biet") -> SendFailure:
    client = Client(SecretStr(token), url, patience=0.5)
    try:
        letter = letter_to("5", OutgoingMessage("Nhắc"), client.account)
        with pytest.raises(SendError) as caught:
            await ZaloBotChannel(client).send(letter, NOW)
    finally:
        await client.close()
    assert token not in f"{caught.value!r}"
    return caught.value.failure


async def test_a_line_that_is_down_is_provably_unsent(zalo: ZaloBot) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert await _failing(f"http://127.0.0.1:{port}") is F.UNREACHABLE
    assert await _failing("http://nowhere.invalid") is F.UNREACHABLE
    assert await _failing(zalo.url.replace("http:", "https:")) is F.UNREACHABLE


async def test_a_token_nobody_knows(zalo: ZaloBot) -> None:
    assert await _failing(zalo.url) is F.MISCONFIGURED


PURE: list[tuple[str, Exception, Trouble]] = [
    ("connecting took too long", httpx.ConnectTimeout(""), Trouble.UNREACHABLE),
    ("no connection was free", httpx.PoolTimeout(""), Trouble.UNREACHABLE),
    ("no proxy", httpx.ProxyError(""), Trouble.UNREACHABLE),
    ("writing took too long", httpx.WriteTimeout(""), Trouble.UNCERTAIN),
    ("reading broke off", httpx.ReadError(""), Trouble.UNCERTAIN),
    ("cut off", httpx.RemoteProtocolError(""), Trouble.UNCERTAIN),
]


@pytest.mark.parametrize(("error", "trouble"), [c[1:] for c in PURE], ids=[c[0] for c in PURE])
def test_what_the_client_raises(error: Exception, trouble: Trouble) -> None:
    assert never_answered(error).trouble is trouble


ANSWERS: list[tuple[str, int, Any, Trouble]] = [
    ("well said, badly meant", 500, {"ok": True, "result": {}}, Trouble.UNCERTAIN),
    ("a code as a text", 200, {"ok": False, "error_code": "401"}, Trouble.WRONG_TOKEN),
    ("a code that is true", 200, {"ok": False, "error_code": True}, Trouble.UNCERTAIN),
    ("a list", 200, [1], Trouble.STRANGE_ANSWER),
    ("a daily limit", 200, {"ok": False, "errorCode": 426, "description": ""}, Trouble.REFUSED),
    ("a webhook", 400, {"ok": False, "description": "webhook is set"}, Trouble.CONFLICT),
    ("no words", 400, {"ok": False, "description": None}, Trouble.REFUSED),
]


@pytest.mark.parametrize(
    ("status", "body", "trouble"), [c[1:] for c in ANSWERS], ids=[c[0] for c in ANSWERS]
)
def test_what_a_body_means(status: int, body: Any, trouble: Trouble) -> None:
    with pytest.raises(CallError) as caught:
        result_of(status, json.dumps(body).encode())
    assert caught.value.trouble is trouble
    assert as_send_error(caught.value).detail


def test_a_wait_that_is_asked_for_is_kept_when_it_is_longer() -> None:
    for asked, wait in (("90", 90), ("5", 30), ("Wed, 25 Nov", 30), ("", 30)):
        with pytest.raises(CallError) as caught:
            result_of(429, b'{"ok":false}', asked)
        assert caught.value.wait == wait


async def test_a_cancelled_send_stays_cancelled(ours: Bench, tu: Person) -> None:
    ours.zalo.fault(faults.silent(), "sendMessage")
    sending = asyncio.create_task(ours.send(tu))
    await asyncio.sleep(0.1)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
