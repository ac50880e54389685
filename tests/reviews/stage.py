"""Some work of Hạnh's office that is reported, and people who decide on it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from data.domain.messages import Delivery, Letter
from data.domain.people import Membership, Person, Role
from data.domain.progress import read_progress
from data.domain.requests import Decision
from data.domain.reviews import Case, Fault, Verdict
from data.domain.rules import Continuous
from data.domain.tasks import Occurrence
from data.store.cases import case_of
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store
from jobs.actions.request_telling import Kept
from jobs.actions.requests import ask_extension, contest
from jobs.actions.review_report import Reviewed, review_report, undo_review
from jobs.actions.settle_request import extend_deadline, settle_request
from jobs.actions.submit_report import submit_report
from jobs.actions.take_back_request import undo_answer, withdraw_request
from tests.cast import Cast, add_task, at

T = TypeVar("T")
NINE = at("2026-06-15 09:00")
"""Monday."""
DUE = date(2026, 6, 12)
OFFICE = "Văn phòng HĐND và UBND"


@dataclass
class Desk:
    """People report, and others decide."""

    store: Store
    cast: Cast
    now: datetime = NINE
    made: int = 0

    @property
    def people(self) -> dict[str, Person]:
        return self.cast.people

    def later(self, **ago: float) -> None:
        self.now += timedelta(**ago)

    async def add_person(self, name: str, role: Role, agency: str) -> Person:
        """Bring in somebody more."""
        person = Person(
            0,
            name,
            None,
            self.people["Mai"].address,
            frozenset({role}),
            (Membership(self.cast.agencies[agency]),),
        )
        async with self.store.write() as unit:
            added = await unit.ward(self.cast.ward.id).people.add(person)
        self.cast.people[added.given_name] = added
        return added

    async def owes(self, code: int = 20, agency: str = OFFICE, due: date = DUE) -> int:
        """Let an agency owe something; returns the occurrence."""
        async with self.store.write() as unit:
            task = await add_task(
                unit, self.cast, Continuous(), code=code, title="Đối thoại", lead=agency
            )
            work = unit.ward(self.cast.ward.id)
            await work.occurrences.make(
                NewOccurrence(
                    task.id,
                    self.cast.agencies[agency],
                    f"k{code}",
                    "",
                    date(2026, 5, 4),
                    due,
                    None,
                    at("2026-06-16 07:30"),
                    at("2026-06-18 14:00"),
                )
            )
            return (await work.occurrences.of_task(task.id))[0].id

    async def picture(self, who: str) -> int:
        """Let somebody send a picture; returns the evidence."""
        self.made += 1
        async with self.store.write() as unit:
            return await unit.ward(self.cast.ward.id).evidence.add(
                self.people[who].id,
                channel="web",
                ref=f"r{self.made}",
                name=f"anh{self.made}.jpg",
                mime="image/jpeg",
                size=9,
                sha256=f"{self.made:064x}",
                is_compressed=False,
                exif={},
                taken_at=None,
                sent_at=self.now,
                received_at=self.now,
            )

    async def does(
        self, who: str, action: Callable[..., Awaitable[T]], *what: object, **how: object
    ) -> T:
        """Let somebody do something, in one transaction."""
        person = self.people[who]
        async with self.store.write() as unit:
            return await action(
                unit, self.cast.ward, person, *what, self.now, f"person:{person.id}", **how
            )

    async def reports(
        self, occurrence_id: int, text: str = "đã xong", *evidence: int, who: str = "Hạnh"
    ) -> int:
        """Let somebody report; returns the report."""
        what = (occurrence_id, text, read_progress(text), evidence)
        submitted = await self.does(who, submit_report, *what, chat=self.cast.chat(who).address)
        return submitted.report.id

    async def accepts(self, report: int, who: str = "Mai", seen: str | None = None) -> Reviewed:
        return await self._review(report, who, Verdict.ACCEPTED, seen=seen)

    async def returns(
        self,
        report: int,
        *faults: Fault,
        who: str = "Mai",
        said: str = "",
        pictures: tuple[int, ...] = (),
        by: date | None = None,
    ) -> Reviewed:
        return await self._review(
            report, who, Verdict.RETURNED, faults=faults, said=said, evidence_ids=pictures, by=by
        )

    async def _review(self, report: int, who: str, verdict: Verdict, **how: object) -> Reviewed:
        return await self.does(who, review_report, report, verdict, **how)

    async def undoes(self, review: int, who: str = "Mai") -> Reviewed:
        return await self.does(who, undo_review, review)

    async def asks(
        self, occurrence: int, until: date, reason: str = "mưa bão", who: str = "Hạnh"
    ) -> Kept:
        chat = self.cast.chat(who).address
        return await self.does(who, ask_extension, occurrence, until, reason, chat=chat)

    async def explains(
        self, occurrence: int, reason: str = "mưa bão, mất điện", who: str = "Hạnh"
    ) -> Kept:
        return await self.does(who, contest, occurrence, reason)

    async def settles(
        self,
        request: int,
        decision: Decision,
        who: str = "Mai",
        said: str = "",
        until: date | None = None,
    ) -> Kept:
        return await self.does(who, settle_request, request, decision, said=said, until=until)

    async def extends(
        self, occurrence: int, until: date, who: str = "Sơn", reason: str = "mưa bão"
    ) -> Kept:
        return await self.does(who, extend_deadline, occurrence, until, reason)

    async def withdraws(self, request: int, who: str = "Hạnh") -> Kept:
        return await self.does(who, withdraw_request, request)

    async def takes_back(self, request: int, who: str = "Mai") -> Kept:
        return await self.does(who, undo_answer, request)

    async def stands(self, occurrence: int) -> Occurrence:
        return (await self.case(occurrence)).item.occurrence

    async def case(self, occurrence: int) -> Case:
        async with self.store.read() as unit:
            found = await case_of(unit, self.cast.ward, occurrence)
        assert found is not None
        return found

    async def letters(self, who: str) -> list[Letter]:
        """Return what was queued to somebody, the first first, withdrawn letters left out."""
        async with self.store.read() as unit:
            found = await unit.outbox.in_states(Delivery)
        person = self.people[who].id
        return [
            x for x in reversed(found) if x.person_id == person and x.state is not Delivery.EXPIRED
        ]

    async def logged(self) -> list[str]:
        async with self.store.read() as unit:
            log = unit.ward(self.cast.ward.id).log
            assert await log.first_break() is None
            return [e.kind for e in await log.read()]
