"""The office behind the pages, and browsers that talk to it."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from bot.web.visitors import open_session
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import Cast
from tests.web.office import Office

Browser = Callable[[], httpx.AsyncClient]


@pytest.fixture
async def office(store: Store, files: EvidenceStore, cast: Cast) -> AsyncIterator[Office]:
    made = Office(store, files, cast)
    yield made
    await made.settled()


def client(office: Office, address: str = "http://test") -> httpx.AsyncClient:
    """Return a browser without a session."""
    # What our handlers did not foresee is to be seen as people see it.
    transport = httpx.ASGITransport(app=office.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=address)


async def token_for(office: Office, name: str) -> str:
    """Sign a browser in and return its token."""
    async with office.store.write() as unit:
        person = office.cast.people[name]
        return await open_session(unit, office.cast.ward.id, person.id, office.clock())


async def signed_in(office: Office, name: str) -> httpx.AsyncClient:
    """Return the browser of somebody, with the header that our script sends."""
    browser = client(office)
    browser.cookies.set("nhacviec", await token_for(office, name))
    browser.headers["X-Nhac-Viec"] = "1"
    return browser


@pytest.fixture
async def hanh(office: Office) -> httpx.AsyncClient:
    return await signed_in(office, "Hạnh")


@pytest.fixture
async def lan(office: Office) -> httpx.AsyncClient:
    return await signed_in(office, "Lan")


@pytest.fixture
def stranger(office: Office) -> httpx.AsyncClient:
    return client(office)


def message(
    client_id: str = "m0000001", text: str = "#7 đã xong", **more: object
) -> dict[str, object]:
    """Return the body that our script posts."""
    return {"client_id": client_id, "text": text, "choice": None, "files": [], **more}


async def upload(browser: httpx.AsyncClient, name: str, content: bytes) -> httpx.Response:
    """Upload one file as our script does."""
    from urllib.parse import quote

    return await browser.post("/api/files", content=content, headers={"X-File-Name": quote(name)})
