"""What people read: plain words, numbers in place of buttons, pictures by a public address."""

import pytest

from bot.channels.public_files import PublicFiles, picture_at
from bot.channels.zalo_bot.channel import ZaloBotChannel
from data.domain.messages import Choice, Keyboard, OutgoingFile, OutgoingMessage
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from tests.zalo.bot_channel.bench import NOW, PUBLIC, SECRET, Bench, bench, letter_to
from tests.zalo.bot_channel.conftest import acquainted
from tests.zalo.bot_emulator import Person
from tests.zalo.strangers import hall, photo

DONE = (
    Choice("Xong rồi", "report:done:1"),
    Choice("Chưa làm", "report:not:1"),
    Choice("Cần phường giúp", "report:help:1"),
)
WORDS: list[tuple[str, OutgoingMessage, str]] = [
    ("words", OutgoingMessage("Nhắc việc"), "Nhắc việc"),
    (
        "numbers below a colon",
        OutgoingMessage("Làm xong bác gửi ảnh vào đây, hoặc trả lời:", DONE),
        "Làm xong bác gửi ảnh vào đây, hoặc trả lời:\n1. Xong rồi\n2. Chưa làm\n3. Cần phường giúp",
    ),
    (
        "numbers with a line above",
        OutgoingMessage("Đã lưu.", DONE[:1]),
        "Đã lưu.\nTrả lời bằng số:\n1. Xong rồi",
    ),
    ("numbers alone", OutgoingMessage("", DONE[:2]), "1. Xong rồi\n2. Chưa làm"),
    ("no keys", OutgoingMessage("Số của bác?", keyboard=Keyboard.ASK_CONTACT), "Số của bác?"),
    (
        "marks as they are",
        OutgoingMessage("**a** _b_ <b>c</b> #12 & `d`"),
        "**a** _b_ <b>c</b> #12 & `d`",
    ),
    ("what no phone shows", OutgoingMessage("a\x00b\ud800c\td"), "abc\td"),
    ("faces", OutgoingMessage("🔴 gấp"), "🔴 gấp"),
]


@pytest.mark.parametrize(("message", "read"), [c[1:] for c in WORDS], ids=[c[0] for c in WORDS])
async def test_what_people_read(message: OutgoingMessage, read: str, anyhow: Bench) -> None:
    tu = acquainted(anyhow, "Nguyễn Văn Tư")
    number = await anyhow.channel.send(letter_to(tu.id, message, anyhow.channel.account), NOW)
    assert (tu.last.text, tu.last.id) == (read, number)
    assert anyhow.zalo.violations == []
    (call,) = anyhow.zalo.calls("sendMessage")
    assert set(call.params) == {"chat_id", "text"}


async def test_a_group_reads_too(ours: Bench, tu: Person) -> None:
    group = ours.zalo.group("Tổ dân phố 5", [tu])
    group.adds()
    await ours.send(group.id, "Tuần này có 2 việc")
    assert group.last.text == "Tuần này có 2 việc"


async def test_what_cannot_be_said_here_is_refused(ours: Bench, tu: Person) -> None:
    for text, fields in (("👍", {"reacts_to": "m1"}), ("  ", {}), ("", {})):
        with pytest.raises(SendError) as caught:
            await ours.send(tu, text, **fields)
        assert caught.value.failure is SendFailure.REFUSED
    edit = letter_to(tu.id, OutgoingMessage("a"), ours.channel.account, edits="m1")
    with pytest.raises(SendError):
        await ours.channel.send(edit, NOW)
    assert ours.zalo.counts["sendMessage"] == 0


def test_what_the_channel_can_show(ours: Bench) -> None:
    limits = ours.channel.limits
    assert (limits.longest_text, limits.has_buttons, limits.has_edits) == (2000, False, False)
    assert (limits.takes_documents, limits.types_codes, limits.longest_caption) == (
        False,
        True,
        1500,
    )
    assert not ours.channel.resends_safely
    bare = ZaloBotChannel(ours.client)
    assert bare.limits.longest_caption is None


# Pictures


