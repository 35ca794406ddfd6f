"""The time axis of lines: periods in order, gaps kept, labels that do not touch."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from engagekit.figures._rows import Row, hover, interval_words, joined
from engagekit.figures._traces import marks, on_axes, strokes
from engagekit.figures.colour import PAPER
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import escape, fit, widest
from engagekit.figures.theme import faded
from engagekit.locale import Locale

_QUARTER = re.compile(r"^(FY)?(\d{4})(?:-(\d{2}))? Q([1-4])$")
_MONTH = re.compile(r"^\d{4}-\d{2}$")
_LONGEST = 200
"""Quarters of an axis at most (fifty years); a span beyond that is a mistyped year."""
_APART = 8
"""Pixels between two labels."""
_NARROWEST = 60.0
"""Pixels that a label may take even where periods stand closer: others give way to it."""

Line = Sequence[Row | None]
"""The rows of a line in the order of its axis, None where a period has none."""


def periods_in_order(names: Sequence[str]) -> list[str]:
    """Return every period of an axis: quarters in time with the missing ones, else as they come.

    Examples
    --------
    >>> periods_in_order(["FY2026-27 Q1", "FY2025-26 Q3"])
    ['FY2025-26 Q3', 'FY2025-26 Q4', 'FY2026-27 Q1']
    """
    distinct = list(dict.fromkeys(names))
    matches = [_QUARTER.match(name) for name in distinct]
    parts = [match.groups() for match in matches if match is not None]
    if not distinct or len(parts) < len(distinct):
        return distinct
    if len({(fiscal, second is None) for fiscal, _, second, _ in parts}) > 1:
        return distinct
    fiscal, _, second, _ = parts[0]
    places = sorted(int(year) * 4 + int(quarter) - 1 for _, year, _, quarter in parts)
    if places[-1] - places[0] > _LONGEST:
        return sorted(distinct)
    names = []
    for year, quarter in (divmod(at, 4) for at in range(places[0], places[-1] + 1)):
        follows = "" if second is None else f"-{(year + 1) % 100:02d}"
        names.append(f"{fiscal or ''}{year}{follows} Q{quarter + 1}")
    return names


def tick_lines(names: Sequence[str], locale: Locale, width: float) -> list[list[str]]:
    """Return a label a period: quarter or month over its year where it changes, else the name."""
    lines: list[list[str]] = []
    year_before = ""
    for name in names:
        text = locale.label(name)
        part = re.search(r"\b[QT][1-4]\b|^.+(?= \d{4}$)", text)
        year = re.search(r"\d{4}(?:-\d{2})?", text)
        if part is None or year is None or not (_MONTH.match(name) or _QUARTER.match(name)):
            lines.append([fit(text, width)])
            continue
        lines.append([part[0], year[0] if year[0] != year_before else ""])
        year_before = year[0]
    return lines


def thinned(lines: Sequence[Sequence[str]], slot: float, wanted: Sequence[int] = ()) -> list[int]:
    """Return which labels stand: the last, then those wanted, then the others, where none touch.

    Examples
    --------
    >>> thinned([["Q1"], ["Q2"], ["Q3"], ["Q4"]], 20)
    [1, 3]
    >>> thinned([["Q1"], ["Q2"], ["Q3"], ["Q4"]], 20, wanted=[0])
    [0, 3]
    """
    room = widest(text for parts in lines for text in parts) + _APART
    last = len(lines) - 1
    step = max(1, -(-int(room) // max(1, int(slot))))
    standing: list[int] = []
    for at in [last, *sorted(wanted, reverse=True), *range(last - step, -1, -step)]:
        if at >= 0 and all(abs(at - other) * slot >= room for other in standing):
            standing.append(at)
    return sorted(standing)


def ticks(
    names: Sequence[str],
    locale: Locale,
    width: float,
    sizes: Sequence[str] = (),
    wanted: Sequence[int] = (),
) -> tuple[list[int], list[str], int]:
    """Return places, escaped texts, and how many lines the labels of a time axis take.

    ``names``: periods. ``width``: pixels of the axis. ``sizes``: a last line a period, e.g. its n.
    ``wanted``: places named before others.
    """
    slot = width / max(1, len(names))
    room = max(_NARROWEST, slot)

    def labels(places: Sequence[int]) -> list[list[str]]:
        heads = tick_lines([names[at] for at in places], locale, room)
        return [[*parts, *sizes[at : at + 1]] for at, parts in zip(places, heads, strict=True)]

    standing = thinned(labels(range(len(names))), slot, wanted)
    lines = labels(standing)
    texts = ["<br>".join(escape(text) or "\u00a0" for text in parts) for parts in lines]
    return standing, texts, max(map(len, lines), default=1)


def runs(rows: Line, breaks: set[int]) -> list[list[tuple[int, Row]]]:
    """Return the stretches without a gap; a break begins a new one."""
    stretches: list[list[tuple[int, Row]]] = []
    is_open = False
    for at, row in enumerate(rows):
        if row is None or not row.is_drawn:
            is_open = False
            continue
        if not is_open or at in breaks:
            stretches.append([])
        stretches[-1].append((at, row))
        is_open = True
    return stretches


def interval_key(series: Iterable[Line], breaks: set[int], options: FigureOptions) -> str:
    """Return what shows the intervals: a band along stretches, a thin line at lone points."""
    banded: list[Row] = []
    lone: list[Row] = []
    for line in series:
        for run in runs(line, breaks):
            rows = [row for _, row in run if row.has_interval]
            (banded if len(rows) > 1 else lone).extend(rows)
    return joined(interval_words(banded, "band", options), interval_words(lone, "whisker", options))


def line_traces(
    line: Line, colour: str, symbol: str, breaks: set[int], options: FigureOptions, axis: str = ""
) -> list[dict[str, Any]]:
    """Return a line with its markers and its band, in stretches.

    A lone point has a thin line from bound to bound instead of a band.
    """
    on = on_axes(axis)
    places: list[tuple[int | None, float | None, str]] = []
    outline: list[tuple[int | None, float | None]] = []
    lone = []
    for run in runs(line, breaks):
        places += [(at, row.estimate, hover(row, options)) for at, row in run]
        places.append((None, None, ""))
        banded = [(at, row) for at, row in run if row.has_interval]
        if len(banded) > 1:
            outline += [(at, row.high) for at, row in banded]
            outline += [(at, row.low) for at, row in reversed(banded)]
            outline.append((None, None))
        else:
            lone += [(at, row.low, at, row.high) for at, row in banded]
    traces = []
    if outline:
        x, y = zip(*outline[:-1], strict=True)
        fill = {"fill": "toself", "fillcolor": faded(colour)}
        traces.append({**strokes("band", [], faded(colour), 1, **fill, **on), "x": x, "y": y})
    if lone:
        traces.append(strokes("interval", lone, colour, 2, connectgaps=False, **on))
    x, y, texts = zip(*places[:-1], strict=True) if places else ((), (), ())
    marker = {"symbol": symbol, "size": 8, "color": colour, "line": {"width": 1, "color": PAPER}}
    estimate = {
        **marks("estimate", [], options, **marker),
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "hovertext": texts,
        "line": {"color": colour, "width": 2},
        "connectgaps": False,
        **on,
    }
    return [*traces, estimate]
