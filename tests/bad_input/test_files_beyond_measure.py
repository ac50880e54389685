"""Files that are too large, too deep or not what they seem, sent as people send them."""

import asyncio
import io
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from bot.web.server import WebServer
from data.domain.tasks import PlanState
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.bad_input.house import Browser, House
from tests.cast import Cast, found
from tests.files.samples import mp4, png_of
from tests.intake.papers import saved, sheet_plan, with_entry
from tests.plans.stage import HEAD, POOR, TALK, plan_docx, staff_xlsx

MEGABYTE = 1024**2
TOO_BIG = (
    'Tệp "bien-ban.pdf" chưa nhận được: lớn quá 25 MB (video 200 MB). '
    "Đồng chí giảm dung lượng hoặc chia nhỏ rồi gửi lại giúp."
)
UNUSUAL = (
    'Tệp "ke-hoach.docx" chưa nhận được: tệp giải nén ra quá lớn hoặc khác thường, không an toàn. '
    "Đồng chí mở trên máy, lưu lại thành tệp mới rồi gửi giúp."
)


@pytest.fixture
async def house(store: Store, files: EvidenceStore, town: Cast) -> House:
    return House(store, files, town)


def kept(files: EvidenceStore) -> list[Path]:
    """Return every file that the evidence store holds, whole or half."""
    return [p for p in files.path("0" * 64).parents[2].rglob("*") if p.is_file()]


async def pieces(head: bytes, megabytes: int) -> AsyncIterator[bytes]:
    """Yield a file of so many megabytes as a browser sends it."""
    yield head + bytes(64 * 1024 - len(head))
    for _ in range(megabytes * 16 - 1):
        yield bytes(64 * 1024)


async def streamed(browser: Browser, name: str, head: bytes, megabytes: int) -> tuple[int, str]:
    """Upload a file piece by piece without saying how long it is."""
    answer = await browser.client.post(
        "/api/files",
        content=pieces(head, megabytes),
        headers={"X-File-Name": quote(name)},
    )
    return answer.status_code, str(answer.json().get("error", answer.json().get("receipt")))