async def test_a_picture_goes_by_its_address_and_is_there_whenever_it_is_fetched(
    anyhow: Bench,
) -> None:
    tu = acquainted(anyhow, "Nguyễn Văn Tư")
    chart = await anyhow.keep(photo(80, 60), "bieu-do.jpg", "image/jpeg")
    async with hall() as house:
        house.body = photo(80, 60)
        anyhow.zalo.reroute(PUBLIC, house.url)
        await anyhow.send(tu, "Tuần 23", files=(chart,), choices=DONE[:1])
        assert tu.last.text == "Tuần 23\nTrả lời bằng số:\n1. Xong rồi"
        assert tu.last.picture is not None
        assert tu.last.picture.data == house.body
        token = tu.last.picture.url.removeprefix(f"{PUBLIC}/anh/")
        assert token.endswith(".jpg")
        assert picture_at(token, SECRET, NOW) == chart.sha256
    assert anyhow.zalo.violations == []


async def test_a_picture_alone(ours: Bench, tu: Person) -> None:
    chart = await ours.keep(photo(80, 60), "bieu-do.png", "image/png")
    await ours.send(tu, "", files=(chart,))
    assert "caption" not in ours.zalo.calls("sendPhoto")[0].params


async def test_a_picture_that_zalo_does_not_take_is_told_in_words(files: EvidenceStore) -> None:
    async with bench(files, unfetchable_photo="refused") as ours:
        tu = acquainted(ours, "Nguyễn Văn Tư")
        ours.zalo.reroute(PUBLIC, "http://127.0.0.1:9")
        chart = await ours.keep(photo(80, 60), "bieu-do.jpg", "image/jpeg")
        await ours.send(tu, "Tuần 23", files=(chart,))
        assert "bieu-do.jpg" in tu.last.text
        assert tu.last.text.endswith("Tuần 23")


@pytest.mark.parametrize("has_pictures", [True, False])
async def test_other_files_come_as_links(has_pictures: bool, ours: Bench, tu: Person) -> None:
    links = PublicFiles(PUBLIC, SECRET)
    pictures = links if has_pictures else None
    channel = ZaloBotChannel(ours.client, pictures=pictures, links=links)
    sheets = tuple(OutgoingFile("a" * 64, f"Mẫu {n}.xlsx", "application/x") for n in (1, 2))
    letter = letter_to(tu.id, OutgoingMessage("Tuần 23", files=sheets), channel.account)
    await channel.send(letter, NOW)
    first, second, until, text = tu.last.text.split("\n")
    assert first == f'Tệp "Mẫu 1.xlsx": {links.link(sheets[0], NOW)}'
    assert second == f'Tệp "Mẫu 2.xlsx": {links.link(sheets[1], NOW)}'
    assert (until, text) == ("Bấm để tải, đường dẫn dùng được 7 ngày.", "Tuần 23")


async def test_without_an_address_files_are_named_with_the_way_to_get_them(
    ours: Bench, tu: Person
) -> None:
    channel = ZaloBotChannel(ours.client)
    sheets = tuple(OutgoingFile("a" * 64, f"mau-{n}.xlsx", "application/x") for n in (1, 2))
    letter = letter_to(tu.id, OutgoingMessage("Tuần 23", files=sheets), channel.account)
    await channel.send(letter, NOW)
    assert tu.last.text == (
        'Kèm theo: "mau-1.xlsx", "mau-2.xlsx", không gửi được qua Zalo. Hỏi lại trên trang '
        "nhắn tin của phường để tải, hoặc nhờ cơ quan đầu mối gửi giúp.\nTuần 23"
    )


async def test_without_a_public_address_the_words_go_alone(ours: Bench, tu: Person) -> None:
    channel = ZaloBotChannel(ours.client)
    chart = await ours.keep(photo(80, 60), "bieu-do.png", "image/png")
    letter = letter_to(tu.id, OutgoingMessage("Tuần 23", files=(chart,)), channel.account)
    await channel.send(letter, NOW)
    assert "bieu-do.png" in tu.last.text
    assert ours.zalo.counts["sendPhoto"] == 0
