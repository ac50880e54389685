"""The chat gives the way to the desk: one link, for whoever asked."""

import re

import pytest

from tests.dialog.conftest import Stage

LINK = re.compile(r"^https://nhacviec\.test/ban/vao/[\w-]{32}$", re.M)


@pytest.mark.parametrize("said", ["/ban", "bàn làm việc", "Ban lam viec", "mở bàn làm việc."])
@pytest.mark.parametrize("who", ["Mai", "Sơn", "Hạnh"])
async def test_a_link_is_given_to_whoever_asks(stage: Stage, who: str, said: str) -> None:
    answer = await stage.says(who, said)
    assert LINK.search(answer.text)
    assert answer.text.startswith("Bàn làm việc mở tại đường dẫn sau, dùng một lần, đến 09:22:")


@pytest.mark.parametrize("said", ["bận", "bạn", "ban", "bàn"])
async def test_a_word_that_only_looks_like_the_command_gives_none(stage: Stage, said: str) -> None:
    assert not LINK.search((await stage.says("Hạnh", said)).text)


async def test_every_link_is_another(stage: Stage) -> None:
    first, second = [await stage.says("Mai", "bàn làm việc") for _ in range(2)]
    assert first.text != second.text
