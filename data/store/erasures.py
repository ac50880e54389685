"""Files destroyed by decision, and everything in the store that still speaks of them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, insert, or_, select, update

from data.domain.erasures import LONGEST_LABEL, Decision, Erasure, ErasureState
from data.domain.reports import EvidenceState
from data.store.models import (
    AgencyChatRow,
    DialogRow,
    ErasureRow,
    EvidenceRow,
    InboxRow,
    LinkRow,
    OutboxRow,
    PersonRow,
    WebMessageRow,
)
from data.store.sql import WardRepository, in_state

_ABOUT = ('"erase:', '"review:pic:')
"""In a message whose choices name files: which one to destroy, which picture is meant."""
_SHORTEST_REF = 12
"""Characters of a platform's reference that name one file and nothing else."""


class Erasures(WardRepository):
    """The destructions of one ward."""

    async def ask(self, sha256: str, decision: Decision, asked_by: int, now: datetime) -> int:
        """Record that somebody asks for a file's destruction; returns its id."""
        await self._require_own(PersonRow, [asked_by])
        row = await self._conn.execute(
            insert(ErasureRow)
            .values(
                ward_id=self._ward_id,
                sha256=sha256,
                state=ErasureState.ASKED.value,
                number=decision.number,
                decided_on=decision.on,
                reason=decision.reason,
                asked_by=asked_by,
                asked_at=now,
            )
            .returning(ErasureRow.id)
        )
        return row.scalar_one()

    async def turn_away(self, sha256: str, person_id: int, now: datetime, on: date) -> None:
        """Let bytes be removed that were uploaded but not taken, unless something shows them."""
        await self._require_own(PersonRow, [person_id])
        await self._conn.execute(
            insert(ErasureRow).values(
                ward_id=self._ward_id,
                sha256=sha256,
                state=ErasureState.CONFIRMED.value,
                number="",
                decided_on=on,
                reason="",
                asked_by=person_id,
                asked_at=now,
            )
        )

    async def get(self, erasure_id: int) -> Erasure | None:
        """Return one."""
        found = await self._read(ErasureRow.id == erasure_id)
        return found[0] if found else None

    async def of(self, sha256: str) -> Erasure | None:
        """Return the destruction of these bytes that stands: asked for, agreed to or done.

        Bytes that were only turned away may come again under another name.
        """
        dropped = ErasureRow.state == ErasureState.DROPPED.value
        found = await self._read(ErasureRow.sha256 == sha256, ~dropped, ErasureRow.number != "")
        return found[-1] if found else None

    async def waiting(self) -> tuple[Erasure, ...]:
        """Return those that wait for a second person."""
        return await self._read(ErasureRow.state == ErasureState.ASKED.value)

    async def to_finish(self) -> tuple[Erasure, ...]:
        """Return those whose bytes have to go."""
        return await self._read(in_state(ErasureRow.state, ErasureState.CONFIRMED))

    async def settle(
        self, erasure_id: int, state: ErasureState, *of_states: ErasureState, **values: Any
    ) -> bool:
        """Move one on, if it stands in one of these states; False if it does not."""
        done = await self._conn.execute(
            update(ErasureRow)
            .where(ErasureRow.ward_id == self._ward_id, ErasureRow.id == erasure_id)
            .where(ErasureRow.state.in_([s.value for s in of_states]))
            .values(state=state.value, **values)
        )
        return done.rowcount == 1

    async def came_again(self, sha256: str) -> Decision | None:
        """Return the decision by which these bytes were destroyed, and let them be removed again."""
        found = await self.of(sha256)
        if found is None or found.state is ErasureState.ASKED:
            return None
        await self.settle(found.id, ErasureState.CONFIRMED, ErasureState.DONE)
        return found.decision

    async def blot_out(self, sha256: str, name: str) -> tuple[int, ...]:
        """Take away everything in the ward that tells more of a file than that there was one.

        Its records stay with digest, size and times, called `name`, under their reports; what its
        platform called it goes, so that it cannot be fetched again. Returns the records' ids.
        """
        rows = await self._conn.execute(
            select(EvidenceRow.id, EvidenceRow.ref, EvidenceRow.channel, EvidenceRow.name)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.sha256 == sha256)
            .order_by(EvidenceRow.id)
        )
        records = rows.all()
        await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.sha256 == sha256)
            .values(
                state=EvidenceState.DESTROYED.value,
                name=name,
                ref="",
                exif=None,
                taken_at=None,
                next_fetch_at=None,
            )
        )
        for record in records:
            await self._blot_out_mail(record.channel, {sha256, *_parts(record.ref)})
        names = {record.name for record in records}
        await self._blot_out_letters(sha256, names, name)
        await self._blot_out_lines(sha256, names, name)
        return tuple(record.id for record in records)

    async def _blot_out_mail(self, channel: str, marks: set[str]) -> None:
        """Empty the raw updates that hold the file's name, its caption and how to fetch it."""
        for table, column, empty in (
            (InboxRow, InboxRow.raw, {"erased": True}),
            (DialogRow, DialogRow.data, {}),
        ):
            said = cast(column, String)
            holds = or_(*(said.contains(mark, autoescape=True) for mark in marks))
            change = update(table).where(table.channel == channel, holds)
            change = change.where(table.chat.in_(self._chats()))
            if table is InboxRow:
                change = change.where(InboxRow.state != "new")
            await self._conn.execute(change.values({column.key: empty}))

    async def _blot_out_letters(self, sha256: str, old: set[str], name: str) -> None:
        """Take the file out of what was sent with it, and rename it where its name was spoken."""
        rows = await self._conn.execute(
            select(OutboxRow.id, OutboxRow.text, OutboxRow.choices, OutboxRow.files)
            .where(OutboxRow.ward_id == self._ward_id)
            .where(_speaks_of(sha256, OutboxRow.files, OutboxRow.choices))
        )
        for row in rows.all():
            said = _renamed({"text": row.text, "choices": row.choices}, old, name)
            left = [f for f in row.files if f.get("sha256") != sha256]
            await self._conn.execute(
                update(OutboxRow).where(OutboxRow.id == row.id).values(files=left, **said)
            )

    async def _blot_out_lines(self, sha256: str, old: set[str], name: str) -> None:
        """Do the same in the transcripts of the web chat, where a line goes on showing the file."""
        rows = await self._conn.execute(
            select(WebMessageRow.id, WebMessageRow.body)
            .where(_speaks_of(sha256, WebMessageRow.body))
            .where(WebMessageRow.chat.in_(self._chats()))
        )
        for row in rows.all():
            files = [
                {**f, "name": name, "mime": "application/octet-stream"}
                if f.get("sha256") == sha256
                else f
                for f in row.body.get("files", [])
            ]
            body = {**_renamed(row.body, old, name), "files": files}
            await self._conn.execute(
                update(WebMessageRow).where(WebMessageRow.id == row.id).values(body=body)
            )

    def _chats(self) -> Any:
        """Return the chats of this ward: transcripts and updates belong to chats, not to wards."""
        own = select(LinkRow.chat).where(LinkRow.ward_id == self._ward_id)
        return own.union(select(AgencyChatRow.chat).where(AgencyChatRow.ward_id == self._ward_id))

    async def _read(self, *conditions: Any) -> tuple[Erasure, ...]:
        rows = await self._conn.execute(
            select(ErasureRow)
            .where(ErasureRow.ward_id == self._ward_id, *conditions)
            .order_by(ErasureRow.id)
        )
        return tuple(_erasure(r) for r in rows)


def _speaks_of(sha256: str, *columns: Any) -> ColumnElement[bool]:
    """Return a condition for messages that carry a file, or whose choices name files."""
    marks = (sha256, *_ABOUT)
    return or_(*(cast(column, String).contains(mark) for column in columns for mark in marks))


def _renamed(body: dict[str, Any], old: Collection[str], name: str) -> dict[str, Any]:
    """Return a message whose words and choices call a file by another name."""

    def said(text: str) -> str:
        for one in sorted(old, key=len, reverse=True):
            text = text.replace(one, name).replace(one[:LONGEST_LABEL], name[:LONGEST_LABEL])
        return text

    renamed = dict(body)
    if "text" in body:
        renamed["text"] = said(body["text"])
    if "choices" in body:
        renamed["choices"] = [{**c, "label": said(c["label"])} for c in body["choices"]]
    return renamed


def _parts(ref: str) -> set[str]:
    return {part for part in ref.split(":") if len(part) >= _SHORTEST_REF}


def _erasure(row: Any) -> Erasure:
    return Erasure(
        id=row.id,
        sha256=row.sha256,
        state=ErasureState(row.state),
        decision=Decision(row.number, row.decided_on, row.reason),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        done_at=row.done_at,
    )
