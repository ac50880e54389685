"""The event log: written in the transaction of the change, hash-chained per ward.

An entry's hash covers the digest of its content, not the content, so that content erased by
decision leaves the chain whole.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update

from data.store.models import LogContentRow, LogRow, WardRow
from data.store.sql import WardRepository, table_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `content` is None once it was erased."""

    seq: int
    at: datetime
    kind: str
    actor: str
    subject: str
    digest: str
    prev: str
    hash: str
    content: dict[str, Any] | None


# Nearly every change asks these: made once, since building costs more than running them.
_GROW = (
    update(WardRow)
    .where(WardRow.id == bindparam("of_ward"))
    .values(log_size=WardRow.log_size + bindparam("grown_by"))
    .returning(WardRow.log_size, WardRow.log_head)
)
_ENTRY = insert(table_of(LogRow))
_CONTENT = insert(table_of(LogContentRow))
_HEAD = (
    update(WardRow).where(WardRow.id == bindparam("of_ward")).values(log_head=bindparam("new_head"))
)


class EventLog(WardRepository):
    """The log of one ward. Entries are gathered and written when the unit of work commits."""

    def __init__(self, conn: Any, ward_id: int) -> None:
        super().__init__(conn, ward_id)
        self._gathered: list[tuple[datetime, str, str, str, dict[str, Any]]] = []

    def append(self, kind: str, *, actor: str, subject: str, now: datetime, **content: Any) -> None:
        """Say what happened: `kind` in words such as "report.stored", content JSON-ready."""
        self._gathered.append((now, kind, actor, subject, content))

    async def flush(self) -> None:
        """Write what was gathered. Called by the unit of work before it commits."""
        if not self._gathered:
            return
        gathered, self._gathered = self._gathered, []
        # Updating the ward's row first orders the chain among processes.
        row = await self._conn.execute(_GROW, {"of_ward": self._ward_id, "grown_by": len(gathered)})
        size, head = row.one()
        entries, contents = [], []
        for seq, (at, kind, actor, subject, content) in enumerate(
            gathered, start=size - len(gathered) + 1
        ):
            entry: dict[str, Any] = {
                "ward_id": self._ward_id,
                "seq": seq,
                "at": at,
                "kind": kind,
                "actor": actor,
                "subject": subject,
                "digest": digest_of(content),
                "prev": head,
            }
            head = entry["hash"] = hash_of(**entry)
            entries.append(entry)
            contents.append({"ward_id": self._ward_id, "seq": seq, "content": content})
        await self._conn.execute(_ENTRY, entries)
        await self._conn.execute(_CONTENT, contents)
        await self._conn.execute(_HEAD, {"of_ward": self._ward_id, "new_head": head})

    async def read(self, *, after: int = 0, limit: int = 1000) -> tuple[Entry, ...]:
        """Return entries in order, from the one after `after`."""
        rows = await self._conn.execute(self._select().where(LogRow.seq > after).limit(limit))
        return tuple(Entry(**r._mapping) for r in rows)

    def _select(self) -> Select[*tuple[Any, ...]]:
        return (
            select(
                LogRow.seq,
                LogRow.at,
                LogRow.kind,
                LogRow.actor,
                LogRow.subject,
                LogRow.digest,
                LogRow.prev,
                LogRow.hash,
                LogContentRow.content,
            )
            .outerjoin(
                LogContentRow,
                (LogContentRow.ward_id == LogRow.ward_id) & (LogContentRow.seq == LogRow.seq),
            )
            .where(LogRow.ward_id == self._ward_id)
            .order_by(LogRow.seq)
        )

    async def latest(self, kind: str, subjects: Iterable[str]) -> dict[str, Entry]:
        """Return by subject the last entry of a kind."""
        wanted = set(subjects)
        found: dict[str, Entry] = {}
        if not wanted:
            return found
        rows = await self._conn.execute(
            self._select().where(LogRow.kind == kind, LogRow.subject.in_(wanted))
        )
        for r in rows:
            entry = Entry(**r._mapping)
            found[entry.subject] = entry
        return found

    async def last(self, kind: str) -> Entry | None:
        """Return the last entry of a kind."""
        rows = await self._conn.execute(
            self._select()
            .where(LogRow.kind == kind)
            .order_by(None)
            .order_by(LogRow.seq.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return Entry(**row._mapping) if row else None

    async def hold(self) -> None:
        """Let nobody else add to the log until this transaction ends: each entry needs this row."""
        await self._conn.execute(_GROW, {"of_ward": self._ward_id, "grown_by": 0})

    async def end(self) -> tuple[int, str]:
        """Return how many entries there are, and the hash of the last one."""
        row = await self._conn.execute(
            select(WardRow.log_size, WardRow.log_head).where(WardRow.id == self._ward_id)
        )
        size, head = row.one()
        return size, head

    async def erase(self, tells: Callable[[Entry], bool]) -> tuple[int, ...]:
        """Delete the content of every entry that `tells` too much; returns their numbers.

        The entries stay with the digests of what they held, so the chain stays whole.
        """
        erased: list[int] = []
        seq = 0
        while entries := await self.read(after=seq):
            erased += [e.seq for e in entries if e.content is not None and tells(e)]
            seq = entries[-1].seq
        await self._conn.execute(
            delete(LogContentRow)
            .where(LogContentRow.ward_id == self._ward_id)
            .where(LogContentRow.seq.in_(erased))
        )
        return tuple(erased)

    async def first_break(self, *, after: tuple[int, str] = (0, "")) -> int | None:
        """Return the number of the first entry that does not fit the chain; None if all do.

        `after` is an end that was known to be right, number and hash: looked at from there on.
        """
        seq, head = after
        if seq and not [e for e in await self.read(after=seq - 1, limit=1) if e.hash == head]:
            return seq
        while entries := await self.read(after=seq):
            for entry in entries:
                fits = (
                    entry.seq == seq + 1
                    and entry.prev == head
                    and entry.hash == _hash_of_entry(self._ward_id, entry)
                    and (entry.content is None or digest_of(entry.content) == entry.digest)
                )
                if not fits:
                    return entry.seq
                head, seq = entry.hash, entry.seq
        return None if await self.end() == (seq, head) else seq + 1


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content's canonical JSON."""
    return hashlib.sha256(_canonical(content)).hexdigest()


def hash_of(
    *,
    ward_id: int,
    seq: int,
    at: datetime,
    kind: str,
    actor: str,
    subject: str,
    digest: str,
    prev: str,
) -> str:
    """Return the SHA-256 that the next entry points back to."""
    return hashlib.sha256(
        _canonical(
            {
                "ward": ward_id,
                "seq": seq,
                "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
                "kind": kind,
                "actor": actor,
                "subject": subject,
                "digest": digest,
                "prev": prev,
            }
        )
    ).hexdigest()


def _hash_of_entry(ward_id: int, entry: Entry) -> str:
    return hash_of(
        ward_id=ward_id,
        seq=entry.seq,
        at=entry.at,
        kind=entry.kind,
        actor=entry.actor,
        subject=entry.subject,
        digest=entry.digest,
        prev=entry.prev,
    )


def _canonical(value: dict[str, Any]) -> bytes:
    # Once through JSON first: what is read back later has strings for keys and lists for tuples.
    value = json.loads(json.dumps(value))
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
