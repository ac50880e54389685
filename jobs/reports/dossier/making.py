"""A dossier from the first look at the store to the file under its name."""

import asyncio
import base64
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.domain.dossier import DossierContent, Purpose, Scope, ShownFile, slug
from data.domain.localtime import local_date
from data.domain.people import Ward
from data.domain.periodic import PeriodicReport
from data.domain.report_periods import period_closing_in
from data.domain.tasks import Task
from data.errors import RefusedError, StampError
from data.files.evidence_store import EvidenceStore
from data.files.sealing_key import SealingKey
from data.store.unit_of_work import Store, UnitOfWork
from data.texts import dossier as words
from data.texts import dossier_guide as guide
from jobs.ports import Stamper
from jobs.reports.dossier.archive import Archive, pieces_of
from jobs.reports.dossier.events import words_lines, write_events
from jobs.reports.dossier.gather import gather
from jobs.reports.dossier.kiem_tra import CHECKPOINT, EVENTS, KEY, MANIFEST, WORDS
from jobs.reports.dossier.minutes import minutes_page
from jobs.reports.dossier.pages import index_page, task_page
from jobs.reports.dossier.papers import bag_info, dossier_xml
from jobs.reports.dossier.sealing import Checkpoint, seal_log, sign_bag
from jobs.reports.dossier.seals import BAG, LOG, fingerprint, ssh_key
from jobs.reports.dossier.verifier import verifier
from jobs.reports.dossier.workroom import workroom
from jobs.reports.reading import periodic_report

Progress = Callable[[int, int], None]
"""Told how many files were copied, of how many. Called from another thread."""
STAMP = f"{MANIFEST}.tsr"
_ASIDE = 1 << 20
"""Bytes for what is written besides the files, a thousand of them."""


@dataclass(frozen=True, slots=True)
class Made:
    """A dossier under its name, with the sealing minutes beside it."""

    content: DossierContent
    path: Path
    minutes: Path
    size: int
    """Bytes."""
    digest: str
    """SHA-256 of the list of lists: what the minutes and the event log say."""
    key: str
    """The fingerprint of the key that it was signed with."""
    stamp: str
    """Whether its time is vouched for by somebody else, as a sentence; empty: nobody was asked."""


async def make_dossier(
    store: Store,
    files: EvidenceStore,
    key: SealingKey,
    ward: Ward,
    scope: Scope,
    target: Path,
    now: datetime,
    actor: str,
    *,
    progress: Progress = lambda _done, _total: None,
    stamper: Stamper | None = None,
    name: str = "",
) -> Made:
    """Make a dossier at `target`, which is not there yet, and note in the log who took it out.

    `name` is what the minutes call the file when it will be handed out under another.
    The file gets its name last, after the note: what is cut short leaves none, and none is there
    that the log does not know of. Raises RefusedError.
    """
    async with store.read() as unit:
        broken = await unit.ward(ward.id).log.first_break()
    if broken is not None:
        raise RefusedError(words.log_is_broken(broken))
    async with store.write() as unit:
        # What is gathered and what is sealed have to speak of the same moment.
        await unit.ward(ward.id).log.hold()
        content = await gather(unit, ward, scope, now)
        report = await _report_of(unit, ward, scope, now)
        checkpoint = await seal_log(unit, ward.id, key, now)
    try:
        with workroom(target.parent) as folder:
            events = folder / "events"
            await write_events(store, ward.id, Purpose.of(content), checkpoint.size, events)
            writing = _Writing(files, key, content, report, checkpoint, folder, progress)
            writing.stamper = stamper
            made = await asyncio.to_thread(writing.write, target, name or target.name)
            await _note(store, made, actor, now)
            await asyncio.to_thread(_publish, folder, made)
    except OSError as error:
        raise RefusedError(words.cannot_write(error.errno)) from error
    return made


def minutes_beside(dossier: Path) -> Path:
    """Return where the sealing minutes of a dossier lie."""
    return dossier.with_name(f"{dossier.stem}.bien-ban.html")


async def _report_of(
    unit: UnitOfWork, ward: Ward, scope: Scope, now: datetime
) -> PeriodicReport | None:
    """Return the report of the period that closes last in the dossier's; None when there is none."""
    period = period_closing_in(scope.span, ward.settings.cutoff_day)
    if period is None:
        return None
    try:
        return await periodic_report(unit, ward, period, now, scope.plan_id)
    except RefusedError:
        # The plan was replaced since, or its period is still to come: the dossier does without.
        return None


async def _note(store: Store, made: Made, actor: str, now: datetime) -> None:
    content = made.content
    async with store.write() as unit:
        unit.ward(content.ward_id).log.append(
            "dossier.exported",
            actor=actor,
            subject=f"plan:{content.plan.id}",
            now=now,
            first=content.span.start.isoformat(),
            last=content.span.end.isoformat(),
            files=len(content.payload()),
            size=made.size,
            tagmanifest=made.digest,
        )


