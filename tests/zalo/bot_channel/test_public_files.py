"""Files at a signed address: as often as they are fetched, and nothing else ever."""

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
from bot.channels.public_files import (
    FILE_LASTS,
    PICTURE_LASTS,
    PublicFiles,
    file_at,
    picture_at,
    plain_name,
)
from bot.channels.web_chat.channel import WebChannel
from bot.channels.zalo_bot.account import Account
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.files import ZaloFiles
from bot.channels.zalo_bot.webhook import secret_of
from bot.web.app import make_web
from bot.web.context import WebContext
from data.domain.evidence import Kind
from data.domain.messages import OutgoingFile
from data.errors import StoreDownError
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.zalo.bot_channel.bench import NOW, PUBLIC, SECRET, Desk
from tests.zalo.bot_channel.wire import message
from tests.zalo.strangers import photo

OURS = PublicFiles(PUBLIC, SECRET)
SHA256 = "ab" * 32


def test_an_address_leads_to_its_picture_for_some_days() -> None:
    address = OURS.picture(SHA256, "image/png", NOW)
    token = address.removeprefix(f"{PUBLIC}/anh/")
    assert address != token
    assert token.endswith(".png")
    assert picture_at(token, SECRET, NOW) == SHA256
    assert picture_at(token, SECRET, NOW + PICTURE_LASTS - timedelta(seconds=1)) == SHA256
    assert picture_at(token, SECRET, NOW + PICTURE_LASTS) is None
    assert picture_at(token, b"t" * 32, NOW) is None
    assert SECRET.decode() not in repr(OURS)


@given(st.integers(0, 200), st.sampled_from(string.printable))
def test_no_other_address_leads_anywhere(place: int, letter: str) -> None:
    token = OURS.picture(SHA256, "image/jpeg", NOW).rpartition("/")[2]
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed.rpartition(".")[0] != token.rpartition(".")[0]:
        assert picture_at(changed, SECRET, NOW) is None


@given(st.text(max_size=200))
def test_nonsense_leads_nowhere(token: str) -> None:
    assert picture_at(token, SECRET, NOW) is None
    assert file_at(token, SECRET, NOW) is None


SHEET = OutgoingFile(SHA256, "Tổng hợp tuần 23/2026.xlsx", Kind.XLSX)


def test_a_link_leads_to_its_file_for_a_week_under_a_name_that_can_be_typed() -> None:
    address = OURS.link(SHEET, NOW)
    token = address.removeprefix(f"{PUBLIC}/tai/")
    assert token.endswith("/2026.xlsx")
    assert file_at(token, SECRET, NOW) == (SHA256, "2026.xlsx")
    assert file_at(token, SECRET, NOW + FILE_LASTS - timedelta(seconds=1)) is not None
    assert file_at(token, SECRET, NOW + FILE_LASTS) is None
    assert file_at(token, b"t" * 32, NOW) is None
    assert len(address) < 250  # beside 1500 characters under it, with its name


@given(st.integers(0, 200), st.sampled_from(string.printable))
def test_no_other_link_leads_anywhere_nor_gives_another_name(place: int, letter: str) -> None:
    token = OURS.link(SHEET, NOW).removeprefix(f"{PUBLIC}/tai/")
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        assert file_at(changed, SECRET, NOW) is None


def test_the_seal_of_a_picture_opens_no_file_and_the_other_way_round() -> None:
    picture = OURS.picture(SHA256, "image/jpeg", NOW).rpartition("/")[2]
    signed = picture.removesuffix(".jpg")
    assert file_at(f"{signed}/a.jpg", SECRET, NOW) is None
    link = OURS.link(OutgoingFile(SHA256, "a.jpg", "image/jpeg"), NOW)
    signed = link.removeprefix(f"{PUBLIC}/tai/").partition("/")[0]
    assert picture_at(f"{signed}.jpg", SECRET, NOW) is None


@given(st.text(max_size=150))
def test_any_name_makes_a_link_that_leads_back(name: str) -> None:
    link = OURS.link(OutgoingFile(SHA256, name, "application/pdf"), NOW)
    assert link.isascii()
    found = file_at(link.removeprefix(f"{PUBLIC}/tai/"), SECRET, NOW)
    assert found == (SHA256, plain_name(name))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Tổng hợp tuần 23.xlsx", "tong-hop-tuan-23.xlsx"),
        ("Đề án 1780.DOCX", "de-an-1780.docx"),
        ("", "tep"),
        ("../../etc/passwd", "passwd"),
        ("bảng.", "bang"),
    ],
)
def test_names_as_they_are_typed(name: str, plain: str) -> None:
    assert plain_name(name) == plain


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
    address = OURS.picture(stored.sha256, mime, NOW)
    for _ in range(3):
        answer = await browser.get(address)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-type"] == mime
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("attachment")
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
    good = OURS.picture(picture.sha256, "image/jpeg", NOW)
    old = OURS.picture(picture.sha256, "image/jpeg", NOW - PICTURE_LASTS)
    for address in (
        OURS.picture(page.sha256, "image/jpeg", NOW),
        OURS.picture(sheet.sha256, "image/png", NOW),
        OURS.picture(SHA256, "image/jpeg", NOW),
        old,
        good.replace("-", "-0", 1),
        f"/anh/{picture.sha256}",
        f"/anh/{picture.sha256}.jpg",
        "/anh/..%2F..%2Fetc%2Fpasswd",
        "/anh/",
    ):
        assert (await browser.get(address)).status_code == 404
    assert (await browser.get(good)).status_code == 200


async def test_a_file_is_given_to_be_saved_and_nothing_else(
    browser: httpx.AsyncClient, files: EvidenceStore
) -> None:
    content = b"PK\x03\x04 bang tinh"
    stored = await files.put_bytes(content)
    link = OURS.link(OutgoingFile(stored.sha256, "Bảng tuần 23.xlsx", Kind.XLSX), NOW)
    for _ in range(2):
        answer = await browser.get(link)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-type"] == Kind.XLSX
        disposition = answer.headers["content-disposition"]
        assert disposition == 'attachment; filename="bang-tuan-23.xlsx"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert "set-cookie" not in answer.headers
    assert (await browser.head(link)).headers["content-length"] == str(len(content))
    page = await files.put_bytes(b"<html><script>alert(1)</script></html>")
    as_page = await browser.get(OURS.link(OutgoingFile(page.sha256, "a.html", "text/html"), NOW))
    assert as_page.headers["content-type"] == "application/octet-stream"
    assert as_page.headers["content-disposition"].startswith("attachment")
    for address in (
        OURS.link(OutgoingFile(SHA256, "a.xlsx", Kind.XLSX), NOW),  # not there (any more)
        OURS.link(OutgoingFile(stored.sha256, "a.xlsx", Kind.XLSX), NOW - FILE_LASTS),
        link.replace("bang-tuan", "bang-nam"),
        link.rpartition("/")[0],
        f"/tai/{stored.sha256}",
        "/tai/..%2F..%2Fetc%2Fpasswd",
        "/tai/",
    ):
        assert (await browser.get(address)).status_code == 404


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
