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


@pytest.mark.parametrize("said", ["hồ sơ", "Ho so kiem tra.", "/hoso"])
async def test_who_asks_for_a_dossier_hears_where_it_is_made(stage: Stage, said: str) -> None:
    answer = await stage.says("Mai", said)
    assert answer.text.startswith(
        "Hồ sơ kiểm tra được xuất trên bàn làm việc, mục “Hồ sơ kiểm tra”.\nBàn làm việc mở"
    )
    assert LINK.search(answer.text)
    assert not LINK.search((await stage.says("Hạnh", said)).text)
