"""An outbox row as the letter that it is, and a message as the columns of one."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from data.domain.messages import (
    Chat,
    Choice,
    Delivery,
    Keyboard,
    Lane,
    Letter,
    OutgoingFile,
    OutgoingMessage,
)
from data.store.models import OutboxRow


def letters() -> Select[*tuple[Any, ...]]:
    """Return the query for every letter."""
    return select(
        OutboxRow.id,
        OutboxRow.key,
        OutboxRow.ward_id,
        OutboxRow.person_id,
        OutboxRow.channel,
        OutboxRow.account,
        OutboxRow.chat,
        OutboxRow.kind,
        OutboxRow.lane,
        OutboxRow.text,
        OutboxRow.choices,
        OutboxRow.files,
        OutboxRow.must_arrive,
        OutboxRow.due_at,
        OutboxRow.expires_at,
        OutboxRow.state,
        OutboxRow.attempts,
        OutboxRow.external_id,
        OutboxRow.error,
        OutboxRow.is_resend,
        OutboxRow.card,
        OutboxRow.keyboard,
        OutboxRow.reacts_to,
        OutboxRow.instead_of,
        _EDITED,
    )


_edited = aliased(OutboxRow)
_EDITED = (
    select(_edited.external_id).where(_edited.id == OutboxRow.edits_id).scalar_subquery()
).label("edits")


def letter_of(row: Row[Any]) -> Letter:
    """Return a row of that query as a value."""
    return Letter(
        id=row.id,
        key=row.key,
        ward_id=row.ward_id,
        person_id=row.person_id,
        chat=Chat(row.channel, row.account, row.chat),
        kind=row.kind,
        lane=Lane(row.lane),
        message=OutgoingMessage(
            row.text,
            tuple(Choice(**c) for c in row.choices),
            tuple(OutgoingFile(**f) for f in row.files),
            row.card,
            Keyboard(row.keyboard),
            row.reacts_to,
        ),
        must_arrive=row.must_arrive,
        due_at=row.due_at,
        expires_at=row.expires_at,
        state=Delivery(row.state),
        attempts=row.attempts,
        external_id=row.external_id,
        error=row.error,
        is_resend=row.is_resend,
        edits=row.edits,
        instead_of=row.instead_of,
    )


def columns_of(message: OutgoingMessage) -> dict[str, Any]:
    """Return the columns that hold a message."""
    return {
        "text": message.text,
        "choices": [asdict(c) for c in message.choices],
        "files": [asdict(f) for f in message.files],
        "card": message.card,
        "keyboard": message.keyboard.value,
        "reacts_to": message.reacts_to,
    }
