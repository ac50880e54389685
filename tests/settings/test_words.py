"""What one line sets, as people type it."""

import unicodedata
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.people import WardSettings
from data.domain.rules import Period
from data.domain.settings_rules import Problem, changed_values, problem_with
from data.domain.settings_words import PlanPeriod, TaskPeriod, read_setting, read_ward_name
from data.domain.wording import plain
from data.texts import settings as texts

TODAY = date(2026, 6, 15)
NOW = WardSettings(calendar_overrides="# theo thông báo\n2027-01-02 nghỉ")

SETS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("giờ nhắc 7:15", {"remind_at": time(7, 15)}),
    ("Giờ nhắc: 7h15", {"remind_at": time(7, 15)}),
    ("giờ nhắc việc hằng ngày là 8 giờ", {"remind_at": time(8)}),
    ("nhắc lúc 6 giờ 45 sáng", {"remind_at": time(6, 45)}),
    ("giờ nhắc 1h30 chiều", {"remind_at": time(13, 30)}),
    ("nhắc trước 5, 2, 1 ngày", {"before": (5, 2, 1)}),
    ("nhắc trước hạn 1 và 3 ngày làm việc", {"before": (3, 1)}),
    ("không nhắc trước", {"before": ()}),
    ("không nhắc khi mở việc", {"at_opening": False}),
    ("không nhắc đúng ngày hạn", {"on_the_day": False}),
    ("quá hạn nhắc lại mỗi 2 ngày", {"overdue_every": 2}),
    ("quá hạn nhắc sau 2 ngày", {"overdue_first": 2}),
    ("báo trưởng đơn vị sau 3 ngày", {"head_after": 3}),
    ("báo cho thủ trưởng cơ quan sau 3 ngày làm việc quá hạn", {"head_after": 3}),
    ("báo lãnh đạo sau 7 ngày", {"leadership_after": 7}),
    ("báo lãnh đạo UBND phường sau 7 ngày", {"leadership_after": 7}),
    ("tổng hợp thứ Năm 15:30", {"summary_weekday": 4, "summary_at": time(15, 30)}),
    ("tổng hợp thứ Sáu 15:30", {"summary_at": time(15, 30)}),
    ("tổng hợp thứ 5", {"summary_weekday": 4}),
    ("không gửi tuần cho từng người", {"own_weeks": False}),
    ("Không gửi tổng hợp tuần riêng cho mỗi người.", {"own_weeks": False}),
    ("tổng hợp lúc 15h", {"summary_at": time(15)}),
    ("chốt báo cáo ngày 20", {"cutoff_day": 20}),
    ("báo cáo mỗi tháng", {"reporting_period": Period.MONTH}),
    ("báo cáo hằng năm", {"reporting_period": Period.YEAR}),
    ("việc thường xuyên báo cáo mỗi 6 tháng", {"reporting_period": Period.HALF_YEAR}),
)
CALENDAR = (
    ("làm bù 10/1/2026", "# theo thông báo\n2027-01-02 nghỉ\n2026-01-10 làm"),
    ("nghỉ thứ Sáu 2/10", "# theo thông báo\n2027-01-02 nghỉ\n2026-10-02 nghỉ"),
    ("nghỉ ngày 5 tháng 1", "# theo thông báo\n2027-01-02 nghỉ\n2027-01-05 nghỉ"),
    ("nghỉ 2026-10-02", "# theo thông báo\n2027-01-02 nghỉ\n2026-10-02 nghỉ"),
    (
        "nghỉ từ 30/12 đến 1/1/2027",
        "# theo thông báo\n2027-01-02 nghỉ\n2026-12-30 nghỉ\n2026-12-31 nghỉ\n2027-01-01 nghỉ",
    ),
    ("làm bù 2/1/2027", "# theo thông báo\n2027-01-02 làm"),
    ("bỏ 2/1/2027", "# theo thông báo"),
    ("bỏ nghỉ ngày 2/1/2027", "# theo thông báo"),
)
TASKS = (
    ("#12 báo cáo mỗi tháng", TaskPeriod(12, Period.MONTH)),
    ("việc #12: báo cáo hằng quý", TaskPeriod(12, Period.QUARTER)),
    ("#12 báo cáo như cả phường", TaskPeriod(12, None)),
)
PLANS = (
    ("kế hoạch 1780 báo cáo mỗi tháng", PlanPeriod("1780", Period.MONTH)),
    ("KH 1780/KH-UBND báo cáo hằng quý", PlanPeriod("1780/kh-ubnd", Period.QUARTER)),
    (
        "kế hoạch số 1780: việc thường xuyên báo cáo mỗi 6 tháng",
        PlanPeriod("so 1780", Period.HALF_YEAR),
    ),
    ("kế hoạch 1780 báo cáo như phường", PlanPeriod("1780", None)),
    ("kế hoạch báo cáo mỗi năm", PlanPeriod("", Period.YEAR)),
    ("kế hoạch báo cáo như cả xã", PlanPeriod("", None)),
    (
        "Kế hoạch 25/KH-UBND ngày 24/4/2026 báo cáo mỗi tháng",
        PlanPeriod("25/kh-ubnd ngay 24/4/2026", Period.MONTH),
    ),
    ("kế hoạch 25 năm 2026 báo cáo mỗi tháng", PlanPeriod("25 nam 2026", Period.MONTH)),
    ('Kế hoạch "Nâng cao PAPI" báo cáo mỗi tháng', PlanPeriod('"nang cao papi"', Period.MONTH)),
)
CANNOT = (
    ("giờ nhắc 21:00", Problem.REMIND_AT, "từ 6:30 đến trước 14:00"),
    ("giờ nhắc 5:00", Problem.REMIND_AT, "từ 6:30"),
    ("giờ nhắc 14:00", Problem.REMIND_AT, "trước 14:00"),
    ("giờ nhắc 25:00", Problem.NO_SUCH_TIME, "23:59"),
    ("giờ nhắc 7:75", Problem.NO_SUCH_TIME, "23:59"),
    ("nhắc trước 0 ngày", Problem.BEFORE, "từ 1 đến 30 ngày"),
    ("nhắc trước 31 ngày", Problem.BEFORE, "từ 1 đến 30 ngày"),
    ("nhắc trước 6, 5, 4, 3, 2, 1 ngày", Problem.BEFORE, "nhiều nhất 5 lần"),
    ("quá hạn nhắc lại mỗi 11 ngày", Problem.OVERDUE_EVERY, "1 đến 10 ngày"),
    ("quá hạn nhắc sau 0 ngày", Problem.OVERDUE_FIRST, "từ 1 đến 10 ngày"),
    ("báo trưởng đơn vị sau 5 ngày", Problem.HEAD_AFTER, "từ 1 đến 4 ngày"),
    ("báo lãnh đạo sau 2 ngày", Problem.LEADERSHIP_AFTER, "từ 3 đến 60 ngày"),
    ("tổng hợp Chủ nhật 15:30", Problem.SUMMARY_DAY, "thứ Hai đến thứ Sáu"),
    ("tổng hợp thứ Bảy", Problem.SUMMARY_DAY, "thứ Hai đến thứ Sáu"),
    ("tổng hợp thứ Sáu 22:00", Problem.SUMMARY_AT, "từ 6:30 đến trước 20:00"),
    ("chốt báo cáo ngày 29", Problem.CUT_OFF, "từ 1 đến 28"),
    ("báo cáo mỗi tuần", Problem.REPORTING_PERIOD, "mỗi tháng, mỗi quý"),
    ("nghỉ 31/2/2027", Problem.NO_SUCH_DAY, "ghi lại ngày, tháng"),
    ("nghỉ 20/1/2027 đến 10/1/2027", Problem.NO_SUCH_DAY, "ghi lại ngày, tháng"),
    ("nghỉ 1/1/2035", Problem.DAY_TOO_FAR, "ba năm tới"),
    ("nghỉ 1/7 đến 30/9", Problem.TOO_MANY_DAYS, "31 ngày"),
    ("bỏ 3/1/2027", Problem.NOT_SWAPPED, "không có gì để bỏ"),
)
NOTHING = (
    "",
    "xong rồi",
    "việc",
    "nhắc 12",
    "#12 đã họp 1/2 buổi",
    "#12 báo cáo tháng 6 đã gửi",
    "kế hoạch 1780",
    "kế hoạch 1780 báo cáo tháng 6",
    "kế hoạch của tổ tôi báo cáo mỗi tháng",
    "đã làm theo kế hoạch 1780, báo cáo mỗi tháng",
    "kế hoạch 1780 báo cáo mỗi tháng rồi đồng chí ạ",
    "khai báo sự kiện bầu cử 16/8",
    "hôm nay tôi nghỉ",
    "giờ nhắc",
    "báo lãnh đạo",
    "giờ nhắc 7:15 nhé, tôi cảm ơn",
)


