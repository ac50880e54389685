"""The outbox's way out: taken, sent, put back, never twice as if nothing had happened."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, select, tuple_, update
from sqlalchemy.orm import aliased

from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingMessage
from data.domain.retry import BACKOFF
from data.store.letters import columns_of, letter_of, letters
from data.store.models import OutboxRow
from data.store.sql import Repository, in_state, insert_once
from data.store.types import UtcDateTime

Account = tuple[str, str]
"""Channel and account."""
_LOOKED_AT = 8
"""Rows looked at for each one taken, when no two may go to one chat."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one look at the outbox shows."""

    is_due: bool
    """Something can be taken."""
    is_unsettled: bool
    """Something expired, or was being sent when its process died."""


class Deliveries(Repository):
    """Messages being sent."""

    async def look(
        self, account: Account, lane: Lane, now: datetime, busy: Collection[str] = ()
    ) -> Waiting:
        """Return what there is to do for a lane of an account, but for the chats that are busy."""
        row = (await self._conn.execute(_LOOK, _bound(account, lane, now, busy))).one()
        return Waiting(*map(bool, row))

    async def settle(self, now: datetime, safe: Collection[Account] = ()) -> None:
        """Decide about what was being sent when its process died, then mark what has expired.

        `safe` are the accounts where sending twice shows a message once.
        """
        # A message whose lease ran out was being sent when its process died: it may have arrived.
        overrun = update(OutboxRow).where(
            in_state(OutboxRow.state, Delivery.SENDING), OutboxRow.lease_until <= now
        )
        again = overrun.where(OutboxRow.attempts < BACKOFF.tries)
        error = "the process ended while sending"
        ready = {"state": Delivery.READY.value, "lease_until": None, "error": error}
        is_safe = tuple_(OutboxRow.channel, OutboxRow.account).in_(safe)
        shows_once = _EDITS_WHAT_IS_SHOWN | (OutboxRow.reacts_to != "")
        await self._conn.execute(again.where(is_safe | shows_once).values(**ready))
        await self._conn.execute(
            again.where(OutboxRow.must_arrive, ~OutboxRow.is_resend).values(**ready, is_resend=True)
        )
        await self._conn.execute(
            overrun.values(state=Delivery.UNCERTAIN.value, lease_until=None, error=error)
        )
        # Last, so that what has just come back is not left waiting past its hour.
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.expires_at <= now)
            .values(state=Delivery.EXPIRED.value)
        )

    async def claim(
        self,
        account: Account,
        lane: Lane,
        now: datetime,
        *,
        limit: int = 20,
        lease: timedelta = timedelta(seconds=60),
        busy: Collection[str] = (),
        one_a_chat: bool = False,
    ) -> tuple[Letter, ...]:
        """Take due messages of one lane of an account for sending, the oldest first.

        They are `sending` once this transaction commits, which must be before any network call.
        Nothing is taken to the chats that are `busy`, and with `one_a_chat` at most one message to
        each chat. What was put back goes before all else in its chat and lane, and until it is due
        nothing goes there. An edit of a message that never came to be sent is a message of its own
        from now on.
        """
        room = limit * _LOOKED_AT if one_a_chat else limit
        bound = {**_bound(account, lane, now, busy), "room": room}
        found = (await self._conn.execute(_TAKE, bound)).all()
        if one_a_chat:
            found = list({row.chat: row for row in reversed(found)}.values())[::-1]
        taken = found[:limit]
        if not taken:
            return ()
        ids = [row.id for row in taken]
        await self._conn.execute(_START, {"ids": ids, "until": now + lease})
        if edits := [row.id for row in taken if row.edits_id is not None]:
            await self._conn.execute(_STAND_ALONE, {"ids": edits})
        rows = await self._conn.execute(_TAKEN, {"ids": ids})
        return tuple(letter_of(r) for r in rows)

    async def prolong(self, letters: Iterable[Letter], until: datetime) -> None:
        """Let what was taken be on its way for longer."""
        taken = update(OutboxRow).where(OutboxRow.id.in_([x.id for x in letters]))
        await self._conn.execute(taken.values(lease_until=until))

    async def mark_sent(self, outbox_id: int, external_id: str, now: datetime) -> None:
        """Record the platform's id of the message: only now is it sent."""
        await self._conn.execute(
            _SENT, {"outbox_id": outbox_id, "known_as": external_id, "at": now}
        )

    async def mark(self, outbox_id: int, state: Delivery, error: str) -> None:
        """Record that a message being sent is uncertain or dead, and why."""
        await self._finish(outbox_id, state=state.value, error=error[:500])

    async def put_back(
        self,
        outbox_id: int,
        due_at: datetime,
        error: str,
        *,
        counts: bool = True,
        is_resend: bool = False,
        is_edit: bool = True,
    ) -> None:
        """Queue a message being sent again; nothing in its chat and lane overtakes it.

        It was provably not sent, or `is_resend` says that it may arrive twice. Without `counts`
        the attempt does not wear the message out: it was not the message's fault. With `is_edit`
        False it takes no other message's place any more.
        """
        values: dict[str, Any] = {} if counts else {"attempts": OutboxRow.attempts - 1}
        if is_resend:
            values["is_resend"] = True
        if not is_edit:
            values["edits_id"] = None
        await self._finish(
            outbox_id, state=Delivery.READY.value, due_at=due_at, error=error[:500], **values
        )

    async def untake(self, letters: Iterable[Letter]) -> None:
        """Give back messages that were taken and never begun: as if they had not been taken."""
        await self._conn.execute(_UNTAKE, {"ids": [letter.id for letter in letters]})

    async def follow(self, chat: Chat, moved_to: str) -> None:
        """Send what waits for a group to its new address."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), *_in_chat(chat))
            .values(chat=moved_to)
        )

    async def give_up(self, chat: Chat, error: str) -> None:
        """Record that what waits for a chat will never be sent: it takes nothing any more."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), *_in_chat(chat))
            .values(state=Delivery.DEAD.value, error=error[:500])
        )

    async def split(self, letter: Letter, parts: Sequence[OutgoingMessage]) -> None:
        """Make one message being sent into several.

        The first keeps its row and what it mentions; the others follow with keys of their own.
        All come before whatever was queued after the whole, and what edits the whole edits the
        last.
        """
        row = (
            await self._conn.execute(select(OutboxRow.__table__).where(OutboxRow.id == letter.id))
        ).one()
        columns = {k: v for k, v in row._mapping.items() if k != "id"}
        due_at = letter.due_at - timedelta(microseconds=1)
        fresh = {"state": Delivery.READY.value, "attempts": 0, "lease_until": None}
        first, *others = parts
        # What is split again is shorter than it was: its parts are not taken for those before.
        key = f"{letter.key}/{len(letter.message.text)}"
        for number, message in enumerate(others, start=2):
            own = {"key": f"{key}.{number}", "due_at": due_at, "edits_id": None}
            part = {**columns, **fresh, **own, **columns_of(message)}
            await self._conn.execute(insert_once(self._conn, OutboxRow, part))
        last = select(OutboxRow.id).where(OutboxRow.key == f"{key}.{len(parts)}")
        await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.edits_id == letter.id)
            .values(edits_id=(await self._conn.execute(last)).scalar_one())
        )
        await self._finish(
            letter.id,
            state=Delivery.READY.value,
            due_at=due_at,
            attempts=OutboxRow.attempts - 1,
            **columns_of(first),
        )

    async def _finish(self, outbox_id: int, **values: Any) -> None:
        # Only while it is being sent: whoever comes after the lease finds it settled by another.
        await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id, in_state(OutboxRow.state, Delivery.SENDING))
            .values(lease_until=None, **values)
        )


