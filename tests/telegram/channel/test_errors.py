"""What goes wrong, and what that means for a message: every row of the measured table."""

import asyncio
import socket
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr
from telegram import error as ptb

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client, Server
from bot.channels.telegram.errors import Trouble, as_send_error, trouble_of
from data.domain.messages import OutgoingMessage
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from tests.telegram.channel.bench import NOW, Bench, letter_to
from tests.telegram.emulator import (
    Fault,
    Telegram,
    accepted_then_dropped,
    accepted_then_silent,
    dropped,
    html200,
    not_json,
    refused,
    silent,
    status,
    throttle,
)

F = SendFailure
PAGE = "<html><body>Trang web bị chặn</body></html>"
ON_THE_WIRE: list[tuple[str, Fault, SendFailure]] = [
    ("429", throttle(7), F.THROTTLED),
    ("429 by a page", status(429, PAGE), F.MISCONFIGURED),
    ("accepted, no answer", accepted_then_silent(), F.UNCERTAIN),
    ("no answer", silent(), F.UNCERTAIN),
    ("accepted, connection dropped", accepted_then_dropped(), F.UNCERTAIN),
    ("connection dropped", dropped(), F.UNCERTAIN),
    ("502 by a page", status(502), F.UNCERTAIN),
    ("504, and accepted", status(504, delivered=True), F.UNCERTAIN),
    ("500 in JSON", refused(500, "Internal Server Error"), F.UNCERTAIN),
    ("200 and a page", html200(), F.MISCONFIGURED),
    ("200 and half an answer", not_json(), F.MISCONFIGURED),
    ("200 and something else", not_json('{"blocked": true}'), F.UNCERTAIN),
    ("302 to a login page", status(302, PAGE), F.MISCONFIGURED),
    ("403 by a page", status(403, PAGE), F.MISCONFIGURED),
    ("404 by a page", status(404, PAGE), F.MISCONFIGURED),
    ("400 by a page", status(400, PAGE), F.MISCONFIGURED),
    ("blocked", refused(403, "Forbidden: bot was blocked by the user"), F.RECIPIENT_GONE),
    ("deactivated", refused(403, "Forbidden: user is deactivated"), F.RECIPIENT_GONE),
    ("never begun", refused(400, "Bad Request: chat not found"), F.RECIPIENT_GONE),
    (
        "may not write there",
        refused(400, "Bad Request: not enough rights to send text messages to the chat"),
        F.RECIPIENT_GONE,
    ),
    (
        "moved",
        refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100_5),
        F.MOVED,
    ),
    ("too long", refused(400, "Bad Request: message is too long"), F.TOO_LONG),
    ("caption too long", refused(400, "Bad Request: message caption is too long"), F.TOO_LONG),
    ("bad markup", refused(400, 'Bad Request: can\'t parse entities: "<Hạnh>"'), F.REFUSED),
    ("bad button", refused(400, "Bad Request: BUTTON_DATA_INVALID"), F.REFUSED),
    ("unknown token", refused(401, "Unauthorized"), F.MISCONFIGURED),
    ("malformed token", refused(404, "Not Found"), F.MISCONFIGURED),
]


@pytest.mark.parametrize(
    ("fault", "failure"), [c[1:] for c in ON_THE_WIRE], ids=[c[0] for c in ON_THE_WIRE]
)
async def test_what_an_answer_means(
    fault: Fault, failure: SendFailure, bench: Bench, telegram: Telegram
) -> None:
    telegram.fault(fault, "sendMessage")
    with pytest.raises(SendError) as caught:
        await bench.send("Lê Văn Hạnh chưa nộp")
    assert caught.value.failure is failure
    _tells_nothing(caught.value, telegram)


def _tells_nothing(error: SendError, telegram: Telegram) -> None:
    said = f"{error!r} {error} {error.detail} {error.__cause__}"
    for secret in (telegram.token, telegram.url, "Hạnh", "bị chặn"):
        assert secret not in said
    assert error.__cause__ is None or error.__suppress_context__


async def test_how_long_to_wait_and_where_to_go(bench: Bench, telegram: Telegram) -> None:
    telegram.fault(throttle(7), "sendMessage")
    with pytest.raises(SendError) as caught:
        await bench.send()
    assert caught.value.retry_after == 7
    telegram.fault(refused(400, "Bad Request", migrate_to_chat_id=-1005), "sendMessage")
    with pytest.raises(SendError) as caught:
        await bench.send()
    assert caught.value.moved_to == "-1005"


async def test_what_telegram_quotes_of_a_message_is_not_repeated(
    bench: Bench, telegram: Telegram
) -> None:
    telegram.fault(refused(400, 'Bad Request: can\'t parse "Hạnh"'), "sendMessage")
    with pytest.raises(SendError) as caught:
        await bench.send()
    assert caught.value.detail == "Can't parse"


