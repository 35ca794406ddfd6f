"""The time axis of lines: periods in order, gaps kept, labels that do not touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from engagekit.figures._rows import Row, hover, interval_words
from engagekit.figures.theme import PAPER, escape, faded, fit, text_width
from engagekit.locale.words import label as period_label

_QUARTER = re.compile(r"^(FY)?(\d{4})(?:-(\d{2}))? Q([1-4])$")
_MONTH = re.compile(r"^\d{4}-\d{2}$")
MOST = 200


def periods_in_order(names: Sequence[str]) -> list[str]:
    """Every period of an axis: quarters in time with the missing ones between, else as they come.

    Examples
    --------
    >>> periods_in_order(["FY2026-27 Q1", "FY2025-26 Q3"])
    ['FY2025-26 Q3', 'FY2025-26 Q4', 'FY2026-27 Q1']
    """
    distinct = list(dict.fromkeys(names))
    matches = [_QUARTER.match(name) for name in distinct]
    if not distinct or not all(matches):
        return distinct
    parts = [match.groups() for match in matches if match is not None]
    if len({(fiscal, second is None) for fiscal, _, second, _ in parts}) > 1:
        return distinct
    fiscal, _, second, _ = parts[0]
    places = sorted(int(year) * 4 + int(quarter) - 1 for _, year, _, quarter in parts)
    if places[-1] - places[0] > MOST:
        return sorted(distinct)
    return [_name(at, fiscal or "", second is not None) for at in range(places[0], places[-1] + 1)]


def _name(place: int, fiscal: str, two_years: bool) -> str:
    year, quarter = divmod(place, 4)
    follows = f"-{(year + 1) % 100:02d}" if two_years else ""
    return f"{fiscal}{year}{follows} Q{quarter + 1}"


def tick_lines(names: Sequence[str], language: str, width: float) -> list[list[str]]:
    """A label a period: quarter or month, and its year where it changes; others as they are."""
    lines: list[list[str]] = []
    year_before = ""
    for name in names:
        visible = period_label(name, language)
        month = re.match(r"^(.+) (\d{4})$", visible) if _MONTH.match(name) else None
        if month is not None:
            lines.append([month[1], month[2] if month[2] != year_before else ""])
            year_before = month[2]
            continue
        match = re.match(r"^(.*\d{4}(?:-\d{2})?) ([QT][1-4])$", visible)
        if match is None:
            lines.append([fit(visible, width)])
            continue
        year = match[1].split(" ")[-1]
        lines.append([match[2], year if year != year_before else ""])
        year_before = year
    return lines


def thinned(lines: Sequence[Sequence[str]], slot: float, wanted: Sequence[int] = ()) -> list[int]:
    """Which labels stand: the last, then those wanted, then the others, where none touch.

    Examples
    --------
    >>> thinned([["Q1"], ["Q2"], ["Q3"], ["Q4"]], 20)
    [1, 3]
    >>> thinned([["Q1"], ["Q2"], ["Q3"], ["Q4"]], 20, wanted=[0])
    [0, 3]
    """
    widest = max((text_width(text) for parts in lines for text in parts), default=0.0) + 8
    last = len(lines) - 1
    step = max(1, -(-int(widest) // max(1, int(slot))))
    retained: list[int] = []
    for at in [last, *sorted(wanted, reverse=True), *range(last - step, -1, -step)]:
        if at >= 0 and all(abs(at - other) * slot >= widest for other in retained):
            retained.append(at)
    return sorted(retained)


def ticks(
    names: Sequence[str],
    language: str,
    width: float,
    sizes: Sequence[str] = (),
    wanted: Sequence[int] = (),
) -> tuple[list[int], list[str], int]:
    """Places, escaped texts, and how many lines the labels take.

    ``sizes`` is a last line a period, e.g. its n; ``wanted`` are places named before others.
    """
    slot = width / max(1, len(names))
    all_lines = [
        [*parts, *sizes[at : at + 1]]
        for at, parts in enumerate(tick_lines(names, language, max(60.0, slot)))
    ]
    retained = thinned(all_lines, slot, wanted)
    years = tick_lines([names[at] for at in retained], language, max(60.0, slot))
    chosen = [[*parts, *sizes[at : at + 1]] for at, parts in zip(retained, years, strict=True)]
    texts = ["<br>".join(escape(text) or "\u00a0" for text in parts) for parts in chosen]
    return retained, texts, max((len(parts) for parts in chosen), default=1)


def runs(rows: Sequence[Row | None], breaks: set[int]) -> list[list[tuple[int, Row]]]:
    """Stretches without a gap; a break begins a new one."""
    matches: list[list[tuple[int, Row]]] = []
    joined = False
    for at, row in enumerate(rows):
        if row is None or not row.is_drawn:
            joined = False
            continue
        if not joined or at in breaks:
            matches.append([])
        matches[-1].append((at, row))
        joined = True
    return matches


def interval_key(series: Iterable[Sequence[Row | None]], breaks: set[int], language: str) -> str:
    """What shows the intervals: a band along stretches, a thin line at lone points, or both."""
    banded: list[Row] = []
    lone: list[Row] = []
    for line in series:
        for run in runs(line, breaks):
            existing = [row for _, row in run if row.has_interval]
            (banded if len(existing) > 1 else lone).extend(existing)
    message = [interval_words(banded, "band", language), interval_words(lone, "whisker", language)]
    return " · ".join(text for text in message if text)


def apart(wished: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Places near those wished for, at least so far from each other, within bounds.

    Examples
    --------
    >>> apart([10, 12], 20, 0, 100)
    [10, 30]
    """
    order = sorted(range(len(wished)), key=lambda at: wished[at])
    placed = {at: wished[at] for at in order}
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    if order:
        placed[order[-1]] = min(placed[order[-1]], max(high, low))
        for after, before in pairwise(reversed(order)):
            placed[before] = min(placed[before], placed[after] - least)
    return [placed[at] for at in range(len(wished))]


