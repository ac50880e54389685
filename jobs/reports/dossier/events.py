"""The event log on its way into a dossier: every header, content only where the purpose needs it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC
from pathlib import Path
from typing import Any

from data.domain.dossier import DossierContent, Purpose
from data.store.log import Entry
from data.store.unit_of_work import Store


async def write_events(store: Store, ward_id: int, purpose: Purpose, size: int, path: Path) -> None:
    """Write the log up to entry `size`, one JSON object a line, a page of it at a time."""
    with path.open("wb") as file:
        async for entry in _entries(store, ward_id, size):
            file.write(_line(ward_id, entry, purpose))


def words_lines(content: DossierContent) -> bytes:
    """Return what was said in each report, as the log's digests were taken of it."""
    said = ({"report": r.report.id, "text": r.report.text} for r in content.reports)
    return b"".join(_json(one) for one in said)


async def _entries(store: Store, ward_id: int, size: int) -> AsyncIterator[Entry]:
    seq = 0
    while seq < size:
        async with store.read() as unit:
            page = await unit.ward(ward_id).log.read(after=seq, limit=min(1000, size - seq))
        for entry in page:
            yield entry
        seq = page[-1].seq


def _line(ward_id: int, entry: Entry, purpose: Purpose) -> bytes:
    line: dict[str, Any] = {
        "ward": ward_id,
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "actor": entry.actor,
        "subject": entry.subject,
        "digest": entry.digest,
        "prev": entry.prev,
        "hash": entry.hash,
    }
    if entry.content is not None and purpose.shows(entry.kind, entry.subject, entry.content):
        line["content"] = entry.content
    return _json(line)


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
