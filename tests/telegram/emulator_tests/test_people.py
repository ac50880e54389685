"""What people do arrives as the updates that the real service would send."""

import hashlib
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import Message as Told

from tests.telegram.emulator import Person, Telegram, emulator
from tests.telegram.emulator_tests.conftest import aiogram_bot
from tests.telegram.emulator_tests.pictures import has_exif, picture, size_of


async def last(bot: Bot) -> Told:
    """Return the newest message told to the bot."""
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    return message


async def test_a_deep_link(bot: Bot, lan: Person, telegram: Telegram) -> None:
    lan.opens(telegram.bot.link("ma_bi-mat"))
    assert (await last(bot)).text == "/start ma_bi-mat"
    await bot.send_message(lan.id, "Chào đồng chí Lan")
    assert (await lan.hears("Lan")).from_bot


async def test_what_is_heard_is_new(bot: Bot, hanh: Person) -> None:
    await bot.send_message(hanh.id, "Đã nhận")
    await hanh.hears("Đã nhận")
    hanh.says("Lần hai")
    with pytest.raises(AssertionError, match=r"was not heard(.|\n)*Đã nhận"):
        await hanh.hears("Đã nhận", timeout=0.02)


async def test_photos_documents_and_their_download(bot: Bot, hanh: Person) -> None:
    data = picture(1600, 900, exif=True)
    hanh.sends_photo(data, caption="Ảnh chụp #tổ5")
    told = await last(bot)
    assert (told.caption, told.caption_entities[0].type) == ("Ảnh chụp #tổ5", "hashtag")
    largest = told.photo[-1]
    file = await bot.get_file(largest.file_id)
    fetched = (await bot.download_file(file.file_path)).read()
    assert size_of(fetched) == (largest.width, largest.height) == (1280, 720)
    assert not has_exif(fetched)
    hanh.sends_document(data, "IMG 0612.jpg", caption="Ảnh gốc")
    told = await last(bot)
    assert (told.document.file_name, told.document.mime_type) == ("IMG 0612.jpg", "image/jpeg")
    file = await bot.get_file(told.document.file_id)
    assert file.file_path.startswith("documents/file_")
    fetched = (await bot.download_file(file.file_path)).read()
    assert hashlib.sha256(fetched).digest() == hashlib.sha256(data).digest()
    assert has_exif(fetched)


async def test_an_album_comes_in_parts(bot: Bot, hanh: Person) -> None:
    album = hanh.sends_album([picture()] * 3, caption="Ba ảnh", first=2)
    first = [u.message for u in await bot.get_updates()][1:]
    album.finishes()
    messages = [u.message for u in await bot.get_updates()][1:]
    assert (len(first), len(messages)) == (2, 3)
    assert len({m.media_group_id for m in messages}) == 1
    assert [m.caption for m in messages] == ["Ba ảnh", None, None]
    hanh.sends_album([(b"a", "a.pdf"), (b"b", "b.pdf")], as_files=True)
    assert (await last(bot)).document.file_name == "b.pdf"


async def test_voices_videos_stickers_and_places(bot: Bot, hanh: Person) -> None:
    hanh.sends_voice(b"OggS....")
    assert (await last(bot)).voice.mime_type == "audio/ogg"
    hanh.sends_video(b"....ftyp", caption="Quay tại chỗ")
    assert (await last(bot)).video.duration == 8
    hanh.sends_sticker("👌")
    assert (await last(bot)).sticker.emoji == "👌"
    place = hanh.sends_location(16.07, 108.22, live=600)
    assert (await last(bot)).location.live_period == 600
    hanh.moves(place, 16.08, 108.23)
    moved = (await bot.get_updates(offset=-1))[0].edited_message
    assert (moved.message_id, moved.location.latitude) == (place.id, 16.08)


async def test_forwards_replies_edits_and_reactions(bot: Bot, hanh: Person, lan: Person) -> None:
    theirs = lan.sends_photo(picture(), caption="Của Lan")
    hanh.forwards(theirs)
    told = await last(bot)
    assert (told.forward_origin.type, told.forward_origin.sender_user.id) == ("user", lan.id)
    unique = theirs.files[0].unique_id
    assert told.photo[-1].file_unique_id == unique
    hanh.forwards(theirs, hidden=True)
    assert (await last(bot)).forward_origin.sender_user_name == "Võ Thị Lan"
    asked = await bot.send_message(hanh.id, "Số lượng bao nhiêu?")
    said = hanh.says("12 tờ", reply_to=hanh.chat().last, quote="Số lượng")
    told = await last(bot)
    assert told.reply_to_message.message_id == asked.message_id
    assert (told.quote.text, told.quote.is_manual) == ("Số lượng", True)
    hanh.edits(said, "13 tờ")
    update = (await bot.get_updates(offset=-1))[0]
    assert (update.edited_message.text, update.edited_message.message_id) == ("13 tờ", said.id)
    assert said.edited == ["12 tờ"]
    await bot.get_updates(offset=-1, allowed_updates=["message_reaction"])
    hanh.reacts(hanh.chat().said[-1], "👍")
    reaction = (await bot.get_updates(offset=-1))[0].message_reaction
    assert reaction.new_reaction[0].emoji == "👍"


async def test_a_server_of_ones_own_gives_paths(tmp_path: Path) -> None:
    async with emulator(local=True, folder=tmp_path) as telegram, aiogram_bot(telegram) as bot:
        hanh = telegram.user("Lê Văn Hạnh")
        hanh.sends_document(b"%PDF-", "a.pdf", size=900 * 1024 * 1024)
        told = await last(bot)
        file = await bot.get_file(told.document.file_id)
        path = Path(file.file_path)
        assert path.is_relative_to(tmp_path / telegram.token / "documents")
        assert path.read_bytes() == b"%PDF-"  # noqa: ASYNC240


def test_what_a_phone_would_not_do(hanh_alone: Person) -> None:
    with pytest.raises(AssertionError, match="no key 'Gửi số'"):
        hanh_alone.presses("Gửi số")
    with pytest.raises(AssertionError, match="a phone would split this"):
        hanh_alone.says("a" * 4097)
    hanh_alone.blocks()
    with pytest.raises(AssertionError, match="unblock first"):
        hanh_alone.says("Alo")


@pytest.fixture
def hanh_alone() -> Person:
    """A person of a Telegram without a server."""
    return Telegram().user("Lê Văn Hạnh")
