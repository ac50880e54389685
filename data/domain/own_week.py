"""One person's week as a value: what their agencies did and owe. Pure."""

from dataclasses import dataclass
from datetime import date

from data.domain.people import Person
from data.domain.summary import Counts, Week
from data.domain.tasks import WorkItem


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """What somebody reads at the end of their week."""

    person: Person
    week: Week
    today: date
    headed: tuple[str, ...]
    """Names of the agencies that this person heads: the numbers are theirs, too."""
    counts: Counts
    done: tuple[WorkItem, ...]
    """Reported complete this week."""
    late: tuple[WorkItem, ...]
    """The longest overdue first."""
    coming: tuple[WorkItem, ...]
    """Still owed and due by the end of the next calendar week, the first first."""
    returned: tuple[WorkItem, ...]
    to_review: int
    """Reports of completion that nobody has looked at."""

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it that the person would want to know now."""
        return bool(self.done or self.late or self.coming or self.returned)
