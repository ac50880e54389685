"""When each tick runs, and what would happen if time went on: the only user of APScheduler."""

from jobs.schedule.metronome import start
from jobs.schedule.rehearsal import Rehearsed, rehearse
from jobs.schedule.stepping import Ran, run_between
from jobs.schedule.table import TICKS, Scheduled, tick_named

__all__ = [
    "TICKS",
    "Ran",
    "Rehearsed",
    "Scheduled",
    "rehearse",
    "run_between",
    "start",
    "tick_named",
]
