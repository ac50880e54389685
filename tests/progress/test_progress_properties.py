"""What holds for any words: nothing is invented, nothing breaks, quotas are counted."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.progress import (
    is_as_before,
    is_complete,
    quota_of,
    read_progress,
    read_report,
    read_reports,
)
from data.domain.reports import Doneness, Progress
from data.domain.task_codes import bare_parts, split_by_task

DIGITS = set("0123456789")


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_nothing_is_invented(text: str) -> None:
    reading = read_report(text)
    told = reading.progress
    assert len(reading.rest) <= len(text) * 4
    if not any(char.isdecimal() for char in text):
        assert reading.codes == ()
        assert told.people is None
        assert told.of is None
    if told.of is not None and told.count is not None:
        assert 0 <= told.count <= told.of
    if told.percent is not None:
        assert 0 <= told.percent <= 100


@given(st.integers(0, 31), st.integers(1, 12), st.sampled_from(["ngày", "hôm", "sáng", "chiều"]))
def test_a_date_is_never_progress(day: int, month: int, word: str) -> None:
    told = read_progress(f"đã họp {word} {day}/{month}")
    assert (told.count, told.of, told.doneness) == (None, None, Doneness.UNSAID)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_part_of_a_whole_is_done_only_when_whole(part: int, whole: int) -> None:
    told = read_progress(f"đã làm {part}/{whole} hộ")
    if part > whole:
        assert told.of is None
    else:
        assert (told.count, told.of) == (part, whole)
        assert (told.doneness is Doneness.DONE) == (part == whole)


@given(st.integers(1, 999), st.sampled_from(["xong", "chưa", "65%", "1/2 buổi", "đã họp"]))
def test_the_number_before_the_words_is_the_task(code: int, words: str) -> None:
    assert read_report(f"#{code} {words}").codes == (code,)
    assert read_report(f"#{code} {words}").rest == words
    assert read_report(f"#{code}: {words}").progress == read_progress(words)


@given(st.lists(st.integers(1, 999), min_size=1, max_size=8, unique=True))
def test_several_numbers_before_one_word_all_get_it(codes: list[int]) -> None:
    text = " ".join(f"#{code}" for code in codes) + " xong"
    assert read_report(text).codes == tuple(codes)
    assert read_report(text).progress.doneness is Doneness.DONE


def test_each_task_keeps_its_own_words_when_they_differ() -> None:
    said = {r.code: r.progress.doneness for r in read_reports("#3 xong, #5 chưa làm, #9 65%")}
    assert said == {3: Doneness.DONE, 5: Doneness.NOT_YET, 9: Doneness.PARTLY}


def test_a_task_named_in_passing_gets_no_report_of_its_own() -> None:
    (reading,) = read_reports("#5 đã làm theo ý kiến ở #7")
    assert reading.codes == (5,)


@pytest.mark.parametrize(
    "text", ["85 người dự", "xong 50%", "xong 12/12 tổ", "15/6 đã họp", "7:30"]
)
def test_a_figure_is_not_taken_for_a_task(text: str) -> None:
    assert read_report(text).codes == ()


@pytest.mark.parametrize(
    ("text", "plain_word"),
    [("đi chùa về", "chùa"), ("đo ô vuông", "vuông"), ("ông Vương đã dự", "Vương")],
)
def test_a_word_with_other_diacritics_is_another_word(text: str, plain_word: str) -> None:
    told = read_progress(text)
    assert told.doneness is Doneness.UNSAID
    assert told.obstacle is None


def test_the_first_of_two_occasions_completes_only_the_first() -> None:
    half = read_progress("1/2 buổi")
    assert is_complete(half, 1, 2)
    assert not is_complete(half, 2, 2)
    assert is_complete(read_progress("2/2 buổi"), 2, 2)
    assert not is_complete(half)


def test_one_meeting_held_is_the_occasion_that_a_quota_asks_for() -> None:
    held = read_progress("đã họp 1 buổi, 85 người")
    assert is_complete(held, 2, 2)
    assert not is_complete(held)


def test_a_part_that_is_not_the_quota_does_not_complete_it() -> None:
    assert not is_complete(read_progress("3/15 hộ"), 1, 2)
    assert not is_complete(read_progress("chưa họp 1 buổi nào"), 1, 2)


@given(st.integers(1, 12), st.integers(1, 12))
def test_done_in_words_is_done_whatever_the_quota(index: int, total: int) -> None:
    assert is_complete(Progress(Doneness.DONE), index, total)


def test_the_quota_is_read_from_the_label() -> None:
    assert quota_of("lần 1/2") == (1, 2)
    assert quota_of("lần 2/4 năm 2026") == (2, 4)
    assert quota_of("quý II/2026") == (1, 1)
    assert quota_of("") == (1, 1)


def test_as_last_period_is_understood() -> None:
    assert is_as_before("#12 như kỳ trước")
    assert is_as_before("Nhu ky truoc")
    assert not is_as_before("kỳ trước đã họp")


@given(
    st.lists(
        st.sampled_from(["5", "#5", "7,", "việc 5", ", ", " và ", " xong", " chưa,", "rồi ", "\n"]),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["", "xong", "#1 xong, "]),
)
@settings(max_examples=15)
def test_however_many_numbers_there_are_each_is_read_once(unit: list[str], start: str) -> None:
    text = (start + "".join(unit) * 16_000)[:16_000]
    began = time.thread_time()
    split_by_task(text, own=(5,))
    bare_parts(text)
    assert time.thread_time() - began < 2, "reading grows as the square of the length"
