"""A long message is cut where a reader would pause, and loses nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.splitting import split_text

TEXTS = st.text(st.sampled_from("aạă \n.;,đ\u0301😀"), max_size=600)


@given(text=TEXTS, longest=st.integers(20, 120))
def test_every_part_fits_and_nothing_but_blanks_is_lost(text: str, longest: int) -> None:
    parts = split_text(text, longest)
    assert all(len(p) <= longest for p in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(parts) or not text.strip()


@given(text=TEXTS)
def test_what_fits_stays_as_it_is(text: str) -> None:
    assert split_text(text, 600) == (text,)


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
