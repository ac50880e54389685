"""What people read when they report: what was stored, who will see it, how to take it back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.domain.localtime import local, local_date
from data.domain.originals import lacks_originals
from data.domain.people import Person
from data.domain.reporting import Part
from data.domain.reports import Evidence, Report, ReportState
from data.domain.tasks import Occurrence, Task, WorkItem
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.originals import was_compressed
from data.texts.people import called
from data.texts.progress import evidence_words, progress_words
from data.texts.reminders import group_name, item_name, occurrence_label, shortened
from data.texts.report_labels import done_label

_COPIED = re.compile(r"^\(như kỳ trước[^)]*\) ")
_CORRECTED = " (sửa lại: "
_CHOSEN = f"{done_label()}: "
LEAD_OFFICE = "cơ quan đầu mối"


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored report, for saying so."""

    report: Report
    occurrence: Occurrence
    task: Task
    part: Part
    evidence: tuple[Evidence, ...]
    agency_name: str
    seen_by: str
    """The lead office's name."""
    is_undoable: bool = True
    """It was given less than ten minutes ago."""


def moment(now: datetime) -> str:
    """Return "09:12 thứ Hai 15/6"."""
    return f"{local(now):%H:%M} {spoken_date(local_date(now), today=local_date(now))}"


def _name(task: Task, occurrence: Occurrence) -> str:
    return f"#{task.code}{', ' + occurrence.label if occurrence.label else ''}"


# Stored.


def stored(said: Stored, *, today: date, chosen: bool = False) -> str:
    """What was stored. `chosen`: the task was found by us, not named by the person."""
    lines = [_stored_heading(said)]
    if chosen:
        lines.append(f"Việc: {said.task.short_title}")
    lines += _content(said)
    lines += _standing(said, today)
    undo = " Sai thì chọn Hoàn tác trong 10 phút." if said.is_undoable else ""
    lines.append(f"{_seen_by(said)}{undo}")
    return "\n".join(lines)


def _stored_heading(said: Stored) -> str:
    what = {
        Part.OWES: "Đã lưu báo cáo",
        Part.COORDINATES: "Đã lưu phần phối hợp",
        Part.ON_BEHALF: f"Đã lưu báo cáo thay {said.agency_name},",
    }[said.part]
    return f"{what} {_name(said.task, said.occurrence)} ({moment(said.report.created_at)})"


def _content(said: Stored) -> list[str]:
    progress = said.report.progress
    lines = [f"Tiến độ: {progress_words(progress, said.report.text)}"]
    if progress.obstacle:
        lines.append(f"Vướng: {shortened(progress.obstacle, 80)}")
    if said.evidence:
        lines.append(f"Minh chứng: {evidence_words(said.evidence)}")
    return [*lines, *_originals(said)]


def _originals(said: Stored) -> list[str]:
    return [was_compressed()] if lacks_originals(said.task, said.evidence) else []


def _standing(said: Stored, today: date) -> list[str]:
    if said.part is Part.COORDINATES or not said.occurrence.is_owed:
        return []
    due = spoken_date(said.occurrence.due_on, today=today)
    return [f"Việc còn mở, hạn {due}."]


def _seen_by(*all_said: Stored) -> str:
    seen_by = all_said[0].seen_by
    coordinated = [s for s in all_said if s.part is Part.COORDINATES and s.agency_name != seen_by]
    leads = dict.fromkeys(f"{s.agency_name} (chủ trì)" for s in coordinated)
    names = ", ".join(leads)
    return f"{names} và {seen_by} sẽ xem." if names else f"{sentence_case(seen_by)} sẽ xem."


def stored_for_leader(person: Person, said: Stored) -> str:
    """What was stored, very short."""
    you = person.address.value
    done = (
        "xong"
        if not said.occurrence.is_owed
        else progress_words(said.report.progress, said.report.text)
    )
    files = f", {evidence_words(said.evidence)}" if said.evidence else ""
    lines = [
        f"Đã lưu, cảm ơn {called(person)}.",
        f"{said.task.short_title}{occurrence_label(said.occurrence)}: {done}{files}.",
        *_originals(said),
    ]
    if not said.evidence and not said.occurrence.is_owed:
        lines.append(f"{sentence_case(you)} gửi thêm ảnh vào đây nhé.")
    return "\n".join(lines)


def stored_several(all_said: Sequence[Stored]) -> str:
    """Several tasks answered in one go; some may have been taken back since."""
    standing = [s for s in all_said if s.report.state is ReportState.STORED]
    lines = [f"Đã lưu {len(standing)} báo cáo ({moment(all_said[0].report.created_at)})"]
    for said in all_said:
        files = f"; {evidence_words(said.evidence)}" if said.evidence else ""
        words = progress_words(said.report.progress, said.report.text)
        if said not in standing:
            words = "đã hoàn tác"
        lines.append(f"{_name(said.task, said.occurrence)}: {words}{files}")
        lines += _originals(said)
    undo = " Sai việc nào thì chọn Hoàn tác việc đó trong 10 phút."
    lines.append(f"{_seen_by(*all_said)}{undo if all_said[0].is_undoable else ''}")
    return "\n".join(lines)


