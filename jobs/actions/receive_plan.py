"""A plan document arrives: kept at once, read beside the work by the tick `read_plans`."""

from datetime import datetime

from data.domain.access import Wish
from data.domain.messages import Chat, FileRef
from data.domain.people import Ward
from data.store.unit_of_work import UnitOfWork
from jobs.actions.allow import require


async def receive_plan(
    unit: UnitOfWork, ward: Ward, file: FileRef, chat: Chat, now: datetime, actor: str
) -> int:
    """Note that a document waits to be read, and return the plan's id. Raises RefusedError."""
    sender = await require(unit, ward, actor, Wish.IMPORT_PLAN)
    note = {
        "sent_by": sender.id if sender else 0,
        "channel": chat.channel,
        "account": chat.account,
        "ref": file.ref,
    }
    plan_id = await unit.ward(ward.id).plans.add_unread(file.sha256, file.name, note, now)
    unit.ward(ward.id).log.append(
        "plan.received", actor=actor, subject=f"plan:{plan_id}", now=now, source=file.sha256
    )
    return plan_id
