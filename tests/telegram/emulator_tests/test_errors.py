"""Every refusal in the real service's words, and as aiogram understands them."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReactionTypeEmoji,
    ReplyParameters,
)

from tests.telegram.emulator import Person, Telegram
from tests.telegram.emulator_tests.conftest import aiogram_bot
from tests.telegram.emulator_tests.test_sending import buttons


async def test_a_wrong_token_and_a_wrong_method(telegram: Telegram, hanh: Person) -> None:
    async with aiogram_bot(telegram, "1000000777:" + "A" * 35) as stranger:
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await stranger.get_me()
    async with aiogram_bot(telegram, "7:kurz") as stranger:
        with pytest.raises(TelegramNotFound, match="Not Found"):
            await stranger.get_me()

    class Imagined(TelegramMethod[bool]):
        __returning__ = bool
        __api_method__ = "sendDream"

    async with aiogram_bot(telegram) as bot:
        with pytest.raises(TelegramNotFound, match="Not Found"):
            await bot(Imagined())
        with pytest.raises(TelegramNotFound, match="Not Found"):
            await bot.send_dice(hanh.id)
    assert [str(v) for v in telegram.violations] == [
        "sendDice: the emulator does not imitate this method"
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "message text is empty"),
        (" \n ", "message text is empty"),
        ("<b></b>", "message text is empty"),
        ("a" * 4097, "message is too long"),
        ("<b>" + "📌" * 2049 + "</b>", "message is too long"),
        ("a < b", "can't parse entities: Unclosed start tag at byte offset 2"),
        ("<p>a</p>", 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ("ế<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler"'),
    ],
)
async def test_bad_texts(bot: Bot, hanh: Person, text: str, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(hanh.id, text, parse_mode="HTML")
    assert complaint in str(refused.value)
    assert len(hanh.telegram.violations) == 1
    assert hanh.chat().said == []


@pytest.mark.parametrize("text", ["a" * 4096, "<b>" + "📌" * 2048 + "</b>", "&lt;" * 4096])
async def test_the_longest_texts(bot: Bot, hanh: Person, text: str) -> None:
    await bot.send_message(hanh.id, text, parse_mode="HTML")
    assert hanh.telegram.violations == []


@pytest.mark.parametrize(
    ("label", "action", "complaint"),
    [
        ("Xong", {"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ("Xong", {"callback_data": "ệ" * 22}, "BUTTON_DATA_INVALID"),
        ("Xong", {"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ("Xong", {}, "Text buttons are unallowed in the inline keyboard"),
        (" ", {"callback_data": "x"}, "BUTTON_TEXT_INVALID"),
        ("Xem", {"url": "http://localhost/x"}, "Wrong HTTP URL"),
        ("Xem", {"callback_data": "x", "style": "pink"}, "invalid button style"),
    ],
)
async def test_bad_buttons(
    bot: Bot, hanh: Person, label: str, action: dict[str, str], complaint: str
) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=label, **action)]])
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.send_message(hanh.id, "Xong chưa?", reply_markup=markup)


async def test_the_longest_data_fits(bot: Bot, hanh: Person) -> None:
    await bot.send_message(hanh.id, "?", reply_markup=buttons({"Xong": "ệ" * 21 + "x"}))
    assert hanh.messages[-1].labels == ["Xong"]


async def test_edits_that_cannot_be(bot: Bot, hanh: Person) -> None:
    sent = await bot.send_message(hanh.id, "Việc", reply_markup=buttons({"Xong": "1"}))
    photo = await bot.send_document(hanh.id, BufferedInputFile(b"x", "x.txt"))
    said = hanh.says("Của tôi")
    where = {"chat_id": hanh.id, "message_id": sent.message_id}
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("Việc", **where, reply_markup=buttons({"Xong": "1"}))
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(**where, reply_markup=buttons({"Xong": "1"}))
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.edit_message_text("a" * 4097, **where)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=hanh.id, message_id=9999)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=hanh.id, message_id=said.id)
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=hanh.id, message_id=photo.message_id)
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(**where, caption="x")
    await bot.delete_message(hanh.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(hanh.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", **where)


async def test_captions_replies_reactions_and_commands(bot: Bot, hanh: Person) -> None:
    paper = BufferedInputFile(b"x", "x.txt")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_document(hanh.id, paper, caption="a" * 1025)
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(hanh.id, paper)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(hanh.id, "x", reply_parameters=ReplyParameters(message_id=999))
    lenient = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await bot.send_message(hanh.id, "x", reply_parameters=lenient)).reply_to_message is None
    said = hanh.says("Xong")
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(hanh.id, said.id, [ReactionTypeEmoji(emoji="✅")])
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Nhắc", description="Nhắc việc")])


async def test_people_who_cannot_be_reached(bot: Bot, hanh: Person, lan: Person) -> None:
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation"):
        await bot.send_message(lan.id, "Chào")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(42, "Chào")
    hanh.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(hanh.id, "Chào")
    hanh.unblocks()
    await bot.send_message(hanh.id, "Chào")
    hanh.deactivates()
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(hanh.id, "Chào")


async def test_taps_that_are_too_old(bot: Bot, hanh: Person) -> None:
    await bot.send_message(hanh.id, "?", reply_markup=buttons({"Xong": "1"}))
    tap = hanh.taps("Xong")
    tap.expires()
    too_old = "query is too old and response timeout expired or query ID is invalid"
    with pytest.raises(TelegramBadRequest, match=too_old):
        await bot.answer_callback_query(tap.id)
    with pytest.raises(TelegramBadRequest, match=too_old):
        await bot.answer_callback_query("123")
    assert not tap.answered


async def test_files_that_cannot_be_had(bot: Bot, hanh: Person, telegram: Telegram) -> None:
    big = hanh.sends_video(b"...", size=21 * 1024 * 1024)
    update = (await bot.get_updates(offset=-1))[0]
    assert update.message.video.file_size == 21 * 1024 * 1024
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(update.message.video.file_id)
    other = telegram.add_bot("Khác", "khac_bot")
    async with aiogram_bot(telegram, other.token) as stranger:
        with pytest.raises(TelegramBadRequest, match="wrong file_id or the file is temporarily"):
            await stranger.get_file(update.message.video.file_id)
    assert big.files[0].size == 21 * 1024 * 1024


async def test_an_upload_that_is_too_large(bot: Bot, hanh: Person) -> None:
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(hanh.id, BufferedInputFile(bytes(50 * 1024 * 1024 + 1), "a.zip"))


async def test_a_group_that_has_moved(bot: Bot, hanh: Person, telegram: Telegram) -> None:
    group = telegram.group("Tổ dân phố 5", [hanh])
    group.adds(by=hanh)
    old = group.id
    new = group.becomes_supergroup()
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(old, "Chào bà con")
    assert moved.value.migrate_to_chat_id == new == group.id
    await bot.send_message(new, "Chào bà con")
    updates = await bot.get_updates()
    services = [u.message for u in updates if u.message and u.message.chat.id in (old, new)]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in services[1:]] == [
        (old, new, None),
        (new, None, old),
    ]
    group.removes(by=hanh)
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(new, "Còn ai không?")


async def test_what_the_documentation_does_not_know(bot: Bot, hanh: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="unknown field colour"):
        await bot(SendMessage(chat_id=hanh.id, text="x", colour="red"))
    strange = InlineKeyboardButton(text="Xong", callback_data="x", colour="red")
    markup = InlineKeyboardMarkup(inline_keyboard=[[strange]])
    with pytest.raises(TelegramBadRequest, match=r"unknown field .*colour"):
        await bot.send_message(hanh.id, "x", reply_markup=markup)
    assert len(hanh.telegram.violations) == 2
