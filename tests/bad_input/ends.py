"""Work that is cut off at every single step of it, and done again over what was left behind."""

import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import event

from data.store.unit_of_work import Store

Work = Callable[[Store], Awaitable[object]]
Dump = dict[str, list[tuple[object, ...]]]
_MOST_STEPS = 2_000


class Killed(BaseException):
    """The process is gone: nobody catches this, and nothing more reaches the disk."""


class Theatre:
    """One database file in which the same work is played again and again."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._left: int | None = None
        # One store for all: what it has compiled stays; its connections never outlive an end.
        self._store = Store.at(f"sqlite+aiosqlite:///{file}")
        engine = self._store.engine.sync_engine
        event.listen(engine, "before_cursor_execute", self._step)
        event.listen(engine, "commit", self._step)

    def _step(self, *_about: object) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                raise Killed

    async def load(self, start: Path) -> None:
        """Begin from a copy of another file."""
        await self.close()
        for old in self._file.parent.glob(f"{self._file.name}*"):
            old.unlink()
        shutil.copy(start, self._file)

    async def play(self, work: Work, *, cut_off_at: int | None = None) -> bool:
        """Do the work; return whether it came to its end before that step of it.

        A step is a statement, a BEGIN or a COMMIT.
        """
        self._left = cut_off_at
        try:
            await work(self._store)
        except Killed:
            return False
        finally:
            self._left = None
            await self.close()
        return True

    async def close(self) -> None:
        """Close every connection, as the end of a process does."""
        await self._store.close()

    def dump(self) -> Dump:
        """Return every row of every table."""
        return dump(self._file)

    def keep(self, name: str) -> Path:
        """Keep a copy of how it stands now."""
        return Path(shutil.copy(self._file, self._file.with_name(name)))

    async def chains_are_whole(self) -> bool:
        """Return whether the event log of every ward is unbroken."""
        async with self._store.read() as unit:
            wards = await unit.wards.all()
            broken = [await unit.ward(ward.id).log.first_break() for ward in wards]
        await self.close()
        return set(broken) == {None}


def dump(file: Path) -> Dump:
    """Return every row of every table of a database file."""
    opened = sqlite3.connect(file)
    names = [n for (n,) in opened.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found = {
        name: opened.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
        for name in sorted(names)
    }
    opened.close()
    return found


def differing(one: Dump, other: Dump) -> dict[str, object]:
    """Return the rows that only one of two has, by table: what a failure shows."""
    return {
        name: (
            [r for r in one[name] if r not in other[name]],
            [r for r in other[name] if r not in one[name]],
        )
        for name in one
        if one[name] != other[name]
    }


async def survives_every_end(start: Path, work: Work) -> int:
    """Cut the work off before each of its steps, do it again, and compare with no disturbance.

    Whatever was left behind has to be the start or something committed on the way; from each of
    these the work done again has to end where it ends undisturbed, row by row, with the event log
    whole. Returns how many places it was cut off at.
    """
    theatre = Theatre(start.with_name("played.db"))
    await theatre.load(start)
    await theatre.play(work)
    end = theatre.dump()
    assert end != dump(start), "the work does nothing: this proves nothing"
    await theatre.play(work)
    assert differing(theatre.dump(), end) == {}, "done twice, it does something twice"
    assert await theatre.chains_are_whole()
    left_behind = [dump(start)]
    await theatre.load(start)
    for at in range(1, _MOST_STEPS):
        if await theatre.play(work, cut_off_at=at):
            break
        left = theatre.dump()
        if left == left_behind[0]:
            continue
        if left not in left_behind:
            left_behind.append(left)
            await theatre.play(work)
            assert differing(theatre.dump(), end) == {}, f"cut off before step {at}"
            assert await theatre.chains_are_whole()
        await theatre.load(start)
    # From the start left as it was by every end above, to the end.
    assert differing(theatre.dump(), end) == {}
    return at - 1