def line_traces(
    line: Sequence[Row | None],
    colour: str,
    symbol: str,
    breaks: set[int],
    language: str,
    currency: str,
    axis: str = "",
) -> list[dict[str, Any]]:
    """A line with its markers and its band, in stretches; a lone point has a thin line instead."""
    x: list[int | None] = []
    y: list[float | None] = []
    lone_x: list[int | None] = []
    lone_y: list[float | None] = []
    texts: list[str] = []
    band_x: list[int | None] = []
    band_y: list[float | None] = []
    for run in runs(line, breaks):
        x += [*(at for at, _ in run), None]
        y += [*(row.estimate for _, row in run), None]
        texts += [*(hover(row, language, currency) for _, row in run), ""]
        banded = [(at, row) for at, row in run if row.has_interval]
        if len(banded) > 1:
            band_x += [*(at for at, _ in banded), *(at for at, _ in reversed(banded)), None]
            band_y += [
                *(row.high for _, row in banded),
                *(row.low for _, row in reversed(banded)),
                None,
            ]
        elif banded:
            at, row = banded[0]
            lone_x += [at, at, None]
            lone_y += [row.low, row.high, None]
    on = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"} if axis else {}
    bands = (
        [
            {
                "type": "scatter",
                "mode": "lines",
                "name": "band",
                "x": band_x[:-1],
                "y": band_y[:-1],
                "fill": "toself",
                "fillcolor": faded(colour),
                "hoverinfo": "skip",
                "cliponaxis": False,
                "line": {"width": 1, "color": faded(colour)},
                **on,
            }
        ]
        if band_x
        else []
    )
    bands += (
        [
            {
                "type": "scatter",
                "mode": "lines",
                "name": "interval",
                "x": lone_x[:-1],
                "y": lone_y[:-1],
                "hoverinfo": "skip",
                "cliponaxis": False,
                "connectgaps": False,
                "line": {"width": 2, "color": colour},
                **on,
            }
        ]
        if lone_x
        else []
    )
    return [
        *bands,
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "estimate",
            "x": x[:-1],
            "y": y[:-1],
            "line": {"color": colour, "width": 2},
            "connectgaps": False,
            "cliponaxis": False,
            "marker": {
                "symbol": symbol,
                "size": 8,
                "color": colour,
                "line": {"width": 1, "color": PAPER},
            },
            "hovertext": texts[:-1],
            "hoverinfo": "text",
            **on,
        },
    ]
