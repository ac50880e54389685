"""What an office writes to have its bots, and what it is told when that is wrong."""

import pytest

from bot.settings import Settings
from data.errors import RefusedError

A = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"
B = "987654321:BBE-abcdefghijklmnopqrstuvwxyz_0123"

WRITTEN: list[tuple[str, list[tuple[str, set[int] | None]]]] = [
    (A, [("123456789", None)]),
    (f" {A}  {B}\n", [("123456789", None), ("987654321", None)]),
    (f"{A},{B};", [("123456789", None), ("987654321", None)]),
    (f"{A}@7", [("123456789", {7})]),
    (f"{A}@1+2 {B}@3", [("123456789", {1, 2}), ("987654321", {3})]),
]


def _settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(("said", "bots"), WRITTEN)
def test_bots(said: str, bots: list[tuple[str, set[int] | None]]) -> None:
    telegram = _settings(telegram_token=said).telegram
    assert telegram is not None
    assert [(b.account, b.wards and set(b.wards)) for b in telegram.bots] == bots
    assert telegram.bots[0].token.get_secret_value() == A
    assert A not in repr(telegram)


@pytest.mark.parametrize("said", [None, "", "  "])
def test_no_bot(said: str | None) -> None:
    assert _settings(telegram_token=said).telegram is None


WRONG: list[tuple[str, dict[str, object], str]] = [
    ("no token", {"telegram_token": "xin-chao"}, "NHACVIEC_TELEGRAM_TOKEN: mã bot thứ 1"),
    ("the second", {"telegram_token": f"{A} {B[:20]}"}, "mã bot thứ 2"),
    ("a ward that is none", {"telegram_token": f"{A}@một"}, "mã bot thứ 1"),
    ("a sign at the end", {"telegram_token": f"{A}@"}, "mã bot thứ 1"),
    ("twice", {"telegram_token": f"{A} {A}@1"}, "123456789 hai lần"),
    ("an address that is none", {"telegram_api": "api.telegram.org"}, "NHACVIEC_TELEGRAM_API"),
    ("a file", {"telegram_api": "file:///etc"}, "NHACVIEC_TELEGRAM_API"),
    ("called without an address", {"telegram_webhook": True}, "NHACVIEC_PUBLIC_URL"),
    (
        "called without TLS",
        {"telegram_webhook": True, "public_url": "http://nhacviec.vn"},
        "NHACVIEC_PUBLIC_URL",
    ),
]


@pytest.mark.parametrize(("values", "words"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_wrong_is_said_without_the_secret(values: dict[str, object], words: str) -> None:
    with pytest.raises(RefusedError) as caught:
        assert _settings(**({"telegram_token": A} | values)).telegram
    assert words in caught.value.sentence
    assert "abcdefgh" not in caught.value.sentence
    assert "xin-chao" not in caught.value.sentence


ALLOWED: list[dict[str, object]] = [
    {"telegram_webhook": True, "public_url": "https://nhacviec.vn"},
    {"telegram_webhook": True, "telegram_api": "http://10.0.0.5:8081"},
]


@pytest.mark.parametrize("values", ALLOWED)
def test_where_telegram_may_call(values: dict[str, object]) -> None:
    telegram = _settings(telegram_token=A, **values).telegram
    assert telegram is not None
    assert telegram.has_webhook


def test_a_slash_at_the_end_is_no_matter() -> None:
    telegram = _settings(telegram_token=A, telegram_api="http://10.0.0.5:8081/ ").telegram
    assert telegram is not None
    assert telegram.api == "http://10.0.0.5:8081"


def test_settings_are_shown_without_tokens() -> None:
    shown = _settings(telegram_token=f"{A} {B}").shown()
    assert shown["NHACVIEC_TELEGRAM_TOKEN"] == "••••••"
    assert shown["NHACVIEC_TELEGRAM_API"] == "https://api.telegram.org"
    assert "AAE" not in str(shown)
