"""Files as an attacker, a broken phone or bad luck sends them. All are made here, none is kept.

Each says how it must end as evidence: the words of the refusal, or that it is kept as it came and
whether it can be shown small.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from tests.files.samples import docx, mp4, ogg, picture, png_of, xlsx
from tests.intake.papers import saved, sheet_plan, text_plan, with_entry, word_plan

KEPT, SHOWN = "kept", "shown"
WEB_PAGE = "đây là tệp trang web"
UNUSUAL = "giải nén ra quá lớn hoặc khác thường"
MACROS = "tệp có macro, không an toàn"
LOCKED = "tệp Word, Excel đời cũ hoặc có mật khẩu"
WRONG = "nội dung không đúng với đuôi tên tệp"
DAMAGED = "tệp bị hỏng nên không mở được"
EMPTY = "tệp không có nội dung"
ARCHIVE = "giải nén rồi gửi từng tệp"
OTHER = "gửi tệp loại khác"
PROGRAM = "đây là tệp chương trình"

HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;">' % (c + 1, c, c, c) for c in range(97, 120))
    + b"]><l>&x;</l>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'


@dataclass(frozen=True)
class Bad:
    """One file of the corpus."""

    what: str
    name: str
    make: Callable[[], bytes]
    ends: str
    """KEPT, SHOWN, or a part of the sentence that refuses it."""
    is_plan: bool = False
    """The plan's door is tried as well."""

    @cached_property
    def content(self) -> bytes:
        """Its bytes, made once for all doors."""
        return self.make()


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(name: bytes, body: bytes) -> bytes:
    """Return a good PNG with a chunk more after its header."""
    plain = png_of(64, 64)
    return plain[:33] + chunk(name, body) + plain[33:]


