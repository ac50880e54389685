"""Names of offices in one cell: where one ends and the next begins, and which stand for many."""

import re

from data.domain.names import clean_name
from jobs.intake.bullets import as_tuple, without_end
from jobs.intake.letters import fold, starts_lower

# A comma parts two names only before one of these; "Hạ tầng" or "ban" after "các phòng" is no head.
_HEAD = (
    r"(?:phòng|trung tâm|văn phòng|công an|thanh tra|trạm|chi cục|hội(?! viên)|công đoàn|"
    r"đoàn(?! thể)|ban(?! ngành)|tổ(?! chức)|tdp|"
    r"ubmttq|ub ?mttq|ủy ban|uỷ ban|ubnd|hđnd|mặt trận|mttq|đảng ủy|đảng uỷ|bảo hiểm|bưu điện|kho bạc|"
    r"thuế|tòa án|toà án|viện|sở|chủ tịch|trưởng|lãnh đạo|các|trường|bộ phận|điện lực|"
    r"ngân hàng|liên đoàn|khối|bhxh|doanh nghiệp|đài|thủ trưởng|quân sự|bch)"
)
# "cán bộ, công chức" is one phrase; "CC TP-HT, CC VP-TK" are two people.
_COMMA = re.compile(rf",\s*(?={_HEAD}\b|(?-i:CC|Công chức)\s[A-ZĐ])", re.IGNORECASE)
_AND = re.compile(
    r"\s+và\s+(?=(?:Phòng|Trung tâm|Công an|Trạm|Thanh tra|Văn phòng|Ban (?!ngành)|Hội (?!đồng|viên))"
    r"\s?[A-ZĐÀ-Ỹ])"
)
# "Phòng Văn hóa – Xã hội cung cấp thông tin": a name of two words or more, then what it does. Not
# "Tổ phối hợp liên ngành", nor "Các đơn vị cung cấp dịch vụ", which are names.
_ROLE = re.compile(
    r"^(\S+ \S+.*?) ((?:(?<!đơn vị )(?<!doanh nghiệp )(?<!tổ chức )(?<!cơ quan )(?<!trung tâm )"
    r"cung cấp|phối hợp (?:với|cùng|cung cấp|thực hiện|tham mưu|triển khai|tổ chức)|chủ trì|"
    r"chịu trách nhiệm) \S.*)$",
    re.DOTALL,
)
_LABELLED = re.compile(
    r"(?:cơ quan|đơn vị)?\s*(chủ trì|thực hiện|tham mưu|phối hợp|giám sát)\s*:\s*", re.IGNORECASE
)
_TOGETHER = re.compile(r"^(.+?)\s+chủ trì,?\s+phối hợp\s+(?:với\s+|cùng\s+)?(.+)$", re.I | re.S)
# Words that leave a name open: what follows the comma still belongs to it.
_OPEN = re.compile(
    r"(?:^|\s)(?:các (?:phòng|ban|cơ quan|đơn vị|sở|phường|xã|ngành)|phòng|cơ quan|cán bộ|của|và|với|thuộc)$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:ubnd|hđnd|bcđ|cb|cc|ban|hội|tổ|phòng)$", re.IGNORECASE)
_GROUP = re.compile(
    r"^(?:cac|nhung|tat ca|toan bo|moi|can bo|cb\b|cong chuc chuyen mon)\b|\bcac (?:co quan|don vi|"
    r"phong|ban|to|truong|phuong|xa|to chuc|doan the|thon|khu|hoi|nganh|ban nganh|cb|can bo|tdp)\b|"
    r"^(?:bi thu,? ?)?(?:to truong|truong thon|truong khu|to dan pho|tdp|thon)\b(?!.*\d)|^thu "
    r"truong\b|doan the (?:tdp|to dan pho)|^nguoi dung dau\b|phuong, xa$"
)


def split_names(cell: str) -> tuple[str, ...]:
    """Return the names in an agency cell, in order, each once, words kept as written.

    What a cell says that an agency does is no part of its name: see `said_roles`.
    """
    return tuple(dict.fromkeys(_without_role(name)[0] for name in _pieces(cell)))


def said_roles(cell: str) -> tuple[tuple[str, str], ...]:
    """Return the names that a cell follows by what they do, with these words."""
    parted = (_without_role(name) for name in _pieces(cell))
    return tuple((name, role) for name, role in parted if role)


def _without_role(name: str) -> tuple[str, str]:
    role = _ROLE.match(name)
    return (role[1].rstrip(" ,"), role[2]) if role else (name, "")


def _pieces(cell: str) -> tuple[str, ...]:
    names: list[str] = []
    for line in _whole_lines(cell):
        for piece in as_tuple(line):
            for part in re.split(r"\s*;\s*", piece):
                names.extend(_at_commas(part))
    # Markup left in a cell would make another agency of the same name.
    kept = (clean_name(without_end(name), len(name)) for name in names)
    return tuple(dict.fromkeys(name for name in kept if name))


def _whole_lines(cell: str) -> list[str]:
    """Join a line to the one before when it goes on in small letters, as wrapped text does."""
    lines: list[str] = []
    for line in cell.split("\n"):
        if lines and starts_lower(line) and not re.match(rf"{_HEAD}\b", line, re.IGNORECASE):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def _at_commas(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for comma in _COMMA.finditer(text):
        before = text[start : comma.start()]
        if not _OPEN.search(before) and not _BARE.match(before.strip()):
            parts.append(before)
            start = comma.end()
    parts.append(text[start:])
    return [name for part in parts for name in _AND.split(part)]


def split_roles(cell: str) -> tuple[str, str, str] | None:
    """Split "Chủ trì: A. Phối hợp: B" into (lead, coordinate, supervise) text.

    None when the cell names no roles.
    """
    together = _TOGETHER.match(cell.strip())
    if together and ":" not in cell:
        return together[1].strip(" -"), together[2], ""
    marks = list(_LABELLED.finditer(cell))
    if not marks:
        return None
    roles = {"lead": cell[: marks[0].start()].strip(" -–+,;\n"), "coordinate": "", "supervise": ""}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = cell[mark.end() : following.start() if following else len(cell)]
        word = fold(mark[1])
        role = {"phoi hop": "coordinate", "giam sat": "supervise"}.get(word, "lead")
        roles[role] = "\n".join(part for part in (roles[role], text.strip(" -–+,;.\n")) if part)
    return roles["lead"], roles["coordinate"], roles["supervise"]


def is_group(name: str) -> bool:
    """Return whether the name stands for many: each of them owes its own part."""
    return _GROUP.search(fold(name)) is not None
