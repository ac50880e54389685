"""What people read on the pages of people and agencies."""

from collections.abc import Sequence

from data.domain.people import Address, Agency, Link, Membership, Person, Role
from data.domain.staff import FormerPerson
from data.texts.channels import channel_name
from data.texts.common import sentence_case
from data.texts.staff import agency_missing, left, phone_missing

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
    """Below the search: how many new people come into the list at once."""
    return "Thêm nhiều người một lúc: trong khung chat gõ “/moi”, lấy Tệp mẫu, ghi rồi gửi lại tệp."


def add() -> str:
    """Opens the form of a new person, stands above it, and is its button."""
    return "Thêm người"


def where_to_add() -> str:
    """Below the heading of the form of a new person."""
    return (
        "Tổ dân phố cũng chọn ở mục Cơ quan, đơn vị. "
        "Chưa thấy tên thì thêm ở trang Cơ quan, đơn vị trước."
    )


def added(person: Person, *, is_new: bool) -> str:
    """A person is in the list; what is missing for them to be reached is said, too."""
    if not is_new:
        return f"{person.name} đã có trong danh sách, không thêm lần nữa."
    lines = [f"Đã thêm {person.name}. Bấm Tạo thư mời để mời vào kênh nhắc việc."]
    if not person.phone:
        lines.append(f"{sentence_case(phone_missing(person.name))}.")
    if not person.memberships and person.is_any_of(Role.OFFICER, Role.GROUP_LEADER):
        lines.append(f"{sentence_case(agency_missing(person.name))}.")
    return "\n".join(lines)


def is_it_them() -> str:
    """Above those of the list who may be the person that is being added."""
    return "Chưa thêm, vì đã có người cùng tên. Nếu là một trong những người này thì mở trang của người đó để sửa:"


def who_left(former: FormerPerson) -> str:
    """Somebody of this name was here before."""
    return f"{left(_with_phone(former.person), former.gave_to, former.on)}. Chưa thêm: đồng chí chọn thêm lại, hay là người khác."


def add_another() -> str:
    """The button: it is somebody else of the same name."""
    return "Thêm, là người khác"


def bring_back(former: FormerPerson) -> str:
    """The button: it is who was here before."""
    return f"Thêm lại {_with_phone(former.person)}"


def _with_phone(person: Person) -> str:
    return f"{person.name} ({person.phone})" if person.phone else person.name


def invitation_heading() -> str:
    """Above the way to invite one person."""
    return "Thư mời"


def invitation_hint() -> str:
    """What an invitation is."""
    return (
        "Thẻ có mã QR và đường dẫn hoặc mã 8 số, in hay gửi riêng, dùng một lần trong 3 ngày. "
        "Thư mời trước đó (nếu có) không dùng được nữa."
    )


def make_invitation() -> str:
    """The button."""
    return "Tạo thư mời"


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
    return _gone(f"Đã lưu thông tin của {person.name}.", empty)


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


def let_go_heading() -> str:
    """Above the way out of the list."""
    return "Đưa ra khỏi danh sách"


def let_go_what() -> str:
    """Below the heading."""
    return (
        "Khi thêm nhầm, hoặc người này nghỉ mà chưa có ai nhận việc. "
        "Báo cáo đã gửi vẫn giữ nguyên; cần thì thêm lại ở Thêm người."
    )


def let_go() -> str:
    """The button."""
    return "Đưa ra khỏi danh sách"


def would_let_go(person: Person, empty: Sequence[str]) -> str:
    """A look at it before it is done; `empty` are agencies in which nobody would be left."""
    return _gone(f"{person.name} ra khỏi danh sách và không nhận tin nữa.", empty)


def done_let_go(person: Person, empty: Sequence[str]) -> str:
    """It is done."""
    return _gone(f"Đã đưa {person.name} ra khỏi danh sách.", empty)


def let_go_told(ward_name: str) -> str:
    """To who is not in the list any more."""
    return f"Kênh nhắc việc của {ward_name} không gửi tin cho đồng chí nữa. Báo cáo đã gửi vẫn giữ nguyên."


def not_oneself() -> str:
    """Nobody takes themselves out of the list."""
    return "Đồng chí không tự đưa mình ra khỏi danh sách được. Đồng chí nhờ người khác của cơ quan đầu mối giúp."


def _gone(done: str, empty: Sequence[str]) -> str:
    if not empty:
        return done
    names = ", ".join(empty)
    return f"{done} {names} nay không còn ai nhận việc: đồng chí thêm người cho đơn vị đó giúp."


def look() -> str:
    """The button that shows what would be."""
    return "Xem trước"


def do() -> str:
    """The button that does it."""
    return "Bàn giao"


def would() -> str:
    """Above a preview: nothing was done yet."""
    return "Xem trước, chưa thay đổi gì:"


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


def add_agency_heading() -> str:
    """Above the form of a new agency."""
    return "Thêm cơ quan, đơn vị, tổ dân phố"


def add_agency() -> str:
    """The button."""
    return "Thêm"


def agency_added(name: str, groups: Sequence[str], *, is_new: bool) -> str:
    """An agency is in the list; `groups` stand for it, too."""
    if not is_new:
        return f"{name} đã có trong danh sách, không thêm lần nữa."
    done = f"Đã thêm {name}. Bấm Thêm người ở dòng đó để ghi ai nhận việc."
    if not groups:
        return done
    return (
        f"{done}\n{name} nay thuộc {', '.join(groups)} nên nhận cả việc giao chung. "
        "Không đúng thì bỏ dấu ở mục Sửa của tên gọi chung đó."
    )


def agency_like(name: str, other: str) -> str:
    """A new name is nearly that of another agency."""
    return f"Chưa thêm: “{name}” gần giống “{other}” đã có. Nếu là hai nơi khác nhau thì bấm Thêm, là nơi khác."


def add_other_agency() -> str:
    """The button: they are two."""
    return "Thêm, là nơi khác"


def group_heading() -> str:
    """Above the members of a group."""
    return "Tên gọi chung này gồm"


def group_saved(agency: Agency) -> str:
    """The members of a group stand."""
    return f"Đã lưu: {agency.name} gồm {len(agency.members)} đơn vị. Việc giao chung được chia lại theo đó."


def edit() -> str:
    """Opens a form."""
    return "Sửa"
