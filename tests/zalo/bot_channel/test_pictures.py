"""Pictures at a public address: as often as they are fetched, and nothing else ever."""

import string
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.platform import Calls
from bot.app.zalo import ZaloBots
from bot.channels.public_pictures import LASTS, PublicPictures, picture_at
from bot.channels.web_chat.channel import WebChannel
from bot.channels.zalo_bot.account import Account
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.files import ZaloFiles
from bot.channels.zalo_bot.webhook import secret_of
from bot.web.app import make_web
from bot.web.context import WebContext
from data.errors import StoreDownError
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.zalo.bot_channel.bench import NOW, PUBLIC, SECRET, Desk
from tests.zalo.bot_channel.wire import message
from tests.zalo.strangers import photo

PICTURES = PublicPictures(PUBLIC, SECRET)
SHA256 = "ab" * 32


def test_an_address_leads_to_its_picture_for_some_days() -> None:
    address = PICTURES.address(SHA256, "image/png", NOW)
    token = address.removeprefix(f"{PUBLIC}/anh/")
    assert address != token
    assert token.endswith(".png")
    assert picture_at(token, SECRET, NOW) == SHA256
    assert picture_at(token, SECRET, NOW + LASTS - timedelta(seconds=1)) == SHA256
    assert picture_at(token, SECRET, NOW + LASTS) is None
    assert picture_at(token, b"t" * 32, NOW) is None
    assert SECRET.decode() not in repr(PICTURES)


@given(st.integers(0, 200), st.sampled_from(string.printable))
def test_no_other_address_leads_anywhere(place: int, letter: str) -> None:
    token = PICTURES.address(SHA256, "image/jpeg", NOW).rpartition("/")[2]
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed.rpartition(".")[0] != token.rpartition(".")[0]:
        assert picture_at(changed, SECRET, NOW) is None


@given(st.text(max_size=200))
def test_nonsense_leads_nowhere(token: str) -> None:
    assert picture_at(token, SECRET, NOW) is None


@pytest.fixture
async def browser(store: Store, files: EvidenceStore) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a session, as Zalo is."""
    context = WebContext(
        store=store,
        files=files,
        clock=lambda: NOW,
        channel=WebChannel(store),
        secret=SECRET,
        wake=lambda _number: None,
        public_url=PUBLIC,
        hooks=_hooks,
    )
    transport = httpx.ASGITransport(app=make_web(context))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        yield client
    _hooks.clear()


_hooks: dict[str, object] = {}


@pytest.mark.parametrize(
    ("content", "mime"),
    [(photo(80, 60), "image/jpeg"), (b"\x89PNG\r\n\x1a\n" + b"a" * 99, "image/png")],
)
async def test_a_picture_is_given_again_and_again(
    content: bytes, mime: str, browser: httpx.AsyncClient, files: EvidenceStore
) -> None:
    stored = await files.put_bytes(content)
    address = PICTURES.address(stored.sha256, mime, NOW)
    for _ in range(3):
        answer = await browser.get(address)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-type"] == mime
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "set-cookie" not in answer.headers
        head = await browser.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(content))
    part = await browser.get(address, headers={"Range": "bytes=0-9"})
    assert part.content == content[:10]
    assert (await browser.post(address)).status_code == 404


async def test_nothing_else_is_given(
    browser: httpx.AsyncClient, files: EvidenceStore, tmp_path: Path
) -> None:
    page = await files.put_bytes(b"<html><script>alert(1)</script></html>")
    sheet = await files.put_bytes(b"PK\x03\x04 bang tinh")
    picture = await files.put_bytes(photo(80, 60))
    good = PICTURES.address(picture.sha256, "image/jpeg", NOW)
    old = PICTURES.address(picture.sha256, "image/jpeg", NOW - LASTS)
    for address in (
        PICTURES.address(page.sha256, "image/jpeg", NOW),
        PICTURES.address(sheet.sha256, "image/png", NOW),
        PICTURES.address(SHA256, "image/jpeg", NOW),
        old,
        good.replace("-", "-0", 1),
        f"/anh/{picture.sha256}",
        f"/anh/{picture.sha256}.jpg",
        "/anh/..%2F..%2Fetc%2Fpasswd",
        "/anh/",
    ):
        assert (await browser.get(address)).status_code == 404
    assert (await browser.get(good)).status_code == 200


# The route by which Zalo calls


async def test_a_call_is_kept_before_it_is_answered(browser: httpx.AsyncClient) -> None:
    from pydantic import SecretStr

    client = Client(SecretStr("77:khong-ai-biet"))
    desk = Desk("77")
    bots = ZaloBots([Account(client, ZaloBotChannel(client), ZaloFiles(client))], is_called=True)
    fails = [StoreDownError("full", is_full=True)]

    async def take(updates: object) -> list[int | None]:
        if fails:
            raise fails.pop()
        return await desk.take(updates)  # type: ignore[arg-type]

    (receiving,) = bots.receive(take, lambda: NOW, Calls(PUBLIC, SECRET))
    receiving.close()
    _hooks.update(bots.hooks)
    headers = {"X-Bot-Api-Secret-Token": secret_of(SECRET, "77")}
    sent = {"headers": headers, "json": message(text="một")}
    assert (await browser.post("/zalo/77", **sent)).status_code == 503  # type: ignore[arg-type]
    assert (await browser.post("/zalo/77", **sent)).status_code == 200  # type: ignore[arg-type]
    assert (await browser.post("/zalo/77", **sent)).status_code == 200  # type: ignore[arg-type]
    assert desk.texts == ["một"]
    assert (await browser.post("/zalo/77", content=b"")).status_code == 200
    assert (await browser.post("/zalo/77", json=message(text="hai"))).status_code == 403
    assert (await browser.post("/zalo/78", **sent)).status_code == 404  # type: ignore[arg-type]
    large = b"a" * (1024 * 1024 + 1)
    assert (await browser.post("/zalo/77", headers=headers, content=large)).status_code == 413
    assert desk.texts == ["một"]
    await client.close()
