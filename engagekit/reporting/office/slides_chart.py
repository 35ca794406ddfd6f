"""Native charts of slides, their workbooks holding what is shown and nothing more."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.util import Pt

from engagekit.reporting.office.chart_model import Chart
from engagekit.reporting.office.look import (
    ATTENTION,
    CONTEXT,
    INK,
    MAIN,
    TYPE,
    is_dark,
    lighter,
    series_colour,
)
from engagekit.reporting.office.number_formats import is_share
from engagekit.reporting.office.slides_text import describe, fill, flatten, rgb, untyped

OPEN = "▸"
"""Stands behind a bar that may reach further, in place of a number."""
_SHORT = 0.15
"""Part of the longest bar under which a number does not fit into its bar."""
_FOOT = 0.1
"""Part of the axis under a point that a number below it needs."""
_MOST = 20
"""Bars with a label each; more have none."""
_BAR, _REST = 640_080, 594_360
"""Height of a bar with its gap at most, and of what stands around the bars, in EMU."""
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMESPACES = f'xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"'
_TYPES = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
}

Place = tuple[int, int, int, int]
"""Left, top, width, height in EMU."""


@dataclass(frozen=True)
class ChartLook:
    """What a chart on a slide looks like.

    Attributes
    ----------
    colour : str
        Of a single series.
    attention : str
        Of its bars that are marked.
    marked : collection of str
        Bars of a single series that miss the target.
    target : float or None
        Where a dashed line stands across bars or along a line.
    events : sequence of int
        Places of a line's periods before which something happened: a line stands there.
    """

    colour: str = MAIN
    attention: str = ATTENTION
    marked: Collection[str] = ()
    target: float | None = None
    events: Sequence[int] = ()


def add(
    slide: Any, chart: Chart, place: Place, alternative: str, look: ChartLook | None = None
) -> None:
    """Put a chart on a slide.

    ``place``: left, top, width, height in EMU. ``alternative``: the chart in words.
    """
    look = look or ChartLook()
    marks = [name in look.marked for name in chart.categories]
    if any(marks):
        pairs = zip(chart.names, marks, strict=True)
        chart = replace(chart, labels=tuple(f"▼ {name}" if off else name for name, off in pairs))
    if chart.kind == "scatter":
        frame = _scatter(slide, chart, place)
        _style_scatter(frame.chart, chart, look.colour)
    else:
        frame = _plain(slide, chart, place)
        _style(frame.chart, chart, look.colour)
    describe(frame, alternative)
    if chart.kind in ("bar", "line") and (look.target is not None or look.events):
        _add_marks(slide, frame, chart, look)
    for at, off in enumerate(marks):
        if off:
            fill(frame.chart.plots[0].series[0].points[at], look.attention)
    if look.target is not None and chart.kind == "bar" and len(chart.series) == 1:
        _label_inside(frame.chart.plots[0].series[0], chart, look)


def _label_inside(series: Any, chart: Chart, look: ChartLook) -> None:
    """Put the numbers at the foot of their bars, where no target crosses them."""
    labels = series.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.INSIDE_BASE
    labels.font.size, labels.font.color.rgb = Pt(13), rgb("FFFFFF" if is_dark(look.colour) else INK)
    _format(labels, chart.number_format)
    values = chart.series[0][1]
    high = max((value for value in values if value is not None), default=0.0)
    for at, value in enumerate(values):
        if chart.is_open and chart.is_open[at]:
            fill(series.points[at], lighter(look.colour))
            series.points[at].data_label.text_frame.text = OPEN
            series.points[at].data_label.position = XL_LABEL_POSITION.INSIDE_END
        elif value is not None and value < _SHORT * high:
            label = series.points[at].data_label
            label.position, label.font.color.rgb = XL_LABEL_POSITION.OUTSIDE_END, rgb(INK)
            label.font.size = Pt(13)


def _add_marks(slide: Any, frame: Any, chart: Chart, look: ChartLook) -> None:
    """Draw target and events as lines: the drawing area gets a fixed place that they meet."""
    inner = (0.42, 0.02, 0.5, 0.88) if chart.kind == "bar" else (0.08, 0.05, 0.84, 0.8)
    text = "".join(f'<c:{name} val="{value}"/>' for name, value in zip("xywh", inner, strict=True))
    layout = (
        f'<c:layout {_NAMESPACES}><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{text}</c:manualLayout></c:layout>'
    )
    area = frame.chart._chartSpace.chart.plotArea
    for standing in area.findall(f"{{{_CHART}}}layout"):
        area.remove(standing)
    area.insert(0, untyped(parse_xml)(layout))
    left, top = frame.left + int(inner[0] * frame.width), frame.top + int(inner[1] * frame.height)
    wide, tall = int(inner[2] * frame.width), int(inner[3] * frame.height)
    for at in look.events:
        across = left + wide * at // len(chart.categories)
        _add_line(slide, (across, top, across, top + tall), CONTEXT)
    if look.target is None:
        return
    axis = frame.chart.value_axis
    numbers = [v for _, values in chart.series for v in values if v is not None]
    low = chart.bottom or 0.0
    high = chart.top or (1.0 if is_share(chart.number_format) else max(*numbers, look.target) * 1.1)
    axis.minimum_scale, axis.maximum_scale = low, high
    part = (look.target - low) / (high - low)
    across, down = left + int(part * wide), top + int((1 - part) * tall)
    is_level = chart.kind == "line"
    ends = (left, down, left + wide, down) if is_level else (across, top, across, top + tall)
    _add_line(slide, ends, INK).line.dash_style = MSO_LINE.DASH


def _add_line(slide: Any, ends: Place, colour: str) -> Any:
    """Draw a straight line over a chart."""
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    line.line.color.rgb, line.line.width = rgb(colour), Pt(1.5)
    flatten(line)
    return line


def _data(kind: type, writer: Any, form: str) -> Any:
    """Return empty data of a chart, in whose workbook a text is never a formula."""
    safe = cached_property(lambda self: _without_formulas(writer)(self))
    return untyped(type(kind.__name__, (kind,), {"_workbook_writer": safe}))(number_format=form)


def _without_formulas(writer: Any) -> Any:
    """Return a writer of chart data whose workbook takes no text for a formula or a link."""

    class Writer(writer):  # type: ignore[misc]
        @contextmanager
        def _open_worksheet(self, stream: Any) -> Iterator[Any]:
            with super()._open_worksheet(stream) as (book, sheet):
                sheet.strings_to_formulas = sheet.strings_to_urls = False
                yield book, sheet

    return Writer


def _plain(slide: Any, chart: Chart, place: Place) -> Any:
    """Add bars, columns or lines."""
    data = _data(CategoryChartData, CategoryWorkbookWriter, chart.number_format)
    data.categories = list(chart.names)
    for name, values in chart.series:
        data.add_series(name, values)
    return slide.shapes.add_chart(_TYPES[chart.kind], *place[:3], tall(chart, place[3]), data)


def tall(chart: Chart, height: int) -> int:
    """Return how much of a height in EMU a chart takes: few bars stay slim."""
    return min(height, _REST + chart.bars * _BAR) if chart.kind in ("bar", "stacked") else height


def _style(native: Any, chart: Chart, colour: str) -> None:
    """Set house type, colours, axes and labels."""
    native.font.size, native.font.name = Pt(14), TYPE
    native.has_title = False
    native.has_legend = len(chart.series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
    axis = native.value_axis
    axis.has_major_gridlines = False
    axis.visible = chart.kind == "line" or not _has_labels(chart)
    _format(axis.tick_labels, chart.number_format)
    if chart.kind in ("bar", "stacked"):
        native.category_axis.reverse_order = True
    if chart.bottom is not None:
        axis.minimum_scale = chart.bottom
    if chart.top is not None:
        axis.maximum_scale = chart.top
    plot = native.plots[0]
    if chart.kind != "line":
        plot.gap_width = 50
        plot.overlap = 100 if chart.kind == "stacked" else 0
    if _has_labels(chart):
        plot.has_data_labels = True
        _format(plot.data_labels, chart.number_format)
        plot.data_labels.font.size = Pt(13)
        plot.data_labels.position = {
            "line": XL_LABEL_POSITION.RIGHT if chart.spans else XL_LABEL_POSITION.ABOVE,
            "stacked": XL_LABEL_POSITION.CENTER,
        }.get(chart.kind, XL_LABEL_POSITION.OUTSIDE_END)
    for at, series in enumerate(plot.series):
        _colour(series, series_colour(at, len(chart.series), chart.kind, colour), chart)
    if chart.spans:
        _add_whiskers(plot.series[0], chart, colour)
    elif chart.kind == "line" and len(chart.series) == 1 and _has_labels(chart):
        _label_line(plot.series[0], chart)


def _label_line(series: Any, chart: Chart) -> None:
    """Put each number on the side that its line leaves free, never on the axis."""
    labels, values = series.data_labels, chart.series[0][1]
    labels.show_value, labels.position, labels.font.size = True, XL_LABEL_POSITION.ABOVE, Pt(13)
    _format(labels, chart.number_format)
    low, high = chart.bottom or 0.0, chart.top or max(v or 0.0 for v in values)
    sides = zip((values[0], *values), values, (*values[1:], values[-1]), strict=False)
    for at, (before, here, after) in enumerate(sides):
        if before is None or here is None or after is None or before + after <= 2 * here:
            continue
        side = XL_LABEL_POSITION.RIGHT if at == len(values) - 1 else XL_LABEL_POSITION.BELOW
        if side == XL_LABEL_POSITION.RIGHT or here - low >= _FOOT * (high - low):
            label = series.points[at].data_label
            label.position, label.font.size = side, Pt(13)


def _format(labels: Any, form: str) -> None:
    """Set the number format of labels, whatever that of the cells is."""
    labels.number_format, labels.number_format_is_linked = form, False


def _has_labels(chart: Chart) -> bool:
    """Return whether there is room for a number at each bar."""
    return chart.kind == "stacked" or len(chart.categories) * len(chart.series) <= _MOST


def _colour(series: Any, colour: str, chart: Chart) -> None:
    """Set the colour of a series as line or as fill, its labels white where it is dark."""
    if chart.kind == "line":
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(2.5)
        fill(series.marker, colour)
        return
    fill(series, colour)
    if chart.kind == "stacked" and is_dark(colour):
        labels = series.data_labels
        labels.show_value, labels.font.size = True, Pt(13)
        labels.font.color.rgb = rgb("FFFFFF")
        _format(labels, chart.number_format)


def _add_whiskers(series: Any, chart: Chart, colour: str) -> None:
    """Add the interval of each point of a line as a thin line, its numbers those of the chart."""

    def numbers(side: int) -> str:
        """Return how far the intervals reach to one side."""
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{span[side]!r}</c:v></c:pt>'
            for at, span in enumerate(chart.spans)
            if span is not None
        )
        return (
            f"<c:numLit><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(chart.spans)}"/>{points}</c:numLit>'
        )

    text = (
        f'<c:errBars {_NAMESPACES}><c:errDir val="y"/>'
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{numbers(1)}</c:plus><c:minus>{numbers(0)}</c:minus>"
        f'<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>"
    )
    series._element.find(f"{{{_CHART}}}cat").addprevious(untyped(parse_xml)(text))


def _scatter(slide: Any, chart: Chart, place: Place) -> Any:
    """Add a point a group, and the lines that part the corners as series of two points."""
    data = _data(XyChartData, XyWorkbookWriter, chart.number_format)
    (_, along), (title, up) = chart.series
    points = data.add_series(title)
    for x, y in zip(along, up, strict=True):
        points.add_data_point(x, y)
    for at, line in enumerate(chart.lines):
        if line is not None:
            series = data.add_series(chart.series[at][0])
            for end in chart.ends()[1 - at]:
                series.add_data_point(*((line, end) if at == 0 else (end, line)))
    return slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)


def _style_scatter(native: Any, chart: Chart, colour: str) -> None:
    """Set dots with names, dashed lines, both axes with their words."""
    native.font.size, native.font.name = Pt(14), TYPE
    native.has_title, native.has_legend = False, False
    axes = ((native.category_axis, chart.along_format), (native.value_axis, chart.number_format))
    for (axis, form), (name, _), ends in zip(axes, chart.series, chart.ends(), strict=True):
        axis.has_major_gridlines, axis.has_title = False, True
        axis.axis_title.text_frame.text = name
        _format(axis.tick_labels, form)
        axis.minimum_scale, axis.maximum_scale = ends
    points, *lines = native.plots[0].series
    points.format.line.fill.background()
    points.marker.style, points.marker.size = XL_MARKER_STYLE.CIRCLE, 10
    fill(points.marker, colour)
    for at, name in enumerate(chart.categories):
        label = points.points[at].data_label
        label.has_text_frame = True
        label.text_frame.text = name
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(13)
        label.position = XL_LABEL_POSITION.RIGHT
    for series in lines:
        series.marker.style = XL_MARKER_STYLE.NONE
        series.format.line.color.rgb = rgb(CONTEXT)
        series.format.line.width, series.format.line.dash_style = Pt(1.5), MSO_LINE.DASH
