"""Files: the very bytes that Telegram served, of every kind, or a kind answer with the way out."""

import io
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from bot.channels.telegram import client
from data.clock import MovableClock
from tests.telegram.emulator import Message, emulator
from tests.telegram.product.office import Office

register_heif_opener()
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x08free" + b"v" * 5_000
OGG = b"OggS\0\x02" + b"\0" * 22 + b"OpusHead" + b"a" * 2_000


def image(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(content, kind)
    return content.getvalue()


async def test_every_kind_is_kept_byte_for_byte(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
        hanh.says("#20 đã họp 1 buổi")
        await hanh.hears("Đã lưu báo cáo #20")
        sent: list[Message] = []
        ways: tuple[Callable[[], Message], ...] = (
            lambda: hanh.sends_photo(image("PNG")),
            lambda: hanh.sends_document(image("JPEG"), "IMG_1.JPG"),
            lambda: hanh.sends_document(image("HEIF"), "IMG_2.HEIC", mime="image/heic"),
            lambda: hanh.sends_document(pdf, "biên bản.pdf", mime="application/pdf"),
            lambda: hanh.sends_video(MP4),
            lambda: hanh.sends_voice(OGG),
        )
        for send in ways:
            sent.append(send())
            await hanh.hears("#20")
        kept = await office.evidence()
        assert [e.sha256 for e in kept] == [sha256(m.files[0].data).hexdigest() for m in sent]
        stored = [office.app.world.files.path(str(e.sha256)).read_bytes() for e in kept]
        assert stored == [m.files[0].data for m in sent]
        assert [e.is_compressed for e in kept] == [True, False, False, False, True, True]


async def test_a_file_too_big_for_a_bot_is_answered_with_the_way_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "TELEGRAM_API", office.telegram.url)
    async with office.runs():
        hanh = await office.phone("Hạnh")
        hanh.sends_video(MP4, size=45 * 2**20, caption="#20 đã họp 1 buổi")
        said = await hanh.hears("chưa nhận được")
        assert "nặng 45 MB, qua đây chỉ nhận được tới 20 MB" in said.text
        hanh.sends_document(b"%PDF-1.4 x", "quet.pdf", size=30 * 2**20)
        said = await hanh.hears("quet.pdf")
        assert "tới 20 MB" in said.text
        assert "25 MB" not in said.text
        assert not office.telegram.calls("getFile")


async def test_ones_own_server_gives_large_files_from_its_disk(
    tmp_path: Path, clock: MovableClock
) -> None:
    async with emulator(local=True, clock=lambda: clock().timestamp()) as telegram:
        office = Office(telegram, tmp_path / "var", clock)
        async with office.runs():
            hanh = await office.phone("Hạnh")
            video = MP4 + bytes(21 * 2**20)
            hanh.sends_video(video, caption="#20 đã họp 1 buổi")
            assert "1 video" in (await hanh.hears("Đã lưu báo cáo #20", 30)).text
            (kept,) = await office.evidence()
            assert kept.sha256 == sha256(video).hexdigest()
            assert telegram.token.partition(":")[2] not in str(kept)


@pytest.mark.parametrize("name", ["anh.svg", "x.zip", "macro.docm", "chay.exe"])
async def test_what_is_not_taken_is_said_with_what_to_send_instead(
    office: Office, name: str
) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        hanh.sends_document(b"PK\3\4" + b"x" * 200, name, caption="#20 đã họp 1 buổi")
        said = await hanh.hears(f'Tệp "{name}" chưa nhận được')
        assert "Đã lưu báo cáo #20" in "\n".join(m.text for m in hanh.chat().said)
        assert said.text
