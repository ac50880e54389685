"""One refresh token, one use: whoever dies, whoever asks at once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.channels.zalo_oa.errors import OaError, Trouble
from bot.channels.zalo_oa.oauth import OAuth, challenge_of
from bot.channels.zalo_oa.status import State, state_of_token
from bot.channels.zalo_oa.tokens import LEASE, RENEW_AFTER, Tokens
from bot.channels.zalo_oa.wire import Wire
from bot.settings import ZaloOaHosts
from data.errors import StoreDownError
from data.store.channel_tokens import Pair, keep_private
from data.store.unit_of_work import Store
from tests.durability.processes import run_and_kill
from tests.store import conftest as both_databases
from tests.zalo.oa_channel.bench import Bench
from tests.zalo.oa_channel.renewing import renew_for_ever
from tests.zalo.oa_emulator import Person, ZaloOA, faults, zalo_oa_in_thread

MANY = 20
url = both_databases.url


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = Store.at(url)
    yield opened
    await opened.close()


def now_of(oa: ZaloOA) -> datetime:
    return datetime.fromtimestamp(oa.clock.now(), UTC)


@asynccontextmanager
async def tokens_of(oa: ZaloOA, store: Store, first: str | None) -> AsyncIterator[Tokens]:
    """Open the tokens of one process."""
    secret = SecretStr(oa.app_secret)
    wire = Wire(ZaloOaHosts(oa.url, oa.url, oa.url), app_secret=secret, patience=0.6)
    made = Tokens(
        store, OAuth(wire, oa.app_id, secret), oa.oa_id, SecretStr(first) if first else None
    )
    yield made
    await made.close()
    await wire.close()


@pytest.fixture
async def tokens(oa: ZaloOA, store: Store) -> AsyncIterator[Tokens]:
    async with tokens_of(oa, store, oa.mint().refresh_token) as made:
        yield made


def used(oa: ZaloOA) -> int:
    """Return how many refresh tokens were used up."""
    return sum(pair.refreshed for pair in oa.desk.pairs)


async def test_the_first_use_gets_a_pair_and_later_ones_keep_it(tokens: Tokens, oa: ZaloOA) -> None:
    first = await tokens.access(now_of(oa))
    assert await tokens.access(now_of(oa)) == first
    oa.desk.check(first)
    kept = await tokens.kept(now_of(oa))
    assert kept.pair.access == first
    assert kept.pair.expires_at - now_of(oa) > timedelta(hours=24)
    assert len(oa.calls("access_token")) == 1


async def test_it_is_renewed_in_time_and_not_before(tokens: Tokens, oa: ZaloOA) -> None:
    first = await tokens.access(now_of(oa))
    await tokens.keep_fresh(now_of(oa))
    assert await tokens.access(now_of(oa)) == first
    oa.clock.advance(RENEW_AFTER.total_seconds() + 1)
    assert await tokens.access(now_of(oa)) == first  # good for 25 hours
    await tokens.keep_fresh(now_of(oa))
    assert await tokens.access(now_of(oa)) != first


async def test_many_at_once_use_one(tokens: Tokens, oa: ZaloOA) -> None:
    got = await asyncio.gather(*(tokens.access(now_of(oa)) for _ in range(MANY)))
    assert len(set(got)) == 1
    assert (used(oa), len(oa.calls("access_token"))) == (1, 1)


async def test_two_processes_never_burn_one(oa: ZaloOA, store: Store, url: str) -> None:
    first = oa.mint().refresh_token
    other = Store.at(url)
    async with tokens_of(oa, store, first) as one, tokens_of(oa, other, first) as two:
        for turn in range(1, 6):
            oa.fault(faults.slow(0.1), "access_token")
            now = now_of(oa)
            both = await asyncio.gather(
                *(t.access(now) for t in (one, two) for _ in range(3)), return_exceptions=True
            )
            assert len(set(map(str, both))) == 1, both
            assert used(oa) == turn
            oa.clock.advance(25 * 3600)
    await other.close()


@pytest.mark.parametrize("old", ["valid", "dead"])
async def test_a_call_with_a_token_that_another_process_renewed(
    old: Any,
    oa: ZaloOA,
    store: Store,
    url: str,
) -> None:
    oa.switches.old_access_token = old
    first = oa.mint().refresh_token
    other = Store.at(url)
    async with tokens_of(oa, store, first) as one, tokens_of(oa, other, first) as two:
        token = await one.access(now_of(oa))
        oa.clock.advance(RENEW_AFTER.total_seconds() + 1)
        await two.keep_fresh(now_of(oa))
        renewed = await one.access(now_of(oa), after=token)
        assert renewed == await two.access(now_of(oa)) != token
    assert used(oa) == 2
    await other.close()


TRANSIENT = [
    ("502 by a page", faults.status(502)),
    ("503 with JSON", faults.status(503, '{"error":-1}')),
    ("no answer", faults.silent()),
    ("dropped", faults.dropped()),
    ("a block page", faults.html200()),
    ("half an answer", faults.not_json()),
]


@pytest.mark.parametrize("fault", [c[1] for c in TRANSIENT], ids=[c[0] for c in TRANSIENT])
async def test_what_passes_uses_nothing_up(fault: Any, tokens: Tokens, oa: ZaloOA) -> None:
    oa.fault(fault, "access_token")
    with pytest.raises(OaError) as caught:
        await tokens.access(now_of(oa))
    assert caught.value.trouble is not Trouble.TOKEN_REFUSED
    assert state_of_token(await tokens.kept(now_of(oa))) is State.OK
    oa.desk.check(await tokens.access(now_of(oa)))


@pytest.mark.parametrize("code", [-14014, -14020])
async def test_an_answer_that_was_lost_is_told_plainly_and_cured_by_authorising(
    code: int, tokens: Tokens, oa: ZaloOA
) -> None:
    oa.switches.reused_refresh_token = code
    oa.fault(faults.accepted_then_dropped(), "access_token")
    with pytest.raises(OaError):
        await tokens.access(now_of(oa))
    with pytest.raises(OaError) as caught:
        await tokens.access(now_of(oa))
    assert caught.value.trouble is Trouble.TOKEN_REFUSED
    assert state_of_token(await tokens.kept(now_of(oa))) is State.LOST
    before = len(oa.calls("access_token"))
    with pytest.raises(OaError):
        await tokens.access(now_of(oa))
    assert len(oa.calls("access_token")) == before  # no knocking
    pair = oa.mint()
    now = now_of(oa)
    await tokens.take(Pair(pair.access_token, pair.refresh_token, now + timedelta(hours=25)), now)
    assert await tokens.access(now) == pair.access_token
    assert state_of_token(await tokens.kept(now)) is State.OK


async def test_a_refusal_without_a_doubt_is_another_sentence(tokens: Tokens, oa: ZaloOA) -> None:
    oa.desk.revokes()
    with pytest.raises(OaError):
        await tokens.access(now_of(oa))
    assert state_of_token(await tokens.kept(now_of(oa))) is State.REFUSED


async def test_a_new_token_by_hand_replaces_the_old_one_once(oa: ZaloOA, store: Store) -> None:
    old, new = oa.mint().refresh_token, oa.mint().refresh_token
    async with tokens_of(oa, store, old) as tokens:
        await tokens.access(now_of(oa))
    async with tokens_of(oa, store, old) as tokens:
        await tokens.access(now_of(oa))
    assert used(oa) == 1
    oa.desk.revokes()
    fresh = oa.mint().refresh_token
    async with tokens_of(oa, store, fresh) as tokens:
        oa.desk.check(await tokens.access(now_of(oa)))
    assert new != fresh


async def test_who_was_never_connected(oa: ZaloOA, store: Store) -> None:
    async with tokens_of(oa, store, None) as tokens:
        with pytest.raises(OaError) as caught:
            await tokens.access(now_of(oa))
    assert caught.value.trouble is Trouble.NOT_CONNECTED


async def test_a_message_that_is_given_up_does_not_stop_the_renewal(
    tokens: Tokens, oa: ZaloOA
) -> None:
    oa.fault(faults.slow(0.3), "access_token")
    asked = asyncio.create_task(tokens.access(now_of(oa)))
    await oa.until(lambda: used(oa))
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await tokens.close()
    kept = await tokens.kept(now_of(oa))
    oa.desk.check(kept.pair.access)


async def test_a_pair_that_cannot_be_committed_is_kept_until_it_can(
    tokens: Tokens, oa: ZaloOA, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tokens.kept(now_of(oa))
    write, refused = store.write, []

    def full() -> Any:
        if used(oa) and len(refused) < 2:
            refused.append(1)
            raise StoreDownError("full", is_full=True)
        return write()

    monkeypatch.setattr(store, "write", full)
    for _ in range(2):
        with pytest.raises(OaError) as caught:
            await tokens.access(now_of(oa))
        assert caught.value.trouble is Trouble.BUSY  # never used before it is committed
    oa.desk.check(await tokens.access(now_of(oa)))
    assert used(oa) == 1


async def test_a_process_that_died_before_it_asked(oa: ZaloOA, store: Store) -> None:
    first = oa.mint().refresh_token
    async with tokens_of(oa, store, first) as dead, tokens_of(oa, store, first) as alive:
        kept = await dead.kept(now_of(oa))
        async with store.write() as unit:
            now = now_of(oa)
            assert await unit.channel_tokens.claim("zalo_oa", oa.oa_id, kept, now + LEASE, now)
        oa.clock.advance(LEASE.total_seconds() + 1)
        oa.desk.check(await alive.access(now_of(oa)))


async def test_the_tokens_are_shown_nowhere(
    tokens: Tokens, oa: ZaloOA, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await tokens.access(now_of(oa))
    kept = await tokens.kept(now_of(oa))
    oa.desk.revokes()
    oa.clock.advance(26 * 3600)
    with pytest.raises(OaError) as caught:
        await tokens.access(now_of(oa))
    said = f"{kept!r} {caught.value!r} {caplog.text}"
    secrets = [
        oa.app_secret,
        *(t for p in oa.desk.pairs for t in (p.access_token, p.refresh_token)),
    ]
    assert not [secret for secret in secrets if secret in said]


async def test_the_databases_file_is_its_owners(store: Store) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own doors")
    async with store.read() as unit:
        await unit.wards.all()
    keep_private(store.engine)
    mode = Path(store.engine.url.database).stat().st_mode  # noqa: ASYNC240 - a moment
    assert mode & 0o777 == 0o600


def test_the_challenge_is_that_of_the_standard() -> None:
    # https://www.rfc-editor.org/rfc/rfc7636#appendix-B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


async def test_a_token_refused_early_is_renewed_once(bench: Bench, tu: Person, oa: ZaloOA) -> None:
    await bench.send(tu)
    oa.desk.expires()
    await bench.send(tu, "lần hai")
    assert tu.last.text == "lần hai"
    oa.fault(faults.refused(-216, "no"), "message/cs", times=2)
    with pytest.raises(Exception, match="misconfigured"):
        await bench.send(tu, "lần ba")


async def _token_or_loss(tokens: Tokens, now: datetime, after: str) -> str | None:
    try:
        return await tokens.access(now, after=after)
    except OaError as error:
        if error.trouble is Trouble.TOKEN_REFUSED:
            return None
        raise


async def test_killed_anywhere_it_goes_on_or_says_that_the_token_is_lost(
    store: Store,
    url: str,
) -> None:
    """A kill between Zalo's answer and the commit loses the pair: never silently."""
    with zalo_oa_in_thread() as oa:
        async with tokens_of(oa, store, None) as tokens:
            for turn in range(6):
                pair, now = oa.mint(), datetime.now(UTC)
                await tokens.take(
                    Pair(pair.access_token, pair.refresh_token, now + timedelta(hours=25)), now
                )
                told = (url, oa.url, oa.app_id, oa.app_secret, oa.oa_id)
                await asyncio.to_thread(
                    run_and_kill,
                    renew_for_ever,
                    *told,
                    within=0.015,
                    meanwhile=lambda t=turn: oa.wait_until(
                        lambda: len(oa.calls("access_token")) > 4 * t + 2
                    ),
                )
                later = datetime.now(UTC) + LEASE + timedelta(seconds=1)
                kept = await tokens.kept(later)
                token = await _token_or_loss(tokens, later, kept.pair.access)
                if token is None:
                    assert state_of_token(await tokens.kept(later)) is State.LOST
                else:
                    oa.desk.check(token)
                tokens._refused_at = None


async def test_the_row_is_what_the_tests_think(store: Store, tokens: Tokens, oa: ZaloOA) -> None:
    await tokens.access(now_of(oa))
    async with store.engine.connect() as conn:
        rows = await conn.execute(text("SELECT channel, account, state FROM channel_tokens"))
        assert rows.all() == [("zalo_oa", oa.oa_id, "good")]
