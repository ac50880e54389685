"""`nhacviec run`, the first time and later: how soon a page comes, and what it holds when idle.

Beside it: a Starlette application of one page under the same uvicorn. Linux only: memory is read
from /proc. Python keeps the modules that it compiled, as it does wherever it is not forbidden; the
very first start after an installation compiles them and is not counted.
"""

import asyncio
import os
import signal
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from benchmarks.harness import Figure, seconds

ROUNDS = 3
IDLE = 5
"""Seconds after the first page."""
_PATIENCE = 60
_BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("ok"))])
uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
"""


async def benchmark() -> list[Figure]:
    """Return the seconds to the first page and the megabytes after a while of silence."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        await _start(folder, "-m", "bot", "run")
    first, later, bare = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
            first.append(await _start(folder, "-m", "bot", "run"))
            later.append(await _start(folder, "-m", "bot", "run"))
            bare.append(await _start(folder, "-c", _BARE))
    bare_page, bare_held = (median(values) for values in zip(*bare, strict=True))
    name = "bare Starlette"

    def page(label: str, runs: list[tuple[float, float]]) -> Figure:
        taken = median(taken for taken, _ in runs)
        against = f"{name}: {seconds(bare_page)}"
        return Figure(label, seconds(taken), against, taken / bare_page, "< 2 s")

    held = median(held for _, held in later)
    return [
        page("a page after, the first time (the database is made)", first),
        page("a page after, later", later),
        Figure(
            f"memory after {IDLE} s of silence",
            f"{held:.0f} MB",
            f"{name}: {bare_held:.0f} MB",
            held / bare_held,
            "< 150 MB",
        ),
    ]


async def _start(folder: str, *command: str) -> tuple[float, float]:
    """Start a server on a free port; return the seconds to its first page and its megabytes."""
    port = _free_port()
    settings = {
        "NHACVIEC_DATA_DIR": folder,
        "NHACVIEC_PORT": str(port),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    arguments = [] if "run" in command else [str(port)]
    start = time.perf_counter()
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        *arguments,
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        while not await asyncio.to_thread(_answers, port):
            if server.returncode is not None or time.perf_counter() - start > _PATIENCE:
                raise RuntimeError(f"no page from {command}: exit code {server.returncode}")
            await asyncio.sleep(0.02)
        taken = time.perf_counter() - start
        await asyncio.sleep(IDLE)
        return taken, _megabytes(server.pid)
    finally:
        if server.returncode is None:
            server.send_signal(signal.SIGTERM)
        await server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return bool(page.status == 200)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(resident.split()[1]) / 1024
