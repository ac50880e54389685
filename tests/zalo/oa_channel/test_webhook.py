"""Whose call it is: over the raw bytes, whatever the timestamp's place or age."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.webhook import Probe, Refusal, Signer, accept, instant_of

SIGNER = Signer("1370825601477261845", "bi-mat-cua-oa")
EVENT = {
    "app_id": "1370825601477261845",
    "sender": {"id": "2468458835296197922"},
    "recipient": {"id": "2491303894466271543"},
    "event_name": "user_send_text",
    "message": {"text": "Đã xong", "msg_id": "cb31dff1c39642cc1b83"},
    "timestamp": "1699003881354",
}
RAW = json.dumps(EVENT, ensure_ascii=False).encode()


def signed(raw: bytes = RAW, timestamp: str = "1699003881354", **more: str) -> dict[str, str]:
    return {"X-ZEvent-Signature": f"mac={SIGNER.mac(raw, timestamp)}", **more}


def test_the_vector() -> None:
    # sha256(app_id + raw_body + timestamp + OA_secret_key), written out.
    said = b"1370825601477261845" + RAW + b"1699003881354" + b"bi-mat-cua-oa"
    assert SIGNER.mac(RAW, "1699003881354") == hashlib.sha256(said).hexdigest()
    assert Signer("1", "s").mac(b"{}", "2") == hashlib.sha256(b"1{}2s").hexdigest()


ACCEPTED: list[tuple[str, bytes, dict[str, str]]] = [
    ("the body's timestamp", RAW, signed()),
    ("the header's", RAW, signed(RAW, "17", **{"X-ZEvent-Timestamp": "17"})),
    ("the body's though there is a header", RAW, signed(RAW, **{"X-ZEvent-Timestamp": "17"})),
    ("a retry", RAW, signed(num_retry="4")),
    ("without mac=", RAW, {"x-zevent-signature": SIGNER.mac(RAW, "1699003881354")}),
    ("in capitals", RAW, {"X-ZEVENT-SIGNATURE": f"mac={SIGNER.mac(RAW, '1699003881354').upper()}"}),
    (
        "a number as timestamp",
        (n := RAW.replace(b'"1699003881354"', b"1699003881354")),
        {"X-ZEvent-Signature": f"mac={SIGNER.mac(n, '1699003881354')}"},
    ),
]


@pytest.mark.parametrize(
    ("raw", "headers"), [c[1:] for c in ACCEPTED], ids=[c[0] for c in ACCEPTED]
)
def test_a_call_of_zalos(raw: bytes, headers: dict[str, str]) -> None:
    event = accept(headers, raw, SIGNER)
    assert isinstance(event, dict)
    assert event["message"]["text"] == "Đã xong"


REFUSED: list[tuple[str, bytes, dict[str, str], int, bool]] = [
    ("no signature", RAW, {}, 403, False),
    ("an empty one", RAW, {"X-ZEvent-Signature": "mac="}, 403, True),
    (
        "another secret",
        RAW,
        {
            "X-ZEvent-Signature": f"mac={Signer('1370825601477261845', 'x').mac(RAW, '1699003881354')}"
        },
        403,
        True,
    ),
    ("another application", b'{"app_id":"1"}', {"X-ZEvent-Signature": "mac=00"}, 403, False),
    ("serialised anew", json.dumps(EVENT).encode(), signed(), 403, True),
    ("no JSON", b"{", {"X-ZEvent-Timestamp": "17", **signed(b"{", "17")}, 400, False),
    ("a list", b"[]", {"X-ZEvent-Timestamp": "17", **signed(b"[]", "17")}, 400, False),
    ("NaN", b'{"a":NaN}', {"X-ZEvent-Timestamp": "17", **signed(b'{"a":NaN}', "17")}, 400, False),
    (
        "very deep",
        b"[" * 100_000,
        {"X-ZEvent-Timestamp": "1", **signed(b"[" * 100_000, "1")},
        400,
        False,
    ),
    ("too large", b" " * (1024 * 1024 + 1), {}, 413, False),
    ("no ASCII", RAW, {"X-ZEvent-Signature": "mac=đ"}, 403, True),
]


@pytest.mark.parametrize(
    ("raw", "headers", "status", "is_signed_wrong"),
    [c[1:] for c in REFUSED],
    ids=[c[0] for c in REFUSED],
)
def test_a_call_of_nobodys(
    raw: bytes, headers: dict[str, str], status: int, is_signed_wrong: bool
) -> None:
    refusal = accept(headers, raw, SIGNER)
    assert isinstance(refusal, Refusal)
    assert (refusal.status, refusal.is_signed_wrong) == (status, is_signed_wrong)


@pytest.mark.parametrize("raw", [b"{}", b"", b" {}\n"])
def test_the_probe_when_the_address_is_saved(raw: bytes) -> None:
    assert isinstance(accept({}, raw, SIGNER), Probe)


@given(st.binary(max_size=200), st.text(max_size=80), st.text(max_size=20))
def test_no_call_brings_us_down(raw: bytes, signature: str, timestamp: str) -> None:
    headers = {"X-ZEvent-Signature": signature, "X-ZEvent-Timestamp": timestamp}
    assert not isinstance(accept(headers, raw, SIGNER), dict)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("1699003881354", datetime(2023, 11, 3, 9, 31, 21, 354000, UTC)),
        (1699003881354, datetime(2023, 11, 3, 9, 31, 21, 354000, UTC)),
        ("1699003881", datetime(2023, 11, 3, 9, 31, 21, tzinfo=UTC)),
        ("", None),
        ("x", None),
        (None, None),
        (10**30, None),
        ("nan", None),
    ],
)
def test_when_it_happened(said: Any, at: datetime | None) -> None:
    came = datetime(2026, 11, 25, tzinfo=UTC)
    assert instant_of(said, came) == (at or came)
