"""How stored pictures look."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from data.domain.prints import LEAST_QUALITY, PicturePrint
from data.store.models import PicturePrintRow
from data.store.sql import WardRepository, insert_once


class PicturePrints(WardRepository):
    """The prints of one ward's pictures, by the SHA-256 of their bytes."""

    async def keep(self, sha256: str, look: PicturePrint | None) -> None:
        """Record how a picture looks; None: it cannot be told, and need not be tried again."""
        values = {
            "ward_id": self._ward_id,
            "sha256": sha256,
            "quality": look.quality if look else 0,
            "upright": look.upright if look else None,
            "turned": look.turned if look else None,
        }
        await self.forget(sha256)
        await self._conn.execute(insert_once(self._conn, PicturePrintRow, values))

    async def forget(self, sha256: str) -> None:
        """Delete the print of a picture."""
        await self._conn.execute(
            delete(PicturePrintRow)
            .where(PicturePrintRow.ward_id == self._ward_id)
            .where(PicturePrintRow.sha256 == sha256)
        )

    async def of(self, digests: Iterable[str]) -> dict[str, PicturePrint]:
        """Return the prints that there are of these pictures."""
        rows = await self._conn.execute(
            select(PicturePrintRow)
            .where(PicturePrintRow.ward_id == self._ward_id)
            .where(PicturePrintRow.sha256.in_(list(digests)))
            .where(PicturePrintRow.upright.is_not(None))
        )
        return {row.sha256: PicturePrint(row.quality, row.upright, row.turned) for row in rows}

    async def clear_ones(self) -> list[tuple[str, bytes]]:
        """Return digest and upright print of every picture that can be compared."""
        rows = await self._conn.execute(
            select(PicturePrintRow.sha256, PicturePrintRow.upright)
            .where(PicturePrintRow.ward_id == self._ward_id)
            .where(PicturePrintRow.quality >= LEAST_QUALITY)
        )
        return [(sha256, upright) for sha256, upright in rows.all() if upright is not None]

    async def to_look_at(self, limit: int) -> tuple[str, ...]:
        """Return digests of pictures that were stored before prints were made."""
        rows = await self._conn.execute(
            select(PicturePrintRow.sha256)
            .where(PicturePrintRow.ward_id == self._ward_id, PicturePrintRow.quality.is_(None))
            .order_by(PicturePrintRow.sha256)
            .limit(limit)
        )
        return tuple(rows.scalars())
