"""Reading a request: query, form, JSON or multipart, all to the same parameters."""

import json
from typing import Any

from aiohttp import BodyPartReader, web

from tests.telegram.emulator.calls import Upload
from tests.telegram.emulator.judge import kinds
from tests.telegram.emulator.refusals import MistakeError, bad_request

Raw = dict[str, Any]
_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0"})


async def read_parameters(request: web.Request, method: str) -> dict[str, Any]:
    """Return a request's parameters with their true types; uploads stand in their places."""
    raw: Raw = dict(request.query)
    if request.content_type == "application/json":
        raw |= _json_object(await request.text())
    elif request.content_type.startswith("multipart/"):
        raw |= await _parts(request)
    elif request.method == "POST":
        raw |= dict(await request.post())
    how = kinds(method.lower())
    return _placed({name: _decoded(value, how.get(name, "text")) for name, value in raw.items()})


def _json_object(text: str) -> Raw:
    try:
        body = json.loads(text) if text.strip() else {}
    except ValueError:
        raise MistakeError("can't parse request as JSON") from None
    if not isinstance(body, dict):
        raise MistakeError("the request is not a JSON object")
    return body


async def _parts(request: web.Request) -> Raw:
    raw: Raw = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read(decode=False))
        if part.filename is None:
            raw[part.name or ""] = data.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            raw[part.name or ""] = Upload(part.filename, mime, data)
    return raw


def _decoded(value: Any, how: str) -> Any:
    if not isinstance(value, str):
        return value
    if how == "chat":
        return int(value) if value.removeprefix("-").isdecimal() else value
    if how == "bool":
        low = value.lower()
        return low in _YES if low in _YES | _NO else value
    return _json(value) if how == "json" else value


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _placed(params: Raw) -> Raw:
    """Put uploads where an attach:// names them."""
    uploads = {name: value for name, value in params.items() if isinstance(value, Upload)}
    used: set[str] = set()
    placed = {name: _attached(value, uploads, used) for name, value in params.items()}
    return {name: value for name, value in placed.items() if name not in used}


def _attached(value: Any, uploads: dict[str, Upload], used: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _attached(part, uploads, used) for key, part in value.items()}
    if isinstance(value, list):
        return [_attached(part, uploads, used) for part in value]
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in uploads:
            raise bad_request("wrong file identifier/HTTP URL specified")
        used.add(name)
        return uploads[name]
    return value