# The statements of every delivery are made once: building one takes longer than running it.

_now = bindparam("now", type_=UtcDateTime())
_ids: BindParameter[int] = bindparam("ids", expanding=True)
_edited = aliased(OutboxRow)
_EDITS_WHAT_IS_SHOWN = exists().where(
    _edited.id == OutboxRow.edits_id, _edited.external_id.is_not(None)
)


def _bound(account: Account, lane: Lane, now: datetime, busy: Collection[str]) -> dict[str, object]:
    channel, name = account
    own = {"in_channel": channel, "in_account": name, "in_lane": lane.value}
    return {**own, "now": now, "busy": list(busy)}


def _ready_in_lane(row: type[OutboxRow]) -> tuple[ColumnElement[bool], ...]:
    return (
        in_state(row.state, Delivery.READY),
        row.channel == bindparam("in_channel"),
        row.account == bindparam("in_account"),
        row.lane == bindparam("in_lane"),
    )


def _due() -> tuple[ColumnElement[bool], ...]:
    """Return what makes a message one to be taken now."""
    is_awaited = exists().where(
        _edited.id == OutboxRow.edits_id,
        _edited.state.in_([Delivery.READY.value, Delivery.SENDING.value]),
    )
    tried = aliased(OutboxRow)
    put_back = select(tried.chat).where(*_ready_in_lane(tried), tried.error.is_not(None))
    return (
        *_ready_in_lane(OutboxRow),
        OutboxRow.due_at <= _now,
        OutboxRow.expires_at.is_(None) | (OutboxRow.expires_at > _now),
        OutboxRow.chat.not_in(bindparam("busy", expanding=True)),
        OutboxRow.chat.not_in(put_back.where(tried.due_at > _now)),
        OutboxRow.error.is_not(None) | OutboxRow.chat.not_in(put_back),
        ~is_awaited,
    )


_EXPIRED = exists().where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.expires_at <= _now)
_OVERRUN = exists().where(
    in_state(OutboxRow.state, Delivery.SENDING), OutboxRow.lease_until <= _now
)
_LOOK = select(exists().where(*_due()), _EXPIRED | _OVERRUN)
_TAKE = (
    select(OutboxRow.id, OutboxRow.chat, OutboxRow.edits_id)
    .where(*_due())
    .order_by(OutboxRow.due_at, OutboxRow.id)
    .limit(bindparam("room"))
    .with_for_update(skip_locked=True)
)
_START = (
    update(OutboxRow)
    .where(OutboxRow.id.in_(_ids))
    .values(
        state=Delivery.SENDING.value,
        lease_until=bindparam("until", type_=UtcDateTime()),
        attempts=OutboxRow.attempts + 1,
    )
)
_STAND_ALONE = (
    update(OutboxRow).where(OutboxRow.id.in_(_ids), ~_EDITS_WHAT_IS_SHOWN).values(edits_id=None)
)
_TAKEN = letters().where(OutboxRow.id.in_(_ids)).order_by(OutboxRow.due_at, OutboxRow.id)
_SENT = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("outbox_id"))
    .values(
        state=Delivery.SENT.value,
        external_id=bindparam("known_as"),
        sent_at=bindparam("at", type_=UtcDateTime()),
        lease_until=None,
        error=None,
    )
)
_UNTAKE = (
    update(OutboxRow)
    .where(OutboxRow.id.in_(_ids), in_state(OutboxRow.state, Delivery.SENDING))
    .values(state=Delivery.READY.value, lease_until=None, attempts=OutboxRow.attempts - 1)
)


def _in_chat(chat: Chat) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.channel == chat.channel,
        OutboxRow.account == chat.account,
        OutboxRow.chat == chat.chat,
    )
