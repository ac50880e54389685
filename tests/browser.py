"""A real Chromium for the tests that need one."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

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
    """Start Chromium, close it at the end."""
    assert CHROMIUM is not None, "NHACVIEC_REQUIRE_BROWSER=1, but there is no chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        await browser.close()
