"""A time cell's words → one deadline rule. The rules: `data.domain.rules`.

The text is cleaned and folded once (`normalise`), then each family has its own recogniser that
must read to the last word; `compose` joins what stands side by side. Where the words leave two
readings or a rest, the rule is `Unknown` with a Vietnamese reason.
"""

import re
from collections.abc import Sequence
from datetime import date

from data.domain.rules import DeadlineRule, Unknown
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.compose import Composer
from jobs.intake.deadlines_vi.joining import joined
from jobs.intake.deadlines_vi.normalise import Words, clean, hard_pieces, to_words
from jobs.intake.deadlines_vi.points import UnreadableError
from jobs.intake.deadlines_vi.silent import why_silent
from jobs.intake.deadlines_vi.windows import Reading

__all__ = ["read_deadline"]

_LONGEST = 600
"""Letters. A longer cell is no time but a description; reading it would only take long."""

_WRAPPED = re.compile(r"^\(([^()]*)\)$")
_HEADING = re.compile(
    r"^ *(?:thoi (?:gian|han)(?: thuc hien| hoan thanh)?|tien do(?: thuc hien)?|han hoan thanh) ?: *"
)


def read_deadline(
    text: str, *, year: int | None = None, plan_date: date | None = None
) -> DeadlineRule:
    """Return the rule that a time cell means; `Unknown` with the reason when it does not say.

    `year` is the plan's, for dates written without one; `plan_date` its day of issue, for
    "từ nay đến …". Never raises for what the text holds.
    """
    cell = clean(text)
    whole = to_words(cell)
    reason = why_silent(whole.shown, whole.folded)
    if reason is not None or len(whole.folded) > _LONGEST:
        return Unknown(reason=reason or texts.too_long())
    composer = Composer(Reading(year, plan_date))
    for pieces in _ways(cell):
        try:
            rule = _read_pieces(pieces, composer)
        except UnreadableError as error:
            # "tháng 6; tháng 12 hằng năm" is one list in spite of its semicolon.
            return composer.read_list(pieces) or Unknown(reason=str(error))
        if rule is not None:
            return rule
    return Unknown(reason=composer.reason or texts.not_understood(whole.shown))


def _ways(cell: str) -> list[list[Words]]:
    """Return the ways to cut a cell into items: surely new items, then lines, then dashes."""
    hard = hard_pieces(cell)
    lines = [line for piece in hard for line in piece.split("\n")]
    ways = [hard, lines]
    if cell.startswith("-"):
        ways.append([part for line in lines for part in re.split(r"\s-\s", line)])
    return [[words for piece in way if (words := _item(piece))] for way in ways]


def _item(piece: str) -> Words:
    words = to_words(_WRAPPED.sub(r"\1", piece.strip()))
    heading = _HEADING.match(words.folded)
    return words.part(heading.end()) if heading else words


def _read_pieces(pieces: Sequence[Words], composer: Composer) -> DeadlineRule | None:
    read: list[tuple[Words, DeadlineRule]] = []
    for words in pieces:
        if reason := why_silent(words.shown, words.folded):
            raise UnreadableError(reason)
        rule = composer.read(words)
        if rule is None:
            return composer.read_list(pieces) if len(pieces) > 1 else None
        read.append((words, rule))
    return joined(read, plan_year=composer.plan_year) if read else None
