"""What the lead office says about plans, events and dates, and what it reads."""

from datetime import date

import pytest

from data.domain.event_words import EventWords, asks_to_declare, read_event
from data.domain.messages import Chat
from data.domain.rules import AroundEvent, AtLeast, External, Period, Phase
from data.domain.tasks import PlanState
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.enrol import ask_office
from jobs.actions.invite import invite
from tests.cast import MONDAY, Cast, add_task
from tests.plans.stage import POOR, TALK, Stage, plan_docx

TODAY = date(2026, 6, 15)
ELECTION = AroundEvent(event="kỳ bầu cử tổ trưởng", phases=(Phase.BEFORE, Phase.AFTER))
BY_RULE = External(basis="rule")


@pytest.fixture
def stage(store: Store, files: EvidenceStore) -> Stage:
    return Stage(store, files, MONDAY)


async def with_tasks(stage: Stage, cast: Cast) -> None:
    """Two tasks wait for an event, two for a date, one is dated."""
    async with stage.store.write() as unit:
        for code, rule in ((1, ELECTION), (2, BY_RULE), (3, BY_RULE), (4, ELECTION)):
            await add_task(
                unit, cast, rule, code=code, title=f"Việc số {code}", time_text="Theo quy định"
            )
        await add_task(unit, cast, AtLeast(count=1, period=Period.YEAR), code=5, title="Việc số 5")


# Dates.


