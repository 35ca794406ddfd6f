"""Native charts of slides, their workbooks holding what is shown and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engagekit.presentation.table import HIDDEN
from engagekit.reporting.office.chart_model import SHARES, Chart, Heat
from engagekit.reporting.office.workbook_charts import (
    COLOURS,
    CONTEXT,
    LIKERT,
    MAIN,
    is_dark,
    lighter,
)

_MOST = 20
"""Bars with a label each; more have none."""
_BAR, _REST = 640_080, 594_360
"""Height of a bar with its gap at most, and of what stands around the bars, in EMU."""
ATTENTION = "B3500B"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def add(
    slide: Any,
    chart: Chart,
    place: tuple[int, int, int, int],
    alternative: str,
    colour: str = MAIN,
    attention: str = ATTENTION,
    marked: Sequence[bool] = (),
    on_dark: bool = False,
) -> None:
    """Put a chart on a slide.

    Parameters
    ----------
    slide : Slide
    chart : Chart
    place : tuple of int
        Left, top, width, height in EMU.
    alternative : str
        The chart in words.
    colour : str
        Of a single series.
    attention : str
        Of its bars that are marked.
    marked : sequence of bool
        Bars of a single series, from the first one.
    on_dark : bool
        Whether the slide is dark: the chart then has a paper of its own.
    """
    if any(marked):
        names = chart.labels or chart.categories
        signs = (*marked, *[False] * len(names))
        text = tuple(f"▼ {name}" if off else name for name, off in zip(names, signs, strict=False))
        chart = replace(chart, labels=text)
    if chart.kind == "scatter":
        result = _scatter(slide, chart, place, alternative, colour)
    else:
        result = _plain(slide, chart, place, alternative, colour)
    if on_dark:
        _on_paper(result)
    for at, off in enumerate(marked[: len(chart.categories)]):
        if off:
            fill = result.plots[0].series[0].points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = rgb(attention)


def _on_paper(made: Any) -> None:
    """A white area under a chart."""
    from pptx.oxml import parse_xml

    area = (
        f'<c:spPr xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><a:solidFill>'
        '<a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'
    )
    made._chartSpace.chart.addnext(_untyped(parse_xml)(area))


def _plain(
    slide: Any, chart: Chart, place: tuple[int, int, int, int], alternative: str, colour: str
) -> Any:
    """Bars, columns or lines."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        "bar": XL_CHART_TYPE.BAR_CLUSTERED,
        "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "line": XL_CHART_TYPE.LINE_MARKERS,
        "stacked": XL_CHART_TYPE.BAR_STACKED,
    }
    data: Any = _untyped(CategoryChartData)(number_format=chart.number_format)
    names = chart.labels or chart.categories
    data.categories = list(names)
    for name, values in chart.series:
        data.add_series(name, values)
    left, top, width, height = place
    if chart.kind in ("bar", "stacked"):  # few bars stay slim
        bars = len(names) * (len(chart.series) if chart.kind == "bar" else 1)
        height = min(height, _REST + bars * _BAR)
    frame = slide.shapes.add_chart(kinds[chart.kind], left, top, width, height, data)
    describe(frame, alternative)
    _styled(frame.chart, chart, colour)
    return frame.chart


def describe(shape: Any, alternative: str) -> None:
    """Give a shape its text alternative."""
    shape._element._nvXxPr.cNvPr.set("descr", alternative)


def _styled(made: Any, chart: Chart, colour: str) -> None:
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
            "line": XL_LABEL_POSITION.RIGHT if chart.spans else XL_LABEL_POSITION.ABOVE,
            "stacked": XL_LABEL_POSITION.CENTER,
        }.get(chart.kind, XL_LABEL_POSITION.OUTSIDE_END)
    for at, series in enumerate(plot.series):
        _colour(series, at, chart, colour)
    if chart.spans:
        _whiskers(plot.series[0], chart, colour)


def _whiskers(series: Any, chart: Chart, colour: str) -> None:
    """The interval of each point of a line as a thin line, its numbers those of the chart."""
    from pptx.oxml import parse_xml

    def numbers(side: int) -> str:
        existing = [(at, span[side]) for at, span in enumerate(chart.spans) if span is not None]
        points = "".join(f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in existing)
        return (
            f"<c:numLit><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(chart.spans)}"/>{points}</c:numLit>'
        )

    text = (
        f'<c:errBars xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:errDir val="y"/>'
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{numbers(1)}</c:plus><c:minus>{numbers(0)}</c:minus>"
        f'<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>"
    )
    element = series._element
    element.find(f"{{{_CHART}}}cat").addprevious(_untyped(parse_xml)(text))


