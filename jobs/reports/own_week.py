"""One person's week: the ledger of the ward seen from where they work. Pure."""

from datetime import date, datetime, timedelta

from data.domain.localtime import local_date
from data.domain.own_week import OwnWeek
from data.domain.people import Person, Role
from data.domain.reminders import by_urgency
from data.domain.summary import Counts, Week
from data.domain.tasks import Occurrence, OccurrenceState, WorkItem
from jobs.reports.summary import Book, Ledger, is_done_in

_WEEK = timedelta(days=7)


def own_week(book: Book, person: Person, week: Week, now: datetime) -> OwnWeek:
    """Return the week of a person, of what their agencies owe."""
    today = local_date(now)
    own = [o for o in book.counted if o.agency_id in person.agency_ids]
    late = [o for o in own if o.is_overdue(today)]
    coming = [o for o in own if o.is_owed and today <= o.due_on <= _end_of_next_week(today)]
    return OwnWeek(
        person=person,
        week=week,
        today=today,
        headed=tuple(book.names[m.agency_id] for m in person.memberships if m.is_head),
        counts=sum((Counts(**{book.light(o).value: 1}) for o in own), Counts()),
        done=_items(book, [o for o in own if is_done_in(o, week)]),
        late=_items(book, by_urgency(late)),
        coming=_items(book, by_urgency(coming)),
        returned=_items(book, [o for o in own if o.state is OccurrenceState.RETURNED]),
        to_review=sum(o.state is OccurrenceState.REPORTED for o in own),
    )


def own_weeks(ledger: Ledger, week: Week, now: datetime) -> tuple[OwnWeek, ...]:
    """Return the weeks of those officers, heads of agencies among them, who have something to read.

    Group leaders are spoken to when there is something to do, and have what they owe in that.
    """
    book = Book(ledger, local_date(now))
    people = (p for p in ledger.people if p.is_active and p.id in ledger.linked and _reads(p))
    made = (own_week(book, p, week, now) for p in people)
    return tuple(own for own in made if own.says_something)


def _reads(person: Person) -> bool:
    return person.is_any_of(Role.OFFICER, Role.LEAD_OFFICE, Role.LEADERSHIP)


def _end_of_next_week(today: date) -> date:
    return today - timedelta(days=today.weekday()) + 2 * _WEEK - timedelta(days=1)


def _items(book: Book, occurrences: list[Occurrence]) -> tuple[WorkItem, ...]:
    return tuple(WorkItem(o, book.tasks[o.task_id], book.names[o.agency_id]) for o in occurrences)
