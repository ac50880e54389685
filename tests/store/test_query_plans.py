"""What ticks read costs by the work due, not by the work there is: SQLite's plans show it."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import event

from data.domain.messages import Lane
from data.store.unit_of_work import Store, UnitOfWork
from tests.cast import MONDAY
from tests.store.work import TODAY

LATER = MONDAY + timedelta(days=1)
QUERIES: dict[str, tuple[set[str], Callable[[UnitOfWork], Awaitable[object]]]] = {
    "due_to_remind": (
        {"ix_occurrences_to_remind"},
        lambda u: u.ward(1).occurrences.due_to_remind(LATER),
    ),
    "next_remind_at": (
        {"ix_occurrences_to_remind"},
        lambda u: u.ward(1).occurrences.next_remind_at(),
    ),
    "due_to_escalate": (
        {"ix_occurrences_to_escalate"},
        lambda u: u.ward(1).occurrences.due_to_escalate(LATER),
    ),
    "to_review": (
        {"ix_occurrences_to_review"},
        lambda u: u.ward(1).occurrences.to_review(),
    ),
    "waiting_for_review": (
        {"ix_occurrences_to_review"},
        lambda u: u.ward(1).occurrences.waiting_for_review(LATER),
    ),
    "reviewers called": ({"ix_outbox_calls"}, lambda u: u.outbox.last_queued(1, "review")),
    "owed_by": ({"ix_occurrences_owed_by"}, lambda u: u.ward(1).occurrences.owed_by([1, 2])),
    "due_to_open": ({"ix_tasks_due_to_open"}, lambda u: u.ward(1).tasks.due_to_open(TODAY)),
    "fetch": ({"ix_evidence_to_fetch"}, lambda u: u.ward(1).evidence.pending(LATER)),
    "what waits": (
        {"ix_outbox_ready", "ix_outbox_sending", "ix_outbox_sent"},
        lambda u: u.ward(1).troubles.queue(LATER),
    ),
    "undelivered": ({"ix_outbox_trouble"}, lambda u: u.ward(1).troubles.undelivered(LATER)),
    "stranded": (
        {"ix_outbox_stranded", "ix_outbox_expiring"},
        lambda u: u.ward(1).stranded.is_any(LATER),
    ),
    "sent by an account": ({"ix_outbox_used"}, lambda u: u.quotas.sent(("zalo_bot", "1"), TODAY)),
    "reminders of work": (
        {"ix_outbox_mentions_occurrence_id"},
        lambda u: u.ward(1).reminders.of_occurrence(1),
    ),
    "reminders of a task": (
        {"ix_outbox_mentions_occurrence_id"},
        lambda u: u.ward(1).reminders.of_task(1),
    ),
    "reminders to a person": (
        {"ix_outbox_ward_id_person_id"},
        lambda u: u.ward(1).reminders.of_person(1),
    ),
    "held": ({"ix_outbox_held"}, lambda u: u.ward(1).held.words("digest")),
    "missing files": ({"ix_evidence_missing"}, lambda u: u.ward(1).troubles.missing_files(LATER)),
    "set aside": ({"ix_inbox_bad"}, lambda u: u.ward(1).troubles.set_aside(LATER)),
    "inbox waiting": ({"ix_inbox_new"}, lambda u: u.inbox.waiting()),
    "look": (
        {"ix_outbox_ready", "ix_outbox_tried", "ix_outbox_expiring", "ix_outbox_sending"},
        lambda u: u.deliveries.look(("web", "web"), Lane.BULK, LATER, ["1"]),
    ),
    "claim": (
        {"ix_outbox_ready", "ix_outbox_tried"},
        lambda u: u.deliveries.claim(("web", "web"), Lane.BULK, LATER, busy=["1"]),
    ),
    "settle": (
        {"ix_outbox_expiring", "ix_outbox_sending"},
        lambda u: u.deliveries.settle(LATER, [("web", "web")]),
    ),
}


@pytest.mark.parametrize("name", QUERIES)
async def test_a_due_query_reads_its_partial_index_and_scans_no_table(
    tmp_path, migrated_file, name: str
) -> None:
    file = tmp_path / "plans.db"
    file.write_bytes(migrated_file.read_bytes())
    store = Store.at(f"sqlite+aiosqlite:///{file}")
    ran: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(store.engine.sync_engine, "before_cursor_execute")
    def note(_conn, _cursor, statement, parameters, _context, _many) -> None:
        ran.append((statement, parameters))

    indexes, query = QUERIES[name]
    async with store.write() as unit:
        await query(unit)
    await store.close()
    steps = [step for s, p in ran if not s.startswith("BEGIN") for step in _plan(file, s, p)]
    assert {i for i in indexes if any(i in step for step in steps)} == indexes, steps
    assert not [s for s in steps if s.startswith("SCAN") and "USING" not in s], steps


def _plan(file, statement: str, parameters: tuple[object, ...]) -> list[str]:
    with sqlite3.connect(file) as conn:
        plan = conn.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[3] for row in plan if row[3] != "SCAN CONSTANT ROW"]
