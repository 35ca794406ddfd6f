"""What a notebook shows of a section: the finding, the figure, the numbers; and its bundle."""

import base64
from functools import lru_cache
from html import escape
from typing import Any

from engagekit import figures, wording
from engagekit.errors import UsageError
from engagekit.figures import live, picture
from engagekit.locale import Locale
from engagekit.measures._frame import is_measure_frame, primary
from engagekit.presentation import table as printed
from engagekit.presentation.section import MIME, Section, to_bundle
from engagekit.tables.screen import html_text

PLOTLY = "application/vnd.plotly.v1+json"
MOST_ROWS = 200
WIDE = 24
"""Letters of a text in a table before it is broken into lines, however many columns there are."""


def parts(section: Section) -> list[dict[str, Any]]:
    """Return what a section shows: the finding, the figure with the bundle, the numbers.

    Three outputs, since a front end that draws the figure shows nothing else of that output.

    ``section``: all of its numbers are shown: the screen is the analyst's. A note says what of it
    the board copy will round or hide. Returned: content by MIME type; one output where there is no
    figure.
    """
    result = _shown(section)
    at = next((at for at, one in enumerate(result) if PLOTLY in one), 0)
    return [*result[:at], {MIME: to_bundle(section), **result[at]}, *result[at + 1 :]]


def _shown(section: Section) -> list[dict[str, Any]]:
    """Return what a section shows without its bundle."""
    language = _language(section)
    drawn = _drawn(section)
    head = _head(section, language, drawn is not None)
    numbers = _numbers(section, language, drawn is None)
    if drawn is None:
        return [{"text/html": head + numbers, "text/plain": section.title}]
    result: list[dict[str, Any]] = [
        {"text/html": _style() + head, "text/plain": section.title},
        {
            PLOTLY: {**drawn, "config": live.CONFIG},
            "text/html": _pictured(section, drawn),
            "text/plain": section.title,
        },
    ]
    return [*result, {"text/html": numbers, "text/plain": ""}] if numbers else result


def figure_of(section: Section) -> Any:
    """Return the plotly Figure of a section.

    Raises
    ------
    UsageError
        If the section has none.
    """
    drawn = _drawn(section)
    if drawn is None:
        why = section.missing or "Its numbers are in .frame, its finding is in .text."
        raise UsageError(f"The section '{section.name}' has no figure. {why}")
    return figures.from_json(drawn)


def sentence_of(section: Section) -> str:
    """Return the finding of a section."""
    return wording.one_line(wording.finding(section, _language(section)))


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
    more = html_text(wording.one_line(" ".join(["", *rest])))
    if section.missing:  # said, but no headline: most of them wait for a setting
        return f"<p><small>{html_text(section.title)}: {html_text(lead)} {more}</small></p>"
    when = Locale(language).span(section.period) if section.period and not is_drawn else ""
    under = f"<br><small>{html_text(when)}</small>" if when else ""
    notes = filter(None, (section.note, on_the_board(section, language)))
    note = "".join(f"<p>{html_text(text)}</p>" for text in notes)
    return f"<p><strong>{html_text(lead)}</strong> {more}{under}</p>{note}"


def _drawn(section: Section) -> dict[str, Any] | None:
    """Return the figure as plotly JSON, None where the section has none."""
    if section.missing:
        return None
    if section.own_figure is not None:
        return dict(section.own_figure)
    if section.figure is None or section.frame.empty:
        return None
    locale = Locale.of(section.settings)
    subtitle = locale.span(section.period) if section.period else ""
    options = figures.FigureOptions(section.title, subtitle, locale=locale)
    return figures.plotly_json(section.figure, section.frame, options, **section.figure_args)


def _pictured(section: Section, drawn: dict[str, Any]) -> str:
    """Return the figure as HTML for a screen without plotly: a picture, else what draws itself."""
    if section.figure is None:  # an analyst's own figure may hold anything
        return live.html(drawn)
    options = figures.FigureOptions(locale=Locale.of(section.settings))
    words = figures.alternative(section.figure, section.frame, options, **section.figure_args)
    data = base64.b64encode(picture.svg(drawn).encode()).decode()
    return (
        f"<img alt='{escape(words)}' style='max-width:100%;height:auto' "
        f"src='data:image/svg+xml;base64,{data}'>"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    """The colours of the dark theme of JupyterLab for the figure that follows."""
    from engagekit.figures.colour import DARK

    rules = []
    for light, dark in DARK.items():
        rgb = ", ".join(str(int(light[at : at + 2], 16)) for at in (1, 3, 5))
        rules += [
            f"[style*='{part}: rgb({rgb})']{{{part}:{dark}!important}}"
            for part in ("fill", "stroke", "background")
        ]
    nested = "".join(rules)
    return f"<style>[data-jp-theme-light='false'] .js-plotly-plot{{{nested}}}</style>"


def _numbers(section: Section, language: str, is_open: bool) -> str:
    """The numbers as a table that opens, with the choices used."""
    table = None if section.missing else printed.table(section, language, most=MOST_ROWS)
    if table is None:
        return ""
    sides = ["right" if is_number else "left" for is_number in table.numeric]
    texts = zip(table.headers, *table.rows, strict=True)
    widths = [
        (side == "left") * min(WIDE, max(map(len, one)))
        for side, one in zip(sides, texts, strict=True)
    ]
    head = "".join(
        f"<th scope='col' style='text-align:{side};min-width:{width}ch'>{html_text(name)}</th>"
        for name, side, width in zip(table.headers, sides, widths, strict=True)
    )
    body = "".join(
        "".join(
            f"<td style='text-align:{side}{';white-space:nowrap' * (side == 'right')}'>"
            f"{html_text(cell)}</td>"
            for cell, side in zip(row, sides, strict=True)
        ).join(("<tr>", "</tr>"))
        for row in table.rows
    )
    locale = Locale(language)
    under = [
        locale.say("report.hidden_key") if table.has_hidden else "",
        locale.say("report.screen_rows", n=table.rows_left) if table.rows_left else "",
        "; ".join(
            locale.say("report.choice", name=name, value=value)
            for name, value in section.choices.items()
        ),
    ]
    notes = "".join(f"<p><small>{html_text(text)}</small></p>" for text in under if text)
    label = locale.say("report.screen_numbers", n=len(section.frame))
    return (
        f"<details{' open' if is_open else ''}><summary>{html_text(label)}</summary>"
        "<div style='overflow-x:auto;max-width:100%'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{notes}</details>"
    )
