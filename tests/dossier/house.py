"""A ward with reports and evidence, and dossiers made of it."""

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from data.domain.dossier import Scope
from data.domain.messages import Chat, FileRef, IncomingMessage
from data.domain.periods import Span
from data.domain.reports import Doneness, Progress
from data.domain.rules import Continuous
from data.domain.tasks import PlanState
from data.files.evidence_store import EvidenceStore
from data.files.sealing_key import SealingKey
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store
from jobs.actions.keep_evidence import keep_evidence
from jobs.actions.submit_report import submit_report
from jobs.ports import World
from jobs.reports.dossier.making import Made, make_dossier
from tests.cast import Cast, add_task, at
from tests.files.samples import picture

NOW = at("2026-06-30 09:00")
JUNE = Span(date(2026, 6, 1), date(2026, 6, 30))
LONG_TITLE = "Công khai, niêm yết danh sách hộ nghèo, hộ cận nghèo tại nhà văn hóa: CON, PRN? " * 3
HOSTILE = '=HYPERLINK("http://x","xong")<script>'


@dataclass
class House:
    """The parts that a dossier is made from."""

    store: Store
    files: EvidenceStore
    cast: Cast
    key: SealingKey
    tasks: dict[int, int]
    """Ids by number."""
    owed: dict[int, int]
    """Occurrence by the task's number."""

    @property
    def world(self) -> World:
        return World(self.store, self.files, key=self.key)

    async def keep(self, name: str, content: bytes, when: datetime, file: str) -> int:
        """Keep a file that somebody sent, and return its number."""
        stored = await self.files.put_bytes(content)
        message = IncomingMessage(
            chat=Chat("web", "web", f"p{self.cast.people[name].id}"),
            external_id=f"{file}-{when.timestamp()}",
            text="",
            choice=None,
            files=(FileRef(file, stored.sha256, stored.size, sha256=stored.sha256),),
            sent_at=when,
            received_at=when,
        )
        person = self.cast.people[name]
        async with self.store.write() as unit:
            kept = await keep_evidence(
                unit, self.cast.ward, person, message, self.files.path, f"person:{person.id}"
            )
        return kept.evidence[0].id

    async def miss(self, name: str, when: datetime, file: str) -> int:
        """Note a photo that somebody sent and that never came, and return its number."""
        async with self.store.write() as unit:
            return await unit.ward(self.cast.ward.id).evidence.add(
                self.cast.people[name].id,
                channel="telegram",
                ref="AgAC",
                name=file,
                mime="image/jpeg",
                size=10,
                sha256=None,
                is_compressed=True,
                exif=None,
                taken_at=None,
                sent_at=when,
                received_at=when,
            )

    async def report(
        self, name: str, code: int, text: str, when: datetime, evidence: tuple[int, ...] = ()
    ) -> int:
        """Store a report, and return its number."""
        person = self.cast.people[name]
        async with self.store.write() as unit:
            done = await submit_report(
                unit,
                self.cast.ward,
                person,
                self.owed[code],
                text,
                Progress(Doneness.DONE),
                evidence,
                when,
                f"person:{person.id}",
            )
        return done.report.id

    async def scope(self, span: Span = JUNE) -> Scope:
        async with self.store.read() as unit:
            plans = await unit.ward(self.cast.ward.id).plans.all()
        return Scope(next(p.id for p in plans if p.state is PlanState.ACTIVE), span)

    async def export(self, target: Path, span: Span = JUNE, now: datetime = NOW) -> Made:
        return await make_dossier(
            self.store,
            self.files,
            self.key,
            self.cast.ward,
            await self.scope(span),
            target,
            now,
            "console",
        )


async def build(store: Store, files: EvidenceStore, cast: Cast, folder: Path) -> House:
    """Two components, three tasks; two reported in June with evidence, one in May."""
    house = House(store, files, cast, SealingKey(folder / "khoa"), {}, {})
    parts = {12: "Công khai, minh bạch", 20: "Trách nhiệm giải trình", 21: "Công khai, minh bạch"}
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        for code, component in parts.items():
            task = await add_task(unit, cast, Continuous(), code=code, title=LONG_TITLE)
            await work.tasks.save(replace(task, component=component), next_open_on=None)
            house.tasks[code] = task.id
            due = date(2026, 5 if code == 21 else 6, 20)
            new = NewOccurrence(
                task.id,
                cast.agencies["Văn phòng HĐND và UBND"],
                "2026",
                "lần 1/2",
                due - timedelta(days=30),
                due,
                None,
                None,
                None,
            )
            await work.occurrences.make(new)
            (made,) = await work.occurrences.of_task(task.id)
            house.owed[code] = made.id
    photo = await house.keep(
        "Hạnh", picture("JPEG", (400, 300)), at("2026-06-15 09:00"), "Ảnh họp.jpg"
    )
    paper = await house.keep("Hạnh", b"%PDF-1.4 bien ban", at("2026-06-15 09:01"), "Biên bản.pdf")
    await house.report(
        "Hạnh", 12, "đã họp 1/2 buổi, 85 người dự", at("2026-06-15 09:12"), (photo, paper)
    )
    again = await house.keep("Hạnh", picture("JPEG", (400, 300)), at("2026-06-16 09:00"), "lại.jpg")
    await house.report("Hạnh", 20, "đã đối thoại với 40 hộ", at("2026-06-16 09:12"), (again,))
    await house.report("Hạnh", 21, "tháng năm đã xong", at("2026-05-18 08:00"))
    return house


def unzip(made: Path, folder: Path) -> Path:
    """Unpack a dossier and return its bag."""
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder)
    (bag,) = folder.iterdir()
    return bag


def members(made: Path) -> dict[str, bytes]:
    """Return the files of a dossier by their names in the bag."""
    with zipfile.ZipFile(made) as archive:
        return {n.partition("/")[2]: archive.read(n) for n in archive.namelist()}


def rezip(files: dict[str, bytes], base: str = "ho-so", method: int = zipfile.ZIP_STORED) -> bytes:
    """Return an ordinary zip of these files, in one folder unless `base` is empty."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(f"{base}/{name}".lstrip("/"), content)
    return out.getvalue()
