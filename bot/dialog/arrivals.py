"""Files that a messenger keeps are brought before their message is read, when that is quick.

What is here can be looked at, and truly called stored. What is not here in time is brought later
by the tick `fetch_files`, and called so.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from data.domain.evidence import LARGEST_FILE
from data.domain.messages import FileRef, IncomingMessage
from data.errors import SendError
from data.files.evidence_store import EvidenceStore, NoRoomError, StoredFile
from jobs.ports import FileFetcher

LONGEST = 8.0
"""Seconds that a message waits for its files."""
_AT_ONCE = 4
_log = logging.getLogger(__name__)
Brought = Mapping[str, StoredFile]
"""What is here, by the platform's own reference."""


class _TooBigError(Exception):
    pass


class Arrivals:
    """Brings the files of messages. Nothing that goes wrong here is lost: `fetch_files` tries again."""

    def __init__(
        self, files: EvidenceStore, fetchers: Mapping[tuple[str, str], FileFetcher]
    ) -> None:
        self._files = files
        self._fetchers = fetchers

    def awaits(self, message: IncomingMessage) -> bool:
        """Return whether a message has files that could be brought now."""
        has_fetcher = (message.chat.channel, message.chat.account) in self._fetchers
        return has_fetcher and any(_is_wanted(f) for f in message.files)

    async def bring(self, message: IncomingMessage) -> Brought:
        """Return what could be brought within eight seconds. Raises nothing."""
        fetcher = self._fetchers[message.chat.channel, message.chat.account]
        wanted = {f.ref for f in message.files if _is_wanted(f)}
        room = asyncio.Semaphore(_AT_ONCE)
        tasks = {ref: asyncio.create_task(self._one(fetcher, ref, room)) for ref in wanted}
        _, late = await asyncio.wait(tasks.values(), timeout=LONGEST)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        done = {ref: task.result() for ref, task in tasks.items() if task not in late}
        return {ref: stored for ref, stored in done.items() if stored is not None}

    async def _one(
        self, fetcher: FileFetcher, ref: str, room: asyncio.Semaphore
    ) -> StoredFile | None:
        try:
            async with room:
                return await self._files.put(_bounded(fetcher.fetch(ref)))
        except (SendError, NoRoomError, _TooBigError) as error:
            _log.info("a file comes later: %s", type(error).__name__)
        except Exception:
            _log.exception("a file could not be brought")
        return None


def with_files(message: IncomingMessage, brought: Brought) -> IncomingMessage:
    """Return the message with what is here of its files."""
    if not brought:
        return message
    return replace(message, files=tuple(_here(f, brought.get(f.ref)) for f in message.files))


def _here(file: FileRef, stored: StoredFile | None) -> FileRef:
    return replace(file, sha256=stored.sha256, size=stored.size) if stored else file


def _is_wanted(file: FileRef) -> bool:
    largest = min(LARGEST_FILE, file.limit or LARGEST_FILE)
    return file.sha256 is None and (file.size or 0) <= largest


async def _bounded(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > LARGEST_FILE:
            raise _TooBigError
        yield chunk