def spellings(words: str) -> tuple[str, ...]:
    return (
        words,
        plain(words),
        unicodedata.normalize("NFD", words),
        words.upper(),
        f"  {words.replace(' ', '  ')}. ",
    )


@pytest.mark.parametrize(("words", "expected"), SETS)
def test_a_line_sets_one_thing_however_it_is_spelled(words: str, expected: dict[str, Any]) -> None:
    for spelled in spellings(words):
        said = read_setting(spelled, NOW, TODAY)
        assert isinstance(said, WardSettings), spelled
        assert {name: new for name, (_, new) in changed_values(NOW, said).items()} == expected


@pytest.mark.parametrize(("words", "expected"), CALENDAR)
def test_days_are_swapped_one_line_each_and_notes_stay(words: str, expected: str) -> None:
    for spelled in spellings(words):
        said = read_setting(spelled, NOW, TODAY)
        assert isinstance(said, WardSettings), spelled
        assert said.calendar_overrides == expected


@pytest.mark.parametrize(("words", "expected"), TASKS)
def test_a_task_has_a_period_of_its_own(words: str, expected: TaskPeriod) -> None:
    assert {read_setting(spelled, NOW, TODAY) for spelled in spellings(words)} == {expected}


@pytest.mark.parametrize(("words", "expected"), PLANS)
def test_a_plan_has_a_period_for_all_its_continuous_work(words: str, expected: PlanPeriod) -> None:
    assert {read_setting(spelled, NOW, TODAY) for spelled in spellings(words)} == {expected}


