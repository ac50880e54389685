"""The desk's pages over real HTTP with 5,000 things owed and 20,000 photos, beside a bare page.

The bare one is a Starlette application of one page under the same server, asked by the same client
in the same run. Half the work is late, so that every list is long; one piece of work has 40 photos.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles

import httpx
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from benchmarks.harness import Figure, empty_store, seconds
from benchmarks.ward import MONDAY, Built, build
from bot.channels.web_chat.channel import WebChannel
from bot.channels.web_chat.listeners import Listeners
from bot.web.app import make_web
from bot.web.context import WebContext
from bot.web.server import WebServer
from bot.web.visitors import open_session
from data.domain.people import Role
from data.files.evidence_store import EvidenceStore
from data.store.models import EvidenceRow, OccurrenceRow, OutboxMentionRow, OutboxRow, ReportRow
from data.store.unit_of_work import Store

OCCURRENCES = 5_000
PHOTOS = 20_000
_TASKS, _AGENCIES = 500, 50
_RICH = 40
"""Photos of the one piece of work whose story is asked for."""
_ROUNDS = 40
_TODAY = date(2026, 6, 15)
_PAGES = (
    ("overview", "/ban"),
    ("what is late, first page", "/ban/viec?loai=qua-han"),
    ("all work, page 60", "/ban/viec?trang=60"),
    ("search without diacritics", "/ban/viec?tim=cong+khai+ket+qua+so+25"),
    ("search with diacritics and an agency", "/ban/viec?tim=k%E1%BA%BFt+qu%E1%BA%A3&coquan=7"),
    (f"a story with {_RICH} photos", "/ban/viec/1"),
    ("what waits for review", "/ban/duyet"),
    (f"one report with {_RICH} photos", "/ban/duyet/1"),
    ("who is to be chased: 2,500 late", "/ban/don-doc"),
    ("the staff", "/ban/can-bo"),
)


async def benchmark() -> list[Figure]:
    """Return the median and the 95th percentile of each page, beside the bare page's."""
    async with empty_store() as (store, folder):
        built = await build(store, agencies=_AGENCIES, people=100, tasks=_TASKS)
        await _fill(store, built)
        async with _office(store, folder, built) as office, _bare() as bare:
            answers = await _in_turn(office, bare)
    middle, late = answers.pop("bare")
    name = "bare Starlette"
    found = []
    for what, _ in _PAGES:
        p50, p95 = answers[what]
        found.append(Figure(what, seconds(p50), f"{name}: {seconds(middle)}", p50 / middle, ""))
        found.append(
            Figure(
                "  95th percentile", seconds(p95), f"{name}: {seconds(late)}", p95 / late, "< 1 s"
            )
        )
    return found


async def _in_turn(
    office: httpx.AsyncClient, bare: httpx.AsyncClient
) -> dict[str, tuple[float, float]]:
    """Ask every page once a round, so that a busy machine is busy for all of them."""
    asked = [("bare", bare, "/"), *((what, office, path) for what, path in _PAGES)]
    times: dict[str, list[float]] = {what: [] for what, _, _ in asked}
    for number in range(_ROUNDS + 1):
        for what, client, path in asked:
            start = time.perf_counter()
            answer = await client.get(path)
            taken = time.perf_counter() - start
            assert answer.status_code == 200, (path, answer.status_code)
            if number:
                times[what].append(taken)
    return {what: _middle_and_late(values) for what, values in times.items()}


def _middle_and_late(values: list[float]) -> tuple[float, float]:
    parts = quantiles(values, n=20, method="inclusive")
    return parts[9], parts[18]


@asynccontextmanager
async def _office(store: Store, folder: Path, built: Built) -> AsyncIterator[httpx.AsyncClient]:
    boss = replace(built.people[0], roles=frozenset({Role.LEAD_OFFICE}))
    async with store.write() as unit:
        await unit.ward(built.ward.id).people.save(boss)
        token = await open_session(unit, built.ward.id, boss.id, MONDAY)
    channel = WebChannel(store)
    app = make_web(
        WebContext(
            store=store,
            files=EvidenceStore(folder / "files"),
            clock=lambda: MONDAY,
            channel=channel,
            secret=bytes(32),
            wake=lambda _: None,
        )
    )
    async with _served(app, channel.listeners) as client:
        client.cookies.set("nhacviec", token)
        yield client


