"""Scoring criteria (PAPI, PAR INDEX, a province's own set) and how their evidence stands. Pure.

PAPI is a survey among citizens: photos show that something was done, they score nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

LONGEST_TITLE = 400
LONGEST_WORDS = 2000
"""Characters of an explanation."""


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """One line of a catalogue as a file has it."""

    line: int
    code: str
    """ "2.1": the part before the last dot is the parent's."""
    title: str
    points: Decimal | None
    """At most so many; None where the catalogue gives none."""
    asks: str
    """What evidence it asks for, in the catalogue's words."""
    score: Decimal | None = None
    """The office's own; None: the file does not say."""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueDraft:
    """A catalogue as a file has it."""

    name: str
    version: str
    year: int
    source: str
    criteria: tuple[CriterionDraft, ...]
    scored: bool = False
    """It is a table of self-scoring: it has the columns for it."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A set of criteria for one year. Its name and year say which one an import amends."""

    id: int
    name: str
    version: str
    year: int
    source: str
    is_active: bool

    @property
    def called(self) -> str:
        """How people call it: "PAPI 2026"."""
        return f"{self.name} {self.year}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a catalogue."""

    id: int
    catalogue_id: int
    code: str
    title: str
    points: Decimal | None
    asks: str
    position: int
    is_gone: bool
    """A later version does not have it: what was tied to it stays as it was."""
    score: Decimal | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How the work of one task stands in a year."""

    owed: int = 0
    """Occurrences due in the year, without cancelled ones."""
    done: int = 0
    files: int = 0
    """Stored, under reports that were not taken back."""
    accepted: int = 0
    """Files under work that was accepted."""

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Proof:
    """One stored file that shows what was done for a task."""

    task_id: int
    label: str
    """Of the occurrence."""
    name: str
    sha256: str
    received_at: datetime
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How one criterion stands."""

    criterion: Criterion
    depth: int
    """0 at the top."""
    is_leaf: bool
    task_ids: tuple[int, ...]
    """Tied to it, and to the criteria under it."""
    own_task_ids: tuple[int, ...]
    """Tied to itself."""
    counts: Counts

    @property
    def is_gap(self) -> bool:
        """Whether there is nothing to show yet: only the criteria without parts are asked."""
        return self.is_leaf and not self.counts.files

    @property
    def is_above(self) -> bool:
        """Whether the score is more than there is to get."""
        c = self.criterion
        return c.score is not None and c.points is not None and c.score > c.points

    @property
    def is_unproved(self) -> bool:
        """Whether points are claimed without anything to show."""
        return bool(self.criterion.score) and not self.counts.files

    @property
    def needs_words(self) -> bool:
        """Whether "giải trình" is due and missing: less than the most, or nothing to show."""
        c = self.criterion
        is_below = c.score is not None and c.points is not None and c.score < c.points
        return self.is_leaf and not c.explanation and (is_below or self.is_unproved)


