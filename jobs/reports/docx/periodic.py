"""The periodic report as DOCX: a draft for the clerk to number and the chairman to sign."""

from collections.abc import Iterable

from data.domain.localtime import local_date
from data.domain.periodic import PeriodicReport
from data.texts import decree
from data.texts import periodic as texts
from jobs.reports.docx.decree import (
    Letterhead,
    Signature,
    appendix,
    kind_and_subject,
    letterhead,
    signature,
)
from jobs.reports.docx.paper import LENGTH, Paper
from jobs.reports.docx.tables import Column, Group, Row, table

_WIDTHS = (12, 75, 38, 30, 42, 16, 34)
_CENTRED = frozenset({0, 3, 5, 6})


def periodic_docx(report: PeriodicReport) -> bytes:
    """Return the report as an editable document."""
    paper = Paper(texts.title(report), texts.KIND, report.ward_name, report.at)
    letterhead(
        paper,
        Letterhead(
            superior=decree.SUPERIOR_LEFT_EMPTY,
            issuer=decree.issuer(report.ward_name),
            number=decree.number_left_empty(texts.SYMBOL),
            place_and_date=decree.place_and_date(report.ward_name, local_date(report.at)),
        ),
    )
    kind_and_subject(paper, texts.KIND, texts.subject(report))
    paper.text(texts.opening(report))
    paper.text(texts.taken_at(report), is_italic=True)
    _direction(paper, report)
    _results(paper, report)
    _troubles(paper, report)
    paper.text(texts.closing(report))
    signature(paper, Signature(decree.filed(), decree.AUTHORITY))
    _appendix(paper, report)
    return paper.content()


def _direction(paper: Paper, report: PeriodicReport) -> None:
    paper.heading(texts.DIRECTION)
    for words in texts.direction(report):
        paper.text(words)


def _results(paper: Paper, report: PeriodicReport) -> None:
    paper.heading(texts.RESULTS)
    paper.text(texts.overall(report))
    if texts.is_about_survey(report):
        paper.text(texts.survey_note())
    number, previous = 0, None
    for part in report.parts:
        number += previous is None or previous.section != part.section
        called = texts.section_called(report, part)
        section, component = texts.part_heading(called, number, part, previous)
        if section:
            paper.heading(section, 2)
        if component:
            paper.heading(component, 3)
        paper.text(texts.figures(part))
        for words in texts.results(part):
            paper.text(words)
        previous = part
    late = texts.late_lines(report)
    if late:
        paper.heading(texts.late_heading(number), 2)
    for words in late:
        paper.text(words)


def _troubles(paper: Paper, report: PeriodicReport) -> None:
    paper.heading(texts.TROUBLES)
    for words in texts.trouble_lines(report):
        paper.text(words)
    paper.text(texts.TO_FILL)
    paper.heading(texts.PROPOSALS)
    for words in texts.proposal_lines(report):
        paper.text(words)
    paper.text(texts.TO_FILL)


def _appendix(paper: Paper, report: PeriodicReport) -> None:
    paper.turn()
    comes_with = decree.comes_with(texts.KIND, texts.SYMBOL, report.ward_name)
    appendix(paper, texts.appendix_title(report), comes_with, LENGTH)
    if not report.lines:
        paper.text(texts.nothing_in_it())
        return
    columns = [
        Column(heading, width, index in _CENTRED)
        for index, (heading, width) in enumerate(zip(texts.APPENDIX_HEADINGS, _WIDTHS, strict=True))
    ]
    paper.append(table(columns, _rows(report)))


def _rows(report: PeriodicReport) -> Iterable[Row]:
    number = 0
    for part in report.parts:
        if part.lines:
            yield Group(texts.appendix_group(report, part))
        for line in part.lines:
            number += 1
            yield texts.appendix_row(number, line)
