"""The daily seal of the event log, and how readers of the weekly summary come to hold it."""

from datetime import timedelta
from pathlib import Path

from bot.cli.checks import sealing_key
from data.files.sealing_key import SealingKey
from data.store.unit_of_work import Store
from data.texts.summary import summary_message
from jobs.ports import World
from jobs.reports.dossier.kiem_tra import CHECKPOINT, SEALED, check, is_signed
from jobs.reports.dossier.sealing import last_seal
from jobs.reports.dossier.seals import LOG, fingerprint
from jobs.schedule import run_between
from jobs.ticks.seal_logs import seal_logs
from tests.cast import MONDAY, Cast, at
from tests.dossier.house import House, members
from tests.summary.samples import summary

DAY = timedelta(days=1)


async def _said(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        unit.ward(cast.ward.id).log.append("a.b", actor="cli", subject="x:1", now=MONDAY)


async def test_a_log_is_sealed_once_a_day_while_it_grows(house: House) -> None:
    assert await seal_logs(house.world, MONDAY) == {"sealed": 1}
    assert await seal_logs(house.world, MONDAY) == {}
    # Nothing but the seal itself came since.
    assert await seal_logs(house.world, MONDAY + DAY) == {}
    await _said(house.store, house.cast)
    assert await seal_logs(house.world, MONDAY + timedelta(hours=2)) == {}
    assert await seal_logs(house.world, MONDAY + DAY) == {"sealed": 1}


async def test_a_seal_is_a_signed_entry_of_the_log(house: House) -> None:
    await seal_logs(house.world, MONDAY)
    async with house.store.read() as unit:
        log = unit.ward(house.cast.ward.id).log
        entry, seal = await log.last(SEALED), await last_seal(unit, house.cast.ward.id)
        sealed = (await log.read(after=5, limit=1))[0]
        assert await log.first_break() is None
    assert entry is not None
    assert entry.content is not None
    assert seal is not None
    assert (seal.size, seal.head) == (sealed.seq, sealed.hash)
    content = entry.content
    text = f"{content['origin']}\n{content['size']}\n{content['head']}\n".encode()
    assert is_signed(text, content["signature"].encode(), house.key.public, LOG)


async def test_days_that_are_leapt_over_are_sealed_too(house: House) -> None:
    leap = run_between(house.world, MONDAY, MONDAY + 2 * DAY)
    sealed = [ran.at async for ran in leap if ran.tally.get("sealed")]
    assert sealed == [MONDAY, at("2026-06-16 00:10"), at("2026-06-17 00:10")]


async def test_an_empty_log_and_a_house_without_a_key_are_left_alone(
    store: Store, cast: Cast, house: House
) -> None:
    bare = World(house.store, house.files)
    assert await seal_logs(bare, MONDAY) == {}


async def test_a_log_that_contradicts_its_last_seal_is_not_signed(house: House) -> None:
    from sqlalchemy import text

    await seal_logs(house.world, MONDAY)
    await _said(house.store, house.cast)
    async with house.store.engine.begin() as conn:
        await conn.execute(text("DROP TRIGGER event_log_no_update"))
        await conn.execute(text("UPDATE event_log SET hash = 'x' WHERE seq = 6"))
    assert await seal_logs(house.world, MONDAY + DAY) == {"failed": 1}


async def test_the_mark_in_the_weekly_message_is_found_in_a_later_dossier(
    house: House, tmp_path: Path
) -> None:
    await seal_logs(house.world, MONDAY)
    async with house.store.read() as unit:
        seal = await last_seal(unit, house.cast.ward.id)
    assert seal is not None
    last = summary_message(summary(), seal=seal.mark).splitlines()[-1]
    words, _, mark = last.rpartition(" ")
    assert words == "Dấu niêm phong nhật ký tuần này:"
    await _said(house.store, house.cast)
    made = await house.export(tmp_path / "out.zip")
    assert not any(step.faults for step in check(made.path, {"--dau": mark}))
    assert members(made.path)[CHECKPOINT].startswith(b"nhacviec/phuong-1\n8\n")


def test_check_shows_the_key_once_there_is_one(tmp_path: Path) -> None:
    key = SealingKey(tmp_path / "khoa")
    assert "chưa có" in sealing_key(key).says
    shown = sealing_key(key)
    assert shown.is_right
    assert fingerprint(key.public) in sealing_key(key).says
    (tmp_path / "hong").write_text("không phải khóa")
    assert not sealing_key(SealingKey(tmp_path / "hong")).is_right
