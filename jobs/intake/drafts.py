"""Task rows to drafts: sections carried down, pages joined, blanks inherited, doubts named."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from data.domain.drafts import SkippedRow, SkipReason, TaskDraft
from data.domain.rules import DeadlineRule, Unknown
from data.texts import intake as words
from jobs.intake.agencies_vi import said_roles, split_names, split_roles
from jobs.intake.bullets import as_line, as_tuple, has_mark, without_end
from jobs.intake.columns import Meaning
from jobs.intake.labelled import Labelled, take_labels
from jobs.intake.letters import fold, starts_lower
from jobs.intake.numbers import split_leading
from jobs.intake.rows import TaskRow, TaskTable
from jobs.intake.sections import Sections
from jobs.intake.shapes import is_ditto, looks_like_agency, looks_like_time
from jobs.intake.sorting import Kind, left_open

ReadRule = Callable[[str], DeadlineRule]

_AGENCY = (Meaning.LEAD, Meaning.COORDINATE, Meaning.SUPERVISE, Meaning.BOTH)
# A name that stops at one of these, folded, still wants its last words.
_UNFINISHED = re.compile(
    r"(?:[,/-]|\b(?:va|cua|cac|thuoc|voi|trung tam|ban|hoi|tram|cong chuc|so|doan|chi cuc|to|uy ban|"
    r"(?<!van )phong))$"
)
_SKIPPED = {
    Kind.SECTION: SkipReason.SECTION,
    Kind.TOTAL: SkipReason.TOTAL,
    Kind.NOTE: SkipReason.NOTE,
    Kind.EMPTY: SkipReason.NO_CONTENT,
}


@dataclass(slots=True)
class _Open:
    """A task still being read: later rows may add to its cells."""

    row: TaskRow
    texts: dict[Meaning, str]
    section: str | None
    component: str | None
    doubts: list[str]
    above: "_Open | None"
    """The task before it in the same section, whose cells a blank cell may share."""


@dataclass(frozen=True, slots=True)
class _People:
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    supervise: tuple[str, ...]


@dataclass(slots=True)
class TableDrafts:
    """What one task table gave."""

    tasks: list[TaskDraft] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    joined: int = 0


def draft_table(table: TaskTable, kinds: Sequence[Kind], read_rule: ReadRule) -> TableDrafts:
    """Return the drafts of one table; rows = tasks + joined + skipped."""
    result = TableDrafts(skipped=list(table.skipped))
    opened: list[_Open] = []
    sections = Sections()
    above: _Open | None = None
    for row, kind in zip(table.rows, kinds, strict=True):
        if kind is Kind.TASK:
            if sections.columns(row):
                above = None
            sections.numbered(row)
            above = _opened(row, sections, above)
            opened.append(above)
        elif kind is Kind.JOIN:
            _join(opened[-1], row, sections, opened)
            result.joined += 1
        else:
            if kind is Kind.SECTION:
                sections.heading(row)
                above = None
            result.skipped.append(SkippedRow(source=row.place, why=_SKIPPED[kind]))
    result.tasks = _with_repeats(_Closing(read_rule, table).all(opened))
    return result


def _opened(row: TaskRow, sections: Sections, above: _Open | None) -> _Open:
    doubts = list(row.doubts)
    if Meaning.TITLE in row.merged:
        doubts.append(words.title_from_above())
    return _Open(row, dict(row.texts), sections.section, sections.component, doubts, above)


def _join(task: _Open, row: TaskRow, sections: Sections, opened: Sequence[_Open]) -> None:
    for meaning in (Meaning.SECTION, Meaning.COMPONENT):
        if row.own(meaning):
            _lengthen(meaning, row.own(meaning), sections, opened)
    for meaning in row.texts:
        text = row.own(meaning)
        if not text or meaning in (Meaning.NUMBER, Meaning.SECTION, Meaning.COMPONENT):
            continue
        before = task.texts.get(meaning, "")
        task.texts[meaning] = _added(before, text, meaning in _AGENCY, fresh=not row.page_start)
    task.doubts.extend(row.doubts)
    task.doubts.append(words.joined_over_page(row.place.table, row.place.row))


def _lengthen(meaning: Meaning, text: str, sections: Sections, opened: Sequence[_Open]) -> None:
    """A section's name broke over the page: complete it in every task that already bears it."""
    name = meaning.value
    before = getattr(sections, name)
    whole = as_line(_added(before or "", text, False))
    sections.lengthen(meaning, whole, text)
    for task in opened:
        if getattr(task, name) == before:
            setattr(task, name, whole)


