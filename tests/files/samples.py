"""Small files of every kind, made here: good, broken and hostile."""

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def picture(kind: str, size: tuple[int, int] = (1600, 1200), *, with_camera: bool = True) -> bytes:
    """Return a picture, with what a phone writes into it."""
    exif = Image.Exif()
    if with_camera:
        exif[271] = "Sam\0sung"
        exif[274] = 6  # held upright: turned by 90 degrees
        exif.get_ifd(34665)[36867] = "2026:06:15 09:12:33"
        exif.get_ifd(34853).update({1: "N", 2: (12.0, 30.0, 0.0), 3: "E", 4: (109.0, 7.5, 0.0)})
    out = io.BytesIO()
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    image.save(out, kind, exif=exif.tobytes() if kind == "HEIF" else exif)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Return a black-and-white PNG of any size: 400 megapixels weigh 50 KB."""
    pack = zlib.compressobj(9)
    row = b"\0" * ((width + 7) // 8 + 1)
    data = b"".join(pack.compress(row) for _ in range(height)) + pack.flush()

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def package(**parts: bytes) -> bytes:
    """Return a zip package; `__` in a name stands for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("Types", "[Content_Types]"), content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """Return the least that is a Word document."""
    return package(**{"Types.xml": WORD.encode(), "word__document.xml": b"<w/>", **more})


def xlsx(**more: bytes) -> bytes:
    """Return the least that is an Excel workbook."""
    return package(**{"Types.xml": b"<Types/>", "xl__workbook.xml": b"<x/>", **more})


def mp4(brand: bytes = b"isom") -> bytes:
    """Return the beginning of a video."""
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\2\0mp42isom" + b"\0" * 100


def ogg(stream: bytes = b"OpusHead") -> bytes:
    """Return the beginning of a voice message: an Ogg page whose stream names itself."""
    return b"OggS\0\2" + bytes(20) + b"\1\x13" + stream + b"\1\1" + bytes(60)
