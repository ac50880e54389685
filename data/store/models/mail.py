"""Inbox, outbox, dialog state, and the transcript of the web chat."""

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant
from data.store.types import Json


def _while(state: str) -> dict[str, Any]:
    return _where(f"state = '{state}'")


def _where(condition: str) -> dict[str, Any]:
    where = text(condition)
    return {"sqlite_where": where, "postgresql_where": where}


class InboxRow(Base):
    """A raw update, committed before it is acknowledged to its platform."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "external_id"),
        Index("ix_inbox_new", "id", **_while("new")),
        Index("ix_inbox_bad", "received_at", **_while("bad")),
    )
    id: Mapped[Id]
    channel: Mapped[str]
    account: Mapped[str]
    chat: Mapped[str]
    external_id: Mapped[str]
    album: Mapped[str | None]
    """Pictures sent as one come as many updates: they are handled together."""
    raw: Mapped[dict[str, Any]] = mapped_column(Json)
    received_at: Mapped[Instant]
    state: Mapped[str]
    """new, done, bad (set aside: it can block nobody)."""
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]


class OutboxRow(Base):
    """A rendered message on its way. `key` is why a tick run twice cannot send twice."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_ready", "channel", "account", "lane", "due_at", "id", **_while("ready")),
        Index(
            "ix_outbox_tried",
            "channel",
            "account",
            "lane",
            "chat",
            **_where("state = 'ready' AND error IS NOT NULL"),
        ),
        Index("ix_outbox_expiring", "expires_at", **_while("ready")),
        Index("ix_outbox_sending", "lease_until", **_while("sending")),
        Index(
            "ix_outbox_trouble",
            "ward_id",
            "id",
            **_where("state IN ('uncertain', 'dead') AND settled_at IS NULL"),
        ),
        Index("ix_outbox_sent", "ward_id", "sent_at", **_where("sent_at IS NOT NULL")),
        Index("ix_outbox_used", "channel", "account", "sent_at", **_where("sent_at IS NOT NULL")),
        Index(
            "ix_outbox_stranded",
            "ward_id",
            "id",
            **_where("state IN ('dead', 'expired', 'uncertain') AND seen_to_at IS NULL"),
        ),
        Index("ix_outbox_calls", "ward_id", "id", **_where("kind = 'review'")),
        Index("ix_outbox_held", "ward_id", "id", **_while("held")),
        Index(None, "ward_id", "person_id"),
        Index(
            "ix_outbox_shown",
            "channel",
            "account",
            "chat",
            "external_id",
            **_where("external_id IS NOT NULL"),
        ),
    )
    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("wards.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str]
    account: Mapped[str]
    chat: Mapped[str]
    kind: Mapped[str]
    lane: Mapped[str]
    text: Mapped[str]
    choices: Mapped[list[dict[str, str]]] = mapped_column(Json)
    files: Mapped[list[dict[str, str]]] = mapped_column(Json)
    must_arrive: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    due_at: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Instant | None]
    external_id: Mapped[str | None]
    error: Mapped[str | None]
    sent_at: Mapped[Instant | None]
    settled_at: Mapped[Instant | None]
    """When the lead office let it rest: it is uncertain or dead as before, and listed no more."""
    is_resend: Mapped[bool] = mapped_column(default=False)
    """It may have arrived before: the person is told that it comes again."""
    card: Mapped[str] = mapped_column(default="")
    """What it shows: its next state takes its place where the platform can edit."""
    edits_id: Mapped[int | None] = mapped_column(index=True)
    """The row of the message whose place it takes; it waits until that one is sent."""
    keyboard: Mapped[str] = mapped_column(default="")
    reacts_to: Mapped[str] = mapped_column(default="")
    instead_of: Mapped[int | None] = mapped_column(index=True)
    """The row of the first of the messages that say this: it could not go by that one's chat."""
    seen_to_at: Mapped[Instant | None]
    """When it was seen to that somebody learns of it: by another chat, or by being called."""


class OutboxMentionRow(Base):
    """Which occurrences a sent message spoke of."""

    __tablename__ = "outbox_mentions"
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(
        ForeignKey("occurrences.id"), primary_key=True, index=True
    )


class DialogRow(Base):
    """Where a chat stands: survives restarts because it is committed with its effects."""

    __tablename__ = "dialogs"
    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    menu: Mapped[list[str]] = mapped_column(Json)
    """Values of the choices last shown, so that a typed "1" means the first of them."""
    menu_until: Mapped[Instant | None]
    expires_at: Mapped[Instant | None]


class SpentQuotaRow(Base):
    """A platform said that an account sends no more in this month."""

    __tablename__ = "spent_quotas"
    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    """2026-06, by the local calendar."""
    since: Mapped[Instant]


class WebMessageRow(Base):
    """The transcript that a browser shows: the web chat's platform side."""

    __tablename__ = "web_messages"
    __table_args__ = (Index(None, "chat", "id"),)
    id: Mapped[Id]
    chat: Mapped[str]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), unique=True)
    """Set for ours; delivering the same outbox row twice shows it once."""
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), unique=True)
    """Set for theirs."""
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    shown_at: Mapped[Instant]
