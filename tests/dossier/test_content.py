"""What goes into a dossier, what stays out, and how it can be browsed."""

import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from data.domain.erasures import Decision as Decree
from data.domain.messages import Chat
from data.domain.periods import Span
from data.domain.reports import Doneness, Progress
from data.domain.requests import Decision, RequestKind
from data.domain.reviews import Fault, Verdict
from data.domain.secrecy import Marking
from data.domain.tasks import OccurrenceState
from data.errors import RefusedError
from data.store.requests import NewRequest
from data.store.reviews import NewReview
from data.store.setting_aside import set_aside
from data.texts.dossier_guide import limits
from jobs.actions.destroy_evidence import agree_to_erasure, ask_erasure
from jobs.actions.marked_files import take_back_set_aside
from jobs.reports.dossier.kiem_tra import check
from tests.cast import MONDAY, at
from tests.dossier import forging
from tests.dossier.conftest import Sealed
from tests.dossier.house import HOSTILE, NOW, House, members, unzip
from tests.files.samples import picture


async def _export(house: House, folder: Path, **more: Span) -> dict[str, bytes]:
    return members((await house.export(folder / "out.zip", **more)).path)


def _events(files: dict[str, bytes]) -> list[dict]:
    return [json.loads(line) for line in files["data/nhat-ky/su-kien.jsonl"].splitlines()]


def test_originals_are_byte_for_byte_what_was_received(sealed: Sealed) -> None:
    files = members(sealed.zip)
    originals = {n: c for n, c in files.items() if n.endswith((".jpg", ".pdf"))}
    assert picture("JPEG", (400, 300)) in originals.values()
    assert b"%PDF-1.4 bien ban" in originals.values()
    # The same picture under two reports lies in one place, and both say so.
    assert len(originals) == 2
    pages = {n: c.decode() for n, c in files.items() if n.endswith("/index.html")}
    notes = {
        n.split("/")[3][:8]: "cùng một tệp cũng gửi cho việc" in pages[n]
        for n in pages
        if "viec" in n
    }
    assert notes == {"viec-012": True, "viec-020": True}


async def test_what_was_due_or_reported_in_the_period_is_in_it(
    house: House, tmp_path: Path
) -> None:
    files = await _export(house, tmp_path)
    everything = b"".join(files.values()).decode("utf-8", "ignore")
    assert "đã họp 1/2 buổi, 85 người dự" in everything
    assert "tháng năm đã xong" not in everything
    may = members(
        (await house.export(tmp_path / "5.zip", Span(date(2026, 5, 1), date(2026, 5, 31)))).path
    )
    assert "tháng năm đã xong" in b"".join(may.values()).decode("utf-8", "ignore")


async def test_it_holds_no_telephone_number_and_no_chat(house: House, tmp_path: Path) -> None:
    chat = Chat("telegram", "123", "5512345678")
    async with house.store.write() as unit:
        await unit.links.add(house.cast.ward.id, house.cast.people["Hạnh"].id, chat, MONDAY)
    files = await _export(house, tmp_path)
    plain = [c for n, c in files.items() if n.endswith((".html", ".txt", ".xml", ".jsonl"))]
    for name in ("data/bang-ke.xlsx", "data/bao-cao-dinh-ky.docx"):
        with zipfile.ZipFile(BytesIO(files[name])) as package:
            plain += [package.read(part) for part in package.namelist()]
    text = b"".join(plain).decode(errors="replace")
    for person in house.cast.people.values():
        assert person.phone not in text
        assert (person.name in text) == (person.given_name == "Hạnh")
    assert chat.chat not in text


async def test_of_what_is_not_its_business_the_log_shows_only_digests(
    house: House, tmp_path: Path
) -> None:
    async with house.store.write() as unit:
        log = unit.ward(house.cast.ward.id).log
        log.append("staff.imported", actor="cli", subject="ward:1", now=at("2026-06-20 08:00"), n=7)
    events = _events(await _export(house, tmp_path))
    assert [e["seq"] for e in events] == list(range(1, len(events) + 1))
    by_kind = {(e["kind"], e["subject"]): "content" in e for e in events}
    assert by_kind[("staff.imported", "ward:1")] is False
    assert by_kind[("report.stored", "task:12")] is True
    assert by_kind[("report.stored", "task:21")] is False


