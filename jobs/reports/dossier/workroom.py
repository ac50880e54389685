"""The folder in which a dossier is made, beside where it will be: a rename is all that is left."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_UNFINISHED = ".ho-so-"
_HELD = frozenset({"events", "listing", "dossier", "minutes"})
"""What lies in such a folder; in any other that is called so, something else does."""


@contextlib.contextmanager
def workroom(place: Path) -> Iterator[Path]:
    """Give a folder inside `place` that goes away in the end, and clear what stops left there.

    Raises OSError when nothing can be written there.
    """
    clear_unfinished(place)
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=place) as folder, _locked(folder):
        yield Path(folder)


def clear_unfinished(place: Path) -> None:
    """Remove the folders of dossiers that a stop cut short, not of those still being made."""
    for left in place.glob(f"{_UNFINISHED}*"):
        if not left.is_dir() or not _HELD.issuperset(p.name for p in left.iterdir()):
            continue
        with contextlib.suppress(OSError), _locked(left, is_needed=True):
            shutil.rmtree(left)


@contextlib.contextmanager
def _locked(folder: Path | str, *, is_needed: bool = False) -> Iterator[None]:
    """Hold a folder: the system lets go of it when the process ends, however it ends."""
    held = os.open(folder, os.O_RDONLY)
    try:
        # Some network disks know no locks: there nothing is held, and nothing cleared.
        with contextlib.nullcontext() if is_needed else contextlib.suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(held)
