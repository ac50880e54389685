"""The Zalo Official Account of an installation, as the rest of the application sees it."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.app.platform import Calls, Take
from bot.channels.base import Channel
from bot.settings import ZaloOaSettings
from bot.web.context import Hook
from data.clock import Clock
from data.domain.breaker import Trouble
from data.domain.trouble import AccountStatus
from data.domain.ways_in import ZaloDoor
from data.errors import SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.channel_tokens import keep_private
from data.store.unit_of_work import Store
from data.texts import zalo_oa as words
from jobs.ports import FileFetcher, Sender

if TYPE_CHECKING:
    from bot.channels.findings import Finding
    from bot.channels.zalo_oa.account import Account
    from bot.channels.zalo_oa.keeping import Keeper

HOOK_PATH = "/zalo/oa"
CONNECT_PATH = "/zalo-oa/noi"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Connection:
    """How an administrator connects the account."""

    account: "Account"
    keeper: "Keeper | None"
    clock: Clock

    @property
    def number(self) -> str:
        """The OA's id."""
        return self.account.settings.account

    @property
    def wards(self) -> frozenset[int] | None:
        """Ids of the wards that it serves; None: all."""
        return self.account.settings.wards

    def permission_url(self, back: str, verifier: str, state: str) -> str:
        """Return Zalo's page on which the administrator agrees."""
        return self.account.oauth.permission_url(back, verifier, state)

    async def connect(self, code: str, verifier: str) -> bool:
        """Keep the pair of tokens that Zalo gives for the code; False when it gives none."""
        from bot.channels.zalo_oa.errors import OaError

        now = self.clock()
        try:
            pair = await self.account.oauth.exchange(code, verifier, now)
        except OaError as error:
            _log.warning("OA %s could not be connected: %s", self.number, error)
            return False
        await self.account.tokens.take(pair, now)
        if self.keeper is not None:
            await self.keeper.look()
        return True


