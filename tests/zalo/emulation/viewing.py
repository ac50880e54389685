"""A person's chat drawn as a phone's screen, and a small form to act as that person."""

import base64
import html
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from jinja2 import Environment
from markupsafe import Markup

from tests.zalo.emulation.chats import Chat, Message
from tests.zalo.emulation.clocks import LOCAL
from tests.zalo.emulation.world import World

_HERE = Path(__file__).parent
_ADDRESS = re.compile(r"https?://[^\s<]+")


class Viewed(Protocol):
    """Whoever has a screen and hands."""

    name: str

    def screen(self, where: Any = None) -> Chat: ...
    def shows(self, message: Message, /) -> bool: ...
    def says(self, text: str, *, to: Any = None) -> Any: ...
    def sends_photo(self, data: bytes, *, to: Any = None) -> Any: ...
    def taps(self, title: str) -> Any: ...


class Gallery(Protocol):
    """A service whose people can be looked at."""

    def person_called(self, key: str) -> Viewed | None: ...
    def place_called(self, key: str) -> Any: ...


def add_screens(world: Any, app: web.Application) -> None:
    """Add the pages that draw chats."""

    async def show(request: web.Request) -> web.Response:
        person, place = _who(world, request)
        with world.lock:
            page = _draw(world, person, place)
        return web.Response(text=page, content_type="text/html")

    async def news(request: web.Request) -> web.Response:
        person, place = _who(world, request)
        return web.json_response(_state(person.screen(place)))

    async def act(request: web.Request) -> web.Response:
        person, place = _who(world, request)
        _act(person, place, await request.post())
        raise web.HTTPSeeOther(request.path + ("?" * bool(request.query)) + request.query_string)

    app.router.add_get("/view/{person}", show)
    app.router.add_get("/view/{person}/news", news)
    app.router.add_post("/view/{person}", act)


def _who(world: Gallery, request: web.Request) -> tuple[Viewed, Any]:
    person = world.person_called(request.match_info["person"])
    key = request.query.get("chat", "")
    place = world.place_called(key) if key else None
    if person is None or (key and place is None):
        raise web.HTTPNotFound(text="nobody of that name")
    return person, place


def _act(person: Viewed, place: Any, form: Any) -> None:
    if button := form.get("button"):
        person.taps(button)
    if text := str(form.get("text", "")).strip():
        person.says(text, to=place)
    for photo in form.getall("photo", []):
        if isinstance(photo, web.FileField) and (data := photo.file.read()):
            person.sends_photo(data, to=place)


def _state(chat: Chat) -> list[int]:
    return [len(chat.everything), chat.typing]


def _draw(world: World, person: Viewed, place: Any) -> str:
    chat = person.screen(place)
    template = Environment(autoescape=True).from_string((_HERE / "screen.html").read_text("utf-8"))
    return template.render(
        chat=chat,
        person=person,
        state=_state(chat),
        style=Markup((_HERE / "screen.css").read_text("utf-8")),
        rows=_rows(person, chat),
        now=world.clock.local().strftime("%H:%M"),
        group=place is not None and not chat.subtitle.startswith(("Chatbot", "Official")),
    )


def _rows(person: Viewed, chat: Chat) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    day = None
    for message in chat.messages:
        when = datetime.fromtimestamp(message.date, LOCAL)
        if when.date() != day:
            day = when.date()
            rows.append({"day": when.strftime("%H:%M %d/%m/%Y")})
        rows.append(_row(person, message, when.strftime("%H:%M")))
    return rows


def _row(person: Viewed, message: Message, time: str) -> dict[str, Any]:
    picture = message.picture
    return {
        "mine": message.author is person,
        "sender": message.sender,
        "kind": message.kind,
        "text": _linked(message.text),
        "file": message.file,
        "time": time,
        "picture": picture and _inline(picture.data),
        "black": picture is not None and picture.data is None,
        "buttons": message.buttons if person.shows(message) else (),
    }


def _linked(text: str) -> Markup:
    safe = html.escape(text, quote=False)
    return Markup(_ADDRESS.sub(r"<span class=link>\g<0></span>", safe))


def _inline(data: bytes | None) -> str:
    kind = "png" if (data or b"").startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data or b'').decode()}"
