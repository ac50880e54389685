"""Answering requests, unless a fault has it otherwise."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.zalo.emulation.calls import Call
from tests.zalo.emulation.faults import Fault
from tests.zalo.emulation.world import World

CarryOut = Callable[[], Awaitable[web.StreamResponse]]
Refuse = Callable[[int, str], web.StreamResponse]


def json_response(call: Call, body: Any, status: int = 200) -> web.Response:
    """Return JSON as the service writes it, and write it down."""
    call.answer, call.status = body, status
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, status=status, content_type="application/json")


def hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def answer(
    world: World, request: web.Request, call: Call, carry_out: CarryOut, refuse: Refuse
) -> web.StreamResponse:
    """Carry a call out and answer it, or let a fault happen to it."""
    if world.cut_off:
        return hang_up(request)
    world.requests.append(call)
    world.bell.ring()
    try:
        response = await _carried_out(world, request, call, carry_out, refuse)
        return hang_up(request) if world.cut_off else response
    finally:
        call.took = time.monotonic() - call.at
        world.bell.ring()


async def _carried_out(
    world: World, request: web.Request, call: Call, carry_out: CarryOut, refuse: Refuse
) -> web.StreamResponse:
    with world.lock:
        fault = world.faults.next_for(call.method, call.chat_id)
    if fault is None:
        return await carry_out()
    call.fault = fault.name
    response = await carry_out() if fault.delivered else web.Response()
    if fault.refusal:
        return refuse(*fault.refusal)
    return await _misfortune(world, request, call, fault) or response


async def _misfortune(
    world: World, request: web.Request, call: Call, fault: Fault
) -> web.StreamResponse | None:
    if fault.silent:
        await _wait_for_the_end(world)
    if fault.silent or fault.dropped:
        call.status = None
        return hang_up(request)
    await asyncio.sleep(fault.seconds)
    if fault.body is None:
        return None
    call.status = fault.status
    headers = {"Content-Type": fault.content_type}
    return web.Response(status=fault.status, body=fault.body.encode(), headers=headers)


async def _wait_for_the_end(world: World) -> None:
    """Wait until the emulator ends; a client that leaves cancels this."""
    with world.bell.ear() as ear:
        while not world.closing:
            await ear.wait(60.0)
