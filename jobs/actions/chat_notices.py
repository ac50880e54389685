"""What happened to a chat itself: blocked or not, in or out of a group, moved. Nobody waits."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from data.domain.messages import Chat, ChatEvent, ChatNotice, Lane, OutgoingMessage
from data.domain.people import Person, Ward
from data.store.lost_contact import lose_contact
from data.store.unit_of_work import UnitOfWork
from data.texts import groups as words
from jobs.actions.come_back import come_back
from jobs.actions.group_chats import (
    KIND,
    Seen,
    agency_name,
    log,
    remember,
    seen,
    tell_of,
    tie_or_ask,
)

Wards = frozenset[int] | None
_MOVES_WITHIN = timedelta(seconds=30)
"""How far apart the two ends of a move are told, and more."""


async def note(unit: UnitOfWork, notice: ChatNotice, now: datetime, wards: Wards) -> None:
    """Do what a notice asks for. `wards` are those that the account serves; None: all."""
    await _DONE[notice.what](unit, notice, now, wards)


async def _joined(unit: UnitOfWork, notice: ChatNotice, now: datetime, wards: Wards) -> None:
    group = notice.chat
    before = await seen(unit, group, now)
    known = before or Seen()
    await remember(unit, group, replace(known, title=notice.title or known.title, moved_to=""))
    tied = await unit.agency_chats.at(group)
    if tied is not None:
        # Told again (made an administrator), or put back after we missed that we were out.
        await unit.agency_chats.mark_reachable(group, True)
        return
    adder = await unit.links.behind(notice.by) if notice.by else None
    if adder is None or notice.by is None or not _serves(wards, adder[0].id):
        if before is None:
            await _stand_back(unit, group, now)
        return
    ward, person, _ = adder
    if person.id not in known.asked:
        message = await tie_or_ask(unit, ward, person, group, notice.title, now)
        await _answer(unit, ward, person, notice.by, group, message, now)


async def _stand_back(unit: UnitOfWork, group: Chat, now: datetime) -> None:
    """One sentence in a group into which a stranger put us, and never another.

    Not at once: a group of ours that moves looks the same until we hear where it came from
    (https://github.com/tdlib/telegram-bot-api/issues/266).
    """
    await unit.outbox.add(
        f"{KIND}:stranger:{group.channel}/{group.account}/{group.chat}",
        group,
        OutgoingMessage(words.stranger_added_us()),
        kind=KIND,
        lane=Lane.ANSWER,
        now=now,
        due_at=now + _MOVES_WITHIN,
    )


async def _answer(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    chat: Chat,
    group: Chat,
    message: OutgoingMessage,
    now: datetime,
) -> None:
    await unit.outbox.add(
        f"{KIND}:joined:{group.channel}/{group.account}/{group.chat}:{person.id}:{now.isoformat()}",
        chat,
        message,
        kind="reply",
        lane=Lane.ANSWER,
        now=now,
        ward_id=ward.id,
        person_id=person.id,
        must_arrive=True,
    )


async def _left(unit: UnitOfWork, notice: ChatNotice, now: datetime, _wards: Wards) -> None:
    tied = await unit.agency_chats.at(notice.chat)
    await unit.agency_chats.revoke(notice.chat, now)
    await unit.dialogs.forget(notice.chat)
    if tied is None:
        return
    by = await unit.links.behind(notice.by) if notice.by else None
    who = by[1] if by and by[0].id == tied.ward_id else None
    ward = await unit.wards.get(tied.ward_id)
    text = words.we_are_out(tied.title, await agency_name(unit, tied))
    await tell_of(unit, ward, tied, f"left:{tied.id}", text, now, but=who)
    log(unit, tied, "group.left", f"person:{who.id}" if who else "platform", now)


async def _moved(unit: UnitOfWork, notice: ChatNotice, now: datetime, _wards: Wards) -> None:
    group, moved_to = notice.chat, Chat(notice.chat.channel, notice.chat.account, notice.moved_to)
    tied = await unit.agency_chats.at(group)
    if tied is not None:
        # Only what was said for having been put into the new address waits there by now.
        await unit.agency_chats.silence(moved_to, "the group had only moved")
    await unit.agency_chats.move(group, moved_to.chat)
    await unit.deliveries.follow(group, moved_to.chat)
    known = await seen(unit, group, now)
    if known is not None and not known.moved_to:
        # The old address leads on: a choice that names it may still be tapped.
        await remember(unit, moved_to, known)
        await remember(unit, group, Seen(moved_to=moved_to.chat))
    if tied is not None:
        log(unit, tied, "group.moved", "platform", now)


async def _blocked(unit: UnitOfWork, notice: ChatNotice, now: datetime, _wards: Wards) -> None:
    # What was noted as unreachable before was told of then, whoever noticed it first.
    await lose_contact(unit, notice.chat, "the person blocked us", now, actor="platform")


async def _unblocked(unit: UnitOfWork, notice: ChatNotice, now: datetime, _wards: Wards) -> None:
    await come_back(unit, notice.chat, now)


def _serves(wards: Wards, ward_id: int) -> bool:
    return wards is None or ward_id in wards


_DONE: dict[ChatEvent, Callable[[UnitOfWork, ChatNotice, datetime, Wards], Awaitable[None]]] = {
    ChatEvent.BLOCKED: _blocked,
    ChatEvent.UNBLOCKED: _unblocked,
    ChatEvent.JOINED: _joined,
    ChatEvent.LEFT: _left,
    ChatEvent.MOVED: _moved,
}
