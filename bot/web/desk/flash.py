"""A sentence that the next page shows once: kept by the browser, signed by us."""

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.web.secret import is_signed, sign
from bot.web.visitors import context_of, cookie_name, set_cookie

_NAME = "nhacviec_flash"
_LONGEST = 700
"""Characters: four bytes each at most, and a browser keeps 4,096 bytes."""
_KEEP = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Told:
    """What is shown once."""

    sentence: str
    is_error: bool = False


def put(request: Request, response: Response, told: Told) -> None:
    """Give a sentence to the browser for the page that it opens next."""
    context = context_of(request)
    text = ("!" if told.is_error else "=") + told.sentence[:_LONGEST]
    value = base64.urlsafe_b64encode(text.encode()).decode()
    signed = f"{sign(context.secret, 'flash', value)}.{value}"
    set_cookie(context, response, _NAME, signed, _KEEP)


def read(request: Request) -> Told | None:
    """Return the sentence that this request brings; None when there is none of ours."""
    context = context_of(request)
    signature, _, value = request.cookies.get(cookie_name(context, _NAME), "").partition(".")
    if not is_signed(context.secret, "flash", value, signature):
        return None
    try:
        text = base64.urlsafe_b64decode(value).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return Told(text[1:], text[:1] == "!")


def clear(request: Request, response: Response) -> None:
    """Let the browser forget it."""
    context = context_of(request)
    response.delete_cookie(
        cookie_name(context, _NAME), path="/", httponly=True, samesite="lax", secure=context.has_tls
    )
