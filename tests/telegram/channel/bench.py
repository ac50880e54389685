"""Letters to the officer of the tests, with as little ceremony as possible."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.channel import TelegramChannel
from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingFile, OutgoingMessage
from data.files.evidence_store import EvidenceStore
from tests.telegram.emulator import Person

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@dataclass
class Bench:
    """Sends as the outbox would."""

    channel: TelegramChannel
    person: Person
    files: EvidenceStore

    async def send(
        self, text: str = "Nhắc", *, to: int | None = None, edits: str | None = None, **fields: Any
    ) -> str:
        """Send a message and return its id."""
        chat = str(self.person.id if to is None else to)
        letter = letter_to(chat, OutgoingMessage(text, **fields), self.channel.account, edits)
        return await self.channel.send(letter, NOW)

    async def keep(self, content: bytes, name: str, mime: str) -> OutgoingFile:
        """Store a file to be sent."""
        return OutgoingFile((await self.files.put_bytes(content)).sha256, name, mime)


def letter_to(
    chat: str, message: OutgoingMessage, account: str, edits: str | None = None
) -> Letter:
    """Return an outbox row."""
    return Letter(
        id=1,
        key="test",
        ward_id=1,
        person_id=1,
        chat=Chat("telegram", account, chat),
        kind="reply",
        lane=Lane.ANSWER,
        message=message,
        must_arrive=True,
        due_at=NOW,
        expires_at=None,
        state=Delivery.SENDING,
        attempts=1,
        external_id=None,
        error=None,
        edits=edits,
    )
