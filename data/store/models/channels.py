"""What a channel has to remember: its tokens, and when each person last did something there."""

from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Instant


class ChannelTokenRow(Base):
    """The pair of tokens of an account on a platform. Secrets: they are nowhere else."""

    __tablename__ = "channel_tokens"
    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    access_token: Mapped[str]
    refresh_token: Mapped[str]
    """Good for one use."""
    expires_at: Mapped[Instant]
    """When the access token ends."""
    renewed_at: Mapped[Instant]
    version: Mapped[int]
    """Counts the changes: who changes a row names the version that they saw."""
    state: Mapped[str]
    """good, renewing, refused."""
    lease_until: Mapped[Instant | None]
    """Until when whoever renews may take; after that they are dead."""
    is_unsure: Mapped[bool] = mapped_column(default=False)
    """The refresh token was shown once without an answer: it may be used up."""
    error: Mapped[str | None]
    seed: Mapped[str] = mapped_column(default="")
    """SHA-256 of the first refresh token that was given by hand: another one replaces the pair."""


class InteractionRow(Base):
    """When a chat's person last did something: what may be sent to them depends on it."""

    __tablename__ = "interactions"
    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    sent_free: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[Instant | None]
    """When the platform itself was last asked for it."""
