"""No token and no password in any line of a log, by whatever way it comes there."""

import asyncio
import gc
import io
import logging
import subprocess
import sys
import threading
import warnings

import httpx
import pytest
from pydantic import SecretStr

import bot.channels.telegram.client  # noqa: F401 - silences its library
from bot.app.logs import HIDDEN, redaction, secrets_of
from bot.settings import Settings
from tests.logs.conftest import PASSWORD, TOKEN, Written

ADDRESS = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
SECRET_PART = TOKEN.partition(":")[2]
log = logging.getLogger("tests.logs")


class Answer:
    """Something whose text is made only when it is logged."""

    def __str__(self) -> str:
        return f"<request to {ADDRESS}>"

    __repr__ = __str__


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"asked {ADDRESS}", ()),
        ("asked %s", (ADDRESS,)),
        ("asked %r", (ADDRESS.encode(),)),
        ("asked %s", (httpx.URL(ADDRESS),)),
        ("asked %s", (Answer(),)),
        ("asked %(url)s", ({"url": ADDRESS},)),
        ("asked bot%s:%s", tuple(TOKEN.split(":"))),
        ("asked %s", (ADDRESS.replace(":AAH", "%3AAAH"),)),
        ("%s %s fits nothing", (ADDRESS,)),
        (f"{ADDRESS} fits nothing %d", ("one",)),
        (Answer(), ()),
        (f"…file{TOKEN}/photos", ()),
        (f"postgresql+psycopg://nhacviec:{PASSWORD}@localhost/nhacviec", ()),
    ],
)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.ERROR])
def test_a_message_holds_no_secret_however_it_was_put_together(
    written: Written, level: int, message: object, arguments: tuple[object, ...]
) -> None:
    log.log(level, message, *arguments)
    assert HIDDEN in written()
    assert SECRET_PART not in written()
    assert PASSWORD not in written()


@pytest.mark.parametrize(
    "message",
    [
        "with parameters {'secret_token': '%s'}",
        "headers [(b'X-Telegram-Bot-Api-Secret-Token', b'%s')]",
        "x-telegram-bot-api-secret-token: %s",
    ],
)
def test_what_telegram_shows_when_it_calls_is_hidden(written: Written, message: str) -> None:
    shown = "9d2648f5d36b9c9e" * 4
    log.info(message, shown)
    assert HIDDEN in written()
    assert shown not in written()


def test_what_is_no_secret_is_left_as_it_is(written: Written) -> None:
    log.info("send_reminders: %s at 2026-06-15T07:30:00+00:00, letter %d", {"sent": 25}, 1234567)
    line = "INFO tests.logs send_reminders: {'sent': 25} at 2026-06-15T07:30:00+00:00, letter 1234567\n"
    assert written() == line


def test_a_traceback_holds_no_token_nor_do_those_that_led_to_it(written: Written) -> None:
    try:
        try:
            raise httpx.ConnectError(f"no way to {ADDRESS}")
        except httpx.ConnectError as error:
            raise RuntimeError(f"sending by {TOKEN} failed") from error
    except RuntimeError:
        log.exception("letter %s", 7, stack_info=True)
    assert SECRET_PART not in written()
    assert written().count(HIDDEN) >= 2
    assert "no way to https://api.telegram.org/[hidden]/sendMessage" in written()
    assert "The above exception was the direct cause" in written()
    assert "RuntimeError: sending by [hidden] failed" in written()


def test_a_handler_that_formats_exceptions_itself_finds_none(configured: None) -> None:
    records: list[logging.LogRecord] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    keeper = Keeper()
    log.addHandler(keeper)
    try:
        raise ValueError(ADDRESS)
    except ValueError as error:
        log.error("failed: %s", error, exc_info=error)
    finally:
        log.removeHandler(keeper)
    (record,) = records
    assert record.exc_info is None
    assert not record.args
    assert SECRET_PART not in repr(vars(record))


async def test_httpx_at_debug_tells_no_address_with_a_token(written: Written) -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)  # an administrator looks for a fault
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, httpx.AsyncClient() as client:
        await client.get(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")
        with pytest.raises(httpx.RequestError) as caught:
            await client.get(f"http://127.0.0.1:1/bot{TOKEN}/getMe")
    log.error("%s at %s", caught.value, caught.value.request.url, exc_info=caught.value)
    assert "HTTP Request: GET http://127.0.0.1" in written()
    assert "httpcore.http11" in written()
    assert SECRET_PART not in written()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    await writer.drain()
    writer.close()


def test_libraries_that_tell_addresses_or_texts_say_nothing_below_a_warning(
    written: Written,
) -> None:
    for name in ("httpx", "httpcore.http11", "telegram.Bot", "uvicorn.access", "aiosqlite"):
        logging.getLogger(name).info("a line of %s", name)
    assert written() == ""


def test_uvicorn_tells_an_error_without_the_token(written: Written) -> None:
    try:
        raise RuntimeError(f"Webhook failed: {ADDRESS}")
    except RuntimeError as error:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=error)
    assert "Webhook failed: https://api.telegram.org/[hidden]/sendMessage" in written()
    assert SECRET_PART not in written()


async def test_what_nobody_awaited_is_told_without_the_token(written: Written) -> None:
    async def fail() -> None:
        raise RuntimeError(ADDRESS)

    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert "Task exception was never retrieved" in written()
    assert SECRET_PART not in written()


def test_what_a_thread_does_not_catch_is_told_without_the_token(written: Written) -> None:
    thread = threading.Thread(target=_raise, name=f"fetching {TOKEN}")
    thread.start()
    thread.join()
    assert "nobody caught this in <Thread(fetching [hidden]" in written()
    assert SECRET_PART not in written()


def _raise() -> None:
    raise RuntimeError(ADDRESS)


def test_a_warning_is_logged_without_the_token(written: Written) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(f"old: {ADDRESS}", stacklevel=1)
    assert "py.warnings" in written()
    assert SECRET_PART not in written()


def test_the_line_itself_is_cleaned_too(configured: None) -> None:
    # Its own handlers also write what `extra` brought and records that a library made by hand.
    stream, root = io.StringIO(), logging.getLogger()
    own = logging.StreamHandler(stream)
    own.setFormatter(next(h.formatter for h in root.handlers if h.formatter))
    own.handle(logging.LogRecord("x", logging.ERROR, "x.py", 1, ADDRESS, None, None))
    assert "https://api.telegram.org/[hidden]/sendMessage" in stream.getvalue()


def test_a_process_that_dies_says_why_without_the_token() -> None:
    program = (
        "from bot.app.logs import configure_logging\n"
        "configure_logging('DEBUG')\n"
        f"raise RuntimeError('{ADDRESS}')\n"
    )
    died = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert died.returncode == 1
    assert "CRITICAL bot.app.logs: nobody caught this" in died.stderr
    assert "RuntimeError: https://api.telegram.org/[hidden]/sendMessage" in died.stderr
    assert SECRET_PART not in died.stderr


def test_every_secret_of_the_settings_is_known_by_its_value() -> None:
    url = "postgresql+psycopg://nhacviec:m%E1%BA%ADt-kh%E1%BA%A9u%2F9@db.phuong.vn:5432/nhacviec"
    known = secrets_of(Settings(database_url=SecretStr(url)))
    clean = redaction(known)
    for text in (url, f"password={PASSWORD}", "m%E1%BA%ADt-kh%E1%BA%A9u%2F9"):
        assert HIDDEN in clean(text)
        assert "kh" not in clean(text)
    assert clean("db.phuong.vn:5432 is out of reach") == "db.phuong.vn:5432 is out of reach"
