"""What people see of what we send, in every mode of the service."""

import io
import random
from typing import Any

import pytest
from PIL import Image

from bot.channels.public_files import PublicFiles, file_at, plain_name
from data.domain.messages import Choice, OutgoingFile
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.zalo.oa_channel.bench import Bench, benched
from tests.zalo.oa_emulator import Person, ZaloOA

YES_NO = (Choice("Xong rồi", "report:done:12"), Choice("Chưa làm", "report:not:12"))
SEVEN = tuple(Choice(f"Việc {n}", f"report:open:{n}") for n in range(1, 8))


def picture(size: tuple[int, int] = (640, 480), kind: str = "PNG", *, noisy: bool = False) -> bytes:
    """Return the bytes of a picture; noise takes the most room a JPEG can need."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "orange")
    if noisy:
        image = Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3))
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _correct(oa: ZaloOA) -> Any:
    """Nothing that we send breaks the service's own rules."""
    yield
    assert oa.violations == []


async def test_a_text(bench: Bench, tu: Person) -> None:
    number = await bench.send(tu, "Việc 12\nhạn mai\x00")
    assert (tu.last.text, tu.last.id) == ("Việc 12\nhạn mai", number)


async def test_choices_are_numbered_and_up_to_five_are_buttons(bench: Bench, tu: Person) -> None:
    await bench.send(tu, "Bác làm xong chưa:", choices=YES_NO)
    assert tu.last.text == "Bác làm xong chưa:\n1. Xong rồi\n2. Chưa làm"
    assert tu.buttons == ["Xong rồi", "Chưa làm"]
    await bench.send(tu, "Việc nào?", choices=SEVEN)
    assert tu.buttons == [f"Việc {n}" for n in range(1, 6)]
    assert tu.last.text.endswith("7. Việc 7")


