"""One bot as a channel: reads its updates, sends our messages."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from telegram import InputFile, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.channels.base import Limits
from bot.channels.telegram.address import NAME
from bot.channels.telegram.client import MEGABYTE, Client
from bot.channels.telegram.errors import Trouble, as_send_error, trouble_of
from bot.channels.telegram.markup import Keys, as_html, buttons_of, keys_of
from bot.channels.telegram.reading import Envelope, Us, read
from data.domain.line import Line
from data.domain.messages import Chat, Incoming, Letter, OutgoingFile, OutgoingMessage
from data.domain.quota import Quota
from data.errors import SendError, SendFailure

PER_SECOND = 25.0
"""Messages a second to all chats; Telegram's own limit is about 30 and not promised
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""
MOST_IN_A_SECOND = 30
"""However they come together: what was held up on the way arrives all at once."""
LARGEST_PHOTO = 10 * MEGABYTE
_PHOTOS = {"image/jpeg", "image/png"}
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def gap(chat: str) -> float:
    """Return the seconds between two messages to a chat: groups, below zero, take 20 a minute."""
    return 3.0 if chat.startswith("-") else 1.0


@dataclass(frozen=True, slots=True)
class _Attachment:
    name: str
    content: bytes
    is_photo: bool


class TelegramChannel:
    """Reads what Telegram sent and sends what people read. Sending twice shows twice."""

    name = NAME
    resends_safely = False
    takes_invitations = True
    quota: Quota | None = None

    def __init__(
        self,
        client: Client,
        path_of: Callable[[str], Path],
        wards: frozenset[int] | None = None,
    ) -> None:
        """`path_of` tells where a stored file lies, by its SHA-256."""
        self._client = client
        self._bot = client.bot
        self._path_of = path_of
        self.account = client.account
        self.wards = wards
        self.username: str | None = None
        """Without "@"; known once Telegram has answered for the first time."""
        self.limits = Limits(
            longest_text=4096,
            has_buttons=True,
            has_edits=True,
            largest_file=client.server.largest_download,
            longest_caption=1024,
        )
        self.line = Line(per_second=PER_SECOND, gap=gap, most=MOST_IN_A_SECOND)

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> Incoming:
        """Return what an update says.

        Raises QuietError for what asks for nothing, ValueError for what cannot be read.
        """
        us = Us(self.account, self.username, self.limits.largest_file)
        return read(raw, Envelope(chat, external_id, received_at), us)

    async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002 - Telegram dates it
        """Send a letter and return Telegram's id of the message. Raises SendError.

        A message whose place cannot be taken any more is followed by a new one.
        """
        try:
            chat, keys = int(letter.chat.chat), keys_of(letter.message)
            for number in filter(None, (letter.edits, letter.message.reacts_to)):
                int(number)
        except ValueError as error:
            raise SendError(SendFailure.REFUSED, "an id or a choice of a wrong form") from error
        try:
            return await self._send(chat, letter, keys)
        except SendError:
            raise
        except Exception as error:
            # Not chained: what lies below it knows the address, and that holds the token.
            raise as_send_error(error) from None

    async def _send(self, chat: int, letter: Letter, keys: Keys) -> str:
        message = letter.message
        if message.reacts_to:
            await self._bot.set_message_reaction(chat, int(message.reacts_to), message.text)
            return f"reaction:{message.reacts_to}"
        if letter.edits is not None:
            await self._edit(chat, letter.edits, message)
            return letter.edits
        sent = await self._show(chat, message, keys)
        return str(sent.message_id)

    async def _edit(self, chat: int, edits: str, message: OutgoingMessage) -> None:
        """Put a message in the place of another.

        Where that one can be edited no more it is refused, and the outbox says it anew: sent from
        here it could come twice, for an edit is taken as safe to repeat.
        """
        if not _fits_an_edit(message):
            raise SendError(SendFailure.REFUSED, "no edit can hold it")
        try:
            await self._bot.edit_message_text(
                as_html(message.text),
                chat_id=chat,
                message_id=int(edits),
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=buttons_of(message.choices),
            )
        except TelegramError as error:
            if trouble_of(error) is not Trouble.NOT_MODIFIED:
                raise

    async def _show(self, chat: int, message: OutgoingMessage, keys: Keys) -> Message:
        if len(message.files) > 1:
            raise SendError(SendFailure.REFUSED, "more than one file in a message")
        if message.files:
            return await self._show_file(chat, message, keys)
        return await self._bot.send_message(
            chat,
            as_html(message.text),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keys,
        )

    async def _show_file(self, chat: int, message: OutgoingMessage, keys: Keys) -> Message:
        attachment = await self._load(message.files[0])
        upload = InputFile(attachment.content, filename=attachment.name)
        below: dict[str, Any] = {
            "caption": as_html(message.text) or None,
            "parse_mode": ParseMode.HTML,
            "reply_markup": keys,
        }
        if attachment.is_photo:
            try:
                return await self._bot.send_photo(chat, upload, **below)
            except TelegramError as error:
                # A long plan drawn as one picture is too tall for a photo, and fine as a file.
                if trouble_of(error) is not Trouble.BAD_PICTURE:
                    raise
        return await self._bot.send_document(chat, upload, **below)

    async def _load(self, file: OutgoingFile) -> _Attachment:
        path = self._path_of(file.sha256)
        try:
            size = path.stat().st_size
            if size > self._client.server.largest_upload:
                raise SendError(SendFailure.REFUSED, "the file is too big for Telegram")
            content = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise SendError(SendFailure.REFUSED, "a stored file cannot be read") from error
        return _Attachment(file.name, content, file.mime in _PHOTOS and size <= LARGEST_PHOTO)


def _fits_an_edit(message: OutgoingMessage) -> bool:
    """Whether a message may take another's place: files and other keys only come anew."""
    return not message.files and not message.keyboard
