"""Who is who in the demonstration."""

from data.domain.people import Person, Role

_ROLES = {
    Role.LEAD_OFFICE: "cơ quan đầu mối: nhập kế hoạch, đôn đốc, nhận tổng hợp tuần",
    Role.LEADERSHIP: "lãnh đạo: xem việc quá hạn, nhận tổng hợp tuần",
    Role.OFFICER: "cán bộ: nhận nhắc việc, báo cáo kèm ảnh",
    Role.GROUP_LEADER: "tổ trưởng: trả lời bằng một chạm",
}


def part_of(person: Person, place: str) -> str:
    """Return where somebody works and what they do here."""
    what = next((words for role, words in _ROLES.items() if role in person.roles), "")
    return f"{place} · {what}" if what else place
