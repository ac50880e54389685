"""What went wrong between us and Telegram, and what that means for a message.

The library's own families do not tell it: the same `TimedOut` is raised for a request that never
left and for one that was accepted, and a network's block page for "wrong token". Measured on
python-telegram-bot 22.8. No detail holds a token, an address or a person's words.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from data.errors import SendError, SendFailure


class Trouble(StrEnum):
    """What went wrong."""

    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"  # provably never left
    UNCERTAIN = "uncertain"  # accepted perhaps, and no answer
    STRANGE_ANSWER = "strange answer"  # a page of something in between, not of Telegram
    WRONG_TOKEN = "wrong token"  # noqa: S105 - a word, no token
    CONFLICT = "conflict"  # somebody else receives for this bot
    MOVED = "moved"
    GONE = "gone"
    NOT_MODIFIED = "not modified"
    NOT_EDITABLE = "not editable"  # the message is deleted, or is none of text
    BAD_PICTURE = "bad picture"  # not to be shown as a photo; as a file it may do
    TOO_LONG = "too long"
    TOO_BIG = "too big"
    TOO_OLD = "too old"  # a tap that was not answered in time
    REFUSED = "refused"


_FAILURE = {
    Trouble.THROTTLED: SendFailure.THROTTLED,
    Trouble.UNREACHABLE: SendFailure.UNREACHABLE,
    Trouble.UNCERTAIN: SendFailure.UNCERTAIN,
    Trouble.STRANGE_ANSWER: SendFailure.MISCONFIGURED,
    Trouble.WRONG_TOKEN: SendFailure.MISCONFIGURED,
    Trouble.CONFLICT: SendFailure.MISCONFIGURED,
    Trouble.MOVED: SendFailure.MOVED,
    Trouble.GONE: SendFailure.RECIPIENT_GONE,
    Trouble.TOO_LONG: SendFailure.TOO_LONG,
}
# A connection to a proxy that fails is one to Telegram that was never made.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
# Telegram tells 400s apart by their words only; all lower case here.
_WORDS = (
    (Trouble.NOT_MODIFIED, ("message is not modified",)),
    (
        Trouble.NOT_EDITABLE,
        (
            "message to edit not found",
            "message can't be edited",
            "no text in the message to edit",
            "message_id_invalid",
        ),
    ),
    (
        Trouble.TOO_LONG,
        (
            "message is too long",
            "caption is too long",
            "text is too long",
            "message_too_long",
            "caption_too_long",
        ),
    ),
    (
        Trouble.BAD_PICTURE,
        (
            "photo_invalid_dimensions",
            "image_process_failed",
            "photo_save_file_invalid",
            "photo_ext_invalid",
        ),
    ),
    (Trouble.TOO_BIG, ("file is too big", "request entity too large")),
    (Trouble.TOO_OLD, ("query is too old", "query_id_invalid", "query id is invalid")),
    (
        Trouble.GONE,
        (
            "chat not found",
            "user not found",
            "peer_id_invalid",
            "user_is_deactivated",
            "group chat was deactivated",
            "group chat was deleted",
            "not enough rights to send",
            "have no rights to send",
            "chat_write_forbidden",
            "chat_restricted",
        ),
    ),
    (Trouble.THROTTLED, ("too many requests",)),
)
_UNSAID_WAIT = 5.0
"""Seconds to wait when Telegram says "too many" without saying how long."""


def trouble_of(error: BaseException) -> Trouble:
    """Return what an exception of the client means."""
    if isinstance(error, RetryAfter):
        return Trouble.THROTTLED
    if isinstance(error, ChatMigrated):
        return Trouble.MOVED
    causes = tuple(_causes(error))
    if any(isinstance(c, json.JSONDecodeError) for c in causes):
        return _not_json(error)
    if isinstance(error, Forbidden):
        return Trouble.GONE
    if isinstance(error, InvalidToken | EndPointNotFound):
        return Trouble.WRONG_TOKEN
    if isinstance(error, Conflict):
        return Trouble.CONFLICT
    if any(isinstance(c, _NEVER_LEFT) for c in causes):
        return Trouble.UNREACHABLE
    found = _by_words(error) if isinstance(error, TelegramError) else None
    if found is not None:
        return found
    return Trouble.REFUSED if isinstance(error, BadRequest) else Trouble.UNCERTAIN


def as_send_error(error: BaseException) -> SendError:
    """Return what an exception of the client means for a message."""
    trouble = trouble_of(error)
    return SendError(
        _FAILURE.get(trouble, SendFailure.REFUSED),
        _detail(error, trouble),
        retry_after=seconds_to_wait(error) if trouble is Trouble.THROTTLED else None,
        moved_to=str(error.new_chat_id) if isinstance(error, ChatMigrated) else "",
    )


def seconds_to_wait(error: BaseException) -> float:
    """Return how long Telegram asks to wait. The library gives seconds now, a timedelta later."""
    wait = error.retry_after if isinstance(error, RetryAfter) else _UNSAID_WAIT
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _not_json(error: BaseException) -> Trouble:
    # Telegram's own front answers 5xx with a page, after it may have passed the message on.
    # Any other page, also a 200, 401 or 403, is by somebody in between.
    code = re.match(r"[^(]*\((\d{3})\)", str(error))
    return Trouble.UNCERTAIN if code and code[1][0] == "5" else Trouble.STRANGE_ANSWER


def _by_words(error: TelegramError) -> Trouble | None:
    said = error.message.lower()
    return next((t for t, words in _WORDS if any(w in said for w in words)), None)


def _detail(error: BaseException, trouble: Trouble) -> str:
    if trouble is not Trouble.REFUSED or not isinstance(error, BadRequest):
        cause = error.__cause__
        return f"{trouble} ({type(cause or error).__name__})"
    # Up to the first sign only: further on Telegram quotes the message.
    said = re.match(r"[A-Za-z_' ]{0,80}", error.message)
    return said[0].strip() if said else ""
