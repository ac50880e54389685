"""What people say and do, read from the wire."""

import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.quiet import QuietError
from bot.channels.telegram.reading import Us
from data.domain.messages import (
    Chat,
    ChatEvent,
    ChatNotice,
    Contact,
    FileRef,
    IncomingMessage,
    Place,
)
from tests.telegram.channel.test_address import JSON
from tests.telegram.channel.wire import (
    ACCOUNT,
    DOCUMENT,
    GROUP,
    HANH,
    IN_GROUP,
    ITSELF,
    JPEG,
    LIMIT,
    OURS,
    PERSON,
    PHOTO,
    PRIVATE,
    RECEIVED,
    SENT,
    SENT_AT,
    SMALL,
    THEIRS,
    US,
    chat,
    edit,
    in_group,
    membership,
    message,
    read_raw,
    tap,
)

PLAIN = IncomingMessage(
    chat=chat(PERSON),
    external_id="900",
    text="xong",
    choice=None,
    files=(),
    sent_at=SENT_AT,
    received_at=RECEIVED,
    sender_name="Lê Văn Hạnh",
    message_id="41",
)
SILENT = replace(PLAIN, text="")
IN = replace(PLAIN, group=chat(GROUP), group_title="Tổ dân phố 1")
IMAGE = FileRef(
    "anh-1646.jpg",
    "AQAD-large:AgAC-large",
    90_000,
    "image/jpeg",
    is_compressed=True,
    limit=LIMIT,
)
PLACE = {"latitude": 10.5, "longitude": 106.25}
FORWARD = {"type": "hidden_user", "date": SENT, "sender_user_name": "Ai đó"}
CONTACT = {"phone_number": "84900000002", "first_name": "Hạnh", "user_id": PERSON}


def _file(name: str, ref: str, size: int | None, mime: str | None, *, encoded: bool) -> FileRef:
    return FileRef(name, ref, size, mime, is_compressed=encoded, limit=LIMIT)


def _carrying(kind: str, name: str, mime: str, *, encoded: bool = True, **facts: Any) -> Any:
    file = _file(name, "AgAD-1:BQAC-1", 5, mime, encoded=encoded)
    return (kind, message(**{kind: DOCUMENT | facts}), replace(SILENT, files=(file,)))


