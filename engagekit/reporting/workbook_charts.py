"""Native charts of a workbook: bars in reading order, numbers from the sheet beside them."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.text import RichText
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.reporting.charts import Chart

COLOURS = ("12436D", "28A197", "801650", "F46A25", "52606D", "1F5A94", "B3500B", "9AA5B1")
LIKERT = ("B35806", "F1A340", "D9D9D9", "998EC3", "542788")


def add(sheet: Worksheet, chart: Chart, column: int, top: int, estimates: int) -> None:
    """Put a chart beside the table of its sheet.

    Parameters
    ----------
    sheet : Worksheet
        Its table begins in row ``top`` with the rows of the chart in front.
    chart : Chart
    column : int
        Where the chart stands.
    top : int
        Row of the table's header.
    estimates : int
        Column of the estimates.
    """
    made = _made(chart)
    count = len(chart.categories)
    if chart.rows:
        values = Reference(sheet, min_col=estimates, min_row=top + 1, max_row=top + count)
        names = Reference(sheet, min_col=1, min_row=top + 1, max_row=top + count)
        made.append(Series(values, title=chart.series[0][0]))
    else:
        names = _block(sheet, chart, column, top + _height(chart), made)
    made.set_categories(names)
    for at, series in enumerate(made.series):
        colours = LIKERT if chart.kind == "stacked" and len(made.series) == 5 else COLOURS
        colour = "1F5A94" if len(made.series) == 1 else colours[at % len(colours)]
        _colour(series, colour, chart.kind)
        if chart.kind == "stacked" and is_dark(colour):
            series.dLbls = _white_labels(chart.number_format)
    sheet.add_chart(made, f"{get_column_letter(column)}{top}")


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
    made: Any = LineChart() if chart.kind == "line" else BarChart()
    if chart.kind != "line":
        made.type = "col" if chart.kind == "column" else "bar"
        made.gapWidth = 60
        if chart.kind in ("bar", "stacked"):
            made.x_axis.scaling.orientation = "maxMin"
            made.y_axis.crosses = "max"
        if chart.kind == "stacked":
            made.grouping, made.overlap = "stacked", 100
    made.x_axis.delete, made.y_axis.delete = False, False
    made.y_axis.number_format = chart.number_format
    made.y_axis.majorGridlines = None
    made.y_axis.scaling.min, made.y_axis.scaling.max = chart.bottom, chart.top
    made.legend = None if len(chart.series) == 1 else made.legend
    if made.legend is not None:
        made.legend.position = "b"
    made.dataLabels = DataLabelList()
    made.dataLabels.showVal = True
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(made.dataLabels, part, False)
    made.dataLabels.numFmt = chart.number_format
    made.dataLabels.position = {"line": "t", "stacked": "ctr"}.get(chart.kind, "outEnd")
    made.width, made.height = 17, _size(chart)
    return made


def _block(sheet: Worksheet, chart: Chart, column: int, top: int, made: Any) -> Reference:
    """The numbers of several series under the chart; gives where the categories stand."""
    from engagekit.reporting.workbook import put

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
    labels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False,
                           showPercent=False, numFmt=form, dLblPos="ctr")  # fmt: skip
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
