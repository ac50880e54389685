"""Every data row of a task table ends as a task, a join, or a skipped row; words are kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.drafts import PlanDraft, draft_from_json, draft_to_json
from data.domain.rules import Unknown
from jobs.intake.drafts import draft_table
from jobs.intake.plan import draft_plan, read_plan
from jobs.intake.readers.text import read_text
from jobs.intake.rows import find_task_tables
from jobs.intake.sorting import sort_rows
from jobs.intake.tables import Table

HEADINGS = ("STT", "Nhiệm vụ", "Cách thức", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm")
_NUMBERS = st.sampled_from(["", "", "1", "2", "1.1", "1.2", "II", "B", "a)"])
_TITLES = st.sampled_from(
    [
        "",
        "Rà soát thủ tục",
        "của người dân",
        "- Một;",
        "CÔNG TÁC CHUNG",
        "Tổng cộng: 3 nhiệm vụ",
        "x",
    ]
)
_NAMES = st.sampled_from(["", "", "Công an", "Văn phòng HĐND và", "UBND", "Theo quy định"])
_TIMES = st.sampled_from(["", "", "Thường xuyên", "Quý", "I/2026", "định", "nt"])
_ROW = st.tuples(
    _NUMBERS, _TITLES, st.sampled_from(["", "Họp dân"]), _NAMES, _NAMES, _TIMES, _TITLES
)
_PAGES = st.lists(st.lists(_ROW, max_size=6), min_size=1, max_size=4)


def written(pages: list[list[tuple[str, ...]]], *, repeat: bool) -> bytes:
    parts = []
    for at, page in enumerate(pages):
        rows = [HEADINGS, *page] if repeat or at == 0 else page
        if rows:
            parts.append("\n".join("\t".join(row) for row in rows))
    return "\n\n".join(parts).encode()


@settings(max_examples=150, deadline=None)
@given(pages=_PAGES, repeat=st.booleans())
def test_rows_in_are_tasks_and_joins_and_skipped_rows(
    pages: list[list[tuple[str, ...]]], repeat: bool
) -> None:
    reading = read_text(written(pages, repeat=repeat))
    rows = sum(len(block.rows) for block in reading.blocks if isinstance(block, Table))
    found = find_task_tables(reading.blocks)
    drafts = [
        draft_table(table, sort_rows(table), lambda _: Unknown(reason="không đọc"))
        for table in found.tables
    ]
    assert rows == sum(len(one.tasks) + one.joined + len(one.skipped) for one in drafts)
    places = [task.source for one in drafts for task in one.tasks]
    places += [row.source for one in drafts for row in one.skipped]
    assert len(set(places)) == len(places)


@settings(max_examples=100, deadline=None)
@given(pages=_PAGES, repeat=st.booleans())
def test_words_of_task_rows_stay_in_the_draft(
    pages: list[list[tuple[str, ...]]], repeat: bool
) -> None:
    draft = draft_plan(read_text(written(pages, repeat=repeat)))
    kept = draft.model_dump_json()
    skipped = {(row.source.table, row.source.row) for row in draft.skipped}
    for at, page in enumerate(page for page in ([HEADINGS, *one] for one in pages)):
        for number, row in enumerate(page, 1):
            if repeat and (at + 1, number) not in skipped:
                assert row[1].strip("- ;") in kept


@settings(max_examples=60, deadline=None)
@given(pages=_PAGES)
def test_a_draft_goes_to_json_and_back(pages: list[list[tuple[str, ...]]]) -> None:
    draft = draft_plan(read_text(written(pages, repeat=True)))
    assert draft_from_json(draft_to_json(draft)) == draft


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    reading = read_text(text.encode("utf-8", "surrogatepass").decode("utf-8", "ignore").encode())
    assert isinstance(draft_plan(reading), PlanDraft)


def test_the_json_has_exactly_the_agreed_fields() -> None:
    draft = read_plan(
        "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\tViệc một\tCông an\tThường xuyên".encode(), "a.txt"
    )
    assert draft_to_json(draft) == {
        "plan": {"number": None, "issued_on": None, "issuer": None, "title": None, "year": None},
        "tasks": [
            {
                "no": "1",
                "section": None,
                "component": None,
                "title": "Việc một",
                "methods": [],
                "lead": ["Công an"],
                "coordinate": [],
                "supervise": [],
                "time_text": "Thường xuyên",
                "time_inherited": False,
                "product": None,
                "rule": {"kind": "continuous", "within": None},
                "doubts": [],
                "source": {"table": 1, "row": 2},
            }
        ],
        "duties": [],
        "skipped": [{"source": {"table": 1, "row": 1}, "why": "header"}],
        "doubts": [],
    }
