"""The first run: what the lead office reads on its way from an empty house to the first reminder."""

from data.domain.people import Person

UNNAMED_WARD = "Phường (chưa đặt tên)"
FIRST_ADMIN = "Quản trị"


def welcome(person: Person, ward_name: str) -> str:
    """The first message to the lead office or the administrator."""
    who = "" if person.name == FIRST_ADMIN else f" {person.given_name}"
    where = "" if ward_name == UNNAMED_WARD else f" Đây là kênh nhắc việc của {ward_name}."
    return (
        f"Chào {person.address.value}{who}.{where}\n"
        "Tôi giúp đưa kế hoạch thành việc có hạn, có người, rồi nhắc và nhận báo cáo.\n"
        "Gõ /batdau bất cứ lúc nào để biết đang ở bước nào."
    )


def begin_label() -> str:
    """Button: begin the set-up."""
    return "Bắt đầu"


def next_label() -> str:
    """Button: go on with the set-up."""
    return "Bước tiếp theo"


def my_work_label() -> str:
    """Button: my tasks."""
    return "Việc của tôi"


def ask_ward_name() -> str:
    """Step 1."""
    return "Bước 1/5. Tên phường, xã là gì? Ví dụ: Phường Hòa Bình"


def ask_office_name(ward_name: str) -> str:
    """Step 2."""
    return (
        f"Đã ghi: {ward_name}. Sai thì nhắn lại, ví dụ: tên phường: Phường Hòa Bình\n"
        "Bước 2/5. Cơ quan nào làm đầu mối theo dõi kế hoạch, và đồng chí là ai?\n"
        "Trả lời một dòng, ví dụ: Phòng Văn hóa – Xã hội, Trần Thị Mai, 0912345678"
    )


def ward_renamed(name: str, before: str) -> str:
    """The ward is called otherwise from now on."""
    return f"Đã đổi tên thành {name}. Nhầm thì nhắn: tên phường: {before}"


def office_not_understood() -> str:
    """The line had not the three parts."""
    return (
        "Đồng chí ghi cơ quan, họ tên và số điện thoại, cách nhau bằng dấu phẩy, "
        "ví dụ: Phòng Văn hóa – Xã hội, Trần Thị Mai, 0912345678"
    )


def office_noted(agency: str, person: Person) -> str:
    """Step 2 is done."""
    return f"Đã ghi: {person.name}, {agency} là cơ quan đầu mối."


def send_plan() -> str:
    """Step 3."""
    return (
        "Bước 3/5. Đồng chí gửi tệp kế hoạch (Word, Excel hoặc PDF có chữ) vào đây.\n"
        "Tôi đọc thành việc, chưa nhắc ai cho đến khi đồng chí xác nhận."
    )


def documents_elsewhere(web: str) -> str:
    """Below a request for a document, where the platform brings none."""
    return f"Kênh này không nhận được tệp: đồng chí gửi ở trang web của phường: {web}"


def plan_being_read(name: str) -> str:
    """Step 3: wait."""
    return f'Bước 3/5. Tệp "{name}" đang được đọc. Đọc xong tôi báo ngay.'


def check_plan(tasks: int, questions: int) -> str:
    """Step 3: a draft is open."""
    rest = f", {questions} chỗ cần xem" if questions else ""
    return f"Bước 3/5. Bản nháp kế hoạch đang chờ: {tasks} việc{rest}."


def send_staff() -> str:
    """Step 4."""
    return (
        "Bước 4/5. Đồng chí gửi danh sách cán bộ (Excel hoặc CSV): họ tên, số điện thoại, cơ quan, "
        "vai trò.\nChưa có thì chọn Tệp mẫu, điền rồi gửi lại vào đây."
    )


def template_label() -> str:
    """Button: the template."""
    return "Tệp mẫu"


def template_sent() -> str:
    """With the template file."""
    return (
        "Tệp mẫu đây. Mỗi người một dòng; một người ở nhiều cơ quan thì ngăn bằng dấu chấm phẩy. "
        "Dòng ví dụ đồng chí xóa đi trước khi gửi."
    )


def template_name() -> str:
    """The file's name."""
    return "danh-sach-can-bo-mau.xlsx"


def hand_out(missing: int) -> str:
    """Step 5."""
    return (
        f"Bước 5/5. Còn {missing} người chưa vào kênh nhắc việc. "
        "Chọn Thư mời để tạo đường dẫn hoặc in thẻ QR cho từng người."
    )


def invitations_label() -> str:
    """Button: invitations."""
    return "Thư mời"


def all_set(tasks: int, people: int) -> str:
    """Nothing is left to set up."""
    return (
        f"Đã xong phần chuẩn bị: {tasks} việc đang theo dõi, {people} người đã vào.\n"
        "/han việc cần ấn định thời hạn · /sukien khai báo sự kiện · /moi thư mời · /kehoach kế hoạch · "
        "/thietlap giờ nhắc, ngày nghỉ"
    )


def name_too_short() -> str:
    """The answer is no name."""
    return "Đồng chí ghi tên phường, xã đầy đủ giúp, ví dụ: Phường Hòa Bình"
