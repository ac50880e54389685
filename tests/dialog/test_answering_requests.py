"""What was asked about due dates is looked at one by one in chat, as reports are."""

import pytest

from data.domain.messages import Limits
from tests.dialog.conftest import Stage
from tests.dialog.telephone import LIMITS, Bubble, Telephone, in_hand
from tests.dialog.test_reviewing import TYPED_ONLY

ASKED = ("gia hạn #20 đến 30/6 vì mưa bão", "gia hạn #7 đến 1/7 vì chờ vật tư")


async def three_wait(stage: Stage, limits: Limits) -> Telephone:
    """Let three things be asked of Mai, on a messenger of this kind."""
    mai = await in_hand(stage, limits)
    for line in ASKED:
        await stage.says("Hạnh", line)
    await stage.says("Tư", "xin gia hạn đến 30/6 vì mất điện")
    await mai.screen()
    return mai


async def does(mai: Telephone, limits: Limits, last: Bubble, label: str) -> list[Bubble]:
    """Take a choice of the last message: by a tap, or by typing its number."""
    if limits.has_buttons:
        return await mai.taps("Mai", last, label)
    await mai.says("Mai", str(last.labels.index(label) + 1))
    return await mai.screen()


@pytest.mark.parametrize("limits", [LIMITS, TYPED_ONLY], ids=["buttons", "numbers"])
async def test_the_next_one_comes_by_itself_with_how_many_wait_besides(
    stage: Stage, limits: Limits
) -> None:
    mai = await three_wait(stage, limits)
    first = await mai.asks("Mai", "/denghi")
    assert "Xin gia hạn #20" in first.text
    assert "Còn 2 đề nghị khác đang chờ." in first.text
    done, second = await does(mai, limits, first, "Đồng ý")
    assert "gia hạn từ thứ Sáu 12/6 đến thứ Ba 30/6." in done.text
    assert done.labels == ("Hoàn tác",)
    assert "Xin gia hạn #7" in second.text
    assert "Còn 1 đề nghị khác đang chờ." in second.text
    (asked,) = await does(mai, limits, second, "Không đồng ý")
    assert "ghi lý do không đồng ý gia hạn #7" in asked.text
    await mai.says("Mai", "vật tư đã về")
    refused, third = await mai.screen()
    assert "Không đồng ý gia hạn #7: vật tư đã về." in refused.text
    assert "Xin gia hạn #5" in third.text
    assert "đề nghị khác" not in third.text
    *_, nothing = await does(mai, limits, third, "Đồng ý")
    assert nothing.text == "Không còn đề nghị gia hạn hay giải trình nào chờ đồng chí trả lời."


@pytest.mark.parametrize("limits", [LIMITS, TYPED_ONLY], ids=["buttons", "numbers"])
async def test_what_cannot_be_answered_now_hides_nothing(stage: Stage, limits: Limits) -> None:
    mai = await three_wait(stage, limits)
    shown = [await mai.asks("Mai", "đề nghị")]
    for code in ("#7", "#5"):
        shown += await does(mai, limits, shown[-1], "Để sau")
        assert f"Xin gia hạn {code}" in shown[-1].text
    assert shown[-1].labels == ("Đồng ý", "Không đồng ý", "Chi tiết"), "it is the last one"
    done, left = await does(mai, limits, shown[-1], "Đồng ý")
    assert "#5" in done.text
    assert left.text == 'Còn 2 đề nghị để sau. Khi cần, gõ "đề nghị" để xem lại.'
    assert "Xin gia hạn #20" in (await mai.asks("Mai", "đề nghị")).text


async def test_a_second_tap_answers_nothing_twice(stage: Stage) -> None:
    mai = await three_wait(stage, LIMITS)
    first = await mai.asks("Mai", "/denghi")
    _, second = await mai.taps("Mai", first, "Đồng ý")
    _, again = await mai.taps("Mai", first, "Đồng ý")
    assert (again.text, again.labels) == (second.text, second.labels)
    assert (await mai.logged()).count("extension.granted") == 1


async def test_an_answer_given_beside_the_walk_begins_none(stage: Stage) -> None:
    mai = await in_hand(stage)
    for line in ASKED:
        await stage.says("Hạnh", line)
    first, _ = await mai.screen()
    (done,) = await mai.taps("Mai", first, "Đồng ý")
    assert done.labels == ("Hoàn tác", "Xem 1 đề nghị khác")
    (shown,) = await mai.taps("Mai", done, "Xem 1 đề nghị khác")
    assert "Xin gia hạn #7" in shown.text
