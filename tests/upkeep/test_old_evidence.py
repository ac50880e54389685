"""Evidence that passed its time is listed once a year to the lead office, and never deleted."""

import pytest

from data.domain.messages import Delivery
from data.domain.settings_rules import Problem
from data.domain.settings_words import read_setting
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.sweep import sweep
from jobs.ticks.tell_of_old_evidence import tell_of_old_evidence
from tests.cast import MONDAY, Cast, at


async def test_the_office_is_told_once_a_year_and_nothing_goes(
    store: Store, files: EvidenceStore, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await files.put_bytes(b"%PDF-1.4")
    async with store.write() as unit:
        number = await unit.ward(cast.ward.id).evidence.add(
            cast.people["Hạnh"].id,
            channel="web",
            ref="x",
            name="a.pdf",
            mime="application/pdf",
            size=8,
            sha256=kept.sha256,
            is_compressed=False,
            exif=None,
            taken_at=None,
            sent_at=MONDAY,
            received_at=MONDAY,
        )
    world = World(store, files)
    assert await tell_of_old_evidence(world, at("2036-12-31 09:10")) == {}
    assert await tell_of_old_evidence(world, at("2037-01-04 09:10")) == {"told": 1}
    with monkeypatch.context() as nobody_writes:
        nobody_writes.setattr(store, "write", None)
        assert await tell_of_old_evidence(world, at("2037-01-05 09:10")) == {}
    assert await tell_of_old_evidence(world, at("2038-01-05 09:10")) == {"told": 1}
    await sweep(world, at("2038-01-06 02:30"))
    async with store.read() as unit:
        letters = await unit.outbox.in_states(list(Delivery))
        (file,) = await unit.ward(cast.ward.id).evidence.some([number])
    assert {letter.person_id for letter in letters} == {cast.people["Mai"].id}
    assert letters[0].message.text.startswith(
        "Phường Hòa Bình có 1 tệp minh chứng đã giữ quá 10 năm (1 MB, cũ nhất từ tháng 6/2026).\n"
        "Hệ thống không tự xóa tệp nào."
    )
    assert files.path(file.sha256 or "").exists()


def test_the_ward_says_how_long(cast: Cast) -> None:
    settings, today = cast.ward.settings, MONDAY.date()
    longer = read_setting("giữ minh chứng 20 năm", settings, today)
    assert longer == settings.model_copy(update={"keep_years": 20})
    assert read_setting("giữ minh chứng trong 2 năm", settings, today) is Problem.KEEP_YEARS
