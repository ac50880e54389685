"""What the text of a cell looks like, whatever its column is called."""

import re
from functools import lru_cache

from jobs.intake.letters import fold

_LONGEST_TIME = 160
_TIME = re.compile(
    r"^(?:thuc hien |hoan thanh |xong |bao cao )?(?:"
    r"thuong xuyen|lien tuc|h[ao]ng (?:nam|quy|thang|tuan|ngay)|quy [ivl\d]|thang \d|trong (?:nam|quy|"
    r"thang|tuan|ngay|vong|suot|ky|\d)|truoc|sau\b|khi |ngay (?:\d|sau|khi)|theo (?:quy dinh|ke "
    r"hoach|tien do|luat|lich|chi dao|yeu cau|nien do|huong dan|chuong trinh)|dinh ky|nam \d{4}|ca "
    r"nam|den |tu (?:ngay|thang|quy|nam|\d)|cham nhat|moi (?:nam|quy|thang|tuan|ngay)|\d+ lan|"
    r"\d{1,2}[/.-]\d|(?:it nhat|toi thieu) \d|dot xuat|(?:6|sau|9) thang|dau (?:nam|quy|thang)|cuoi "
    r"(?:nam|quy|thang)|giai doan|nt$|-nt-|//|nhu tren|nam hoc|tuan \d|thu (?:hai|ba|tu|nam|sau))"
)
_AGENCY = re.compile(
    r"^(?:cac |lanh dao |thu truong |chu tich |truong |giam doc |nguoi dung dau )?(?:phong|trung tam|"
    r"van phong|cong an|ubnd|uy ban|hdnd|hoi dong|ban |bcd|hoi |doan |to |tdp|tram|cac |so |chi cuc|"
    r"thanh tra|mat tran|ub ?mt|mttq|cc |cb|cong chuc|can bo|dang uy|thanh uy|truong |bao hiem|bo "
    r"phan|don vi|co quan|toa an|cong doan|buu dien|kho bac|thue|doanh nghiep|dai |thu vien|benh "
    r"vien|khoi |lien doan|dia chinh|tu phap|van hoa|tai chinh|chu tich|pho chu tich|bi thu|truong)"
)
_DITTO = re.compile(
    r"""^[-.(\s]*(?:nt|n/t|nhu tren|nhu (?:muc|dong|hang) tren|//|"|”|″)[-.)\s]*$"""
)


@lru_cache(maxsize=8192)
def looks_like_time(text: str) -> bool:
    """Whether the text begins as a time cell does."""
    return 0 < len(text) <= _LONGEST_TIME and _TIME.match(_start(text)) is not None


@lru_cache(maxsize=8192)
def looks_like_agency(text: str) -> bool:
    """Whether the text begins with the name of an office."""
    return _AGENCY.match(_start(text)) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell says "the same as above": nt, -nt-, như trên, //, "."""
    return _DITTO.match(fold(text)) is not None


def _start(text: str) -> str:
    return fold(text[:_LONGEST_TIME]).lstrip("-+•* ")
