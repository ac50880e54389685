"""Files that cannot be a plan: each is refused with what is wrong and what to send instead."""

import io
import os
import stat
import time
import zipfile

import pytest

from data.errors import IntakeError
from jobs.intake.plan import read_plan
from tests.intake.papers import (
    drawn_pdf,
    pdf_plan,
    saved,
    scanned_pdf,
    sheet_plan,
    with_entry,
    word_plan,
)

TABLE = [["STT", "Nhiệm vụ", "Chủ trì", "Hạn"], ["1", "Việc một", "Công an", "Quý I/2026"]]
WORD = saved(word_plan(TABLE))
SHEET = saved(sheet_plan(TABLE))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    b"3 0 obj\n<< /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> "
    b"/P -4 >>\nendobj\ntrailer\n<< /Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>] >>\n%%EOF"
)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(IntakeError) as caught:
        read_plan(content, name)
    assert caught.value.place.file == name
    return caught.value.sentence


def package(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (scanned_pdf(), "quet.pdf", "bản chụp"),
        (OLE, "cu.doc", ".docx"),
        (OLE, "cu.docx", ".docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "khoa.docx", "mật khẩu"),
        (LOCKED_PDF, "khoa.pdf", "mật khẩu"),
        (b"%PDF-1.7\nrac rac rac", "hong.pdf", "hỏng"),
        (pdf_plan([(("Một dòng chữ dài",), [], ())])[:300], "hong.pdf", "hỏng"),
        (WORD[: len(WORD) // 2], "hong.docx", "hỏng"),
        (WORD[:-30] + bytes(30), "hong.docx", "hỏng"),
        (with_entry(WORD, "word/document.xml", b"<w:document"), "hong.docx", "hỏng"),
        (with_entry(SHEET, "xl/worksheets/sheet1.xml", b"<worksheet><"), "hong.xlsx", "hỏng"),
        (with_entry(SHEET, "xl/workbook.xml", b"<a/>"), "hong.xlsx", "hỏng"),
        (b"<html><body>Ke hoach</body></html>", "ke-hoach.doc", "trang web"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", "ke-hoach.docx", "trang web"),
        (b"{\\rtf1 Ke hoach}", "ke-hoach.doc", "RTF"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "anh.jpg", "ảnh"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "ke-hoach.pdf", "ảnh"),
        (package(**{"ke-hoach.docx": WORD}), "ke-hoach.zip", "giải nén"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "ke-hoach.rar", "giải nén"),
        (package(mimetype=b"application/vnd.oasis.opendocument.text"), "a.odt", "LibreOffice"),
        (with_entry(WORD, "word/vbaProject.bin", b"macro"), "a.docm", "macro"),
        (WORD, "ke-hoach.xlsx", "Word"),
        (SHEET, "ke-hoach.docx", "Excel"),
        (WORD, "ke-hoach.pdf", "Word"),
        (b"MZ\x90\x00" + bytes(200), "ke-hoach.exe", "Chưa đọc được"),
        ("Kế hoạch".encode("cp1258", "replace") + b"\xff\xc3\x28", "cu.txt", "UTF-8"),
        (b"STT\tNhiem vu", "ke-hoach.html", "Chưa đọc được"),
        (b"", "rong.docx", "không có nội dung"),
        (b"  \n ", "rong.txt", "không có nội dung"),
    ],
)
def test_refused_with_a_sentence(content: bytes, name: str, said: str) -> None:
    assert said in refusal(content, name)


def test_a_file_of_a_hundred_megabytes_is_refused_at_once() -> None:
    started = time.perf_counter()
    assert "25 MB" in refusal(bytes(100 * 1024 * 1024), "to.pdf")
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(with_entry(WORD, "word/media/a.bin", bytes(110_000_000)), id="unpacked sum"),
        pytest.param(with_entry(WORD, "word/a.xml", bytes(5_000_000)), id="ratio"),
        pytest.param(
            with_entry(WORD, "word/a.xml", os.urandom(13_000_000).hex().encode()), id="huge part"
        ),
        pytest.param(
            package(**{f"word/{at}.xml": b"<a/>" for at in range(2_001)}), id="many entries"
        ),
        pytest.param(
            with_entry(
                WORD, "word/link.xml", b"/etc/passwd", external=(stat.S_IFLNK | 0o777) << 16
            ),
            id="symbolic link",
        ),
        pytest.param(with_entry(WORD, "../../a.xml", b"<a/>"), id="outside path"),
        pytest.param(
            with_entry(
                WORD,
                "word/document.xml",
                b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
            ),
            id="entities",
        ),
        pytest.param(
            with_entry(
                SHEET, "xl/sharedStrings.xml", '<!DOCTYPE a SYSTEM "http://a">'.encode("utf-16")
            ),
            id="entities in UTF-16",
        ),
        pytest.param(
            with_entry(WORD, "word/a.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>'),
            id="odd encoding",
        ),
    ],
)
def test_bombs_are_refused_before_anything_opens_them(bomb: bytes) -> None:
    assert "khác thường" in refusal(bomb, "bom.docx")


def test_a_sheet_merged_to_its_last_cell_does_not_fill_memory() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(SHEET)).read("xl/worksheets/sheet1.xml")
    merged = sheet.replace(
        b"</sheetData>",
        b'</sheetData><mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>',
    )
    assert "vùng ô lớn" in refusal(with_entry(SHEET, "xl/worksheets/sheet1.xml", merged), "a.xlsx")


def test_a_far_away_cell_costs_nothing() -> None:
    book = sheet_plan(TABLE)
    book.active["XFD1048576"] = "xa"
    assert len(read_plan(saved(book), "a.xlsx").tasks) == 1


def test_a_file_without_an_extension_goes_by_its_content() -> None:
    assert len(read_plan(WORD, "ke-hoach").tasks) == 1


def test_two_thousand_rows_are_read_in_seconds() -> None:
    rows = [["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"]]
    rows += [
        [
            str(at),
            f"Việc thứ {at} của xã",
            "Công an xã",
            "Trạm Y tế; Văn phòng",
            f"{at % 28 + 1}/6/2026",
        ]
        for at in range(1, 2_001)
    ]
    contents = {
        "a.txt": "\n".join("\t".join(row) for row in rows).encode(),
        "a.xlsx": saved(sheet_plan(rows)),
    }
    for name, content in contents.items():
        started = time.perf_counter()
        assert len(read_plan(content, name).tasks) == 2_000
        assert time.perf_counter() - started < 10


def test_a_pdf_that_unpacks_to_hundreds_of_megabytes_is_refused_quickly() -> None:
    started = time.perf_counter()
    assert "khác thường" in refusal(drawn_pdf(b" " * 200_000_000), "bom.pdf")
    assert time.perf_counter() - started < 5


def test_a_table_longer_than_any_plan_is_refused() -> None:
    rows = "STT\tNhiệm vụ\tChủ trì\tHạn\n" + "1\tViệc\tCông an\tQuý I\n" * 20_001
    assert "20.000 dòng" in refusal(rows.encode(), "dai.txt")


@pytest.mark.parametrize("piece", [".", "-", "(", ",", "<", "chủ trì ", "Phòng A, ", "- A; ", "1."])
def test_a_cell_of_fifty_thousand_characters_is_read_in_a_moment(piece: str) -> None:
    cell = piece * (50_000 // len(piece))
    started = time.perf_counter()
    for row in (f"1\t{cell}\tCông an\tQuý I", f"1\tViệc\t{cell}\tQuý I", f"1\tV\tCông an\t{cell}"):
        read_plan(f"STT\tNhiệm vụ\tChủ trì\tHạn\n{row}".encode(), "a.txt")
    assert time.perf_counter() - started < 3
