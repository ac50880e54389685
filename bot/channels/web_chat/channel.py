"""The web chat as a channel: its platform is our own transcript, so sending is a row."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.channels.base import Limits
from bot.channels.web_chat.listeners import Listeners
from data.domain.line import Line
from data.domain.messages import Chat, FileRef, IncomingMessage, Letter
from data.domain.quota import Quota
from data.errors import SendError, SendFailure, StoreDownError
from data.store.unit_of_work import Store

NAME = "web"
ACCOUNT = "web"


def chat_of(person_id: int) -> Chat:
    """Return the web chat of a person: one a person, whatever browsers they use."""
    return Chat(NAME, ACCOUNT, f"p{person_id}")


class WebChannel:
    """Reads what a browser sent and writes what it shows. Sending twice shows once."""

    name = NAME
    account = ACCOUNT
    limits = Limits(
        longest_text=20_000, has_buttons=True, has_edits=False, largest_file=200 * 1024 * 1024
    )
    resends_safely = True
    wards: frozenset[int] | None = None
    quota: Quota | None = None
    takes_invitations = False

    def __init__(self, store: Store) -> None:
        self._store = store
        self.line = Line()
        self.listeners = Listeners()

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> IncomingMessage:
        """Turn `{text, choice, files, sent_at}` into a message. Raises ValueError if it cannot."""
        try:
            return IncomingMessage(
                chat=chat,
                external_id=external_id,
                text=str(raw["text"]),
                choice=raw["choice"],
                files=tuple(_file(f) for f in raw["files"]),
                sent_at=datetime.fromisoformat(raw["sent_at"]),
                received_at=received_at,
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not a message of the web chat") from error

    async def send(self, letter: Letter, now: datetime) -> str:
        """Show a letter in its chat and return the id of the line. Raises SendError."""
        message = letter.message
        body: dict[str, Any] = {
            "text": message.text,
            "choices": [asdict(c) for c in message.choices],
            "files": [asdict(f) for f in message.files],
        }
        try:
            async with self._store.write() as unit:
                line = await unit.web.show(letter.chat.chat, body, now, outbox_id=letter.id)
        except StoreDownError as error:
            raise SendError(SendFailure.UNREACHABLE, str(error)) from error
        self.listeners.tell(letter.chat.chat)
        return str(line)


def _file(values: dict[str, Any]) -> FileRef:
    sha256 = str(values["sha256"])
    return FileRef(
        name=str(values["name"]),
        ref=sha256,
        size=int(values["size"]),
        mime=values["mime"],
        sha256=sha256,
        is_compressed=bool(values["as_photo"]),
    )
