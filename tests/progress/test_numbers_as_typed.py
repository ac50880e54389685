"""Task numbers as thumbs type them: with courtesies, stuck to the word, several in one line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.progress import read_reports
from data.domain.reports import Doneness
from data.domain.taking_back import read_taking_back
from data.domain.task_codes import bare_parts
from data.domain.wording import tight

DONE = [
    *("#12 xong", "/xong 12", "xong 12", "12 xong", "XONG 12", "12. xong", "12) xong", "(12) xong"),
    *("12-xong", "12xong", "xong12", "#12xong", "số 12 xong", "so 12 xong", "viec 12 xong roi"),
    *("xong rồi 12", "xong viec 12 roi", "đã làm xong 12 rồi ạ", "làm xong 12", "12 làm xong"),
    *("Dạ 12 xong", "dạ xong 12 ạ", "em báo cáo 12 xong", "xong 12 nhé", "xong 12!", "12 xong..."),
    "thưa đồng chí 12 xong ạ",
]


@pytest.mark.parametrize("text", DONE)
def test_one_task_is_done(text: str) -> None:
    (reading,) = read_reports(text)
    assert (reading.codes, reading.progress.doneness) == ((12,), Doneness.DONE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 xong 2 chưa", [((1,), "done"), ((2,), "not_yet")]),
        ("3 xong, 5 chưa", [((3,), "done"), ((5,), "not_yet")]),
        ("3 xong; 5, 6 chưa làm ạ", [((3,), "done"), ((5, 6), "not_yet")]),
        ("3 xong 5 xong còn 7 chưa", [((3,), "done"), ((5,), "done"), ((7,), "not_yet")]),
    ],
)
def test_several_tasks_are_told_apart_where_nothing_else_is_said(
    text: str, said: list[tuple[tuple[int, ...], str]]
) -> None:
    assert [(r.codes, r.progress.doneness.value) for r in read_reports(text)] == said


OWN = {3, 5, 7}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 xong, 5 chưa họp được", {3: "done", 5: "not_yet"}),
        ("3 xong, 5 chua hop duoc", {3: "done", 5: "not_yet"}),
        ("3 xong 5 chưa họp được 7 xong", {3: "done", 5: "not_yet", 7: "done"}),
        ("3 xong, còn 5 chưa họp được", {3: "done", 5: "not_yet"}),
        ("3. XONG\n5. CHƯA HỌP ĐƯỢC", {3: "done", 5: "not_yet"}),
        ("3 đã họp 1 buổi và 5 đang làm", {3: "partly", 5: "partly"}),
        ("#3 xong 5 chưa", {3: "done", 5: "not_yet"}),
        ("số 3 xong số 5 chưa làm được", {3: "done", 5: "not_yet"}),
        ("xong 3, 5 chưa họp", {3: "done", 5: "not_yet"}),
        ("3 xong rồi, 5 vướng mặt bằng", {3: "done", 5: "unsaid"}),
    ],
)
def test_numbers_of_own_tasks_begin_a_report_each(text: str, said: dict[int, str]) -> None:
    assert {r.code: r.progress.doneness.value for r in read_reports(text, OWN)} == said
    assert set(bare_parts(text)) | {3} == set(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("xong 3, chưa 5", {3: "done", 5: "not_yet"}),
        ("xong 3 chưa xong 5", {3: "done", 5: "not_yet"}),
        ("việc 3 xong việc 5 chưa họp được", {3: "done", 5: "not_yet"}),
        ("#3 xong #5 chưa họp được", {3: "done", 5: "not_yet"}),
        ("#3 xong và #5 chưa", {3: "done", 5: "not_yet"}),
    ],
)
def test_named_tasks_are_told_apart_whosever_they_are(text: str, said: dict[int, str]) -> None:
    assert {r.code: r.progress.doneness.value for r in read_reports(text)} == said


@pytest.mark.parametrize(
    "text",
    [
        *("12 xong, 5 hộ chưa nhận", "12 xong, 5 người chưa ký", "12 xong, 8 chưa có ảnh"),
        *("12 đã họp 3 buổi, 2 đạt", "12 xong lúc 3 giờ", "#12 đã làm xong #5", "12 xong ngày 3/5"),
    ],
)
def test_other_figures_part_no_report(text: str) -> None:
    (reading,) = read_reports(text, OWN)
    assert reading.codes == (12,)


@given(st.text(max_size=200), st.sets(st.integers(1, 99), max_size=5))
def test_whatever_is_written_is_read_whole(text: str, own: set[int]) -> None:
    said = read_reports(text, own)
    assert len(said) >= 1
    assert set(bare_parts(text)) & own or said == read_reports(text)


@pytest.mark.parametrize(
    "text",
    [
        *("12 xong 3 ảnh", "#12 xong 3 anh", "12 XONG 3 HÌNH", "xong 12 3 ảnh", "xong 12, 3 ảnh"),
        *("12 hoàn thành 2 video", "12 xong: 3 tấm ảnh", "12 đã xong 1 tệp"),
    ],
)
def test_pictures_that_come_along_are_no_part_of_the_work(text: str) -> None:
    (reading,) = read_reports(text)
    assert (reading.codes, reading.progress.doneness) == ((12,), Doneness.DONE)


@pytest.mark.parametrize("text", ["12 xong 3 hộ", "12 xong 2 buổi", "12 hoàn thành 30%"])
def test_a_part_of_the_work_is_not_all_of_it(text: str) -> None:
    (reading,) = read_reports(text)
    assert reading.progress.doneness is not Doneness.DONE


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2 buổi",
            "xong 2 buổi",
            "xong 85 người",
            "xong 12 ảnh",
            "xong 50%",
            "xong 1/2",
            "0912345678",
        ),
        *(
            "0912 345 678",
            "ngày 12 xong",
            "tổ 5 xong",
            "con 2 chua xong",
            "còn 2 chưa xong",
            "em 5 tuổi",
        ),
    ],
)
def test_other_numbers_name_no_task(text: str) -> None:
    assert all(not reading.codes for reading in read_reports(text))


@given(
    st.integers(1, 999),
    st.sampled_from(["", "dạ ", "Dạ, ", "em báo cáo ", "thưa đồng chí "]),
    st.sampled_from(["{} xong", "xong {}", "số {} xong", "#{} xong", "đã xong {}", "{}) xong"]),
    st.sampled_from(["", ".", "!", " ạ", " nhé"]),
)
def test_any_number_is_read_with_any_courtesy(
    number: int, before: str, form: str, after: str
) -> None:
    (reading,) = read_reports(f"{before}{form.format(number)}{after}")
    assert reading.codes == (number,)
    assert reading.progress.doneness is Doneness.DONE


@pytest.mark.parametrize("text", ["3 " * 1000, "3 và " * 700, "#3 " * 900, "3 xong, " * 400])
def test_a_long_row_of_numbers_is_read_at_once(text: str) -> None:
    # One blank that could be read in two ways made 2^n of n numbers: the whole bot stood still.
    began = time.process_time()
    read_reports(text, OWN)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "pair", ["3 xong ", "3 xong, ", "3 chưa làm, và ", "3) xong rồi ạ. ", "xong 3, "]
)
@pytest.mark.parametrize("end", ["ảnh đẹp", "5", "và"])
def test_a_row_of_tasks_that_ends_in_other_words_is_read_at_once(pair: str, end: str) -> None:
    # One blank in each pair could be read in two ways: 24 tasks took half a minute, 40 for ever.
    began = time.thread_time()
    read_reports(pair * 24 + end, OWN)
    assert time.thread_time() - began < 5


@given(
    st.text(" \t\n\u00a0", min_size=2, max_size=4000), st.sampled_from(["", "#5 xong", "5 xong"])
)
def test_blanks_are_one_blank_before_anything_is_looked_for(blanks: str, before: str) -> None:
    # What looks for words behind any number of blanks takes the square of them to find none.
    text = f"{before}{blanks}hai tổ"
    one = "\n" if "\n" in blanks else " "
    assert tight(text) == f"{before}{one}hai tổ"
    said = read_reports(text, OWN)
    assert said == read_reports(f"{before}{one}hai tổ", OWN)
    assert all(len(reading.rest) <= len("xong hai tổ") for reading in said)


@given(st.integers(1, 99999))
def test_a_report_is_taken_back_by_its_number(number: int) -> None:
    assert read_taking_back(f"Hoàn tác #{number} ạ") == (number,)
    assert read_taking_back(f"hoan tac {number}") == (number,)


@pytest.mark.parametrize(
    "text", ["", "xong", "hoàn tác giúp tôi việc hôm qua", "đã hoàn tác xong 7"]
)
def test_other_words_take_nothing_back(text: str) -> None:
    assert read_taking_back(text) is None