def _publish(folder: Path, made: Made) -> None:
    for name, path in (("minutes", made.minutes), ("dossier", made.path)):
        (folder / name).rename(path)
    _sync(made.path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Writing:
    """The part that only copies and hashes: runs in a thread of its own."""

    def __init__(
        self,
        files: EvidenceStore,
        key: SealingKey,
        content: DossierContent,
        report: PeriodicReport | None,
        checkpoint: Checkpoint,
        folder: Path,
        progress: Progress,
    ) -> None:
        self._files, self._key, self._content = files, key, content
        self._report, self._checkpoint = report, checkpoint
        self._folder, self._progress = folder, progress
        self.stamper: Stamper | None = None
        self._base = words.base_name(slug(content.ward_name), content.span)

    def write(self, target: Path, name: str) -> Made:
        """Write the dossier and its minutes into the folder."""
        self._check_room()
        path = self._folder / "dossier"
        with path.open("w+b", buffering=_ASIDE) as file:
            archive = Archive(file, self._base, self._content.made_at)
            archive.add_declaration()
            self._copy_files(archive)
            self._add_papers(archive)
            digest, stamp = self._add_tags(archive)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        own = fingerprint(self._key.public)
        minutes = minutes_page(self._content, name, digest, own)
        (self._folder / "minutes").write_text(minutes, "utf-8")
        return Made(self._content, target, minutes_beside(target), size, digest, own, stamp)

    def _check_room(self) -> None:
        octets = sum(size for _, size in self._content.payload().values())
        octets += octets // 1000 + 16 * _ASIDE
        if shutil.disk_usage(self._folder).free < octets:
            raise RefusedError(words.no_room(octets))

    def _copy_files(self, archive: Archive) -> None:
        where: dict[str, tuple[Task, ShownFile]] = {}
        for task in self._content.tasks:
            for file in (f for work in task.works for r in work.reports for f in r.files):
                where.setdefault(file.path, (task.task, file))
        payload = self._content.payload()
        for number, (path, (sha256, _)) in enumerate(payload.items(), 1):
            if not self._is_copied(archive, path, sha256):
                raise RefusedError(words.file_damaged(*where[path]))
            self._progress(number, len(payload))
        if self._content.plan_file is not None:
            sha256, path = self._content.plan_file
            if not self._is_copied(archive, path, sha256):
                raise RefusedError(words.plan_damaged())

    def _is_copied(self, archive: Archive, path: str, sha256: str) -> bool:
        """Copy a stored file; False when it is not there or not what its name says."""
        try:
            return archive.add(path, pieces_of(self._files.path(sha256))) == sha256
        except FileNotFoundError:
            return False

    def _add_papers(self, archive: Archive) -> None:
        # Word and Excel load when they are first needed: most processes never make a dossier.
        from jobs.reports.docx.periodic import periodic_docx
        from jobs.reports.dossier.listing import write_listing

        content = self._content
        for task in content.tasks:
            page = task_page(task, local_date(content.made_at))
            archive.add(f"{task.folder}/index.html", page)
        listing = self._folder / "listing"
        write_listing(content, listing)
        document = "bao-cao-dinh-ky.docx" if self._report else ""
        if self._report is not None:
            archive.add(f"data/{document}", (periodic_docx(self._report),))
        archive.add("data/index.html", index_page(content, document))
        archive.add("data/bang-ke.xlsx", pieces_of(listing))
        archive.add("data/ho-so.xml", dossier_xml(content))
        archive.add(EVENTS, pieces_of(self._folder / "events"))
        archive.add(WORDS, (words_lines(content),))
        archive.add(CHECKPOINT, (self._checkpoint.text,))
        archive.add(f"{CHECKPOINT}.sig", (self._checkpoint.signature,))

    def _add_tags(self, archive: Archive) -> tuple[str, str]:
        packed = base64.b64encode(ssh_key(self._key.public)).decode()
        own = fingerprint(self._key.public)
        signer = f'nhacviec namespaces="{BAG},{LOG}" ssh-ed25519 {packed}\n'
        stamp = self._stamp(archive, archive.add_payload_manifest())
        info = bag_info(self._content, archive.octets, len(archive.payload))
        archive.add("bag-info.txt", (info,))
        archive.add(KEY, (f"ssh-ed25519 {packed} nhacviec\n".encode(),))
        archive.add("nguoi-ky.txt", (signer.encode(),))
        text = guide.guide(self._content, self._base, own, stamped=STAMP in archive.tags)
        archive.add("HUONG-DAN-KIEM-TRA.txt", (text.encode("utf-8", "replace"),))
        archive.add("kiem_tra.py", (verifier(),))
        return archive.close(lambda manifest: sign_bag(self._key, manifest)), stamp

    def _stamp(self, archive: Archive, manifest: bytes) -> str:
        """Have the time vouched for, if there is somebody who does; say whether it was."""
        if self.stamper is None:
            return ""
        try:
            archive.add(STAMP, (self.stamper.stamp(hashlib.sha256(manifest).digest()),))
        except StampError as error:
            return words.not_stamped(str(error))
        return words.stamped()
