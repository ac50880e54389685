"""Photos are shown small; hostile ones are kept, show nothing, and hurt nobody."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from PIL import Image

from data.files.evidence_store import EvidenceStore
from data.files.previews import Previews
from tests.files.samples import picture, png_of

TAKEN_AT = datetime(2026, 6, 15, 2, 12, 33, tzinfo=UTC)
"""09:12:33 in Việt Nam."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
async def test_a_photo_gets_a_small_upright_jpeg_and_tells_what_the_camera_wrote(
    files: EvidenceStore, kind: str
) -> None:
    original = picture(kind)
    stored = await files.put_bytes(original)
    facts = await Previews(files).read(stored.sha256)
    assert facts.taken_at == TAKEN_AT
    assert facts.exif["make"] == "Samsung"
    assert facts.exif["gps"] == [12.5, 109.125]
    small = await Previews(files).small(stored.sha256)
    with Image.open(small) as image:
        # Turned upright; HEIC decoders turn the pixels themselves.
        assert (image.format, sorted(image.size)) == ("JPEG", [960, 1280])
        assert image.height > image.width
        assert not image.getexif()
    assert files.path(stored.sha256).read_bytes() == original


async def test_a_photo_without_a_camera_is_as_good(files: EvidenceStore) -> None:
    stored = await files.put_bytes(picture("JPEG", (300, 200), with_camera=False))
    previews = Previews(files)
    assert (await previews.read(stored.sha256)).taken_at is None
    with Image.open(await previews.small(stored.sha256)) as image:
        assert image.size == (300, 200)


async def test_400_megapixels_are_kept_without_a_preview(files: EvidenceStore) -> None:
    bomb = png_of(20_000, 20_000)
    stored = await files.put_bytes(bomb)
    facts = await Previews(files).read(stored.sha256)
    assert (facts.exif["width"], facts.exif["height"]) == (20_000, 20_000)
    assert await Previews(files).small(stored.sha256) is None
    assert files.path(stored.sha256).read_bytes() == bomb


async def test_a_genuine_200_megapixel_picture_does_get_one(files: EvidenceStore) -> None:
    stored = await files.put_bytes(png_of(16_320, 12_240))
    assert await Previews(files).small(stored.sha256) is not None


HOSTILE = {
    "only a beginning": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "cut in half": picture("JPEG")[:3000],
    "a size without data": png_of(8, 8)[:33],
    "negative size": png_of(8, 8).replace(b"\0\0\0\x08", b"\xff\xff\xff\xff", 1),
    "a script called a picture": b"<script>alert(1)</script>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "nothing": b"",
    "broken camera block": picture("JPEG").replace(b"2026:06:15 09:12:33", b"9999:99:99 99:99:99"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_picture_only_ends_its_own_process(files: EvidenceStore, name: str) -> None:
    stored = await files.put_bytes(HOSTILE[name])
    previews = Previews(files)
    facts = await previews.read(stored.sha256)
    # What came whole before the cut is still told.
    assert (facts.taken_at is not None) == (name == "cut in half")
    made = await previews.small(stored.sha256)
    assert (made is not None) == (name == "broken camera block")


async def test_a_picture_with_something_behind_it_shows_only_the_picture(
    files: EvidenceStore,
) -> None:
    stored = await files.put_bytes(picture("PNG") + b"<html><script>alert(1)</script></html>PK\3\4")
    small = await Previews(files).small(stored.sha256)
    assert b"script" not in small.read_bytes()


async def test_what_cannot_be_shown_is_tried_once(files: EvidenceStore) -> None:
    stored = await files.put_bytes(b"\xff\xd8\xffjunk")
    previews = Previews(files)
    assert await previews.small(stored.sha256) is None
    tried = files.preview_path(stored.sha256).stat().st_mtime_ns
    assert await previews.small(stored.sha256) is None
    assert files.preview_path(stored.sha256).stat().st_mtime_ns == tried


def test_memory_and_processor_are_limited_before_a_decoder_is_loaded() -> None:
    # The process that opens pictures is asked for its own limits, through its own entrance.
    code = (
        "import sys, resource; sys.argv[1:] = ['/nowhere', '/nowhere']\n"
        "from data.files import decode\n"
        "try: decode.main()\n"
        "except FileNotFoundError: pass\n"
        "print([resource.getrlimit(r)[0] for r in (resource.RLIMIT_AS, resource.RLIMIT_CPU)])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str([1536 * 1024**2, 20])
