"""Where an update belongs, whatever it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.address import arrived
from tests.telegram.channel.wire import (
    ACCOUNT,
    GROUP,
    HANH,
    IN_GROUP,
    ITSELF,
    PERSON,
    edit,
    in_group,
    membership,
    message,
    tap,
)

CASES: list[tuple[str, Any, int | None]] = [
    ("said in private", message(text="xong"), PERSON),
    ("said in a group", in_group(text="xong"), PERSON),
    ("changed in a group", edit(chat=IN_GROUP, text="xong"), PERSON),
    ("tapped", tap(), PERSON),
    ("tapped in a group", tap(message=in_group(text="?")["message"]), PERSON),
    ("tapped below a lost message", tap(message=None), PERSON),
    ("blocked", membership("member", "kicked"), PERSON),
    ("put into a group", membership("left", "member", chat=IN_GROUP), GROUP),
    ("moved", in_group(migrate_to_chat_id=-100200), GROUP),
    ("somebody came", in_group(new_chat_members=[ITSELF]), GROUP),
    ("an unnamed administrator", in_group(text="a", sender_chat=IN_GROUP), GROUP),
    ("another bot", in_group(text="a", **{"from": ITSELF}), GROUP),
    ("a channel's post", {"update_id": 1, "channel_post": message()["message"]}, None),
    ("an id that is none", message(chat={"id": "5", "type": "private"}), None),
    ("an id that is true", message(chat={"id": True, "type": "private"}), None),
    ("no chat", {"update_id": 1, "message": {"from": HANH}}, PERSON),
    ("a list for a message", {"update_id": 1, "message": [1]}, None),
    ("nothing", {}, None),
    ("no object", "xin chào", None),
]


@pytest.mark.parametrize(("raw", "chat"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_where_an_update_belongs(raw: Any, chat: int | None) -> None:
    there = arrived(raw, ACCOUNT).chat
    assert (there.channel, there.account) == ("telegram", ACCOUNT)
    assert there.chat == ("" if chat is None else str(chat))


ALBUMS: list[tuple[str, Any, str | None]] = [
    ("a picture of an album", message(media_group_id="138"), f"{PERSON}:138"),
    ("in a group", in_group(media_group_id="138"), f"{GROUP}:138"),
    ("a changed caption stands alone", edit(media_group_id="138"), None),
    ("no album", message(text="a"), None),
    ("a name that is none", message(media_group_id="a\0b"), None),
    ("a number", message(media_group_id=138), None),
]


@pytest.mark.parametrize(("raw", "album"), [c[1:] for c in ALBUMS], ids=[c[0] for c in ALBUMS])
def test_what_the_pictures_of_an_album_share(raw: Any, album: str | None) -> None:
    assert arrived(raw, ACCOUNT).album == album


def test_an_update_keeps_its_number_and_one_without_is_known_by_its_content() -> None:
    assert arrived(message(text="a"), ACCOUNT).external_id == "900"
    strange, same, other = ({"x": n} for n in (1, 1, 2))
    assert arrived(strange, ACCOUNT).external_id == arrived(same, ACCOUNT).external_id
    assert arrived(strange, ACCOUNT).external_id != arrived(other, ACCOUNT).external_id


WORDS = st.sampled_from(
    [
        "update_id",
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "from",
        "chat",
        "id",
        "type",
        "private",
        "group",
        "is_bot",
        "sender_chat",
        "media_group_id",
        "date",
        "text",
        "photo",
        "document",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS
JSON = st.recursive(
    LEAVES,
    lambda c: st.lists(c, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), c, max_size=5),
    max_leaves=25,
)


@given(JSON)
def test_every_json_has_an_address_that_can_be_kept(raw: Any) -> None:
    there = arrived(raw, ACCOUNT)
    assert there.chat.chat.removeprefix("-").isdecimal() or there.chat.chat == ""
    assert there.external_id.isascii()
    assert isinstance(there.raw, dict)
    assert there.album is None or there.album.isprintable()
