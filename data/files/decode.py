"""Opens one picture in a process of its own: `python -m data.files.decode SOURCE TARGET`.

Pictures come from outside and decoders have faults, so memory, processor time and output are
limited here before anything is opened; whatever goes wrong, only this process ends. Prints what
the camera wrote as a line of JSON, writes a JPEG of at most 1280 pixels to TARGET if it can, and
prints how the picture looks, to find it again, as a second line.
"""

import json
import sys
from pathlib import Path
from typing import Any

from data.files.limits import limit_itself

MOST_PIXELS = 250_000_000
"""A 200-megapixel phone photo is genuine; beyond this only the original is kept."""
LONGEST_SIDE = 1280
_LONGEST_WORD = 60
_ORIGINAL, _OFFSET, _MAKE, _MODEL, _EXIF_BLOCK, _GPS_BLOCK = 36867, 36881, 271, 272, 34665, 34853


def main() -> int:
    """Read the two paths from the command line. Returns 0 whenever the facts were printed."""
    source, target = (Path(a) for a in sys.argv[1:3])
    limit_itself()
    with open_picture(source) as image:
        facts = {"width": image.width, "height": image.height, **_camera(image)}
        _say(facts)
        if image.width * image.height <= MOST_PIXELS:
            picture = small(image, LONGEST_SIDE)
            # A new picture, so that nothing the camera wrote travels along.
            picture.save(target, "JPEG", quality=82, exif=b"", icc_profile=None)
            _say(_look(picture))
    return 0


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _look(picture: Any) -> dict[str, object]:
    try:
        from data.files.prints import print_of

        found = print_of(picture)
    except (ImportError, MemoryError):  # the preview is made: it need not go for want of this
        return {}
    if found is None:
        return {}
    return {
        "quality": found.quality,
        "upright": found.upright.hex(),
        "turned": found.turned.hex(),
    }


def open_picture(source: Path) -> Any:
    """Open a picture of a kind that is taken; decoders are loaded only now, under the limits."""
    from PIL import Image
    from pillow_heif import register_heif_opener

    Image.MAX_IMAGE_PIXELS = None  # Pillow's own bound would refuse genuine phone photos
    register_heif_opener(thumbnails=False)
    return Image.open(source, formats=("JPEG", "PNG", "WEBP", "HEIF", "MPO"))


def small(image: Any, longest_side: int) -> Any:
    """Return a picture upright, on white, in RGB, no side longer than that."""
    from PIL import Image, ImageOps

    image.draft("RGB", (longest_side, longest_side))
    image.thumbnail((longest_side, longest_side))
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    return upright.convert("RGB")


def _camera(image: Any) -> dict[str, object]:
    try:
        exif = image.getexif()
        detail = exif.get_ifd(_EXIF_BLOCK)
        facts = {
            "taken": _word(detail.get(_ORIGINAL)),
            "offset": _word(detail.get(_OFFSET)),
            "make": _word(exif.get(_MAKE)),
            "model": _word(exif.get(_MODEL)),
            "gps": _place(exif.get_ifd(_GPS_BLOCK)),
        }
    except Exception:  # whatever a camera wrote wrongly is as if it wrote nothing
        return {}
    return {k: v for k, v in facts.items() if v}


def _word(value: object) -> str:
    return "".join(c for c in str(value or "") if c.isprintable()).strip()[:_LONGEST_WORD]


def _place(gps: dict[int, Any]) -> list[float] | None:
    """Return latitude and longitude in degrees, if both are there and possible."""
    found = []
    for key, negative, most in ((2, "S", 90), (4, "W", 180)):
        if key not in gps:
            return None
        degrees, minutes, seconds = (float(x) for x in gps[key])
        value = degrees + minutes / 60 + seconds / 3600
        if not 0 <= value <= most:
            return None
        found.append(round(-value if gps.get(key - 1) == negative else value, 6))
    return found


if __name__ == "__main__":
    sys.exit(main())
