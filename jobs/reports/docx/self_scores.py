"""The table of self-scoring as an appendix in DOCX, lying on its side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from data.domain.criteria import CatalogueStanding, Proof
from data.domain.tasks import Task
from data.texts import criteria_files as words
from data.texts import decree
from data.texts import self_scores as texts
from data.texts.criteria import points
from data.texts.periodic import KIND, SYMBOL
from jobs.reports.docx.decree import appendix
from jobs.reports.docx.paper import LENGTH, Paper
from jobs.reports.docx.tables import Column, Group, Row, table

_WIDTHS = (14, 52, 18, 70, 18, 48, 27)
_CENTRED = frozenset({0, 2, 4})


def self_scores_docx(
    standing: CatalogueStanding,
    tasks: Mapping[int, Task],
    proofs: Sequence[Proof],
    ward_name: str,
    now: datetime,
) -> bytes:
    """Return the appendix of a report: points, evidence, "giải trình", and what to look at."""
    paper = Paper(texts.title(standing), KIND, ward_name, now)
    paper.lie()
    appendix(paper, texts.title(standing), decree.comes_with(KIND, SYMBOL, ward_name), LENGTH)
    headings = [h for h in words.TABLE_HEADINGS if h != words.HEADINGS[3]]
    columns = [
        Column(heading, width, index in _CENTRED)
        for index, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True))
    ]
    paper.append(table(columns, _rows(standing, tasks, proofs)))
    paper.text("")
    for line in (texts.total(standing), *texts.notes(standing)):
        paper.text(line)
    return paper.content()


def _rows(
    standing: CatalogueStanding, tasks: Mapping[int, Task], proofs: Sequence[Proof]
) -> Iterable[Row]:
    for row in standing.rows:
        c = row.criterion
        says_more = row.own_task_ids or c.explanation or (c.score, c.points) != (None, None)
        if not row.is_leaf and not says_more:
            yield Group(f"{c.code}. {c.title}")
            continue
        yield (
            c.code,
            c.title,
            points(c.points),
            texts.evidence(row, tasks, proofs),
            points(c.score),
            c.explanation,
            texts.flags(row),
        )
