"""The corpus of hostile files, at the doors that files come by: clear words, and nothing else ends."""

import asyncio
import contextlib
import os
import re
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from data.domain.evidence import LONGEST_NAME, clean_name
from data.domain.messages import Delivery
from data.domain.reports import EvidenceState
from data.files.evidence_store import EvidenceStore
from data.files.previews import Previews
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.fetch_files import fetch_files
from tests.bad_input.corpus import CORPUS, KEPT, NAMES, SHOWN, Bad
from tests.bad_input.house import House
from tests.bad_input.office import NINE
from tests.cast import Cast, found
from tests.files.samples import picture

MOST_MEMORY = 512 * 1024**2
"""Bytes that a process which opens one of these really holds."""
LONGEST = 60.0
"""Seconds, on a machine that others use as well."""


@pytest.fixture
async def house(store: Store, files: EvidenceStore, town: Cast) -> House:
    return House(store, files, town)


@pytest.fixture
def peaks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What each process that opened a file held at most, in bytes, as long as it was looked at.

    What the system tells at its end counts the memory of ours, from which it was forked.
    """
    noted: list[int] = []
    start = asyncio.create_subprocess_exec

    async def watched(*command: Any, **how: Any) -> asyncio.subprocess.Process:
        process = await start(*command, **how)
        threading.Thread(target=watch, args=(process.pid, noted), daemon=True).start()
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    return noted


def watch(pid: int, noted: list[int]) -> None:
    """Note the highest mark of a process every few milliseconds while it lives."""
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            marks = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())
        except OSError:
            return
        if not marks:  # it has ended
            return
        noted.append(int(marks[0]) * 1024)
        time.sleep(0.003)


def children() -> set[str]:
    """Return the processes that we started and that are still alive."""
    found: set[str] = set()
    for thread in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            found.update((thread / "children").read_text().split())
    return found


def named(bad: Bad) -> str:
    return bad.what.replace(" ", "-")


def test_the_corpus_has_sixty_files_no_two_alike() -> None:
    assert len(CORPUS) >= 60
    assert len({bad.what for bad in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("bad", CORPUS, ids=named)
async def test_sent_from_a_browser_it_is_refused_in_words_or_kept_as_it_came(
    house: House, files: EvidenceStore, bad: Bad, peaks: list[int]
) -> None:
    before, started = children(), time.perf_counter()
    content = bad.content
    hanh = await house.browser("Hạnh")
    said = await hanh.sends(bad.name, content, "#7 đã kiểm tra")
    if bad.ends not in (KEPT, SHOWN):
        assert said.startswith(f'Tệp "{bad.name}" chưa nhận được: ')
        assert bad.ends in said
    else:
        assert said.startswith("Đã lưu báo cáo #7")
        await fetch_files(house.world, NINE)
        lines = (await hanh.client.get("/api/messages")).json()["messages"]
        (file,) = (f for line in lines for f in line["files"])
        given = await hanh.client.get(file["url"])
        assert given.content == content
        assert given.headers["content-disposition"].startswith("attachment")
        assert given.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in given.headers["content-security-policy"]
        sha256 = file["url"].rpartition("/")[2]
        assert (await Previews(files).small(sha256) is not None) == (bad.ends == SHOWN)
    assert time.perf_counter() - started < LONGEST
    assert children() == before
    assert bool(peaks) or bad.ends != SHOWN
    assert max(peaks, default=0) < MOST_MEMORY


@pytest.mark.parametrize("bad", [b for b in CORPUS if b.is_plan], ids=named)
async def test_sent_as_a_plan_it_is_refused_in_words_and_the_office_goes_on(
    store: Store, files: EvidenceStore, bad: Bad
) -> None:
    before, started = children(), time.perf_counter()
    house = House(store, files, await found(store))
    mai = await house.browser("Mai")
    said = await mai.sends(bad.name, bad.content, "kế hoạch")
    assert f'Tệp "{bad.name}"' in said
    assert "giúp" in said
    assert "Traceback" not in said
    assert "Đọc được" not in said
    assert time.perf_counter() - started < LONGEST
    assert children() == before
    assert await mai.says("việc")


class Platform:
    """A messenger that gives one file."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    async def fetch(self, _ref: str) -> AsyncIterator[bytes]:
        for start in range(0, max(len(self.content), 1), 65_536):
            yield self.content[start : start + 65_536]


@pytest.mark.parametrize("bad", [b for b in CORPUS if len(b.what) % 3 == 0], ids=named)
async def test_sent_through_a_messenger_its_sender_is_told_the_same(
    store: Store, files: EvidenceStore, town: Cast, bad: Bad
) -> None:
    hanh = town.people["Hạnh"]
    async with store.write() as unit:
        number = await unit.ward(town.ward.id).evidence.add(
            hanh.id,
            channel="telegram",
            account="bot1",
            ref="it",
            name=clean_name(bad.name),
            mime="application/octet-stream",
            size=0,
            sha256=None,
            is_compressed=False,
            exif=None,
            taken_at=None,
            sent_at=NINE,
            received_at=NINE,
        )
    world = World(store, files, fetchers={("telegram", "bot1"): Platform(bad.content)})
    tally = await fetch_files(world, NINE)
    async with store.read() as unit:
        (kept,) = await unit.ward(town.ward.id).evidence.some([number])
        letters = await unit.outbox.in_states(list(Delivery))
    if bad.ends in (KEPT, SHOWN):
        assert tally == {"stored": 1}
        assert kept.state is EvidenceState.STORED
    else:
        assert tally == {"refused": 1}
        assert kept.state is EvidenceState.FAILED
        assert any(bad.ends in letter.message.text for letter in letters)


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_is_only_a_label(house: House, name: str) -> None:
    hanh = await house.browser("Hạnh")
    sent = NAMES[name].encode("utf-8", "replace").decode()
    said = await hanh.sends(sent, picture("JPEG", (64, 48)), "#7 đã kiểm tra")
    if name == "right-to-left":
        assert "đây là tệp chương trình" in said  # what it is, not what it looks like
        return
    assert said.startswith("Đã lưu báo cáo #7")
    lines = (await hanh.client.get("/api/messages")).json()["messages"]
    (file,) = (f for line in lines for f in line["files"])
    shown = file["name"]
    assert 0 < len(shown) <= LONGEST_NAME
    assert shown == clean_name(shown)
    assert shown.isprintable()
    assert not set(shown) & set('<>:"/\\|?*')
    assert not shown.upper().startswith(("CON.", "LPT1."))
    given = await hanh.client.get(file["url"])
    assert given.headers["content-disposition"].startswith("attachment; filename")
    assert "\n" not in given.headers["content-disposition"]
