"""That somebody is given the notice about personal data, by a message of the same transaction."""

from datetime import datetime

from data.domain.people import Ward
from data.store.unit_of_work import UnitOfWork
from data.texts.notices import notice_of


async def give_notice(
    unit: UnitOfWork, ward: Ward, person_id: int, now: datetime, *, how: str
) -> None:
    """Note it, and log it the first time that this version reaches somebody.

    `how`: "welcome", "later" (who came in before there was one) or "asked".
    """
    version = notice_of(ward).version
    work = unit.ward(ward.id)
    if await work.notices.give(person_id, version, now):
        work.log.append(
            "notice.given",
            actor="clock" if how == "later" else f"person:{person_id}",
            subject=f"person:{person_id}",
            now=now,
            version=version,
            how=how,
        )
