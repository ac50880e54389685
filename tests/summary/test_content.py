"""What the weekly summary counts, and that every item is counted in exactly one light."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.domain.lights import Light
from data.domain.people import Ladder, Role
from data.domain.rules import (
    AroundEvent,
    Continuous,
    DeadlineRule,
    External,
    Granularity,
    Phase,
    Several,
    Unknown,
    Window,
)
from data.domain.summary import AgencyCounts, Counts, WeeklySummary, fold
from data.domain.tasks import Event, Occurrence, OccurrenceState
from jobs.reports.summary import summarise
from tests.cast import at
from tests.summary.samples import (
    FRIDAY,
    HEALTH,
    OFFICE,
    PLAN,
    TODAY,
    WEEK,
    done,
    ledger,
    owed,
    person,
    stuck,
    summary,
    task,
)

ELECTION = AroundEvent(event="kỳ bầu cử", phases=(Phase.BEFORE,))
OPEN_STATES = (OccurrenceState.OPEN, OccurrenceState.RETURNED)


def counts(*occurrences: Occurrence) -> Counts:
    return summary(occurrences=occurrences).total


def test_work_due_today_is_yellow_and_work_due_yesterday_is_red() -> None:
    assert counts(owed(1, "2026-06-19")) == Counts(soon=1)
    assert counts(owed(1, "2026-06-18")) == Counts(late=1)


def test_work_is_green_until_fewer_working_days_are_left_than_the_first_reminder_comes_before() -> (
    None
):
    assert counts(owed(1, "2026-06-26")) == Counts(on_time=1)  # 5 working days
    assert counts(owed(1, "2026-06-25")) == Counts(soon=1)


def test_a_ward_with_an_earlier_first_reminder_sees_yellow_earlier() -> None:
    early = Ladder(before=(10, 3))
    assert summary(occurrences=(owed(1, "2026-07-02"),), ladder=early).total == Counts(soon=1)


def test_reported_and_accepted_work_is_done_and_returned_work_is_owed_again() -> None:
    reported = done(1, "2026-06-12", "2026-06-10 09:00")
    accepted = replace(reported, id=2, state=OccurrenceState.ACCEPTED)
    returned = replace(reported, id=3, state=OccurrenceState.RETURNED)
    assert counts(reported, accepted, returned) == Counts(done=2, late=1)


def test_cancelled_work_and_work_not_opened_yet_is_not_counted() -> None:
    cancelled = owed(1, "2026-06-01", state=OccurrenceState.CANCELLED)
    coming = owed(2, "2026-09-30", opens="2026-06-20")
    assert counts(cancelled, coming) == Counts()


def test_late_work_of_last_year_stays_but_work_done_last_year_goes() -> None:
    late = owed(1, "2025-12-31", opens="2025-12-01")
    gone = done(2, "2025-12-31", "2025-12-30 09:00", opens="2025-12-01")
    made_good = done(3, "2025-12-31", "2026-01-05 09:00", opens="2025-12-01")
    assert counts(late, gone, made_good) == Counts(late=1, done=1)


def test_work_of_plans_that_are_not_active_and_of_removed_tasks_is_not_counted() -> None:
    other = replace(task(20), plan_id=2)
    removed = replace(task(21), is_removed=True)
    found = summary(
        tasks=(other, removed),
        occurrences=(owed(1, "2026-06-01"), owed(2, "2026-06-01", task_id=21)),
    )
    assert found.total == Counts()


def test_tasks_without_a_date_stand_in_their_list_once_whoever_leads_them() -> None:
    waiting = task(4, ELECTION, lead=(2, 1))
    asking = task(18, Unknown(reason="trống"), lead=())
    found = summary(tasks=(waiting, asking))
    assert found.total == Counts(waiting=1, undated=1)
    assert {r.name: r.counts for r in found.rows} == {
        HEALTH.name: Counts(waiting=1),
        None: Counts(undated=1),
    }


def test_a_declared_event_takes_its_tasks_off_the_list_and_a_cancelled_one_puts_them_back() -> None:
    day = date(2026, 8, 16)
    event = Event(1, "Bầu cử", day, day, is_cancelled=False, task_ids=(4,))
    tasks = (task(4, ELECTION),)
    assert summary(tasks=tasks, events=(event,)).total == Counts()
    assert summary(tasks=tasks, events=(replace(event, is_cancelled=True),)).total.waiting == 1


def test_a_window_that_was_over_before_the_plan_was_confirmed_asks_for_a_date() -> None:
    spring = Window(end=date(2026, 3, 31), granularity=Granularity.DAY)
    coming = Window(end=date(2026, 9, 30), granularity=Granularity.DAY)
    assert summary(tasks=(task(1, spring), task(2, coming))).total == Counts(undated=1)


def test_done_this_week_counts_from_the_summary_before_to_this_one() -> None:
    found = summary(
        occurrences=(
            done(1, "2026-06-30", "2026-06-12 15:59"),
            done(2, "2026-06-30", "2026-06-12 16:00"),
            done(3, "2026-06-30", "2026-06-19 15:59"),
        )
    )
    assert (found.total.done, found.done_this_week) == (3, 2)


def test_what_is_new_this_week_is_what_opened_and_what_went_late() -> None:
    found = summary(
        occurrences=(
            owed(1, "2026-06-11", opens="2026-06-12"),  # late and open since before
            owed(2, "2026-06-12", opens="2026-06-13"),
            owed(3, "2026-06-18", opens="2026-06-19"),
        )
    )
    assert (found.opened_this_week, found.late_since_this_week) == (2, 2)


def test_a_summary_sent_after_an_outage_says_the_news_of_its_own_week_only() -> None:
    book = ledger(
        occurrences=(
            done(1, "2026-06-30", "2026-06-20 10:00"),
            owed(2, "2026-06-19"),
            owed(3, "2026-07-30", opens="2026-06-22"),
        )
    )
    found = summarise(book, WEEK, at("2026-06-22 08:10"))
    assert found.total == Counts(done=1, late=1, on_time=1)
    news = (found.done_this_week, found.late_since_this_week, found.opened_this_week)
    assert news == (0, 0, 0)


def test_late_work_is_listed_longest_first_with_calendar_days() -> None:
    found = summary(
        tasks=(task(20), task(7)),
        occurrences=(owed(1, "2026-06-17", task_id=7, agency=2), owed(2, "2026-06-12")),
    )
    assert [(x.code, x.agency_name, x.days) for x in found.late] == [
        (20, OFFICE.name, 7),
        (7, HEALTH.name, 2),
    ]


def test_agencies_with_late_work_come_first() -> None:
    found = summary(
        occurrences=(*(owed(n, "2026-09-30") for n in range(5)), owed(9, "2026-06-01", agency=2))
    )
    assert [r.name for r in found.rows] == [HEALTH.name, OFFICE.name]


def test_obstacles_are_those_of_the_week_in_the_latest_words_while_the_work_is_owed() -> None:
    found = summary(
        occurrences=(
            owed(1, "2026-06-30"),
            owed(2, "2026-06-30", agency=2),
            done(3, "2026-06-30", "2026-06-18 09:00"),
        ),
        reports=(
            stuck(1, 1, "thiếu người", "2026-06-15 09:00"),
            stuck(2, 1, "thiếu kinh phí", "2026-06-18 09:00"),
            stuck(3, 2, "mất điện", "2026-06-11 09:00"),
            stuck(4, 3, "đã qua", "2026-06-17 09:00"),
        ),
    )
    assert [(x.agency_name, x.words) for x in found.obstacles] == [(OFFICE.name, "thiếu kinh phí")]


def test_reports_that_wait_for_review_are_counted_with_the_age_of_the_oldest() -> None:
    reported = done(1, "2026-06-30", "2026-06-17 23:30")
    accepted = replace(done(2, "2026-06-30", "2026-06-01 09:00"), state=OccurrenceState.ACCEPTED)
    early = done(3, "2026-09-30", "2026-06-18 09:00", opens="2026-07-01")
    found = summary(occurrences=(reported, accepted), to_review=(reported, early))
    assert (found.to_review, found.oldest_review_days) == (2, 2)


def test_what_is_late_for_a_confirmed_reason_stays_late_and_is_counted_apart() -> None:
    charged = owed(1, "2026-06-10")
    excused = replace(owed(2, "2026-06-12"), excused_due_on=date(2026, 6, 12))
    # Excused for the first date only: late again for the one it was moved to.
    late_again = replace(
        owed(3, "2026-06-15"), first_due_on=date(2026, 6, 1), excused_due_on=date(2026, 6, 1)
    )
    found = summary(occurrences=(charged, excused, late_again))
    assert (found.total.late, found.late_excused) == (3, 1)
    assert [x.is_excused for x in found.late] == [False, True, False]


def test_what_was_reported_late_stays_known_once_it_is_done() -> None:
    in_time = done(1, "2026-06-12", "2026-06-12 17:00")
    late = done(2, "2026-06-12", "2026-06-13 08:00")
    excused = done(3, "2026-06-12", "2026-06-15 08:00")
    # Returned, and supplemented in time: the first report was late all the same.
    supplemented = done(4, "2026-06-18", "2026-06-17 08:00")
    found = summary(
        occurrences=(in_time, late, excused, supplemented),
        returned_late=((4, date(2026, 6, 10)),),
        confirmed=frozenset({(3, date(2026, 6, 12))}),
    )
    assert (found.total.done, found.done_late, found.done_late_excused) == (4, 3, 1)


def test_people_whom_no_message_reaches_are_named_unless_nothing_is_ever_sent_to_them() -> None:
    people = (
        person(1, "Võ Thị Lan", Role.OFFICER),
        person(2, "Nguyễn Văn Tư", Role.GROUP_LEADER),
        person(3, "Bùi Thanh", Role.INSPECTOR),
        replace(person(4, "Hồ Văn Cũ", Role.OFFICER), is_active=False),
    )
    assert summary(people=people, linked=frozenset({2})).unlinked == ("Võ Thị Lan",)


RULES: st.SearchStrategy[DeadlineRule] = st.sampled_from(
    [
        Continuous(),
        ELECTION,
        External(basis="rule"),
        Unknown(reason="trống"),
        Several(parts=(Continuous(), ELECTION, Unknown(reason="trống"))),
    ]
)
DAYS = st.integers(-400, 200).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def summaries(draw: st.DrawFn) -> tuple[WeeklySummary, tuple[Occurrence, ...]]:
    """A summary of random work, and the occurrences that it was made from."""
    leads = st.sampled_from([(), (1,), (2,), (2, 1)])
    tasks = tuple(task(n, draw(RULES), draw(leads)) for n in range(1, draw(st.integers(1, 8))))
    occurrences = []
    for number in range(draw(st.integers(0, 20)) if tasks else 0):
        opens, due = sorted((draw(DAYS), draw(DAYS)))
        made = owed(
            number,
            due.isoformat(),
            task_id=draw(st.sampled_from([t.id for t in tasks])),
            agency=draw(st.sampled_from([1, 2])),
            opens=opens.isoformat(),
            state=draw(st.sampled_from(OccurrenceState)),
        )
        is_said = made.state in {OccurrenceState.REPORTED, OccurrenceState.ACCEPTED}
        said = at(f"{draw(DAYS).isoformat()} 09:00") if is_said else None
        occurrences.append(replace(made, reported_at=said))
    found = summary(plans=(PLAN,), tasks=tasks, occurrences=tuple(occurrences))
    return found, tuple(occurrences)


@given(summaries())
def test_every_open_item_is_counted_in_exactly_one_light(
    made: tuple[WeeklySummary, tuple[Occurrence, ...]],
) -> None:
    found, occurrences = made
    owed_now = [o for o in occurrences if o.state in OPEN_STATES and o.opens_on <= TODAY]
    listed = found.total.waiting + found.total.undated
    assert found.total.still_open == len(owed_now) + listed
    assert sum(found.total.of(light) for light in Light) == found.total.total
    assert found.total.late == len(found.late) == sum(o.due_on < TODAY for o in owed_now)
    assert found.done_this_week <= found.total.done
    assert found.late_since_this_week <= found.total.late


@given(summaries())
def test_the_agencies_rows_add_up_to_the_total(
    made: tuple[WeeklySummary, tuple[Occurrence, ...]],
) -> None:
    found, _ = made
    assert sum((r.counts for r in found.rows), Counts()) == found.total
    assert all(r.counts.total for r in found.rows)


@given(st.lists(st.builds(Counts, *[st.integers(0, 9)] * 6), max_size=40), st.integers(1, 20))
def test_folding_the_last_agencies_together_keeps_the_sum(made: list[Counts], limit: int) -> None:
    rows = tuple(AgencyCounts(f"Cơ quan {n}", c) for n, c in enumerate(made))
    folded = fold(rows, limit)
    assert len(folded) <= limit
    assert sum((r.counts for r in folded), Counts()) == sum(made, Counts())
    assert sum(r.stands_for for r in folded) == len(rows)


def test_the_numbers_are_dated() -> None:
    assert summary().at == FRIDAY