def huge_jpeg() -> bytes:
    """Return a photo of 200 megapixels, as phones of today take them."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize((16_320, 12_240)).save(out, "JPEG", quality=60)
    return out.getvalue()


def zipped(*entries: tuple[str, bytes], external: int = 0, times: int = 1) -> bytes:
    """Return a Word package with parts more."""
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(times):
            for name, content in entries:
                part = zipfile.ZipInfo(name.format(number))
                part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, external
                package.writestr(part, content)
    return out.getvalue()


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of one empty page with these objects in its catalogue."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R "
        + b" ".join(objects)
        + b" >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )


def pictures() -> Iterator[Bad]:
    """Yield pictures that are none, or too much of one."""
    photo = picture("JPEG", (800, 600))
    png = picture("PNG", (300, 200))
    yield Bad("48 KB that declare 400 megapixels", "a.png", lambda: png_of(20_000, 20_000), KEPT)
    yield Bad("a genuine photo of 200 megapixels", "IMG.jpg", huge_jpeg, SHOWN)
    yield Bad(
        "2 gigapixels in a header alone",
        "a.png",
        lambda: png_of(8, 8)[:16] + struct.pack(">II", 50_000, 50_000) + png_of(8, 8)[24:],
        KEPT,
    )
    yield Bad("a JPEG cut in half", "a.jpg", lambda: photo[: len(photo) // 2], KEPT)
    yield Bad("a HEIC cut in half", "a.heic", lambda: picture("HEIF", (800, 600))[:2000], KEPT)
    yield Bad("a WebP cut in half", "a.webp", lambda: picture("WEBP", (800, 600))[:2000], KEPT)
    yield Bad(
        "a colour profile that unpacks to 100 MB",
        "a.png",
        lambda: png_with(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000_000), 9)),
        KEPT,
    )
    yield Bad(
        "a remark that unpacks to 100 MB",
        "a.png",
        lambda: png_with(b"zTXt", b"x\0\0" + zlib.compress(b"a" * 100_000_000, 9)),
        KEPT,
    )
    yield Bad("a broken check sum", "a.png", lambda: png[:40] + b"\xff" + png[41:], KEPT)
    yield Bad(
        "EXIF that points at itself",
        "a.jpg",
        lambda: photo.replace(b"Exif\0\0MM\0*\0\0\0\x08", b"Exif\0\0MM\0*\xff\xff\xff\xf0"),
        SHOWN,
    )
    yield Bad("a JPEG that is also a zip", "a.jpg", lambda: photo + zipped(), SHOWN)
    yield Bad(
        "a JPEG that is also a web page", "a.jpg", lambda: photo[:20] + photo[20:] + HTML, SHOWN
    )
    yield Bad(
        "a GIF that is also a zip", "a.gif", lambda: b"GIF89a\1\0\1\0\0\0\0;" + zipped(), OTHER
    )
    yield Bad("a GIF called .jpg", "a.jpg", lambda: b"GIF89a\1\0\1\0\0\0\0;", WRONG)
    yield Bad(
        "SVG",
        "a.svg",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        WEB_PAGE,
    )
    yield Bad("SVG called .png", "a.png", lambda: b"<svg onload='alert(1)'/>", WEB_PAGE)
    yield Bad(
        "postscript called .jpg",
        "a.jpg",
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        WRONG,
    )
    yield Bad("only a beginning", "a.jpg", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", KEPT)


def pages_and_programs() -> Iterator[Bad]:
    """Yield what a browser or a machine would run, and what is nothing at all."""
    yield Bad("HTML", "a.html", lambda: HTML, WEB_PAGE)
    yield Bad("HTML called .jpg", "a.jpg", lambda: HTML, WEB_PAGE)
    yield Bad(
        "XHTML called .jpg",
        "a.jpg",
        lambda: b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        WEB_PAGE,
    )
    yield Bad("HTML behind a byte-order mark", "a.pdf", lambda: b"\xef\xbb\xbf\n " + HTML, WEB_PAGE)
    yield Bad("a program called .pdf", "a.pdf", lambda: b"MZ\x90\0" + bytes(200), PROGRAM)
    yield Bad("a script called .jpg", "a.jpg", lambda: b"#!/bin/sh\nrm -rf /\n", PROGRAM)
    yield Bad("a program behind two endings", "anh.jpg.exe", lambda: b"MZ\x90\0", PROGRAM)
    yield Bad("nothing", "a.jpg", lambda: b"", EMPTY)
    yield Bad("one byte", "a.jpg", lambda: b"\xff", WRONG)
    yield Bad("zeros", "a.pdf", lambda: bytes(4096), WRONG)
    yield Bad("a video that is a web page", "a.mp4", lambda: mp4() + HTML, KEPT)
    yield Bad("a video with a broken box", "a.mp4", lambda: b"\xff\xff\xff\xffftypisom", KEPT)
    yield Bad("a web page called .mp4", "a.mp4", lambda: HTML, WEB_PAGE)
    yield Bad("sound without a stream", "a.ogg", lambda: ogg(b"nothing"), WRONG)
    yield Bad("sound that ends at once", "a.ogg", lambda: ogg()[:40], KEPT)


def documents() -> Iterator[Bad]:
    """Yield office packages and PDFs with what does not belong into them."""
    word = saved(word_plan([["TT", "Nội dung"], ["1", "Họp dân"]]))
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    formula = [
        ["TT", "Nội dung"],
        ["1", '=HYPERLINK("http://a.test","Họp")'],
        ["2", "=cmd|'/c calc'!A0"],
    ]
    yield Bad("a docm called .docx", "a.docx", lambda: docx(**{"Types.xml": macro}), MACROS, True)
    yield Bad("a docm", "a.docm", lambda: docx(), MACROS)
    yield Bad("a dotm", "a.dotm", lambda: docx(), MACROS)
    yield Bad(
        "an xlsm called .xlsx",
        "a.xlsx",
        lambda: xlsx(xl__vbaProject__bin=b"x", **{"xl__vbaProject.bin": b"x"}),
        MACROS,
        True,
    )
    yield Bad(
        "entities that laugh a billion times",
        "a.docx",
        lambda: with_entry(word, "word/document.xml", LAUGHS),
        KEPT,
        True,
    )
    yield Bad(
        "an entity that reads a file of ours",
        "a.docx",
        lambda: with_entry(word, "word/document.xml", OUTSIDE),
        KEPT,
        True,
    )
    yield Bad(
        "a template fetched from elsewhere",
        "a.docx",
        lambda: with_entry(
            word,
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Target="http://a.test/x.dotm" TargetMode="External"/></Relationships>',
        ),
        KEPT,
    )
    yield Bad(
        "600 MB in 600 KB",
        "a.docx",
        lambda: zipped(("word/{}.xml", bytes(60_000_000)), times=10),
        UNUSUAL,
        True,
    )
    yield Bad(
        "one part 1000 to one",
        "a.docx",
        lambda: zipped(("word/x.xml", bytes(20_000_000))),
        UNUSUAL,
        True,
    )
    yield Bad(
        "thousands of parts",
        "a.docx",
        lambda: zipped(("word/{}.xml", b""), times=3_000),
        UNUSUAL,
        True,
    )
    yield Bad(
        "a bomb within",
        "a.docx",
        lambda: zipped(("word/x.zip", zipped(("y", bytes(9_000_000))))),
        KEPT,
    )
    yield Bad(
        "a part that is a link",
        "a.docx",
        lambda: zipped(("word/x", b"/etc/passwd"), external=0o120777 << 16),
        UNUSUAL,
        True,
    )
    yield Bad(
        "a part above the folder",
        "a.docx",
        lambda: zipped(("../../etc/cron.d/x", b"x")),
        UNUSUAL,
        True,
    )
    yield Bad("a part at the root", "a.xlsx", lambda: zipped(("/etc/x", b"x")), UNUSUAL, True)
    yield Bad("an archive called .docx", "a.docx", lambda: b"PK\3\4" + bytes(60), DAMAGED, True)
    yield Bad("half a Word document", "a.docx", lambda: word[: len(word) // 2], DAMAGED, True)
    yield Bad("formulas and links to elsewhere", "a.xlsx", lambda: saved(sheet_plan(formula)), KEPT)
    yield Bad(
        "Word with a password",
        "a.docx",
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le")
        ),
        LOCKED,
        True,
    )
    yield Bad("an archive", "a.zip", lambda: zipped(), ARCHIVE)
    yield Bad(
        "PDF with a script",
        "a.pdf",
        lambda: pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        KEPT,
        True,
    )
    yield Bad(
        "PDF that starts a program",
        "a.pdf",
        lambda: pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
        KEPT,
        True,
    )
    yield Bad(
        "PDF with a file within",
        "a.pdf",
        lambda: pdf(b"/Names << /EmbeddedFiles << /Names [(x.exe) 9 0 R] >> >>"),
        KEPT,
        True,
    )
    yield Bad(
        "PDF with a password",
        "a.pdf",
        lambda: pdf().replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /O (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) /U (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) /P -4 /Length 128 >> /ID [(a) (a)]",
        ),
        KEPT,
        True,
    )
    yield Bad("PDF that is also a zip", "a.pdf", lambda: pdf() + zipped(), KEPT, True)
    yield Bad(
        "PDF whose pages are their own parents",
        "a.pdf",
        lambda: pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        KEPT,
        True,
    )
    yield Bad(
        "PDF streams packed twice",
        "a.pdf",
        lambda: pdf(b"/Filter [/FlateDecode /FlateDecode]"),
        KEPT,
        True,
    )
    yield Bad(
        "a plan of text that is bytes",
        "a.txt",
        lambda: text_plan([["TT"]])[:40] + b"\0\xff" * 99,
        OTHER,
        True,
    )


CORPUS = (*pictures(), *pages_and_programs(), *documents())

NAMES = {
    "right-to-left": "anh\u202egpj.exe",
    "letters taken apart": "Bie\u0302n ba\u0309n ho\u0323p.jpg",
    "300 characters": "ả" * 300 + ".jpg",
    "control characters": "a\r\nSet-Cookie: x=1\x00\x07.jpg",
    "folders": "../../../etc/passwd.jpg",
    "Windows folders": "C:\\Windows\\system32\\a.jpg",
    "a device of Windows": "CON.jpg",
    "a printer of Windows": "lpt1.tar.jpg",
    "a smiling face": "😀👍🏽.jpg",
    "only spaces": "   ",
    "only dots": "...",
    "markup": "<img src=x onerror=alert(1)>.jpg",
    "quotes": 'a"; filename="b.html.jpg',
    "halves of characters": "a\ud800.jpg",
    "percent signs": "%2e%2e%2f%00.jpg",
}
