"""Events as the OA platform writes and signs them."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA


def mac(app_id: str, raw: bytes, timestamp: str, oa_secret: str) -> str:
    """Return the signature: plain SHA-256 over the raw bytes, and no HMAC."""
    return hashlib.sha256(
        app_id.encode() + raw + timestamp.encode() + oa_secret.encode()
    ).hexdigest()


def signed(oa: "ZaloOA", event: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """Return the body and headers of an event; its timestamp is kept in later attempts."""
    raw = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json"}
    timestamp = event["timestamp"]
    if oa.switches.mac_timestamp == "header":
        timestamp = headers["X-ZEvent-Timestamp"] = str(int(timestamp) + 7)
    signature = mac(oa.app_id, raw, timestamp, oa.oa_secret)
    return raw, headers | {"X-ZEvent-Signature": f"mac={signature}"}
