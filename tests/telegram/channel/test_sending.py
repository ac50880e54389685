"""What people see of what we send."""

import asyncio
import io
from typing import Any

import pytest
from PIL import Image

from bot.channels.telegram.channel import TelegramChannel, gap
from bot.channels.telegram.client import Client, Server
from data.domain.messages import Choice, Keyboard, OutgoingFile
from data.errors import SendError, SendFailure
from tests.telegram.channel.bench import Bench
from tests.telegram.emulator import Telegram, refused

YES_NO = (Choice("Có", "yes"), Choice("Không", "no"))


def picture(size: tuple[int, int] = (640, 480), kind: str = "PNG") -> bytes:
    """Return the bytes of a picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _correct(telegram: Telegram) -> Any:
    """Nothing that we send breaks the Bot API's own rules."""
    yield
    assert telegram.violations == []


async def test_a_text_with_buttons_and_no_preview_of_its_links(
    bench: Bench, telegram: Telegram
) -> None:
    number = await bench.send("Việc 12\nXem https://nhacviec.vn <nhé>", choices=YES_NO)
    seen = bench.person.messages[-1]
    assert number == str(seen.id)
    assert seen.html.startswith("<b>Việc 12</b>\nXem ")
    assert seen.labels == ["Có", "Không"]
    assert [b.data for row in seen.buttons for b in row] == ["yes", "no"]
    assert telegram.calls("sendMessage")[-1].params["link_preview_options"] == {"is_disabled": True}


async def test_4096_characters_arrive_whole(bench: Bench) -> None:
    text = "Việc 12\n" + "ệ&" * 2044
    await bench.send(text)
    assert bench.person.messages[-1].text == text


async def test_an_edit_takes_the_place_of_a_card(bench: Bench) -> None:
    card = await bench.send("Báo cáo 57\nChờ duyệt", choices=YES_NO)
    assert await bench.send("Báo cáo 57\nĐã duyệt", edits=card) == card
    seen = bench.person.messages[-1]
    assert (seen.html, seen.labels) == ("<b>Báo cáo 57</b>\nĐã duyệt", [])
    assert seen.edited == ["Báo cáo 57\nChờ duyệt"]


async def test_the_same_edit_twice_is_done(bench: Bench) -> None:
    card = await bench.send("Chờ duyệt")
    assert await bench.send("Đã duyệt", edits=card) == card
    assert await bench.send("Đã duyệt", edits=card) == card
    assert len(bench.person.messages) == 2  # their own /start, and the card


async def test_a_card_that_was_deleted_is_refused_so_that_the_outbox_says_it_anew(
    bench: Bench,
) -> None:
    card = await bench.send("Chờ duyệt", choices=YES_NO)
    bench.person.messages[-1].deleted = True
    with pytest.raises(SendError) as caught:
        await bench.send("Đã duyệt", edits=card, choices=YES_NO)
    assert caught.value.failure is SendFailure.REFUSED


async def test_an_edit_to_a_person_who_blocked_us_is_no_new_message(bench: Bench) -> None:
    card = await bench.send("Chờ duyệt")
    bench.person.blocks()
    with pytest.raises(SendError) as caught:
        await bench.send("Đã duyệt", edits=card)
    assert caught.value.failure is SendFailure.RECIPIENT_GONE


async def test_files_and_other_keys_never_take_a_place(bench: Bench) -> None:
    card = await bench.send("Chờ duyệt")
    chart = await bench.keep(picture(), "a.png", "image/png")
    for more in ({"files": (chart,)}, {"keyboard": Keyboard.ASK_CONTACT}):
        with pytest.raises(SendError) as caught:
            await bench.send("Số?", edits=card, **more)
        assert caught.value.failure is SendFailure.REFUSED


async def test_a_reaction_in_place_of_a_message(bench: Bench) -> None:
    theirs = bench.person.says("xong #12")
    assert await bench.send("👍", reacts_to=str(theirs.id)) == f"reaction:{theirs.id}"
    assert theirs.reaction == "👍"
    assert bench.person.messages[-1] is theirs