VIDEO = {"width": 1280, "height": 720, "duration": 8, "mime_type": "video/mp4"}
SAID: list[tuple[str, Any, IncomingMessage]] = [
    ("words", message(text="xong"), PLAIN),
    ("two lines and signs", message(text="<b>\n&"), replace(PLAIN, text="<b>\n&")),
    ("an answer to us", message(text="xong", reply_to_message=OURS), replace(PLAIN, reply_to="7")),
    ("an answer to themselves", message(text="xong", reply_to_message=THEIRS), PLAIN),
    (
        "an answer to one line of ours",
        message(
            text="xong",
            reply_to_message=OURS,
            quote={"text": "#12", "position": 6, "is_manual": True},
        ),
        replace(PLAIN, reply_to="7", quote="#12"),
    ),
    (
        "changed words",
        edit(text="xong rồi"),
        replace(
            PLAIN,
            external_id="901",
            text="xong rồi",
            is_edit=True,
            sent_at=SENT_AT + timedelta(seconds=90),
        ),
    ),
    ("forwarded words", message(text="xong", forward_origin=FORWARD), PLAIN),
    ("a command", message(text="/viec"), replace(PLAIN, text="/viec")),
    ("a command by our name", message(text="/viec@NhacViec_bot 2"), replace(PLAIN, text="/viec 2")),
    ("a code", message(text="/start Ab_-9"), replace(PLAIN, text="/start Ab_-9")),
    ("photo", message(photo=PHOTO), replace(SILENT, files=(IMAGE,))),
    (
        "photo, largest first",
        message(photo=PHOTO[::-1], caption="#12"),
        replace(PLAIN, text="#12", files=(IMAGE,)),
    ),
    (
        "picture of an album",
        message(photo=PHOTO, media_group_id="138"),
        replace(SILENT, files=(IMAGE,), album=f"{PERSON}:138"),
    ),
    (
        "document",
        message(document=DOCUMENT | {"file_name": "Báo cáo.pdf", "mime_type": "application/pdf"}),
        replace(
            SILENT,
            files=(_file("Báo cáo.pdf", "AgAD-1:BQAC-1", 5, "application/pdf", encoded=False),),
        ),
    ),
    (
        "document without a name",
        message(document={k: v for k, v in DOCUMENT.items() if k != "file_size"}),
        replace(SILENT, files=(_file("tep-1646", "AgAD-1:BQAC-1", None, None, encoded=False),)),
    ),
    _carrying("video", "video-1646.mp4", "video/mp4", file_name="IMG.MOV", **VIDEO),
    _carrying("video_note", "video-1646.mp4", "video/mp4", length=240, duration=3),
    (
        "animation",
        message(animation=DOCUMENT | VIDEO, document=DOCUMENT | {"file_name": "a.gif"}),
        replace(
            SILENT,
            files=(_file("video-1646.mp4", "AgAD-1:BQAC-1", 5, "video/mp4", encoded=True),),
        ),
    ),
    _carrying("voice", "ghi-am-1646.ogg", "audio/ogg", duration=3),
    (
        "audio",
        message(audio=DOCUMENT | {"duration": 3, "mime_type": "audio/mpeg"}),
        replace(
            SILENT,
            files=(_file("am-thanh-1646.mp3", "AgAD-1:BQAC-1", 5, "audio/mpeg", encoded=False),),
        ),
    ),
    (
        "live photo",
        message(live_photo=JPEG | {"width": 1, "height": 1, "duration": 1, "photo": PHOTO}),
        replace(SILENT, files=(IMAGE,)),
    ),
    (
        "sticker",
        message(
            sticker=SMALL
            | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
        ),
        SILENT,
    ),
    ("dice", message(dice={"emoji": "🎲", "value": 3}), SILENT),
    ("what is newer than we are", message(hologram={"depth": 3}), SILENT),
    ("contact", message(contact=CONTACT), replace(SILENT, contact=Contact("84900000002", True))),
    (
        "somebody else's contact",
        message(contact=CONTACT | {"user_id": 5}),
        replace(SILENT, contact=Contact("84900000002", False)),
    ),
    (
        "a contact of nobody at Telegram",
        message(contact={"phone_number": "0900", "first_name": "Hạnh"}),
        replace(SILENT, contact=Contact("0900", False)),
    ),
    (
        "a forwarded contact",
        message(contact=CONTACT, forward_origin=FORWARD),
        replace(SILENT, contact=Contact("84900000002", False)),
    ),
    ("place", message(location=PLACE), replace(SILENT, place=Place(10.5, 106.25))),
    (
        "live place",
        message(location=PLACE | {"live_period": 900, "horizontal_accuracy": 12}),
        replace(SILENT, place=Place(10.5, 106.25, 12.0)),
    ),
    (
        "named place",
        message(location=PLACE, venue={"location": PLACE, "title": "Chợ", "address": "Lê Lợi"}),
        replace(SILENT, place=Place(10.5, 106.25, None, "Chợ, Lê Lợi")),
    ),
    (
        "an answer in a group",
        in_group(text="xong", reply_to_message=OURS),
        replace(IN, reply_to="7"),
    ),
    ("a command in a group", in_group(text="/viec@nhacviec_bot"), replace(IN, text="/viec")),
    ("our name in a group", in_group(text="@nhacviec_bot: xong"), IN),
    (
        "our name at the end",
        in_group(text="xong @NHACVIEC_BOT"),
        replace(IN, text="xong @NHACVIEC_BOT"),
    ),
    (
        "picture of an album in a group, which says nothing of us",
        in_group(photo=PHOTO, media_group_id="138"),
        replace(IN, text="", files=(IMAGE,), album=f"{GROUP}:138"),
    ),
    (
        "a tap",
        tap(),
        replace(
            SILENT,
            external_id="902",
            choice="done:12",
            sent_at=RECEIVED,
            message_id=None,
            tapped="7",
        ),
    ),
    (
        "a tap below a message that is gone",
        tap(message={"message_id": 7, "chat": PRIVATE, "date": 0}),
        replace(
            SILENT,
            external_id="902",
            choice="done:12",
            sent_at=RECEIVED,
            message_id=None,
            tapped="7",
        ),
    ),
    (
        "a tap in a group",
        tap(message=OURS | {"chat": IN_GROUP}),
        replace(
            IN,
            text="",
            external_id="902",
            choice="done:12",
            sent_at=RECEIVED,
            message_id=None,
            tapped="7",
            group_title="",
        ),
    ),
]


@pytest.mark.parametrize(("raw", "said"), [c[1:] for c in SAID], ids=[c[0] for c in SAID])
def test_what_a_person_says(raw: Any, said: IncomingMessage) -> None:
    before = copy.deepcopy(raw)
    assert read_raw(raw) == said
    assert raw == before


def test_times_are_utc() -> None:
    said = read_raw(message(text="a"))
    assert isinstance(said, IncomingMessage)
    assert said.sent_at.utcoffset() == timedelta(0)


def test_before_telegram_told_our_name_every_command_counts() -> None:
    said = read_raw(in_group(text="/viec@some_bot"), Us(ACCOUNT, None, LIMIT))
    assert isinstance(said, IncomingMessage)
    assert said.text == "/viec"


