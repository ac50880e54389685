"""The page of criteria at the desk."""

from data.domain.criteria import CatalogueStanding, Counts, Criterion
from data.domain.tasks import Task
from data.texts.criteria import is_survey, points, reported, survey_note
from data.texts.self_scores import about, flags, total

__all__ = ["about", "flags", "is_survey", "points", "survey_note", "total"]


def entry() -> str:
    """In the navigation, and the page's heading."""
    return "Tiêu chí"


def nothing() -> str:
    """No catalogue yet."""
    return (
        "Chưa có bộ tiêu chí nào. Trong khung chat gõ /tieuchi để chọn bộ mẫu, "
        "hoặc gửi tệp Excel của tỉnh vào đó."
    )


def choose() -> str:
    """Label over the catalogues."""
    return "Bộ tiêu chí"


def called(standing: CatalogueStanding) -> str:
    """A catalogue in the choice."""
    resting = "" if standing.catalogue.is_active else " (tạm nghỉ)"
    return f"{standing.catalogue.called}{resting}"


def show_all() -> str:
    """Filter."""
    return "Tất cả"


def show_gaps(standing: CatalogueStanding) -> str:
    """Filter."""
    return f"Chưa có minh chứng ({len(standing.gaps)})"


def show_to_look_at() -> str:
    """Filter."""
    return "Cần xem lại"


def nothing_left() -> str:
    """The filter leaves no row."""
    return "Không có tiêu chí nào ở mục này."


def heading(standing: CatalogueStanding) -> str:
    """Over the table."""
    return f"Bảng tự chấm {standing.catalogue.called}"


def columns() -> tuple[str, ...]:
    """Headings."""
    return ("Tiêu chí", "Điểm tối đa", "Việc đã gắn", "Minh chứng", "Tự chấm, giải trình")


def shown(counts: Counts) -> str:
    """What there is to show."""
    accepted = f", {counts.accepted} đã duyệt" if counts.accepted else ""
    return f"{counts.files} tệp{accepted}; {reported(counts)}"


def no_tasks() -> str:
    """Nothing is tied."""
    return "chưa gắn việc nào"


def asks(criterion: Criterion) -> str:
    """What the catalogue wants to see."""
    return f"Cần: {criterion.asks}"


def edit() -> str:
    """Opens the forms of a row."""
    return "Sửa"


def tie_label() -> str:
    """Field."""
    return "Gắn thêm việc, ví dụ: 12, 14"


def tie() -> str:
    """Button."""
    return "Gắn"


def propose() -> str:
    """Link to what the plan's headings suggest, and the heading over it."""
    return "Đề xuất gắn việc theo đề mục kế hoạch"


def propose_hint() -> str:
    """Over the proposals."""
    return "Chưa gắn gì. Đồng chí bỏ chọn những việc không đúng rồi bấm Gắn."


def tie_chosen() -> str:
    """Button."""
    return "Gắn các việc đã chọn"


def nothing_chosen() -> str:
    """No box was ticked."""
    return "Chưa chọn việc nào để gắn."


def nothing_to_propose() -> str:
    """Every task whose headings say something is tied, or none says anything."""
    return "Không còn đề xuất nào từ đề mục của kế hoạch cho bộ này. Gắn từng việc ở nút Sửa của tiêu chí."


def untie(task: Task) -> str:
    """Button."""
    return f"Bỏ gắn #{task.code}"


def score_label() -> str:
    """Field."""
    return "Điểm tự chấm"


def explanation_label() -> str:
    """Field."""
    return "Giải trình"


def save() -> str:
    """Button."""
    return "Lưu"


def saved(criterion: Criterion) -> str:
    """Done."""
    return f"Đã lưu tiêu chí {criterion.code}."


def tied(count: int) -> str:
    """Done."""
    return f"Đã gắn {count} việc." if count else "Các việc này đã gắn từ trước."


def untied(count: int) -> str:
    """Done."""
    return "Đã bỏ gắn. Báo cáo và ảnh giữ nguyên." if count else "Việc này không còn gắn ở đây."


def no_numbers() -> str:
    """Nothing in the field can be a task."""
    return "Ghi số việc cần gắn, ví dụ: 12, 14"


def bad_score() -> str:
    """The score is no number."""
    return "Điểm chưa đúng: ghi số từ 0 đến 1000, nhiều nhất hai chữ số lẻ, ví dụ 2,5"


def take_xlsx() -> str:
    """Download."""
    return "Bảng tự chấm (Excel)"


def take_docx() -> str:
    """Download."""
    return "Phụ lục (Word)"


def fill_in_hint() -> str:
    """Under the downloads."""
    return (
        "Điền Tự chấm, Giải trình ngay ở đây, hoặc điền trong tệp Excel rồi gửi lại vào khung chat. "
        "Điểm do phường tự chấm; phần mềm không tự cho điểm."
    )


def rest(standing: CatalogueStanding) -> str:
    """Button: an old year's catalogue rests, or is looked at again."""
    return "Cho tạm nghỉ" if standing.catalogue.is_active else "Dùng lại"


def rested(name: str, *, is_active: bool) -> str:
    """Done."""
    return f"{name}: {'đang dùng' if is_active else 'tạm nghỉ, không nhắc nữa'}."
