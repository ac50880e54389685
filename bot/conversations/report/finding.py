"""Which occurrence a person means: by the number they typed, or by asking."""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.conversations.base import Reply, Turn
from bot.conversations.report.waiting import Taken, card_of_files, keep_waiting, waiting_ids
from bot.conversations.work import current, is_leader, open_items, require_part
from data.domain.messages import Choice, OutgoingMessage
from data.domain.progress import Reading, read_reports
from data.domain.task_codes import bare_parts
from data.domain.tasks import Occurrence, OccurrenceState, Task, WorkItem
from data.errors import RefusedError
from data.texts import report_labels as labels
from data.texts import report_refusals as refusals
from data.texts import reports as words
from data.texts.reminders import pick_label

_LIKELIEST = 3
_MOST = 12
"""Choices of one message."""


@dataclass(frozen=True, slots=True)
class Target:
    """A task and what of it can be reported on: one occurrence for each agency."""

    task: Task
    occurrences: tuple[Occurrence, ...]


async def target_of(turn: Turn, code: int) -> Target:
    """Return what a typed task number means. Raises RefusedError when there is nothing."""
    task = await turn.work.tasks.by_code(code)
    if task is None or task.is_removed:
        raise RefusedError(refusals.no_such_code(code))
    live = [
        o
        for o in await turn.work.occurrences.of_task(task.id)
        if o.state is not OccurrenceState.CANCELLED
    ]
    own = [o for o in live if o.agency_id in turn.person.agency_ids]
    by_agency: dict[int, list[Occurrence]] = {}
    for occurrence in own or live:
        by_agency.setdefault(occurrence.agency_id, []).append(occurrence)
    if not by_agency:
        raise RefusedError(refusals.nothing_owed(code))
    if not own:
        await require_part(turn, task, live[0].agency_id)
    return Target(task, tuple(current(listed, turn.today) for listed in by_agency.values()))


async def readings_of(turn: Turn) -> tuple[Reading, ...]:
    """Read what a message reports, each task with its own words.

    "3 xong, 5 chưa họp được" speaks of two tasks only to somebody who may report on number 5.
    """
    text = turn.message.text
    own = set()
    for code in bare_parts(text)[:_MOST]:
        with contextlib.suppress(RefusedError):
            own.add((await target_of(turn, code)).task.code)
    return read_reports(text, own)


def on_card(reply: Reply, card: str) -> Reply:
    """Return the reply as the next state of a card."""
    first, *rest = reply.messages
    return replace(reply, messages=(replace(first, card=card), *rest))


async def ask_whose(turn: Turn, target: Target, taken: Taken, text: str) -> Reply:
    """Ask for which agency the report is: several owe the same task."""
    names = {a.id: a.name for a in await turn.work.agencies.all()}
    choices = [
        Choice(names[o.agency_id][:40], f"report:open:{o.id}") for o in target.occurrences[:_MOST]
    ]
    lines = [*taken.refused, words.which_agency(target.task)]
    message = OutgoingMessage("\n".join(lines), tuple(choices))
    return Reply((message,), keep=keep_waiting(turn, taken.evidence, text))


async def ask_which(
    turn: Turn,
    taken: Taken,
    text: str,
    *,
    lead_in: str = "",
    but: int | None = None,
    among: Sequence[WorkItem] = (),
) -> Reply:
    """Ask for which task files or words are: the likeliest first.

    `lead_in` goes before the question; `but` is an occurrence that it is not; only those `among`
    are offered, if there are any.
    """
    items = list(among) or [i for i in await open_items(turn) if i.occurrence.id != but]
    lead = [*taken.refused, *([lead_in] if lead_in else [])]
    if not items:
        waits = [words.files_wait(taken.evidence)] if taken.evidence else []
        lines = [*lead, *waits, words.nothing_to_report(turn.person)]
        keep = keep_waiting(turn, taken.evidence, "") if taken.evidence else None
        return Reply((OutgoingMessage("\n".join(lines)),), keep=keep)
    keep = keep_waiting(turn, taken.evidence, text)
    if len(items) == 1 and is_leader(turn.person) and taken.evidence and not text:
        lines = [*lead, words.is_it_this(turn.person, items[0], taken.evidence)]
        return Reply((_question(lines, _leader_choices(items[0], taken), taken),), keep=keep)
    lines = [*lead, words.which_task(turn.person, taken.evidence, text)]
    offered = pick_choices(among[:_MOST]) or _likeliest(items)
    return Reply((_question(lines, (*offered, _drop(taken)), taken),), keep=keep)


def _question(lines: Sequence[str], offered: tuple[Choice, ...], taken: Taken) -> OutgoingMessage:
    """Return the question, as the card of the files that it asks about: more of them may come."""
    return OutgoingMessage("\n".join(lines), offered, card=card_of_files(taken))


def _likeliest(items: Sequence[WorkItem]) -> tuple[Choice, ...]:
    choices = pick_choices(items[:_LIKELIEST])
    if len(items) > _LIKELIEST:
        return (*choices, Choice(labels.other_task_label(), "report:others"))
    return choices


def _drop(taken: Taken) -> Choice:
    has_pictures = any(e.mime.startswith("image/") for e in taken.evidence)
    label = labels.drop_files_label() if has_pictures else labels.drop_words_label()
    return Choice(label, "report:drop")


def _leader_choices(item: WorkItem, taken: Taken) -> tuple[Choice, ...]:
    number = item.occurrence.id
    return (
        Choice(labels.done_label(), f"report:done:{number}"),
        Choice(labels.not_done_label(), f"report:open:{number}"),
        _drop(taken),
    )


def pick_choices(items: Iterable[WorkItem]) -> tuple[Choice, ...]:
    """Return a choice for each task, named by number and title."""
    return tuple(Choice(pick_label(i), f"report:open:{i.occurrence.id}") for i in items)


async def ask_others(turn: Turn) -> Reply:
    """Show every open task to choose from; what waits goes on waiting."""
    items = await open_items(turn)
    if not items:
        return Reply((OutgoingMessage(words.nothing_to_report(turn.person)),), keep=turn.data)
    choices = pick_choices(items[:_MOST])
    if waiting_ids(turn):
        choices = (*choices, Choice(labels.drop_files_label(), "report:drop"))
    text = words.other_tasks(turn.person, items[0].task.code)
    return Reply((OutgoingMessage(text, choices),), keep=turn.data)