def repeated(said: Stored) -> str:
    """The same words came a moment ago."""
    return (
        f"Báo cáo {_name(said.task, said.occurrence)} này đã lưu lúc "
        f"{local(said.report.created_at):%H:%M}, không lưu thêm lần nữa."
    )


def amended(said: Stored, *, today: date, by_edit: bool = False) -> str:
    """The progress was corrected. `by_edit`: the person changed the message that it came in."""
    how = " theo tin nhắn vừa sửa" if by_edit else ""
    return "\n".join(
        (
            f"Đã sửa báo cáo {_name(said.task, said.occurrence)}{how}",
            *_content(said),
            *_standing(said, today),
        )
    )


def not_yet_noted(person: Person, said: Stored, *, today: date) -> str:
    """A group leader has not done it: no blame."""
    due = spoken_date(said.occurrence.due_on, today=today)
    files = f" (kèm {evidence_words(said.evidence)})" if said.evidence else ""
    return (
        f"Đã ghi là chưa làm{files}: {said.task.short_title}{occurrence_label(said.occurrence)}, "
        f"hạn {due}.\n"
        f"Phường sẽ nhắc lại sau. Có gì vướng {person.address.value} cứ nhắn vào đây."
    )


def evidence_added(said: Stored, new: Sequence[Evidence]) -> str:
    """Files joined a report, or were in it already."""
    if not new:
        return (
            f"Tệp này đã có trong báo cáo {_name(said.task, said.occurrence)} "
            f"({said.task.short_title}), không tính hai lần.\n"
            f"Minh chứng hiện có: {evidence_words(said.evidence)}."
        )
    lines = [
        f"Đã thêm {evidence_words(new)} vào báo cáo {_name(said.task, said.occurrence)} "
        f"({said.task.short_title}).",
        f"Minh chứng hiện có: {evidence_words(said.evidence)}.",
    ]
    return "\n".join([*lines, *_originals(said)])


def undone(task: Task, files: int) -> str:
    """A report was taken back."""
    text = f"Đã hoàn tác báo cáo #{task.code}, việc trở lại như trước."
    return f"{text}\n{files} tệp vẫn được giữ, chưa gắn vào việc nào." if files else text


def words_added(task: Task, words: str) -> str:
    """Words joined the report of the pictures before them."""
    return f"Đã ghi “{shortened(words, 80)}” vào báo cáo #{task.code} ({task.short_title}) vừa gửi."


def words_taken_out(task: Task) -> str:
    """Words left a report."""
    return f"Đã gỡ lời vừa ghi khỏi báo cáo #{task.code}; ảnh vẫn ở đó."


def taken_out(task: Task, files: int) -> str:
    """Files left a report."""
    return f"Đã gỡ {files} tệp khỏi báo cáo #{task.code}; tệp vẫn được giữ."


# Asking.


def ask_content(person: Person, item: WorkItem, *, today: date) -> str:
    """A task was chosen: what is to be said about it."""
    due = spoken_date(item.occurrence.due_on, today=today)
    return (
        f"{item_name(item)}, hạn {due}\n"
        f"{sentence_case(person.address.value)} ghi kết quả, kèm ảnh nếu có. "
        "Ví dụ: đã họp 1/2 buổi, 85 người dự"
    )


def which_task(person: Person, evidence: Sequence[Evidence], words: str) -> str:
    """Files or words came without a task."""
    you = person.address.value
    if evidence:
        return f"{evidence_words(evidence)} này cho việc nào, thưa {you}?"
    return f"“{shortened(words, 60)}” là cho việc nào, thưa {you}?"


def is_it_this(person: Person, item: WorkItem, evidence: Sequence[Evidence]) -> str:
    """A group leader's picture, and the one task that is open."""
    return (
        f"{sentence_case(evidence_words(evidence))} này là của việc: "
        f"{item.task.short_title}{occurrence_label(item.occurrence)}, "
        f"phải không {called(person)}? Việc đó:"
    )


def which_agency(task: Task) -> str:
    """Several agencies owe the same task."""
    return f"#{task.code} {task.short_title}: báo cáo cho cơ quan nào?"


def nothing_to_report(person: Person) -> str:
    """There is no open task to tie this to."""
    you = sentence_case(person.address.value)
    return f"{you} hiện không có việc nào đang chờ báo cáo."


