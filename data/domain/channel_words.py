"""Which channel somebody means who writes "kênh chính Zalo". Pure.

With or without diacritics. A line counts only as a whole: the words of a report choose nothing.
"""

import re

from data.domain.wording import typed_line

_LONGEST = 60
_NAMES = {
    "telegram": ("telegram",),
    "tele": ("telegram",),
    "zalo": ("zalo_bot", "zalo_oa", "zalo"),
    "zalo bot": ("zalo_bot",),
    "bot zalo": ("zalo_bot",),
    "zalo oa": ("zalo_oa",),
    "oa": ("zalo_oa",),
    "web": ("web",),
    "trang web": ("web",),
    "trang nhan tin": ("web",),
}
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_SAID = re.compile(
    r"(?:kenh chinh(?: cua toi)?|(?:toi )?(?:muon )?nhan(?: tin)?(?: nhac)? (?:qua|o|bang))"
    rf"(?: la| qua|:)? ?(?P<name>{_NAME})"
)


def read_main_channel(text: str) -> tuple[str, ...] | None:
    """Return the channels that the line can mean, or None when it chooses no channel."""
    line = typed_line(text, _LONGEST)
    found = _SAID.fullmatch(line) if line else None
    return _NAMES[found["name"]] if found else None
