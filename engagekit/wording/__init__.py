"""The sentence that a frame allows, by rule; "no clear change" when that is all it allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from engagekit.errors import UsageError, did_you_mean
from engagekit.locale import Locale
from engagekit.wording import (  # noqa: F401 - their rules make themselves known
    answers,
    channels,
    department,
    money,
    over_surveys,
    overview,
    people,
    survey,
    topline,
    units,
    work,
)
from engagekit.wording._rules import RULES, Rule, Voice

__all__ = ["RULES", "Voice", "Worded", "finding", "one_line"]


class Worded(Protocol):
    """What a finding is said of: a section."""

    @property
    def title(self) -> str:
        """The neutral title: said where the rule allows no claim."""

    @property
    def frame(self) -> pd.DataFrame:
        """Measure frame or listing, protected or not; a hidden row is never spoken of."""

    @property
    def sentence(self) -> str | None:
        """Name of a rule of `RULES`; None gives the neutral title."""

    @property
    def sentence_args(self) -> Mapping[str, Any]:
        """Arguments of the rule."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """With ``currency`` and ``language``."""

    @property
    def missing(self) -> str:
        """The sentence of a section that could not be measured."""


def finding(section: Worded, language: str | None = None) -> str:
    """The finding of a section.

    Parameters
    ----------
    section : Section
    language : str, optional
        Default: that of the section's settings.

    Returns
    -------
    str
        Its message, and behind a line break what stands under it.

    Raises
    ------
    UsageError
        If there is no rule of that name.
    """
    if section.missing:
        return section.missing
    name, frame, title = section.sentence, section.frame, section.title
    if name is None:
        return title
    if name not in RULES:
        raise UsageError(f"There is no sentence rule '{name}'. {did_you_mean(name, RULES)}")
    locale = Locale.of({**section.settings, **({"language": language} if language else {})})
    voice = Voice(locale)
    if frame.empty:
        return title
    text = _said(frame, section, RULES[name], voice)
    if text is not None:
        return text.strip("\n")
    if "recoded" in frame.columns and frame["estimate"].notna().any():
        return voice.say("rounded", title=title)
    removed = "suppressed" in frame.columns and frame["suppressed"].fillna(False).any()
    return voice.say("hidden", title=title) if removed else title


def one_line(text: str) -> str:
    r"""Return a message and what stands under it as one text.

    Examples
    --------
    >>> one_line("We reached 64%.\nThe target is 60%.")
    'We reached 64%. The target is 60%.'
    """
    return re.sub(r" *\n *", " ", text).strip()


def _said(frame: pd.DataFrame, section: Worded, of: Rule, voice: Voice) -> str | None:
    """Return what a rule says; nothing where it needs a count that the board copy rounds away."""
    try:
        return of(frame, section.sentence_args, voice)
    except (TypeError, ValueError):
        if "recoded" in frame.columns:  # a protected frame: its counts may be missing
            return None
        raise
