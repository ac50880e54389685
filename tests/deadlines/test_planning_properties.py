"""What holds for every rule, horizon and calendar."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.domain.periods import Span, calendar_periods, reporting_periods
from data.domain.planning import PlanningContext, plan_occurrences
from data.domain.quotas import spread
from data.domain.rules import (
    AroundEvent,
    AtLeast,
    Continuous,
    DeadlineRule,
    Every,
    External,
    Granularity,
    Period,
    Phase,
    Several,
    SimpleRule,
    Unknown,
    Window,
    rule_from_json,
    rule_to_json,
)
from data.domain.tasks import Event
from data.domain.workdays import WorkCalendar

DAYS = st.dates(date(2025, 6, 1), date(2027, 12, 31))
MONTHLY = st.sampled_from([Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR])
OPTIONAL_DAY = st.none() | st.integers(1, 31)


def spans() -> st.SearchStrategy[tuple[date, date]]:
    return st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days)))


def every() -> st.SearchStrategy[Every]:
    plain = st.builds(
        Every, period=st.sampled_from(Period), count=st.integers(1, 12), interval=st.integers(1, 4)
    )
    on_day = st.builds(
        Every, period=MONTHLY, day=OPTIONAL_DAY, last_month=st.none() | st.just(True)
    )
    before = st.builds(Every, period=MONTHLY, before_day=st.integers(1, 31))
    weekly = st.builds(Every, period=st.just(Period.WEEK), weekday=st.integers(1, 7))
    months = st.builds(
        Every,
        period=st.just(Period.YEAR),
        months=st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))),
        day=OPTIONAL_DAY,
    )
    quarter = st.builds(Every, period=st.just(Period.YEAR), quarter=st.integers(1, 4))
    yearly = DAYS.map(lambda day: Every(period=Period.YEAR, month_day=f"{day:%m-%d}"))
    bounded = st.tuples(plain, spans()).map(
        lambda found: found[0].model_copy(update={"from_": found[1][0], "until": found[1][1]})
    )
    return st.one_of(plain, on_day, before, weekly, months, quarter, yearly, bounded)


def windows() -> st.SearchStrategy[Window]:
    return st.tuples(spans(), st.booleans(), st.booleans()).map(
        lambda found: Window(
            start=found[0][0] if found[1] else None,
            end=found[0][1] if found[2] else None,
            granularity=Granularity.DAY,
        )
    )


def around() -> st.SearchStrategy[AroundEvent]:
    return st.builds(
        AroundEvent,
        event=st.just("bầu cử"),
        phases=st.sets(st.sampled_from(Phase), min_size=1).map(tuple),
        offset_days=st.none() | st.integers(0, 60),
        offset_working_days=st.none() | st.integers(0, 30),
        immediate=st.none() | st.just(True),
    )


SIMPLE: st.SearchStrategy[SimpleRule] = st.one_of(
    st.builds(Continuous, within=st.sampled_from([None, "plan_year", "school_year"])),
    every(),
    st.builds(AtLeast, count=st.integers(1, 20), period=st.sampled_from(Period)),
    windows(),
    around(),
    st.builds(External, basis=st.sampled_from(["rule", "plan"])),
    st.builds(Unknown, reason=st.just("để trống")),
)
RULES: st.SearchStrategy[DeadlineRule] = SIMPLE | st.lists(SIMPLE, min_size=2, max_size=3).map(
    lambda parts: Several(parts=tuple(parts))
)
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=30).map(WorkCalendar)
EVENTS = st.lists(st.tuples(spans(), st.booleans()), max_size=3).map(
    lambda found: tuple(
        Event(number, f"sự kiện {number}", start, min(end, start + timedelta(20)), cancelled)
        for number, ((start, end), cancelled) in enumerate(found, start=1)
    )
)
CONTEXTS = st.builds(
    PlanningContext,
    from_on=DAYS,
    until_on=DAYS,
    calendar=CALENDARS,
    plan_year=st.none() | st.integers(2025, 2027),
    reporting_period=MONTHLY,
    cut_off=st.integers(1, 31),
    events=EVENTS,
)


@settings(deadline=None)
@given(RULES)
def test_a_rule_survives_being_stored(rule: DeadlineRule) -> None:
    assert rule_from_json(rule_to_json(rule)) == rule


@settings(max_examples=300, deadline=None)
@given(RULES, CONTEXTS)
def test_a_due_date_is_worked_opened_and_not_before_the_work_began(
    rule: DeadlineRule, context: PlanningContext
) -> None:
    planned = plan_occurrences(rule, context=context)
    for occurrence in planned:
        assert context.calendar.is_working_day(occurrence.due_on)
        assert context.from_on <= occurrence.opens_on <= occurrence.due_on
        assert occurrence.opens_on <= context.until_on
    keys = [occurrence.period_key for occurrence in planned]
    assert len(keys) == len(set(keys))


@settings(deadline=None)
@given(RULES, CONTEXTS)
def test_planning_again_gives_the_same(rule: DeadlineRule, context: PlanningContext) -> None:
    assert plan_occurrences(rule, context=context) == plan_occurrences(rule, context=context)


@settings(deadline=None)
@given(RULES, CONTEXTS, st.integers(0, 500))
def test_a_wider_horizon_only_adds(rule: DeadlineRule, context: PlanningContext, days: int) -> None:
    wider = replace(context, until_on=context.until_on + timedelta(days))
    assert set(plan_occurrences(rule, context=context)) <= set(
        plan_occurrences(rule, context=wider)
    )


@settings(deadline=None)
@given(
    st.one_of(st.builds(External, basis=st.just("rule")), st.builds(Unknown, reason=st.just("nt"))),
    CONTEXTS,
)
def test_what_the_words_do_not_say_never_has_a_date(
    rule: DeadlineRule, context: PlanningContext
) -> None:
    assert plan_occurrences(rule, context=context) == ()


@settings(deadline=None)
@given(every().filter(lambda rule: rule.from_ is None), CONTEXTS)
def test_what_comes_back_is_due_inside_its_period(rule: Every, context: PlanningContext) -> None:
    anchor = context.plan_year or 2000
    over = Span(date(2020, 1, 1), date(2033, 1, 1))
    periods = {p.key: p.span for p in calendar_periods(rule.period, over, rule.interval, anchor)}
    for occurrence in plan_occurrences(rule, context=context):
        key = occurrence.period_key.split("#")[0]
        span = periods.get(key) or periods[key[:4]]
        assert occurrence.due_on in span
        if rule.before_day and occurrence.due_on.month == span.end.month:
            assert occurrence.due_on.day < rule.before_day
        if rule.months:
            assert occurrence.due_on.month == int(key[5:])


@settings(deadline=None)
@given(windows(), CONTEXTS)
def test_a_window_is_never_due_after_its_end_nor_before_its_start(
    rule: Window, context: PlanningContext
) -> None:
    for occurrence in plan_occurrences(rule, context=context):
        assert rule.end is None or occurrence.due_on <= rule.end
        if rule.start is not None and (rule.end is None or _is_worked(rule, context.calendar)):
            assert occurrence.due_on >= rule.start


def _is_worked(rule: Window, calendar: WorkCalendar) -> bool:
    assert rule.start is not None
    assert rule.end is not None
    return calendar.working_day_within(rule.start, rule.end) is not None and rule.start < rule.end


@settings(deadline=None)
@given(around(), CONTEXTS)
def test_each_phase_lies_on_its_side_of_the_event(
    rule: AroundEvent, context: PlanningContext
) -> None:
    events = {event.id: event for event in context.events}
    for occurrence in plan_occurrences(rule, context=context):
        event = events[occurrence.event_id or 0]
        assert not event.is_cancelled
        phase = Phase(occurrence.period_key.split(":")[1])
        if phase is Phase.BEFORE:
            assert occurrence.due_on < event.starts_on
        elif phase is Phase.AFTER:
            assert occurrence.due_on > event.ends_on
        else:
            assert occurrence.due_on >= event.starts_on


@settings(deadline=None)
@given(spans(), CONTEXTS, st.sampled_from([None, "plan_year", "school_year"]))
def test_steady_work_is_reported_inside_a_reporting_period(
    over: tuple[date, date], context: PlanningContext, within: str | None
) -> None:
    rule = Continuous.model_validate({"within": within})
    ahead = Span(context.from_on, context.from_on + timedelta(2000))
    periods = {
        p.key: p.span for p in reporting_periods(context.reporting_period, ahead, context.cut_off)
    }
    for occurrence in plan_occurrences(rule, context=context):
        assert occurrence.due_on in periods[occurrence.period_key]
        if within == "plan_year" and context.plan_year:
            assert occurrence.due_on.year in {context.plan_year, context.plan_year - 1}
        if within == "school_year":
            assert occurrence.due_on.month not in {6, 7, 8}


@settings(deadline=None)
@given(MONTHLY, spans(), st.integers(1, 31))
def test_reporting_periods_follow_each_other_without_a_gap(
    period: Period, over: tuple[date, date], cut_off: int
) -> None:
    found = [p.span for p in reporting_periods(period, Span(*over), cut_off)]
    assert found[0].start <= over[0]
    assert found[-1].end >= over[1]
    for first, second in pairwise(found):
        assert second.start == first.end + timedelta(1)


@settings(deadline=None)
@given(spans(), st.integers(1, 40))
def test_spreading_covers_the_period_in_order(over: tuple[date, date], count: int) -> None:
    span = Span(*over)
    assume((span.end - span.start).days >= count)
    parts = spread(span, count)
    assert len(parts) == count
    assert (parts[0].start, parts[-1].end) == (span.start, span.end)
    for first, second in pairwise(parts):
        assert second.start == first.end + timedelta(1)
