"""Coming in where no link leads into a chat: eight digits, then one's own number, all typed."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.short_codes import read_code, short_code, spaced
from data.store.unit_of_work import Store
from jobs.actions import invite as inviting
from tests.cast import MONDAY, found
from tests.people.chats import NOT_FOR_US, Phone, Scene, texts

HANH = "0900000002"
ASK = "Nhờ cơ quan đầu mối xác nhận"
HELLO = f"""\
Chào đồng chí Hạnh. Phường Hòa Bình mời đồng chí nhận nhắc việc và gửi báo cáo tại đây.
Để chắc chắn đúng người, đồng chí gõ số điện thoại của mình, ví dụ: 0912 345 678.
Số đó không có trong danh sách thì trả lời 1.
[{ASK}]"""
WELCOME = """\
Chào đồng chí Hạnh. Phường Hòa Bình sẽ nhắc việc và nhận báo cáo tại đây.
Gõ "việc" để xem việc của mình, "giúp" để xem cách dùng.
Phường Hòa Bình giữ thông tin gửi vào đây chỉ để nhắc việc, theo dõi tiến độ và làm minh chứng; cơ quan đầu mối, lãnh đạo và đoàn kiểm tra xem được.
CẤM: đồng chí không gửi tài liệu mật vào đây, kể cả ảnh chụp. Thông báo đầy đủ: gõ /quyenriengtu
[Việc của tôi]"""
WRONG = "Mã này không đúng hoặc đã hết hạn"


@pytest.fixture
async def scene(store: Store) -> Scene:
    cast = await found(store, linked=False)
    async with store.write() as unit:
        for name in ("Mai", "Sơn"):
            person = cast.people[name]
            await unit.links.add(cast.ward.id, person.id, cast.chat(name), MONDAY)
    return Scene(store, cast)


@pytest.fixture
def phone(scene: Scene) -> Phone:
    return Phone(scene, types_codes=True)


def other(code: str) -> str:
    """Return eight digits that are not those of a code."""
    return f"{(int(short_code(code)) + 1) % 10**8:08d}"


# Reading what is typed.


@pytest.mark.parametrize(
    ("text", "digits", "is_named"),
    [
        ("1234 5678", "12345678", False),
        ("12345678", "12345678", False),
        ("1234-5678.", "12345678", False),
        ("1 2 3 4 5 6 7 8", "12345678", False),
        ("１２３４５６７８", "12345678", False),
        ("vào 1234 5678", "12345678", True),
        ("VAO 12345678", "12345678", True),
        ("ma 12345678", "12345678", True),
        ("Mã: 1234 5678", "12345678", True),
        ("mã mời của tôi là 1234 5678", "12345678", True),
        ("0912 345 678", "0912345678", False),
        ("số 1", "1", False),
    ],
)
def test_digits_are_read_as_people_type_them(text: str, digits: str, is_named: bool) -> None:
    typed = read_code(text)
    assert typed is not None
    assert (typed.digits, typed.is_named) == (digits, is_named)


@pytest.mark.parametrize(
    "text",
    ["", "chào", "12 xong", "2 buổi", "mã", "1234 5678 đã họp", "họp 12345678", "#12", "50%"],
)
def test_other_words_are_no_code(text: str) -> None:
    assert read_code(text) is None


@given(st.text(min_size=1))
def test_every_code_has_eight_digits_that_can_be_typed_back(code: str) -> None:
    digits = short_code(code)
    typed = read_code(f"vào {spaced(digits)}")
    assert typed is not None
    assert typed.digits == digits
    assert typed.is_whole


@given(st.text())
def test_whatever_is_written_is_read_without_an_error(text: str) -> None:
    typed = read_code(text)
    assert typed is None or re.fullmatch("[0-9]{1,14}", typed.digits)


# The way it is meant.


@pytest.mark.parametrize("said", ["{0}", "{1}", "vào {1}", "VAO {0}", "mã {0}.", "Ma: {1}"])
async def test_the_code_then_ones_own_number_and_one_is_in(
    scene: Scene, phone: Phone, said: str
) -> None:
    digits = short_code(await scene.code())
    assert texts(await phone.says(said.format(digits, spaced(digits)))) == HELLO
    assert texts(await phone.says("0900 000 002")) == WELCOME
    assert await scene.linked("Hạnh") == {("telegram", "42")}
    assert dict(await scene.logged())["person.linked"]["how"] == "phone"
    assert "đã vào kênh" in texts(await phone.says(f"vào {digits}"))


async def test_the_code_is_kept_nowhere_and_opens_once(scene: Scene, phone: Phone) -> None:
    code = await scene.code()
    digits = short_code(code)
    async with scene.store.read() as unit:
        assert await unit.invitations.behind_short(hashlib.sha256(digits.encode()).hexdigest())
    await phone.says(digits)
    assert digits not in await phone.knows()
    await phone.says(HANH)
    assert digits not in repr(await scene.logged())
    second = Phone(scene, "43", types_codes=True)
    assert "đã được dùng" in texts(await second.says(digits))
    assert await scene.linked("Hạnh") == {("telegram", "42")}


async def test_a_code_lives_three_days_and_a_new_one_ends_it(scene: Scene, phone: Phone) -> None:
    old, new = short_code(await scene.code()), short_code(await scene.code())
    assert "không đúng hoặc đã hết hạn" in texts(await phone.says(old))
    scene.later(hours=73)
    assert "không đúng hoặc đã hết hạn" in texts(await phone.says(new))


async def test_the_lead_office_lets_in_who_answers_1(scene: Scene, phone: Phone) -> None:
    await phone.says(short_code(await scene.code("Tư")))
    for said in ("1", "số 1", "Nhờ cơ quan đầu mối xác nhận ạ"):
        assert "Đã báo cơ quan đầu mối" in texts(await phone.says(said))
    await scene.office_taps("Cho vào")
    assert "Chào bác Tư" in texts(await phone.hears())
    assert await scene.linked("Tư") == {("telegram", "42")}


async def test_five_times_another_number_and_the_invitation_is_void(
    scene: Scene, phone: Phone
) -> None:
    await phone.says(short_code(await scene.code()))
    for left in (4, 3, 2, 1):
        said = texts(await phone.says("0911 111 111"))
        assert f"còn {left} lần thử" in said
        assert "bấm" not in said
    assert "thư mời đã bị khóa" in texts(await phone.says("0911 111 111"))
    assert await scene.linked("Hạnh") == set()


@pytest.mark.parametrize("typed", ["090000000", "0900 000 0021", "123 456"])
async def test_a_slip_of_the_thumb_is_no_try(scene: Scene, phone: Phone, typed: str) -> None:
    await phone.says(short_code(await scene.code()))
    assert "thừa hoặc thiếu chữ số" in texts(await phone.says(typed))
    assert "wrong_proof" not in repr(await scene.logged())
    assert texts(await phone.says(HANH)) == WELCOME


async def test_words_in_between_are_answered_with_what_to_type(scene: Scene, phone: Phone) -> None:
    await phone.says(short_code(await scene.code()))
    said = texts(await phone.says("alo, tôi đây"))
    assert said.startswith("Để chắc chắn đúng người, đồng chí gõ số điện thoại")
    assert said.endswith(f"[{ASK}]")


# Guessing.


async def test_after_five_wrong_codes_a_chat_hears_nothing_for_an_hour(
    scene: Scene, phone: Phone
) -> None:
    code = await scene.code()
    for left in (4, 3, 2, 1):
        assert f"{WRONG}, còn {left} lần thử" in texts(await phone.says(other(code)))
    assert "chờ 1 giờ" in texts(await phone.says(other(code)))
    assert await phone.says(other(code)) == ()
    assert await phone.says(short_code(code)) == ()
    scene.later(minutes=61)
    assert texts(await phone.says(short_code(code))) == HELLO


async def test_fifty_wrong_codes_from_many_chats_silence_the_account(scene: Scene) -> None:
    code = await scene.code()
    for number in range(10):
        guesser = Phone(scene, f"g{number}", types_codes=True)
        for _ in range(5):
            assert WRONG in texts(await guesser.says(other(code)))
    late = Phone(scene, "late", types_codes=True)
    assert await late.says(short_code(code)) == ()
    scene.later(minutes=61)
    assert texts(await late.says(short_code(code))) == HELLO


async def test_a_number_of_another_length_is_told_kindly_and_no_guess(
    scene: Scene, phone: Phone
) -> None:
    code = await scene.code()
    assert "đúng 8 số" in texts(await phone.says(short_code(code)[:7]))
    assert "đúng 8 số" in texts(await phone.says(HANH))
    async with scene.store.read() as unit:
        assert await unit.invitations.wrong_codes(phone.chat, MONDAY) == 0
    assert texts(await phone.says(short_code(code))) == HELLO


async def test_where_links_lead_into_chats_nothing_is_taken_for_a_code(scene: Scene) -> None:
    code = short_code(await scene.code())
    linking = Phone(scene)
    assert await linking.says(code) is NOT_FOR_US
    assert await linking.says(f"vào {code}") is NOT_FOR_US


async def test_the_digits_of_a_known_person_belong_to_their_reports(
    scene: Scene, phone: Phone
) -> None:
    await phone.says(short_code(await scene.code()))
    await phone.says(HANH)
    other_code = short_code(await scene.code("Dũng"))
    for said in ("12 500 000", "số 1", "1", other_code):
        assert await phone.says(said) is NOT_FOR_US
    assert "mời đồng chí nhận nhắc việc" in texts(await phone.says(f"vào {other_code}"))


async def test_no_two_invitations_ever_have_the_same_digits(
    scene: Scene, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["same", "same", "other"])
    monkeypatch.setattr(inviting.secrets, "token_urlsafe", lambda _n: next(drawn))
    assert (await scene.code("Hạnh"), await scene.code("Dũng")) == ("same", "other")


# Fifty people.


async def test_an_account_that_is_full_says_so_kindly(scene: Scene) -> None:
    first = Phone(scene, "1", types_codes=True, most_people=1)
    await first.says(short_code(await scene.code()))
    await first.says(HANH)
    second = Phone(scene, "2", types_codes=True, most_people=1)
    said = texts(await second.says(short_code(await scene.code("Tư"))))
    assert "đã đủ số người" in said
    assert "Bác báo cơ quan đầu mối" in said
    moved = Phone(scene, "3", types_codes=True, most_people=1)
    assert texts(await moved.says(short_code(await scene.code()))) == HELLO
