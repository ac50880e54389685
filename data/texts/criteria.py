"""Criteria in chat: what there is, what has nothing to show yet, what is tied to what."""

from collections.abc import Sequence
from decimal import Decimal

from data.domain.criteria import (
    Catalogue,
    CatalogueDraft,
    CatalogueStanding,
    Changes,
    Counts,
    Criterion,
    Standing,
)
from data.domain.tasks import Task
from data.texts.reminders import shortened

_SHOWN = 8
_FEW = 5
_LABEL = 60


def points(value: Decimal | None) -> str:
    """Return "2,5"; "" for none."""
    if value is None:
        return ""
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")


def survey_note() -> str:
    """What photos can and cannot do for an index that asks citizens."""
    return "PAPI là điều tra người dân: ảnh, tài liệu chứng minh đã làm, không thay điểm khảo sát."


def is_survey(name: str) -> bool:
    """Return whether a catalogue is of an index that asks citizens."""
    return "papi" in name.casefold()


def overview(found: Sequence[CatalogueStanding], resting: Sequence[Catalogue]) -> str:
    """The catalogues, and how much has something to show."""
    if not found and not resting:
        return (
            "Chưa có bộ tiêu chí nào. Đồng chí gửi tệp Excel của tỉnh vào đây, "
            "hoặc chọn bộ mẫu dưới đây rồi sửa lại."
        )
    lines = ["Bộ tiêu chí đang dùng:" if found else "Chưa có bộ tiêu chí nào đang dùng."]
    lines += [_one(s) for s in found]
    if resting:
        lines.append(f"Đang tạm nghỉ: {', '.join(c.called for c in resting)}")
    lines.append("Gắn việc bằng một dòng, ví dụ: #12 tiêu chí 2.1")
    return "\n".join(lines)


def _one(standing: CatalogueStanding) -> str:
    asked, gaps = len(standing.leaves), len(standing.gaps)
    version = f" ({standing.catalogue.version})" if standing.catalogue.version else ""
    return f"{standing.catalogue.called}{version}: {asked - gaps}/{asked} tiêu chí có minh chứng"


def gaps(found: Sequence[CatalogueStanding], page: str) -> str:
    """What the inspectors would ask for, and nothing is there; `page` is where all of it stands."""
    if not found:
        return "Chưa có bộ tiêu chí nào đang dùng. Gõ /tieuchi để bắt đầu."
    lines = []
    for standing in found:
        if not standing.gaps:
            lines.append(
                f"{standing.catalogue.called}: cả {len(standing.leaves)} tiêu chí đã có minh chứng."
            )
            continue
        lines.append(
            f"{standing.catalogue.called}: {len(standing.gaps)}/{len(standing.leaves)} tiêu chí "
            "chưa có minh chứng"
        )
        lines += _gap_lines(standing.gaps)
        if is_survey(standing.catalogue.name):
            lines.append(survey_note())
    return "\n".join([*lines, f"Xem cả bảng: {page}"])


def _gap_lines(rows: Sequence[Standing]) -> list[str]:
    """First what is being worked on, then what nobody has work for."""
    tied = [r for r in rows if r.task_ids]
    lines = [
        f"- {_name(r.criterion)}: {len(r.task_ids)} việc, {reported(r.counts)}"
        for r in tied[:_SHOWN]
    ]
    if len(tied) > _SHOWN:
        lines.append(f"… và {len(tied) - _SHOWN} tiêu chí đã gắn việc nữa")
    if untied := [r.criterion for r in rows if not r.task_ids]:
        few = "; ".join(_name(c) for c in untied[:_FEW])
        more = f" và {len(untied) - _FEW} nữa" if len(untied) > _FEW else ""
        lines.append(f"- Chưa gắn việc nào ({len(untied)}): {few}{more}")
    return lines


def reported(counts: Counts) -> str:
    """Return "1/2 kỳ đã báo cáo"; of work that is not owed in the year, that."""
    return f"{counts.done}/{counts.owed} kỳ đã báo cáo" if counts.owed else "chưa có kỳ nào"


def _name(criterion: Criterion) -> str:
    return f"{criterion.code} {shortened(criterion.title, _LABEL)}"


