"""The stage of the transcripts: the real engine and store, the cast, and some work to report on."""

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from data.domain.messages import Choice, OutgoingFile
from data.domain.rules import AtLeast, Continuous, Period
from data.domain.tasks import Occurrence
from data.files.evidence_store import EvidenceStore
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store
from tests.cast import Cast, add_task, at
from tests.dialog.telephone import Telephone, in_hand

NINE = at("2026-06-15 09:12")
OFFICE = "Văn phòng HĐND và UBND"
CULTURE = "Phòng Văn hóa – Xã hội"
GROUP_5 = "Tổ dân phố 5"


@dataclass
class Said:
    """What the bot answered to one message."""

    texts: tuple[str, ...]
    choices: tuple[Choice, ...]
    files: tuple[OutgoingFile, ...] = ()

    @property
    def text(self) -> str:
        """Everything that was said."""
        return "\n".join(self.texts)

    @property
    def labels(self) -> tuple[str, ...]:
        """The choices as they read."""
        return tuple(c.label for c in self.choices)

    def value(self, label: str) -> str:
        """Return the value behind a label."""
        return next(c.value for c in self.choices if c.label == label)


@dataclass
class Stage:
    """People talk, and the bot answers."""

    store: Store
    files: EvidenceStore
    cast: Cast
    now: datetime = NINE
    last: dict[str, Said] = field(default_factory=dict)
    sent: int = 0

    def __post_init__(self) -> None:
        channel = WebChannel(self.store)
        self.dialog = Dialog(
            self.store,
            {("web", "web"): channel},
            ALL,
            lambda: self.now,
            self.files,
            "https://nhacviec.test",
        )

    async def says(
        self, who: str, text: str = "", *files: dict[str, Any], choice: str | None = None
    ) -> Said:
        """One message, answered."""
        self.sent += 1
        raw = {
            "text": text,
            "choice": choice,
            "files": list(files),
            "sent_at": self.now.isoformat(),
        }
        chat = self.cast.chat(who)
        inbox_id = await self.dialog.receive(chat, f"m{self.sent}", raw)
        assert inbox_id is not None
        await self.dialog.drain()
        said = await self.answer_to(inbox_id)
        if said.choices:
            self.last[who] = said
        return said

    async def answer_to(self, inbox_id: int) -> Said:
        """Return what was queued in answer to an update."""
        letters = []
        async with self.store.read() as unit:
            while letter := await unit.outbox.find(f"reply:{inbox_id}:{len(letters)}"):
                letters.append(letter)
        return Said(
            tuple(letter.message.text for letter in letters),
            tuple(c for letter in letters for c in letter.message.choices),
            tuple(f for letter in letters for f in letter.message.files),
        )

    async def taps(self, who: str, label: str, *files: dict[str, Any]) -> Said:
        """Tap a choice of the last message that had some."""
        return await self.says(who, "", *files, choice=self.last[who].value(label))

    async def photo(self, name: str = "anh.jpg", colour: int = 0) -> dict[str, Any]:
        """Upload a small picture of its own."""
        self.sent += 1
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), (colour, self.sent % 256, self.sent // 256)).save(picture, "JPEG")
        return await self.upload(name, picture.getvalue(), "image/jpeg")

    async def upload(self, name: str, content: bytes, mime: str) -> dict[str, Any]:
        """Upload a file as the web page does."""
        stored = await self.files.put_bytes(content)
        return {
            "sha256": stored.sha256,
            "name": name,
            "size": stored.size,
            "mime": mime,
            "as_photo": False,
        }

    def later(self, **ago: float) -> None:
        """Let time pass."""
        self.now += timedelta(**ago)

    async def owed(self, code: int, label: str | None = None) -> Occurrence:
        """Return how the work of a task stands now."""
        async with self.store.read() as unit:
            work = unit.ward(self.cast.ward.id)
            task = await work.tasks.by_code(code)
            assert task is not None
            found = await work.occurrences.of_task(task.id)
        return next(o for o in found if label is None or o.label == label)

    async def evidence_of(self, code: int, label: str | None = None) -> int:
        """Return how many files lie under the reports of a task."""
        occurrence = await self.owed(code, label)
        async with self.store.read() as unit:
            work = unit.ward(self.cast.ward.id)
            reports = await work.reports.of_occurrence(occurrence.id)
            return len(await work.evidence.of_reports([r.id for r in reports]))

    async def works(self, code: int, title: str, agency: str, *due: tuple[str, date, date]) -> None:
        """Give an agency work: one occurrence for each (label, opens, due)."""
        async with self.store.write() as unit:
            rule = (
                AtLeast(count=2, period=Period.YEAR)
                if any(label.startswith("lần") for label, _, _ in due)
                else Continuous()
            )
            helper = {OFFICE: CULTURE, CULTURE: OFFICE}.get(agency)
            task = await add_task(
                unit, self.cast, rule, code=code, title=title, lead=agency, coordinate=helper
            )
            work = unit.ward(self.cast.ward.id)
            for number, (label, opens_on, due_on) in enumerate(due):
                await work.occurrences.make(
                    NewOccurrence(
                        task.id,
                        self.cast.agencies[agency],
                        f"k{number}",
                        label,
                        opens_on,
                        due_on,
                        None,
                        at("2026-06-16 07:30"),
                        at("2026-06-18 14:00"),
                    )
                )


@pytest.fixture
async def stage(store: Store, files: EvidenceStore, cast: Cast) -> Stage:
    """An office with three tasks for Hạnh and Dũng, and one for group 5, on a Monday morning."""
    stage = Stage(store, files, cast)
    opened = date(2026, 5, 1)
    await stage.works(
        20,
        "Đối thoại với Nhân dân",
        OFFICE,
        ("lần 1/2", opened, date(2026, 6, 12)),
        ("lần 2/2", date(2026, 7, 1), date(2026, 12, 31)),
    )
    await stage.works(7, "Giám sát công trình đường số 3", OFFICE, ("", opened, date(2026, 6, 16)))
    await stage.works(12, "Tuyên truyền bầu cử", OFFICE, ("", opened, date(2026, 6, 22)))
    await stage.works(5, "Niêm yết danh sách hộ nghèo", GROUP_5, ("", opened, date(2026, 6, 19)))
    return stage


@pytest.fixture
async def phone(stage: Stage) -> Telephone:
    """Hạnh, Tư and Mai on a messenger whose files come later."""
    return await in_hand(stage)
