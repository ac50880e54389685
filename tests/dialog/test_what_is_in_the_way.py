"""A trouble is never stored as done, and unclear words are asked about."""

import pytest

from data.domain.tasks import OccurrenceState
from tests.dialog.conftest import GROUP_5, Stage
from tests.dialog.test_group_leader import reminded

ANSWERS = ("Xong rồi", "Chưa làm", "Cần phường giúp")


async def help_letters(stage: Stage) -> list[str]:
    """Return what the lead office was told."""
    async with stage.store.read() as unit:
        key = f"help:%d:{stage.cast.people['Mai'].id}"
        found = [await unit.outbox.find(key % number) for number in range(1, 6)]
    return [letter.message.text for letter in found if letter]


@pytest.mark.parametrize("words", ["bảng tin hỏng rồi", "hết giấy rồi", "cần thêm bảng tin"])
async def test_words_after_not_yet_are_kept_as_what_is_in_the_way(stage: Stage, words: str) -> None:
    await reminded(stage)
    await stage.says("Tư", "2")
    said = await stage.says("Tư", words)
    assert said.text == (f"Đã ghi: “{words}”.\nĐã báo cơ quan đầu mối, phường sẽ liên hệ bác Tư.")
    owed = await stage.owed(5)
    assert owed.state is OccurrenceState.OPEN
    assert owed.obstacle == words
    assert any(f"“{words}”" in told for told in await help_letters(stage))


async def test_done_after_not_yet_is_done(stage: Stage) -> None:
    await reminded(stage)
    await stage.says("Tư", "2")
    await stage.says("Tư", "bác dán rồi")
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED


async def test_a_nod_after_not_yet_is_no_trouble(stage: Stage) -> None:
    await reminded(stage)
    await stage.says("Tư", "2")
    said = await stage.says("Tư", "dạ vâng")
    assert said.text.startswith("Vâng, phường sẽ nhắc lại sau.")
    assert not await help_letters(stage)
    await stage.says("Tư", "hết giấy rồi")
    assert (await stage.owed(5)).obstacle == "hết giấy rồi"


@pytest.mark.parametrize("words", ["bảng tin hỏng rồi", "cần thêm bảng tin", "asdf"])
async def test_unclear_words_of_a_leader_with_one_task_get_the_three_choices(
    stage: Stage, words: str
) -> None:
    said = await stage.says("Tư", words)
    assert words in said.text
    assert said.labels == ANSWERS
    owed = await stage.owed(5)
    assert (owed.state, owed.progress, owed.obstacle) == (OccurrenceState.OPEN, "", None)


async def test_the_words_go_along_with_the_choice(stage: Stage) -> None:
    await stage.says("Tư", "cần thêm bảng tin")
    said = await stage.says("Tư", "3")
    assert said.text.startswith("Đã ghi: “cần thêm bảng tin”.\nĐã báo cơ quan đầu mối")
    assert (await stage.owed(5)).obstacle == "cần thêm bảng tin"


async def test_an_obstacle_of_a_leader_is_passed_on_at_once(stage: Stage) -> None:
    said = await stage.says("Tư", "vướng kinh phí")
    assert "Đã báo cơ quan đầu mối" in said.text
    assert (await stage.owed(5)).obstacle == "vướng kinh phí"


async def test_with_several_tasks_unclear_words_ask_which_then_how_far(stage: Stage) -> None:
    owed = await stage.owed(5)
    await stage.works(9, "Dọn vệ sinh", GROUP_5, ("", owed.opens_on, owed.due_on))
    said = await stage.says("Tư", "cần thêm bảng tin")
    assert said.text == "“cần thêm bảng tin” là cho việc nào, thưa bác?"
    said = await stage.says("Tư", "1")
    assert said.labels == ANSWERS


async def test_what_was_passed_on_can_be_taken_back(stage: Stage) -> None:
    await stage.says("Tư", "vướng kinh phí")
    await stage.taps("Tư", "Hoàn tác")
    assert (await stage.owed(5)).obstacle is None
