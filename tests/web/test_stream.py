"""New lines come by themselves, over a real connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from bot.web.server import WebServer
from data.domain.messages import OutgoingMessage
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import Cast
from tests.web.conftest import token_for
from tests.web.office import Office


@asynccontextmanager
async def serving(office: Office) -> AsyncIterator[WebServer]:
    server = WebServer(office.app, office.channel.listeners, host="127.0.0.1", port=0)
    task = asyncio.create_task(server.run_until_stopped())
    try:
        yield server
    finally:
        server.stop()
        await asyncio.wait_for(task, 10)


@pytest.fixture
async def quick(store: Store, files: EvidenceStore, cast: Cast) -> Office:
    return Office(store, files, cast, heartbeat=0.05)


class Ear:
    """A reader of one stream."""

    def __init__(self, response: httpx.Response) -> None:
        self.lines = response.aiter_lines()

    async def next(self, start: str) -> str:
        """Return the rest of the next line that begins so; what names the page has is passed over."""
        async with asyncio.timeout(10):
            is_names = False
            async for line in self.lines:
                was_names, is_names = is_names, line == "event: who"
                if line.startswith(start) and not was_names:
                    return line.removeprefix(start)
        raise AssertionError("the stream ended")


@asynccontextmanager
async def listening(
    office: Office, server: WebServer, name: str, **headers: str
) -> AsyncIterator[Ear]:
    cookies = {"nhacviec": await token_for(office, name)}
    async with (
        httpx.AsyncClient(base_url=server.address, cookies=cookies, timeout=10) as browser,
        browser.stream("GET", "/api/stream", headers=headers) as response,
    ):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Ear(response)


async def test_a_new_line_arrives_by_itself_and_only_where_it_belongs(quick: Office) -> None:
    async with (
        serving(quick) as server,
        listening(quick, server, "Hạnh") as hanh,
        listening(quick, server, "Lan") as lan,
    ):
        await quick.say(quick.cast.chat("Hạnh").chat, OutgoingMessage("cho Hạnh"), key="a")
        await quick.say(quick.cast.chat("Lan").chat, OutgoingMessage("cho Lan"), key="b")
        assert json.loads(await hanh.next("data: "))["text"] == "cho Hạnh"
        assert json.loads(await lan.next("data: "))["text"] == "cho Lan"


async def test_what_another_process_wrote_arrives_with_the_next_sign_of_life(quick: Office) -> None:
    async with serving(quick) as server, listening(quick, server, "Hạnh") as ear:
        await ear.next("retry: ")
        async with quick.store.write() as unit:  # no listener is told
            await unit.web.show(quick.cast.chat("Hạnh").chat, {"text": "từ xa"}, quick.clock())
        assert json.loads(await ear.next("data: "))["text"] == "từ xa"


async def test_after_a_lost_connection_the_stream_goes_on_behind_the_last_line_seen(
    quick: Office,
) -> None:
    chat = quick.cast.chat("Hạnh").chat
    async with serving(quick) as server:
        for n in range(3):
            await quick.say(chat, OutgoingMessage(f"tin {n}"), key=f"k{n}")
        async with listening(quick, server, "Hạnh") as ear:
            seen = await ear.next("id: ")
        async with listening(quick, server, "Hạnh", **{"Last-Event-ID": seen}) as ear:
            assert json.loads(await ear.next("data: "))["text"] == "tin 1"
            assert json.loads(await ear.next("data: "))["text"] == "tin 2"


async def test_signing_out_elsewhere_ends_the_stream(quick: Office) -> None:
    async with serving(quick) as server, listening(quick, server, "Hạnh") as ear:
        await ear.next("retry: ")
        async with quick.store.write() as unit:
            await unit.web.close_sessions_of(quick.cast.people["Hạnh"].id, quick.clock())
        assert await ear.next("event: signed-out") == ""


async def test_a_closed_browser_leaves_no_listener_behind(quick: Office) -> None:
    chat = quick.cast.chat("Hạnh").chat
    async with serving(quick) as server:
        async with listening(quick, server, "Hạnh") as ear:
            await ear.next("retry: ")
            assert quick.channel.listeners.count(chat) == 1
        async with asyncio.timeout(10):
            while quick.channel.listeners.count(chat):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)


async def test_the_server_stops_at_once_although_streams_are_open(quick: Office) -> None:
    async with (
        asyncio.timeout(4),
        serving(quick) as server,
        listening(quick, server, "Hạnh") as ear,
    ):
        await ear.next("retry: ")
        server.stop()
        with pytest.raises(AssertionError):
            await ear.next("never")


async def test_nobody_opens_streams_without_end(quick: Office) -> None:
    cookies = {"nhacviec": await token_for(quick, "Hạnh")}
    async with serving(quick) as server:
        chat = quick.cast.chat("Hạnh").chat
        async with (
            httpx.AsyncClient(base_url=server.address, cookies=cookies) as browser,
            AsyncExitStack() as opened,
        ):
            ears = []
            for _ in range(8):
                stream = browser.stream("GET", "/api/stream")
                ears.append(Ear(await opened.enter_async_context(stream)))
                await ears[-1].next("retry: ")
            assert quick.channel.listeners.count(chat) == 8
            assert (await browser.get("/api/stream")).status_code == 429


async def test_the_port_taken_is_an_error_of_the_start(quick: Office) -> None:
    async with serving(quick) as server:
        port = int(server.address.rsplit(":")[-1])
        with pytest.raises(OSError, match="in use"):
            WebServer(quick.app, quick.channel.listeners, host="127.0.0.1", port=port)


async def names(ear: Ear) -> str:
    """Return the next names that the page is given."""
    while await ear.next("event: ") != "who":
        pass
    async with asyncio.timeout(10):
        return str(json.loads((await anext(ear.lines)).removeprefix("data: ")))


async def test_new_names_of_the_ward_and_the_person_reach_the_open_page(quick: Office) -> None:
    hanh = quick.cast.people["Hạnh"]
    async with serving(quick) as server, listening(quick, server, "Hạnh") as ear:
        assert await names(ear) == "Phường Hòa Bình · Lê Văn Hạnh"
        async with quick.store.write() as unit:
            await unit.wards.rename(quick.cast.ward.id, "Phường Bình Minh")
            renamed = replace(hanh, name="Lê Thị Hạnh")
            await unit.ward(quick.cast.ward.id).people.save(renamed)
        assert await names(ear) == "Phường Bình Minh · Lê Thị Hạnh"