async def test_numbers_of_other_things_are_not_taken_for_those_of_its_files(
    house: House, tmp_path: Path
) -> None:
    async with house.store.write() as unit:
        log = unit.ward(house.cast.ward.id).log
        for kind, subject in (("evidence.marked", "person:1"), ("evidence.removed", "erasure:1")):
            log.append(kind, actor="person:9", subject=subject, now=MONDAY, level="MẬT")
    shown = {e["kind"] for e in _events(await _export(house, tmp_path)) if "content" in e}
    assert "evidence.kept" in shown
    assert not {"evidence.marked", "evidence.removed"} & shown


async def test_how_late_it_is_stands_wherever_its_state_does(house: House, tmp_path: Path) -> None:
    async with house.store.write() as unit:
        work = unit.ward(house.cast.ward.id).occurrences
        await work.change(house.owed[12], due_on=date(2026, 6, 10))
        await work.change(house.owed[20], state=OccurrenceState.OPEN.value, reported_at=None)
    files = await _export(house, tmp_path)
    task = next(c for n, c in files.items() if "viec-012" in n and n.endswith("index.html"))
    index, late = files["data/index.html"].decode(), "đã báo cáo xong, chờ duyệt, muộn 5 ngày"
    assert f"✅ {late}" in index
    assert f"✅ {late}" in task.decode()
    assert "🔴 chưa báo cáo xong, quá hạn 10 ngày" in index
    sheet = load_workbook(BytesIO(files["data/bang-ke.xlsx"])).active
    assert sheet is not None
    assert {row[7].value for row in list(sheet.iter_rows())[1:]} == {
        late,
        "chưa báo cáo xong, quá hạn 10 ngày",
    }


async def test_what_is_not_due_yet_is_not_called_late(house: House, tmp_path: Path) -> None:
    async with house.store.write() as unit:
        changed = {"state": OccurrenceState.OPEN.value, "reported_at": None}
        await unit.ward(house.cast.ward.id).occurrences.change(
            house.owed[20], due_on=NOW.date(), **changed
        )
    files = await _export(house, tmp_path)
    assert "🟢 chưa báo cáo xong, còn trong hạn" in files["data/index.html"].decode()


async def test_a_confirmed_reason_stands_beside_being_late(house: House, tmp_path: Path) -> None:
    due = date(2026, 6, 10)
    async with house.store.write() as unit:
        work = unit.ward(house.cast.ward.id).occurrences
        await work.change(house.owed[12], due_on=due, excused_due_on=due)
    files = await _export(house, tmp_path)
    assert "muộn 5 ngày, lý do khách quan đã xác nhận" in files["data/index.html"].decode()


async def test_what_people_wrote_cannot_act_in_the_pages(house: House, tmp_path: Path) -> None:
    await house.report("Hạnh", 20, HOSTILE, at("2026-06-17 09:00"))
    files = await _export(house, tmp_path)
    pages = b"".join(c for n, c in files.items() if n.endswith(".html")).decode()
    assert "&lt;script&gt;" in pages
    assert "<script" not in pages
    assert "http" not in pages.replace("http://x", "")


async def test_the_report_of_the_period_that_closes_in_it_is_in_it(
    house: House, tmp_path: Path
) -> None:
    files = await _export(house, tmp_path)
    # June holds the 14th: the half-year closes, longer than the second quarter.
    words = "".join(
        p.text for p in Document(BytesIO(files["data/bao-cao-dinh-ky.docx"])).paragraphs
    )
    assert "6 tháng đầu năm 2026" in words
    assert 'href="bao-cao-dinh-ky.docx"' in files["data/index.html"].decode()
    late = Span(date(2026, 6, 15), date(2026, 6, 30))
    none = members((await house.export(tmp_path / "6.zip", late)).path)
    assert "data/bao-cao-dinh-ky.docx" not in none


def test_the_archive_reads_its_fields_in_time_order(sealed: Sealed) -> None:
    files = members(sealed.zip)
    root = ET.fromstring(files["data/ho-so.xml"])
    assert root.findtext("FileNotation") == "12/KH-UBND"
    assert (root.findtext("StartDate"), root.findtext("EndDate")) == ("2026-06-01", "2026-06-30")
    documents = root.findall("Document")
    assert len(documents) == int(root.findtext("DocTotal") or 0) == 6
    times = [d.findtext("IssuedDate") or "" for d in documents if d.find("SignerInfo") is not None]
    assert times == sorted(times)


async def test_it_says_how_long_the_ward_keeps_it(house: House, tmp_path: Path) -> None:
    ward = house.cast.ward
    settings = ward.settings.model_copy(update={"keep_years": 20})
    house.cast = replace(house.cast, ward=replace(ward, settings=settings))
    files = await _export(house, tmp_path)
    assert "HoSo-Maintenance: 20 năm\n" in files["bag-info.txt"].decode()