async def test_open_dates_are_asked_one_by_one(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    assert await stage.says(mai, "/han") == (
        '❓ #2 ghi "Theo quy định": Việc số 2\n'
        "Đồng chí ấn định hạn giúp, ví dụ: 30/6, quý III, ngày 15 hằng quý.\n"
        "Chưa có hạn thì việc này không được nhắc.\n"
        "(còn 1 việc nữa)\n"
        "[Để sau] [Dừng]"
    )
    answer = await stage.says(mai, "30/6")
    assert answer.startswith("Đã ghi #2: ")
    assert "thứ Ba 30/6" in answer
    assert '❓ #3 ghi "Theo quy định"' in answer
    assert "Không còn việc nào" in await stage.says(mai, "#3 quý III")


async def test_a_date_can_be_put_off(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "hạn")
    assert "❓ #3" in await stage.taps(mai, "Để sau")
    assert "Còn để sau: #2, #3." in await stage.taps(mai, "Để sau")


async def test_words_that_are_no_date_are_asked_again(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "/han")
    assert "Đồng chí ghi" in await stage.says(mai, "để tôi hỏi lại đã")
    assert "Đã ghi #2" in await stage.says(mai, "quý IV")


async def test_a_numbered_date_is_taken_at_any_time(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    assert "Đã ghi #3: " in await stage.says(cast.chat("Mai"), "#3 ngày 15 hằng quý")


async def test_a_numbered_report_is_not_taken_for_a_date(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    assert "Đã ghi #5" not in await stage.says(cast.chat("Mai"), "#5 đã họp 1 buổi, 85 người dự")


@pytest.mark.parametrize("command", ["/han", "/kehoach", "/moi", "/nhom", "/bangiao Tư cho Lan"])
async def test_the_offices_lists_are_closed_to_others(
    stage: Stage, cast: Cast, command: str
) -> None:
    answer = await stage.says(cast.chat("Hạnh"), command)
    assert answer == "Việc này do cơ quan đầu mối làm. Đồng chí nhắn cơ quan đầu mối giúp."


# Events.


async def test_an_event_is_declared_in_one_line_and_shows_what_it_starts(
    stage: Stage, cast: Cast
) -> None:
    await with_tasks(stage, cast)
    answer = await stage.says(cast.chat("Mai"), "khai báo sự kiện bầu cử tổ trưởng 16/8")
    assert answer.startswith(
        "Bầu cử tổ trưởng: 16/8. Kế hoạch nhắc theo đó:\ntrước: #1, #4 (hạn 14/8)"
    )
    assert "[Đúng rồi] [Sửa ngày] [Hủy sự kiện]" in answer


async def test_an_event_is_moved_by_its_button_and_a_day(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "khai báo sự kiện bầu cử tổ trưởng 16/8")
    await stage.taps(mai, "Sửa ngày")
    assert "chưa thấy ngày" in await stage.says(mai, "chưa biết")
    assert "dời sang 23/8" in await stage.says(mai, "23/8")


async def test_tasks_are_tied_and_untied_by_their_numbers(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    assert "trước" not in await stage.says(mai, "khai báo sự kiện hội thảo 16/8")
    assert "trước: #1 (hạn 14/8)" in await stage.says(mai, "#1")
    assert "Chưa có việc nào" in await stage.says(mai, "bỏ #1")


async def test_a_cancelled_event_leaves_nothing_to_do(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "khai báo sự kiện bầu cử tổ trưởng 16/8")
    assert "4 phần việc chưa làm không phải làm nữa" in await stage.taps(mai, "Hủy sự kiện")
    assert "Chưa có sự kiện nào" in await stage.says(mai, "/sukien")


async def test_an_event_without_a_day_is_asked_for_it(stage: Stage, cast: Cast) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "/sukien")
    assert "#1 Việc số 1 (kỳ bầu cử tổ trưởng)" in await stage.taps(mai, "Khai báo sự kiện")
    assert "diễn ra ngày nào" in await stage.says(mai, "bầu cử tổ trưởng")
    assert "từ 14/8 đến 16/8" in await stage.says(mai, "từ 14/8 đến 16/8")


async def test_an_officer_who_knows_of_an_event_tells_the_lead_office(
    stage: Stage, cast: Cast
) -> None:
    await with_tasks(stage, cast)
    hanh, mai = cast.chat("Hạnh"), cast.chat("Mai")
    await stage.taps_value(hanh, "events:declare")
    assert "Đã chuyển cho cơ quan đầu mối" in await stage.says(hanh, "bầu cử tổ trưởng 16/8")
    assert "Lê Văn Hạnh báo có sự kiện: bầu cử tổ trưởng 16/8" in await stage.heard(mai)
    async with stage.store.read() as unit:
        assert await unit.ward(cast.ward.id).events.all() == ()


@pytest.mark.parametrize(
    ("typed", "name", "starts", "ends"),
    [
        (
            "khai báo sự kiện bầu cử tổ trưởng 16/8",
            "bầu cử tổ trưởng",
            (2026, 8, 16),
            (2026, 8, 16),
        ),
        ("Khai báo: bầu cử ngày 16/8/2026", "bầu cử", (2026, 8, 16), (2026, 8, 16)),
        ("sự kiện xét hộ nghèo từ 14/8 đến 20/8", "xét hộ nghèo", (2026, 8, 14), (2026, 8, 20)),
        ("xét hộ nghèo từ ngày 14 đến ngày 20/8", "xét hộ nghèo", (2026, 8, 14), (2026, 8, 20)),
        ("hội nghị 14-16/8", "hội nghị", (2026, 8, 14), (2026, 8, 16)),
        ("đợt 2 xét duyệt 28/12 - 5/1/2027", "đợt 2 xét duyệt", (2026, 12, 28), (2027, 1, 5)),
        ("đợt 2 xét duyệt 28/12 - 5/1", "đợt 2 xét duyệt", (2026, 12, 28), (2027, 1, 5)),
        ("họp dân ngày 16 tháng 8", "họp dân", (2026, 8, 16), (2026, 8, 16)),
        ("họp dân 10/1", "họp dân", (2027, 1, 10), (2027, 1, 10)),
        ("họp dân 31/2", "họp dân 31/2", None, None),
        ("bầu cử tổ trưởng", "bầu cử tổ trưởng", None, None),
        ("16/8", "", (2026, 8, 16), (2026, 8, 16)),
    ],
)
def test_an_events_name_and_days_are_read(
    typed: str, name: str, starts: tuple[int, int, int] | None, ends: tuple[int, int, int] | None
) -> None:
    expected = EventWords(name, date(*starts) if starts else None, date(*ends) if ends else None)
    assert read_event(typed, TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("khai báo sự kiện bầu cử 16/8", True),
        ("Khai báo bầu cử", True),
        ("khai báo", False),
        ("#3 đã khai báo y tế", False),
        ("sự kiện đã xong", False),
    ],
)
def test_only_the_words_for_declaring_declare(typed: str, asks: bool) -> None:
    assert asks_to_declare(typed) is asks


# Plans.


async def test_while_a_plan_is_in_force_a_document_with_a_task_number_is_evidence(
    stage: Stage, cast: Cast
) -> None:
    await with_tasks(stage, cast)
    for name, text in (("ke-hoach.docx", "#5 xong"), ("bien-ban.docx", "")):
        await stage.says(cast.chat("Mai"), text, files={name: plan_docx()})
    async with stage.store.read() as unit:
        assert await unit.ward(cast.ward.id).plans.unread() == ()


@pytest.mark.parametrize("name", ["phu-luc-papi.docx", "van-ban-moi.txt"])
async def test_while_a_plan_is_in_force_what_can_only_be_a_plan_is_read_as_one(
    stage: Stage, cast: Cast, name: str
) -> None:
    await with_tasks(stage, cast)
    assert "đang đọc" in await stage.says(cast.chat("Mai"), files={name: plan_docx()})


async def test_a_document_that_was_asked_for_is_read_whatever_its_name(
    stage: Stage, cast: Cast
) -> None:
    await with_tasks(stage, cast)
    mai = cast.chat("Mai")
    assert "- Kế hoạch 12/KH-UBND ngày 15/1/2026: 5 việc" in await stage.says(mai, "/kehoach")
    assert "đang đọc" in await stage.says(mai, files={"van-ban-1.docx": plan_docx()})


async def test_an_amended_plan_says_what_changes(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, files={"kh.docx": plan_docx((POOR, TALK))})
    await stage.reads_plans(mai)
    await stage.taps(mai, "Xác nhận")
    new = ("6", "Khảo sát sự hài lòng của người dân", "Trạm Y tế", "", "Quý IV năm 2026")
    await stage.says(mai, files={"ke-hoach-sua-doi.docx": plan_docx((POOR, new))})
    read = await stage.reads_plans(mai)
    assert "So với kế hoạch đang theo dõi: thêm 1 việc (#3), bỏ 1 việc (#2)." in read
    assert "[Không thay, theo dõi riêng]" in read
    assert "Đã bỏ 1 việc không còn trong kế hoạch" in await stage.taps(mai, "Xác nhận")
    async with stage.store.read() as unit:
        states = [p.state for p in await unit.ward(cast.ward.id).plans.all()]
    assert states == [PlanState.ACTIVE, PlanState.REPLACED]


async def test_an_old_confirm_button_says_that_it_is_done(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, files={"kh.docx": plan_docx((POOR, TALK))})
    await stage.reads_plans(mai)
    await stage.taps(mai, "Xác nhận")
    async with stage.store.read() as unit:
        (plan,) = await unit.ward(cast.ward.id).plans.all()
    assert "đã được xác nhận trước đó" in await stage.taps_value(mai, f"plan:confirm:{plan.id}")
    assert "không còn mở" in await stage.taps_value(mai, f"plan:out:{plan.id}:1")


async def test_a_task_is_fixed_restored_and_renamed_by_typing(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, files={"kh.docx": plan_docx()})
    await stage.reads_plans(mai)
    await stage.taps(mai, "Xem và sửa")
    assert "Đã ghi #1: " in await stage.says(mai, "quý IV")
    assert "Đã bỏ #4" in await stage.says(mai, "#4 bỏ")
    assert "Đã lấy lại #4" in await stage.says(mai, "#4 giữ")
    assert "Đã ghi #4: Đối thoại" in await stage.says(mai, "#4 tên Đối thoại")
    phoned = await stage.says(mai, "#4 phối hợp: Trạm Y tế; Tổ dân phố 5")
    assert "Đã ghi #4, phối hợp: Trạm Y tế; Tổ dân phố 5." in phoned


async def test_a_task_in_force_is_given_to_others_by_one_line(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, files={"kh.docx": plan_docx((TALK,))})
    await stage.reads_plans(mai)
    await stage.taps(mai, "Xác nhận")
    assert "Đã giao #1, chủ trì: Trạm Y tế." in await stage.says(mai, "#1 chủ trì Trạm Y tế")
    assert 'Chưa có cơ quan "Trạm Y tá"' in await stage.says(mai, "#1 chủ trì Trạm Y tá")
    async with stage.store.read() as unit:
        work = unit.ward(cast.ward.id)
        task = await work.tasks.by_code(1)
        assert task is not None
        owed = {o.agency_id for o in await work.occurrences.of_task(task.id) if o.is_owed}
    assert owed == {cast.agencies["Trạm Y tế"]}


@pytest.mark.parametrize(
    "value", ["plan:", "plan:confirm", "plan:confirm:x", "plan:nothing:1", "plan:ok:1:x"]
)
async def test_a_forged_button_says_kindly_that_it_is_closed(
    stage: Stage, cast: Cast, value: str
) -> None:
    assert "đã đóng" in await stage.taps_value(cast.chat("Mai"), value)


@pytest.mark.parametrize("verb", ["confirm", "review", "drop", "out", "amend"])
async def test_an_officer_with_a_forged_button_changes_nothing(
    stage: Stage, cast: Cast, verb: str
) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, files={"kh.docx": plan_docx()})
    await stage.reads_plans(mai)
    async with stage.store.read() as unit:
        (plan,) = await unit.ward(cast.ward.id).plans.all()
    tail = {"out": ":1", "amend": ":0"}.get(verb, "")
    answer = await stage.taps_value(cast.chat("Hạnh"), f"plan:{verb}:{plan.id}{tail}")
    assert "cơ quan đầu mối" in answer
    async with stage.store.read() as unit:
        assert (await unit.ward(cast.ward.id).plans.all())[0].state is PlanState.DRAFT


# People.


async def test_the_office_lets_somebody_in_by_the_number_they_read_out(
    stage: Stage, cast: Cast
) -> None:
    mai = cast.chat("Mai")
    browser = Chat("web", "web", "browser")
    async with stage.store.write() as unit:
        actor = f"person:{cast.people['Mai'].id}"
        invited = await invite(unit, cast.ward, cast.people["Hạnh"].id, MONDAY, actor)
        waiting = await ask_office(unit, invited.code, browser, now=MONDAY)
    asked = await stage.heard(mai)
    assert waiting.number in asked
    assert "[Cho vào] [Không phải]" in asked
    assert "Đã xác nhận Lê Văn Hạnh" in await stage.taps(mai, "Cho vào")
    assert "đã được xử lý" in await stage.taps_value(mai, f"people:admit:1:{waiting.number}")


async def test_work_is_handed_over_by_one_line_and_a_yes(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    assert "Giao mọi việc của Nguyễn Văn Tư (Tổ dân phố 5) cho Đỗ Thị Bảy?" in await stage.says(
        mai, "/bangiao Tư cho Đỗ Thị Bảy"
    )
    assert "không thay đổi gì" in await stage.taps(mai, "Bỏ")
    await stage.says(mai, "/bangiao Tư cho Đỗ Thị Bảy")
    assert "Đã giao việc" in await stage.taps(mai, "Xác nhận")
    assert "Đồng chí ghi người giao" in await stage.says(mai, "/bangiao")
    assert 'Không thấy ai tên "Không Ai"' in await stage.says(mai, "/bangiao Không Ai cho Lan")


async def test_a_group_is_changed_by_one_line(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    groups = await stage.says(mai, "/nhom")
    number = next(x.split(".")[0] for x in groups.splitlines() if "Tổ trưởng tổ dân phố" in x)
    assert "nay gồm 1 đơn vị" in await stage.says(mai, f"nhóm {number} bỏ Tổ dân phố 6")
    assert "nay gồm 2 đơn vị" in await stage.says(mai, f"nhóm {number} thêm Tổ dân phố 6")
    assert "Chưa có cơ quan" in await stage.says(mai, f"nhóm {number} thêm Không Có")
