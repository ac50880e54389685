"""What runs beside the calls: the token is renewed in time, and the administrator sees what costs."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.client import Client
from bot.channels.zalo_oa.errors import OaError
from bot.channels.zalo_oa.status import State, Status, state_of
from bot.settings import ZaloOaSettings
from data.clock import Clock
from data.domain.window import Reach
from data.store.unit_of_work import Store
from data.texts import zalo_oa as words

LOOK_EVERY = 60.0
"""Seconds between looks at the token's age."""
_SOON = timedelta(minutes=30)
"""After a call with a wrong signature the sentence stands so long, unless a right one comes."""
_log = logging.getLogger(__name__)


class Keeper:
    """Keeps one account going."""

    def __init__(
        self, settings: ZaloOaSettings, store: Store, client: Client, clock: Clock
    ) -> None:
        self._settings = settings
        self._store = store
        self._client = client
        self.title = ""
        """What people find the OA by; known once Zalo has told it."""
        self._clock = clock
        self._status = Status(State.STARTING, clock())
        self._wrong_signature_at: datetime | None = None
        self.reaches: dict[Reach, int] = {}
        """How many people can be written to how."""

    @property
    def status(self) -> Status:
        """How the account stands."""
        at = self._wrong_signature_at
        if self._status.is_working and at is not None and self._clock() - at < _SOON:
            return Status(State.WRONG_SIGNATURE, at)
        return self._status

    def heard(self, *, is_signed_right: bool) -> None:
        """Note whose signature a call for our application bore."""
        self._wrong_signature_at = None if is_signed_right else self._clock()

    async def run(self) -> None:
        """Look now and then, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                _log.exception("Zalo OA %s could not be looked after", self._settings.account)
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Renew the token if it is time, and count who can be reached how. Raises StoreDownError."""
        now = self._clock()
        try:
            await self._client.tokens.keep_fresh(now)
            if not self.title:
                about = await self._client.get("/v2.0/oa/getoa", now)
                self.title = str(about.get("name") or "")
        except OaError as error:
            self._note(state_of(error, await self._client.tokens.kept(now)), now)
        else:
            self._note(State.OK, now)
        async with self._store.read() as unit:
            self.reaches = await unit.interactions.count_by_reach(
                ZaloOaChannel.name, self._settings.account, now, self._settings.free_replies
            )

    def _note(self, state: State, now: datetime) -> None:
        before = self._status
        self._status = before.becomes(state, now)
        if self._status is not before:
            level = logging.INFO if state is State.OK else logging.WARNING
            _log.log(level, "zalo oa %s: %s", self._settings.account, state)

    def notes(self, charged: int) -> list[str]:
        """Return what the administrator should know while all is well, money first."""
        paid, refused = self.reaches.get(Reach.PAID, 0), self.reaches.get(Reach.REFUSED, 0)
        found = []
        if charged:
            found.append(words.was_charged(charged))
        if paid:
            found.append(words.costs(paid) if self._settings.pays else words.will_cost(paid))
        if refused:
            found.append(words.out_of_reach(refused))
        return found
