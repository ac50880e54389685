"""Choices that are old, made up or somebody else's: a kind sentence, and nothing is done."""

import logging
from pathlib import Path

import pytest

from data.domain.messages import Chat
from data.store.unit_of_work import Store
from jobs.actions.enrol import ask_office
from jobs.actions.invite import invite
from jobs.ports import World
from jobs.ticks.read_plans import read_plans
from tests.bad_input.ends import Dump, differing, dump
from tests.bad_input.house import House
from tests.bad_input.office import NINE, Talk, stored, value_of
from tests.cast import MONDAY, Cast, found
from tests.plans.stage import plan_docx

CLOSED = "Việc này đã đóng, lựa chọn không còn dùng được."
NOT_THEIRS = "Việc này không thuộc cơ quan"
OFFICE_ONLY = "Việc này do cơ quan đầu mối làm."
NO_SUCH_WORK = "Không tìm thấy việc này."
ANOTHERS_REPORT = "Báo cáo này của người khác"
MAIL = ("inbox", "outbox", "outbox_mentions", "dialogs", "sqlite_sequence")


def work_in(store: Store) -> Dump:
    """Return everything but what was said: tasks, reports, people, the log."""
    database = store.engine.url.database
    assert database
    return {name: rows for name, rows in dump(Path(database)).items() if name not in MAIL}


async def refused(talk: Talk, chat: Chat, choice: str, caplog: pytest.LogCaptureFixture) -> str:
    """Tap; nothing may change and nothing may be logged as a fault. Returns what was answered."""
    before = work_in(talk.store)
    with caplog.at_level(logging.INFO):
        said = await talk.says(chat, choice=choice)
    assert differing(work_in(talk.store), before) == {}
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert said
    assert "chưa xử lý được" not in said
    assert "](" not in said, "something of it can still be done"
    return said


MADE_UP = (
    *(":::", "report", "report:", "report:open", "report:open:abc", "report:open:-1"),
    *("report:open:1:2:3", "report:set:1:best", "nudge:1", "plan:nothing:1", "plan:ok:1:x"),
    *(
        "remind:later:2026-13-99",
        "remind:later:1",
        "people:invite:x",
        "events:move:",
        "báo:cáo",
    ),
    *("report:open:1\x00", "report:open:１", "report:open:\u0663", "tasks:show:1 OR 1=1"),
    *("report:undo:99999999999999999999", "report:set:99999999999999999999:done"),
    *("tasks:show:2147483648", "remind:why:99999999999999999999", "plan:confirm:10000000000"),
    *("people:admit:99999999999999999999:1", "events:cancel:99999999999999999999"),
    *("x" * 5_000, "report:open:" + "9" * 5_000, "report:open:" + "0" * 60 + "1"),
)


