"""Timing by the median of several rounds after a warm-up, and the table of the figures."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from data.store.models import Base
from data.store.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    value: str
    baseline: str = ""
    """What it is held against, with its value."""
    ratio: float | None = None
    """Ours to the baseline's; below 1 is faster."""
    aim: str = ""


Benchmark = Callable[[], Awaitable[list[Figure]]]


@dataclass(frozen=True, slots=True)
class Contender:
    """Work to be timed, and what prepares each round of it, untimed."""

    work: Callable[[], Awaitable[object]]
    before: Callable[[], Awaitable[object]] | None = None


async def race(*contenders: Contender, rounds: int = 5) -> list[float]:
    """Return each one's median seconds, after a round that does not count.

    They take turns, so that a machine that is busy for a while is busy for all of them.
    """
    taken: list[list[float]] = [[] for _ in contenders]
    for _ in range(rounds + 1):
        for contender, times in zip(contenders, taken, strict=True):
            if contender.before is not None:
                await contender.before()
            start = time.perf_counter()
            await contender.work()
            times.append(time.perf_counter() - start)
    return [median(times[1:]) for times in taken]


def side_by_side(*works: Callable[[], object], rounds: int = 5) -> list[float]:
    """Return each call's median seconds, as `race` does for what is awaited."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds + 1):
        for work, times in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return [median(times[1:]) for times in taken]


@asynccontextmanager
async def empty_store() -> AsyncIterator[tuple[Store, Path]]:
    """Open an empty SQLite store in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        store = Store.at(f"sqlite+aiosqlite:///{folder}/nhacviec.db")
        try:
            async with store.engine.begin() as conn:
                await conn.run_sync(Base.metadata.create_all)
            yield store, Path(folder)
        finally:
            await store.close()


def against(what: str, ours: float, baseline: str, theirs: float, aim: str = "") -> Figure:
    """Return a figure of two times in seconds."""
    return Figure(what, seconds(ours), f"{baseline}: {seconds(theirs)}", ours / theirs, aim)


def seconds(value: float) -> str:
    """Return a time with three digits that mean something."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"


def show(title: str, figures: list[Figure]) -> None:
    """Print a small table."""
    print(f"\n{title}")
    for figure in figures:
        ratio = "" if figure.ratio is None else f"×{figure.ratio:.2f}"
        aim = f"(aim {figure.aim})" if figure.aim else ""
        print(f"  {figure.what:<46} {figure.value:>12}  {ratio:>7} {figure.baseline:<46} {aim}")


def run(title: str, benchmark: Benchmark) -> None:
    """Run one benchmark and print what it found."""
    show(title, asyncio.run(_run(benchmark)))


async def _run(benchmark: Benchmark) -> list[Figure]:
    return await benchmark()
