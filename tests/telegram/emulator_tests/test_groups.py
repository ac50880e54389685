"""Groups: a bot with privacy mode reads only what is meant for it."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError

from tests.telegram.emulator import Group, Person, Telegram
from tests.telegram.emulator_tests.pictures import picture


@pytest.fixture
def group(telegram: Telegram, hanh: Person, lan: Person) -> Group:
    """A group that the bot has been added to."""
    made = telegram.group("Tổ dân phố 5", [hanh, lan])
    made.adds(by=hanh)
    return made


async def texts(bot: Bot, group: Group) -> list[str | None]:
    """Return what the bot was told of in the group."""
    updates = await bot.get_updates()
    return [u.message.text for u in updates if u.message and u.message.chat.id == group.id]


async def test_the_bot_comes_in(bot: Bot, group: Group, hanh: Person) -> None:
    updates = await bot.get_updates()
    member = next(u.my_chat_member for u in updates if u.my_chat_member)
    assert (member.old_chat_member.status, member.new_chat_member.status) == ("left", "member")
    assert (member.chat.title, member.from_user.id) == ("Tổ dân phố 5", hanh.id)
    assert updates[-1].message.new_chat_members[0].username == "nhacviec_bot"
    assert group.id < 0


async def test_privacy_mode(bot: Bot, group: Group, hanh: Person, lan: Person) -> None:
    asked = await bot.send_message(group.id, "Ai làm việc này?")
    lan.says("Chuyện riêng của tổ", to=group)
    lan.says("/viec", to=group)
    lan.says("/viec@nhacviec_bot 12", to=group)
    lan.says("/viec@other_bot", to=group)
    lan.says("xem /viec", to=group)
    question = group.find(asked.message_id)
    lan.says("Tôi", reply_to=question, to=group)
    lan.sends_photo(picture(), caption="Đây", reply_to=question, to=group)
    lan.sends_photo(picture(), caption="Không phải cho bot", to=group)
    assert await texts(bot, group) == [None, "/viec", "/viec@nhacviec_bot 12", "Tôi", None]
    group.telegram.bot.privacy = False
    lan.says("Giờ thì nghe", to=group)
    assert (await texts(bot, group))[-1] == "Giờ thì nghe"


async def test_an_administrator_reads_everything(bot: Bot, group: Group, lan: Person) -> None:
    group.promotes()
    lan.says("Cả nhà ơi", to=group)
    assert (await texts(bot, group))[-1] == "Cả nhà ơi"
    leaders = await bot.get_chat_administrators(group.id)
    assert {m.status for m in leaders} == {"creator", "administrator"}


async def test_what_is_said_in_a_group_is_heard(bot: Bot, group: Group, lan: Person) -> None:
    lan.says("/viec", to=group)
    await bot.send_message(group.id, "Tổ có <b>2</b> việc", parse_mode="HTML")
    assert (await group.hears("2 việc")).html == "Tổ có <b>2</b> việc"
    assert await lan.hears("2 việc", chat=group)


async def test_people_and_bots_go(bot: Bot, group: Group, hanh: Person, lan: Person) -> None:
    assert (await bot.get_chat_member(group.id, hanh.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, lan.id)).status == "member"
    group.dismisses(lan, by=hanh)
    assert (await bot.get_chat_member(group.id, lan.id)).status == "left"
    with pytest.raises(AssertionError, match="is not in Tổ dân phố 5"):
        lan.says("Alo", to=group)
    group.renames("Tổ dân phố 5 mới")
    chat = await bot.get_chat(group.id)
    assert (chat.title, chat.type) == ("Tổ dân phố 5 mới", "group")
    assert await bot.get_chat_member_count(group.id) == 2
    await bot.leave_chat(group.id)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "Còn ai?")
    group.adds(by=hanh)
    group.removes(by=hanh)
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "Còn ai?")


async def test_a_link_that_adds_the_bot(bot: Bot, telegram: Telegram, hanh: Person) -> None:
    other = telegram.group("Tổ dân phố 6", [hanh])
    hanh.opens("https://t.me/nhacviec_bot?startgroup=ma6", group=other)
    assert (await texts(bot, other))[-1] == "/start@nhacviec_bot ma6"


async def test_a_group_and_a_private_chat_may_have_the_same_numbers(
    bot: Bot, group: Group, hanh: Person
) -> None:
    private = await bot.send_message(hanh.id, "riêng")
    public = await bot.send_message(group.id, "chung")
    assert private.message_id == public.message_id == 2
