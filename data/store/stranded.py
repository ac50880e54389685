"""Messages that did not get through by their own chat, and what is done about each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, or_, select, update

from data.domain.fallback import PATIENCE
from data.domain.messages import Chat, Delivery, Letter
from data.domain.reach import Account
from data.domain.told import WITHDRAWN
from data.store.letters import letter_of, letters
from data.store.models import OutboxRow
from data.store.sql import WardRepository, in_state

_MOST = 200
"""Messages looked at in one go; what is left comes in the next."""
_UNSEEN = (
    in_state(OutboxRow.state, Delivery.DEAD, Delivery.EXPIRED, Delivery.UNCERTAIN),
    OutboxRow.seen_to_at.is_(None),
)
# What was put back is due later, yet has waited since it was queued.
_waits_since = case((OutboxRow.error.is_(None), OutboxRow.due_at), else_=OutboxRow.created_at)


@dataclass(frozen=True, slots=True)
class StrandedLetter:
    """A message that did not get through, and since when it waits."""

    letter: Letter
    waits_since: datetime


class StrandedLetters(WardRepository):
    """What did not get through in one ward."""

    async def is_any(self, now: datetime, spent: Iterable[Account] = ()) -> bool:
        """Return whether there is anything to look at: one query over rows that are few."""
        ended = exists().where(*_UNSEEN, OutboxRow.ward_id == self._ward_id)
        waits = exists().where(*self._waiting(now, spent))
        return bool((await self._conn.execute(select(ended | waits))).scalar_one())

    async def ended(self) -> tuple[StrandedLetter, ...]:
        """Return what ended without having arrived for certain and was not seen to, oldest first."""
        own = OutboxRow.ward_id == self._ward_id
        return await self._read(*_UNSEEN, own)

    async def waiting(
        self, now: datetime, spent: Iterable[Account] = ()
    ) -> tuple[StrandedLetter, ...]:
        """Return what has waited for long, or waits on an account whose month is used up."""
        return await self._read(*self._waiting(now, spent))

    def _waiting(self, now: datetime, spent: Iterable[Account]) -> tuple[ColumnElement[bool], ...]:
        on_spent = [
            (OutboxRow.channel == channel) & (OutboxRow.account == account)
            for channel, account in spent
        ]
        return (
            in_state(OutboxRow.state, Delivery.READY),
            # A sum, or SQLite reads all that the ward was ever sent instead of what waits.
            OutboxRow.ward_id + 0 == self._ward_id,
            OutboxRow.person_id.is_not(None),
            or_(*on_spent, OutboxRow.must_arrive & (_waits_since <= now - PATIENCE)),
            OutboxRow.expires_at.is_(None) | (OutboxRow.expires_at > now),
        )

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[StrandedLetter, ...]:
        rows = await self._conn.execute(
            letters()
            .add_columns(_waits_since.label("since"))
            .where(*conditions)
            .order_by(OutboxRow.id)
            .limit(_MOST)
        )
        return tuple(StrandedLetter(letter_of(r), r.since) for r in rows)

    async def tried(self, letter: Letter) -> frozenset[Chat]:
        """Return the chats by which a message went, or should have gone."""
        first = letter.instead_of or letter.id
        rows = await self._conn.execute(
            select(OutboxRow.channel, OutboxRow.account, OutboxRow.chat).where(
                (OutboxRow.id == first) | (OutboxRow.instead_of == first)
            )
        )
        return frozenset(Chat(*row) for row in rows)

    async def settle(
        self, letter: Letter, now: datetime, state: Delivery, error: str | None = None
    ) -> bool:
        """Note what became of a message that stands as it did; False when another was faster."""
        values: dict[str, Any] = {"state": state.value, "seen_to_at": now}
        if error is not None:
            values["error"] = error[:500]
        done = await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.id == letter.id, OutboxRow.state == letter.state.value)
            .where(OutboxRow.seen_to_at.is_(None))
            .values(**values)
        )
        return done.rowcount == 1

    async def see_to(self, letter_ids: Iterable[int], now: datetime) -> None:
        """Note that nothing has to be done about these."""
        await self._conn.execute(
            update(OutboxRow).where(OutboxRow.id.in_(list(letter_ids))).values(seen_to_at=now)
        )


def is_withdrawn(letter: Letter) -> bool:
    """Return whether a message was not sent because nobody needs it any more."""
    return letter.state is Delivery.EXPIRED and letter.error == WITHDRAWN
