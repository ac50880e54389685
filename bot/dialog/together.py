"""Pictures sent as one come as many updates, without a sign of the last: they are handled together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from data.domain.messages import IncomingMessage
from data.store.mail import Received


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a chat has said, as turns in their order, and when an album at its end will be whole."""

    turns: tuple[tuple[Received, ...], ...]
    whole_at: datetime | None = None


def gather(rows: Sequence[Received], now: datetime, quiet: float) -> Waiting:
    """Return the turns that a chat's rows make by now.

    An album is whole after so many seconds of `quiet`; a picture that comes later still joins it.
    What follows an album that is still growing waits for it: a chat stays in order.
    """
    turns: list[tuple[Received, ...]] = []
    taken: set[int] = set()
    for row in rows:
        if row.id in taken:
            continue
        turn = [r for r in rows if r.album == row.album] if row.album else [row]
        whole_at = max(r.received_at for r in turn) + timedelta(seconds=quiet)
        if row.album and whole_at > now:
            return Waiting(tuple(turns), whole_at)
        turns.append(tuple(turn))
        taken.update(r.id for r in turn)
    return Waiting(tuple(turns))


def as_one(messages: Sequence[IncomingMessage]) -> IncomingMessage:
    """Return an album's messages as one: every file, and all that was written under them."""
    first = messages[0]
    if len(messages) == 1:
        return first
    quoting = next((m for m in messages if m.reply_to), first)
    spoken = next((m for m in messages if m.text), first)
    return replace(
        first,
        message_id=spoken.message_id,  # an edit of the words comes under it
        text="\n".join(dict.fromkeys(m.text for m in messages if m.text)),
        files=tuple(f for m in messages for f in m.files),
        reply_to=quoting.reply_to,
        quote=quoting.quote,
    )


def is_to_us(message: IncomingMessage) -> bool:
    """Return whether an album is meant for us: in a group, only where it quotes us or is a command.

    Only one picture of an album may quote, so each by itself cannot tell.
    """
    is_album_in_group = message.group is not None and message.album is not None
    return not is_album_in_group or bool(message.reply_to) or message.text.startswith("/")
