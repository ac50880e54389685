"""The life of a group on SQLite and on PostgreSQL."""

from datetime import date

from data.domain.messages import ChatEvent
from jobs.ticks.send_reminders import send_reminders
from tests.cast import at
from tests.groups.conftest import Stage, choices_of, group
from tests.store.conftest import store, url

__all__ = ["store", "url"]


async def test_a_group_is_tied_reminded_moved_and_left(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Tổ 5")
    (asked,) = await stage.letters_to("Mai")
    await stage.taps("Mai", choices_of(asked.message)["Tổ dân phố 5"])
    await stage.owes(16, "Tổ dân phố 5", date(2026, 6, 19), "Họp tổ")
    await send_reminders(stage.world, at("2026-06-15 07:30"))
    await stage.says("Tư", "/viec", group(1))
    await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)
    assert len(await stage.posted(group(2))) == 3
    await stage.happens(ChatEvent.LEFT, group(2))
    assert await stage.tied_to(group(2)) is None
    await stage.happens(ChatEvent.BLOCKED, stage.chat("Tư"))
    await stage.happens(ChatEvent.UNBLOCKED, stage.chat("Tư"))
    assert await stage.logged() == [
        "group.tied",
        "group.moved",
        "group.left",
        "link.unreachable",
        "chat.unblocked",
    ]
    async with stage.store.read() as unit:
        assert await unit.ward(stage.cast.ward.id).log.first_break() is None
