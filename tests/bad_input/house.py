"""The whole house behind the pages: what browsers post is answered by the real dialog engine."""

import httpx

from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from bot.web.app import make_web
from bot.web.context import WebContext
from bot.web.visitors import open_session
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.deliver_outbox import deliver_outbox
from jobs.ticks.read_plans import read_plans
from tests.bad_input.office import NINE, URL
from tests.cast import Cast
from tests.web.conftest import message, upload


class House:
    """Pages, dialog, reading and delivery over one store."""

    def __init__(self, store: Store, files: EvidenceStore, cast: Cast) -> None:
        self.store, self.files, self.cast = store, files, cast
        self.channel = channel = WebChannel(store)
        self.dialog = Dialog(store, {("web", "web"): channel}, ALL, lambda: NINE, files, URL)
        self.world = World(store, files, senders={("web", "web"): channel}, public_url=URL)
        self.app = make_web(
            WebContext(
                store=store,
                files=files,
                clock=lambda: NINE,
                channel=channel,
                secret=bytes(32),
                wake=self.dialog.wake,
            )
        )

    async def browser(self, name: str) -> "Browser":
        """Return the browser of somebody, signed in."""
        async with self.store.write() as unit:
            person = self.cast.people[name]
            token = await open_session(unit, self.cast.ward.id, person.id, NINE)
        return Browser(self, token)

    async def settle(self) -> None:
        """Answer, read and deliver everything that waits."""
        await self.dialog.drain()
        await read_plans(self.world, NINE)
        await deliver_outbox(self.world, NINE)


class Browser:
    """What one person does in their browser, and what they read."""

    def __init__(self, house: House, token: str) -> None:
        self.house = house
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=house.app, raise_app_exceptions=False),
            base_url="http://test",
            cookies={"nhacviec": token},
            headers={"X-Nhac-Viec": "1"},
        )
        self._sent = 0
        self._read = 0

    async def uploads(self, name: str, content: bytes) -> httpx.Response:
        """Upload one file."""
        return await upload(self.client, name, content)

    async def says(self, text: str = "", *receipts: str, choice: str | None = None) -> str:
        """Send a message and return everything that is read below it."""
        self._sent += 1
        body = message(f"message-{self._sent}", text, choice=choice, files=list(receipts))
        answer = await self.client.post("/api/messages", json=body)
        if not answer.is_success:
            return str(answer.json()["error"])
        await self.house.settle()
        return await self.reads()

    async def sends(self, name: str, content: bytes, text: str = "") -> str:
        """Upload a file, send it, and return what is read: the refusal or the answer."""
        uploaded = await self.uploads(name, content)
        if not uploaded.is_success:
            return str(uploaded.json()["error"])
        return await self.says(text, uploaded.json()["receipt"])

    async def reads(self) -> str:
        """Return what came since it was looked at last, with the labels of the choices."""
        lines = (await self.client.get(f"/api/messages?after={self._read}")).json()["messages"]
        self._read = max([self._read, *(line["id"] for line in lines)])
        return "\n".join(
            "\n".join([line["text"], *(f"[{c['label']}]({c['value']})" for c in line["choices"])])
            for line in lines
            if line["ours"]
        )
