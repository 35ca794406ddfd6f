"""Native charts of slides, their workbooks holding what is shown and nothing more."""

from __future__ import annotations

from typing import Any

from engagekit.reporting.charts import Chart
from engagekit.reporting.workbook_charts import COLOURS, LIKERT, is_dark

_MOST = 20
"""Bars with a label each; more have none."""


def add(slide: Any, chart: Chart, place: tuple[int, int, int, int], alternative: str) -> None:
    """Put a chart on a slide.

    Parameters
    ----------
    slide : Slide
    chart : Chart
    place : tuple of int
        Left, top, width, height in EMU.
    alternative : str
        The chart in words.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        "bar": XL_CHART_TYPE.BAR_CLUSTERED, "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "line": XL_CHART_TYPE.LINE_MARKERS, "stacked": XL_CHART_TYPE.BAR_STACKED,
    }  # fmt: skip
    data: Any = _untyped(CategoryChartData)(number_format=chart.number_format)
    data.categories = chart.categories
    for name, values in chart.series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(kinds[chart.kind], *place, data)
    describe(frame, alternative)
    _styled(frame.chart, chart)


def describe(shape: Any, alternative: str) -> None:
    """Give a shape its text alternative."""
    shape._element._nvXxPr.cNvPr.set("descr", alternative)


def _styled(made: Any, chart: Chart) -> None:
    """House type, colours, axes and labels."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION
    from pptx.util import Pt

    made.font.size, made.font.name = Pt(14), "Calibri"
    made.has_title = False
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
    made.value_axis.has_major_gridlines = False
    made.value_axis.visible = chart.kind == "line" or not _has_labels(chart)
    made.value_axis.tick_labels.number_format = chart.number_format
    made.value_axis.tick_labels.number_format_is_linked = False
    if chart.kind in ("bar", "stacked"):
        made.category_axis.reverse_order = True
    if chart.bottom is not None:
        made.value_axis.minimum_scale = chart.bottom
    if chart.top is not None:
        made.value_axis.maximum_scale = chart.top
    plot = made.plots[0]
    if chart.kind != "line":
        plot.gap_width = 50
        plot.overlap = 100 if chart.kind == "stacked" else 0
    if _has_labels(chart):
        plot.has_data_labels = True
        plot.data_labels.number_format = chart.number_format
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.font.size = Pt(13)
        plot.data_labels.position = {
            "line": XL_LABEL_POSITION.ABOVE, "stacked": XL_LABEL_POSITION.CENTER,
        }.get(chart.kind, XL_LABEL_POSITION.OUTSIDE_END)  # fmt: skip
    for at, series in enumerate(plot.series):
        _colour(series, at, chart)


def _has_labels(chart: Chart) -> bool:
    """Whether there is room for a number at each bar."""
    many = 1 if chart.kind == "stacked" else len(chart.series)
    return len(chart.categories) * many <= _MOST or chart.kind == "stacked"


def _untyped(thing: Any) -> Any:
    """A class of python-pptx, which has no types."""
    return thing


def rgb(colour: str) -> Any:
    """A colour as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    return _untyped(RGBColor)(*bytes.fromhex(colour))


def _colour(series: Any, at: int, chart: Chart) -> None:
    """The colour of a series, dark enough for its line or fill."""
    from pptx.util import Pt

    count = len(chart.series)
    several = LIKERT if chart.kind == "stacked" and count == 5 else COLOURS
    colour = rgb("1F5A94" if count == 1 else several[at % len(several)])
    if chart.kind == "line":
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2.5)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        if chart.kind == "stacked" and is_dark(several[at % len(several)]):
            labels = series.data_labels
            labels.show_value, labels.font.size = True, Pt(13)
            labels.font.color.rgb = rgb("FFFFFF")
            labels.number_format, labels.number_format_is_linked = chart.number_format, False
