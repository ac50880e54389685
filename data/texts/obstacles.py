"""What a group leader reads when words do not say how far the work is, or something is in the way."""

from collections.abc import Sequence

from data.domain.people import Person
from data.domain.reports import Evidence
from data.domain.tasks import WorkItem
from data.texts.common import sentence_case
from data.texts.people import called
from data.texts.progress import evidence_words
from data.texts.reminders import occurrence_label, shortened


def how_far(person: Person, item: WorkItem, words: str) -> str:
    """Words came that do not say whether the work is done: nothing is stored yet."""
    task = f"{item.task.short_title}{occurrence_label(item.occurrence)}"
    about = f"“{shortened(words, 100)}” " if words else ""
    return f"{sentence_case(called(person))} ơi, {about}về việc: {task}. Việc đó thế nào rồi?"


def noted(words: str, evidence: Sequence[Evidence]) -> str:
    """What is in the way was stored."""
    files = f" (kèm {evidence_words(evidence)})" if evidence else ""
    return f"Đã ghi: “{shortened(words, 100)}”{files}."


def files_go_along(evidence: Sequence[Evidence]) -> str:
    """Files came before the words."""
    return f"{sentence_case(evidence_words(evidence))} đã nhận, sẽ đi cùng lời nhắn đó."


def reminded_again(person: Person) -> str:
    """Somebody who has not done it nods."""
    you = person.address.value
    return f"Vâng, phường sẽ nhắc lại sau. Có gì vướng {you} cứ nhắn vào đây."


def done_with_note(label: str, words: str) -> str:
    """A report of a choice with the words that came before it."""
    return f"{label}: {words}" if words else label
