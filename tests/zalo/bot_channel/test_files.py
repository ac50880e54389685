"""Fetching what people sent: the very bytes, from Zalo alone, while the address is good."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.files import ZaloFiles
from data.domain.evidence import Kind, judge
from data.errors import SendError, SendFailure
from tests.zalo.bot_channel.bench import Bench, running, until
from tests.zalo.bot_emulator import Person, faults
from tests.zalo.emulation.faults import Fault
from tests.zalo.strangers import hall, photo

F = SendFailure


async def fetch(source: ZaloFiles, ref: str) -> bytes:
    """Return all bytes of a file."""
    return b"".join([chunk async for chunk in source.fetch(ref)])


@pytest.fixture
def source(ours: Bench) -> ZaloFiles:
    return ZaloFiles(ours.client)


@pytest.fixture
def ref(tu: Person) -> str:
    """The address of a photo that somebody sent."""
    return _address(tu)


def _address(person: Person) -> str:
    picture = person.sends_photo(photo(900, 700)).picture
    assert picture is not None
    return picture.url


async def test_photos_and_voices_come_byte_by_byte(anyhow: Bench) -> None:
    tu = anyhow.zalo.user("Nguyễn Văn Tư")
    sent = tu.sends_photo(photo(), "#12")
    voice = b"\xff\xf1" + bytes(range(256)) * 40
    async with running(anyhow.poller()):
        await until(lambda: len(anyhow.desk.kept) == 1)
        tu.sends_voice(voice)
        await until(lambda: len(anyhow.desk.kept) == 2)
    source = ZaloFiles(anyhow.client)
    first, second = anyhow.heard()
    assert sent.picture is not None
    got = await fetch(source, first.files[0].ref)
    assert got == sent.picture.data
    assert judge(first.files[0].name, got[:4096], len(got)) is Kind.JPEG
    assert await fetch(source, second.files[0].ref) == voice
    assert judge(second.files[0].name, voice, len(voice)) is Kind.AAC


async def test_an_address_that_is_too_old_is_not_asked_again(
    source: ZaloFiles, ref: str, ours: Bench
) -> None:
    assert await fetch(source, ref)
    ours.zalo.clock.advance(901)
    with pytest.raises(SendError) as caught:
        await fetch(source, ref)
    assert caught.value.failure is F.REFUSED


async def test_what_a_file_is_said_to_be_and_how_far_it_is(
    source: ZaloFiles, ref: str, ours: Bench
) -> None:
    ours.zalo.links.content_type = "application/octet-stream"
    ours.zalo.links.redirects = 3
    assert (await fetch(source, ref)).startswith(b"\xff\xd8")
    ours.zalo.links.redirects = 4
    with pytest.raises(SendError) as caught:
        await fetch(source, ref)
    assert caught.value.failure is F.REFUSED


TROUBLES: list[tuple[str, Fault, SendFailure]] = [
    ("a bad gateway", faults.status(502), F.UNREACHABLE),
    ("gone", faults.status(410), F.REFUSED),
    ("too often", faults.status(429), F.THROTTLED),
    ("no answer", faults.silent(), F.UNREACHABLE),
    ("connection dropped", faults.dropped(), F.UNREACHABLE),
    ("a block page", faults.html200(), F.UNREACHABLE),
]


@pytest.mark.parametrize(
    ("fault", "failure"), [c[1:] for c in TROUBLES], ids=[c[0] for c in TROUBLES]
)
async def test_what_is_asked_again(
    fault: Fault, failure: SendFailure, source: ZaloFiles, ref: str, ours: Bench
) -> None:
    ours.zalo.fault(fault, "link")
    with pytest.raises(SendError) as caught:
        await fetch(source, ref)
    assert caught.value.failure is failure
    assert ref not in str(caught.value)
    assert await fetch(source, ref)


async def test_a_file_too_big(source: ZaloFiles, ours: Bench, tu: Person) -> None:
    def kept(size: int) -> str:
        return ours.zalo.links.add(b"\xff\xd8" + b"a" * (size - 2), "a.jpg", "image/jpeg")

    assert len(await fetch(source, kept(10 * 2**20))) == 10 * 2**20
    with pytest.raises(SendError) as caught:
        await fetch(source, kept(10 * 2**20 + 1))
    assert caught.value.failure is F.TOO_LONG


ELSEWHERE = [
    "http://127.0.0.1:9/a.jpg",
    "http://10.0.0.1/a.jpg",
    "http://[::1]/a.jpg",
    "http://localhost/a.jpg",
    "https://evil.example/a.zdn.vn",
    "https://evilzdn.vn/a.jpg",
    "https://zdn.vn@evil.example/a.jpg",
    "https://zdn.vn.evil.example/a.jpg",
    "file:///etc/passwd",
    "ftp://a.zdn.vn/a.jpg",
    "https://[zdn.vn/a.jpg",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_no_other_machine_is_asked(address: str) -> None:
    client = Client(SecretStr("77:khong-ai-biet"))
    try:
        with pytest.raises(SendError) as caught:
            await fetch(ZaloFiles(client), address)
        assert caught.value.failure is F.REFUSED
    finally:
        await client.close()


@pytest.mark.parametrize(
    "address",
    ["https://photo-stal-1.zdn.vn/a.jpg", "http://f2.dl.zadn.vn/a", "https://ZDN.VN./a.jpg"],
)
async def test_zalo_is_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def download(_client: Client, address: str) -> Any:
        asked.append(address)
        raise SendError(F.UNREACHABLE)

    monkeypatch.setattr(Client, "download", download)
    client = Client(SecretStr("77:khong-ai-biet"))
    with pytest.raises(SendError):
        await fetch(ZaloFiles(client), address)
    assert asked == [address]
    await client.close()


async def test_a_redirect_leads_nowhere_else(ours: Bench) -> None:
    async with hall() as inside:
        secret = f"{inside.url.replace('127.0.0.1', 'localhost')}/a.jpg"

        async def elsewhere(_request: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": secret})

        app = web.Application()
        app.router.add_get("/a.jpg", elsewhere)
        async with TestServer(app, host="127.0.0.1") as door:
            with pytest.raises(SendError) as caught:
                await fetch(ZaloFiles(ours.client), str(door.make_url("/a.jpg")))
        assert caught.value.failure is F.REFUSED
        assert inside.got == []