def _added(before: str, text: str, agency: bool, fresh: bool = False) -> str:
    """Put a cell and its rest together: a new item on a new line, the rest of a sentence behind.

    `fresh` when the row is no page break, so that a capital begins something new.
    """
    if not before:
        return text
    if has_mark(text):
        return f"{before}\n{text}"
    if starts_lower(text):
        return f"{before} {text}"
    new_name = agency and looks_like_agency(text) and not _UNFINISHED.search(fold(before))
    if new_name or (fresh and not left_open(before)):
        return f"{without_end(before)};\n{text}"
    return f"{before} {text}"


class _Closing:
    """Turns open tasks into drafts, reading each time phrase once."""

    def __init__(self, read_rule: ReadRule, table: TaskTable) -> None:
        self._read_rule = read_rule
        self._numbered = table.is_numbered
        self._has_lead = bool(table.meanings & {Meaning.LEAD, Meaning.BOTH})
        self._has_time = Meaning.TIME in table.meanings
        self._rules: dict[str, DeadlineRule] = {}
        self._closed: dict[int, TaskDraft] = {}

    def all(self, opened: Sequence[_Open]) -> list[TaskDraft]:
        """Return the drafts in order; each may look at the finished one above it."""
        drafts: list[TaskDraft] = []
        for task in opened:
            above = self._closed.get(id(task.above)) if task.above is not None else None
            draft = self._close(task, above)
            self._closed[id(task)] = draft
            drafts.append(draft)
        return drafts

    def _close(self, task: _Open, above: TaskDraft | None) -> TaskDraft:
        task = _unslid(task)
        parts = take_labels(task.texts)
        number = task.row.counted or task.row.number
        title = parts.title
        if number is None and not self._numbered:
            leading, rest = split_leading(title)
            if leading is not None and not leading.is_heading:
                number, title = leading, rest
        doubts = list(task.doubts)
        doubts += [words.name_with_role(*said) for said in _roles(task.texts)]
        people = self._people(task, parts, above, doubts)
        time_text, inherited = self._time(task, parts, above, doubts)
        rule = self._rule(time_text)
        doubts.extend(_missing(people.lead, time_text, rule))
        if note := task.texts.get(Meaning.NOTE):
            doubts.append(words.note_of_plan(as_line(note)))
        return TaskDraft(
            no=number.text if number else None,
            section=task.section,
            component=task.component,
            title=title or (words.title_unread() if task.row.doubts else ""),
            methods=as_tuple(task.texts.get(Meaning.METHODS, "")),
            lead=people.lead,
            coordinate=people.coordinate,
            supervise=people.supervise,
            time_text=time_text,
            time_inherited=inherited,
            product=as_line(task.texts.get(Meaning.PRODUCT, "") or parts.product) or None,
            rule=rule,
            doubts=tuple(dict.fromkeys(doubts)),
            source=task.row.place,
        )

    def _time(
        self, task: _Open, parts: Labelled, above: TaskDraft | None, doubts: list[str]
    ) -> tuple[str | None, bool]:
        """Return the time text, and whether it is the row above's; blanks and "nt" take it."""
        own = _own_time(task, parts)
        if own is not None and not is_ditto(own):
            return own, False
        if above is None or not above.time_text or not self._has_time:
            return own, False
        doubts.append(words.time_taken_from_above(above.time_text))
        return above.time_text, True

    def _people(
        self, task: _Open, parts: Labelled, above: TaskDraft | None, doubts: list[str]
    ) -> _People:
        """Return who does the task; a blank lead or "nt" is the row above's.

        A blank coordinator is only when the time is blank too: then a merged cell was lost, while
        many tasks simply have no coordinator.
        """
        own = _agencies(task.texts, parts)
        if above is None or not self._has_lead:
            return own
        lead, coordinate, supervise = own.lead, own.coordinate, own.supervise
        if above.lead and (not lead or _are_ditto(lead)):
            lead = above.lead
            doubts.append(words.lead_taken_from_above("; ".join(lead)))
        lost = not coordinate and _own_time(task, parts) is None
        if above.coordinate and (lost or _are_ditto(coordinate)):
            coordinate = above.coordinate
            doubts.append(words.coordinate_taken_from_above("; ".join(coordinate)))
        if above.supervise and _are_ditto(supervise):
            supervise = above.supervise
        return _People(lead, coordinate, supervise)

    def _rule(self, time_text: str | None) -> DeadlineRule:
        key = time_text or ""
        if key not in self._rules:
            self._rules[key] = self._read_rule(key)
        return self._rules[key]


