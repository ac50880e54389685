"""Another document sets the date: theo quy định, theo Luật …, theo kế hoạch của tỉnh."""

import re
from typing import Literal

from data.domain.rules import External
from jobs.intake.deadlines_vi.normalise import Words

_THEO = re.compile(
    r"(?:(?:thuc hien|trien khai|dinh ky|bao cao|hoan thanh|bao dam|dam bao|dung|kip thoi|va|han"
    r"|thoi han|thoi gian|tien do|to chuc),? )*?(?:can cu |tuy )?(?:theo|dung|tuan thu)(?: dung)? "
)
_RULE = re.compile(
    r"(?:(?:cac|dung|thoi han|thoi gian|tien do|noi dung|trinh tu|che do|han) )*"
    r"(?:quy dinh|luat|bo luat|phap luat|nghi dinh|thong tu|phap lenh|quy che|quy trinh|dieu le|dieu \d"
    r"|che do|nghi quyet|quyet dinh|han luat dinh|hien phap)\b"
)
_PLAN = re.compile(
    r"(?:(?:cac|su|tung|dung|thoi han|thoi gian|noi dung|muc|nam|thuc te|y kien) )*"
    r"(?:ke hoach|tien do|chi dao|lo trinh|chuong trinh|huong dan|yeu cau|de an|lich|phan cong|thong bao"
    r"|van ban|cong van|de nghi|thoi diem|nhu cau|tinh hinh|thuc te|dot|ky hop|ky bau cu|giai doan|thoi han|du an|giay moi|thu moi|chi thi"
    r"|dieu kien|nhiem vu|dien bien|kha nang|y kien|trieu tap|phu luc|mua vu|thoi vu|bo tri|ket luan"
    r"|thoi gian (?:cua|do|ma|theo)|khung|hop dong|cuoc hop|nguon von|quyet toan|phe duyet|uy quyen)\b"
)
_PLAIN = {
    "quy dinh",
    "dung quy dinh",
    "cac quy dinh",
    "quy dinh hien hanh",
    "ke hoach",
    "tien do",
    "thoi han quy dinh",
    "thoi gian quy dinh",
}


def external(words: Words) -> tuple[External, Words] | None:
    """Read a reference to another document, with the words that follow "theo"."""
    if re.fullmatch(
        r"(?:bao dam |dam bao |thuc hien )?dung (?:thoi (?:han|gian) )?quy dinh", words.folded
    ):
        return External(basis="rule"), words.part(len(words.folded))
    match = _THEO.match(words.folded)
    if not match:
        return None
    reference = words.part(match.end())
    basis = _basis(reference.folded)
    if basis is None:
        return None
    name = None if reference.folded in _PLAIN else reference.shown
    return External(basis=basis, reference=name), reference


def _basis(reference: str) -> Literal["rule", "plan"] | None:
    if _RULE.match(reference):
        return "rule"
    return "plan" if _PLAN.match(reference) else None
