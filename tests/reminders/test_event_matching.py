"""Which tasks a declared event is proposed for: by what it is, not by words that any event has."""

import pytest

from data.domain.event_matching import matching_tasks
from data.domain.rules import AroundEvent, Phase
from data.domain.tasks import Task
from tests.cast import a_task

PLANNED = (
    "kỳ bầu cử",
    "bầu cử tổ trưởng",
    "đợt xét duyệt",
    "buổi tiếp xúc cử tri",
    "xây dựng, sửa chữa các công trình công cộng",
    "Nhà nước thực hiện thu hồi đất",
    "có nhu cầu tuyển dụng nhân sự",
    "phát hiện các hành vi, vụ việc tham nhũng",
)


def waiting(code: int, event: str) -> Task:
    return a_task(code, event, rule=AroundEvent(event=event, phases=(Phase.BEFORE,)))


@pytest.mark.parametrize(
    ("declared", "codes"),
    [
        ("tiếp xúc cử tri", [4]),
        ("Buổi tiếp xúc cử tri sau kỳ họp HĐND", [4]),
        ("bầu cử tổ trưởng tổ dân phố", [1, 2]),
        ("bầu tổ trưởng tổ dân phố 5", [1, 2]),
        ("xét duyệt hộ nghèo", [3]),
        ("sửa chữa công trình đường số 3", [5]),
        ("xây dựng công trình nhà văn hóa", [5]),
        ("thu hồi đất khu phố 2", [6]),
        ("tuyển dụng công chức", [7]),
        ("phát hiện vụ việc tham nhũng", [8]),
    ],
)
def test_an_event_is_for_the_tasks_that_wait_for_it(declared: str, codes: list[int]) -> None:
    tasks = [waiting(code, event) for code, event in enumerate(PLANNED, 1)]
    assert sorted(t.code for t in matching_tasks(declared, tasks)) == codes


@pytest.mark.parametrize(
    "declared",
    [
        *("cử", "kỳ", "sự kiện", "tổ", "kỳ họp", "họp tổ dân phố", "họp tổ trưởng"),
        *("xét nghiệm", "đợt tiêm chủng", "tiếp công dân", "sự kiện của tổ dân phố 5"),
        *("bầu không khí", "đất nước", "hội nghị nhân sự kỳ này"),
    ],
)
def test_words_that_any_event_has_tie_nothing(declared: str) -> None:
    tasks = [waiting(code, event) for code, event in enumerate(PLANNED, 1)]
    assert [t.code for t in matching_tasks(declared, tasks)] == []
