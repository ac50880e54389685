"""The whole of the imitated Telegram: its accounts, chats and records, and its controls."""

import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.emulation.waiting import PATIENCE, Waiting
from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.calls import Call, Violation
from tests.telegram.emulator.chats import Chat
from tests.telegram.emulator.faults import Fault, Faults, Planned
from tests.telegram.emulator.files import Shelf
from tests.telegram.emulator.groups import Group
from tests.telegram.emulator.judge import Judge
from tests.telegram.emulator.limits import Limits, Throttle
from tests.telegram.emulator.mailbox import Held
from tests.telegram.emulator.messages import Message, as_json
from tests.telegram.emulator.people import Person
from tests.telegram.emulator.refusals import OwnMistakeError, bad_request
from tests.telegram.emulator.taps import Tap

TOKEN = "1000000501:AAF-nhacviec-thu-nghiem-khong-that0"
WRITTEN_TOKEN = re.compile(r"[0-9]{1,15}:[A-Za-z0-9_-]{30,}")


class Telegram(Waiting):
    """The control object: everything a test does with the emulator begins here."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        name: str = "Nhắc Việc",
        username: str = "nhacviec_bot",
        limits: Limits | None = None,
        latency: float = 0.0,
        validate: bool = True,
        local: bool = False,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        assert folder is not None or not local, "--local mode keeps its files in a folder"
        super().__init__()
        self.clock = clock
        self.monotonic = time.monotonic
        self.limits = limits or Limits.lifted()
        self.latency = latency
        """Seconds that every answer takes at least."""
        self.judge = Judge(on=validate)
        self.shelf = Shelf(folder if local else None)
        self.faults = Faults()
        self.query_lifetime = 60.0
        """Seconds within which a tap may be answered."""
        self.webhook_retry = 0.05
        """Seconds until a failed push is tried again."""
        self.cut_off = False
        self.closing = False
        self.port = 0
        self.requests: list[Call] = []
        self.violations: list[Violation] = []
        self.own_mistakes: list[str] = []
        self.throttled = 0
        """How many calls broke a flood limit and were answered 429."""
        self.taps: dict[str, Tap] = {}
        self.on_new_bot: Callable[[BotAccount], None] = lambda _: None
        """What the server does when a bot is added while it runs."""
        self._moment = 0
        self._confirmed_at = 0.0
        self._bots: dict[str, BotAccount] = {}
        self._people: dict[int, Person] = {}
        self._groups: dict[int, Group] = {}
        self._throttles: dict[int, Throttle] = {}
        self.bot = self.add_bot(name, username, token=token)

    # Where it is

    @property
    def url(self) -> str:
        """The base address, where https://api.telegram.org would stand."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        """The first bot's token."""
        return self.bot.token

    def view(self, whose: "Person | Group", bot: BotAccount | None = None) -> str:
        """Return the address that draws a chat as a phone shows it."""
        return f"{self.url}/view/{(bot or self.bot).username}/{whose.id}"

    # Who is there

    def add_bot(self, name: str, username: str, *, token: str | None = None) -> BotAccount:
        """Add a bot."""
        with self.lock:
            number = 1_000_000_501 + len(self._bots)
            bot = BotAccount(self, token or f"{number}:AAG-{username:x<32}", name, username)
            assert WRITTEN_TOKEN.fullmatch(bot.token), "that does not look like a token"
            self._bots[bot.token] = bot
            self.on_new_bot(bot)
            return bot

    def user(self, name: str, *, phone: str | None = None, **details: str) -> Person:
        """Add a person; `username`, `first_name`, `last_name`, `language` may be set."""
        with self.lock:
            person = Person(self, 5_200_000_001 + 7 * len(self._people), name, phone)
            for detail, value in details.items():
                assert hasattr(person, detail), detail
                setattr(person, detail, value)
            self._people[person.id] = person
            return person

    def group(self, title: str, members: Iterable[Person] = ()) -> Group:
        """Add a group of people; the bot comes in by `group.adds(bot, by=…)`."""
        with self.lock:
            group = Group(self, title, members)
            self._groups[group.id] = group
            return group

    @property
    def bots(self) -> list[BotAccount]:
        """All bots."""
        return list(self._bots.values())

    @property
    def people(self) -> list[Person]:
        """All people."""
        return list(self._people.values())

    @property
    def groups(self) -> list[Group]:
        """All groups."""
        return list(dict.fromkeys(self._groups.values()))

    def person(self, number: int) -> Person | None:
        """Return a person by id."""
        return self._people.get(number)

    def bot_of(self, token: str) -> BotAccount | None:
        """Return the bot of a token."""
        return self._bots.get(token)

    def bot_named(self, username: str) -> BotAccount:
        """Return a bot by its username."""
        for bot in self._bots.values():
            if bot.username.lower() == username.lower():
                return bot
        raise AssertionError(f"there is no bot {username!r}")

    def new_group_id(self) -> int:
        """Return an id for a new group."""
        return -(4_870_000_001 + 13 * len(self._groups))

    def new_supergroup_id(self) -> int:
        """Return an id for a new supergroup."""
        return -(1_002_300_000_001 + 17 * len(self._groups))

    def moved(self, old_id: int, group: Group) -> None:
        """Note that a group has another id now."""
        self._groups[group.id] = self._groups[old_id] = group

    def chat(self, bot: BotAccount, chat_id: Any) -> Chat:
        """Return the chat a bot names by its id."""
        known = str(chat_id).lstrip("-").isdecimal()
        number = int(chat_id) if known else 0
        if group := self._groups.get(number):
            if number != group.id:
                problem = "group chat was upgraded to a supergroup chat"
                raise bad_request(problem, migrate_to_chat_id=group.id)
            return group
        if person := self._people.get(number):
            return bot.chat_with(person)
        raise bad_request("chat not found")

    # What goes wrong

    def fault(
        self,
        fault: Fault,
        method: str | None = None,
        *,
        chat: "int | Chat | Person | None" = None,
        times: int = 1,
    ) -> Planned:
        """Let a fault happen to the next calls: of a method, or any but getUpdates."""
        with self.lock:
            chat_id = chat if chat is None or isinstance(chat, int) else chat.id
            return self.faults.plan(fault, method, chat=chat_id, times=times)

    def cut(self) -> None:
        """Cut the network: every connection is dropped until `restore`."""
        with self.lock:
            self.cut_off = True
            self._ring_all()

    def restore(self) -> None:
        """Mend the network."""
        self.cut_off = False

    def close(self) -> None:
        """Let whoever waits go."""
        with self.lock:
            self.closing = True
            self._ring_all()

    def _ring_all(self) -> None:
        self.bell.ring()
        for bot in self._bots.values():
            bot.mailbox.bell.ring()

    # What bots are told

    def tell(self, message: Message, kind: str = "message") -> None:
        """Tell the bots that may read it of a person's message."""
        for bot in message.chat.hearers(message):
            self.publish(bot, kind, as_json(message, bot))

    def publish(self, bot: BotAccount, kind: str, body: dict[str, Any]) -> None:
        """Put an update into a bot's mailbox; raise if Telegram would not send such a one."""
        self.judge.update({"update_id": 1, kind: body})
        bot.mailbox.put(kind, body)

    def inject(self, update: dict[str, Any], bot: BotAccount | None = None) -> None:
        """Put a raw update into a mailbox, be it ever so strange."""
        with self.lock:
            (bot or self.bot).mailbox.add(dict(update))

    def repeats(self, updates: int = 1, bot: BotAccount | None = None) -> None:
        """Deliver the next updates twice over, with the same update_id."""
        with self.lock:
            (bot or self.bot).mailbox.repeats = updates

    @contextmanager
    def holding(self, bot: BotAccount | None = None) -> Iterator[list[Held]]:
        """Hold updates back in a list that may be rearranged; let them go at the end."""
        mailbox = (bot or self.bot).mailbox
        with self.lock:
            held: list[Held] = []
            mailbox.holding = held
        try:
            yield held
        finally:
            with self.lock:
                mailbox.holding = None
                for update in held:
                    mailbox.put(update.kind, update.body)

    # What is known afterwards

    @property
    def counts(self) -> Counter[str]:
        """How often each method was called."""
        with self.lock:
            return Counter(call.method for call in self.requests)

    def calls(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        with self.lock:
            return [call for call in self.requests if call.method.lower() == method.lower()]

    @property
    def deliveries(self) -> dict[int, list[Message]]:
        """What bots delivered, by chat id; when, is in `.came`."""
        with self.lock:
            delivered: dict[int, list[Message]] = defaultdict(list)
            private = [chat for bot in self._bots.values() for chat in bot.private.values()]
            for chat in [*private, *self.groups]:
                if said := [m for m in chat.everything if m.from_bot]:
                    delivered[chat.id] += said
            return dict(delivered)

    def throttle(self, bot: BotAccount, chat_id: int, messages: int = 1) -> int | None:
        """Count messages against the limits; return after how long to retry, if too many."""
        limits = self._throttles.get(bot.id)
        if limits is None or limits.limits is not self.limits:
            limits = self._throttles[bot.id] = Throttle(self.limits)
        retry_after = limits.take(chat_id, self.monotonic(), messages)
        self.throttled += retry_after is not None
        return retry_after

    def check(self) -> None:
        """Raise if the emulator itself did something wrong."""
        if self.own_mistakes:
            raise OwnMistakeError("\n".join(self.own_mistakes))

    # Time and waiting

    def now(self) -> int:
        """Return the time as Telegram tells it, in whole seconds."""
        return int(self.clock())

    def next_moment(self) -> int:
        """Return the next place in the order of everything that happens."""
        self._moment += 1
        return self._moment

    def happened(self, message: Message) -> None:
        """Note a change of a message, and wake whoever waits for one."""
        message.moment = self.next_moment()
        self.bell.ring()

    async def rests(self, quiet: float = 0.2, within: float = PATIENCE) -> None:
        """Wait until every update is confirmed and no call but polling came for a while."""
        end = time.monotonic() + within
        while not self.is_quiet(quiet):
            assert time.monotonic() < end, "the bot did not come to rest"
            await asyncio.sleep(quiet / 8)

    def wait_for_rest(self, quiet: float = 0.2, within: float = PATIENCE) -> None:
        """Do the same in a thread."""
        end = time.monotonic() + within
        while not self.is_quiet(quiet):
            assert time.monotonic() < end, "the bot did not come to rest"
            time.sleep(quiet / 8)

    def is_quiet(self, quiet: float) -> bool:
        """Whether nothing waits and nothing but polling happened for a while."""
        with self.lock:
            self.check()
            waiting = any(bot.mailbox.waiting for bot in self._bots.values())
            acts = [call for call in self.requests[-200:] if call.method != "getUpdates"]
            busy = [call for call in acts if call.took is None and call.fault is None]
            last = max((call.at + (call.took or 0) for call in acts), default=0.0)
            since_confirmed = self._confirmed_at
            now = self.monotonic()
            return not waiting and not busy and now - max(last, since_confirmed) >= quiet

    def confirmed(self) -> None:
        """Note that a poller has taken updates over."""
        self._confirmed_at = self.monotonic()
