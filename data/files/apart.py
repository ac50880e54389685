"""Runs a module that opens files in a process of its own: whatever goes wrong, only that ends."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

import data

TIME_LIMIT = 30.0
"""Seconds that a picture may take, all told."""
_ROOT = Path(data.__file__).parent.parent


async def run_apart(
    module: str, *arguments: object, seconds: float = TIME_LIMIT
) -> tuple[bytes, bool]:
    """Run `python -m module arguments`; return what it printed, and whether it ended well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *map(str, arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.environ.get("PATH", ""), "OMP_NUM_THREADS": "1"},
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        printed = b""
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    return printed, process.returncode == 0
