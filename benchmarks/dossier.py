"""A dossier of many photos, beside `zip -0` and `sha256sum` over the same files.

`python -m benchmarks dossier` takes 200 photos of 2 MB; `python -m benchmarks.dossier --full` takes
2,000 (4 GB, and as much again for each of the two archives).
"""

import asyncio
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.harness import Figure, against, run
from data.domain.dossier import Scope
from data.domain.people import Address, Person, Role, WardSettings
from data.domain.periods import Span
from data.domain.reports import Doneness, Progress
from data.domain.tasks import PlanState
from data.files.evidence_store import EvidenceStore
from data.files.sealing_key import SealingKey
from data.store.migration import migrate
from data.store.occurrences import NewOccurrence
from data.store.plans import PlanHead
from data.store.unit_of_work import Store, UnitOfWork
from jobs.reports.dossier.kiem_tra import check
from jobs.reports.dossier.making import make_dossier
from tests.cast import a_task

NOW = datetime(2026, 6, 30, 2, tzinfo=UTC)
SPAN = Span(date(2026, 6, 1), date(2026, 6, 30))
PHOTO = 2_000_000
"""Bytes."""
TASKS = 50


async def benchmark(photos: int = 200) -> list[Figure]:
    """Return the time beside the baseline's, the time to verify and the peak of memory."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as name:
        folder = Path(name)
        await _furnish(folder, photos)
        theirs = await asyncio.to_thread(_baseline, folder)
        ours = await asyncio.to_thread(_ours, folder)
    size = f"{photos} photos, {photos * PHOTO / 1e9:.1f} GB"
    return [
        against(f"dossier of {size}", ours["made"], "zip -0 and sha256sum", theirs, "≤ 1.5"),
        Figure("its peak memory", f"{ours['rss'] / 1024:.0f} MB", aim="< 200 MB"),
        Figure("verifying it", f"{ours['checked']:.1f} s"),
    ]


def _baseline(folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(["zip", "-0", "-q", "-r", "theirs.zip", "files"], cwd=folder, check=True)
    files = [str(p) for p in (folder / "files/blobs").glob("??/*")]
    subprocess.run(["sha256sum", *files], check=True, stdout=subprocess.DEVNULL)
    os.sync()  # ours is on the disk when it is done
    taken = time.perf_counter() - start
    (folder / "theirs.zip").unlink()
    return taken


def _ours(folder: Path) -> dict[str, float]:
    # A process of its own, so that its memory is only this work's.
    command = [sys.executable, "-m", "benchmarks.dossier", "--child", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


async def _child(folder: Path) -> None:
    store = Store.at(f"sqlite+aiosqlite:///{folder}/nhacviec.db")
    files, key = EvidenceStore(folder / "files"), SealingKey(folder / "khoa")
    async with store.read() as unit:
        (ward,) = await unit.wards.all()
    os.sync()
    start = time.perf_counter()
    out = folder / "ours.zip"
    await make_dossier(store, files, key, ward, Scope(1, SPAN), out, NOW, "cli")
    made = time.perf_counter() - start
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    if any(step.faults for step in check(out)):
        raise RuntimeError("the dossier is not whole")
    print(json.dumps({"made": made, "rss": rss, "checked": time.perf_counter() - start}))
    await store.close()


async def _furnish(folder: Path, photos: int) -> None:
    """Put photos of random bytes into a store, with what speaks of them."""
    store = Store.at(f"sqlite+aiosqlite:///{folder}/nhacviec.db")
    await migrate(store.engine)
    files = EvidenceStore(folder / "files")
    digests = [await asyncio.to_thread(_photo, files) for _ in range(photos)]
    async with store.write() as unit:
        await _tell(unit, digests)
    await store.close()


def _photo(files: EvidenceStore) -> str:
    content = os.urandom(PHOTO)
    digest = hashlib.sha256(content).hexdigest()
    path = files.path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return digest


async def _tell(unit: UnitOfWork, digests: list[str]) -> None:
    ward = await unit.wards.add("Phường Hòa Bình", WardSettings(), NOW)
    work = unit.ward(ward.id)
    agency = (await work.agencies.add("Văn phòng HĐND và UBND")).id
    person = await work.people.add(
        Person(0, "Lê Văn Hạnh", None, Address.DONG_CHI, frozenset({Role.OFFICER}))
    )
    head = PlanHead("12/KH-UBND", date(2026, 1, 15), "UBND phường", "Kế hoạch PAPI", 2026)
    plan = await work.plans.add_draft(head, {}, now=NOW)
    await work.plans.set_state(plan, PlanState.ACTIVE, confirmed_at=NOW)
    for number in range(TASKS):
        title = f"Niêm yết công khai danh sách số {number + 1}"
        part = f"Nội dung {number % 5 + 1}"
        planned = a_task(number + 1, title, plan_id=plan, component=part)
        task = await work.tasks.add(planned, next_open_on=None)
        due = date(2026, 6, 20)
        opens = due - timedelta(days=30)
        new = NewOccurrence(task.id, agency, "2026", "", opens, due, None, None, None)
        await work.occurrences.make(new)
        (owed,) = await work.occurrences.of_task(task.id)
        when = NOW - timedelta(days=10)
        own = digests[number::TASKS]
        said = Progress(Doneness.DONE)
        report = await work.reports.add(owed.id, person.id, "xong", said, before={}, now=when)
        kept = []
        for digest in own:
            kept.append(
                await work.evidence.add(
                    person.id,
                    channel="web",
                    ref=digest,
                    name="anh.jpg",
                    mime="image/jpeg",
                    size=PHOTO,
                    sha256=digest,
                    is_compressed=False,
                    exif={},
                    taken_at=None,
                    sent_at=when,
                    received_at=when,
                    report_id=report,
                )
            )
        files = [{"id": i, "sha256": d} for i, d in zip(kept, own, strict=True)]
        work.log.append("evidence.kept", actor="cli", subject="person:1", now=when, evidence=files)
        about = f"task:{task.code}"
        work.log.append(
            "report.stored", actor="cli", subject=about, now=when, report=report, evidence=kept
        )


if __name__ == "__main__":
    if "--child" in sys.argv:
        asyncio.run(_child(Path(sys.argv[-1])))
    elif shutil.which("zip") is None:
        sys.exit("needs zip and sha256sum")
    else:
        many = 2000 if "--full" in sys.argv else 200

        async def _sized() -> list[Figure]:
            return await benchmark(many)

        run("Dossier: photos into a sealed archive", _sized)
