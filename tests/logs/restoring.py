"""Logging is the process's: what a test set up is taken back after it."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def logging_restored() -> Iterator[None]:
    """Put back record factory, levels, formatters and hooks at the end."""
    root, manager = logging.getLogger(), logging.root.manager
    factory, level = logging.getLogRecordFactory(), root.level
    formatters = {handler: handler.formatter for handler in root.handlers}
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in manager.loggerDict}
    try:
        yield
    finally:
        logging.setLogRecordFactory(factory)
        root.setLevel(level)
        for handler in [h for h in root.handlers if h not in formatters]:
            root.removeHandler(handler)
        for handler, formatter in formatters.items():
            handler.setFormatter(formatter)
        for name in manager.loggerDict:
            logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
        logging.captureWarnings(False)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
