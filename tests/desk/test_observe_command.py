"""`nhacviec observe`: who looks over which wards is said on the machine that holds them."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.app import open_app
from bot.cli import cli
from bot.settings import Settings
from data.clock import now
from tests.cast import found


@pytest.fixture
def two_wards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wards with the same people on one machine."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("NHACVIEC_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    async def make() -> None:
        async with open_app(Settings(), now) as app:
            await found(app.store)
            await found(app.store)

    asyncio.run(make())


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["observe", *arguments])
    return done.output or str(done.exception)


def granted() -> tuple[int, ...]:
    async def ask() -> tuple[int, ...]:
        async with open_app(Settings(), now) as app, app.store.read() as unit:
            people = await unit.ward(1).people.all()
            son = next(p for p in people if p.name == "Hoàng Minh Sơn")
            return await unit.observers.wards_of(son.id)

    return asyncio.run(ask())


def test_it_lists_grants_and_takes_back(two_wards: None) -> None:
    assert "2  Phường Hòa Bình" in run()
    who = ("Hoàng Minh Sơn", "--ward", "1", "--over", "2")
    assert "Hoàng Minh Sơn được xem (chỉ số liệu): Phường Hòa Bình." in run(*who)
    assert granted() == (2,)
    assert "không còn xem" in run(*who, "--take-back")
    assert granted() == ()


def test_what_is_not_there_is_refused(two_wards: None) -> None:
    for wrong in (
        ("Hoàng Minh Sơn", "--ward", "1", "--over", "9"),
        ("Hoàng Minh Sơn", "--ward", "1"),
        ("Không Ai", "--ward", "1", "--over", "2"),
        ("Hoàng Minh Sơn", "--over", "2"),
    ):
        assert "được xem" not in run(*wrong)
    assert granted() == ()