def weekly_line(found: Sequence[CatalogueStanding]) -> str | None:
    """One line of the lead office's weekly summary; None when nothing is missing."""
    parts = [f"{s.catalogue.called} {len(s.gaps)}/{len(s.leaves)}" for s in found if s.gaps]
    if not parts:
        return None
    return f'Tiêu chí chưa có minh chứng: {" · ".join(parts)} (gõ "thiếu minh chứng")'


def monthly(found: Sequence[CatalogueStanding], page: str) -> str:
    """Once a month, before anybody asks for it."""
    missing = [s for s in found if s.gaps]
    return f"Đầu tháng, các tiêu chí còn thiếu minh chứng:\n{gaps(missing, page)}"


def gaps_label() -> str:
    """Button."""
    return "Thiếu minh chứng"


def propose_label() -> str:
    """Button."""
    return "Đề xuất gắn việc"


def template_label() -> str:
    """Button."""
    return "Tệp mẫu"


def sample_label(name: str) -> str:
    """Button: a catalogue that comes with the product."""
    return f"Bộ mẫu {name}"


def confirm_label() -> str:
    """Button."""
    return "Xác nhận"


def drop_label() -> str:
    """Button."""
    return "Bỏ"


def undo_label() -> str:
    """Button."""
    return "Hoàn tác"


def template_sent() -> str:
    """With the template."""
    return "Tệp mẫu đây. Đồng chí điền bộ tiêu chí của tỉnh, mỗi tiêu chí một dòng, rồi gửi lại vào đây."


def send_by_web(link: str) -> str:
    """The file is not here yet."""
    return f"Bộ tiêu chí đồng chí gửi giúp qua trang của phường: {link}"


def preview(draft: CatalogueDraft, changes: Changes, there: Catalogue | None) -> str:
    """What importing will change; nothing was changed yet."""
    name = f"{draft.name} {draft.year}"
    if there is None:
        lines = [f"Bộ tiêu chí mới {name}: {len(draft.criteria)} tiêu chí."]
    else:
        lines = [
            f"Sửa bộ {name}: thêm {len(changes.added)}, đổi {len(changes.changed)}, "
            f"bỏ {len(changes.gone)}, giữ nguyên {changes.unchanged}."
        ]
        lines += _listed("Thêm", [f"{d.code} {d.title}" for d in changes.added])
        lines += _listed("Đổi", [f"{d.code} {d.title}" for _, d in changes.changed])
        lines += _listed("Bỏ (việc đã gắn vẫn giữ)", [f"{c.code} {c.title}" for c in changes.gone])
        lines += _listed("Trở lại", [f"{d.code} {d.title}" for d in changes.back])
    if draft.version:
        lines.append(f"Phiên bản: {draft.version}")
    if draft.source:
        lines.append(f"Nguồn: {shortened(draft.source, 300)}")
    lines += _listed(
        "Điểm tự chấm, giải trình",
        [f"{d.code}: {points(d.score) or 'giải trình'}" for _, d in changes.scores],
    )
    lines.append("Chưa thay đổi gì cho đến khi đồng chí xác nhận.")
    return "\n".join(lines)


def _listed(what: str, names: Sequence[str], most: int = 5) -> list[str]:
    if not names:
        return []
    shown = "; ".join(shortened(n, _LABEL) for n in names[:most])
    more = f" và {len(names) - most} nữa" if len(names) > most else ""
    return [f"{what}: {shown}{more}"]


def nothing_changes(draft: CatalogueDraft) -> str:
    """The file says what is there already."""
    return f"Tệp khớp với bộ {draft.name} {draft.year} đang có, không có gì để thay đổi."


def imported(draft: CatalogueDraft) -> str:
    """Done."""
    return (
        f"Đã lưu bộ tiêu chí {draft.name} {draft.year}: {len(draft.criteria)} tiêu chí.\n"
        "Bước tiếp: gắn việc của kế hoạch vào tiêu chí."
    )


def dropped() -> str:
    """The file was not taken."""
    return "Đã bỏ tệp, không thay đổi gì."


def send_again() -> str:
    """The button is older than what was kept."""
    return "Tệp này đã được xử lý, hoặc không còn chờ xác nhận. Cần nhập lại thì đồng chí gửi lại tệp giúp."


