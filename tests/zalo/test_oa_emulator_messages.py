"""The emulator of the Official Account, its messages, events and faults."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.zalo.oa_emulator import (
    DAY,
    HOUR,
    Person,
    ZaloOA,
    faults,
    mac,
    zalo_oa,
    zalo_oa_in_thread,
)
from tests.zalo.strangers import (
    PUBLIC,
    Got,
    Hall,
    OAClient,
    hall,
    oa_client,
    photo,
    size_of,
)

CS = "/v3.0/oa/message/cs"
DONE = {"title": "Đã xong", "type": "oa.query.hide", "payload": "DONE 12"}
LATER = {"title": "Để sau", "type": "oa.query.show", "payload": {"content": "A"}}
OPEN = {"title": "Mở web", "type": "oa.open.url", "payload": {"url": PUBLIC}}


@pytest.fixture
async def client(oa: ZaloOA) -> AsyncIterator[OAClient]:
    async with oa_client(oa) as made:
        yield made


def writer(oa: ZaloOA, **more: Any) -> Person:
    """Return a person who has just written."""
    tu = oa.user("Nguyễn Văn Tư", "0900000005", **more)
    tu.says("chào")
    return tu


def buttons(*given: dict[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": {"buttons": list(given)}}


def media(**element: str) -> dict[str, Any]:
    elements = [{"media_type": "image"} | element]
    return {"type": "template", "payload": {"template_type": "media", "elements": elements}}


def event(got: Got) -> dict[str, Any]:
    return json.loads(got.body)


# Messages


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({}, -201),
        ({"text": ""}, -201),
        ({"text": "x" * 2001}, -210),
        ({"text": "x", "buttons": []}, -201),
        ({"text": "x", "attachment": {"type": "template"}}, -201),
        ({"text": "x", "attachment": {"type": "video", "payload": {}}}, -233),
        ({"text": "x", "attachment": buttons()}, -201),
        ({"text": "x", "attachment": buttons(*[DONE] * 6)}, -201),
        ({"attachment": buttons(DONE)}, -201),
        ({"text": "x", "attachment": buttons(DONE | {"type": "oa.query"})}, -201),
        ({"text": "x", "attachment": buttons(OPEN | {"payload": PUBLIC})}, -201),
        ({"text": "x", "attachment": media(attachment_id="unknown")}, -201),
        ({"text": "x", "attachment": media()}, -201),
        ({"attachment": {"type": "file", "payload": {"token": "unknown"}}}, -201),
    ],
)
async def test_mistakes_are_refused_and_written_down(
    oa: ZaloOA, client: OAClient, message: dict[str, Any], error: int
) -> None:
    tu = writer(oa)
    sent = {"recipient": {"user_id": tu.id}, "message": message}
    assert (await client.post(CS, **sent))[0] == error
    assert [violation.method for violation in oa.violations] == [CS]
    assert tu.said == []


async def test_requests_that_are_no_requests(oa: ZaloOA, client: OAClient) -> None:
    assert (await client.post("/v2.0/oa/message"))[0] == 404
    assert (await client.post(CS, recipient={"user_id": 7}, message={"text": "x"}))[0] == -201
    body = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert (await client.http.post(CS, **body)).json()["error"] == -201
    assert len(oa.violations) == 3


async def test_buttons_are_for_phones(oa: ZaloOA, client: OAClient, ours: Hall) -> None:
    tu = writer(oa)
    await client.say(tu, "#12 xong chưa?", **buttons(DONE, LATER, OPEN))
    assert tu.buttons == ["Đã xong", "Để sau", "Mở web"]
    assert 'value="Đã xong"' in (await client.http.get(oa.view(tu))).text
    tu.taps("Đã xong")
    assert tu.last.from_bot, "what is hidden does not stand in the chat"
    tu.taps("Để sau")
    assert tu.last.text == '{"content":"A"}'
    assert tu.taps("Mở web") == {"url": PUBLIC}
    await oa.until(lambda: len(ours.got) == 4)
    told = [event(got) for got in ours.got if b"user_send" in got.body]
    assert [e["event_name"] for e in told] == ["user_send_text"] * 3
    assert [e["message"]["text"] for e in told] == ["chào", "DONE 12", '{"content":"A"}']
    tu.device = "pc"
    assert tu.buttons == []
    assert 'value="Đã xong"' not in (await client.http.get(oa.view(tu))).text
    with pytest.raises(AssertionError, match="PC"):
        tu.taps("Đã xong")


async def test_buttons_may_not_exist(oa: ZaloOA, client: OAClient) -> None:
    tu = writer(oa)
    oa.switches.buttons = "dropped"
    assert (await client.say(tu, "chọn", **buttons(DONE)))[0] == 0
    assert tu.last.buttons == ()
    oa.switches.buttons = "refused"
    assert (await client.say(tu, "chọn", **buttons(DONE)))[0] == -201


async def test_pictures_and_files_by_upload(oa: ZaloOA, client: OAClient) -> None:
    tu = writer(oa)
    small = photo(40, 30)
    _, data = await client.upload("image", small, "a.jpg")
    picture = media(attachment_id=data["attachment_id"])
    assert (await client.say(tu, "biểu đồ", **picture))[0] == 0
    assert (tu.last.kind, tu.last.picture.data) == ("photo", small)
    assert (await client.upload("image", b"\xff\xd8\xff" + b"0" * 1048576, "a.jpg"))[0] == -210
    assert (await client.upload("image", b"%PDF-1.7", "a.jpg"))[0] == -233
    _, data = await client.upload("gif", b"GIF89a.", "a.gif")
    assert data["attachment_id"]
    _, data = await client.upload("file", b"%PDF-1.7", "bao-cao.pdf")
    file = {"type": "file", "payload": {"token": data["token"]}}
    assert (await client.say(tu, "", **file))[0] == 0
    assert tu.last.file == "bao-cao.pdf"
    assert (await client.upload("file", b"PK\x03\x04", "a.xlsx"))[0] == -233
    oa.switches.largest_file = 5
    assert (await client.upload("file", b"%PDF-1.7", "a.pdf"))[0] == -210
    oa.clock.advance(8 * DAY)
    client.renews(oa)
    tu.interacts()
    assert (await client.say(tu, "", **picture))[0] == -100
    oa.switches.attachment_lifetime = None
    assert (await client.say(tu, "", **picture))[0] == 0


async def test_pictures_by_address_and_stickers(oa: ZaloOA, client: OAClient) -> None:
    tu = writer(oa)
    async with hall() as there:
        there.body = photo(20, 20)
        assert (await client.say(tu, "", **media(url=f"{there.url}/a.jpg")))[0] == 0
        assert tu.last.picture.data == there.body
        there.statuses = [404]
        assert (await client.say(tu, "", **media(url=f"{there.url}/a.jpg")))[0] == -201
    sticker = media(attachment_id="46041", media_type="sticker")
    assert (await client.say(tu, "", **sticker))[0] == 0
    assert tu.last.kind == "sticker"


async def test_gmf_groups(oa: ZaloOA, client: OAClient, ours: Hall) -> None:
    tu = oa.user("Nguyễn Văn Tư")
    group = oa.group("Tổ trưởng phường", [tu])
    sent = {"recipient": {"group_id": group.id}, "message": {"text": "Mời họp"}}
    assert (await client.post("/v3.0/oa/group/message", **sent))[0] == 0
    assert (await tu.hears("Mời họp", chat=group)).from_bot
    tu.says("nhận được", to=group, reply_to=group.said[0])
    await oa.until(lambda: len(ours.got) == 3)
    names = [event(got)["event_name"] for got in ours.got]
    assert names == ["create_group", "oa_send_group_text", "user_send_group_text"]
    told = event(ours.got[2])
    assert told["recipient"]["id"] == told["group_id"] == group.id
    assert told["message"]["quote_msg_id"] == group.said[0].id
    _, info = await client.get("/v3.0/oa/group/getgroup", group_id=group.id)
    assert info["group_info"]["status"] == "enabled"
    oa.switches.group_files = False
    _, data = await client.upload("file", b"%PDF-1.7", "a.pdf")
    file = {"attachment": {"type": "file", "payload": {"token": data["token"]}}}
    assert (await client.post("/v3.0/oa/group/message", **(sent | {"message": file})))[0] == -233
    group.expired = True
    assert (await client.post("/v3.0/oa/group/message", **sent))[0] == -237
    group.has_oa = False
    assert (await client.post("/v3.0/oa/group/message", **sent))[0] == -403
    oa.gmf = False
    assert (await client.post("/v3.0/oa/group/message", **sent))[0] == -224


async def test_templates_by_phone(oa: ZaloOA, client: OAClient) -> None:
    oa.night_ban = False
    tu = oa.user("Nguyễn Văn Tư", "0900000005", follows=False)
    oa.approves("12", "ten", "han", price=120, title="Nhắc việc")
    oa.approves("13", approved=False)
    filled = {"ten": "bác Tư", "han": "05/6"}
    sent = {"phone": "84900000005", "template_id": "12", "template_data": filled}
    sent["tracking_id"] = "t1"

    async def send(**changes: Any) -> int:
        return (await client.post("/message/template", **(sent | changes)))[0]

    error, data = await client.post("/message/template", **sent)
    assert (error, tu.last.text) == (0, "Nhắc việc\nten: bác Tư\nhan: 05/6")
    assert data["quota"] == {"dailyQuota": "500", "remainingQuota": "499"}
    assert [charge.price for charge in oa.till.charges] == [120]
    asked = {"message_id": data["msg_id"], "phone": sent["phone"]}
    assert (await client.get("/message/status", **asked))[1]["status"] == 1
    assert (await client.get("/message/quota"))[1]["remainingQuota"] == "499"
    assert await send(phone="0900000005") == -108
    assert await send(phone="84911111111") == -118
    assert await send(template_id="13") == await send(template_id="99") == -131
    assert await send(template_data={"ten": "x"}) == -112
    assert await send(mode="development") == -127
    tu.admin = True
    assert await send(mode="development") == 0
    oa.till.balance = 0
    assert await send() == -115
    oa.templates_a_day = 2
    assert await send() == -144
    tu.takes_templates = False
    assert await send() == -119


async def test_no_templates_at_night() -> None:
    midnight = 1_780_246_800.0  # 00:00 of 1 June 2026 in Viet Nam
    async with zalo_oa(clock=lambda: midnight) as oa, oa_client(oa) as client:
        oa.user("Nguyễn Văn Tư", "0900000005")
        oa.approves("12")
        sent = {"phone": "84900000005", "template_id": "12", "template_data": {}}
        sent["tracking_id"] = "t1"
        assert (await client.post("/message/template", **sent))[0] == -133
        oa.clock.advance(6 * HOUR)
        assert (await client.post("/message/template", **sent))[0] == 0


# The webhook


async def test_a_webhook_is_saved_after_an_unsigned_probe(oa: ZaloOA) -> None:
    async with hall() as there:
        there.statuses = [403]
        assert not (await oa.saves_webhook(there.url).done()).ok
        assert oa.webhook == ""
        assert (await oa.saves_webhook(there.url).done()).ok
        assert [got.body for got in there.got] == [b"{}", b"{}"]
        assert "X-ZEvent-Signature" not in there.got[0].headers


@pytest.mark.parametrize("where", ["body", "header"])
async def test_events_are_signed(oa: ZaloOA, client: OAClient, ours: Hall, where: str) -> None:
    oa.switches.mac_timestamp = where
    tu = writer(oa)
    await oa.until(lambda: ours.got)
    got = ours.got[0]
    told = event(got)
    assert told["sender"]["id"] == tu.id
    assert told["recipient"]["id"] == oa.oa_id
    assert told["user_id_by_app"] == tu.id_by_app != tu.id
    in_header = got.headers.get("X-ZEvent-Timestamp")
    assert (in_header is not None) == (where == "header")
    signed = mac(oa.app_id, got.body, in_header or told["timestamp"], oa.oa_secret)
    assert got.headers["X-ZEvent-Signature"] == f"mac={signed}"


async def test_everything_people_send(oa: ZaloOA, client: OAClient, ours: Hall) -> None:
    tu = oa.user("Nguyễn Văn Tư", follows=False)
    tu.follows()
    tu.sends_photo(photo(), "họp")
    tu.sends_file("a.docx", b"PK")
    tu.sends_voice()
    tu.sends_video(b"....")
    tu.sends_location()
    tu.sends_sticker()
    tu.unfollows()
    await oa.until(lambda: len(ours.got) == 8)
    told = [event(got) for got in ours.got]
    kinds = ["image", "file", "audio", "video", "location", "sticker"]
    names = ["follow", *[f"user_send_{kind}" for kind in kinds], "unfollow"]
    assert [e["event_name"] for e in told] == names
    assert told[0]["follower"]["id"] == tu.id
    assert told[0]["oa_id"] == oa.oa_id
    image, file, _, _, place, sticker = [e["message"]["attachments"][0] for e in told[1:7]]
    assert size_of((await client.http.get(image["payload"]["url"])).content) == (1280, 960)
    assert told[1]["message"]["text"] == "họp"
    assert (file["payload"]["name"], file["payload"]["size"]) == ("a.docx", "2")
    assert place["payload"]["coordinates"]["latitude"] == "10.79231"
    assert sticker["payload"]["id"] == "46041"
    oa.switches.album = "one_event"
    tu.sends_photos(photo(40, 30), photo(30, 40))
    await oa.until(lambda: len(ours.got) == 9)
    assert len(event(ours.got[8])["message"]["attachments"]) == 2


async def test_echoes_and_receipts(oa: ZaloOA, client: OAClient, ours: Hall) -> None:
    oa.switches.receipts = True
    tu = writer(oa)
    await client.say(tu, "nhắc việc")
    tu.reads()
    await oa.until(lambda: len(ours.got) == 4)
    _, echo, received, seen = [event(got) for got in ours.got]
    assert (echo["event_name"], echo["sender"]["id"]) == ("oa_send_text", oa.oa_id)
    assert received["event_name"] == "user_received_message"
    assert seen["message"]["msg_ids"] == [tu.last.id]
    oa.switches.echoes = oa.switches.receipts = False
    await client.say(tu, "nhắc nữa")
    await oa.rests(0.01)
    assert len(ours.got) == 4


async def test_failed_pushes_are_tried_again_and_then_no_more(oa: ZaloOA, ours: Hall) -> None:
    ours.statuses = [500] * 6
    tu = writer(oa)
    for number, seconds in enumerate((30, 300, 900, 1800, 3600, 0)):
        await oa.until(lambda n=number: len(ours.got) == n + 1)
        await oa.until(lambda n=number: len(oa.deliveries) == n + 2)
        oa.clock.advance(seconds + 0.01)
    await oa.until(lambda: oa.webhook_disabled)
    assert [got.headers.get("num_retry") for got in ours.got] == [None, *"12345"]
    assert len({got.body for got in ours.got}) == 1, "with the original timestamp"
    tu.says("không ai nghe")
    assert [lost["event_name"] for lost in oa.lost] == ["user_send_text"] * 2
    assert (await oa.saves_webhook(ours.url).done()).ok
    tu.says("nghe lại")
    await oa.until(lambda: len(ours.got) == 8)


async def test_an_answer_that_is_late_does_not_count(oa: ZaloOA) -> None:
    oa.switches.webhook_within = 0.05
    async with hall() as there:
        assert (await oa.saves_webhook(there.url).done()).ok
        there.delay = 0.2
        writer(oa)
        await oa.until(lambda: len(oa.deliveries) == 2)
        assert oa.deliveries[1].problem == "late"
        assert oa.undelivered() == 1


async def test_scripted_misfortune(oa: ZaloOA, client: OAClient) -> None:
    tu, hoa = writer(oa), oa.user("Lê Thị Hoa")
    hoa.says("chào")
    oa.fault(faults.accepted_then_dropped(), "message/cs", to=tu)
    assert (await client.say(hoa))[0] == 0
    with pytest.raises(httpx.TransportError):
        await client.say(tu, "tới nơi rồi")
    assert tu.last.text == "tới nơi rồi"
    oa.fault(faults.refused(-32, "Rate limit"), "message/cs")
    assert (await client.say(tu))[0] == -32
    oa.fault(faults.status(502))
    assert (await client.http.get("/v2.0/oa/getoa")).status_code == 502


def test_it_runs_in_a_thread_of_its_own() -> None:
    with zalo_oa_in_thread() as oa, httpx.Client(trust_env=False) as client:
        tu = writer(oa)
        headers = {"access_token": oa.mint().access_token}
        sent = {"recipient": {"user_id": tu.id}, "message": {"text": "chào bác"}}
        assert client.post(oa.url + CS, json=sent, headers=headers).json()["error"] == 0
        assert tu.wait_for("chào bác").from_bot
        assert oa.saves_webhook("http://127.0.0.1:9").wait() is not None
