"""When nothing else is left: a template message to the phone number, once, where it is switched on."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.domain.line import Line
from data.domain.messages import Chat, Lane, Letter, Limits, OutgoingMessage
from data.domain.rules import Continuous
from data.domain.window import BY_PHONE, OUTSIDE_WINDOW
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.deliver_outbox import deliver_outbox
from jobs.ticks.fall_back import fall_back
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, Cast, add_task, at, found


class Post:
    """A sender that takes everything, or nothing."""

    limits = Limits(longest_text=2000, has_buttons=False, has_edits=False, largest_file=1)
    resends_safely = False
    quota = None

    def __init__(self, failure: SendError | None = None, wards: Any = None) -> None:
        self.line, self.failure, self.wards = Line(), failure, wards
        self.sent: list[tuple[str, str]] = []

    async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002 - not asked
        """Take a letter, or not."""
        if self.failure:
            raise self.failure
        self.sent.append((letter.chat.chat, letter.message.text))
        return f"m{len(self.sent)}"


@pytest.mark.parametrize(
    ("must_arrive", "wards", "reached"),
    [(True, None, True), (True, {1}, True), (True, {99}, False), (False, None, False)],
)
async def test_the_number_is_the_last_way(
    must_arrive: bool, wards: Any, reached: bool, store: Store, files: EvidenceStore, cast: Cast
) -> None:
    tu = cast.people["Tư"]
    oa = Post(SendError(SendFailure.REFUSED, OUTSIDE_WINDOW))
    phone = Post(wards=wards)
    world = World(store, files, senders={("zalo_oa", "1"): oa, (BY_PHONE, "1"): phone})
    async with store.write() as unit:
        chat = Chat("zalo_oa", "1", "77")
        await unit.links.add(cast.ward.id, tu.id, chat, MONDAY)
        await unit.outbox.add(
            "k",
            chat,
            OutgoingMessage("Việc 12"),
            kind="reminder",
            lane=Lane.BULK,
            now=MONDAY,
            ward_id=cast.ward.id,
            person_id=tu.id,
            must_arrive=must_arrive,
        )
    for _ in range(3):
        await deliver_outbox(world, MONDAY)
        await fall_back(world, MONDAY)
    assert phone.sent == ([("0900000005", "Việc 12")] if reached else [])


@pytest.mark.parametrize("is_linked", [False, True], ids=["never", "by the web, signed out"])
@pytest.mark.parametrize(
    ("is_on", "due_in", "reached"), [(True, -1, 1), (True, 20, 0), (False, -1, 0)]
)
async def test_who_reads_nothing_is_reached_by_number_when_something_is_late(
    is_on: bool, due_in: int, reached: int, is_linked: bool, store: Store, files: EvidenceStore
) -> None:
    cast = await found(store, linked=is_linked)
    phone = Post()
    world = World(store, files, senders={(BY_PHONE, "1"): phone} if is_on else {})
    now = at("2026-06-15 07:30")
    async with store.write() as unit:
        task = await add_task(unit, cast, Continuous(), code=12, lead="Tổ dân phố 5")
        await unit.ward(cast.ward.id).occurrences.make(
            NewOccurrence(
                task_id=task.id,
                agency_id=cast.agencies["Tổ dân phố 5"],
                period_key="k",
                label="",
                opens_on=MONDAY.date() - timedelta(days=9),
                due_on=MONDAY.date() + timedelta(days=due_in),
                event_id=None,
                next_remind_at=now,
                next_escalate_at=None,
            )
        )
    for _ in range(2):
        await send_reminders(world, now)
        await deliver_outbox(world, now)
        await fall_back(world, now)
    assert [chat for chat, _ in phone.sent] == ["0900000005"] * reached