async def test_100_megabytes_are_refused_at_25_and_never_held_in_memory(
    house: House, files: EvidenceStore
) -> None:
    hanh = await house.browser("Hạnh")
    tracemalloc.start()
    status, said = await streamed(hanh, "bien-ban.pdf", b"%PDF-1.7\n", 100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (status, said) == (413, TOO_BIG)
    assert peak < 4 * MEGABYTE
    assert kept(files) == []


async def test_a_video_of_100_megabytes_goes_to_the_disk_piece_by_piece(
    house: House, files: EvidenceStore
) -> None:
    hanh = await house.browser("Hạnh")
    tracemalloc.start()
    status, receipt = await streamed(hanh, "hop.mp4", mp4(), 100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert status == 200
    assert peak < 4 * MEGABYTE
    assert [p.stat().st_size for p in kept(files)] == [100 * MEGABYTE]
    said = await hanh.says("#7 đã họp", receipt)
    assert said.startswith("Đã lưu báo cáo #7")
    assert "1 video" in said


async def test_100_megabytes_that_are_announced_are_refused_before_they_come(
    house: House, files: EvidenceStore
) -> None:
    cookie = (await house.browser("Hạnh")).client.cookies["nhacviec"]
    server = WebServer(house.app, house.channel.listeners, host="127.0.0.1", port=0)
    running = asyncio.create_task(server.run_until_stopped())
    host, port = server.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        "POST /api/files HTTP/1.1\r\nHost: x\r\nX-Nhac-Viec: 1\r\nX-File-Name: bien-ban.pdf\r\n"
        f"Cookie: nhacviec={cookie}\r\nContent-Length: {100 * MEGABYTE}\r\n\r\n%PDF-1.7".encode()
    )
    answer = (await reader.readuntil(b"}")).decode()
    writer.close()
    server.stop()
    await running
    assert answer.startswith("HTTP/1.1 413 ")
    assert TOO_BIG.replace('"', '\\"') in answer
    assert kept(files) == []


@pytest.mark.parametrize(
    ("part", "content"),
    [("word/media/a.bin", bytes(110_000_000)), ("word/a.xml", bytes(5_000_000))],
    ids=["unpacks to 110 MB", "one part unpacks a thousandfold"],
)
async def test_a_zip_bomb_sent_as_a_plan_is_not_opened_and_the_next_document_is_read(
    store: Store, files: EvidenceStore, cast: Cast, part: str, content: bytes
) -> None:
    house = House(store, files, cast)
    mai = await house.browser("Mai")
    bomb = with_entry(plan_docx(), part, content)
    assert len(bomb) < MEGABYTE
    assert await mai.sends("ke-hoach.docx", bomb) == UNUSUAL
    assert "Đọc được Kế hoạch 25/KH-UBND" in await mai.sends("ke-hoach.docx", plan_docx())
    async with store.read() as unit:
        states = [plan.state for plan in await unit.ward(cast.ward.id).plans.all()]
    assert states == [PlanState.DRAFT]


async def test_a_document_that_says_it_unpacks_to_gigabytes_is_no_evidence_either(
    house: House,
) -> None:
    part = b"word/media/a.bin"
    bomb = bytearray(with_entry(plan_docx(), part.decode(), b"small"))
    # Its size when unpacked, as the list at the end of the package tells it.
    place = bomb.rindex(part) - 22
    assert bomb[place : place + 4] == (5).to_bytes(4, "little")
    bomb[place : place + 4] = (2_000_000_000).to_bytes(4, "little")
    for name in ("Mai", "Hạnh"):
        browser = await house.browser(name)
        assert await browser.sends("ke-hoach.docx", bytes(bomb), "#7 xong") == UNUSUAL
        assert await browser.reads() == ""


async def test_formulas_in_a_plan_are_never_run_and_what_they_hide_is_asked(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    house = House(store, files, cast)
    mai = await house.browser("Mai")
    rows = [list(HEAD), list(POOR), [*TALK[:4], '=HYPERLINK("http://a.test","Quý I")']]
    book = load_workbook(io.BytesIO(saved(sheet_plan(rows))))
    cell = next(c for row in book.worksheets[0].iter_rows() for c in row if c.value == POOR[1])
    cell.value = "=cmd|'/c calc'!A1"
    said = await mai.sends("ke-hoach.xlsx", saved(book))
    assert "Cần đồng chí xem: " in said
    assert "http" not in said
    page = (await mai.client.get("/ke-hoach/du-thao")).text
    assert "công thức" in page
    assert "a.test" not in page
    assert "calc" not in page


async def test_formulas_in_a_staff_list_are_no_people(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    mai = await House(store, files, cast).browser("Mai")
    rows = (
        ("Họ và tên", "Số điện thoại", "Cơ quan", "Vai trò"),
        ('=HYPERLINK("http://a.test","Lan")', "0900000044", "Trạm Y tế", "cán bộ"),
        ("Hồ Thị Y", "0900000008", "Trạm Y tế", "cán bộ"),
    )
    said = await mai.sends("can-bo.xlsx", staff_xlsx(rows))
    assert "thêm 1 người" in said
    assert "- dòng 2: không có họ tên, đã bỏ qua" in said
    assert "http" not in said


async def test_two_thousand_rows_sent_in_chat_are_read_and_confirmed_while_others_are_answered(
    store: Store, files: EvidenceStore, town: Cast
) -> None:
    house = House(store, files, town)
    mai, hanh = await house.browser("Mai"), await house.browser("Hạnh")
    rows = [list(HEAD)] + [
        [str(n), f"Việc thứ {n} của phường", "Trạm Y tế", "", f"{n % 28 + 1}/7/2026"]
        for n in range(1, 2_001)
    ]
    said = await mai.sends("ke-hoach.xlsx", saved(sheet_plan(rows)))
    assert "2000 việc, 1 cơ quan chủ trì" in said
    number = said.split("plan:confirm:")[1].split(")")[0]
    page = await mai.client.get("/ke-hoach/du-thao")
    assert page.is_success
    confirmed, answered = await asyncio.gather(
        mai.says(choice=f"plan:confirm:{number}"), hanh.says("#7 xong")
    )
    assert "theo dõi 2000 việc" in confirmed + await mai.reads()
    assert "Đã lưu báo cáo #7" in answered + await hanh.reads()
    async with store.read() as unit:
        assert len(await unit.ward(town.ward.id).tasks.all(plan_id=int(number))) == 2_000


async def test_an_image_of_400_megapixels_is_kept_as_it_came_and_shown_as_a_file(
    house: House, files: EvidenceStore
) -> None:
    hanh = await house.browser("Hạnh")
    picture = png_of(20_000, 20_000)
    said = await hanh.sends("anh.png", picture, "#7 đã kiểm tra")
    assert "Đã lưu báo cáo #7" in said
    assert "Minh chứng: 1 ảnh" in said
    lines = (await hanh.client.get("/api/messages")).json()["messages"]
    (file,) = (f for line in lines for f in line["files"])
    preview = await hanh.client.get(file["preview"])
    assert preview.status_code == 404
    assert (await hanh.client.get(file["url"])).content == picture


async def test_a_plan_from_nobody_of_the_office_is_taken_as_evidence_not_as_a_plan(
    store: Store, files: EvidenceStore
) -> None:
    cast = await found(store)
    hanh = await House(store, files, cast).browser("Hạnh")
    await hanh.sends("ke-hoach.docx", plan_docx())
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).plans.all() == ()
