"""Original bytes, whole or not at all: whatever is killed, whatever is full."""

import asyncio
import hashlib
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.errors import RefusedError
from data.files.evidence_store import EvidenceStore, NoRoomError, reserve_of
from data.texts.files import no_room

GIGABYTE = 1024**3


async def test_bytes_come_back_as_they_went_in_under_their_own_digest(
    files: EvidenceStore,
) -> None:
    content = os.urandom(300_000)
    stored = await files.put_bytes(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.head) == (300_000, content[:4096])
    path = files.path(stored.sha256)
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o777 == 0o444


async def test_the_same_bytes_twice_are_one_file(files: EvidenceStore) -> None:
    first, second = await asyncio.gather(files.put_bytes(b"x" * 9), files.put_bytes(b"x" * 9))
    assert first == second
    assert len(list(files.blobs())) == 1


async def test_a_file_cut_short_behind_our_back_is_made_whole_when_sent_again(
    files: EvidenceStore,
) -> None:
    stored = await files.put_bytes(b"whole")
    path = files.path(stored.sha256)
    path.chmod(0o644)
    path.write_bytes(b"who")
    await files.put_bytes(b"whole")
    assert path.read_bytes() == b"whole"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "g" * 64, "a" * 63])
def test_a_place_is_only_ever_a_digest(files: EvidenceStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files.path(name)


async def test_an_upload_that_breaks_off_leaves_nothing(files: EvidenceStore, tmp_path) -> None:
    async def broken():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await files.put(broken())
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []


async def test_nothing_is_taken_when_the_disk_is_nearly_full(tmp_path: Path) -> None:
    files = EvidenceStore(tmp_path, reserve=1 << 60)
    with pytest.raises(NoRoomError) as refused:
        await files.put_bytes(b"x")
    assert isinstance(refused.value, RefusedError)
    assert refused.value.sentence == no_room()


def test_the_room_kept_free_is_five_percent_within_bounds() -> None:
    assert reserve_of(1 * GIGABYTE) == 200 * 1024**2
    assert reserve_of(20 * GIGABYTE) == GIGABYTE
    assert reserve_of(4096 * GIGABYTE) == 2 * GIGABYTE


FILL = """
import asyncio, os, resource, sys
from pathlib import Path
from data.files.evidence_store import EvidenceStore, NoRoomError
if sys.argv[2] == "limit":
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
async def main():
    files = EvidenceStore(Path(sys.argv[1]), reserve=0)
    stored = await files.put_bytes(b"k" * 50_000)
    try:
        await files.put_bytes(os.urandom(3_000_000))
    except NoRoomError as error:
        print("refused:", error.sentence)
    print(files.path(stored.sha256).stat().st_size, len(list(files.blobs())))
    print([p.name for p in (Path(sys.argv[1]) / "incoming").iterdir()])
asyncio.run(main())
"""


def _run_full(folder: Path, how: str) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", FILL, str(folder), how], capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()


def test_a_write_that_fails_midway_says_so_and_what_was_stored_stays(tmp_path: Path) -> None:
    said = _run_full(tmp_path / "files", "limit")
    assert said == [f"refused: {no_room()}", "50000 1", "[]"]


def test_a_disk_that_is_really_full_says_so_and_what_was_stored_stays(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk")
    try:
        assert _run_full(disk / "files", "disk") == [f"refused: {no_room()}", "50000 1", "[]"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


PUT_FOR_EVER = """
import asyncio, os, sys
from pathlib import Path
from data.files.evidence_store import EvidenceStore
async def main():
    files = EvidenceStore(Path(sys.argv[1]), reserve=0)
    rows = open(sys.argv[2], "a")
    while True:
        stored = await files.put_bytes(os.urandom(200_000))
        rows.write(stored.sha256 + "\\n"); rows.flush()
asyncio.run(main())
"""


def test_killed_at_any_moment_no_row_points_at_a_missing_or_broken_file(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    rows = tmp_path / "rows"
    rows.touch()
    root = tmp_path / "files"
    for round_ in range(20):
        # Two at once, killed apart: 40 kills.
        putting = [
            subprocess.Popen([sys.executable, "-c", PUT_FOR_EVER, str(root), str(rows)])
            for _ in range(2)
        ]
        _wait_for_rows(rows, beyond=_count(rows) if round_ else 0)
        for process in putting:
            with_delay(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
        for process in putting:
            process.wait()
    digests = [line for line in rows.read_text().splitlines() if len(line) == 64]
    files = EvidenceStore(root)
    broken = [d for d in digests if hashlib.sha256(_bytes(files, d)).hexdigest() != d]
    assert len(digests) >= 20
    assert broken == []


def with_delay(seconds: float) -> None:
    """Let a real process run on for a random moment."""
    import time

    time.sleep(seconds)


def _count(rows: Path) -> int:
    return rows.read_text().count("\n")


def _wait_for_rows(rows: Path, *, beyond: int) -> None:
    for _ in range(2000):
        if _count(rows) > beyond:
            return
        with_delay(0.005)
    raise AssertionError("the child stored nothing")


def _bytes(files: EvidenceStore, digest: str) -> bytes:
    path = files.path(digest)
    return path.read_bytes() if path.exists() else b"missing"


async def test_leftovers_of_dead_uploads_are_removed_when_old(
    files: EvidenceStore, tmp_path: Path
) -> None:
    await files.put_bytes(b"x")
    left = tmp_path / "files" / "incoming" / "dead"
    left.write_bytes(b"half")
    changed = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    assert files.remove_leftovers(changed) == 0
    assert files.remove_leftovers(changed + timedelta(seconds=1)) == 1
    assert not left.exists()
    assert len(list(files.blobs())) == 1
