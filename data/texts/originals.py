"""What people read about original pictures: who wants them, and how a phone sends them."""

from collections.abc import Sequence

from data.domain.tasks import Task
from data.texts.codes import codes_of


def originals_label() -> str:
    """Button: how a picture is sent untouched."""
    return "Cách gửi ảnh gốc"


def was_compressed() -> str:
    """A picture was re-encoded on its way, and the task asks for the original."""
    return "Ảnh đã bị nén khi gửi, việc này cần ảnh gốc."


def asked_for() -> str:
    """In a task's details."""
    return "Cần ảnh gốc: gửi ảnh dạng tệp, không gửi dạng ảnh nén"


def how_to_send() -> str:
    """Three steps on a phone."""
    return (
        "Cách gửi ảnh gốc trên điện thoại, ngay trong cuộc trò chuyện này:\n"
        "1. Bấm 📎 (cái kẹp giấy), chọn Tệp (File).\n"
        "2. Android: chọn Thư viện (Gallery), nơi ảnh không bị nén. "
        "iPhone: chọn Thư viện ảnh (Photos).\n"
        "3. Chọn ảnh rồi gửi; tôi thêm vào đúng báo cáo này."
    )


def how_elsewhere(web: str | None) -> str:
    """Where a platform compresses every picture and takes no files. `web`: where they are taken."""
    there = f"gửi ở trang web của phường ({web})" if web else "chuyển tệp cho cơ quan đầu mối"
    return (
        "Kênh này luôn nén ảnh khi gửi; ảnh đã gửi vẫn được giữ làm minh chứng.\n"
        f"Cần ảnh gốc thì {there}."
    )


def standing(tasks: Sequence[Task]) -> str:
    """Among the settings: which tasks ask for originals, and how that ends."""
    return (
        f"Cần ảnh gốc: {codes_of([t.code for t in tasks])} (bỏ: #{tasks[0].code} không cần ảnh gốc)"
    )


def changed(tasks: Sequence[Task], moved: Sequence[Task], *, wanted: bool) -> str:
    """What was set, and how it is taken back; `moved` are those that were otherwise before."""
    codes = codes_of([t.code for t in tasks])
    if not moved:
        stands = "đang cần ảnh gốc" if wanted else "đang không cần ảnh gốc"
        return f"{codes} {stands} rồi, không có gì thay đổi."
    example = f"#{moved[0].code} {'không cần' if wanted else 'cần'} ảnh gốc"
    if not wanted:
        return f"Đã đổi. {codes} nhận cả ảnh nén. Muốn như cũ, đồng chí nhắn: {example}."
    return (
        f"Đã đổi. {codes} cần ảnh gốc: ai gửi ảnh bị nén sẽ được chỉ cách gửi dạng tệp, "
        f"báo cáo vẫn lưu. Muốn như cũ, đồng chí nhắn: {example}."
    )
