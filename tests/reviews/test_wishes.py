"""A wish for more time among the words of a report: read with its date and reason, or not at all."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.wishes import read_wish
from data.domain.wording import plain, tight

TODAY = date(2026, 6, 15)
UNTIL = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("typed", "until", "days", "reason"),
    [
        ("vướng mặt bằng, xin gia hạn đến 30/6", UNTIL, None, "vướng mặt bằng"),
        ("vuong mat bang, xin gia han den 30/6", UNTIL, None, "vuong mat bang"),
        ("Đã họp. Vướng mặt bằng nên xin lùi hạn sang 30/6", UNTIL, None, "Vướng mặt bằng"),
        ("xin gia hạn tới 30/6 vì dân chưa đồng thuận", UNTIL, None, "dân chưa đồng thuận"),
        ("chưa xong, đề nghị phường xem xét gia hạn đến 30/6, do mưa", UNTIL, None, "mưa"),
        ("xin gia hạn đến 30/6, mưa bão kéo dài", UNTIL, None, "mưa bão kéo dài"),
        ("thiếu người, cho em gia hạn đến 30.6.2026 nhé", UNTIL, None, "thiếu người"),
        ("xin thêm 5 ngày nữa vì mưa", None, 5, "mưa"),
        ("vướng từ 10/6, xin gia hạn, họp lại ngày 30/6", None, None, "vướng từ 10/6"),
        ("xin gia hạn vì mưa bão từ 10/6 đến 20/6", None, None, "mưa bão từ 10/6 đến 20/6"),
        ("không kịp nên xin gia hạn đến 30/6", UNTIL, None, "không kịp"),
    ],
)
def test_a_wish_is_read_with_its_date_and_reason(
    typed: str, until: date | None, days: int | None, reason: str
) -> None:
    said = read_wish(typed, TODAY)
    assert said is not None
    assert (said.code, said.until, said.days, said.reason) == (None, until, days, reason)


@pytest.mark.parametrize(
    "typed",
    [
        "đã họp 2 buổi, vướng mặt bằng đến 30/6",
        "đã được gia hạn đến 30/6",
        "UBND tỉnh đã cho gia hạn đến 30/6",
        "đã xin gia hạn đến 30/6",
        "không xin gia hạn",
        "không có nhu cầu xin gia hạn",
        "chưa cần gia hạn, sẽ xong trước 30/6",
        "chưa phải xin thêm thời gian",
        "hỗ trợ dân làm thủ tục gia hạn giấy phép đến 30/6",
        "đã hướng dẫn dân đề nghị gia hạn thẻ BHYT đến 30/6",
        "đã bổ sung thêm 5 ngày công",
    ],
)
def test_what_is_no_wish_is_none(typed: str) -> None:
    assert read_wish(typed, TODAY) is None
    assert read_wish(plain(typed).replace("da ", "đã "), TODAY) is None


@given(st.text(max_size=700) | st.text("xin gia hạn đến,. 30/6vìkhông\n", max_size=700))
def test_what_is_wished_for_is_made_of_what_was_typed(text: str) -> None:
    said = read_wish(text, TODAY)
    if said is not None:
        assert said.code is None
        assert said.until is None or said.days is None
        assert set(said.reason) <= {*tight(text), " "}


@pytest.mark.parametrize(
    "part",
    [
        *("xin ", "xin gia hạn ", "xin gia hạn, ", "không có cần xin gia hạn ", "nên thì em "),
        *("đề nghị đề nghị ", "gia hạn cho cho cho ", "xin gia hạn vì từ 1 đến 2/2 ", "1/1 ", " "),
        *("xin thêm 5 ngày ", "xin gia hạn đến 30/6 vì ", "thêm 5 ", ", ", "a", "\n"),
    ],
)
@pytest.mark.parametrize("end", ["", "xin gia hạn đến 30/6", "không xin gia hạn"])
def test_the_longest_message_is_read_at_once(part: str, end: str) -> None:
    text = (part * 2_000)[: 2_000 - len(end)] + end
    began = time.thread_time()
    read_wish(text, TODAY)
    assert time.thread_time() - began < 0.15
