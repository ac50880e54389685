"""One Official Account as a channel: reads its events, sends our messages."""

import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.channels.base import Limits
from bot.channels.public_files import FILE_LASTS, PublicFiles
from bot.channels.zalo_oa.address import GROUP, NAME
from bot.channels.zalo_oa.client import Client
from bot.channels.zalo_oa.contents import Body, Files, text_body
from bot.channels.zalo_oa.errors import (
    BUTTONS_CODE,
    EXPIRED_UPLOAD,
    NOT_THIS_TYPE,
    OaError,
    as_send_error,
)
from bot.channels.zalo_oa.reading import Envelope, read
from bot.channels.zalo_oa.windows import Windows
from bot.settings import ZaloOaSettings
from data.domain.line import Line
from data.domain.messages import Chat, Choice, Incoming, Letter, OutgoingMessage
from data.domain.numbering import with_numbers
from data.domain.quota import Quota
from data.domain.window import OUTSIDE_WINDOW, WOULD_COST, Reach
from data.errors import SendError, SendFailure, StoreDownError
from data.texts import zalo_oa as words
from data.texts.zalo import files_elsewhere

PER_SECOND = 20.0
"""Messages a second to all chats; the application's limit is 4,000 calls a minute, uploads too."""
GAP = 0.5
"""Seconds between two messages to a chat, of which nothing is published."""
ALBUM_QUIET = 2.5
"""Seconds; what comes later within the burst joins the same report."""
LARGEST_FILE = 25 * 1024 * 1024
_LONGEST_TEXT = 2000
_log = logging.getLogger(__name__)


