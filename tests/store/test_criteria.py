"""Criteria in the store, on both databases: what is kept, what counts as shown."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from data.domain.criteria import Counts, CriterionDraft
from data.domain.reports import EvidenceState
from data.domain.tasks import OccurrenceState
from data.store.unit_of_work import Store
from tests.cast import MONDAY
from tests.store.work import CATALOGUE, Filled, fill

MORE = CriterionDraft(9, "2.2", "Công khai danh sách hộ nghèo", Decimal("0.25"), "Ảnh niêm yết")


async def _counts(store: Store, filled: Filled) -> Counts:
    async with store.read() as unit:
        (standing,) = await unit.ward(filled.cast.ward.id).criteria.standing()
    return next(r.counts for r in standing.rows if r.criterion.code == "2")


async def test_points_come_back_as_they_were(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        criteria = unit.ward(filled.cast.ward.id).criteria
        first, _second = await criteria.all()
        await criteria.set_score(first.id, Decimal("1.25"), "Thiếu biên bản")
        first, second = await criteria.all()
    assert (first.points, first.score, first.explanation) == (
        Decimal("2.5"),
        Decimal("1.25"),
        "Thiếu biên bản",
    )
    assert (second.points, second.score, second.explanation) == (None, None, "")


async def test_amending_keeps_ties_and_scores_by_code_and_forgets_nothing(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        criteria = unit.ward(filled.cast.ward.id).criteria
        (catalogue,) = await criteria.catalogues()
        first, _ = await criteria.all()
        await criteria.set_score(first.id, Decimal(1), "vì sao")
        renamed = replace(CATALOGUE.criteria[0], title="Công khai")
        await criteria.write(catalogue.id, (MORE, renamed))
        now = {c.code: c for c in await criteria.all()}
        ties = await criteria.ties()
    assert (now["2"].id, now["2"].title, now["2"].score) == (first.id, "Công khai", Decimal(1))
    assert {code for code, c in now.items() if c.is_gone} == {"2.1"}
    assert ties == ((first.id, filled.task.id),)
    assert [c.code for c in now.values() if not c.is_gone] == ["2.2", "2"]  # the file's order


async def test_tying_twice_ties_once(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        criteria = unit.ward(filled.cast.ward.id).criteria
        pair = (await criteria.ties())[0]
        assert await criteria.tie([pair, pair], MONDAY) == ()
        assert await criteria.untie([pair, pair]) == (pair,)
        assert await criteria.untie([pair]) == ()
        assert await criteria.tie([pair, pair], MONDAY) == (pair,)


async def test_only_what_is_stored_and_stands_counts_as_shown(store: Store) -> None:
    filled = await fill(store)
    assert await _counts(store, filled) == Counts(owed=2)  # the file is still to be fetched
    async with store.write() as unit:
        work = unit.ward(filled.cast.ward.id)
        await work.evidence.mark_stored(filled.evidence_id, "c" * 64, 12)
        assert (await work.evidence.some([filled.evidence_id]))[0].state is EvidenceState.STORED
    assert await _counts(store, filled) == Counts(owed=2, files=1)
    async with store.write() as unit:
        occurrences = unit.ward(filled.cast.ward.id).occurrences
        await occurrences.change(filled.occurrence.id, state=OccurrenceState.ACCEPTED)
    assert await _counts(store, filled) == Counts(owed=2, done=1, files=1, accepted=1)
    async with store.write() as unit:
        work = unit.ward(filled.cast.ward.id)
        (proof,) = await work.criteria.proofs([filled.task.id], 2026)
        assert (proof.name, proof.is_accepted) == ("biên bản.pdf", True)
        assert await work.criteria.proofs([filled.task.id], 2025) == ()
        await work.reports.take_back(filled.report_id)
    assert await _counts(store, filled) == Counts(owed=2, done=1)
    async with store.write() as unit:
        occurrences = unit.ward(filled.cast.ward.id).occurrences
        await occurrences.change(filled.occurrence.id, state=OccurrenceState.CANCELLED)
    assert await _counts(store, filled) == Counts(owed=1)


async def test_work_of_another_year_shows_nothing(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        occurrences = unit.ward(filled.cast.ward.id).occurrences
        later = filled.occurrence.due_on + timedelta(days=365)
        await occurrences.change(filled.occurrence.id, due_on=later)
    assert await _counts(store, filled) == Counts(owed=1)


async def test_a_catalogue_that_rests_is_not_looked_at_but_kept(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        criteria = unit.ward(filled.cast.ward.id).criteria
        (catalogue,) = await criteria.catalogues()
        assert [await criteria.set_active(catalogue.id, False) for _ in range(2)] == [True, False]
        assert await criteria.standing() == ()
        assert len(await criteria.standing(only_active=False)) == 1


async def test_a_name_and_a_year_are_one_catalogue(store: Store) -> None:
    filled = await fill(store)
    with pytest.raises(IntegrityError):
        async with store.write() as unit:
            await unit.ward(filled.cast.ward.id).criteria.add(CATALOGUE, MONDAY)
    async with store.write() as unit:
        criteria = unit.ward(filled.cast.ward.id).criteria
        await criteria.add(replace(CATALOGUE, year=2027), MONDAY)
        assert [c.year for c in await criteria.catalogues()] == [2027, 2026]
