"""What the lead office reads on the page where a plan draft is looked over."""

from data.domain.drafts import SkippedRow
from data.domain.plan_review import Change, Review, questions
from data.texts.intake import skip_reason


def title() -> str:
    """The title of the page."""
    return "Xem và sửa kế hoạch"


def no_draft() -> str:
    """No draft is open."""
    return (
        "Không có bản nháp kế hoạch nào đang chờ. Đồng chí gửi tệp kế hoạch vào trang trò chuyện; "
        "đọc xong, bản nháp hiện ở đây."
    )


def figures(review: Review) -> str:
    """How much the draft holds."""
    duties = sum(not d.is_dropped for d in review.duties)
    text = f"{len(review.standing)} việc · {len(review.leads)} cơ quan chủ trì"
    return f"{text} · {duties} việc báo cáo định kỳ" if duties else text


def left_to_see(review: Review) -> str:
    """How many doubts are open."""
    left = len(questions(review))
    if not left:
        return "✅ Đã xem hết các chỗ chưa rõ."
    return f"❓ Còn {left} chỗ cần đồng chí xem. Chưa nhắc ai cho đến khi đồng chí xác nhận."


def names_left(groups: int) -> str:
    """A link to the names that may be one agency, when nobody has decided on them."""
    return f"Trong đó {groups} nhóm tên cơ quan có thể trùng nhau."


def to_see() -> str:
    """The heading above the tasks with doubts."""
    return "Cần xem"


def others() -> str:
    """The heading above the tasks without doubts."""
    return "Các việc khác"


def same_heading() -> str:
    """The heading above names that may be one agency."""
    return "Tên cơ quan có thể trùng nhau"


def duties_heading() -> str:
    """The heading above the reporting duties."""
    return "Việc báo cáo định kỳ trong phần lời"


def removed_heading() -> str:
    """The heading above what an amended plan no longer has."""
    return "Không còn trong kế hoạch mới"


def skipped_heading(rows: int) -> str:
    """The heading above rows that are no tasks."""
    return f"{rows} hàng của bảng không phải là việc"


def skipped(row: SkippedRow) -> str:
    """One row that is no task, and why."""
    return f"Bảng {row.source.table}, hàng {row.source.row}: {skip_reason(row.why)}"


def column(name: str) -> str:
    """The heading of a column, and of a field."""
    return {
        "title": "Nội dung",
        "short_title": "Tên gọi ngắn (dùng trong tin nhắc)",
        "lead": "Chủ trì",
        "coordinate": "Phối hợp",
        "supervise": "Giám sát",
        "time": "Thời hạn",
        "product": "Kết quả, sản phẩm",
    }[name]


def nobody() -> str:
    """A part of a task that nobody has."""
    return "chưa ghi"


def written(time_text: str | None) -> str:
    """The plan's own words about time."""
    return f"Ghi: “{time_text}”" if time_text else "Để trống trong văn bản"


def changed(change: Change) -> str:
    """What an amended plan does to a task; empty when nothing."""
    return {Change.ADDED: "Mới", Change.CHANGED: "Có sửa", Change.SAME: ""}[change]


def out() -> str:
    """The mark of a dropped task."""
    return "Đã bỏ"


def edit() -> str:
    """Opens the fields of a task."""
    return "Sửa"


def save() -> str:
    """Keeps what was typed."""
    return "Lưu"


def drop() -> str:
    """Leaves a task out."""
    return "Bỏ việc này"


def restore() -> str:
    """Takes a dropped task back."""
    return "Lấy lại"


def right() -> str:
    """The doubts of a task were looked at."""
    return "Đúng rồi"


def all_right() -> str:
    """Everything taken from the row above is right."""
    return "Đúng cả"


def inherited(codes: int) -> str:
    """Many tasks took the cell above."""
    return f"{codes} việc để trống ô thời hạn, tạm lấy theo hàng trên."


def time_field() -> str:
    """The label of the field for a deadline in words."""
    return "Thời hạn mới, ghi bằng lời"


def time_example() -> str:
    """In the empty field."""
    return "Ví dụ: 30/6 · quý III · ngày 15 hằng quý"


def agencies_hint() -> str:
    """Below the fields of agencies."""
    return "Nhiều cơ quan thì ngăn bằng dấu chấm phẩy."


def understood(words: str) -> str:
    """What was read out of the words just typed."""
    return f"Hiểu là: {words}"


def keep_name(name: str) -> str:
    """The names are one agency, and this is how it is called."""
    return f"Là một: {name}"


def different() -> str:
    """The names are different agencies."""
    return "Khác nhau"


def said_one(name: str) -> str:
    """What was decided about names."""
    return f"✅ Là một cơ quan: {name}"


def said_different() -> str:
    """What was decided about names."""
    return "✅ Là các cơ quan khác nhau"


def confirm() -> str:
    """Puts the plan in force."""
    return "Xác nhận"


def drop_draft() -> str:
    """Gives the draft up."""
    return "Bỏ bản nháp"


def drop_draft_sure() -> str:
    """The second question."""
    return "Bỏ hẳn bản nháp này? Kế hoạch đang theo dõi (nếu có) không thay đổi."


def not_saved() -> str:
    """The server did not answer."""
    return "Chưa lưu được vì mất kết nối. Đồng chí thử lại giúp."