def _missing(lead: tuple[str, ...], time_text: str | None, rule: DeadlineRule) -> list[str]:
    doubts = [] if lead else [words.lead_missing()]
    if time_text is None:
        doubts.append(words.time_missing())
    elif isinstance(rule, Unknown):
        doubts.append(words.rule_unclear(rule.reason))
    return doubts


def _unslid(task: _Open) -> _Open:
    """A time in an agency's cell beside an empty time cell has slid there; it moves back."""
    if task.texts.get(Meaning.TIME):
        return task
    for meaning in (Meaning.COORDINATE, Meaning.SUPERVISE, Meaning.LEAD):
        text = task.texts.get(meaning, "")
        if looks_like_time(text) and not looks_like_agency(text):
            texts = {**task.texts, Meaning.TIME: text}
            del texts[meaning]
            return replace(
                task, texts=texts, doubts=[*task.doubts, words.cells_slid(as_line(text))]
            )
    return task


def _own_time(task: _Open, parts: Labelled) -> str | None:
    return as_line(task.texts.get(Meaning.TIME, "") or parts.time) or None


def _are_ditto(names: tuple[str, ...]) -> bool:
    return bool(names) and all(map(is_ditto, names))


def _agencies(texts: dict[Meaning, str], parts: Labelled) -> _People:
    both = texts.get(Meaning.BOTH) or texts.get(Meaning.LEAD) or ""
    lead, coordinate, supervise = split_roles(both) or (both, "", "")
    return _People(
        split_names(lead or parts.lead),
        split_names(_both(texts.get(Meaning.COORDINATE, ""), coordinate or parts.coordinate)),
        split_names(_both(texts.get(Meaning.SUPERVISE, ""), supervise)),
    )


def _roles(texts: dict[Meaning, str]) -> list[tuple[str, str]]:
    # A cell that names roles by "Chủ trì: …" is parted by them already.
    cells = [texts.get(meaning, "") for meaning in _AGENCY]
    return [said for cell in cells if not split_roles(cell) for said in said_roles(cell)]


def _both(first: str, second: str) -> str:
    return "\n".join(text for text in (first, second) if text)


def _with_repeats(drafts: list[TaskDraft]) -> list[TaskDraft]:
    """Name numbers used twice inside one section: an amendment could not tell them apart."""
    keys = Counter((draft.section, draft.component, draft.no) for draft in drafts if draft.no)
    return [
        draft.model_copy(update={"doubts": (*draft.doubts, words.same_number_twice(draft.no))})
        if draft.no and keys[draft.section, draft.component, draft.no] > 1
        else draft
        for draft in drafts
    ]
