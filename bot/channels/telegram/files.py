"""Fetching the files that people sent, byte for byte.

getFile tells a path that is good for an hour; the address made of it holds the token, so it is
neither kept nor logged (https://core.telegram.org/bots/api#file).
"""

from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from typing import Any

import httpx

from bot.channels.telegram.client import Client
from bot.channels.telegram.errors import Trouble, as_send_error, trouble_of
from data.errors import SendError, SendFailure

_CHUNK = 256 * 1024


class TelegramFiles:
    """One bot as a source of files."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        """Yield the bytes of a file by the reference that `reading_files.ref_of` made.

        Raises SendError: UNREACHABLE where asking again may do, TOO_LONG for a file too big for a bot,
        REFUSED where asking again will not do.
        """
        told = await self._ask(ref.partition(":")[2])
        path, size = told.get("file_path"), told.get("file_size")
        if isinstance(size, int) and size > self._client.server.largest_download:
            raise SendError(SendFailure.TOO_LONG, "the file is too big to be fetched")
        if not isinstance(path, str):
            raise SendError(SendFailure.UNREACHABLE, "Telegram told no path")
        got = 0
        async for chunk in self._bytes(path):
            got += len(chunk)
            yield chunk
        if isinstance(size, int) and got != size:
            # Cut off, or a page of somebody in between in place of the file.
            raise SendError(SendFailure.UNREACHABLE, f"{got} of {size} bytes came")

    async def _ask(self, file_id: str) -> dict[str, Any]:
        try:
            told = await self._client.call("get_file", file_id=file_id)
        except Exception as error:
            raise _failed(error) from None
        return told if isinstance(told, dict) else {}

    async def _bytes(self, path: str) -> AsyncIterator[bytes]:
        if not path.startswith("/"):
            chunks = self._from_server(path)
        elif (below := below_token(path, self._client.token)) is None:
            raise SendError(SendFailure.REFUSED, "a path outside of the bot's own folder")
        elif _is_here(path):
            chunks = _from_disk(Path(path))
        else:
            # The server runs elsewhere, and gives out over HTTP what lies in the bot's folder.
            chunks = self._from_server(below)
        async for chunk in chunks:
            yield chunk

    async def _from_server(self, path: str) -> AsyncIterator[bytes]:
        try:
            async with self._client.download(path) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise _not_given(answer)
                async for chunk in answer.aiter_bytes(_CHUNK):
                    yield chunk
        except httpx.HTTPError as error:
            raise SendError(SendFailure.UNREACHABLE, type(error).__name__) from None


def below_token(path: str, token: str) -> str | None:
    """Return the rest of a local server's path below the bot's own folder; None outside of it.

    Such a server keeps each bot's files in a folder named by its token. Nothing else on this
    machine's disk is read, whatever path is told.
    """
    parts = PurePosixPath(path).parts
    if token not in parts or ".." in parts:
        return None
    real = Path(path).resolve().parts
    if Path(path).exists() and token not in real:
        return None
    return "/".join(parts[parts.index(token) + 1 :]) or None


def _is_here(path: str) -> bool:
    return Path(path).is_file()


async def _from_disk(path: Path) -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise SendError(SendFailure.UNREACHABLE, type(error).__name__) from None


def _not_given(answer: httpx.Response) -> SendError:
    detail = f"answer {answer.status_code} in place of a file"
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        wait = answer.headers.get("retry-after", "")
        return SendError(SendFailure.THROTTLED, detail, float(wait) if wait.isdecimal() else 5.0)
    return SendError(SendFailure.UNREACHABLE, detail)


def _failed(error: Exception) -> SendError:
    """Asking for a file changes nothing, so what is uncertain elsewhere is simply asked again."""
    known = as_send_error(error)
    if trouble_of(error) is Trouble.TOO_BIG:
        return SendError(SendFailure.TOO_LONG, known.detail)
    if trouble_of(error) is Trouble.UNCERTAIN or "temporarily unavailable" in str(error).lower():
        return SendError(SendFailure.UNREACHABLE, known.detail)
    return known
