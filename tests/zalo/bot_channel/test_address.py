"""Where an update belongs, whatever it is, and which photos were sent as one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Arrived
from bot.channels.bursts import KEY
from bot.channels.zalo_bot.address import arrived
from bot.channels.zalo_bot.bursts import Bursts
from tests.zalo.bot_channel.wire import (
    ACCOUNT,
    GROUP,
    IN_GROUP,
    PERSON,
    PHOTO,
    PRIVATE,
    SENT,
    TU,
    in_group,
    message,
    without,
)

CASES: list[tuple[str, Any, str]] = [
    ("said in private", message(text="xong"), PERSON),
    ("enveloped", {"ok": True, "result": message(text="xong")}, PERSON),
    ("said in a group", in_group(text="xong"), PERSON),
    ("another bot in a group", in_group(**{"from": TU | {"is_bot": True}}), GROUP),
    ("a group without its word", message(chat={"id": GROUP}), PERSON),
    ("a person without the word", message(chat={"id": PERSON}), PERSON),
    ("no chat", without(message(), "chat"), PERSON),
    ("no sender", without(message(), "from"), PERSON),
    ("an id that is a number", message(chat=PRIVATE | {"id": 77}), "77"),
    ("an id with a blank", message(chat=PRIVATE | {"id": "a b"}), PERSON),
    ("an id that no database keeps", message(chat={"id": "a\0b"}, **{"from": {}}), ""),
    ("a list for a message", {"event_name": "x", "message": [1]}, ""),
    ("nothing", {}, ""),
    ("no object", "xin chào", ""),
]


@pytest.mark.parametrize(("raw", "chat"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_where_an_update_belongs(raw: Any, chat: str) -> None:
    there = arrived(raw, ACCOUNT).chat
    assert (there.channel, there.account, there.chat) == ("zalo_bot", ACCOUNT, chat)


def test_a_message_is_known_by_its_id_and_one_without_by_its_content() -> None:
    flat, enveloped = message(text="a"), {"ok": True, "result": message(text="a")}
    assert arrived(flat, ACCOUNT) == arrived(enveloped, ACCOUNT)
    assert arrived(flat, ACCOUNT).external_id == "6f0c2d1e9b8a77665544"
    strange, same, other = ({"x": n} for n in (1, 1, 2))
    assert arrived(strange, ACCOUNT).external_id == arrived(same, ACCOUNT).external_id
    assert arrived(strange, ACCOUNT).external_id != arrived(other, ACCOUNT).external_id


def _photo(number: int, seconds: float = 0, **fields: Any) -> Any:
    at = SENT + int(seconds * 1000)
    return message("image", message_id=f"m{number}", photo_url=PHOTO, date=at, **fields)


def _words(number: int, seconds: float = 0) -> Any:
    return message(message_id=f"m{number}", text="xong", date=SENT + int(seconds * 1000))


BURSTS: list[tuple[str, list[Any], list[int | None]]] = [
    ("three photos", [_photo(1), _photo(2, 1), _photo(3, 2)], [1, 1, 1]),
    ("slowly, one after the other", [_photo(1), _photo(2, 20), _photo(3, 40)], [1, 1, 1]),
    ("much later", [_photo(1), _photo(2, 31)], [1, 2]),
    ("out of order", [_photo(1, 5), _photo(2)], [1, 1]),
    ("words are no part of it", [_photo(1), _words(2, 1), _photo(3, 2)], [1, None, 3]),
    ("words below one", [_photo(1, caption="#12"), _photo(2, 1)], [1, 1]),
    ("words below the last", [_photo(1), _photo(2, 1, caption="#12")], [1, 1]),
    ("the same words", [_photo(1, caption="#12"), _photo(2, 1, caption="#12")], [1, 1]),
    ("two tasks", [_photo(1, caption="#12"), _photo(2, 1, caption="#7")], [1, 2]),
    ("in a group each is for itself", [_photo(1, chat=IN_GROUP)], [None]),
    ("without a date", [without(_photo(1), "date")], [None]),
    ("of nobody", [without(without(_photo(1), "from"), "chat")], [None]),
]


@pytest.mark.parametrize(("raws", "albums"), [c[1:] for c in BURSTS], ids=[c[0] for c in BURSTS])
def test_what_was_sent_as_one(raws: list[Any], albums: list[int | None]) -> None:
    bursts = Bursts()
    tied = [bursts.tie(arrived(raw, ACCOUNT)) for raw in raws]
    assert [t.album for t in tied] == [n and f"{PERSON}:m{n}" for n in albums]
    assert [t.raw.get(KEY) for t in tied] == [t.album for t in tied]


def test_bursts_of_many_people_are_not_remembered_for_ever() -> None:
    bursts = Bursts()

    def tie(person: int) -> Arrived:
        sender = {"id": f"p{person}"}
        raw = _photo(person, chat=sender | {"chat_type": "PRIVATE"}, **{"from": sender})
        return bursts.tie(arrived(raw, ACCOUNT))

    first = tie(0)
    assert {tie(n).album for n in range(1, 600)} == {f"p{n}:m{n}" for n in range(1, 600)}
    assert len(bursts._running._of) <= 500
    assert tie(0).album == first.album


NAMES = st.sampled_from(
    [
        *("ok", "result", "event_name", "webhook.test", "message", "message_id", "from", "chat"),
        *("id", "chat_type", "GROUP", "PRIVATE", "is_bot", "date", "text", "caption"),
        *("photo", "photo_url", "url", "http://a.zdn.vn"),
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | NAMES
JSON = st.recursive(
    LEAVES,
    lambda c: st.lists(c, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), c, max_size=5),
    max_leaves=25,
)


@given(st.lists(JSON, max_size=3))
def test_every_json_has_an_address_that_can_be_kept(raws: list[Any]) -> None:
    bursts = Bursts()
    for raw in raws:
        there = bursts.tie(arrived(raw, ACCOUNT))
        assert there.chat.chat.isascii()
        assert "\0" not in there.chat.chat
        assert there.external_id.isascii()
        assert isinstance(there.raw, dict)
        assert there.album is None or there.album.isascii()