def test_it_says_how_it_is_checked_and_what_it_does_not_prove(sealed: Sealed) -> None:
    files = members(sealed.zip)
    guide = files["HUONG-DAN-KIEM-TRA.txt"].decode()
    for line in limits():
        assert line in guide
        assert line in files["data/index.html"].decode()
    for command in ("python kiem_tra.py", "sha256sum -c", "bagit.py", "ssh-keygen -Y verify"):
        assert command in guide


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen on this machine")
def test_the_guide_s_commands_run_as_they_are_written(sealed: Sealed) -> None:
    tools = ("sha256sum -c", "ssh-keygen", "python kiem_tra.py")
    lines = (sealed.bag / "HUONG-DAN-KIEM-TRA.txt").read_text("utf-8").splitlines()
    commands = [line.strip() for line in lines if line.startswith("     ")]
    commands = [c for c in commands if c.startswith(tools)]
    assert len(commands) == 4
    for command in commands:
        command = command.replace("python ", f"{sys.executable} ")
        done = subprocess.run(command, shell=True, cwd=sealed.bag, capture_output=True)
        assert done.returncode == 0, done.stdout + done.stderr


async def test_a_file_that_never_came_is_named_as_missing(house: House, tmp_path: Path) -> None:
    number = await house.miss("Hạnh", at("2026-06-17 08:00"), "chua-ve.jpg")
    await house.report("Hạnh", 12, "thêm ảnh", at("2026-06-17 08:01"), (number,))
    files = await _export(house, tmp_path)
    pages = b"".join(c for n, c in files.items() if n.endswith("index.html")).decode()
    assert "chua-ve.jpg: chưa tải về máy chủ khi xuất hồ sơ" in pages


async def test_words_that_no_file_can_hold_do_no_harm(house: House, tmp_path: Path) -> None:
    await house.report("Hạnh", 12, "lạ \ud83d \0 \x01 \x0b ]]> & xong", at("2026-06-17 08:01"))
    made = await house.export(tmp_path / "out.zip")
    assert ET.fromstring(members(made.path)["data/ho-so.xml"]) is not None
    assert not any(step.faults for step in check(made.path))


async def test_a_period_without_work_is_refused_in_a_sentence(house: House, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="không có việc nào"):
        await house.export(tmp_path / "x.zip", Span(date(2025, 1, 1), date(2025, 2, 1)))
    assert not (tmp_path / "x.zip").exists()


async def test_verdicts_and_what_was_asked_about_due_dates_are_in_it(
    house: House, tmp_path: Path
) -> None:
    hanh, mai = house.cast.people["Hạnh"].id, house.cast.people["Mai"].id
    due, when = date(2026, 6, 20), at("2026-06-17 10:00")
    async with house.store.write() as unit:
        work = unit.ward(house.cast.ward.id)
        (first,) = await work.reports.of_occurrence(house.owed[20])
        returned = NewReview(
            house.owed[20], first.id, mai, Verdict.RETURNED, (Fault.BLURRED,), "thiếu biên bản",
            (), due, date(2026, 6, 24), 0, {},
        )  # fmt: skip
        await work.reviews.add(returned, when)
        asked = NewRequest(
            house.owed[20], RequestKind.EXTENSION, hanh, "mưa bão", due, date(2026, 6, 26)
        )
        number = await work.requests.add(asked, when)
        assert number is not None
        await work.requests.settle(
            number, Decision.GRANTED, mai, "đồng ý", when, granted_on=date(2026, 6, 26)
        )
    files = await _export(house, tmp_path)
    page = b"".join(c for n, c in files.items() if n.endswith("index.html")).decode()
    assert "Trả lại: ảnh mờ, thiếu biên bản, bổ sung chậm nhất 24/06/2026. Trần Thị Mai" in page
    assert "Xin lùi hạn: mưa bão. Lê Văn Hạnh" in page
    assert "Đồng ý, hạn mới 26/06/2026: đồng ý. Trần Thị Mai" in page
    root = ET.fromstring(files["data/ho-so.xml"])
    kinds = [d.findtext("TypeName") for d in root.findall("Document")]
    assert "Ý kiến duyệt" in kinds
    assert "Đề nghị về thời hạn" in kinds
    assert {p.get("ten") for p in root.iter("Nguoi")} == {"Lê Văn Hạnh", "Trần Thị Mai"}


