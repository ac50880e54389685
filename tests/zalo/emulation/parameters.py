"""Reading a request's parameters in whatever form they come."""

import json
from typing import Any

from aiohttp import web

from tests.zalo.emulation.calls import Call, Upload


class UnreadableError(Exception):
    """The body is not what its content type says."""


async def read_parameters(request: web.Request, call: Call) -> None:
    """Put the query, and the JSON, form or multipart body, into the call's record."""
    call.params.update(request.query)
    kind = request.content_type if request.can_read_body else ""
    if kind == "application/json":
        call.params.update(_object(await request.read()))
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        await _read_form(request, call)
    elif await request.read():
        raise UnreadableError(f"a body of type {kind}")


def _object(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        raise UnreadableError("the body is not JSON") from None
    if not isinstance(read, dict):
        raise UnreadableError("the body is not a JSON object")
    return read


async def _read_form(request: web.Request, call: Call) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            upload = Upload(value.filename, value.content_type, value.file.read())
            call.files[name] = upload
        else:
            call.params[name] = value if isinstance(value, str) else bytes(value).decode()
