"""Inbox and dialog state: what was said to us, and where each chat stands."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Row, Select, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from data.domain.messages import Chat
from data.store.models import DialogRow, InboxRow
from data.store.sql import Repository, in_state, one_insert_once, table_of


@dataclass(frozen=True, slots=True)
class Received:
    """A raw update out of the inbox."""

    id: int
    chat: Chat
    external_id: str
    raw: dict[str, Any]
    received_at: datetime
    attempts: int
    album: str | None = None
    """Pictures sent as one come as many updates: they are handled together."""


# Every message asks these: made once, since building a statement costs more than running it.
_INBOX: Select[*tuple[Any, ...]] = select(
    InboxRow.id,
    InboxRow.channel,
    InboxRow.account,
    InboxRow.chat,
    InboxRow.external_id,
    InboxRow.raw,
    InboxRow.received_at,
    InboxRow.attempts,
    InboxRow.album,
)
_TAKE = _INBOX.where(
    InboxRow.id == bindparam("inbox_id"), in_state(InboxRow.state, "new")
).with_for_update(skip_locked=True)
_DONE = update(InboxRow).where(InboxRow.id == bindparam("inbox_id")).values(state="done")
_DIALOG = select(
    DialogRow.conversation,
    DialogRow.data,
    DialogRow.expires_at,
    DialogRow.menu,
    DialogRow.menu_until,
).where(
    DialogRow.channel == bindparam("channel"),
    DialogRow.account == bindparam("account"),
    DialogRow.chat == bindparam("chat"),
)


class Inbox(Repository):
    """Raw updates, committed before they are acknowledged to their platform."""

    async def add(
        self,
        chat: Chat,
        external_id: str,
        raw: dict[str, Any],
        now: datetime,
        *,
        album: str | None = None,
    ) -> int | None:
        """Store an update and return its id; None if it was stored before."""
        row = await self._conn.execute(
            one_insert_once(self._conn.dialect.name, InboxRow),
            {
                "channel": chat.channel,
                "account": chat.account,
                "chat": chat.chat,
                "external_id": external_id,
                "album": album,
                "raw": raw,
                "received_at": now,
                "state": "new",
                "attempts": 0,
            },
        )
        return row.scalar_one_or_none()

    async def find(self, chat: Chat, external_id: str) -> int | None:
        """Return the id of an update received before."""
        row = await self._conn.execute(
            select(InboxRow.id).where(
                InboxRow.channel == chat.channel,
                InboxRow.account == chat.account,
                InboxRow.external_id == external_id,
            )
        )
        return row.scalar_one_or_none()

    async def waiting(self, limit: int = 500) -> tuple[Received, ...]:
        """Return updates not handled yet, oldest first."""
        rows = await self._conn.execute(
            _INBOX.where(in_state(InboxRow.state, "new")).order_by(InboxRow.id).limit(limit)
        )
        return tuple(_received(r) for r in rows)

    async def take(self, inbox_id: int) -> Received | None:
        """Return an update for handling in this transaction; None if it was handled already.

        On PostgreSQL the row is locked, and skipped when another process has it.
        """
        rows = await self._conn.execute(_TAKE, {"inbox_id": inbox_id})
        row = rows.one_or_none()
        return _received(row) if row else None

    async def mark_done(self, inbox_id: int) -> None:
        """Mark an update handled, together with its effects."""
        await self._conn.execute(_DONE, {"inbox_id": inbox_id})

    async def handle_again(self, chat: Chat, inbox_ids: Iterable[int]) -> None:
        """Let updates of a chat that were handled be handled once more."""
        await self._conn.execute(
            update(InboxRow)
            .where(InboxRow.id.in_(list(inbox_ids)), in_state(InboxRow.state, "done"))
            .where(InboxRow.channel == chat.channel, InboxRow.account == chat.account)
            .where(InboxRow.chat == chat.chat)
            .values(state="new")
        )

    async def mark_failed(self, inbox_id: int, error: str, *, max_attempts: int = 3) -> bool:
        """Count a failure; after `max_attempts` the update is set aside. Returns whether it is."""
        row = await self._conn.execute(
            update(InboxRow)
            .where(InboxRow.id == inbox_id)
            .values(attempts=InboxRow.attempts + 1, error=error[:500])
            .returning(InboxRow.attempts)
        )
        if row.scalar_one() < max_attempts:
            return False
        await self._conn.execute(
            update(InboxRow).where(InboxRow.id == inbox_id).values(state="bad")
        )
        return True


def _received(row: Row[Any]) -> Received:
    return Received(
        row.id,
        Chat(row.channel, row.account, row.chat),
        row.external_id,
        row.raw,
        row.received_at,
        row.attempts,
        row.album,
    )


@dataclass(frozen=True, slots=True)
class DialogState:
    """Where a chat stands."""

    conversation: str | None
    data: dict[str, Any]
    expires_at: datetime | None
    menu: tuple[str, ...] = ()
    """Values of the choices last shown, in order: written by the outbox when it shows them."""
    aside: "DialogState | None" = None
    """What another conversation waits for meanwhile: it counts again once this one is over."""

    def data_of(self, conversation: str) -> dict[str, Any]:
        """Return what a conversation keeps here, before or beside another; empty when it does not."""
        if conversation == self.conversation:
            return self.data
        return self.aside.data_of(conversation) if self.aside else {}


class Dialogs(Repository):
    """The state of every chat."""

    async def get(self, chat: Chat, now: datetime) -> DialogState:
        """Return where the chat stands; what has expired counts as none."""
        rows = await self._conn.execute(_DIALOG, asdict(chat))
        row = rows.one_or_none()
        if row is None:
            return DialogState(None, {}, None)
        menu = tuple(row.menu) if row.menu_until and row.menu_until > now else ()
        state = _unpacked(row.conversation, row.data, row.expires_at)
        if _is_over(state, now) and state.aside is not None:
            state = state.aside
        if _is_over(state, now):
            return DialogState(None, {}, None, menu)
        return replace(state, menu=menu)

    async def save(self, chat: Chat, state: DialogState) -> None:
        """Replace where the chat stands; the menu that was shown before no longer counts."""
        aside, until = state.aside, [state.expires_at]
        data = state.data
        if aside is not None:
            until.append(aside.expires_at)
            own = state.expires_at.isoformat() if state.expires_at else None
            data = {**data, _ASIDE: {**_packed(aside), "until_then": own}}
        await set_dialog(
            self._conn,
            chat,
            conversation=state.conversation,
            data=data,
            # The row is swept away when nothing of it counts any more.
            expires_at=None if None in until else max(u for u in until if u),
            menu=[],
            menu_until=None,
        )

    async def end(self, chat: Chat) -> None:
        """End what the chat waits for; a menu that was shown in this very turn goes on counting."""
        await set_dialog(self._conn, chat, conversation=None, data={}, expires_at=None)

    async def forget_expired(self, now: datetime) -> int:
        """Drop the states that say nothing any more; returns how many."""
        over = (DialogRow.expires_at <= now) | (
            DialogRow.expires_at.is_(None) & DialogRow.conversation.is_(None)
        )
        no_menu = DialogRow.menu_until.is_(None) | (DialogRow.menu_until <= now)
        done = await self._conn.execute(delete(DialogRow).where(over, no_menu))
        return done.rowcount

    async def forget(self, chat: Chat) -> None:
        """Drop the state of a chat."""
        await self._conn.execute(delete(DialogRow).where(*_at(chat)))


_ASIDE = "aside"
"""Under this name what is put aside stands among what the conversation of a chat keeps."""


def _packed(state: DialogState) -> dict[str, Any]:
    until = state.expires_at.isoformat() if state.expires_at else None
    return {"conversation": state.conversation, "data": state.data, "until": until}


def _unpacked(
    conversation: str | None, data: dict[str, Any], expires_at: datetime | None
) -> DialogState:
    aside = data.get(_ASIDE)
    if aside is None:
        return DialogState(conversation, data, expires_at)
    own = {name: value for name, value in data.items() if name != _ASIDE}
    before = DialogState(aside["conversation"], aside["data"], _instant(aside["until"]))
    return DialogState(conversation, own, _instant(aside["until_then"]), aside=before)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _is_over(state: DialogState, now: datetime) -> bool:
    return state.expires_at is not None and state.expires_at <= now


def _at(chat: Chat) -> tuple[ColumnElement[bool], ...]:
    return (
        DialogRow.channel == chat.channel,
        DialogRow.account == chat.account,
        DialogRow.chat == chat.chat,
    )


async def set_dialog(conn: AsyncConnection, chat: Chat, **values: Any) -> None:
    """Write these columns of where a chat stands."""
    statement = _write_dialog(conn.dialect.name, tuple(values))
    await conn.execute(statement, {"data": {}, "menu": [], **values, **asdict(chat)})


@cache
def _write_dialog(dialect: str, columns: tuple[str, ...]) -> Insert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table = table_of(DialogRow)
    put = make(table)
    return put.on_conflict_do_update(
        index_elements=[table.c.channel, table.c.account, table.c.chat],
        set_={name: put.excluded[name] for name in columns},
    )
