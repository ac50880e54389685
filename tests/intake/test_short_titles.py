"""Short titles: at most sixty characters, whole words, the document's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.titles import duty_title, short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Đối thoại với Nhân dân", "Đối thoại với Nhân dân"),
        (
            "- Lãnh đạo tiếp công dân định kỳ; - Tiếp nhận phản ánh.",
            "Lãnh đạo tiếp công dân định kỳ",
        ),
        (
            "Thực hiện tốt việc thu gom, xử lý rác thải.",
            "Thực hiện tốt việc thu gom, xử lý rác thải",
        ),
        (
            "Công khai phương án đền bù, hỗ trợ giải phóng mặt bằng, tái định cư của dự án",
            "Công khai phương án đền bù, hỗ trợ giải phóng mặt bằng, tái…",
        ),
    ],
)
def test_short_title(title: str, short: str) -> None:
    assert short_title(title) == short


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            "định kỳ trước ngày 15 hằng tháng báo cáo kết quả về Phòng Văn hóa - Xã hội",
            "Báo cáo định kỳ: gửi Phòng Văn hóa - Xã hội",
        ),
        (
            "Định kỳ báo cáo kết quả (lồng ghép trong báo cáo khác) gửi về phòng Văn hoá – Xã hội "
            "để tổng hợp, báo cáo UBND tỉnh.",
            "Báo cáo định kỳ: gửi phòng Văn hoá – Xã hội",
        ),
        (
            "Trước ngày 20 tháng cuối quý tổng hợp, báo cáo UBND tỉnh",
            "Báo cáo định kỳ: gửi UBND tỉnh",
        ),
        ("Báo cáo kết quả thực hiện hằng quý", "Báo cáo định kỳ: kết quả thực hiện hằng quý"),
        (
            "Tham mưu báo cáo định kỳ việc triển khai kế hoạch cải thiện, nâng cao chỉ số hằng năm",
            "Báo cáo định kỳ: việc triển khai kế hoạch cải thiện, nâng…",
        ),
    ],
)
def test_a_reporting_duty_is_called_by_what_is_owed(text: str, short: str) -> None:
    assert duty_title(text) == short


def test_a_cut_does_not_end_on_a_word_that_leads_on() -> None:
    title = "Tuyên truyền để người dân hiểu rõ về các quyền"
    assert short_title(title, 40) == "Tuyên truyền để người dân hiểu rõ…"


@given(st.text(max_size=300))
def test_never_longer_than_sixty(title: str) -> None:
    assert len(short_title(title)) <= 60


@given(st.lists(st.text("abcđêôư", min_size=1, max_size=12), min_size=1, max_size=40))
def test_words_are_whole(words: list[str]) -> None:
    assert set(short_title(" ".join(words)).rstrip("…").split()) <= set(words)
