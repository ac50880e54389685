"""The morning message: one to each person, with everything, most urgent first."""

from datetime import date

from data.domain.messages import Delivery
from data.domain.people import Address, Ladder, Membership, Person, Role, WardSettings
from data.domain.rules import AtLeast, Every, Period
from data.domain.tasks import OccurrenceState
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, Cast, add_task, at
from tests.reminders.stage import deliver_all, due, letters, letters_to, owed, plan, set_up

MORNING = at("2026-06-15 07:30")


async def test_an_officer_gets_one_message_however_many_tasks_are_due(
    world: World, store: Store, cast: Cast
) -> None:
    for code, day in ((7, 16), (12, 22), (20, 15)):
        await due(store, cast, code, date(2026, 6, day))
    tally = await send_reminders(world, MORNING)
    assert tally == {"digests": 1, "reminded": 3}
    (letter,) = await letters(store)
    assert letter.person_id == cast.people["Hạnh"].id
    assert letter.message.text.splitlines() == [
        "Việc của đồng chí Hạnh, thứ Hai 15/6",
        "🟡 #20 Giám sát công trình đường số 3: hạn hôm nay",
        "🟡 #7 Giám sát công trình đường số 3: hạn mai, thứ Ba 16/6",
        "🟢 #12 Giám sát công trình đường số 3: còn 5 ngày làm việc",
        "Trả lời tại đây, ví dụ: #20 đã làm xong (kèm ảnh)",
    ]


async def test_its_choices_are_to_report_to_be_reminded_later_and_details(
    world: World, store: Store, cast: Cast
) -> None:
    task = await due(store, cast, 7, date(2026, 6, 16))
    other = await due(store, cast, 8, date(2026, 6, 17))
    await send_reminders(world, MORNING)
    (first,), (second,) = await owed(store, cast, task), await owed(store, cast, other)
    (letter,) = await letters(store)
    assert [(c.label, c.value) for c in letter.message.choices] == [
        ("Báo cáo #7", f"report:open:{first.id}"),
        ("Báo cáo #8", f"report:open:{second.id}"),
        ("Nhắc lại chiều nay", "remind:later:2026-06-15"),
        ("Chi tiết", "tasks:list"),
    ]


async def test_one_task_alone_can_be_asked_why(world: World, store: Store, cast: Cast) -> None:
    task = await due(store, cast, 7, date(2026, 6, 16))
    await send_reminders(world, MORNING)
    (occurrence,) = await owed(store, cast, task)
    (letter,) = await letters(store)
    values = [c.value for c in letter.message.choices]
    assert f"remind:why:{occurrence.id}" in values
    assert f"tasks:show:{occurrence.id}" in values


