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
from engagekit.measures._frame import measure_frame
from engagekit.presentation.table import table
from engagekit.reporting.office import native
from engagekit.sections import Section

ENGLISH, PLACE = Locale("en"), (Inches(1), Inches(1), Inches(8), Inches(4))
LIVE = ('=HYPERLINK("http://x.example","Tax")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1")


def section(rows: list[dict[str, Any]], by: list[str], figure: str = "bars") -> Section:
    whole = [{"measure": "reach", "unit": "share", "n": 20, "base": 40, **row} for row in rows]
    return Section("reach", "Reach", measure_frame(whole, by), figure=figure)


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
    part = section(
        [
            {"department": "Tax", "estimate": 0.3},
            {"department": "Legal", "estimate": 0.75},
            {"department": "HR", "estimate": 0.5, "n": 1, "base": 2},
            {"department": "IT", "estimate": 0.9},
            {"department": "All", "estimate": 0.4},
        ],
        ["department"],
    )
    part.frame.loc[3, ["estimate", "n", "base"]] = pd.NA
    part.frame.loc[3, "suppressed"] = True
    shape, _, _ = drawn(part)
    (plot,) = shape.chart.plots
    assert list(plot.categories) == ["All", "Legal", "HR · 1 of 2", "Tax", "IT · small group"]
    assert list(plot.series[0].values) == [0.4, 0.75, None, 0.3, None]
    assert plot.data_labels.number_format == "0%"
    assert str(plot.series[0].points[3].format.fill.fore_color.rgb) == "B3500B"
    assert shape.chart.value_axis.minimum_scale == 0.0


def test_a_group_of_which_an_end_is_told_stands_where_it_begins_and_has_no_bar() -> None:
    rows = [{"department": name, "estimate": value} for name, value in (("A", 0.9), ("B", 0.6))]
    part = section([*rows, {"department": "C", "estimate": 0.8}], ["department"])
    frame = part.frame.assign(recoded=False, at_least=float("nan"), at_most=float("nan"))
    frame.loc[2, ["estimate", "n"]] = pd.NA
    frame.loc[2, ["recoded", "at_least"]] = [True, 0.7]
    frame.loc[2, "suppressed"] = True
    chart = native.chart_of(part.with_frame(frame), ENGLISH)
    assert chart is not None
    assert chart.categories == ["A", "C · 70% or more", "B"]
    assert chart.series == {"Reach": [0.9, None, 0.6]}


def test_periods_are_a_line_a_group_in_order_with_a_gap_where_nothing_is_told() -> None:
    quarters = ("FY2026-27 Q1", "FY2025-26 Q4", "FY2026-27 Q2")
    part = section(
        [
            {"period": quarter, "department": name, "estimate": 0.1 * at}
            for at, quarter in enumerate(quarters, start=1)
            for name in ("Legal", "Tax")
        ],
        ["period", "department"],
        "multiples",
    )
    part.frame.loc[0, "suppressed"] = True
    chart = native.chart_of(part, ENGLISH)
    assert chart is not None and chart.is_line
    assert chart.categories == [ENGLISH.label(quarters[at]) for at in (1, 0, 2)]
    assert chart.series["Tax"] == pytest.approx([0.2, 0.1, 0.3])
    assert chart.series["Legal"][1] is None
    assert drawn(part)[0].chart.has_legend


@pytest.mark.parametrize(("count", "left"), [(14, 0), (15, 1), (40, 26)])
def test_the_largest_bars_stand_on_a_slide_and_the_rest_is_counted(count: int, left: int) -> None:
    rows = [{"department": f"D{at:02}", "estimate": at / 100} for at in range(count)]
    shape, _, more = drawn(section(rows, ["department"]))
    values = list(shape.chart.plots[0].series[0].values)
    assert (len(values), more, values[0]) == (count - left, left, (count - 1) / 100)


def test_what_is_no_bar_and_no_line_is_a_table_as_large_as_the_slide() -> None:
    rows = pd.DataFrame({"title": ["a title of some words " * 9] * 30, "attended": range(30)})
    listing = Section("events", "Events", rows, kind="listing")
    assert native.chart_of(listing, ENGLISH) is None
    shape, _, left = drawn(listing)
    assert (len(shape.table.rows), left) == (native.ROWS + 1, 30 - native.ROWS)
    assert shape.height <= PLACE[3]
    assert max(len(cell.text) for row in shape.table.rows for cell in row.cells) <= native.LONGEST
    crossed = section(
        [{"department": d, "site": s, "estimate": 0.5} for d in "ab" for s in "xy"],
        ["department", "site"],
    )
    assert native.chart_of(crossed, ENGLISH) is None
    moved = section([{"department": d, "estimate": 0.1, "unit": "difference"} for d in "ab"],
                    ["department"])  # fmt: skip
    assert native.chart_of(moved, ENGLISH) is None


def test_the_workbook_behind_a_chart_runs_nothing() -> None:
    rows = [{"department": name, "estimate": 0.5} for name in LIVE]
    with zipfile.ZipFile(io.BytesIO(drawn(section(rows, ["department"]))[1])) as parts:
        book = next(name for name in parts.namelist() if name.endswith(".xlsx"))
        with zipfile.ZipFile(io.BytesIO(parts.read(book))) as inner:
            names = [name for name in inner.namelist() if "sheet" in name]
            xml = "".join(inner.read(name).decode() for name in names)
    assert "<f>" not in xml and "<hyperlink" not in xml
