"""Messages to those who review: one report with its files and answers, or how many wait."""

from collections.abc import Sequence
from datetime import date

from data.domain.messages import Choice, OutgoingFile, OutgoingMessage
from data.domain.people import Person
from data.domain.reports import Evidence, EvidenceState
from data.domain.reviews import Case
from data.texts import reviews as words

MOST_FILES = 10


def case_message(
    case: Case,
    today: date,
    notes: Sequence[str] = (),
    beside: Sequence[OutgoingFile] = (),
) -> OutgoingMessage:
    """One report to decide on, with what it shows; `notes` are what a reviewer should know.

    `beside` are earlier pictures to compare with, after its own.

    The choices carry `Case.mark`: a verdict is about what was shown here.
    """
    head = case.head
    if head is None:
        return OutgoingMessage(words.none_wait())
    number, code = head.report.id, case.item.task.code
    choices = (
        Choice(words.accept_label(), f"review:ok:{number}:{case.mark}"),
        Choice(words.return_label(), f"review:back:{number}:{case.mark}"),
        Choice(words.later_label(), f"review:later:{number}"),
        Choice(words.see_label(), f"tasks:show:{case.item.occurrence.id}"),
    )
    typed = words.how_to_type(code, has_pictures=bool(pictures(case)))
    lines = [words.one_waits(case, today), *notes, typed]
    return OutgoingMessage("\n".join(lines), choices, (*shown_files(case), *beside))


def call_message(person: Person, cases: Sequence[Case], count: int, today: date) -> OutgoingMessage:
    """Several reports wait: their names, and a way through them one after another."""
    text = words.several_wait(person, cases, count, today)
    return OutgoingMessage(text, (Choice(words.walk_label(), "review:walk"),))


def fresh_files(case: Case) -> list[Evidence]:
    """Return what is new to the reviewer and here, in the order in which it is shown."""
    fresh = [e for v in case.fresh for e in v.evidence]
    return [e for e in fresh if e.sha256 and e.state is EvidenceState.STORED][:MOST_FILES]


def pictures(case: Case) -> list[Evidence]:
    """Return the pictures among them: "ảnh 2" is the second."""
    return [e for e in fresh_files(case) if e.mime.startswith("image/")]


def shown_files(case: Case) -> tuple[OutgoingFile, ...]:
    """Return the files that go with the message, each picture under the number it is called by."""
    numbers = {e.id: number for number, e in enumerate(pictures(case), start=1)}
    return tuple(
        OutgoingFile(e.sha256, e.name, e.mime, words.picture_number(numbers.get(e.id)))
        for e in fresh_files(case)
        if e.sha256
    )
