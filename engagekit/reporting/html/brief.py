"""The page of a brief: one file, no script, no network request; and the same page printed."""

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from engagekit._version import __version__
from engagekit.reporting.brief.blocks import is_wide
from engagekit.reporting.brief.scorecard import MOST, Scorecard, card_note, card_title
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import svg
from engagekit.reporting.html.page import embedded, environment, sheet, unbroken

_WIDE, _TALL, _EDGE = 84, 22, 4
"""Pixels of a line of quarters, and those that its last dot needs around it."""


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the page of a brief as a file."""
    return render(copy, options).encode("utf-8")


def render(copy: Copy, options: OutputOptions) -> str:
    """Return the page of a brief."""
    content, brief = copy.content, copy.brief
    card = brief.card
    low, high = ends(card) if card else (0.0, 1.0)
    drawn = svg.drawings(block.item for block in brief.blocks if block.kind == "figure")
    words = {
        "brief": brief,
        "content": content,
        "locale": content.locale,
        "card": card,
        "lines": card.lines[:MOST] if card else (),
        "card_title": card_title(card, content.locale) if card else "",
        "card_note": card_note(card, content.locale) if card else "",
        "low": low,
        "high": high,
        **{one.__name__: one for one in (px, is_wide, spark_line)},
        "drawn": {name: tuple(map(Markup, both)) for name, both in drawn.items()},
        "say": content.locale.say,
        "css": Markup(sheet(options.brand, "brief.css")),
        "logo": embedded(options.logo) if options.logo else "",
        "copy_name": content.locale.say(f"report.copy_{content.audience}"),
        "owner": " · ".join(part for part in (content.organisation, content.library) if part),
        "version": __version__,
        "paper": options.paper,
    }
    return unbroken(environment().get_template("brief.html.j2").render(words))


def px(value: float) -> str:
    """Return a length in pixels without needless decimals.

    Examples
    --------
    >>> px(12.0), px(3.26)
    ('12', '3.3')
    """
    return f"{value:.1f}".rstrip("0").rstrip(".")


def ends(card: Scorecard) -> tuple[float, float]:
    """Return the ends of the scale that all lines of quarters share."""
    values = [value for line in card.lines for value in line.spark if value is not None]
    return (min(values), max(values)) if values and min(values) < max(values) else (0.0, 1.0)


def spark_line(
    values: Sequence[float | None], low: float, high: float
) -> tuple[list[str], list[str]]:
    """Return the strokes of a line of quarters, cut where one is not told, and its newest place.

    The place is empty where the newest value is not told.
    """
    step, tall = (_WIDE - 2 * _EDGE) / max(1, len(values) - 1), _TALL - 2 * _EDGE
    places = [""] * len(values)
    for at, value in enumerate(values):
        if value is not None:
            down = _TALL - _EDGE - tall * (value - low) / (high - low)
            places[at] = f"{px(_EDGE + at * step)},{px(down)}"
    strokes = [[*run] for is_told, run in groupby(places, bool) if is_told]
    paths = ["M" + "L".join(stroke) for stroke in strokes if len(stroke) > 1]
    return paths, [one for one in "".join(places[-1:]).split(",") if one]
