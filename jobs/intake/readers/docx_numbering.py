"""The numbers and bullets that Word draws by itself: they are in no paragraph's text."""

from collections.abc import Callable
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 9  # levels of a list in Word


def _roman(number: int) -> str:
    pairs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"))
    text = ""
    for value, letters in (*pairs, (4, "IV"), (1, "I")):
        text += letters * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_WRITTEN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
}


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(_W + "val")


class Numbering:
    """Counts the lists of one document; ask once per paragraph, in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Take the roots of numbering.xml and styles.xml; either may be None."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._of_number: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._styles: dict[str, tuple[str | None, str | None, str | None]] = {}
        if numbering is not None:
            self._learn_lists(numbering)
        if styles is not None:
            self._learn_styles(styles)

    def _learn_lists(self, root: Any) -> None:
        for abstract in root.iterfind(_W + "abstractNum"):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in abstract.iterfind(_W + "lvl"):
                start = _value(level, _W + "start") or "1"
                levels[int(level.get(_W + "ilvl", "0"))] = (
                    _value(level, _W + "numFmt") or "decimal",
                    _value(level, _W + "lvlText") or "",
                    int(start) if start.isdigit() else 1,
                )
            self._levels[abstract.get(_W + "abstractNumId", "")] = levels
        for number in root.iterfind(_W + "num"):
            self._of_number[number.get(_W + "numId", "")] = (
                _value(number, _W + "abstractNumId") or ""
            )

    def _learn_styles(self, root: Any) -> None:
        for style in root.iterfind(_W + "style"):
            path = f"{_W}pPr/{_W}numPr/{_W}"
            self._styles[style.get(_W + "styleId", "")] = (
                _value(style, path + "numId"),
                _value(style, path + "ilvl"),
                _value(style, _W + "basedOn"),
            )

    def _list_of(self, properties: Any) -> tuple[str, int] | None:
        number = _value(properties, f"{_W}numPr/{_W}numId")
        level = _value(properties, f"{_W}numPr/{_W}ilvl")
        style = _value(properties, _W + "pStyle")
        for _ in range(_DEEPEST):
            if number is not None or style is None:
                break
            number, from_style, style = self._styles.get(style, (None, None, None))
            level = level or from_style
        if number is None or number == "0":
            return None
        return number, min(int(level or 0), _DEEPEST - 1)

    def label(self, paragraph: Any) -> str:
        """Return what Word shows before the paragraph ("1.2", "- ") or ""."""
        properties = paragraph.find(_W + "pPr")
        found = None if properties is None else self._list_of(properties)
        if found is None:
            return ""
        number, level = found
        levels = self._levels.get(self._of_number.get(number, ""), {})
        written, shape, _ = levels.get(level, ("bullet", "", 1))
        if written == "bullet":
            return "- "
        if written == "none":
            return ""
        return self._counted(self._of_number[number], level, levels, shape)

    def _counted(
        self, abstract: str, level: int, levels: dict[int, tuple[str, str, int]], shape: str
    ) -> str:
        starts = [levels.get(depth, ("decimal", "", 1))[2] for depth in range(_DEEPEST)]
        counts = self._counts.setdefault(abstract, [start - 1 for start in starts])
        counts[level] += 1
        counts[level + 1 :] = [start - 1 for start in starts[level + 1 :]]
        for depth in range(level + 1):
            written = levels.get(depth, ("decimal", "", 1))[0]
            shown = _WRITTEN.get(written, str)(max(counts[depth], starts[depth]))
            shape = shape.replace(f"%{depth + 1}", shown)
        return shape + " "
