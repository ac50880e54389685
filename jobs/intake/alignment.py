"""Headings that stand beside their columns: a merged "Số TT" leaves a blank heading somewhere.

All places for the blanks are tried; the one whose columns hold what the headings say is taken.
"""

from collections.abc import Sequence
from itertools import combinations

from jobs.intake.columns import Columns, Meaning, resolve
from jobs.intake.numbers import read_number
from jobs.intake.shapes import looks_like_agency, looks_like_time
from jobs.intake.tables import Merge, Row

_MOST_BLANKS = 3
_SAMPLE = 60  # rows are enough to know a column
_LONG = 40  # characters; a title is seldom shorter on average
_AGENCIES = (Meaning.LEAD, Meaning.COORDINATE, Meaning.SUPERVISE, Meaning.BOTH)


def align(headings: tuple[str, ...], rows: Sequence[Row], width: int) -> Columns:
    """Return the columns for `width` places, the headings moved to where their content is."""
    headings = headings + ("",) * (width - len(headings))
    blanks = sum(not heading for heading in headings)
    straight = resolve(headings)
    if not 0 < blanks <= _MOST_BLANKS or len(headings) > 14:
        return straight
    named = [heading for heading in headings if heading]
    columns = _contents(rows, len(headings))
    best, best_score = straight, _score(straight, columns) + 0.01  # a tie stays as written
    for places in combinations(range(len(headings)), len(named)):
        spread = [""] * len(headings)
        for place, heading in zip(places, named, strict=True):
            spread[place] = heading
        candidate = resolve(tuple(spread))
        score = _score(candidate, columns)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _contents(rows: Sequence[Row], width: int) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows[:_SAMPLE]:
        texts = [cell.text for cell in row.cells if cell.merge is not Merge.LEFT]
        if sum(bool(text) for text in texts) < 3:
            continue  # a section row says nothing about columns
        for column, cell in zip(columns, row.cells, strict=False):
            column.append(cell.text)
    return columns


def _score(columns: Columns, contents: list[list[str]]) -> float:
    total = 0.0
    for meaning, texts in zip(columns.meanings, contents, strict=False):
        kept = [text for text in texts if text]
        if meaning is None:
            total += 0.5 if all(read_number(text) for text in kept) else -0.5
        elif kept:
            total += _fits(meaning, kept)
    return total


def _fits(meaning: Meaning, kept: list[str]) -> float:
    if meaning is Meaning.NUMBER:
        good = sum(read_number(text) is not None for text in kept)
    elif meaning is Meaning.TIME:
        good = sum(looks_like_time(text) for text in kept)
    elif meaning in _AGENCIES:
        good = sum(looks_like_agency(text) for text in kept)
    elif meaning is Meaning.TITLE:
        good = sum(not looks_like_time(text) and read_number(text) is None for text in kept)
        long = sum(map(len, kept)) / len(kept) >= _LONG
        return good / len(kept) + (0.5 if long else 0.0)
    else:
        bad = sum(looks_like_time(text) or read_number(text) is not None for text in kept)
        good = len(kept) - bad
    return good / len(kept)
