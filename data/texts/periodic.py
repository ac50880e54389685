"""The periodic report in words: only what the ledger says, and where it says nothing, that.

Office style of NĐ 30/2020/NĐ-CP: dates in full with zeros, no first person, nothing praised.
"""

from collections.abc import Sequence

from data.domain.localtime import local, local_date
from data.domain.periodic import Fate, Line, Part, PeriodicReport, Trouble
from data.domain.report_periods import ReportKind, ReportPeriod
from data.domain.tasks import Plan, Task
from data.texts.common import sentence_case
from data.texts.dates import full_date, whole_number
from data.texts.decree import date_in_words, dots, issuer_in_text, office_in_text
from data.texts.due import EXCUSED
from data.texts.reminders import shortened

KIND = "Báo cáo"
SYMBOL = "BC-UBND"
DUTIES = "Chế độ thông tin, báo cáo"
OTHERS = "Nhiệm vụ khác"
UNDIVIDED = "Các nhiệm vụ theo kế hoạch"
DIRECTION = "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI"
RESULTS = "II. KẾT QUẢ THỰC HIỆN THEO TỪNG NỘI DUNG"
TROUBLES = "III. KHÓ KHĂN, VƯỚNG MẮC"
PROPOSALS = "IV. ĐỀ XUẤT, KIẾN NGHỊ"
TO_FILL = f"(Cơ quan soạn thảo bổ sung) {dots(40)}"
FEW_RESULTS = 12
"""Results of one component in the body; the appendix has every one."""
_ROMAN = ("I", "II", "III", "IV")
FATES = {
    Fate.ON_TIME: "Xong, đúng hạn",
    Fate.AFTER: "Xong, sau hạn",
    Fate.LATE: "Quá hạn",
    Fate.RUNNING: "Đang thực hiện, trong hạn",
    Fate.WAITING: "Chờ sự kiện",
    Fate.UNDATED: "Chưa ấn định thời hạn",
    Fate.LATER: "Chưa đến kỳ thực hiện",
}
APPENDIX_HEADINGS = (
    "STT",
    "Nội dung nhiệm vụ",
    "Cơ quan thực hiện",
    "Thời hạn",
    "Kết quả, tiến độ",
    "Minh chứng",
    "Trạng thái",
)


def period_called(period: ReportPeriod) -> str:
    """Return "quý II năm 2026", "6 tháng đầu năm 2026", "9 tháng năm 2026", "năm 2026"."""
    half = "đầu" if period.number == 1 else "cuối"
    return {
        ReportKind.QUARTER: f"quý {_ROMAN[period.number - 1]} năm {period.year}",
        ReportKind.HALF_YEAR: f"6 tháng {half} năm {period.year}",
        ReportKind.NINE_MONTHS: f"9 tháng năm {period.year}",
        ReportKind.YEAR: f"năm {period.year}",
    }[period.kind]


def plan_called(plan: Plan) -> str:
    """Return "Kế hoạch số 1780/KH-UBND ngày 24/04/2026", or by its title when it has no number."""
    if plan.number:
        day = f" ngày {full_date(plan.issued_on)}" if plan.issued_on else ""
        return f"Kế hoạch số {plan.number}{day}"
    return f"Kế hoạch “{plan.title}”" if plan.title else f"Kế hoạch năm {plan.year or '……'}"


def plan_cited(plan: Plan) -> str:
    """Return how a plan is spoken of the first time: with its day, its office and what it is about.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6 (kiểm tra lại khi quy định thay đổi); after that
    its number is enough. A part that the plan's file left open is left out.
    """
    office = f" của {office_in_text(plan.issuer)}" if plan.issuer else ""
    if not plan.number:
        return f"{plan_called(plan)}{office}"
    day = f" {date_in_words(plan.issued_on)}" if plan.issued_on else ""
    about = f" về {_small(plan.title).rstrip(' .,;:')}" if plan.title else ""
    return f"Kế hoạch số {plan.number}{day}{office}{about}"


def subject(report: PeriodicReport) -> str:
    """What the report is about, in its two lines."""
    only = report.plans[0] if len(report.plans) == 1 else None
    short = f"Kế hoạch số {only.number}" if only and only.number else "các nhiệm vụ theo kế hoạch"
    return f"Kết quả thực hiện {short}\n{period_called(report.period)}"


