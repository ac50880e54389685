"""Wards and their settings."""

from datetime import datetime

from sqlalchemy import insert, select, update

from data.domain.people import Outage, Ward, WardSettings
from data.store.models import WardRow
from data.store.sql import Repository


class Wards(Repository):
    """All wards of the deployment."""

    async def add(self, name: str, settings: WardSettings, now: datetime) -> Ward:
        """Found a ward."""
        row = await self._conn.execute(
            insert(WardRow)
            .values(name=name, settings=settings.model_dump(mode="json"), created_at=now)
            .returning(WardRow.id)
        )
        return Ward(row.scalar_one(), name, settings)

    async def all(self) -> tuple[Ward, ...]:
        """Return the wards in the order of their founding."""
        rows = await self._conn.execute(
            select(WardRow.id, WardRow.name, WardRow.settings).order_by(WardRow.id)
        )
        return tuple(Ward(r.id, r.name, WardSettings.model_validate(r.settings)) for r in rows)

    async def get(self, ward_id: int) -> Ward:
        """Return one ward. Raises NoResultFound if there is none."""
        rows = await self._conn.execute(
            select(WardRow.id, WardRow.name, WardRow.settings).where(WardRow.id == ward_id)
        )
        r = rows.one()
        return Ward(r.id, r.name, WardSettings.model_validate(r.settings))

    async def hold(self, ward_id: int) -> None:
        """Wait for whoever changes the ward now, and let nobody else until this is committed.

        On SQLite one writes at a time anyhow.
        """
        await self._conn.execute(select(WardRow.id).where(WardRow.id == ward_id).with_for_update())

    async def rename(self, ward_id: int, name: str) -> None:
        """Change how the ward is called."""
        await self._conn.execute(update(WardRow).where(WardRow.id == ward_id).values(name=name))

    async def save_settings(self, ward_id: int, settings: WardSettings) -> None:
        """Replace a ward's settings."""
        await self._conn.execute(
            update(WardRow)
            .where(WardRow.id == ward_id)
            .values(settings=settings.model_dump(mode="json"))
        )

    async def next_code(self, ward_id: int) -> int:
        """Return the next free task number, without taking it."""
        rows = await self._conn.execute(select(WardRow.next_code).where(WardRow.id == ward_id))
        return rows.scalar_one()

    async def take_codes_up_to(self, ward_id: int, code: int) -> None:
        """Make every task number up to `code` taken."""
        await self._conn.execute(
            update(WardRow)
            .where(WardRow.id == ward_id, WardRow.next_code <= code)
            .values(next_code=code + 1)
        )

    async def last_alive(self, ward_id: int) -> datetime | None:
        """Return when the ticks last ran for this ward."""
        rows = await self._conn.execute(select(WardRow.last_alive_at).where(WardRow.id == ward_id))
        return rows.scalar_one()

    async def beat(self, ward_id: int, now: datetime) -> None:
        """Note that the ticks run."""
        await self._conn.execute(
            update(WardRow).where(WardRow.id == ward_id).values(last_alive_at=now)
        )

    async def outage(self, ward_id: int) -> Outage | None:
        """Return the outage that people have still to be told of."""
        rows = await self._conn.execute(
            select(WardRow.outage_from, WardRow.outage_until).where(WardRow.id == ward_id)
        )
        start, end = rows.one()
        return Outage(start, end) if start is not None and end is not None else None

    async def set_outage(self, ward_id: int, outage: Outage | None) -> None:
        """Keep an outage until people are told of it; None: they have been told."""
        await self._conn.execute(
            update(WardRow)
            .where(WardRow.id == ward_id)
            .values(
                outage_from=outage.start if outage else None,
                outage_until=outage.end if outage else None,
            )
        )
