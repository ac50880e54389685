"""A photo that waits for its task goes on waiting while something else is seen to in between."""

from datetime import date

import pytest

from data.domain.messages import Limits
from tests.dialog.conftest import CULTURE, Said, Stage
from tests.dialog.telephone import LIMITS, file, in_hand
from tests.dialog.test_reviewing import TYPED_ONLY

QUESTION = "1 ảnh này cho việc nào, thưa đồng chí?"
TASKS = ("#71 Kiểm kê tài sản", "#72 Kiểm tra kho", "Bỏ ảnh")


@pytest.fixture
async def asked(stage: Stage) -> Stage:
    """Mai has two tasks of her own and is asked for which a photo is; two reports wait for her."""
    for code, title in ((71, "Kiểm kê tài sản"), (72, "Kiểm tra kho")):
        await stage.works(code, title, CULTURE, ("", date(2026, 6, 1), date(2026, 6, 12)))
    await stage.says("Hạnh", "#7 đã kiểm tra xong")
    await stage.says("Hạnh", "#12 đã phát xong")
    said = await stage.says("Mai", "", await stage.photo())
    assert said.text == QUESTION
    return stage


async def assert_it_finds_its_task(stage: Stage, said: Said) -> None:
    """It is asked again for which task the photo is, and the answer counts."""
    assert said.texts[-1] == QUESTION
    assert said.labels[-3:] == TASKS
    stored = await stage.taps("Mai", TASKS[0])
    assert "Minh chứng: 1 ảnh" in stored.text
    assert await stage.evidence_of(71) == 1


@pytest.mark.parametrize("typed", ["duyệt 7", "duyệt 7, 12", "trả 7 sai nội dung"])
async def test_a_verdict_of_one_line(asked: Stage, typed: str) -> None:
    await assert_it_finds_its_task(asked, await asked.says("Mai", typed))


async def test_a_verdict_whose_reason_is_asked_for(asked: Stage) -> None:
    why = await asked.says("Mai", "trả 7")
    assert QUESTION not in why.text, "one question at a time"
    await assert_it_finds_its_task(asked, await asked.says("Mai", "chưa thấy chữ ký"))


async def test_reports_looked_at_one_by_one(asked: Stage) -> None:
    shown = [await asked.says("Mai", "duyệt")]
    for _ in range(2):
        assert QUESTION not in shown[-1].text
        shown.append(await asked.taps("Mai", "Duyệt"))
    assert "Không còn báo cáo nào chờ duyệt." in shown[-1].text
    await assert_it_finds_its_task(asked, shown[-1])


async def test_in_the_midst_of_them_its_number_finds_it(asked: Stage) -> None:
    await asked.says("Mai", "duyệt")
    said = await asked.says("Mai", "#71 đã kiểm kê xong")
    assert "Minh chứng: 1 ảnh" in said.text
    done = await asked.says("Mai", "duyệt 7")
    assert QUESTION not in done.text


async def test_in_the_midst_of_them_the_question_is_still_tapped(asked: Stage) -> None:
    question = asked.last["Mai"]
    await asked.says("Mai", "duyệt")
    said = await asked.says("Mai", choice=question.value(TASKS[1]))
    assert "Minh chứng: 1 ảnh" in said.text
    assert await asked.evidence_of(72) == 1


async def test_a_verdict_that_is_never_finished_keeps_nothing_from_it(asked: Stage) -> None:
    await asked.says("Mai", "trả 7")
    asked.later(minutes=20)
    said = await asked.says("Mai", "#71 xong")
    assert "Minh chứng: 1 ảnh" in said.text


async def test_requests_and_their_answers(asked: Stage) -> None:
    await asked.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa bão")
    await asked.says("Mai", "đề nghị")
    await assert_it_finds_its_task(asked, await asked.taps("Mai", "Đồng ý"))


async def test_more_time_whose_date_is_asked_for(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    assert "đến ngày nào" in (await stage.says("Hạnh", "gia hạn #20")).text
    said = await stage.says("Hạnh", "đến 30/6 vì mưa bão")
    assert "Đã gửi đề nghị gia hạn #20" in said.text
    assert said.texts[-1] == QUESTION
    assert "Minh chứng: 1 ảnh" in (await stage.says("Hạnh", "#7 xong")).text


async def test_words_that_wait_are_asked_about_again_too(asked: Stage) -> None:
    await asked.taps("Mai", "Bỏ ảnh")
    waits = await asked.says("Mai", "chưa họp được, mới 1 phòng")
    said = await asked.says("Mai", "duyệt 7")
    assert said.texts[-1] == waits.text


async def test_what_is_stopped_or_dropped_is_asked_about_no_more(asked: Stage) -> None:
    await asked.says("Mai", "trả 7")
    await asked.says("Mai", "hủy")
    assert QUESTION not in (await asked.says("Mai", "duyệt 7")).text
    assert "Minh chứng" not in (await asked.says("Mai", "#71 xong")).text


@pytest.mark.parametrize("limits", [LIMITS, TYPED_ONLY], ids=["buttons", "numbers"])
async def test_on_a_messenger_it_is_answered_by_a_tap_or_a_number(
    stage: Stage, limits: Limits
) -> None:
    for code, title in ((71, "Kiểm kê tài sản"), (72, "Kiểm tra kho")):
        await stage.works(code, title, CULTURE, ("", date(2026, 6, 1), date(2026, 6, 12)))
    await stage.says("Hạnh", "#7 đã kiểm tra xong")
    mai = await in_hand(stage, limits)
    await mai.asks("Mai", "", file("a"))
    await mai.says("Mai", "duyệt 7")
    done, again = await mai.screen()
    assert "Đã duyệt #7" in done.text
    if limits.has_buttons:
        await mai.taps("Mai", again, again.labels[1])
    else:
        await mai.says("Mai", "2")
    assert await stage.evidence_of(72) == 1
