"""The notice about personal data: given with the welcome, shown again whenever somebody asks.

Informing is a duty, consent is not the basis (see `data.texts.notices`): so nothing waits for a
tap. What is kept is who was given which version, when.
"""

from dataclasses import dataclass
from datetime import datetime

from data.domain.notices import version_of
from data.domain.people import Ward
from data.store.unit_of_work import UnitOfWork
from data.texts import notices as words


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of a ward as it reads now."""

    text: str
    version: str


def notice_of(ward: Ward) -> Notice:
    """Return the notice of a ward."""
    settings = ward.settings
    text = words.in_full(ward.name, settings.data_contact, settings.notice_line)
    return Notice(text, version_of(text))


async def give_notice(
    unit: UnitOfWork, ward: Ward, person_id: int, now: datetime, *, how: str
) -> None:
    """Note that somebody is given the notice by the message of this transaction.

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


async def note_read(unit: UnitOfWork, ward: Ward, person_id: int, now: datetime) -> None:
    """Note that somebody says that they have read it."""
    version = notice_of(ward).version
    await give_notice(unit, ward, person_id, now, how="asked")
    work = unit.ward(ward.id)
    if await work.notices.read(person_id, version, now):
        person = f"person:{person_id}"
        work.log.append("notice.read", actor=person, subject=person, now=now, version=version)
