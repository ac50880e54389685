"""The weekly chart: one PNG, readable on a phone, with the numbers of the text and no others.

Drawn with a figure of its own, not with pyplot, whose state is shared by all threads. Colours differ
in lightness as well as in hue, and every number stands beside or under its word, so that nobody
has to tell red from green.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from data.domain.lights import Light
from data.domain.summary import AgencyCounts, WeeklySummary, fold
from data.texts import summary as texts
from data.texts.lights import WORDS

WIDTH = 1080
"""Pixels."""
MOST_ROWS = 14
"""More agencies than this are folded into the last row: a phone shows no taller picture well."""
_DPI = 100
_EDGE = 60
_INNER = WIDTH - 2 * _EDGE
_INK, _SOFT = "#1B2430", "#5B6673"
FILL = {
    Light.DONE: "#0B5563",
    Light.ON_TIME: "#62BD95",
    Light.SOON: "#F2B630",
    Light.LATE: "#B3261E",
    Light.WAITING: "#DCE1E6",
    Light.UNDATED: "#7667A8",
}
_ON_DARK = {Light.DONE, Light.LATE, Light.UNDATED}
_TITLE, _BODY, _SMALL, _NUMBER = 42, 30, 27, 64
_TILE_HEIGHT, _TILE_GAP = 136, 18
_BAR_HEIGHT, _ROW_GAP, _LINE = 50, 34, 40


def draw_chart(summary: WeeklySummary) -> bytes:
    """Return the chart as PNG, 1080 pixels wide. Takes about half a second: call it in a thread."""
    file = BytesIO()
    FigureCanvasAgg(compose_chart(summary)).print_png(file)  # type: ignore[no-untyped-call]
    return file.getvalue()


def compose_chart(summary: WeeklySummary) -> Figure:
    """Return the chart before it is turned into pixels."""
    rows = fold(summary.rows, MOST_ROWS)
    title = _title(summary)
    names = [_wrapped(texts.row_name(r), _BODY, _INNER - _tally_width(r), bold=True) for r in rows]
    top = 66 + 56 * len(title) + 44
    bars = top + 2 * (_TILE_HEIGHT + _TILE_GAP) + 70
    heights = [_LINE * len(lines) + _BAR_HEIGHT + _ROW_GAP for lines in names]
    page = _Page(max(WIDTH, bars + sum(heights) + 30))
    _head(page, summary, title)
    _tiles(page, summary, top)
    page.write(_EDGE, bars - 46, texts.chart_total(summary), _SMALL, _SOFT)
    if not rows:
        page.write(_EDGE, bars + 40, texts.nothing_to_count(), _BODY, _INK)
    unit = _unit([r for r in rows if r.stands_for == 1])
    y = bars
    for row, lines, height in zip(rows, names, heights, strict=True):
        # The bar of many together would make all others short: it has a measure of its own.
        _row(page, row, lines, y, min(unit, _unit([row])))
        y += height
    return page.figure


class _Page:
    """A white page measured in pixels from the upper left corner."""

    def __init__(self, height: int) -> None:
        self.figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)

    def write(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        colour: str,
        *,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """Write words with the middle of their line at `y`; `size` in pixels."""
        self._axes.text(
            x,
            y,
            words,
            fontsize=size * 72 / _DPI,
            fontfamily="DejaVu Sans",
            fontweight="bold" if bold else "normal",
            color=colour,
            ha=align,
            va="center_baseline",
            # A name with two dollar signs is not a formula.
            parse_math=False,
        )

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, *, radius: float = 0
    ) -> FancyBboxPatch:
        """Fill a box with rounded corners, and return it for clipping others."""
        style = f"round,pad=0,rounding_size={radius}" if radius else "square,pad=0"
        patch = FancyBboxPatch((x, y), width, height, boxstyle=style, facecolor=colour, linewidth=0)
        self._axes.add_patch(patch)
        return patch

    def slice(
        self, x: float, y: float, width: float, height: float, colour: str, within: FancyBboxPatch
    ) -> None:
        """Fill a box inside another one's outline."""
        patch = Rectangle((x, y), width, height, facecolor=colour, linewidth=0)
        self._axes.add_patch(patch)
        patch.set_clip_path(within)


def _title(summary: WeeklySummary) -> list[str]:
    lines = _wrapped(texts.chart_title(summary), _TITLE, _INNER, bold=True, most_lines=3)
    return [line.removesuffix(" ·") for line in lines]


