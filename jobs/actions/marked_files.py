"""Files that bear the marking of a state secret are not taken, and the lead office hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.localtime import local_date
from data.domain.messages import FileRef, IncomingMessage, OutgoingMessage
from data.domain.people import Person, Role, Ward
from data.domain.secrecy import Marking, marking_in_name, marking_in_words
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import secrecy as words

KIND = "marked"


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
