"""Coming in with Telegram: the link, the second proof, another phone, another ward, another bot."""

import re

from pydantic import SecretStr

from data.domain.people import Address, Membership, Role, WardSettings
from data.domain.people import Person as Somebody
from jobs.actions.invite import invite
from tests.telegram.emulator import BotAccount, Person
from tests.telegram.product.office import Office


async def link_for(office: Office, mai: Person, name: str) -> str:
    """Let the lead office make an invitation, and return its link."""
    full = office.cast.people[name].name
    mai.says("/moi")
    await mai.hears("chưa vào kênh nhắc việc")
    mai.taps(f"Tạo thư mời: {full}")
    said = await mai.hears(f"Thư mời của {full}")
    link = re.search(r"https://t\.me/\S+", said.text)
    assert link is not None
    return link[0]


def phone_of(office: Office, name: str, phone: str | None = None) -> Person:
    who = office.cast.people[name]
    return office.telegram.user(who.name, phone=phone or who.phone)


async def test_ones_own_number_opens_and_both_are_told(office: Office) -> None:
    async with office.runs():
        mai = await office.phone("Mai")
        hanh = phone_of(office, "Hạnh")
        hanh.opens(await link_for(office, mai, "Hạnh"))
        asked = await hanh.hears("Chào đồng chí Hạnh")
        assert "Chia sẻ số điện thoại của tôi" in asked.text
        hanh.presses("Chia sẻ số điện thoại của tôi")
        await hanh.hears("không gửi tài liệu mật")
        await mai.hears("Lê Văn Hạnh")
        assert hanh.chat().keyboard == []
        hanh.says("việc")
        await hanh.hears("2 việc đang mở")


async def test_the_card_of_somebody_else_opens_nothing(office: Office) -> None:
    async with office.runs():
        mai = await office.phone("Mai")
        thief = office.telegram.user("Kẻ khác", phone="0977000000")
        thief.opens(await link_for(office, mai, "Hạnh"))
        await thief.hears("Chia sẻ số điện thoại của tôi")
        owner = phone_of(office, "Hạnh")
        thief.shares_contact(of=owner)
        await thief.hears("Đây là số của người khác")
        thief.says("việc")
        assert "#20" not in (await thief.hears("Để chắc chắn đúng người")).text


async def test_five_wrong_numbers_close_the_invitation_and_the_office_is_told(
    office: Office,
) -> None:
    async with office.runs():
        mai = await office.phone("Mai")
        thief = office.telegram.user("Kẻ khác", phone="0977000000")
        link = await link_for(office, mai, "Hạnh")
        thief.opens(link)
        await thief.hears("Chia sẻ số điện thoại của tôi")
        for left in (4, 3, 2, 1):
            thief.presses("Chia sẻ số điện thoại của tôi")
            await thief.hears(f"còn {left} lần thử")
        thief.presses("Chia sẻ số điện thoại của tôi")
        await thief.hears("thư mời đã bị khóa")
        assert thief.chat().keyboard == []
        await mai.hears("Lê Văn Hạnh")
        owner = phone_of(office, "Hạnh")
        owner.opens(link)
        await owner.hears("thư mời đã bị khóa")


async def test_the_lead_office_admits_whose_number_is_another_now(office: Office) -> None:
    async with office.runs():
        mai = await office.phone("Mai")
        hanh = phone_of(office, "Hạnh", phone="0977111222")
        hanh.opens(await link_for(office, mai, "Hạnh"))
        await hanh.hears("Chia sẻ số điện thoại của tôi")
        hanh.presses("Nhờ cơ quan đầu mối xác nhận")
        told = await hanh.hears("Đã báo cơ quan đầu mối")
        number = re.search(r"đọc số (\d{4})", told.text)
        assert number is not None
        asked = await mai.hears(number[1])
        mai.taps(asked.labels[0], on=asked)
        await hanh.hears("Cơ quan đầu mối đã xác nhận đồng chí Hạnh")
        hanh.says("việc")
        await hanh.hears("2 việc đang mở")


async def test_a_new_account_takes_the_place_of_the_old_and_both_are_told(office: Office) -> None:
    async with office.runs():
        mai, old = await office.phone("Mai"), await office.phone("Hạnh")
        async with office.app.store.write() as unit:
            ward = office.cast.ward
            person = office.cast.people["Hạnh"]
            invited = await invite(
                unit,
                ward,
                person.id,
                office.clock(),
                actor=f"person:{office.cast.people['Mai'].id}",
            )
        link = office.app.ways_in(ward.id).telegram_link(invited.code)
        assert link is not None
        new = phone_of(office, "Hạnh")
        new.opens(link)
        await new.hears("Chia sẻ số điện thoại của tôi")
        new.presses("Chia sẻ số điện thoại của tôi")
        await new.hears("không gửi tài liệu mật")
        await old.hears("đã chuyển sang tài khoản Telegram khác")
        await mai.hears("Lê Văn Hạnh")
        old.says("việc")
        await old.hears("Đây là kênh nội bộ")
        new.says("việc")
        await new.hears("2 việc đang mở")


async def test_who_presses_the_link_once_more_reads_that_they_are_in(office: Office) -> None:
    async with office.runs():
        mai = await office.phone("Mai")
        hanh = phone_of(office, "Hạnh")
        link = await link_for(office, mai, "Hạnh")
        hanh.opens(link)
        await hanh.hears("Chia sẻ số điện thoại của tôi")
        hanh.presses("Chia sẻ số điện thoại của tôi")
        await hanh.hears("không gửi tài liệu mật")
        hanh.opens(link)
        await hanh.hears("đã vào kênh nhắc việc của Phường Hòa Bình rồi")


