"""What people read about the channels on which they are reached, and who could not be reached."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.domain.messages import Chat
from data.domain.people import Link, Person, Role
from data.domain.tasks import WorkItem
from data.domain.told import NUDGE, Fate, Told
from data.domain.window import BY_PHONE
from data.texts.channels import channel_name
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.people import called, hour_and_day
from data.texts.reminders import item_name
from data.texts.trouble import reason_of

_FEW = 4
_FULL_NAMES = {
    "zalo_bot": "Zalo (bot của phường)",
    "zalo_oa": "Zalo (trang Official Account)",
}


def way_name(link: Link, ways: Sequence[Link]) -> str:
    """Return how a channel is called among a person's others: two of Zalo are told apart."""
    name = channel_name(link.channel)
    is_alone = sum(channel_name(w.channel) == name for w in ways) < 2
    return name if is_alone else _FULL_NAMES.get(link.channel, name)


# `/kenh`.


def ways_of(person: Person, ways: Sequence[Link], *, is_chosen: bool) -> str:
    """Where somebody is reached, the first of them marked, and how to change it."""
    first, *others = ways
    lines = [f"Tin nhắc của {called(person)} gửi qua {way_name(first, ways)} (kênh chính)."]
    lines += [f"- {way_name(w, ways)}: {_stands(w)}" for w in others]
    if not others:
        lines.append("Muốn nhận qua kênh khác nữa, nhờ cơ quan đầu mối gửi thư mời mới.")
        return "\n".join(lines)
    if not is_chosen:
        lines.append("Đây là thứ tự chung của phường.")
    if open_ := [w for w in others if w.is_reachable]:
        lines.append(f"Muốn đổi thì trả lời, ví dụ: kênh chính {channel_name(open_[0].channel)}")
    return "\n".join(lines)


def _stands(link: Link) -> str:
    return "dự phòng" if link.is_reachable else "đang không nhận được tin"


def no_ways(person: Person) -> str:
    """Somebody without a chat asked; only a stranger to the links can."""
    return f"{sentence_case(called(person))} chưa có kênh nào để nhận tin."


def main_label(link: Link, ways: Sequence[Link]) -> str:
    """Button: be reached here first."""
    return f"Nhận qua {way_name(link, ways)}"


def as_the_ward_label() -> str:
    """Button: in the order of the ward."""
    return "Theo thứ tự chung"


def main_stored(person: Person, ways: Sequence[Link]) -> str:
    """What was chosen is stored; `ways` are in the new order."""
    first, *others = ways
    text = f"Đã ghi: tin nhắc của {called(person)} gửi qua {way_name(first, ways)} trước."
    reserve = [way_name(w, ways) for w in others if w.is_reachable]
    if reserve:
        text += f"\nTin quan trọng không tới được thì gửi một lần qua {reserve[0]}."
    return f"{text}\nĐổi lại: gõ /kenh"


def as_the_ward_stored(person: Person, ways: Sequence[Link]) -> str:
    """The own choice was taken back."""
    return (
        f"Đã ghi: tin nhắc của {called(person)} gửi theo thứ tự chung của phường, "
        f"hiện là {way_name(ways[0], ways)} trước.\nĐổi lại: gõ /kenh"
    )


def not_linked_there(person: Person, name: str) -> str:
    """Somebody wants a channel on which they have no chat."""
    return (
        f"{sentence_case(called(person))} chưa vào kênh nhắc việc qua {name}. "
        "Nhờ cơ quan đầu mối gửi thư mời mới rồi mở bằng kênh đó. Gõ /kenh để xem các kênh đang có."
    )


def gone() -> str:
    """The button is old: the chat is not the person's any more."""
    return "Kênh này không còn nối với người nhận. Gõ /kenh để xem các kênh đang có."


