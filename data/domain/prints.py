"""When two pictures look alike: PDQ prints of 256 bits, compared by how many of them differ. Pure.

Source of the print and of its bounds: facebook/ThreatExchange, pdq. Measured there and on ward
photos: the same picture sent again through a messenger differs by up to 31 bits, two different ones
by more than 100; pictures with hardly anything in them (quality below 50) look like each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NEAR = 31
"""Bits, of 256."""
LEAST_QUALITY = 50
"""Of 100."""
_BYTES = 32


@dataclass(frozen=True, slots=True)
class PicturePrint:
    """How a picture looks, as it stands and in the seven other ways to turn and mirror it."""

    quality: int
    """0-100: how much there is to see."""
    upright: bytes
    turned: bytes
    """Seven prints one after another."""

    @property
    def is_clear(self) -> bool:
        """Whether there is enough in the picture to be compared with others."""
        return self.quality >= LEAST_QUALITY

    @property
    def views(self) -> tuple[int, ...]:
        """The eight prints as numbers."""
        joined = self.upright + self.turned
        starts = range(0, len(joined), _BYTES)
        return tuple(int.from_bytes(joined[start : start + _BYTES]) for start in starts)


def near(picture: PicturePrint, others: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, int]]:
    """Yield the names of those that look like the picture, turned or mirrored too, and by how much.

    `others` are names with their upright prints. Numbers and not an array: 20,000 pictures take a
    few hundredths of a second, and nothing heavy has to be loaded for it.
    """
    if not picture.is_clear:
        return
    views = picture.views
    for name, upright in others:
        other = int.from_bytes(upright)
        distance = min((view ^ other).bit_count() for view in views)
        if distance <= NEAR:
            yield name, distance
