"""Files that stay with their platform are brought, judged and looked at; nobody is left guessing."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from data.domain.evidence import LARGEST_FILE, Objection
from data.domain.messages import Delivery
from data.domain.reports import Doneness, Evidence, EvidenceState, Progress
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.texts.files import file_lost, file_refused, too_big_here
from jobs.ports import World
from jobs.ticks.fetch_files import fetch_files
from tests.cast import MONDAY, Cast, at
from tests.files.samples import docx, mp4, picture
from tests.reminders.stage import due, owed

HOUR = timedelta(hours=1)


class Platform:
    """A platform that keeps files and fails as the test tells it."""

    def __init__(self, *failures: SendError | Exception, **files: bytes) -> None:
        self.failures, self.files = deque(failures), files

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        content = self.files[ref]
        yield content[:1000]
        if self.failures:
            raise self.failures.popleft()
        yield content[1000:]


@pytest.fixture
def world(store: Store, files: EvidenceStore):
    """Make a world with one account of Telegram."""
    return lambda platform: World(store, files, fetchers={("telegram", "bot1"): platform})


async def sent(store: Store, cast: Cast, name: str, ref: str, **how) -> int:
    async with store.write() as unit:
        values = {
            "channel": "telegram",
            "account": "bot1",
            "ref": ref,
            "name": name,
            "mime": "application/octet-stream",
            "size": 0,
            "sha256": None,
            "is_compressed": False,
            "exif": None,
            "taken_at": None,
            "sent_at": MONDAY,
            "received_at": MONDAY,
            **how,
        }
        return await unit.ward(cast.ward.id).evidence.add(cast.people["Tư"].id, **values)


async def row(store: Store, cast: Cast, evidence_id: int) -> Evidence:
    async with store.read() as unit:
        return (await unit.ward(cast.ward.id).evidence.some([evidence_id]))[0]


async def told(store: Store) -> list[str]:
    async with store.read() as unit:
        return [x.message.text for x in await unit.outbox.in_states([Delivery.READY])]


async def test_the_original_bytes_are_stored_with_what_the_camera_wrote(
    store, files, cast, world
) -> None:
    photo = picture("JPEG")
    id_ = await sent(store, cast, "anh.jpg", "p")
    platform = Platform(p=photo)
    assert await fetch_files(world(platform), MONDAY) == {"stored": 1}
    assert await fetch_files(world(platform), MONDAY) == {}
    kept = await row(store, cast, id_)
    assert (kept.state, kept.mime, kept.size) == (EvidenceState.STORED, "image/jpeg", len(photo))
    assert files.path(kept.sha256).read_bytes() == photo
    assert kept.taken_at == at("2026-06-15 09:12:33")
    assert (kept.sent_at, kept.received_at) == (MONDAY, MONDAY)
    async with store.read() as unit:
        (entry,) = await unit.ward(cast.ward.id).log.read()
    assert (entry.kind, entry.content["sha256"]) == ("evidence.stored", kept.sha256)


async def test_a_file_that_is_not_evidence_is_refused_and_the_sender_reads_why(
    store, cast, world
) -> None:
    id_ = await sent(store, cast, "bao-cao.docx", "p")
    macros = docx(word__vbaProject_bin=b"").replace(b"vbaProject_bin", b"vbaProject.bin")
    assert await fetch_files(world(Platform(p=macros)), MONDAY) == {"refused": 1}
    assert (await row(store, cast, id_)).state is EvidenceState.FAILED
    assert await told(store) == [file_refused("bao-cao.docx", Objection.MACROS)]
    assert await fetch_files(world(Platform(p=macros)), MONDAY + HOUR) == {}


async def test_a_file_over_the_limit_is_broken_off(store, files, cast, world) -> None:
    await sent(store, cast, "anh.jpg", "p")
    huge = b"\xff\xd8\xff" + bytes(LARGEST_FILE)
    assert await fetch_files(world(Platform(p=huge)), MONDAY) == {"refused": 1}
    assert await told(store) == [file_refused("anh.jpg", Objection.TOO_BIG)]
    assert list(files.blobs()) == []


async def test_a_platform_out_of_reach_is_asked_again_later(store, cast, world) -> None:
    id_ = await sent(store, cast, "anh.png", "p")
    platform = Platform(SendError(SendFailure.UNREACHABLE), p=picture("PNG"))
    assert await fetch_files(world(platform), MONDAY) == {"put_off": 1}
    assert await fetch_files(world(platform), MONDAY) == {}
    assert (await row(store, cast, id_)).state is EvidenceState.PENDING
    assert await fetch_files(world(platform), MONDAY + HOUR) == {"stored": 1}


async def test_a_file_that_never_comes_is_given_up_and_the_sender_is_asked_again(
    store, cast, world
) -> None:
    await sent(store, cast, "anh.png", "p")
    platform = Platform(*[ConnectionError("odd")] * 50, p=picture("PNG"))
    now, tries = MONDAY, 0
    while (tally := await fetch_files(world(platform), now)) == {"put_off": 1}:
        now, tries = now + HOUR, tries + 1
    assert (tally, tries) == ({"lost": 1}, 7)
    assert await told(store) == [file_lost("anh.png")]


async def test_a_file_that_the_platform_no_longer_has_is_given_up_at_once(
    store, cast, world
) -> None:
    await sent(store, cast, "anh.png", "p")
    platform = Platform(SendError(SendFailure.REFUSED), p=picture("PNG"))
    assert await fetch_files(world(platform), MONDAY) == {"lost": 1}


async def test_one_bad_file_does_not_keep_the_others_waiting(store, cast, world) -> None:
    await sent(store, cast, "anh.png", "missing")
    await sent(store, cast, "anh.png", "p")
    tally = await fetch_files(world(Platform(p=picture("PNG"))), MONDAY)
    assert tally == {"put_off": 1, "stored": 1}


async def test_with_a_full_disk_or_without_the_account_the_file_waits_for_ever(
    store, cast, tmp_path
) -> None:
    id_ = await sent(store, cast, "anh.png", "p")
    full = EvidenceStore(tmp_path / "full", reserve=1 << 60)
    platform = Platform(p=picture("PNG"))
    now = MONDAY
    for fetchers in [{("telegram", "bot1"): platform}, {}] * 40:
        assert await fetch_files(World(store, full, fetchers=fetchers), now) == {"put_off": 1}
        now += HOUR
    assert (await row(store, cast, id_)).state is EvidenceState.PENDING
    assert await told(store) == []


async def test_a_photo_stored_already_is_only_looked_at(store, files, cast, world) -> None:
    stored = await files.put_bytes(picture("JPEG"))
    how = {"channel": "web", "sha256": stored.sha256, "mime": "image/jpeg", "size": stored.size}
    id_ = await sent(store, cast, "anh.jpg", stored.sha256, **how)
    await sent(store, cast, "a.mp4", "x", **{**how, "mime": "video/mp4"})
    assert await fetch_files(world(Platform()), MONDAY) == {"looked_at": 1}
    assert (await row(store, cast, id_)).taken_at is not None
    assert files.preview_path(stored.sha256).exists()
    assert await fetch_files(world(Platform()), MONDAY) == {}


async def test_a_photo_that_turns_out_to_be_in_its_report_already_is_counted_once(
    store, cast, world
) -> None:
    task = await due(store, cast, 7, date(2026, 6, 16))
    (occurrence,) = await owed(store, cast, task)
    reports = []
    for _ in range(2):
        async with store.write() as unit:
            said = Progress(Doneness.DONE)
            reports.append(
                await unit.ward(cast.ward.id).reports.add(
                    occurrence.id, cast.people["Tư"].id, "xong", said, before={}, now=MONDAY
                )
            )
    first, second = reports
    ids = [
        await sent(store, cast, "anh.jpg", ref, report_id=report)
        for ref, report in (("a", first), ("b", first), ("c", second))
    ]
    photo = picture("JPEG")
    assert await fetch_files(world(Platform(a=photo, b=photo, c=photo)), MONDAY) == {"stored": 3}
    kept = [(await row(store, cast, id_)).report_id for id_ in ids]
    assert sorted(kept, key=str) == [first, second, None]
    assert kept[2] == second


async def reported(store: Store, cast: Cast) -> int:
    """Have Tư report on #7, and return the report."""
    task = await due(store, cast, 7, date(2026, 6, 16))
    (occurrence,) = await owed(store, cast, task)
    async with store.write() as unit:
        said = Progress(Doneness.DONE)
        return await unit.ward(cast.ward.id).reports.add(
            occurrence.id, cast.people["Tư"].id, "xong", said, before={}, now=MONDAY
        )