@pytest.mark.parametrize(("words", "problem", "allowed"), CANNOT)
def test_what_is_out_of_range_is_refused_and_says_what_is_allowed(
    words: str, problem: Problem, allowed: str
) -> None:
    assert read_setting(words, NOW, TODAY) is problem
    assert allowed in texts.refused(problem, NOW)


@pytest.mark.parametrize("words", NOTHING)
def test_other_lines_set_nothing(words: str) -> None:
    assert read_setting(words, NOW, TODAY) is None


@pytest.mark.parametrize("problem", Problem)
def test_every_refusal_ends_with_a_way_on(problem: Problem) -> None:
    sentence = texts.refused(problem, NOW)
    assert sentence.endswith(".")
    assert "  " not in sentence


def test_the_examples_shown_can_be_typed() -> None:
    shown = texts.overview("Phường Hòa Bình", NOW, (), TODAY)
    examples = shown.split("ví dụ: ")[1].replace("\nhoặc: ", " · ").split(" · ")
    assert len(examples) == 14
    assert read_ward_name(examples.pop()) == "Phường Hòa Bình"
    for example in examples:
        said = read_setting(example, NOW, TODAY)
        assert isinstance(said, WardSettings | TaskPeriod | PlanPeriod), example


_LINES = st.sampled_from(
    (
        "giờ nhắc {0}:{1}",
        "nhắc trước {0}, {1} ngày",
        "quá hạn nhắc lại mỗi {0} ngày",
        "báo trưởng đơn vị sau {0} ngày",
        "báo lãnh đạo sau {0} ngày",
        "tổng hợp thứ {0} {1}:30",
        "chốt báo cáo ngày {0}",
        "#{0} báo cáo mỗi {1}",
        "kế hoạch {0}/{1}-{2} báo cáo mỗi quý",
        "nghỉ {0}/{1}/{2}",
        "làm bù {0}/{1} đến {1}/{0}/{2}",
        "bỏ {2}-{0}-{1}",
    )
)
_NUMBERS = st.integers(0, 40) | st.integers(0, 99_999)
_TYPED = st.builds(lambda line, *n: line.format(*n), _LINES, _NUMBERS, _NUMBERS, _NUMBERS)


@given(_TYPED | st.text() | st.builds(" ".join, st.lists(_TYPED | st.text(max_size=5), max_size=3)))
def test_whatever_is_typed_is_read_without_breaking_and_gives_only_what_may_be(text: str) -> None:
    said = read_setting(text, NOW, TODAY)
    if isinstance(said, WardSettings):
        assert WardSettings.model_validate(said.model_dump()) == said
        assert problem_with(NOW, said) is None
