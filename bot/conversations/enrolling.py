"""Coming in through a messenger: an invitation's link or typed code, then a second proof.

No conversation like the others: it is asked first, and there is nobody yet whose turn it is. What
it keeps is the SHA-256 of the invitation's code, and when codes were tried that opened nothing.
"""

import re
from dataclasses import replace
from datetime import datetime

from bot.conversations.base import Reply, Visit
from bot.conversations.typed_codes import (
    MOST_FAILED,
    WITHIN,
    failed_in,
    hash_behind,
    is_too_often,
    kept,
    typed_code,
)
from data.domain.messages import Choice, IncomingMessage, Keyboard, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.phones import digits_of, read_phone
from data.domain.picks import as_said, read_pick
from data.domain.short_codes import TypedCode
from data.domain.tokens import hash_of
from data.errors import RefusedError
from data.store.usage import is_full
from data.texts import enrolling as words
from data.texts.common import stranger
from jobs.actions.enrol import (
    Entered,
    Key,
    NeedsProof,
    Waiting,
    ask_office,
    enter,
    look,
    owner_here,
)
from jobs.actions.invite import LASTS

NAME = "enrol"
"""The conversation under which the engine keeps where a chat stands in coming in."""
_ASK = f"{NAME}:ask"
_START = re.compile(r"/start(?:@\w+)?\s+([a-z0-9_-]{1,64})", re.I | re.A)
_DIGITS = 6
"""So many digits are meant as a telephone number."""
_VIETNAMESE = re.compile(r"\+?\s*(?:8\s*4|0)")
_Outcome = Entered | NeedsProof | Waiting


async def receive(visit: Visit) -> Reply | None:
    """Take "/start <code>", a typed code, a contact, or the next message of a chat coming in.

    None when it is not for coming in: an ordinary message of a known person, or a stranger's.
    """
    message = visit.message
    if message.group is not None:
        return None  # a code shown to a whole group is nobody's alone
    if shown := _START.fullmatch(message.text.strip()):
        return await _open(visit, Key(hash_of(shown[1]), visit.wards))
    if typed := await typed_code(visit):
        return await _type(visit, typed)
    if not visit.data and message.contact is None:
        return None  # nearly every message
    owner = await visit.unit.links.behind(visit.chat)
    code_hash = visit.data.get("code_hash")
    if code_hash is None:
        return _pressed_again(visit, owner[:2]) if owner else _without_invitation(visit)
    if owner and message.contact is None and not _asks_office(message):
        return None
    return await _go_on(visit, Key(code_hash, visit.wards))


async def _type(visit: Visit, typed: TypedCode) -> Reply:
    """Take digits for a code: what they open, or that they open nothing."""
    if await is_too_often(visit):
        return _stay(visit)
    code_hash = await hash_behind(visit, typed)
    if code_hash is not None:
        return await _open(visit, Key(code_hash, visit.wards))
    failed = [*failed_in(visit), visit.now]
    left = MOST_FAILED - len(failed)
    text = words.code_wrong(left) if typed.is_whole else words.code_too_short_or_long()
    return _stay(visit, OutgoingMessage(text), **kept(failed))


async def _open(visit: Visit, key: Key) -> Reply:
    if await is_too_often(visit):
        return _stay(visit)
    try:
        seen = await look(visit.unit, key, visit.now)
        if seen.needs is None:
            await enter(visit.unit, key, visit.chat, phone=None, now=visit.now)
            return Reply(())  # the welcome is on its way
    except RefusedError as refused:
        return await _not_opened(visit, key, refused.sentence)
    needs = seen.needs
    if await _is_full_for(visit, needs):
        return _end(visit, words.account_full(needs.person, needs.ward.name))
    text = words.hello(needs.person, needs.ward.name, _how(visit, needs))
    return _wait(visit, key, _asking(visit, needs, text))


async def _is_full_for(visit: Visit, needs: NeedsProof) -> bool:
    """Return whether the account takes nobody more, and this chat would be one more."""
    account = (visit.chat.channel, visit.chat.account)
    if not await is_full(visit.unit, account, visit.most_people):
        return False
    own = (await visit.unit.links.of([needs.person.id])).get(needs.person.id, ())
    is_there = any((x.channel, x.account) == account for x in own)
    return not is_there and not await visit.unit.links.at(visit.chat)


async def _not_opened(visit: Visit, key: Key, sentence: str) -> Reply:
    if here := await owner_here(visit.unit, key, visit.chat):
        ward, person = here  # the link was pressed once more
        return _end(visit, words.already_in(person, ward.name))
    if await visit.unit.links.behind(visit.chat) is not None:
        return _end(visit, sentence)
    failed = [*failed_in(visit), visit.now]
    return replace(_end(visit, sentence), keep=kept(failed), keep_for=WITHIN)


def _pressed_again(visit: Visit, owner: tuple[Ward, Person]) -> Reply | None:
    """Answer a known person: only who shares their own number once more came in just now."""
    contact = visit.message.contact
    if contact is None or not contact.is_own:
        return None
    ward, person = owner
    return Reply((OutgoingMessage(words.already_in(person, ward.name), keyboard=Keyboard.REMOVE),))


