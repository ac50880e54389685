"""What Zalo does to a picture sent as a photo: a smaller JPEG without EXIF."""

from io import BytesIO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()


def recompressed(data: bytes, longest: int = 1280, *, keep_exif: bool = False) -> bytes:
    """Return a photo as the service keeps it."""
    with Image.open(BytesIO(data)) as image:
        exif = image.getexif()
        small = _flattened(image if keep_exif else ImageOps.exif_transpose(image))
    small.thumbnail((longest, longest))
    out = BytesIO()
    kept = {"exif": exif.tobytes()} if keep_exif else {}
    small.save(out, "JPEG", quality=82, **kept)
    return out.getvalue()


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "P"):
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return image.convert("RGB")
