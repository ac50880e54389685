"""Whatever is typed wrongly at the console is answered in Vietnamese, with an exit code."""

import sys
from pathlib import Path

import pytest

from bot.cli import main

WRONG: list[tuple[str, list[str], int, str]] = [
    ("no such command", ["nhac"], 2, 'Không có lệnh "nhac".'),
    ("no such option", ["check", "--nhanh"], 2, "không có tùy chọn --nhanh"),
    ("something is missing", ["people", "hand-over", "Hạnh"], 2, "Thiếu TAKER."),
    ("an option is missing", ["report", "--period", "quý II"], 2, "Thiếu --out."),
    ("too much", ["migrate", "ngay"], 2, "có phần thừa"),
    ("no number", ["people", "list", "--ward", "hai"], 2, "--ward chưa đúng: ghi một số nguyên"),
    ("out of range", ["rehearse", "--days", "0"], 2, "ghi một số từ 1 đến 400"),
    ("no year", ["phrase", "ngày 15", "--year", "99999"], 2, "ghi một số từ 2000 đến 2100"),
    ("no port", ["demo", "--port", "99999"], 2, "--port chưa đúng: ghi một số từ 1 đến 65535"),
    ("no day", ["event", "declare", "Bầu cử", "mai"], 2, "STARTS_ON chưa đúng: ghi ngày"),
    ("no file", ["import", "khong-co.docx"], 2, "FILE chưa đúng: không tìm thấy tệp này"),
    ("none of several", ["criteria", "import", "--sample", "x"], 2, "chọn một trong: "),
    ("no folder", ["people", "template", "khong/mau.xlsx"], 1, "Không đọc hoặc ghi được"),
    ("no ward", ["observe"], 1, "Chưa có phường nào."),
    ("nothing", [], 2, "Commands:"),
]


@pytest.mark.parametrize(
    ("typed", "code", "says"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG]
)
def test_a_mistake_is_explained(
    typed: list[str],
    code: int,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("NHACVIEC_DATABASE_URL", raising=False)
    monkeypatch.setattr(sys, "argv", ["nhacviec", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    said = capsys.readouterr().err
    assert says in said
    assert ("Cách dùng: nhacviec" in said) == (code == 2 and bool(typed))


def test_a_setting_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHACVIEC_PORT", "tám mươi")
    monkeypatch.setattr(sys, "argv", ["nhacviec", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "Thiết lập chưa đúng: NHACVIEC_PORT." in capsys.readouterr().err


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ValueError("a bug")

    monkeypatch.setattr("bot.cli.cli", lambda **_: broken())
    with pytest.raises(ValueError, match="a bug"):
        main()
