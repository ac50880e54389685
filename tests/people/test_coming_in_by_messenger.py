"""Coming in through a messenger: the link, the second proof, and everything that is not as meant."""

import asyncio
import hashlib
import re
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversations import enrolling
from data.domain.messages import Chat, Contact, Keyboard, OutgoingMessage
from data.domain.people import Address, Person, Role, WardSettings
from data.domain.phones import read_phone
from data.store.unit_of_work import Store
from jobs.actions.invite import bootstrap_admin, invite
from tests.cast import MONDAY, Cast, found
from tests.people.chats import BOT, NOT_FOR_US, Phone, Scene, texts

HANH = "0900000002"
ASK = "Nhờ cơ quan đầu mối xác nhận"
HELLO = f"""\
Chào đồng chí Hạnh. Phường Hòa Bình mời đồng chí nhận nhắc việc và gửi báo cáo tại đây.
Để chắc chắn đúng người, đồng chí bấm "Chia sẻ số điện thoại của tôi" ở cuối màn hình.
Số đó không có trong danh sách thì bấm "{ASK}".
[{ASK}] <ask_contact>"""
WELCOME = """\
Chào đồng chí Hạnh. Phường Hòa Bình sẽ nhắc việc và nhận báo cáo tại đây.
Gõ "việc" để xem việc của mình, "giúp" để xem cách dùng.
Phường Hòa Bình giữ thông tin gửi vào đây chỉ để nhắc việc, theo dõi tiến độ và làm minh chứng; cơ quan đầu mối, lãnh đạo và đoàn kiểm tra xem được.
CẤM: đồng chí không gửi tài liệu mật vào đây, kể cả ảnh chụp. Thông báo đầy đủ: gõ /quyenriengtu
[Việc của tôi]"""
CONFIRMED = "Đã xác nhận số điện thoại của đồng chí Hạnh.\n<remove>"
WRONG = "Thư mời không đúng hoặc đã hết hạn. Đồng chí nhờ cơ quan đầu mối gửi thư mời mới."


@pytest.fixture
async def scene(store: Store) -> Scene:
    """The cast; only Mai of the lead office and the leader Sơn are reached, on the web."""
    cast = await found(store, linked=False)
    async with store.write() as unit:
        for name in ("Mai", "Sơn"):
            person = cast.people[name]
            await unit.links.add(cast.ward.id, person.id, cast.chat(name), MONDAY)
    return Scene(store, cast)


@pytest.fixture
def phone(scene: Scene) -> Phone:
    return Phone(scene)


# The way it is meant.


async def test_the_link_then_ones_own_number_and_one_is_in(scene: Scene, phone: Phone) -> None:
    assert texts(await phone.opens(await scene.code())) == HELLO
    assert texts(await phone.shares("84900000002")) == f"{CONFIRMED}\n---\n{WELCOME}"
    assert await scene.linked("Hạnh") == {("telegram", "42")}
    assert await scene.told("linked") == [
        "Lê Văn Hạnh (Văn phòng HĐND và UBND) đã vào kênh nhắc việc qua Telegram."
    ]
    kinds = dict(await scene.logged())
    assert kinds["person.linked"].items() >= {"channel": "telegram", "how": "contact"}.items()


async def test_the_code_itself_is_nowhere_kept(scene: Scene, phone: Phone) -> None:
    code = await scene.code()
    await phone.opens(code)
    assert hashlib.sha256(code.encode()).hexdigest() in await phone.knows()
    assert code not in await phone.knows()
    await phone.shares(HANH)
    whole = repr(await scene.logged())
    assert code not in whole
    assert HANH not in whole


async def test_the_administrators_first_link_enters_at_once(store: Store) -> None:
    async with store.write() as unit:
        first = await bootstrap_admin(unit, "", MONDAY)
    assert first is not None
    async with store.read() as unit:
        (ward,) = await unit.wards.all()
    phone = Phone(Scene(store, Cast(ward, {}, {})))
    said = await phone.opens(first.code)
    assert [m.keyboard for m in said] == [Keyboard.NONE]
    assert said[0].text.startswith("Chào đồng chí.\nTôi giúp đưa kế hoạch")
    assert "không gửi tài liệu mật" in said[0].text
    assert [c.label for c in said[0].choices] == ["Bắt đầu"]
    assert dict(await phone.scene.logged())["person.linked"]["how"] == "console"
    # pressed once more, by the same thumb
    assert "đã vào kênh nhắc việc" in texts(await phone.opens(first.code))


