"""A person cannot do it alone: the report says so, and the lead office is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.domain.messages import Choice, Lane, OutgoingMessage
from data.domain.people import Person, Role, Ward
from data.domain.reports import Doneness, Progress
from data.domain.tasks import WorkItem
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import report_labels as labels
from data.texts import reports as words
from jobs.actions.submit_report import Submitted, submit_report


@dataclass(frozen=True, slots=True)
class Asked:
    """What was stored, and how many of the lead office can be reached."""

    submitted: Submitted
    told: int


async def ask_help(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    item: WorkItem,
    text: str,
    now: datetime,
    actor: str,
    evidence_ids: Sequence[int] = (),
    doneness: Doneness = Doneness.UNSAID,
    *,
    said_in: str | None = None,
    chat: str | None = None,
) -> Asked:
    """Store what is in the way, with the files that show it, and tell the lead office.

    `said_in` is the message that it came in, "channel/account/chat/id", `chat` the person's chat.
    Raises RefusedError when the work is not the person's.
    """
    progress = Progress(doneness, obstacle=text)
    submitted = await submit_report(
        unit,
        ward,
        person,
        item.occurrence.id,
        text,
        progress,
        evidence_ids,
        now,
        actor,
        said_in=said_in,
        chat=chat,
    )
    office = await unit.ward(ward.id).people.with_role(Role.LEAD_OFFICE)
    message = OutgoingMessage(
        words.help_wanted(person, item, text),
        (Choice(labels.show_label(item.task), f"tasks:show:{item.occurrence.id}"),),
    )
    told = await tell(
        unit,
        ward,
        [p for p in office if p.id != person.id],
        f"help:{submitted.report.id}",
        message,
        kind="help",
        now=now,
        lane=Lane.ANSWER,
    )
    return Asked(submitted, told)
