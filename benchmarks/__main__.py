"""`python -m benchmarks` runs all; `python -m benchmarks reminders intake` some of them.

Those of `LONG` take minutes and run only when they are named.
"""

import sys
from importlib import import_module

from benchmarks.harness import run

TITLES = {
    "commits": "Commits: transactions of one row",
    "reminders": "Reminders: 500 due among few and among many",
    "turns": "Turns: a chat message from the inbox to its committed reply",
    "intake": "Intake: reading a plan document",
    "documents": "Documents: a workbook and a report of 5,000 things owed",
    "prints": "Prints: a photo that was shown before, among 20,000",
    "desk": "Desk: its pages with 5,000 things owed and 20,000 photos",
    "dossier": "Dossier: 200 photos into a sealed archive",
    "start": "Start: `nhacviec run`",
    "telegram_speed": "Telegram without limits: out and in",
}
LONG = {"telegram_round": "Telegram: 5,000 reminders at 07:30 with the real limits (5 minutes)"}


def main() -> None:
    """Run the named benchmarks, or all in the order of `TITLES`."""
    known = TITLES | LONG
    names = sys.argv[1:] or list(TITLES)
    unknown = sorted(set(names) - set(known))
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(known)}")
    for name in names:
        run(known[name], import_module(f"benchmarks.{name}").benchmark)
    if not sys.argv[1:]:
        print(
            "\nOnly when named:", *(f"  {name}: {title}" for name, title in LONG.items()), sep="\n"
        )


main()
