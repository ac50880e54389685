"""What the words of a report become when the message that they came in is changed. Pure."""

import re
from dataclasses import replace

from data.domain.progress import read_progress
from data.domain.reports import Progress, Report
from data.domain.wording import composed, plain
from data.texts.reports import parted

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def is_same(one: str, other: str) -> bool:
    """Return whether two texts differ in spelling marks, capitals and punctuation at most."""
    said, then = read_progress(one), read_progress(other)
    return _bare(one) == _bare(other) and replace(said, obstacle=None) == replace(
        then, obstacle=None
    )


def _bare(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", plain(composed(text))).strip()


def spoken(report: Report) -> str:
    """Return the words of a report that the person typed, without what a choice added to them."""
    return parted(report.text)[1]


def changed(report: Report, words: str) -> tuple[str, Progress]:
    """Return a report's words and progress when these words take the place of those typed before.

    What a choice said, or a correction, stands while the words say the same of the progress: one
    who mends a word does not take back "xong". Otherwise the new words are all that is said.
    """
    begun, said, corrected = parted(report.text)
    if report.progress.obstacle and report.progress.obstacle == report.text:
        # The answer to "cần giúp gì": the whole of it is what is in the way.
        return words, replace(report.progress, obstacle=words)
    now = read_progress(words)
    is_own_start = bool(begun) and words.startswith(begun)
    if (begun or corrected) and not is_own_start and now == read_progress(said):
        return f"{begun}{words}{corrected}", report.progress
    return words, now
