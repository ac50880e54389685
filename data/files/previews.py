"""Small pictures of stored photos, and what the camera wrote into them."""

import asyncio
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.domain.prints import PicturePrint
from data.files.apart import run_apart
from data.files.evidence_store import EvidenceStore

_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_TAKEN = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a photo says of itself: shown as said by the camera, never required."""

    exif: dict[str, Any]
    """Width, height, make, model, gps: what there is, JSON-ready."""
    taken_at: datetime | None
    look: PicturePrint | None = None
    """None when the picture cannot be opened, or is only a few pixels."""


class Previews:
    """Makes previews one after another: a burst of photos must not take the whole machine."""

    def __init__(self, files: EvidenceStore) -> None:
        self._files = files
        self._turn = asyncio.Semaphore(1)

    async def small(self, sha256: str) -> Path | None:
        """Return the preview of a stored picture, made now if need be; None if it has none."""
        target = self._files.preview_path(sha256)
        if not target.exists():
            await self.read(sha256)
        return target if target.exists() and target.stat().st_size else None

    async def read(self, sha256: str) -> PhotoFacts:
        """Make the preview of a stored picture and return what the camera wrote.

        Whatever is wrong with the picture, the answer is then merely empty.
        """
        target = self._files.preview_path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        temp = target.with_name(f"{secrets.token_hex(8)}.part")
        try:
            async with self._turn:
                printed, is_whole = await run_apart(
                    "data.files.decode", self._files.path(sha256), temp
                )
            if not is_whole:
                temp.unlink(missing_ok=True)
            # An empty preview remembers that there can be none, so that nobody tries again.
            temp.touch()
            temp.replace(target)
        finally:
            temp.unlink(missing_ok=True)
        return _facts(printed)


def _facts(printed: bytes) -> PhotoFacts:
    lines = printed.splitlines()
    try:
        said = json.loads(lines[0]) if lines else {}
        look = json.loads(lines[1]) if len(lines) > 1 else {}
    except ValueError:
        return PhotoFacts({}, None)
    taken_at = _instant(said.pop("taken", ""), said.pop("offset", ""))
    return PhotoFacts(said, taken_at, _print(look))


def _print(look: dict[str, Any]) -> PicturePrint | None:
    if not look:
        return None
    upright, turned = bytes.fromhex(look["upright"]), bytes.fromhex(look["turned"])
    return PicturePrint(look["quality"], upright, turned)


def _instant(taken: str, offset: str) -> datetime | None:
    """Read the camera's clock; without a zone it is taken for the local one."""
    found = _TAKEN.match(taken)
    if found is None:
        return None
    zone: timezone | ZoneInfo = _LOCAL
    if away := _OFFSET.fullmatch(offset):
        hours, minutes = int(away[2]), int(away[3])
        span = timedelta(hours=min(hours, 14), minutes=min(minutes, 59))
        zone = timezone(span if away[1] == "+" else -span)
    try:
        return datetime(*(int(part) for part in found.groups()), tzinfo=zone).astimezone(UTC)  # type: ignore[arg-type, misc]
    except (ValueError, OverflowError):
        return None
