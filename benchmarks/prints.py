"""Prints of pictures: what one costs beside its preview, and finding repeats among 20,000.

The baselines are the preview alone, made of the same photo, and bare sqlite3 that hands the same
rows to one array of NumPy's: without a ward, and without the turned and mirrored views.
"""

import io
import os
import sqlite3
from contextlib import closing

import numpy as np
from PIL import Image, ImageDraw
from sqlalchemy import insert

from benchmarks.harness import Contender, Figure, against, empty_store, race, side_by_side
from data.domain.people import WardSettings
from data.domain.prints import NEAR, PicturePrint, near
from data.files.decode import LONGEST_SIDE, small
from data.files.prints import print_of
from data.store.models import PicturePrintRow
from data.store.unit_of_work import Store
from tests.cast import MONDAY

_STORED = 20_000
_AT_ONCE = 1_000
_SIZE = (4000, 3000)


async def benchmark() -> list[Figure]:
    """Return the time of a print and of a look-up, each beside its baseline."""
    photo = _photo()
    both, alone = side_by_side(lambda: _previewed(photo, True), lambda: _previewed(photo, False))
    return [
        against(
            "a preview with its print, 12 megapixels", both, "the preview alone", alone, "≤ 1.3"
        ),
        *await _look_up(),
    ]


def _photo() -> bytes:
    image = Image.new("RGB", _SIZE, "teal")
    draw = ImageDraw.Draw(image)
    for at in range(0, _SIZE[0], 50):
        draw.ellipse((at, at // 2, at + 600, at // 2 + 400), fill=(at % 255, 90, 255 - at % 255))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def _previewed(photo: bytes, with_print: bool) -> None:
    with Image.open(io.BytesIO(photo)) as image:
        picture = small(image, LONGEST_SIDE)
        picture.save(io.BytesIO(), "JPEG", quality=82)
        if with_print:
            print_of(picture)


async def _look_up() -> list[Figure]:
    async with empty_store() as (store, folder):
        ward_id = await _fill(store)
        look = PicturePrint(100, os.urandom(32), os.urandom(224))

        async def ours() -> None:
            async with store.read() as unit:
                near({"it": look}, await unit.ward(ward_id).prints.clear_ones())

        one = np.frombuffer(look.upright, np.uint64)

        async def bare() -> None:
            with closing(sqlite3.connect(folder / "nhacviec.db")) as conn:
                rows = conn.execute("SELECT sha256, upright FROM picture_prints").fetchall()
            array = np.frombuffer(b"".join(u for _, u in rows), np.uint64).reshape(-1, 4)
            np.flatnonzero(np.bitwise_count(array ^ one).sum(axis=1) <= NEAR)

        found, bare_time = await race(Contender(ours), Contender(bare))
    what = f"one photo among {_STORED}, eight ways to hold it"
    return [against(what, found, "sqlite3 and one array, one way", bare_time, "≤ 8")]


async def _fill(store: Store) -> int:
    async with store.write() as unit:
        ward = await unit.wards.add("Phường Hòa Bình", WardSettings(), MONDAY)
    async with store.engine.begin() as conn:
        for start in range(0, _STORED, _AT_ONCE):
            rows = [
                {
                    "ward_id": ward.id,
                    "sha256": f"{number:064x}",
                    "quality": 100,
                    "upright": os.urandom(32),
                    "turned": os.urandom(224),
                }
                for number in range(start, start + _AT_ONCE)
            ]
            await conn.execute(insert(PicturePrintRow), rows)
    return ward.id
