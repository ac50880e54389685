"""One bot as a channel: reads its updates, sends our messages."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.channels.base import Limits
from bot.channels.public_files import FILE_LASTS, KINDS, PublicFiles
from bot.channels.zalo_bot.address import NAME
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.errors import CallError, Trouble, as_send_error, used_up
from bot.channels.zalo_bot.reading import Envelope, Us, read
from bot.channels.zalo_bot.wire import Me, Sent
from data.domain.line import Line
from data.domain.messages import Chat, Incoming, Letter, OutgoingFile, OutgoingMessage
from data.domain.numbering import with_numbers
from data.domain.quota import Quota, Refusals
from data.errors import SendError, SendFailure
from data.texts import zalo as words

PER_SECOND, GAP = 5.0, 1.0
"""Messages a second to all chats, and seconds between two to a chat: Zalo publishes no limit."""
LONGEST_TEXT = 2000
"""The unit is not stated: counted in UTF-16 it is never too much."""
LARGEST_FILE = 10 * 1024 * 1024
_CAPTION = 1500
"""Under a file there stays room for its name and its link, should Zalo not show it."""
_PHOTO_PATIENCE = 140.0
"""Seconds: Zalo fetches the picture while we wait. The outbox waits for 150."""
_BETWEEN_PHOTOS = 3.0


class ZaloBotChannel:
    """Reads what Zalo sent and sends what people read. Sending twice shows twice."""

    name = NAME
    resends_safely = False
    takes_invitations = True

    def __init__(
        self,
        client: Client,
        *,
        wards: frozenset[int] | None = None,
        pictures: PublicFiles | None = None,
        links: PublicFiles | None = None,
        quota: Quota | None = None,
    ) -> None:
        """`pictures` makes addresses that Zalo can fetch, `links` such that people can open."""
        self._client = client
        self._pictures = pictures
        self._links = links
        self.account = client.account
        self.wards = wards
        self.quota = quota
        self._refusals = Refusals()
        self.me = Me()
        """What Zalo told of the bot, once it has answered for the first time."""
        self.limits = Limits(
            longest_text=LONGEST_TEXT,
            has_buttons=False,
            has_edits=False,
            largest_file=LARGEST_FILE,
            # Without addresses for pictures a message names its files in a sentence, all in one.
            longest_caption=_CAPTION if pictures else None,
            album_quiet=_BETWEEN_PHOTOS,
            takes_documents=False,
            types_codes=True,
        )
        self.line = Line(per_second=PER_SECOND, gap=lambda _chat: GAP)

    @property
    def title(self) -> str | None:
        """The name by which people find the bot: "Bot Nhắc Việc"."""
        return self.me.display_name or self.me.account_name

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> Incoming:
        """Return what an update says.

        Raises QuietError for what asks for nothing, ValueError for what cannot be read.
        """
        names = tuple(filter(None, (self.me.display_name, self.me.account_name)))
        us = Us(names, self.limits.largest_file)
        return read(raw, Envelope(chat, external_id, received_at), us)

    async def send(self, letter: Letter, now: datetime) -> str:
        """Send a letter and return Zalo's id of the message. Raises SendError."""
        message = letter.message
        if message.reacts_to or letter.edits is not None:
            raise SendError(SendFailure.REFUSED, "neither reactions nor edits here")
        try:
            number = await self._send(letter.chat.chat, message, now)
        except CallError as error:
            is_month = error.trouble is Trouble.QUOTA and self._refusals.is_month(now)
            raise as_send_error(used_up() if is_month else error) from None
        self._refusals.end()
        return number

    async def _send(self, chat: str, message: OutgoingMessage, now: datetime) -> str:
        photo = self._address(message.files, now)
        if photo is not None:
            try:
                return await self._show_photo(chat, photo, _text(message))
            except CallError as error:
                # The picture could not be fetched or is none to Zalo: the words still can be sent.
                if error.trouble is not Trouble.REFUSED:
                    raise
        text = _text(self._told(message, now))
        if not text.strip():
            raise SendError(SendFailure.REFUSED, "nothing to say")
        return _number(await self._client.call("sendMessage", chat_id=chat, text=text))

    async def _show_photo(self, chat: str, photo: str, caption: str) -> str:
        shown = {"photo": photo, "caption": caption} if caption else {"photo": photo}
        sent = await self._client.call("sendPhoto", _PHOTO_PATIENCE, chat_id=chat, **shown)
        return _number(sent)

    def _address(self, files: Sequence[OutgoingFile], now: datetime) -> str | None:
        """Return where Zalo fetches the one picture of a message; None where it is told in words."""
        if self._pictures is None or len(files) != 1 or files[0].mime not in KINDS:
            return None
        return self._pictures.picture(files[0].sha256, files[0].mime, now)

    def _told(self, message: OutgoingMessage, now: datetime) -> OutgoingMessage:
        """Return the message with its files named instead of shown, each with its link."""
        if not message.files:
            return message
        links = [self._links.link(f, now) for f in message.files] if self._links else []
        sentence = words.files_elsewhere([f.name for f in message.files], links, FILE_LASTS.days)
        return replace(message, text="\n".join(filter(None, (sentence, message.text))), files=())


def _text(message: OutgoingMessage) -> str:
    """Return the text as it is sent, plain, with the choices as numbered lines."""
    shown = with_numbers(message, LONGEST_TEXT, words.answer_by_number())
    return "".join(c for c in shown if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def _number(result: Any) -> str:
    try:
        return Sent.model_validate(result).message_id
    except ValidationError:
        raise CallError(Trouble.UNCERTAIN, "no id of the message") from None
