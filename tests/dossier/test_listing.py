"""The list of evidence as a workbook: what is in it, and how it prints."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.domain.localtime import local
from jobs.reports.dossier import listing
from tests.cast import at
from tests.dossier.house import HOSTILE, NOW, House, members, unzip


async def _export(house: House, folder: Path) -> tuple[dict[str, bytes], Workbook, Worksheet]:
    files = members((await house.export(folder / "out.zip")).path)
    book = load_workbook(BytesIO(files["data/bang-ke.xlsx"]))
    assert isinstance(book.active, Worksheet)
    return files, book, book.active


async def test_it_prints_with_every_word_and_its_headings(house: House, tmp_path: Path) -> None:
    await house.report("Hạnh", 20, "đã đối thoại với dân " * 20, at("2026-06-17 09:00"))
    _, _, sheet = await _export(house, tmp_path)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    heights = [sheet.row_dimensions[n].height or 0 for n in (1, 2, 5)]
    assert 30 < heights[0] < 50 < heights[1] < heights[2]
    assert "Bảng kê tài liệu kiểm chứng: Kế hoạch 12/KH-UBND" in (sheet.oddHeader.center.text or "")
    assert sheet.auto_filter.ref == "A1:S5"
    assert all(cell.border.bottom.style for row in sheet["A1:S5"] for cell in row)


async def test_it_tells_of_the_ward_and_the_hour_and_not_of_our_tools(
    house: House, tmp_path: Path
) -> None:
    _, book, _ = await _export(house, tmp_path)
    properties = book.properties
    assert (properties.creator, properties.created) == (
        house.cast.ward.name,
        local(NOW).replace(tzinfo=None),
    )


async def test_it_has_every_file_and_no_formula(house: House, tmp_path: Path) -> None:
    await house.report("Hạnh", 20, HOSTILE, at("2026-06-17 09:00"))
    files, _, sheet = await _export(house, tmp_path)
    rows = list(sheet.iter_rows())
    assert [row[0].value for row in rows] == ["STT", 1, 2, 3, 4]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert rows[4][10].value == HOSTILE
    assert all(f"{row[12].value}/{row[13].value}" in files for row in rows[1:4])


async def test_each_name_is_a_link_that_opens_from_the_unpacked_folder(
    house: House, tmp_path: Path
) -> None:
    missed = await house.miss("Hạnh", at("2026-06-17 08:00"), "data/minh-chung/x.jpg")
    await house.report("Hạnh", 20, "kèm tệp", at("2026-06-17 09:00"), (missed,))
    made = await house.export(tmp_path / "out.zip")
    data = unzip(made.path, tmp_path / "bag") / "data"
    sheet = load_workbook(data / "bang-ke.xlsx").active
    assert isinstance(sheet, Worksheet)
    linked = [cell for cell in sheet["N"] if cell.hyperlink]
    assert [cell.hyperlink.ref for cell in linked] == ["N2", "N3", "N4"]
    assert all(cell.hyperlink.target.endswith(f"/{cell.value}") for cell in linked)
    assert all((data / cell.hyperlink.target).is_file() for cell in linked)
    # What somebody called a file is none, whatever they called it.
    assert str(sheet["M5"].value).startswith("data/minh-chung/x.jpg: chưa tải về")


async def test_more_links_than_excel_takes_are_not_made(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_MOST_LINKS", 2)
    _, _, sheet = await _export(house, tmp_path)
    assert [bool(cell.hyperlink) for cell in sheet["N"]] == [False, True, True, False]
    assert str(sheet["N4"].value).endswith(".jpg")
