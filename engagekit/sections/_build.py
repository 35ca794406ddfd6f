"""How a section comes about: period, choices, and the sentence when it cannot be measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.locale.definitions import name_of
from engagekit.locale.translate import told
from engagekit.locale.words import number, say
from engagekit.measures import _coverage, _roster, _survey_waves, registry
from engagekit.measures._frame import is_measure_frame, measure_frame
from engagekit.measures.reach_of_heads import HEADS
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def make(
    name: str,
    tables: Tables,
    during: str | Period | None,
    measured: Callable[[Period], pd.DataFrame],
    *,
    language: str | None = None,
    choices: Callable[[Period, str], Mapping[str, str]] | None = None,
    survey: str | None = None,
    **parts: Any,
) -> Section:
    """A section over a measure; without its sheet the sentence that says so stands there.

    Parameters
    ----------
    name : str
        Also the key of its title.
    tables : Tables
    during : str or Period or None
    measured : callable
        The frame of a period.
    language : str, optional
        Default: that of the settings.
    choices : callable, optional
        Choices used, of a period and a language.
    survey : str, optional
        The survey asked for by its id.
    **parts
        Further attributes of `Section`.
    """
    told_in = language or tables.settings.report.language
    missing = ""
    period: Period | None = None
    try:
        period = _coverage.asked_period(tables, during)
        frame = measured(period)
    except NotMeasuredError as error:
        frame, missing = measure_frame([]), told(str(error), told_in, "missing")
    used = dict(choices(period, told_in)) if choices and period and not missing else {}
    if say("choice.library_out", told_in) in used and not _roster.library_is_known(tables):
        used |= _assumptions_used.choice("library_out", told_in, "library_in_is")
    if "department" in frame.columns and len(frame):
        used |= _assumptions_used.groups(tables, told_in)
    if "period" in frame.columns and is_measure_frame(frame) and len(frame):
        used |= _assumptions_used.year(tables, told_in)
    targets = _targets(tables, frame)
    if not parts.get("figure_args", {}).get("tiles"):  # a tile tells its target itself
        used = {**used, **_target_words(tables, frame, targets, told_in)}
    if frame["method"].eq(HEADS).any() if "method" in frame.columns else False:
        text = (parts.get("note", ""), say("note.heads", told_in))
        parts["note"] = " ".join(filter(None, text))
    return Section(
        name=parts.pop("key", name),
        title=parts.pop("title", say(f"section.{name}", told_in)),
        frame=frame,
        choices=used,
        missing=missing,
        period=as_mapping(period),
        settings={
            **for_display(tables, told_in),
            **_surveyed(tables, period, frame, survey),
            **({"targets": targets} if targets else {}),
        },
        **parts,
    )


def _targets(tables: Tables, frame: pd.DataFrame) -> dict[str, float]:
    """The targets of the settings for the measures of a frame, by their names in it.

    ``response rate`` stands for ``response rate (AAPOR RR2)`` as well.
    """
    supplied = tables.settings.targets
    if not supplied or not is_measure_frame(frame):
        return {}
    names = {str(name): str(name).partition(" (")[0] for name in frame["measure"].unique()}
    present = {name: supplied.get(name, supplied.get(short)) for name, short in names.items()}
    return {name: value for name, value in present.items() if value is not None}


def _target_words(
    tables: Tables, frame: pd.DataFrame, targets: Mapping[str, float], language: str
) -> dict[str, str]:
    """Each target in words, in the unit of its measure."""
    money = tables.settings.organisation.currency
    result = {}
    for name, value in targets.items():
        unit = str(frame.loc[frame["measure"] == name, "unit"].iloc[0])
        key = say("choice.target", language, measure=name_of(name, language))
        result[key] = number(value, unit, language, money)
    return result


def _surveyed(
    tables: Tables, period: Period | None, frame: pd.DataFrame, survey: str | None
) -> dict[str, str]:
    """The quarter of the survey that a frame tells of: the same survey may be told again later."""
    if "measure" not in frame.columns or not (registry.kinds(frame) == "survey").any():
        return {}
    return {
        "survey_period": _survey_waves.label_of(tables, _survey_waves.wave(tables, period, survey))
    }


def as_mapping(period: Period | None) -> dict[str, str]:
    """A period as a bundle carries it."""
    if period is None:
        return {}
    return {"label": period.label, "start": period.start.isoformat(), "end": period.end.isoformat()}


def for_display(tables: Tables, language: str) -> dict[str, Any]:
    """What the display and the report need of the settings."""
    settings = tables.settings
    return {
        "k": settings.disclosure.k,
        "language": language,
        "currency": settings.organisation.currency,
        "fiscal_start": settings.organisation.fiscal_start,
        "organisation": settings.organisation.name,
        "library": settings.organisation.library,
        "paper": settings.report.paper,
        "colour": settings.report.colour,
        "attention_colour": settings.report.attention_colour,
        **({"scope": dict(tables.scope)} if tables.scope else {}),
    }
