"""Invitations and coming in: one code, one person, a second proof."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from data.domain.messages import Chat, Delivery
from data.domain.people import Address, Person, Role, WardSettings
from data.domain.tokens import hash_of
from data.domain.ways_in import WaysIn
from data.errors import RefusedError
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.store.web import WebSession
from data.texts.people import called
from data.texts.setup import FIRST_ADMIN
from jobs.actions.enrol import (
    Entered,
    NeedsProof,
    admit,
    ask_office,
    enter,
    look,
    turn_away,
)
from jobs.actions.invite import (
    Invited,
    bootstrap_admin,
    invitation_cards,
    invite,
)
from tests.cast import MONDAY, Cast, found
from tests.plans.stage import Stage

BROWSER = Chat("web", "web", "browser-1")
OTHER_BROWSER = Chat("web", "web", "browser-2")
TELEGRAM = Chat("telegram", "bot", "42")


@pytest.fixture
async def people(store: Store) -> Cast:
    """The cast; only Mai of the lead office and the leader Sơn have a chat."""
    cast = await found(store, linked=False)
    async with store.write() as unit:
        for name in ("Mai", "Sơn"):
            person = cast.people[name]
            await unit.links.add(cast.ward.id, person.id, cast.chat(name), MONDAY)
    return cast


def actor(cast: Cast, name: str) -> str:
    return f"person:{cast.people[name].id}"


async def invited(store: Store, cast: Cast, name: str = "Hạnh") -> Invited:
    async with store.write() as unit:
        return await invite(unit, cast.ward, cast.people[name].id, MONDAY, actor(cast, "Mai"))


async def come(
    store: Store, code: str, chat: Chat, phone: str | None = None, **later: int
) -> object:
    async with store.write() as unit:
        return await enter(unit, code, chat, phone=phone, now=MONDAY + timedelta(**later))


async def letters(store: Store, kind: str) -> list[tuple[str, str]]:
    """(chat, text) of what is on its way, oldest first."""
    async with store.read() as unit:
        found_ = await unit.outbox.in_states([Delivery.READY, Delivery.UNLINKED])
        return [(x.chat.chat, x.message.text) for x in reversed(found_) if x.kind == kind]


async def test_the_code_is_128_random_bits_and_only_its_hash_is_stored(
    store: Store, people: Cast
) -> None:
    made = await invited(store, people)
    assert len(made.code) == 22
    assert made.path == f"/moi/{made.code}"
    assert made.expires_at == MONDAY + timedelta(hours=72)
    async with store.read() as unit:
        assert await unit.invitations.find(hash_of(made.code)) is not None
        assert await unit.invitations.find(made.code) is None


async def test_looking_at_an_invitation_uses_nothing_up(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    for _ in range(3):
        async with store.read() as unit:
            seen = await look(unit, made.code, MONDAY)
        assert seen.ward_id == people.ward.id
        assert seen.needs == NeedsProof(people.ward, people.people["Hạnh"], True, True)
    assert isinstance(await come(store, made.code, BROWSER, "0900000002"), Entered)


async def test_the_phone_number_of_the_staff_list_opens_and_binds(
    store: Store, people: Cast
) -> None:
    made = await invited(store, people)
    entered = await come(store, made.code, BROWSER, "+84 900 000 002")
    hanh = people.people["Hạnh"]
    assert entered == Entered(people.ward.id, hanh.id)
    async with store.read() as unit:
        (link,) = await unit.links.at(Chat("web", "web", f"p{hanh.id}"))
        assert link.person_id == hanh.id
        assert await unit.links.at(BROWSER) == ()
    assert [chat for chat, _text in await letters(store, "welcome")] == [f"p{hanh.id}"]
    told = await letters(store, "linked")
    assert told == [
        (
            f"p{people.people['Mai'].id}",
            "Lê Văn Hạnh (Văn phòng HĐND và UBND) đã vào kênh nhắc việc.",
        )
    ]


async def test_on_another_channel_the_chat_itself_is_bound(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    await come(store, made.code, TELEGRAM, "0900000002")
    async with store.read() as unit:
        (link,) = await unit.links.at(TELEGRAM)
    assert link.person_id == people.people["Hạnh"].id


@pytest.mark.parametrize("code", ["", "x", "A" * 22, "../../etc/passwd", "' OR 1=1 --"])
async def test_a_forged_code_opens_nothing(store: Store, people: Cast, code: str) -> None:
    await invited(store, people)
    with pytest.raises(RefusedError, match="không đúng hoặc đã hết hạn"):
        await come(store, code, BROWSER, "0900000002")


async def test_a_used_code_opens_nothing_more(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    await come(store, made.code, BROWSER, "0900000002")
    with pytest.raises(RefusedError, match="đã được dùng"):
        await come(store, made.code, OTHER_BROWSER, "0900000002")


async def test_after_72_hours_the_code_opens_nothing(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    with pytest.raises(RefusedError, match="hết hạn"):
        await come(store, made.code, BROWSER, "0900000002", hours=72)


async def test_a_new_invitation_voids_the_one_before(store: Store, people: Cast) -> None:
    first = await invited(store, people)
    second = await invited(store, people)
    with pytest.raises(RefusedError, match="hết hạn"):
        await come(store, first.code, BROWSER, "0900000002")
    assert isinstance(await come(store, second.code, BROWSER, "0900000002"), Entered)


async def test_five_wrong_numbers_lock_the_invitation_for_good(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    for left in (4, 3, 2, 1):
        answer = await come(store, made.code, BROWSER, "0911111111")
        assert isinstance(answer, NeedsProof)
        assert f"còn {left} lần" in answer.sentence
    last = await come(store, made.code, BROWSER, "0911111111")
    assert isinstance(last, NeedsProof)
    assert not last.can_show_phone
    assert not last.can_ask_office
    assert last.tries_left == 0
    with pytest.raises(RefusedError, match="khóa"):
        await come(store, made.code, BROWSER, "0900000002")
    assert "bị khóa" in (await letters(store, "locked"))[0][1]
    async with store.read() as unit:
        assert await unit.links.of([people.people["Hạnh"].id]) == {}


async def test_two_who_come_at_once_are_one(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    both = await asyncio.gather(
        come(store, made.code, Chat("telegram", "bot", "1"), "0900000002"),
        come(store, made.code, Chat("telegram", "bot", "2"), "0900000002"),
        return_exceptions=True,
    )
    assert sorted(type(x).__name__ for x in both) == ["Entered", "RefusedError"]
    async with store.read() as unit:
        links = await unit.links.of([people.people["Hạnh"].id])
    assert len(links[people.people["Hạnh"].id]) == 1


async def test_somebody_without_a_number_can_only_ask_the_office(
    store: Store, people: Cast
) -> None:
    async with store.write() as unit:
        hanh = replace(people.people["Hạnh"], phone=None)
        await unit.ward(people.ward.id).people.save(hanh)
    made = await invited(store, people)
    answer = await come(store, made.code, BROWSER)
    assert isinstance(answer, NeedsProof)
    assert not answer.can_show_phone
    # an empty number is not the number of somebody who has none
    assert isinstance(await come(store, made.code, BROWSER, ""), NeedsProof)


async def test_the_lead_office_lets_in_the_browser_that_shows_the_number(
    store: Store, people: Cast
) -> None:
    made = await invited(store, people)
    async with store.write() as unit:
        waiting = await ask_office(unit, made.code, BROWSER, now=MONDAY)
    ((chat, text),) = await letters(store, "admit")
    assert chat == f"p{people.people['Mai'].id}"
    assert waiting.number in text
    assert await come(store, made.code, BROWSER) == waiting

    async with store.read() as unit:
        invitation = await unit.invitations.find(hash_of(made.code))
    assert invitation is not None
    async with store.write() as unit:
        await admit(unit, people.ward, invitation.id, waiting.number, MONDAY, actor(people, "Mai"))
    with pytest.raises(RefusedError, match="thiết bị khác"):
        await come(store, made.code, OTHER_BROWSER)
    assert isinstance(await come(store, made.code, BROWSER), Entered)


async def test_on_another_channel_the_waiting_chat_is_bound_at_once(
    store: Store, people: Cast
) -> None:
    made = await invited(store, people)
    async with store.write() as unit:
        waiting = await ask_office(unit, made.code, TELEGRAM, now=MONDAY)
        invitation = await unit.invitations.find(hash_of(made.code))
        assert invitation is not None
        await admit(unit, people.ward, invitation.id, waiting.number, MONDAY, actor(people, "Mai"))
    async with store.read() as unit:
        assert [x.person_id for x in await unit.links.at(TELEGRAM)] == [people.people["Hạnh"].id]


async def test_a_yes_meant_for_another_browser_lets_nobody_in(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    async with store.write() as unit:
        meant = await ask_office(unit, made.code, BROWSER, now=MONDAY)
        later = await ask_office(unit, made.code, OTHER_BROWSER, now=MONDAY)
        invitation = await unit.invitations.find(hash_of(made.code))
    assert invitation is not None
    assert meant.number != later.number
    with pytest.raises(RefusedError, match="đã được xử lý"):
        async with store.write() as unit:
            await admit(
                unit, people.ward, invitation.id, meant.number, MONDAY, actor(people, "Mai")
            )


async def test_a_refused_stranger_finds_the_invitation_closed(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    async with store.write() as unit:
        waiting = await ask_office(unit, made.code, BROWSER, now=MONDAY)
        invitation = await unit.invitations.find(hash_of(made.code))
        assert invitation is not None
        await turn_away(
            unit, people.ward, invitation.id, waiting.number, MONDAY, actor(people, "Mai")
        )
    with pytest.raises(RefusedError):
        await come(store, made.code, BROWSER, "0900000002")


async def test_an_officer_cannot_let_others_in(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    async with store.write() as unit:
        waiting = await ask_office(unit, made.code, BROWSER, now=MONDAY)
        invitation = await unit.invitations.find(hash_of(made.code))
    assert invitation is not None
    with pytest.raises(RefusedError, match="cơ quan đầu mối"):
        async with store.write() as unit:
            await admit(
                unit, people.ward, invitation.id, waiting.number, MONDAY, actor(people, "Lan")
            )


async def test_coming_in_again_cuts_the_old_chat_and_tells_it(store: Store, people: Cast) -> None:
    first = await invited(store, people)
    await come(store, first.code, TELEGRAM, "0900000002")
    second = await invited(store, people)
    new = Chat("telegram", "bot", "43")
    await come(store, second.code, new, "0900000002")
    async with store.read() as unit:
        assert await unit.links.at(TELEGRAM) == ()
        assert len(await unit.links.at(new)) == 1
    assert [chat for chat, _text in await letters(store, "moved")] == ["42"]
    assert "tài khoản Telegram khác" in (await letters(store, "moved"))[0][1]
    again = (await letters(store, "welcome"))[-1][1]
    assert "tài khoản Telegram cũ không nhận tin nữa" in again


async def test_coming_in_again_on_the_web_signs_every_other_browser_out(
    store: Store, people: Cast
) -> None:
    first = await invited(store, people)
    entered = await come(store, first.code, BROWSER, "0900000002")
    assert isinstance(entered, Entered)
    session = WebSession(
        people.ward.id, entered.person_id, f"p{entered.person_id}", MONDAY + timedelta(days=90)
    )
    async with store.write() as unit:
        await unit.web.open_session("old", session, MONDAY)
    second = await invited(store, people)
    await come(store, second.code, OTHER_BROWSER, "0900000002")
    async with store.read() as unit:
        assert await unit.web.session("old", MONDAY) is None
    assert "thiết bị cũ đã thoát" in (await letters(store, "welcome"))[-1][1]
    assert await letters(store, "moved") == []


async def test_a_messenger_signs_no_browser_out_and_a_browser_cuts_no_messenger(
    store: Store, people: Cast
) -> None:
    first = await come(store, (await invited(store, people)).code, BROWSER, "0900000002")
    assert isinstance(first, Entered)
    chat = f"p{first.person_id}"
    session = WebSession(people.ward.id, first.person_id, chat, MONDAY + timedelta(days=90))
    async with store.write() as unit:
        await unit.web.open_session("browser", session, MONDAY)
    await come(store, (await invited(store, people)).code, TELEGRAM, "0900000002")
    async with store.read() as unit:
        assert await unit.web.session("browser", MONDAY) is not None
    await come(store, (await invited(store, people)).code, OTHER_BROWSER, "0900000002")
    async with store.read() as unit:
        links = (await unit.links.of([first.person_id]))[first.person_id]
        assert {(x.channel, x.chat) for x in links} == {("telegram", "42"), ("web", chat)}
        assert await unit.web.session("browser", MONDAY) is None
    assert await letters(store, "moved") == []


@pytest.mark.parametrize("who", ["Hạnh", "Tư", "Sơn"])
async def test_only_the_lead_office_invites(store: Store, people: Cast, who: str) -> None:
    with pytest.raises(RefusedError, match="cơ quan đầu mối"):
        async with store.write() as unit:
            await invite(unit, people.ward, people.people["Lan"].id, MONDAY, actor(people, who))


async def test_nobody_but_an_administrator_makes_an_administrators_invitation(store: Store) -> None:
    async with store.write() as unit:
        first = await bootstrap_admin(unit, "", MONDAY)
    assert first is not None
    async with store.write() as unit:
        (ward,) = await unit.wards.all()
        mai = await unit.ward(ward.id).people.add(
            Person(0, "Trần Thị Mai", "0900000001", Address.DONG_CHI, frozenset({Role.LEAD_OFFICE}))
        )
    with pytest.raises(RefusedError, match="quản trị"):
        async with store.write() as unit:
            await invite(unit, ward, first.person_id, MONDAY, f"person:{mai.id}")


async def test_a_person_of_another_ward_is_not_invited_here(store: Store, people: Cast) -> None:
    async with store.write() as unit:
        other = await unit.wards.add("Phường Khác", WardSettings(), MONDAY)
        stranger = await unit.ward(other.id).people.add(
            Person(0, "Lý Thị Xa", None, Address.CHI, frozenset({Role.OFFICER}))
        )
    with pytest.raises(RefusedError, match="Không thấy"):
        async with store.write() as unit:
            await invite(unit, people.ward, stranger.id, MONDAY, actor(people, "Mai"))


async def test_the_first_run_gives_one_way_in_and_none_once_it_was_used(store: Store) -> None:
    async with store.write() as unit:
        first = await bootstrap_admin(unit, "", MONDAY)
    async with store.write() as unit:
        second = await bootstrap_admin(unit, "", MONDAY)
    assert first is not None
    assert second is not None
    with pytest.raises(RefusedError):
        await come(store, first.code, BROWSER)
    entered = await come(store, second.code, BROWSER)
    assert isinstance(entered, Entered)
    async with store.write() as unit:
        assert await bootstrap_admin(unit, "", MONDAY) is None
        assert len(await unit.wards.all()) == 1
    assert "/batdau" in (await letters(store, "welcome"))[0][1]


async def test_each_card_has_a_link_of_its_own_as_a_qr_code(store: Store, people: Cast) -> None:
    names = ("Hạnh", "Tư")
    async with store.write() as unit:
        cards = await invitation_cards(
            unit,
            people.ward,
            [people.people[n] for n in names],
            WaysIn("https://nhacviec.example"),
            MONDAY,
            actor(people, "Mai"),
        )
    assert [c.name for c in cards] == ["Lê Văn Hạnh", "Nguyễn Văn Tư"]
    assert cards[1].agency == "Tổ dân phố 5"
    assert [c.telegram for c in cards] == [None, None]
    doors = [c.web for c in cards if c.web]
    assert all(d.link.startswith("https://nhacviec.example/moi/") for d in doors)
    assert all(d.qr_svg.startswith("<svg") for d in doors)
    assert doors[0].qr_svg != doors[1].qr_svg
    code = doors[0].link.rpartition("/")[2]
    assert isinstance(await come(store, code, BROWSER, "0900000002"), Entered)


async def test_asking_when_nobody_of_the_office_can_be_reached_says_so(store: Store) -> None:
    cast = await found(store, linked=False)
    made = await invited(store, cast)
    async with store.write() as unit:
        answer = await ask_office(unit, made.code, BROWSER, now=MONDAY)
    assert isinstance(answer, NeedsProof)
    assert answer.sentence.startswith("Chưa có ai của cơ quan đầu mối")
    assert not answer.can_ask_office
    assert await letters(store, "admit") == []


async def test_who_asks_again_an_hour_later_is_heard_again(store: Store, people: Cast) -> None:
    made = await invited(store, people)
    for minutes in (0, 1, 61):
        async with store.write() as unit:
            await ask_office(unit, made.code, BROWSER, now=MONDAY + timedelta(minutes=minutes))
    assert len(await letters(store, "admit")) == 2


async def test_every_step_stands_in_the_log_without_code_or_number(
    store: Store, people: Cast
) -> None:
    made = await invited(store, people)
    await come(store, made.code, BROWSER, "0911111111")
    await come(store, made.code, BROWSER, "0900000002")
    async with store.read() as unit:
        entries = await unit.ward(people.ward.id).log.read()
    kinds = [e.kind for e in entries]
    assert kinds == [
        "invitation.made",
        "invitation.wrong_proof",
        "notice.given",
        "person.linked",
    ]
    whole = repr([e.content for e in entries])
    assert made.code not in whole
    assert "0911111111" not in whole
    assert "0900000002" not in whole


async def test_who_is_signed_in_nowhere_any_more_can_be_invited_again(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    async with store.write() as unit:
        for name, person in cast.people.items():
            until = MONDAY + timedelta(days=-1 if name == "Hạnh" else 5)
            session = WebSession(cast.ward.id, person.id, f"p{person.id}", until)
            await unit.web.open_session(f"token-{person.id}", session, MONDAY)
        await unit.links.revoke(cast.people["Lan"].id, MONDAY)
    stage, mai = Stage(store, files, MONDAY), cast.chat("Mai")
    answer = await stage.says(mai, "/moi")
    assert answer.startswith(
        "1 người chưa vào kênh nhắc việc, 6 người đã vào, "
        "trong đó 1 người không còn máy nào đăng nhập:\n"
        "- Võ Thị Lan\n- Lê Văn Hạnh (cần mời lại)\n"
    )
    assert "/moi/" in await stage.taps(mai, "Mời lại: Lê Văn Hạnh")


async def test_the_template_of_a_staff_list_is_had_from_the_invitations(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    stage, mai = Stage(store, files, MONDAY), cast.chat("Mai")
    assert "[Tệp mẫu]" in await stage.says(mai, "/moi")
    assert ".xlsx>" in await stage.taps(mai, "Tệp mẫu")


def test_the_administrator_who_has_no_name_yet_is_called_by_the_address_alone() -> None:
    admin = Person(1, FIRST_ADMIN, None, Address.DONG_CHI, frozenset({Role.ADMIN}))
    assert called(admin) == "đồng chí"
