"""Wards, agencies, people, their chats and invitations."""

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant, WardId
from data.store.types import Json


class WardRow(Base):
    __tablename__ = "wards"
    id: Mapped[Id]
    name: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(Json)
    next_code: Mapped[int] = mapped_column(default=1)
    """The next free task number."""
    log_size: Mapped[int] = mapped_column(default=0)
    """How many entries the event log has; locking this row orders the chain."""
    log_head: Mapped[str] = mapped_column(default="")
    last_alive_at: Mapped[Instant | None]
    """When the ticks last ran: how an outage is noticed."""
    outage_from: Mapped[Instant | None]
    outage_until: Mapped[Instant | None]
    """The outage that people have still to be told of; both empty when there is none."""
    created_at: Mapped[Instant]


class AgencyRow(Base):
    __tablename__ = "agencies"
    __table_args__ = (UniqueConstraint("ward_id", "name"),)
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    name: Mapped[str]
    is_group: Mapped[bool] = mapped_column(default=False)


class AgencyNameRow(Base):
    """Other spellings of an agency's name, confirmed by a person."""

    __tablename__ = "agency_names"
    __table_args__ = (UniqueConstraint("ward_id", "name"),)
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    name: Mapped[str]


class GroupMemberRow(Base):
    __tablename__ = "group_members"
    group_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)


class PersonRow(Base):
    __tablename__ = "people"
    __table_args__ = (Index(None, "ward_id", "phone"),)
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    name: Mapped[str]
    phone: Mapped[str | None]
    """Digits only, with the leading 0."""
    address: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(Json)
    is_active: Mapped[bool] = mapped_column(default=True)


class MembershipRow(Base):
    __tablename__ = "memberships"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)
    is_head: Mapped[bool] = mapped_column(default=False)


class LinkRow(Base):
    """A person's chat on a channel. Revoked ones stay, for the record."""

    __tablename__ = "links"
    __table_args__ = (Index(None, "channel", "account", "chat"),)
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    account: Mapped[str]
    chat: Mapped[str]
    linked_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    is_reachable: Mapped[bool] = mapped_column(default=True)
    menu: Mapped[str] = mapped_column(default="")
    """Which menu of commands the chat shows; empty: the platform's default for everybody."""
    is_main: Mapped[bool] = mapped_column(default=False)
    """The person wants to be reached here first."""


class AgencyChatRow(Base):
    """A group of an agency or neighbourhood in which we speak. Revoked ones stay, for the record."""

    __tablename__ = "agency_chats"
    __table_args__ = (Index(None, "channel", "account", "chat"),)
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    channel: Mapped[str]
    account: Mapped[str]
    chat: Mapped[str]
    title: Mapped[str]
    linked_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    is_reachable: Mapped[bool] = mapped_column(default=True)


class InvitationRow(Base):
    __tablename__ = "invitations"
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    short_hash: Mapped[str | None] = mapped_column(index=True, unique=True)
    """Of the eight digits that are typed where no link leads into a chat."""
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
    needs_proof: Mapped[bool] = mapped_column(default=True)
    tries: Mapped[int] = mapped_column(default=0)
    waiting_chat: Mapped[str | None]


class WrongCodeRow(Base):
    """A short code that opened nothing, typed to one of our accounts within the last hour."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index(None, "channel", "account", "tried_at"),)
    id: Mapped[Id]
    channel: Mapped[str]
    account: Mapped[str]
    tried_at: Mapped[Instant]


class WebSessionRow(Base):
    """A signed-in browser: only the token's SHA-256 is kept."""

    __tablename__ = "web_sessions"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    ward_id: Mapped[WardId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    chat: Mapped[str]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]


class DeskLinkRow(Base):
    """A one-time way to the desk for one person: only the token's SHA-256 is kept."""

    __tablename__ = "desk_links"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    ward_id: Mapped[WardId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class ObserverRow(Base):
    """A person, of whatever ward, who may read the numbers of another ward."""

    __tablename__ = "observers"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id"), primary_key=True, index=True)
    granted_at: Mapped[Instant]
