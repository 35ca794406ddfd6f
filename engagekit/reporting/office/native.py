"""A section on a slide: a native line or bar chart where its numbers are one, else a table."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from engagekit.errors import shorten
from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.measures._frame import ALL, by_of, few, is_measure_frame
from engagekit.presentation.section import Section
from engagekit.presentation.table import Table, group
from engagekit.reporting.brief.scorecard import known
from engagekit.reporting.office.look import COLOURS, INK, PALE, TYPE
from engagekit.reporting.office.number_formats import number_format

MOST_BARS, MOST_LINES = 14, 6
"""Of a chart at most: each keeps a label that can be read from the back of a room."""
ROWS, COLUMNS, LONGEST = 10, 6, 100
"""Of a table on a slide at most, and characters of a cell."""
NOT_CHARTS = frozenset({"difference", "gap", "points"})
"""Units that a chart of parts of a whole would draw wrong."""
Place = tuple[int, int, int, int]
"""Left, top, width, height in EMU."""


@dataclass(frozen=True)
class Chart:
    """A chart in numbers: each series has a value, or None, at every category.

    ``more``: groups that it has no room for.
    """

    is_line: bool
    categories: list[str]
    series: dict[str, list[float | None]]
    unit: str
    more: int = 0


def add(
    slide: Any,
    section: Section,
    numbers: Table | None,
    place: Place,
    locale: Locale,
    colours: tuple[str, str],
    marked: Collection[str] = (),
) -> int:
    """Put a section on a slide, and return how many of its rows there was no room for.

    Parameters
    ----------
    slide : pptx.slide.Slide
    section : Section
        Protected for the board.
    numbers : Table or None
        Its numbers in words, for what no chart can draw.
    place : tuple of int
        Left, top, width and height in EMU.
    colours : tuple of str
        Of bars, and of those ``marked``, by the name of their group.
    """
    chart = chart_of(section, locale)
    if chart is not None:
        _add_chart(slide, chart, place, locale, colours, marked)
        return chart.more
    return add_table(slide, numbers, place) if numbers is not None else 0


def chart_of(section: Section, locale: Locale) -> Chart | None:
    """Return the chart of a section whose numbers run along periods or stand by one group."""
    frame = section.frame
    if section.figure is None or not is_measure_frame(frame) or frame.empty:
        return None
    measure = section.figure_args.get("measure", frame["measure"].iloc[0])
    frame = frame[frame["measure"] == measure].reset_index(drop=True)
    groups = [name for name in by_of(frame) if len(frame[name].unique()) > 1]
    if frame.empty or frame["unit"].iloc[0] in NOT_CHARTS or frame.duplicated(groups).any():
        return None
    # a number of its own: not hidden, not an end, not of a few people
    hidden = frame["suppressed"].fillna(False).astype(bool)
    frame = frame.assign(value=frame["estimate"].mask(hidden | few(frame)).astype("float"))
    unit, is_line = str(frame["unit"].iloc[0]), "period" in groups and len(groups) <= 2
    if frame["value"].isna().all() or (len(groups) != 1 and not is_line):
        return None
    if is_line:
        times = periods_in_order(list(frame["period"].astype("str").unique()))
        across = next((name for name in groups if name != "period"), "department")
        keys = frame[across] if len(groups) > 1 else pd.Series(ALL, frame.index)
        lines = {
            group(name, across, locale.language): _numbers(
                rows.set_index(rows["period"].astype("str"))["value"].reindex(times)
            )
            for name, rows in frame.groupby(keys)
        }
        labels = [locale.label(time) for time in times]
        return Chart(True, labels, lines, unit) if len(lines) <= MOST_LINES else None
    rows = frame.to_dict("records")
    if not section.figure_args.get("order"):  # an end is ranked where it begins
        rows.sort(key=lambda row: (row[groups[0]] != ALL, -(known(row, locale)[0] or 0)))
    names = []
    for row in rows[:MOST_BARS]:
        name = group(row[groups[0]], groups[0], locale.language)
        # one without a number says in words why
        names.append(f"{name} · {known(row, locale)[1]}" if pd.isna(row["value"]) else name)
    bars = {locale.name_of(str(measure)): _numbers(row["value"] for row in rows[:MOST_BARS])}
    return Chart(False, names, bars, unit, max(0, len(rows) - MOST_BARS))


def _numbers(values: Iterable[Any]) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


class _Writer(CategoryWorkbookWriter):
    """Writes the workbook behind a chart, in which no text is a formula or a link."""

    @contextmanager
    def _open_worksheet(self, stream: Any) -> Iterator[Any]:
        with super()._open_worksheet(stream) as (book, sheet):
            sheet.strings_to_formulas = sheet.strings_to_urls = False
            yield book, sheet


class _Data(CategoryChartData):
    """Data of a chart with such a workbook."""

    @property
    def _workbook_writer(self) -> Any:
        return _Writer(self)  # type: ignore[no-untyped-call]


def _add_chart(
    slide: Any,
    chart: Chart,
    place: Place,
    locale: Locale,
    colours: tuple[str, str],
    marked: Collection[str],
) -> None:
    """Add a native chart with its axes from zero, its numbers at the bars."""
    form = number_format(chart.unit, locale)
    data = _Data(number_format=form)  # type: ignore[no-untyped-call]
    data.categories = chart.categories
    for name, values in chart.series.items():
        data.add_series(name, values)  # type: ignore[no-untyped-call]
    kind = XL_CHART_TYPE.LINE_MARKERS if chart.is_line else XL_CHART_TYPE.BAR_CLUSTERED
    native = slide.shapes.add_chart(kind, *place, data).chart
    native.font.size, native.font.name = Pt(14), TYPE
    native.has_title, native.has_legend = False, len(chart.series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
    axis, plot = native.value_axis, native.plots[0]
    lowest = min(value for values in chart.series.values() for value in values if value is not None)
    axis.minimum_scale = 0.0 if lowest >= 0 else None
    axis.maximum_scale = 1.0 if chart.unit == "share" else None
    axis.has_major_gridlines, axis.visible = chart.is_line, chart.is_line
    plot.has_data_labels = not chart.is_line or len(chart.series) == 1
    numbers = [axis.tick_labels]
    if plot.has_data_labels:
        plot.data_labels.show_value = True
        numbers.append(plot.data_labels)
    for labels in numbers:
        labels.number_format, labels.number_format_is_linked = form, False
    palette = [colours[0]] if len(chart.series) == 1 else COLOURS
    if chart.is_line:
        for series, colour in zip(plot.series, cycle(palette), strict=False):
            series.smooth, series.format.line.color.rgb = False, rgb(colour)
            _fill(series.marker, colour)
        return
    plot.gap_width = 40
    native.category_axis.reverse_order = True
    _fill(plot.series[0], palette[0])
    for at, name in enumerate(chart.categories):
        if name in marked:
            _fill(plot.series[0].points[at], colours[1])


def _fill(part: Any, colour: str) -> None:
    """Fill a part of a chart with a colour."""
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = rgb(colour)


def add_table(slide: Any, numbers: Table, place: Place, bold: Collection[int] = ()) -> int:
    """Put a table on a slide, its ``bold`` rows too, and return how many rows it leaves out."""
    left, top, width, height = place
    rows = [row[:COLUMNS] for row in (numbers.headers, *numbers.rows[:ROWS])]
    wanted = [max(11, *(min(len(row[at]), 60) for row in rows)) for at in range(len(rows[0]))]
    tall = min(height // len(rows), 420_000)
    shape = slide.shapes.add_table(len(rows), len(rows[0]), left, top, width, tall * len(rows))
    shape.table.first_row, shape.table.horz_banding = True, False
    for at, letters in enumerate(wanted):
        shape.table.columns[at].width = width * letters // sum(wanted)
    for line, row in enumerate(rows):
        for at, text in enumerate(row):
            cell = shape.table.cell(line, at)
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(PALE if line == 0 else "FFFFFF")
            cell.margin_top = cell.margin_bottom = 30_000
            is_bold = line == 0 or line - 1 in bold
            write(cell, shorten(text, LONGEST), 14 if len(rows) < 6 else 12, bold=is_bold)
            if numbers.numeric[at]:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    return len(numbers.rows) - len(rows) + 1 + numbers.rows_left


def rgb(name: str) -> Any:
    """Return a colour as python-pptx takes it."""
    return RGBColor.from_string(name)  # type: ignore[no-untyped-call]


def write(shape: Any, text: str, size: int, *, bold: bool = False, colour: str = INK) -> None:
    """Write a text into a shape or a cell in the house type."""
    frame = shape.text_frame
    frame.word_wrap = True
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, TYPE
            run.font.color.rgb = rgb(colour)