def _head(page: _Page, summary: WeeklySummary, title: Sequence[str]) -> None:
    for number, line in enumerate(title):
        page.write(_EDGE, 66 + 56 * number, line, _TITLE, _INK, bold=True)
    subtitle = _wrapped(texts.chart_subtitle(summary), _SMALL, _INNER, most_lines=1)[0]
    page.write(_EDGE, 66 + 56 * len(title), subtitle, _SMALL, _SOFT)


def _tiles(page: _Page, summary: WeeklySummary, top: float) -> None:
    width = (_INNER - 2 * _TILE_GAP) / 3
    for number, light in enumerate(Light):
        x = _EDGE + number % 3 * (width + _TILE_GAP)
        y = top + number // 3 * (_TILE_HEIGHT + _TILE_GAP)
        tile = page.box(x, y, width, _TILE_HEIGHT, "#F4F6F8", radius=14)
        page.slice(x, y, 16, _TILE_HEIGHT, FILL[light], tile)
        count = str(summary.total.of(light))
        page.write(x + 38, y + 52, count, _NUMBER, _INK, bold=True)
        if light is Light.DONE and summary.done_this_week:
            after = x + 50 + _width(count, _NUMBER, bold=True)
            page.write(after, y + 60, f"+{summary.done_this_week}", _BODY, FILL[light], bold=True)
        page.write(x + 38, y + 106, WORDS[light], _SMALL, _INK)


def _row(page: _Page, row: AgencyCounts, name: Sequence[str], y: float, unit: float) -> None:
    for number, line in enumerate(name):
        page.write(_EDGE, y + 16 + _LINE * number, line, _BODY, _INK, bold=True)
    total, late = texts.row_total(row), texts.row_late(row)
    page.write(WIDTH - _EDGE, y + 16, total, _SMALL, _SOFT, align="right")
    before = WIDTH - _EDGE - _width(total, _SMALL) - 22
    if late:
        page.write(before, y + 16, late, _SMALL, FILL[Light.LATE], bold=True, align="right")
    _bar(page, list(_parts(row, unit)), y + _LINE * len(name) + 4)


def _bar(page: _Page, parts: Sequence[tuple[Light, int, float]], y: float) -> None:
    whole = sum(width for _, _, width in parts)
    outline = page.box(_EDGE, y, whole, _BAR_HEIGHT, "white", radius=10)
    x: float = _EDGE
    for number, (light, count, width) in enumerate(parts, start=1):
        seen = width - 3 if number < len(parts) else width
        page.slice(x, y, seen, _BAR_HEIGHT, FILL[light], outline)
        words = f"{count} {WORDS[light]}"
        fits = _width(words, _SMALL, bold=True) + 24 <= width
        page.write(
            x + seen / 2,
            y + _BAR_HEIGHT / 2,
            words if fits else str(count),
            _SMALL,
            "white" if light in _ON_DARK else _INK,
            bold=True,
            align="center",
        )
        x += width


def _parts(row: AgencyCounts, unit: float) -> Iterator[tuple[Light, int, float]]:
    """Yield what a bar is made of: never narrower than its number."""
    for light in Light:
        count = row.counts.of(light)
        if count:
            yield light, count, max(unit * count, _width(str(count), _SMALL, bold=True) + 20)


def _unit(rows: Sequence[AgencyCounts]) -> float:
    """Return the pixels of one item, the same in all bars, so that the longest bar just fits."""
    unit = _INNER / max((r.counts.total for r in rows), default=1)
    # Numbers that need more than their share push the longest bar over the edge: shrink till it fits.
    while any(sum(w for _, _, w in _parts(r, unit)) > _INNER for r in rows):
        unit *= 0.97
    return unit


def _tally_width(row: AgencyCounts) -> float:
    words = f"{texts.row_late(row)} {texts.row_total(row)}"
    return _width(words, _SMALL, bold=True) + 50


def _width(words: str, size: int, *, bold: bool = False) -> float:
    """Return how many pixels the words take."""
    weight = "bold" if bold else "normal"
    face = font_manager.FontProperties(family="DejaVu Sans", weight=weight)
    font = font_manager.get_font(font_manager.findfont(face))
    font.set_size(size, 72)
    font.set_text(words)
    return float(font.get_width_height()[0]) / 64


def _wrapped(
    words: str, size: int, width: float, *, bold: bool = False, most_lines: int = 2
) -> list[str]:
    """Return the words in lines that fit; what does not fit in the last ends in "…"."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    return [_cut(line, size, width, bold=bold) for line in lines]


def _cut(line: str, size: int, width: float, *, bold: bool) -> str:
    if _width(line, size, bold=bold) <= width:
        return line
    while line and _width(f"{line}…", size, bold=bold) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
