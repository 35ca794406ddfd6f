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
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.presentation.table import HIDDEN
from engagekit.reporting.office.chart_model import Chart, Heat
from engagekit.reporting.office.worksheet_cells import put

COLOURS = ("12436D", "28A197", "801650", "F46A25", "52606D", "1F5A94", "B3500B", "9AA5B1")
MAIN, CONTEXT = "1F5A94", "9AA5B1"
LIKERT = ("B35806", "F1A340", "D9D9D9", "998EC3", "542788")


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
    chart : Chart
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
    column, at_row = place
    if chart.kind == "scatter":
        _scatter(sheet, chart, column, at_row, colour)
        return
    result = _made(chart)
    count = len(chart.categories)
    if at is not None:
        names, values = (
            Reference(sheet, min_col=side, min_row=top + 1, max_row=top + count) for side in at
        )
        result.append(Series(values, title=chart.series[0][0]))
    else:
        names = _block(sheet, chart, column, at_row + _height(chart), result)
    result.set_categories(names)
    for place_of, series in enumerate(result.series):
        colours = LIKERT if chart.kind == "stacked" and len(result.series) == 5 else COLOURS
        own = colour if len(result.series) == 1 else colours[place_of % len(colours)]
        _colour(series, own, chart.kind)
        if chart.kind == "stacked" and is_dark(own):
            series.dLbls = _white_labels(chart.number_format)
    if chart.spans:
        result.series[0].errBars = _whiskers(chart, colour)
        result.dataLabels.position = "r"
    sheet.add_chart(result, f"{get_column_letter(column)}{at_row}")


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
            visible = HIDDEN if value is None else value
            put(sheet, row, at, visible, heat.number_format).alignment = wide
    last = f"{get_column_letter(column + len(heat.columns))}{top + len(heat.rows)}"
    rule: Any = ColorScaleRule
    filled = rule(
        start_type="num",
        start_value=0,
        start_color="FFFFFF",
        end_type="max",
        end_color=lighter(colour),
    )
    sheet.conditional_formatting.add(f"{get_column_letter(column + 1)}{top + 1}:{last}", filled)


def add_logo(sheet: Worksheet, logo: bytes) -> None:
    """The organisation's logo to the right of the first lines."""
    from openpyxl.drawing.image import Image

    visible: Any = Image(io.BytesIO(logo))
    visible.width, visible.height = visible.width * 48 / visible.height, 48
    sheet.add_image(visible, "D1")


def lighter(colour: str, part: float = 0.55) -> str:
    """A colour mixed with white, so that dark text stays readable on it.

    Examples
    --------
    >>> lighter("000000", 0.5)
    '808080'
    """
    mixed = (round(255 - (255 - value) * part) for value in bytes.fromhex(colour))
    return "".join(f"{value:02X}" for value in mixed)


def _scatter(sheet: Worksheet, chart: Chart, column: int, top: int, colour: str) -> None:
    """A point a group with its name beside it, and the lines that part the corners."""
    result = ScatterChart()
    result.style, result.legend, result.scatterStyle = 13, None, "lineMarker"
    result.width, result.height = 17, 11
    head = top + 24
    for at, (name, values) in enumerate(chart.series, start=column + 1):
        put(sheet, head, at, name)
        for row, value in enumerate(values, start=head + 1):
            put(
                sheet,
                row,
                at,
                value,
                chart.along_format if at == column + 1 else chart.number_format,
            )
    for row, name in enumerate(chart.categories, start=head + 1):
        put(sheet, row, column, name)
        along, up = (Reference(sheet, min_col=column + at, min_row=row) for at in (1, 2))
        result.series.append(_point(Series(up, along, title=name), colour))
    for axis, (name, _), form in zip(
        (result.x_axis, result.y_axis),
        chart.series,
        (chart.along_format, chart.number_format),
        strict=True,
    ):
        axis.delete, axis.title, axis.number_format = False, name, form
        axis.majorGridlines = None
    _parted(sheet, chart, column, head + len(chart.categories) + 1, result)
    sheet.add_chart(result, f"{get_column_letter(column)}{top}")


def _point(series: Any, colour: str) -> Any:
    """One point with its name to the right."""
    series.marker.symbol, series.marker.size = "circle", 9
    series.marker.graphicalProperties.solidFill = colour
    series.marker.graphicalProperties.line.solidFill = colour
    series.graphicalProperties.line.noFill = True
    series.dLbls = DataLabelList(
        showSerName=True,
        showVal=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        dLblPos="r",
    )
    return series


