"""Small pictures for the tests."""

from io import BytesIO

from PIL import Image


def picture(width: int = 64, height: int = 48, *, kind: str = "JPEG", exif: bool = False) -> bytes:
    """Return a picture, with a camera's EXIF if asked."""
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    notes = Image.Exif()
    notes[0x0110] = "Máy ảnh của tổ 5"
    notes[0x0132] = "2026:06:15 07:30:00"
    out = BytesIO()
    image.save(out, kind, **({"exif": notes} if exif else {}))
    return out.getvalue()


def has_exif(data: bytes) -> bool:
    """Whether a picture tells of its camera."""
    return bool(Image.open(BytesIO(data)).getexif())


def size_of(data: bytes) -> tuple[int, int]:
    """Return a picture's width and height."""
    return Image.open(BytesIO(data)).size
