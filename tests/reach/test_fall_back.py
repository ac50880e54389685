"""What must arrive goes by the next channel, once, and by none becomes a call: on both databases."""

from datetime import timedelta

import pytest

from data.domain.messages import Delivery, Lane
from data.errors import SendFailure
from data.texts.delivery import sent_again
from data.texts.trouble import reason_of
from tests.cast import MONDAY
from tests.delivery.post import Post, failing
from tests.reach.town import TELEGRAM, WEB, ZALO, Town

R = SendFailure.REFUSED
DOWN = [failing(SendFailure.UNREACHABLE)] * 60


@pytest.fixture(autouse=True)
async def mai(town: Town) -> None:
    """Mai of the lead office is reached by Telegram."""
    await town.link("Mai", TELEGRAM)


@pytest.mark.parametrize("failure", [SendFailure.REFUSED, SendFailure.RECIPIENT_GONE])
async def test_what_is_refused_goes_by_the_next_way_with_the_same_words(
    town: Town, failure: SendFailure
) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM)
    town.zalo = Post(failing(failure))
    await town.owe("Hạnh")
    await town.run()
    assert await town.states() == [("zalo_bot", "rerouted"), ("telegram", "sent")]
    first, second = await town.letters("digest")
    assert second.key.startswith(f"{first.key}>")
    assert second.instead_of == first.id
    assert (first.error or "").endswith("; sent on by telegram/1")
    assert "Việc của đồng chí" in town.telegram.texts
    assert not second.is_resend


async def test_it_goes_at_most_once_by_each_and_then_somebody_calls(town: Town) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM, WEB)
    await town.sign_in("Hạnh")
    town.zalo, town.web = Post(failing(R)), Post(failing(R))
    town.telegram = Post(failing(R))
    await town.owe("Hạnh")
    await town.run(6)
    assert await town.states() == [
        ("zalo_bot", "rerouted"),
        ("telegram", "rerouted"),
        ("web", "dead"),
    ]
    (told,) = await town.letters("untold")
    assert told.state is Delivery.SENT
    assert told.message.text == (
        "1 người có tin quan trọng chưa tới được qua kênh nào, đồng chí gọi giúp:\n"
        "- Lê Văn Hạnh (Văn phòng HĐND và UBND), 0900000002\n"
        "Gõ /suco để xem tin nào chưa tới."
    )


async def test_a_web_chat_that_nobody_has_open_is_no_way(town: Town) -> None:
    await town.link("Hạnh", ZALO, WEB)
    town.zalo = Post(failing(R))
    await town.owe("Hạnh")
    await town.run()
    assert await town.states() == [("zalo_bot", "dead")]
    assert len(await town.letters("untold")) == 1


async def test_a_broken_account_keeps_its_messages_a_quarter_of_an_hour(town: Town) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM)
    town.zalo = Post(*DOWN)
    await town.owe("Hạnh")
    for number in range(4):  # enough to see that it is the account's trouble
        await town.owe("Hạnh", f"early{number}", must_arrive=False)
    await town.run(14)
    assert ("telegram", "sent") not in await town.states()
    await town.run(3)
    states = await town.states()
    assert states.count(("telegram", "sent")) == 1
    assert states[0] == ("zalo_bot", "rerouted")
    # What is early waits for its own account, and nobody is called for it.
    assert states[1:5] == [("zalo_bot", "ready")] * 4
    assert await town.letters("untold") == []


async def test_without_another_way_it_goes_on_waiting_and_goes_out_when_the_account_is_back(
    town: Town,
) -> None:
    await town.link("Hạnh", ZALO)
    town.zalo = Post(*DOWN[:20])
    for number in range(3):
        await town.owe("Hạnh", f"k{number}")
    await town.run(20)
    assert await town.states() == [("zalo_bot", "ready")] * 3
    town.zalo.failures.clear()
    await town.run(10)
    assert await town.states() == [("zalo_bot", "sent")] * 3


async def test_an_account_that_was_taken_out_of_the_settings_is_no_way_either(town: Town) -> None:
    gone = ("telegram", "old")
    await town.link("Hạnh", gone, ZALO)
    await town.owe("Hạnh", account=gone)
    await town.run(17)
    assert await town.states() == [("telegram", "rerouted"), ("zalo_bot", "sent")]


