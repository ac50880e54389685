"""`/suco`: the lead office sees what went wrong, whom to call, and settles uncertain messages."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from bot.web.visitors import open_session
from data.domain.messages import Chat, Delivery, Lane, OutgoingMessage
from data.domain.trouble import AccountStatus, Rundown
from jobs.actions.what_is_wrong import what_is_wrong
from tests.cast import at
from tests.dialog.conftest import Stage

DOWN = AccountStatus(
    channel="telegram",
    account="77",
    label="Telegram @nhacviec_hoabinh_bot",
    is_working=False,
    since=at("2026-06-15 08:30"),
    sentence="Telegram không nhận mã bot. Lấy lại mã từ @BotFather rồi khởi động lại.",
    next_try_at=at("2026-06-15 09:15"),
)
WEB = AccountStatus("web", "web", "Trang chat", is_working=True)
TELEGRAM = Chat("telegram", "77", "500")
REFUSAL = "Việc này do cơ quan đầu mối làm. Đồng chí nhắn cơ quan đầu mối giúp."


@pytest.fixture
async def well(stage: Stage) -> Stage:
    """The office with everybody signed in, the clock running and all its accounts working."""
    listen(stage, [WEB])
    async with stage.store.write() as unit:
        for person in stage.cast.people.values():
            await open_session(unit, stage.cast.ward.id, person.id, stage.now)
        await unit.wards.beat(stage.cast.ward.id, at("2026-06-15 09:12"))
    return stage


def listen(
    stage: Stage, accounts: list[AccountStatus], public_url: str = "https://nv.test"
) -> None:
    """Let the engine know how the accounts are doing."""
    stage.dialog = Dialog(
        stage.store,
        {("web", "web"): WebChannel(stage.store)},
        ALL,
        lambda: stage.now,
        stage.files,
        public_url,
        accounts=lambda: accounts,
    )


async def letter(
    stage: Stage,
    state: Delivery,
    error: str = "uncertain: no answer in time",
    *,
    who: str = "Hạnh",
    chat: Chat | None = None,
    expires_at: datetime | None = None,
    must_arrive: bool = True,
) -> int:
    """Let a message to somebody come to this end; returns its id."""
    chat = chat or stage.cast.chat(who)
    key = f"digest:{who}:{state}:{error}:{expires_at}:{must_arrive}"
    async with stage.store.write() as unit:
        await unit.outbox.add(
            key,
            chat,
            OutgoingMessage("Việc của đồng chí Hạnh: #20 quá hạn"),
            kind="digest",
            lane=Lane.BULK,
            now=at("2026-06-15 07:30"),
            ward_id=stage.cast.ward.id,
            person_id=stage.cast.people[who].id,
            must_arrive=must_arrive,
            expires_at=expires_at,
        )
        queued = await unit.outbox.find(key)
        assert queued is not None
    await come_to(stage, queued.id, state, error)
    return queued.id


async def come_to(stage: Stage, letter_id: int, state: Delivery, error: str) -> None:
    """Write the end of a message as sending would."""
    async with stage.store.engine.begin() as conn:
        await conn.exec_driver_sql(
            "UPDATE outbox SET state = ?, error = ? WHERE id = ?", (state.value, error, letter_id)
        )


async def state_of(stage: Stage, letter_id: int) -> tuple[Delivery, bool, Chat]:
    """Return how a message stands, whether it goes out marked as sent again, and where to."""
    async with stage.store.read() as unit:
        found = await unit.outbox.in_states(Delivery, ward_id=stage.cast.ward.id, limit=1000)
    one = next(x for x in found if x.id == letter_id)
    return one.state, one.is_resend, one.chat


async def logged(stage: Stage, kind: str) -> list[str]:
    """Return the subjects of the log's entries of a kind."""
    async with stage.store.read() as unit:
        return [e.subject for e in await unit.ward(stage.cast.ward.id).log.read() if e.kind == kind]


async def test_when_nothing_is_wrong_one_sentence_says_so_and_since_when(well: Stage) -> None:
    said = await well.says("Mai", "/suco")
    assert said.text == (
        "Mọi thứ đang chạy tốt, không có tin nào bị kẹt (kiểm tra lúc 09:12 thứ Hai 15/6)."
    )
    assert said.choices == ()


