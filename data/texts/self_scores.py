"""The table of self-scoring: what each criterion has to show, and what somebody should look at."""

from collections.abc import Mapping, Sequence

from data.domain.criteria import CatalogueStanding, Proof, Standing
from data.domain.localtime import local_date
from data.domain.tasks import Task
from data.texts.criteria import is_survey, points, survey_note
from data.texts.dates import day_month

_MOST_FILES = 8
"""Of one task, in one cell; how many more there are is said."""


def title(standing: CatalogueStanding) -> str:
    """What stands over the table."""
    return f"Bảng tự chấm điểm {standing.catalogue.name} năm {standing.catalogue.year}"


def file_name(standing: CatalogueStanding, extension: str) -> str:
    """The name of a download, in plain letters."""
    return f"tu-cham-{standing.catalogue.year}-{standing.catalogue.id}.{extension}"


def total(standing: CatalogueStanding) -> str:
    """The sum, its share, and how much has something to show."""
    asked = len(standing.leaves)
    shown = f"{asked - len(standing.gaps)}/{asked} tiêu chí có minh chứng"
    if not standing.points:
        return f"Bộ này không cho điểm; {shown}."
    scored = sum(r.criterion.score is not None for r in standing.leaves)
    return (
        f"Tự chấm {points(standing.score)}/{points(standing.points)} điểm "
        f"({points(standing.share)}%), đã chấm {scored}/{asked} tiêu chí; {shown}."
    )


def over_the_table(standing: CatalogueStanding) -> tuple[tuple[str, str], ...]:
    """What the workbook says besides name and source: the sum, and what a survey cannot show."""
    note = (("Lưu ý", survey_note()),) if is_survey(standing.catalogue.name) else ()
    return (("Tổng", total(standing)), *note)


def about(standing: CatalogueStanding) -> list[str]:
    """Where the catalogue comes from: its version and its source."""
    c = standing.catalogue
    version = [f"Phiên bản: {c.version}"] if c.version else []
    return [*version, *([f"Nguồn: {c.source}"] if c.source else [])]


def notes(standing: CatalogueStanding) -> list[str]:
    """Where the catalogue comes from, and what it cannot say."""
    return [*about(standing), *([survey_note()] if is_survey(standing.catalogue.name) else [])]


def evidence(row: Standing, tasks: Mapping[int, Task], proofs: Sequence[Proof]) -> str:
    """What there is to show for a criterion: each task with its files, their dates and numbers."""
    lines = []
    for task_id in row.own_task_ids:
        files = [p for p in proofs if p.task_id == task_id]
        task = tasks[task_id]
        head = f"#{task.code} {task.short_title}"
        if not files:
            lines.append(f"{head}: chưa có tệp")
            continue
        named = "; ".join(_file(p) for p in files[:_MOST_FILES])
        more = f"; và {len(files) - _MOST_FILES} tệp nữa" if len(files) > _MOST_FILES else ""
        lines.append(f"{head} ({len(files)} tệp): {named}{more}")
    return "\n".join(lines)


def _file(proof: Proof) -> str:
    day = day_month(local_date(proof.received_at))
    accepted = ", đã duyệt" if proof.is_accepted else ""
    return f"{proof.name} ({day}{accepted})"


def flags(row: Standing) -> str:
    """What somebody should look at before the table leaves the house; it is not held back."""
    found = []
    if row.is_above:
        found.append("điểm cao hơn điểm tối đa")
    if row.is_unproved:
        found.append("có điểm nhưng chưa có minh chứng")
    elif row.is_gap:
        found.append("chưa có minh chứng")
    if row.needs_words:
        found.append("cần giải trình")
    return "; ".join(found)
