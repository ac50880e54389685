"""Being called by Zalo: whose call it is, decided over the raw bytes.

The signature is a plain SHA-256 over app_id, the raw body, the timestamp and the OA's secret, and
no HMAC. Which timestamp, the header's or the body's, nobody has verified: either will do. A retry
comes up to two hours later with its old timestamp, so its age says nothing: what came before is
known by its id.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

LARGEST_BODY = 1024 * 1024
SIGNATURE, TIMESTAMP = "x-zevent-signature", "x-zevent-timestamp"
_SECONDS_END = 1e11
"""Below this a timestamp counts seconds, above it milliseconds."""


@dataclass(frozen=True, slots=True)
class Signer:
    """What a right signature is made of."""

    app_id: str
    oa_secret: str

    def mac(self, raw: bytes, timestamp: str) -> str:
        """Return the signature of a body, 64 hexadecimal digits."""
        signed = self.app_id.encode() + raw + timestamp.encode() + self.oa_secret.encode()
        return hashlib.sha256(signed).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call is not taken."""

    status: int
    reason: str
    """For the log: nothing that the caller sent."""
    is_signed_wrong: bool = False
    """It bears a signature for our application: perhaps our secret is another."""


@dataclass(frozen=True, slots=True)
class Probe:
    """An empty call, which Zalo makes when the address is saved: answered 200, and that is all."""


def accept(
    headers: Mapping[str, str], raw: bytes, signer: Signer
) -> dict[str, Any] | Probe | Refusal:
    """Return the event of a call, a probe, or why it is refused."""
    said = {name.lower(): value for name, value in headers.items()}
    signature = said.get(SIGNATURE, "")
    if len(raw) > LARGEST_BODY:
        return Refusal(413, "too large")
    if not signature and raw.strip() in (b"", b"{}"):
        return Probe()
    event = _read(raw)
    if not _is_signed(signature, raw, said.get(TIMESTAMP, ""), event, signer):
        is_ours = event is not None and str(event.get("app_id")) == signer.app_id
        return Refusal(403, "wrong signature", bool(signature) and is_ours)
    return Refusal(400, "no JSON object") if event is None else event


def instant_of(timestamp: object, received_at: datetime) -> datetime:
    """Return when an event happened; when it came, where it does not tell."""
    try:
        number = float(timestamp) if isinstance(timestamp, str | int) else 0.0
        seconds = number if number < _SECONDS_END else number / 1000
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return received_at
    return at if at.year > 2000 else received_at


def _read(raw: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def _is_signed(
    signature: str, raw: bytes, header: str, event: dict[str, Any] | None, signer: Signer
) -> bool:
    given = signature.strip().lower().removeprefix("mac=").strip().encode()
    # All are compared, each in constant time.
    same = [
        hmac.compare_digest(given, signer.mac(raw, timestamp).encode())
        for timestamp in _timestamps(header, event)
    ]
    return any(same)


def _timestamps(header: str, event: dict[str, Any] | None) -> Iterator[str]:
    if header.strip():
        yield header.strip()
    timestamp = event.get("timestamp") if event is not None else None
    if isinstance(timestamp, str | int) and not isinstance(timestamp, bool):
        yield str(timestamp)


def _no_constant(name: str) -> NoReturn:
    # Python reads NaN and Infinity; databases and JSON do not know them.
    raise ValueError(name)