@pytest.mark.parametrize("typed", ["sự cố", "Su co", "/suco", "/tinhtrang", "tình trạng"])
async def test_it_is_opened_by_word_too(well: Stage, typed: str) -> None:
    assert "Mọi thứ đang chạy tốt" in (await well.says("Mai", typed)).text


@pytest.mark.parametrize("who", ["Hạnh", "Tư", "Sơn"])
async def test_others_are_refused_in_the_usual_words(well: Stage, who: str) -> None:
    assert (await well.says(who, "/suco")).text == REFUSAL
    uncertain = await letter(well, Delivery.UNCERTAIN)
    for choice in ("trouble:people:0", "trouble:letters:0", f"trouble:again:{uncertain}"):
        assert (await well.says(who, choice=choice)).text == REFUSAL
    assert (await state_of(well, uncertain))[0] is Delivery.UNCERTAIN


async def test_all_that_is_wrong_stands_in_a_few_lines_with_a_way_to_the_page(well: Stage) -> None:
    listen(well, [WEB, DOWN])
    await letter(well, Delivery.UNCERTAIN)
    await letter(well, Delivery.DEAD, "refused: Bad Request: chat not found")
    await letter(well, Delivery.READY, "", who="Dũng", chat=TELEGRAM)
    async with well.store.write() as unit:
        await unit.links.mark_reachable(well.cast.chat("Lan"), False)
        await unit.wards.beat(well.cast.ward.id, at("2026-06-15 08:01"))
    said = await well.says("Mai", "/suco")
    assert said.text.splitlines() == [
        "Cần xem lúc 09:12 thứ Hai 15/6:",
        "🔴 Telegram @nhacviec_hoabinh_bot: đang ngắt từ 08:30, giữ 1 tin chờ gửi. "
        "Telegram không nhận mã bot. Lấy lại mã từ @BotFather rồi khởi động lại. "
        "Thử lại lúc 09:15.",
        "🔴 Lịch nhắc đang dừng từ 08:01. Đồng chí nhờ người quản trị xem máy chủ.",
        "🟡 Chờ gửi: 1 tin, lâu nhất từ 07:30",
        "🔴 1 tin chưa chắc đã đến, 1 tin không gửi được",
        "🟡 2 người chưa liên lạc được: Lê Văn Hạnh, Võ Thị Lan",
        "Xem đầy đủ: https://nv.test/tinh-trang",
    ]
    assert said.labels == ("Xem người chưa liên lạc được", "Xem tin chưa tới")


async def test_a_page_that_no_phone_reaches_is_not_spoken_of(well: Stage) -> None:
    listen(well, [DOWN], public_url="http://127.0.0.1:8080")
    assert "/tinh-trang" not in (await well.says("Mai", "/suco")).text


async def test_however_much_is_wrong_twelve_lines_tell_it(well: Stage) -> None:
    others = [replace(DOWN, account=str(n), label=f"Telegram @bot{n}") for n in range(5)]
    listen(well, [DOWN, *others])
    for state in (Delivery.UNCERTAIN, Delivery.DEAD, Delivery.READY):
        await letter(well, state, who="Dũng")
    async with well.store.write() as unit:
        await unit.wards.beat(well.cast.ward.id, at("2026-06-15 06:00"))
        row = await unit.inbox.add(TELEGRAM, "u1", {}, well.now)
        assert row is not None
        await unit.inbox.mark_failed(row, "ValueError", max_attempts=1)
        group = Chat("telegram", "77", "-100")
        agency = well.cast.agencies["Tổ dân phố 5"]
        await unit.agency_chats.add(well.cast.ward.id, agency, group, "Tổ 5 thân yêu", well.now)
        await unit.agency_chats.mark_reachable(group, False)
        await unit.web.close_sessions_of(well.cast.people["Tư"].id, well.now)
        await unit.ward(well.cast.ward.id).evidence.add(
            well.cast.people["Tư"].id,
            channel="telegram",
            ref="AgAC",
            name="bia.jpg",
            mime="image/jpeg",
            size=10,
            sha256=None,
            is_compressed=True,
            exif=None,
            taken_at=None,
            sent_at=well.now,
            received_at=well.now - timedelta(hours=2),
        )
    said = await well.says("Mai", "/suco")
    assert len(said.text.splitlines()) <= 12
    assert "Còn 4 kênh khác cũng đang ngắt." in said.text
    assert "🟡 1 nhóm chat không nhận tin: Tổ 5 thân yêu" in said.text
    assert "🟡 1 tệp chờ tải về quá lâu" in said.text
    assert "🟡 1 tin đến chưa xử lý được, đã giữ lại cho người quản trị" in said.text
    assert "#20 quá hạn" not in said.text