async def test_the_sender_hears_once_when_the_last_file_of_a_report_is_here(
    store, cast, world
) -> None:
    report = await reported(store, cast)
    for ref in ("a", "b"):
        await sent(store, cast, f"{ref}.png", ref, report_id=report)
    first = Platform(SendError(SendFailure.UNREACHABLE), a=picture("PNG"), b=picture("PNG", (9, 9)))
    assert await fetch_files(world(first), MONDAY) == {"put_off": 1, "stored": 1}
    assert await told(store) == []
    assert await fetch_files(world(first), MONDAY + HOUR) == {"stored": 1}
    assert await told(store) == ["2 ảnh của báo cáo #7 đã tải về và lưu xong."]
    assert await fetch_files(world(first), MONDAY + 2 * HOUR) == {}
    assert len(await told(store)) == 1


async def test_what_was_given_up_is_not_called_stored(store, cast, world) -> None:
    report = await reported(store, cast)
    await sent(store, cast, "a.png", "gone", report_id=report)
    await sent(store, cast, "b.png", "b", report_id=report, size=9_999)
    platform = Gone(b=picture("PNG"))
    assert await fetch_files(world(platform), MONDAY) == {"lost": 1, "stored": 1}
    assert sorted(await told(store)) == [
        "1 ảnh của báo cáo #7 đã tải về và lưu xong.",
        file_lost("a.png"),
    ]