def title(report: PeriodicReport) -> str:
    """What the file is called in its properties."""
    return f"{KIND}: {subject(report)}".replace("\n", " ")


def file_name(report: PeriodicReport) -> str:
    """Return the document's name, in letters that every system takes."""
    return f"bao-cao-{report.period.key}.docx"


def opening(report: PeriodicReport) -> str:
    """The sentence that begins the body."""
    plans = "; ".join(plan_cited(p) for p in report.plans) or "các kế hoạch đang theo dõi"
    return (
        f"Thực hiện {plans}, {issuer_in_text(report.ward_name)} báo cáo kết quả thực hiện "
        f"{period_called(report.period)} (kỳ số liệu từ ngày {full_date(report.span.start)} "
        f"đến ngày {full_date(report.span.end)}) như sau:"
    )


def taken_at(report: PeriodicReport) -> str:
    """When the figures were taken, what later decisions are in them, whether the period still runs."""
    at = local(report.at)
    when = (
        f"Số liệu lấy từ hệ thống theo dõi nhiệm vụ lúc {at:%H} giờ {at:%M} phút ngày {at:%d/%m/%Y}"
    )
    if report.is_closed:
        return (
            f"{when}, gồm cả các quyết định (trả lại, lùi hạn, xác nhận lý do chậm) có đến lúc đó; "
            f"kết quả báo sau ngày {full_date(report.span.end)} tính vào kỳ sau."
        )
    return f"{when}; kỳ báo cáo chưa kết thúc nên số liệu còn thay đổi."


def direction(report: PeriodicReport) -> list[str]:
    """Section I: the plans, what was declared, what was reported."""
    lines = [_plan_line(report, plan) for plan in report.plans]
    lines += [_duty_line(duty) for duty in report.duties]
    if report.leads:
        lines.append(f"{whole_number(report.leads)} cơ quan, đơn vị có việc trong kỳ báo cáo.")
    lines += [
        f"Trong kỳ có sự kiện: {event.name} (từ ngày {full_date(event.starts_on)} "
        f"đến ngày {full_date(event.ends_on)})."
        for event in report.events
    ]
    if not report.reports:
        return [*lines, "Trong kỳ chưa có báo cáo nào của cơ quan, đơn vị gửi qua hệ thống."]
    files = sum(line.files for line in report.lines)
    shown = f"kèm {whole_number(files)} tệp minh chứng" if files else "không kèm tệp minh chứng"
    return [
        *lines,
        f"Trong kỳ, {whole_number(report.reporters)} người đã gửi {whole_number(report.reports)} "
        f"báo cáo tiến độ qua hệ thống, {shown}.",
    ]


def _plan_line(report: PeriodicReport, plan: Plan) -> str:
    called = f"Kế hoạch số {plan.number}" if plan.number else plan_called(plan)
    tasks = {x.task.id: x.task for x in report.lines if x.task.plan_id == plan.id}
    duties = sum(t.is_duty for t in tasks.values())
    reporting = f" và {whole_number(duties)} chế độ báo cáo" if duties else ""
    return f"{called} có {whole_number(len(tasks) - duties)} nhiệm vụ{reporting}{_since(report, plan)}."


def _since(report: PeriodicReport, plan: Plan) -> str:
    """Since when its work is followed, if the period began before: earlier reports are not here."""
    if plan.confirmed_at is None or plan.replaces_id is not None:
        return ""
    day = local_date(plan.confirmed_at)
    return f"; theo dõi trên hệ thống từ ngày {full_date(day)}" if day > report.span.start else ""


