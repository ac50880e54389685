"""The lead office settles a message that may not have arrived: once more, or let it rest."""

from datetime import datetime

from data.domain.access import Wish
from data.domain.messages import Chat, Lane
from data.domain.people import Ward
from data.domain.trouble import Undelivered
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import trouble as words
from jobs.actions.allow import require


async def resend(
    unit: UnitOfWork, ward: Ward, letter_id: int, now: datetime, actor: str
) -> Undelivered:
    """Queue a message again, to where its person is reached now; it stays one row, with one key.

    It is marked as sent again when it may have arrived before. Raises RefusedError when it was
    settled already, when nobody can be reached, or when it would only confuse.
    """
    letter = await _listed(unit, ward, letter_id, actor)
    if not letter.may_be_sent_again(now):
        raise RefusedError(words.no_use_to_send())
    chat = await _where(unit, letter)
    if chat is None:
        raise RefusedError(words.nowhere_to_send())
    if not await unit.ward(ward.id).troubles.queue_again(letter.id, chat, now):
        raise RefusedError(words.settled_already())
    unit.outbox.mail.update(((chat.channel, chat.account), lane) for lane in Lane)
    _note(unit, ward, letter, "letter.sent_again", now, actor)
    return letter


async def let_rest(
    unit: UnitOfWork, ward: Ward, letter_id: int, now: datetime, actor: str
) -> Undelivered:
    """Take a message off the list. It is no more certain than before: its state is left alone.

    Raises RefusedError when it was settled already.
    """
    letter = await _listed(unit, ward, letter_id, actor)
    if not await unit.ward(ward.id).troubles.let_rest(letter.id, now):
        raise RefusedError(words.settled_already())
    _note(unit, ward, letter, "letter.let_rest", now, actor)
    return letter


async def _listed(unit: UnitOfWork, ward: Ward, letter_id: int, actor: str) -> Undelivered:
    await require(unit, ward, actor, Wish.WATCH_OVER)
    letter = await unit.ward(ward.id).troubles.get(letter_id)
    if letter is None:
        raise RefusedError(words.settled_already())
    return letter


async def _where(unit: UnitOfWork, letter: Undelivered) -> Chat | None:
    """Return the chat that the person uses now: since then they may have come in elsewhere."""
    if letter.person_id is None:
        return letter.chat
    links = (await unit.links.of([letter.person_id])).get(letter.person_id, ())
    open_ = [Chat(x.channel, x.account, x.chat) for x in links if x.is_reachable]
    return letter.chat if letter.chat in open_ else next(iter(open_), None)


def _note(
    unit: UnitOfWork, ward: Ward, letter: Undelivered, kind: str, now: datetime, actor: str
) -> None:
    unit.ward(ward.id).log.append(
        kind,
        actor=actor,
        subject=f"letter:{letter.id}",
        now=now,
        was=letter.state.value,
        about=letter.kind,
        person=letter.person_id,
    )
