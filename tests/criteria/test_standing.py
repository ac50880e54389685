"""How criteria stand: what counts, what is a gap, what is flagged. Values only."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.criteria import Catalogue, Counts, Criterion, compare, standings
from data.domain.criterion_matching import propose
from data.domain.tasks import Task
from data.texts.criteria import gaps
from jobs.intake.criteria import read_criteria
from jobs.intake.sample_criteria import Sample, sample_criteria
from tests.cast import a_task
from tests.criteria.files import ROWS, workbook

CATALOGUE = Catalogue(1, "PAR", "", 2026, "", True)


def criterion(number: int, code: str, title: str = "Tiêu chí", **more: object) -> Criterion:
    values = {"points": Decimal(2), "asks": "", "position": number, "is_gone": False, **more}
    return Criterion(number, 1, code, title, **values)  # type: ignore[arg-type]


TREE = (criterion(1, "1"), criterion(2, "1.1"), criterion(3, "1.2"), criterion(4, "2"))


def rows(ties: list[tuple[int, int]], counts: dict[int, Counts], tree=TREE):
    return {r.criterion.code: r for r in standings(CATALOGUE, tree, ties, counts).rows}


def test_a_criterion_without_parts_and_without_files_is_a_gap() -> None:
    found = rows([(2, 7)], {7: Counts(owed=2, done=1, files=3)})
    assert {code for code, r in found.items() if r.is_gap} == {"1.2", "2"}
    assert not found["1"].is_gap  # its parts are asked for, not itself
    assert found["1.1"].counts == Counts(2, 1, 3, 0)


def test_what_a_part_shows_its_parent_shows_once() -> None:
    found = rows([(2, 7), (3, 7), (1, 7)], {7: Counts(owed=1, files=2)})
    assert found["1"].counts == Counts(owed=1, files=2)
    assert found["1"].own_task_ids == (7,)
    assert found["1"].depth == 0
    assert found["1.1"].depth == 1


def test_work_that_is_not_owed_this_year_is_not_said_to_be_none_of_none() -> None:
    standing = standings(CATALOGUE, TREE, [(2, 7)], {7: Counts()})
    assert "- 1.1 Tiêu chí: 1 việc, chưa có kỳ nào" in gaps([standing], "/ban/tieu-chi")


def test_a_task_that_was_removed_shows_nothing() -> None:
    assert rows([(2, 7)], {})["1.1"].is_gap


def test_a_criterion_that_is_gone_is_not_asked_for() -> None:
    tree = (*TREE[:3], replace(TREE[3], is_gone=True))
    assert "2" not in rows([(4, 7)], {7: Counts(files=1)}, tree)


@pytest.mark.parametrize(
    ("score", "files", "words", "flags"),
    [
        (Decimal(2), 1, "", (False, False, False)),
        (Decimal(3), 1, "", (True, False, False)),
        (Decimal(1), 1, "", (False, False, True)),
        (Decimal(1), 1, "Thiếu biên bản", (False, False, False)),
        (Decimal(2), 0, "", (False, True, True)),
        (Decimal(0), 0, "", (False, False, True)),
        (None, 0, "", (False, False, False)),
    ],
)
def test_scores_that_somebody_should_look_at(
    score: Decimal | None, files: int, words: str, flags: tuple[bool, bool, bool]
) -> None:
    tree = (criterion(1, "1", score=score, explanation=words),)
    row = rows([(1, 7)], {7: Counts(files=files)}, tree)["1"]
    assert (row.is_above, row.is_unproved, row.needs_words) == flags


def test_the_sum_and_its_share_count_each_point_once() -> None:
    tree = (
        criterion(1, "1", points=Decimal(4), score=Decimal(9)),  # its parts are summed instead
        criterion(2, "1.1", score=Decimal("1.5")),
        criterion(3, "1.2"),
    )
    standing = standings(CATALOGUE, tree, (), {})
    assert (standing.score, standing.points, standing.share) == (
        Decimal("1.5"),
        Decimal(4),
        Decimal("37.5"),
    )
    assert standings(CATALOGUE, (criterion(1, "1", points=None),), (), {}).share is None
    half = (criterion(1, "1", points=Decimal(8), score=Decimal("0.98")),)
    assert standings(CATALOGUE, half, (), {}).share == Decimal("12.3"), "12.25 goes up"


def _there() -> list[Criterion]:
    draft = read_criteria(workbook(), "bo.xlsx")
    return [
        Criterion(n, 1, d.code, d.title, d.points, d.asks, n, False)
        for n, d in enumerate(draft.criteria)
    ]


def test_importing_the_same_again_changes_nothing() -> None:
    assert compare(_there(), read_criteria(workbook(), "bo.xlsx")).is_empty


def test_what_came_what_changed_and_what_is_gone_are_told_by_code() -> None:
    changed = [*ROWS[:1], ("1.1", "Kế hoạch, báo cáo CCHC", 2), ("3", "Cải cách thủ tục", 5)]
    changes = compare(_there(), read_criteria(workbook(changed), "bo.xlsx"))
    assert [d.code for d in changes.added] == ["3"]
    assert [c.code for c, _ in changes.changed] == ["1.1"]
    assert [c.code for c in changes.gone] == ["1.2", "2"]
    assert changes.unchanged == 1


def test_an_empty_cell_says_nothing_about_a_score() -> None:
    there = [replace(c, score=Decimal(1), explanation="đã có") for c in _there()]
    assert compare(there, read_criteria(workbook(), "bo.xlsx")).is_empty
    scored = [(*r[:4], 2, "") if r[0] == "1.2" else r for r in ROWS]
    changes = compare(there, read_criteria(workbook(scored), "bo.xlsx"))
    assert [d.code for _, d in changes.scores] == ["1.2"]


def _work(section: str | None, component: str | None) -> Task:
    return a_task(9, "Việc", section=section, component=component)


PAPI = [
    Criterion(n, 1, d.code, d.title, None, "", n, False)
    for n, d in enumerate(sample_criteria(Sample.PAPI, 2026).criteria)
]


@pytest.mark.parametrize(
    ("section", "component", "code"),
    [
        ("Công khai, minh bạch trong hoạch định chính sách", "Tiếp cận thông tin", "2.1"),
        ("Công khai, minh bạch", "Công khai danh sách hộ nghèo", "2.2"),
        (None, "Nội dung 2: Công khai, minh bạch", "2"),
        ("Cung ứng dịch vụ công", "Y tế công lập", "6.1"),
        ("Kiểm soát tham nhũng", "Kiểm soát tham nhũng trong chính quyền địa phương", "4.1"),
        ("Quản trị môi trường", "Chất lượng nước", "7.3"),
        ("Tham gia của người dân", "Chất lượng bầu cử Trưởng thôn, Tổ trưởng", "1.3"),
        ("Quản trị điện tử", "Tiếp cận và sử dụng Internet tại địa phương", "8.2"),
        ("Công tác khác", "Thi đua, khen thưởng", None),
        (None, None, None),
        ("Nội dung 2", "Mục 2.1", None),
    ],
)
def test_a_plans_headings_propose_the_criterion_they_mean(
    section: str | None, component: str | None, code: str | None
) -> None:
    found = propose([_work(section, component)], PAPI)
    assert [PAPI[c].code for c, _ in found] == ([code] if code else [])


@pytest.mark.parametrize("numbered", ["{}", "II. {}", "Nội dung 3: {}", "1.2.3 {}", "IV) {}"])
def test_a_number_before_a_heading_takes_no_letter_of_it(numbered: str) -> None:
    there = [Criterion(0, 1, "1", "Sửa và xây cầu", None, "", 0, False)]
    assert propose([_work(None, numbered.format("Xây cầu"))], there) == ((0, 9),)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_the_headings_at_most_one_criterion_a_catalogue(one: str, other: str) -> None:
    assert len(propose([_work(one, other)], PAPI)) <= 1
