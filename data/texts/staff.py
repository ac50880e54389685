"""What people read about a staff list: what is wrong with it, and what importing it will change."""

from collections.abc import Sequence
from datetime import date

from data.domain.people import Role

ROLE_NAMES = {
    Role.OFFICER: "cán bộ",
    Role.GROUP_LEADER: "tổ trưởng",
    Role.LEAD_OFFICE: "cơ quan đầu mối",
    Role.LEADERSHIP: "lãnh đạo",
    Role.INSPECTOR: "đoàn kiểm tra",
    Role.ADMIN: "quản trị",
}
HEADINGS = (
    "Họ và tên",
    "Số điện thoại",
    "Cơ quan",
    "Chức vụ",
    "Vai trò",
    "Xưng hô",
    "Trưởng đơn vị",
)
EXAMPLES = (
    (
        "Nguyễn Văn Ví Dụ",
        "0900000000",
        "Phòng Văn hóa – Xã hội",
        "Chuyên viên",
        "cán bộ",
        "đồng chí",
        "",
    ),
)
SHEET_NAME = "Danh sách"
HINTS_NAME = "Hướng dẫn"
HINTS = (
    "Mỗi người một dòng; giữ nguyên dòng tiêu đề cột.",
    "Số điện thoại: người được mời nhập số này khi vào kênh, nên cần đúng.",
    "Cơ quan: ghi đúng như trong kế hoạch; nhiều cơ quan thì ngăn bằng dấu chấm phẩy (;).",
    "Vai trò: cán bộ, tổ trưởng, cơ quan đầu mối, lãnh đạo, đoàn kiểm tra hoặc quản trị.",
    "Xưng hô: đồng chí, bác, anh, chị, ông hoặc bà. Để trống là đồng chí.",
    "Trưởng đơn vị: đánh dấu x cho người được báo khi việc của cơ quan quá hạn.",
)

_TEMPLATE = "Gõ /moi, chọn Tệp mẫu để lấy mẫu."


def no_name_column() -> str:
    """No heading row with names."""
    return f"Không thấy cột Họ và tên trong tệp. {_TEMPLATE}"


def not_a_list() -> str:
    """Neither CSV nor XLSX."""
    return f"Danh sách cán bộ cần là tệp Excel (.xlsx) hoặc CSV. {_TEMPLATE}"


def too_long(most: int) -> str:
    """More rows than a ward has people."""
    return f"Danh sách dài hơn {most} dòng. Đồng chí chia thành nhiều tệp giúp."


def empty_list() -> str:
    """A heading and nobody under it."""
    return f"Danh sách chưa có người nào. {_TEMPLATE}"


def old_encoding() -> str:
    """Windows-1258."""
    return "Tệp dùng bảng mã cũ, đồng chí xem kỹ dấu tiếng Việt trong tên."


def name_missing() -> str:
    """A row without a name is left out."""
    return "không có họ tên, đã bỏ qua"


def name_odd(name: str) -> str:
    """The name has signs that no name has."""
    return f'họ tên "{name}" có ký tự lạ, đồng chí xem lại'


def phone_odd(text: str) -> str:
    """The number is none."""
    return f'số điện thoại "{text}" chưa đúng, tạm để trống'


def phone_missing(name: str) -> str:
    """No number: the person needs the lead office's word to come in."""
    return f"{name} chưa có số điện thoại, khi vào kênh phải được cơ quan đầu mối xác nhận"


def phone_twice(line: int) -> str:
    """The number stands in another row as well."""
    return f"trùng số điện thoại với dòng {line}"


def same_person_twice(line: int) -> str:
    """The same name, number and agency stand above: joined."""
    return f"trùng người với dòng {line}, đã gộp"


def role_unknown(text: str) -> str:
    """The role is none of ours."""
    return f'vai trò "{text}" chưa rõ, tạm coi là cán bộ'


def address_unknown(text: str) -> str:
    """The form of address is none of ours."""
    return f'xưng hô "{text}" chưa rõ, tạm dùng đồng chí'


def agency_missing(name: str) -> str:
    """No agency: nothing will reach this person."""
    return f"{name} chưa có cơ quan, sẽ không được nhắc việc nào"


def matched_by_name(name: str) -> str:
    """Taken as the person who is there already, though a number is missing."""
    return f"{name} được coi là người đã có cùng tên, cùng cơ quan"


def phone_changes(name: str, old: str, new: str) -> str:
    """The number of somebody who is there will change."""
    return f"{name} đổi số điện thoại từ {old} thành {new}"


def near_name(name: str, other: str) -> str:
    """A new agency is called nearly like another."""
    return f'cơ quan mới "{name}" gần giống "{other}", đồng chí xem có phải là một'


def has_left(name: str, gave_to: str | None, on: date | None) -> str:
    """Somebody who handed their work over stands in the list again."""
    return f"{left(name, gave_to, on)}, thêm lại? Chưa thêm nếu đồng chí không chọn"


def left(name: str, gave_to: str | None, on: date | None) -> str:
    """Somebody was here, and is not any more."""
    day = f" ngày {on.day}/{on.month}/{on.year}" if on else ""
    return f"{name} đã " + (f"bàn giao cho {gave_to}" if gave_to else "thôi việc trên kênh") + day


