"""Which tasks a typed report names: "#12 …", "12 xong", "/xong 12", "#3 #5 #9 xong"."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from data.domain.wording import lowered, phrase, tight

_AND = r"\s*(?:(?:[,;&+]|" + phrase("và") + r")\s*)?"
_HASHED = r"#\s*\d{1,15}(?!\d)"
"""Also numbers that no task can have: whoever writes one hears so, and no other task is taken."""
_HASHED_RUN = f"{_HASHED}(?:{_AND}{_HASHED})*"
_BARE = r"(?<![\d#/.])\d{1,3}(?![\d/%]|[.,]\d)"
_BARE_RUN = f"{_BARE}(?:{_AND}{_BARE})*"
_STATUS = phrase(
    *(
        "xong",
        "hoàn thành",
        "hoàn tất",
        "làm xong",
        "làm rồi",
        "rồi",
        "ok",
        "chưa",
        "đã",
        "đang",
        "mới",
        "gần",
    ),
    *("sắp", "đạt", "được", "vướng", "khó khăn", "gặp khó khăn", "không", "như kỳ trước", "cơ bản"),
)
_CALLED = r"(?:/?(?:" + phrase("báo cáo", "baocao", "bc", "việc", "nhiệm vụ", "số") + r")[\s:]*)+"
_POLITE = r"(?:\s*" + phrase("rồi", "ạ", "nhé", "nha", "đó", "đấy") + ")*"
_ENDS = (
    rf"(?={_POLITE}\s*(?:$|[,;:.!\n]|"
    + phrase("và", "kèm", "kèm theo", "có ảnh", "gửi ảnh")
    + rf"|(?:{phrase('có', 'gửi')}\s+)?\d+\s+{phrase('ảnh', 'hình', 'tấm')}))"
)
_HELLO = (
    r"(?:"
    + phrase("dạ", "vâng", "thưa", "đồng chí", "em", "tôi", "tui", "cháu", "xin", "báo")
    + r"[\s,]*)*"
)

_LEADING = (
    re.compile(rf"\s*(?:{_CALLED})?(?P<codes>{_HASHED_RUN})"),
    re.compile(rf"\s*{_HELLO}{_CALLED}(?P<codes>{_BARE_RUN})\)?(?=\s|$|[:,.;])"),
    re.compile(rf"\s*{_HELLO}\(?(?P<codes>{_BARE_RUN})\s*[:.,)–-]{{0,2}}\s*(?={_STATUS})"),
    re.compile(rf"\s*(?P<codes>{_BARE})\s*:(?=\s+\S)"),
)
_AFTER_STATUS = re.compile(
    rf"\s*{_HELLO}/?(?P<status>(?:" + phrase("đã", "báo cáo", "làm") + r"\s+)*"
    rf"{phrase('xong', 'hoàn thành', 'chưa xong', 'chưa làm', 'chưa')}(?:\s+{phrase('rồi')})?)"
    rf"\s+(?:{phrase('việc', 'nhiệm vụ', 'số')}\s+)*"
    rf"(?P<codes>{_HASHED_RUN}|{_BARE}{_ENDS}(?:{_AND}{_BARE}{_ENDS})*"
    rf"|{_BARE}(?:\s+{_BARE})*{_POLITE}\W*$)"
)
_ANYWHERE = re.compile(_HASHED)
_EDGE = " \t\n:,;.–-"


_SHORT = rf"(?:{phrase('đã', 'làm')}\s+)*" + phrase("xong", "chưa xong", "chưa làm", "chưa")
_PAIR = rf"\(?{_BARE_RUN}\s*[:.,)–-]{{0,2}}\s*{_SHORT}{_POLITE}"
_TURNED_PAIR = rf"{_SHORT}\s+(?:{phrase('việc', 'nhiệm vụ', 'số')}\s+)*{_BARE_RUN}{_POLITE}"
_BETWEEN = rf"(?:\s*[,;.\n]\s*|\s+)(?:{phrase('còn', 'và')}\s+)?"
_NOTHING_BUT_PAIRS = tuple(
    # Each pair is read in one way only: of two ways for each, n pairs made 2^n.
    (re.compile(rf"\s*{_HELLO}(?:(?>{pair}{_BETWEEN}))+{pair}\W*"), re.compile(pair))
    for pair in (_PAIR, _TURNED_PAIR)
)
_TASK = phrase("việc", "nhiệm vụ")
_SAYS_HOW_FAR = phrase(
    *("xong", "hoàn thành", "hoàn tất", "làm", "chưa", "đã", "đang", "mới", "sắp", "vướng"),
    *("khó khăn", "gặp khó khăn", "không", "ok", "như kỳ trước"),
)
_NEXT = re.compile(
    rf"(?:[,;.\n]\s*|\s+(?={phrase('và')}\s)|(?P<after>{phrase('xong', 'chưa', 'rồi', 'làm', 'được', 'ạ')})\s+)"
    rf"(?:{phrase('còn', 'và')}\s*)?"
    rf"(?P<part>(?P<hashed>(?>{_HASHED_RUN}))(?P<goes_on>\s*[:–-]?\s*(?=\w))?"
    rf"|(?P<called>{_TASK}\s+)?(?:{phrase('số')}\s+)?(?P<bare>(?>{_BARE_RUN}))"
    rf"(?P<how>\s*[:.)–-]{{0,2}}\s*{_SAYS_HOW_FAR})?)"
)
"""Where what is said of another task may begin: numbers, read once however many they are."""
_MOST_UNNAMED = 8
"""Places where a part may begin, before any task is named: beyond that it is prose."""
_AND_ANOTHER = re.compile(phrase("và"))
_SAYS_FIRST = re.compile(_SAYS_HOW_FAR)
_TRAILING_AND = re.compile(rf"\s+{phrase('còn', 'và')}$", re.IGNORECASE)
_STUCK = re.compile(r"(?<![^\W_])(?:(\d{1,3})(?=(?:xong|chưa|chua)\b)|(xong)(?=\d{1,3}\b))", re.I)


def split_by_task(text: str, own: Collection[int] = ()) -> tuple[str, ...]:
    """Return "#3 xong, #5 chưa" as its parts, each with its own task; else the text alone.

    Without "#" or "việc" a number begins a part only where it is one of the writer's `own` tasks,
    or where the text says nothing else: "3 xong 5 chưa". "12 xong, 5 hộ chưa nhận" has one task.
    """
    text = _unstuck(tight(text))
    small = lowered(text)
    for whole, pair in _NOTHING_BUT_PAIRS:
        if whole.fullmatch(small):
            return tuple(text[slice(*found.span())] for found in pair.finditer(small))
    starts = [0, *_later_parts(small, own)]
    if len(starts) == 1:
        return (text,)
    parts = [text[start:end].strip(_EDGE) for start, end in pairwise([*starts, len(text)])]
    return tuple(_TRAILING_AND.sub("", part).strip(_EDGE) for part in parts)


def bare_parts(text: str) -> tuple[int, ...]:
    """Return the numbers that begin another part of a text if they are tasks of its writer."""
    found = _NEXT.finditer(lowered(_unstuck(tight(text))))
    return _numbers(" ".join(f["bare"] for f in found if f["how"] and not f["called"]))


def _later_parts(small: str, own: Collection[int]) -> Iterator[int]:
    """Yield where further parts begin, behind a first one that names a task."""
    start, unnamed, is_named = 0, 0, False
    while unnamed < _MOST_UNNAMED and (found := _NEXT.search(small, start)):
        start = found.end()
        if not _begins_part(found, own):
            start = _where_to_go_on(found, own)
        elif is_named := is_named or bool(read_codes(small[: found.start("part")])[0]):
            yield found.start("part")
        else:
            unnamed += 1
            start = found.start() + 1


def _begins_part(found: re.Match[str], own: Collection[int]) -> bool:
    if found["hashed"]:
        if found["goes_on"] is None:
            return not found["after"] and bool(_AND_ANOTHER.search(found["hashed"]))
        # "#5 đã làm #7" speaks of #7 in passing; "#5 xong #7 chưa" does not.
        return not found["after"] or bool(_SAYS_FIRST.match(found.string, found.end()))
    is_theirs = found["called"] or all(code in own for code in _numbers(found["bare"]))
    return bool(found["how"] and is_theirs)


def _where_to_go_on(found: re.Match[str], own: Collection[int]) -> int:
    """Return from where another part is looked for, behind numbers that begin none."""
    if found["hashed"]:
        return found.start() + 1 if found["after"] else found.end("hashed")
    if found["how"] is None:
        return found.end("bare")
    others = (n for n in re.finditer(r"\d+", found["bare"]) if int(n[0]) not in own)
    return found.start("bare") + max(n.end() for n in others)


def read_codes(text: str) -> tuple[tuple[int, ...], str]:
    """Return the task numbers that a text names, each once, and the text without them.

    A number without "#" counts only where nothing else can be meant: before a word of progress,
    or alone after one. "85 người dự" and "xong 50%" name no task.
    """
    text = _unstuck(tight(text))
    small = lowered(text)
    for pattern in _LEADING:
        if found := pattern.match(small):
            return _numbers(found["codes"]), text[found.end() :].strip(_EDGE)
    if found := _AFTER_STATUS.match(small):
        rest = text[slice(*found.span("status"))] + text[found.end("codes") :]
        return _numbers(found["codes"]), rest.strip(_EDGE)
    codes = _numbers(" ".join(_ANYWHERE.findall(small)))
    return codes, re.sub(r"  +", " ", _ANYWHERE.sub("", text)).strip(_EDGE)


def _unstuck(text: str) -> str:
    """Return "12 xong" for "12xong"."""
    return _STUCK.sub(lambda found: f"{found[0]} ", text)


def _numbers(codes: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(digits) for digits in re.findall(r"\d+", codes)))
