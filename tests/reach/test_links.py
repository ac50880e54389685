"""The order of a person's links as the store gives it: chosen, set by the ward, kept when moved."""

from data.domain.messages import Chat
from tests.reach.town import TELEGRAM, WEB, ZALO, Town


async def test_the_ward_s_order_holds_and_can_be_changed(town: Town) -> None:
    await town.link("Hạnh", WEB, ZALO, TELEGRAM)
    assert await town.channels_of("Hạnh") == ["telegram", "zalo_bot", "web"]
    settings = town.cast.ward.settings.model_copy(
        update={"channel_order": ("zalo_bot", "zalo_oa", "web", "telegram")}
    )
    async with town.store.write() as unit:
        await unit.wards.save_settings(town.cast.ward.id, settings)
    assert await town.channels_of("Hạnh") == ["zalo_bot", "web", "telegram"]


async def test_a_choice_holds_for_one_person_and_one_link_at_a_time(town: Town) -> None:
    for name in ("Hạnh", "Tư"):
        await town.link(name, TELEGRAM, ZALO, WEB)
    async with town.store.write() as unit:
        own = (await unit.links.of([town.id_of("Hạnh")]))[town.id_of("Hạnh")]
        await unit.links.choose(town.id_of("Hạnh"), own[2].id)
        await unit.links.choose(town.id_of("Hạnh"), own[1].id)
    assert await town.channels_of("Hạnh") == ["zalo_bot", "telegram", "web"]
    assert await town.channels_of("Tư") == ["telegram", "zalo_bot", "web"]
    async with town.store.write() as unit:
        await unit.links.choose(town.id_of("Hạnh"), None)
    assert await town.channels_of("Hạnh") == ["telegram", "zalo_bot", "web"]


async def test_with_another_telephone_the_choice_is_kept(town: Town) -> None:
    await town.link("Hạnh", TELEGRAM, ZALO)
    person = town.id_of("Hạnh")
    async with town.store.write() as unit:
        own = (await unit.links.of([person]))[person]
        await unit.links.choose(person, own[1].id)
        await unit.links.add(town.cast.ward.id, person, Chat(*ZALO, "new"), town.now)
    assert await town.channels_of("Hạnh") == ["zalo_bot", "telegram"]


async def test_what_takes_nothing_comes_last_even_when_it_was_chosen(town: Town) -> None:
    await town.link("Hạnh", TELEGRAM, ZALO)
    person = town.id_of("Hạnh")
    async with town.store.write() as unit:
        own = (await unit.links.of([person]))[person]
        await unit.links.choose(person, own[1].id)
        await unit.links.mark_reachable(Chat(*ZALO, f"p{person}"), False)
    assert await town.channels_of("Hạnh") == ["telegram", "zalo_bot"]


async def test_the_people_on_an_account_are_counted_once_each(town: Town) -> None:
    await town.link("Hạnh", ZALO)
    await town.link("Tư", ZALO, TELEGRAM)
    await town.link("Tư", ZALO)
    async with town.store.write() as unit:
        await unit.links.revoke(town.id_of("Hạnh"), town.now)
    async with town.store.read() as unit:
        assert await unit.links.people_on(ZALO) == 1
        assert await unit.links.wards_on(ZALO) == {town.cast.ward.id}
        assert await unit.links.wards_on(("zalo_bot", "other")) == frozenset()