async def test_files_that_wait_for_their_task_are_not_spoken_of(store, cast, world) -> None:
    await sent(store, cast, "a.png", "a")
    await fetch_files(world(Platform(a=picture("PNG"))), MONDAY)
    assert await told(store) == []


async def test_a_slow_video_does_not_hold_up_photos(store, cast, world) -> None:
    await sent(store, cast, "hop.mp4", "slow", size=10_000_000)
    ids = [await sent(store, cast, f"{n}.png", f"p{n}", size=9) for n in range(6)]
    platform = Slow(slow=mp4(), **{f"p{n}": picture("PNG", (n + 1, 9)) for n in range(6)})
    tick = asyncio.create_task(fetch_files(world(platform), MONDAY))
    async with asyncio.timeout(20):
        for id_ in ids:
            while (await row(store, cast, id_)).state is not EvidenceState.STORED:  # noqa: ASYNC110 - a row
                await asyncio.sleep(0.01)
    assert platform.at_once <= 4
    assert not tick.done()
    platform.goes_on.set()
    assert await tick == {"stored": 7}


async def test_what_the_platform_will_not_give_for_its_size_says_the_way_out(
    store, files, cast
) -> None:
    await sent(store, cast, "hop.mp4", "v")
    platform = Platform(SendError(SendFailure.TOO_LONG), v=mp4())
    here = World(
        store, files, fetchers={("telegram", "bot1"): platform}, public_url="https://nhacviec.test"
    )
    assert await fetch_files(here, MONDAY) == {"refused": 1}
    assert await told(store) == [too_big_here("hop.mp4", None, None, "https://nhacviec.test")]


async def test_whoever_fetches_hears_of_a_file_that_waits(store, cast) -> None:
    heard: list[str] = []
    store.file_waits.append(lambda: heard.append("a file"))
    await sent(store, cast, "a.png", "a", sha256="0" * 64)
    assert heard == []
    await sent(store, cast, "a.png", "a")
    assert heard == ["a file"]


class Gone(Platform):
    """A platform that has lost what it does not know."""

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        if ref not in self.files:
            raise SendError(SendFailure.REFUSED)
        yield self.files[ref]


class Slow(Platform):
    """A platform that gives one file only when it is told to."""

    def __init__(self, **files: bytes) -> None:
        super().__init__(**files)
        self.goes_on, self.running, self.at_once = asyncio.Event(), 0, 0

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        self.running += 1
        self.at_once = max(self.at_once, self.running)
        if ref == "slow":
            await self.goes_on.wait()
        yield self.files[ref]
        self.running -= 1
