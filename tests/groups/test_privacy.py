"""What a group reads, whatever is due and whoever is who: its own agency's work and nothing else."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from data.domain.messages import Chat, ChatEvent, Letter
from data.domain.people import Person
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.send_reminders import send_reminders
from tests.cast import AGENCIES, GROUPS, MONDAY, Cast, at, found
from tests.groups.conftest import BOT, Stage, group
from tests.reminders.stage import letters

LEADS = (*AGENCIES[:6], "Tổ trưởng tổ dân phố")
TIED = AGENCIES[:6]
relaxed = examples(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def on_a_fresh_ward(empty: Path, story: Callable[[Stage], Awaitable[None]]) -> None:
    """Play a story in a ward of its own, whose people are on Telegram."""

    async def play(folder: Path) -> None:
        store = Store.at(f"sqlite+aiosqlite:///{shutil.copy(empty, folder / 'ward.db')}")
        try:
            cast = await found(store, linked=False)
            async with store.write() as unit:
                for person in cast.people.values():
                    own = Chat("telegram", BOT, str(person.id))
                    await unit.links.add(cast.ward.id, person.id, own, MONDAY)
            await story(Stage(World(store, EvidenceStore(folder / "files")), cast))
        finally:
            await store.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder)))


@relaxed
@given(
    dues=st.lists(
        st.tuples(st.dates(date(2026, 6, 15), date(2026, 7, 15)), st.sampled_from(LEADS)),
        min_size=1,
        max_size=12,
    ),
    gaps=st.lists(st.integers(1, 60 * 30), min_size=3, max_size=12),
    unlinked=st.sets(st.sampled_from(["Mai", "Hạnh", "Tư", "Lan"])),
    asks=st.lists(
        st.tuples(st.sampled_from(["Mai", "Tư", "Lan"]), st.integers(0, len(TIED) - 1)), max_size=3
    ),
)
def test_no_group_reads_of_a_person_or_of_another_agencys_work(
    migrated_file: Path,
    dues: list[tuple[date, str]],
    gaps: list[int],
    unlinked: set[str],
    asks: list[tuple[str, int]],
) -> None:
    async def story(stage: Stage) -> None:
        for number, agency in enumerate(TIED):
            await stage.tie(group(number), agency)
        for code, (day, lead) in enumerate(dues, start=1):
            await stage.owes(code, lead, day, f"Nội dung riêng {code:03d}")
        await has_reported(stage)
        for who, number in asks:
            await stage.says(who, "/viec", group(number))
        async with stage.store.write() as unit:
            for name in sorted(unlinked):
                await unit.links.revoke(stage.cast.people[name].id, MONDAY)
        now = MONDAY
        for minutes in gaps:
            now += timedelta(minutes=minutes)
            await send_reminders(stage.world, now)
            await escalate_overdue(stage.world, now)
        await send_reminders(stage.world, at("2026-07-20 07:30"))
        check_groups(stage.cast, [lead for _, lead in dues], await letters(stage.store))

    on_a_fresh_ward(migrated_file, story)


async def has_reported(stage: Stage) -> None:
    """Let every piece of work have a word of somebody's that names people."""
    names = ", ".join(f"{p.name} {p.phone}" for p in stage.cast.people.values())
    async with stage.store.write() as unit:
        occurrences = unit.ward(stage.cast.ward.id).occurrences
        for owed in await occurrences.all_owed():
            await occurrences.change(owed.id, progress=names, obstacle=names)


def check_groups(cast: Cast, leads: list[str], queued: list[Letter]) -> None:
    """Every message in a group: its agency's tasks only, and nobody's name or number."""
    places = {group(number): agency for number, agency in enumerate(TIED)}
    in_groups = [x for x in queued if x.chat in places]
    assert in_groups
    for letter in in_groups:
        agency, text = places[letter.chat], letter.message.text
        own = {
            code
            for code, lead in enumerate(leads, start=1)
            if lead == agency or agency in GROUPS.get(lead, ())
        }
        shown = re.findall(r"(?:#|riêng )(\d+)", text)
        assert {int(code) for code in shown} <= own
        for person in cast.people.values():
            check_not_named(text, person)
        assert letter.person_id is None
        assert letter.message.choices == ()


def check_not_named(text: str, person: Person) -> None:
    """Neither the whole name nor the given name as people are called, nor the phone number."""
    assert person.name not in text
    assert f"{person.address.value} {person.given_name}" not in text
    assert person.phone is not None
    assert person.phone not in text


async def test_unknown_people_get_nothing(stage: Stage) -> None:
    """Their messages never become a turn; what they do to the bot is answered with one sentence."""
    stranger = Chat("telegram", BOT, "99999")
    await stage.tie(group(1), "Tổ dân phố 5")
    for what in (ChatEvent.JOINED, ChatEvent.BLOCKED, ChatEvent.UNBLOCKED):
        await stage.happens(what, group(1) if what is ChatEvent.JOINED else stranger, by=stranger)
    assert await letters(stage.store) == []
