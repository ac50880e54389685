"""The account's tokens: always one good one, and never two uses of one refresh token.

Whoever renews marks the row first and commits; the new pair is committed before it is used; what
has begun is not cancelled with the message that asked for it. When the process dies between
Zalo's answer and the commit the pair is lost, and Zalo refuses the old one: then an administrator
has to authorise anew, and is told so.
"""

import asyncio
import hashlib
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.channels.zalo_oa.address import NAME
from bot.channels.zalo_oa.errors import OaError, Trouble
from bot.channels.zalo_oa.oauth import OAuth
from data.errors import StoreDownError
from data.store.channel_tokens import KeptPair, Pair, PairState
from data.store.unit_of_work import Store

RENEW_AFTER = timedelta(hours=8)
"""An access token lasts 25 hours: two renewals may fail before anybody notices."""
LEASE = timedelta(seconds=60)
"""Longer than a call can take: whoever claimed the pair before is dead after that."""
AGAIN_AFTER = timedelta(minutes=10)
"""Between tries with a refresh token that was refused: which codes mean for ever is not known."""
_NO_ANSWER = (Trouble.UNCERTAIN, Trouble.STRANGE_ANSWER, Trouble.THROTTLED)
_ENDS_SOON = timedelta(minutes=2)
_LOOKS, _LOOK_EVERY = 40, 0.1
_CLOSING = 20.0
_log = logging.getLogger(__name__)


