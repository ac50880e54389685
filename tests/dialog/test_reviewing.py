"""Reports are looked at in chat, by tapping and by typing alone; due dates are asked about."""

from datetime import date

import pytest

from data.domain.messages import Delivery, Letter, Limits
from data.domain.tasks import OccurrenceState
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.call_reviewers import call_reviewers
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.send_reminders import send_reminders
from tests.cast import at
from tests.dialog.conftest import CULTURE, OFFICE, Stage
from tests.dialog.telephone import Telephone, in_hand

TYPED_ONLY = Limits(
    2000,
    has_buttons=False,
    has_edits=False,
    largest_file=10 * 2**20,
    takes_documents=False,
    types_codes=True,
)


@pytest.fixture
async def zalo(stage: Stage) -> Telephone:
    """Mai, who can only type."""
    return await in_hand(stage, TYPED_ONLY)


async def letters(stage: Stage, who: str, kind: str) -> list[Letter]:
    """Return what was queued to a person, of a kind, the first first."""
    async with stage.store.read() as unit:
        found = await unit.outbox.in_states(Delivery)
    person = stage.cast.people[who].id
    return [x for x in reversed(found) if (x.person_id, x.kind) == (person, kind)]


async def called(stage: Stage) -> dict[str, int]:
    return await call_reviewers(World(stage.store, stage.files), stage.now)


async def test_a_report_is_returned_with_its_photo_supplemented_and_accepted(stage: Stage) -> None:
    clear, dark = await stage.photo("bien-ban.jpg", 10), await stage.photo("mo.jpg", 90)
    await stage.says("Hạnh", "#7 đã kiểm tra xong", clear, dark)
    shown = await stage.says("Mai", "duyệt")
    assert "Chờ duyệt: #7 Giám sát công trình đường số 3" in shown.text
    assert "“đã kiểm tra xong” (Lê Văn Hạnh, 09:12 thứ Hai 15/6)" in shown.text
    assert "Minh chứng: 2 ảnh" in shown.text
    assert [f.name for f in shown.files] == ["bien-ban.jpg", "mo.jpg"]
    assert shown.labels[:3] == ("Duyệt", "Trả lại", "Để sau")
    asked = await stage.taps("Mai", "Trả lại")
    assert asked.labels == (
        "Thiếu ảnh",
        "Ảnh mờ",
        "Sai nội dung",
        "Thiếu số liệu",
        "Lý do khác",
    )
    which = await stage.taps("Mai", "Ảnh mờ")
    assert which.labels == ("Ảnh 1: bien-ban.jpg", "Ảnh 2: mo.jpg", "Cả báo cáo")
    done = await stage.taps("Mai", "Ảnh 2: mo.jpg")
    assert "Đã trả lại #7: ảnh mờ. Sẽ báo Lê Văn Hạnh." in done.text
    assert "Không còn báo cáo nào chờ duyệt." in done.text
    (told,) = await letters(stage, "Hạnh", "verdict")
    assert told.chat == stage.cast.chat("Hạnh"), "where they reported"
    assert [f.name for f in told.message.files] == ["mo.jpg"]
    owed = await stage.owed(7)
    assert (owed.state, owed.due_on, owed.first_due_on) == (
        OccurrenceState.RETURNED,
        date(2026, 6, 18),
        date(2026, 6, 16),
    )
    stage.later(hours=1)
    asked = await stage.says("Hạnh", choice=told.message.choices[0].value)
    assert "ghi phần bổ sung cho #7 vào đây. Lý do trả lại: ảnh mờ." in asked.text
    await stage.says("Hạnh", "", await stage.photo("ro.jpg", 200))
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED
    shown = await stage.says("Mai", "duyệt")
    assert "Bản bổ sung, lần gửi 2. Lần trước trả lại: ảnh mờ" in shown.text
    assert [f.name for f in shown.files] == ["ro.jpg"], "what is new"
    await stage.taps("Mai", "Duyệt")
    assert (await stage.owed(7)).state is OccurrenceState.ACCEPTED
    assert await stage.evidence_of(7) == 3, "both versions stay"
    story = (await stage.says("Sơn", "#7")).text
    assert "✅ Xong, đã duyệt (hạn thứ Năm 18/6, hạn ban đầu thứ Ba 16/6)" in story
    assert "Trả lại: ảnh mờ; bổ sung chậm nhất thứ Năm 18/6 (Trần Thị Mai, 09:12" in story
    assert "Đã duyệt (Trần Thị Mai, 10:12 thứ Hai 15/6)" in story


