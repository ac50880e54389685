"""Tasks by their numbers."""

from collections.abc import Sequence

_SHOWN = 6


def codes_of(codes: Sequence[int], most: int = _SHOWN) -> str:
    """Return "#7, #12", or the first ones and how many more."""
    unique = list(dict.fromkeys(codes))
    shown = ", ".join(f"#{c}" for c in unique[:most])
    return shown if len(unique) <= most else f"{shown} và {len(unique) - most} việc khác"
