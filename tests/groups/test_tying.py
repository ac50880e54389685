"""A group in a messenger becomes an agency's: by whom, how, and how it ends."""

import pytest

from data.domain.messages import Chat, ChatEvent
from data.domain.people import Membership, Role
from data.errors import RefusedError
from data.store.unit_of_work import Store
from tests.cast import Cast, found
from tests.groups.conftest import BOT, Stage, choices_of, group, said
from tests.reminders.stage import letters

OFFICE = "Văn phòng HĐND và UBND"
GREETING = (
    "Từ nay phường nhắc việc của Tổ dân phố 5 tại nhóm này, vào ngày làm việc khi có việc đến kỳ.\n"
    "Báo cáo: trả lời (reply) tin nhắc, kèm ảnh. "
    "Chỉ báo cáo của người đã được phường mời mới được ghi nhận.\n"
    "Xem việc đang mở: gõ /viec. Việc riêng của từng người không nói ở đây."
)
NEUTRAL = (
    "Đây là kênh nội bộ của UBND phường. Tổ trưởng hoặc cơ quan đầu mối đã được phường mời "
    "gõ /noinhom tại đây để nối nhóm với đơn vị mình."
)


# Who adds the bot.


async def test_a_group_leader_adds_the_bot_and_the_group_is_the_neighbourhoods(
    stage: Stage,
) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Tư", title="Tổ 5 thân yêu")
    assert await stage.tied_to(group(1)) == "Tổ dân phố 5"
    assert await stage.posted(group(1)) == [GREETING]
    assert await stage.told("Tư") == [
        "Đã nối nhóm chat “Tổ 5 thân yêu” với Tổ dân phố 5. Việc đến kỳ sẽ được nhắc thêm trong nhóm; "
        "tin nhắn riêng cho từng người vẫn như trước.\n"
        "Thôi nhắc trong nhóm: gõ /goinhom tại nhóm đó."
    ]
    assert await stage.told("Mai") == [
        "Nguyễn Văn Tư vừa nối nhóm chat “Tổ 5 thân yêu” với Tổ dân phố 5: "
        "việc của đơn vị được nhắc thêm trong nhóm đó.\n"
        "Chưa đúng thì gỡ tại /nhomchat."
    ]
    assert await stage.logged() == ["group.tied"]


