"""The door: the bytes of a plan document in, a draft of its tasks out."""

from collections.abc import Sequence

from data.domain.drafts import PlanDraft
from data.domain.rules import DeadlineRule
from data.errors import IntakeError, Place
from data.texts import intake as words
from jobs.intake.deadlines_vi import read_deadline
from jobs.intake.drafts import draft_table
from jobs.intake.duties import find_duties
from jobs.intake.guard import Format, recognise
from jobs.intake.header import read_header
from jobs.intake.letters import fold
from jobs.intake.rows import find_task_tables
from jobs.intake.sorting import sort_rows
from jobs.intake.tables import Reading, Table
from jobs.intake.totals import check_total

MAX_ROWS = 20_000  # of all tables; the longest real plans have some hundreds


def read_plan(content: bytes, filename: str) -> PlanDraft:
    """Return the tasks, duties, skipped rows and doubts of a plan document.

    `filename` is only compared with the content, never opened. Raises IntakeError, whose Vietnamese
    sentence says what is wrong with the file and what to send instead. A document without a task
    table is no error: it gives no tasks and says so in `doubts`.
    """
    kind = recognise(content, filename)
    try:
        reading = _read(kind, content)
        if sum(len(block.rows) for block in reading.blocks if isinstance(block, Table)) > MAX_ROWS:
            raise IntakeError(words.too_many_rows(MAX_ROWS))
    except IntakeError as error:
        raise IntakeError(error.sentence, Place(file=filename)) from error
    return draft_plan(reading)


def _read(kind: Format, content: bytes) -> Reading:
    # Each reader brings in a heavy library, so it is loaded when such a file comes, not before.
    if kind is Format.DOCX:
        from jobs.intake.readers.docx import read_docx

        return read_docx(content)
    if kind is Format.XLSX:
        from jobs.intake.readers.xlsx import read_xlsx

        return read_xlsx(content)
    if kind is Format.PDF:
        from jobs.intake.readers.pdf import read_pdf

        return read_pdf(content)
    from jobs.intake.readers.text import read_text

    return read_text(content)


def draft_plan(reading: Reading) -> PlanDraft:
    """Return the draft of what any reader gave."""
    found = find_task_tables(reading.blocks)
    header = read_header(found.paragraphs)

    def read_rule(text: str) -> DeadlineRule:
        return read_deadline(text, year=header.year, plan_date=header.issued_on)

    kinds = [sort_rows(table) for table in found.tables]
    drafts = [
        draft_table(table, own, read_rule) for table, own in zip(found.tables, kinds, strict=True)
    ]
    doubts = list(reading.doubts)
    if total := check_total(found.tables, kinds, found.paragraphs):
        doubts.append(total)
    tasks = tuple(task for one in drafts for task in one.tasks)
    if not tasks:
        doubts.append(_why_no_tasks(found.paragraphs))
    skipped = sorted(
        (row for one in drafts for row in one.skipped),
        key=lambda row: (row.source.table, row.source.row),
    )
    return PlanDraft(
        plan=header,
        tasks=tasks,
        duties=find_duties(found.paragraphs, read_rule),
        skipped=tuple(skipped),
        doubts=tuple(doubts),
    )


def _why_no_tasks(paragraphs: Sequence[str]) -> str:
    pointed = any("phu luc" in fold(text) for text in paragraphs)
    return words.appendix_missing() if pointed else words.no_task_table()