@dataclass(frozen=True, slots=True)
class CatalogueStanding:
    """How a catalogue stands."""

    catalogue: Catalogue
    rows: tuple[Standing, ...]
    """In the catalogue's order, without those that are gone."""

    @property
    def gaps(self) -> tuple[Standing, ...]:
        """The criteria with nothing to show yet."""
        return tuple(r for r in self.rows if r.is_gap)

    @property
    def leaves(self) -> tuple[Standing, ...]:
        """The criteria that are asked for."""
        return tuple(r for r in self.rows if r.is_leaf)

    @property
    def score(self) -> Decimal:
        """The points that the office gives itself, as far as it did."""
        return _sum(r.criterion.score for r in self.leaves)

    @property
    def points(self) -> Decimal:
        """The points that there are to get, as far as the catalogue says."""
        return _sum(r.criterion.points for r in self.leaves)

    @property
    def share(self) -> Decimal | None:
        """The score in percent of the points; None where the catalogue gives none."""
        if not self.points:
            return None
        # A half goes up, as offices round.
        return (self.score * 100 / self.points).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _sum(said: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in said if value is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class Changes:
    """What importing a file will change in the catalogue that is there."""

    added: tuple[CriterionDraft, ...]
    changed: tuple[tuple[Criterion, CriterionDraft], ...]
    gone: tuple[Criterion, ...]
    back: tuple[CriterionDraft, ...]
    """Gone before, and here again with what was tied to them."""
    scores: tuple[tuple[Criterion | None, CriterionDraft], ...]
    """Where the office's own score or explanation changes."""
    unchanged: int

    @property
    def is_empty(self) -> bool:
        """Whether the file says what is there already."""
        return not (self.added or self.changed or self.gone or self.back or self.scores)


def parent_code(code: str) -> str:
    """Return the code of the criterion above; "" at the top."""
    return code.rpartition(".")[0]


def compare(there: Sequence[Criterion], draft: CatalogueDraft) -> Changes:
    """Return what differs, by code."""
    known = {c.code: c for c in there}
    wanted = {d.code: d for d in draft.criteria}
    living = {code: c for code, c in known.items() if not c.is_gone}
    both = [(living[code], d) for code, d in wanted.items() if code in living]
    changed = tuple((c, d) for c, d in both if _content(c) != _content(d))
    return Changes(
        added=tuple(d for code, d in wanted.items() if code not in known),
        changed=changed,
        gone=tuple(c for code, c in living.items() if code not in wanted),
        back=tuple(d for code, d in wanted.items() if code in known and known[code].is_gone),
        scores=tuple((known.get(code), d) for code, d in wanted.items() if _scores(known, d)),
        unchanged=len(both) - len(changed),
    )


def _content(one: Criterion | CriterionDraft) -> tuple[object, ...]:
    return (one.title, one.points, one.asks)


def _scores(known: Mapping[str, Criterion], draft: CriterionDraft) -> bool:
    """Return whether the file says another score or explanation; an empty cell says nothing."""
    there = known.get(draft.code)
    is_new_score = draft.score is not None and (there is None or there.score != draft.score)
    is_new_word = draft.explanation != "" and (
        there is None or there.explanation != draft.explanation
    )
    return is_new_score or is_new_word


def standings(
    catalogue: Catalogue,
    criteria: Iterable[Criterion],
    ties: Iterable[tuple[int, int]],
    counts: Mapping[int, Counts],
) -> CatalogueStanding:
    """Return how every criterion stands. `ties` are pairs of criterion and task, `counts` by task.

    Only tasks in `counts` are looked at; a task counts once for a criterion however often it is
    tied below.
    """
    living = sorted((c for c in criteria if not c.is_gone), key=lambda c: c.position)
    codes = {c.code for c in living}
    parents = {c.code: _above(c.code, codes) for c in living}
    own: dict[int, list[int]] = defaultdict(list)
    for criterion_id, task_id in ties:
        if task_id in counts:
            own[criterion_id].append(task_id)
    under: dict[str, dict[int, None]] = {code: {} for code in codes}
    for criterion in living:
        for code in (criterion.code, *parents[criterion.code]):
            under[code] |= dict.fromkeys(own[criterion.id])
    with_parts = {above[0] for above in parents.values() if above}
    rows = tuple(
        Standing(
            c,
            depth=len(parents[c.code]),
            is_leaf=c.code not in with_parts,
            task_ids=tuple(under[c.code]),
            own_task_ids=tuple(dict.fromkeys(own[c.id])),
            counts=sum((counts[t] for t in under[c.code]), Counts()),
        )
        for c in living
    )
    return CatalogueStanding(catalogue, rows)


def _above(code: str, codes: set[str]) -> tuple[str, ...]:
    """Return the codes above that are there, the nearest first."""
    found = []
    while code := parent_code(code):
        if code in codes:
            found.append(code)
    return tuple(found)