async def test_a_group_leader_is_spoken_to_as_on_the_list(scene: Scene, phone: Phone) -> None:
    said = texts(await phone.opens(await scene.code("Tư")))
    assert said.startswith("Chào bác Tư. Phường Hòa Bình mời bác nhận")
    said = texts(await phone.shares("+84 900 000 005"))
    assert "bác không gửi tài liệu mật" in said


@pytest.mark.parametrize(
    "shared",
    [HANH, "84900000002", "+84900000002", "+84 900 000 002", "0084900000002", "+840900000002"],
)
async def test_the_number_counts_in_every_form(scene: Scene, phone: Phone, shared: str) -> None:
    await phone.opens(await scene.code())
    assert texts(await phone.shares(shared)).startswith("Đã xác nhận")


# The second proof.


async def test_a_card_of_the_telephone_book_is_refused_and_is_no_try(
    scene: Scene, phone: Phone
) -> None:
    await phone.opens(await scene.code())
    for _ in range(7):
        said = texts(await phone.shares(HANH, is_own=False))
        assert said.startswith('Đây là số của người khác. Đồng chí bấm "Chia sẻ số')
        assert said.endswith("<ask_contact>")
    assert await scene.linked("Hạnh") == set()
    assert "wrong_proof" not in repr(await scene.logged())
    assert texts(await phone.shares(HANH)).startswith("Đã xác nhận")


async def test_five_times_another_number_and_the_invitation_is_void(
    scene: Scene, phone: Phone
) -> None:
    code = await scene.code()
    await phone.opens(code)
    for left in (4, 3, 2, 1):
        said = texts(await phone.shares("0911111111"))
        assert f"chưa khớp với danh sách, còn {left} lần thử" in said
        assert said.endswith(f"[{ASK}] <ask_contact>")
    said = texts(await phone.shares("0911111111"))
    assert said.startswith("Số điện thoại sai nhiều lần, thư mời đã bị khóa.")
    assert said.endswith("<remove>")
    (told,) = await scene.told("locked")
    assert told.startswith("Thư mời của Lê Văn Hạnh bị khóa vì số điện thoại sai nhiều lần.")
    assert "đã bị khóa" in texts(await phone.opens(code))
    assert "Chưa có thư mời nào đang mở" in texts(await phone.shares(HANH))
    assert await scene.linked("Hạnh") == set()


async def test_a_typed_number_proves_nothing(scene: Scene, phone: Phone) -> None:
    await phone.opens(await scene.code())
    for typed in (HANH, "+84 900 000 002", "0911111111"):
        said = texts(await phone.says(typed))
        assert said.startswith('Số gõ vào chưa xác nhận được là của đồng chí. Đồng chí bấm "Chia')
        assert said.endswith("<ask_contact>")
    assert await scene.linked("Hạnh") == set()
    assert "wrong_proof" not in repr(await scene.logged())


@pytest.mark.parametrize("text", ["alo", "/start", "#7 xong", "việc", "", "🙂", "2"])
async def test_anything_else_is_answered_with_what_to_do(
    scene: Scene, phone: Phone, text: str
) -> None:
    await phone.opens(await scene.code())
    assert texts(await phone.says(text)).startswith("Để chắc chắn đúng người, đồng chí bấm")


