"""What the ward sets for itself: shown in a few lines, changed by one, taken back by one tap."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import is_office, only_for_office, say
from data.domain.event_words import asks_to_declare
from data.domain.messages import Choice
from data.domain.originals import OriginalsWish, read_originals
from data.domain.people import WardSettings
from data.domain.rules import Period
from data.domain.settings_words import read_setting
from data.errors import RefusedError
from data.texts import originals
from data.texts import settings as words
from jobs.actions.change_settings import (
    SettingsChanged,
    change_by_words,
    change_settings,
)
from jobs.actions.set_reporting_period import PeriodSet, set_reporting_period
from jobs.actions.want_originals import want_originals

_KEEP_FOR = timedelta(hours=1)


async def open_(turn: Turn) -> Reply | None:
    """`/thietlap`."""
    only_for_office(turn)
    tasks = await turn.work.tasks.all()
    own = [t for t in tasks if t.reporting_period is not None]
    text = words.overview(turn.ward.name, turn.ward.settings, own, turn.today)
    if strict := [t for t in tasks if t.wants_originals]:
        text = f"{text}\n{originals.standing(strict)}"
    return _waiting(say(text, keep={"open": True}))


async def start(turn: Turn) -> Reply | None:
    """ "giờ nhắc 7:15", typed at any time by the lead office."""
    if turn.message.files or not is_office(turn):
        return None
    if wish := read_originals(turn.message.text):
        return await _want_originals(turn, wish)
    return await _change(turn) if _sets_something(turn) else None


async def resume(turn: Turn) -> Reply | None:
    """One line more. After `/thietlap`, what sets nothing is asked again once; else others have it."""
    text = turn.message.text
    if turn.message.files or not text or not is_office(turn):
        return None
    if wish := read_originals(text):
        return await _want_originals(turn, wish)
    if _sets_something(turn):
        return await _change(turn)
    if not turn.data.get("open") or "#" in text or asks_to_declare(text):
        return None
    return _waiting(say(words.not_understood(), keep={**turn.data, "open": False}))


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """[Hoàn tác]: only the last change, and only while nobody changed it since."""
    only_for_office(turn)
    last = turn.data.get("last")
    if verb != "undo" or len(arguments) != 1:
        return None
    if last is None or _digest(last) != arguments[0]:
        raise RefusedError(words.cannot_undo())
    done = await _put_back(turn, last)
    return _waiting(say(words.undone(_said(turn, done)), keep={}))


def _sets_something(turn: Turn) -> bool:
    return read_setting(turn.message.text, turn.ward.settings, turn.today) is not None


async def _want_originals(turn: Turn, wish: OriginalsWish) -> Reply:
    """ "#7 cần ảnh gốc": the opposite line takes it back."""
    done = await want_originals(turn.unit, turn.ward, wish.codes, wish.wanted, turn.now, turn.actor)
    text = originals.changed(done.tasks, done.moved, wanted=wish.wanted)
    return replace(_waiting(say(text, keep=dict(turn.data))), is_taken=True)


async def _change(turn: Turn) -> Reply:
    done = await change_by_words(turn.unit, turn.ward, turn.message.text, turn.now, turn.actor)
    last = _as_kept(done)
    if last["before"] == last["after"]:
        return _waiting(say(_said(turn, done), keep=dict(turn.data)))
    choice = Choice(words.undo_label(), f"settings:undo:{_digest(last)}")
    reply = say(_said(turn, done), [choice], {**turn.data, "last": last})
    return replace(_waiting(reply), is_taken=True)


def _as_kept(done: SettingsChanged | PeriodSet) -> dict[str, Any]:
    """Return what [Hoàn tác] needs: what was changed, from what to what."""
    if isinstance(done, PeriodSet):
        pairs = zip(done.tasks, done.before, strict=True)
        moved = {str(t.id): (old, t.reporting_period) for t, old in pairs}
        moved = {task: pair for task, pair in moved.items() if pair[0] is not pair[1]}
        return {
            "plan": done.plan.id if done.plan else None,
            "before": {task: old for task, (old, _) in moved.items()},
            "after": {task: new for task, (_, new) in moved.items()},
        }
    old, new = done.before.model_dump(mode="json"), done.ward.settings.model_dump(mode="json")
    names = [name for name in new if old[name] != new[name]]
    return {"before": {n: old[n] for n in names}, "after": {n: new[n] for n in names}}


async def _put_back(turn: Turn, last: dict[str, Any]) -> SettingsChanged | PeriodSet:
    if "plan" in last:
        return await _put_periods_back(turn, last)
    now = turn.ward.settings.model_dump(mode="json")
    if any(now[name] != value for name, value in last["after"].items()):
        raise RefusedError(words.cannot_undo())
    before = WardSettings.model_validate({**now, **last["before"]})
    return await change_settings(turn.unit, turn.ward, before, turn.now, turn.actor)


async def _put_periods_back(turn: Turn, last: dict[str, Any]) -> PeriodSet:
    before = {int(task): Period(old) if old else None for task, old in last["before"].items()}
    tasks = await turn.work.tasks.some(before)
    now = {str(t.id): t.reporting_period for t in tasks.values() if not t.is_removed}
    if now != last["after"]:
        raise RefusedError(words.cannot_undo())
    plan = await turn.work.plans.get(last["plan"]) if last["plan"] else None
    return await set_reporting_period(turn.unit, turn.ward, before, turn.now, turn.actor, plan)


def _said(turn: Turn, done: SettingsChanged | PeriodSet) -> str:
    if isinstance(done, PeriodSet):
        moved = words.what_moved(done.changes.counts, 0)
        return words.period_set(done.tasks, done.before, done.plan, moved)
    moved = words.what_moved(done.changes.counts, done.retimed)
    return words.changed(done.before, done.ward.settings, moved, turn.today)


def _digest(last: dict[str, Any]) -> str:
    """Name a change, so that a button of an older one takes nothing back."""
    return hashlib.sha256(json.dumps(last, sort_keys=True).encode()).hexdigest()[:16]


def _waiting(reply: Reply) -> Reply:
    return replace(reply, keep_for=_KEEP_FOR)


CONVERSATION = Conversation(
    name="settings",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/thietlap", "/caidat", "thiết lập", "cài đặt"),
    open=open_,
)
