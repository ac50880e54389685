"""Names stand in the order of the Vietnamese alphabet."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from data.domain.alphabet import alphabetical


def test_d_with_a_stroke_follows_d_and_comes_before_e() -> None:
    names = ["Võ Thị Lan", "Đỗ Thị Bảy", "Ân", "An", "Bùi Thanh Hà", "Ăn", "Dương", "Em", "Đặng"]
    assert sorted(names, key=alphabetical) == [
        *("An", "Ăn", "Ân", "Bùi Thanh Hà", "Dương", "Đặng", "Đỗ Thị Bảy", "Em", "Võ Thị Lan")
    ]


def test_tones_part_only_what_is_else_alike() -> None:
    assert sorted(["Hoà B", "Hoa C", "Hoá A"], key=alphabetical) == ["Hoá A", "Hoà B", "Hoa C"]


def test_tones_follow_each_other_as_in_a_dictionary() -> None:
    assert sorted(["Toạn", "Toán", "Toãn", "Toản", "Toàn", "Toan"], key=alphabetical) == [
        *("Toan", "Toàn", "Toản", "Toãn", "Toán", "Toạn")
    ]


def test_numbers_count() -> None:
    groups = [f"Tổ dân phố {n}" for n in (11, 2, 10, 1)]
    assert [g[11:] for g in sorted(groups, key=alphabetical)] == ["1", "2", "10", "11"]


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_names_have_an_order_however_they_are_encoded(names: list[str]) -> None:
    said = sorted(names, key=alphabetical)
    assert sorted(said) == sorted(names)
    for name in names:
        other = unicodedata.normalize("NFD", name)
        if unicodedata.normalize("NFC", name) == name:
            assert alphabetical(other)[:2] == alphabetical(name)[:2]
