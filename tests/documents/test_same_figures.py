"""The message, the workbook and the Word draft of one moment say the same figures.

Each is made from the same rows by a way of its own: what one calls late no other calls on time.
"""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.lights import Light
from data.domain.periodic import Fate
from data.domain.report_periods import ReportKind, ReportPeriod
from data.domain.rules import Continuous, Unknown
from data.domain.tasks import Occurrence
from data.texts.due import EXCUSED
from data.texts.periodic import appendix_row, overall
from data.texts.summary import summary_message
from jobs.reports.periodic import PeriodLedger, compose
from jobs.reports.summary import Ledger, summarise
from jobs.reports.weekly_table import tabulate
from tests.documents.papers import WAITS
from tests.summary.samples import FRIDAY, TODAY, WEEK, done, ledger, owed, task

YEAR = ReportPeriod(ReportKind.YEAR, 2026)
TASKS = (
    task(1, Continuous(), (1,)),
    task(2, Continuous(), (2, 1)),
    task(3, WAITS, (2,)),
    task(4, Unknown(reason="trống"), ()),
)
DAYS = st.integers(0, 300).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
PAST = st.integers(0, 160).map(lambda n: TODAY - timedelta(days=n))


@st.composite
def works(draw: st.DrawFn) -> tuple[Occurrence, ...]:
    """Work of this year: owed or done, some with another day than the plan's."""
    made = []
    for number in range(draw(st.integers(0, 12))):
        due, where = draw(DAYS), {"task_id": draw(st.sampled_from([1, 2])), "opens": "2026-01-01"}
        where["agency"] = draw(st.sampled_from([1, 2]))
        said = draw(st.one_of(st.none(), PAST))
        one = (
            owed(number, due.isoformat(), **where)  # type: ignore[arg-type]
            if said is None
            else done(number, due.isoformat(), f"{said} 09:00", **where)
        )
        made.append(replace(one, excused_due_on=due if draw(st.booleans()) else None))
    return tuple(made)


def ledgers(found: tuple[Occurrence, ...], returned: list[int]) -> tuple[Ledger, PeriodLedger]:
    """The same rows as the weekly and the periodic report read them."""
    first = date(2025, 12, 31)
    same = {
        "tasks": TASKS,
        "occurrences": found,
        "returned_late": tuple((o.id, first) for o in found if o.id in returned),
        "confirmed": frozenset((o.id, o.due_on) for o in found if o.is_excused)
        | frozenset((o.id, first) for o in found if o.id % 2),
    }
    weekly = ledger(**same)
    return weekly, PeriodLedger(
        *(weekly.ward_name, weekly.plans),
        **same,  # type: ignore[arg-type]
        events=(),
        reports=(),
        files={},
        agencies=weekly.agencies,
        people=(),
    )


@settings(max_examples=50)
@given(works(), st.lists(st.integers(0, 12), max_size=4))
def test_while_a_year_runs_every_document_counts_alike(
    found: tuple[Occurrence, ...], returned: list[int]
) -> None:
    weekly, yearly = ledgers(found, returned)
    summary = summarise(weekly, WEEK, FRIDAY)
    rows = tabulate(weekly, {}, WEEK, FRIDAY).rows
    report = compose(yearly, YEAR, YEAR.span(), FRIDAY)
    after = [x for x in report.lines if x.fate is Fate.AFTER]
    late = [x for x in report.lines if x.fate is Fate.LATE]
    total = summary.total
    assert [sum(r.light is light for r in rows) for light in Light] == [total.of(x) for x in Light]
    assert (total.late, summary.late_excused) == (len(late), sum(x.is_excused for x in late))
    assert (summary.done_late, summary.done_late_excused) == (
        len(after),
        sum(x.is_excused for x in after),
    )
    assert total.done == len(after) + sum(x.fate is Fate.ON_TIME for x in report.lines)
    assert total.on_time + total.soon == sum(x.fate is Fate.RUNNING for x in report.lines)
    assert (total.waiting, total.undated) == tuple(
        sum(x.fate is fate for x in report.lines) for fate in (Fate.WAITING, Fate.UNDATED)
    )


@settings(max_examples=50)
@given(works(), st.lists(st.integers(0, 12), max_size=4))
def test_the_words_of_every_document_say_those_counts(
    found: tuple[Occurrence, ...], returned: list[int]
) -> None:
    weekly, yearly = ledgers(found, returned)
    summary = summarise(weekly, WEEK, FRIDAY)
    notes = [r.note for r in tabulate(weekly, {}, WEEK, FRIDAY).rows]
    report = compose(yearly, YEAR, YEAR.span(), FRIDAY)
    states = [appendix_row(1, x)[-1] for x in report.lines]
    late = [n for n in notes if n.startswith("Quá hạn")]
    done_late = [n for n in notes if n.startswith("Xong muộn")]
    assert (len(late), len(done_late)) == (summary.total.late, summary.done_late)
    assert sum(EXCUSED in n for n in late) == summary.late_excused
    assert sum(EXCUSED in n for n in done_late) == summary.done_late_excused
    assert sum(s.startswith("Quá hạn") for s in states) == summary.total.late
    assert sum(s.startswith("Xong, sau hạn") for s in states) == summary.done_late
    said, draft = summary_message(summary), overall(report)
    assert f"🔴 {len(late)} quá hạn" in said
    assert (f" {len(late)} quá hạn" in draft) is bool(late)
    assert (f"{len(done_late)} xong muộn" in said) is bool(done_late)
    assert (f" {len(done_late)} xong sau hạn" in draft) is bool(done_late)
