"""Write the next migration from what the models say beyond the last one.

    python -m migrations "add the phone's time zone"

Until the first release there is one migration of tables, made anew whenever a model changes:

    python -m migrations --initial
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from data.store.migration import HISTORY, migrate, revise
from data.store.unit_of_work import Store

VERSIONS = HISTORY / "versions"


async def write(message: str, *, is_initial: bool) -> Path:
    """Write a migration and return its file; the initial one replaces the one that is there."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.at(f"sqlite+aiosqlite:///{folder}/empty.db")
        try:
            if is_initial:
                made = await revise(store.engine, "initial", "0001", into=Path(folder))
                return made.rename(VERSIONS / made.name)
            await migrate(store.engine)
            number = 1 + max(int(f.name[:4]) for f in VERSIONS.glob("[0-9]*.py"))
            return await revise(store.engine, message, f"{number:04}", into=VERSIONS)
        finally:
            await store.close()


def main() -> None:
    """Read the command line, write the migration, tidy it."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    made = asyncio.run(write(sys.argv[1], is_initial=sys.argv[1] == "--initial"))
    lines = made.read_text("utf-8").splitlines(keepends=True)
    made.write_text("".join(line for line in lines if "# ###" not in line), "utf-8")
    for tidy in (["check", "-q", "--fix"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(made)], check=True)  # noqa: S603
    sys.stdout.write(f"{made}\n")


if __name__ == "__main__":
    main()
