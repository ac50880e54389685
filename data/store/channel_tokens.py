"""The tokens of accounts whose platform gives a new pair for each old one.

A refresh token is good for one use, so who renews first marks the row as theirs, commits, and only
then asks; the new pair is committed before it is used. Every change names the version that its
maker saw: of two processes one changes nothing, and learns so.

The database's file and its copies hold the tokens: `keep_private` lets only their owner read them.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from data.store.models import ChannelTokenRow
from data.store.sql import Repository, insert_once

_SIDE_FILES = ("", "-wal", "-shm")


class PairState(StrEnum):
    """How a pair stands."""

    GOOD = "good"
    RENEWING = "renewing"
    REFUSED = "refused"  # the platform takes its refresh token no more: authorise anew


@dataclass(frozen=True, slots=True)
class Pair:
    """What a platform gives: shown by no `repr`."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class KeptPair:
    """A pair as it is kept."""

    pair: Pair
    renewed_at: datetime
    version: int
    state: PairState
    lease_until: datetime | None
    is_unsure: bool
    """The refresh token was shown before without an answer: it may be used up."""
    error: str | None
    seed: str
    """SHA-256 of the first refresh token given by hand."""


class ChannelTokens(Repository):
    """Tokens by (channel, account)."""

    async def get(self, channel: str, account: str) -> KeptPair | None:
        """Return the pair of an account."""
        rows = await self._conn.execute(
            select(
                ChannelTokenRow.access_token,
                ChannelTokenRow.refresh_token,
                ChannelTokenRow.expires_at,
                ChannelTokenRow.renewed_at,
                ChannelTokenRow.version,
                ChannelTokenRow.state,
                ChannelTokenRow.lease_until,
                ChannelTokenRow.is_unsure,
                ChannelTokenRow.error,
                ChannelTokenRow.seed,
            ).where(ChannelTokenRow.channel == channel, ChannelTokenRow.account == account)
        )
        row = rows.one_or_none()
        if row is None:
            return None
        access, refresh, expires_at, renewed_at, version, state, *rest = row
        pair = Pair(access, refresh, expires_at)
        return KeptPair(pair, renewed_at, version, PairState(state), *rest)

    async def put(
        self, channel: str, account: str, pair: Pair, now: datetime, *, seed: str, seen: int | None
    ) -> bool:
        """Keep a pair that was given by hand; False when somebody changed it since `seen`.

        `seen` is the version that was there, None when there was none.
        """
        values = {**_good(pair, now), "seed": seed, "version": (seen or 0) + 1}
        if seen is not None:
            return await self._change(channel, account, seen, values)
        whole = {"channel": channel, "account": account, **values}
        made = await self._conn.execute(insert_once(self._conn, ChannelTokenRow, whole))
        return made.rowcount == 1

    async def claim(
        self, channel: str, account: str, seen: KeptPair, until: datetime, now: datetime
    ) -> bool:
        """Mark a pair as being renewed by us; False when another does, or has.

        Whoever claimed it before and never ended is dead: what it asked may have used the token up.
        """
        is_free = seen.state is not PairState.RENEWING
        if not is_free and seen.lease_until is not None and seen.lease_until > now:
            return False
        values = {
            "state": PairState.RENEWING.value,
            "lease_until": until,
            "is_unsure": seen.is_unsure or not is_free,
            "version": seen.version + 1,
        }
        return await self._change(channel, account, seen.version, values)

    async def renewed(
        self, channel: str, account: str, pair: Pair, now: datetime, *, claimed: int
    ) -> bool:
        """Keep the new pair in the place of the one that we claimed."""
        values = {**_good(pair, now), "version": claimed + 1}
        return await self._change(channel, account, claimed, values)

    async def not_renewed(
        self,
        channel: str,
        account: str,
        state: PairState,
        error: str,
        *,
        claimed: int,
        unsure: bool,
    ) -> bool:
        """Give the pair back as it was, and say why there is no new one."""
        values = {
            "state": state.value,
            "lease_until": None,
            "is_unsure": unsure,
            "error": error[:200],
            "version": claimed + 1,
        }
        return await self._change(channel, account, claimed, values)

    async def _change(self, channel: str, account: str, seen: int, values: dict[str, Any]) -> bool:
        done = await self._conn.execute(
            update(ChannelTokenRow)
            .where(ChannelTokenRow.channel == channel, ChannelTokenRow.account == account)
            .where(ChannelTokenRow.version == seen)
            .values(**values)
        )
        return done.rowcount == 1


def keep_private(engine: AsyncEngine) -> None:
    """Let only its owner read the file of an SQLite database, and the files beside it."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    for end in _SIDE_FILES:
        with suppress(FileNotFoundError):
            Path(f"{engine.url.database}{end}").chmod(0o600)


def _good(pair: Pair, now: datetime) -> dict[str, Any]:
    return {
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "expires_at": pair.expires_at,
        "renewed_at": now,
        "state": PairState.GOOD.value,
        "lease_until": None,
        "is_unsure": False,
        "error": None,
    }
