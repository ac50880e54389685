"""Destroying a file that was sent by mistake: "hủy tệp #7", a decision, and a second person."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.access import Wish, may
from data.domain.erasures import Decision, may_agree, read_decision
from data.domain.localtime import local_date
from data.domain.messages import Choice
from data.domain.reports import Evidence, EvidenceState
from data.domain.task_codes import read_codes
from data.domain.wording import plain
from data.errors import RefusedError
from data.texts import erasures as words
from data.texts.people import denied, more_label
from data.texts.secrecy import taken_back
from jobs.actions.destroy_evidence import (
    DESTROYABLE,
    agree_to_erasure,
    ask_erasure,
    refuse_erasure,
)
from jobs.actions.marked_files import take_back_set_aside

_ASKS = re.compile(r"(?:huy|xoa) tep\b")
_DATED = re.compile(r"\bngay \d")
_AT_ONCE = 6
"""Files shown as choices at once."""
_KEEP_FOR = timedelta(hours=1)


async def start(turn: Turn) -> Reply | None:
    """ "hủy tệp #7"."""
    said = " ".join(plain(turn.message.text).split())
    if turn.message.files or not _ASKS.match(said):
        return None
    _check(turn)
    codes, _ = read_codes(turn.message.text)
    if codes:
        return await _files(turn, codes[0], 0)
    latest = await turn.work.evidence.latest(_AT_ONCE)
    choices = [Choice(_label(e, turn.today), f"erase:file:{e.id}") for e in latest]
    return say(words.how_to_ask(), choices)


async def resume(turn: Turn) -> Reply | None:
    """The decision, typed after the file was picked."""
    number = turn.data.get("file")
    if number is None or turn.message.files or not turn.message.text:
        return None
    if _ASKS.match(" ".join(plain(turn.message.text).split())):
        return None
    _check(turn)
    decision = read_decision(turn.message.text, turn.today)
    if decision is None:
        if turn.data.get("asked_again") and not _DATED.search(plain(turn.message.text)):
            return None  # they speak of something else
        return _waiting(
            say(words.decision_not_understood(), keep={**turn.data, "asked_again": True})
        )
    file = await _file(turn, number)
    places = await turn.work.evidence.with_digest(file.sha256 or "")
    keep = {
        "file": number,
        "number": decision.number,
        "on": decision.on.isoformat(),
        "reason": decision.reason,
    }
    choices = [
        Choice(words.ask_label(), f"erase:ask:{number}"),
        Choice(words.stop_label(), "erase:stop"),
    ]
    return _waiting(say(words.look_once_more(file, decision, len(places)), choices, keep))


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons of this conversation. Raises RefusedError."""
    _check(turn)
    numbers = [int(a) for a in arguments if a.isdecimal()]
    match verb, numbers:
        case "files", [code, first]:
            return await _files(turn, code, first)
        case "file", [number]:
            file = await _file(turn, number)
            stop = Choice(words.stop_label(), "erase:stop")
            return _waiting(say(words.which_decision(file), [stop], {"file": number}))
        case "ask", [number]:
            return await _ask(turn, number)
        case "keep", [number]:
            await take_back_set_aside(turn.unit, turn.ward, number, turn.now, turn.actor)
            return say(taken_back())
        case "stop", []:
            return say(words.left_alone())
        case "agree", [number]:
            done = await agree_to_erasure(turn.unit, turn.ward, number, turn.now, turn.actor)
            return say(words.destroyed(done.decision, len(done.records)))
        case "refuse", [number]:
            await refuse_erasure(turn.unit, turn.ward, number, turn.now, turn.actor)
            return say(words.dropped())
    return None


def _check(turn: Turn) -> None:
    if denial := may(turn.person, Wish.DESTROY):
        raise RefusedError(denied(denial))


async def _files(turn: Turn, code: int, first: int) -> Reply:
    task = await turn.work.tasks.by_code(code)
    occurrences = await turn.work.occurrences.of_task(task.id) if task else ()
    reports = [r for o in occurrences for r in await turn.work.reports.of_occurrence(o.id)]
    shown = await turn.work.evidence.of_reports([r.id for r in reports])
    stored = [e for e in reversed(shown) if e.state is EvidenceState.STORED]
    if not stored:
        raise RefusedError(words.no_files(code))
    some = stored[first : first + _AT_ONCE]
    choices = [Choice(_label(e, turn.today), f"erase:file:{e.id}") for e in some]
    if len(stored) > first + _AT_ONCE:
        choices.append(Choice(more_label(), f"erase:files:{code}:{first + _AT_ONCE}"))
    return say(words.which_file(code), choices)


def _label(file: Evidence, today: date) -> str:
    return words.file_label(file, today, local_date(file.sent_at))


async def _file(turn: Turn, number: int) -> Evidence:
    found = await turn.work.evidence.some([number])
    if not found or found[0].state not in DESTROYABLE:
        raise RefusedError(words.not_there())
    return found[0]


async def _ask(turn: Turn, number: int) -> Reply | None:
    kept = turn.data
    if kept.get("file") != number or "number" not in kept:
        return await _asked_before(turn, number)
    decision = Decision(kept["number"], date.fromisoformat(kept["on"]), kept["reason"])
    done = await ask_erasure(turn.unit, turn.ward, number, decision, turn.now, turn.actor)
    names = [p.name for p in done.told]
    return say(words.asked(names) if done.is_new else words.asked_already(names))


async def _asked_before(turn: Turn, number: int) -> Reply | None:
    """Answer a second tap; None when nobody asked for this file's destruction."""
    standing = await turn.work.erasures.of((await _file(turn, number)).sha256 or "")
    if standing is None:
        return None
    others = may_agree(await turn.work.people.all(), standing.asked_by)
    return say(words.asked_already([p.name for p in others]))


def _waiting(reply: Reply) -> Reply:
    return replace(reply, keep_for=_KEEP_FOR)


CONVERSATION = Conversation(name="erase", tap=tap, start=start, resume=resume)
