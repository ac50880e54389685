"""A photo that was shown before is a question to who reviews, with both pictures."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from data.domain.reports import Doneness, Progress
from data.domain.rules import Continuous
from data.files.evidence_store import EvidenceStore
from data.store.cases import case_of_report
from data.store.occurrences import NewOccurrence
from data.store.repeats import Repeat, find_repeats, notes_on, shown_beside
from data.store.unit_of_work import Store
from data.texts.repeats import shown_before
from jobs.ports import World
from jobs.ticks.fetch_files import fetch_files
from jobs.ticks.print_pictures import print_pictures
from tests.cast import MONDAY, Cast, add_task, found
from tests.files.scenes import jpeg_of, scene

OFFICE = "Văn phòng HĐND và UBND"
QUARTERS = ("quý I", "quý II")


@dataclass
class Desk:
    """A ward with two tasks of two quarters each, where reports are given."""

    store: Store
    files: EvidenceStore
    cast: Cast
    work: dict[tuple[int, str], int] = field(default_factory=dict)
    now: datetime = MONDAY

    @property
    def world(self) -> World:
        return World(self.store, self.files)

    async def open(self) -> "Desk":
        async with self.store.write() as unit:
            ward = unit.ward(self.cast.ward.id)
            for code in (12, 20):
                task = await add_task(unit, self.cast, Continuous(), code=code)
                for label in QUARTERS:
                    await ward.occurrences.make(
                        NewOccurrence(
                            task_id=task.id,
                            agency_id=self.cast.agencies[OFFICE],
                            period_key=label,
                            label=label,
                            opens_on=date(2026, 1, 1),
                            due_on=date(2026, 6, 19),
                            event_id=None,
                            next_remind_at=None,
                            next_escalate_at=None,
                        )
                    )
                for occurrence in await ward.occurrences.of_task(task.id):
                    self.work[code, occurrence.label] = occurrence.id
        return self

    async def reports(self, code: int, label: str, *contents: bytes, who: str = "Hạnh") -> int:
        """Give a report with these photos, and let them be looked at."""
        stored = [await self.files.put_bytes(content) for content in contents]
        self.now += timedelta(days=1)
        async with self.store.write() as unit:
            ward, person = unit.ward(self.cast.ward.id), self.cast.people[who]
            report_id = await ward.reports.add(
                self.work[code, label],
                person.id,
                "xong",
                Progress(Doneness.DONE),
                before={},
                now=self.now,
            )
            for file in stored:
                await ward.evidence.add(
                    person.id,
                    channel="web",
                    ref=file.sha256,
                    name="anh.jpg",
                    mime="image/jpeg",
                    size=file.size,
                    sha256=file.sha256,
                    is_compressed=False,
                    exif=None,
                    taken_at=None,
                    sent_at=self.now,
                    received_at=self.now,
                    report_id=report_id,
                )
        await fetch_files(self.world, self.now)
        return report_id

    async def repeats(self, report_id: int) -> tuple[Repeat, ...]:
        async with self.store.read() as unit:
            case = await case_of_report(unit, self.cast.ward, report_id)
            assert case is not None
            return await find_repeats(unit, self.cast.ward, case)

    async def notes(self, report_id: int) -> list[str]:
        async with self.store.read() as unit:
            case = await case_of_report(unit, self.cast.ward, report_id)
            assert case is not None
            repeats = await find_repeats(unit, self.cast.ward, case)
            return notes_on(repeats, case, date(2026, 6, 30))


@pytest.fixture
async def desk(store: Store, files: EvidenceStore) -> Desk:
    return await Desk(store, files, await found(store)).open()


def told(repeats: tuple[Repeat, ...]) -> list[tuple[int, str, bool]]:
    return [(r.task.code, r.occurrence.label, r.is_exact) for r in repeats]


PHOTO = jpeg_of(scene(1, (800, 600)))
SAME_PHOTO = jpeg_of(scene(1, (800, 600)).resize((640, 480)), 60)
TURNED = jpeg_of(scene(1, (800, 600)).rotate(90, expand=True), 70)
OTHER = jpeg_of(scene(2, (800, 600)))


async def test_both_pictures_are_shown_unless_they_are_one(desk: Desk) -> None:
    await desk.reports(12, "quý I", PHOTO)
    alike = await desk.repeats(await desk.reports(20, "quý I", TURNED))
    (beside,) = shown_beside(alike)
    assert (beside.sha256, beside.name) == (alike[0].other.sha256, "Đã nộp cho #12 - anh.jpg")
    exact = await desk.repeats(await desk.reports(20, "quý II", PHOTO))
    assert [b.sha256 for b in shown_beside(exact)] == [alike[0].own.sha256]


async def test_the_very_same_photo_in_another_period_is_found(desk: Desk) -> None:
    await desk.reports(12, "quý I", PHOTO)
    (repeat,) = await desk.repeats(await desk.reports(12, "quý II", PHOTO))
    assert told((repeat,)) == [(12, "quý I", True)]
    assert (repeat.distance, repeat.other.person_id) == (0, desk.cast.people["Hạnh"].id)
    assert repeat.own.sha256 == repeat.other.sha256


@pytest.mark.parametrize("photo", [SAME_PHOTO, TURNED], ids=["recompressed", "turned"])
async def test_one_that_only_looks_the_same_is_found_for_another_task(
    desk: Desk, photo: bytes
) -> None:
    await desk.reports(12, "quý I", OTHER, PHOTO)
    (repeat,) = await desk.repeats(await desk.reports(20, "quý I", photo, who="Dũng"))
    assert told((repeat,)) == [(12, "quý I", False)]
    assert 0 <= repeat.distance <= 31
    assert repeat.own.sha256 != repeat.other.sha256


async def test_the_same_bytes_come_before_what_is_only_alike(desk: Desk) -> None:
    await desk.reports(12, "quý I", SAME_PHOTO)
    await desk.reports(12, "quý II", PHOTO)
    again = await desk.reports(20, "quý I", PHOTO)
    assert told(await desk.repeats(again)) == [(12, "quý II", True), (12, "quý I", False)]


async def test_another_photo_is_no_repeat(desk: Desk) -> None:
    await desk.reports(12, "quý I", PHOTO)
    assert await desk.repeats(await desk.reports(20, "quý I", OTHER)) == ()


async def test_a_supplement_to_the_same_work_repeats_nothing(desk: Desk) -> None:
    await desk.reports(12, "quý I", PHOTO)
    assert await desk.repeats(await desk.reports(12, "quý I", PHOTO, SAME_PHOTO)) == ()


async def test_the_first_report_is_not_asked_about_because_of_a_later_one(desk: Desk) -> None:
    first = await desk.reports(12, "quý I", PHOTO)
    await desk.reports(20, "quý I", PHOTO)
    assert await desk.repeats(first) == ()


async def test_a_report_that_was_taken_back_showed_nothing(desk: Desk) -> None:
    first = await desk.reports(12, "quý I", PHOTO)
    async with desk.store.write() as unit:
        await unit.ward(desk.cast.ward.id).reports.take_back(first)
    assert await desk.repeats(await desk.reports(20, "quý I", PHOTO)) == ()


async def test_another_ward_s_photos_are_never_compared(desk: Desk, files: EvidenceStore) -> None:
    beside = await Desk(desk.store, files, await found(desk.store, linked=False)).open()
    await beside.reports(12, "quý I", PHOTO, SAME_PHOTO)
    assert await desk.repeats(await desk.reports(20, "quý I", PHOTO)) == ()


async def test_photos_from_before_prints_were_made_are_looked_at_a_few_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.ticks.print_pictures.AT_ONCE", 2)
    await desk.reports(12, "quý I", PHOTO, OTHER, b"\xff\xd8\xffbroken")
    async with desk.store.engine.begin() as conn:
        await conn.exec_driver_sql("UPDATE picture_prints SET quality = NULL, upright = NULL")
    assert await print_pictures(desk.world, MONDAY) == {"looked_at": 2}
    assert await print_pictures(desk.world, MONDAY) == {"looked_at": 1}
    assert await print_pictures(desk.world, MONDAY) == {}
    repeats = await desk.repeats(await desk.reports(20, "quý I", SAME_PHOTO))
    assert told(repeats) == [(12, "quý I", False)]


async def test_a_note_that_follows_does_not_hide_what_was_shown_again(desk: Desk) -> None:
    await desk.reports(12, "quý I", PHOTO)
    await desk.reports(20, "quý I", PHOTO)
    note = await desk.reports(20, "quý I")
    assert told(await desk.repeats(note)) == [(12, "quý I", True)]


async def test_of_several_pictures_the_one_in_question_is_called_by_its_number(desk: Desk) -> None:
    await desk.reports(12, "quý I", PHOTO)
    (alone,) = await desk.notes(await desk.reports(20, "quý I", PHOTO))
    assert alone.startswith("Ảnh này trùng với ảnh đã nộp cho #12, quý I")
    one_of_two, _ = await desk.notes(await desk.reports(12, "quý II", OTHER, SAME_PHOTO))
    assert one_of_two.startswith("Ảnh 2 giống ảnh đã nộp cho #20, quý I")


def test_the_question_says_what_when_and_by_whom_and_judges_nobody() -> None:
    today = date(2026, 6, 15)
    said = {"code": 12, "label": "quý I", "sent_at": MONDAY, "today": today}
    assert shown_before(is_picture=True, is_exact=False, person="Lê Văn Hạnh", **said) == (
        "Ảnh này giống ảnh đã nộp cho #12, quý I (ngày 15/6, Lê Văn Hạnh). "
        "Đồng chí xem có đúng là ảnh của lần này không?"
    )
    assert shown_before(is_picture=False, is_exact=True, person=None, **said) == (
        "Tệp này trùng với tệp đã nộp cho #12, quý I (ngày 15/6). "
        "Đồng chí xem có đúng là tệp của lần này không?"
    )
