"""What people read, as the bodies of messages."""

import unicodedata
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from bot.channels.zalo_oa.buttons import buttons_of
from bot.channels.zalo_oa.client import Client
from bot.channels.zalo_oa.errors import OaError, Trouble
from data.domain.messages import Choice, OutgoingFile
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.files.shrinking import Shrinking

MEGABYTE = 1024 * 1024
LARGEST_IMAGE = MEGABYTE
LARGEST_DOCUMENT = 5 * MEGABYTE
"""Nobody verified it: what Zalo refuses at a smaller size goes as a link, too."""
_DOCUMENTS = frozenset({".pdf", ".doc", ".docx"})
_NOT_TAKEN = frozenset({-201, -210, -233})
Body = dict[str, Any]


def text_body(text: str, choices: tuple[Choice, ...] = ()) -> Body:
    """Return a text, with buttons for choices."""
    body: Body = {"text": readable(text)}
    if choices:
        payload = {"buttons": buttons_of(choices)}
        body["attachment"] = {"type": "template", "payload": payload}
    return body


def readable(text: str) -> str:
    """Return a text without control characters and halves of characters."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


class Files:
    """Stored files on their way to Zalo: uploaded anew for each message, since uploads expire."""

    def __init__(self, client: Client, files: EvidenceStore) -> None:
        self._client = client
        self._files = files
        self._shrinking = Shrinking(files, LARGEST_IMAGE)

    async def body(self, file: OutgoingFile, text: str, now: datetime) -> Body | None:
        """Return the body that shows a file; None when Zalo takes no such file.

        Only a picture has room for a text. Raises SendError, OaError: nothing was shown yet.
        """
        try:
            if file.mime.startswith("image/"):
                return await self._picture(file, text, now)
            if PurePosixPath(file.name.lower()).suffix in _DOCUMENTS:
                return await self._document(file, now)
        except OaError as error:
            if error.code not in _NOT_TAKEN:
                raise unsent(error) from None
        return None

    async def _picture(self, file: OutgoingFile, text: str, now: datetime) -> Body | None:
        jpeg = await self._shrinking.jpeg(file.sha256)
        if jpeg is None:
            return None
        name = f"{PurePosixPath(file.name).stem or 'anh'}.jpg"
        number = await self._uploaded("image", name, jpeg, "attachment_id", now)
        element = {"media_type": "image", "attachment_id": number}
        payload = {"template_type": "media", "elements": [element]}
        body: Body = {"attachment": {"type": "template", "payload": payload}}
        return body | ({"text": readable(text)} if text.strip() else {})

    async def _document(self, file: OutgoingFile, now: datetime) -> Body | None:
        path = self._files.path(file.sha256)
        try:
            if path.stat().st_size > LARGEST_DOCUMENT:
                return None
            content = path.read_bytes()
        except OSError as error:
            raise SendError(SendFailure.REFUSED, "a stored file cannot be read") from error
        token = await self._uploaded("file", file.name, content, "token", now)
        return {"attachment": {"type": "file", "payload": {"token": token}}}

    async def _uploaded(self, what: str, name: str, content: bytes, key: str, now: datetime) -> str:
        told = (await self._client.upload(what, name, content, now)).get(key)
        if not isinstance(told, str) or not told:
            raise OaError(Trouble.UNCERTAIN, "an upload without a name")
        return told


def unsent(error: OaError) -> OaError:
    """Return what a failure means for a message that was not begun: no answer is no doubt then."""
    if error.trouble is Trouble.UNCERTAIN:
        return OaError(Trouble.UNREACHABLE, error.detail)
    return error
