"""What a phone's calendar gets: parsed as a phone would, and held to the rules of iCalendar."""

import re
from datetime import date, datetime

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from data.domain.people import Membership
from data.domain.rules import Continuous
from data.domain.tasks import OccurrenceState
from data.files.evidence_store import EvidenceStore
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store
from jobs.actions.calendars import end_feeds, open_feed
from jobs.actions.hand_over import hand_over
from jobs.reports.calendar import Entry, write_calendar
from tests.cast import MONDAY, Cast, add_task
from tests.web.conftest import client
from tests.web.office import Office

TITLE = "Công khai danh sách hộ nghèo, hộ cận nghèo; niêm yết tại nhà văn hóa, trụ sở và trên Zalo"


class Town:
    """An office with one task of Hạnh's agency, due on 19/6."""

    def __init__(self, office: Office, task_id: int) -> None:
        self.office, self.task_id = office, task_id
        self.client = client(office)

    async def token(self, who: str = "Hạnh", agency: str | None = None) -> str:
        cast = self.office.cast
        async with self.office.store.write() as unit:
            number = cast.agencies[agency] if agency else None
            return await open_feed(unit, cast.ward, cast.people[who], number, MONDAY)

    async def add(self, key: str, due_on: date, agency: str = "Văn phòng HĐND và UBND") -> int:
        async with self.office.store.write() as unit:
            work = unit.ward(self.office.cast.ward.id)
            await work.occurrences.make(
                NewOccurrence(
                    self.task_id,
                    self.office.cast.agencies[agency],
                    key,
                    "",
                    date(2026, 5, 1),
                    due_on,
                    None,
                    None,
                    None,
                )
            )
            found = await work.occurrences.of_task(self.task_id)
            return next(o.id for o in found if o.period_key == key)

    async def change(self, occurrence_id: int, **values: object) -> None:
        async with self.office.store.write() as unit:
            work = unit.ward(self.office.cast.ward.id)
            await work.occurrences.change(occurrence_id, **values)

    async def get(self, token: str, **headers: str) -> httpx.Response:
        return await self.client.get(f"/lich/{token}.ics", headers=headers)

    async def events(self, token: str) -> dict[str, object]:
        answer = await self.get(token)
        assert answer.status_code == 200, answer.text
        return {str(e["UID"]): e for e in Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.fixture
async def town(store: Store, files: EvidenceStore, cast: Cast) -> Town:
    async with store.write() as unit:
        task = await add_task(unit, cast, Continuous(), code=12, title=TITLE)
    town = Town(Office(store, files, cast, public_url="https://nhacviec.test"), task.id)
    await town.add("2026-06", date(2026, 6, 19))
    return town


async def test_a_due_date_is_an_all_day_event_without_alarm(town: Town) -> None:
    answer = await town.get(await town.token())
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"].startswith("private")
    calendar = Calendar.from_ical(answer.content)
    assert str(calendar["X-WR-CALNAME"]) == "Nhắc Việc – việc của Lê Văn Hạnh, Phường Hòa Bình"
    assert str(calendar["X-WR-TIMEZONE"]) == "Asia/Ho_Chi_Minh"
    assert str(calendar["METHOD"]) == "PUBLISH"
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 6, 19)
    assert event["DTEND"].dt == date(2026, 6, 20)
    assert str(event["SUMMARY"]).startswith("Hạn · #12 Công khai danh sách hộ nghèo")
    assert TITLE in str(event["DESCRIPTION"])
    assert not calendar.walk("VALARM")
    assert "0900000002" not in answer.text  # no more of anybody than is needed
    assert "Lê Văn Hạnh" not in str(event["DESCRIPTION"])


async def test_a_change_keeps_the_uid_and_counts_up(town: Town) -> None:
    token = await town.token()
    number = (await _numbers(town))[0]
    ((uid, first),) = (await town.events(token)).items()
    assert int(first["SEQUENCE"]) == 0
    town.office.clock.pass_by(hours=3)
    assert int((await town.events(token))[uid]["SEQUENCE"]) == 0  # nothing changed: nor does this
    await town.change(number, due_on=date(2026, 6, 26))
    moved = (await town.events(token))[uid]
    assert (int(moved["SEQUENCE"]), moved["DTSTART"].dt) == (1, date(2026, 6, 26))
    assert moved["LAST-MODIFIED"].dt == town.office.clock.now
    await town.change(number, state=OccurrenceState.REPORTED)
    done = (await town.events(token))[uid]
    assert str(done["SUMMARY"]).startswith("✅ xong · #12 ")
    assert str(done["STATUS"]) == "CONFIRMED"
    assert "ví dụ: #12" in str(moved["DESCRIPTION"])
    assert "ví dụ: #12" not in str(done["DESCRIPTION"])
    await town.change(number, state=OccurrenceState.CANCELLED)
    gone = (await town.events(token))[uid]
    assert str(gone["STATUS"]) == "CANCELLED"
    assert str(gone["SUMMARY"]).startswith("Đã hủy · #12 ")


