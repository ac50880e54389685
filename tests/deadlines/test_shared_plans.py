"""Every time cell of the real plans reads sensibly."""

import re
from collections import Counter
from pathlib import Path

import pytest

from data.domain.rules import rule_to_json
from jobs.intake.deadlines_vi import read_deadline

PLANS = Path(__file__).parents[2] / "../shared/plans"
COLUMN = {
    "ninh-hoa-2026-papi.txt": (6, 2026),
    "gia-nghia-2024-papi.txt": (5, 2024),
    "luong-son-2024-papi.txt": (4, 2024),
    "ba-ngoi-2025-par-sipas.txt": (3, 2025),
}
HEADINGS = ("thời gian", "thời hạn", "(", "cơ quan", "tiến độ")

pytestmark = pytest.mark.skipif(
    not PLANS.exists(), reason="the shared plans are not beside this repository"
)


def cells(name: str) -> list[str]:
    column, _ = COLUMN[name]
    rows = (line.split("\t") for line in (PLANS / name).read_text(encoding="utf-8").splitlines())
    found = [re.sub(r"</?b>", "", row[column]).strip() for row in rows if len(row) > column]
    return [cell for cell in found if cell and not cell.lower().startswith(HEADINGS)]


def kinds(name: str) -> Counter[str]:
    year = COLUMN[name][1]
    return Counter(
        str(rule_to_json(read_deadline(cell, year=year))["kind"])
        for cell in cells(name)
        if len(cell) < 200 and not cell.isdigit()
    )


def test_ninh_hoa_is_read_without_a_doubt() -> None:
    found = kinds("ninh-hoa-2026-papi.txt")
    assert found["unknown"] == 0
    assert found == {
        "continuous": 34,
        "around_event": 9,
        "external": 4,
        "several": 2,
        "at_least": 1,
    }


def test_gia_nghia_is_read_without_a_doubt() -> None:
    found = kinds("gia-nghia-2024-papi.txt")
    assert found == {"continuous": 21, "every": 8, "around_event": 1, "external": 1}


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Trong năm 2025", "window"),
        ("Quý III-IV/2025", "window"),
        ("Theo tiến độ của Sở Nội vụ", "external"),
    ],
)
def test_ba_ngois_cells_are_there_and_read(cell: str, kind: str) -> None:
    assert cell in cells("ba-ngoi-2025-par-sipas.txt")
    assert read_deadline(cell, year=2025).kind == kind


def test_luong_sons_broken_cell_is_not_guessed() -> None:
    assert "Theo quy" in cells("luong-son-2024-papi.txt")
    assert read_deadline("Theo quy", year=2024).kind == "unknown"
    assert read_deadline("Theo quy định", year=2024).kind == "external"