def _small(words: str) -> str:
    """A title inside a sentence; one in capitals stays as it is."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _duty_line(duty: Task) -> str:
    return f"Kế hoạch quy định: “{' '.join(duty.plan_words.split()).rstrip('.')}”."


def overall(report: PeriodicReport) -> str:
    """Section II begins with all components together."""
    return f"Tổng hợp chung: {figures(_whole(report))}"


def survey_note() -> str:
    """That activities are no score, said once: PAPI and SIPAS are surveys of citizens."""
    return (
        "Số liệu, minh chứng trong báo cáo phản ánh việc tổ chức thực hiện nhiệm vụ. Chỉ số PAPI, "
        "SIPAS do khảo sát ý kiến người dân xác định; báo cáo này không tự chấm điểm các chỉ số đó."
    )


def is_about_survey(report: PeriodicReport) -> bool:
    """Return whether the plans serve an index that citizens are asked for."""
    said = [p.title or "" for p in report.plans]
    said += [f"{x.section or ''} {x.component or ''}" for x in report.parts]
    words = " ".join(said).lower()
    return any(name in words for name in _SURVEYS)


_SURVEYS = ("papi", "sipas", "hiệu quả quản trị", "hài lòng")


def _whole(report: PeriodicReport) -> Part:
    return Part(None, None, report.tasks, report.lines)


def section_called(report: PeriodicReport, part: Part) -> str:
    """Return the section of a part: "khác" beside others, not in a plan that has no sections."""
    has_sections = any(x.section not in (None, DUTIES) for x in report.parts)
    return part.section or (OTHERS if has_sections else UNDIVIDED)


def part_heading(
    section: str, number: int, part: Part, previous: Part | None
) -> tuple[str | None, str]:
    """Return the heading of a section where a new one begins, and that of a component.

    `number` counts the sections from 1. What has no component stands right under its section's
    heading, or under one of its own after the section's components.
    """
    is_new = previous is None or previous.section != part.section
    heading = f"{number}. {sentence_case(section)}" if is_new else None
    return heading, sentence_case(part.component or ("" if is_new else OTHERS))


def late_heading(number: int) -> str:
    """The heading of what was overdue, after `number` sections."""
    return f"{number + 1}. Việc quá hạn"


def figures(part: Part) -> str:
    """The figures of one component; nothing is said that no report said."""
    owed = [x for x in part.lines if x.due_on is not None]
    text = f"{whole_number(part.tasks)} nhiệm vụ"
    if not owed:
        return f"{text}; trong kỳ chưa có việc đến kỳ thực hiện.{_lists(part)}"
    counts = (
        (part.count(Fate.ON_TIME), "xong đúng hạn"),
        (part.count(Fate.AFTER), "xong sau hạn"),
        (part.count(Fate.LATE), "quá hạn"),
        (part.count(Fate.RUNNING), "đang thực hiện, trong hạn"),
    )
    said = ", ".join(f"{whole_number(n)} {words}" for n, words in counts if n)
    return (
        f"{text}; {whole_number(len(owed))} lượt việc đến kỳ thực hiện: {said}."
        f"{_lists(part)}{_shown(part.lines)}"
    )


def _lists(part: Part) -> str:
    waiting, undated = part.count(Fate.WAITING), part.count(Fate.UNDATED)
    said = [
        f"{whole_number(n)} nhiệm vụ {words}"
        for n, words in ((waiting, "chờ sự kiện"), (undated, "chưa ấn định thời hạn"))
        if n
    ]
    return f" Có {' và '.join(said)}." if said else ""


def _shown(lines: Sequence[Line]) -> str:
    people, tellings = sum(x.attended for x in lines), sum(x.tellings for x in lines)
    files = sum(x.files for x in lines)
    said = []
    if people:
        said.append(
            f"{whole_number(people)} lượt người tham dự "
            f"(cộng từ {whole_number(tellings)} báo cáo có ghi số người)"
        )
    if files:
        said.append(f"{whole_number(files)} tệp minh chứng")
    return f" Báo cáo ghi nhận {', '.join(said)}." if said else ""


def results(part: Part) -> list[str]:
    """What was reported in the period, a line each; the rest is in the appendix."""
    told = [x for x in part.lines if x.progress]
    lines = [f"- {_named(x)}: {x.progress}{_when(x)}." for x in told[:FEW_RESULTS]]
    if len(told) > FEW_RESULTS:
        lines.append(f"- Và {len(told) - FEW_RESULTS} kết quả khác tại Phụ lục.")
    if not told and any(x.due_on for x in part.lines):
        lines.append("Trong kỳ chưa có báo cáo kết quả của nội dung này.")
    return lines


def _title(task: Task) -> str:
    """A title inside a sentence: without the dash that begins it and the mark that ends it."""
    return " ".join(task.title.split()).lstrip("-–+• ").rstrip(" .,;:")


def _named(line: Line) -> str:
    label = f" ({line.label})" if line.label else ""
    return f"{shortened(_title(line.task), 160)}{label}, {line.agency_name}"


def _when(line: Line) -> str:
    if line.reported_on is None:
        return ""
    late = f", sau hạn{_days(line)}" if line.fate is Fate.AFTER else ""
    return f" (báo cáo xong ngày {full_date(line.reported_on)}{late})"


def _days(line: Line) -> str:
    """By how much it is late; of what came in time only once it was supplemented, for which day."""
    late = f" {line.days_late} ngày" if line.days_late else ""
    if line.fate is Fate.AFTER and line.late_for and not late:
        late = f" ngày {full_date(line.late_for)}, đã bổ sung"
    return f"{late}{f', {EXCUSED}' if line.is_excused else ''}"


def late_lines(report: PeriodicReport) -> list[str]:
    """What was overdue at the end, the longest first."""
    late = sorted(
        (x for x in report.lines if x.fate is Fate.LATE), key=lambda x: (-x.days_late, x.task.code)
    )
    if not late:
        return []
    head = f"Đến ngày {full_date(report.until)} còn {len(late)} lượt việc quá hạn"
    shown = late[:FEW_RESULTS]
    rest = ", trong đó lâu nhất" if len(late) > len(shown) else ""
    return [
        f"{head}{rest}:",
        *(f"- {_named(x)}: {_overdue(x)}." for x in shown),
    ]


def _overdue(line: Line) -> str:
    if line.days_late or line.due_on is None:
        return f"quá hạn{_days(line)}"
    return f"hạn ngày {full_date(line.due_on)}, hết ngày chưa báo cáo xong{_days(line)}"


def trouble_lines(report: PeriodicReport) -> list[str]:
    """Section III: in the reporters' own words, with who said it and when."""
    if not report.troubles:
        return ["Trong kỳ, các báo cáo gửi qua hệ thống không nêu khó khăn, vướng mắc."]
    return [f"- {_trouble(x)}" for x in report.troubles]