@pytest.mark.parametrize(
    "way", [{"choice": "enrol:ask"}, {"text": ASK}, {"text": "NHO co quan dau moi xac nhan."}]
)
async def test_the_lead_office_lets_in_who_shows_the_number(
    scene: Scene, phone: Phone, way: dict[str, str]
) -> None:
    await phone.opens(await scene.code())
    said = texts(await phone.says(**way))
    number = re.search(r"đọc số (\d{4})\.", said)
    assert number
    assert said.startswith("Đã báo cơ quan đầu mối. Khi được gọi hỏi, đồng chí")
    (asked,) = await scene.told("admit")
    assert f"đúng là {number[1]} thì chọn Cho vào" in asked
    # whatever is typed meanwhile, the number is shown again
    assert number[1] in texts(await phone.says("alo?"))
    await scene.office_taps("Cho vào")
    confirmed = "Cơ quan đầu mối đã xác nhận đồng chí Hạnh.\n<remove>"
    assert texts(await phone.hears()) == f"{confirmed}\n---\n{WELCOME}"
    assert await scene.linked("Hạnh") == {("telegram", "42")}
    assert dict(await scene.logged())["person.linked"]["how"] == "office"
    # who let them in reads it in the answer to that, not once more
    assert await scene.told("linked") == []


async def test_where_there_are_no_buttons_one_is_the_only_choice(
    scene: Scene, phone: Phone
) -> None:
    await phone.opens(await scene.code())
    assert "đọc số" in texts(await phone.says("1."))


async def test_asked_twice_the_office_is_asked_once(scene: Scene, phone: Phone) -> None:
    await phone.opens(await scene.code())
    first, second = await phone.says(ASK), await phone.says(choice="enrol:ask")
    assert texts(first) == texts(second)
    assert len(await scene.told("admit")) == 1


async def test_who_waits_may_still_show_the_number(scene: Scene, phone: Phone) -> None:
    await phone.opens(await scene.code())
    await phone.says(ASK)
    assert texts(await phone.shares(HANH)).startswith("Đã xác nhận")


async def test_who_is_turned_away_hears_it(scene: Scene, phone: Phone) -> None:
    code = await scene.code()
    await phone.opens(code)
    await phone.says(ASK)
    await scene.office_taps("Không phải")
    said = texts(await phone.hears())
    assert said.startswith("Cơ quan đầu mối chưa xác nhận được nên thư mời này không dùng được")
    assert said.endswith("<remove>")
    assert texts(await phone.shares(HANH)).startswith(WRONG)
    assert await scene.linked("Hạnh") == set()


async def test_without_a_number_on_the_list_only_the_office_helps(
    scene: Scene, phone: Phone
) -> None:
    async with scene.store.write() as unit:
        hanh = replace(scene.cast.people["Hạnh"], phone=None)
        await unit.ward(scene.cast.ward.id).people.save(hanh)
    said = texts(await phone.opens(await scene.code()))
    assert "Chia sẻ" not in said
    assert said.endswith(f"[{ASK}]")
    assert texts(await phone.shares(HANH)).startswith(
        f'Để chắc chắn đúng người, đồng chí bấm "{ASK}"'
    )
    assert "wrong_proof" not in repr(await scene.logged())
    await phone.says(ASK)
    await scene.office_taps("Cho vào")
    assert await scene.linked("Hạnh") == {("telegram", "42")}


async def test_with_nobody_in_the_office_yet_the_number_is_asked_for(store: Store) -> None:
    scene = Scene(store, await found(store, linked=False))
    phone = Phone(scene)
    await phone.opens(await scene.code())
    said = texts(await phone.says(ASK))
    assert said.startswith("Chưa có ai của cơ quan đầu mối")
    assert said.endswith("<ask_contact>")
    assert texts(await phone.shares(HANH)).startswith("Đã xác nhận")


# Codes.


async def test_a_used_code_opens_nothing_for_another(scene: Scene, phone: Phone) -> None:
    code = await scene.code()
    await phone.opens(code)
    await phone.shares(HANH)
    assert texts(await phone.opens(code)).startswith("Đồng chí đã vào kênh nhắc việc của Phường")
    assert texts(await Phone(scene, "43").opens(code)).startswith("Thư mời này đã được dùng.")


async def test_an_expired_code_is_refused_before_and_after_it_was_shown(
    scene: Scene, phone: Phone
) -> None:
    code = await scene.code()
    await phone.opens(code)
    scene.later(hours=72)
    assert texts(await Phone(scene, "43").opens(code)) == WRONG
    assert texts(await phone.opens(code)) == WRONG