ADMINISTRATOR = HANH | {"id": 6}
NOTICES: list[tuple[str, Any, ChatNotice]] = [
    ("blocked", membership("member", "kicked"), ChatNotice(chat(PERSON), ChatEvent.BLOCKED)),
    ("unblocked", membership("kicked", "member"), ChatNotice(chat(PERSON), ChatEvent.UNBLOCKED)),
    (
        "joined",
        membership("left", "member", chat=IN_GROUP),
        ChatNotice(chat(GROUP), ChatEvent.JOINED, by=chat(PERSON), title="Tổ dân phố 1"),
    ),
    (
        "joined as administrator",
        membership("kicked", "administrator", chat=IN_GROUP, **{"from": ADMINISTRATOR}),
        ChatNotice(chat(GROUP), ChatEvent.JOINED, by=chat(6), title="Tổ dân phố 1"),
    ),
    (
        "joined by somebody unnamed",
        membership("left", "restricted", chat=IN_GROUP, **{"from": ITSELF}),
        ChatNotice(chat(GROUP), ChatEvent.JOINED, title="Tổ dân phố 1"),
    ),
    (
        "thrown out",
        membership("administrator", "kicked", chat=IN_GROUP),
        ChatNotice(chat(GROUP), ChatEvent.LEFT, by=chat(PERSON), title="Tổ dân phố 1"),
    ),
    (
        "left",
        membership("member", "left", chat=IN_GROUP),
        ChatNotice(chat(GROUP), ChatEvent.LEFT, by=chat(PERSON), title="Tổ dân phố 1"),
    ),
    (
        "moved",
        in_group(migrate_to_chat_id=-1002300000001),
        ChatNotice(chat(GROUP), ChatEvent.MOVED, title="Tổ dân phố 1", moved_to="-1002300000001"),
    ),
]


@pytest.mark.parametrize(("raw", "notice"), [c[1:] for c in NOTICES], ids=[c[0] for c in NOTICES])
def test_what_happens_to_a_chat(raw: Any, notice: ChatNotice) -> None:
    assert read_raw(raw) == notice


CHANNEL = {"id": -100, "type": "channel", "title": "Kênh"}
QUIET: list[tuple[str, Any]] = [
    ("talk in a group", in_group(text="ăn cơm chưa")),
    ("an answer to a neighbour", in_group(text="rồi", reply_to_message=THEIRS)),
    ("a command of another bot", in_group(text="/viec@other_bot")),
    ("a name that only begins like ours", in_group(text="@nhacviec_bot_2 ơi")),
    ("a live place that moves", edit(location=PLACE | {"live_period": 900})),
    ("somebody came", in_group(new_chat_members=[ITSELF])),
    ("where a group moved from", in_group(migrate_from_chat_id=-5)),
    ("a pinned message", message(pinned_message=OURS)),
    ("an unnamed administrator", in_group(text="/viec", sender_chat=IN_GROUP)),
    ("another bot", in_group(text="/viec", **{"from": ITSELF})),
    ("made administrator", membership("member", "administrator", chat=IN_GROUP)),
    ("put into a channel", membership("left", "administrator", chat=CHANNEL)),
    ("a channel's post", {"update_id": 5, "channel_post": message(text="a")["message"]}),
    ("a kind of tomorrow", {"update_id": 5, "hologram": {}}),
    ("a number only", {"update_id": 5}),
]


@pytest.mark.parametrize("raw", [c[1] for c in QUIET], ids=[c[0] for c in QUIET])
def test_what_nobody_waits_for_an_answer_to(raw: Any) -> None:
    with pytest.raises(QuietError):
        read_raw(raw)


POISON: list[tuple[str, Any]] = [
    ("no object", "xin chào"),
    ("no number", {"message": message(text="a")["message"]}),
    ("a tap without chat_instance", {"update_id": 5, "callback_query": {"id": "1", "from": HANH}}),
    ("a tap on nothing", tap(message=None)),
    ("a tap that says nothing", tap(data=None)),
    ("a message without a date", {"update_id": 5, "message": {"message_id": 1, "chat": PRIVATE}}),
    ("a date beyond the calendar", message(date=10**15, text="a")),
    ("a text that is none", message(text={"a": 1})),
    ("a caption that is none", message(photo=PHOTO, caption=5)),
    ("photos that are none", message(photo=[{"file_id": 1}])),
    ("a photo without a size", message(photo=[SMALL | {"width": None, "height": 3}])),
    ("a file with a size that is none", message(document=DOCUMENT | {"file_size": "5"})),
    ("a place that is none", message(location={"latitude": "north", "longitude": 1})),
    ("a list for a chat", message(text="a", chat=[])),
]


@pytest.mark.parametrize("raw", [c[1] for c in POISON], ids=[c[0] for c in POISON])
def test_what_cannot_be_read_is_said_so(raw: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        read_raw(raw)


GOOD = [c[1] for c in SAID] + [c[1] for c in NOTICES]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(GOOD), st.randoms(use_true_random=False), JSON)
def test_an_update_with_a_spoilt_part_is_read_or_refused(
    raw: Any, chance: Any, spoilt: Any
) -> None:
    raw = copy.deepcopy(raw)
    place = raw
    while True:
        keys = sorted(place, key=str) if isinstance(place, dict) else list(range(len(place)))
        key = chance.choice(keys)
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.3:
            place[key] = spoilt
            break
        place = inner
    try:
        read = read_raw(raw)
    except (QuietError, ValueError):
        return
    assert isinstance(read.chat, Chat)
    if isinstance(read, IncomingMessage):
        assert all(isinstance(t, str) for t in (read.text, read.quote, read.sender_name))
        assert read.sent_at.utcoffset() == timedelta(0)
        assert all(isinstance(f.ref, str) and isinstance(f.name, str) for f in read.files)
    assert US.account == ACCOUNT
