"""The table of self-scoring of a catalogue, ready to be written as a workbook or an appendix."""

from dataclasses import dataclass
from datetime import datetime

from data.domain.access import Wish
from data.domain.criteria import CatalogueStanding, Proof
from data.domain.people import Ward
from data.domain.tasks import Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import criteria as words
from jobs.actions.allow import require


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Everything that stands in the table."""

    ward: Ward
    standing: CatalogueStanding
    tasks: dict[int, Task]
    proofs: tuple[Proof, ...]

    def written(self, extension: str, now: datetime) -> bytes:
        """Return it as ".xlsx" or ".docx". Raises RefusedError for anything else."""
        if extension.lower() == ".xlsx":
            from jobs.reports.criteria_xlsx import write_scores

            return write_scores(self.standing, self.tasks, self.proofs)
        if extension.lower() == ".docx":
            from jobs.reports.docx.self_scores import self_scores_docx

            return self_scores_docx(self.standing, self.tasks, self.proofs, self.ward.name, now)
        raise RefusedError(words.which_format())


async def score_table(
    unit: UnitOfWork, ward: Ward, catalogue_id: int, now: datetime, actor: str
) -> ScoreTable:
    """Return the table of a catalogue, also of one that rests; who took it is noted.

    Raises RefusedError when the actor may not see all work, or there is no such catalogue.
    """
    await require(unit, ward, actor, Wish.SEE_ALL)
    work = unit.ward(ward.id)
    found = await work.criteria.standing(catalogue_id=catalogue_id, only_active=False)
    if not found:
        raise RefusedError(words.no_such_criterion())
    standing = found[0]
    work.log.append("scores.taken", actor=actor, subject=f"catalogue:{catalogue_id}", now=now)
    tied = {t for row in standing.rows for t in row.own_task_ids}
    tasks = await work.tasks.some(tied)
    return ScoreTable(
        ward, standing, tasks, await work.criteria.proofs(tied, standing.catalogue.year)
    )