async def test_a_code_that_ends_while_it_waits_takes_the_keys_away(
    scene: Scene, phone: Phone
) -> None:
    await phone.opens(await scene.code())
    await scene.code()  # a new invitation: the one before works no more
    assert texts(await phone.shares(HANH)) == f"{WRONG}\n<remove>"
    assert await phone.says("alo") is NOT_FOR_US


async def test_a_code_of_another_ward_is_refused_without_its_name(
    scene: Scene, phone: Phone
) -> None:
    async with scene.store.write() as unit:
        other = await unit.wards.add("Phường Khác", WardSettings(), MONDAY)
        who = await unit.ward(other.id).people.add(
            Person(0, "Lý Thị Xa", HANH, Address.CHI, frozenset({Role.OFFICER}))
        )
        made = await invite(unit, other, who.id, MONDAY, "console")
    scene.wards = frozenset({scene.cast.ward.id})
    said = texts(await phone.opens(made.code))
    assert said.startswith("Thư mời này dùng ở kênh khác.")
    assert "Khác" not in said
    assert "Xa" not in said
    scene.wards = frozenset({scene.cast.ward.id, other.id})
    assert texts(await phone.opens(made.code)).startswith("Chào chị Xa. Phường Khác")


@pytest.mark.parametrize(
    "payload",
    ["A" * 64, "x", "-", "_", "0" * 22, "None", "enrol-ask"],
)
async def test_a_made_up_code_is_refused(scene: Scene, phone: Phone, payload: str) -> None:
    await scene.code()
    assert texts(await phone.opens(payload)) == WRONG


@pytest.mark.parametrize(
    "text",
    [
        *("/start", "/start ", "/starta", "/start " + "A" * 65, "/start mã-mời", "/start a b"),
        *(
            "/start ١٢٣",
            "/start\x00abc",
            "start abc",
            "/ſtart abc",
            "/start ../../etc",
            "x /start a",
        ),
        *("/start ' OR 1=1 --", "/start \U0001f600", "/startgroup abc", "việc", ""),
    ],
)
async def test_what_is_no_code_is_not_for_us(scene: Scene, phone: Phone, text: str) -> None:
    await scene.code()
    assert await phone.says(text) is NOT_FOR_US


async def test_a_code_shown_to_a_group_opens_nothing(scene: Scene, phone: Phone) -> None:
    code = await scene.code()
    group = Chat(*BOT, "-7")
    assert await phone.says(f"/start {code}", group=group) is NOT_FOR_US
    assert await phone.says(f"/START@nhacviec_bot {code}") is not NOT_FOR_US


async def test_after_five_codes_that_open_nothing_there_is_silence_for_an_hour(
    scene: Scene, phone: Phone
) -> None:
    code = await scene.code()
    for n in range(5):
        assert texts(await phone.opens(f"guess-{n}")) == WRONG
        scene.later(minutes=1)
    assert texts(await phone.opens("guess-6")) == ""
    assert texts(await phone.opens(code)) == ""
    # words in between give no new tries; they hear the stranger's sentence, once
    assert texts(await phone.says("alo")).startswith("Đây là kênh nội bộ.")
    assert texts(await phone.says("alo")) == ""
    assert texts(await phone.opens("guess-7")) == ""
    scene.later(minutes=56)
    assert texts(await phone.opens(code)) == HELLO
    assert texts(await phone.shares(HANH)).startswith("Đã xác nhận")


async def test_another_chat_is_not_silenced(scene: Scene, phone: Phone) -> None:
    for n in range(6):
        await phone.opens(f"guess-{n}")
    assert texts(await Phone(scene, "43").opens(await scene.code())) == HELLO


async def test_a_known_person_who_presses_an_old_link_goes_on_as_before(
    scene: Scene, phone: Phone
) -> None:
    await phone.opens(await scene.code())
    await phone.shares(HANH)
    for n in range(7):
        assert texts(await phone.opens(f"old-{n}")) == WRONG
    assert await phone.says("#7 xong") is NOT_FOR_US


# Strangers.


