"""`python -m benchmarks` runs all; `python -m benchmarks reminders intake` some of them."""

import sys
from importlib import import_module

from benchmarks.harness import run

TITLES = {
    "commits": "Commits: transactions of one row",
    "reminders": "Reminders: 500 due among few and among many",
    "turns": "Turns: a chat message from the inbox to its committed reply",
    "intake": "Intake: reading a plan document",
    "start": "Start: `nhacviec run`",
}


def main() -> None:
    """Run the named benchmarks, or all in the order of `TITLES`."""
    names = sys.argv[1:] or list(TITLES)
    unknown = sorted(set(names) - set(TITLES))
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(TITLES)}")
    for name in names:
        run(TITLES[name], import_module(f"benchmarks.{name}").benchmark)


main()
