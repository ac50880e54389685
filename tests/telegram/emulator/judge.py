"""A stranger's judgement: aiogram's models, made from the official documentation."""

import types
import typing
from datetime import datetime
from functools import cache
from typing import Any, Union

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import Response, TelegramMethod
from aiogram.types import BufferedInputFile, InputFile, Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.telegram.emulator.calls import Upload
from tests.telegram.emulator.entities import TYPES
from tests.telegram.emulator.refusals import OwnMistakeError

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__.lower(): method
    for method in vars(aiogram.methods).values()
    if isinstance(method, type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}
_MILLISECONDS = 100_000_000_000
_MISSING = {"text": "message text is empty", "chat_id": "chat_id is empty"}
"""How the real service says that a parameter was not given."""
_ANSWER_FIELDS = {"ok", "result", "description", "error_code", "parameters"}
_DATES = frozenset({"date", "edit_date", "until_date", "last_error_date"})


class Judge:
    """Finds what does not conform, in requests, answers and updates."""

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def request(self, method: str, params: dict[str, Any]) -> str | None:
        """Return what is wrong with a request."""
        model = METHODS[method.lower()]
        return _complaint(lambda: model.model_validate(_for_aiogram(params))) if self.on else None

    def response(self, method: str, body: dict[str, Any]) -> None:
        """Raise if an answer is not one that Telegram gives."""
        if not self.on:
            return
        if problem := self._answer_problem(method, body):
            raise OwnMistakeError(f"the emulator answered {method} wrongly: {problem}\n{body}")

    def _answer_problem(self, method: str, body: dict[str, Any]) -> str | None:
        if strange := set(body) - _ANSWER_FIELDS:
            return f"unknown fields {strange}"
        if body["ok"] and body.get("result") is None:
            return "no result"
        if not body["ok"] and not (body.get("description") and body.get("error_code")):
            return "a refusal without words"
        answer = _answer_type(method.lower())
        return _complaint(lambda: answer.validate_python(body)) or _oddity(body)

    def update(self, update: dict[str, Any]) -> None:
        """Raise if an update is not one that Telegram sends."""
        if not self.on:
            return
        problem = _complaint(lambda: Update.model_validate(update)) or _oddity(update)
        if problem:
            raise OwnMistakeError(f"the emulator made a wrong update: {problem}\n{update}")


@cache
def _answer_type(method: str) -> TypeAdapter[Any]:
    returning = METHODS[method].__returning__ if method in METHODS else Any
    return TypeAdapter(Response[returning])  # type: ignore[valid-type]


def _complaint(build: Any) -> str | None:
    try:
        built = build()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        if first["type"] == "missing" and place in _MISSING:
            return _MISSING[place]
        return f"{place}: {first['msg']} (got {str(first['input'])[:80]!r})"
    return _unknown(built, "")


def _unknown(value: Any, place: str) -> str | None:
    """Return the first field, at any depth, that the documentation does not know."""
    if isinstance(value, BaseModel):
        if value.model_extra:
            return f"unknown field {place}{next(iter(value.model_extra))}"
        parts = [(f"{place}{key}.", part) for key, part in value.__dict__.items()]
    elif isinstance(value, list | tuple):
        parts = [(f"{place}{number}.", part) for number, part in enumerate(value)]
    else:
        return None
    return next(filter(None, (_unknown(part, where) for where, part in parts)), None)


def _for_aiogram(value: Any) -> Any:
    if isinstance(value, Upload):
        return BufferedInputFile(value.data, value.name)
    if isinstance(value, dict):
        return {key: _for_aiogram(_objects(key, part)) for key, part in value.items()}
    if isinstance(value, list):
        return [_for_aiogram(part) for part in value]
    return value


def _objects(key: str, part: Any) -> Any:
    """Write out the keys of a reply keyboard, which may be mere strings."""
    if key != "keyboard" or not isinstance(part, list):
        return part
    return [
        [{"text": one} if isinstance(one, str) else one for one in row]
        if isinstance(row, list)
        else row
        for row in part
    ]


def _oddity(value: Any, key: str = "") -> str | None:
    """Return what aiogram overlooks: milliseconds, and invented kinds of entities."""
    if isinstance(value, dict):
        return next(filter(None, (_oddity(part, name) for name, part in value.items())), None)
    if isinstance(value, list):
        kinds = {e["type"] for e in value} if key.endswith("entities") else set()
        if strange := kinds - TYPES:
            return f"unknown entities {strange}"
        return next(filter(None, (_oddity(part) for part in value)), None)
    if key in _DATES and isinstance(value, int) and value >= _MILLISECONDS:
        return f"{key} in milliseconds"
    return None


@cache
def kinds(method: str) -> dict[str, str]:
    """Return how each parameter of a method is written: text, chat, bool, or json."""
    model = METHODS.get(method)
    fields = model.model_fields if model else {}
    return {name: _kind(field.annotation) for name, field in fields.items()}


def _kind(annotation: Any) -> str:
    parts = _parts(annotation) - {type(None), Default, datetime}
    if parts == {int, str}:
        return "chat"
    if str in parts and parts <= {str, InputFile}:
        return "text"
    return "bool" if parts == {bool} else "json"


def _parts(annotation: Any) -> set[Any]:
    if typing.get_origin(annotation) in (Union, types.UnionType):
        return set().union(*(_parts(part) for part in typing.get_args(annotation)))
    return {annotation}
