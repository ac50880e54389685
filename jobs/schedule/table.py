"""The table of the ticks: which there are, and how often each looks whether something is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobs.ports import Tick
from jobs.ticks.ask_what_is_missing import ask_what_is_missing
from jobs.ticks.back_up import back_up
from jobs.ticks.call_reviewers import call_reviewers
from jobs.ticks.deliver_outbox import deliver_outbox
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.fall_back import fall_back
from jobs.ticks.fetch_files import fetch_files
from jobs.ticks.finish_erasures import finish_erasures
from jobs.ticks.give_notices import give_notices
from jobs.ticks.make_dossiers import make_dossiers
from jobs.ticks.open_occurrences import open_occurrences
from jobs.ticks.print_pictures import print_pictures
from jobs.ticks.read_plans import read_plans
from jobs.ticks.seal_logs import seal_logs
from jobs.ticks.send_late_summaries import send_late_summaries
from jobs.ticks.send_reminders import send_reminders
from jobs.ticks.send_weekly_summary import send_weekly_summary
from jobs.ticks.sweep import sweep
from jobs.ticks.tell_of_gaps import tell_of_gaps
from jobs.ticks.tell_of_old_evidence import tell_of_old_evidence
from jobs.ticks.warn_of_quotas import warn_of_quotas


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A tick and when it runs."""

    name: str
    tick: Tick
    cron: Mapping[str, str] = field(default_factory=dict)
    """Fields of a cron line, local time; empty when whoever delivers runs it himself."""


_EVERY_MINUTE = {"minute": "*"}
TICKS: tuple[Scheduled, ...] = (
    # These only look: what is due stands in the rows, at the hours that each ward has set.
    Scheduled("open_occurrences", open_occurrences, {"minute": "*/10"}),
    Scheduled("send_reminders", send_reminders, _EVERY_MINUTE),
    Scheduled("escalate_overdue", escalate_overdue, _EVERY_MINUTE),
    Scheduled("call_reviewers", call_reviewers, _EVERY_MINUTE),
    Scheduled("ask_what_is_missing", ask_what_is_missing, {"hour": "8-17", "minute": "*/30"}),
    Scheduled("send_weekly_summary", send_weekly_summary, _EVERY_MINUTE),
    Scheduled("send_late_summaries", send_late_summaries, {"hour": "7-19", "minute": "*/10"}),
    Scheduled("fall_back", fall_back, _EVERY_MINUTE),
    Scheduled("warn_of_quotas", warn_of_quotas, {"hour": "7-19", "minute": "*/10"}),
    Scheduled("give_notices", give_notices, {"hour": "9-10", "minute": "*/20"}),
    Scheduled("tell_of_gaps", tell_of_gaps, {"hour": "8-10", "minute": "10,40"}),
    Scheduled("read_plans", read_plans, {"second": "*/3"}),
    Scheduled("fetch_files", fetch_files, {"second": "*/10"}),
    Scheduled("tell_of_old_evidence", tell_of_old_evidence, {"hour": "9", "minute": "10"}),
    Scheduled("finish_erasures", finish_erasures, {"second": "*/20"}),
    Scheduled("print_pictures", print_pictures, _EVERY_MINUTE),
    Scheduled("make_dossiers", make_dossiers, {"second": "*/5"}),
    Scheduled("seal_logs", seal_logs, {"minute": "20"}),
    Scheduled("back_up", back_up, {"hour": "1", "minute": "30"}),
    Scheduled("sweep", sweep, {"hour": "2", "minute": "30"}),
    # Woken by each commit that queues a message, not by the hour.
    Scheduled("deliver_outbox", deliver_outbox),
)


def tick_named(name: str) -> Tick:
    """Return a tick of the table. Raises KeyError if there is none of that name."""
    return {s.name: s.tick for s in TICKS}[name]
