"""The emulator of the bot platform, met by a plain HTTP client."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

import pytest

from tests.zalo.bot_emulator import ZaloBot, faults, zalo_bot
from tests.zalo.strangers import PUBLIC, BotClient, bot_client, hall, photo, size_of

SECRET = "bi-mat-cua-webhook"


@pytest.fixture
async def client(zalo: ZaloBot) -> AsyncIterator[BotClient]:
    async with bot_client(zalo) as made:
        yield made


# The wire


async def test_every_answer_has_two_server_headers(zalo: ZaloBot, client: BotClient) -> None:
    answer = await client.raw("getMe")
    assert len(answer.headers.get_list("server")) == 2
    result = answer.json()["result"]
    assert (result["id"], result["account_type"]) == (zalo.token.split(":")[0], "BASIC")


async def test_requests_are_taken_in_every_form(zalo: ZaloBot, client: BotClient) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("chào")
    params = {"chat_id": tu.id, "text": "một"}
    for sent in ({"json": params}, {"data": params}, {"params": params}):
        assert (await client.http.post("sendMessage", **sent)).status_code == 200
    as_multipart = {name: (None, value) for name, value in params.items()}
    await client.http.post("sendMessage", files=as_multipart)
    await client.http.get("sendMessage", params=params)
    assert [message.text for message in tu.said] == ["một"] * 5
    assert zalo.violations == []


async def test_wrong_tokens_methods_and_bodies(zalo: ZaloBot, client: BotClient) -> None:
    assert (await client.http.post(f"{zalo.url}/bot1:x/getMe")).status_code == 401
    assert (await client.http.get(zalo.url + "/other")).status_code == 404
    assert await client.no("getme") == 400
    for body in (b"{", b"[1]"):
        sent = {"content": body, "headers": {"Content-Type": "application/json"}}
        assert (await client.http.post("getMe", **sent)).status_code == 400
    plain = {"content": b"x", "headers": {"Content-Type": "text/plain"}}
    assert (await client.http.post("getMe", **plain)).status_code == 400
    assert len(zalo.violations) == 4


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"text": "x"}),
        ("sendMessage", {"chat_id": 12, "text": "x"}),
        ("sendMessage", {"text": ""}),
        ("sendMessage", {"text": "  "}),
        ("sendMessage", {"text": "👍" * 1001}),
        ("sendMessage", {"text": "x", "reply_markup": {}}),
        ("sendMessage", {"text": "x", "reply_to_message_id": "1"}),
        ("sendMessage", {"text": "x", "parse_mode": "MarkdownV2"}),
        ("sendMessage", {"text": "<a href='/'>x</a>", "parse_mode": "html"}),
        ("sendMessage", {"text": "x", "text_styles": "nothing"}),
        ("sendMessage", {"text": "x", "text_styles": {}}),
        ("sendMessage", {"text": "x", "text_styles": [{"start": 0}]}),
        ("sendMessage", {"text": "x", "text_styles": [{"start": "0", "len": 1, "st": []}]}),
        ("sendMessage", {"text": "x", "text_styles": [{"start": 0, "len": 2, "st": ["b"]}]}),
        ("sendPhoto", {"photo": "ftp://x/y.jpg"}),
        ("sendPhoto", {"photo": f"{PUBLIC}/x.jpg", "caption": "x" * 2001}),
        ("sendSticker", {"sticker": "không phải"}),
        ("sendVoice", {"voice_url": f"{PUBLIC}/x.mp3"}),
        ("sendChatAction", {"action": "dancing"}),
        ("getUpdates", {"timeout": "soon"}),
        ("getUpdates", {"timeout": 0, "offset": 7}),
        ("setWebhook", {"url": PUBLIC}),
        ("setWebhook", {"url": PUBLIC, "secret_token": "short"}),
        ("setWebhook", {"url": "http://nhacviec.example", "secret_token": SECRET}),
        ("setWebhook", {"url": "https://192.168.1.2", "secret_token": SECRET}),
    ],
)
async def test_mistakes_are_refused_and_written_down(
    zalo: ZaloBot, client: BotClient, method: str, params: dict[str, object]
) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("chào")
    if method.startswith("send") and params != {"text": "x"}:
        params = {"chat_id": tu.id} | params
    assert await client.no(method, **params) == 400
    assert [violation.method for violation in zalo.violations] == [method]
    assert tu.said == []


# Polling


@pytest.mark.parametrize("key", ["photo_url", "photo"])
async def test_photos_come_smaller_and_by_a_link_that_expires(key: str) -> None:
    async with zalo_bot(photo_key=key) as zalo, bot_client(zalo) as client:
        zalo.user("Nguyễn Văn Tư").sends_photo(photo(), "họp tổ dân phố")
        update = await client.ok("getUpdates", timeout=1)
        assert update["event_name"] == "message.image.received"
        told = update["message"]
        assert (told["caption"], told["message_type"]) == ("họp tổ dân phố", "CHAT_PHOTO")
        zalo.links.redirects = 2
        got = await client.http.get(told[key], follow_redirects=True)
        assert size_of(got.content) == (1280, 960)
        assert "Hãng".encode() not in got.content
        zalo.clock.advance(901)
        assert (await client.http.get(told[key])).status_code == 403
        assert (await client.http.get(zalo.url + "/files/other.jpg")).status_code == 404


async def test_exif_may_survive_and_links_may_lie() -> None:
    async with zalo_bot(exif="kept") as zalo, bot_client(zalo) as client:
        zalo.links.content_type = "application/octet-stream"
        picture = zalo.user("Nguyễn Văn Tư").sends_photo(photo()).picture
        got = await client.http.get(picture.url)
        assert b"Exif" in got.content
        assert got.headers["content-type"] == "application/octet-stream"
        zalo.fault(faults.status(502), "link")
        assert (await client.http.get(picture.url)).status_code == 502


async def test_consumed_updates_come_once(zalo: ZaloBot, client: BotClient) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("một")
    tu.says("hai")
    got = [(await client.ok("getUpdates", timeout=1))["message"] for _ in range(2)]
    assert [message["text"] for message in got] == ["một", "hai"]
    told = got[0]
    assert told["chat"] == {"chat_type": "PRIVATE", "id": tu.id}
    assert told["from"] == {"id": tu.id, "is_bot": False, "display_name": "Nguyễn Văn Tư"}
    assert re.fullmatch("[0-9a-f]{20}", told["message_id"])
    assert abs(told["date"] / 1000 - time.time()) < 10
    assert await client.no("getUpdates", timeout=0) == 408


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("replay", "1 2 2 2 3"), ("replay_all", "1 2 2 1 3")],
)
async def test_replayed_updates_come_again(mode: str, expected: str) -> None:
    async with zalo_bot(updates=mode, result="list") as zalo, bot_client(zalo) as client:
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("1")
        tu.says("2")
        got = []
        for number in range(5):
            if number == 4:
                tu.says("3")
            (update,) = await client.ok("getUpdates", timeout="1")
            got.append(update["message"]["text"])
        assert " ".join(got) == expected


@pytest.mark.parametrize(
    ("idle", "status", "body"),
    [
        ("http408", 408, {"ok": False, "error_code": 408, "description": "Request timeout"}),
        ("ok_false_200", 200, {"ok": False, "error_code": 408, "description": "Request timeout"}),
        ("null", 200, {"ok": True, "result": None}),
        ("empty", 200, {"ok": True, "result": {}}),
    ],
)
async def test_an_empty_poll(idle: str, status: int, body: dict[str, object]) -> None:
    async with zalo_bot(idle=idle) as zalo, bot_client(zalo) as client:
        answer = await client.raw("getUpdates", timeout=0)
        assert (answer.status_code, answer.json()) == (status, body)


async def test_a_poll_waits_and_two_polls_split_the_updates(
    zalo: ZaloBot, client: BotClient
) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    polls = [asyncio.create_task(client.ok("getUpdates", timeout=5)) for _ in range(2)]
    await zalo.until(lambda: zalo.counts["getUpdates"] == 2)
    tu.says("một")
    tu.says("hai")
    assert {(await poll)["message"]["text"] for poll in polls} == {"một", "hai"}


async def test_stickers_voices_and_what_is_unsupported(zalo: ZaloBot, client: BotClient) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.sends_sticker("abc")
    tu.sends_voice()
    tu.sends_unsupported("bao-cao.docx")
    sticker, voice, unsupported = [await client.ok("getUpdates", timeout=1) for _ in range(3)]
    assert sticker["message"]["sticker"] == "abc"
    assert voice["message"]["voice_url"].endswith(".aac")
    assert voice["message"]["message_type"] == "CHAT_VOICE"
    assert (await client.http.get(voice["message"]["voice_url"])).content[:2] == b"\xff\xf1"
    assert unsupported["event_name"] == "message.unsupported.received"
    assert set(unsupported["message"]) == {"chat", "date", "from", "message_id"}


async def test_older_shapes() -> None:
    older = {"sticker": "bare", "names": "name", "dates": "s", "scoped_ids": False}
    async with zalo_bot(**older) as zalo, bot_client(zalo) as client:
        zalo.user("Nguyễn Văn Tư").sends_sticker()
        told = (await client.ok("getUpdates", timeout=1))["message"]
        assert told["from"]["name"] == "Nguyễn Văn Tư"
        assert told["date"] < 10**10
        assert "sticker" not in told


async def test_updates_twice_over_out_of_order_and_strange(
    zalo: ZaloBot, client: BotClient
) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    zalo.repeats(1)
    tu.says("một")
    with zalo.holding() as held:
        tu.says("hai")
        tu.says("ba")
        held.reverse()
    zalo.inject({"event_name": "message.future.received"})
    got = [await client.ok("getUpdates", timeout=1) for _ in range(5)]
    texts = [update["message"]["text"] for update in got[:4]]
    assert texts == ["một", "một", "ba", "hai"]
    assert got[4] == {"event_name": "message.future.received"}


async def test_in_groups_a_bot_hears_only_what_is_for_it(zalo: ZaloBot, client: BotClient) -> None:
    tu, hoa = zalo.user("Nguyễn Văn Tư"), zalo.user("Lê Thị Hoa")
    group = zalo.group("Tổ dân phố 5", [tu, hoa])
    group.adds()
    tu.says("bà con ơi", to=group)
    tu.mentions("xong 12", to=group)
    update = await client.ok("getUpdates", timeout=1)
    assert update["message"]["text"] == "@Bot Nhắc Việc xong 12"
    assert update["message"]["chat"] == {"chat_type": "GROUP", "id": group.id}
    assert group.id.isdecimal()
    await client.ok("sendMessage", chat_id=group.id, text="Đã lưu #12")
    heard = await hoa.hears("Đã lưu", chat=group)
    hoa.says("cảm ơn", to=group, reply_to=heard)
    assert (await client.ok("getUpdates", timeout=1))["message"]["text"] == "cảm ơn"
    assert await client.ok("sendVoice", chat_id=group.id, voice_url=f"{PUBLIC}/a.aac")
    assert [message.kind for message in group.said] == ["text"]
    group.removes()
    assert await client.no("sendMessage", chat_id=group.id, text="còn ai") == 400


# Sending


async def test_people_read_the_text_without_its_marks(zalo: ZaloBot, client: BotClient) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("chào")
    text = "# Việc\n- **Họp** _tổ_ {red}gấp{/red} `#12` ~~bỏ~~"
    await client.ok("sendMessage", chat_id=tu.id, text=text, parse_mode="markdown")
    assert tu.last.text == "Việc\n• Họp tổ gấp #12 bỏ"
    await client.ok("sendMessage", chat_id=tu.id, text="<b>a &lt; b</b>", parse_mode="html")
    assert tu.last.text == "a < b"
    styles = [{"start": 2, "len": 3, "st": ["b"]}]
    sent = await client.ok("sendMessage", chat_id=tu.id, text="👍 xong", text_styles=styles)
    assert sent["message_id"] == tu.last.id
    await client.ok("sendMessage", chat_id=tu.id, text="👍" * 1000)
    await client.ok("sendSticker", chat_id=tu.id, sticker="abc")
    assert tu.last.kind == "sticker"
    assert (await client.raw("sendChatAction", chat_id=tu.id, action="typing")).json() == {
        "ok": True
    }
    assert tu.chat().typing == 1


async def test_characters_may_be_counted_otherwise() -> None:
    async with zalo_bot(text_unit="characters", reply_to="accepted") as zalo:
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("chào")
        async with bot_client(zalo) as client:
            more = {"text": "👍" * 2000, "reply_to_message_id": "1"}
            await client.ok("sendMessage", chat_id=tu.id, **more)


async def test_outgoing_pictures_are_fetched_again_and_again(
    zalo: ZaloBot, client: BotClient
) -> None:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("biểu đồ")
    async with hall() as ours:
        ours.body = photo(40, 30)
        zalo.reroute(PUBLIC, ours.url)
        sent = {"photo": f"{PUBLIC}/bieu-do.jpg?ky=1", "caption": "Tuần 23"}
        await client.ok("sendPhoto", chat_id=tu.id, **sent)
        assert [got.verb for got in ours.got] == ["HEAD", "GET", "GET"]
        assert tu.last.picture.data == ours.body
        ours.statuses = [404]
        zalo.clock.advance(3601)
        await zalo.until(lambda: tu.last.picture.looks == 3)
        assert tu.last.picture.data is None
    assert [fetch.status for fetch in zalo.fetches] == [200, 200, 200, 404]


async def test_a_picture_that_cannot_be_fetched() -> None:
    for switch, expected in (("black", 200), ("refused", 400)):
        async with zalo_bot(unfetchable_photo=switch) as zalo, bot_client(zalo) as client:
            tu = zalo.user("Nguyễn Văn Tư")
            tu.says("chào")
            answer = await client.raw("sendPhoto", chat_id=tu.id, photo="http://127.0.0.1:9/x")
            assert answer.status_code == expected
            assert [message.picture.data for message in tu.said] == [None] * (expected == 200)


async def test_files_instead_of_addresses() -> None:
    for switch, expected in (("accepted", 200), ("refused", 400)):
        async with zalo_bot(photo_multipart=switch) as zalo, bot_client(zalo) as client:
            tu = zalo.user("Nguyễn Văn Tư")
            tu.says("chào")
            sent = {"data": {"chat_id": tu.id}, "files": {"photo": ("a.jpg", photo(9, 9))}}
            assert (await client.http.post("sendPhoto", **sent)).status_code == expected
