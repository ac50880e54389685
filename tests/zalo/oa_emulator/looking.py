"""Questions about people, groups, quota and the OA itself."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.zalo.emulation.calls import Call
from tests.zalo.emulation.clocks import LOCAL
from tests.zalo.oa_emulator.refusals import MistakeError, RefusedError, only

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA
    from tests.zalo.oa_emulator.people import Person


async def user_detail(oa: "ZaloOA", call: Call) -> dict[str, Any]:
    """Say who a follower is."""
    person = _person(oa, _data(call, ("user_id",))["user_id"])
    if not person.follower:
        raise RefusedError(-213)
    last = person.last_interaction
    return {
        "user_id": person.id,
        "user_id_by_app": person.id_by_app,
        "display_name": person.name,
        "user_alias": "",
        "user_is_follower": True,
        "user_last_interaction_date": _day(last) if last else "",
        "avatar": "",
    }


def _data(call: Call, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        return only(json.loads(only(call.params, ("data",))["data"]), required)
    except ValueError:
        raise MistakeError("data is JSON") from None


def _person(oa: "ZaloOA", user_id: Any) -> "Person":
    person = next((person for person in oa.people if person.id == user_id), None)
    if person is None:
        raise RefusedError(-201, "user_id is invalid")
    return person


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, LOCAL).strftime("%d/%m/%Y")


async def message_quota(oa: "ZaloOA", call: Call) -> Any:
    """Say how things stand with a person, or what the OA's package still holds."""
    if "user_id" in call.params:
        return _quota_of(oa, _person(oa, only(call.params, ("user_id",))["user_id"]))
    only(call.params, ("quota_owner",), ("product_type", "quota_type"))
    left = oa.till.balance // oa.till.message_price
    return [
        {
            "asset_id": "cs-" + oa.oa_id,
            "product_type": "cs",
            "quota_type": "purchase_quota",
            "valid_through": "31/12/2026",
            "total": left + len(oa.till.charges),
            "remain": left,
        }
    ]


def _quota_of(oa: "ZaloOA", person: "Person") -> dict[str, Any]:
    last = person.last_interaction
    known: dict[str, Any] = {"last_interaction": str(int(last * 1000)) if last else ""}
    if oa.switches.cs_reply:
        most = oa.switches.free_in_48_hours or 8
        known["cs_reply"] = {"total": most, "remain": max(most - person.free_used, 0)}
    return known


async def about_oa(oa: "ZaloOA", _call: Call) -> dict[str, Any]:
    """Say who the OA is."""
    return {
        "oa_id": oa.oa_id,
        "name": oa.name,
        "is_verified": True,
        "oa_type": 4,
        "num_follower": sum(person.follower for person in oa.people),
        "package_name": "Nâng cao",
    }


async def group_info(oa: "ZaloOA", call: Call) -> dict[str, Any]:
    """Say how a GMF group stands."""
    group = oa.place_called(str(only(call.params, ("group_id",))["group_id"]))
    if group is None or not group.has_oa:
        raise RefusedError(-403)
    about = {
        "group_id": group.id,
        "name": group.title,
        "status": "disabled" if group.expired else "enabled",
        "total_member": len(group.members) + 1,
    }
    return {"group_info": about}
