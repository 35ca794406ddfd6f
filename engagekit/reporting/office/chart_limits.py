"""What of a chart a slide has room for, and what it says of the rest."""

from dataclasses import replace

import pandas as pd

from engagekit.figures._rows import rows_of
from engagekit.figures.bars import is_off_target
from engagekit.figures.options import FigureOptions
from engagekit.locale import Locale
from engagekit.measures import _frame, ends
from engagekit.presentation import table
from engagekit.presentation.section import Section
from engagekit.reporting.office.chart_model import Chart, category, several

MOST_ROWS = 14
"""Rows of bars on a slide at most: each keeps a label that can be read from the back."""
_LEAST_ROWS = 3
"""Rows that stay however many bars stand side by side."""
_MARK = f" · {table.HIDDEN}"


def with_hidden(chart: Chart, section: Section, locale: Locale) -> Chart:
    """Return the bars of a chart with a row for each hidden group below them, without a number.

    A recoded group says its ends, as on the page: "85% or more", and its bar reaches the lower one;
    one of a few people says "2 of 6". A chart without bars, or of groups that all have theirs, is
    given back as it is.
    """
    frame = section.frame
    names = several(frame)
    if not _is_one_of_bars(chart) or len(names) != 1:
        return chart
    hidden = frame[frame["suppressed"].fillna(False).astype(bool) | _frame.few(frame)]
    measure = section.figure_args.get("measure")
    if measure is not None:
        hidden = hidden[hidden["measure"] == measure]
    bars = list(zip(chart.categories, chart.names, chart.series[0][1], strict=True))
    first = int(chart.categories[0] == category(_frame.ALL, names[0], section, locale))
    is_open = set()
    for row in hidden.to_dict("records"):
        name = category(row[names[0]], names[0], section, locale)
        if name in [bar[0] for bar in bars]:
            continue
        is_recoded = ends.is_recoded(row)
        said = ends.words(row, locale.language) if is_recoded else table.HIDDEN
        if not row["suppressed"] and pd.notna(row["n"]):
            said = locale.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))
        label = f"{name} · {said}"
        least = row["at_least"] if is_recoded and pd.notna(row["at_least"]) else None
        at = len(bars)
        if least is not None:
            is_open.add(name)
            if not section.figure_args.get("order"):
                above = [i for i, bar in enumerate(bars) if i >= first and (bar[2] or 0) >= least]
                at = above[-1] + 1 if above else first
        bars.insert(at, (name, label, least))
    if len(bars) == len(chart.categories):
        return chart
    categories, labels, values = zip(*bars, strict=True)
    return replace(
        chart,
        categories=categories,
        series=((chart.series[0][0], values),),
        labels=labels,
        is_open=tuple(name in is_open for name in categories),
    )


def is_off(chart: Chart, section: Section, locale: Locale) -> tuple[str, ...]:
    """Return the groups that miss the target of a section clearly, as its figure marks them."""
    if not _is_one_of_bars(chart):
        return ()
    target = section.figure_args.get("target")
    most = bool(section.figure_args.get("target_is_most", False))
    frame = section.frame.reset_index(drop=True)
    same, by = frame["measure"] == frame["measure"][chart.rows[0]], several(frame)
    # a few people have no bar, and may miss the target all the same
    few = frame.index[_frame.few(frame) & same].difference(chart.rows) if len(by) == 1 else []
    names = [category(frame[by[0]][at], by[0], section, locale) for at in few]
    rows = rows_of(frame.loc[[*chart.rows, *few]], FigureOptions())
    told = zip((*chart.categories, *names), rows, strict=True)
    return tuple(name for name, row in told if is_off_target(row, target, most))


def _is_one_of_bars(chart: Chart) -> bool:
    """Return whether a chart is one series of bars."""
    return chart.kind == "bar" and len(chart.series) == 1 and bool(chart.rows)


def target_words(section: Section, chart: Chart, is_missed: bool, locale: Locale) -> list[str]:
    """Return what the foot says of a target and of the bars that miss it."""
    target = section.figure_args.get("target")
    if chart.kind not in ("bar", "line") or target is None:
        return []
    aim = locale.number(target, str(section.frame["unit"].iloc[0]))
    side = "above" if section.figure_args.get("target_is_most", False) else "below"
    missed = [locale.say(f"figure.{side}_target")] if is_missed else []
    return [locale.say("figure.target", value=aim), *missed]


def rest(chart: Chart, left: int, locale: Locale) -> str:
    """Return what is said of the groups that a chart has no room for; empty where it has all."""
    if not left:
        return ""
    hidden = sum(name.endswith(_MARK) for name in chart.names[-left:])
    if hidden:
        return locale.say("slides.more_hidden", n=left, hidden=hidden)
    return locale.say("slides.more", n=left)


def shortened(chart: Chart, most: int = MOST_ROWS) -> tuple[Chart, int]:
    """Return a chart with as many rows as there is room for, and how many groups it leaves out.

    ``chart``: bars stand largest first, hidden groups behind all others. ``most``: rows, each with
    as many bars as there are series beside each other.

    Examples
    --------
    >>> many = Chart("bar", tuple("abc"), (("m", (3.0, 2.0, 1.0)),), "0", (0, 1, 2))
    >>> short, left = shortened(many, most=2)
    >>> short.categories, short.series, short.rows, left
    (('a', 'b'), (('m', (3.0, 2.0)),), (0, 1), 1)
    """
    if chart.kind not in ("bar", "stacked"):
        return chart, 0
    beside = len(chart.series) if chart.kind == "bar" else 1
    most = max(_LEAST_ROWS, most // beside) if beside > 1 else most
    left = len(chart.categories) - most
    if left <= 0:
        return chart, 0
    short = replace(
        chart,
        categories=chart.categories[:most],
        series=tuple((name, values[:most]) for name, values in chart.series),
        rows=chart.rows[:most],
        labels=chart.labels[:most],
        is_open=chart.is_open[:most],
    )
    return short, left
