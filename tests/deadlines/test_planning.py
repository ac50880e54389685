"""What a rule owes: periods, due dates on working days, quotas, events, and the two lists."""

from dataclasses import replace
from datetime import date

import pytest

from data.domain.periods import Span, reporting_periods
from data.domain.planning import (
    PlannedOccurrence,
    PlanningContext,
    Standing,
    plan_occurrences,
    standing,
    standings,
)
from data.domain.rules import Period
from data.domain.tasks import Event
from data.domain.workdays import WorkCalendar
from jobs.intake.deadlines_vi import read_deadline

CONTEXT = PlanningContext(
    from_on=date(2026, 1, 5),
    until_on=date(2026, 12, 31),
    calendar=WorkCalendar(),
    plan_year=2026,
)
ELECTION = Event(7, "bầu cử tổ trưởng", date(2026, 8, 16), date(2026, 8, 16), is_cancelled=False)


def plan(words: str, context: PlanningContext = CONTEXT) -> tuple[PlannedOccurrence, ...]:
    return plan_occurrences(read_deadline(words, year=2026), context=context)


def dues(words: str, context: PlanningContext = CONTEXT) -> list[str]:
    return [f"{o.due_on:%d/%m}" for o in plan(words, context)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # 14/3 and 14/6 are at the weekend: the report is due on the Friday before.
        ("Thường xuyên trong năm", ["13/03", "12/06", "14/09", "14/12"]),
        ("Thường xuyên trong năm học", ["13/03", "29/05", "14/09", "14/12", "12/03"]),
        ("Hằng quý", ["31/03", "30/06", "30/09", "31/12"]),
        ("Ngày 15 hằng quý", ["13/03", "15/06", "15/09", "15/12"]),
        ("Trước ngày 20 tháng cuối quý", ["19/03", "19/06", "18/09", "18/12"]),
        ("Tháng 6, tháng 12 hằng năm", ["30/06", "31/12"]),
        ("Ngày 15 các tháng 3, 6 hằng năm", ["13/03", "15/06"]),
        ("Trước ngày 10/12 hằng năm", ["09/12"]),
        ("Quý IV hằng năm", ["31/12"]),
        ("Mỗi năm ít nhất 02 lần", ["30/06", "31/12"]),
        ("02 lần/năm", ["30/06", "31/12"]),
        ("6 tháng/lần", ["30/06", "31/12"]),
        ("Quý III/2026", ["30/09"]),
        ("Trước ngày 15/6/2026", ["12/06"]),
        ("31/5/2026", ["29/05"]),
        ("Năm 2024 và các năm tiếp theo", ["31/12"]),
        ("Quý II (dự thảo), quý IV (ban hành)", ["30/06", "31/12"]),
        ("Theo quy định", []),
        ("nt", []),
        ("Khi có yêu cầu", []),
        ("Quý II/2025", []),
    ],
)
def test_what_a_year_owes(words: str, expected: list[str]) -> None:
    assert dues(words) == expected


def test_weekly_work_is_due_on_its_weekday_or_before_the_holiday() -> None:
    context = replace(CONTEXT, from_on=date(2026, 4, 20), until_on=date(2026, 5, 10))
    # 30/4 and 1/5 are holidays: that Friday's is due on Wednesday.
    assert dues("Thứ Sáu hằng tuần", context) == ["24/04", "29/04", "08/05"]


def test_a_quota_is_numbered_and_opens_part_by_part() -> None:
    first, second = plan("Mỗi năm ít nhất 02 lần")
    assert (first.period_key, first.label) == ("2026#1", "lần 1/2")
    assert (second.period_key, second.label) == ("2026#2", "lần 2/2")
    assert second.opens_on == date(2026, 7, 1)


def test_a_quota_asked_for_late_shares_what_is_left_of_the_year() -> None:
    late = replace(CONTEXT, from_on=date(2026, 7, 6))
    assert dues("Mỗi năm ít nhất 02 lần", late) == ["02/10", "31/12"]


def test_what_was_over_before_the_plan_began_is_not_owed() -> None:
    late = replace(CONTEXT, from_on=date(2026, 6, 22))
    assert dues("Ngày 15 hằng tháng", late)[0] == "15/07"
    assert plan("Hằng quý", late)[0].opens_on == date(2026, 6, 22)


def test_a_day_opens_a_month_ahead_so_that_it_can_be_reminded_of() -> None:
    (occurrence,) = plan("Ngày 15/9/2026")
    assert occurrence.opens_on == date(2026, 8, 16)