def proposed(groups: Sequence[tuple[Criterion, Catalogue, Sequence[Task]]], count: int) -> str:
    """What the plan's headings suggest; nothing is tied before it is confirmed."""
    lines = [f"Theo đề mục của kế hoạch, đề xuất gắn {count} chỗ:"]
    for criterion, catalogue, tasks in groups[:_SHOWN]:
        codes = ", ".join(f"#{t.code}" for t in tasks[:8])
        more = f" và {len(tasks) - 8} việc nữa" if len(tasks) > 8 else ""
        lines.append(
            f"{catalogue.name} {criterion.code} {shortened(criterion.title, 50)}: {codes}{more}"
        )
    if len(groups) > _SHOWN:
        lines.append(f"… và {len(groups) - _SHOWN} tiêu chí nữa")
    lines.append("Chưa gắn gì cho đến khi đồng chí xác nhận. Gắn xong vẫn sửa được từng việc.")
    return "\n".join(lines)


def nothing_to_propose() -> str:
    """Every task whose headings say something is tied, or none says anything."""
    return (
        "Không còn đề xuất nào từ đề mục của kế hoạch. Gắn từng việc bằng một dòng, "
        "ví dụ: #12 tiêu chí 2.1"
    )


def tied_many(count: int) -> str:
    """The proposal was confirmed."""
    if not count:
        return "Các việc này đã gắn từ trước, không có gì thay đổi."
    return f'Đã gắn {count} chỗ. Gõ "thiếu minh chứng" để xem tiêu chí còn trống.'


def tied(task: Task, criteria: Sequence[Criterion]) -> str:
    """One task."""
    if not criteria:
        return f"#{task.code} đã gắn như vậy rồi, không có gì thay đổi."
    return f"Đã gắn #{task.code} {task.short_title} vào {_names(criteria)}."


def untied(task: Task, criteria: Sequence[Criterion]) -> str:
    """One task."""
    if not criteria:
        return f"#{task.code} không gắn với tiêu chí đó, không có gì thay đổi."
    return f"Đã bỏ #{task.code} khỏi {_names(criteria)}. Báo cáo và ảnh giữ nguyên."


def _names(criteria: Sequence[Criterion]) -> str:
    return "; ".join(f"tiêu chí {c.code} {shortened(c.title, _LABEL)}" for c in criteria)


def undone(count: int) -> str:
    """[Hoàn tác]."""
    return f"Đã hoàn tác {count} chỗ." if count else "Không còn gì để hoàn tác."


def of_task(tied: Sequence[tuple[Criterion, Catalogue]]) -> str:
    """Return "PAPI 2.1 Tiếp cận thông tin": what a task shows; "" for nothing."""
    names = [f"{of.name} {c.code} {shortened(c.title, 40)}" for c, of in tied[:4]]
    more = f" và {len(tied) - 4} tiêu chí nữa" if len(tied) > 4 else ""
    return "; ".join(names) + more


def on_a_card(tied: Sequence[tuple[Criterion, Catalogue]]) -> list[str]:
    """Return the line about it on a task's card in chat."""
    return [f"Tiêu chí: {of_task(tied)}"] if tied else []


def no_such_criterion() -> str:
    """It is another ward's, or the page is old."""
    return "Tiêu chí này không còn ở đây. Đồng chí mở lại trang Tiêu chí giúp."


def which_code(said: str) -> str:
    """No criterion has this code."""
    return (
        f'Chưa thấy tiêu chí "{said}". Ghi đúng mã, ví dụ: #12 tiêu chí 2.1. '
        "Gõ /tieuchi để xem các bộ tiêu chí."
    )


def several_codes(code: str, names: Sequence[str]) -> str:
    """Several catalogues have this code."""
    return (
        f"Mã {code} có trong nhiều bộ: {', '.join(names)}. "
        f"Ghi thêm tên bộ, ví dụ: #12 tiêu chí {names[0]} {code}"
    )


def which_format() -> str:
    """The table is asked for as something that it is not written as."""
    return "Bảng tự chấm ghi được thành .xlsx hoặc .docx. Đồng chí đặt lại tên tệp giúp."