def not_reachable_there(name: str) -> str:
    """The chat refuses our messages now."""
    return (
        f"{sentence_case(name)} đang không nhận tin từ kênh nhắc việc. "
        "Mở lại bằng cách nhắn một tin vào đó, rồi gõ /kenh."
    )


def missed(person: Person, items: Sequence[WorkItem], today: date) -> str:
    """To somebody whose chat took nothing for a while: of what nobody could remind them."""
    you = person.address.value
    lines = [f"Trong lúc {you} không nhận được tin, phường đã nhắc {len(items)} việc còn mở:"]
    has_numbers = not person.is_any_of(Role.GROUP_LEADER)
    for item in items[:_FEW]:
        name = item_name(item) if has_numbers else item.task.short_title
        lines.append(f"- {name}, hạn {spoken_date(item.occurrence.due_on, today=today)}")
    if len(items) > _FEW:
        lines[-1] += f" và {len(items) - _FEW} việc khác"
    return "\n".join(lines)


# One task's details, for the lead office.

_FATES = {
    Fate.QUEUED: "đang chờ gửi",
    Fate.SENDING: "đang gửi",
    Fate.SENT: "đã gửi",
    Fate.UNCERTAIN: "chưa chắc đã đến",
    Fate.FAILED: "không gửi được",
    Fate.TOO_LATE: "hết giờ chưa gửi được",
    Fate.NOT_LINKED: "không có kênh nào nhận được tin",
    Fate.SENT_ON: "không gửi được, đã chuyển kênh khác",
    Fate.MERGED: "gộp vào tin sau",
    Fate.WITHDRAWN: "đã rút vì việc đã đổi",
}
_VERBS = {"escalation": "Báo quá hạn cho", NUDGE: "Đôn đốc"}
_WITH_A_REASON = (Fate.FAILED, Fate.SENT_ON)


def told_lines(
    told: Sequence[Told],
    names: Mapping[int, str],
    groups: Mapping[Chat, str],
    today: date,
) -> list[str]:
    """How it stands with the reminders: to whom, by what, and whether it arrived.

    `names` are people's by id, `groups` the titles of groups by chat.
    """
    return [_told_line(one, names, groups, today) for one in told]


def _told_line(one: Told, names: Mapping[int, str], groups: Mapping[Chat, str], today: date) -> str:
    if one.person_id is None:
        title = groups.get(one.chat, "") if one.chat else ""
        who = f"nhóm {title}" if title else "một nhóm chat"
    else:
        who = names.get(one.person_id, "một người")
    by = f" qua {road_name(one.chat.channel)}" if one.chat else ""
    verb = _VERBS.get(one.kind, "Nhắc")
    return f"{verb} {who}{by} {hour_and_day(one.at, today)}: {told_state(one)}"


def told_state(one: Told) -> str:
    """How one reminder stands, with the platform's id or the reason why it did not get through."""
    said = _FATES[one.fate]
    if one.fate is Fate.SENT and one.external_id:
        return f"{said} (mã {one.external_id})"
    return f"{said} ({reason_of(one)})" if one.fate in _WITH_A_REASON else said


def road_name(channel: str) -> str:
    """Return by what a message goes: template messages are told apart, for they cost money."""
    return "tin mẫu Zalo theo số điện thoại" if channel == BY_PHONE else channel_name(channel)


# To the lead office.


def please_call(people: Sequence[tuple[Person, Sequence[str]]]) -> str:
    """Whom nothing reached: name, agency, phone."""
    lines = [
        f"{len(people)} người có tin quan trọng chưa tới được qua kênh nào, đồng chí gọi giúp:"
    ]
    for person, agencies in people[:_FEW]:
        place = f" ({', '.join(agencies)})" if agencies else ""
        lines.append(f"- {person.name}{place}, {person.phone or 'chưa có số điện thoại'}")
    if len(people) > _FEW:
        lines[-1] += f" và {len(people) - _FEW} người khác"
    lines.append("Gõ /suco để xem tin nào chưa tới.")
    return "\n".join(lines)
