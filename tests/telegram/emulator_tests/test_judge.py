"""What aiogram's models, and the checks beside them, do not let pass."""

import json

import httpx
import pytest

from tests.telegram.emulator import OwnMistakeError, Person, Telegram, emulator


async def ask(telegram: Telegram, method: str, **request: object) -> tuple[int, str]:
    """Ask as a client that nobody checked."""
    async with httpx.AsyncClient() as client:
        url = f"{telegram.url}/bot{telegram.token}/{method}"
        answer = await client.post(url, **request)  # type: ignore[arg-type]
        return answer.status_code, answer.json().get("description", "")


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"text": "x", "chat": 5}, "chat_id is empty"),
        ({"chat_id": 5}, "message text is empty"),
        ({"chat_id": 5, "text": "x", "silent": True}, "unknown field silent"),
        ({"chat_id": 5, "text": 7}, "text: Input should be a valid string"),
        ({"chat_id": 5, "text": "x", "disable_notification": "maybe"}, "disable_notification"),
        ({"chat_id": 5, "text": "x", "reply_markup": {"keys": []}}, "unknown field reply_markup"),
        ({"chat_id": 5, "text": "x", "parse_mode": "MarkdownV2"}, "is not imitated"),
    ],
)
async def test_requests_that_are_not_as_documented(
    telegram: Telegram, hanh: Person, params: dict[str, object], complaint: str
) -> None:
    if "chat_id" in params:
        params = params | {"chat_id": hanh.id}
    status, description = await ask(telegram, "sendMessage", json=params)
    assert (status, description[:12]) == (400, "Bad Request:")
    assert complaint in description
    assert complaint in str(telegram.violations[0])


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_every_way_to_write_a_request(telegram: Telegram, hanh: Person, how: str) -> None:
    markup = {"inline_keyboard": [[{"text": "Xong", "callback_data": "x"}]]}
    flat = {
        "chat_id": str(hanh.id),
        "text": "Chào",
        "disable_notification": "True",
        "reply_markup": json.dumps(markup),
    }
    request = {
        "query": {"params": flat},
        "form": {"data": flat},
        "json": {"json": flat | {"reply_markup": markup}},
        "multipart": {"files": {name: (None, value) for name, value in flat.items()}},
    }[how]
    assert await ask(telegram, "SENDMESSAGE", **request) == (200, "")
    message = hanh.chat().last
    assert (message.text, message.silent, message.labels) == ("Chào", True, ["Xong"])


async def test_an_upload_that_is_not_there(telegram: Telegram, hanh: Person) -> None:
    media = [{"type": "document", "media": f"attach://{n}"} for n in "ab"]
    params = {"chat_id": str(hanh.id), "media": json.dumps(media)}
    status, description = await ask(telegram, "sendMediaGroup", data=params, files={"a": b"x"})
    assert (status, description) == (400, "Bad Request: wrong file identifier/HTTP URL specified")


def test_the_emulators_own_updates_are_judged() -> None:
    telegram = Telegram()
    telegram.judge.update({"update_id": 1, "message": _message()})
    for wrong in ({"date": 1780000000000}, {"sender": 1}, {"chat": {"id": "x", "type": "private"}}):
        with pytest.raises(OwnMistakeError):
            telegram.judge.update({"update_id": 1, "message": _message() | wrong})


def test_the_emulators_own_answers_are_judged() -> None:
    telegram = Telegram()
    telegram.judge.response("sendMessage", {"ok": True, "result": _message()})
    wrong: list[dict[str, object]] = [
        {"ok": True, "result": None},
        {"ok": True, "result": True},
        {"ok": True, "result": _message(), "extra": 1},
        {"ok": True, "result": _message() | {"from": {"id": 1, "is_bot": True}}},
        {"ok": False},
    ]
    for body in wrong:
        with pytest.raises(OwnMistakeError):
            telegram.judge.response("sendMessage", body)


async def test_a_mistake_of_the_emulator_fails_the_test() -> None:
    running = emulator()
    telegram = await running.__aenter__()
    telegram.bot.name = None  # type: ignore[assignment]
    await ask(telegram, "getMe")
    with pytest.raises(OwnMistakeError, match="answered getMe wrongly"):
        await running.__aexit__(None, None, None)


def _message() -> dict[str, object]:
    chat = {"id": 5, "type": "private", "first_name": "Hạnh"}
    return {"message_id": 1, "date": 1780000000, "chat": chat, "text": "x"}