class Tokens:
    """The tokens of one account, shared by every process through the database."""

    def __init__(
        self, store: Store, oauth: OAuth, account: str, first: SecretStr | None = None
    ) -> None:
        """`first` is a refresh token given by hand; another than last time replaces what is kept."""
        self._store = store
        self._oauth = oauth
        self._account = account
        self._first = first.get_secret_value() if first else ""
        self._seed = hashlib.sha256(self._first.encode()).hexdigest() if self._first else ""
        self._renewing: asyncio.Task[str] | None = None
        self._unsaved: tuple[str, Pair] | None = None
        """The refresh token that was used, and the pair that could not be committed."""
        self._refused_at: datetime | None = None

    async def kept(self, now: datetime) -> KeptPair | None:
        """Return what is kept, the token given by hand included. Raises StoreDownError."""
        async with self._store.read() as unit:
            kept = await unit.channel_tokens.get(NAME, self._account)
        if not self._first or (kept is not None and kept.seed == self._seed):
            return kept
        async with self._store.write() as unit:
            await unit.channel_tokens.put(
                NAME,
                self._account,
                Pair("", self._first, now),
                now,
                seed=self._seed,
                seen=kept.version if kept else None,
            )
            return await unit.channel_tokens.get(NAME, self._account)

    async def access(self, now: datetime, *, after: str | None = None) -> str:
        """Return a good access token; `after` is one that Zalo refused. Raises OaError."""
        kept = await self.kept(now)
        if kept is not None and _is_usable(kept, now, after):
            return kept.pair.access
        return await self._renewed(now, after)

    async def keep_fresh(self, now: datetime) -> None:
        """Renew the pair when it is time. Raises OaError, StoreDownError."""
        kept = await self.kept(now)
        if kept is None:
            raise OaError(Trouble.NOT_CONNECTED)
        if self._unsaved or kept.state is not PairState.GOOD or is_due(kept, now):
            await self._renewed(now, kept.pair.access)

    async def take(self, pair: Pair, now: datetime) -> None:
        """Keep a pair that an administrator has just authorised. Raises StoreDownError."""
        async with self._store.write() as unit:
            kept = await unit.channel_tokens.get(NAME, self._account)
            await unit.channel_tokens.put(
                NAME, self._account, pair, now, seed=self._seed, seen=kept.version if kept else None
            )
        self._unsaved = self._refused_at = None

    async def close(self) -> None:
        """Let a renewal that has begun end: its answer must not be lost."""
        if self._renewing is not None and not self._renewing.done():
            with suppress(Exception):
                await asyncio.wait_for(asyncio.shield(self._renewing), _CLOSING)

    async def _renewed(self, now: datetime, after: str | None) -> str:
        """Return a token of a pair newer than `after`; all who ask meanwhile share one renewal."""
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew(now, after))
            self._renewing.add_done_callback(_seen)
        return await asyncio.shield(self._renewing)

    async def _renew(self, now: datetime, after: str | None) -> str:
        if self._unsaved is not None:
            return await self._save(*self._unsaved, now)
        kept = await self.kept(now)
        if kept is None:
            raise OaError(Trouble.NOT_CONNECTED)
        if _is_usable(kept, now, after):
            return kept.pair.access  # another process was faster
        if kept.state is PairState.REFUSED and not self._may_try_again(now):
            raise OaError(Trouble.TOKEN_REFUSED, kept.error or "")
        async with self._store.write() as unit:
            is_ours = await unit.channel_tokens.claim(NAME, self._account, kept, now + LEASE, now)
            claimed = await unit.channel_tokens.get(NAME, self._account)
        if not is_ours or claimed is None:
            return await self._of_another(now, after)
        return await self._use_up(claimed, now)

    async def _use_up(self, claimed: KeptPair, now: datetime) -> str:
        """Ask for a new pair, and keep it. Only here a refresh token is used."""
        used = claimed.pair.refresh
        try:
            pair = await self._oauth.refresh(used, now)
        except OaError as error:
            await self._give_back(claimed, error, now)
            if error.trouble is Trouble.SAID_NO:
                raise OaError(Trouble.TOKEN_REFUSED, f"error {error.code}") from None
            if error.trouble is Trouble.UNCERTAIN:
                # Of the token, not of a message: that was not sent yet.
                raise OaError(Trouble.BUSY, error.detail) from None
            raise
        self._refused_at = None
        return await self._save(used, pair, now)

    async def _save(self, used: str, pair: Pair, now: datetime) -> str:
        self._unsaved = (used, pair)
        try:
            async with self._store.write() as unit:
                kept = await unit.channel_tokens.get(NAME, self._account)
                # Whoever took the claim over meanwhile can only have been refused.
                if kept is not None and kept.pair.refresh == used:
                    await unit.channel_tokens.renewed(
                        NAME, self._account, pair, now, claimed=kept.version
                    )
                elif kept is not None:
                    pair = kept.pair  # given by hand meanwhile
        except StoreDownError:
            _log.error("the new token of Zalo OA %s could not be kept yet", self._account)
            raise OaError(Trouble.BUSY, "the new token could not be kept yet") from None
        self._unsaved = None
        return pair.access

    async def _give_back(self, claimed: KeptPair, error: OaError, now: datetime) -> None:
        was_refused = error.trouble is Trouble.SAID_NO
        if was_refused:
            self._refused_at = now
            _log.error("Zalo refuses the refresh token of OA %s: %s", self._account, error.code)
        with suppress(StoreDownError):  # the lease ends by itself
            async with self._store.write() as unit:
                await unit.channel_tokens.not_renewed(
                    NAME,
                    self._account,
                    PairState.REFUSED if was_refused else PairState.GOOD,
                    str(error),
                    claimed=claimed.version,
                    unsure=claimed.is_unsure or error.trouble in _NO_ANSWER,
                )

    async def _of_another(self, now: datetime, after: str | None) -> str:
        """Wait until whoever renews has a new pair."""
        for _ in range(_LOOKS):
            await asyncio.sleep(_LOOK_EVERY)
            kept = await self.kept(now)
            if kept is not None and kept.state is not PairState.RENEWING:
                if _is_usable(kept, now, after):
                    return kept.pair.access
                break
        raise OaError(Trouble.BUSY)

    def _may_try_again(self, now: datetime) -> bool:
        return self._refused_at is None or now - self._refused_at >= AGAIN_AFTER


def is_due(kept: KeptPair, now: datetime) -> bool:
    """Return whether it is time to renew a pair."""
    return now - kept.renewed_at >= RENEW_AFTER or kept.pair.expires_at - now <= _ENDS_SOON


def _is_usable(kept: KeptPair, now: datetime, after: str | None) -> bool:
    access = kept.pair.access
    return bool(access) and access != after and kept.pair.expires_at - now > _ENDS_SOON


def _seen(task: asyncio.Task[str]) -> None:
    """Look at what a renewal ended with: whoever asked for it may be gone."""
    if not task.cancelled():
        task.exception()
