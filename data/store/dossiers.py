"""Dossiers that were ordered at the desk, and inspectors' links to them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from data.domain.dossier_orders import DossierOrder, InspectorLink, OrderState
from data.domain.periods import Span
from data.store.models import DossierLinkRow, DossierRow, PersonRow, PlanRow
from data.store.sql import Repository, WardRepository, in_state

_LINK = (
    DossierLinkRow.id,
    DossierLinkRow.dossier_id,
    DossierLinkRow.for_whom,
    DossierLinkRow.made_by,
    DossierLinkRow.made_at,
    DossierLinkRow.expires_at,
    DossierLinkRow.revoked_at,
    DossierLinkRow.opened,
    DossierLinkRow.opened_at,
)
_ORDER = tuple(c for c in DossierRow.__table__.c if c.name != "ward_id")
_UNFINISHED = in_state(DossierRow.state, OrderState.ASKED, OrderState.MAKING)


class Dossiers(WardRepository):
    """What one ward ordered."""

    async def ask(self, plan_id: int, span: Span, person_id: int, now: datetime) -> int:
        """Order a dossier and return its number."""
        await self._require_own(PlanRow, [plan_id])
        await self._require_own(PersonRow, [person_id])
        row = await self._conn.execute(
            insert(DossierRow)
            .values(
                ward_id=self._ward_id,
                plan_id=plan_id,
                first_day=span.start,
                last_day=span.end,
                asked_by=person_id,
                asked_at=now,
                state=OrderState.ASKED.value,
            )
            .returning(DossierRow.id)
        )
        return row.scalar_one()

    async def get(self, dossier_id: int) -> DossierOrder | None:
        """Return one order."""
        found = await self._read(DossierRow.id == dossier_id)
        return found[0] if found else None

    async def latest(self, limit: int = 30) -> tuple[DossierOrder, ...]:
        """Return the last orders, the latest first."""
        last = (
            select(DossierRow.id)
            .where(DossierRow.ward_id == self._ward_id)
            .order_by(DossierRow.id.desc())
            .limit(limit)
        )
        return (await self._read(DossierRow.id.in_(last)))[::-1]

    async def unfinished(self) -> tuple[DossierOrder, ...]:
        """Return what is still to be made, the oldest first: also what was cut short."""
        return await self._read(_UNFINISHED)

    async def outlived(self, now: datetime) -> tuple[DossierOrder, ...]:
        """Return the dossiers whose file has to go."""
        return await self._read(
            DossierRow.state == OrderState.READY.value, DossierRow.expires_at <= now
        )

    async def change(self, dossier_id: int, **values: Any) -> None:
        """Write these columns of an order."""
        await self._conn.execute(
            update(DossierRow)
            .where(DossierRow.ward_id == self._ward_id, DossierRow.id == dossier_id)
            .values(**values)
        )

    async def add_link(
        self,
        dossier_id: int,
        code_hash: str,
        for_whom: str,
        made_by: int,
        *,
        now: datetime,
        expires_at: datetime,
    ) -> int:
        """Keep a link to a dossier and return its number."""
        await self._require_own(DossierRow, [dossier_id])
        await self._require_own(PersonRow, [made_by])
        row = await self._conn.execute(
            insert(DossierLinkRow)
            .values(
                ward_id=self._ward_id,
                dossier_id=dossier_id,
                code_hash=code_hash,
                for_whom=for_whom,
                made_by=made_by,
                made_at=now,
                expires_at=expires_at,
            )
            .returning(DossierLinkRow.id)
        )
        return row.scalar_one()

    async def links(self, dossier_ids: Iterable[int]) -> tuple[InspectorLink, ...]:
        """Return the links to these dossiers, the latest first."""
        rows = await self._conn.execute(
            select(*_LINK)
            .where(DossierLinkRow.ward_id == self._ward_id)
            .where(DossierLinkRow.dossier_id.in_(list(dossier_ids)))
            .order_by(DossierLinkRow.id.desc())
        )
        return tuple(InspectorLink(**r._mapping) for r in rows)

    async def note_opened(self, link_id: int, now: datetime) -> None:
        """Count that a link was opened."""
        await self._conn.execute(
            update(DossierLinkRow)
            .where(DossierLinkRow.ward_id == self._ward_id, DossierLinkRow.id == link_id)
            .values(opened=DossierLinkRow.opened + 1, opened_at=now)
        )

    async def revoke_link(self, link_id: int, now: datetime) -> bool:
        """End a link; False when it was ended before."""
        done = await self._conn.execute(
            update(DossierLinkRow)
            .where(DossierLinkRow.ward_id == self._ward_id, DossierLinkRow.id == link_id)
            .where(DossierLinkRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        return done.rowcount == 1

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[DossierOrder, ...]:
        rows = await self._conn.execute(
            select(*_ORDER)
            .where(DossierRow.ward_id == self._ward_id, *conditions)
            .order_by(DossierRow.id)
        )
        return tuple(_order(r) for r in rows)


class DossierLinks(Repository):
    """Inspectors' links of every ward: whoever has the code is sent to the right one."""

    async def find(self, code_hash: str) -> tuple[int, InspectorLink] | None:
        """Return the ward and the link with this hash, whatever its state."""
        rows = await self._conn.execute(
            select(DossierLinkRow.ward_id, *_LINK).where(DossierLinkRow.code_hash == code_hash)
        )
        row = rows.one_or_none()
        if row is None:
            return None
        return row.ward_id, InspectorLink(**{c.key: row._mapping[c.key] for c in _LINK})


def _order(row: Any) -> DossierOrder:
    values = dict(row._mapping)
    span = Span(values.pop("first_day"), values.pop("last_day"))
    return DossierOrder(**{**values, "span": span, "state": OrderState(row.state)})
