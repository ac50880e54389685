"""One-time ways to the desk, and who may read the numbers of other wards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from data.store.models import DeskLinkRow, ObserverRow
from data.store.sql import Repository, insert_once


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A way to the desk for one person."""

    ward_id: int
    person_id: int
    expires_at: datetime
    used_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Return whether it still lets somebody in."""
        return self.used_at is None and now < self.expires_at


class DeskLinks(Repository):
    """The links. Only the SHA-256 of a token is stored."""

    async def add(
        self, token_hash: str, ward_id: int, person_id: int, now: datetime, expires_at: datetime
    ) -> None:
        """Store a link; those of the person that were not used stop working, old ones are dropped."""
        await self._conn.execute(
            delete(DeskLinkRow).where(
                (DeskLinkRow.expires_at <= now) | (DeskLinkRow.person_id == person_id)
            )
        )
        await self._conn.execute(
            insert(DeskLinkRow).values(
                token_hash=token_hash,
                ward_id=ward_id,
                person_id=person_id,
                created_at=now,
                expires_at=expires_at,
            )
        )

    async def find(self, token_hash: str) -> DeskLink | None:
        """Return the link with this hash, used or not."""
        rows = await self._conn.execute(
            select(
                DeskLinkRow.ward_id,
                DeskLinkRow.person_id,
                DeskLinkRow.expires_at,
                DeskLinkRow.used_at,
            ).where(DeskLinkRow.token_hash == token_hash)
        )
        row = rows.one_or_none()
        return DeskLink(**row._mapping) if row else None

    async def use(self, token_hash: str, now: datetime) -> bool:
        """Use a link up. Returns False when it was used before: two presses let one in."""
        done = await self._conn.execute(
            update(DeskLinkRow)
            .where(DeskLinkRow.token_hash == token_hash, DeskLinkRow.used_at.is_(None))
            .where(DeskLinkRow.expires_at > now)
            .values(used_at=now)
        )
        return done.rowcount == 1


class Observers(Repository):
    """Who may read the numbers of which wards beside their own."""

    async def wards_of(self, person_id: int) -> tuple[int, ...]:
        """Return the ids of the wards whose numbers a person may read."""
        rows = await self._conn.execute(
            select(ObserverRow.ward_id)
            .where(ObserverRow.person_id == person_id)
            .order_by(ObserverRow.ward_id)
        )
        return tuple(rows.scalars())

    async def grant(self, person_id: int, ward_ids: Iterable[int], now: datetime) -> None:
        """Let a person read the numbers of these wards, too."""
        rows = [{"person_id": person_id, "ward_id": w, "granted_at": now} for w in set(ward_ids)]
        if rows:
            await self._conn.execute(insert_once(self._conn, ObserverRow, rows))

    async def revoke(self, person_id: int, ward_ids: Iterable[int]) -> None:
        """Let a person read the numbers of these wards no more."""
        await self._conn.execute(
            delete(ObserverRow).where(
                ObserverRow.person_id == person_id, ObserverRow.ward_id.in_(list(ward_ids))
            )
        )
