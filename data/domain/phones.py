"""Vietnamese telephone numbers: digits only, with the leading 0.

Source: the numbering plan in force since 2018 (Thông tư 22/2014/TT-BTTTT and its changes): mobile
numbers have 10 digits from 03, 05, 07, 08, 09; landlines 11 digits from 02.
"""

import re
import unicodedata

_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")
_FLOAT_TAIL = re.compile(r"\.0+$")  # a spreadsheet's number read as text: "912345678.0"


def digits_of(text: str) -> str:
    """Return the number with its leading 0, however it was typed: "+84 912…" gives "0912…"."""
    plain = _FLOAT_TAIL.sub("", unicodedata.normalize("NFKC", text).strip())
    digits = "".join(char for char in plain if char in "0123456789")
    for prefix in ("0084", "84"):
        if digits.startswith(prefix) and len(digits) - len(prefix) in (9, 10):
            return "0" + digits[len(prefix) :].lstrip("0")
    # Excel takes a number's leading 0 away.
    if digits and digits[0] != "0" and len(digits) in (9, 10):
        return "0" + digits
    return digits


def read_phone(text: str) -> str | None:
    """Return a valid number as it is stored; None when the text holds none, or is not sure."""
    for part in re.split(r"[/;,\n]|\s-\s", text):
        digits = digits_of(part)
        if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
            return digits
    return None