class ZaloOa:
    """The account, or none; it is always called, since Zalo lets nobody ask."""

    is_called = True

    def __init__(
        self, account: "Account | None" = None, store: Store | None = None, base_url: str = ""
    ) -> None:
        self.account = account
        self.hooks: dict[str, Hook] = {}
        """By path: what answers a call."""
        self._store = store
        self._base_url = base_url
        self._keeper: Keeper | None = None
        self._clock: Clock | None = None

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The account as a channel."""
        return (self.account.channel,) if self.account else ()

    @property
    def templates(self) -> dict[tuple[str, str], Sender]:
        """The sender to phone numbers, where a setting names a template."""
        found = self.account.templates if self.account else None
        return {(found.name, found.account): found} if found else {}

    @property
    def fetchers(self) -> dict[tuple[str, str], FileFetcher]:
        """The account as a source of files."""
        account = self.account
        return {(account.channel.name, account.channel.account): account.files} if account else {}

    @property
    def connecting(self) -> "Connection | None":
        """What the page that connects the account needs."""
        if self.account is None or self._clock is None:
            return None
        return Connection(self.account, self._keeper, self._clock)

    def door_for(self, ward_id: int) -> ZaloDoor | None:
        """Return where people of a ward come in (https://zalo.me/<id of the OA>)."""
        account = self.account
        if account is None or (account.channel.wards and ward_id not in account.channel.wards):
            return None
        link = f"https://zalo.me/{account.settings.account}"
        return ZaloDoor(self._keeper.title if self._keeper else "", link)

    def statuses(self) -> list[AccountStatus]:
        """Return how the account stands: its token, being called, sending, and what costs."""
        return [_status(self.account, self._keeper, self._base_url)] if self.account else []

    def receive(
        self, take: Take, clock: Clock, calls: Calls | None
    ) -> list[Coroutine[Any, Any, None]]:
        """Return what has to run beside the calls: the token is renewed in time."""
        if self.account is None or self._store is None:
            return []
        from bot.channels.zalo_oa.keeping import Keeper

        settings, account = self.account.settings, self.account
        if calls is not None:
            self._base_url = calls.base_url
        self._clock = clock
        self._keeper = Keeper(settings, self._store, account.client, clock)
        path = f"{HOOK_PATH}/{settings.account}"
        self.hooks[path] = _hook(account, self._store, take, self._keeper, clock)
        return [self._keeper.run()]

    async def close(self) -> None:
        """Close every connection."""
        if self.account is not None:
            await self.account.close()


def open_zalo_oa(
    settings: ZaloOaSettings | None,
    store: Store,
    files: EvidenceStore,
    base_url: str,
    load_secret: Callable[[], bytes],
) -> ZaloOa:
    """Return the account, which has asked nothing yet; the database's file becomes private.

    The secret signs the links to files that Zalo does not take.
    """
    if settings is None:
        return ZaloOa()
    from bot.channels.public_files import PublicFiles
    from bot.channels.zalo_oa.account import open_oa

    keep_private(store.engine)
    return ZaloOa(
        open_oa(settings, store, files, PublicFiles(base_url, load_secret())), store, base_url
    )


async def look_at(
    settings: ZaloOaSettings, store: Store, base_url: str, now: datetime
) -> "list[Finding]":
    """Return what `nhacviec check` finds out about the account. Raises StoreDownError."""
    from bot.channels.zalo_oa.account import open_oa
    from bot.channels.zalo_oa.probe import probe

    account = open_oa(settings, store, EvidenceStore(Path()))
    try:
        hook_at = f"{base_url}{HOOK_PATH}/{settings.account}"
        return await probe(account, store, f"{base_url}{CONNECT_PATH}", hook_at, now)
    finally:
        await account.close()


def _hook(account: "Account", store: Store, take: Take, keeper: "Keeper", clock: Clock) -> Hook:
    from bot.channels.zalo_oa.address import NAME, arrived, interacts, is_for_us, person_of
    from bot.channels.zalo_oa.bursts import Bursts
    from bot.channels.zalo_oa.webhook import Probe, Refusal, Signer, accept, instant_of
    from data.domain.messages import Chat

    settings, bursts = account.settings, Bursts()
    signer = Signer(settings.app_id, settings.oa_secret.get_secret_value())

    async def called(headers: Mapping[str, str], body: bytes) -> int:
        event = accept(headers, body, signer)
        if isinstance(event, Probe):
            return 200
        if isinstance(event, Refusal):
            _log.warning("a call for OA %s is refused: %s", settings.account, event.reason)
            if event.is_signed_wrong:
                keeper.heard(is_signed_right=False)
            return event.status
        keeper.heard(is_signed_right=True)
        if interacts(event) and (person := person_of(event)):
            # First: when the process dies in between, Zalo calls again.
            now = clock()
            at = min(instant_of(event.get("timestamp"), now), now)
            async with store.write() as unit:
                await unit.interactions.note(Chat(NAME, settings.account, person), at)
        if is_for_us(event, settings.account, groups=settings.groups):
            await take([bursts.tie(arrived(event, settings.account))])
        return 200

    return called


def _status(account: "Account", keeper: "Keeper | None", base_url: str) -> AccountStatus:
    from bot.channels.zalo_oa.status import State, sentence

    channel, trouble = account.channel, account.channel.line.trouble
    status = keeper.status if keeper else None
    is_well = status is None or status.is_working
    since = trouble.since if trouble else None
    notes = tuple(keeper.notes(channel.charged)) if keeper and is_well else ()
    if status is not None and not is_well:
        since, says = status.since, sentence(status.state, f"{base_url}{CONNECT_PATH}")
    elif trouble is not None:
        says = _why(trouble)
    elif keeper is None or status is None or status.state is State.STARTING:
        says = words.starting()
    else:
        says = words.working()
    return AccountStatus(
        channel.name,
        channel.account,
        f"Zalo OA {channel.account}",
        is_working=is_well and trouble is None,
        since=since,
        sentence=says,
        next_try_at=trouble.retry_at if trouble else None,
        wards=channel.wards,
        quota=channel.quota,
        notes=notes,
    )


def _why(trouble: Trouble) -> str:
    if trouble.failure is not SendFailure.MISCONFIGURED:
        return words.unreachable()
    if "token" in trouble.reason:
        return words.starting()  # connected since: what waits goes with the next try
    return words.refused_by_zalo() if "error" in trouble.reason else words.blocked_page()
