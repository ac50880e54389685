"""A message from a browser: once, complete, in order, and only from who sent it."""

import json

import httpx
import pytest

from bot.web.context import Rate, WebLimits
from data.domain.messages import OutgoingMessage
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import Cast
from tests.web.conftest import message, signed_in
from tests.web.office import Office


async def lines(browser: httpx.AsyncClient, after: int = 0) -> list[dict[str, object]]:
    answer = await browser.get(f"/api/messages?after={after}")
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.json()["messages"]
    return found


async def test_a_message_reaches_the_dialog_and_its_answer_stands_below_it(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    posted = await hanh.post("/api/messages", json=message(text="#7 đã xong\nhai dòng"))
    await office.settled()
    assert posted.status_code == 200
    assert [m.text for m in office.heard] == ["#7 đã xong\nhai dòng"]
    assert office.heard[0].chat == office.cast.chat("Hạnh")
    shown = await lines(hanh)
    assert [(x["ours"], x["text"]) for x in shown] == [
        (False, "#7 đã xong\nhai dòng"),
        (True, "Đã nhận: #7 đã xong\nhai dòng"),
    ]
    assert shown[0]["time"] == "07:00"
    assert shown[0]["day"] == "thứ Hai 15/6"


async def test_the_same_client_id_twice_is_one_message(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    first = await hanh.post("/api/messages", json=message())
    again = await hanh.post("/api/messages", json=message())
    await office.settled()
    assert first.json()["id"] == again.json()["id"]
    assert len(office.heard) == 1
    assert len(await lines(hanh)) == 2


async def test_two_people_with_one_client_id_are_two_messages(
    office: Office, hanh: httpx.AsyncClient, lan: httpx.AsyncClient
) -> None:
    await hanh.post("/api/messages", json=message(text="của Hạnh"))
    await lan.post("/api/messages", json=message(text="của Lan"))
    await office.settled()
    assert {m.text for m in office.heard} == {"của Hạnh", "của Lan"}
    assert [x["text"] for x in await lines(hanh)] == ["của Hạnh", "Đã nhận: của Hạnh"]


async def test_a_tap_is_its_value_and_the_transcript_shows_its_label(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    await hanh.post("/api/messages", json=message(text="Xong rồi", choice="report:done:7"))
    await office.settled()
    assert (office.heard[0].choice, office.heard[0].text) == ("report:done:7", "")
    assert (await lines(hanh))[0]["text"] == "Xong rồi"


async def test_a_message_too_long_is_told_how_to_split_and_nothing_is_stored(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    answer = await hanh.post("/api/messages", json=message(text="á" * 20_000))
    assert answer.status_code == 413
    assert "20.000 ký tự" in answer.json()["error"]
    assert "chia thành 5 tin" in answer.json()["error"]
    assert await lines(hanh) == []
    assert office.heard == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        message(client_id="ngắn"),
        {**message(), "text": None},
        message(choice="x" * 65),
        message(choice="thẻ:không-ascii"),
        message(files=[{"sha256": "0" * 64}]),
        message(files="x"),
        message(text=" \n "),
    ],
)
async def test_what_our_page_would_not_send_is_refused_in_vietnamese(
    hanh: httpx.AsyncClient, body: dict[str, object]
) -> None:
    answer = await hanh.post("/api/messages", json=body)
    assert answer.status_code == 400
    assert "Đồng chí" in answer.json()["error"]


@pytest.mark.parametrize("content", [b"[]", b"{", b"[" * 100_000, b"\xff\xfe"])
async def test_broken_json_is_refused(hanh: httpx.AsyncClient, content: bytes) -> None:
    assert (await hanh.post("/api/messages", content=content)).status_code == 400


async def test_a_body_beyond_all_measure_is_not_read(hanh: httpx.AsyncClient) -> None:
    answer = await hanh.post("/api/messages", content=b"x" * 600_000)
    assert answer.status_code == 413


async def test_characters_that_no_database_takes_are_left_out(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    content = json.dumps(message(text="#7 xong\x00\x1b rồi\ud800")).encode()
    assert (await hanh.post("/api/messages", content=content)).status_code == 200
    await office.settled()
    assert office.heard[0].text == "#7 xong rồi"


async def test_markup_travels_as_plain_text(office: Office, hanh: httpx.AsyncClient) -> None:
    await hanh.post("/api/messages", json=message(text="<b>xong</b>"))
    await office.settled()
    assert (await lines(hanh))[0]["text"] == "<b>xong</b>"


async def test_a_held_back_message_keeps_the_time_of_sending(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    sent_at = "2026-06-14T23:40:00+00:00"
    await hanh.post("/api/messages", json=message(sent_at=sent_at))
    future, naive = "2031-01-01T00:00:00+00:00", "2026-06-14T23:40:00"
    await hanh.post("/api/messages", json=message("m0000002", sent_at=future))
    await hanh.post("/api/messages", json=message("m0000003", sent_at=naive))
    await office.settled()
    said = [m.sent_at.isoformat() for m in office.heard]
    assert said == [sent_at, office.clock().isoformat(), office.clock().isoformat()]


async def test_catching_up_gives_only_what_came_after(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    first = (await hanh.post("/api/messages", json=message())).json()["id"]
    await office.settled()
    assert [x["ours"] for x in await lines(hanh, after=first)] == [True]


async def test_older_lines_come_page_by_page(office: Office, hanh: httpx.AsyncClient) -> None:
    chat = office.cast.chat("Hạnh").chat
    for n in range(120):
        await office.say(chat, OutgoingMessage(f"tin {n}"), key=f"k{n}")
    latest = (await hanh.get("/api/messages")).json()
    assert (latest["more"], latest["messages"][-1]["text"]) == (True, "tin 119")
    older = (await hanh.get(f"/api/messages?before={latest['messages'][0]['id']}")).json()
    assert older["more"] is False
    assert [x["text"] for x in older["messages"]] == [f"tin {n}" for n in range(20)]


async def test_delivering_a_letter_twice_shows_it_once(
    office: Office, hanh: httpx.AsyncClient
) -> None:
    chat = office.cast.chat("Hạnh").chat
    await office.say(chat, OutgoingMessage("Nhắc việc"), key="k")
    async with office.store.read() as unit:
        letter = await unit.outbox.find("k")
    assert letter is not None
    assert await office.channel.send(letter, office.clock()) == letter.external_id
    assert len(await lines(hanh)) == 1


async def test_who_sends_too_fast_is_asked_to_wait(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    limits = WebLimits(messages=Rate(burst=3, per_minute=6))
    office = Office(store, files, cast, limits=limits)
    browser = await signed_in(office, "Hạnh")
    statuses = [
        (await browser.post("/api/messages", json=message(f"m000000{n}"))).status_code
        for n in range(4)
    ]
    assert statuses == [200, 200, 200, 429]
    refused = await browser.post("/api/messages", json=message("m0000009"))
    assert refused.headers["Retry-After"] == "10"
    assert "10 giây" in refused.json()["error"]
    office.clock.pass_by(seconds=10)
    assert (await browser.post("/api/messages", json=message("m0000009"))).status_code == 200
    await office.settled()
