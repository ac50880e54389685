"""An amended plan against the one in force."""

from data.domain.drafts import PlanDraft
from jobs.intake.amend import compare
from jobs.intake.plan import read_plan
from tests.intake.papers import text_plan

HEAD = ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"]
OLD = [
    HEAD,
    [
        "1",
        "Công khai thu chi ngân sách xã trên trang thông tin điện tử",
        "Phòng Kinh tế",
        "Hằng quý",
    ],
    ["2", "Đối thoại trực tiếp với Nhân dân tại nhà văn hóa thôn", "Văn phòng", "Quý II/2026"],
    ["3", "Tuyên truyền bảo hiểm y tế cho hộ nghèo và cận nghèo", "Trạm Y tế", "Thường xuyên"],
]


def plan(rows: list[list[str]]) -> PlanDraft:
    return read_plan(text_plan(rows), "a.txt")


def test_the_same_plan_changes_nothing() -> None:
    old = plan(OLD)
    result = compare(old.tasks, old)
    assert (result.added, result.changed, result.removed) == ((), (), ())
    assert len(result.same) == 3


def test_added_changed_removed_and_renumbered() -> None:
    new = plan(
        [
            HEAD,
            ["1", "Lắp camera an ninh tại các ngã ba", "Công an", "Quý III/2026"],
            [
                "2",
                "Công khai thu, chi ngân sách xã trên Trang thông tin điện tử xã",
                "Phòng Kinh tế",
                "Hằng quý",
            ],
            [
                "3",
                "Đối thoại trực tiếp với Nhân dân tại nhà văn hóa thôn",
                "Văn phòng",
                "Quý IV/2026",
            ],
        ]
    )
    result = compare(plan(OLD).tasks, new)
    assert [task.title for task in result.added] == ["Lắp camera an ninh tại các ngã ba"]
    assert result.removed == (2,)
    assert {pair.old: pair.changed for pair in result.changed} == {
        0: ("no", "title"),
        1: ("no", "time_text"),
    }


def test_spacing_dashes_and_capitals_are_no_change() -> None:
    new = plan(
        [HEAD, *[[row[0], row[1].replace("Nhân dân", "nhân  dân"), *row[2:]] for row in OLD[1:]]]
    )
    assert not compare(plan(OLD).tasks, new).changed


def test_two_tasks_of_one_title_keep_their_own_numbers() -> None:
    twice = plan([HEAD, *([str(at), "Họp thôn", "Trưởng thôn", f"Quý {at}/2026"] for at in (1, 2))])
    result = compare(tuple(reversed(twice.tasks)), twice)
    assert [pair.old for pair in result.same] == [1, 0]