async def test_one_that_stays_uncertain_is_listed_and_goes_another_way_marked_so(
    town: Town,
) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM)
    town.zalo = Post(*[failing(SendFailure.UNCERTAIN)] * 2)
    await town.owe("Hạnh")
    await town.deliver()
    await town.fall_back()
    assert await town.states() == [("zalo_bot", "ready")]  # its resend comes first, in its own chat
    town.now += timedelta(minutes=1)
    await town.run(2)
    assert await town.states() == [("zalo_bot", "uncertain"), ("telegram", "sent")]
    assert town.telegram.texts == [sent_again("Việc của đồng chí")]
    async with town.store.read() as unit:
        listed = await unit.ward(town.cast.ward.id).troubles.undelivered(town.now)
    assert [(x.state, x.failure) for x in listed] == [
        (Delivery.UNCERTAIN, SendFailure.UNCERTAIN),
    ]


async def test_what_is_early_or_was_withdrawn_is_nobody_s_call(town: Town) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM)
    town.zalo = Post(failing(R))
    await town.owe("Hạnh", "early", must_arrive=False)
    await town.owe("Hạnh", "over", must_arrive=False, expires_at=MONDAY)
    await town.run(3)
    assert await town.states() == [("zalo_bot", "dead"), ("zalo_bot", "expired")]
    assert await town.letters("untold") == []


async def test_what_had_to_arrive_and_is_too_late_is_a_call_and_goes_nowhere(town: Town) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM)
    await town.owe("Hạnh", expires_at=MONDAY)
    await town.run(3)
    assert await town.states() == [("zalo_bot", "dead")]
    assert len(await town.letters("untold")) == 1
    async with town.store.read() as unit:
        (listed,) = await unit.ward(town.cast.ward.id).troubles.undelivered(town.now)
    assert reason_of(listed) == "đến hết giờ nhắn vẫn chưa có kênh nào thông"
    assert not listed.may_be_sent_again(town.now)


async def test_many_at_once_are_one_message_to_the_office_and_told_once(town: Town) -> None:
    town.zalo = Post(*[failing(R)] * 9)
    for name in ("Hạnh", "Dũng", "Lan", "Tư", "Bảy"):
        await town.link(name, ZALO)
        await town.owe(name, f"k{name}")
    await town.run(3)
    told = await town.letters("untold")  # of two parts: the platform shows 300 characters
    assert [x.key.partition("/")[0] for x in told] == [told[0].key] * 2
    text = "\n".join(x.message.text for x in told)
    assert text.startswith("5 người có tin quan trọng chưa tới")
    assert (text.count("- "), "và 1 người khác" in text) == (4, True)


async def test_nobody_is_told_of_themselves_and_a_lost_warning_is_no_new_one(town: Town) -> None:
    town.telegram = Post(*[failing(R)] * 9)
    await town.owe("Mai", account=TELEGRAM)
    await town.run(2)
    assert await town.letters("untold") == []
    await town.link("Hạnh", ZALO)
    town.zalo = Post(failing(R))
    await town.owe("Hạnh", "other")
    await town.run(5)
    assert len(await town.letters("untold")) == 1


async def test_who_blocked_the_last_way_was_told_of_when_it_closed(town: Town) -> None:
    await town.link("Hạnh", ZALO)
    town.zalo = Post(failing(SendFailure.RECIPIENT_GONE))
    await town.owe("Hạnh")
    await town.run(3)
    assert await town.states() == [("zalo_bot", "dead")]
    assert [x.kind for x in await town.letters("unreachable", "untold")] == ["unreachable"]


async def test_choices_and_what_it_speaks_of_come_along(town: Town) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM)
    town.zalo = Post(failing(R))
    await town.owe("Hạnh", lane=Lane.ANSWER, kind="reply")
    await town.run()
    first, second = await town.letters("reply")
    assert (second.lane, second.message, second.must_arrive) == (Lane.ANSWER, first.message, True)


async def test_killed_between_any_two_steps_it_still_goes_once(town: Town) -> None:
    await town.link("Hạnh", ZALO, TELEGRAM)
    town.zalo = Post(failing(R))
    await town.owe("Hạnh")
    await town.deliver()
    for _ in range(3):  # the tick again and again, as after a crash before its next run
        await town.fall_back()
    await town.run(3)
    assert await town.states() == [("zalo_bot", "rerouted"), ("telegram", "sent")]
    assert await town.fall_back() == {}
