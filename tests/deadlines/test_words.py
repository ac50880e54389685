"""Rules, dates and days left as people say them."""

from datetime import date

import pytest

from data.domain.workdays import WorkCalendar
from data.texts.dates import (
    day_month,
    days_left,
    days_left_with_date,
    decimal,
    spoken_date,
    whole_number,
)
from data.texts.deadlines import describe_rule
from jobs.intake.deadlines_vi import read_deadline
from tests.deadlines.test_noise import PHRASES

MONDAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Thường xuyên trong năm học", "Thường xuyên trong năm học"),
        ("Hàng quí", "Hằng quý"),
        ("ngày 15 hàng quý", "Ngày 15 hằng quý"),
        ("trước ngày 20 hàng tháng", "Trước ngày 20 hằng tháng"),
        ("tháng 6, tháng 12 hàng năm", "Tháng 6 và tháng 12 hằng năm"),
        ("ngày 15 tháng cuối quý", "Ngày 15 tháng cuối hằng quý"),
        ("trước 10/12 hằng năm", "Chậm nhất ngày 9/12 hằng năm"),
        ("thứ 2 hàng tuần", "Thứ Hai hằng tuần"),
        ("6 tháng/lần", "6 tháng một lần"),
        ("2 năm/lần", "2 năm một lần"),
        ("02 lần/năm", "Mỗi năm 2 lần"),
        ("Mỗi năm ít nhất 02 lần", "Mỗi năm ít nhất 2 lần"),
        ("Quý lV/2024", "Quý IV/2024"),
        ("quý III-IV/2025", "Từ 1/7/2025 đến 31/12/2025"),
        ("trước ngày 15/12/2025", "Chậm nhất 14/12/2025"),
        ("Năm 2024 và các năm tiếp theo", "Từ 1/1/2024 trở đi, mỗi năm một lần"),
        ("trước, trong và sau kỳ bầu cử", "Trước, trong và sau kỳ bầu cử"),
        ("sau mỗi kỳ họp", "Sau mỗi kỳ họp"),
        ("trong 05 ngày làm việc kể từ ngày khai mạc", "5 ngày làm việc sau khai mạc"),
        ("Theo quy định", "Theo quy định, cần ấn định thời hạn"),
        ("Quý II (dự thảo), quý IV (ban hành)", "Quý II/2026 (dự thảo); Quý IV/2026 (ban hành)"),
        ("nt", "Chưa rõ thời hạn: ô ghi “nt” (như trên), cần xem dòng phía trên"),
    ],
)
def test_a_rule_is_said_in_plain_words(words: str, said: str) -> None:
    assert describe_rule(read_deadline(words, year=2026)) == said


@pytest.mark.parametrize("words", PHRASES)
def test_every_rule_has_words(words: str) -> None:
    said = describe_rule(read_deadline(words, year=2026))
    assert said
    assert "None" not in said
    assert "  " not in said


def test_a_date_names_its_year_only_when_it_is_another_one() -> None:
    assert spoken_date(date(2026, 6, 19), today=MONDAY) == "thứ Sáu 19/6"
    assert spoken_date(date(2027, 1, 3), today=MONDAY) == "Chủ nhật 3/1/2027"
    assert day_month(date(2026, 6, 9), today=MONDAY) == "9/6"
    assert day_month(date(2026, 6, 9)) == "9/6/2026"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 6, 13), "quá hạn 2 ngày"),
        (date(2026, 6, 15), "hạn hôm nay"),
        (date(2026, 6, 16), "hạn mai"),
        (date(2026, 6, 18), "còn 3 ngày làm việc"),
        (date(2026, 6, 22), "còn 5 ngày làm việc"),
    ],
)
def test_days_left_are_working_days(due: date, said: str) -> None:
    assert days_left(due, today=MONDAY, calendar=WorkCalendar()) == said


def test_the_date_stands_beside_days_left_while_it_helps() -> None:
    calendar = WorkCalendar()
    tomorrow = days_left_with_date(date(2026, 6, 16), today=MONDAY, calendar=calendar)
    assert tomorrow == "hạn mai, thứ Ba 16/6"
    assert days_left_with_date(MONDAY, today=MONDAY, calendar=calendar) == "hạn hôm nay"


def test_numbers_use_the_vietnamese_marks() -> None:
    assert whole_number(1250000) == "1.250.000"
    assert decimal(98.5) == "98,5"
    assert decimal(96.0) == "96"
    assert decimal(1234.5) == "1.234,5"
