"""Fetching what people sent: the very bytes, or a plain word why not."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.telegram.address import arrived
from bot.channels.telegram.client import Client, Server
from bot.channels.telegram.files import TelegramFiles, below_token
from bot.channels.telegram.reading import Envelope, Us, read
from data.domain.messages import FileRef, IncomingMessage
from data.errors import SendError, SendFailure
from tests.telegram.channel.test_sending import picture
from tests.telegram.emulator import (
    Fault,
    Person,
    Telegram,
    accepted_then_silent,
    dropped,
    emulator,
    html200,
    refused,
    throttle,
)

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MEGABYTE = 1024 * 1024


@pytest.fixture
def source(client: Client) -> TelegramFiles:
    return TelegramFiles(client)


def sent_file(telegram: Telegram, limit: int = 20 * MEGABYTE) -> FileRef:
    """Return the file of the newest update, as we read it."""
    there = arrived(telegram.bot.mailbox.waiting[-1].update, str(telegram.bot.id))
    envelope = Envelope(there.chat, there.external_id, NOW)
    said = read(there.raw, envelope, Us(str(telegram.bot.id), None, limit))
    assert isinstance(said, IncomingMessage)
    return said.files[0]


async def fetch(source: TelegramFiles, ref: str) -> bytes:
    """Return all bytes of a file."""
    return b"".join([chunk async for chunk in source.fetch(ref)])


CONTENTS: list[tuple[str, bytes]] = [
    ("a small one", b"%PDF-1.7 nh\xe1\xba\xafc"),
    ("one of every byte", bytes(range(256)) * 999),
    ("what is packed already", b"\x1f\x8b\x08" + os.urandom(5000)),
    ("several chunks", os.urandom(3 * MEGABYTE + 17)),
]


@pytest.mark.parametrize("content", [c[1] for c in CONTENTS], ids=[c[0] for c in CONTENTS])
async def test_the_bytes_are_the_same(
    content: bytes, telegram: Telegram, hanh: Person, source: TelegramFiles
) -> None:
    hanh.sends_document(content, "Báo cáo tuần 47.pdf")
    file = sent_file(telegram)
    assert (file.name, file.size) == ("Báo cáo tuần 47.pdf", len(content))
    assert await fetch(source, file.ref) == content


async def test_of_a_photo_the_largest_comes_as_telegram_keeps_it(
    telegram: Telegram, hanh: Person, source: TelegramFiles
) -> None:
    photo = hanh.sends_photo(picture((2000, 1500), "JPEG"))
    assert await fetch(source, sent_file(telegram).ref) == photo.files[0].data


async def test_20_mb_come_and_more_is_too_much(
    telegram: Telegram, hanh: Person, source: TelegramFiles
) -> None:
    hanh.sends_document(b"\0" * (20 * MEGABYTE), "to.pdf")
    assert len(await fetch(source, sent_file(telegram).ref)) == 20 * MEGABYTE
    hanh.sends_document(b"x", "qua-to.pdf", size=20 * MEGABYTE + 1)
    with pytest.raises(SendError) as caught:
        await fetch(source, sent_file(telegram).ref)
    assert caught.value.failure is SendFailure.TOO_LONG


F = SendFailure
FAULTS: list[tuple[str, Fault, SendFailure]] = [
    ("no answer", accepted_then_silent(), F.UNREACHABLE),
    ("dropped", dropped(), F.UNREACHABLE),
    ("500", refused(500, "Internal Server Error"), F.UNREACHABLE),
    ("too often", throttle(3), F.THROTTLED),
    ("a block page", html200(), F.MISCONFIGURED),
    ("no such token", refused(401, "Unauthorized"), F.MISCONFIGURED),
    (
        "not now",
        refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        F.UNREACHABLE,
    ),
    ("never", refused(400, "Bad Request: invalid file_id"), F.REFUSED),
]


@pytest.mark.parametrize(("fault", "failure"), [c[1:] for c in FAULTS], ids=[c[0] for c in FAULTS])
async def test_why_a_file_does_not_come(
    fault: Fault, failure: SendFailure, telegram: Telegram, hanh: Person, source: TelegramFiles
) -> None:
    hanh.sends_document(b"%PDF-1.7", "a.pdf")
    file = sent_file(telegram)
    telegram.fault(fault, "getFile")
    with pytest.raises(SendError) as caught:
        await fetch(source, file.ref)
    assert caught.value.failure is failure
    assert telegram.token not in f"{caught.value!r} {caught.value.__cause__!r}"
    if failure is not F.REFUSED:
        assert await fetch(source, file.ref) == b"%PDF-1.7"


class _Strange:
    """getFile, told as another server might."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, client: Client, **told: Any) -> None:
        async def call(method: str, patience: float | None = None, **parameters: Any) -> Any:
            return {"file_id": "a", **told}

        monkeypatch.setattr(client, "call", call)


TOLD: list[tuple[str, dict[str, Any], SendFailure]] = [
    ("an address that is over", {"file_path": "documents/gone.pdf"}, F.UNREACHABLE),
    ("no path", {}, F.UNREACHABLE),
    ("a path outside", {"file_path": "/etc/passwd"}, F.REFUSED),
    ("too big", {"file_path": "a", "file_size": 3000 * MEGABYTE}, F.TOO_LONG),
]


@pytest.mark.parametrize(("told", "failure"), [c[1:] for c in TOLD], ids=[c[0] for c in TOLD])
async def test_what_a_server_may_tell(
    told: dict[str, Any],
    failure: SendFailure,
    source: TelegramFiles,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _Strange(monkeypatch, client, **told)
    with pytest.raises(SendError) as caught:
        await fetch(source, "u:a")
    assert caught.value.failure is failure
    assert client.token not in f"{caught.value!r} {caught.value.__cause__!r}"


async def test_less_than_was_told_is_no_file(
    telegram: Telegram, hanh: Person, source: TelegramFiles
) -> None:
    hanh.sends_document(b"half", "a.pdf", size=4000)
    with pytest.raises(SendError) as caught:
        await fetch(source, sent_file(telegram).ref)
    assert caught.value.failure is SendFailure.UNREACHABLE


@pytest.fixture
async def local() -> AsyncIterator[Telegram]:
    """A server of one's own in --local mode."""
    async with emulator(local=True) as running:
        yield running


async def test_a_server_of_ones_own_gives_large_files_from_its_disk(local: Telegram) -> None:
    client = Client(SecretStr(local.token), Server(local.url), patience=2)
    hanh = local.user("Hạnh")
    hanh.starts()
    content = os.urandom(21 * MEGABYTE)
    hanh.sends_document(content, "to.mp4")
    assert await fetch(TelegramFiles(client), sent_file(local).ref) == content
    await client.close()


TOKEN = "1000000501:AAAAA"
PATHS: list[tuple[str, str | None]] = [
    (f"/var/lib/bot-api/{TOKEN}/documents/a.pdf", "documents/a.pdf"),
    (f"/{TOKEN}/a.pdf", "a.pdf"),
    ("/etc/passwd", None),
    (f"/var/{TOKEN}", None),
    (f"/var/{TOKEN}/../../etc/passwd", None),
    (f"/var/x{TOKEN}/a.pdf", None),
]


@pytest.mark.parametrize(("path", "below"), PATHS)
def test_only_the_bots_own_folder_is_read(path: str, below: str | None) -> None:
    assert below_token(path, TOKEN) == below


def test_a_link_out_of_the_folder_leads_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    own = tmp_path / TOKEN
    own.mkdir()
    (own / "a.pdf").symlink_to(secret)
    assert below_token(str(own / "a.pdf"), TOKEN) is None
