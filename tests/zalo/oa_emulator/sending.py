"""Consultation messages and messages to GMF groups."""

from typing import TYPE_CHECKING, Any

from tests.zalo.emulation.calls import Call
from tests.zalo.emulation.chats import Chat, Message
from tests.zalo.emulation.clocks import DAY, HOUR
from tests.zalo.oa_emulator.contents import Content, understood
from tests.zalo.oa_emulator.refusals import MistakeError, RefusedError, only

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA
    from tests.zalo.oa_emulator.people import Person

FREE_FOR = 48 * HOUR
OPEN_FOR = 7 * DAY


async def send_consultation(oa: "ZaloOA", call: Call) -> dict[str, Any]:
    """Send to a person who wrote not too long ago."""
    asked = only(call.params, ("recipient", "message"))
    user_id = only(asked["recipient"], ("user_id",))["user_id"]
    content = await understood(oa, asked["message"])
    with oa.lock:
        person = _recipient(oa, user_id)
        price = price_of(oa, person)
        if not oa.till.pay("cs", person, price):
            raise RefusedError(oa.switches.no_money)
        person.free_used += price == 0
        message = _post(oa, person.screen(), content, "oa_send_")
        if oa.switches.receipts:
            oa.tell_of(person, "user_received_message", {"msg_id": message.id})
        return {"message_id": message.id, "user_id": person.id} | _quota(oa, price)


def _recipient(oa: "ZaloOA", user_id: Any) -> "Person":
    if not isinstance(user_id, str):
        raise MistakeError("user_id is a string")
    person = next((person for person in oa.people if person.id == user_id), None)
    if person is None:
        raise RefusedError(-201, "user_id is invalid")
    if person.blocked:
        raise RefusedError(oa.switches.blocked)
    return person


def price_of(oa: "ZaloOA", person: "Person") -> int:
    """Return what a message to somebody costs now, or refuse it."""
    last = person.last_interaction
    if last is None and not person.follower:
        raise RefusedError(-213)
    if last is None or oa.clock.now() - last > OPEN_FOR:
        raise RefusedError(oa.switches.outside_window)
    most = oa.switches.free_in_48_hours
    free = most is None or person.free_used < most
    within = oa.clock.now() - last <= FREE_FOR
    return 0 if within and free else oa.till.message_price


def _quota(oa: "ZaloOA", price: int) -> dict[str, Any]:
    if not oa.switches.quota_in_answer:
        return {}
    kind = "purchase_quota" if price else "sub_quota"
    return {"quota": {"quota_type": kind, "owner_type": "OA", "owner_id": oa.oa_id}}


def _post(oa: "ZaloOA", chat: Chat, content: Content, event: str) -> Message:
    fields = {"text": content.text, "raw": content.text, "kind": content.kind}
    things = {"picture": content.picture, "buttons": content.buttons, "file": content.file}
    message = chat.post(oa.name, from_bot=True, author=oa, **fields, **things)
    told = {"msg_id": message.id, "text": content.text}
    oa.echo(event + content.event, chat.id, told)
    return message


async def send_to_group(oa: "ZaloOA", call: Call) -> dict[str, Any]:
    """Send to a GMF group."""
    asked = only(call.params, ("recipient", "message"))
    number = only(asked["recipient"], ("group_id",))["group_id"]
    content = await understood(oa, asked["message"])
    with oa.lock:
        group = oa.place_called(str(number))
        if not oa.gmf:
            raise RefusedError(-224)
        if group is None or not group.has_oa:
            raise RefusedError(-403)
        if group.expired:
            raise RefusedError(-237)
        if content.kind == "file" and not oa.switches.group_files:
            raise RefusedError(-233)
        message = _post(oa, group, content, "oa_send_group_")
        return {"message_id": message.id, "group_id": group.id}
