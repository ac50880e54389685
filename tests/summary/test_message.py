"""The weekly message as people read it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.summary import Counts, LateItem, ObstacleItem, Week, WeeklySummary
from data.texts.summary import plan_call, plan_words, shortened, summary_message, week_words
from tests.cast import at
from tests.summary.samples import summary

FULL = replace(
    summary(),
    total=Counts(done=21, on_time=17, soon=5, late=4, waiting=6, undated=3),
    done_this_week=6,
    opened_this_week=8,
    late_since_this_week=2,
    late=tuple(
        LateItem(n, "Việc", "lần 1/2" if n == 20 else "", "Trạm Y tế", n) for n in (20, 7, 3, 1)
    ),
    obstacles=tuple(ObstacleItem(n, "Trạm Y tế", "thiếu kinh phí sửa chữa") for n in (33, 34, 35)),
    to_review=5,
    oldest_review_days=2,
    unlinked=("Võ Thị Lan", "Nguyễn Văn Tư", "Đỗ Thị Bảy"),
)


def test_a_full_week() -> None:
    assert summary_message(FULL) == (
        "Tổng hợp tuần 15–19/6 · Kế hoạch 1780/KH-UBND\n"
        "✅ 21 xong (+6) · 🟢 17 đúng hạn · 🟡 5 sắp đến hạn · 🔴 4 quá hạn\n"
        "⚪ 6 chờ sự kiện · ❓ 3 cần ấn định hạn\n"
        "Trong tuần: 8 việc mới đến kỳ, 2 việc mới quá hạn\n"
        "Quá hạn lâu nhất (3 trong 4 việc):\n"
        "#20 (lần 1/2) Trạm Y tế, 20 ngày\n"
        "#7 Trạm Y tế, 7 ngày\n"
        "#3 Trạm Y tế, 3 ngày\n"
        "Vướng: #33 Trạm Y tế, thiếu kinh phí sửa chữa\n"
        "Vướng: #34 Trạm Y tế, thiếu kinh phí sửa chữa (và 1 vướng mắc khác)\n"
        "Chờ duyệt: 5 báo cáo, cũ nhất 2 ngày\n"
        "Chưa nhận được tin qua chat: Võ Thị Lan, Nguyễn Văn Tư và 1 người khác"
    )


def test_a_quiet_week_says_that_nothing_is_late_and_no_more() -> None:
    quiet = replace(summary(), total=Counts(done=2, on_time=3))
    assert summary_message(quiet) == (
        "Tổng hợp tuần 15–19/6 · Kế hoạch 1780/KH-UBND\n✅ 2 xong · 🟢 3 đúng hạn · 🔴 0 quá hạn"
    )


def test_one_late_task_takes_one_line() -> None:
    one = replace(summary(), late=FULL.late[:1])
    assert "\nQuá hạn lâu nhất: #20 (lần 1/2) Trạm Y tế, 20 ngày" in summary_message(one)


def test_sent_after_an_outage_it_says_which_week_and_as_of_when() -> None:
    monday = replace(summary(), at=at("2026-06-22 08:10"))
    first, second, *_ = summary_message(monday, is_sent_late=True).splitlines()
    assert first == "Tổng hợp tuần 15–19/6 · Kế hoạch 1780/KH-UBND"
    assert second == "Gửi muộn; số liệu lúc 08:10 thứ Hai 22/6"


def test_reports_of_today_have_not_waited() -> None:
    fresh = replace(summary(), to_review=2)
    assert "Chờ duyệt: 2 báo cáo, đều gửi hôm nay" in summary_message(fresh)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 6, 15), date(2026, 6, 19), "tuần 15–19/6"),
        (date(2026, 6, 29), date(2026, 7, 3), "tuần 29/6–3/7"),
        (date(2026, 6, 19), date(2026, 6, 19), "tuần 19/6"),
        (date(2025, 12, 29), date(2026, 1, 2), "tuần 29/12/2025–2/1"),
    ],
)
def test_the_week_is_named_by_its_days(first: date, last: date, words: str) -> None:
    week = Week("", first, last, at("2026-01-01 00:00"), at("2026-01-08 00:00"))
    assert week_words(week, today=date(2026, 6, 19)) == words


@pytest.mark.parametrize(
    ("plans", "words"),
    [
        (("12/KH-UBND",), "Kế hoạch 12/KH-UBND"),
        ((None,), "Kế hoạch đang theo dõi"),
        (("12/KH-UBND", "34/KH-UBND"), "Kế hoạch 12/KH-UBND và 34/KH-UBND"),
        (("12/KH-UBND", None), "2 kế hoạch"),
        (("1", "2", "3"), "3 kế hoạch"),
    ],
)
def test_plans_are_named_or_counted(plans: tuple[str | None, ...], words: str) -> None:
    assert plan_words(plans) == words


COUNTS = st.builds(Counts, *[st.integers(0, 999)] * 6)


@given(COUNTS, st.integers(0, 40), st.integers(0, 9), st.text(min_size=1))
def test_it_never_grows_beyond_a_phone_screen(
    total: Counts, late: int, stuck: int, words: str
) -> None:
    made: WeeklySummary = replace(
        FULL,
        total=total,
        late=FULL.late[:1] * late,
        obstacles=(ObstacleItem(1, "Trạm Y tế", words),) * stuck,
    )
    lines = summary_message(made, is_sent_late=True).split("\n")
    assert len(lines) <= 13
    assert max(map(len, lines)) <= 140


@given(st.text(), st.integers(2, 50))
def test_long_words_are_cut_on_one_line(words: str, limit: int) -> None:
    cut = shortened(words, limit)
    assert len(cut) <= limit
    assert cut == " ".join(words.split()) or cut.endswith("…")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (("25/KH-UBND", "Nâng cao chỉ số PAPI", 2026), "Kế hoạch 25/KH-UBND"),
        ((None, "Nâng cao chỉ số PAPI năm 2026", 2026), "Kế hoạch “Nâng cao chỉ số PAPI năm 2026”"),
        (("", "", 2026), "Kế hoạch năm 2026"),
        ((None, None, None), "Kế hoạch đang theo dõi"),
    ],
)
def test_a_plan_without_a_number_is_called_by_its_title_or_year(
    plan: tuple[str | None, str | None, int | None], words: str
) -> None:
    assert plan_words([plan_call(*plan)]) == words


def test_without_a_plan_no_word_hangs_in_the_air() -> None:
    assert plan_words([]) == "chưa có kế hoạch"
