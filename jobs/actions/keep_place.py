"""A place that somebody sends is kept as a document of its own, like a picture."""

from collections.abc import Awaitable, Callable

from data.domain.evidence import Kind
from data.domain.messages import IncomingMessage, Place
from data.domain.people import Person, Ward
from data.domain.places import document_of_place, is_on_earth, name_of_place
from data.domain.reports import Evidence
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts.files import no_such_place


async def keep_place(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    place: Place,
    message: IncomingMessage,
    keep_file: Callable[[bytes], Awaitable[str]],
    actor: str,
) -> Evidence:
    """Write a place down and record it, under no report yet. Nothing is read into it.

    Raises RefusedError when there can be no such place.
    """
    if not is_on_earth(place):
        raise RefusedError(no_such_place())
    document = document_of_place(place, message.sent_at, message.chat.channel)
    sha256 = await keep_file(document)
    work = unit.ward(ward.id)
    evidence_id = await work.evidence.add(
        person.id,
        channel=message.chat.channel,
        account=message.chat.account,
        ref=sha256,
        name=name_of_place(message.sent_at),
        mime=Kind.PLACE.value,
        size=len(document),
        sha256=sha256,
        is_compressed=False,
        exif=None,
        taken_at=None,
        sent_at=message.sent_at,
        received_at=message.received_at,
    )
    work.log.append(
        "evidence.kept",
        actor=actor,
        subject=f"person:{person.id}",
        now=message.received_at,
        evidence=[{"id": evidence_id, "sha256": sha256}],
    )
    return (await work.evidence.some([evidence_id]))[0]
