"""A report that wishes for more time is kept as it is, and the wish is asked about right after."""

from datetime import date

import pytest

from data.domain.messages import Limits
from data.domain.requests import Request
from tests.dialog.conftest import OFFICE, Stage
from tests.dialog.telephone import LIMITS, file, in_hand
from tests.dialog.test_reviewing import TYPED_ONLY

SAID = "#12 vướng mặt bằng, xin gia hạn đến 30/6"
ASKED = "Đồng chí có xin gia hạn #12 đến thứ Ba 30/6 (lý do: vướng mặt bằng) không?"


async def requests_of(stage: Stage, code: int) -> list[Request]:
    """Return what was asked about a task's due date."""
    occurrence = await stage.owed(code)
    async with stage.store.read() as unit:
        work = unit.ward(stage.cast.ward.id)
        return list(await work.requests.of_occurrences([occurrence.id]))


@pytest.mark.parametrize("limits", [LIMITS, TYPED_ONLY], ids=["buttons", "numbers"])
async def test_the_report_is_kept_and_the_wish_becomes_a_request_by_one_choice(
    stage: Stage, limits: Limits
) -> None:
    hanh = await in_hand(stage, limits)
    await hanh.says("Hạnh", SAID)
    stored, asked = await hanh.screen()
    assert "Đã lưu báo cáo #12" in stored.text
    assert await hanh.said_of(12) == ["vướng mặt bằng, xin gia hạn đến 30/6"]
    assert (asked.text, asked.labels) == (ASKED, ("Xin gia hạn", "Không"))
    assert await requests_of(stage, 12) == []
    if limits.has_buttons:
        done, *_ = await hanh.taps("Hạnh", asked, "Xin gia hạn")
    else:
        await hanh.says("Hạnh", "1")
        done, *_ = await hanh.screen()
    assert "Xin gia hạn #12 Tuyên truyền bầu cử" in done.text, "to the lead office"
    (request,) = await requests_of(stage, 12)
    assert (request.wished_on, request.reason) == (date(2026, 6, 30), "vướng mặt bằng")


async def test_a_second_tap_is_the_same_request(stage: Stage) -> None:
    said = await stage.says("Hạnh", SAID)
    value = said.value("Xin gia hạn")
    first = await stage.says("Hạnh", choice=value)
    again = await stage.says("Hạnh", choice=value)
    assert again.text.splitlines()[0] == first.text.splitlines()[0]
    assert len(await requests_of(stage, 12)) == 1
    await stage.says("Hạnh", "#12 vẫn vướng, xin gia hạn đến 30/6")
    assert len(await requests_of(stage, 12)) == 1


@pytest.mark.parametrize("typed", ["không", "Không"])
async def test_who_does_not_mean_it_says_so_and_the_date_stands(stage: Stage, typed: str) -> None:
    await stage.says("Hạnh", SAID)
    said = await stage.says("Hạnh", typed)
    assert said.text == (
        "Hạn #12 vẫn là thứ Hai 22/6. Khi cần thì ghi, ví dụ: gia hạn #12 đến 30/6 vì mưa bão."
    )
    assert await requests_of(stage, 12) == []


@pytest.mark.parametrize(
    "typed",
    [
        "#12 vướng mặt bằng, họp lại ngày 30/6",
        "#12 mới được 60%, đã được gia hạn đến 30/6",
        "#12 mới được 60%, không xin gia hạn",
        "#12 đã hướng dẫn dân xin gia hạn thẻ BHYT đến 30/6",
        "#12 đã xong, xin gia hạn nộp bản giấy đến 30/6",
    ],
)
async def test_what_is_no_wish_is_a_report_and_no_more(stage: Stage, typed: str) -> None:
    said = await stage.says("Hạnh", typed)
    assert len(said.texts) == 1
    assert "Đã lưu báo cáo #12" in said.text


@pytest.mark.parametrize(
    "typed",
    ["#12 vướng mặt bằng, xin gia hạn", "#12 vướng mặt bằng, xin gia hạn đến 10/6"],
    ids=["no date", "a day that is over"],
)
async def test_a_date_that_is_missing_is_asked_for(stage: Stage, typed: str) -> None:
    said = await stage.says("Hạnh", typed)
    assert said.texts[1] == "Đồng chí có xin gia hạn #12 (lý do: vướng mặt bằng) không?"
    asked = await stage.taps("Hạnh", "Xin gia hạn")
    assert "đến ngày nào" in asked.text
    said = await stage.says("Hạnh", "đến 30/6")
    assert "Đã gửi đề nghị gia hạn #12 đến thứ Ba 30/6: vướng mặt bằng." in said.text


