"""The web chat's platform side: signed-in browsers and what they show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, delete, insert, select, update

from data.store.models import WebMessageRow, WebSessionRow
from data.store.sql import Repository, insert_once


@dataclass(frozen=True, slots=True)
class WebSession:
    """A signed-in browser."""

    ward_id: int
    person_id: int
    chat: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WebMessage:
    """A line of the transcript."""

    id: int
    is_ours: bool
    body: dict[str, Any]
    shown_at: datetime


class Web(Repository):
    """Sessions and transcripts."""

    async def open_session(self, token_hash: str, session: WebSession, now: datetime) -> None:
        """Sign a browser in; only the token's SHA-256 is kept."""
        await self._conn.execute(
            insert(WebSessionRow).values(
                token_hash=token_hash,
                ward_id=session.ward_id,
                person_id=session.person_id,
                chat=session.chat,
                created_at=now,
                expires_at=session.expires_at,
            )
        )

    async def session(self, token_hash: str, now: datetime) -> WebSession | None:
        """Return the living session of a token."""
        rows = await self._conn.execute(
            select(
                WebSessionRow.ward_id,
                WebSessionRow.person_id,
                WebSessionRow.chat,
                WebSessionRow.expires_at,
            )
            .where(WebSessionRow.token_hash == token_hash, WebSessionRow.expires_at > now)
            .where(WebSessionRow.revoked_at.is_(None))
        )
        row = rows.one_or_none()
        return WebSession(**row._mapping) if row else None

    async def extend_session(self, token_hash: str, until: datetime) -> None:
        """Let a session that stands end later."""
        await self._conn.execute(
            update(WebSessionRow)
            .where(WebSessionRow.token_hash == token_hash, WebSessionRow.revoked_at.is_(None))
            .where(WebSessionRow.expires_at < until)
            .values(expires_at=until)
        )

    async def signed_in(self, person_ids: Iterable[int], now: datetime) -> frozenset[int]:
        """Return which of these people have a browser that is signed in."""
        rows = await self._conn.execute(
            select(WebSessionRow.person_id)
            .where(WebSessionRow.person_id.in_(list(person_ids)))
            .where(WebSessionRow.expires_at > now, WebSessionRow.revoked_at.is_(None))
            .distinct()
        )
        return frozenset(rows.scalars())

    async def close_session(self, token_hash: str, now: datetime) -> None:
        """Sign a browser out."""
        await self._conn.execute(
            update(WebSessionRow)
            .where(WebSessionRow.token_hash == token_hash)
            .values(revoked_at=now)
        )

    async def close_sessions_of(self, person_id: int, now: datetime) -> None:
        """Sign every browser of a person out."""
        await self._conn.execute(
            update(WebSessionRow)
            .where(WebSessionRow.person_id == person_id, WebSessionRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )

    async def forget_expired(self, now: datetime) -> int:
        """Drop the sessions that are over; returns how many."""
        done = await self._conn.execute(
            delete(WebSessionRow).where(WebSessionRow.expires_at <= now)
        )
        return done.rowcount

    async def show(
        self,
        chat: str,
        body: dict[str, Any],
        now: datetime,
        *,
        outbox_id: int | None = None,
        inbox_id: int | None = None,
    ) -> int:
        """Add a line to a transcript and return its id; the same box row is shown once."""
        row = await self._conn.execute(
            insert_once(
                self._conn,
                WebMessageRow,
                {
                    "chat": chat,
                    "outbox_id": outbox_id,
                    "inbox_id": inbox_id,
                    "body": body,
                    "shown_at": now,
                },
            ).returning(WebMessageRow.id)
        )
        shown = row.scalar_one_or_none()
        if shown is not None:
            return shown
        which = (
            WebMessageRow.outbox_id == outbox_id
            if outbox_id is not None
            else WebMessageRow.inbox_id == inbox_id
        )
        return (await self._conn.execute(select(WebMessageRow.id).where(which))).scalar_one()

    async def transcript(
        self, chat: str, *, after: int = 0, before: int | None = None, limit: int = 50
    ) -> tuple[WebMessage, ...]:
        """Return lines in order: those after `after`, or the last ones before `before`."""
        query = select(
            WebMessageRow.id, WebMessageRow.outbox_id, WebMessageRow.body, WebMessageRow.shown_at
        ).where(WebMessageRow.chat == chat, WebMessageRow.id > after)
        if before is not None:
            query = query.where(WebMessageRow.id < before)
        newest_first = after == 0
        order = WebMessageRow.id.desc() if newest_first else WebMessageRow.id
        rows = (await self._conn.execute(query.order_by(order).limit(limit))).all()
        lines = [WebMessage(r.id, r.outbox_id is not None, r.body, r.shown_at) for r in rows]
        return tuple(reversed(lines) if newest_first else lines)

    async def line_with_file(self, chat: str, sha256: str) -> WebMessage | None:
        """Return a line of the transcript that shows the file with this digest.

        The digest must be 64 hexadecimal digits: it is looked for in the line's JSON.
        """
        rows = await self._conn.execute(
            select(
                WebMessageRow.id,
                WebMessageRow.outbox_id,
                WebMessageRow.body,
                WebMessageRow.shown_at,
            )
            .where(WebMessageRow.chat == chat)
            .where(cast(WebMessageRow.body, Text).contains(f'"{sha256}"', autoescape=True))
            .order_by(WebMessageRow.id)
        )
        for r in rows:
            # Somebody may also have typed the digest as text.
            if any(f.get("sha256") == sha256 for f in r.body.get("files", [])):
                return WebMessage(r.id, r.outbox_id is not None, r.body, r.shown_at)
        return None