async def second_ward(office: Office, *, also: str | None = None) -> tuple[int, Somebody]:
    """Found another ward with one officer, or with somebody of the first one."""
    async with office.app.store.write() as unit:
        ward = await unit.wards.add("Phường Tân An", WardSettings(), office.clock())
        work = unit.ward(ward.id)
        agency = await work.agencies.add("Trạm Y tế Tân An")
        known = office.cast.people[also] if also else None
        name, phone = (known.name, known.phone) if known else ("Phan Thị Én", "0900000077")
        place = Membership(agency.id, True)
        roles = frozenset({Role.LEAD_OFFICE})
        return ward.id, await work.people.add(
            Somebody(0, name, phone, Address.DONG_CHI, roles, (place,))
        )


async def invited_to(office: Office, ward_id: int, person: Somebody) -> str:
    async with office.app.store.write() as unit:
        ward = await unit.wards.get(ward_id)
        return (await invite(unit, ward, person.id, office.clock(), actor="console")).code


def two_bots(office: Office) -> tuple[BotAccount, SecretStr]:
    """Give the second ward a bot of its own."""
    second = office.telegram.add_bot("Nhắc Việc Tân An", "tanan_bot")
    return second, SecretStr(f"{office.telegram.token}@1 {second.token}@2")


async def test_an_invitation_opens_only_at_a_bot_that_serves_its_ward(office: Office) -> None:
    second, tokens = two_bots(office)
    async with office.runs(telegram_token=tokens):
        ward_id, en = await second_ward(office)
        assert ward_id == 2
        code = await invited_to(office, ward_id, en)
        phone = office.telegram.user(en.name, phone=en.phone)
        phone.starts(code=code)
        said = await phone.hears(re.compile("phường|Phường|bot|kênh"))
        assert "Chia sẻ" not in said.text
        await office.telegram.until(lambda: office.app.telegram.channels[1].username)
        link = office.app.ways_in(2).telegram_link(code)
        assert link is not None
        assert "tanan_bot" in link
        phone.opens(link)
        await phone.hears("Phường Tân An mời", chat=second)
        phone.presses("Chia sẻ số điện thoại của tôi", to=second)
        await phone.hears("không gửi tài liệu mật", chat=second)


async def test_everybody_hears_from_the_bot_they_came_in_with(office: Office) -> None:
    second, tokens = two_bots(office)
    async with office.runs(telegram_token=tokens):
        hanh = await office.phone("Hạnh")
        ward_id, en = await second_ward(office)
        phone = office.telegram.user(en.name, phone=en.phone)
        phone.starts(second, await invited_to(office, ward_id, en))
        await phone.hears("Phường Tân An mời", chat=second)
        phone.presses("Chia sẻ số điện thoại của tôi", to=second)
        await phone.hears("không gửi tài liệu mật", chat=second)
        await office.until("2026-06-16 07:31")
        await hanh.hears("Việc của đồng chí Hạnh")
        assert hanh.chat(second).everything == []
        assert phone.messages == []


async def test_a_person_of_two_wards_talks_with_each_wards_bot(office: Office) -> None:
    second, tokens = two_bots(office)
    async with office.runs(telegram_token=tokens):
        hanh = await office.phone("Hạnh")
        ward_id, same = await second_ward(office, also="Hạnh")
        hanh.starts(second, await invited_to(office, ward_id, same))
        await hanh.hears("Phường Tân An mời", chat=second)
        hanh.presses("Chia sẻ số điện thoại của tôi", to=second)
        await hanh.hears("không gửi tài liệu mật", chat=second)
        hanh.says("việc", to=second)
        there = await hanh.hears(re.compile("việc"), chat=second)
        assert "#20" not in there.text
        hanh.says("việc")
        await hanh.hears("2 việc đang mở")


async def test_a_stranger_hears_one_sentence_an_hour(office: Office) -> None:
    async with office.runs():
        stranger = office.telegram.user("Người lạ")
        stranger.says("xin chào")
        await stranger.hears("Đây là kênh nội bộ")
        for text in ("có ai không", "việc", "#20 xong", "/viec"):
            stranger.says(text)
        await office.telegram.rests()
        assert len(stranger.chat().said) == 1
        office.passes(minutes=61)
        stranger.says("xin chào")
        await stranger.hears("Đây là kênh nội bộ")


async def test_a_flood_starves_nobody_else(office: Office) -> None:
    async with office.runs():
        hanh, tu = await office.phone("Hạnh"), await office.phone("Tư")
        stranger = office.telegram.user("Người lạ")
        for number in range(200):
            stranger.says(f"tin {number}")
            tu.says(f"tin {number}")
        hanh.says("việc")
        await hanh.hears("2 việc đang mở", 5)
        await office.telegram.rests(within=60)
        assert len(stranger.chat().said) == 1


async def test_on_a_shared_bot_an_answer_goes_to_the_ward_that_asked(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        await office.until("2026-06-16 07:31")
        first = await hanh.hears("Việc của đồng chí Hạnh")
        ward_id, same = await second_ward(office, also="Hạnh")
        async with office.app.store.write() as unit:
            await unit.links.add(ward_id, same.id, office.chat(hanh), office.clock())
        hanh.says("việc")
        assert "#20" not in (await hanh.hears(re.compile("việc"))).text
        hanh.taps("Báo cáo #20", on=first)
        asked = await hanh.hears("#20")
        assert "Đối thoại với Nhân dân" in asked.text
        hanh.says("đã họp 1 buổi, 85 người dự")
        await hanh.hears("Đã lưu báo cáo #20")
        hanh.says("#7 đã kiểm tra", reply_to=first)
        await hanh.hears("Đã lưu báo cáo #7")
        hanh.says("việc")
        assert "#20" not in (await hanh.hears(re.compile("việc"))).text
