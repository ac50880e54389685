"""Local time: what people live by. Everything else in the house is UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")


def local(instant: datetime) -> datetime:
    """Return an aware instant as people's clocks show it."""
    return instant.astimezone(VN)


def local_date(instant: datetime) -> date:
    """Return the day on people's calendars at an aware instant."""
    return local(instant).date()


def instant_of(day: date, at: time) -> datetime:
    """Return the aware UTC instant at which people's clocks show this day and time."""
    return datetime.combine(day, at, VN).astimezone(UTC)
