"""Our text in Telegram's HTML, and the keys that go with it."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.markup import as_html, keys_of
from data.domain.messages import Choice, Keyboard, OutgoingMessage
from tests.telegram.channel.bench import Bench
from tests.telegram.emulator import Telegram
from tests.telegram.emulator.markup import read_html

HTML: list[tuple[str, str, str]] = [
    ("one line", "Đã lưu báo cáo.", "Đã lưu báo cáo."),
    ("a heading", "Việc 12\nHạn: 30/11", "<b>Việc 12</b>\nHạn: 30/11"),
    ("signs", "a<b>&\"'\nc</b>", "<b>a&lt;b&gt;&amp;\"'</b>\nc&lt;/b&gt;"),
    ("a long first line", "a" * 101 + "\nb", "a" * 101 + "\nb"),
    ("an empty first line", "\nb", "\nb"),
    ("nothing after the heading", "Việc 12\n \n", "Việc 12\n \n"),
    ("what cannot be written", "a\0\ud800b\x1b", "ab"),
    ("other directions stay", "\u202eabc", "\u202eabc"),
]


@pytest.mark.parametrize(("text", "rendered"), [c[1:] for c in HTML], ids=[c[0] for c in HTML])
def test_text_becomes_html(text: str, rendered: str) -> None:
    assert as_html(text) == rendered


PIECE = re.compile(r"<b>|</b>|&(?:amp|lt|gt|quot);|[^<>&]")
ANYTHING = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("<>&\"';/b\n\0\u202e\ud800")
)


@given(ANYTHING)
def test_whatever_people_wrote_is_html_that_shows_the_same(text: str) -> None:
    rendered = as_html(text)
    pieces = PIECE.findall(rendered)
    assert "".join(pieces) == rendered, "a sign stands unescaped"
    tags = [p for p in pieces if p in {"<b>", "</b>"}]
    assert tags in ([], ["<b>", "</b>"])
    rendered.encode()
    shown = html.unescape(re.sub(r"</?b>", "", rendered))
    assert shown == re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


@given(ANYTHING)
def test_the_imitated_telegram_reads_what_was_meant(text: str) -> None:
    shown, entities = read_html(as_html(text))
    assert shown == re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text)
    assert [e["type"] for e in entities] in ([], ["bold"])


async def test_telegram_takes_every_sign(bench: Bench, telegram: Telegram) -> None:
    codes = [*range(0x20, 0x7F), *range(0xA0, 0x3000, 7)]
    signs = "<b>Việc & 12\n" + "".join(map(chr, codes)) + " 🏡<>&\"'"
    await bench.send(signs)
    assert bench.person.messages[-1].text == signs
    assert telegram.violations == []


def _labels(message: OutgoingMessage) -> list[list[str]]:
    keys = keys_of(message)
    assert keys is not None
    return [[b["text"] for b in row] for row in next(iter(keys.to_dict().values()))]


def _asking(*labels: str) -> OutgoingMessage:
    return OutgoingMessage("?", tuple(Choice(label, f"v{n}") for n, label in enumerate(labels)))


ROWS: list[tuple[tuple[str, ...], list[list[str]]]] = [
    (("Có", "Không"), [["Có", "Không"]]),
    (("1", "2", "3"), [["1", "2"], ["3"]]),
    (
        ("Đã xong", "Chưa làm được vì còn vướng", "Hoãn"),
        [["Đã xong"], ["Chưa làm được vì còn vướng"], ["Hoãn"]],
    ),
    (("Chưa làm được vì còn vướng", "1", "2"), [["Chưa làm được vì còn vướng"], ["1", "2"]]),
    (("a" * 65,), [["a" * 63 + "…"]]),
    (("a" * 64,), [["a" * 64]]),
]


@pytest.mark.parametrize(("labels", "rows"), ROWS)
def test_buttons_stand_where_a_small_phone_has_room(
    labels: tuple[str, ...], rows: list[list[str]]
) -> None:
    assert _labels(_asking(*labels)) == rows


@pytest.mark.parametrize("value", ["", "a" * 65, "ệ" * 22])
def test_what_no_button_can_carry_is_a_fault_of_ours(value: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        keys_of(OutgoingMessage("?", (Choice("Có", value),)))


def test_64_bytes_are_carried() -> None:
    assert keys_of(OutgoingMessage("?", (Choice("Có", "a" * 64),))) is not None


KEYS: list[tuple[str, OutgoingMessage, dict[str, object] | None]] = [
    ("nothing", OutgoingMessage("a"), None),
    (
        "the letters again",
        OutgoingMessage("a", keyboard=Keyboard.REMOVE),
        {"remove_keyboard": True},
    ),
    (
        "the number, and another way",
        OutgoingMessage("a", (Choice("Để sau", "x"),), keyboard=Keyboard.ASK_CONTACT),
        {
            "keyboard": [
                [{"text": "Chia sẻ số điện thoại của tôi", "request_contact": True}],
                [{"text": "Để sau"}],
            ],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        },
    ),
    (
        "buttons come first",
        OutgoingMessage("a", (Choice("Có", "x"),), keyboard=Keyboard.REMOVE),
        {"inline_keyboard": [[{"text": "Có", "callback_data": "x"}]]},
    ),
]


@pytest.mark.parametrize(("message", "wire"), [c[1:] for c in KEYS], ids=[c[0] for c in KEYS])
def test_keys_on_the_wire(message: OutgoingMessage, wire: dict[str, object] | None) -> None:
    keys = keys_of(message)
    told = keys.to_dict() if keys else None
    assert told is None or {k: v for k, v in told.items() if k != "selective"} == wire
    assert (told is None) == (wire is None)
