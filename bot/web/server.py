"""uvicorn inside a loop that is already running."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.channels.web_chat.listeners import Listeners

_SHUTDOWN = 5
"""Seconds that running requests get when the server stops."""


class WebServer(uvicorn.Server):
    """A server that leaves signals to whoever started it, and ends the open streams first."""

    def __init__(self, app: Starlette, listeners: Listeners, *, host: str, port: int) -> None:
        """Take the port at once (0: any free one). Raises OSError when it is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=512)
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,  # addresses hold invitation codes
                log_config=None,
                lifespan="off",
                timeout_graceful_shutdown=_SHUTDOWN,
                server_header=False,
            )
        )
        self._listeners = listeners

    @property
    def address(self) -> str:
        """Where it listens: `http://127.0.0.1:8080`."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def run_until_stopped(self) -> None:
        """Serve as a task of the running loop until `stop` is called or the task is cancelled."""
        try:
            await self.serve(sockets=[self._socket])
        except asyncio.CancelledError:
            if self.started:
                await self.shutdown([self._socket])
            raise

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams end by themselves, and browsers come back when there is a server again."""
        self._listeners.close()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Ask the server to stop."""
        self.should_exit = True
