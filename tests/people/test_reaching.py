"""Which of a person's chats is written to."""

from data.domain.messages import Chat
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast


async def test_who_signs_in_on_the_web_goes_on_being_told_in_their_messenger(
    store: Store, cast: Cast
) -> None:
    hanh = cast.people["Hạnh"].id
    async with store.write() as unit:
        await unit.links.add(cast.ward.id, hanh, Chat("telegram", "1", "42"), MONDAY)
        await unit.links.add(cast.ward.id, hanh, Chat("web", "web", f"p{hanh}"), MONDAY)
        assert (await unit.links.of([hanh]))[hanh][0].channel == "telegram"
        await unit.links.mark_reachable(Chat("telegram", "1", "42"), False)
        assert (await unit.links.of([hanh]))[hanh][0].channel == "web"
