"""Whatever choice files are sent with, they are kept, and it is said where they are."""

import pytest

from tests.dialog.conftest import Said, Stage
from tests.dialog.test_group_leader import reminded

OF_WORK = ("report:open", "report:done", "report:notyet", "report:help", "report:same")
SHOWING = ("tasks:show", "remind:why")
OF_A_REPORT = ("undo", "more", "fix")
OTHERS = ("report:others", "report:drop", "tasks:list", "tasks:calendar", "tasks:overdue")
ODD = ("remind:later:2026-06-15", "remind:later:2026-06-12", "help:show", "report:gone", "x:y")


async def kept(stage: Stage, who: str) -> list[int | None]:
    """Return under which report each file of a person is."""
    async with stage.store.read() as unit:
        work = unit.ward(stage.cast.ward.id)
        rows = await work.evidence.some(range(1, 50))
    return [e.report_id for e in rows if e.person_id == stage.cast.people[who].id]


def speaks_of_files(said: Said) -> bool:
    """Return whether the answer says what became of a picture."""
    return "1 ảnh" in said.text


async def assert_it_has_a_place(stage: Stage, said: Said, who: str) -> None:
    """The one picture is under a report, or waits and goes where it is then said to belong."""
    assert speaks_of_files(said)
    (under,) = await kept(stage, who)
    if under is None:
        await stage.says(who, "#5 xong" if who == "Tư" else "#7 xong")
        assert (await kept(stage, who))[0] is not None


@pytest.mark.parametrize("who", ["Tư", "Hạnh"])
@pytest.mark.parametrize("choice", OF_WORK + SHOWING)
async def test_beside_a_choice_about_own_work(stage: Stage, who: str, choice: str) -> None:
    number = (await stage.owed(5 if who == "Tư" else 7)).id
    said = await stage.says(who, "", await stage.photo(), choice=f"{choice}:{number}")
    await assert_it_has_a_place(stage, said, who)


@pytest.mark.parametrize("choice", OF_WORK + SHOWING)
async def test_beside_a_choice_about_work_that_is_reported(stage: Stage, choice: str) -> None:
    await stage.says("Hạnh", "#7 xong")
    number = (await stage.owed(7)).id
    said = await stage.says("Hạnh", "", await stage.photo(), choice=f"{choice}:{number}")
    assert speaks_of_files(said)
    assert len(await kept(stage, "Hạnh")) == 1


@pytest.mark.parametrize("choice", OF_WORK + SHOWING)
async def test_beside_a_choice_that_is_refused(stage: Stage, choice: str) -> None:
    number = (await stage.owed(7)).id
    said = await stage.says("Tư", "", await stage.photo(), choice=f"{choice}:{number}")
    await assert_it_has_a_place(stage, said, "Tư")


@pytest.mark.parametrize("choice", OTHERS + ODD)
async def test_beside_any_other_choice(stage: Stage, choice: str) -> None:
    said = await stage.says("Hạnh", "", await stage.photo(), choice=choice)
    await assert_it_has_a_place(stage, said, "Hạnh")


@pytest.mark.parametrize("verb", [*OF_A_REPORT, "set"])
@pytest.mark.parametrize("minutes", [1, 30])
async def test_beside_a_choice_about_a_report(stage: Stage, verb: str, minutes: int) -> None:
    await stage.says("Tư", "#5 chưa xong")
    stage.later(minutes=minutes)
    value = f"report:{verb}:1" + (":done" if verb == "set" else "")
    said = await stage.says("Tư", "", await stage.photo(), choice=value)
    await assert_it_has_a_place(stage, said, "Tư")


@pytest.mark.parametrize("command", ["việc", "lịch", "giúp", "quá hạn", "hủy"])
async def test_beside_a_typed_command(stage: Stage, command: str) -> None:
    said = await stage.says("Hạnh", command, await stage.photo())
    await assert_it_has_a_place(stage, said, "Hạnh")


async def test_one_with_a_picture_when_only_help_is_offered(stage: Stage) -> None:
    await reminded(stage)
    said = await stage.says("Tư", "2")
    assert said.labels == ("Cần phường giúp",)
    said = await stage.says("Tư", "1", await stage.photo())
    assert said.text.startswith("1 ảnh đã nhận, sẽ đi cùng lời nhắn đó.")
    said = await stage.says("Tư", "bảng tin hỏng")
    assert "“bảng tin hỏng” (kèm 1 ảnh)" in said.text
    assert await stage.evidence_of(5) == 1
