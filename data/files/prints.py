"""The PDQ print of a picture: 256 bits that stay nearly the same however it is sent again.

Written after the description of PDQ (facebook/ThreatExchange, pdq/README and its hashing paper):
luminance, a tent filter, 64 × 64 points, the 16 × 16 lowest waves without the constant one, each
above or below their median. Loaded only in the process that opens pictures.
"""

from typing import Any

import numpy as np

from data.domain.prints import PicturePrint

LONGEST_SIDE = 512
"""Pixels that are looked at: a large photo takes seventy times as long and tells no more."""
_POINTS, _WAVES = 64, 16
_PASSES = 2
"""Twice a box makes a tent."""
_RED, _GREEN, _BLUE = 0.299, 0.587, 0.114
_STEPS_OF_FULL_QUALITY = 90


def print_of(image: Any) -> PicturePrint | None:
    """Return the print of a small upright RGB picture of Pillow's; None when it is too small.

    It is made smaller in place.
    """
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if min(image.size) < 5:
        return None
    colours = np.asarray(image, dtype=np.float32)
    light = colours @ np.array([_RED, _GREEN, _BLUE], dtype=np.float32)
    points = _points(light)
    waves = _WAVE_TABLE @ points @ _WAVE_TABLE.T
    first, *others = (_bits(view) for view in _views(waves))
    return PicturePrint(_quality(points), first, b"".join(others))


def _wave_table() -> Any:
    wave, point = np.arange(1, _WAVES + 1)[:, None], np.arange(_POINTS)[None, :]
    return np.sqrt(2 / _POINTS) * np.cos(np.pi / (2 * _POINTS) * wave * (2 * point + 1))


_WAVE_TABLE = _wave_table()


def _points(light: Any) -> Any:
    for _ in range(_PASSES):
        light = _averaged(_averaged(light).T).T
    rows, columns = (
        ((np.arange(_POINTS) + 0.5) * side / _POINTS).astype(int) for side in light.shape
    )
    return light[np.ix_(rows, columns)]


def _averaged(light: Any) -> Any:
    """Return each row smoothed: the mean of a window of half a block, shorter at the edges."""
    length = light.shape[1]
    window = (length + 2 * _POINTS - 1) // (2 * _POINTS)
    ahead = (window + 2) // 2
    at = np.arange(length)
    start, end = np.maximum(at - (window - ahead), 0), np.minimum(at + ahead, length)
    sums = np.concatenate([np.zeros((len(light), 1)), np.cumsum(light, axis=1, dtype=float)], 1)
    return (sums[:, end] - sums[:, start]) / (end - start)


def _quality(points: Any) -> int:
    steps = sum(
        int(np.abs(np.trunc(np.diff(points, axis=axis) * 100 / 255)).sum()) for axis in (0, 1)
    )
    return min(steps // _STEPS_OF_FULL_QUALITY, 100)


def _views(waves: Any) -> list[Any]:
    """Return the waves of the picture as it stands, then of its seven turns and mirrorings."""
    # Mirroring turns the odd waves about; laying the picture on its side swaps the two directions.
    odd = np.where(np.arange(_WAVES) % 2 == 0, -1, 1)
    mirrored = [waves, waves * odd, waves * odd[:, None], waves * odd * odd[:, None]]
    return [*mirrored, *(view.T for view in mirrored)]


def _bits(waves: Any) -> bytes:
    flat = waves.ravel()
    middle = np.sort(flat)[(len(flat) - 1) // 2]
    # The first wave is the lowest bit.
    return np.packbits((flat > middle)[::-1]).tobytes()
