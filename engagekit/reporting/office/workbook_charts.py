"""Native charts of a workbook: bars in reading order, numbers from the sheet beside them."""

from __future__ import annotations

import io
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import NumData, NumDataSource, NumVal
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.image import Image
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.presentation.table import HIDDEN
from engagekit.reporting.office.chart_model import Chart
from engagekit.reporting.office.heat_model import Heat
from engagekit.reporting.office.look import CONTEXT, MAIN, is_dark, lighter, series_colour
from engagekit.reporting.office.worksheet_cells import put

_ROWS_OF_SCATTER = 24
"""Rows of a sheet that a scatter takes."""


def add(
    sheet: Worksheet,
    chart: Chart,
    place: tuple[int, int],
    top: int,
    at: tuple[int, int] | None,
    colour: str = MAIN,
) -> None:
    """Put a chart beside the table of its sheet.

    Parameters
    ----------
    sheet : Worksheet
        Its table begins in row ``top`` with the rows of the chart in front.
    place : tuple of int
        Column and row where the chart stands.
    top : int
        Row of the table's header.
    at : tuple of int, or None
        Columns of the categories and of the estimates in that table; None where the numbers of
        the chart have to stand under it.
    colour : str
        Of a single series.
    """
    column, row = place
    if chart.kind == "scatter":
        native: Any = _scatter(sheet, chart, column, row + _ROWS_OF_SCATTER, colour)
    elif at is not None:
        native = _empty(chart)
        names, values = (_cells(sheet, side, top + 1, len(chart.categories)) for side in at)
        native.append(Series(values, title=chart.series[0][0]))
        native.set_categories(names)
        _colour(native, chart, colour)
    else:
        native = _empty(chart)
        native.set_categories(_block(sheet, chart, column, row + int(2 * _tall(chart)) + 3, native))
        _colour(native, chart, colour)
    sheet.add_chart(native, f"{get_column_letter(column)}{row}")


def add_heat(sheet: Worksheet, heat: Heat, column: int, top: int, colour: str = MAIN) -> None:
    """Put a matrix beside the table of its sheet: its numbers, filled by how large they are."""
    wide = Alignment(wrap_text=True, vertical="top", horizontal="center")
    put(sheet, top, column, heat.head).font = Font(bold=True)
    for at, name in enumerate(heat.columns, start=column + 1):
        cell = put(sheet, top, at, name)
        cell.font, cell.alignment = Font(bold=True), wide
        sheet.column_dimensions[get_column_letter(at)].width = 14
    sheet.column_dimensions[get_column_letter(column)].width = 30
    for row, (name, values) in enumerate(zip(heat.rows, heat.values, strict=True), start=top + 1):
        put(sheet, row, column, name)
        for at, value in enumerate(values, start=column + 1):
            text = HIDDEN if value is None else value
            put(sheet, row, at, text, heat.number_format).alignment = wide
    first = f"{get_column_letter(column + 1)}{top + 1}"
    last = f"{get_column_letter(column + len(heat.columns))}{top + len(heat.rows)}"
    rule: Any = ColorScaleRule
    ends = {"start_type": "num", "start_value": 0, "end_type": "max"}
    sheet.conditional_formatting.add(
        f"{first}:{last}", rule(**ends, start_color="FFFFFF", end_color=lighter(colour))
    )


def add_logo(sheet: Worksheet, logo: bytes) -> None:
    """Put the organisation's logo to the right of the first lines."""
    picture: Any = Image(io.BytesIO(logo))
    picture.width, picture.height = picture.width * 48 / picture.height, 48
    sheet.add_image(picture, "D1")


def _cells(sheet: Worksheet, column: int, row: int, count: int = 1) -> Reference:
    """Return so many cells of a column."""
    return Reference(sheet, min_col=column, min_row=row, max_row=row + count - 1)


def _scatter(sheet: Worksheet, chart: Chart, column: int, head: int, colour: str) -> Any:
    """Return a point a group with its name beside it, and the lines that part the corners."""
    native = ScatterChart()
    native.style, native.legend, native.scatterStyle = 13, None, "lineMarker"
    native.width, native.height = 17, 11
    forms = (chart.along_format, chart.number_format)
    for at, ((name, values), form) in enumerate(zip(chart.series, forms, strict=True), column + 1):
        put(sheet, head, at, name)
        for row, value in enumerate(values, start=head + 1):
            put(sheet, row, at, value, form)
    for row, name in enumerate(chart.categories, start=head + 1):
        put(sheet, row, column, name)
        along, up = (_cells(sheet, column + side, row) for side in (1, 2))
        native.series.append(_point(Series(up, along, title=name), colour))
    axes = (native.x_axis, native.y_axis)
    for axis, (name, _), form in zip(axes, chart.series, forms, strict=True):
        axis.delete, axis.title, axis.number_format = False, name, form
        axis.majorGridlines = None
    ends, first = chart.ends(), head + len(chart.categories) + 1
    for at, line in enumerate(chart.lines):
        if line is None:
            continue
        for row, end in enumerate(ends[1 - at], start=first + 2 * at):
            put(sheet, row, column + 1 + at, line)
            put(sheet, row, column + 2 - at, end)
        along, up = (_cells(sheet, column + side, first + 2 * at, 2) for side in (1, 2))
        series = Series(up, along)
        series.marker.symbol = "none"
        series.graphicalProperties.line.solidFill = CONTEXT
        series.graphicalProperties.line.dashStyle = "dash"
        native.series.append(series)
    return native