def _trouble(x: Trouble) -> str:
    label = f" ({x.label})" if x.label else ""
    by = f"{x.by}, {x.agency_name}" if x.by else x.agency_name
    over = "; việc đã xong" if x.is_over else ""
    return f"{shortened(_title(x.task), 160)}{label}: “{_quoted(x.words)}” ({by}, báo ngày {full_date(x.said_on)}{over})."


def _quoted(words: str) -> str:
    return " ".join(words.split()).strip(' .“”"')


def proposal_lines(report: PeriodicReport) -> list[str]:
    """Section IV: what the open troubles ask for; what to propose is for the office to say."""
    open_ = [x for x in report.troubles if not x.is_over]
    if not open_:
        return ["Trong kỳ, các báo cáo gửi qua hệ thống không nêu đề xuất, kiến nghị."]
    lines = [
        f"- {x.agency_name}, {shortened(_title(x.task), 100)}: "
        f"“{_quoted(x.words)}”. Đề nghị: {dots(24)}"
        for x in open_
    ]
    return ["Từ các vướng mắc chưa tháo gỡ, đề nghị xem xét:", *lines]


def closing(report: PeriodicReport) -> str:
    """The last sentence, with the mark that ends a document."""
    return (
        f"Trên đây là báo cáo kết quả thực hiện {period_called(report.period)} của "
        f"{issuer_in_text(report.ward_name)}./."
    )


def appendix_title(report: PeriodicReport) -> str:
    """What the appendix is."""
    return f"Tổng hợp kết quả thực hiện các nhiệm vụ {period_called(report.period)}"


def appendix_group(report: PeriodicReport, part: Part) -> str:
    """The row that names a component in the appendix."""
    return " – ".join(filter(None, (section_called(report, part), part.component)))


def appendix_row(number: int, line: Line) -> tuple[str, ...]:
    """One line of the appendix."""
    label = f" ({line.label})" if line.label else ""
    late = _days(line) if line.fate in (Fate.LATE, Fate.AFTER) else ""
    return (
        str(number),
        f"{_title(line.task)}{label}",
        line.agency_name,
        _due(line),
        line.progress or ("Chưa có báo cáo" if line.due_on else ""),
        f"{line.files} tệp" if line.files else "",
        f"{FATES[line.fate]}{late}",
    )


def _due(line: Line) -> str:
    if line.due_on is None:
        return f"“{' '.join(line.task.time_text.split())}”"
    planned = f"\n(hạn ban đầu {full_date(line.planned_on)})" if line.planned_on else ""
    return f"{full_date(line.due_on)}{planned}"


def nothing_in_it() -> str:
    """The appendix of a period in which nothing was owed."""
    return "Trong kỳ chưa có nhiệm vụ nào đến kỳ thực hiện."
