"""How `Tables` and `Section` look in a notebook: registered once, known by nothing below.

A section publishes three outputs in IPython: the finding, the figure with the machine-readable
bundle, and the numbers. A front end that knows plotly draws the figure live; any other shows the
picture beside it, so that stock ``nbconvert --to html`` has every chart. Where a screen takes one
output of a thing only (marimo), `mimebundle` holds all of it.
"""

import base64
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from engagekit import figures, wording
from engagekit.errors import UsageError
from engagekit.figures import live, picture
from engagekit.locale import Locale
from engagekit.measures import published_report
from engagekit.measures._frame import is_measure_frame, primary
from engagekit.presentation import table as printed
from engagekit.presentation.section import MIME, Section, to_bundle
from engagekit.sections.gate import Gate, as_html
from engagekit.tables.screen import html_text
from engagekit.tables.tables import Tables

PLOTLY = "application/vnd.plotly.v1+json"
MOST_ROWS = 200
WIDE = 24
"""Letters of a text in a table before it is broken into lines, however many columns there are."""


def mimebundle(thing: Tables | Section) -> dict[str, Any]:
    """Return all that tables or a section show, by MIME type.

    Parameters
    ----------
    thing : Tables or Section

    Returns
    -------
    dict
        ``text/html`` and ``text/plain``; of a section its bundle and its plotly figure too, of
        tables what a later report needs to say why a number differs.

    Examples
    --------
    >>> sorted(mimebundle(Tables({})))
    ['application/vnd.engagekit.load+json', 'text/html', 'text/plain']
    """
    if isinstance(thing, Tables):
        page = as_html(Gate(thing).lines(whole=True))
        return {
            published_report.MIME: published_report.record(thing),
            "text/html": page,
            "text/plain": repr(thing),
        }
    shown = parts(thing)
    html = "".join(part.get("text/html", "") for part in shown)
    merged = {kind: part[kind] for part in shown for kind in part}
    return {**merged, MIME: to_bundle(thing), "text/html": html, "text/plain": sentence(thing)}


def display(thing: Section) -> None:
    """Publish a section's outputs in the notebook that runs."""
    from IPython import display as ipython

    publish: Any = ipython.publish_display_data
    for part in parts(thing):
        publish(part)


def plot(thing: Section) -> Any:
    """Return the plotly Figure of a section as the screen shows it: small groups hidden.

    Raises
    ------
    UsageError
        If the section has none.
    """
    drawn, _ = _drawn(thing)
    if drawn is None:
        why = thing.missing or "Its numbers are in .frame, its finding is in .text."
        raise UsageError(f"The section '{thing.name}' has no figure. {why}")
    return figures.from_json(drawn)


def sentence(thing: Section) -> str:
    """Return the finding of a section as the screen says it: small groups are not spoken of."""
    return wording.one_line(wording.finding(thing, _language(thing)))


@cache
def _html() -> Any:
    """The macros of notebook.html.j2."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    page = Environment(loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined)
    page.filters["text"] = html_text
    page.filters["rgb"] = lambda colour: ", ".join(map(str, bytes.fromhex(colour[1:])))
    return page.get_template("notebook.html.j2").module


def parts(section: Section) -> list[dict[str, Any]]:
    """Return what a section shows: the finding, the figure with the bundle, the numbers.

    Three outputs, since a front end that draws the figure shows nothing else of that output.

    ``section``: all of its numbers are shown: the screen is the analyst's. A note says what of it
    the board copy will round or hide. Returned: content by MIME type; one output where there is no
    figure.
    """
    from engagekit.figures.colour import DARK

    title = section.title
    drawn, words = _drawn(section)
    language = _language(section)
    head = _head(section, language, drawn is not None)
    numbers = _numbers(section, language, drawn is None)
    if drawn is None:
        return [{MIME: to_bundle(section), "text/html": head + numbers, "text/plain": title}]
    # the colours of the dark theme of JupyterLab for the figure that follows
    result = [{"text/html": _html().dark(DARK) + head, "text/plain": title}]
    figure: dict[str, Any] = {
        PLOTLY: {**drawn, "config": live.CONFIG},
        "text/html": _pictured(drawn, words),
    }
    result.append({MIME: to_bundle(section), **figure, "text/plain": title})
    return [*result, {"text/html": numbers, "text/plain": ""}] if numbers else result


def _language(section: Section) -> str:
    return str(section.settings.get("language", "en"))


def on_the_board(section: Section, language: str) -> str:
    """Return how many rows of few people the board copy will round or hide; nothing without one."""
    if section.audience != "board" or not is_measure_frame(section.frame):
        return ""
    few = int(primary(section.frame, int(section.settings.get("k", 5))).sum())
    return Locale(language).say("report.screen_board", n=few) if few else ""


def _head(section: Section, language: str, is_drawn: bool) -> str:
    """What was found; with the period, unless the figure under it says so."""
    lead, *rest = wording.finding(section, language).split("\n")
    more = wording.one_line(" ".join(["", *rest]))
    under = Locale(language).span(section.period) if section.period and not is_drawn else ""
    notes = (section.note, on_the_board(section, language))
    return str(_html().head(section, lead, more, under, notes))


def _drawn(section: Section) -> tuple[dict[str, Any] | None, str]:
    """Return the figure as plotly JSON, None where the section has none, and in words.

    An analyst's own figure may hold anything: it has no words.
    """
    if section.missing:
        return None, ""
    if section.own_figure is not None:
        return dict(section.own_figure), ""
    if section.figure is None or section.frame.empty:
        return None, ""
    locale = Locale.of(section.settings)
    subtitle = locale.span(section.period) if section.period else ""
    options = figures.FigureOptions(section.title, subtitle, locale=locale)
    return figures.with_words(section.figure, section.frame, options, **section.figure_args)


def _pictured(drawn: dict[str, Any], words: str) -> str:
    """Return the figure as HTML for a screen without plotly: a picture, else what draws itself."""
    if not words:
        return live.html(drawn)
    data = base64.b64encode(picture.svg(drawn).encode()).decode()
    return (
        f"<img alt='{escape(words)}' style='max-width:100%;height:auto' "
        f"src='data:image/svg+xml;base64,{data}'>"
    )


def _numbers(section: Section, language: str, is_open: bool) -> str:
    """The numbers as a table that opens, with the choices used."""
    table = None if section.missing else printed.table(section, language, most=MOST_ROWS)
    if table is None:
        return ""
    say = Locale(language).say
    columns = zip(table.headers, *table.rows, strict=True)
    widths = [
        0 if is_number else min(WIDE, max(map(len, texts)))
        for is_number, texts in zip(table.numeric, columns, strict=True)
    ]
    chosen = (
        say("report.choice", name=name, value=value) for name, value in section.choices.items()
    )
    notes = [
        say("report.hidden_key") if table.has_hidden else "",
        say("report.screen_rows", n=table.rows_left) if table.rows_left else "",
        "; ".join(chosen),
    ]
    label = say("report.screen_numbers", n=len(section.frame))
    return str(_html().numbers(table, widths, label, is_open, notes))
