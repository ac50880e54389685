"""The whole of the imitated Official Account, and its controls."""

import hashlib
from collections import deque
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.emulation.waiting import PATIENCE
from tests.zalo.emulation.chats import Message
from tests.zalo.emulation.postman import Parcel
from tests.zalo.emulation.world import World
from tests.zalo.oa_emulator.events import signed
from tests.zalo.oa_emulator.groups import Group
from tests.zalo.oa_emulator.people import Person, international
from tests.zalo.oa_emulator.switches import Switches
from tests.zalo.oa_emulator.templates import Template
from tests.zalo.oa_emulator.tokens import Pair, TokenDesk


@dataclass(frozen=True)
class Charge:
    """Money that a message cost."""

    what: str
    to: Person
    price: int


@dataclass(eq=False)
class Saving:
    """A webhook's address, entered on the developers' page and being checked."""

    oa: "ZaloOA"
    url: str
    ok: bool | None = None

    def done(self, timeout: float = PATIENCE) -> Coroutine[Any, Any, bool]:
        """Wait for the check: `await` it."""
        return self.oa.until(self._outcome, timeout)

    def wait(self, timeout: float = PATIENCE) -> bool:
        """Wait in a thread for the check."""
        return self.oa.wait_until(self._outcome, timeout)

    def _outcome(self) -> Any:
        return None if self.ok is None else Verdict(self.ok)

    def succeeded(self) -> None:
        """Take the address: the probe was answered 2xx."""
        self.ok, self.oa.webhook, self.oa.webhook_disabled = True, self.url, False

    def failed(self) -> None:
        """Leave things as they were."""
        self.ok = False


@dataclass(frozen=True)
class Verdict:
    """Whether an address was taken."""

    ok: bool


@dataclass
class Upload:
    """Something a client has uploaded."""

    id: str
    kind: str
    name: str
    data: bytes
    since: float = 0.0


@dataclass(eq=False)
class Till:
    """The money of the OA's ZCA account, in đồng."""

    balance: int = 1_000_000
    message_price: int = 55
    """What a consultation message costs between 48 hours and 7 days."""
    charges: list[Charge] = field(default_factory=list)

    def pay(self, what: str, to: Person, price: int) -> bool:
        """Pay, if there is enough."""
        if price > self.balance:
            return False
        if price:
            self.balance -= price
            self.charges.append(Charge(what, to, price))
        return True


