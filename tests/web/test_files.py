"""Files from a browser and for it: stored as sent, attached by who sent them, shown to who may."""

import base64
import hashlib
import io
import json

import httpx
import pytest
from PIL import Image

from bot.web.context import Rate, WebLimits
from bot.web.receipts import Upload, receipt_for, upload_of
from data.domain.messages import OutgoingMessage
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import Cast
from tests.web.conftest import message, signed_in, upload
from tests.web.office import SECRET, Office, chart


def picture(kind: str = "JPEG", color: str = "teal", size: int = 64) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (size, size), color).save(buffer, kind)
    return buffer.getvalue()


PHOTO = picture()
DIGEST = hashlib.sha256(PHOTO).hexdigest()


async def send_photo(browser: httpx.AsyncClient, client_id: str = "m0000001") -> None:
    receipt = (await upload(browser, "anh.jpg", PHOTO)).json()["receipt"]
    answer = await browser.post("/api/messages", json=message(client_id, "#7", files=[receipt]))
    assert answer.status_code == 200


async def test_a_photo_is_stored_as_sent_and_reaches_the_dialog(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    await send_photo(hanh)
    await office.settled()
    (file,) = office.heard[0].files
    assert (file.sha256, file.name, file.mime) == (DIGEST, "anh.jpg", "image/jpeg")
    assert (file.size, file.is_compressed) == (len(PHOTO), False)
    assert office.files.path(DIGEST).read_bytes() == PHOTO


async def test_the_sender_gets_the_original_back_as_a_download_only(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    await send_photo(hanh)
    answer = await hanh.get(f"/tep/{DIGEST}")
    assert answer.content == PHOTO
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    await office.settled()


async def test_the_preview_is_our_own_jpeg_shown_in_place(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    await send_photo(hanh)
    await office.settled()
    answer = await hanh.get(f"/tep/{DIGEST}/xem")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline")
    assert Image.open(io.BytesIO(answer.content)).size == (64, 64)


async def test_a_chart_of_ours_is_shown_in_place(office: Office, hanh: httpx.AsyncClient) -> None:
    png = picture("PNG")
    stored = await office.files.put_bytes(png)
    chat = office.cast.chat("Hạnh").chat
    await office.say(chat, OutgoingMessage("Tổng hợp", files=(chart(stored.sha256),)), key="k")
    line = (await hanh.get("/api/messages")).json()["messages"][0]
    answer = await hanh.get(line["files"][0]["preview"])
    assert (answer.headers["content-type"], answer.content) == ("image/png", png)


async def test_a_file_of_another_chat_is_not_there(
    office: Office, hanh: httpx.AsyncClient, lan: httpx.AsyncClient
) -> None:
    await send_photo(hanh)
    await office.settled()
    for path in (f"/tep/{DIGEST}", f"/tep/{DIGEST}/xem"):
        assert (await lan.get(path)).status_code == 404


async def test_typing_a_digest_does_not_open_the_file(
    office: Office, hanh: httpx.AsyncClient, lan: httpx.AsyncClient
) -> None:
    await send_photo(hanh)
    await lan.post("/api/messages", json=message(text=f'"{DIGEST}"'))
    await office.settled()
    assert (await lan.get(f"/tep/{DIGEST}")).status_code == 404


async def _file_evidence(office: Office, content: bytes, name: str, mime: str) -> str:
    stored = await office.files.put_bytes(content)
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).evidence.add(
            office.cast.people["Hạnh"].id,
            channel="zalo",
            ref="x",
            name=name,
            mime=mime,
            size=len(content),
            sha256=stored.sha256,
            is_compressed=True,
            exif=None,
            taken_at=None,
            sent_at=office.clock(),
            received_at=office.clock(),
        )
    return stored.sha256


async def test_evidence_is_shown_to_who_sees_all_work_and_to_its_sender_only(
    office: Office, hanh: httpx.AsyncClient, lan: httpx.AsyncClient
) -> None:
    await _file_evidence(office, PHOTO, "từ Zalo.jpg", "image/jpeg")
    mai = await signed_in(office, "Mai")
    answers = [(await browser.get(f"/tep/{DIGEST}")).status_code for browser in (mai, hanh, lan)]
    assert answers == [200, 200, 404]


async def test_a_picture_of_somebody_s_is_shown_as_our_preview_also_in_our_own_message(
    office: Office,
) -> None:
    upload = picture("PNG")
    digest = await _file_evidence(office, upload, "ảnh.png", "image/png")
    mai = await signed_in(office, "Mai")
    shown = OutgoingMessage("Báo cáo #6", files=(chart(digest),))
    await office.say(office.cast.chat("Mai").chat, shown, key="k")
    line = (await mai.get("/api/messages")).json()["messages"][0]
    answer = await mai.get(line["files"][0]["preview"])
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content != upload


@pytest.mark.parametrize("digest", ["0" * 64, "A" * 64, "..%2f..%2fnhacviec.db", "x", "%00" * 64])
async def test_an_address_never_leads_to_another_path(hanh: httpx.AsyncClient, digest: str) -> None:
    assert (await hanh.get(f"/tep/{digest}")).status_code == 404
    assert (await hanh.get(f"/tep/{digest}/xem")).status_code == 404


async def test_only_who_uploaded_a_file_can_attach_it(
    office: Office, hanh: httpx.AsyncClient, lan: httpx.AsyncClient
) -> None:
    receipt = (await upload(hanh, "anh.jpg", PHOTO)).json()["receipt"]
    answer = await lan.post("/api/messages", json=message(files=[receipt]))
    assert answer.status_code == 409
    assert office.heard == []
    assert (await lan.get(f"/tep/{DIGEST}")).status_code == 404


async def test_a_receipt_cannot_be_made_up_or_changed(hanh: httpx.AsyncClient) -> None:
    receipt: str = (await upload(hanh, "anh.jpg", PHOTO)).json()["receipt"]
    value, _, signature = receipt.rpartition(".")
    other = json.loads(base64.urlsafe_b64decode(value)) | {"sha256": "0" * 64}
    forged = base64.urlsafe_b64encode(json.dumps(other).encode()).decode()
    for bad in (f"{forged}.{signature}", value, f"{value}.", DIGEST, "", f"{value}.{'0' * 32}"):
        answer = await hanh.post("/api/messages", json=message(files=[bad]))
        assert answer.status_code == 409, bad


def test_a_receipt_is_good_for_its_person_and_key_only() -> None:
    file = Upload(DIGEST, "ảnh.jpg", 3, "image/jpeg")
    receipt = receipt_for(SECRET, 7, file)
    assert upload_of(SECRET, 7, receipt) == file
    assert upload_of(SECRET, 8, receipt) is None
    assert upload_of(SECRET[::-1], 7, receipt) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bao-cao.zip", b"PK\x03\x04rest"),
        ("trang.html", b"<html><script>alert(1)</script>"),
        ("anh.svg", b"<svg onload='x'>"),
        ("anh.jpg", b"<html>"),
        ("may.exe", b"MZ\x90"),
        ("trong.jpg", b""),
        ("ke-hoach.txt", "Nội dung".encode()),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_with_the_reason(
    hanh: httpx.AsyncClient, name: str, content: bytes
) -> None:
    answer = await upload(hanh, name, content)
    assert answer.status_code == 422
    assert f'"{name}" chưa nhận được' in answer.json()["error"]


async def test_the_lead_office_may_send_plans_and_lists_as_plain_text(office: Office) -> None:
    mai = await signed_in(office, "Mai")
    for name, mime in (("ke-hoach.txt", "text/plain"), ("can-bo.csv", "text/csv")):
        answer = await upload(mai, name, "STT\tNội dung".encode())
        assert (answer.status_code, answer.json()["mime"]) == (200, mime)
    assert (await upload(mai, "x.txt", b"<html>")).status_code == 422


async def test_a_file_too_large_is_refused_before_it_is_read_and_keeps_nothing(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    headers = {"X-File-Name": "anh.jpg", "Content-Length": str(26 * 1024**2)}
    answer = await hanh.post("/api/files", content=PHOTO, headers=headers)
    assert answer.status_code == 413
    assert "25 MB" in answer.json()["error"]

    async def endless() -> object:
        for _ in range(27):
            yield b"\xff\xd8\xff" + bytes(1024**2)

    answer = await hanh.post(
        "/api/files",
        content=endless(),  # type: ignore[arg-type]
        headers={"X-File-Name": "anh.jpg"},
    )
    assert answer.status_code == 413
    kept = [p for p in office.files.path(DIGEST).parents[2].rglob("*") if p.is_file()]
    assert kept == []


async def test_a_full_disk_is_said_and_words_still_go_through(
    store: Store, cast: Cast, files: EvidenceStore
) -> None:
    root = files.path(DIGEST).parents[2]
    office = Office(store, EvidenceStore(root, reserve=1 << 60), cast)
    browser = await signed_in(office, "Hạnh")
    answer = await upload(browser, "anh.jpg", PHOTO)
    assert answer.status_code == 507
    assert "chưa được lưu" in answer.json()["error"]
    assert (await browser.post("/api/messages", json=message())).status_code == 200
    await office.settled()


async def test_a_name_is_cleaned_of_paths_and_tricks(hanh: httpx.AsyncClient) -> None:
    answer = await upload(hanh, "../../etc/<b>\u202egpj.exe\x00.jpg", PHOTO)
    assert answer.status_code == 200
    assert answer.json()["name"] == "bgpj.exe.jpg"


async def test_more_files_than_a_message_takes_are_refused(hanh: httpx.AsyncClient) -> None:
    receipt = (await upload(hanh, "anh.jpg", PHOTO)).json()["receipt"]
    answer = await hanh.post("/api/messages", json=message(files=[receipt] * 21))
    assert answer.status_code == 413
    assert "tối đa 20 tệp" in answer.json()["error"]


async def test_uploads_are_rate_limited(store: Store, files: EvidenceStore, cast: Cast) -> None:
    limits = WebLimits(uploads=Rate(burst=2, per_minute=60))
    browser = await signed_in(Office(store, files, cast, limits=limits), "Hạnh")
    statuses = [(await upload(browser, "anh.jpg", PHOTO)).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
