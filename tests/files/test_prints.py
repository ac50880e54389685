"""Prints of pictures are PDQ's, bit by bit, and find a picture again however it was sent."""

import io

import pytest
from PIL import Image, ImageEnhance, ImageOps

from data.domain.prints import NEAR, PicturePrint, near
from data.files.evidence_store import EvidenceStore
from data.files.previews import Previews
from data.files.prints import print_of
from tests.files.scenes import jpeg_of, scene

# Made by pdqhash 0.2.8, the bindings of PDQ's own C++, from these very pixels.
PUBLISHED = [
    (1, (480, 360), 100, "e46c7e85bbc78788e3d91915954a4ee19935f5a3751ba3a3e2525b5a170e8468"),
    (2, (360, 480), 100, "abb33936892bbddb928358946c9927e960456fb3126b765ac1169cc957bcc984"),
    (3, (512, 512), 100, "9e65b799c2ced4313b5a20ce2e21b8be242c3cd531b871468b69381ade37e9e9"),
    (4, (97, 64), 100, "69a596cb023dad13c02bdb60a5238f78dc3da4075368ab43569534bcf9607bee"),
    (5, (512, 100), 100, "b70645a6162fc5467ec6214f495e9d478b6d455bbdf19869849d431b1291feb0"),
    (6, (5, 5), 56, "64d9c6f19b263b0e91a49e2764d961d83b0ec4f164d9c6f19b263b0ec1f09e27"),
]


def looked_at(image: Image.Image) -> PicturePrint:
    found = print_of(image.convert("RGB"))
    assert found is not None
    return found


def found_again(image: Image.Image, original: Image.Image) -> list[int]:
    """Return the distance to the original if it is recognised."""
    others = [("original", looked_at(original).upright)]
    return list(near({"it": looked_at(image)}, others)["it"].values())


@pytest.mark.parametrize(("number", "size", "quality", "expected"), PUBLISHED)
def test_a_print_is_the_one_that_pdq_makes(
    number: int, size: tuple[int, int], quality: int, expected: str
) -> None:
    found = looked_at(scene(number, size))
    assert (found.quality, found.upright.hex()) == (quality, expected)


def test_all_eight_views_are_those_of_the_library() -> None:
    pdqhash = pytest.importorskip("pdqhash", reason="needs a compiler; judged where it is there")
    import numpy as np

    for number, size, *_ in PUBLISHED:
        image = scene(number, size)
        theirs, _ = pdqhash.compute_dihedral(np.asarray(image))
        expected = {int("".join(str(bit) for bit in bits), 2) for bits in theirs}
        views = looked_at(image).views
        assert {int.from_bytes(views[at : at + 32]) for at in range(0, 256, 32)} == expected


def sent_again(image: Image.Image, side: int, quality: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side))
    return Image.open(io.BytesIO(jpeg_of(copy, quality)))


CHANGES = {
    "through Telegram": lambda image: sent_again(image, 1280, 80),
    "through Zalo": lambda image: sent_again(image, 800, 60),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "in grey": lambda image: image.convert("L").convert("RGB"),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned left": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "turned around": lambda image: image.transpose(Image.Transpose.ROTATE_180),
    "turned right": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "across one corner": lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    "across the other": lambda image: image.transpose(Image.Transpose.TRANSVERSE),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_is_recognised(change: str) -> None:
    for number in range(1, 6):
        original = scene(number, (1600, 1200))
        (distance,) = found_again(CHANGES[change](original), original)
        assert distance <= NEAR


def test_different_pictures_are_not_taken_for_each_other() -> None:
    pictures = [scene(number) for number in range(12)]
    pairs = [(a, b) for i, a in enumerate(pictures) for b in pictures[:i]]
    assert [found_again(a, b) for a, b in pairs] == [[]] * 66


def test_what_shows_hardly_anything_is_compared_with_nothing() -> None:
    paper = Image.new("RGB", (400, 300), "white")
    assert not looked_at(paper).is_clear
    assert found_again(paper, paper) == []


def test_a_picture_of_four_pixels_has_no_print() -> None:
    assert print_of(Image.new("RGB", (4, 400))) is None


async def test_the_print_of_a_stored_photo_is_made_beside_its_preview(files: EvidenceStore) -> None:
    original = scene(1, (2400, 1800))
    stored = await files.put_bytes(jpeg_of(original))
    facts = await Previews(files).read(stored.sha256)
    assert facts.exif["width"] == 2400
    assert facts.look is not None
    assert near({"it": facts.look}, [("original", looked_at(original).upright)])["it"]


async def test_what_cannot_be_opened_has_none(files: EvidenceStore) -> None:
    stored = await files.put_bytes(b"\xff\xd8\xffjunk")
    assert (await Previews(files).read(stored.sha256)).look is None
