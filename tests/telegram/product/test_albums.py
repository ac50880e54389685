"""Albums: pictures that come one by one are one report, whatever happens between them."""

from hashlib import sha256

from tests.telegram.emulator import Message, Person, dropped
from tests.telegram.product.office import Office, pictures


def served(*messages: Message) -> set[str]:
    """Return the SHA-256 of what Telegram serves for these."""
    return {sha256(m.files[0].data).hexdigest() for m in messages}


def cards(person: Person, words: str = "Đã lưu báo cáo") -> list[Message]:
    return [m for m in person.messages if m.from_bot and words in m.text]


async def test_ten_photos_are_one_report_answered_once(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        album = hanh.sends_album(pictures(10), caption="#20 đã họp 1 buổi, 85 người dự")
        card = await hanh.hears("Đã lưu báo cáo #20")
        await office.telegram.rests()
        assert "10 ảnh" in card.text
        assert [m.id for m in hanh.messages if m.from_bot] == [card.id]
        assert {e.sha256 for e in await office.evidence()} == served(*album.messages)


async def test_the_caption_may_stand_under_the_second_picture(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        with office.telegram.holding() as held:
            hanh.sends_album(pictures(3), caption="#20 đã họp 1 buổi")
            captioned = held.pop(0)
            held.insert(1, captioned)
        card = await hanh.hears("Đã lưu báo cáo #20")
        assert "3 ảnh" in card.text


async def test_a_late_picture_joins_its_album_on_the_same_card(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        album = hanh.sends_album(pictures(3), caption="#20 đã họp 1 buổi", first=2)
        card = await hanh.hears("2 ảnh")
        album.finishes()
        joined = await hanh.hears("3 ảnh")
        assert joined.id == card.id
        assert len(cards(hanh)) == 1


async def test_a_late_picture_joins_its_album_after_a_restart(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        album = hanh.sends_album(pictures(3), caption="#20 đã họp 1 buổi", first=2)
        card = await hanh.hears("2 ảnh")
    album.finishes()
    async with office.runs():
        joined = await hanh.hears("3 ảnh")
        assert joined.id == card.id


async def test_two_people_send_albums_at_once_and_each_reads_of_their_own(office: Office) -> None:
    async with office.runs():
        hanh, tu = await office.phone("Hạnh"), await office.phone("Tư")
        with office.telegram.holding() as held:
            hers = hanh.sends_album(pictures(3), caption="#20 đã họp 1 buổi")
            his = tu.sends_album(pictures(4, first=20), caption="#5 đã niêm yết")
            held.sort(key=lambda update: update.body["message_id"] % 3)
        assert "3 ảnh" in (await hanh.hears("Đã lưu")).text
        assert "4 ảnh" in (await tu.hears("Đã lưu")).text
        evidence = await office.evidence()
        ids = office.cast.people
        kept = {
            name: {e.sha256 for e in evidence if e.person_id == ids[name].id}
            for name in ("Hạnh", "Tư")
        }
        assert kept == {"Hạnh": served(*hers.messages), "Tư": served(*his.messages)}


async def test_an_album_sent_as_files_keeps_the_very_bytes(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        originals = pictures(3)
        named = [(data, f"IMG_{n}.jpg") for n, data in enumerate(originals)]
        hanh.sends_album(named, caption="#20 đã họp 1 buổi", as_files=True)
        assert "3 ảnh" in (await hanh.hears("Đã lưu báo cáo #20")).text
        evidence = await office.evidence()
        assert {e.sha256 for e in evidence} == {sha256(b).hexdigest() for b in originals}
        assert not any(e.is_compressed for e in evidence)


async def test_an_album_shown_to_a_group_as_a_reply_is_a_report(office: Office) -> None:
    async with office.runs():
        tu = await office.phone("Tư")
        group = office.telegram.group("Tổ dân phố 5", [tu])
        group.adds(by=tu)
        await group.hears("Từ nay phường nhắc việc")
        await office.until("2026-06-16 07:31")
        posted = await group.hears("Phường nhắc việc của tổ 5")
        album = tu.sends_album(
            pictures(3), caption="đã niêm yết tại nhà văn hóa", to=group, reply_to=posted
        )
        assert "3 ảnh" in (await tu.hears("Đã lưu")).text
        await office.telegram.rests()
        assert [m.reaction for m in album.messages].count("👍") == 1
        assert {e.sha256 for e in await office.evidence()} == served(*album.messages)


async def test_a_picture_that_cannot_be_fetched_at_first_comes_after_a_restart(
    office: Office,
) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        trouble = office.telegram.fault(dropped(), "file", times=1_000)
        album = hanh.sends_album(pictures(3), caption="#20 đã họp 1 buổi")
        first = await hanh.hears("Đã lưu báo cáo #20")
        assert "3 ảnh (đã nhận, đang tải về)" in first.text
    trouble.cancel()
    office.passes(minutes=20)
    async with office.runs():
        await hanh.hears("3 ảnh của báo cáo #20 đã tải về và lưu xong.")
        assert {e.sha256 for e in await office.evidence()} == served(*album.messages)