@asynccontextmanager
async def _bare() -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("ok"))])
    async with _served(app, Listeners()) as client:
        yield client


@asynccontextmanager
async def _served(app: Starlette, listeners: Listeners) -> AsyncIterator[httpx.AsyncClient]:
    server = WebServer(app, listeners, host="127.0.0.1", port=0)
    running = asyncio.create_task(server.run_until_stopped())
    try:
        async with httpx.AsyncClient(base_url=server.address, timeout=60) as client:
            yield client
    finally:
        server.stop()
        await running


async def _fill(store: Store, built: Built) -> None:
    """Make the work, reports on half of it with their photos, and a reminder of each."""
    ward = built.ward.id
    async with store.engine.begin() as conn:
        await conn.execute(insert(OccurrenceRow), _occurrences(built))
        reports = [_report(ward, built, n) for n in range(1, OCCURRENCES // 2 + 1)]
        await conn.execute(insert(ReportRow), reports)
        await conn.execute(insert(EvidenceRow), [_photo(ward, built, n) for n in range(PHOTOS)])
        letters = [_letter(ward, built, n) for n in range(1, OCCURRENCES + 1)]
        await conn.execute(insert(OutboxRow), letters)
        mentions = [{"outbox_id": n, "occurrence_id": n} for n in range(1, OCCURRENCES + 1)]
        await conn.execute(insert(OutboxMentionRow), mentions)


def _occurrences(built: Built) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for n in range(OCCURRENCES):
        is_late, is_reported = n % 2 == 1, n % 10 == 0
        due = _TODAY - timedelta(days=n % 90 + 1) if is_late else _TODAY + timedelta(days=n % 120)
        rows.append(
            {
                "ward_id": built.ward.id,
                "task_id": built.tasks[n % _TASKS].id,
                "agency_id": built.agencies[n % _AGENCIES],
                "period_key": f"k{n}",
                "label": f"kỳ {n // _TASKS + 1}",
                "opens_on": _TODAY - timedelta(days=120),
                "due_on": due,
                "state": "reported" if is_reported else "open",
                "rung": 1,
                "escalated_to": 0,
                "progress": "đã họp 1/2 buổi, 85 người dự" if n % 3 else "",
                "reported_at": MONDAY - timedelta(hours=n % 200) if is_reported else None,
            }
        )
    return rows


def _report(ward: int, built: Built, number: int) -> dict[str, object]:
    return {
        "ward_id": ward,
        "occurrence_id": number,
        "person_id": built.people[1 + number % 99].id,
        "text": "đã họp 1/2 buổi, 85 người dự",
        "progress": {"doneness": "done"},
        "state": "stored",
        "before": {},
        "created_at": MONDAY - timedelta(hours=number % 400),
    }


def _photo(ward: int, built: Built, number: int) -> dict[str, object]:
    report = 1 if number < _RICH else 2 + number % (OCCURRENCES // 2 - 1)
    return {
        "ward_id": ward,
        "person_id": built.people[1 + report % 99].id,
        "report_id": report,
        "channel": "web",
        "account": "",
        "ref": f"r{number}",
        "name": f"anh-{number}.jpg",
        "mime": "image/jpeg",
        "size": 900_000,
        "sha256": f"{number:064x}",
        "state": "stored",
        "is_compressed": False,
        "sent_at": MONDAY,
        "received_at": MONDAY,
        "attempts": 0,
    }


def _letter(ward: int, built: Built, number: int) -> dict[str, object]:
    person = built.people[number % 100].id
    return {
        "key": f"digest:{number}",
        "ward_id": ward,
        "person_id": person,
        "channel": "web",
        "account": "web",
        "chat": f"p{person}",
        "kind": "digest",
        "lane": "bulk",
        "text": "Việc của đồng chí",
        "choices": [],
        "files": [],
        "must_arrive": False,
        "created_at": MONDAY - timedelta(days=1),
        "due_at": MONDAY - timedelta(days=1),
        "state": "sent",
        "attempts": 1,
        "external_id": str(number),
        "sent_at": MONDAY - timedelta(days=1),
    }