async def test_an_officer_who_is_no_head_may_tie_and_the_head_hears_of_it(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Hạnh", title="Văn phòng")
    assert await stage.tied_to(group(1)) == OFFICE
    assert len(await stage.told("Dũng")) == 1


async def test_the_lead_office_is_asked_privately_whose_it_is_the_named_agency_first(
    stage: Stage,
) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Nhóm tổ dân phố 6 HB")
    assert await stage.tied_to(group(1)) is None
    assert await stage.posted(group(1)) == []
    (letter,) = await stage.letters_to("Mai")
    assert letter.message.text == (
        "Nhóm chat “Nhóm tổ dân phố 6 HB” là của đơn vị nào, thưa đồng chí?\n"
        "Việc của đơn vị đó sẽ được nhắc trong nhóm, ai trong nhóm cũng đọc được."
    )
    labels = list(choices_of(letter.message))
    assert labels[:2] == ["Tổ dân phố 6", "Phòng Văn hóa – Xã hội"]
    assert "Tổ trưởng tổ dân phố" not in labels  # a name that stands for many has no group
    assert labels[-1] == "Không nhắc trong nhóm này"
    assert all(len(c.value) <= 64 and c.value.isascii() for c in letter.message.choices)


async def test_the_answer_works_days_later(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Tổ 6")
    (asked,) = await stage.letters_to("Mai")
    stage.now = stage.now.replace(day=28)
    async with stage.store.write() as unit:
        await unit.dialogs.forget_expired(stage.now)
    reply = await stage.taps("Mai", choices_of(asked.message)["Tổ dân phố 6"])
    assert said(reply).startswith("Đã nối nhóm chat “Tổ 6” với Tổ dân phố 6.")
    assert await stage.tied_to(group(1)) == "Tổ dân phố 6"
    assert len(await stage.posted(group(1))) == 1


async def test_many_agencies_are_shown_some_at_a_time(stage: Stage) -> None:
    async with stage.store.write() as unit:
        for number in range(10, 22):
            await unit.ward(stage.cast.ward.id).agencies.add(f"Thôn {number}")
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai")
    (asked,) = await stage.letters_to("Mai")
    shown = choices_of(asked.message)
    assert len(shown) == 10
    more = await stage.taps("Mai", shown["Đơn vị khác…"])
    assert not set(choices_of(more)) & (set(shown) - {"Đơn vị khác…", "Không nhắc trong nhóm này"})


async def test_somebody_in_two_agencies_is_asked(stage: Stage) -> None:
    places = (
        Membership(stage.cast.agencies["Trạm Y tế"], False),
        Membership(stage.cast.agencies[OFFICE], False),
    )
    await stage.changes("Hạnh", memberships=places)
    await stage.happens(ChatEvent.JOINED, group(1), by="Hạnh", title="Trạm Y tế HB")
    (asked,) = await stage.letters_to("Hạnh")
    assert list(choices_of(asked.message)) == ["Trạm Y tế", OFFICE, "Không nhắc trong nhóm này"]
    await stage.taps("Hạnh", choices_of(asked.message)["Trạm Y tế"])
    assert await stage.tied_to(group(1)) == "Trạm Y tế"


async def test_who_does_not_want_it_there_says_so(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Hội khuyến học")
    (asked,) = await stage.letters_to("Mai")
    reply = await stage.taps("Mai", choices_of(asked.message)["Không nhắc trong nhóm này"])
    assert said(reply) == (
        "Tôi không nhắc việc trong nhóm chat “Hội khuyến học”. Khi cần, gõ /noinhom trong nhóm đó."
    )
    with pytest.raises(RefusedError):  # the question is settled
        await stage.taps("Mai", choices_of(asked.message)["Trạm Y tế"])
    assert await stage.posted(group(1)) == []


async def test_an_inspector_speaks_for_no_agency(stage: Stage) -> None:
    await stage.changes("Hạnh", roles=frozenset({Role.INSPECTOR}))
    await stage.happens(ChatEvent.JOINED, group(1), by="Hạnh")
    assert await stage.tied_to(group(1)) is None
    assert await stage.posted(group(1)) == []
    assert await stage.told("Hạnh") == [
        "Nhóm chat phải do cán bộ của đơn vị, tổ trưởng hoặc cơ quan đầu mối nối. "
        "Đồng chí nhờ cơ quan đầu mối giúp."
    ]


# Strangers.


async def test_a_stranger_reads_one_neutral_sentence_and_never_another(stage: Stage) -> None:
    stranger = Chat("telegram", BOT, "99999")
    for _ in range(2):
        await stage.happens(ChatEvent.JOINED, group(1), by=stranger, title="Chợ tình")
        await stage.happens(ChatEvent.LEFT, group(1), by=stranger)
    await stage.happens(ChatEvent.JOINED, group(1), by=None, title="Chợ tình")
    assert await stage.posted(group(1)) == [NEUTRAL]
    assert len(await letters(stage.store)) == 1
    assert await stage.logged() == []


async def test_who_left_the_office_is_a_stranger(stage: Stage) -> None:
    await stage.changes("Tư", is_active=False)
    await stage.happens(ChatEvent.JOINED, group(1), by="Tư")
    assert await stage.posted(group(1)) == [NEUTRAL]


async def test_somebody_of_a_ward_that_the_bot_does_not_serve_is_a_stranger(stage: Stage) -> None:
    elsewhere = frozenset({stage.cast.ward.id + 1})
    await stage.happens(ChatEvent.JOINED, group(1), by="Tư", wards=elsewhere)
    assert await stage.tied_to(group(1)) is None
    assert await stage.posted(group(1)) == [NEUTRAL]


async def test_a_choice_that_nobody_was_offered_ties_nothing(stage: Stage) -> None:
    """Telegram lets a client send any value: only who was asked may answer."""
    number = stage.cast.agencies["Tổ dân phố 5"]
    forged = f"groups:tie:{number}:c{group(1).chat}"
    with pytest.raises(RefusedError):
        await stage.taps("Tư", forged)
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Tổ 6")
    with pytest.raises(RefusedError):
        await stage.taps("Tư", forged)
    assert await stage.tied_to(group(1)) is None


async def test_who_was_asked_may_answer_for_their_own_agencies_only(stage: Stage) -> None:
    places = (
        Membership(stage.cast.agencies["Trạm Y tế"], False),
        Membership(stage.cast.agencies[OFFICE], False),
    )
    await stage.changes("Hạnh", memberships=places)
    await stage.happens(ChatEvent.JOINED, group(1), by="Hạnh")
    with pytest.raises(RefusedError):
        await stage.taps(
            "Hạnh", f"groups:tie:{stage.cast.agencies['Tổ dân phố 5']}:c{group(1).chat}"
        )


# Commands in the group.


async def test_noinhom_ties_the_group_in_which_it_is_typed(stage: Stage) -> None:
    reply = await stage.says("Tư", f"/noinhom@{BOT}", group(1))
    assert said(reply).startswith("Đã nối nhóm chat (chưa rõ tên) với Tổ dân phố 5.")
    assert await stage.tied_to(group(1)) == "Tổ dân phố 5"
    again = await stage.says("Tư", "/noinhom", group(1))
    assert said(again) == "Nhóm chat (chưa rõ tên) đang nối với Tổ dân phố 5 rồi."
    assert len(await stage.posted(group(1))) == 1


async def test_noinhom_of_the_lead_office_asks_in_private(stage: Stage) -> None:
    reply = await stage.says("Mai", "/noinhom", group(1))
    assert await stage.posted(group(1)) == []
    await stage.taps("Mai", choices_of(reply)["Trạm Y tế"])
    assert await stage.tied_to(group(1)) == "Trạm Y tế"


async def test_an_agency_may_have_several_groups_a_group_one_agency(stage: Stage) -> None:
    for number in (1, 2):
        await stage.happens(ChatEvent.JOINED, group(number), by="Tư", title=f"Nhóm {number}")
    async with stage.store.read() as unit:
        assert len(await unit.agency_chats.all(stage.cast.ward.id)) == 2
    reply = await stage.says("Mai", "/noinhom", group(2))
    await stage.taps("Mai", choices_of(reply)["Tổ dân phố 6"])
    assert await stage.tied_to(group(1)) == "Tổ dân phố 5"
    assert await stage.tied_to(group(2)) == "Tổ dân phố 6"
    heard = (await stage.told("Tư", "group_news"))[-1]
    assert "với Tổ dân phố 6 (trước đây nối với Tổ dân phố 5)" in heard


async def test_nobody_takes_the_group_of_another_agency(stage: Stage) -> None:
    await stage.tie(group(1), "Tổ dân phố 5")
    with pytest.raises(RefusedError, match="đang nối với đơn vị khác"):
        await stage.says("Bảy", "/noinhom", group(1))
    with pytest.raises(RefusedError):
        await stage.says("Bảy", "/goinhom", group(1))
    assert await stage.tied_to(group(1)) == "Tổ dân phố 5"
    assert await stage.posted(group(1)) == []


async def test_the_same_ward_only(stage: Stage, store: Store) -> None:
    other = await found(store, linked=False)
    async with store.write() as unit:
        await unit.agency_chats.add(
            other.ward.id, other.agencies["Tổ dân phố 5"], group(1), "Tổ 5", stage.now
        )
    for typed in ("/noinhom", "/goinhom"):
        with pytest.raises(RefusedError):
            await stage.says("Mai", typed, group(1))
    assert (await stage.says("Mai", "/viec", group(1))).messages == ()
    assert await stage.posted(group(1)) == []


async def test_goinhom_unties_and_says_so_in_the_group(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Tư", title="Tổ 5")
    reply = await stage.says("Tư", "/goinhom", group(1))
    assert said(reply).startswith("Đã gỡ nhóm chat “Tổ 5” khỏi Tổ dân phố 5")
    assert await stage.tied_to(group(1)) is None
    assert (await stage.posted(group(1)))[-1] == "Từ nay phường không nhắc việc tại nhóm này nữa."
    assert (await stage.told("Mai"))[-1].startswith("Nguyễn Văn Tư vừa gỡ nhóm chat “Tổ 5”")
    assert await stage.logged() == ["group.tied", "group.untied"]
    assert "chưa nối với đơn vị nào" in said(await stage.says("Tư", "/goinhom", group(1)))


async def test_the_commands_of_a_group_typed_in_private_are_explained(stage: Stage) -> None:
    for typed in ("/noinhom", "/goinhom"):
        assert "trong nhóm chat của đơn vị" in said(await stage.types("Tư", typed))


async def test_other_commands_in_a_group_are_answered_in_private(stage: Stage) -> None:
    await stage.tie(group(1), "Tổ dân phố 5")
    assert said(await stage.says("Tư", "/lich", group(1)))
    assert await stage.posted(group(1)) == []


# The lead office's list.


async def test_the_lead_office_lists_and_unties(stage: Stage) -> None:
    await stage.tie(group(1), "Tổ dân phố 5", "Tổ 5")
    await stage.tie(group(2), "Trạm Y tế", "Trạm")
    async with stage.store.write() as unit:
        await unit.agency_chats.mark_reachable(group(2), False)
    reply = await stage.types("Mai", "/nhomchat")
    assert said(reply) == (
        "Nhóm chat đang nhắc việc của đơn vị:\n"
        "1. Tổ dân phố 5: nhóm chat “Tổ 5”\n"
        "2. Trạm Y tế: nhóm chat “Trạm”, chưa gửi tới được"
    )
    await stage.taps("Mai", choices_of(reply)["Gỡ Tổ dân phố 5: Tổ 5"])
    assert await stage.tied_to(group(1)) is None
    assert (await stage.told("Tư"))[-1].startswith("Trần Thị Mai vừa gỡ nhóm chat “Tổ 5”")
    with pytest.raises(RefusedError):  # tapped a second time
        await stage.taps("Mai", choices_of(reply)["Gỡ Tổ dân phố 5: Tổ 5"])


async def test_nobody_else_sees_the_list_or_unties_from_afar(stage: Stage) -> None:
    tied = await stage.tie(group(1), "Tổ dân phố 5")
    with pytest.raises(RefusedError):
        await stage.types("Tư", "/nhomchat")
    with pytest.raises(RefusedError):
        await stage.taps("Bảy", f"groups:untie:{tied.id}")


async def test_without_groups_the_list_says_how_to_begin(stage: Stage) -> None:
    assert "Thêm tôi vào nhóm chat" in said(await stage.types("Mai", "nhóm chat"))


async def test_groups_of_the_plan_are_something_else(stage: Stage, cast: Cast) -> None:
    assert "Tổ trưởng tổ dân phố: " in said(await stage.types("Mai", "/nhom"))
