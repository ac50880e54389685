"""The process as it logs: everything that any handler would write, and the hooks put back after."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest

from bot.app.logs import configure_logging
from tests.logs.restoring import logging_restored

TOKEN = "123456789:AAHqv3x-Kd0tZ_8fJ5mN2bW7cR1yT6uE9oP"
PASSWORD = "mật-khẩu/9"

Written = Callable[[], str]


@pytest.fixture
def configured() -> Iterator[None]:
    """Logging as `nhacviec run` sets it up, at DEBUG."""
    with logging_restored():
        configure_logging("DEBUG", [PASSWORD])
        yield


@pytest.fixture
def written(configured: None) -> Iterator[Written]:
    """What a handler writes that somebody added afterwards, with a formatter of its own."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream.getvalue
    root.removeHandler(handler)