async def test_a_strangers_number_without_an_invitation_is_answered_once_an_hour(
    scene: Scene, phone: Phone
) -> None:
    said = texts(await phone.shares(HANH))
    assert said.startswith("Chưa có thư mời nào đang mở ở đây")
    assert said.endswith("<remove>")
    assert "Hạnh" not in said
    assert texts(await phone.shares(HANH)) == ""
    assert texts(await phone.says("alo")) == ""
    scene.later(minutes=61)
    assert await phone.says("alo") is NOT_FOR_US
    assert texts(await phone.shares(HANH)) != ""
    assert await scene.linked("Hạnh") == set()


async def test_somebody_who_left_cannot_come_in(scene: Scene, phone: Phone) -> None:
    code = await scene.code("Dũng")
    await phone.opens(code)
    await scene.hands_over("Dũng", "Lan")
    assert texts(await phone.shares("0900000003")) == f"{WRONG}\n<remove>"
    assert texts(await phone.opens(code)) == WRONG
    assert await scene.linked("Dũng") == set()


async def test_who_left_while_the_office_was_asked_is_not_let_in(
    scene: Scene, phone: Phone
) -> None:
    await phone.opens(await scene.code("Dũng"))
    await phone.says(ASK)
    await scene.hands_over("Dũng", "Lan")
    with pytest.raises(Exception, match="đã được xử lý"):
        await scene.office_taps("Cho vào")
    assert await scene.linked("Dũng") == set()


# Coming in anew.


async def test_another_account_takes_the_place_of_the_old_one(scene: Scene, phone: Phone) -> None:
    await phone.opens(await scene.code())
    await phone.shares(HANH)
    new = Phone(scene, "43")
    await new.opens(await scene.code())
    said = texts(await new.shares(HANH))
    assert (
        "Phường Hòa Bình đã nối lại với đồng chí Hạnh trên tài khoản Telegram này; "
        "tài khoản Telegram cũ không nhận tin nữa." in said
    )
    assert texts(await phone.hears()).startswith(
        "Kênh nhắc việc của Phường Hòa Bình đã chuyển sang tài khoản Telegram khác"
    )
    assert await scene.linked("Hạnh") == {("telegram", "43")}
    assert (await scene.told("linked"))[-1] == (
        "Lê Văn Hạnh (Văn phòng HĐND và UBND) đã vào kênh nhắc việc bằng tài khoản Telegram khác; "
        "tài khoản Telegram cũ không nhận tin nữa."
    )


async def test_the_same_account_again_stays_as_it_is(scene: Scene, phone: Phone) -> None:
    for _ in range(2):
        await phone.opens(await scene.code())
        said = texts(await phone.shares(HANH))
    assert "mọi việc như cũ" in said
    assert "không nhận tin nữa" not in said
    assert (await scene.told("linked"))[-1].endswith("vẫn bằng tài khoản Telegram cũ.")


async def test_an_account_of_somebody_else_goes_over_and_the_office_is_told(
    scene: Scene, phone: Phone
) -> None:
    await phone.opens(await scene.code("Lan"))
    await phone.shares("0900000004")
    await phone.opens(await scene.code("Hạnh"))
    assert "chưa khớp" in texts(await phone.shares("0900000004"))
    await phone.says(ASK)
    await scene.office_taps("Cho vào")
    assert await scene.linked("Lan") == set()
    assert await scene.linked("Hạnh") == {("telegram", "42")}
    (told,) = await scene.told("ousted")
    assert told.startswith(
        "Tài khoản Telegram mà Lê Văn Hạnh vừa dùng trước đây của Võ Thị Lan; "
        "Võ Thị Lan không nhận tin ở đó nữa."
    )
    assert await scene.told("ousted", "Lan") == []
    assert "person.unlinked" in dict(await scene.logged())


async def test_who_lost_an_account_hears_it_where_they_are_reached_still(
    scene: Scene, phone: Phone
) -> None:
    lan = scene.cast.people["Lan"]
    async with scene.store.write() as unit:
        await unit.links.add(scene.cast.ward.id, lan.id, phone.chat, MONDAY)
        await unit.links.add(scene.cast.ward.id, lan.id, scene.cast.chat("Lan"), MONDAY)
    await phone.opens(await scene.code("Hạnh"))
    await phone.shares(HANH)
    assert await scene.linked("Lan") == {("web", f"p{lan.id}")}
    assert await scene.told("ousted", "Lan") == [
        "Tài khoản Telegram của đồng chí nay nhận tin của Phường Hòa Bình cho Lê Văn Hạnh. "
        "Nếu không đúng, báo ngay cơ quan đầu mối."
    ]


