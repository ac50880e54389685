"""A ward with something in every table, for the store's tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from data.domain.criteria import CatalogueDraft, CriterionDraft
from data.domain.erasures import Decision
from data.domain.messages import Chat, FileRef, Lane, OutgoingMessage
from data.domain.periods import Span
from data.domain.prints import PicturePrint
from data.domain.reports import Doneness, Progress
from data.domain.requests import RequestKind
from data.domain.reviews import Fault, Verdict
from data.domain.rules import Continuous
from data.domain.tasks import Event, Occurrence, Task
from data.store.occurrences import NewOccurrence
from data.store.requests import NewRequest
from data.store.reviews import NewReview
from data.store.unit_of_work import Store
from data.store.web import WebSession
from tests.cast import MONDAY, Cast, add_task, found

TODAY = date(2026, 6, 15)
FILE = FileRef("biên bản.pdf", "ref-1", size=12, mime="application/pdf")


CATALOGUE = CatalogueDraft(
    "PAPI",
    "v1",
    2026,
    "QĐ",
    (
        CriterionDraft(1, "2", "Công khai, minh bạch", Decimal("2.5"), "Ảnh"),
        CriterionDraft(2, "2.1", "Tiếp cận thông tin", None, ""),
    ),
)


@dataclass(frozen=True)
class Filled:
    """What was put in."""

    cast: Cast
    task: Task
    event: Event
    occurrence: Occurrence
    report_id: int
    evidence_id: int


async def fill(store: Store, marker: str = "a") -> Filled:
    """Found a ward and put something into every table of it."""
    cast = await found(store, linked=False)
    officer = cast.people["Hạnh"]
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        agency = cast.agencies["Văn phòng HĐND và UBND"]
        await work.agencies.also_called(agency, "VP-TK")
        task = await add_task(unit, cast, Continuous(), code=12, coordinate="Trạm Y tế")
        event = await work.events.add("Bầu cử", TODAY, TODAY, [task.id])
        for number in (1, 2):
            await work.occurrences.make(
                NewOccurrence(
                    task_id=task.id,
                    agency_id=agency,
                    period_key=f"{marker}-{number}",
                    label=f"lần {number}/2",
                    opens_on=TODAY,
                    due_on=TODAY + timedelta(days=number),
                    event_id=event.id,
                    next_remind_at=MONDAY,
                    next_escalate_at=MONDAY,
                )
            )
        occurrence = (await work.occurrences.of_task(task.id))[0]
        report_id = await work.reports.add(
            occurrence.id,
            officer.id,
            "đã họp 1/2 buổi, 85 người",
            Progress(Doneness.PARTLY, count=1, of=2, people=85),
            before={"state": "open"},
            now=MONDAY,
        )
        evidence_id = await work.evidence.add(
            officer.id,
            channel="telegram",
            account="bot1",
            ref=FILE.ref,
            name=FILE.name,
            mime="application/pdf",
            size=12,
            sha256=None,
            is_compressed=False,
            exif={"Model": "X"},
            taken_at=MONDAY - timedelta(hours=1),
            sent_at=MONDAY,
            received_at=MONDAY,
            report_id=report_id,
        )
        decision = Decision("15/QĐ-UBND", TODAY, "gửi nhầm")
        await work.erasures.ask("e" * 64, decision, officer.id, MONDAY)
        await work.prints.keep("d" * 64, PicturePrint(99, bytes(32), bytes(224)))
        await work.reviews.add(
            NewReview(
                occurrence.id,
                report_id,
                cast.people["Mai"].id,
                Verdict.RETURNED,
                [Fault.BLURRED],
                "mờ",
                [evidence_id],
                TODAY,
                TODAY + timedelta(days=3),
                1,
                {},
            ),
            MONDAY,
        )
        await work.requests.add(
            NewRequest(occurrence.id, RequestKind.LATENESS, officer.id, "mưa bão", TODAY), MONDAY
        )
        group = Chat("telegram", "bot1", f"-{marker}")
        await unit.agency_chats.add(cast.ward.id, agency, group, "Nhóm Văn phòng", MONDAY)
        chat = Chat("web", "web", f"{marker}{officer.id}")
        await unit.links.add(cast.ward.id, officer.id, chat, MONDAY)
        await unit.outbox.add(
            f"digest:{marker}",
            chat,
            OutgoingMessage("Việc của đồng chí"),
            kind="digest",
            lane=Lane.BULK,
            now=MONDAY,
            ward_id=cast.ward.id,
            person_id=officer.id,
            mentions=[occurrence.id],
        )
        inbox_id = await unit.inbox.add(chat, "1", {"text": "xong"}, MONDAY)
        await unit.web.show(chat.chat, {"text": "xong"}, MONDAY, inbox_id=inbox_id)
        await unit.invitations.add(
            cast.ward.id,
            officer.id,
            f"hash-{marker}",
            now=MONDAY,
            expires_at=MONDAY + timedelta(hours=72),
        )
        session = WebSession(cast.ward.id, officer.id, chat.chat, MONDAY + timedelta(days=30))
        await unit.web.open_session(f"token-{marker}", session, MONDAY)
        await work.calendars.open_feed(officer.id, agency, f"calendar-{marker}", MONDAY)
        await work.calendars.mark({occurrence.id: "shown"}, MONDAY)
        await work.notices.give(officer.id, "version", MONDAY)
        await work.criteria.write(
            catalogue := await work.criteria.add(CATALOGUE, MONDAY), CATALOGUE.criteria
        )
        await work.criteria.tie([((await work.criteria.all(catalogue))[0].id, task.id)], MONDAY)
        ordered = await work.dossiers.ask(task.plan_id, Span(TODAY, TODAY), officer.id, MONDAY)
        await work.dossiers.add_link(
            ordered, f"link-{marker}", "Đoàn", officer.id, now=MONDAY, expires_at=MONDAY
        )
        soon = MONDAY + timedelta(minutes=5)
        await unit.desk_links.add(f"desk-{marker}", cast.ward.id, officer.id, MONDAY, soon)
        work.log.append("report.stored", actor="cli", subject=f"report:{report_id}", now=MONDAY)
    return Filled(cast, task, event, occurrence, report_id, evidence_id)
