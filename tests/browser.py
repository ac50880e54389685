"""A real Chromium for the tests that need one: started once, and fresh for each of them."""

import asyncio
import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("NHACVIEC_REQUIRE_BROWSER") != "1",
    reason="no chromium on this machine (NHACVIEC_REQUIRE_BROWSER=1 makes this a failure)",
)


expect.set_options(timeout=20_000)  # a busy machine is no mistake of the page


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Give a Chromium that holds nothing of the tests before; what is opened in it is closed."""
    address = await asyncio.to_thread(_start)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect(address)
        yield browser
        await browser.close()


@cache
def _start() -> str:
    """Start the Chromium of this process, which ends with it; return where it is reached."""
    assert CHROMIUM is not None, "NHACVIEC_REQUIRE_BROWSER=1, but there is no chromium"
    with tempfile.TemporaryDirectory(prefix="nv-chromium-") as folder:
        options = Path(folder) / "options.json"
        options.write_text(json.dumps({"executablePath": CHROMIUM, "args": FLAGS}))
        command = ["playwright", "launch-server", "--browser", "chromium", "--config", str(options)]
        server = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert server.stdout is not None
        address = server.stdout.readline().strip()

    def stop() -> None:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()

    atexit.register(stop)
    assert address, "Chromium does not start"
    return address