async def test_a_known_persons_words_are_their_own_while_an_invitation_stands_open(
    scene: Scene, phone: Phone
) -> None:
    await phone.opens(await scene.code("Lan"))
    await phone.shares("0900000004")
    await phone.opens(await scene.code("Hạnh"))
    for text in ("#7 xong", "1", HANH, "/start"):
        assert await phone.says(text) is NOT_FOR_US
    assert "chưa khớp" in texts(await phone.shares("0900000004"))


# Twice, and at once.


async def test_everything_tapped_twice_happens_once(scene: Scene, phone: Phone) -> None:
    code = await scene.code()
    assert texts(await phone.opens(code)) == texts(await phone.opens(code))
    await phone.shares(HANH)
    again = texts(await phone.shares(HANH))
    assert again.startswith("Đồng chí đã vào kênh nhắc việc của Phường Hòa Bình rồi.")
    assert again.endswith("<remove>")
    assert await phone.says(contact=Contact("0911111111", is_own=False)) is NOT_FOR_US
    assert len(await scene.told("welcome", "Hạnh")) == 1
    assert len(await scene.told("linked")) == 1


async def test_two_chats_race_for_one_code_and_one_gets_it(scene: Scene) -> None:
    code = await scene.code()
    phones = [Phone(scene, str(n)) for n in range(4)]
    for phone in phones:
        await phone.opens(code)
    answers = await asyncio.gather(*(phone.shares(HANH) for phone in phones))
    heard = sorted(texts(a).split(".")[0] for a in answers)
    assert heard == [
        *["Thư mời này đã được dùng"] * 3,
        "Đã xác nhận số điện thoại của đồng chí Hạnh",
    ]
    assert len(await scene.linked("Hạnh")) == 1


async def test_two_chats_ask_the_office_and_the_latest_is_let_in(scene: Scene) -> None:
    code = await scene.code()
    first, second = Phone(scene, "43"), Phone(scene, "44")
    for phone in (first, second):
        await phone.opens(code)
        await phone.says(ASK)
    await scene.office_taps("Cho vào")
    assert await scene.linked("Hạnh") == {("telegram", "44")}
    assert texts(await first.says("alo")).startswith("Thư mời này đã được dùng.")


# Open-ended.

numbers = st.from_regex(re.compile(r"0[35789]\d{8}|02\d{9}", re.ASCII), fullmatch=True)
spellings = st.sampled_from(["{0}", "84{1}", "+84{1}", "0084{1}", "+84 {1}"])


@given(number=numbers, spelling=spellings)
@settings(max_examples=200, deadline=None)
def test_ones_own_number_is_known_however_the_platform_spells_it(
    number: str, spelling: str
) -> None:
    shared = spelling.format(number, number[1:])
    assert enrolling.national(shared) == number
    assert enrolling.national(" ".join(shared)) == number


@given(
    country=st.integers(1, 999).map(str).filter(lambda code: not f"{code}4".startswith("84")),
    rest=st.text("0123456789", min_size=5, max_size=10),
)
@settings(max_examples=300, deadline=None)
def test_a_number_of_another_country_is_nobodys(country: str, rest: str) -> None:
    assert enrolling.national(f"+{country}{rest}") == ""


@given(text=st.text(st.characters(max_codepoint=sys.maxunicode), max_size=90))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_whatever_a_waiting_chat_types_lets_nobody_in(scene: Scene, text: str) -> None:
    phone = Phone(scene, "77")
    await phone.opens(await scene.code("Bảy"))
    said = await phone.says(text)
    assert said is None or all(isinstance(m, OutgoingMessage) and m.text for m in said)
    assert await scene.linked("Bảy") == set()


def test_the_numbers_of_the_property_are_valid() -> None:
    assert read_phone("0376312345") == "0376312345"
    assert enrolling.national("+376312345") == ""
