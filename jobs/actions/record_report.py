"""The lead office writes down what somebody told it, by telephone or face to face.

Both names are kept: whose report it is, and who wrote it down. Whoever wrote it down does not
review it.
"""

from datetime import datetime

from data.domain.access import Wish
from data.domain.messages import OutgoingMessage
from data.domain.people import Ward
from data.domain.progress import read_progress
from data.errors import RefusedError
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import recorded as words
from jobs.actions.allow import require
from jobs.actions.submit_report import Submitted, submit_report

LONGEST = 2000
"""Characters."""


async def record_report(
    unit: UnitOfWork,
    ward: Ward,
    person_id: int,
    occurrence_id: int,
    said: str,
    now: datetime,
    actor: str,
) -> Submitted:
    """Store what a person of the agency said, with the name of who writes it down; tell them.

    The same words within a moment are stored once. Raises RefusedError when the actor may not, the
    person is not of the agency that owes it, nothing was said, or the work takes no report.
    """
    recorder = await require(unit, ward, actor, Wish.RECORD)
    work = unit.ward(ward.id)
    person, occurrence = await work.people.get(person_id), await work.occurrences.get(occurrence_id)
    if person is None or occurrence is None or occurrence.agency_id not in person.agency_ids:
        raise RefusedError(words.not_of_the_agency())
    if not person.is_active:
        raise RefusedError(words.not_of_the_agency())
    text = said.strip()
    if not text or len(text) > LONGEST:
        raise RefusedError(words.say_what(LONGEST))
    by_another = recorder is not None and recorder.id != person.id
    done = await submit_report(
        unit,
        ward,
        person,
        occurrence_id,
        text,
        read_progress(text),
        (),
        now,
        actor,
        recorded_by=recorder.id if recorder is not None and by_another else None,
    )
    if recorder is not None and by_another and not done.is_repeat:
        message = OutgoingMessage(words.told(person, recorder, done.task, text))
        key = f"recorded:{done.report.id}"
        await tell(unit, ward, [person], key, message, kind="recorded", now=now)
    return done
