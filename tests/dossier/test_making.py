"""Making a dossier: who may, what is on the log, and that nothing half made is ever left."""

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from data.domain.dossier import Scope
from data.domain.periods import Span
from data.errors import RefusedError
from data.files.sealing_key import SealingKey
from jobs.actions.export_dossier import export_dossier, plan_of_dossier
from jobs.reports.dossier.kiem_tra import check, main
from jobs.reports.dossier.workroom import workroom
from tests.cast import at
from tests.dossier.house import JUNE, NOW, House


def _silent(_done: int, _total: int) -> None:
    pass


async def _by(house: House, name: str, target: Path, span: Span = JUNE) -> None:
    actor = f"person:{house.cast.people[name].id}"
    scope = Scope((await house.scope()).plan_id, span)
    ward = house.cast.ward
    await export_dossier(house.world, ward, scope, target, NOW, actor, progress=_silent)


async def test_the_lead_office_takes_it_out_and_the_log_says_so(
    house: House, tmp_path: Path
) -> None:
    await _by(house, "Mai", tmp_path / "out.zip")
    async with house.store.read() as unit:
        log = unit.ward(house.cast.ward.id).log
        entry = await log.last("dossier.exported")
        assert await log.first_break() is None
    assert entry is not None
    assert entry.content is not None
    assert entry.actor == f"person:{house.cast.people['Mai'].id}"
    assert (entry.content["first"], entry.content["last"]) == ("2026-06-01", "2026-06-30")
    assert entry.content["size"] == (tmp_path / "out.zip").stat().st_size
    said = check(tmp_path / "out.zip", {"--bien-ban": entry.content["tagmanifest"]})
    assert not any(step.faults for step in said)


