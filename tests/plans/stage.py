"""A stage for talks: the real engine, store and files; what is on its way is the transcript."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from docx import Document
from openpyxl import Workbook

from bot import conversations
from bot.channels.web_chat.channel import WebChannel
from bot.dialog.engine import Dialog
from data.domain.messages import Chat, Choice, Delivery, Letter
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.read_plans import read_plans

URL = "https://nhacviec.example"


@dataclass
class Stage:
    """Who says what, and what is answered."""

    store: Store
    files: EvidenceStore
    now: datetime
    dialog: Dialog = field(init=False)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _seen: dict[str, int] = field(default_factory=dict)
    _choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        channels = {("web", "web"): WebChannel(self.store)}
        self.dialog = Dialog(
            self.store, channels, conversations.ALL, lambda: self.now, self.files, URL
        )

    @property
    def world(self) -> World:
        return World(self.store, self.files, public_url=URL)

    async def says(
        self, chat: Chat, text: str = "", *, files: Mapping[str, bytes] | None = None
    ) -> str:
        """Say something and return what is answered in that chat."""
        sent = [
            {
                "sha256": (await self.files.put_bytes(content)).sha256,
                "name": name,
                "size": len(content),
                "mime": None,
                "as_photo": False,
            }
            for name, content in (files or {}).items()
        ]
        return await self._send(chat, {"text": text, "choice": None, "files": sent})

    async def taps(self, chat: Chat, label: str) -> str:
        """Tap a button of the last message by its words."""
        value = next(c.value for c in self._choices[chat.chat] if c.label == label)
        return await self.taps_value(chat, value)

    async def taps_value(self, chat: Chat, value: str) -> str:
        """Tap a button of long ago."""
        return await self._send(chat, {"text": "", "choice": value, "files": []})

    async def reads_plans(self, chat: Chat) -> str:
        """Let the tick read what waits; return what is said then."""
        await read_plans(self.world, self.now)
        return await self.heard(chat)

    async def heard(self, chat: Chat) -> str:
        """Return what was said in a chat since it was looked at last."""
        async with self.store.read() as unit:
            letters = await unit.outbox.in_states([Delivery.READY], limit=10_000)
        new = [
            x for x in reversed(letters) if x.chat == chat and x.id > self._seen.get(chat.chat, 0)
        ]
        if new:
            self._seen[chat.chat] = new[-1].id
            self._choices[chat.chat] = new[-1].message.choices
        return "\n---\n".join(_shown(x) for x in new)

    async def _send(self, chat: Chat, raw: dict[str, Any]) -> str:
        await self.heard(chat)
        self.now += timedelta(seconds=1)
        raw["sent_at"] = self.now.isoformat()
        await self.dialog.receive(chat, f"m{next(self._numbers)}", raw)
        await self.dialog.drain()
        return await self.heard(chat)


def _shown(letter: Letter) -> str:
    buttons = " ".join(f"[{c.label}]" for c in letter.message.choices)
    files = " ".join(f"<{f.name}>" for f in letter.message.files)
    return "\n".join(x for x in (letter.message.text, files, buttons) if x)


HEAD = ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")
LOUD = ("1", "Sửa chữa hệ thống loa truyền thanh của phường", "", "", "30/02")
POOR = (
    "2",
    "Niêm yết công khai danh sách hộ nghèo tại nhà văn hóa",
    "Tổ trưởng tổ dân phố",
    "",
    "Quý III năm 2026",
)
VOTE = (
    "3",
    "Tuyên truyền về bầu cử tổ trưởng tổ dân phố trên loa",
    "Phòng Văn hóa – Xã hội",
    "Trạm Y tế",
    "Trước, trong và sau kỳ bầu cử tổ trưởng",
)
TALK = (
    "4",
    "Tổ chức đối thoại với Nhân dân về đất đai",
    "Văn phòng HĐND và UBND",
    "",
    "Mỗi năm ít nhất 02 lần",
)
PAPERS = (
    "5",
    "Rà soát thủ tục hành chính về hộ tịch",
    "Phòng Văn hoá - Xã hội",
    "",
    "Theo quy định",
)
ROWS = (LOUD, POOR, VOTE, TALK, PAPERS)


def plan_docx(
    rows: Sequence[Sequence[str]] = ROWS,
    number: str = "25/KH-UBND",
    day: str = "10 tháng 6 năm 2026",
) -> bytes:
    """Return a small plan of our own as a Word document."""
    document = Document()
    document.add_paragraph("ỦY BAN NHÂN DÂN PHƯỜNG HÒA BÌNH")
    document.add_paragraph(f"Số: {number}")
    document.add_paragraph(f"Hòa Bình, ngày {day}")
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Nâng cao chỉ số PAPI năm 2026")
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


STAFF = (
    ("Họ và tên", "Số điện thoại", "Cơ quan", "Vai trò", "Xưng hô", "Trưởng đơn vị"),
    ("Lê Văn Hạnh", "0900000002", "Văn phòng HĐND và UBND", "cán bộ", "", "x"),
    ("Nguyễn Văn Tư", "0900000005", "Tổ dân phố 5", "tổ trưởng", "bác", "x"),
    ("Đỗ Thị Bảy", "0900000006", "Tổ dân phố 6", "tổ trưởng", "bác", "x"),
    ("Hồ Thị Y", "0900000008", "Trạm Y tế", "cán bộ", "chị", "x"),
)


def staff_xlsx(rows: Sequence[Sequence[object]] = STAFF) -> bytes:
    """Return a staff list as an Excel file."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