async def test_run_twice_it_sends_and_counts_nothing(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await send_reminders(world, MORNING)
    assert await send_reminders(world, MORNING) == {}
    assert await send_reminders(world, at("2026-06-15 09:00")) == {}
    assert len(await letters(store)) == 1


async def test_more_than_fits_is_counted(world: World, store: Store, cast: Cast) -> None:
    for code in range(1, 9):
        await due(store, cast, code, date(2026, 6, 15 + code % 3))
    await send_reminders(world, MORNING)
    (letter,) = await letters(store)
    lines = letter.message.text.splitlines()
    assert len(lines) == 6
    assert lines[4] == 'và 5 việc khác, gõ "việc" để xem'
    assert "hạn hôm nay" in lines[1]


async def test_other_open_work_is_listed_as_far_as_there_is_room(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    quiet = await due(store, cast, 12, date(2026, 6, 30))
    (open_,) = await owed(store, cast, quiet)
    async with store.write() as unit:
        await unit.ward(cast.ward.id).occurrences.change(
            open_.id, next_remind_at=at("2026-06-23 07:30")
        )
    tally = await send_reminders(world, MORNING)
    (letter,) = await letters(store)
    assert tally["reminded"] == 1
    assert "#12" in letter.message.text
    assert (await owed(store, cast, quiet))[0].next_remind_at == at("2026-06-23 07:30")


async def test_the_head_is_left_alone_while_the_agency_has_others(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await due(store, cast, 8, date(2026, 6, 16), lead="Phòng Kinh tế, Hạ tầng và Đô thị")
    await send_reminders(world, MORNING)
    assert await letters_to(store, cast, "Dũng") == []
    (alone,) = await letters_to(store, cast, "Lan")
    assert alone.message.text.startswith("Việc của chị Lan, thứ Hai 15/6")


async def test_a_group_leader_is_spoken_to_without_commands(
    world: World, store: Store, cast: Cast
) -> None:
    title = "Niêm yết danh sách hộ nghèo tại nhà văn hóa"
    task = await due(store, cast, 3, date(2026, 6, 19), title=title, lead="Tổ trưởng tổ dân phố")
    await send_reminders(world, MORNING)
    (letter,) = await letters_to(store, cast, "Tư")
    own = next(
        o for o in await owed(store, cast, task) if o.agency_id == cast.agencies["Tổ dân phố 5"]
    )
    assert letter.message.text.splitlines() == [
        "Bác Tư ơi, phường nhắc việc của tổ 5:",
        "Niêm yết danh sách hộ nghèo tại nhà văn hóa, chậm nhất thứ Sáu 19/6.",
        "Làm xong bác gửi ảnh vào đây, hoặc trả lời:",
    ]
    assert [(c.label, c.value) for c in letter.message.choices] == [
        ("Xong rồi", f"report:done:{own.id}"),
        ("Chưa làm", f"report:notyet:{own.id}"),
        ("Cần phường giúp", f"report:help:{own.id}"),
    ]


async def test_a_group_leader_with_several_tasks_chooses_which(
    world: World, store: Store, cast: Cast
) -> None:
    for code in (3, 4):
        await due(store, cast, code, date(2026, 6, 19), lead="Tổ dân phố 5")
    await send_reminders(world, MORNING)
    (letter,) = await letters_to(store, cast, "Tư")
    assert letter.message.text.startswith("Bác Tư ơi, phường nhắc 2 việc của tổ 5:")
    assert all(c.value.startswith("report:open:") for c in letter.message.choices)


async def test_coordinators_are_told_once_at_opening_and_not_asked_to_report(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 22), coordinate="Phòng Kinh tế, Hạ tầng và Đô thị")
    await send_reminders(world, MORNING)
    (letter,) = await letters_to(store, cast, "Lan")
    assert letter.message.text.splitlines() == [
        "Việc chị Lan phối hợp, thứ Hai 15/6 (cơ quan chủ trì báo cáo):",
        "#7 Giám sát công trình đường số 3: Văn phòng HĐND và UBND chủ trì, hạn thứ Hai 22/6",
    ]
    assert [c.value for c in letter.message.choices] == ["tasks:list"]
    await send_reminders(world, at("2026-06-19 07:30"))
    assert len(await letters_to(store, cast, "Lan")) == 1
    assert len(await letters_to(store, cast, "Hạnh")) == 2


async def test_beside_own_work_an_officer_reads_the_numbers_of_what_they_help_with(
    world: World, store: Store, cast: Cast
) -> None:
    works = "Phòng Kinh tế, Hạ tầng và Đô thị"
    await due(store, cast, 30, date(2026, 6, 16), lead=works)
    for code in range(1, 12):
        await due(store, cast, code, date(2026, 6, 22), coordinate=works)
    await send_reminders(world, MORNING)
    (letter,) = await letters_to(store, cast, "Lan")
    assert "Phối hợp: #1, #2, #3 và 8 việc khác" in letter.message.text.splitlines()


async def test_a_group_leader_reads_one_short_line_about_what_they_help_with(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 3, date(2026, 6, 19), title="Niêm yết", lead="Tổ dân phố 5")
    for code in (7, 8, 9):
        await due(store, cast, code, date(2026, 6, 22), coordinate="Tổ trưởng tổ dân phố")
    await send_reminders(world, MORNING)
    (tu,) = await letters_to(store, cast, "Tư")
    assert tu.message.text.splitlines() == [
        "Bác Tư ơi, phường nhắc việc của tổ 5:",
        "Niêm yết, chậm nhất thứ Sáu 19/6.",
        'Bác cùng phối hợp 3 việc nữa, gõ "việc" để xem.',
        "Làm xong bác gửi ảnh vào đây, hoặc trả lời:",
    ]
    (bay,) = await letters_to(store, cast, "Bảy")
    assert bay.message.text == (
        'Bác Bảy ơi, bác cùng phối hợp 3 việc của phường. Gõ "việc" để xem.'
    )


async def test_a_long_title_is_cut_between_words_and_an_only_period_is_not_named(
    world: World, store: Store, cast: Cast
) -> None:
    title = "Công khai phương án đền bù, hỗ trợ giải phóng mặt bằng, tái định cư"
    async with store.write() as unit:
        monthly = await add_task(unit, cast, Every(period=Period.MONTH), code=9, title=title)
    await plan(store, cast, [monthly], MONDAY)
    await send_reminders(world, at("2026-06-24 07:30"))
    await send_reminders(world, at("2026-07-01 07:30"))
    first, second = [x.message.text for x in await letters_to(store, cast, "Hạnh")]
    assert "#9 Công khai phương án đền bù, hỗ trợ giải…: còn 4 ngày làm việc" in first
    assert ", tháng 6/2026: quá hạn 1 ngày" in second
    assert ", tháng 7/2026: hạn thứ Sáu 31/7" in second


async def test_reported_and_cancelled_work_is_not_chased(
    world: World, store: Store, cast: Cast
) -> None:
    for code, state in ((7, OccurrenceState.REPORTED), (8, OccurrenceState.CANCELLED)):
        task = await due(store, cast, code, date(2026, 6, 16))
        (occurrence,) = await owed(store, cast, task)
        async with store.write() as unit:
            await unit.ward(cast.ward.id).occurrences.change(occurrence.id, state=state)
    assert await send_reminders(world, MORNING) == {}


async def test_overdue_work_is_spoken_of_every_so_many_working_days(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    told = []
    for day in range(15, 31):
        if await send_reminders(world, at(f"2026-06-{day} 07:30")):
            told.append(day)
    # Opening (also one working day before), the day, then overdue: +1 and every 3 working days.
    assert told == [15, 16, 17, 22, 25, 30]
    assert "quá hạn 14 ngày" in (await letters(store))[-1].message.text


async def test_somebody_without_a_chat_is_recorded_and_named_to_the_lead_office(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    async with store.write() as unit:
        await unit.links.revoke(cast.people["Hạnh"].id, MONDAY)
    tally = await send_reminders(world, MORNING)
    assert tally == {"digests": 1, "unlinked": 1, "reminded": 1}
    (unsent,) = await letters_to(store, cast, "Hạnh")
    assert unsent.state is Delivery.UNLINKED
    (notice,) = await letters_to(store, cast, "Mai")
    assert "Chưa liên lạc được qua chat: Lê Văn Hạnh (#7)" in notice.message.text


async def test_the_lead_office_hears_of_them_inside_its_own_message(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await due(store, cast, 8, date(2026, 6, 16), lead="Phòng Văn hóa – Xã hội")
    async with store.write() as unit:
        await unit.links.revoke(cast.people["Hạnh"].id, MONDAY)
    await send_reminders(world, MORNING)
    (letter,) = await letters_to(store, cast, "Mai")
    assert "#8" in letter.message.text
    assert "Chưa liên lạc được qua chat: Lê Văn Hạnh (#7)" in letter.message.text


async def test_what_an_agency_with_nobody_owes_goes_to_the_lead_office(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16), lead="Trạm Y tế")
    assert await send_reminders(world, MORNING) == {"digests": 1, "reminded": 1}
    (notice,) = await letters_to(store, cast, "Mai")
    assert "Đơn vị chưa có người nhận việc: Trạm Y tế (#7)" in notice.message.text


async def test_of_many_agencies_with_nobody_two_are_named(
    world: World, store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        for number in range(3):
            await unit.ward(cast.ward.id).agencies.add(f"Đơn vị {number}", is_group=False)
    async with store.read() as unit:
        ids = {a.name: a.id for a in await unit.ward(cast.ward.id).agencies.all()}
    here = Cast(cast.ward, ids, cast.people)
    for number in range(3):
        await due(store, here, 7 + number, date(2026, 6, 16 + number), lead=f"Đơn vị {number}")
    await send_reminders(world, MORNING)
    (notice,) = await letters_to(store, cast, "Mai")
    named = "Đơn vị chưa có người nhận việc: Đơn vị 0 (#7); Đơn vị 1 (#8) và 1 đơn vị khác"
    assert named in notice.message.text


async def test_a_message_of_the_morning_never_arrives_at_night(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await send_reminders(world, MORNING)
    (letter,) = await letters(store)
    assert letter.expires_at == at("2026-06-15 20:00")
    assert await deliver_all(store, at("2026-06-15 20:01")) == 0


async def test_it_remembers_of_what_it_spoke(world: World, store: Store, cast: Cast) -> None:
    task = await due(store, cast, 7, date(2026, 6, 16))
    await send_reminders(world, MORNING)
    (occurrence,) = await owed(store, cast, task)
    async with store.read() as unit:
        assert await unit.outbox.times_told([occurrence.id], kind="digest") == {}
    await deliver_all(store, MORNING)
    async with store.read() as unit:
        assert await unit.outbox.times_told([occurrence.id], kind="digest") == {occurrence.id: 1}
    assert occurrence.rung == 1


async def test_remind_later_brings_one_more_message_in_the_afternoon(
    world: World, store: Store, cast: Cast
) -> None:
    task = await due(store, cast, 7, date(2026, 6, 16))
    await send_reminders(world, MORNING)
    (occurrence,) = await owed(store, cast, task)
    async with store.write() as unit:
        await unit.ward(cast.ward.id).occurrences.change(
            occurrence.id, next_remind_at=at("2026-06-15 15:00")
        )
    assert await send_reminders(world, at("2026-06-15 14:59")) == {}
    assert await send_reminders(world, at("2026-06-15 15:00")) == {"digests": 1, "reminded": 1}
    (letter, again) = await letters(store)
    assert "Nhắc lại" not in "".join(c.label for c in again.message.choices)
    assert letter.key != again.key


async def test_what_comes_due_after_the_slot_was_used_waits_for_the_next(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await send_reminders(world, MORNING)
    task = await due(store, cast, 8, date(2026, 6, 16))
    (occurrence,) = await owed(store, cast, task)
    async with store.write() as unit:
        await unit.ward(cast.ward.id).occurrences.change(occurrence.id, next_remind_at=MORNING)
    assert await send_reminders(world, at("2026-06-15 07:40")) == {"reminded": 0}
    assert len(await letters(store)) == 1
    (waiting,) = await owed(store, cast, task)
    assert (waiting.next_remind_at, waiting.rung) == (at("2026-06-15 15:00"), 0)


async def test_every_officer_of_an_agency_hears_and_that_is_one_occasion(
    world: World, store: Store, cast: Cast
) -> None:
    place = (Membership(cast.agencies["Văn phòng HĐND và UBND"]),)
    person = Person(0, "Bùi Thị Nga", None, Address.CHI, frozenset({Role.OFFICER}), place)
    async with store.write() as unit:
        await unit.ward(cast.ward.id).people.add(person)
    task = await due(store, cast, 7, date(2026, 6, 16))
    tally = await send_reminders(world, MORNING)
    assert (tally["digests"], tally["unlinked"]) == (2, 1)
    await deliver_all(store, MORNING)
    (occurrence,) = await owed(store, cast, task)
    async with store.read() as unit:
        assert await unit.outbox.times_told([occurrence.id], kind="digest") == {occurrence.id: 1}


async def test_a_quota_that_falls_behind_says_so(world: World, store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, AtLeast(count=2, period=Period.YEAR), code=20)
    await plan(store, cast, [task], MONDAY)
    await send_reminders(world, MORNING)
    await send_reminders(world, at("2026-07-01 07:30"))
    before, after = [x.message.text for x in await letters_to(store, cast, "Hạnh")]
    assert "đang chậm" not in before
    assert "(lần 1/2): quá hạn 1 ngày, đang chậm: mới 0/2 lần" in after


async def test_the_ward_sets_its_own_hours_and_ladder(
    world: World, store: Store, cast: Cast
) -> None:
    settings = WardSettings.model_validate(
        {"remind_at": "09:15", "ladder": Ladder(at_opening=False, before=(2,))}
    )
    await set_up(store, cast, settings)
    async with store.read() as unit:
        ward = await unit.wards.get(cast.ward.id)
    here = Cast(ward, cast.agencies, cast.people)
    await due(store, here, 7, date(2026, 6, 19))
    assert await send_reminders(world, at("2026-06-16 09:15")) == {}
    assert await send_reminders(world, at("2026-06-17 09:14")) == {}
    assert await send_reminders(world, at("2026-06-17 09:15")) == {"digests": 1, "reminded": 1}


async def test_a_ward_that_fails_does_not_stop_the_others(
    world: World, store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        broken = await unit.wards.add(
            "Phường khác", WardSettings(calendar_overrides="không phải ngày"), MONDAY
        )
    await due(store, cast, 7, date(2026, 6, 16))
    tally = await send_reminders(world, MORNING)
    assert tally == {"digests": 1, "reminded": 1, "failed": 1}
    async with store.read() as unit:
        assert await unit.wards.last_alive(broken.id) is None
