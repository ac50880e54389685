"""A number that no task can have takes no other task."""

import pytest

from tests.dialog.conftest import Stage


@pytest.mark.parametrize("number", ["123456", "0912345678", "99999999999999"])
async def test_a_number_that_is_too_long_is_said_to_be_none(stage: Stage, number: str) -> None:
    said = await stage.says("Tư", f"#{number} xong")
    assert said.text.startswith(f"Kế hoạch không có việc #{int(number)}.")