class ZaloOA(World):
    """The control object: everything a test does with the emulator begins here."""

    def __init__(
        self,
        *,
        name: str = "UBND phường Hòa Bình Mẫu",
        app_id: str = "1370825601477261845",
        app_secret: str = "bi-mat-cua-ung-dung",
        oa_id: str = "2491303894466271543",
        oa_secret: str = "bi-mat-cua-oa",
        clock: Any = None,
        switches: Switches | None = None,
        **switched: Any,
    ) -> None:
        super().__init__(*([clock] if clock else []))
        self.name = name
        self.app_id, self.app_secret = app_id, app_secret
        self.oa_id, self.oa_secret = oa_id, oa_secret
        self.switches = switches or Switches(**switched)
        self.photo_side = 1280
        """The longest side of a photo people send."""
        self.redirect_uri = "https://nhacviec.example/zalo/"
        """Where the authorisation page may lead back to, to the last slash."""
        self.gmf = True
        """Whether the OA's package has GMF groups."""
        self.night_ban = True
        """Whether template messages are refused from 22 to 6 o'clock."""
        self.templates_a_day = 500
        self.desk = TokenDesk(self)
        self.till = Till()
        self.webhook = ""
        self.webhook_disabled = False
        """Whether the service gave the webhook up after the last retry."""
        self.uploads: dict[str, Upload] = {}
        self.templates: dict[str, Template] = {}
        self.templates_sent: dict[str, Message] = {}
        self.template_days: list[date] = []
        self.recent: deque[float] = deque()
        """When the last calls came, for the limit of calls a minute."""
        self.people: list[Person] = []
        self.groups: list[Group] = []

    # Who is there

    def user(self, name: str, phone: str = "", *, follows: bool = True, **more: Any) -> Person:
        """Add a person; `device`, `admin`, `takes_templates`, `has_zalo` may be set."""
        with self.lock:
            number = len(self.people) + 1
            person = Person(self, number, name, phone or f"09{number:08}")
            person.follower = follows
            for detail, value in more.items():
                assert hasattr(person, detail), detail
                setattr(person, detail, value)
            self.people.append(person)
            return person

    def group(self, title: str, members: Iterable[Person]) -> Group:
        """Add a GMF group."""
        with self.lock:
            members = list(members)
            digest = hashlib.sha256(f"{title}/{len(self.groups)}".encode()).hexdigest()
            subtitle = f"{len(members) + 1} thành viên"
            group = Group(self, digest[:20], title, subtitle, members=members)
            self.groups.append(group)
            if self.switches.group_made == "told":
                self.tell("create_group", {"oa_id": self.oa_id, "group_id": group.id})
            return group

    def person_called(self, key: str) -> Person | None:
        """Return a person by an id, a phone number or by name."""
        phone = international(key) if key.isdecimal() else ""
        found = (p for p in self.people if key == p.name or key in p.ids or phone in p.ids)
        return next(found, None)

    def place_called(self, key: str) -> Group | None:
        """Return a group by id."""
        return next((group for group in self.groups if group.id == key), None)

    def view(self, person: Person, where: Group | None = None) -> str:
        """Return the address that draws a person's chat as a phone shows it."""
        return f"{self.url}/view/{person.id}" + (f"?chat={where.id}" if where else "")

    # What the administrator does

    def mint(self) -> Pair:
        """Get a first pair of tokens from the API Explorer."""
        with self.lock:
            return self.desk.mint()

    def authorises(self, code_challenge: str = "") -> str:
        """Agree on the authorisation page; return the code that leads back."""
        with self.lock:
            return self.desk.new_code(code_challenge)

    def approves(self, template_id: str, *names: str, price: int = 200, **more: Any) -> Template:
        """Have a message template with these parameters approved."""
        template = Template(template_id, names, price, **more)
        self.templates[template_id] = template
        return template

    def saves_webhook(self, url: str) -> Saving:
        """Enter the webhook's address; it is taken when an unsigned `{}` is answered 2xx."""
        saving = Saving(self, url)
        headers = {"Content-Type": "application/json"}
        probe = Parcel(url, b"{}", headers, self.clock.now(), self.switches.webhook_within)
        probe.arrived, probe.given_up = saving.succeeded, saving.failed
        self.postman.post(probe)
        return saving

    # What the client is told

    def tell_of(
        self, person: Person, event: str, message: dict[str, Any], group: Group | None = None
    ) -> None:
        """Tell of something a person did."""
        there = group.id if group else self.oa_id
        body = {"sender": {"id": person.id}, "recipient": {"id": there}}
        if group:
            body["group_id"] = group.id
        self.tell(event, body | {"message": message, "user_id_by_app": person.id_by_app})

    def tell_of_following(self, person: Person, event: str) -> None:
        """Tell that a person follows or has stopped to."""
        body = {"oa_id": self.oa_id, "follower": {"id": person.id}, "source": "oa_profile"}
        self.tell(event, body | {"user_id_by_app": person.id_by_app})

    def echo(self, event: str, to: str, message: dict[str, Any]) -> None:
        """Tell of a message the OA itself sent."""
        if self.switches.echoes:
            body = {"sender": {"id": self.oa_id}, "recipient": {"id": to}}
            self.tell(event, body | {"message": message})

    def tell(self, event: str, body: dict[str, Any]) -> None:
        """Push an event, whatever is in it."""
        timestamp = str(self.clock.milliseconds())
        whole = {"app_id": self.app_id, "event_name": event, "timestamp": timestamp} | body
        if not self.webhook or self.webhook_disabled:
            self.lost.append(whole)
            return
        raw, headers = signed(self, whole)
        switches = self.switches
        parcel = Parcel(
            self.webhook, raw, headers, self.clock.now(), switches.webhook_within,
            switches.webhook_retries, "num_retry", whole, given_up=self._disable,
        )  # fmt: skip
        self.postman.post(parcel)

    def _disable(self) -> None:
        self.webhook_disabled = True
