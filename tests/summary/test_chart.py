"""The chart: the same numbers as the text, every Vietnamese letter, nothing outside the picture."""

import logging
import struct
import warnings
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from data.domain.lights import Light
from data.domain.summary import AgencyCounts, Counts, WeeklySummary
from data.texts.lights import WORDS
from jobs.reports.chart import FILL, MOST_ROWS, WIDTH, compose_chart, draw_chart
from tests.summary.samples import summary

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
LETTERS = VOWELS + VOWELS.upper() + "đĐ–…·,()/0123456789"
LONG = "Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội phường Hòa Bình"


def of(*rows: AgencyCounts) -> WeeklySummary:
    return replace(summary(), rows=rows, total=sum((r.counts for r in rows), Counts()))


def words_of(figure: Figure) -> list[str]:
    return [t.get_text() for t in figure.axes[0].texts]


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_it_is_a_png_as_wide_as_phones_show_well_and_grows_with_the_agencies() -> None:
    few = size(draw_chart(of(AgencyCounts("Trạm Y tế", Counts(1, 2, 3)))))
    many = size(draw_chart(of(*[AgencyCounts(LONG, Counts(1, 2, 3))] * 60)))
    assert few[0] == many[0] == WIDTH
    assert WIDTH <= few[1] < many[1] <= 3000


def test_every_vietnamese_letter_has_its_glyph(caplog: pytest.LogCaptureFixture) -> None:
    lines = [LETTERS[i : i + 30] for i in range(0, len(LETTERS), 30)]
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        draw_chart(of(*[AgencyCounts(line, Counts(1)) for line in lines]))
    assert not caplog.records


def test_a_letter_that_the_font_lacks_would_be_noticed() -> None:
    with pytest.warns(UserWarning, match="[Gg]lyph"):
        draw_chart(of(AgencyCounts("\N{MONGOLIAN LETTER A}", Counts(1))))


@pytest.mark.parametrize("name", ["$a_b^c$ \\frac{1}{2}", "<b>Trạm</b>", "%s {x}", "  ", "x" * 500])
def test_names_are_drawn_as_they_are_written(name: str) -> None:
    assert size(draw_chart(of(AgencyCounts(name, Counts(1)))))[0] == WIDTH


def test_a_ward_where_nothing_is_due_yet_gets_a_chart_that_says_so() -> None:
    assert "Chưa có việc nào đến kỳ." in words_of(compose_chart(of()))


COUNTS = st.builds(Counts, *[st.integers(0, 30)] * 6).filter(lambda c: c.total)
ROW = st.builds(AgencyCounts, st.sampled_from(["Trạm Y tế", LONG, None]), COUNTS)


@settings(max_examples=15, deadline=None)
@given(st.lists(ROW, max_size=MOST_ROWS))
def test_it_shows_the_numbers_of_the_summary_and_no_others(rows: list[AgencyCounts]) -> None:
    made = of(*rows)
    words = words_of(compose_chart(made))
    tiles = words[words.index(WORDS[Light.DONE]) - 1 :]
    shown = {tiles[i + 1]: int(tiles[i]) for i in range(0, 12, 2)}
    assert shown == {WORDS[light]: made.total.of(light) for light in Light}
    after = words[words.index(WORDS[Light.UNDATED]) + 2 :]
    drawn = [int(w.split()[0]) for w in after if w[0].isdecimal()]
    expected = [
        number
        for row in rows
        for number in (row.counts.total, row.counts.late, *(row.counts.of(x) for x in Light))
        if number
    ]
    assert drawn == expected


@settings(max_examples=10, deadline=None)
@given(st.lists(ROW, max_size=MOST_ROWS + 3))
def test_nothing_is_drawn_outside_the_picture(rows: list[AgencyCounts]) -> None:
    figure = compose_chart(of(*rows))
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    width, height = figure.get_size_inches() * figure.dpi
    for text in figure.axes[0].texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0
        assert box.x1 <= width
        assert box.y0 >= 0
        assert box.y1 <= height
    for patch in figure.axes[0].patches:
        box = patch.get_window_extent(renderer)
        assert box.x1 <= width - 50


def test_the_news_of_the_week_stands_beside_what_is_done() -> None:
    made = replace(of(AgencyCounts("Trạm Y tế", Counts(9))), done_this_week=6)
    assert "+6" in words_of(compose_chart(made))


def lightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)


def test_colours_that_touch_most_often_differ_in_lightness() -> None:
    for one, other in (
        (Light.DONE, Light.ON_TIME),
        (Light.ON_TIME, Light.LATE),
        (Light.SOON, Light.LATE),
    ):
        dark, bright = sorted((lightness(FILL[one]), lightness(FILL[other])))
        assert (bright + 0.05) / (dark + 0.05) > 2