async def test_what_we_never_made_is_closed(
    town: Cast, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    for choice in MADE_UP:
        said = await refused(talk, town.chat("Hạnh"), choice, caplog)
        assert said.startswith(CLOSED), choice[:40]
    assert (await talk.says(town.chat("Hạnh"), choice="")).startswith("Tôi chưa hiểu ý đồng chí.")


NOT_THERE = (
    ("report:undo:999999", ANOTHERS_REPORT),
    ("report:more:999999", ANOTHERS_REPORT),
    ("report:fix:999999", ANOTHERS_REPORT),
    ("report:set:999999:done", ANOTHERS_REPORT),
    ("report:notthis:999999:1:2", ANOTHERS_REPORT),
    ("report:open:999999", NO_SUCH_WORK),
    ("report:done:999999", NO_SUCH_WORK),
    ("report:notyet:999999", NO_SUCH_WORK),
    ("report:help:999999", NO_SUCH_WORK),
    ("report:same:999999", NO_SUCH_WORK),
    ("report:copy:999999:1", NO_SUCH_WORK),
    ("tasks:show:999999", NO_SUCH_WORK),
    ("remind:why:999999", NO_SUCH_WORK),
    ("remind:later:2026-06-12", "Tin nhắn đó của ngày trước"),
    ("events:show:999999", "Không thấy sự kiện này."),
    ("people:take", "Danh sách này đã được xử lý"),
)


async def test_what_is_not_there_is_said_kindly(
    town: Cast, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    for choice, said in NOT_THERE:
        assert (await refused(talk, town.chat("Hạnh"), choice, caplog)).startswith(said), choice


@pytest.mark.parametrize(
    "verb", ["open", "done", "notyet", "help", "same", "undo", "more", "fix", "set", "show", "why"]
)
async def test_a_colleagues_work_and_report_cannot_be_touched(
    town: Cast, talk: Talk, caplog: pytest.LogCaptureFixture, verb: str
) -> None:
    stored_ = await talk.says(town.chat("Tư"), "xong")
    report = value_of(stored_, "Hoàn tác").rpartition(":")[2]
    occurrence = next(
        o[0] for o in work_in(talk.store)["occurrences"] if town.agencies["Tổ dân phố 5"] == o[3]
    )
    choice = {
        "set": f"report:set:{report}:not_yet",
        "show": f"tasks:show:{occurrence}",
        "why": f"remind:why:{occurrence}",
    }.get(verb) or f"report:{verb}:{report if verb in ('undo', 'more', 'fix') else occurrence}"
    said = await refused(talk, town.chat("Lan"), choice, caplog)
    assert said.startswith((NOT_THEIRS, ANOTHERS_REPORT, "#5 không thuộc cơ quan"))


@pytest.mark.parametrize("who", ["Hạnh", "Tư", "Sơn"])
async def test_the_offices_buttons_in_other_hands_do_nothing(
    town: Cast, talk: Talk, caplog: pytest.LogCaptureFixture, who: str
) -> None:
    ids = await prepare(talk, town)
    for choice in ids:
        said = await refused(talk, town.chat(who), choice, caplog)
        assert said.startswith((OFFICE_ONLY, CLOSED, "Danh sách này đã được xử lý")), choice


async def test_another_wards_ids_are_as_if_they_were_not_there(
    town: Cast, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    ours = await prepare(talk, town)
    mai = (await found(talk.store)).chat("Mai")  # the same office once more, as another ward
    for choice in (*ours, "report:open:1", "report:undo:1", "tasks:show:1", "remind:why:1"):
        before = work_in(talk.store)
        said = await talk.says(mai, choice=choice)
        assert differing(work_in(talk.store), before) == {}, choice
        assert "](" not in said, choice
        assert "Hạnh" not in said, choice
        assert "25/KH-UBND" not in said, choice
        assert "bầu cử" not in said, choice
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_a_place_in_the_stream_that_never_was_is_the_beginning(
    town: Cast, talk: Talk
) -> None:
    house = House(talk.store, talk.files, town)
    browser = await house.browser("Hạnh")
    house.channel.listeners.close()  # a server that stops: the stream ends by itself
    for place in ("9" * 5_000, "-1", "x", "１"):
        headers = {b"Last-Event-ID": place.encode()}
        assert (await browser.client.get("/api/stream", headers=headers)).status_code == 200


async def prepare(talk: Talk, town: Cast) -> list[str]:
    """Bring a draft, an event and somebody at the door into being; return the office's buttons."""
    mai = town.chat("Mai")
    await talk.says(mai, "", await stored(talk.files, "ke-hoach.docx", plan_docx()))
    await read_plans(World(talk.store, talk.files), NINE)
    declared = await talk.says(mai, "khai báo sự kiện bầu cử tổ trưởng 16/8")
    event = value_of(declared, "Hủy sự kiện").rpartition(":")[2]
    (plan,) = (row[0] for row in work_in(talk.store)["plans"] if "25/KH-UBND" in row)
    async with talk.store.write() as unit:
        actor = f"person:{town.people['Mai'].id}"
        lan = town.people["Lan"]
        invited = await invite(unit, town.ward, lan.id, MONDAY, actor)
        number = (
            await ask_office(unit, invited.code, Chat("telegram", "bot", "9"), now=MONDAY)
        ).number
    hanh, dung = town.people["Hạnh"].id, town.people["Dũng"].id
    return [
        *(f"plan:{verb}:{plan}" for verb in ("review", "confirm", "drop", "ok")),
        *(f"plan:{verb}:{plan}:1" for verb in ("out", "ok", "amend")),
        *(f"events:{verb}:{event}" for verb in ("right", "move", "cancel")),
        f"people:admit:1:{number}",
        f"people:refuse:1:{number}",
        f"people:handover:{hanh}:{dung}",
        f"people:invite:{hanh}",
        "people:take",
    ]
