"""The sentence that a frame allows, by rule; "no clear change" when that is all it allows."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from engagekit.errors import require_one_of
from engagekit.locale import Locale
from engagekit.measures import ends
from engagekit.measures._frame import ALL, is_measure_frame
from engagekit.presentation.table import groups
from engagekit.wording import (  # noqa: F401 - their rules make themselves known
    answers,
    channels,
    listings,
    money,
    over_surveys,
    overview,
    people,
    services,
    survey,
    topline,
)
from engagekit.wording._rules import RULES, NotShownError, Rule, Voice
from engagekit.wording._shown import hidden_rows, merged_rows, with_what_is_shown

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


def finding(
    section: Worded, language: str | None = None, *, whole: pd.DataFrame | None = None
) -> str:
    """The finding of a section.

    Parameters
    ----------
    language : str, optional
        Default: that of the section's settings.
    whole : DataFrame, optional
        Its frame before anything was hidden. Of the whole nothing is said that this frame does not
        say and the frame of the section does not show: else the sentence speaks of those shown.

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
    require_one_of(name, RULES, f"There is no sentence rule '{name}'.")
    locale = Locale.of({**section.settings, **({"language": language} if language else {})})
    voice = Voice(locale)
    if frame.empty:
        has_words = f"finding.{name}_empty" in locale.catalogue.messages
        return voice.say(f"{name}_empty") if has_words and (whole is None or whole.empty) else title

    args = {"survey_period": section.settings.get("survey_period", ""), **section.sentence_args}
    args |= {} if whole is None else {"whole": whole}

    def said(of: pd.DataFrame) -> str | None:
        return _said(of, args, RULES[name], voice)

    text = said(frame[~merged_rows(frame, whole)])
    removed = hidden_rows(frame).any()
    if text is None:
        if "recoded" in frame.columns and (
            frame["estimate"].notna().any() or not ends.hidden(frame).any()
        ):
            row = next(iter(frame.to_dict("records")))
            if (
                (row["measure"], row["unit"]) == (name, "share")
                and ends.is_recoded(row)
                and all(row[one] == ALL for one in groups(frame))
            ):
                share = ends.words(row, locale.language)
                return voice.say("rounded_whole", title=title, share=share)
            return voice.say("rounded", title=title)
        return voice.say("hidden", title=title) if removed else title
    text = text.strip("\n")
    note = voice.say("shown_department" if "department" in frame.columns else "shown_rows")
    if is_measure_frame(frame):
        text = with_what_is_shown(said, frame, text, note, whole)
    return text


def one_line(text: str) -> str:
    r"""Return a message and what stands under it as one text.

    Examples
    --------
    >>> one_line("We reached 64%.\nThe target is 60%.")
    'We reached 64%. The target is 60%.'
    """
    return re.sub(r" *\n *", " ", text).strip()


def _said(frame: pd.DataFrame, args: Mapping[str, Any], of: Rule, voice: Voice) -> str | None:
    """Return what a rule says; nothing where it needs a number that is not shown."""
    try:
        return of(frame, args, voice)
    except NotShownError:
        return None
