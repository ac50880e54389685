"""What people read on the pages of people and agencies."""

from collections.abc import Sequence

from data.domain.people import Address, Agency, Link, Membership, Person, Role
from data.texts.channels import channel_name
from data.texts.common import sentence_case

ROLES = {
    Role.OFFICER: "Cán bộ",
    Role.GROUP_LEADER: "Tổ trưởng tổ dân phố",
    Role.LEAD_OFFICE: "Cơ quan đầu mối",
    Role.LEADERSHIP: "Lãnh đạo UBND",
    Role.INSPECTOR: "Đoàn kiểm tra (chỉ xem)",
    Role.ADMIN: "Quản trị",
}


def entry() -> str:
    """Navigation: people."""
    return "Cán bộ"


def agencies_entry() -> str:
    """Navigation: agencies."""
    return "Cơ quan, đơn vị"


def heading(count: int) -> str:
    """The first line of the list of people."""
    return f"{count} người"


def roles(person: Person) -> str:
    """The roles of a person."""
    return ", ".join(ROLES[r] for r in ROLES if r in person.roles)


def places(memberships: Sequence[Membership], names: dict[int, str]) -> str:
    """Where a person works; the head is marked."""
    return ", ".join(
        names.get(m.agency_id, "") + (" (người đứng đầu)" if m.is_head else "") for m in memberships
    )


def reached(links: Sequence[Link], *, reads_on_the_web: bool) -> str:
    """By what a person is reached; on the web chat only while a browser of theirs is signed in."""
    if not links:
        return "🔴 chưa vào kênh nhắc việc"
    if not any(x.is_reachable for x in links):
        return "🔴 kênh không nhận được tin"
    if not reads_on_the_web and all(x.channel == "web" for x in links if x.is_reachable):
        return "🔴 không còn máy nào đăng nhập"
    return "🟢 qua " + ", ".join(
        dict.fromkeys(channel_name(x.channel) for x in links if x.is_reachable)
    )


def column(name: str) -> str:
    """The heading of a column."""
    return _COLUMNS[name]


_COLUMNS = {
    "name": "Họ tên",
    "address": "Xưng hô",
    "phone": "Điện thoại",
    "roles": "Vai trò",
    "agencies": "Cơ quan, đơn vị",
    "reached": "Nhận tin",
    "head": "Đứng đầu",
    "member": "Thuộc",
    "people": "Người",
    "members": "Gồm các đơn vị",
}


def search() -> str:
    """The label of the search field."""
    return "Tìm người"


def find() -> str:
    """The button."""
    return "Tìm"


def nobody() -> str:
    """Nobody fits."""
    return "Không có ai khớp."


def how_to_add() -> str:
    """Below the search: how somebody new comes into the list."""
    return "Thêm người: trong khung chat gõ “/moi”, lấy Tệp mẫu, ghi người mới rồi gửi lại tệp."


def invite() -> str:
    """The way to the invitations."""
    return "In thư mời…"


def address_name(address: Address) -> str:
    """A form of address in the list of choices."""
    return sentence_case(address.value)


def save() -> str:
    """The button."""
    return "Lưu"


def saved(person: Person, empty: Sequence[str]) -> str:
    """What was saved; `empty` are agencies in which nobody is left."""
    done = f"Đã lưu thông tin của {person.name}."
    if not empty:
        return done
    names = ", ".join(empty)
    return f"{done} {names} nay không còn ai nhận việc: đồng chí thêm người cho đơn vị đó giúp."


def back() -> str:
    """The way to the list."""
    return "Danh sách cán bộ"


def hand_over_heading() -> str:
    """Above the form."""
    return "Bàn giao việc cho người khác"


def to_whom() -> str:
    """The label: who takes over."""
    return "Người nhận"


def stays() -> str:
    """The box: the giver stays in the list."""
    return "Người giao vẫn làm việc ở phường (không ngừng kênh nhắc việc)"


def hand_over_what() -> str:
    """Below the heading."""
    return "Mọi cơ quan, vai trò và việc đang làm chuyển sang người nhận; hai bên đều được báo."


def look() -> str:
    """The button that shows what would be."""
    return "Xem trước"


def do() -> str:
    """The button that does it."""
    return "Bàn giao"


def would() -> str:
    """Above a preview: nothing was done yet."""
    return "Xem trước, chưa bàn giao:"


def not_a_name() -> str:
    """No name of a person."""
    return "Họ tên chưa đúng: chỉ gồm chữ và dấu cách, ví dụ: Nguyễn Văn Tư."


def not_a_phone() -> str:
    """No telephone number of this country."""
    return "Số điện thoại chưa đúng, ví dụ: 0912 345 678. Chưa có số thì để trống."


def phone_taken(other: Person) -> str:
    """Somebody else has the number."""
    return f"Số điện thoại này đang là của {other.name}. Đồng chí xem lại giúp."


def no_such_agency() -> str:
    """An agency that is not there any more."""
    return "Có cơ quan không còn trong danh sách. Đồng chí tải lại trang rồi chọn lại giúp."


def no_role() -> str:
    """A person without any role."""
    return "Mỗi người cần ít nhất một vai trò."


def last_of(role: Role) -> str:
    """Nobody would be left in this role."""
    return f"Đây là người cuối cùng có vai trò “{ROLES[role]}”. Đồng chí giao vai trò đó cho người khác trước."


# Agencies.


def agencies_heading(count: int) -> str:
    """The first line of the list of agencies."""
    return f"{count} cơ quan, đơn vị"


def groups_heading() -> str:
    """Above the names that stand for several agencies."""
    return "Tên gọi chung trong kế hoạch"


def no_people() -> str:
    """An agency in which there is nobody."""
    return "🔴 chưa có ai"


def members(agency: Agency, names: dict[int, str]) -> str:
    """Whom a group stands for."""
    return ", ".join(names.get(m, "") for m in agency.members) or "chưa có đơn vị nào"


def rename() -> str:
    """The label of the name field."""
    return "Tên cơ quan, đơn vị"


def renamed(agency: Agency) -> str:
    """The new name stands."""
    return f"Đã đổi tên thành {agency.name}. Kế hoạch ghi tên cũ vẫn được hiểu là cơ quan này."


def group_heading() -> str:
    """Above the members of a group."""
    return "Tên gọi chung này gồm"


def group_saved(agency: Agency) -> str:
    """The members of a group stand."""
    return f"Đã lưu: {agency.name} gồm {len(agency.members)} đơn vị. Việc giao chung được chia lại theo đó."


def edit() -> str:
    """Opens a form."""
    return "Sửa"