async def test_the_example_fits_a_report_without_pictures(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    assert "duyệt 7 · trả 7 thiếu ảnh" in (await stage.says("Mai", "duyệt")).text


async def test_typed_alone_it_goes_as_far(stage: Stage, zalo: Telephone) -> None:
    await stage.says("Hạnh", "#7 xong", await stage.photo("a.jpg"), await stage.photo("b.jpg", 60))
    await stage.says("Hạnh", "#12 xong", await stage.photo("c.jpg", 120))
    shown = await zalo.asks("Mai", "duyệt")
    assert "Còn 1 báo cáo khác chờ duyệt." in shown.text
    assert len(shown.text.splitlines()) <= 6 + len(shown.labels), "the choices are lines here"
    assert "Gõ cũng được: duyệt 7 · trả 7 ảnh mờ" in shown.text
    await zalo.says("Mai", "3")  # để sau
    (second,) = await zalo.screen()
    assert "#12" in second.text
    await zalo.says("Mai", "1")  # duyệt
    said, last = await zalo.screen()
    assert "Đã duyệt #12." in said.text
    assert last.text == 'Còn 1 báo cáo để sau. Khi cần, gõ "duyệt" để xem lại.'
    returned = await zalo.asks("Mai", "tra 7 anh mo anh 2, chua thay bien ban")
    assert "Đã trả lại #7: ảnh mờ, chua thay bien ban." in returned.text
    async with stage.store.read() as unit:
        work = unit.ward(stage.cast.ward.id)
        (review,) = await work.reviews.of_occurrences([(await stage.owed(7)).id])
        (picture,) = await work.evidence.some(review.evidence_ids)
    assert picture.name == "b.jpg"
    undone = await zalo.asks("Mai", "hoàn tác")
    assert "Đã rút lại. Báo cáo #7 chờ duyệt như trước." in undone.text
    assert (await zalo.asks("Mai", "duyệt 7")).text.startswith("Đã duyệt #7.")


async def test_reasons_are_numbered_where_there_are_no_buttons(
    stage: Stage, zalo: Telephone
) -> None:
    await stage.says("Hạnh", "#7 xong")
    await zalo.asks("Mai", "trả 7")
    asked = await zalo.asks("Mai", "5")
    assert "ghi lý do trả lại #7" in asked.text
    done = await zalo.asks("Mai", "Biên bản chưa có chữ ký")
    assert "Đã trả lại #7: Biên bản chưa có chữ ký." in done.text


@pytest.mark.parametrize(
    "typed", ["trả 7 thiếu số liệu", "Trả lại #7: thiếu số liệu", "tra lai bao cao 7 thieu so lieu"]
)
async def test_a_return_is_understood_however_it_is_typed(stage: Stage, typed: str) -> None:
    await stage.says("Hạnh", "#7 xong")
    assert "Đã trả lại #7: thiếu số liệu." in (await stage.says("Mai", typed)).text


async def test_words_that_are_no_verdict_stay_what_they_are(stage: Stage) -> None:
    # Nothing waits under 12, and an officer does not review: both are reports or not understood.
    await stage.says("Mai", "trả 12 hồ sơ cho dân")
    await stage.says("Hạnh", "duyệt 7")
    assert (await stage.owed(7)).state is OccurrenceState.OPEN
    said = await stage.says("Mai", "duyệt 7")
    assert said.text == "#7 hiện không có báo cáo nào chờ duyệt."


async def test_who_reviews_nothing_is_asked_for_no_reason_and_told_nothing(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 đã kiểm tra xong", await stage.photo("mo.jpg"))
    value = (await stage.says("Mai", "duyệt")).value("Trả lại")
    refused = await stage.says("Tư", choice=value)
    assert "công trình" not in refused.text
    assert refused.choices == ()
    assert "vì sao" in (await stage.says("Mai", choice=value)).text


async def test_several_are_accepted_by_one_line(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 #12 xong")
    said = await stage.says("Mai", "duyệt 7, 12, 20")
    lines = said.text.splitlines()
    assert [x.split(".")[0] for x in lines] == [
        "Đã duyệt #7",
        "Đã duyệt #12",
        "#20 hiện không có báo cáo nào chờ duyệt",
    ]
    assert said.labels == ("Hoàn tác #7", "Hoàn tác #12"), "each says that it may be undone"
    assert "Báo cáo #7 chờ duyệt như trước" in (await stage.taps("Mai", "Hoàn tác #7")).text
    assert (await stage.owed(12)).state is OccurrenceState.ACCEPTED


async def test_the_only_reviewer_whose_own_report_waits_hears_who_decides(stage: Stage) -> None:
    await stage.works(41, "Họp dân", CULTURE, ("", date(2026, 6, 1), date(2026, 6, 30)))
    stored = await stage.says("Mai", "#41 xong")
    assert "Đồng chí Sơn sẽ xem." in stored.text
    said = await stage.says("Mai", "duyệt 41")
    assert "cần người khác duyệt. Hoàng Minh Sơn sẽ duyệt." in said.text
    assert "Hoàng Minh Sơn sẽ duyệt" in (await stage.says("Mai", "duyệt")).text
    stage.later(minutes=11)
    assert await called(stage) == {"called": 1}
    (letter,) = await letters(stage, "Sơn", "review")
    assert "Chờ duyệt: #41 Họp dân" in letter.message.text
    done = await stage.says("Sơn", choice=letter.message.choices[0].value)
    assert "Đã duyệt #41." in done.text


async def test_reviewers_are_called_once_the_report_cannot_be_undone_and_not_flooded(
    stage: Stage,
) -> None:
    await stage.says("Hạnh", "#7 đã xong", await stage.photo())
    stage.later(minutes=9)
    assert await called(stage) == {}
    stage.later(minutes=2)
    assert await called(stage) == {"called": 1}
    assert await called(stage) == {}
    (first,) = await letters(stage, "Mai", "review")
    assert [c.label for c in first.message.choices][:3] == ["Duyệt", "Trả lại", "Để sau"]
    assert len(first.message.files) == 1
    await stage.says("Hạnh", "#12 xong")
    await stage.says("Tư", "xong")
    stage.later(minutes=30)
    assert await called(stage) == {}, "at most once an hour"
    stage.later(minutes=31)
    assert await called(stage) == {"called": 1}
    second = (await letters(stage, "Mai", "review"))[-1]
    assert second.message.text.startswith("Chờ duyệt: 3 báo cáo, thưa đồng chí Mai")
    assert [c.label for c in second.message.choices] == ["Duyệt lần lượt"]
    shown = await stage.says("Mai", choice="review:walk")
    assert "#7" in shown.text, "what has waited longest first"


@pytest.mark.parametrize("hour", ["2026-06-15 21:00", "2026-06-20 10:00", "2026-06-16 06:45"])
async def test_nobody_is_called_at_night_or_at_the_weekend(stage: Stage, hour: str) -> None:
    await stage.says("Hạnh", "#7 xong")
    stage.now = at(hour)
    assert await called(stage) == {}
    stage.now = at("2026-06-22 07:31")
    assert await called(stage) == {"called": 1}


async def test_what_was_decided_on_meanwhile_calls_nobody(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    await stage.says("Mai", "duyệt 7")
    stage.later(hours=1)
    assert await called(stage) == {}


async def test_what_was_added_since_it_was_shown_is_shown_before_it_is_accepted(
    stage: Stage,
) -> None:
    await stage.says("Hạnh", "#7 xong")
    await stage.says("Mai", "duyệt")
    await stage.says("Hạnh", "", await stage.photo())
    said = await stage.taps("Mai", "Duyệt")
    assert "vừa có thêm nội dung sau khi đồng chí xem" in said.text
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED


async def test_two_reviewers_and_a_double_tap(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    for who in ("Mai", "Sơn"):
        await stage.says(who, "duyệt")
    await stage.taps("Mai", "Duyệt")
    said = await stage.taps("Sơn", "Duyệt")
    first = "Báo cáo #7 đã được Trần Thị Mai duyệt lúc 09:12 thứ Hai 15/6."
    assert said.text == first
    typed = await stage.says("Sơn", "duyệt 7")
    assert typed.text == f"#7 hiện không có báo cáo nào chờ duyệt. {first}"
    both = (await stage.says("Sơn", "duyệt 7, 12")).text
    assert first in both
    assert "#12 hiện không có báo cáo nào chờ duyệt." in both


async def test_the_morning_message_says_what_has_waited_too_long(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    stage.now = at("2026-06-17 07:30")
    await send_reminders(World(stage.store, stage.files), stage.now)
    (letter,) = await letters(stage, "Mai", "digest")
    assert 'Chờ duyệt: 1 báo cáo, cũ nhất 2 ngày, gõ "duyệt" để xem' in letter.message.text
    await send_reminders(World(stage.store, stage.files), stage.now)
    assert len(await letters(stage, "Mai", "digest")) == 1


async def test_the_morning_message_comes_for_it_alone_and_once(stage: Stage, store: Store) -> None:
    await stage.says("Hạnh", "#7 #12 #20 xong")
    await stage.says("Tư", "xong")
    async with store.write() as unit:
        # Nothing else is to be spoken of.
        later = (await stage.owed(20, "lần 2/2")).id
        await unit.ward(stage.cast.ward.id).occurrences.change(later, next_remind_at=None)
    world = World(store, stage.files)
    stage.now = at("2026-06-16 07:30")
    await send_reminders(world, stage.now)
    assert await letters(stage, "Mai", "digest") == [], "one day is not long"
    stage.now = at("2026-06-17 07:30")
    for _ in range(3):
        await send_reminders(world, stage.now)
        stage.later(minutes=1)
    (letter,) = await letters(stage, "Mai", "digest")
    assert letter.message.text.startswith(
        "Thưa đồng chí Mai, thứ Tư 17/6 có báo cáo chờ duyệt lâu:"
    )
    assert [c.label for c in letter.message.choices] == ["Duyệt 4 báo cáo"]


# Due dates.


@pytest.mark.parametrize(
    "typed",
    [
        "gia hạn #20 đến 30/6 vì mưa bão",
        "xin gia han 20 den 30/6 vi mua bao",
        "#20 xin gia hạn đến 30/6 vì mưa bão",
    ],
)
async def test_more_time_is_asked_for_by_one_line_and_granted_by_a_number(
    stage: Stage, zalo: Telephone, typed: str
) -> None:
    said = await stage.says("Hạnh", typed)
    assert "Đã gửi đề nghị gia hạn #20 (lần 1/2) đến thứ Ba 30/6" in said.text
    assert "Trong lúc chờ, hạn vẫn là thứ Sáu 12/6." in said.text
    (shown,) = await zalo.screen()
    assert "từ thứ Sáu 12/6 đến thứ Ba 30/6" in shown.text
    done = await zalo.asks("Mai", "1")
    assert "gia hạn từ thứ Sáu 12/6 đến thứ Ba 30/6." in done.text
    (told,) = await letters(stage, "Hạnh", "request")
    assert told.chat == stage.cast.chat("Hạnh")
    text = (await stage.says("Hạnh", "việc")).text
    assert "🟢 Đúng hạn" in text
    story = (await stage.says("Mai", "#20")).text
    assert "(hạn thứ Ba 30/6, hạn ban đầu thứ Sáu 12/6)" in story
    assert "Xin gia hạn từ thứ Sáu 12/6 đến thứ Ba 30/6" in story
    assert "Hạn mới thứ Ba 30/6 (Trần Thị Mai" in story


async def test_what_is_missing_of_a_request_is_asked_for(stage: Stage) -> None:
    asked = await stage.says("Hạnh", "gia hạn #20")
    assert "đến ngày nào, vì sao?" in asked.text
    asked = await stage.says("Hạnh", "đến 30/6")
    assert asked.text.startswith("Gia hạn #20 (lần 1/2) vì sao?")
    said = await stage.says("Hạnh", "trời mưa bão.")
    assert "đến thứ Ba 30/6: trời mưa bão.\n" in said.text


async def test_more_time_without_a_number_is_for_the_only_open_work_or_is_asked_about(
    stage: Stage, zalo: Telephone
) -> None:
    said = await stage.says("Tư", "xin gia hạn đến 30/6 vì mưa bão")
    assert "đến thứ Ba 30/6: mưa bão." in said.text
    (shown,) = await zalo.screen()
    assert "từ thứ Sáu 19/6 đến thứ Ba 30/6" in shown.text
    which = await stage.says("Hạnh", "gia hạn đến 30/6 vì chờ hội trường")
    assert which.text == "Đồng chí xin gia hạn việc nào?"
    assert [label[:3] for label in which.labels] == ["#20", "#7 ", "#12"]
    said = await stage.taps("Hạnh", which.labels[1])
    assert "gia hạn #7" in said.text
    assert "chờ hội trường" in said.text
    assert "Gia hạn việc nào?" in (await stage.says("Sơn", "gia hạn đến 30/6 vì mưa")).text


async def test_a_refusal_takes_its_words_by_typing(stage: Stage, zalo: Telephone) -> None:
    await stage.works(71, "Kiểm kê tài sản", CULTURE, ("", date(2026, 6, 1), date(2026, 6, 12)))
    assert "Đã gửi đề nghị" in (await stage.says("Mai", "gia hạn #71 đến 30/6 vì bận")).text
    await stage.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa bão")
    await zalo.screen()
    assert "Xin gia hạn #20" in (await zalo.asks("Mai", "đề nghị")).text
    asked = await zalo.asks("Mai", "2")
    assert "ghi lý do không đồng ý gia hạn" in asked.text
    await zalo.says("Mai", "đã hết kỳ báo cáo")
    done, left = await zalo.screen()
    assert "Không đồng ý gia hạn #20 (lần 1/2): đã hết kỳ báo cáo." in done.text
    assert "Không còn đề nghị" in left.text, "their own request waits for somebody else"
    assert (await stage.owed(20, "lần 1/2")).due_on == date(2026, 6, 12)


@pytest.mark.parametrize(
    "typed", ["rút đề nghị", "rut de nghi #20", "hủy xin gia hạn 20", "hoàn tác"]
)
async def test_what_was_asked_is_withdrawn_by_typing_or_tapping(stage: Stage, typed: str) -> None:
    await stage.says("Hạnh", "#7 đã kiểm tra xong")
    for way in (typed, "Rút đề nghị"):
        stage.later(minutes=1)
        assert "Rút đề nghị" in (await stage.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa")).labels
        stage.later(minutes=1)
        said = await (stage.says if way == typed else stage.taps)("Hạnh", way)
        assert "Đã rút đề nghị gia hạn #20 (lần 1/2)." in said.text
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED, "that was said before"
    assert "không có đề nghị nào" in (await stage.says("Hạnh", "rút đề nghị #7")).text
    assert "Không còn đề nghị" in (await stage.says("Mai", "đề nghị")).text


@pytest.mark.parametrize("way", ["hoàn tác", "Hoàn tác"])
async def test_an_answer_is_taken_back_before_the_verdict_that_came_before_it(
    stage: Stage, way: str
) -> None:
    await stage.says("Hạnh", "#7 đã kiểm tra xong")
    await stage.says("Mai", "duyệt 7")
    stage.later(minutes=1)
    await stage.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa bão")
    await stage.says("Mai", "đề nghị")
    assert "trong 10 phút" in (await stage.taps("Mai", "Đồng ý")).text
    stage.later(minutes=1)
    said = await (stage.says if way == "hoàn tác" else stage.taps)("Mai", way)
    assert "Đề nghị gia hạn #20 (lần 1/2) chờ trả lời như trước." in said.text
    assert said.labels == ("Đồng ý", "Không đồng ý", "Chi tiết")
    assert (await stage.owed(20, "lần 1/2")).due_on == date(2026, 6, 12)
    assert (await stage.owed(7)).state is OccurrenceState.ACCEPTED
    story = (await stage.says("Mai", "#20")).text
    assert "Câu trả lời trên đã rút lại" in story
    assert story.count("Xin gia hạn từ") == 2, "as it was asked, and as it waits again"
    await stage.says("Sơn", "gia hạn #20 đến 30/6 vì mưa bão")
    assert (await stage.says("Sơn", "#20")).text.count("Xin gia hạn từ") == 1
    await stage.says("Mai", "hoàn tác")
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED, "the verdict comes next"


async def test_a_verdict_typed_while_words_are_awaited_is_no_reason_to_refuse(
    stage: Stage,
) -> None:
    await stage.says("Hạnh", "#7 đã kiểm tra xong")
    await stage.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa bão")
    await stage.says("Mai", "đề nghị")
    await stage.taps("Mai", "Không đồng ý")
    assert "Đã duyệt #7" in (await stage.says("Mai", "duyệt 7")).text
    assert "Xin gia hạn #20" in (await stage.says("Mai", "đề nghị")).text


@pytest.mark.parametrize("typed", ["duyệt 7", "trả 7 ảnh mờ"])
async def test_a_verdict_is_no_word_of_the_report_that_its_giver_was_asked_about(
    stage: Stage, typed: str
) -> None:
    await stage.works(71, "Kiểm kê tài sản", CULTURE, ("", date(2026, 6, 1), date(2026, 6, 12)))
    await stage.works(72, "Kiểm tra kho", CULTURE, ("", date(2026, 6, 1), date(2026, 6, 12)))
    await stage.says("Hạnh", "#7 đã kiểm tra xong")
    assert "cho việc nào" in (await stage.says("Mai", "chưa họp được, mới 1 phòng")).text
    assert "Đã " in (await stage.says("Mai", typed)).text
    assert (await stage.owed(7)).state is not OccurrenceState.REPORTED


async def test_a_wish_for_time_is_no_word_of_a_report_that_was_asked_about(stage: Stage) -> None:
    assert "cho việc nào" in (await stage.says("Hạnh", "chưa họp được, mới 1 phòng")).text
    said = await stage.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa bão")
    assert "Đã gửi đề nghị gia hạn #20" in said.text


async def test_no_reason_is_asked_for_once_somebody_has_decided(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 đã kiểm tra xong")
    await stage.says("Mai", "duyệt")
    await stage.says("Sơn", "duyệt 7")
    said = await stage.taps("Mai", "Trả lại")
    assert "#7 đã được Hoàng Minh Sơn duyệt lúc" in said.text
    assert said.labels == ()


async def test_a_note_that_follows_unsays_nothing_of_how_far_it_came(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 đã kiểm tra xong, 60 người")
    await stage.says("Hạnh", "#7 ghi thêm: biên bản gửi sau")
    shown = (await stage.says("Mai", "duyệt")).text
    assert "biên bản gửi sau" in shown
    assert "Tiến độ: đã xong, 60 người dự" in shown


async def test_the_leadership_gives_more_time_on_an_escalation(stage: Stage) -> None:
    number = (await stage.owed(20, "lần 1/2")).id
    async with stage.store.write() as unit:
        await unit.ward(stage.cast.ward.id).occurrences.change(
            number, escalated_to=1, next_escalate_at=at("2026-06-19 14:00")
        )
    stage.now = at("2026-06-19 14:00")
    await escalate_overdue(World(stage.store, stage.files), stage.now)
    (letter,) = await letters(stage, "Sơn", "escalation")
    assert [c.label for c in letter.message.choices] == [
        "Xem #20",
        "Đôn đốc #20",
        "Gia hạn #20",
    ]
    asked = await stage.says("Sơn", choice=letter.message.choices[-1].value)
    assert "đến ngày nào?" in asked.text
    said = await stage.says("Sơn", "đến 30/6 vì chờ hội trường")
    assert "gia hạn từ thứ Sáu 12/6 đến thứ Ba 30/6. Sẽ báo Lê Văn Hạnh." in said.text


async def test_an_earlier_period_is_explained_although_a_later_one_is_open(stage: Stage) -> None:
    await stage.works(
        15,
        "Báo cáo tháng",
        OFFICE,
        ("tháng 4/2026", date(2026, 4, 1), date(2026, 4, 29)),
        ("tháng 5/2026", date(2026, 5, 1), date(2026, 5, 29)),
        ("tháng 6/2026", date(2026, 6, 1), date(2026, 6, 30)),
    )
    await stage.says("Hạnh", "#15 xong")
    which = await stage.says("Hạnh", "giải trình #15 vì mất điện")
    assert which.text == "#15 chậm hạn hoặc bị trả lại ở nhiều kỳ, đồng chí nói về kỳ nào?"
    assert which.labels == (
        "Tháng 4/2026, Văn phòng HĐND và UBND",
        "Tháng 5/2026, Văn phòng HĐND và UBND",
    )
    said = await stage.taps("Hạnh", which.labels[0])
    assert "Đã gửi giải trình chậm hạn #15 (tháng 4/2026): mất điện." in said.text
    said = await stage.says("Hạnh", "giải trình #15 mất mạng")
    assert "Đã gửi giải trình chậm hạn #15 (tháng 5/2026): mất mạng." in said.text


async def test_being_late_is_explained_confirmed_and_shown_wherever_late_is(
    stage: Stage, zalo: Telephone
) -> None:
    said = await stage.says("Hạnh", "giải trình #20 mưa bão từ 10 đến 14/6")
    assert "Đã gửi giải trình chậm hạn #20 (lần 1/2): mưa bão từ 10 đến 14/6." in said.text
    await zalo.screen()
    done = await zalo.asks("Mai", "1")
    assert "chậm hạn, lý do khách quan đã xác nhận." in done.text
    words = "quá hạn 3 ngày, lý do khách quan đã xác nhận"
    for who, typed in (("Hạnh", "việc"), ("Sơn", "quá hạn"), ("Mai", "#20")):
        assert words in (await stage.says(who, typed)).text.lower(), typed


async def test_details_offer_what_the_reader_may_do(stage: Stage) -> None:
    number = (await stage.owed(20, "lần 1/2")).id
    own = await stage.says("Hạnh", choice=f"tasks:show:{number}")
    assert own.labels[:3] == ("Báo cáo #20", "Xin gia hạn", "Giải trình")
    await stage.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa bão")
    asked = await stage.says("Hạnh", choice=f"tasks:show:{number}")
    assert asked.labels[:3] == ("Báo cáo #20", "Giải trình", "Rút đề nghị")
    above = await stage.says("Sơn", choice=f"tasks:show:{number}")
    assert above.labels[:2] == ("Đôn đốc #20", "Gia hạn #20")


async def test_a_bare_number_is_looked_at_by_those_who_see_all_and_do_not_do_it(
    stage: Stage,
) -> None:
    whole = (await stage.says("Sơn", "#7")).text
    assert (await stage.says("Sơn", "7")).text == whole
    assert "Tôi chưa hiểu" in (await stage.says("Sơn", "99")).text
    assert (await stage.says("Hạnh", "7")).text != whole