async def test_a_reason_that_is_missing_is_asked_for(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    await stage.taps("Hạnh", "#7 Giám sát công trình đường số 3")
    said = await stage.says("Hạnh", "xin gia hạn đến 30/6")  # the words that the photo waits for
    assert said.texts[-1] == "Đồng chí có xin gia hạn #7 đến thứ Ba 30/6 không?"
    assert "vì sao?" in (await stage.taps("Hạnh", "Xin gia hạn")).text
    assert "#7 đến thứ Ba 30/6: chờ vật tư." in (await stage.says("Hạnh", "chờ vật tư")).text


@pytest.mark.parametrize("first", ["Xin gia hạn", "Không"])
async def test_several_tasks_are_asked_about_one_after_another(stage: Stage, first: str) -> None:
    said = await stage.says(
        "Hạnh", "#20 chưa họp, xin gia hạn đến 1/7; #7 xong; #12 thiếu giấy, xin gia hạn đến 30/6"
    )
    assert "Đã lưu 3 báo cáo" in said.text
    assert said.texts[1].startswith("Đồng chí có xin gia hạn #20 (lần 1/2) đến thứ Tư 1/7")
    said = await stage.taps("Hạnh", first)
    assert said.texts[-1].startswith("Đồng chí có xin gia hạn #12 đến thứ Ba 30/6")
    said = await stage.taps("Hạnh", "Xin gia hạn")
    assert "Đã gửi đề nghị gia hạn #12" in said.text
    assert len(said.texts) == 1
    assert len(await requests_of(stage, 7)) == 0


async def test_a_group_leader_whose_words_are_passed_on_is_asked_too(stage: Stage) -> None:
    said = await stage.says("Tư", "vướng mặt bằng, xin gia hạn đến 30/6")
    assert said.texts[-1].startswith("Bác có xin gia hạn #5 đến thứ Ba 30/6")
    assert "Đã gửi đề nghị gia hạn #5" in (await stage.taps("Tư", "Xin gia hạn")).text


async def test_who_may_give_time_themselves_is_asked_whether_they_do(stage: Stage) -> None:
    said = await stage.says("Mai", SAID)
    assert said.texts[-1].startswith("Đồng chí có gia hạn #12 đến thứ Ba 30/6")
    done = await stage.taps("Mai", "Gia hạn #12")
    assert "#12 gia hạn từ thứ Hai 22/6 đến thứ Ba 30/6." in done.text


async def test_a_wish_that_comes_by_changing_the_message_is_asked_about_once(stage: Stage) -> None:
    phone = await in_hand(stage)
    mine = await phone.says("Hạnh", "#12 vướng mặt bằng")
    await phone.screen()
    *_, asked = await phone.changes("Hạnh", mine, SAID)
    assert asked.text == ASKED
    again = await phone.changes("Hạnh", mine, f"{SAID} nhé")
    assert [b.text for b in again if "xin gia hạn #12" in b.text] == []


async def test_a_caption_is_read_too_and_another_cannot_answer(stage: Stage) -> None:
    phone = await in_hand(stage)
    await phone.says("Hạnh", "#7 mới được 40%")
    await phone.says("Hạnh", "xin gia hạn đến 30/6 vì chờ vật tư", file("a"))
    *_, asked = await phone.screen()
    assert asked.text == "Đồng chí có xin gia hạn #7 đến thứ Ba 30/6 (lý do: chờ vật tư) không?"
    stolen = await stage.says("Dũng", choice=asked.choices[0].value)
    assert "Không tìm thấy" in stolen.text
    assert await requests_of(stage, 7) == []


async def test_words_of_the_last_period_ask_for_nothing(stage: Stage) -> None:
    may, june = (("tháng 5", 5), ("tháng 6", 6))
    periods = [(label, date(2026, m, 1), date(2026, m, 25)) for label, m in (may, june)]
    await stage.works(41, "Báo cáo tháng", OFFICE, *periods)
    await stage.says("Hạnh", "#41 mới được 60%, xin gia hạn đến 30/6")
    number = (await stage.owed(41, "tháng 6")).id
    await stage.says("Hạnh", choice=f"report:same:{number}")
    said = await stage.taps("Hạnh", stage.last["Hạnh"].labels[0])
    assert "mới được 60%, xin gia hạn đến 30/6" in (await stage.says("Mai", "#41")).text
    assert len(said.texts) == 1
