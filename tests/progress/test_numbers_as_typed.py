"""Task numbers as thumbs type them: with courtesies, stuck to the word, several in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.progress import read_reports
from data.domain.reports import Doneness
from data.domain.taking_back import read_taking_back

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


@given(st.integers(1, 99999))
def test_a_report_is_taken_back_by_its_number(number: int) -> None:
    assert read_taking_back(f"Hoàn tác #{number} ạ") == (number,)
    assert read_taking_back(f"hoan tac {number}") == (number,)


@pytest.mark.parametrize(
    "text", ["", "xong", "hoàn tác giúp tôi việc hôm qua", "đã hoàn tác xong 7"]
)
def test_other_words_take_nothing_back(text: str) -> None:
    assert read_taking_back(text) is None
