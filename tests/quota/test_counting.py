"""The counter of a month: exact, whatever parts, retries and crashes there were."""

from datetime import timedelta

from data.domain.messages import Chat, Lane, OutgoingMessage
from data.domain.quota import Level, Quota
from data.domain.workdays import WorkCalendar
from data.errors import SendFailure
from data.store.usage import is_full, usage_of
from jobs.ticks.warn_of_quotas import warn_of_quotas
from tests.cast import MONDAY, at
from tests.delivery.post import failing
from tests.reach.town import TELEGRAM, WEB, ZALO, Town, counted

TODAY = MONDAY.date()


async def sent(town: Town, day=TODAY) -> int:
    async with town.store.read() as unit:
        return await unit.quotas.sent(ZALO, day)


async def test_every_part_counts_and_what_was_not_sent_does_not(town: Town) -> None:
    await town.link("Hạnh", ZALO)
    town.zalo = counted(Quota(100), None, failing(SendFailure.REFUSED))
    await town.owe("Hạnh", "one")
    await town.owe("Hạnh", "refused")
    async with town.store.write() as unit:
        await unit.outbox.add(
            "long",
            Chat(*ZALO, f"p{town.id_of('Hạnh')}"),
            OutgoingMessage("Một câu dài. " * 500),
            kind="reply",
            lane=Lane.ANSWER,
            now=MONDAY,
        )
    for _ in range(4):
        await town.deliver()
    assert await sent(town) == len(town.zalo.arrived) > 3


async def test_a_month_begins_at_local_midnight_and_other_accounts_are_others(town: Town) -> None:
    for number, moment in enumerate(("2026-05-31 23:59", "2026-06-01 00:00", "2026-06-30 23:59")):
        town.now = at(moment)
        await town.owe("Hạnh", f"k{number}")
        await town.deliver()
    await town.owe("Hạnh", "telegram", account=TELEGRAM)
    await town.deliver()
    assert [await sent(town, at(f"2026-{m}-15 12:00").date()) for m in ("05", "06", "07")] == [
        1,
        2,
        0,
    ]


async def test_the_platforms_own_word_counts_more_than_the_counter(town: Town) -> None:
    async with town.store.write() as unit:
        for _ in range(2):
            await unit.quotas.note_spent(ZALO, TODAY, MONDAY)
    async with town.store.read() as unit:
        usage = await usage_of(unit, ZALO, Quota(3000), TODAY, WorkCalendar())
        later = await usage_of(unit, ZALO, Quota(3000), TODAY + timedelta(days=20), WorkCalendar())
    assert (usage.sent, usage.level, later.level) == (0, Level.SPENT, Level.FREE)


async def test_a_month_used_up_is_so_until_a_message_goes_through(town: Town) -> None:
    await town.link("Hạnh", ZALO)

    async def level() -> Level:
        async with town.store.read() as unit:
            usage = await usage_of(unit, ZALO, Quota(3000), town.now.date(), WorkCalendar())
        return usage.level

    async def refuses() -> None:
        async with town.store.write() as unit:
            await unit.quotas.note_spent(ZALO, town.now.date(), town.now)

    await refuses()
    assert await level() is Level.SPENT
    town.now += timedelta(days=1)
    await town.owe("Hạnh", "probe")
    await town.deliver()
    assert await level() is Level.FREE
    town.now += timedelta(days=1)
    await refuses()
    assert await level() is Level.SPENT


async def test_the_channel_is_full_with_its_last_person(town: Town) -> None:
    await town.link("Hạnh", ZALO)
    await town.link("Tư", ZALO)
    async with town.store.read() as unit:
        said = [await is_full(unit, ZALO, n) for n in (None, 3, 2, 1)]
    assert said == [False, False, True, True]


async def warned(town: Town) -> list[str]:
    return [x.key.rpartition(":")[0].rpartition(":")[2] for x in await town.letters("quota")]


async def test_the_office_is_warned_once_a_month_at_each_mark(town: Town) -> None:
    await town.link("Mai", TELEGRAM)
    await town.link("Hạnh", ZALO)
    town.zalo = counted(Quota(10, 50))
    told = []
    for number in range(11):
        await town.owe("Hạnh", f"k{number}")
        await town.deliver()
        for _ in range(2):
            await warn_of_quotas(town.world, town.now)
        told.append(len(await town.letters("quota")))
    assert told == [0] * 6 + [1, 1, 2, 3, 3]
    assert await warned(town) == ["70", "90", "100"]
    town.now = at("2026-07-20 09:00")
    for number in range(7):
        await town.owe("Hạnh", f"july{number}")
    await town.deliver()
    await warn_of_quotas(town.world, town.now)
    assert await warned(town) == ["70", "90", "100", "70"]


async def test_of_several_marks_passed_at_once_only_the_last_is_said(town: Town) -> None:
    await town.link("Mai", TELEGRAM)
    await town.link("Hạnh", ZALO)
    town.zalo = counted(Quota(2, 50))
    await town.owe("Hạnh", "a")
    await town.owe("Hạnh", "b")
    await town.deliver()
    await warn_of_quotas(town.world, town.now)
    assert await warned(town) == ["100"]


async def test_a_ward_without_anybody_on_the_account_hears_nothing(town: Town) -> None:
    await town.link("Mai", TELEGRAM)
    town.zalo = counted(Quota(1, 2))
    await town.owe("Hạnh")
    await town.deliver()
    assert await warn_of_quotas(town.world, town.now) == {}


async def test_nearly_full_is_said_once_a_month(town: Town) -> None:
    await town.link("Mai", TELEGRAM)
    for name in ("Hạnh", "Tư"):
        await town.link(name, ZALO)
    town.zalo = counted(Quota(3000, 2))
    assert await warn_of_quotas(town.world, town.now) == {"warned": 1}
    assert await warn_of_quotas(town.world, town.now) == {}
    (letter,) = await town.letters("quota")
    assert letter.message.text.startswith("Zalo: đã có 2/2 người")


async def test_a_month_used_up_sends_everything_another_way_or_on_the_list(town: Town) -> None:
    await town.link("Mai", TELEGRAM)
    await town.link("Hạnh", ZALO, TELEGRAM)
    await town.link("Tư", ZALO, WEB)
    used_up = failing(SendFailure.THROTTLED)
    used_up.args, used_up.detail = ("throttled: monthly quota",), "monthly quota"
    town.zalo = counted(Quota(3000), used_up)
    await town.owe("Hạnh", "first")
    await town.deliver()
    await town.owe("Hạnh", "second", must_arrive=False)
    await town.owe("Tư", "third")
    await town.owe("Tư", "fourth", must_arrive=False)
    await town.fall_back()
    await town.deliver()
    states = {x.key: x.state.value for x in await town.letters("digest")}
    assert {k: v for k, v in states.items() if ">" not in k} == {
        "first": "rerouted",
        "second": "rerouted",
        "third": "dead",
        "fourth": "held",
    }
    assert sorted(v for k, v in states.items() if ">" in k) == ["sent", "sent"]
    assert town.zalo.arrived == []
    (told,) = await town.letters("untold")
    assert "Nguyễn Văn Tư" in told.message.text
