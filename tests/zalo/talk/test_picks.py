"""Typed choices, read: what is one, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.picks import Pick, as_said, is_line, read_numbered_words, read_pick

ONE = [
    *("1", "1.", "1)", "(1)", "[1]", " 1 ", "1 .", "1..", "1!", "1?", "1,", "1:", "1️⃣", "１"),
    *("số 1", "So 1", "SỐ 1", "số 1 ạ", "1 ạ", "1 nhé", "1 nha", "dạ 1", "Dạ, 1 ạ", "vâng 1"),
]
NAMED_ONE = [
    "chọn 1",
    "Chon so 1",
    "mục 1",
    "câu 1 nhé",
    "em chọn 1 ạ",
    "một",
    "Một.",
    "MOT",
    "số một",
]
NO_CHOICE = [
    *("", " ", "a", "dạ", "0912345678", "0912 345 678", "2 buổi", "2 buoi", "85 người", "50%"),
    *("1/2", "1,2", "1.5", "1 2", "1 và 2", "#1", "# 1", "-1", "1234", "việc 1", "tổ 5", "ngày 1"),
    *("1 xong", "xong 1", "nam", "sau", "bay", "một buổi", "hai người", "1 hộ", "1tr", "15/6"),
]


@pytest.mark.parametrize("text", ONE)
def test_a_number_may_be_a_choice(text: str) -> None:
    assert read_pick(text) == Pick(1)


@pytest.mark.parametrize("text", NAMED_ONE)
def test_words_may_say_that_it_is_a_choice(text: str) -> None:
    assert read_pick(text) == Pick(1, is_named=True)


@pytest.mark.parametrize("text", NO_CHOICE)
def test_nothing_else_is_a_choice(text: str) -> None:
    assert read_pick(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("hai", 2), ("ba", 3), ("bốn", 4), ("năm", 5), ("sáu", 6), ("bảy", 7), ("mười", 10)],
)
def test_small_numbers_are_written_out_with_their_marks(text: str, number: int) -> None:
    assert read_pick(text) == Pick(number, is_named=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. Xong rồi", (1, "xong roi")),
        ("1 xong roi ạ", (1, "xong roi")),
        ("2) Chưa làm", (2, "chua lam")),
        ("1. Tuyên truyền bầu…", (1, "tuyen truyen bau")),
        ("xong rồi", None),
        ("1.5", None),
        ("#1 xong", None),
    ],
)
def test_a_line_of_a_menu_is_its_number_and_its_words(
    text: str, found: tuple[int, str] | None
) -> None:
    assert read_numbered_words(text) == found


def test_words_belong_to_a_choice_when_they_begin_it() -> None:
    assert is_line("Xong rồi", "xong")
    assert is_line("Xong rồi", "xong roi")
    assert not is_line("Xong rồi", "xo")
    assert not is_line("Chưa làm", "xong")
    assert not is_line("Chưa làm", "")


@given(st.integers(1, 999), st.sampled_from(["{}", "{}.", "{})", "số {}", " {} ", "dạ {} ạ"]))
def test_every_number_of_a_menu_is_read_in_every_form(number: int, form: str) -> None:
    assert read_pick(form.format(number)) == Pick(number)


@given(st.integers(1, 999), st.sampled_from(["buổi", "người", "hộ", "%", "ảnh", "lần", "cuộc"]))
def test_a_number_of_something_is_never_a_choice(number: int, unit: str) -> None:
    assert read_pick(f"{number} {unit}") is None


@given(st.text(alphabet="0123456789 .-", min_size=4).filter(lambda t: sum(map(str.isdigit, t)) > 3))
def test_telephone_numbers_are_never_a_choice(text: str) -> None:
    assert read_pick(text) is None


@given(st.text())
def test_whatever_is_written_is_read_without_an_error(text: str) -> None:
    read_pick(text)
    read_numbered_words(text)
    assert isinstance(as_said(text), str)