async def test_asking_for_the_number_and_taking_the_keys_away(bench: Bench) -> None:
    await bench.send("Số?", keyboard=Keyboard.ASK_CONTACT, choices=(Choice("Để sau", "later"),))
    keys = [button.text for row in bench.person.chat().keyboard for button in row]
    assert keys == ["Chia sẻ số điện thoại của tôi", "Để sau"]
    shared = bench.person.presses("Chia sẻ số điện thoại")
    assert shared.media is not None
    assert shared.media.kind == "contact"
    await bench.send("Cảm ơn", keyboard=Keyboard.REMOVE)
    assert bench.person.chat().keyboard == []


FILES: list[tuple[str, bytes, str, str, str]] = [
    ("a chart", picture(), "bieu-do.png", "image/png", "photo"),
    ("a photo", picture(kind="JPEG"), "anh.jpg", "image/jpeg", "photo"),
    ("a sheet", b"PK\x03\x04 sheet", "Tổng hợp tuần.xlsx", "application/vnd.ms-excel", "document"),
    ("a large picture", picture() + b"\0" * (10 * 1024 * 1024), "to.png", "image/png", "document"),
]


@pytest.mark.parametrize(
    ("content", "name", "mime", "kind"), [c[1:] for c in FILES], ids=[c[0] for c in FILES]
)
async def test_a_file_comes_with_its_caption_and_buttons(
    content: bytes, name: str, mime: str, kind: str, bench: Bench
) -> None:
    file = await bench.keep(content, name, mime)
    number = await bench.send("Tuần 47\n<3 việc>", files=(file,), choices=YES_NO)
    seen = bench.person.messages[-1]
    assert (str(seen.id), seen.html) == (number, "<b>Tuần 47</b>\n&lt;3 việc&gt;")
    assert seen.labels == ["Có", "Không"]
    assert seen.media is not None
    assert seen.media.kind == kind
    if kind == "document":
        assert (seen.files[0].data, seen.files[0].name) == (content, name)


async def test_a_file_without_words(bench: Bench) -> None:
    await bench.send("", files=(await bench.keep(b"%PDF-1.7", "Thẻ.pdf", "application/pdf"),))
    assert bench.person.messages[-1].text == ""
    assert bench.person.messages[-1].files[0].data == b"%PDF-1.7"


async def test_a_picture_too_tall_for_a_photo_comes_as_a_file(
    bench: Bench, telegram: Telegram
) -> None:
    telegram.fault(refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"), "sendPhoto")
    tall = picture((20, 900))
    await bench.send("Sơ đồ", files=(await bench.keep(tall, "so-do.png", "image/png"),))
    assert bench.person.messages[-1].files[0].data == tall


MISTAKES: list[tuple[str, dict[str, Any]]] = [
    ("a choice no button carries", {"choices": (Choice("Có", "a" * 65),)}),
    ("a file that is not there", {"files": (OutgoingFile("0" * 64, "a.pdf", "application/pdf"),)}),
    ("the place of a reaction", {"edits": "reaction:7"}),
    ("a reaction to nothing", {"reacts_to": "x"}),
    ("two files", {"files": (OutgoingFile("0" * 64, "a", "b"),) * 2}),
]


@pytest.mark.parametrize("fields", [c[1] for c in MISTAKES], ids=[c[0] for c in MISTAKES])
async def test_a_fault_of_ours_is_provably_unsent(
    fields: dict[str, Any], bench: Bench, telegram: Telegram
) -> None:
    with pytest.raises(SendError) as caught:
        await bench.send("Nhắc", **fields)
    assert caught.value.failure is SendFailure.REFUSED
    assert not telegram.calls("sendMessage")


async def test_64_sends_are_in_flight_at_once(bench: Bench, telegram: Telegram) -> None:
    telegram.latency = 0.2
    people = [telegram.user(f"Người {n}") for n in range(64)]
    for person in people:
        person.starts()
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(bench.send("Nhắc", to=person.id) for person in people))
    assert asyncio.get_running_loop().time() - began < 3
    assert all(person.messages[-1].text == "Nhắc" for person in people)


def test_limits_of_telegram_and_of_a_server_of_ones_own(
    client: Client, channel: TelegramChannel
) -> None:
    assert Server().largest_download == 20 * 1024 * 1024
    assert channel.limits.largest_file == 2000 * 1024 * 1024
    assert (channel.limits.longest_text, channel.limits.longest_caption) == (4096, 1024)
    assert channel.account == client.account == "1000000501"
    assert (gap("5200000001"), gap("-1002300000001")) == (1.0, 3.0)