def _scatter(
    slide: Any, chart: Chart, place: tuple[int, int, int, int], alternative: str, colour: str
) -> Any:
    """A point a group with its name beside it, and the lines that part the corners."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data: Any = _untyped(XyChartData)(number_format=chart.number_format)
    (_, along), (_, up) = chart.series
    points = data.add_series(chart.series[1][0])
    for x, y in zip(along, up, strict=True):
        points.add_data_point(x, y)
    parted = [at for at, line in enumerate(chart.lines) if line is not None]
    for at in parted:
        series = data.add_series(chart.series[at][0])
        for end in chart.ends()[1 - at]:
            ends = (chart.lines[at], end)
            series.add_data_point(*(ends if at == 0 else ends[::-1]))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)
    describe(frame, alternative)
    _dressed(frame.chart, chart, colour)
    return frame.chart


def _dressed(made: Any, chart: Chart, colour: str) -> None:
    """The look of a scatter: dots with names, dashed lines, both axes with their words."""
    from pptx.util import Pt

    made.font.size, made.font.name = Pt(14), "Calibri"
    made.has_title, made.has_legend = False, False
    axes = ((made.category_axis, chart.along_format), (made.value_axis, chart.number_format))
    for (axis, form), (name, _), ends in zip(axes, chart.series, chart.ends(), strict=True):
        axis.has_major_gridlines, axis.has_title = False, True
        axis.axis_title.text_frame.text = name
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
        axis.minimum_scale, axis.maximum_scale = ends
    points, *lines = made.plots[0].series
    _dots(points, chart.categories, colour)
    for series in lines:
        _dashed(series)


def _dashed(series: Any) -> None:
    """A line that parts the corners."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    series.marker.style = XL_MARKER_STYLE.NONE
    series.format.line.color.rgb = rgb(CONTEXT)
    series.format.line.width, series.format.line.dash_style = Pt(1.5), MSO_LINE.DASH


def _dots(series: Any, names: tuple[str, ...], colour: str) -> None:
    """Points without a line, each with its name to the right."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.util import Pt

    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 10
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(colour)
    for at, name in enumerate(names):
        label = series.points[at].data_label
        label.has_text_frame = True
        label.text_frame.text = name
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(13)
        label.position = XL_LABEL_POSITION.RIGHT


def add_heat(
    slide: Any, heat: Heat, place: tuple[int, int, int, int], alternative: str, colour: str = MAIN
) -> None:
    """Put a matrix on a slide: a table whose cells are filled by their number."""
    left, top, width, height = place
    size = (len(heat.rows) + 1, len(heat.columns) + 1)
    shape = slide.shapes.add_table(*size, left, top, width, height * size[0] // 13)
    describe(shape, alternative)
    first = width // 3
    for at, column in enumerate(shape.table.columns):
        column.width = first if at == 0 else (width - first) // len(heat.columns)
    texts = [(heat.head, *heat.columns)]
    for name, values in zip(heat.rows, heat.values, strict=True):
        texts.append((name, *(_number(value, heat.number_format) for value in values)))
    for row, line in enumerate(texts):
        for at, text in enumerate(line):
            share = heat.share(heat.values[row - 1][at - 1]) if row and at else 0.0
            fill = lighter(colour, 0.55 * share) if row else "E8ECF0"
            _cell(shape.table.cell(row, at), text, fill, is_head=not row, is_first=not at)


def _cell(cell: Any, text: str, fill: str, *, is_head: bool, is_first: bool) -> None:
    """One cell of a matrix."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    cell.text_frame.text = text
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if is_first else PP_ALIGN.CENTER
    paragraph.font.size, paragraph.font.name = Pt(13), "Calibri"
    paragraph.font.bold = is_head
    paragraph.font.color.rgb = rgb("1F2933")


def _number(value: float | None, form: str) -> str:
    """A number of a cell; hidden where there is none."""
    if value is None:
        return HIDDEN
    if form in SHARES.values():
        return f"{value * 100:.0f}{form[1:]}"
    return f"{value:,.10g}"


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


def _colour(series: Any, at: int, chart: Chart, own: str) -> None:
    """The colour of a series, dark enough for its line or fill."""
    from pptx.util import Pt

    count = len(chart.series)
    several = LIKERT if chart.kind == "stacked" and count == 5 else COLOURS
    colour = rgb(own if count == 1 else several[at % len(several)])
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
