"""Telegram's HTML, read and written, with offsets in UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.emulator.entities import found_in, piece, to_html, trimmed, units
from tests.telegram.emulator.markup import read_html


@pytest.mark.parametrize(
    "source",
    [
        "không có gì",
        "<b>đậm <i>nghiêng</i></b> thường",
        "📌 <u>gạch</u> &amp; &lt;b&gt;",
        '<a href="https://x.vn/?a=1&amp;b=2">liên kết</a>',
        "<tg-spoiler>kín</tg-spoiler> <code>x = 1</code>",
        "<blockquote>trích\nhai dòng</blockquote>hết",
    ],
)
def test_what_is_read_is_written_the_same(source: str) -> None:
    assert to_html(*read_html(source)) == source


def test_other_names_of_the_same_tags() -> None:
    text, entities = read_html("<STRONG>a</STRONG><ins>b</ins><del>c</del>&#7879;&#x1F4CC;&nbsp;&x")
    assert text == "abcệ📌&nbsp;&x"
    assert [e["type"] for e in entities] == ["bold", "underline", "strikethrough"]


def test_pre_with_its_language() -> None:
    text, entities = read_html('<pre><code class="language-py">x</code></pre>')
    assert (text, [e["type"] for e in entities]) == ("x", ["pre"])


def test_offsets_count_utf16_units() -> None:
    text, entities = read_html("📌📌<b>đậm</b>")
    assert entities == [{"type": "bold", "offset": 4, "length": 3}]
    assert piece(text, entities[0]) == "đậm"


def test_trimming_moves_the_entities() -> None:
    text, entities = read_html("\n 📌 <b> đậm </b>\n")
    text, entities = trimmed(text, entities)
    assert text == "📌  đậm"
    assert [piece(text, e) for e in entities] == [" đậm"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start ma", [("bot_command", "/start")]),
        ("/viec@nhacviec_bot 3", [("bot_command", "/viec@nhacviec_bot")]),
        ("xem https://phuong.vn/ke-hoach.", [("url", "https://phuong.vn/ke-hoach")]),
        (
            "@lanvo gửi a.b@x.vn #tổ5",
            [("mention", "@lanvo"), ("email", "a.b@x.vn"), ("hashtag", "#tổ5")],
        ),
        ("12/6/2026 và 3/4", []),
    ],
)
def test_what_telegram_finds_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert [(e["type"], piece(text, e)) for e in found_in(text)] == found


@given(st.text())
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read_html(f"<b>{escaped}</b>")[0] == text
    assert units(text) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
