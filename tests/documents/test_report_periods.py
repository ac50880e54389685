"""Periods as people write them, and the days that they cover (NĐ 09/2019/NĐ-CP Điều 12)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.report_periods import ReportKind, ReportPeriod, near_periods, read_period

TODAY = date(2026, 6, 19)


@pytest.mark.parametrize(
    ("words", "key", "first", "last"),
    [
        ("quý II/2026", "2026-Q2", "2026-03-15", "2026-06-14"),
        ("Quý 1", "2026-Q1", "2025-12-15", "2026-03-14"),
        ("qui III năm 2025", "2025-Q3", "2025-06-15", "2025-09-14"),
        ("6 tháng đầu năm 2026", "2026-H1", "2025-12-15", "2026-06-14"),
        ("06 tháng", "2026-H1", "2025-12-15", "2026-06-14"),
        ("sáu tháng cuối năm", "2026-H2", "2026-06-15", "2026-12-14"),
        ("9 tháng", "2026-9M", "2025-12-15", "2026-09-14"),
        ("năm 2026", "2026", "2025-12-15", "2026-12-14"),
        ("cả năm", "2026", "2025-12-15", "2026-12-14"),
        ("quy iv", "2025-Q4", "2025-09-15", "2025-12-14"),
        ("quý II chốt ngày 20", "2026-Q2-D20", "2026-03-21", "2026-06-20"),
        ("quý II/2026, chốt số liệu 20", "2026-Q2-D20", "2026-03-21", "2026-06-20"),
        ("năm 2026 số liệu đến ngày 5", "2026-D5", "2025-12-06", "2026-12-05"),
    ],
)
def test_what_people_write(words: str, key: str, first: str, last: str) -> None:
    period = read_period(words, TODAY)
    assert period is not None
    assert period.key == key
    span = period.span()
    assert (span.start.isoformat(), span.end.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "quý V",
        "quý 12",
        "5 tháng",
        "tháng 6",
        "hôm nay",
        "2026-Q5",
        "quý II chốt ngày 29",
        "chốt 5",
    ],
)
def test_what_is_no_period(words: str) -> None:
    assert read_period(words, TODAY) is None


def test_without_a_year_it_is_the_latest_that_has_begun() -> None:
    late_december = read_period("quý I", date(2026, 12, 20))
    assert late_december is not None
    assert late_december.key == "2027-Q1"


@pytest.mark.parametrize(
    ("today", "key"),
    [
        (date(2026, 12, 14), "2026"),
        (date(2026, 12, 15), "2026"),
        (date(2027, 1, 10), "2026"),
        (date(2027, 3, 16), "2026"),
        (date(2027, 3, 17), "2027"),
    ],
)
def test_a_year_that_has_just_closed_is_the_one_that_is_meant(today: date, key: str) -> None:
    meant = read_period("năm", today)
    assert meant is not None
    assert meant.key == key


def test_a_plans_own_day_goes_before_the_wards() -> None:
    period = read_period("quý II chốt ngày 20", TODAY, cut_off=10)
    assert period is not None
    assert period.span(10) == period.span(20)
    assert read_period(period.key, TODAY) == period


def test_the_ward_may_close_on_another_day() -> None:
    span = ReportPeriod(ReportKind.QUARTER, 2026, 1).span(20)
    assert (span.start, span.end) == (date(2025, 12, 21), date(2026, 3, 20))


PERIODS = st.one_of(
    st.builds(
        ReportPeriod, st.just(ReportKind.QUARTER), st.integers(2001, 2098), st.integers(1, 4)
    ),
    st.builds(
        ReportPeriod, st.just(ReportKind.HALF_YEAR), st.integers(2001, 2098), st.integers(1, 2)
    ),
    st.builds(
        ReportPeriod,
        st.sampled_from([ReportKind.NINE_MONTHS, ReportKind.YEAR]),
        st.integers(2001, 2098),
    ),
)


@given(PERIODS)
def test_a_key_names_its_period(period: ReportPeriod) -> None:
    assert read_period(period.key, TODAY) == period


@given(st.integers(2001, 2098), st.integers(1, 28))
def test_the_quarters_of_a_year_follow_each_other_and_fill_it(year: int, cut_off: int) -> None:
    spans = [ReportPeriod(ReportKind.QUARTER, year, n).span(cut_off) for n in range(1, 5)]
    whole = ReportPeriod(ReportKind.YEAR, year).span(cut_off)
    assert (spans[0].start, spans[-1].end) == (whole.start, whole.end)
    for one, other in pairwise(spans):
        assert other.start == one.end + timedelta(days=1)


@given(st.text(max_size=120))
def test_any_words_name_one_period_or_none(words: str) -> None:
    period = read_period(words, TODAY)
    assert period is None or read_period(period.key, TODAY) == period


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.integers(1, 28))
def test_the_periods_offered_have_begun_and_lie_near(today: date, cut_off: int) -> None:
    near = near_periods(today, cut_off)
    assert near
    for period in near:
        span = period.span(cut_off)
        assert span.start <= today
        assert abs(span.end - today) <= timedelta(days=92)