def test_an_election_on_a_sunday_is_prepared_by_friday_and_reported_in_five_days() -> None:
    planned = plan("Trước, trong và sau kỳ bầu cử", replace(CONTEXT, events=(ELECTION,)))
    assert [(o.period_key, o.due_on, o.label) for o in planned] == [
        ("e7:before", date(2026, 8, 14), "trước bầu cử tổ trưởng"),
        ("e7:during", date(2026, 8, 17), "trong bầu cử tổ trưởng"),
        ("e7:after", date(2026, 8, 21), "sau bầu cử tổ trưởng"),
    ]
    assert {o.event_id for o in planned} == {7}


def test_moving_an_event_keeps_the_keys_and_cancelling_it_owes_nothing() -> None:
    words = "Trước và sau bầu cử"
    moved = replace(ELECTION, starts_on=date(2026, 9, 20), ends_on=date(2026, 9, 20))
    before = plan(words, replace(CONTEXT, events=(ELECTION,)))
    after = plan(words, replace(CONTEXT, events=(moved,)))
    assert [o.period_key for o in before] == [o.period_key for o in after]
    assert [o.due_on for o in after] == [date(2026, 9, 18), date(2026, 9, 25)]
    cancelled = replace(ELECTION, is_cancelled=True)
    assert plan(words, replace(CONTEXT, events=(cancelled,))) == ()


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Chậm nhất 3 ngày sau bầu cử", date(2026, 8, 19)),
        ("Trong 2 ngày làm việc kể từ ngày bầu cử", date(2026, 8, 18)),
        ("Ngay sau bầu cử", date(2026, 8, 17)),
        ("Trước bầu cử 10 ngày", date(2026, 8, 6)),
        ("Khi bầu cử", date(2026, 8, 21)),
        ("Ngay khi bầu cử", date(2026, 8, 17)),
    ],
)
def test_the_plans_own_number_of_days_counts(words: str, due: date) -> None:
    (occurrence,) = plan(words, replace(CONTEXT, events=(ELECTION,)))
    assert occurrence.due_on == due


def test_an_event_declared_the_day_before_is_still_prepared_for() -> None:
    late = replace(
        CONTEXT, from_on=date(2026, 8, 14), events=(replace(ELECTION, starts_on=date(2026, 8, 15)),)
    )
    (occurrence,) = plan("Trước bầu cử", late)
    assert occurrence.due_on == date(2026, 8, 14)


def test_parts_of_one_cell_have_keys_of_their_own() -> None:
    keys = [o.period_key for o in plan("Quý II/2026 và quý IV/2026")]
    assert keys == ["p1:window", "p2:window"]


def test_the_ward_sets_how_often_steady_work_is_reported_and_when_periods_close() -> None:
    monthly = replace(CONTEXT, reporting_period=Period.MONTH, cut_off=20)
    planned = plan("Thường xuyên trong năm", monthly)
    assert len(planned) == 12
    assert planned[5].period_key == "bc-2026-06"
    assert planned[5].due_on == date(2026, 6, 19)
    assert planned[5].label == "tháng 6/2026"


def test_reporting_quarters_close_on_the_14th_of_their_last_month() -> None:
    spans = [
        p.span for p in reporting_periods(Period.QUARTER, Span(date(2026, 1, 1), date(2026, 6, 1)))
    ]
    assert spans == [
        Span(date(2025, 12, 15), date(2026, 3, 14)),
        Span(date(2026, 3, 15), date(2026, 6, 14)),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hằng quý", Standing.DATED),
        ("Theo quy định", Standing.NEEDS_DATE),
        ("nt", Standing.NEEDS_DATE),
        ("Trước bầu cử", Standing.WAITING_EVENT),
        ("Hằng năm và khi có yêu cầu", Standing.MIXED),
        ("- Theo kế hoạch; - Khi phát hiện vi phạm", Standing.NEEDS_DATE),
    ],
)
def test_each_task_stands_in_its_list(words: str, expected: Standing) -> None:
    assert standing(read_deadline(words, year=2026)) is expected


def test_a_mixed_task_is_in_both_lists() -> None:
    rule = read_deadline("- Theo kế hoạch; - Khi phát hiện vi phạm", year=2026)
    assert standings(rule) == {Standing.NEEDS_DATE, Standing.WAITING_EVENT}


def test_a_declared_event_takes_a_task_off_the_waiting_list() -> None:
    rule = read_deadline("Trước bầu cử", year=2026)
    assert standing(rule, (ELECTION,)) is Standing.DATED
    assert standing(rule, (replace(ELECTION, is_cancelled=True),)) is Standing.WAITING_EVENT


def test_a_window_that_was_over_needs_a_date() -> None:
    rule = read_deadline("Quý I/2026", year=2026)
    assert standing(rule, from_on=date(2026, 4, 24)) is Standing.NEEDS_DATE
    assert standing(rule, from_on=date(2026, 2, 1)) is Standing.DATED
