"""A staff list arrives in chat: what it will change is shown, and a person says yes or no."""

from bot.conversations.base import Reply, Turn
from bot.conversations.office import list_in, say, staff_in
from data.domain.messages import Choice, FileRef
from data.domain.names import fold_name
from data.domain.staff import StaffList
from data.domain.task_codes import read_codes
from data.errors import RefusedError
from data.texts import setup as setup_words
from data.texts import staff as words
from jobs.actions.import_staff import import_staff, weigh_staff
from jobs.intake.staff_match import Weighed

_NAMED = ("danh sach", "danh-sach", "danhsach", "can bo", "can-bo", "nhan su")
_YES = frozenset({"xac nhan", "dong y", "dung roi", "ok", "co"})
_NO = frozenset({"bo", "khong", "huy"})


async def receive(turn: Turn) -> Reply | None:
    """Show what a staff list will change; None when the file is none."""
    file = list_in(turn)
    if file is None or read_codes(turn.message.text)[0]:
        return None  # "#12 …" with a table is a report with its evidence
    if file.sha256 is None:
        named = any(word in fold_name(file.name) for word in _NAMED)
        return say(words.send_by_web(turn.public_url)) if named else None
    staff = await staff_in(turn, file)
    if staff is None:
        return None
    weighed = await weigh_staff(turn.unit, turn.ward, staff.rows, turn.actor)
    if not (weighed.added or weighed.updated or weighed.groups or weighed.returning):
        return say(words.nothing_changes(weighed.unchanged))
    choices = [Choice(words.confirm_label(), "people:take")]
    if weighed.same:
        choices.append(Choice(words.keep_apart_label(), "people:apart"))
    if weighed.returning:
        choices.append(Choice(words.bring_back_label(len(weighed.returning)), "people:back"))
    choices.append(Choice(words.drop_label(), "people:drop"))
    return say(_preview(staff, weighed), choices, {"sha256": file.sha256, "name": file.name})


async def resume(turn: Turn) -> Reply | None:
    """The answer typed instead of tapped."""
    if turn.message.files or "sha256" not in turn.data:
        return None
    typed = fold_name(turn.message.text).strip(" .!")
    if typed in _YES:
        return await answer(turn, "take")
    return await answer(turn, "drop") if typed in _NO else None


async def answer(turn: Turn, verb: str) -> Reply:
    """[Xác nhận], [Xác nhận, giữ tên riêng], [Thêm lại cả …] or [Bỏ] under a list."""
    if verb == "drop":
        return say(words.dropped())
    file = _kept(turn)
    staff = await staff_in(turn, file)
    if staff is None:
        raise RefusedError(words.send_again())
    done = await import_staff(
        turn.unit,
        turn.ward,
        staff.rows,
        turn.now,
        turn.actor,
        keep_apart=verb == "apart",
        bring_back=verb == "back",
    )
    text = words.imported(
        len(done.added), len(done.updated), done.unchanged, [p.name for p in done.returned]
    )
    return say(text, [Choice(setup_words.next_label(), "setup:next")])


def _kept(turn: Turn) -> FileRef:
    if "sha256" not in turn.data:
        raise RefusedError(words.send_again())
    sha256 = str(turn.data["sha256"])
    return FileRef(str(turn.data["name"]), sha256, sha256=sha256)


def _preview(staff: StaffList, weighed: Weighed) -> str:
    doubts = sorted((*staff.doubts, *weighed.doubts), key=lambda doubt: doubt.line)
    return words.preview(
        added=[p.name for p in weighed.added],
        updated=len(weighed.updated),
        unchanged=weighed.unchanged,
        new_agencies=weighed.new_agencies,
        same=weighed.same,
        groups=[(group.name, len(members)) for group, members in weighed.groups],
        doubts=[words.at_line(d.line, d.sentence) for d in doubts],
        missing=[p.name for p in weighed.missing],
    )
