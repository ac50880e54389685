"""Giving out the files the service holds."""

import time
from typing import Any

from aiohttp import web

from tests.zalo.emulation.answering import answer
from tests.zalo.emulation.calls import Call
from tests.zalo.emulation.world import World


def add_files(world: World, app: web.Application) -> None:
    """Add the route under which files are fetched: no token, GET and HEAD."""

    async def give(request: web.Request) -> web.StreamResponse:
        call = Call("link", time.monotonic(), {"path": request.match_info["path"]})
        return await answer(world, request, call, lambda: _file(world, request, call), _refuse)

    app.router.add_get("/files/{path:.+}", give)


async def _file(world: World, request: web.Request, call: Call) -> web.StreamResponse:
    links, hop = world.links, int(request.query.get("hop", 0))
    with world.lock:
        link = links.kept.get(call.params["path"])
        if link is None or links.expired(link):
            return _page(call, 404 if link is None else 403)
        if hop < links.redirects:
            return _page(call, 302, headers={"Location": f"{request.path}?hop={hop + 1}"})
        link.fetched += request.method == "GET"
    call.status = 200
    kind = links.content_type or link.content_type
    return web.Response(body=link.data, headers={"Content-Type": kind})


def _page(call: Call, status: int, **more: Any) -> web.Response:
    call.status = status
    text = f"<html><body><h1>{status}</h1></body></html>"
    return web.Response(status=status, text=text, content_type="text/html", **more)


def _refuse(code: int, description: str) -> web.Response:
    return web.Response(status=code, text=description)
