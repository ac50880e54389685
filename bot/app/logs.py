"""Logging that no secret gets through: not in a message, not in a traceback, by whatever handler.

httpx writes every address at INFO, and a Telegram address holds the bot's token. Quiet loggers are
not enough: an exception that quotes the address is logged by whoever catches it. So every record is
cleaned where records are made, before any handler, also one that a library adds later, sees it.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from pydantic import SecretStr

from bot.settings import Settings

HIDDEN = "[hidden]"
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TOKEN = re.compile(r"(?<=/)bot\d{6,}(?::|%3[Aa])[^\s/?#\"']+|(?:bot)?\d{6,}(?::|%3[Aa])[\w-]{30,}")
"""A token, "123456789:AA…", as it stands in texts and, with "bot" before it, in addresses: there of
any form, for nobody knows how long those of Zalo are."""
_SHOWN = re.compile(r"(secret[_-]token\W{1,6}(?:b\W)?)[\w-]{16,}", re.I)
"""What Telegram shows when it calls: beside its name, in a parameter or a header."""
_PASSWORD = re.compile(r"://[^/\s:@]*:([^\s@]+)@|[?&]password=([^\s&]+)")
_SHORTEST = 6
"""Characters: hiding a shorter value would hide half of what is logged."""
_BETWEEN_VALUES = re.compile(r"[\s,;=@]+")
_TELL_ADDRESSES_OR_TEXTS = (
    *("httpx", "httpcore", "uvicorn.access"),  # tokens, codes of invitations
    *("aiosqlite", "apscheduler", "alembic"),  # what people wrote; noise
)

_Clean = Callable[[str], str]


def configure_logging(level: str, secrets: Iterable[str] = ()) -> None:
    """Log to standard error without secrets; what nobody catches is logged too.

    `secrets` are values to hide wherever they stand, besides everything that looks like a token.
    """
    clean = redaction(secrets)
    logging.setLogRecordFactory(_factory(clean))
    logging.basicConfig(level=level, format=_FORMAT)
    logging.getLogger().setLevel(level)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_CleanFormatter(clean))
    for name in _TELL_ADDRESSES_OR_TEXTS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    sys.unraisablehook = _log_unraisable


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return the values in the settings that no log may hold."""
    found: list[str] = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            found += _values_in(value.get_secret_value())
    return tuple(dict.fromkeys(found))


def _values_in(setting: str) -> list[str]:
    if "://" not in setting:
        return [setting, *_BETWEEN_VALUES.split(setting)]
    quoted = [one or other for one, other in _PASSWORD.findall(setting)]
    return [setting, *quoted, *map(unquote, quoted)]


def redaction(secrets: Iterable[str] = ()) -> _Clean:
    """Return a function that hides tokens and these values in a text."""
    known = sorted({s for s in secrets if len(s) >= _SHORTEST}, key=len, reverse=True)
    values = re.compile("|".join(map(re.escape, known))) if known else None

    def clean(text: str) -> str:
        if values is not None:
            text = values.sub(HIDDEN, text)
        return _SHOWN.sub(rf"\1{HIDDEN}", _TOKEN.sub(HIDDEN, text))

    return clean


def _factory(clean: _Clean) -> Callable[..., logging.LogRecord]:
    def make(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = logging.LogRecord(*arguments, **named)
        _clean_record(record, clean)
        return record

    return make


def _clean_record(record: logging.LogRecord, clean: _Clean) -> None:
    """Render the record here: a token may come together only from a message and its arguments."""
    try:
        message = record.getMessage()
    except Exception:
        # logging would print the arguments as they are to say that they do not fit.
        message = f"{record.msg!r} with {record.args!r}"
    record.msg, record.args = clean(message), None
    record.name = clean(record.name)
    if record.exc_info and record.exc_info[1] is not None:
        text = "".join(traceback.format_exception(record.exc_info[1])).rstrip("\n")
        record.exc_text = clean(text)
    # A handler would format the exception anew, with all that its own text tells.
    record.exc_info = None
    if record.stack_info:
        record.stack_info = clean(record.stack_info)


class _CleanFormatter(logging.Formatter):
    """Cleans the finished line too: what `extra` brought, and records made by hand."""

    def __init__(self, clean: _Clean) -> None:
        super().__init__(_FORMAT)
        self._clean = clean

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be kept."""
        return self._clean(super().format(record))


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("nobody caught this", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(unhandled: threading.ExceptHookArgs) -> None:
    if unhandled.exc_value is not None and not isinstance(unhandled.exc_value, SystemExit):
        logging.getLogger(__name__).critical(
            "nobody caught this in %s", unhandled.thread, exc_info=unhandled.exc_value
        )


def _log_unraisable(unraisable: Any) -> None:
    logging.getLogger(__name__).error(
        "%s: %r", unraisable.err_msg or "ignored", unraisable.object, exc_info=unraisable.exc_value
    )
