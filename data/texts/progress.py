"""A report's progress and evidence, said back in few words."""

from collections import Counter
from collections.abc import Iterable

from data.domain.figures import unit_of
from data.domain.reports import Doneness, Evidence, EvidenceState, Progress
from data.texts.dates import whole_number

DONENESS = {
    Doneness.DONE: "đã xong",
    Doneness.PARTLY: "đã làm một phần",
    Doneness.NOT_YET: "chưa xong",
    Doneness.UNSAID: "chưa ghi rõ mức độ",
}
_NOT_SHOWN = {
    EvidenceState.DESTROYED: "đã hủy theo quyết định",
    EvidenceState.SET_ASIDE: "đang tạm giữ để xác minh",
}
_KINDS = (
    ("image/", "ảnh"),
    ("video/", "video"),
    ("audio/", "ghi âm"),
    ("application/geo+json", "vị trí"),
    ("application/pdf", "tệp PDF"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", "tệp Word"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "tệp Excel"),
)


def progress_words(progress: Progress, words: str = "") -> str:
    """Return "1/2 buổi, 85 người dự": the figures as they were said, else how far it is."""
    figures = []
    if progress.of is not None:
        unit = unit_of(words, progress.count or 0, progress.of)
        figures.append(f"{progress.count}/{progress.of}{unit}")
    elif progress.count is not None:
        unit = unit_of(words, progress.count, None) or " lần"
        figures.append(f"{progress.count}{unit}")
    if progress.percent is not None:
        figures.append(f"{progress.percent}%")
    has_measure = bool(figures)
    if progress.people is not None:
        figures.append(f"{whole_number(progress.people)} người dự")
    is_said = progress.doneness in (Doneness.DONE, Doneness.NOT_YET)
    if is_said or not has_measure:
        figures.insert(0, DONENESS[progress.doneness])
    return ", ".join(figures)


def evidence_words(evidence: Iterable[Evidence]) -> str:
    """Return "3 ảnh, 1 tệp PDF", and how many of them are still being fetched."""
    everything = tuple(evidence)
    files = tuple(e for e in everything if e.state not in _NOT_SHOWN)
    states = Counter(e.state for e in everything)
    apart = [f"{states[s]} tệp {words}" for s, words in _NOT_SHOWN.items() if states[s]]
    if apart:
        return ", ".join([*([evidence_words(files)] if files else []), *apart])
    counted = ", ".join(
        f"{count} {kind}" for kind, count in Counter(_kind(e) for e in files).items()
    )
    pending = sum(e.state is EvidenceState.PENDING for e in files)
    if not pending:
        return counted
    return (
        f"{counted} (đã nhận, đang tải về)"
        if pending == len(files)
        else (f"{counted} ({pending} tệp đang tải về)")
    )


def _kind(evidence: Evidence) -> str:
    return next((kind for start, kind in _KINDS if evidence.mime.startswith(start)), "tệp")
