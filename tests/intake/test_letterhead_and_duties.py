"""The letterhead and the reporting duties, out of the running text."""

import datetime as dt

import pytest

from data.domain.rules import DeadlineRule, Every, External, Unknown
from jobs.intake.deadlines_vi import read_deadline
from jobs.intake.duties import find_duties
from jobs.intake.header import read_header


def read_rule(text: str) -> DeadlineRule:
    return read_deadline(text, year=2026)


def test_a_letterhead_in_two_columns() -> None:
    header = read_header(
        [
            "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "XÃ AN MẪU\tĐộc lập - Tự do - Hạnh phúc",
            "Số: 07/KH-UBND\tAn Mẫu, ngày 5 tháng 2 năm 2026",
            "KẾ HOẠCH",
            "Chuyển đổi số",
            "xã An Mẫu năm 2026",
            "Căn cứ Quyết định số 99/QĐ-UBND ngày 01/01/2026 của UBND tỉnh Mẫu,",
        ]
    )
    assert header.number == "07/KH-UBND"
    assert header.issued_on == dt.date(2026, 2, 5)
    assert header.issuer == "UBND xã An Mẫu"
    assert header.title == "Chuyển đổi số xã An Mẫu năm 2026"


def test_a_number_and_date_left_open_stay_unknown_but_the_year_is_read() -> None:
    header = read_header(["Số: /KH-UBND", "An Mẫu, ngày tháng năm 2025", "KẾ HOẠCH", "Trồng cây"])
    assert (header.number, header.issued_on, header.year) == (None, None, 2025)


def test_numbers_and_dates_of_other_documents_are_not_taken() -> None:
    header = read_header(["Căn cứ Quyết định số 10/QĐ-UBND ngày 02/02/2026 của UBND tỉnh Mẫu;"])
    assert (header.number, header.issued_on, header.issuer) == (None, None, None)


def test_an_appendix_alone_names_its_plan() -> None:
    header = read_header(
        ["PHỤ LỤC", "Nhiệm vụ", "(Kèm theo Kế hoạch số 8/KH-UBND ngày 3/4/2026 của UBND xã An Mẫu)"]
    )
    assert (header.number, header.issued_on, header.issuer, header.year) == (
        "8/KH-UBND",
        dt.date(2026, 4, 3),
        "UBND xã An Mẫu",
        2026,
    )


def test_a_date_that_does_not_exist_is_not_made_up() -> None:
    assert read_header(["An Mẫu, ngày 31 tháng 2 năm 2026"]).issued_on is None


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("Định kỳ ngày 15 hằng quý, 6 tháng và năm báo cáo kết quả về xã.", ("quarter", 15, None)),
        ("Trước ngày 20 hàng tháng, báo cáo tiến độ về Văn phòng.", ("month", None, 20)),
        ("Hằng quý, báo cáo kết quả thực hiện về UBND xã.", ("quarter", None, None)),
    ],
)
def test_duties_with_their_rule(sentence: str, fields: tuple[object, ...]) -> None:
    (duty,) = find_duties(["2. Các trường học", f"- {sentence}"], read_rule)
    assert (duty.who, duty.text) == ("Các trường học", sentence)
    assert isinstance(duty.rule, Every)
    assert (duty.rule.period, duty.rule.day, duty.rule.before_day) == fields


def test_a_duty_inside_another_report_follows_that_report() -> None:
    (duty,) = find_duties(
        ["Định kỳ báo cáo kết quả (lồng ghép trong báo cáo cải cách hành chính) về xã."], read_rule
    )
    assert isinstance(duty.rule, External)
    assert duty.rule.reference == "báo cáo cải cách hành chính"


def test_a_duty_without_a_date_is_unknown_not_guessed() -> None:
    (duty,) = find_duties(["Định kỳ tổng hợp, báo cáo kết quả về UBND tỉnh."], read_rule)
    assert isinstance(duty.rule, Unknown)


@pytest.mark.parametrize(
    "text",
    [
        "Kịp thời báo cáo UBND xã xem xét, giải quyết.",
        "Tiếp công dân định kỳ theo lịch.",
        "Căn cứ báo cáo định kỳ của các đơn vị năm 2025;",
    ],
)
def test_sentences_that_order_no_periodic_report(text: str) -> None:
    assert find_duties([text], read_rule) == ()
