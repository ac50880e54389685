"""What is swept away is old, and nothing in the house speaks of it."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from data.clock import now as real_now
from data.domain.messages import Chat, Choice, Lane, OutgoingFile, OutgoingMessage
from data.files.evidence_store import EvidenceStore
from data.store.mail import DialogState
from data.store.plans import PlanHead
from data.store.unit_of_work import Store
from data.store.web import WebSession
from jobs.ports import World
from jobs.ticks.sweep import sweep
from tests.cast import Cast

DAY = timedelta(days=1)
NOW = real_now() + 8 * DAY
"""Files carry the machine's time, so the sweep comes eight days after it."""
CHAT = Chat("web", "web", "p1")
HEAD = PlanHead(None, None, None, None, None)


@pytest.fixture
def world(store: Store, files: EvidenceStore) -> World:
    """A world without channels."""
    return World(store, files)


async def refer_by_evidence(unit, cast: Cast, sha256: str) -> None:
    await unit.ward(cast.ward.id).evidence.add(
        cast.people["Tư"].id,
        channel="web",
        ref=sha256,
        name="a.jpg",
        mime="image/jpeg",
        size=1,
        sha256=sha256,
        is_compressed=False,
        exif={},
        taken_at=None,
        sent_at=NOW,
        received_at=NOW,
    )


async def refer_by_plan(unit, cast: Cast, sha256: str) -> None:
    await unit.ward(cast.ward.id).plans.add_draft(HEAD, {}, now=NOW, source_sha256=sha256)


async def refer_by_outbox(unit, cast: Cast, sha256: str) -> None:
    message = OutgoingMessage("Tổng hợp", files=(OutgoingFile(sha256, "bieu-do.png", "image/png"),))
    await unit.outbox.add("k", CHAT, message, kind="summary", lane=Lane.BULK, now=NOW)


async def refer_by_transcript(unit, cast: Cast, sha256: str) -> None:
    await unit.web.show("p1", {"files": [{"sha256": sha256}]}, NOW)


async def refer_by_inbox(unit, cast: Cast, sha256: str) -> None:
    await unit.inbox.add(CHAT, "1", {"files": [{"sha256": sha256}]}, NOW)


async def refer_by_dialog(unit, cast: Cast, sha256: str) -> None:
    keep = {"files": [{"sha256": sha256}]}
    await unit.dialogs.save(CHAT, DialogState("report", keep, NOW + DAY))


@pytest.mark.parametrize(
    "refer",
    [
        refer_by_evidence,
        refer_by_plan,
        refer_by_outbox,
        refer_by_transcript,
        refer_by_inbox,
        refer_by_dialog,
    ],
)
async def test_a_file_that_anything_speaks_of_stays(world, store, files, cast, refer) -> None:
    kept = await files.put_bytes(b"kept")
    orphan = await files.put_bytes(b"orphan")
    async with store.write() as unit:
        await refer(unit, cast, kept.sha256)
    assert await sweep(world, NOW) == {"orphans": 1}
    assert [sha256 for sha256, _ in files.blobs()] == [kept.sha256]
    assert not files.path(orphan.sha256).exists()
    assert await sweep(world, NOW) == {}


async def test_an_orphan_is_given_seven_days(world, files) -> None:
    await files.put_bytes(b"orphan")
    assert await sweep(world, NOW - 2 * DAY) == {}
    assert await sweep(world, NOW) == {"orphans": 1}


async def test_bytes_that_came_again_meanwhile_stay(files) -> None:
    stored = await files.put_bytes(b"twice")
    before = datetime.fromtimestamp(files.path(stored.sha256).stat().st_mtime - 1, UTC)
    os.utime(files.path(stored.sha256), (0, 0))
    await files.put_bytes(b"twice")
    assert not files.remove(stored.sha256, before)
    assert files.path(stored.sha256).read_bytes() == b"twice"


async def test_uploads_that_never_ended_go_after_a_day(world, files, tmp_path) -> None:
    await files.put_bytes(b"x")
    (tmp_path / "files" / "incoming" / "dead").write_bytes(b"half")
    assert await sweep(world, real_now() + DAY / 2) == {}
    assert await sweep(world, real_now() + 2 * DAY) == {"leftovers": 1}


async def test_expired_dialogs_and_sessions_go_and_living_ones_stay(world, store, cast) -> None:
    def chat(number: int) -> Chat:
        return Chat("web", "web", f"p{number}")

    menu = OutgoingMessage("?", (Choice("Xong", "report:done:1"),))
    session = WebSession(cast.ward.id, cast.people["Tư"].id, "p5", NOW)
    async with store.write() as unit:
        await unit.dialogs.save(chat(1), DialogState("report", {}, NOW))
        await unit.dialogs.save(chat(2), DialogState("report", {}, NOW + DAY))
        await unit.dialogs.save(chat(3), DialogState("report", {}, NOW))
        await unit.outbox.add("k", chat(3), menu, kind="x", lane=Lane.BULK, now=NOW)
        await unit.dialogs.save(chat(4), DialogState(None, {}, None))
        await unit.dialogs.save(chat(5), DialogState("plan", {}, None))
        await unit.web.open_session("old", session, NOW - DAY)
        await unit.web.open_session("new", WebSession(1, session.person_id, "p5", NOW + DAY), NOW)
    assert await sweep(world, NOW) == {"dialogs": 2, "sessions": 1}
    async with store.read() as unit:
        assert (await unit.dialogs.get(chat(2), NOW)).conversation == "report"
        assert (await unit.dialogs.get(chat(3), NOW)).menu == ("report:done:1",)
        assert (await unit.dialogs.get(chat(5), NOW)).conversation == "plan"
        assert await unit.web.session("new", NOW) is not None
