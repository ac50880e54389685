"""What people do on their phones, as the imitated Telegram tells it, and as we read it.

Its updates are judged by aiogram's models, so this is a reading of somebody else's wire.
"""

from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.quiet import QuietError
from bot.channels.telegram.address import arrived
from bot.channels.telegram.reading import Envelope, Us, read
from data.domain.messages import (
    Chat,
    ChatEvent,
    ChatNotice,
    Choice,
    Incoming,
    IncomingMessage,
    Keyboard,
)
from tests.telegram.channel.bench import NOW, Bench
from tests.telegram.channel.test_sending import picture
from tests.telegram.emulator import Group, Person, Telegram

JPEG = picture(kind="JPEG")


def heard(telegram: Telegram) -> list[Incoming | None]:
    """Return what we read of everything that waits; None for what asks for nothing."""
    us = Us(str(telegram.bot.id), telegram.bot.username, 20 * 1024 * 1024)
    return [_heard(kept.update, us) for kept in telegram.bot.mailbox.waiting]


def _heard(raw: dict[str, Any], us: Us) -> Incoming | None:
    there = arrived(raw, us.account)
    try:
        said = read(there.raw, Envelope(there.chat, there.external_id, NOW), us)
    except QuietError:
        return None
    assert said.chat == there.chat
    assert not isinstance(said, IncomingMessage) or said.album == there.album
    return said


def last(telegram: Telegram) -> IncomingMessage:
    """Return what was said last."""
    said = heard(telegram)[-1]
    assert isinstance(said, IncomingMessage)
    return said


@pytest.fixture
def group(telegram: Telegram, hanh: Person) -> Group:
    """A group that the bot was put into."""
    made = telegram.group("Tổ dân phố 1", [hanh])
    made.adds(by=hanh)
    return made


SENT: list[tuple[str, Callable[[Person], Any], list[tuple[str, bool]]]] = [
    ("photo", lambda p: p.sends_photo(JPEG), [("image/jpeg", True)]),
    ("file", lambda p: p.sends_document(JPEG, "IMG_1.JPG"), [("image/jpeg", False)]),
    ("video", lambda p: p.sends_video(b"mp4"), [("video/mp4", True)]),
    ("voice", lambda p: p.sends_voice(b"ogg"), [("audio/ogg", True)]),
    ("sticker", lambda p: p.sends_sticker(), []),
]


@pytest.mark.parametrize(("sends", "files"), [c[1:] for c in SENT], ids=[c[0] for c in SENT])
def test_files(
    sends: Callable[[Person], Any],
    files: list[tuple[str, bool]],
    telegram: Telegram,
    hanh: Person,
) -> None:
    sends(hanh)
    assert [(f.mime, f.is_compressed) for f in last(telegram).files] == files


def test_an_album_is_pictures_that_share_a_name(telegram: Telegram, hanh: Person) -> None:
    hanh.sends_album([JPEG, JPEG, JPEG], caption="#12")
    said = [s for s in heard(telegram)[1:] if isinstance(s, IncomingMessage)]
    assert [s.text for s in said] == ["#12", "", ""]
    assert len({s.album for s in said}) == 1
    assert said[0].album
    assert [len(s.files) for s in said] == [1, 1, 1]


async def test_answers_taps_and_changes(bench: Bench, telegram: Telegram, hanh: Person) -> None:
    number = await bench.send("#12 Họp tổ\n#13 Phát tờ rơi", choices=(Choice("Xong", "done:12"),))
    ours = hanh.messages[-1]
    said = hanh.says("đã phát", reply_to=ours, quote="#13 Phát tờ rơi")
    assert (last(telegram).reply_to, last(telegram).quote) == (number, "#13 Phát tờ rơi")
    hanh.edits(said, "đã phát 40 tờ")
    assert (last(telegram).is_edit, last(telegram).message_id) == (True, str(said.id))
    hanh.taps("Xong")
    assert (last(telegram).choice, last(telegram).tapped) == ("done:12", number)


async def test_the_number_that_the_key_shares(
    bench: Bench, telegram: Telegram, hanh: Person
) -> None:
    await bench.send("Số?", keyboard=Keyboard.ASK_CONTACT)
    hanh.presses("Chia sẻ số điện thoại")
    own = last(telegram).contact
    hanh.shares_contact(of=telegram.user("Người khác", phone="0900000009"))
    other = last(telegram).contact
    assert own is not None
    assert other is not None
    assert (own.phone, own.is_own) == ("84900000002", True)
    assert (other.phone, other.is_own) == ("84900000009", False)


def test_a_place_and_one_that_moves(telegram: Telegram, hanh: Person) -> None:
    place = hanh.sends_location(10.5, 106.25, live=900)
    at = last(telegram).place
    assert at is not None
    assert (at.latitude, at.longitude, at.accuracy) == (10.5, 106.25, 12.0)
    hanh.moves(place, 10.6, 106.3)
    assert heard(telegram)[-1] is None


def test_a_chat_that_is_shut_and_opened(telegram: Telegram, hanh: Person) -> None:
    own = Chat("telegram", str(telegram.bot.id), str(hanh.id))
    hanh.blocks()
    hanh.unblocks()
    assert heard(telegram)[1:] == [
        ChatNotice(own, ChatEvent.BLOCKED),
        ChatNotice(own, ChatEvent.UNBLOCKED),
    ]


def test_a_group_from_beginning_to_end(telegram: Telegram, hanh: Person, group: Group) -> None:
    account = str(telegram.bot.id)
    old, own = (Chat("telegram", account, str(n)) for n in (group.id, hanh.id))
    moved_to = group.becomes_supergroup()
    new = Chat("telegram", account, str(moved_to))
    group.removes(by=hanh)
    notices = [n for n in heard(telegram) if isinstance(n, ChatNotice)]
    title = "Tổ dân phố 1"
    assert notices[0] == ChatNotice(old, ChatEvent.JOINED, by=own, title=title)
    assert ChatNotice(old, ChatEvent.MOVED, title=title, moved_to=str(moved_to)) in notices
    assert notices[-1] == ChatNotice(new, ChatEvent.LEFT, by=own, title=title)


async def test_what_is_for_us_in_a_group(
    bench: Bench, telegram: Telegram, hanh: Person, group: Group
) -> None:
    telegram.bot.privacy = False  # the worst case: we hear everything
    await bench.send("Nhắc: #12", to=group.id)
    hanh.says("ăn cơm chưa", to=group)
    assert heard(telegram)[-1] is None
    hanh.says("xong", to=group, reply_to=group.messages[-2])
    said = last(telegram)
    own = Chat("telegram", str(telegram.bot.id), str(hanh.id))
    assert (said.chat, said.text, said.reply_to is None) == (own, "xong", False)
    assert said.group == Chat("telegram", str(telegram.bot.id), str(group.id))
    hanh.says("/viec@nhacviec_bot", to=group)
    assert last(telegram).text == "/viec"
    group.renames("Tổ 1", by=hanh)
    assert heard(telegram)[-1] is None
