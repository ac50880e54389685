"""What scans, keyboards and Word do to words does not change what they mean."""

import random
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.rules import (
    AtLeast,
    DeadlineRule,
    Every,
    Several,
    Window,
    rule_from_json,
    rule_to_json,
)
from jobs.intake.deadlines_vi import read_deadline
from jobs.intake.deadlines_vi.normalise import fold
from tests.deadlines.test_phrases import (
    AT_LEAST,
    EVENTS,
    EVERY,
    EXTERNAL,
    SEVERAL,
    STEADY,
    WINDOWS,
)

PHRASES = [
    words for words, _ in [*STEADY, *EVERY, *AT_LEAST, *WINDOWS, *EVENTS, *EXTERNAL, *SEVERAL]
]
CLOSED = [
    words for words, _ in [*EVERY, *AT_LEAST, *WINDOWS] if "(" not in words and ":" not in words
]

ENDS_WITH_OCCASION = re.compile(r"(?:lan|hoi nghi|kiem tra)$")
"""What is done each time may have any name: "2 hội nghị đối thoại"."""


def meaning(rule: DeadlineRule) -> object:
    """The rule without the plan's own words, which noise may reach."""
    return _without_words(rule_to_json(rule))


def _without_words(value: object) -> object:
    if isinstance(value, dict):
        words = {"event", "reference", "label"}
        return {k: fold(str(v)) if k in words else _without_words(v) for k, v in value.items()}
    return [_without_words(item) for item in value] if isinstance(value, list) else value


def no_diacritics(words: str) -> str:
    return "".join(
        "D" if letter == "Đ" else "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
        for letter in words
    )


NOISE = {
    "decomposed": lambda words: unicodedata.normalize("NFD", words),
    "no diacritics": no_diacritics,
    "capitals": str.upper,
    "small letters": str.lower,
    "no-break spaces": lambda words: words.replace(" ", "\u00a0"),
    "double spaces": lambda words: words.replace(" ", "  "),
    "dots behind": lambda words: words + "...",
    "a soft hyphen and a zero-width space": lambda words: "\u00ad" + words + "\u200b",
    "long dashes": lambda words: words.replace("-", "–"),
    "a paragraph": lambda words: words if "<" in words else f"<p>{words}</p>",
    "bold": lambda words: f"<b>{words}</b>",
    "hàng for hằng": lambda words: words.replace("ằng", "àng"),
    "full-width digits": lambda words: "".join(
        chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isdigit() else letter
        for letter in words
    ),
}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_does_not_change_the_meaning(noise: str) -> None:
    for words in PHRASES:
        # "theo quy" without its mark may be "theo quy định" cut off: asked, not guessed.
        if words == "Theo quý" and noise == "no diacritics":
            continue
        plain = read_deadline(words, year=2026)
        noisy = read_deadline(NOISE[noise](words), year=2026)
        assert meaning(noisy) == meaning(plain), words


@pytest.mark.parametrize("words", ["Thường xuyên\ntrong năm\nhọc", "Ngày 15 hằng\nquý"])
def test_a_line_break_inside_a_phrase_is_a_space(words: str) -> None:
    joined = read_deadline(words.replace("\n", " "), year=2026)
    assert read_deadline(words, year=2026) == joined
    assert joined.kind != "unknown"


@pytest.mark.parametrize("words", CLOSED)
def test_a_strange_word_beside_a_time_is_never_overlooked(words: str) -> None:
    beside = [f"zzz {words}", f"{words} trừ zzz", f"{words} nếu zzz"]
    if not ENDS_WITH_OCCASION.search(fold(words)):
        beside += [f"{words} zzz", f"{words}, zzz"]
    for strange in beside:
        assert read_deadline(strange, year=2026).kind == "unknown", strange


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_rule_that_can_be_stored(text: str) -> None:
    rule = read_deadline(text, year=2026)
    assert rule_from_json(rule_to_json(rule)) == rule


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "quý",
                "II",
                "IV",
                "tháng",
                "6",
                "12",
                "ngày",
                "15",
                "30",
                "năm",
                "2025",
                "hằng",
                "mỗi",
                "trước",
                "sau",
                "trong",
                "khi",
                "đến",
                "từ",
                "và",
                ",",
                ";",
                "-",
                "/",
                "lần",
                "ít",
                "nhất",
                "thường",
                "xuyên",
                "định",
                "kỳ",
                "theo",
                "quy",
                "định",
                "kế",
                "hoạch",
                "cuối",
                "đầu",
                "1/7",
                "(",
                ")",
                ":",
                "có",
                "yêu",
                "cầu",
            ]
        ),
        min_size=1,
        max_size=9,
    )
)
def test_shuffled_words_give_a_rule_whose_windows_run_forward(words: list[str]) -> None:
    rule = read_deadline(" ".join(words), year=2026)
    assert rule_from_json(rule_to_json(rule)) == rule
    for part in rule.parts if isinstance(rule, Several) else (rule,):
        if isinstance(part, Window) and part.start and part.end:
            assert part.start <= part.end
        if isinstance(part, Every | AtLeast):
            assert part.count >= 1


def test_two_thousand_cells_are_read_in_good_time() -> None:
    cells = random.Random(7).choices(PHRASES, k=2000)
    start = time.perf_counter()
    for cell in cells:
        read_deadline(cell, year=2026)
    assert time.perf_counter() - start < 15


def test_a_long_list_of_pieces_does_not_take_for_ever() -> None:
    start = time.perf_counter()
    read_deadline("khi có yêu cầu, " * 30 + "zzz", year=2026)
    read_deadline("quý II và quý III, " * 30, year=2026)
    read_deadline("và, " * 140, year=2026)
    assert time.perf_counter() - start < 5
