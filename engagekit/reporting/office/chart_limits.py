"""What of a chart a slide has room for, and what it tells of the rest."""

from __future__ import annotations

from dataclasses import replace

from engagekit.locale.words import say
from engagekit.presentation import table
from engagekit.reporting.office.chart_model import Chart, named
from engagekit.sections import Section

MOST_ROWS = 14
"""Rows of bars on a slide at most: each keeps a label that can be read from the back."""


def with_hidden(made: Chart, section: Section, language: str) -> Chart:
    """The bars of a chart with a row for each hidden group below them, without a number.

    Parameters
    ----------
    made : Chart
        Of the section; given back as it is where it is none of bars, or where no group is hidden.
    section : Section
    language : str
        ``en`` or ``fr``.

    Returns
    -------
    Chart
    """
    frame = section.frame
    names = [name for name in table.groups(frame) if len(frame[name].unique()) > 1]
    hidden = frame[frame["suppressed"].fillna(False).astype(bool)]
    measure = section.figure_args.get("measure")
    if measure is not None:
        hidden = hidden[hidden["measure"] == measure]
    if made.kind != "bar" or len(made.series) != 1 or len(names) != 1 or not made.rows:
        return made
    words = section.figure_args.get("labels") or {}
    text = (
        str(words.get(str(value), named(value, names[0], language)))
        for value in hidden[names[0]].unique()
    )
    removed = tuple(name for name in text if name not in made.categories)
    if not removed:
        return made
    (title, values), marks = made.series[0], tuple(f"{name} · {table.HIDDEN}" for name in removed)
    return replace(
        made,
        categories=made.categories + removed,
        series=((title, values + (None,) * len(removed)),),
        labels=(made.labels or made.categories) + marks,
    )


def is_off(made: Chart, section: Section) -> tuple[bool, ...]:
    """Which bars miss the target of a section clearly, as its figure marks them."""
    from engagekit.figures._rows import rows_of
    from engagekit.figures.bars import is_off_target
    from engagekit.figures.options import FigureOptions

    if made.kind != "bar" or len(made.series) != 1 or not made.rows:
        return ()
    target = section.figure_args.get("target")
    most = bool(section.figure_args.get("target_is_most", False))
    rows = section.frame.reset_index(drop=True).loc[list(made.rows)]
    return tuple(is_off_target(row, target, most) for row in rows_of(rows, FigureOptions()))


def rest(made: Chart, left: int, language: str) -> str:
    """What is said of the groups that a chart has no room for; empty where it has them all."""
    if not left:
        return ""
    names = (made.labels or made.categories)[-left:]
    hidden = sum(name.endswith(f" · {table.HIDDEN}") for name in names)
    if hidden:
        return say("slides.more_hidden", language, n=left, hidden=hidden)
    return say("slides.more", language, n=left)


def shortened(made: Chart, most: int = MOST_ROWS) -> tuple[Chart, int]:
    """A chart with as many rows as a slide has room for, and how many groups it leaves out.

    Parameters
    ----------
    made : Chart
        Bars stand largest first, hidden groups behind all others.
    most : int
        Rows, each with as many bars as there are series beside each other.

    Returns
    -------
    tuple of Chart and int

    Examples
    --------
    >>> many = Chart("bar", tuple("abc"), (("m", (3.0, 2.0, 1.0)),), "0", (0, 1, 2))
    >>> short, left = shortened(many, most=2)
    >>> short.categories, short.series, short.rows, left
    (('a', 'b'), (('m', (3.0, 2.0)),), (0, 1), 1)
    """
    if made.kind not in ("bar", "stacked"):
        return made, 0
    beside = len(made.series) if made.kind == "bar" else 1
    most = max(3, most // beside) if beside > 1 else most
    left = len(made.categories) - most
    if left <= 0:
        return made, 0
    series = tuple((name, values[:most]) for name, values in made.series)
    return replace(
        made,
        categories=made.categories[:most],
        series=series,
        rows=made.rows[:most],
        labels=made.labels[:most],
    ), left
