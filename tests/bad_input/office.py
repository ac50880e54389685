"""The office of these tests: people with work, a plan on its way, and messages ready to be sent."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image

from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from data.domain.messages import Chat, Delivery, Letter
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import at

NINE = at("2026-06-15 09:12")
URL = "https://nhacviec.test"


def message(
    text: str = "", *files: dict[str, Any], choice: str | None = None, now: datetime = NINE
) -> dict[str, Any]:
    """Return what the inbox holds of a message from a browser."""
    return {"text": text, "choice": choice, "files": list(files), "sent_at": now.isoformat()}


async def stored(
    files: EvidenceStore, name: str, content: bytes, mime: str = "application/octet-stream"
) -> dict[str, Any]:
    """Upload a file as the page does."""
    kept = await files.put_bytes(content)
    return {
        "sha256": kept.sha256,
        "name": name,
        "size": kept.size,
        "mime": mime,
        "as_photo": False,
    }


def jpeg(colour: int = 0) -> bytes:
    """Return a small photo."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), (colour, 0, 0)).save(picture, "JPEG")
    return picture.getvalue()


@dataclass
class Talk:
    """The real dialog engine over a store."""

    store: Store
    files: EvidenceStore
    now: datetime = NINE
    sent: int = 0

    def __post_init__(self) -> None:
        channel = WebChannel(self.store)
        self.dialog = Dialog(
            self.store, {("web", "web"): channel}, ALL, lambda: self.now, self.files, URL
        )

    async def send(self, chat: Chat, raw: dict[str, Any], external_id: str | None = None) -> int:
        """Send a message, let it be answered, and return its number in the inbox."""
        self.sent += 1
        external_id = external_id or f"{chat.chat}-{self.sent}"
        number = await self.dialog.receive(chat, external_id, raw)
        await self.dialog.drain()
        return number or 0

    async def says(
        self, chat: Chat, text: str = "", *files: dict[str, Any], choice: str | None = None
    ) -> str:
        """Send a message and return what its sender reads."""
        return await self.answer(await self.send(chat, message(text, *files, choice=choice)))

    async def answer(self, number: int) -> str:
        """Return what was answered to a message, with the values of its choices."""
        letters = await self.letters(f"reply:{number}:")
        return "\n".join(shown(letter) for letter in letters)

    async def letters(self, begins: str = "") -> list[Letter]:
        """Return what was queued under keys that begin so, the oldest first."""
        async with self.store.read() as unit:
            found = await unit.outbox.in_states(list(Delivery), limit=10_000)
        return sorted((x for x in found if x.key.startswith(begins)), key=lambda x: x.id)


def shown(letter: Letter) -> str:
    """Return a letter as it reads, choices as [label](value)."""
    choices = " ".join(f"[{c.label}]({c.value})" for c in letter.message.choices)
    return "\n".join(part for part in (letter.message.text, choices) if part)


def value_of(said: str, label: str) -> str:
    """Return the value behind a choice of what was said."""
    return said.split(f"[{label}](", 1)[1].split(")", 1)[0]
