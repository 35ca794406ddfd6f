"""What of a section becomes a native chart, and what a chart shows of a small group."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Inches

from engagekit.locale import Locale
from engagekit.measures._frame import share
from engagekit.presentation.table import table
from engagekit.reporting.office import native
from engagekit.sections import Section
from tests.reporting.copies import departments, hidden, over_time, section

ENGLISH, PLACE = Locale("en"), (Inches(1), Inches(1), Inches(8), Inches(4))
LIVE = ('=HYPERLINK("http://x.example","Tax")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1")


def bars(**counts: tuple[int, int]) -> Section:
    return section("reach", departments(**counts), figure="bars")


def drawn(part: Section) -> tuple[Any, bytes, int]:
    """Return the shape that stands for a section, the file, and how many rows had no room."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    numbers = table(part, "en")
    left = native.add(slide, part, numbers, PLACE, ENGLISH, ("1F5A94", "B3500B"), ("Tax",))
    stream = io.BytesIO()
    deck.save(stream)
    return slide.shapes[0], stream.getvalue(), left


def test_groups_are_bars_largest_first_and_one_that_is_not_told_says_why() -> None:
    part = bars(Tax=(12, 40), Legal=(30, 40), HR=(1, 2), IT=(36, 40), All=(16, 40))
    shape, _, _ = drawn(part.with_frame(hidden(part.frame, 3)))
    (plot,) = shape.chart.plots
    assert list(plot.categories) == ["All", "Legal", "HR · 1 of 2", "Tax", "IT · small group"]
    assert list(plot.series[0].values) == [0.4, 0.75, None, 0.3, None]
    assert plot.data_labels.number_format == "0%"
    assert str(plot.series[0].points[3].format.fill.fore_color.rgb) == "B3500B"
    assert shape.chart.value_axis.minimum_scale == 0.0


def test_a_group_of_which_an_end_is_told_stands_where_it_begins_and_has_no_bar() -> None:
    part = bars(A=(36, 40), B=(24, 40), C=(32, 40))
    chart = native.chart_of(part.with_frame(hidden(part.frame, 2, least=0.7)), ENGLISH)
    assert chart is not None
    assert chart.categories == ["A", "C · 70% or more", "B"]
    assert chart.series == {"Reach": [0.9, None, 0.6]}


def test_periods_are_a_line_a_group_in_order_with_a_gap_where_nothing_is_told() -> None:
    quarters = ("FY2026-27 Q1", "FY2025-26 Q4", "FY2026-27 Q2")
    rows = [row for unit in ("Legal", "Tax")
            for row in over_time("reach", (10, 20, 30), quarters, department=unit)]  # fmt: skip
    part = section("reach", rows, figure="multiples")
    part.frame.loc[0, "suppressed"] = True
    chart = native.chart_of(part, ENGLISH)
    assert chart is not None and chart.is_line
    assert chart.categories == [ENGLISH.label(quarters[at]) for at in (1, 0, 2)]
    assert chart.series == {"Tax": [0.2, 0.1, 0.3], "Legal": [0.2, None, 0.3]}
    assert drawn(part)[0].chart.has_legend


@pytest.mark.parametrize(("count", "left"), [(14, 0), (15, 1), (40, 26)])
def test_the_largest_bars_stand_on_a_slide_and_the_rest_is_counted(count: int, left: int) -> None:
    shape, _, more = drawn(bars(**{f"D{at:02}": (at, 100) for at in range(count)}))
    values = list(shape.chart.plots[0].series[0].values)
    assert (len(values), more, values[0]) == (count - left, left, (count - 1) / 100)


def test_what_is_no_bar_and_no_line_is_a_table_as_large_as_the_slide() -> None:
    rows = pd.DataFrame({"title": ["a title of some words " * 9] * 30, "attended": range(30)})
    listing = section("events", rows, kind="listing")
    shape, _, left = drawn(listing)
    assert (len(shape.table.rows), left) == (native.ROWS + 1, 30 - native.ROWS)
    assert shape.height <= PLACE[3]
    assert max(len(cell.text) for row in shape.table.rows for cell in row.cells) <= native.LONGEST
    crossed = [share("reach", 20, 40, department=d, site=s) for d in "ab" for s in "xy"]
    moved = [{**row, "unit": "difference"} for row in departments(a=(20, 40), b=(10, 40))]
    others = [section("reach", rows, figure="bars") for rows in (crossed, moved)]
    assert [native.chart_of(one, ENGLISH) for one in (listing, *others)] == [None] * 3


def test_the_workbook_behind_a_chart_runs_nothing() -> None:
    part = bars(**dict.fromkeys(LIVE, (20, 40)))
    with zipfile.ZipFile(io.BytesIO(drawn(part)[1])) as parts:
        book = next(name for name in parts.namelist() if name.endswith(".xlsx"))
        with zipfile.ZipFile(io.BytesIO(parts.read(book))) as inner:
            names = [name for name in inner.namelist() if "sheet" in name]
            xml = "".join(inner.read(name).decode() for name in names)
    assert "<f>" not in xml and "<hyperlink" not in xml
