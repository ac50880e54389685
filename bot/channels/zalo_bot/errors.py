"""What went wrong between us and Zalo, and what that means for a message.

Zalo's table of errors contradicts itself ("403: Internal server error"), nobody knows which of
them come with which HTTP status, and seen live are bodies without a code: so status, code and
words are read together. No detail holds a token, an address or a person's words.
"""

import json
import re
from enum import StrEnum
from typing import Any

import httpx

from data.domain.quota import MONTHLY
from data.errors import SendError, SendFailure


class Trouble(StrEnum):
    """What went wrong."""

    NOTHING = "nothing came"  # 408: how a poll ends that nobody wrote to
    THROTTLED = "throttled"
    MONTHLY = "the month is used up"
    QUOTA = "a quota is used up"  # of a month, or of seconds: their words are the same
    UNREACHABLE = "unreachable"  # provably never left
    UNCERTAIN = "uncertain"  # accepted perhaps, and no answer that says so
    STRANGE_ANSWER = "strange answer"  # a page of something in between, not of Zalo
    WRONG_TOKEN = "wrong token"  # noqa: S105 - a word, no token
    CONFLICT = "conflict"  # a webhook is set, so we may not ask
    NOT_FOUND = "not found"
    GONE = "gone"
    TOO_LONG = "too long"
    REFUSED = "refused"


class CallError(Exception):
    """A call of a method that did not end well."""

    def __init__(self, trouble: Trouble, detail: str = "", wait: float | None = None) -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble
        self.detail = detail
        self.wait = wait
        """Seconds that we leave Zalo alone, when it asks for that."""


LEAST_WAIT, QUOTA_WAIT, MONTHLY_WAIT = 30.0, 60.0, 300.0
"""Seconds; "too often" of Zalo's does not say how long."""
_FAILURE = {
    Trouble.NOTHING: SendFailure.UNCERTAIN,
    Trouble.THROTTLED: SendFailure.THROTTLED,
    Trouble.MONTHLY: SendFailure.THROTTLED,
    Trouble.QUOTA: SendFailure.THROTTLED,
    Trouble.UNREACHABLE: SendFailure.UNREACHABLE,
    Trouble.UNCERTAIN: SendFailure.UNCERTAIN,
    Trouble.STRANGE_ANSWER: SendFailure.MISCONFIGURED,
    Trouble.WRONG_TOKEN: SendFailure.MISCONFIGURED,
    Trouble.CONFLICT: SendFailure.MISCONFIGURED,
    Trouble.GONE: SendFailure.RECIPIENT_GONE,
    Trouble.TOO_LONG: SendFailure.TOO_LONG,
}
# A connection to a proxy that fails is one to Zalo that was never made.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
# Where a body tells no code, its words do; all lower case here.
_CODES = (
    (401, ("unauthorized",)),
    (408, ("timeout", "timed out")),
    (429, ("quota", "too many")),
    (500, ("internal server error", "internal error")),
    (404, ("not found",)),
)
_WORDS = (
    (Trouble.CONFLICT, ("webhook",)),
    (Trouble.TOO_LONG, ("too long", "2000", "max length", "maximum length")),
    (
        Trouble.GONE,
        (
            "chat not found",
            "chat_id not found",
            "user not found",
            "invalid chat",
            "chat_id is invalid",
            "blocked",
            "does not receive",
            "deactivated",
            "not a member",
            "not in group",
        ),
    ),
)
_BY_CODE = {
    401: Trouble.WRONG_TOKEN,
    403: Trouble.UNCERTAIN,
    404: Trouble.NOT_FOUND,
    408: Trouble.NOTHING,
}


def never_answered(error: Exception) -> CallError:
    """Return what it means that a request ended without an answer."""
    never_left = isinstance(error, _NEVER_LEFT)
    return CallError(Trouble.UNREACHABLE if never_left else Trouble.UNCERTAIN, type(error).__name__)


def result_of(status: int, content: bytes, retry_after: str = "") -> Any:
    """Return the result that an answer holds. Raises CallError: both status and body must be well."""
    answer = _parsed(content)
    if answer is None:
        raise _unread(status, content)
    if answer.get("ok") is True and status < httpx.codes.MULTIPLE_CHOICES:
        return answer.get("result")
    said = answer.get("description")
    raise _refusal(_code(answer, status), said if isinstance(said, str) else "", retry_after)


def as_send_error(error: CallError) -> SendError:
    """Return what a failed call means for a message."""
    failure = _FAILURE.get(error.trouble, SendFailure.REFUSED)
    detail = MONTHLY if error.trouble is Trouble.MONTHLY else error.detail or error.trouble.value
    return SendError(failure, detail, retry_after=error.wait)


def _parsed(content: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _unread(status: int, content: bytes) -> CallError:
    """A page: of Zalo's own edge, which may have passed the call on, or of somebody in between."""
    detail = f"HTTP {status} without JSON"
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return CallError(Trouble.THROTTLED, detail, LEAST_WAIT)
    if status == httpx.codes.REQUEST_TIMEOUT:
        return CallError(Trouble.NOTHING, detail)
    is_cut_off = content.lstrip()[:1] == b"{"  # begun by Zalo itself
    if is_cut_off or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return CallError(Trouble.UNCERTAIN, detail)
    return CallError(Trouble.STRANGE_ANSWER, detail)


def _code(answer: dict[str, Any], status: int) -> int:
    """Return `error_code`, else `errorCode`, else the HTTP status; 0 when none of them tells."""
    for key in ("error_code", "errorCode"):
        code = answer.get(key)
        if isinstance(code, int) and not isinstance(code, bool):
            return code
        if isinstance(code, str) and re.fullmatch(r"[0-9]{1,6}", code):
            return int(code)
    return status if status >= httpx.codes.MULTIPLE_CHOICES else 0


def _refusal(code: int, description: str, retry_after: str) -> CallError:
    said = description.lower()
    code = code or next((c for c, words in _CODES if any(w in said for w in words)), 0)
    if code == httpx.codes.TOO_MANY_REQUESTS:
        return _too_many(said, retry_after)
    trouble = _trouble(code, said)
    return CallError(trouble, f"{code or 'no code'} {_harmless(description)}".strip())


def _too_many(said: str, retry_after: str) -> CallError:
    asked = float(retry_after) if re.fullmatch(r"[0-9]{1,6}", retry_after) else 0.0
    if any(word in said for word in ("month", "tháng")):
        return used_up(asked)
    if "quota" in said:
        return CallError(Trouble.QUOTA, "429 quota", max(asked, QUOTA_WAIT))
    return CallError(Trouble.THROTTLED, "429", max(asked, LEAST_WAIT))


def used_up(asked: float = 0.0) -> CallError:
    """Return that the month's messages are used up."""
    return CallError(Trouble.MONTHLY, MONTHLY, max(asked, MONTHLY_WAIT))


def _trouble(code: int, said: str) -> Trouble:
    if code in {400, 403, 404}:
        by_words = next((t for t, words in _WORDS if any(w in said for w in words)), None)
        if by_words is not None:
            return by_words
    if code >= httpx.codes.INTERNAL_SERVER_ERROR or code == 0:
        return Trouble.UNCERTAIN
    return _BY_CODE.get(code, Trouble.REFUSED)


def _harmless(description: str) -> str:
    """Return the words up to the first sign only: further on Zalo might quote the message."""
    said = re.match(r"[A-Za-z_' ]{0,80}", description)
    return said[0].strip() if said else ""
