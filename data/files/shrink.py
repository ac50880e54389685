"""Makes a JPEG that a platform takes: `python -m data.files.shrink SOURCE TARGET BYTES`.

In a process of its own, under the limits of `data.files.limits`. The largest picture that fits is
written; nothing that the camera wrote travels along.
"""

import io
import sys
from pathlib import Path
from typing import Any

from data.files.decode import MOST_PIXELS, open_picture, small
from data.files.limits import limit_itself

_SIDES = (2560, 2048, 1600, 1280, 1024, 800, 640)
_QUALITIES = (88, 78, 65)


def main() -> int:
    """Read the command line. Returns 0 when a picture was written."""
    source, target, most = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    limit_itself()
    with open_picture(source) as image:
        if image.width * image.height > MOST_PIXELS:
            return 1
        picture = small(image, _SIDES[0])
    jpeg = _largest(picture, most)
    if jpeg is None:
        return 1
    target.write_bytes(jpeg)
    return 0


def _largest(picture: Any, most: int) -> bytes | None:
    for side in _SIDES:
        picture.thumbnail((side, side))
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, exif=b"", icc_profile=None)
            if out.tell() <= most:
                return out.getvalue()
    return None


if __name__ == "__main__":
    sys.exit(main())
