"""What a notebook shows of a section: the finding, the figure, the numbers; and its bundle."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from engagekit.language import interval, number, say, span
from engagekit.measures._frame import by_of, is_measure_frame, primary
from engagekit.sections._section import MIME, Section, to_bundle

PLOTLY = "application/vnd.plotly.v1+json"
CONFIG = {
    "showSendToCloud": False,
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
}
HIDDEN = "[c]"
MOST_ROWS = 200


def display(section: Section) -> None:
    """Publish a section: a finding, a figure with the bundle, and the numbers.

    Parameters
    ----------
    section : Section
        Rows that tell on fewer than ``k`` people by themselves are not shown on screen.
    """
    from IPython import display as ipython

    publish: Any = ipython.publish_display_data
    shown = on_screen(section)
    language = str(section.settings.get("language", "en"))
    head = _head(shown, language)
    bundle = {MIME: to_bundle(section), "text/plain": section.name}
    drawn = _figure(shown, language)
    if drawn is not None:
        bundle[PLOTLY] = drawn
    numbers = _numbers(shown, language)
    publish({"text/html": head, "text/plain": section.title})
    publish(bundle)
    if numbers:
        publish({"text/html": numbers, "text/plain": ""})


def on_screen(section: Section) -> Section:
    """The section with its small rows emptied; a private listing stays as it is."""
    if section.kind != "measure" or not is_measure_frame(section.frame):
        return section
    frame = section.frame.copy()
    small = primary(frame, int(section.settings.get("k", 5)))
    for name in ("estimate", "low", "high", "n", "base", "population"):
        frame[name] = frame[name].mask(small)
    frame["suppressed"] = small.astype("boolean")
    return section.with_frame(frame)


def _head(section: Section, language: str) -> str:
    from engagekit.wording import finding

    said = finding(section, language)
    when = span(section.period, language) if section.period else ""
    note = f"<p>{escape(section.note)}</p>" if section.note else ""
    return f"<p><strong>{escape(said)}</strong><br><small>{escape(when)}</small></p>{note}"


def _figure(section: Section, language: str) -> dict[str, Any] | None:
    """The figure as plotly JSON, None where the section has none."""
    if section.missing:
        return None
    if section.own_figure is not None:
        return {**section.own_figure, "config": CONFIG}
    if section.figure is None or section.frame.empty:
        return None
    import json

    from engagekit import figures

    when = span(section.period, language) if section.period else ""
    drawn = figures.draw(
        section.figure,
        section.frame,
        title=section.title,
        subtitle=when,
        language=language,
        **section.figure_args,
    )
    made: dict[str, Any] = json.loads(drawn.to_json())
    return {**made, "config": CONFIG}


def _numbers(section: Section, language: str) -> str:
    """The numbers as a table that opens, with the choices used."""
    if section.missing or section.frame.empty:
        return ""
    frame = section.frame.head(MOST_ROWS)
    rows = _measured(section, frame, language) if is_measure_frame(frame) else _listed(frame)
    head = "".join(
        f"<th scope='col' style='text-align:left'>{escape(name)}</th>" for name in rows[0]
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in row)
        + "</tr>"
        for row in rows[1:]
    )
    used = "; ".join(f"{name}: {value}" for name, value in section.choices.items())
    label = say("section.numbers", language, rows=len(section.frame))
    return (
        f"<details><summary>{escape(label)}</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p><small>{escape(used)}</small></p></details>"
    )


def _measured(section: Section, frame: pd.DataFrame, language: str) -> list[list[str]]:
    """A measure frame as texts: groups, value, interval, n of base."""
    by = by_of(frame)
    currency = str(section.settings.get("currency", "CAD"))
    rows = [[*by, "measure", "estimate", "interval", "n", "base"]]
    for row in frame.to_dict("records"):
        groups = [_plain(row[name]) for name in by]
        if row["suppressed"]:
            rows.append([*groups, str(row["measure"]), HIDDEN, "", HIDDEN, HIDDEN])
            continue
        unit = str(row["unit"])
        ends = (
            ""
            if pd.isna(row["low"])
            else interval(row["low"], row["high"], unit, language, currency)
        )
        rows.append(
            [
                *groups,
                str(row["measure"]),
                number(row["estimate"], unit, language, currency),
                ends,
                _plain(row["n"]),
                _plain(row["base"]),
            ]
        )
    return rows


def _listed(frame: pd.DataFrame) -> list[list[str]]:
    """A listing as texts."""
    return [
        [str(name) for name in frame.columns],
        *[[_plain(value) for value in row] for row in frame.itertuples(index=False)],
    ]


def _plain(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)