class ZaloOaChannel:
    """Reads what Zalo told and sends what people read. Sending twice shows twice."""

    name = NAME
    resends_safely = False
    takes_invitations = True
    quota: Quota | None = None

    def __init__(
        self,
        settings: ZaloOaSettings,
        client: Client,
        files: Files,
        windows: Windows,
        links: PublicFiles | None = None,
    ) -> None:
        """`links` makes addresses at which people find a file that Zalo does not take."""
        self._settings = settings
        self._client = client
        self._files = files
        self._windows = windows
        self._links = links
        self._shows_buttons = settings.shows_buttons
        self.account = settings.account
        self.wards = settings.wards
        self.free_replies = settings.free_replies
        """Messages that cost nothing within 48 hours of an interaction; None: all."""
        self.charged = 0
        """Messages that Zalo charged although they should have been free."""
        self.limits = Limits(
            longest_text=_LONGEST_TEXT,
            has_buttons=False,
            has_edits=False,
            largest_file=LARGEST_FILE,
            # Files and texts part: buttons stand under a text only, documents have no text.
            longest_caption=0,
            album_quiet=ALBUM_QUIET,
            types_codes=True,
        )
        self.line = Line(per_second=PER_SECOND, gap=lambda _chat: GAP)

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> Incoming:
        """Return what an event says.

        Raises QuietError for what asks for nothing, ValueError for what cannot be read.
        """
        return read(raw, Envelope(chat, external_id, received_at), self.limits.largest_file)

    async def can_send(self, chat: Chat, now: datetime) -> Reach:
        """Return what a message to a chat would be now. Raises SendError when nobody can tell."""
        if _is_group(chat):
            return Reach.OK if self._settings.groups else Reach.REFUSED
        try:
            return await self._windows.reach(chat, now)
        except OaError as error:
            raise as_send_error(error) from None
        except StoreDownError as error:
            raise SendError(SendFailure.UNREACHABLE, "our own store is down") from error

    async def send(self, letter: Letter, now: datetime) -> str:
        """Send a letter and return Zalo's id of the message. Raises SendError."""
        reach = await self._check(letter, now)
        try:
            return await self._send(letter, reach, now)
        except OaError as error:
            raise as_send_error(error, to_group=_is_group(letter.chat)) from None
        except StoreDownError as error:
            # Nothing was sent before the token was read.
            raise SendError(SendFailure.UNREACHABLE, "our own store is down") from error

    async def _check(self, letter: Letter, now: datetime) -> Reach:
        message = letter.message
        if message.reacts_to or letter.edits is not None:
            raise SendError(SendFailure.REFUSED, "neither edits nor reactions")
        if len(message.files) > 1:
            raise SendError(SendFailure.REFUSED, "more than one file in a message")
        reach = await self.can_send(letter.chat, now)
        if reach is Reach.REFUSED:
            raise SendError(SendFailure.REFUSED, OUTSIDE_WINDOW)
        if reach is Reach.PAID and not self._settings.pays:
            raise SendError(SendFailure.REFUSED, WOULD_COST)
        return reach

    async def _send(self, letter: Letter, reach: Reach, now: datetime) -> str:
        message, chat = letter.message, letter.chat
        if not message.files:
            return await self._say(chat, message, reach, now)
        (file,) = message.files
        text = _numbered(message)
        body = await self._files.body(file, text, now)
        if body is None:
            return await self._say_where(chat, message, reach, now)
        try:
            sent = await self._post(chat, body, reach, now)
        except OaError as error:
            if error.code == NOT_THIS_TYPE:
                return await self._say_where(chat, message, reach, now)
            if error.code != EXPIRED_UPLOAD:
                raise
            body = await self._files.body(file, text, now) or body
            sent = await self._post(chat, body, reach, now)
        if text.strip() and "text" not in body:
            await self._say(chat, replace(message, files=()), reach, now)
        return sent

    async def _say_where(
        self, chat: Chat, message: OutgoingMessage, reach: Reach, now: datetime
    ) -> str:
        """Say where a file is found that Zalo does not take."""
        (file,) = message.files
        links = [self._links.link(file, now)] if self._links else []
        elsewhere = files_elsewhere([file.name], links, FILE_LASTS.days)
        said = "\n".join(filter(None, (message.text, elsewhere)))
        return await self._say(chat, replace(message, text=said, files=()), reach, now)

    async def _say(self, chat: Chat, message: OutgoingMessage, reach: Reach, now: datetime) -> str:
        """Send a text, its choices numbered in it and, where Zalo takes them, as buttons."""
        text = _numbered(message)
        if not text.strip():
            raise SendError(SendFailure.REFUSED, "nothing to say")
        buttons = self._buttons(chat, message.choices)
        try:
            return await self._post(chat, text_body(text, buttons), reach, now)
        except OaError as error:
            if not buttons or error.code != BUTTONS_CODE:
                raise
        sent = await self._post(chat, text_body(text), reach, now)
        _log.warning("Zalo takes no buttons from OA %s: numbers alone from now on", self.account)
        self._shows_buttons = False
        return sent

    def _buttons(self, chat: Chat, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return choices if self._shows_buttons and not _is_group(chat) else ()

    async def _post(self, chat: Chat, body: Body, reach: Reach, now: datetime) -> str:
        if _is_group(chat):
            recipient, path = {"group_id": chat.chat.removeprefix(GROUP)}, "/v3.0/oa/group/message"
        else:
            recipient, path = {"user_id": chat.chat}, "/v3.0/oa/message/cs"
        told = await self._client.post(path, now, {"recipient": recipient, "message": body})
        await self._count(chat, told, reach)
        return str(told.get("message_id") or "")

    async def _count(self, chat: Chat, told: dict[str, Any], reach: Reach) -> None:
        if _is_group(chat):
            return
        await self._windows.count_free(chat)
        quota = told.get("quota")
        kind = quota.get("quota_type") if isinstance(quota, dict) else None
        if kind == "purchase_quota" and reach is Reach.OK:
            self.charged += 1
            _log.warning("Zalo charged OA %s for a message within 48 hours", self.account)


def _numbered(message: OutgoingMessage) -> str:
    return with_numbers(message, _LONGEST_TEXT, words.answer_by_number())


def _is_group(chat: Chat) -> bool:
    return chat.chat.startswith(GROUP)
