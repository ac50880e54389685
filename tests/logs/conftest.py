"""The process as it logs: everything that any handler would write, and the hooks put back after."""

import io
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from bot.app.logs import configure_logging

TOKEN = "123456789:AAHqv3x-Kd0tZ_8fJ5mN2bW7cR1yT6uE9oP"
PASSWORD = "mật-khẩu/9"

Written = Callable[[], str]


@pytest.fixture
def configured() -> Iterator[None]:
    """Logging as `nhacviec run` sets it up, at DEBUG."""
    root = logging.getLogger()
    factory, level = logging.getLogRecordFactory(), root.level
    formatters = {handler: handler.formatter for handler in root.handlers}
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in logging.root.manager.loggerDict}
    configure_logging("DEBUG", [PASSWORD])
    yield
    logging.setLogRecordFactory(factory)
    root.setLevel(level)
    for handler, formatter in formatters.items():
        handler.setFormatter(formatter)
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


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
