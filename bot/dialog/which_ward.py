"""Which ward a number is meant in, where one chat is a person's in several: asked if in doubt.

What was sent waits in the inbox until the answer, and is handled then as if it came just now.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from data.domain.localtime import local_date
from data.domain.messages import Choice, IncomingMessage, Lane, OutgoingMessage
from data.domain.task_codes import read_codes
from data.domain.wording import plain
from data.store.mail import DialogState, Received
from data.store.unit_of_work import UnitOfWork
from data.texts.common import which_ward

NAME = "ward"
"""Of the choices, of the dialog while the answer is awaited, and where it keeps the ward."""
_ANSWER_WITHIN = timedelta(minutes=30)
_STANDS = timedelta(minutes=2)
"""How long after the answer the ward goes on being meant, if nothing else is begun."""


async def meant(
    unit: UnitOfWork, message: IncomingMessage, state: DialogState, now: datetime
) -> tuple[int, ...]:
    """Return the wards in which the numbers of a message are open work of the person's.

    None where something else says which ward is meant, or there is only one.
    """
    says = message.group or message.choice or message.reply_to or state.conversation
    codes = () if says else read_codes(message.text)[0]
    links = await unit.links.at(message.chat) if codes else ()
    if len(links) < 2:
        return ()
    found = [x.ward_id for x in links if await _owes(unit, x.ward_id, x.person_id, codes, now)]
    return tuple(found)


async def _owes(
    unit: UnitOfWork, ward_id: int, person_id: int, codes: Sequence[int], now: datetime
) -> bool:
    work = unit.ward(ward_id)
    person = await work.people.get(person_id)
    if person is None or not person.is_active or not person.agency_ids:
        return False
    owed = await work.occurrences.owed_by(person.agency_ids, opened_by=local_date(now))
    tasks = await work.tasks.some(o.task_id for o in owed)
    return {t.code for t in tasks.values()} >= set(codes)


async def ask(
    unit: UnitOfWork,
    rows: Sequence[Received],
    message: IncomingMessage,
    wards: Sequence[int],
    now: datetime,
) -> None:
    """Ask which of these wards is meant; the updates wait for the answer."""
    known = await unit.links.behind(message.chat)
    assert known is not None, "several wards know them"
    names = {w.id: w.name for w in await unit.wards.all()}
    kept = {"rows": [r.id for r in rows], "wards": {str(w): names[w] for w in wards}}
    await unit.dialogs.save(message.chat, DialogState(NAME, kept, now + _ANSWER_WITHIN))
    choices = tuple(Choice(names[w], f"{NAME}:{w}") for w in wards)
    await unit.outbox.add(
        # Not the key of an answer: that one is still to come.
        f"which-ward:{rows[0].id}",
        message.chat,
        OutgoingMessage(which_ward(known[1], read_codes(message.text)[0]), choices),
        kind="reply",
        lane=Lane.ANSWER,
        now=now,
        ward_id=known[0].id,
        person_id=known[1].id,
        must_arrive=True,
    )


async def settle(
    unit: UnitOfWork, message: IncomingMessage, state: DialogState, now: datetime
) -> bool:
    """Take the answer: what was sent is handled in that ward. False when it is none."""
    if state.conversation != NAME or "rows" not in state.data:
        return False
    chosen = _chosen(message, state.data["wards"], state.menu)
    if chosen is None:
        return False
    await unit.dialogs.save(message.chat, DialogState(NAME, {NAME: chosen}, now + _STANDS))
    await unit.inbox.handle_again(message.chat, state.data["rows"])
    return True


def _chosen(message: IncomingMessage, wards: dict[str, str], menu: Sequence[str]) -> int | None:
    """Return the ward that was tapped, or typed: by its name, or by the number last shown for it."""
    typed = plain(message.text).strip(" .!")
    for ward, name in wards.items():
        choice = f"{NAME}:{ward}"
        number = str(menu.index(choice) + 1) if choice in menu else None
        if message.choice == choice or typed in {plain(name), number}:
            return int(ward)
    return None
