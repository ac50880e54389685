"""What a bot sends is what a person sees."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from tests.telegram.emulator import Person, Telegram
from tests.telegram.emulator_tests.pictures import has_exif, picture, size_of

HTML = "HTML"


def buttons(*rows: dict[str, str]) -> InlineKeyboardMarkup:
    """Return an inline keyboard."""
    made = [
        [InlineKeyboardButton(text=text, callback_data=data) for text, data in row.items()]
        for row in rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=made)


async def test_a_message_with_styles_and_buttons(bot: Bot, hanh: Person) -> None:
    sent = await bot.send_message(
        hanh.id,
        "<b>Việc 12</b> &lt;gấp&gt;\nHạn: <i>15/6</i>",
        parse_mode=HTML,
        reply_markup=buttons({"Đã xong": "v1:done:12", "Gia hạn": "v1:more:12"}),
        disable_notification=True,
    )
    seen = await hanh.hears("Việc 12")
    assert seen.id == sent.message_id
    assert seen.text == "Việc 12 <gấp>\nHạn: 15/6"
    assert seen.html == "<b>Việc 12</b> &lt;gấp&gt;\nHạn: <i>15/6</i>"
    assert seen.labels == ["Đã xong", "Gia hạn"]
    assert seen.buttons[0][1].data == "v1:more:12"
    assert seen.silent
    assert [e.type for e in sent.entities] == ["bold", "italic"]
    assert sent.html_text == "<b>Việc 12</b> &lt;gấp&gt;\nHạn: <i>15/6</i>"


async def test_a_tap_and_its_answer(bot: Bot, hanh: Person) -> None:
    await bot.send_message(hanh.id, "Xong chưa?", reply_markup=buttons({"✅ Rồi": "done"}))
    tap = hanh.taps("Rồi")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert (query.data, query.from_user.id) == ("done", hanh.id)
    assert query.message.text == "Xong chưa?"
    assert query.message.reply_markup.inline_keyboard[0][0].text == "✅ Rồi"
    assert not tap.answered
    await bot.answer_callback_query(query.id, text="Đã ghi", show_alert=True)
    assert (await tap.answer()).text == "Đã ghi"
    assert tap.alert
    assert 0 <= tap.took < 5


async def test_no_such_button(hanh: Person, bot: Bot) -> None:
    await bot.send_message(hanh.id, "Xong chưa?", reply_markup=buttons({"Rồi": "done"}))
    with pytest.raises(AssertionError, match="no button 'Chưa'"):
        hanh.taps("Chưa")


async def test_a_message_is_edited(bot: Bot, hanh: Person) -> None:
    first = await bot.send_message(hanh.id, "Việc 1", reply_markup=buttons({"Xong": "1"}))
    edited = await bot.edit_message_text(
        "Việc 1: <s>xong</s>", chat_id=hanh.id, message_id=first.message_id, parse_mode=HTML
    )
    seen = await hanh.hears("xong")
    assert edited.edit_date
    assert seen.edited == ["Việc 1"]
    assert seen.labels == [], "an edit without buttons takes them away"
    await bot.edit_message_reply_markup(
        chat_id=hanh.id, message_id=first.message_id, reply_markup=buttons({"Mở lại": "2"})
    )
    assert seen.labels == ["Mở lại"]
    assert seen.edited == ["Việc 1"]
    await bot.delete_message(hanh.id, first.message_id)
    assert seen not in hanh.messages


async def test_keyboards_at_the_bottom(bot: Bot, hanh: Person) -> None:
    keys = [[KeyboardButton(text="📱 Gửi số", request_contact=True)], [KeyboardButton(text="Thôi")]]
    markup = ReplyKeyboardMarkup(keyboard=keys, resize_keyboard=True, one_time_keyboard=True)
    await bot.send_message(hanh.id, "Số điện thoại?", reply_markup=markup)
    assert [[b.text for b in row] for row in hanh.chat().keyboard] == [["📱 Gửi số"], ["Thôi"]]
    hanh.presses("Gửi số")
    update = (await bot.get_updates(offset=-1))[0]
    assert update.message.contact.phone_number == "84900000002"
    assert update.message.contact.user_id == hanh.id
    assert hanh.chat().keyboard == [], "a one-time keyboard hides"
    await bot.send_message(hanh.id, "Lần nữa", reply_markup=markup)
    hanh.presses("Thôi")
    assert (await bot.get_updates(offset=-1))[0].message.text == "Thôi"
    await bot.send_message(hanh.id, "Vâng", reply_markup=ReplyKeyboardRemove())
    assert hanh.chat().keyboard == []
    await bot.send_message(hanh.id, "Vì sao?", reply_markup=ForceReply())


async def test_somebody_elses_contact(bot: Bot, hanh: Person, lan: Person) -> None:
    hanh.shares_contact(of=lan)
    contact = (await bot.get_updates(offset=-1))[0].message.contact
    assert (contact.phone_number, contact.user_id) == ("84900000004", lan.id)


async def test_a_photo_is_reencoded(bot: Bot, hanh: Person) -> None:
    photo = BufferedInputFile(picture(2000, 1500, exif=True), "anh.jpg")
    sent = await bot.send_photo(hanh.id, photo, caption="<b>Ảnh</b>", parse_mode=HTML)
    seen = await hanh.hears("Ảnh")
    assert size_of(seen.files[0].data) == (1280, 960)
    assert not has_exif(seen.files[0].data)
    assert [p.width for p in sent.photo] == [90, 320, 800, 1280]
    again = await bot.send_photo(hanh.id, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert again.photo[-1].file_id != sent.photo[-1].file_id
    await bot.edit_message_caption(
        chat_id=hanh.id, message_id=sent.message_id, caption="Ảnh hiện trường"
    )
    assert seen.text == "Ảnh hiện trường"


async def test_a_document_comes_as_it_is(bot: Bot, hanh: Person) -> None:
    data = bytes(range(256)) * 40
    sent = await bot.send_document(hanh.id, BufferedInputFile(data, "Kế hoạch 12.pdf"))
    assert (sent.document.file_name, sent.document.file_size) == ("Kế hoạch 12.pdf", len(data))
    assert sent.document.mime_type == "application/pdf"
    seen = hanh.chat().last
    assert (seen.files[0].data, seen.files[0].name) == (data, "Kế hoạch 12.pdf")


async def test_an_album(bot: Bot, hanh: Person) -> None:
    items = [
        InputMediaPhoto(media=BufferedInputFile(picture(), f"{n}.jpg"), caption=f"Ảnh {n}")
        for n in range(3)
    ]
    sent = await bot.send_media_group(hanh.id, items)
    assert len({m.media_group_id for m in sent}) == 1
    assert [m.text for m in hanh.messages[-3:]] == ["Ảnh 0", "Ảnh 1", "Ảnh 2"]
    papers = [InputMediaDocument(media=BufferedInputFile(b"x", f"{n}.txt")) for n in range(2)]
    await bot.send_media_group(hanh.id, papers)
    assert [m.files[0].name for m in hanh.messages[-2:]] == ["0.txt", "1.txt"]
    with pytest.raises(TelegramBadRequest, match="document can't be mixed"):
        await bot.send_media_group(hanh.id, [items[0], papers[0]])


async def test_a_reply_and_its_quote(bot: Bot, hanh: Person) -> None:
    said = hanh.says("Tổ 5 đã phát 𝟏𝟐 tờ rơi 📄, còn 3")
    reply = ReplyParameters(message_id=said.id, quote="còn 3")
    sent = await bot.send_message(hanh.id, "Ba tờ nào?", reply_parameters=reply)
    assert sent.reply_to_message.text == said.text
    assert sent.quote.position == len(said.text[: said.text.index("còn")].encode("utf-16-le")) // 2
    seen = hanh.chat().last
    assert (seen.reply_to, seen.quote) == (said, "còn 3")


async def test_reactions_places_and_what_the_bot_is_doing(bot: Bot, hanh: Person) -> None:
    said = hanh.says("Đã làm")
    await bot.set_message_reaction(hanh.id, said.id, [ReactionTypeEmoji(emoji="👍")])
    assert said.reaction == "👍"
    await bot.set_message_reaction(hanh.id, said.id, [])
    assert said.reaction is None
    place = await bot.send_location(hanh.id, 16.07, 108.22)
    assert place.location.latitude == 16.07
    await bot.send_chat_action(hanh.id, "typing")
    assert hanh.chat().typing == ["typing"]


async def test_what_was_asked_is_on_record(bot: Bot, hanh: Person, telegram: Telegram) -> None:
    await bot.send_message(hanh.id, "một")
    await bot.send_message(hanh.id, "hai")
    assert telegram.counts["sendMessage"] == 2
    assert [call.params["text"] for call in telegram.calls("sendMessage")] == ["một", "hai"]
    assert [call.status for call in telegram.requests] == [200, 200]
    times = [message.came for message in telegram.deliveries[hanh.id]]
    assert times == sorted(times)
    assert len(times) == 2
