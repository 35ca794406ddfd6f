"""The chart of a workbook: columns with their target, numbers from the sheet beside them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.image import Image
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.reporting.office.look import INK, lighter

_WIDE, _TALL = 26, 9
"""Size of the chart in centimetres: a page across, with room for the names of departments."""


def add(
    sheet: Worksheet,
    rows: tuple[int, int],
    columns: tuple[int, int | None, int | None],
    marked: Sequence[bool],
    look: tuple[str, str],
) -> None:
    """Put a chart under the table of its sheet.

    ``rows``: the row of the header, and how many rows the table has. ``columns``: of the numbers,
    of the target, and of the lower ends of what is told as "85% or more"; the last two where there
    are any. ``marked``: of each row of the table, whether its number misses the target. ``look``:
    colour of a column, and of one that misses the target.
    """
    (top, count), (values, aim, opened) = rows, columns
    last = top + len(marked)
    native: Any = BarChart()
    native.type, native.style, native.legend, native.title = "col", 10, None, None
    native.width, native.height, native.gapWidth = _WIDE, _TALL, 50

    def numbers(column: int, colour: str = "") -> Any:
        """Return a column of the table as a series."""
        area = Reference(sheet, min_col=column, min_row=top, max_row=last)
        found = Series(area, title_from_data=True)
        found.graphicalProperties = GraphicalProperties(solidFill=colour or None)
        return found

    series = numbers(values, look[0])
    for at, off in enumerate(marked):
        if off:
            point = DataPoint(idx=at)
            point.graphicalProperties = GraphicalProperties(solidFill=look[1])
            series.dPt.append(point)
    native.append(series)
    if opened is not None:
        native.append(numbers(opened, lighter(look[0])))
        native.overlap = 100
    native.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    native.x_axis.delete = native.y_axis.delete = False
    native.y_axis.scaling.min, native.y_axis.scaling.max = 0, 1
    native.y_axis.majorGridlines = None
    if aim is not None:
        line: Any = LineChart()
        target = numbers(aim)
        target.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=INK, prstDash="dash", w=19050)
        )
        target.marker.symbol, target.smooth = "none", False
        line.append(target)
        native += line
    sheet.add_chart(native, f"A{top + count + 3}")


def add_logo(sheet: Worksheet, logo: bytes) -> None:
    """Put the organisation's logo to the right of the first lines."""
    picture: Any = Image(io.BytesIO(logo))
    picture.width, picture.height = picture.width * 48 / picture.height, 48
    sheet.add_image(picture, "D1")
