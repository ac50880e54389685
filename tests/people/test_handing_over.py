"""All of one person's work goes to another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.domain.messages import Delivery
from data.domain.people import Membership, Person, Role
from data.errors import RefusedError
from data.store.mail import DialogState
from data.store.unit_of_work import Store
from data.store.web import WebSession
from jobs.actions.enrol import enter
from jobs.actions.hand_over import HandedOver, hand_over
from jobs.actions.invite import invite
from tests.cast import MONDAY, Cast


async def handed(
    store: Store, cast: Cast, giver: str, taker: str, *, who: str = "Mai", **more: bool
) -> HandedOver:
    async with store.write() as unit:
        return await hand_over(
            unit,
            cast.ward,
            cast.people[giver].id,
            cast.people[taker].id,
            MONDAY,
            f"person:{cast.people[who].id}",
            **more,
        )


async def person(store: Store, cast: Cast, name: str) -> Person:
    async with store.read() as unit:
        found = await unit.ward(cast.ward.id).people.get(cast.people[name].id)
    assert found is not None
    return found


async def test_places_head_marks_and_working_roles_go_over(store: Store, cast: Cast) -> None:
    await handed(store, cast, "Tư", "Lan")
    lan, tu = await person(store, cast, "Lan"), await person(store, cast, "Tư")
    assert set(lan.memberships) == {
        Membership(cast.agencies["Phòng Kinh tế, Hạ tầng và Đô thị"], True),
        Membership(cast.agencies["Tổ dân phố 5"], True),
    }
    assert lan.roles == {Role.OFFICER, Role.GROUP_LEADER}
    assert tu.memberships == ()
    assert not tu.is_active


async def test_leadership_is_not_handed_on(store: Store, cast: Cast) -> None:
    await handed(store, cast, "Sơn", "Lan")
    assert Role.LEADERSHIP not in (await person(store, cast, "Lan")).roles


async def test_the_chats_browsers_invitations_and_talks_of_the_giver_end(
    store: Store, cast: Cast
) -> None:
    chat, tu = cast.chat("Tư"), cast.people["Tư"]
    async with store.write() as unit:
        session = WebSession(cast.ward.id, tu.id, chat.chat, MONDAY + timedelta(days=90))
        await unit.web.open_session("token", session, MONDAY)
        await unit.dialogs.save(chat, DialogState("report", {"occurrence": 1}, None))
        invited = await invite(unit, cast.ward, tu.id, MONDAY, f"person:{cast.people['Mai'].id}")
    await handed(store, cast, "Tư", "Lan")
    async with store.write() as unit:
        assert await unit.links.at(chat) == ()
        assert await unit.web.session("token", MONDAY) is None
        assert (await unit.dialogs.get(chat, MONDAY)).conversation is None
        with pytest.raises(RefusedError):
            await enter(unit, invited.code, chat, phone=tu.phone, now=MONDAY)


async def test_both_are_told(store: Store, cast: Cast) -> None:
    await handed(store, cast, "Tư", "Lan")
    async with store.read() as unit:
        told = {x.chat: x.message.text for x in await unit.outbox.in_states([Delivery.READY])}
    assert "giao cho Võ Thị Lan" in told[cast.chat("Tư")]
    assert "Tổ dân phố 5" in told[cast.chat("Lan")]


async def test_the_giver_may_stay(store: Store, cast: Cast) -> None:
    await handed(store, cast, "Hạnh", "Dũng", keep_from=True)
    assert (await person(store, cast, "Hạnh")).is_active
    async with store.read() as unit:
        assert len(await unit.links.at(cast.chat("Hạnh"))) == 1


async def test_the_last_administrator_leaves_only_after_another_is_named(
    store: Store, cast: Cast
) -> None:
    roles = frozenset({Role.LEAD_OFFICE, Role.ADMIN})
    async with store.write() as unit:
        mai = replace(cast.people["Mai"], roles=roles)
        await unit.ward(cast.ward.id).people.save(mai)
    with pytest.raises(RefusedError, match="người cuối cùng có vai trò “Quản trị”"):
        await handed(store, cast, "Mai", "Hạnh")
    await handed(store, cast, "Mai", "Hạnh", keep_from=True)
    async with store.write() as unit:
        lan = replace(cast.people["Lan"], roles=roles)
        await unit.ward(cast.ward.id).people.save(lan)
    await handed(store, cast, "Mai", "Hạnh")
    assert not (await person(store, cast, "Mai")).is_active


@pytest.mark.parametrize("who", ["Hạnh", "Tư", "Sơn"])
async def test_only_the_lead_office_hands_over(store: Store, cast: Cast, who: str) -> None:
    with pytest.raises(RefusedError, match="cơ quan đầu mối"):
        await handed(store, cast, "Tư", "Lan", who=who)


async def test_giver_and_taker_are_two(store: Store, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="khác nhau"):
        await handed(store, cast, "Tư", "Tư")


async def test_a_second_time_says_that_the_giver_is_gone(store: Store, cast: Cast) -> None:
    await handed(store, cast, "Tư", "Lan")
    with pytest.raises(RefusedError, match="Nguyễn Văn Tư không còn"):
        await handed(store, cast, "Tư", "Lan")
