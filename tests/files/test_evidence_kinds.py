"""Taken is what is on the list by name and content; what is refused says why, and what to send."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.evidence import (
    LARGEST_FILE,
    LARGEST_VIDEO,
    Kind,
    Objection,
    clean_name,
    judge,
    largest,
)
from data.errors import RefusedError
from data.files.evidence_store import EvidenceStore
from data.files.inspect import accept
from data.texts.files import file_refused
from tests.files.samples import docx, mp4, ogg, package, picture, xlsx

PDF = b"%PDF-1.7\n%..."
SMALL = (64, 48)

TAKEN = [
    ("ảnh họp.JPG", picture("JPEG", SMALL), Kind.JPEG),
    ("anh.png", picture("PNG", SMALL), Kind.PNG),
    ("IMG_0001.HEIC", picture("HEIF", SMALL), Kind.HEIC),
    ("anh.webp", picture("WEBP", SMALL), Kind.WEBP),
    ("biên bản.pdf", PDF, Kind.PDF),
    ("bc.docx", docx(), Kind.DOCX),
    ("bảng.xlsx", xlsx(), Kind.XLSX),
    ("họp dân.mp4", mp4(), Kind.MP4),
    ("ghi âm.ogg", ogg(), Kind.OGG),
    ("AwACAgUAAxk.oga", ogg(), Kind.OGG),
    ("họp tổ 5.mp3", b"ID3\x04" + bytes(60), Kind.MP3),
    ("hop.mp3", b"\xff\xfb\x90\x64" + bytes(60), Kind.MP3),
    ("New Recording.m4a", mp4(b"M4A "), Kind.M4A),
    ("Voice 001.m4a", mp4(), Kind.M4A),
    ("ghi am.mp4", mp4(b"M4A "), Kind.M4A),
    ("voice", ogg(), Kind.OGG),
    ("anh.jpg", picture("HEIF", SMALL), Kind.HEIC),
    ("photo", picture("JPEG", SMALL), Kind.JPEG),
]
REFUSED = [
    ("bao-cao.zip", package(a=b"x"), Objection.ARCHIVE),
    ("bc.docx", package(a=b"x"), Objection.ARCHIVE),
    ("bc", docx(), Objection.ARCHIVE),
    ("bc.rar", b"Rar!\x1a\7", Objection.ARCHIVE),
    ("anh.jpg", b"Rar!\x1a\7", Objection.ARCHIVE),
    ("hinh.svg", b"<svg onload=alert(1)>", Objection.WEB_PAGE),
    ("hinh.png", b"\xef\xbb\xbf  <SVG onload=alert(1)>", Objection.WEB_PAGE),
    ("anh.jpg", b"<!DOCTYPE html><script>", Objection.WEB_PAGE),
    ("trang.html", picture("PNG", SMALL), Objection.WEB_PAGE),
    ("anh.jpg.exe", picture("JPEG", SMALL), Objection.PROGRAM),
    ("anh.jpg", b"MZ\x90\0", Objection.PROGRAM),
    ("bien-ban.pdf", b"\x7fELF\2", Objection.PROGRAM),
    ("chay.pdf", b"#!/bin/sh\n%PDF-1.7", Objection.PROGRAM),
    ("bc.docm", docx(), Objection.MACROS),
    (
        "bc.docx",
        docx(word__vbaProject_bin=b"").replace(b"vbaProject_bin", b"vbaProject.bin"),
        Objection.MACROS,
    ),
    (
        "bc.docx",
        package(**{"Types.xml": b"macroEnabled", "word__document.xml": b""}),
        Objection.MACROS,
    ),
    ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Objection.OLD_OR_LOCKED_OFFICE),
    ("khoa.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Objection.OLD_OR_LOCKED_OFFICE),
    ("bc.docx", xlsx(), Objection.NOT_WHAT_IT_SAYS),
    ("bien-ban.pdf", picture("JPEG", SMALL), Objection.NOT_WHAT_IT_SAYS),
    ("anh.jpg", PDF, Objection.NOT_WHAT_IT_SAYS),
    ("anh.jpg", b"just words", Objection.NOT_WHAT_IT_SAYS),
    ("phim.mp4", mp4(b"qt  "), Objection.NOT_WHAT_IT_SAYS),
    ("bc.docx", docx()[:-30], Objection.DAMAGED),
    ("phim.ogg", ogg(b"\x80theora"), Objection.NOT_WHAT_IT_SAYS),
    ("anh.ogg", picture("JPEG", SMALL), Objection.NOT_WHAT_IT_SAYS),
    ("nhac.mp3", b"\xff\xfe\x00\x64 words", Objection.NOT_WHAT_IT_SAYS),
    ("anh.jpg", ogg(), Objection.NOT_WHAT_IT_SAYS),
    ("vi-tri.geojson", b'{"type":"Feature"}', Objection.OTHER),
    ("ghi-chu.txt", b"words", Objection.OTHER),
    ("gi.do", picture("JPEG", SMALL), Objection.OTHER),
    ("anh.jpg", b"", Objection.EMPTY),
]


def _ids(rows: list[tuple[str, bytes, object]]) -> list[str]:
    return [f"{i}-{row[0]}-{row[2].name}" for i, row in enumerate(rows)]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=_ids(TAKEN))
async def test_taken(files: EvidenceStore, name: str, content: bytes, kind: Kind) -> None:
    stored = await files.put_bytes(content)
    assert await accept(name, stored, files.path(stored.sha256)) is kind


@pytest.mark.parametrize(("name", "content", "why"), REFUSED, ids=_ids(REFUSED))
async def test_refused(files: EvidenceStore, name: str, content: bytes, why: Objection) -> None:
    stored = await files.put_bytes(content)
    with pytest.raises(RefusedError) as refused:
        await accept(name, stored, files.path(stored.sha256))
    assert refused.value.sentence == file_refused(clean_name(name), why)


async def test_what_unpacks_to_more_than_500_mb_is_refused(files: EvidenceStore) -> None:
    parts = {"Types.xml": b"<Types/>", "word__document.xml": bytes(501 * 1024 * 1024)}
    stored = await files.put_bytes(package(**parts))
    with pytest.raises(RefusedError) as refused:
        await accept("bc.docx", stored, files.path(stored.sha256))
    assert refused.value.sentence == file_refused("bc.docx", Objection.UNUSUAL)


def test_a_refusal_names_the_file_and_says_what_to_do_next() -> None:
    said = file_refused("bao-cao.zip", Objection.ARCHIVE)
    assert said == (
        'Tệp "bao-cao.zip" chưa nhận được: chỉ nhận ảnh, PDF, Word, Excel, video MP4, ghi âm. '
        "Đồng chí giải nén rồi gửi từng tệp giúp."
    )


def test_limits_are_25_megabytes_and_200_for_a_video() -> None:
    jpeg = b"\xff\xd8\xff\xe0"
    assert judge("a.jpg", jpeg, LARGEST_FILE) is Kind.JPEG
    assert judge("a.jpg", jpeg, LARGEST_FILE + 1) is Objection.TOO_BIG
    assert judge("a.mp4", mp4(), LARGEST_VIDEO) is Kind.MP4
    assert judge("a.mp4", mp4(), LARGEST_VIDEO + 1) is Objection.TOO_BIG
    assert (largest("a.mp4"), largest("a.pdf"), largest("")) == (
        LARGEST_VIDEO,
        LARGEST_FILE,
        LARGEST_FILE,
    )
    assert judge("a.ogg", ogg(), LARGEST_FILE + 1) is Objection.TOO_BIG
    # A recording that is called a video has no more room than other recordings.
    assert judge("a.mp4", mp4(b"M4A "), LARGEST_FILE + 1) is Objection.TOO_BIG
    # Calling a photo a video does not make room for it.
    assert judge("a.mp4", jpeg, LARGEST_FILE + 1) is Objection.NOT_WHAT_IT_SAYS


@given(st.binary(max_size=200), st.text(max_size=20))
def test_whatever_is_sent_there_is_an_answer(head: bytes, name: str) -> None:
    assert isinstance(judge(name, head, len(head)), Kind | Objection)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\tu\\ảnh.jpg", "ảnh.jpg"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("a\0b\n\tc.pdf", "abc.pdf"),
        ("<b>đậm</b>.pdf", "b.pdf"),
        ("  biên   bản .pdf ", "biên bản.pdf"),
        ("..", "tep"),
        ("", "tep"),
        (".pdf", "pdf"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_names_lose_folders_control_and_direction(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text(max_size=300))
def test_a_clean_name_is_safe_everywhere_and_stays_as_it_is(name: str) -> None:
    kept = clean_name(name)
    assert kept
    assert len(kept) <= 120
    assert not set(kept) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c)[0] == "C" for c in kept)
    assert kept not in {".", ".."}
    assert clean_name(kept) == kept
