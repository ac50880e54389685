"""`nhacviec report` and `nhacviec summary --xlsx` write the same files as the chat sends."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from data.domain.rules import Continuous
from data.errors import RefusedError
from data.store.migration import migrate
from data.store.unit_of_work import Store
from tests.cast import add_task, found

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line over a data folder with a ward and its plan."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", "")
    monkeypatch.chdir(tmp_path)

    async def fill() -> None:
        store = Store.at(f"sqlite+aiosqlite:///{tmp_path / 'nhacviec.db'}")
        await migrate(store.engine)
        cast = await found(store)
        async with store.write() as unit:
            await add_task(unit, cast, Continuous(), code=20)
        await store.close()

    asyncio.run(fill())
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def refusal(result: Result) -> str:
    assert isinstance(result.exception, RefusedError), result.output
    return result.exception.sentence


def test_a_periods_report_is_written_as_word(run: Run, tmp_path: Path) -> None:
    made = run("report", "--period", "năm 2024", "--plan", "12", "-o", "bao-cao.docx")
    assert made.output.startswith("Dự thảo báo cáo năm 2024: 1 nhiệm vụ, 0 lượt quá hạn.\n")
    document = docx.Document(str(tmp_path / "bao-cao.docx"))
    assert document.paragraphs[0].text == "BÁO CÁO"


def test_what_is_no_period_and_no_plan_is_refused_with_an_example(run: Run) -> None:
    assert "Ghi như:" in refusal(run("report", "--period", "mùa hè", "-o", "a.docx"))
    said = refusal(run("report", "--period", "năm 2024", "--plan", "77", "-o", "a.docx"))
    assert said.startswith("Chưa rõ kế hoạch nào. Đang theo dõi: Kế hoạch số 12/KH-UBND")


def test_the_weeks_workbook_is_written_beside_the_summary(run: Run, tmp_path: Path) -> None:
    made = run("summary", "--xlsx", "tuan.xlsx")
    assert "Bảng Excel tuần" in made.output
    assert "Nhiệm vụ" in openpyxl.load_workbook(tmp_path / "tuan.xlsx").sheetnames