async def _numbers(town: Town) -> list[int]:
    async with town.office.store.read() as unit:
        work = unit.ward(town.office.cast.ward.id)
        return [o.id for o in await work.occurrences.of_task(town.task_id)]


async def test_cancelled_work_that_no_calendar_showed_stays_out(town: Town) -> None:
    await town.change((await _numbers(town))[0], state=OccurrenceState.CANCELLED)
    assert not (await town.events(await town.token()))


async def test_the_window_is_three_months_back_and_a_year_ahead(town: Town) -> None:
    for number, due_on in enumerate((date(2026, 3, 1), date(2026, 4, 1), date(2027, 7, 1))):
        await town.add(f"k{number}", due_on)
    shown = {e["DTSTART"].dt for e in (await town.events(await town.token())).values()}
    assert shown == {date(2026, 4, 1), date(2026, 6, 19)}


async def test_asking_again_costs_no_bytes_while_nothing_changed(town: Town) -> None:
    token = await town.token()
    first = await town.get(token)
    again = await town.get(token, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert datetime.strptime(first.headers["last-modified"], "%a, %d %b %Y %H:%M:%S GMT")  # noqa: DTZ007
    await town.change((await _numbers(town))[0], due_on=date(2026, 7, 1))
    assert (await town.get(token, **{"If-None-Match": first.headers["etag"]})).status_code == 200


async def test_a_wrong_token_an_ended_one_and_one_of_who_left_look_all_the_same(
    town: Town,
) -> None:
    cast = town.office.cast
    first = await town.token()
    second = await town.token()  # ends the first
    ended, left = await town.token("Lan"), await town.token("Dũng")
    async with town.office.store.write() as unit:
        await end_feeds(unit, cast.ward, cast.people["Lan"].id, MONDAY, "console")
        dung, hanh = cast.people["Dũng"].id, cast.people["Hạnh"].id
        await hand_over(unit, cast.ward, dung, hanh, MONDAY, "console")
    assert (await town.get(second)).status_code == 200
    answers = [await town.get(t) for t in (first, ended, left, "a" * 43, "%2e%2e", "x" * 5000)]
    assert {(a.status_code, a.content) for a in answers} == {(404, b"")}


async def test_an_agency_is_followed_by_its_head_while_head(town: Town) -> None:
    token = await town.token("Dũng", "Văn phòng HĐND và UBND")
    assert len(await town.events(token)) == 1
    cast = town.office.cast
    dung = cast.people["Dũng"]
    place = Membership(cast.agencies["Văn phòng HĐND và UBND"], is_head=False)
    async with town.office.store.write() as unit:
        people = unit.ward(cast.ward.id).people
        await people.save(type(dung)(**{**_fields(dung), "memberships": (place,)}))
    assert (await town.get(token)).status_code == 404


def _fields(person: object) -> dict[str, object]:
    return {name: getattr(person, name) for name in person.__slots__}  # type: ignore[attr-defined]


async def test_only_the_hash_of_a_token_is_kept(town: Town) -> None:
    token = await town.token()
    assert len(token) >= 43  # 256 bits
    dump = await _everything(town.office.store)
    assert token not in dump
    assert "calendar.opened" in dump


async def _everything(store: Store) -> str:
    from sqlalchemy import text

    async with store.engine.connect() as conn:
        tables = await conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        rows = []
        for table in tables.scalars().all():
            rows += (await conn.execute(text(f"SELECT * FROM {table}"))).all()
    return "\n".join(map(str, rows))


async def test_who_asks_without_end_is_told_to_wait(town: Town) -> None:
    token = await town.token()
    statuses = [(await town.get(token)).status_code for _ in range(62)]
    assert statuses[-1] == 429
    assert statuses[0] == 200


_WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300)


@settings(deadline=None, max_examples=60)
@given(title=_WORDS, text=_WORDS)
def test_whatever_the_words_lines_fold_at_75_octets_and_come_back_whole(
    title: str, text: str
) -> None:
    entry = Entry("u1@nhacviec", date(2026, 6, 19), title, text, OccurrenceState.OPEN, 3, MONDAY)
    content = write_calendar("Nhắc Việc – thử; dấu, phẩy\\", (entry,))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in re.sub(rb"\r\n", b"", content)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == title
    assert str(event["DESCRIPTION"]) == text