async def test_a_real_move_a_real_block_and_a_person_who_never_began(
    bench: Bench, telegram: Telegram
) -> None:
    group = telegram.group("Tổ 1", [bench.person])
    group.adds(by=bench.person)
    old, new = group.id, group.becomes_supergroup()
    with pytest.raises(SendError) as caught:
        await bench.send(to=old)
    assert (caught.value.failure, caught.value.moved_to) == (F.MOVED, str(new))
    bench.person.blocks()
    with pytest.raises(SendError) as caught:
        await bench.send()
    assert caught.value.failure is F.RECIPIENT_GONE
    with pytest.raises(SendError) as caught:
        await bench.send(to=77)
    assert caught.value.failure is F.RECIPIENT_GONE


async def _failing(url: str, files: EvidenceStore) -> SendFailure:
    client = Client(SecretStr("1000000501:" + "A" * 35), Server(url), patience=0.5)
    channel = TelegramChannel(client, files.path)
    try:
        with pytest.raises(SendError) as caught:
            await channel.send(letter_to("5", OutgoingMessage("Nhắc"), "1000000501"), NOW)
    finally:
        await client.close()
    return caught.value.failure


async def test_a_line_that_is_down_is_provably_unsent(files: EvidenceStore) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert await _failing(f"http://127.0.0.1:{port}", files) is F.UNREACHABLE
    assert await _failing("http://nowhere.invalid", files) is F.UNREACHABLE


async def test_a_server_without_its_tls_is_provably_unreached(
    telegram: Telegram, files: EvidenceStore
) -> None:
    assert await _failing(telegram.url.replace("http:", "https:"), files) is F.UNREACHABLE


async def test_a_token_nobody_knows(telegram: Telegram, files: EvidenceStore) -> None:
    assert await _failing(telegram.url, files) is F.MISCONFIGURED


def _raised(cause: Exception | None, error: Exception) -> Exception:
    error.__cause__ = cause
    return error


PURE: list[tuple[str, Exception, Trouble]] = [
    (
        "connecting took too long",
        _raised(httpx.ConnectTimeout(""), ptb.TimedOut()),
        Trouble.UNREACHABLE,
    ),
    ("no connection was free", _raised(httpx.PoolTimeout(""), ptb.TimedOut()), Trouble.UNREACHABLE),
    ("no proxy", _raised(httpx.ProxyError(""), ptb.NetworkError("")), Trouble.UNREACHABLE),
    ("writing took too long", _raised(httpx.WriteTimeout(""), ptb.TimedOut()), Trouble.UNCERTAIN),
    ("reading broke off", _raised(httpx.ReadError(""), ptb.NetworkError("")), Trouble.UNCERTAIN),
    ("a timeout of unknown kind", ptb.TimedOut(), Trouble.UNCERTAIN),
    ("a second poller", ptb.Conflict("terminated by other getUpdates"), Trouble.CONFLICT),
    ("no such method", ptb.EndPointNotFound("a"), Trouble.WRONG_TOKEN),
    ("a fault of our own", KeyError("result"), Trouble.UNCERTAIN),
    ("same again", ptb.BadRequest("Message is not modified: a"), Trouble.NOT_MODIFIED),
    ("deleted", ptb.BadRequest("Message to edit not found"), Trouble.NOT_EDITABLE),
    ("tall picture", ptb.BadRequest("PHOTO_INVALID_DIMENSIONS"), Trouble.BAD_PICTURE),
    ("tapped long ago", ptb.BadRequest("Query is too old and"), Trouble.TOO_OLD),
    ("429 without a time", ptb.NetworkError("Too Many Requests"), Trouble.THROTTLED),
    ("large upload", ptb.NetworkError("Request Entity Too Large"), Trouble.TOO_BIG),
]


@pytest.mark.parametrize(("error", "trouble"), [c[1:] for c in PURE], ids=[c[0] for c in PURE])
def test_what_the_library_raises(error: Exception, trouble: Trouble) -> None:
    assert trouble_of(error) is trouble


@dataclass
class _Later(ptb.RetryAfter):
    """As the library will tell it one day."""

    retry_after = timedelta(seconds=90)  # type: ignore[assignment]


def test_a_wait_told_as_a_timedelta() -> None:
    later = _Later.__new__(_Later)
    later.message = "Flood control exceeded"
    assert as_send_error(later).retry_after == 90


async def test_a_cancelled_send_stays_cancelled(bench: Bench, telegram: Telegram) -> None:
    telegram.fault(silent(), "sendMessage")
    sending = asyncio.create_task(bench.send())
    await asyncio.sleep(0.1)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