def _parted(sheet: Worksheet, chart: Chart, column: int, top: int, made: Any) -> None:
    """The lines that part the corners, each from one end of the points to the other."""
    ends = chart.ends()
    for at, line in enumerate(chart.lines):
        if line is None:
            continue
        first = top + 2 * at
        for row, end in enumerate(ends[1 - at], start=first):
            put(sheet, row, column + 1 + at, line)
            put(sheet, row, column + 2 - at, end)
        along, up = (
            Reference(sheet, min_col=column + side, min_row=first, max_row=first + 1)
            for side in (1, 2)
        )
        series = Series(up, along)
        series.marker.symbol = "none"
        series.graphicalProperties.line.solidFill = CONTEXT
        series.graphicalProperties.line.dashStyle = "dash"
        made.series.append(series)


def _height(chart: Chart) -> int:
    """Rows of the sheet that a chart takes."""
    return int(_size(chart) * 2) + 3


def _size(chart: Chart) -> float:
    """Height in centimetres: every bar has room for its label."""
    if chart.kind in ("bar", "stacked"):
        bars = len(chart.categories) * (len(chart.series) if chart.kind == "bar" else 1)
        return max(7.0, 2.8 + 0.75 * bars)
    return 8.0


def _made(chart: Chart) -> Any:
    """An empty chart of a kind, with both axes to be seen."""
    result: Any = LineChart() if chart.kind == "line" else BarChart()
    if chart.kind != "line":
        result.type = "col" if chart.kind == "column" else "bar"
        result.gapWidth = 60
        if chart.kind in ("bar", "stacked"):
            result.x_axis.scaling.orientation = "maxMin"
            result.y_axis.crosses = "max"
        if chart.kind == "stacked":
            result.grouping, result.overlap = "stacked", 100
    result.x_axis.delete, result.y_axis.delete = False, False
    result.y_axis.number_format = chart.number_format
    result.y_axis.majorGridlines = None
    result.y_axis.scaling.min, result.y_axis.scaling.max = chart.bottom, chart.top
    result.legend = None if len(chart.series) == 1 else result.legend
    if result.legend is not None:
        result.legend.position = "b"
    result.dataLabels = DataLabelList()
    result.dataLabels.showVal = True
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(result.dataLabels, part, False)
    result.dataLabels.numFmt = chart.number_format
    result.dataLabels.position = {"line": "t", "stacked": "ctr"}.get(chart.kind, "outEnd")
    result.width, result.height = 17, _size(chart)
    return result


def _block(sheet: Worksheet, chart: Chart, column: int, top: int, made: Any) -> Reference:
    """The numbers of several series under the chart; gives where the categories stand."""
    count = len(chart.categories)
    for row, name in enumerate(chart.categories, start=top + 1):
        put(sheet, row, column, name)
    for at, (name, values) in enumerate(chart.series, start=column + 1):
        put(sheet, top, at, name)
        for row, value in enumerate(values, start=top + 1):
            put(sheet, row, at, value, chart.number_format)
        numbers = Reference(sheet, min_col=at, min_row=top + 1, max_row=top + count)
        made.append(Series(numbers, title=name))
    return Reference(sheet, min_col=column, min_row=top + 1, max_row=top + count)


def _whiskers(chart: Chart, colour: str) -> ErrorBars:
    """The interval of each point of a line as a thin line."""

    def numbers(side: int) -> NumDataSource:
        points = [
            NumVal(idx=at, v=repr(span[side]))
            for at, span in enumerate(chart.spans)
            if span is not None
        ]
        return NumDataSource(numLit=NumData(ptCount=len(chart.spans), pt=points))

    bars = ErrorBars(
        errDir="y",
        errBarType="both",
        errValType="cust",
        noEndCap=True,
        plus=numbers(1),
        minus=numbers(0),
    )
    bars.spPr = GraphicalProperties(ln=LineProperties(solidFill=colour, w=19050))
    return bars


def is_dark(colour: str) -> bool:
    """Whether white text is easier to read on a fill than black text.

    Examples
    --------
    >>> is_dark("542788"), is_dark("F1A340")
    (True, False)
    """
    red, green, blue = bytes.fromhex(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue < 125


def _white_labels(form: str) -> DataLabelList:
    """Labels in white for a dark fill."""
    labels = DataLabelList(
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        numFmt=form,
        dLblPos="ctr",
    )
    look = CharacterProperties(solidFill="FFFFFF")
    labels.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
    return labels


def _colour(series: Any, colour: str, kind: str) -> None:
    """One colour for a series, as line or as fill."""
    if kind == "line":
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 28000
        series.marker.symbol = "circle"
        series.marker.graphicalProperties.solidFill = colour
        series.smooth = False
    else:
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
