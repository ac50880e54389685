"""Messages kept back so that an account's month lasts: what they say comes with a later one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from data.domain.messages import Delivery, Letter
from data.store.letters import letter_of, letters
from data.store.models import OutboxMentionRow, OutboxRow
from data.store.sql import WardRepository, in_state

_SPOKE = (Delivery.READY, Delivery.SENDING, Delivery.SENT, Delivery.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class HeldWords:
    """What one person was not told yet."""

    letter_ids: tuple[int, ...]
    occurrence_ids: tuple[int, ...]


class HeldLetters(WardRepository):
    """What is kept back in one ward."""

    async def words(self, kind: str) -> Mapping[int, HeldWords]:
        """Return what the people were not told yet in messages of a kind, by person."""
        rows = await self._conn.execute(
            select(OutboxRow.id, OutboxRow.person_id, OutboxMentionRow.occurrence_id)
            .join(OutboxMentionRow, OutboxMentionRow.outbox_id == OutboxRow.id)
            .where(in_state(OutboxRow.state, Delivery.HELD), OutboxRow.ward_id == self._ward_id)
            .where(OutboxRow.kind == kind, OutboxRow.person_id.is_not(None))
            .order_by(OutboxRow.id, OutboxMentionRow.occurrence_id)
        )
        kept: dict[int, dict[int, None]] = defaultdict(dict)
        occurrences: dict[int, dict[int, None]] = defaultdict(dict)
        for letter_id, person_id, occurrence_id in rows:
            assert person_id is not None, "asked for in the query"
            kept[person_id][letter_id] = None
            occurrences[person_id][occurrence_id] = None
        return {p: HeldWords(tuple(own), tuple(occurrences[p])) for p, own in kept.items()}

    async def letters(self, *kinds: str) -> tuple[Letter, ...]:
        """Return what of these kinds is kept back from people, the oldest first."""
        rows = await self._conn.execute(
            letters()
            .where(in_state(OutboxRow.state, Delivery.HELD), OutboxRow.ward_id == self._ward_id)
            .where(OutboxRow.kind.in_(kinds), OutboxRow.person_id.is_not(None))
            .order_by(OutboxRow.id)
        )
        return tuple(letter_of(row) for row in rows)

    async def spoken_to(
        self, person_ids: Iterable[int], kind: str, since: datetime
    ) -> frozenset[int]:
        """Return who of these had, or is about to get, a message of a kind since then."""
        rows = await self._conn.execute(
            select(OutboxRow.person_id)
            .distinct()
            .where(OutboxRow.ward_id == self._ward_id, OutboxRow.person_id.in_(list(person_ids)))
            .where(OutboxRow.kind == kind, OutboxRow.created_at >= since)
            .where(OutboxRow.state.in_([s.value for s in _SPOKE]))
        )
        return frozenset(p for p in rows.scalars() if p is not None)

    async def release(self, letter_ids: Iterable[int], why: str, now: datetime) -> None:
        """Note that what these say was said, or need not be said any more."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.HELD), OutboxRow.id.in_(list(letter_ids)))
            .where(OutboxRow.ward_id == self._ward_id)
            .values(state=Delivery.EXPIRED.value, error=why[:500], seen_to_at=now)
        )

    async def count(self, since: datetime) -> int:
        """Return how many messages are kept back that were written since then."""
        rows = await self._conn.execute(
            select(func.count())
            .select_from(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.HELD), OutboxRow.ward_id == self._ward_id)
            .where(OutboxRow.created_at >= since)
        )
        return rows.scalar_one()
