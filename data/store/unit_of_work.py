"""One unit of work is one transaction: effects, replies, dialog state and log live or die together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, nullcontext
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from data.store.agencies import Agencies
from data.store.agency_chats import AgencyChats
from data.store.board import Board
from data.store.calendars import CalendarFeeds, Calendars
from data.store.channel_tokens import ChannelTokens
from data.store.criteria import Criteria
from data.store.deliveries import Deliveries
from data.store.desk_links import DeskLinks, Observers
from data.store.dossiers import DossierLinks, Dossiers
from data.store.engine import WRITE, one_picture, open_engine
from data.store.erasures import Erasures
from data.store.events import Events
from data.store.evidence import EvidenceFiles
from data.store.faults import naming_faults
from data.store.held import HeldLetters
from data.store.interactions import Interactions
from data.store.links import Links
from data.store.log import EventLog
from data.store.mail import Dialogs, Inbox
from data.store.notices import Notices
from data.store.occurrences import Occurrences
from data.store.outbox import Mail, Outbox
from data.store.people import Invitations, People
from data.store.plans import Plans, Tasks
from data.store.prints import PicturePrints
from data.store.quotas import Quotas
from data.store.references import FileReferences
from data.store.reports import Reports
from data.store.requests import Requests
from data.store.reviews import Reviews
from data.store.stranded import StrandedLetters
from data.store.told import Reminders
from data.store.trouble import Troubles
from data.store.wards import Wards
from data.store.web import Web


class WardWork:
    """One ward's part of a unit of work: its repositories cannot see another's rows."""

    def __init__(self, conn: AsyncConnection, ward_id: int) -> None:
        self.id = ward_id
        self.agencies = Agencies(conn, ward_id)
        self.people = People(conn, ward_id)
        self.plans = Plans(conn, ward_id)
        self.tasks = Tasks(conn, ward_id)
        self.events = Events(conn, ward_id)
        self.occurrences = Occurrences(conn, ward_id)
        self.board = Board(conn, ward_id)
        self.reports = Reports(conn, ward_id)
        self.evidence = EvidenceFiles(conn, ward_id)
        self.prints = PicturePrints(conn, ward_id)
        self.reviews = Reviews(conn, ward_id)
        self.requests = Requests(conn, ward_id)
        self.erasures = Erasures(conn, ward_id)
        self.log = EventLog(conn, ward_id)
        self.dossiers = Dossiers(conn, ward_id)
        self.troubles = Troubles(conn, ward_id)
        self.held = HeldLetters(conn, ward_id)
        self.stranded = StrandedLetters(conn, ward_id)
        self.reminders = Reminders(conn, ward_id)
        self.calendars = Calendars(conn, ward_id)
        self.notices = Notices(conn, ward_id)
        self.criteria = Criteria(conn, ward_id)


class UnitOfWork:
    """The repositories over one transaction."""

    def __init__(self, conn: AsyncConnection) -> None:
        self._conn = conn
        self._wards: dict[int, WardWork] = {}

    def ward(self, ward_id: int) -> WardWork:
        """Return the part of this unit of work that sees one ward."""
        if ward_id not in self._wards:
            self._wards[ward_id] = WardWork(self._conn, ward_id)
        return self._wards[ward_id]

    @cached_property
    def wards(self) -> Wards:
        """All wards."""
        return Wards(self._conn)

    @cached_property
    def links(self) -> Links:
        """Who is behind which chat."""
        return Links(self._conn)

    @cached_property
    def invitations(self) -> Invitations:
        """One-time ways in."""
        return Invitations(self._conn)

    @cached_property
    def inbox(self) -> Inbox:
        """Raw updates."""
        return Inbox(self._conn)

    @cached_property
    def outbox(self) -> Outbox:
        """What is to be said, and what was said."""
        return Outbox(self._conn)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Messages being sent."""
        return Deliveries(self._conn)

    @cached_property
    def quotas(self) -> Quotas:
        """What was sent by each account in a month."""
        return Quotas(self._conn)

    @cached_property
    def calendar_feeds(self) -> CalendarFeeds:
        """The addresses at which calendar programs ask."""
        return CalendarFeeds(self._conn)

    @cached_property
    def agency_chats(self) -> AgencyChats:
        """Which group belongs to which agency."""
        return AgencyChats(self._conn)

    @cached_property
    def channel_tokens(self) -> ChannelTokens:
        """The tokens of accounts whose platform renews them."""
        return ChannelTokens(self._conn)

    @cached_property
    def interactions(self) -> Interactions:
        """When people last did something, where the platform counts the time since."""
        return Interactions(self._conn)

    @cached_property
    def dialogs(self) -> Dialogs:
        """Where each chat stands."""
        return Dialogs(self._conn)

    @cached_property
    def web(self) -> Web:
        """Browser sessions and transcripts."""
        return Web(self._conn)

    @cached_property
    def desk_links(self) -> DeskLinks:
        """One-time ways to the desk."""
        return DeskLinks(self._conn)

    @cached_property
    def observers(self) -> Observers:
        """Who may read the numbers of other wards."""
        return Observers(self._conn)

    @cached_property
    def dossier_links(self) -> DossierLinks:
        """What inspectors open."""
        return DossierLinks(self._conn)

    @cached_property
    def references(self) -> FileReferences:
        """Which stored files are spoken of."""
        return FileReferences(self._conn)

    @property
    def has_pending_files(self) -> bool:
        """Whether this unit of work recorded a file that is still to be fetched."""
        return any(ward.evidence.has_pending for ward in self._wards.values())

    async def flush(self) -> None:
        """Write what was gathered; called before the commit."""
        # In one order everywhere, so that two processes never wait for each other's ward.
        for _, ward in sorted(self._wards.items()):
            await ward.log.flush()


class Store:
    """The database. Never await a network call inside `write` or `read`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{WRITE: True})
        self.reading = engine.execution_options(**one_picture(engine.dialect.name))
        """Its transactions only read, and each sees one moment."""
        # SQLite has one writer: waiting in turn here keeps the worst wait 15-30 times shorter
        # than polling for the file's lock.
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        self.mail_waits: list[Callable[[Collection[Mail]], None]] = []
        """Called after each commit that queued messages, with the lanes of accounts in which:
        how those who deliver hear of it."""
        self.file_waits: list[Callable[[], None]] = []
        """Called after each commit that recorded a file to be fetched."""

    @classmethod
    def at(cls, url: str) -> "Store":
        """Open the store at `sqlite+aiosqlite:///…` or `postgresql+psycopg://…`."""
        return cls(open_engine(url))

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        """Begin a transaction that writes; commits at the end, rolls back on any exception.

        Raises StoreDownError when the disk is full or the database out of reach.
        """
        with naming_faults():
            async with self._turn, self._writing.begin() as conn:
                unit = UnitOfWork(conn)
                yield unit
                await unit.flush()
        if unit.outbox.mail:
            for hears in self.mail_waits:
                hears(unit.outbox.mail)
        if unit.has_pending_files:
            for told in self.file_waits:
                told()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        """Begin a transaction that only reads: one consistent picture. Raises StoreDownError."""
        with naming_faults():
            async with self.reading.connect() as conn:
                yield UnitOfWork(conn)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
