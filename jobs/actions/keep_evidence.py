"""Files that somebody sends are looked at and kept, each under its own record."""

import asyncio
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from data.domain.evidence import Kind, Objection, clean_name, judge, largest
from data.domain.messages import FileRef, IncomingMessage
from data.domain.people import Person, Ward
from data.domain.reports import Evidence
from data.errors import RefusedError
from data.files.evidence_store import StoredFile
from data.files.inspect import accept
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts.erasures import came_again
from data.texts.files import file_refused, too_big_here
from jobs.actions.marked_files import Marked, marking_of, turn_away

_HEAD = 4096
"""Bytes that tell a file's type: as many as the evidence store keeps of an upload."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The files that were taken, under no report yet, and why others were not."""

    evidence: tuple[Evidence, ...]
    refused: tuple[str, ...]
    elsewhere: tuple[Evidence, ...] = ()
    """Files of a message that was changed which are under a report already: not kept again."""


async def keep_evidence(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    message: IncomingMessage,
    file_path: Callable[[str], Path],
    actor: str,
    *,
    web: str | None = None,
) -> Kept:
    """Record the files of a message: those on disk as stored, the others as still to be fetched.

    When it was taken is read later, out of any transaction; sent and received are kept apart now.
    What a message that was changed held before is not recorded again. `web` is where files can
    be sent that the platform does not let us fetch.
    """
    work = unit.ward(ward.id)
    before = await _held_before(unit, ward, person, message)
    elsewhere = tuple(e for e in before.values() if e.report_id is not None)
    ids = [e.id for e in before.values() if e.report_id is None]
    refused: list[str] = []
    marked: list[Marked] = []
    for file in _each_once(message.files):
        if file.ref in before:
            continue
        name = clean_name(file.name)
        if mark := marking_of(file, name, message):
            marked.append(mark)
            refused.append(mark.sentence)
            continue
        try:
            await refuse_destroyed(unit, ward, name, file.sha256)
            mime, size = await _look_at(file, name, file_path, web)
        except RefusedError as objection:
            refused.append(objection.sentence)
            continue
        ids.append(await _add(work, person, message, file, name, mime, size))
    if marked:
        await turn_away(unit, ward, person, marked, message, actor)
    kept = await work.evidence.some(ids) if ids else ()
    new = [e for e in kept if e not in before.values()]
    if new:
        work.log.append(
            "evidence.kept",
            actor=actor,
            subject=f"person:{person.id}",
            now=message.received_at,
            evidence=[{"id": e.id, "sha256": e.sha256} for e in new],
        )
    return Kept(kept, tuple(refused), elsewhere)


async def _add(
    work: WardWork,
    person: Person,
    message: IncomingMessage,
    file: FileRef,
    name: str,
    mime: str,
    size: int,
) -> int:
    """Record one file, under no report yet."""
    return await work.evidence.add(
        person.id,
        channel=message.chat.channel,
        account=message.chat.account,
        ref=file.ref,
        name=name,
        mime=mime,
        size=size,
        sha256=file.sha256,
        is_compressed=file.is_compressed,
        exif=None,
        taken_at=None,
        sent_at=message.sent_at,
        received_at=message.received_at,
    )


async def _held_before(
    unit: UnitOfWork, ward: Ward, person: Person, message: IncomingMessage
) -> dict[str, Evidence]:
    """Return by reference what a message held before it was changed."""
    if not (message.is_edit and message.files):
        return {}
    refs = [f.ref for f in message.files]
    return await unit.ward(ward.id).evidence.sent_before(person.id, message.chat.channel, refs)


async def refuse_destroyed(unit: UnitOfWork, ward: Ward, name: str, sha256: str | None) -> None:
    """Raise RefusedError when these very bytes were destroyed by decision; they are removed again."""
    decision = await unit.ward(ward.id).erasures.came_again(sha256) if sha256 else None
    if decision is not None:
        raise RefusedError(came_again(name, decision))


def _each_once(files: tuple[FileRef, ...]) -> list[FileRef]:
    """Return the files without those that were picked twice: same bytes, or same reference."""
    return list({f.sha256 or f.ref: f for f in files}.values())


async def _look_at(
    file: FileRef, name: str, file_path: Callable[[str], Path], web: str | None
) -> tuple[str, int]:
    """Return the MIME type and size in bytes of a file. Raises RefusedError when it is not taken."""
    if file.sha256 is None:
        size = file.size or 0
        if file.limit is not None and size > file.limit:
            judged = replace(file, size=None)
            _by_name(judged, name)  # what is never taken is not worth making smaller
            way_out = web if size <= largest(name) else None
            raise RefusedError(too_big_here(name, size, file.limit, way_out))
        return _by_name(file, name), size
    path = file_path(file.sha256)
    stored = await asyncio.to_thread(_beginning, path, file.sha256)
    return (await accept(name, stored, path)).value, stored.size


def _beginning(path: Path, sha256: str) -> StoredFile:
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    return StoredFile(sha256, path.stat().st_size, head)


def _by_name(file: FileRef, name: str) -> str:
    """Return the MIME type of a file that is not here yet; its bytes are looked at when they are.

    What the name alone forbids is refused now, so that nobody waits for it.
    """
    verdict = judge(name, b"", file.size or 1)
    if file.size is not None and file.size > largest(name):
        verdict = Objection.TOO_BIG
    is_open = verdict is Objection.NOT_WHAT_IT_SAYS or "." not in name
    if isinstance(verdict, Objection) and (not is_open or verdict is Objection.TOO_BIG):
        raise RefusedError(file_refused(name, verdict))
    guessed = file.mime or mimetypes.guess_type(name)[0]
    return verdict.value if isinstance(verdict, Kind) else guessed or "application/octet-stream"