def bring_back_label(people: int) -> str:
    """Button: confirm, and those who left are here again."""
    return f"Xác nhận, thêm lại {people} người"


def admin_not_given(name: str) -> str:
    """Only an administrator makes administrators."""
    return f"{name}: vai trò quản trị chỉ do người quản trị cấp, đã bỏ vai trò này"


def at_line(line: int, sentence: str) -> str:
    """A doubt with its place."""
    return f"- dòng {line}: {sentence}" if line else f"- {sentence}"


def preview(
    *,
    added: Sequence[str],
    updated: int,
    unchanged: int,
    new_agencies: Sequence[str],
    same: Sequence[tuple[str, str]],
    groups: Sequence[tuple[str, int]],
    doubts: Sequence[str],
    missing: Sequence[str],
) -> str:
    """What importing the list will change; nothing was changed yet."""
    lines = [f"Danh sách cán bộ: thêm {len(added)} người, sửa {updated}, giữ nguyên {unchanged}."]
    if added:
        lines.append(f"Thêm: {_listed(added, what='người')}.")
    if new_agencies:
        lines.append(f"Cơ quan mới: {_listed(new_agencies)}.")
    lines += [f'Coi "{name}" là "{other}".' for name, other in same[:5]]
    lines += [f"{name}: gồm {count} đơn vị." for name, count in groups[:5]]
    if doubts:
        lines.append(f"Cần đồng chí xem {len(doubts)} chỗ:")
        lines += doubts[:8]
        if len(doubts) > 8:
            lines.append(f"… và {len(doubts) - 8} chỗ nữa")
    if missing:
        lines.append(f"Đang có nhưng không thấy trong tệp (vẫn giữ): {_listed(missing)}.")
    lines.append("Chưa thay đổi gì cho đến khi đồng chí xác nhận.")
    return "\n".join(lines)


def nothing_changes(people: int) -> str:
    """The list says what is there already."""
    return f"Danh sách khớp với {people} người đang có, không có gì để thay đổi."


def imported(added: int, updated: int, unchanged: int, returned: Sequence[str] = ()) -> str:
    """Done."""
    lines = [f"Đã lưu danh sách: thêm {added} người, sửa {updated}, giữ nguyên {unchanged}."]
    if returned:
        lines.append(f"Thêm lại: {_listed(returned, what='người')}.")
    return "\n".join([*lines, "Người mới cần thư mời để vào kênh: gõ /moi."])


def dropped() -> str:
    """The list was not taken."""
    return "Đã bỏ danh sách, không thay đổi gì."


def send_again() -> str:
    """The button is older than what was kept."""
    return (
        "Danh sách này đã được xử lý, hoặc không còn chờ xác nhận. "
        "Cần nhập lại thì đồng chí gửi lại tệp giúp."
    )


def send_by_web(link: str) -> str:
    """The file is not here yet."""
    return f"Danh sách cán bộ đồng chí gửi giúp qua trang của phường: {link}"


def confirm_label() -> str:
    """Button."""
    return "Xác nhận"


def keep_apart_label() -> str:
    """Button: confirm, but names that look alike are two agencies."""
    return "Xác nhận, giữ tên riêng"


def drop_label() -> str:
    """Button."""
    return "Bỏ"


def groups(lines: Sequence[tuple[int, str, Sequence[str]]]) -> str:
    """The names that stand for many, and whom each stands for."""
    if not lines:
        return "Chưa có nhóm cơ quan nào trong kế hoạch."
    shown = [
        f"{number}. {name}: {_listed(members) if members else 'chưa có đơn vị nào'}"
        for number, name, members in lines
    ]
    return "\n".join(
        [
            "Mỗi nhóm gồm các đơn vị sau, mỗi đơn vị báo cáo riêng:",
            *shown,
            "Sửa bằng một dòng, ví dụ: nhóm 1 thêm Trạm Y tế",
        ]
    )


def group_changed(name: str, members: int) -> str:
    """Done."""
    return f"{name}: nay gồm {members} đơn vị."


def group_unknown() -> str:
    """No such number."""
    return "Không có nhóm số đó. Gõ /nhom để xem danh sách nhóm."


def agency_unknown(name: str) -> str:
    """No agency of that name."""
    return f'Chưa có cơ quan "{name}". Đồng chí ghi đúng tên trong danh sách.'


def _listed(names: Sequence[str], most: int = 6, what: str = "tên") -> str:
    shown = "; ".join(names[:most])
    return shown if len(names) <= most else f"{shown} và {len(names) - most} {what} nữa"


def no_agency_name() -> str:
    """An agency cannot be without a name."""
    return "Tên cơ quan chưa có chữ nào. Đồng chí ghi tên giúp."


def agency_known_as(name: str, agency: str) -> str:
    """A new agency cannot be called as another is called besides its own name."""
    return f"“{name}” là tên gọi khác của “{agency}”, đã có trong danh sách."


def agency_name_taken(name: str) -> str:
    """Another agency is called so."""
    return f"Đã có cơ quan khác tên “{name}”. Đồng chí chọn tên khác giúp."
