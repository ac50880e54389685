"""What an update says, in the forms that are documented and in those that were seen."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.channels.bursts import KEY
from bot.channels.quiet import QuietError
from bot.channels.zalo_bot.reading import Us
from data.domain.messages import FileRef, IncomingMessage
from tests.zalo.bot_channel.test_address import JSON
from tests.zalo.bot_channel.wire import (
    GROUP,
    PERSON,
    PHOTO,
    RECEIVED,
    SENT,
    SENT_AT,
    TU,
    US,
    VOICE,
    in_group,
    message,
    read_raw,
    without,
)

JPEG = FileRef("anh-1646.jpg", PHOTO, None, "image/jpeg", None, True, US.largest_file)
AAC = replace(JPEG, name="ghi-am-1646.aac", ref=VOICE, mime="audio/aac")


def _read(raw: Any, us: Us = US) -> IncomingMessage:
    said = read_raw(raw, us)
    assert isinstance(said, IncomingMessage)
    return said


SAID: list[tuple[str, Any, str, tuple[FileRef, ...]]] = [
    ("words", message(text="xong 12"), "xong 12", ()),
    ("enveloped", {"ok": True, "result": message(text="xong 12")}, "xong 12", ()),
    ("a photo as seen", message("image", photo_url=PHOTO), "", (JPEG,)),
    ("a photo as documented", message("image", photo=PHOTO), "", (JPEG,)),
    ("photos", message("image", photos=[PHOTO]), "", (JPEG,)),
    ("photos with sizes", message("image", photos=[{"url": PHOTO}]), "", (JPEG,)),
    ("an image", message("image", image=PHOTO), "", (JPEG,)),
    ("with words below", message("image", photo_url=PHOTO, caption="#12"), "#12", (JPEG,)),
    ("a photo of no web", message("image", photo_url="file:///etc/passwd"), "", ()),
    ("a voice", message("voice", voice_url=VOICE), "", (AAC,)),
    ("a sticker", message("sticker", sticker="abc", url="https://stickers.zaloapp.com/a"), "", ()),
    ("a sticker of nothing", message("sticker"), "", ()),
    ("what is not supported", message("unsupported"), "", ()),
    ("of tomorrow", message("future", text="xong"), "xong", ()),
    ("nothing said of the event", {"message": message(text="a")["message"]}, "a", ()),
]


@pytest.mark.parametrize(("raw", "text", "files"), [c[1:] for c in SAID], ids=[c[0] for c in SAID])
def test_what_is_said(raw: Any, text: str, files: tuple[FileRef, ...]) -> None:
    said = _read(raw)
    assert (said.text, said.files) == (text, files)
    assert (said.chat.chat, said.group, said.album) == (PERSON, None, None)
    assert (said.sent_at, said.received_at) == (SENT_AT, RECEIVED)
    assert (said.sender_name, said.message_id) == ("Nguyễn Văn Tư", "6f0c2d1e9b8a77665544")


DATES: list[tuple[str, Any, Any]] = [
    ("milliseconds", SENT, SENT_AT),
    ("seconds", SENT // 1000, SENT_AT),
    ("a text", str(SENT), SENT_AT),
    ("a fraction", SENT / 1000, SENT_AT),
    ("none", None, RECEIVED),
    ("beyond all time", 10**30, RECEIVED),
]


@pytest.mark.parametrize(("date", "at"), [c[1:] for c in DATES], ids=[c[0] for c in DATES])
def test_when(date: Any, at: Any) -> None:
    assert _read(message(text="a", date=date)).sent_at == at


def test_older_names_and_numbers_for_ids() -> None:
    sender = {"id": 77, "name": "Lê Thị Hoa"}
    chat = {"id": 77, "chat_type": "PRIVATE"}
    said = _read(message(text="a", chat=chat, message_id=5, **{"from": sender}))
    assert (said.sender_name, said.chat.chat, said.external_id) == ("Lê Thị Hoa", "77", "5")


def test_an_album_is_found_again() -> None:
    raw = message("image", photo_url=PHOTO) | {KEY: "a:m1"}
    assert _read(raw).album == "a:m1"


IN_GROUPS: list[tuple[str, str, str]] = [
    ("at the beginning", "@Bot Nhắc Việc xong 12", "xong 12"),
    ("with a comma", "@Bot Nhắc Việc, xong 12", "xong 12"),
    ("at the end", "xong 12 @Bot Nhắc Việc", "xong 12"),
    ("by the account", "@bot.VDKyGxQvc: xong", "xong"),
    ("in small letters", "@bot nhắc việc xong", "xong"),
    ("in the middle", "hỏi @Bot Nhắc Việc xem", "hỏi @Bot Nhắc Việc xem"),
    ("another of that name", "@Bot Nhắc Việc2 xong", "@Bot Nhắc Việc2 xong"),
    ("an answer", "xong", "xong"),
]


@pytest.mark.parametrize(
    ("text", "left"), [c[1:] for c in IN_GROUPS], ids=[c[0] for c in IN_GROUPS]
)
def test_in_a_group_the_mention_goes_and_the_answer_goes_to_the_speaker(
    text: str, left: str
) -> None:
    said = _read(in_group(text=text))
    assert said.text == left
    assert said.group is not None
    assert (said.chat.chat, said.group.chat, said.message_id) == (PERSON, GROUP, None)
    assert _read(message(text=text)).text == text


def test_before_the_bot_knows_its_names_nothing_is_taken_off() -> None:
    assert _read(in_group(text="@Bot xong"), Us((), 1)).text == "@Bot xong"


QUIET: list[tuple[str, Any]] = [
    ("a check of the webhook", {"event_name": "webhook.test", "message": {"text": "test"}}),
    ("a bot", message(text="a", **{"from": TU | {"is_bot": True}})),
    ("a sticker in a group", in_group("sticker", sticker="a")),
    ("what is not supported in a group", in_group("unsupported")),
]


@pytest.mark.parametrize("raw", [c[1] for c in QUIET], ids=[c[0] for c in QUIET])
def test_nobody_waits_for_an_answer(raw: Any) -> None:
    with pytest.raises(QuietError):
        read_raw(raw)


WRONG: list[tuple[str, Any]] = [
    ("nothing", {}),
    ("no object", "xin chào"),
    ("a list", {"message": [1]}),
    ("no sender", without(message(text="bí mật"), "from")),
    ("no chat", without(message(text="bí mật"), "chat")),
    ("no id", without(message(text="bí mật"), "message_id")),
    ("words that are none", message(text={"bí mật": []})),
]


@pytest.mark.parametrize("raw", [c[1] for c in WRONG], ids=[c[0] for c in WRONG])
def test_nonsense_is_told_without_its_words(raw: Any) -> None:
    with pytest.raises(ValueError, match="not an update of Zalo") as caught:
        read_raw(raw)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@given(JSON)
def test_whatever_comes_is_read_or_refused(raw: Any) -> None:
    try:
        said = read_raw(raw)
    except (QuietError, ValueError):
        return
    assert isinstance(said, IncomingMessage)
