"""The disk is full in the middle of anything: nothing half is kept, and it goes on when there is room."""

import errno
import os
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from bot.channels.web_chat.channel import WebChannel
from data.domain.messages import Delivery, Lane, OutgoingMessage
from data.errors import StoreDownError
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.deliver_outbox import deliver_outbox
from tests.bad_input.ends import differing, dump
from tests.bad_input.office import NINE, Talk, jpeg, message, stored
from tests.bad_input.scene import Scene
from tests.cast import Cast
from tests.web.conftest import message as page_message
from tests.web.conftest import signed_in, upload
from tests.web.office import Office

LONG = "#7 đã kiểm tra 1/2 điểm. " + "Nội dung kiểm tra dài. " * 150
_NO_LIMIT = 4_294_967_294


class Disk:
    """The disk under a SQLite store: it can be full, and have room again."""

    def __init__(self, store: Store) -> None:
        self._spare: int | None = None
        self._limit = _NO_LIMIT
        event.listen(store.engine.sync_engine, "begin", self._hold)

    def _hold(self, connection: Connection) -> None:
        if self._spare is not None:
            # Taken first: another connection may begin while this one asks.
            spare, self._spare = self._spare, None
            self._limit = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + spare
        connection.exec_driver_sql(f"PRAGMA max_page_count={self._limit}")

    def fills_up(self, *, spare: int = 0) -> None:
        """Leave room for so many pages of 4 KiB more."""
        self._spare = spare

    def has_room_again(self) -> None:
        """Somebody tidied up."""
        self._spare, self._limit = None, _NO_LIMIT


async def test_a_message_waits_until_there_is_room_and_is_answered_once(
    scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    photo = await stored(scene.files, "anh.jpg", jpeg(), "image/jpeg")
    chat, raw = scene.cast.chat("Hạnh"), message(LONG, photo)
    await scene.before(lambda store: Talk(store, scene.files).dialog.receive(chat, "m", raw))
    refused, spare = 0, 0
    undisturbed = await _handled(scene, tmp_path / "undisturbed.db", None)
    while not await _handled_at_once(scene, tmp_path / "full.db", spare, undisturbed):
        refused, spare = refused + 1, spare + 1
    assert refused > 2
    assert "Nội dung kiểm tra" not in caplog.text


async def _handled(scene: Scene, file: Path, spare: int | None) -> object:
    store = Store.at(f"sqlite+aiosqlite:///{shutil.copy(scene.file, file)}")
    await Talk(store, scene.files).dialog.drain()
    await store.close()
    return dump(file)


async def _handled_at_once(scene: Scene, file: Path, spare: int, undisturbed: object) -> bool:
    """Let the disk fill up with so little room left; return whether it was enough."""
    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    store = Store.at(f"sqlite+aiosqlite:///{shutil.copy(scene.file, file)}")
    disk, talk = Disk(store), Talk(store, scene.files)
    disk.fills_up(spare=spare)
    is_done = await talk.dialog.drain() == 1
    await talk.dialog.drain()
    await store.close()
    if not is_done:
        assert differing(dump(file), dump(scene.file)) == {}, "something half was kept"
        disk.has_room_again()
        assert await talk.dialog.drain() == 1
        await store.close()
    assert dump(file) == undisturbed
    return is_done


async def test_a_page_that_cannot_be_stored_is_refused_in_words_and_sent_again(
    store: Store, files: EvidenceStore, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(store, files, cast)
    disk, browser = Disk(store), await signed_in(office, "Hạnh")
    disk.fills_up()
    answer = await browser.post("/api/messages", json=page_message(text=LONG))
    assert answer.status_code == 507
    assert answer.json()["error"] == (
        "Máy chủ hết chỗ chứa nên chưa nhận được. Đồng chí báo cơ quan đầu mối giúp, "
        "rồi thử lại sau."
    )
    assert (await browser.get("/")).status_code == 200, "what is there can still be read"
    disk.has_room_again()
    for _ in range(2):
        assert (await browser.post("/api/messages", json=page_message(text=LONG))).is_success
    await office.settled()
    assert [m.text for m in office.heard] == [LONG.strip()]
    assert "Nội dung kiểm tra" not in caplog.text


async def test_a_file_that_fills_the_disk_is_refused_and_leaves_nothing(
    store: Store,
    files: EvidenceStore,
    cast: Cast,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = await signed_in(Office(store, files, cast), "Hạnh")

    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as machine:
        machine.setattr(os, "fsync", no_room)
        answer = await upload(browser, "anh.jpg", jpeg())
    assert answer.status_code == 507
    assert answer.json()["error"].startswith("Máy chủ sắp hết chỗ chứa nên tệp chưa được lưu.")
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []
    assert (await upload(browser, "anh.jpg", jpeg())).is_success


@pytest.mark.parametrize("spare", range(3, 9))
async def test_an_answer_that_cannot_be_shown_for_hours_is_shown_when_there_is_room(
    store: Store, files: EvidenceStore, town: Cast, talk: Talk, spare: int
) -> None:
    said = await talk.send(town.chat("Mai"), message("/viec"))
    async with store.write() as unit:
        await unit.outbox.add(
            "long",
            town.chat("Mai"),
            OutgoingMessage(LONG * 3),
            kind="x",
            lane=Lane.ANSWER,
            now=NINE,
        )
    world = World(store, files, senders={("web", "web"): WebChannel(store)})
    disk = Disk(store)
    disk.fills_up(spare=spare)
    for minutes in range(0, 3 * 60, 10):
        with suppress(StoreDownError, ExceptionGroup):
            await deliver_outbox(world, NINE + timedelta(minutes=minutes))
    disk.has_room_again()
    await deliver_outbox(world, NINE + timedelta(hours=24))
    (short,), (long,) = await talk.letters(f"reply:{said}:"), await talk.letters("long")
    assert (short.state, long.state) == (Delivery.SENT, Delivery.SENT)