@pytest.mark.parametrize("name", ["Hạnh", "Tư", "Sơn"])
async def test_others_may_not(house: House, tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError, match="cơ quan đầu mối"):
        await _by(house, name, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize("name", ["out.zip", "out.bien-ban.html"])
async def test_nothing_is_written_over(house: House, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("của người khác")
    with pytest.raises(RefusedError, match=f"Đã có tệp {name}.*không ghi đè"):
        await _by(house, "Mai", tmp_path / "out.zip")
    assert (tmp_path / name).read_text() == "của người khác"
    assert [p.name for p in _left_in(tmp_path)] == [name]


async def test_a_folder_that_is_not_there_is_said(house: House, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="Không ghi được tệp hồ sơ ở đó: chưa có thư mục này"):
        await _by(house, "Mai", tmp_path / "khong" / "out.zip")


async def test_days_in_the_wrong_order_are_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="Ngày cuối"):
        await _by(house, "Mai", tmp_path / "out.zip", Span(JUNE.end, JUNE.start))


@pytest.mark.parametrize("harm", ["changed", "gone"])
async def test_a_file_that_is_not_what_was_received_stops_it_by_name(
    house: House, tmp_path: Path, harm: str
) -> None:
    (blob,) = [p for p in (tmp_path / "files/blobs").rglob("*") if b"%PDF" in _bytes(p)]
    blob.chmod(0o644)
    blob.write_bytes(b"khac") if harm == "changed" else blob.unlink()
    with pytest.raises(RefusedError, match=r"“Biên bản.pdf” của việc #12"):
        await house.export(tmp_path / "out.zip")
    assert not _left_in(tmp_path)


def _left_in(folder: Path) -> list[Path]:
    return [*folder.glob("out*"), *folder.glob(".ho-so-*")]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


async def test_nothing_is_sealed_over_a_log_that_was_tampered_with(
    house: House, tmp_path: Path
) -> None:
    from sqlalchemy import text

    async with house.store.engine.begin() as conn:
        await conn.execute(text("DROP TRIGGER event_log_no_update"))
        await conn.execute(text("UPDATE event_log SET actor = 'person:9' WHERE seq = 2"))
    with pytest.raises(RefusedError, match="đứt tại mục 2"):
        await house.export(tmp_path / "out.zip")
    assert not _left_in(tmp_path)


async def test_reports_that_come_meanwhile_do_not_spoil_it(house: House, tmp_path: Path) -> None:
    async def go_on() -> None:
        for number in range(20):
            await house.report("Hạnh", 20, f"bổ sung {number}", at(f"2026-06-17 08:{number:02}"))

    _, made = await asyncio.gather(go_on(), house.export(tmp_path / "out.zip"))
    assert not any(step.faults for step in check(made.path))


async def test_a_plan_is_meant_by_its_number(house: House) -> None:
    async with house.store.read() as unit:
        for called in (None, "12", "12/KH-UBND", "12/KH-UBND ngày 15/1/2026"):
            assert (await plan_of_dossier(unit, house.cast.ward, called)).number == "12/KH-UBND"
        for called in ("13", "//"):
            with pytest.raises(RefusedError, match="12/KH-UBND"):
                await plan_of_dossier(unit, house.cast.ward, called)
        with pytest.raises(RefusedError, match="Chưa có kế hoạch"):
            await plan_of_dossier(unit, replace(house.cast.ward, id=99), None)


KILLED = """
    import asyncio, sys, time
    from pathlib import Path
    from data.files.evidence_store import EvidenceStore
    from data.files.sealing_key import SealingKey
    from data.store.unit_of_work import Store
    from jobs.reports.dossier.making import make_dossier
    from data.domain.dossier import Scope
    from tests.dossier.house import JUNE, NOW

    def stop(done, total):
        print("half", flush=True)
        time.sleep(60)

    async def main(folder):
        store = Store.at(f"sqlite+aiosqlite:///{folder}/nhacviec.db")
        async with store.read() as unit:
            (ward,) = await unit.wards.all()
            (plan,) = await unit.ward(ward.id).plans.all()
        files, key = EvidenceStore(folder / "files"), SealingKey(folder / "khoa")
        scope, out = Scope(plan.id, JUNE), folder / "out.zip"
        await make_dossier(store, files, key, ward, scope, out, NOW, "cli", progress=stop)

    asyncio.run(main(Path(sys.argv[1])))
"""


def _kill_half_way(folder: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)


async def test_a_power_cut_leaves_nothing_under_the_name(house: House, tmp_path: Path) -> None:
    await asyncio.to_thread(_kill_half_way, tmp_path)
    assert not (tmp_path / "out.zip").exists()
    async with house.store.read() as unit:
        assert await unit.ward(house.cast.ward.id).log.last("dossier.exported") is None
    assert _left_in(tmp_path)
    made = await house.export(tmp_path / "out.zip")
    assert not any(step.faults for step in check(made.path))
    # What the stop left is cleared by the next who comes there.
    assert sorted(_left_in(tmp_path)) == [made.minutes, made.path]


def test_only_what_a_stop_left_is_cleared(tmp_path: Path) -> None:
    theirs = tmp_path / ".ho-so-rieng"
    theirs.mkdir()
    (theirs / "ghi-chu.txt").write_text("của người khác")
    (tmp_path / ".ho-so-tep").write_text("của người khác")
    with workroom(tmp_path) as first:
        (first / "dossier").write_bytes(b"1")
        with workroom(tmp_path) as second:
            assert (first / "dossier").exists()
        assert not second.exists()
    assert not first.exists()
    assert (theirs / "ghi-chu.txt").exists()
    assert (tmp_path / ".ho-so-tep").exists()


async def test_memory_does_not_grow_with_the_files(house: House, tmp_path: Path) -> None:
    megabyte = 1024 * 1024
    for number in range(10):
        content = b"%PDF-1.4" + number.to_bytes(4, "big") * (2 * megabyte)
        when = at(f"2026-06-18 09:{number:02}")
        kept = await house.keep("Hạnh", content, when, f"{number}.pdf")
        await house.report("Hạnh", 12, "bản quét", when, (kept,))
    tracemalloc.start()
    made = await house.export(tmp_path / "out.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made.size > 80 * megabyte
    assert peak < 20 * megabyte


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, second = SealingKey(tmp_path / "in/khoa"), SealingKey(tmp_path / "in/khoa")
    assert not first.is_made
    assert first.public == second.public
    assert (tmp_path / "in/khoa").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (tmp_path / "in").iterdir()] == ["khoa"]


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "NHACVIEC_DATA_DIR": str(folder), "NHACVIEC_DATABASE_URL": ""}
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, capture_output=True, text=True, env=env)


async def test_at_the_console_it_is_taken_out_and_looked_over(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hồ sơ.zip"
    days = ("--from", "01/06/2026", "--to", "2026-06-30", "-o", str(out))
    done = await asyncio.to_thread(_run, tmp_path, "dossier", "--plan", "12/KH-UBND", *days)
    assert done.returncode == 0, done.stderr
    assert "In và ký biên bản niêm phong" in done.stdout
    assert "Đã chép 2/2 tệp" in done.stderr
    told = next(x for x in done.stdout.splitlines() if x.startswith("Tự kiểm tra lại"))
    # What "nhacviec verify" does with this is a test of the verifier's.
    assert main(shlex.split(told.partition("nhacviec verify ")[2])) == 0
    assert "hồ sơ nguyên vẹn như khi xuất" in capsys.readouterr().out
    async with house.store.read() as unit:
        entry = await unit.ward(house.cast.ward.id).log.last("dossier.exported")
    assert entry is not None
    assert entry.actor == "console"
