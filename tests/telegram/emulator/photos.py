"""What Telegram does to a picture sent as a photo: small JPEGs without EXIF."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from tests.telegram.emulator.refusals import MistakeError, bad_request

register_heif_opener()

LARGEST_SIDE = 1280
_SIDES = (90, 320, 800, LARGEST_SIDE)


@dataclass(frozen=True)
class Picture:
    """One size of a photo."""

    data: bytes
    width: int
    height: int


def reencoded(data: bytes) -> list[Picture]:
    """Return the sizes of a photo, the largest last, as Telegram makes them."""
    image = _opened(data)
    if image.width + image.height > 10_000 or max(image.size) > 20 * min(image.size):
        raise MistakeError("PHOTO_INVALID_DIMENSIONS")
    longest = max(image.size)
    smaller = [side for side in _SIDES if side < longest]
    last = min(longest, LARGEST_SIDE)
    return [_shrunk(image, side) for side in dict.fromkeys([*smaller, last])]


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(data))
        image.load()
    except (OSError, ValueError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    return _flattened(ImageOps.exif_transpose(image))


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "P"):
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return image.convert("RGB")


def _shrunk(image: Image.Image, side: int) -> Picture:
    small = image.copy()
    small.thumbnail((side, side))
    out = BytesIO()
    small.save(out, "JPEG", quality=87)
    return Picture(out.getvalue(), small.width, small.height)
