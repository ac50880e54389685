"""Short codes that are typed where no link leads into a chat: found, counted, limited.

Source: OWASP ASVS 5.0 (6.5.5, 6.3.1): few digits live shortly, are used once and cannot be tried
at will, neither from one chat nor from many.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversations.base import Visit
from data.domain.short_codes import TypedCode, read_code
from data.domain.tokens import hash_of

WITHIN = timedelta(hours=1)
MOST_FAILED = 5
"""Codes that opened nothing, from one chat; then nothing is answered for the rest of the hour."""
_FEWEST = 4
"""Digits that may be meant as a code."""
_MOST_OF_ALL = 50
"""The same from everybody who writes to one of our accounts."""


async def typed_code(visit: Visit) -> TypedCode | None:
    """Return what was typed as a code; None when the message may be something else.

    In the chat of a known person bare digits belong to their reports.
    """
    typed = read_code(visit.message.text) if visit.types_codes else None
    if typed is None or (typed.is_whole and typed.is_named):
        return typed
    if len(typed.digits) < _FEWEST:
        return None
    if visit.data.get("code_hash") is not None:
        return typed if typed.is_whole else None  # the telephone number is asked for
    return None if await visit.unit.links.behind(visit.chat) is not None else typed


async def hash_behind(visit: Visit, typed: TypedCode) -> str | None:
    """Return the hash of the long code that a short one stands for, and count one that is wrong."""
    if not typed.is_whole:
        return None
    found = await visit.unit.invitations.behind_short(hash_of(typed.digits))
    if found is None:
        await visit.unit.invitations.note_wrong_code(visit.chat, visit.now, WITHIN)
    return found


async def is_too_often(visit: Visit) -> bool:
    """Return whether codes were tried so often that no more are looked at."""
    if len(failed_in(visit)) >= MOST_FAILED:
        return True
    if not visit.types_codes:
        return False
    tried = await visit.unit.invitations.wrong_codes(visit.chat, visit.now - WITHIN)
    return tried >= _MOST_OF_ALL


def failed_in(visit: Visit) -> list[datetime]:
    """Return when this chat tried codes that opened nothing, within the last hour."""
    times = [datetime.fromisoformat(at) for at in visit.data.get("failed", ())]
    return [at for at in times if visit.now - at < WITHIN]


def kept(failed: Sequence[datetime]) -> dict[str, object]:
    """Return what to keep of them."""
    return {"failed": [at.isoformat() for at in failed]}
