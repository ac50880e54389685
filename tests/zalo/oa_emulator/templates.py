"""Message templates, sent to a phone number by the business service."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.zalo.emulation.calls import Call
from tests.zalo.emulation.chats import new_id
from tests.zalo.oa_emulator.refusals import MistakeError, RefusedError, only

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA
    from tests.zalo.oa_emulator.people import Person

_PHONE = re.compile(r"84\d{9}")


@dataclass(frozen=True)
class Template:
    """A text with places to fill in, which Zalo has approved or not."""

    id: str
    names: tuple[str, ...]
    price: int
    approved: bool = True
    title: str = "Thông báo"

    def filled(self, given: dict[str, Any]) -> str:
        """Return what people read."""
        return "\n".join([self.title, *(f"{name}: {given[name]}" for name in self.names)])


async def send_template(oa: "ZaloOA", call: Call) -> dict[str, Any]:
    """Send a template message to a phone number."""
    required = ("phone", "template_id", "template_data", "tracking_id")
    asked = only(call.params, required, ("mode",))
    with oa.lock:
        template = oa.templates.get(str(asked["template_id"]))
        if template is None or not template.approved:
            raise RefusedError(-131)
        given = asked["template_data"]
        if not isinstance(given, dict) or set(given) != set(template.names):
            raise MistakeError(f"its parameters are {template.names}", code=-112)
        person = _recipient(oa, asked["phone"])
        trial = asked.get("mode") == "development"
        _refuse_what_may_not_be(oa, person, trial)
        if not oa.till.pay("template", person, 0 if trial else template.price):
            raise RefusedError(-115)
        return _deliver(oa, person, template.filled(given))


def _recipient(oa: "ZaloOA", phone: Any) -> "Person":
    if not isinstance(phone, str) or not _PHONE.fullmatch(phone):
        raise MistakeError("write it as 84…", code=-108)
    person = oa.person_called(phone)
    if person is None or not person.has_zalo:
        raise RefusedError(-118)
    return person


def _refuse_what_may_not_be(oa: "ZaloOA", person: "Person", trial: bool) -> None:
    if not person.takes_templates:
        raise RefusedError(-119)
    if trial and not person.admin:
        raise RefusedError(-127)
    if oa.night_ban and not 6 <= oa.clock.local().hour < 22:
        raise RefusedError(-133)
    if left_today(oa) < 1:
        raise RefusedError(-144)


def left_today(oa: "ZaloOA") -> int:
    """Return how many template messages may still go today."""
    today = oa.clock.local().date()
    return oa.templates_a_day - sum(day == today for day in oa.template_days)


def _deliver(oa: "ZaloOA", person: "Person", text: str) -> dict[str, Any]:
    number = new_id()
    said = {"author": oa, "text": text, "raw": text, "id": number, "kind": "template"}
    oa.templates_sent[number] = person.screen().post(oa.name, from_bot=True, **said)
    oa.template_days.append(oa.clock.local().date())
    return {
        "msg_id": number,
        "sent_time": str(oa.clock.milliseconds()),
        "quota": _quota(oa),
    }


def _quota(oa: "ZaloOA") -> dict[str, str]:
    return {"dailyQuota": str(oa.templates_a_day), "remainingQuota": str(left_today(oa))}


async def template_quota(oa: "ZaloOA", _call: Call) -> dict[str, str]:
    """Say how many may be sent today."""
    return _quota(oa)


async def template_status(oa: "ZaloOA", call: Call) -> dict[str, Any]:
    """Say whether a message has arrived."""
    message = oa.templates_sent.get(call.params.get("message_id", ""))
    if message is None:
        raise MistakeError("there is no such message")
    arrived = str(int(message.date * 1000))
    return {"delivery_time": arrived, "status": 1, "message": "The message is delivered"}
