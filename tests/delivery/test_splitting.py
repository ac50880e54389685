"""A long message is cut where a reader would pause, and loses nothing."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.messages import Choice, Keyboard, Limits, OutgoingFile, OutgoingMessage
from data.domain.splitting import cut_to, length_of, parts_of, split_text

FAMILY = "👨\u200d👩\u200d👧"
PIECES = ("a", "ạ", "ă\u0301", " ", "\n", ". ", "; ", ",", "đ", "😀", "👍🏽", FAMILY)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=400).map("".join)
FILES = tuple(OutgoingFile("a" * 64, f"{n}.png", "image/png") for n in range(3))
DONE = (Choice("Xong", "report:done:1"),)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def limits(longest_text: int = 100, longest_caption: int | None = 40) -> Limits:
    return Limits(longest_text, True, True, 1000, longest_caption)


@given(text=TEXTS, longest=st.integers(20, 120))
def test_every_part_fits_and_nothing_but_blanks_is_lost(text: str, longest: int) -> None:
    parts = split_text(text, longest)
    assert all(utf16(p) <= longest for p in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(parts) or not text.strip()


@given(text=TEXTS, longest=st.integers(20, 120))
def test_what_is_read_as_one_is_never_cut(text: str, longest: int) -> None:
    for part in split_text(text, longest)[1:]:
        assert not unicodedata.category(part[0]).startswith("M")
        assert part[0] not in "\u200d🏽"
    for part in split_text(text, longest)[:-1]:
        assert not part.endswith("\u200d")


@given(st.text(max_size=300))
def test_lengths_are_code_units(text: str) -> None:
    assert length_of(text) == utf16(text)


@given(text=TEXTS)
def test_what_fits_stays_as_it_is(text: str) -> None:
    assert split_text(text, 5000) == (text,)


@given(text=TEXTS, files=st.sampled_from([FILES[:n] for n in range(4)]))
def test_parts_show_everything_once_and_what_is_answered_stands_last(
    text: str, files: tuple[OutgoingFile, ...]
) -> None:
    whole = OutgoingMessage(text, DONE, files, "report:1", Keyboard.REMOVE)
    parts = parts_of(whole, limits())
    assert "".join("".join(p.text for p in parts).split()) == "".join(text.split())
    assert tuple(f for p in parts for f in p.files) == files
    assert all(utf16(p.text) <= (40 if p.files else 100) for p in parts)
    assert all(len(p.files) <= 1 for p in parts)
    for part in parts[:-1]:
        assert (part.choices, part.card, part.keyboard) == ((), "", Keyboard.NONE)
    last = parts[-1]
    assert (last.choices, last.card, last.keyboard) == (DONE, "report:1", Keyboard.REMOVE)


@given(
    text=TEXTS,
    captions=st.lists(st.sampled_from(["", "Ảnh 1", "Đã nộp cho #7"]), max_size=3),
    longest_caption=st.sampled_from([-20, 0, 40, None]),
    has_buttons=st.booleans(),
    choices=st.sampled_from([(), DONE]),
)
def test_a_part_is_never_split_again(
    text: str,
    captions: list[str],
    longest_caption: int | None,
    has_buttons: bool,
    choices: tuple[Choice, ...],
) -> None:
    files = tuple(replace(f, caption=c) for f, c in zip(FILES, captions, strict=False))
    room = replace(limits(longest_caption=longest_caption), has_buttons=has_buttons)
    for part in parts_of(OutgoingMessage(text, choices, files), room):
        assert parts_of(part, room) == (part,)


def test_a_single_file_with_few_words_is_one_message() -> None:
    whole = OutgoingMessage("Tổng hợp tuần", DONE, FILES[:1])
    assert parts_of(whole, limits()) == (whole,)


def test_files_come_before_the_text_without_words_of_their_own() -> None:
    parts = parts_of(OutgoingMessage("Tổng hợp tuần", DONE, FILES[:2]), limits())
    assert [(p.text, p.files) for p in parts] == [
        ("", FILES[:1]),
        ("", FILES[1:2]),
        ("Tổng hợp tuần", ()),
    ]


def test_each_of_several_files_has_its_own_caption() -> None:
    files = tuple(replace(f, caption=f"Ảnh {n}") for n, f in enumerate(FILES[:2], start=1))
    parts = parts_of(OutgoingMessage("Chờ duyệt", DONE, files), limits())
    assert [p.text for p in parts] == ["Ảnh 1", "Ảnh 2", "Chờ duyệt"]
    parts = parts_of(OutgoingMessage("", DONE, files), limits())
    assert [(p.text, p.choices) for p in parts] == [("Ảnh 1", ()), ("Ảnh 2", DONE)]
    alone = OutgoingMessage("Chờ duyệt", DONE, files[:1])
    assert parts_of(alone, limits()) == (alone,)


def test_files_without_text_are_messages_of_files_only() -> None:
    parts = parts_of(OutgoingMessage("", DONE, FILES), limits())
    assert [(p.files, p.choices) for p in parts] == [
        (FILES[:1], ()),
        (FILES[1:2], ()),
        (FILES[2:], DONE),
    ]


def test_where_text_and_files_are_one_message_the_files_stand_with_the_last_part() -> None:
    parts = parts_of(OutgoingMessage("chữ " * 40, DONE, FILES), limits(longest_caption=None))
    assert [p.files for p in parts] == [(), FILES]


def test_a_reaction_is_never_split() -> None:
    sign = OutgoingMessage("👍", reacts_to="7")
    assert parts_of(sign, limits()) == (sign,)


@given(text=TEXTS)
def test_what_is_cut_fits_and_says_that_it_is_cut(text: str) -> None:
    cut = cut_to(OutgoingMessage(text, DONE), limits()).text
    assert utf16(cut) <= 100
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Đoạn một dài dòng.\n\nĐoạn hai.", ("Đoạn một dài dòng.", "Đoạn hai.")),
        ("Dòng một dài dòng\nDòng hai đây", ("Dòng một dài dòng", "Dòng hai đây")),
        ("Câu này một. Câu này hai.", ("Câu này một.", "Câu này hai.")),
        ("một hai ba bốn năm sáu", ("một hai ba bốn năm", "sáu")),
    ],
)
def test_cut_after_a_paragraph_else_a_line_a_sentence_a_word(
    text: str, parts: tuple[str, ...]
) -> None:
    assert split_text(text, 20) == parts


def test_a_letter_keeps_its_diacritics() -> None:
    decomposed = unicodedata.normalize("NFD", "ệ" * 30)
    for part in split_text(decomposed, 20):
        assert not unicodedata.combining(part[0])
