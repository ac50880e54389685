"""What people read when a file is destroyed by decision."""

from collections.abc import Sequence
from datetime import date

from data.domain.erasures import LONGEST_LABEL, Decision, Erasure
from data.domain.people import Person
from data.domain.reports import Evidence
from data.texts.dates import day_month

EXAMPLE = "15/QĐ-UBND ngày 12/6/2026, gửi nhầm tài liệu mật"


def destroyed_name(decision: Decision) -> str:
    """Stands where the file's name stood, wherever files are listed."""
    return f"Tệp đã hủy theo quyết định {decision.number} ngày {day_month(decision.on)}"


def gone(name: str) -> str:
    """Somebody opens a file that was destroyed; `name` is that of `destroyed_name`."""
    return f"{name}. Hệ thống không còn giữ tệp này."


def how_to_ask() -> str:
    """ "hủy tệp" alone: what to type."""
    return (
        "Hủy một tệp gửi nhầm: đồng chí chọn trong các tệp mới gửi dưới đây, hoặc ghi số việc của "
        "báo cáo có tệp đó, ví dụ: hủy tệp #7.\n"
        "Cần có quyết định bằng văn bản, và một người thứ hai xác nhận. Hủy rồi không lấy lại được."
    )


def no_files(code: int) -> str:
    """Nothing of that task could be destroyed."""
    return f"#{code} không có tệp nào đang lưu. Đồng chí xem lại số việc giúp."


def which_file(code: int) -> str:
    """Above a choice for each file."""
    return f"Hủy tệp nào của #{code}, thưa đồng chí?"


def file_label(file: Evidence, today: date, local_day: date) -> str:
    """Button: one file, with the day it came."""
    return f"{file.name[:LONGEST_LABEL]} ({day_month(local_day, today=today)})"


def which_decision(file: Evidence) -> str:
    """A file was picked: by what decision?"""
    return (
        f'Tệp "{file.name}". Đồng chí ghi số, ngày quyết định và lý do, ví dụ: {EXAMPLE}.\n'
        'Gõ "hủy" để thôi.'
    )


def decision_not_understood() -> str:
    """Number, date or reason is missing, or the date cannot be."""
    return f"Tôi cần đủ số, ngày (không sau hôm nay) và lý do, ví dụ: {EXAMPLE}."


def look_once_more(file: Evidence, decision: Decision, places: int) -> str:
    """Before asking the second person; `places` are the records with the same bytes."""
    many = f" Tệp này có ở {places} chỗ, hủy là hủy cả {places}." if places > 1 else ""
    return (
        f'Đề nghị hủy tệp "{file.name}" theo quyết định {_decision(decision)}.{many}\n'
        "Người thứ hai xác nhận thì tệp, ảnh thu nhỏ và tên tệp bị xóa, không lấy lại được. "
        "Dấu vân tay, dung lượng, giờ gửi và nhật ký vẫn giữ. "
        "Lời đã ghi (báo cáo, lý do trả lại, đề nghị) không bị xóa."
    )


def ask_label() -> str:
    """Button: ask the second person."""
    return "Gửi đề nghị hủy"


def stop_label() -> str:
    """Button: leave it."""
    return "Thôi"


def left_alone() -> str:
    """[Thôi]."""
    return "Không hủy tệp nào."


def nobody_else() -> str:
    """There is no second person who could agree."""
    return (
        "Chưa hủy được: cần người thứ hai xác nhận (cơ quan đầu mối, quản trị hoặc lãnh đạo), "
        "mà phường chưa có ai khác. Đồng chí thêm người bằng danh sách cán bộ rồi làm lại."
    )


def is_a_plan() -> str:
    """The bytes are also the source of a plan."""
    return (
        "Tệp này cũng là văn bản kế hoạch đã nhập nên chưa hủy được ở đây. "
        "Đồng chí báo người quản trị máy chủ."
    )


def not_there() -> str:
    """The file is gone already, or is no file of this ward."""
    return 'Tệp này không còn trong danh sách. Gõ "hủy tệp" để xem cách làm.'


def asked_already(names: Sequence[str]) -> str:
    """The same file waits for its second person."""
    return f"Tệp này đã có đề nghị hủy, đang chờ xác nhận của: {', '.join(names)}."


def asked(names: Sequence[str]) -> str:
    """The second person was told."""
    return (
        f"Đã ghi đề nghị hủy, sẽ báo: {', '.join(names)}. Một người trong số đó xác nhận thì tệp "
        "mới bị hủy; từ giờ đến lúc đó chưa có gì thay đổi."
    )


def please_agree(asker: Person, file: Evidence, decision: Decision, places: int) -> str:
    """To whoever may be the second person."""
    many = f" Tệp có ở {places} chỗ, hủy là hủy cả." if places > 1 else ""
    return (
        f'{asker.name} đề nghị hủy tệp "{file.name}" theo quyết định {_decision(decision)}.{many}\n'
        "Đồng chí đối chiếu quyết định rồi xác nhận. Hủy rồi không lấy lại được."
    )


def agree_label() -> str:
    """Button: the second person agrees."""
    return "Xác nhận hủy"


def refuse_label() -> str:
    """Button: the second person does not."""
    return "Không hủy"


def not_oneself() -> str:
    """Who asked cannot agree."""
    return "Người đề nghị không tự xác nhận được: cần một người khác có thẩm quyền."


def settled_already(erasure: Erasure | None) -> str:
    """It was agreed to, or refused, before."""
    if erasure is None or erasure.confirmed_at is None:
        return "Đề nghị hủy này đã khép lại, không có gì thay đổi."
    return f"{destroyed_name(erasure.decision)} rồi, không phải làm lại."


def destroyed(decision: Decision, places: int) -> str:
    """The second person agreed: what is gone, and what remains."""
    return (
        f"Đã hủy theo quyết định {decision.number}: {places} chỗ có tệp này không còn xem được, "
        "tệp bị xóa khỏi máy chủ trong vòng một phút (trừ khi phường khác dùng chung máy chủ cũng "
        "được gửi đúng tệp này).\n"
        "Còn lại: lời đã ghi (báo cáo, lý do trả lại, đề nghị); bản người gửi giữ trong điện thoại "
        "và trên Zalo, Telegram (nhờ người gửi thu hồi tin); bản sao lưu cơ sở dữ liệu còn ghi tên tệp tới khi quay vòng (14 bản); bản sao đĩa "
        "để ngoài máy chủ phải xóa bằng tay. Đồng chí lập biên bản hủy kèm quyết định."
    )


def was_destroyed(decision: Decision) -> str:
    """To who asked."""
    return f"Đề nghị hủy đã được xác nhận: tệp đã hủy theo quyết định {decision.number}."


def refused(decision: Decision, by: Person) -> str:
    """To who asked: the second person did not agree."""
    return f"{by.name} không đồng ý hủy tệp theo quyết định {decision.number}. Tệp vẫn giữ nguyên."


def dropped() -> str:
    """To the second person who did not agree."""
    return "Đã ghi: không hủy. Tệp vẫn giữ nguyên, người đề nghị được báo."


def came_again(name: str, decision: Decision) -> str:
    """Somebody sends the very bytes that were destroyed."""
    return (
        f'Tệp "{name}" không được nhận: tệp này đã bị hủy theo quyết định {decision.number}. '
        "Đồng chí không gửi lại, và xóa tệp khỏi máy của mình."
    )


def _decision(decision: Decision) -> str:
    return f"{decision.number} ngày {day_month(decision.on)} ({decision.reason})"
