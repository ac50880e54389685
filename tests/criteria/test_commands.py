"""`nhacviec criteria`: the same through the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from bot.cli import cli
from tests.criteria.files import workbook


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command in a ward that was founded just now."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("NHACVIEC_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, answer: str = "") -> str:
        done = CliRunner().invoke(cli, ["criteria", *arguments], input=answer)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return run


def test_from_the_template_to_the_table(run, tmp_path: Path, founded: None) -> None:
    run("template", "mau.xlsx")
    assert "Tên tiêu chí" in [c.value for c in load_workbook("mau.xlsx").worksheets[0][6]]
    Path("bo.xlsx").write_bytes(workbook())
    asked = run("import", "bo.xlsx", answer="n\n")
    assert "Bộ tiêu chí mới PAR INDEX cấp xã 2026: 4 tiêu chí." in asked
    assert "Đã bỏ tệp" in asked
    assert "Đã lưu bộ tiêu chí" in run("import", "bo.xlsx", "--yes")
    assert "không có gì để thay đổi" in run("import", "bo.xlsx", "--yes")
    assert "Đã lưu bộ tiêu chí PAPI 2026: 36" in run(
        "import", "--sample", "papi", "--year", "2026", "--yes"
    )
    listed = run("list")
    assert "PAR INDEX cấp xã 2026" in listed
    assert "Bộ này không cho điểm; 0/28 tiêu chí có minh chứng." in listed
    assert "Tự chấm 0/6,5 điểm (0%)" in run("scores", "1", "-o", "bang.xlsx")
    assert Path("bang.xlsx").read_bytes().startswith(b"PK")
    run("scores", "1", "-o", "bang.docx")
    assert Path("bang.docx").read_bytes().startswith(b"PK")
    run("export", "1", "-o", "xuat.xlsx")
    assert "không có gì để thay đổi" in run("import", "xuat.xlsx", "--yes")
    assert "tạm nghỉ" in run("use", "1", "--off")


@pytest.fixture
def founded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ward of a first start."""
    import asyncio

    from bot.cli.session import open_app
    from bot.settings import Settings
    from data.clock import now
    from jobs.actions.invite import bootstrap_admin

    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "var"))

    async def found() -> None:
        async with open_app(Settings(), now) as app, app.store.write() as unit:
            await bootstrap_admin(unit, "", now())

    asyncio.run(found())