def _without_invitation(visit: Visit) -> Reply:
    """Tell a stranger once an hour that nothing stands open; what was counted stays counted."""
    told_at = visit.data.get("told_at")
    if told_at and visit.now - datetime.fromisoformat(told_at) < WITHIN:
        return _stay(visit)
    # The key that was pressed may still stand in place of the letters.
    said = OutgoingMessage(words.stranger_types() if visit.types_codes else stranger())
    if visit.message.contact is not None:
        said = OutgoingMessage(words.no_invitation_here(), keyboard=Keyboard.REMOVE)
    return _stay(visit, said, told_at=visit.now.isoformat())


async def _go_on(visit: Visit, key: Key) -> Reply:
    try:
        seen = await look(visit.unit, key, visit.now)
        outcome = await _step(visit, key, seen.needs)
    except RefusedError as refused:
        here = await owner_here(visit.unit, key, visit.chat)
        return _end(visit, words.already_in(here[1], here[0].name) if here else refused.sentence)
    if isinstance(outcome, Entered) or seen.needs is None:
        return Reply(())  # the welcome is on its way
    if isinstance(outcome, Waiting):
        text = words.asked_office(seen.needs.person, outcome.number)
        return _wait(visit, key, OutgoingMessage(text))
    if not outcome.tries_left:
        return _end(visit, outcome.sentence)
    return _wait(visit, key, _asking(visit, outcome, outcome.sentence))


async def _step(visit: Visit, key: Key, needs: NeedsProof | None) -> _Outcome:
    """Do what was said, towards coming in. Raises RefusedError."""
    message = visit.message
    if needs is not None and message.contact is not None and not message.contact.is_own:
        return replace(needs, sentence=words.contact_of_another(needs.person))
    if needs is not None and needs.can_show_phone and message.contact is not None:
        return await _show_phone(visit, key, national(message.contact.phone), is_own=True)
    is_asked = needs is not None and needs.can_show_phone and visit.types_codes
    if is_asked and (phone := read_phone(message.text)):
        return await _show_phone(visit, key, phone, is_own=False)
    if needs is not None and _asks_office(message, or_by_number=True):
        return await ask_office(visit.unit, key, visit.chat, now=visit.now)
    outcome = await enter(visit.unit, key, visit.chat, phone=None, now=visit.now)
    if not isinstance(outcome, NeedsProof):
        return outcome
    return replace(outcome, sentence=_what_to_do(visit, outcome))


async def _show_phone(visit: Visit, key: Key, phone: str, *, is_own: bool) -> _Outcome:
    outcome = await enter(visit.unit, key, visit.chat, phone=phone, now=visit.now, is_own=is_own)
    if isinstance(outcome, NeedsProof) and outcome.tries_left:
        sentence = words.phone_wrong(outcome.person, outcome.tries_left)
        return replace(outcome, sentence=sentence)
    return outcome


def national(shared: str) -> str:
    """Return a shared number as the staff list spells it; "" for one of another country.

    A platform gives a number with its country's: "+376 312345" is not 0376 312 345.
    """
    return digits_of(shared) if _VIETNAMESE.match(shared.strip()) else ""


def _what_to_do(visit: Visit, needs: NeedsProof) -> str:
    text = visit.message.text
    if not visit.types_codes and needs.can_show_phone and read_phone(text):
        return words.press_instead(needs.person)
    if visit.types_codes and needs.can_show_phone and sum(c.isdecimal() for c in text) >= _DIGITS:
        return words.phone_unreadable(needs.person)
    return _how(visit, needs)


def _how(visit: Visit, needs: NeedsProof) -> str:
    """Return how to prove who one is."""
    how = words.how_to_type if visit.types_codes else words.how_to_prove
    return how(needs.person, can_show_phone=needs.can_show_phone)


def _asking(visit: Visit, needs: NeedsProof, text: str) -> OutgoingMessage:
    """Return a question with its keys: the number's own key only where a number helps."""
    choices = (Choice(words.ask_office(), _ASK),) if needs.can_ask_office else ()
    has_key = needs.can_show_phone and not visit.types_codes
    keyboard = Keyboard.ASK_CONTACT if has_key else Keyboard.NONE
    return OutgoingMessage(text, choices, keyboard=keyboard)


def _asks_office(message: IncomingMessage, *, or_by_number: bool = False) -> bool:
    """Return whether the lead office is to be asked: pressed, typed, or by the menu's "1"."""
    pick = read_pick(message.text)
    return (
        message.choice == _ASK
        or as_said(message.text) == as_said(words.ask_office())
        or (or_by_number and pick is not None and pick.number == 1)
    )


def _wait(visit: Visit, key: Key, message: OutgoingMessage) -> Reply:
    keep = kept(failed_in(visit)) | {"code_hash": key.code_hash}
    return Reply((message,), keep=keep, keep_for=LASTS)


def _stay(visit: Visit, *messages: OutgoingMessage, **more: object) -> Reply:
    return Reply(messages, keep={**visit.data, **more}, keep_for=WITHIN)


def _end(visit: Visit, text: str) -> Reply:
    """Return the last word: keys that were shown are taken away."""
    keyboard = Keyboard.REMOVE if "code_hash" in visit.data else Keyboard.NONE
    return Reply((OutgoingMessage(text, keyboard=keyboard),))
