"""What an office writes to have its bots of Zalo, and what it is told when that is wrong."""

import pytest

from bot.app.logs import redaction
from bot.settings import Settings
from data.errors import RefusedError

A = "1459232241454765289:abc-XYZ_01.~"
B = "12345689:abc-xyz"
PUBLIC = "https://nhacviec.example"

WRITTEN: list[tuple[str, list[tuple[str, set[int] | None]]]] = [
    (A, [("1459232241454765289", None)]),
    (f" {A}  {B}\n", [("1459232241454765289", None), ("12345689", None)]),
    (f"{A},{B};", [("1459232241454765289", None), ("12345689", None)]),
    (f"{A}@1+2 {B}@3", [("1459232241454765289", {1, 2}), ("12345689", {3})]),
]


def _settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(("said", "bots"), WRITTEN)
def test_bots(said: str, bots: list[tuple[str, set[int] | None]]) -> None:
    zalo = _settings(zalo_bot_token=said).zalo_bot
    assert zalo is not None
    assert [(b.account, b.wards and set(b.wards)) for b in zalo.bots] == bots
    assert zalo.bots[0].token.get_secret_value() == A
    assert A not in repr(zalo)


@pytest.mark.parametrize("said", [None, "", "  "])
def test_no_bot(said: str | None) -> None:
    assert _settings(zalo_bot_token=said).zalo_bot is None


WRONG: list[tuple[str, dict[str, object], str]] = [
    ("no token", {"zalo_bot_token": "xin-chao"}, "NHACVIEC_ZALO_BOT_TOKEN: mã bot thứ 1"),
    ("the second", {"zalo_bot_token": f"{A} {B[:10]}"}, "mã bot thứ 2"),
    ("twice", {"zalo_bot_token": f"{B} {B}@2"}, "hai lần"),
    ("a path in it", {"zalo_bot_token": "77:abc/../def"}, "mã bot thứ 1"),
    ("an address that is none", {"zalo_bot_api": "zalo.me"}, "NHACVIEC_ZALO_BOT_API"),
    ("no address to be called", {"zalo_bot_webhook": True}, "NHACVIEC_PUBLIC_URL"),
    (
        "an address without TLS",
        {"zalo_bot_webhook": True, "public_url": "http://10.0.0.5"},
        "NHACVIEC_ZALO_BOT_WEBHOOK",
    ),
]


@pytest.mark.parametrize(("values", "said"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_wrong_is_said_without_the_token(values: dict[str, object], said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        _ = _settings(**({"zalo_bot_token": A} | values)).zalo_bot
    assert said in caught.value.sentence
    assert "abc-X" not in caught.value.sentence


def test_what_needs_a_public_address() -> None:
    bare = _settings(zalo_bot_token=A).zalo_bot
    assert bare is not None
    assert (bare.pictures_at, bare.web, bare.has_webhook) == (None, None, False)
    inside = _settings(zalo_bot_token=A, public_url="http://10.0.0.5:8080/").zalo_bot
    assert inside is not None
    assert (inside.pictures_at, inside.web) == (None, "http://10.0.0.5:8080")
    public = _settings(zalo_bot_token=A, public_url=f"{PUBLIC}/", zalo_bot_webhook=True).zalo_bot
    assert public is not None
    assert (public.pictures_at, public.web, public.has_webhook) == (PUBLIC, PUBLIC, True)


def test_what_the_plan_allows() -> None:
    free = _settings(zalo_bot_token=A).zalo_bot
    paid = _settings(zalo_bot_token=A, zalo_bot_monthly=0, zalo_bot_people=0).zalo_bot
    assert free is not None
    assert paid is not None
    assert (free.monthly, free.people, paid.monthly, paid.people) == (3000, 50, 0, None)


@pytest.mark.parametrize(
    "told",
    [
        f"POST https://bot-api.zaloplatforms.com/bot{A}/sendMessage",
        f"POST https://bot-api.zaloplatforms.com/bot{B}/getMe",
        "GET /bot77777777%3Ax.y/getMe",
    ],
)
def test_no_token_in_an_address_reaches_a_log(told: str) -> None:
    cleaned = redaction()(told)
    for secret in ("abc-X", "abc-x", "x.y", "1459232241454765289"):
        assert secret not in cleaned
    assert cleaned.endswith(told.rpartition("/")[2])