@pytest.mark.parametrize("mode", ["shown", "dropped", "refused"])
async def test_numbers_are_there_whatever_becomes_of_buttons(
    mode: Any, bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    oa.switches.buttons = mode
    for _ in range(2):
        await bench.send(tu, "Xong chưa?", choices=YES_NO)
        assert "1. Xong rồi" in tu.last.text
    assert bool(tu.buttons) == (mode == "shown")
    # Refused once, buttons are not tried again.
    assert len(oa.calls("message/cs")) == (3 if mode == "refused" else 2)


async def test_a_pc_shows_the_numbers(bench: Bench, oa: ZaloOA, tu: Person) -> None:
    tu.device = "pc"
    await bench.send(tu, "Xong chưa?", choices=YES_NO)
    assert tu.buttons == []
    assert "2. Chưa làm" in tu.last.text


async def test_2000_code_units_arrive_whole(bench: Bench, tu: Person) -> None:
    text = "🟢" * 1000
    await bench.send(tu, text)
    assert tu.last.text == text


PICTURES: list[tuple[str, bytes, str]] = [
    ("a chart", picture((1600, 900)), "image/png"),
    ("a photo", picture(kind="JPEG"), "image/jpeg"),
    ("noise, twelve megapixels", picture((4000, 3000), noisy=True), "image/png"),
    ("a tall plan", picture((300, 9000)), "image/png"),
]


@pytest.mark.parametrize(
    ("content", "mime"), [c[1:] for c in PICTURES], ids=[c[0] for c in PICTURES]
)
async def test_a_picture_becomes_a_jpeg_of_at_most_1_mb_and_stays_what_it_was(
    content: bytes, mime: str, oa: ZaloOA, store: Store, files: EvidenceStore, tu: Person
) -> None:
    async with benched(oa, store, files, patience=5) as bench:
        file = await bench.keep(content, "bieu-do.png", mime)
        await bench.send(tu, "Tuần 47", files=(file,))
    seen = tu.last.picture.data
    assert len(seen) <= 1024 * 1024
    assert Image.open(io.BytesIO(seen)).format == "JPEG"
    assert tu.last.text == "Tuần 47"
    assert files.path(file.sha256).read_bytes() == content


async def test_a_document_comes_before_its_words(bench: Bench, tu: Person) -> None:
    file = await bench.keep(b"%PDF-1.7", "Thẻ mời.pdf", "application/pdf")
    await bench.send(tu, "", files=(file,))
    assert tu.last.file == "Thẻ mời.pdf"
    await bench.send(tu, "Xem kỹ nhé", files=(file,), choices=YES_NO)
    assert [m.file for m in tu.messages[-2:]] == ["Thẻ mời.pdf", ""]
    assert "1. Xong rồi" in tu.last.text


LINKS = PublicFiles("https://nhacviec.example", b"k" * 32)
ELSEWHERE: list[tuple[str, bytes, str, str]] = [
    ("a sheet", b"PK\x03\x04", "Tổng hợp.xlsx", "application/vnd.ms-excel"),
    ("too big", b"%PDF" + b"\0" * (5 * 1024 * 1024), "To.pdf", "application/pdf"),
    ("no picture", b"not a picture", "anh.png", "image/png"),
]


@pytest.mark.parametrize(
    ("content", "name", "mime"), [c[1:] for c in ELSEWHERE], ids=[c[0] for c in ELSEWHERE]
)
async def test_what_zalo_does_not_take_comes_as_a_link(
    content: bytes, name: str, mime: str, bench: Bench, tu: Person
) -> None:
    file = await bench.keep(content, name, mime)
    await bench.send(tu, "", files=(file,))
    assert tu.last.text == (
        f'Kèm theo: "{name}", không gửi được qua Zalo. Hỏi lại trên trang nhắn tin của phường '
        "để tải, hoặc nhờ cơ quan đầu mối gửi giúp."
    )
    async with benched(bench.oa, bench.store, bench.files, links=LINKS) as public:
        await public.send(tu, "Tuần 47", files=(file,))
    before, _, rest = tu.last.text.partition("https://nhacviec.example/tai/")
    link, _, after = rest.partition("\n")
    assert before == f'Tuần 47\nTệp "{name}": '
    assert after == "Bấm để tải, đường dẫn dùng được 7 ngày."
    found = file_at(link, LINKS.secret, public.now)
    assert found == (file.sha256, plain_name(name))


async def test_a_limit_lower_than_known_makes_a_link_too(
    bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    oa.switches.largest_file = 4
    file = await bench.keep(b"%PDF-1.7", "Thẻ.pdf", "application/pdf")
    await bench.send(tu, "", files=(file,))
    assert "không gửi được qua Zalo" in tu.last.text
    oa.violations.clear()  # nobody could know


async def test_an_upload_that_ended_is_made_again(bench: Bench, tu: Person, oa: ZaloOA) -> None:
    oa.fault(_refused(-100), "message/cs")
    file = await bench.keep(picture(), "a.png", "image/png")
    await bench.send(tu, "", files=(file,))
    assert tu.last.kind == "photo"
    assert len(oa.calls("upload/image")) == 2


def _refused(code: int) -> Any:
    from tests.zalo.oa_emulator import faults

    return faults.refused(code, "no")


MISTAKES: list[tuple[str, dict[str, Any]]] = [
    ("nothing", {"text": " "}),
    ("a reaction", {"reacts_to": "7"}),
    ("two files", {"files": (OutgoingFile("0" * 64, "a", "b"),) * 2}),
    ("a file that is not there", {"files": (OutgoingFile("0" * 64, "a.pdf", "application/pdf"),)}),
]


@pytest.mark.parametrize("fields", [c[1] for c in MISTAKES], ids=[c[0] for c in MISTAKES])
async def test_a_fault_of_ours_is_provably_unsent(
    fields: dict[str, Any], bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    with pytest.raises(SendError) as caught:
        await bench.send(tu, **fields)
    assert caught.value.failure is SendFailure.REFUSED
    assert not oa.calls("message/cs")


async def test_the_proof_of_the_secret_is_right(
    oa: ZaloOA, store: Store, files: EvidenceStore, tu: Person
) -> None:
    async with benched(oa, store, files, proves=True) as bench:
        await bench.send(tu)
    headers = {k.lower(): v for k, v in oa.calls("message/cs")[-1].headers.items()}
    assert len(headers["appsecret_proof"]) == 64
