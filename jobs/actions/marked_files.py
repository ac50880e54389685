"""Files that bear the marking of a state secret are not taken, and the lead office hears of it.

What bears it only on its first page was stored before anybody could know: see
`data.store.setting_aside`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.domain.access import Wish
from data.domain.localtime import local_date
from data.domain.messages import FileRef, IncomingMessage, OutgoingMessage
from data.domain.people import Person, Role, Ward
from data.domain.reports import EvidenceState
from data.domain.secrecy import Marking, marking_in_name, marking_in_words
from data.errors import RefusedError
from data.store.setting_aside import KIND
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import secrecy as words
from data.texts.erasures import not_there
from jobs.actions.allow import require


@dataclass(frozen=True, slots=True)
class Marked:
    """A file that is not taken."""

    level: Marking
    sentence: str
    sha256: str | None
    """Of the bytes, when they are here already: they are removed."""


def marking_of(file: FileRef, name: str, message: IncomingMessage) -> Marked | None:
    """Return the marking that a file bears by its name, or by the words that came with it."""
    by_name = marking_in_name(name)
    level = by_name or marking_in_words(message.text)
    if level is None:
        return None
    sentence = words.not_taken(name, level, by_its_words=by_name is None)
    return Marked(level, sentence, file.sha256)


async def turn_away(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    marked: Sequence[Marked],
    message: IncomingMessage,
    actor: str,
) -> None:
    """Let go of the files' bytes, tell the lead office and the administrators, and log that it was.

    Their names are written down nowhere: they may give the secret away.
    """
    work, now = unit.ward(ward.id), message.received_at
    for one in marked:
        if one.sha256 is not None:
            await work.erasures.turn_away(one.sha256, person.id, now, local_date(now))
    level = min((m.level for m in marked), key=list(Marking).index)
    office = await work.people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
    text = words.office_told(person, level, len(marked))
    key = f"{KIND}:{message.chat.channel}:{message.chat.account}:{message.external_id}"
    others = [p for p in office if p.id != person.id]
    await tell(unit, ward, others, key, OutgoingMessage(text), kind=KIND, now=now)
    work.log.append(
        "evidence.marked",
        actor=actor,
        subject=f"person:{person.id}",
        now=now,
        level=level.value,
        files=len(marked),
    )


async def take_back_set_aside(
    unit: UnitOfWork, ward: Ward, evidence_id: int, now: datetime, actor: str
) -> None:
    """Somebody has looked: it is no secret, and evidence like others. Raises RefusedError."""
    await require(unit, ward, actor, Wish.DESTROY)
    work = unit.ward(ward.id)
    found = await work.evidence.some([evidence_id])
    aside, stored = EvidenceState.SET_ASIDE, EvidenceState.STORED
    if not found or not await work.evidence.move(found[0].sha256 or "", aside, stored):
        raise RefusedError(not_there())
    same = await work.evidence.with_digest(found[0].sha256 or "")
    work.log.append(
        "evidence.taken_back",
        actor=actor,
        subject=f"evidence:{evidence_id}",
        now=now,
        evidence=[e.id for e in same],
    )
