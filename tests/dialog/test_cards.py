"""A report is one bubble that changes; pictures that come late are counted in it."""

from data.domain.tasks import OccurrenceState
from tests.dialog.telephone import ALBUM_QUIET, CHATS, Telephone, file


async def test_undoing_turns_the_bubble(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 xong")
    (undone,) = await phone.taps("Hạnh", card, "Hoàn tác")
    assert undone.edits == card.id
    assert undone.text == "Đã hoàn tác báo cáo #7, việc trở lại như trước."
    assert undone.labels == ()


async def test_undoing_asks_about_the_files_in_the_bubble(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 xong", file("p1"))
    (undone,) = await phone.taps("Hạnh", card, "Hoàn tác")
    assert undone.edits == card.id
    assert undone.text.startswith("Đã hoàn tác báo cáo #7, việc trở lại như trước.")
    (stored,) = await phone.taps("Hạnh", undone, "#12 Tuyên truyền bầu cử")
    assert stored.edits is None
    assert await phone.stage.evidence_of(12) == 1


async def test_the_question_for_which_task_says_when_it_is_over(phone: Telephone) -> None:
    asked = await phone.asks("Hạnh", "", file("p1"))
    assert "cho việc nào" in asked.text
    await phone.asks("Hạnh", "#7 xong")
    (over,) = phone.settled
    assert over.edits == asked.id
    assert over.text == "Đã vào báo cáo #7: 1 ảnh (đã nhận, đang tải về)."
    assert over.labels == ()


async def test_correcting_goes_on_in_the_bubble_and_can_be_left(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 xong")
    (asked,) = await phone.taps("Hạnh", card, "Sửa tiến độ")
    assert asked.edits == card.id
    assert asked.labels == ("Xong", "Một phần", "Chưa", "Giữ nguyên")
    (kept,) = await phone.taps("Hạnh", asked, "Giữ nguyên")
    assert (kept.text, kept.labels, kept.edits) == (card.text, card.labels, card.id)
    assert (await phone.asks("Hạnh", "mới được 65%")).text.endswith(
        "là cho việc nào, thưa đồng chí?"
    )


async def test_what_is_typed_gets_an_answer_of_its_own(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 xong")
    await phone.taps("Hạnh", card, "Sửa tiến độ")
    amended = await phone.asks("Hạnh", "mới được 65%")
    assert amended.edits is None
    assert amended.text.startswith("Đã sửa báo cáo #7")


async def test_asking_for_more_files_leaves_the_bubble_alone(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 xong")
    (asked,) = await phone.taps("Hạnh", card, "Thêm ảnh")
    assert asked.edits is None
    added = await phone.asks("Hạnh", "", file("p1"))
    assert added.text.startswith("Đã thêm 1 ảnh")


async def test_a_later_bubble_offers_no_undo_that_would_be_refused(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 xong")
    phone.stage.later(minutes=11)
    (asked,) = await phone.taps("Hạnh", card, "Sửa tiến độ")
    (kept,) = await phone.taps("Hạnh", asked, "Giữ nguyên")
    assert kept.labels == ("Thêm ảnh", "Sửa tiến độ")
    assert "Hoàn tác" not in kept.text


async def test_one_of_several_reports_is_undone_in_their_bubble(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 #12 xong")
    (left,) = await phone.taps("Hạnh", card, "Hoàn tác #7")
    assert left.edits == card.id
    assert "#7: đã hoàn tác\n#12: đã xong" in left.text
    assert left.labels == ("Hoàn tác #12",)
    assert (await phone.stage.owed(7)).state is OccurrenceState.OPEN


async def test_files_that_belong_elsewhere_leave_the_bubble(phone: Telephone) -> None:
    await phone.asks("Hạnh", "#7 xong")
    added = await phone.asks("Hạnh", "", file("p1"))
    (left,) = await phone.taps("Hạnh", added, "Không phải việc này")
    assert left.edits == added.id
    (stored,) = await phone.taps("Hạnh", left, "#12 Tuyên truyền bầu cử")
    assert stored.edits is None
    assert (await phone.stage.evidence_of(7), await phone.stage.evidence_of(12)) == (0, 1)


async def test_tapping_twice_takes_nothing_else_out(phone: Telephone) -> None:
    await phone.asks("Hạnh", "#7 xong")
    added = await phone.asks("Hạnh", "", file("p1"))
    await phone.taps("Hạnh", added, "Không phải việc này")
    (shown,) = await phone.taps("Hạnh", added, "Không phải việc này")
    assert shown.text.startswith("Đã lưu báo cáo #7 ")


async def album(phone: Telephone, who: str, text: str, *files: str) -> None:
    """Send pictures of one album, in time or late."""
    for number, name in enumerate(files):
        phone.sent += 1
        words = text if number == 0 else ""
        raw = {"text": words, "files": [file(name)], "album": "al", "message_id": name}
        await phone.dialog.receive(CHATS[who], f"u{phone.sent}", raw, "al")
    phone.stage.now += ALBUM_QUIET
    await phone.dialog.drain()


async def test_a_late_picture_of_an_album_is_counted_in_its_bubble(phone: Telephone) -> None:
    await album(phone, "Hạnh", "#7 xong", "p1", "p2")
    (card,) = await phone.screen()
    assert "Minh chứng: 2 ảnh" in card.text
    await album(phone, "Hạnh", "", "p3")
    (counted,) = await phone.screen()
    assert counted.edits == card.id
    assert counted.text == card.text.replace("2 ảnh", "3 ảnh")
    assert counted.labels == card.labels
    assert await phone.stage.evidence_of(7) == 3


async def test_a_late_picture_is_counted_while_the_album_waits_for_its_task(
    phone: Telephone,
) -> None:
    await album(phone, "Hạnh", "", "p1", "p2")
    (asked,) = await phone.screen()
    await album(phone, "Hạnh", "", "p3")
    (counted,) = await phone.screen()
    assert counted.edits == asked.id
    assert counted.text.startswith("3 ảnh")
    await phone.taps("Hạnh", counted, "#7 Giám sát công trình đường số 3")
    assert await phone.stage.evidence_of(7) == 3


async def test_an_album_for_several_tasks_goes_to_the_first(phone: Telephone) -> None:
    await album(phone, "Hạnh", "#7 #12 xong", "p1", "p2")
    await phone.screen()
    await album(phone, "Hạnh", "", "p3")
    assert (await phone.stage.evidence_of(7), await phone.stage.evidence_of(12)) == (3, 0)


async def test_a_tasks_details_are_a_card_of_their_own(phone: Telephone) -> None:
    number = (await phone.stage.owed(7)).id
    await phone.says("Hạnh", "", choice=f"tasks:show:{number}")
    await phone.screen()
    async with phone.stage.store.read() as unit:
        found = await unit.outbox.card(
            CHATS["Hạnh"], phone.stage.cast.people["Hạnh"].id, f"task:{number}"
        )
    assert found is not None