async def test_whom_to_call_is_listed_with_agency_phone_and_reason(well: Stage) -> None:
    async with well.store.write() as unit:
        await unit.links.mark_reachable(well.cast.chat("Lan"), False)
        await unit.links.revoke(well.cast.people["Hạnh"].id, well.now)
        await unit.web.close_sessions_of(well.cast.people["Tư"].id, well.now)
    await well.says("Mai", "/suco")
    said = await well.taps("Mai", "Xem người chưa liên lạc được")
    assert said.text.splitlines() == [
        "3 người chưa liên lạc được, đồng chí gọi điện giúp:",
        "- Lê Văn Hạnh (Văn phòng HĐND và UBND), 0900000002: chưa vào kênh nhắc việc",
        "- Nguyễn Văn Tư (Tổ dân phố 5), 0900000005: không còn máy nào đăng nhập",
        "- Võ Thị Lan (Phòng Kinh tế, Hạ tầng và Đô thị), 0900000004: "
        "đã chặn hoặc xóa kênh nhắc việc",
    ]
    assert said.labels == ("Tạo thư mời",)
    assert "Lê Văn Hạnh" in (await well.taps("Mai", "Tạo thư mời")).text


async def test_an_uncertain_message_is_sent_again_once_and_marked(well: Stage) -> None:
    uncertain = await letter(well, Delivery.UNCERTAIN)
    await well.says("Mai", "/suco")
    said = await well.taps("Mai", "Xem tin chưa tới")
    assert said.text.splitlines() == [
        "1 tin chưa tới hoặc chưa chắc đã tới:",
        "1. Tin nhắc việc cho Lê Văn Hạnh, 07:30: chưa chắc đã đến, đứt kết nối khi đang gửi",
        "Gửi lại thì tin ghi rõ là gửi lại; đã hỏi người nhận rồi thì bỏ qua.",
    ]
    assert said.labels == ("Gửi lại 1", "Bỏ qua 1")
    again = said.value("Gửi lại 1")
    told = await well.says("Mai", choice=again)
    assert told.text == "Đang gửi lại tin nhắc việc cho Lê Văn Hạnh, có ghi rõ là gửi lại."
    assert told.labels == ("Xem lại sự cố",)
    assert await state_of(well, uncertain) == (Delivery.READY, True, well.cast.chat("Hạnh"))
    twice = await well.says("Mai", choice=again)
    assert twice.text == "Tin này đã được xử lý rồi. Gõ /suco để xem những gì còn lại."
    assert await logged(well, "letter.sent_again") == [f"letter:{uncertain}"]


async def test_what_is_let_rest_stays_uncertain_and_is_listed_no_more(well: Stage) -> None:
    uncertain = await letter(well, Delivery.UNCERTAIN)
    told = await well.says("Mai", choice=f"trouble:rest:{uncertain}")
    assert told.text == (
        "Đã bỏ qua tin nhắc việc cho Lê Văn Hạnh. Nhật ký vẫn ghi tin này chưa chắc đã đến."
    )
    assert (await state_of(well, uncertain))[0] is Delivery.UNCERTAIN
    assert await logged(well, "letter.let_rest") == [f"letter:{uncertain}"]
    assert "Mọi thứ đang chạy tốt" in (await well.says("Mai", "/suco")).text
    assert "đã được xử lý rồi" in (await well.says("Mai", choice=f"trouble:rest:{uncertain}")).text


