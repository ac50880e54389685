"""A report's progress, said back in few words."""

import pytest

from data.domain.progress import read_progress
from data.texts.progress import progress_words


@pytest.mark.parametrize(
    ("words", "said_back"),
    [
        ("đã họp 1/2 buổi, 85 người dự", "1/2 buổi, 85 người dự"),
        ("đã họp 1 buổi, 85 người", "1 buổi, 85 người dự"),
        ("đã tổ chức hai buổi", "2 lần"),
        ("xong 12/12 tổ", "đã xong, 12/12 tổ"),
        ("đạt 96%", "96%"),
        ("đã xong, 1.250 người dự", "đã xong, 1.250 người dự"),
        ("chưa làm", "chưa xong"),
        ("đang làm", "đã làm một phần"),
        ("85 người dự", "chưa ghi rõ mức độ, 85 người dự"),
        ("", "chưa ghi rõ mức độ"),
    ],
)
def test_progress_is_said_back_with_its_own_figures(words: str, said_back: str) -> None:
    assert progress_words(read_progress(words), words) == said_back
