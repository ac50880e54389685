"""Where a message would cost money or be refused now, it goes by another chat at once: both databases."""

from datetime import timedelta

import pytest

from data.domain.messages import Chat, OutgoingMessage
from data.domain.rules import Continuous
from data.store.occurrences import NewOccurrence
from data.store.telling import tell
from data.store.ways import ways_now
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, add_task, at
from tests.reach.town import OA, TELEGRAM, WEB, ZALO, Town

HOURS = {"an hour ago": 1, "three days ago": 72, "nine days ago": 216}
CASES = [
    # linked on, in this order; when Hạnh last wrote to the OA; signed in on the web → goes by
    ((OA, TELEGRAM), "an hour ago", False, "zalo_oa"),
    ((OA, TELEGRAM), "three days ago", False, "telegram"),
    ((OA, TELEGRAM), "nine days ago", False, "telegram"),
    ((OA, TELEGRAM), None, False, "telegram"),
    ((OA,), "three days ago", False, "zalo_oa"),  # nothing else: Zalo is asked at sending
    ((OA, WEB), "three days ago", False, "zalo_oa"),  # nobody reads the web
    ((OA, WEB), "three days ago", True, "web"),
    ((OA, WEB, ZALO), "three days ago", False, "zalo_bot"),
    ((WEB, ZALO), None, False, "zalo_bot"),
    ((WEB,), None, False, "web"),
]


async def wrote(town: Town, name: str, when: str | None) -> None:
    """Note when somebody last did something on the OA."""
    if when is None:
        return
    async with town.store.write() as unit:
        ago = timedelta(hours=HOURS[when])
        await unit.interactions.note(Chat(*OA, f"p{town.id_of(name)}"), town.now - ago)


async def owes(town: Town) -> None:
    """Give Hạnh's office work to be told of early: such a message has no second way."""
    async with town.store.write() as unit:
        task = await add_task(unit, town.cast, Continuous(), code=7)
        await unit.ward(town.cast.ward.id).occurrences.make(
            NewOccurrence(
                task_id=task.id,
                agency_id=town.cast.agencies["Văn phòng HĐND và UBND"],
                period_key="k",
                label="",
                opens_on=MONDAY.date(),
                due_on=MONDAY.date() + timedelta(days=20),
                event_id=None,
                next_remind_at=MONDAY,
                next_escalate_at=None,
            )
        )


async def orders(town: Town, *channels: str) -> None:
    """Have the ward say which channel comes first."""
    async with town.store.write() as unit:
        ward = await unit.wards.get(town.cast.ward.id)
        settings = ward.settings.model_copy(update={"channel_order": channels})
        await unit.wards.save_settings(ward.id, settings)


@pytest.mark.parametrize(("on", "when", "signed_in", "goes_by"), CASES)
async def test_a_reminder_goes_at_once_where_it_is_free_and_read(
    town: Town, on, when, signed_in: bool, goes_by: str
) -> None:
    town.now = at("2026-06-15 07:30")
    await orders(town, *(channel for channel, _ in on))
    await town.link("Hạnh", *on)
    await wrote(town, "Hạnh", when)
    if signed_in:
        await town.sign_in("Hạnh")
    await owes(town)
    await send_reminders(town.world, town.now)
    mine = [x for x in await town.letters("digest") if x.person_id == town.id_of("Hạnh")]
    assert [x.chat.channel for x in mine] == [goes_by]
    await town.deliver()
    assert town.oa.tried == ([x.key for x in mine] if goes_by == "zalo_oa" else [])


async def test_an_account_with_eight_free_answers_is_shut_after_them(town: Town) -> None:
    town.oa.free_replies = 8  # type: ignore[attr-defined]
    town.now = at("2026-06-15 07:30")
    await orders(town, "zalo_oa", "telegram")
    await town.link("Hạnh", OA, TELEGRAM)
    await wrote(town, "Hạnh", "an hour ago")
    async with town.store.write() as unit:
        for _ in range(8):
            await unit.interactions.count_free(Chat(*OA, f"p{town.id_of('Hạnh')}"))
    await owes(town)
    await send_reminders(town.world, town.now)
    (mine,) = [x for x in await town.letters("digest") if x.person_id == town.id_of("Hạnh")]
    assert mine.chat.channel == "telegram"


async def test_what_the_office_is_told_takes_the_same_way(town: Town) -> None:
    await orders(town, "zalo_oa", "telegram")
    await town.link("Mai", OA, TELEGRAM)
    mai = town.cast.people["Mai"]
    for when, channel in (("three days ago", "telegram"), ("an hour ago", "zalo_oa")):
        await wrote(town, "Mai", when)
        async with town.store.write() as unit:
            told = OutgoingMessage("Có người cần gọi")
            key = f"told:{channel}"
            await tell(unit, town.cast.ward, [mai], key, told, kind="untold", now=town.now)
            letter = await unit.outbox.find(f"{key}:{mai.id}")
        assert letter is not None
        assert letter.chat.channel == channel


async def test_a_message_that_goes_another_way_skips_the_shut_one_too(town: Town) -> None:
    await orders(town, "zalo_bot", "zalo_oa", "telegram")
    await town.link("Hạnh", ZALO, OA, TELEGRAM)
    await wrote(town, "Hạnh", "nine days ago")
    async with town.store.read() as unit:
        ways = await ways_now(unit, [town.id_of("Hạnh")], town.now)
    assert [w.channel for w in ways[town.id_of("Hạnh")]] == ["zalo_bot", "telegram", "zalo_oa"]
