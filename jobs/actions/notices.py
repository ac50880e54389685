"""Somebody says that they have read the notice about personal data. Nothing waits for that.

Informing is a duty, consent is not the basis (see `data.texts.notices`).
"""

from datetime import datetime

from data.domain.people import Ward
from data.store.giving_notice import give_notice
from data.store.unit_of_work import UnitOfWork
from data.texts.notices import notice_of


async def note_read(unit: UnitOfWork, ward: Ward, person_id: int, now: datetime) -> None:
    """Note that somebody says that they have read it; the second time changes nothing."""
    version = notice_of(ward).version
    await give_notice(unit, ward, person_id, now, how="asked")
    work = unit.ward(ward.id)
    if await work.notices.read(person_id, version, now):
        person = f"person:{person_id}"
        work.log.append("notice.read", actor=person, subject=person, now=now, version=version)
