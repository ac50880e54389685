"""What is said when the lead office writes a report down for somebody."""

from collections.abc import Sequence

from data.domain.people import Person
from data.domain.reports import Evidence
from data.domain.tasks import Task
from data.texts.common import sentence_case
from data.texts.people import called
from data.texts.progress import evidence_words
from data.texts.reminders import shortened


def told(person: Person, recorder: Person, task: Task, said: str, files: Sequence[Evidence]) -> str:
    """To the one whose report it is."""
    you = person.address.value
    shown = f", kèm {evidence_words(files)}" if files else ""
    more = "Còn ảnh" if files else "Có ảnh"
    return (
        f"{sentence_case(called(person))}: {recorder.name} đã ghi giúp {you} báo cáo "
        f"#{task.code} {task.short_title}: “{shortened(said, 200)}”{shown}.\n"
        f"{more} thì {you} gửi vào đây. Chưa đúng thì {you} nhắn lại, ví dụ: #{task.code} chưa xong."
    )


def not_of_the_agency() -> str:
    """Somebody who has no part in it, or left."""
    return "Người này không thuộc đơn vị phải làm việc này. Đồng chí chọn lại người báo cáo."


def say_what(most: int) -> str:
    """Nothing was written down, or a whole letter."""
    return f"Đồng chí ghi nội dung báo cáo, tối đa {most} ký tự, ví dụ: đã niêm yết, 2 ảnh gửi sau."


def heading() -> str:
    """Opens the form."""
    return "Ghi báo cáo thay…"


def whose() -> str:
    """The label: who said it."""
    return "Người báo cáo"


def what() -> str:
    """The label: what was said."""
    return "Nội dung đã báo (qua điện thoại, trực tiếp)"


def do() -> str:
    """The button."""
    return "Ghi báo cáo"


def files() -> str:
    """The label: photos and papers that were brought along."""
    return "Ảnh, tệp kèm theo (nếu có)"


def done(person: Person, task: Task, files: Sequence[Evidence], refused: Sequence[str]) -> str:
    """To who wrote it down; `refused` says which files were not taken, and why."""
    shown = f", kèm {evidence_words(files)}" if files else ""
    text = (
        f"Đã ghi báo cáo #{task.code} của {person.name}{shown}, tên đồng chí được ghi là "
        "người ghi giúp. Báo cáo này do người khác duyệt."
    )
    return "\n".join([text, *refused])
