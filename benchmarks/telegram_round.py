"""The morning's round on one Telegram bot: 5,000 reminders due at 07:30, with the real limits.

50 wards of 100 people share the bot. The product runs as it is (ticks, both lanes of the outbox,
poller, dialog, an SQLite file). The imitated Telegram, in a process of its own, refuses more than
30 messages a second and more than one a second to a chat, and takes 50 ms for every call. Meanwhile
somebody speaks to the bot every two seconds. A chat takes one message a second, so twenty people
speak in turn: what is measured is the way to the answer, not that gap.

It takes the round's own 200 seconds, so it runs only when it is named.
"""

import asyncio
import time
from bisect import bisect_left
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from statistics import median, quantiles

from sqlalchemy import text

from benchmarks.harness import Figure, against
from benchmarks.reminders import fill
from benchmarks.telegram_app import application, chats_of
from benchmarks.telegram_service import Service, service
from benchmarks.ward import MONDAY, build
from bot.app import App
from bot.app.serving import running
from bot.channels.telegram.channel import PER_SECOND
from data.clock import MovableClock
from jobs.ticks.send_reminders import send_reminders

WARDS, PEOPLE, TALKERS = 50, 100, 20
REMINDERS = WARDS * PEOPLE
LATENCY = 0.05
_QUIET, _QUIET_EVERY, _EVERY = 20.0, 0.5, 2.0
_LOOK_EVERY = 2.0
_LONGEST = 2 * REMINDERS / PER_SECOND


async def benchmark() -> list[Figure]:
    """Return how long the round takes, and how long people wait for an answer meanwhile."""
    async with (
        service(limits=True, latency=LATENCY, start=MONDAY) as far,
        application(far, MovableClock(start=MONDAY)) as app,
    ):
        ids = await far.ask("bring_in", REMINDERS + TALKERS)
        await _found(app, ids)
        reminded = frozenset(ids[:REMINDERS])
        async with running(app):
            quiet = await _waits(far, asyncio.sleep(_QUIET), _QUIET_EVERY)
            await _fall_due(app)
            began = time.monotonic()
            busy = await _waits(far, _round(app, far, reminded), _EVERY)
            sent = await far.ask("arrived")
            taken = max(came for chat, came in sent if chat in reminded) - began
            most = _most_in_a_second([came for _, came in sent])
            throttled = len(await far.ask("throttled"))
    return [*_pace_figures(taken, most, throttled), *_answer_figures(quiet, busy)]


async def _found(app: App, ids: list[str]) -> None:
    """Found the wards, everybody with something open; those who talk have a ward of their own."""
    for number in [PEOPLE] * WARDS + [TALKERS]:
        built = await build(
            app.store, agencies=number, people=number, tasks=number, chat=chats_of(app, ids)
        )
        await fill(app.store, built, number)
        async with app.store.write() as unit:
            await unit.wards.beat(built.ward.id, app.clock())


async def _fall_due(app: App) -> None:
    """Let each of the round's occurrences be due to be spoken of."""
    async with app.store.engine.begin() as conn:
        await conn.execute(
            text("UPDATE occurrences SET next_remind_at = :now WHERE id <= :due"),
            {"now": (app.clock() - timedelta(seconds=1)).replace(tzinfo=None), "due": REMINDERS},
        )


async def _round(app: App, far: Service, chats: frozenset[str]) -> None:
    """Queue the reminders as the tick does, and wait until they are all there."""
    await send_reminders(app.world, app.clock())
    deadline = time.monotonic() + _LONGEST
    while not chats <= {chat for chat, _ in await far.ask("arrived")}:
        if time.monotonic() > deadline:
            raise RuntimeError("not what was to be measured: the round does not end")
        await asyncio.sleep(_LOOK_EVERY)


async def _waits(far: Service, meanwhile: Awaitable[None], every: float) -> list[float]:
    """Return how long each one who spoke meanwhile waited for the answer."""
    await far.ask("begin_talk", REMINDERS, every)
    await meanwhile
    waits: list[float | None] = await far.ask("end_talk")
    answered = [w for w in waits if w is not None]
    if len(answered) < len(waits):
        raise RuntimeError(f"not what was to be measured: {waits.count(None)} without an answer")
    return answered


def _pace_figures(taken: float, most: int, throttled: int) -> list[Figure]:
    limit = REMINDERS / PER_SECOND
    return [
        against(f"{REMINDERS:,} reminders", taken, f"at {PER_SECOND:.0f} a second", limit, "≤ 1.1"),
        Figure("  refused for being too fast (429)", str(throttled), aim="0"),
        Figure("  most in any second", str(most), "the service's limit: 30"),
    ]


def _answer_figures(quiet: Sequence[float], busy: Sequence[float]) -> list[Figure]:
    alone = "with nothing else to send"
    return [
        against(f"{len(busy)} answers meanwhile: median", median(busy), alone, median(quiet)),
        against("  95th percentile", _p95(busy), alone, _p95(quiet), "< 1 s"),
        against("  the slowest", max(busy), alone, max(quiet)),
    ]


def _most_in_a_second(moments: Sequence[float]) -> int:
    moments = sorted(moments)
    return max(n - bisect_left(moments, at - 1.0) for n, at in enumerate(moments, start=1))


def _p95(waits: Sequence[float]) -> float:
    return quantiles(waits, n=20, method="inclusive")[-1]