def _point(series: Any, colour: str) -> Any:
    """Return one point with its name to the right."""
    series.marker.symbol, series.marker.size = "circle", 9
    series.marker.graphicalProperties.solidFill = colour
    series.marker.graphicalProperties.line.solidFill = colour
    series.graphicalProperties.line.noFill = True
    series.dLbls = _labels(showSerName=True, dLblPos="r")
    return series


def _labels(**more: Any) -> DataLabelList:
    """Return labels that show nothing but what is asked for."""
    parts = ("showVal", "showSerName", "showCatName", "showLegendKey", "showPercent")
    return DataLabelList(**{**dict.fromkeys(parts, False), **more})


def _tall(chart: Chart) -> float:
    """Return the height in centimetres: every bar has room for its label."""
    return max(7.0, 2.8 + 0.75 * chart.bars) if chart.kind in ("bar", "stacked") else 8.0


def _empty(chart: Chart) -> Any:
    """Return an empty chart of a kind, with both axes to be seen."""
    native: Any = LineChart() if chart.kind == "line" else BarChart()
    if chart.kind != "line":
        native.type = "col" if chart.kind == "column" else "bar"
        native.gapWidth = 60
        if chart.kind in ("bar", "stacked"):
            native.x_axis.scaling.orientation = "maxMin"
            native.y_axis.crosses = "max"
        if chart.kind == "stacked":
            native.grouping, native.overlap = "stacked", 100
    native.x_axis.delete, native.y_axis.delete = False, False
    native.y_axis.number_format = chart.number_format
    native.y_axis.majorGridlines = None
    native.y_axis.scaling.min, native.y_axis.scaling.max = chart.bottom, chart.top
    if len(chart.series) == 1:
        native.legend = None
    else:
        native.legend.position = "b"
    position = {"line": "r" if chart.spans else "t", "stacked": "ctr"}.get(chart.kind, "outEnd")
    native.dataLabels = _labels(showVal=True, numFmt=chart.number_format, dLblPos=position)
    native.width, native.height = 17, _tall(chart)
    return native


def _block(sheet: Worksheet, chart: Chart, column: int, top: int, native: Any) -> Reference:
    """Put the numbers of several series under the chart; return where the categories stand."""
    count = len(chart.categories)
    for row, name in enumerate(chart.categories, start=top + 1):
        put(sheet, row, column, name)
    for at, (name, values) in enumerate(chart.series, start=column + 1):
        put(sheet, top, at, name)
        for row, value in enumerate(values, start=top + 1):
            put(sheet, row, at, value, chart.number_format)
        native.append(Series(_cells(sheet, at, top + 1, count), title=name))
    return _cells(sheet, column, top + 1, count)


def _colour(native: Any, chart: Chart, own: str) -> None:
    """Set one colour for each series, as line or as fill, its labels white where it is dark."""
    for at, series in enumerate(native.series):
        colour = series_colour(at, len(native.series), chart.kind, own)
        look = series.graphicalProperties
        look.line.solidFill = colour
        if chart.kind == "line":
            look.line.width = 28000
            series.marker.symbol = "circle"
            series.marker.graphicalProperties.solidFill = colour
            series.smooth = False
        else:
            look.solidFill = colour
        if chart.kind == "stacked" and is_dark(colour):
            series.dLbls = _labels(showVal=True, numFmt=chart.number_format, dLblPos="ctr")
            white = CharacterProperties(solidFill="FFFFFF")
            text = Paragraph(pPr=ParagraphProperties(defRPr=white), endParaRPr=white)
            series.dLbls.txPr = RichText(p=[text])
    if chart.spans:
        native.series[0].errBars = _whiskers(chart, own)


def _whiskers(chart: Chart, colour: str) -> ErrorBars:
    """Return the interval of each point of a line as a thin line."""
    plus, minus = (
        NumDataSource(
            numLit=NumData(
                ptCount=len(chart.spans),
                pt=[
                    NumVal(idx=at, v=repr(span[side]))
                    for at, span in enumerate(chart.spans)
                    if span is not None
                ],
            )
        )
        for side in (1, 0)
    )
    bars = ErrorBars(
        errDir="y", errBarType="both", errValType="cust", noEndCap=True, plus=plus, minus=minus
    )
    bars.spPr = GraphicalProperties(ln=LineProperties(solidFill=colour, w=19050))
    return bars
