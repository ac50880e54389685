"""The whole of the imitated bot platform, and its controls."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.zalo.bot_emulator.accounts import BotAccount, Webhook
from tests.zalo.bot_emulator.events import event, push_headers
from tests.zalo.bot_emulator.groups import Group, group_id
from tests.zalo.bot_emulator.people import Person, stable_number
from tests.zalo.bot_emulator.refusals import RefusedError
from tests.zalo.bot_emulator.switches import Switches
from tests.zalo.emulation.chats import Chat, Picture
from tests.zalo.emulation.clocks import HOUR
from tests.zalo.emulation.postman import Parcel
from tests.zalo.emulation.world import World

TOKEN = "1459232241454765289:nhacviec-thu-nghiem-khong-that"


class ZaloBot(World):
    """The control object: everything a test does with the emulator begins here."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        name: str = "Bot Nhắc Việc",
        clock: Any = None,
        switches: Switches | None = None,
        **switched: Any,
    ) -> None:
        super().__init__(*([clock] if clock else []))
        self.switches = switches or Switches(**switched)
        self.photo_side = 1280
        """The longest side of a photo people send."""
        self.look_again_after = HOUR
        """After how long a picture a bot sent is fetched once more."""
        self._look_again: list[tuple[float, Picture]] = []
        self._bots: dict[str, BotAccount] = {}
        self._people: list[Person] = []
        self.groups: list[Group] = []
        self.bot = self.add_bot(name, token=token)

    # Where it is

    @property
    def token(self) -> str:
        """The first bot's token."""
        return self.bot.token

    def view(self, person: Person, where: "BotAccount | Group | None" = None) -> str:
        """Return the address that draws a person's chat as a phone shows it."""
        return f"{self.url}/view/{person.id}" + (f"?chat={where.id}" if where else "")

    # Who is there

    def add_bot(self, name: str, *, token: str | None = None, **limits: Any) -> BotAccount:
        """Add a bot; its limits and its type may be set."""
        assert name.startswith("Bot"), "a bot's name begins with Bot"
        with self.lock:
            number = 1459232241454765289 + len(self._bots)
            bot = BotAccount(self, token or f"{number}:cung-khong-that", name, **limits)
            self._bots[bot.token] = bot
            return bot

    def user(self, name: str) -> Person:
        """Add a person."""
        with self.lock:
            person = Person(self, stable_number(name, len(self._people)), name)
            self._people.append(person)
            return person

    def group(self, title: str, members: Iterable[Person] = ()) -> Group:
        """Add a group of people; a bot comes in by `group.adds(bot)`."""
        with self.lock:
            members = list(members)
            number = group_id(title, len(self.groups))
            group = Group(self, number, title, f"{len(members)} thành viên", members=members)
            self.groups.append(group)
            return group

    @property
    def bots(self) -> list[BotAccount]:
        """All bots."""
        return list(self._bots.values())

    @property
    def people(self) -> list[Person]:
        """All people."""
        return list(self._people)

    def bot_of(self, token: str) -> BotAccount | None:
        """Return the bot of a token."""
        return self._bots.get(token)

    def person_called(self, key: str) -> Person | None:
        """Return a person by an id or by name."""
        return next((p for p in self._people if key == p.name or key in p.ids), None)

    def place_called(self, key: str) -> "BotAccount | Group | None":
        """Return a bot or a group by id."""
        return next((place for place in [*self.bots, *self.groups] if place.id == key), None)

    def chat_of(self, bot: BotAccount, chat_id: str) -> Chat:
        """Return the chat a bot names, if it may write there."""
        for group in self.groups:
            if group.id == chat_id and bot in group.bots:
                return group
        for chat in bot.private.values():
            if chat.id == chat_id and chat.started and not chat.ignored:
                return chat
        raise RefusedError(self.switches.unknown_chat, "Chat not found")

    def is_full(self, bot: BotAccount) -> bool:
        """Whether one more user would be too many, and not be served."""
        ignores = self.switches.one_user_too_many == "ignored"
        return ignores and bot.users >= bot.user_limit

    # What bots are told

    def tell(self, bot: BotAccount, person: Person, chat: Chat, message: Any, body: Any) -> None:
        """Tell a bot of a person's message."""
        self.inject(event(bot, person, chat, message, body, self.switches), bot)

    def inject(self, update: dict[str, Any], bot: BotAccount | None = None) -> None:
        """Hand a bot an update, be it ever so strange."""
        bot = bot or self.bot
        with self.lock:
            for passed_on in bot.mailbox.put(update):
                self._hand_over(bot, passed_on)

    def _hand_over(self, bot: BotAccount, update: dict[str, Any]) -> None:
        if bot.webhook is None:
            bot.mailbox.wait(update)
        else:
            self.postman.post(self.parcel(bot.webhook, update))

    def parcel(self, webhook: Webhook, update: dict[str, Any]) -> Parcel:
        """Return an update ready to be pushed."""
        enveloped = self.switches.webhook_body == "enveloped"
        body = {"ok": True, "result": update} if enveloped else update
        return Parcel(
            webhook.url,
            json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
            push_headers(webhook.secret),
            self.clock.now(),
            self.switches.webhook_within,
            self.switches.webhook_retries,
            event=update,
        )

    def repeats(self, updates: int = 1, bot: BotAccount | None = None) -> None:
        """Deliver the next updates twice over."""
        (bot or self.bot).mailbox.repeats = updates

    @contextmanager
    def holding(self, bot: BotAccount | None = None) -> Iterator[list[dict[str, Any]]]:
        """Hold updates back in a list that may be rearranged; let them go at the end."""
        bot = bot or self.bot
        with self.lock:
            bot.mailbox.held = held = []
        try:
            yield held
        finally:
            with self.lock:
                bot.mailbox.held = None
                for update in held:
                    self._hand_over(bot, update)

    def undelivered(self) -> int:
        """Return how many updates wait for a poll or a push."""
        return sum(len(bot.mailbox.waiting) for bot in self.bots) + self.postman.waiting

    # Pictures that bots sent

    def look_again_later(self, picture: Picture) -> None:
        """Plan the third look at a picture."""
        self._look_again.append((self.clock.now() + self.look_again_after, picture))
        self.bell.ring()

    async def look_again(self) -> None:
        """Fetch pictures once more when it is time, for ever."""
        with self.bell.ear() as ear:
            while not self.closing:
                due = [item for item in self._look_again if item[0] <= self.clock.now()]
                for item in due:
                    self._look_again.remove(item)
                    await self.outward.look_at(item[1])
                await ear.wait(0.05 if self._look_again else 60.0)
