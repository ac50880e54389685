"""When two pictures look alike: PDQ prints of 256 bits, compared by how many of them differ. Pure.

Source of the print and of its bounds: facebook/ThreatExchange, pdq. Measured there and on ward
photos: the same picture sent again through a messenger differs by up to 31 bits, two different ones
by more than 100; pictures with hardly anything in them (quality below 50) look like each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NEAR = 31
"""Bits, of 256."""
LEAST_QUALITY = 50
"""Of 100."""
_WORDS = 4
"""Of 64 bits, in a print."""


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
    def views(self) -> bytes:
        """The eight prints one after another, the upright one first."""
        return self.upright + self.turned


def near(
    pictures: Mapping[str, PicturePrint], others: Sequence[tuple[str, bytes]]
) -> dict[str, dict[str, int]]:
    """Return for each picture which of the others look like it, and by how many bits they differ.

    `others` are names with their upright prints; turned and mirrored ones are found as well.
    Pictures with hardly anything in them look like none.
    """
    clear = {name: look for name, look in pictures.items() if look.is_clear}
    if not clear or not others:
        return {name: {} for name in pictures}
    # Loaded with the first comparison: a start does not wait for it, and most days need none.
    import numpy as np

    uprights = np.frombuffer(b"".join(u for _, u in others), np.uint64).reshape(-1, _WORDS)
    found: dict[str, dict[str, int]] = {name: {} for name in pictures}
    for name, look in clear.items():
        views = np.frombuffer(look.views, np.uint64).reshape(-1, _WORDS)
        differ = [np.bitwise_count(uprights ^ view).sum(axis=1, dtype=np.uint16) for view in views]
        least = np.min(differ, axis=0)
        alike = np.flatnonzero(least <= NEAR).tolist()
        found[name] = {others[at][0]: int(least[at]) for at in alike}
    return found