async def test_a_report_that_was_written_down_for_somebody_bears_both_names(
    house: House, tmp_path: Path
) -> None:
    tu, mai = house.cast.people["Tư"].id, house.cast.people["Mai"].id
    when, done = at("2026-06-17 10:00"), Progress(Doneness.DONE)
    async with house.store.write() as unit:
        await unit.ward(house.cast.ward.id).reports.add(
            house.owed[20], tu, "đã đối thoại", done, before={}, now=when, recorded_by=mai
        )
    files = await _export(house, tmp_path)
    page = b"".join(c for n, c in files.items() if n.endswith("index.html")).decode()
    both = "Trần Thị Mai báo thay Nguyễn Văn Tư"
    assert f"{both} (Tổ dân phố 5)" in page
    root = ET.fromstring(files["data/ho-so.xml"])
    assert both in {d.findtext("SignerInfo") for d in root.findall("Document")}
    assert "Trần Thị Mai" in {p.get("ten") for p in root.iter("Nguoi")}


async def _destroy_the_paper(house: House) -> None:
    mai, son = (f"person:{house.cast.people[name].id}" for name in ("Mai", "Sơn"))
    decision = Decree("45/QĐ-UBND", date(2026, 6, 25), "gửi nhầm tài liệu cá nhân")
    when = at("2026-06-26 08:00")
    async with house.store.write() as unit:
        asked = await ask_erasure(unit, house.cast.ward, 2, decision, when, mai)
        await agree_to_erasure(unit, house.cast.ward, asked.erasure_id, when, son)


async def _hold_the_paper_back(house: House) -> None:
    async with house.store.write() as unit:
        when = at("2026-06-17 08:00")
        assert await set_aside(unit, house.cast.ward, 2, Marking.LOWEST, when, "tick:fetch_files")


@pytest.mark.parametrize(
    ("take", "told"),
    [
        (_destroy_the_paper, "Tệp đã hủy theo quyết định 45/QĐ-UBND"),
        (_hold_the_paper_back, "Tệp đang tạm giữ để xác minh, không kèm theo hồ sơ"),
    ],
    ids=["destroyed by decision", "held back as maybe secret"],
)
async def test_a_file_taken_away_is_told_of_without_its_name_and_not_missed(
    house: House, tmp_path: Path, take: Callable[[House], Awaitable[None]], told: str
) -> None:
    await take(house)
    made = await house.export(tmp_path / "out.zip")
    files = members(made.path)
    assert b"%PDF-1.4 bien ban" not in files.values()
    page = b"".join(c for n, c in files.items() if n.endswith("index.html")).decode()
    assert told in page
    assert "Biên bản.pdf" not in b"".join(files.values()).decode(errors="replace")
    assert not any(step.faults for step in check(made.path))


async def test_a_file_held_back_where_another_plan_shows_it_too_is_not_missed(
    house: House, tmp_path: Path
) -> None:
    again = await house.keep("Hạnh", b"%PDF-1.4 bien ban", at("2026-05-18 07:00"), "Biên bản.pdf")
    await house.report("Hạnh", 21, "kèm biên bản", at("2026-05-18 08:00"), (again,))
    async with house.store.write() as unit:
        when = at("2026-06-17 08:00")
        assert await set_aside(unit, house.cast.ward, again, Marking.LOWEST, when, "tick:x")
    made = await house.export(tmp_path / "out.zip")
    assert not any(step.faults for step in check(made.path))
    async with house.store.write() as unit:
        son = f"person:{house.cast.people['Mai'].id}"
        await take_back_set_aside(unit, house.cast.ward, again, at("2026-06-18 08:00"), son)
    files = members((await house.export(tmp_path / "later.zip")).path)
    assert b"%PDF-1.4 bien ban" in files.values()
    assert not any(step.faults for step in check(tmp_path / "later.zip"))


async def test_a_file_left_out_after_it_was_taken_back_is_missed(
    house: House, tmp_path: Path
) -> None:
    async with house.store.write() as unit:
        when = at("2026-06-17 08:00")
        await set_aside(unit, house.cast.ward, 2, Marking.LOWEST, when, "tick:fetch_files")
        mai = f"person:{house.cast.people['Mai'].id}"
        await take_back_set_aside(unit, house.cast.ward, 2, when, mai)
    made = await house.export(tmp_path / "out.zip")
    bag = unzip(made.path, tmp_path / "bag")
    (paper,) = bag.rglob("*.pdf")
    paper.unlink()
    forging.regenerate(bag)
    forging.sign_again(bag, house.key)
    said = [fault for step in check(bag) for fault in step.faults]
    assert said == ["minh chứng số 2 của báo cáo 1 bị bỏ ra"]
