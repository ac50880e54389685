"""The viewer's addresses: a chat's page, its news, its files, and the person's hands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.chats import Chat, PrivateChat
from tests.telegram.emulator.groups import Group
from tests.telegram.emulator.messages import Message
from tests.telegram.emulator.network import Telegram
from tests.telegram.emulator.people import Person
from tests.telegram.emulator.taps import Tap
from tests.telegram.emulator.viewer import screen

HERE = Path(__file__).parent
ANSWER_WITHIN = 3.0
"""Seconds that a tap's little clock turns at most."""
NEWS_WITHIN = 20.0
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.globals |= {
    "initials": screen.initials,
    "colour": screen.colour,
    "size": screen.size,
    "wave": screen.wave,
    "local": screen.local,
}


@dataclass(frozen=True)
class _Phone:
    """Whose phone shows which chat."""

    telegram: Telegram
    bot: BotAccount
    chat: Chat
    me: Person

    @property
    def to(self) -> BotAccount | Group:
        return self.chat if isinstance(self.chat, Group) else self.bot

    @property
    def moment(self) -> int:
        """The moment of the newest change in this chat."""
        return max((message.moment for message in self.chat.everything), default=0)


def add_pages(app: web.Application, telegram: Telegram) -> None:
    """Add the viewer to the server."""
    pages = _Pages(telegram)
    app.router.add_get("/view", pages.index)
    app.router.add_get("/view/file/{unique_id}", pages.file)
    app.router.add_get("/view/part/{name}", pages.part)
    app.router.add_get("/view/{bot}/{chat}", pages.page)
    app.router.add_post("/view/{bot}/{chat}", pages.act)
    app.router.add_get("/view/{bot}/{chat}/news", pages.news)


class _Pages:
    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    def _phone(self, request: web.Request) -> _Phone:
        telegram = self.telegram
        try:
            bot = telegram.bot_named(request.match_info["bot"])
            number = int(request.match_info["chat"])
        except (AssertionError, ValueError):
            raise web.HTTPNotFound from None
        group = next((g for g in telegram.groups if number in (g.id, g.old_id)), None)
        if group is not None:
            first = group.members[0].id if group.members else 0
            me = telegram.person(int(request.query.get("as", first)))
            if me is not None:
                return _Phone(telegram, bot, group, me)
        person = telegram.person(number)
        if person is None:
            raise web.HTTPNotFound
        return _Phone(telegram, bot, bot.chat_with(person), person)

    async def index(self, _: web.Request) -> web.Response:
        """List who is there."""
        html = _TEMPLATES.get_template("index.html").render(telegram=self.telegram)
        return web.Response(text=html, content_type="text/html")

    async def page(self, request: web.Request) -> web.Response:
        """Draw a chat."""
        phone = self._phone(request)
        with self.telegram.lock:
            html = _draw(phone, request)
        return web.Response(text=html, content_type="text/html")

    async def part(self, request: web.Request) -> web.Response:
        """Return the style or the script."""
        kinds = {"chat.css": "text/css", "chat.js": "text/javascript"}
        name = request.match_info["name"]
        if name not in kinds:
            raise web.HTTPNotFound
        return web.Response(text=(HERE / name).read_text("utf-8"), content_type=kinds[name])

    async def file(self, request: web.Request) -> web.Response:
        """Return a file as the phone shows or saves it."""
        file = self.telegram.shelf.seen(request.match_info["unique_id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.mime)

    async def news(self, request: web.Request) -> web.Response:
        """Answer as soon as the chat has changed, or after a while."""
        phone = self._phone(request)
        after = int(request.query.get("after", 0))
        try:
            await self.telegram.until(
                lambda: phone.moment > after or self.telegram.closing, NEWS_WITHIN
            )
        except AssertionError:
            return web.json_response({"moment": after})
        return web.json_response({"moment": phone.moment})

    async def act(self, request: web.Request) -> web.Response:
        """Do what the person's finger did; tell the notice of a tap."""
        phone = self._phone(request)
        fields = await request.post()
        try:
            notice = await _ACTIONS[str(fields["do"])](phone, fields)
        except AssertionError as problem:  # what a phone would not let one do
            notice = {"text": str(problem), "alert": True}
        if request.headers.get("X-Requested-With") == "fetch":
            return web.json_response(notice)
        raise web.HTTPSeeOther(request.rel_url)


def _draw(phone: _Phone, request: web.Request) -> str:
    chat, now = phone.chat, phone.telegram.now()
    waits = isinstance(chat, PrivateChat) and not chat.started
    return _TEMPLATES.get_template("chat.html").render(
        phone=phone,
        chat=chat,
        title=chat.title if isinstance(chat, Group) else phone.bot.name,
        face=chat if isinstance(chat, Group) else phone.bot,
        is_group=isinstance(chat, Group),
        days=screen.days(chat, phone.me, now),
        waits=waits or "start" in request.query,
        code=request.query.get("start", ""),
        blocked=isinstance(chat, PrivateChat) and chat.blocked,
        description=_description(phone),
        menu=phone.bot.menu_for(chat.id, phone.me.language),
        clock=f"{screen.local(now):%H:%M}",
        still="still" in request.query,
        full="full" in request.query,
        closed="closed" in request.query,
    )


def _description(phone: _Phone) -> str:
    told = phone.bot.descriptions
    return told.get(phone.me.language) or told.get("", "")


Notice = dict[str, Any]


async def _say(phone: _Phone, fields: Any) -> Notice:
    if text := str(fields.get("text", "")).strip():
        phone.me.says(text, to=phone.to, reply_to=_named(phone, fields))
    return {}


async def _send(phone: _Phone, fields: Any) -> Notice:
    """Send a picture as a photo, anything else as a file."""
    upload = fields["file"]
    if not isinstance(upload, web.FileField) or not upload.filename:
        return {}
    data, caption = upload.file.read(), str(fields.get("text", ""))
    if upload.content_type.startswith("image/") and not fields.get("as_file"):
        phone.me.sends_photo(data, caption=caption, to=phone.to)
    else:
        phone.me.sends_document(data, upload.filename, caption=caption, to=phone.to)
    return {}


async def _tap(phone: _Phone, fields: Any) -> Notice:
    message = _named(phone, fields)
    if message is None:
        return {}
    tap = phone.me.taps(str(fields["label"]), on=message, to=phone.to)
    if tap.url:
        return {"url": tap.url}
    return await _notice(tap)


async def _notice(tap: Tap) -> Notice:
    try:
        await tap.answer(ANSWER_WITHIN)
    except AssertionError:
        return {"text": "(bot chưa trả lời)", "alert": False}
    return {"text": tap.text, "alert": tap.alert}


async def _press(phone: _Phone, fields: Any) -> Notice:
    phone.me.presses(str(fields["label"]), to=phone.to)
    return {}


async def _start(phone: _Phone, fields: Any) -> Notice:
    phone.me.starts(phone.bot, str(fields.get("code", "")))
    return {}


async def _unblock(phone: _Phone, fields: Any) -> Notice:
    phone.me.unblocks(phone.bot)
    return {}


async def _block(phone: _Phone, fields: Any) -> Notice:
    phone.me.blocks(phone.bot)
    return {}


def _named(phone: _Phone, fields: Any) -> Message | None:
    number = str(fields.get("message", ""))
    return phone.chat.find(int(number)) if number.isdecimal() else None


_ACTIONS: dict[str, Callable[[_Phone, Any], Awaitable[Notice]]] = {
    "say": _say,
    "send": _send,
    "tap": _tap,
    "press": _press,
    "start": _start,
    "block": _block,
    "unblock": _unblock,
}
