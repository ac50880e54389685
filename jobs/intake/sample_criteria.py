"""The catalogues that come with the product: short words of our own, to be checked and amended."""

from enum import StrEnum
from pathlib import Path

from data.domain.criteria import CatalogueDraft
from jobs.intake.criteria import read_criteria

_FOLDER = Path(__file__).with_name("catalogues")


class Sample(StrEnum):
    """Which there are; the value is the file's name."""

    PAPI = "papi"
    PAR_INDEX = "par-index"


def sample_criteria(sample: Sample, year: int) -> CatalogueDraft:
    """Return a catalogue that comes with the product, for the work of a year."""
    file = _FOLDER / f"{sample.value}.csv"
    return read_criteria(file.read_bytes(), file.name, year)