async def test_it_goes_to_where_the_person_is_reached_now(well: Stage) -> None:
    uncertain = await letter(well, Delivery.UNCERTAIN, chat=TELEGRAM)
    await well.says("Mai", choice=f"trouble:again:{uncertain}")
    assert await state_of(well, uncertain) == (Delivery.READY, True, well.cast.chat("Hạnh"))


async def test_nothing_is_sent_again_to_somebody_whom_nothing_reaches(well: Stage) -> None:
    dead = await letter(well, Delivery.DEAD, "recipient_gone: Forbidden: bot was blocked")
    async with well.store.write() as unit:
        await unit.links.mark_reachable(well.cast.chat("Hạnh"), False)
    told = await well.says("Mai", choice=f"trouble:again:{dead}")
    assert told.text.startswith("Người nhận chưa có kênh nào nhận tin")
    assert (await state_of(well, dead))[0] is Delivery.DEAD


@pytest.mark.parametrize(
    ("state", "error", "over", "must_arrive"),
    [
        (Delivery.UNCERTAIN, "uncertain: x", True, True),
        (Delivery.UNCERTAIN, "uncertain: x", False, False),
        (Delivery.DEAD, "refused: Bad Request", False, True),
        (Delivery.DEAD, "too_long", False, True),
    ],
)
async def test_what_would_only_confuse_or_fail_again_can_only_be_let_rest(
    well: Stage, state: Delivery, error: str, over: bool, must_arrive: bool
) -> None:
    ends = well.now - timedelta(hours=1) if over else None
    one = await letter(well, state, error, expires_at=ends, must_arrive=must_arrive)
    said = await well.says("Mai", choice="trouble:letters:0")
    assert said.labels == ("Bỏ qua 1",)
    told = await well.says("Mai", choice=f"trouble:again:{one}")
    assert told.text.startswith("Tin này đã qua lúc hoặc không gửi được nữa.")
    assert (await state_of(well, one))[0] is state


async def test_many_messages_are_shown_a_few_at_a_time(well: Stage) -> None:
    for number in range(6):
        await letter(well, Delivery.UNCERTAIN, f"uncertain: {number}")
    said = await well.says("Mai", choice="trouble:letters:0")
    assert said.text.startswith("6 tin chưa tới")
    assert said.labels[-1] == "Xem tiếp"
    assert len(said.labels) == 9
    more = await well.taps("Mai", "Xem tiếp")
    assert len([x for x in more.labels if x.startswith("Gửi lại")]) == 2


async def test_only_the_accounts_that_serve_the_ward_are_its_business(well: Stage) -> None:
    elsewhere = replace(DOWN, wards=frozenset({999}))
    assert (await look(well, [WEB, elsewhere])).is_all_well
    assert not (await look(well, [replace(DOWN, wards=frozenset({well.cast.ward.id}))])).is_all_well


async def look(stage: Stage, accounts: list[AccountStatus]) -> Rundown:
    async with stage.store.read() as unit:
        mai = stage.cast.people["Mai"]
        return await what_is_wrong(unit, stage.cast.ward, mai, accounts, stage.now)


@pytest.mark.parametrize(
    ("state", "error", "told"),
    [
        (Delivery.UNCERTAIN, "the process ended while sending", "hệ thống dừng khi đang gửi"),
        (Delivery.UNCERTAIN, "uncertain: no answer in time", "đứt kết nối khi đang gửi"),
        (Delivery.DEAD, "recipient_gone: Forbidden", "người nhận đã chặn hoặc xóa kênh nhắc việc"),
        (Delivery.DEAD, "unreachable: no route", "thử nhiều lần không kết nối được"),
        (Delivery.DEAD, "refused: Bad Request", "nền tảng nhắn tin không nhận tin này"),
    ],
)
async def test_a_reason_is_told_in_words_never_in_the_platforms_own(
    well: Stage, state: Delivery, error: str, told: str
) -> None:
    await letter(well, state, error)
    said = await well.says("Mai", choice="trouble:letters:0")
    assert said.text.splitlines()[1].endswith(told)