def files_wait(evidence: Sequence[Evidence]) -> str:
    """Files are kept though there is no task for them now."""
    return f"{sentence_case(evidence_words(evidence))} đã nhận, chưa gắn vào việc nào."


def files_found_their_task(evidence: Sequence[Evidence], task: Task) -> str:
    """The question for which task files are, once it is answered."""
    return f"Đã vào báo cáo #{task.code}: {evidence_words(evidence)}."


def files_dropped(count: int) -> str:
    """The person does not want these files under any report."""
    return f"Đã bỏ {count} tệp, không gắn vào việc nào."


def report_on_which(person: Person) -> str:
    """`/baocao`: choose a task."""
    return f"Báo cáo việc nào, thưa {person.address.value}?"


def other_tasks(person: Person, code: int) -> str:
    """More tasks to choose from, or a number to type."""
    you = sentence_case(person.address.value)
    return f"{you} chọn việc, hoặc gõ số việc, ví dụ: #{code}"


def words_dropped() -> str:
    """The person does not want these words under any report."""
    return "Đã bỏ, không ghi vào việc nào."


def say_something() -> str:
    """A task waits for words or pictures and got neither."""
    return "Ghi kết quả bằng chữ hoặc gửi ảnh vào đây giúp."


def ask_progress(task: Task) -> str:
    """Which of three."""
    return f"Tiến độ #{task.code} đúng ra là gì? Bấm chọn, hoặc ghi lại, ví dụ: 65%"


def ask_more_files(task: Task) -> str:
    """Ready for files of a stored report."""
    return f"Gửi ảnh hoặc tệp vào đây, tôi thêm vào báo cáo #{task.code}."


def ask_copy(earlier: str, earlier_label: str, item: WorkItem) -> str:
    """The last period's words, before they are sent again."""
    before = earlier_label or "Kỳ trước"
    return (
        f"{sentence_case(before)} đã ghi: “{shortened(earlier, 300)}”\n"
        f"Gửi lại như vậy cho {item_name(item)}?"
    )


def copied(text: str, earlier_label: str) -> str:
    """The words of a report that repeats the last period's: marked as such."""
    return f"(như kỳ trước{': ' + earlier_label if earlier_label else ''}) {text}"


def uncopied(text: str) -> str:
    """The words of a report without the mark of `copied`."""
    return _COPIED.sub("", text)


def no_earlier_report(task: Task) -> str:
    """There is nothing to repeat."""
    return f"#{task.code} chưa có báo cáo kỳ trước để gửi lại. Ghi kết quả kỳ này vào đây giúp."


def ask_help(person: Person) -> str:
    """A group leader needs the ward: what for, in one sentence."""
    you = person.address.value
    return (
        f"{sentence_case(you)} cần phường giúp gì cho việc này? {sentence_case(you)} ghi một câu."
    )


def help_passed_on(person: Person, told: int) -> str:
    """The request went to the lead office."""
    if not told:
        return (
            "Cơ quan đầu mối chưa vào kênh này. "
            f"{sentence_case(person.address.value)} gọi điện cho phường giúp."
        )
    return f"Đã báo cơ quan đầu mối, phường sẽ liên hệ {called(person)}."


def help_wanted(person: Person, item: WorkItem, words: str) -> str:
    """To the lead office: somebody cannot do it alone."""
    phone = f" ({person.phone})" if person.phone else ""
    return (
        f"{sentence_case(called(person))}, {group_name(item.agency_name)}{phone} cần phường giúp\n"
        f"{item_name(item)}\n“{shortened(words, 300)}”"
    )


def already_reported(
    item: WorkItem, by: Person | None, at: datetime, *, reader: Person, today: date
) -> str:
    """A late tap: somebody has reported since."""
    day = local_date(at)
    when = f"{local(at):%H:%M}" + ("" if day == today else f" {spoken_date(day, today=today)}")
    if by is not None and by.id == reader.id:
        who = f"{reader.address.value} đã báo xong lúc {when}"
    else:
        who = f"{called(by) if by else 'đồng nghiệp'} đã báo xong lúc {when}"
    return f"{item_name(item)}: {who}, không cần báo lại."


def corrected(words: str, correction: str) -> str:
    """The words of a report with their correction: nothing said is lost."""
    return f"{words}{_CORRECTED}{correction})" if words else correction


def parted(text: str) -> tuple[str, str, str]:
    """Return what stands before, in and after the words that a person typed.

    Before: the choice that they went with, or the mark of a copy. After: how they were corrected.
    """
    copy = _COPIED.match(text)
    begun = copy[0] if copy else _CHOSEN if text.startswith(_CHOSEN) else ""
    said, mark, correction = text[len(begun) :].partition(_CORRECTED)
    return begun, said, mark + correction
