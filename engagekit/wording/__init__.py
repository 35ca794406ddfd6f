"""The sentence that a frame allows, by rule; "no clear change" when that is all it allows."""

import re

import pandas as pd

from engagekit.errors import require_one_of
from engagekit.locale import Locale
from engagekit.measures import ends
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.presentation.section import Section
from engagekit.presentation.table import groups
from engagekit.wording import (  # noqa: F401 - their rules make themselves known
    answers,
    money,
    over_surveys,
    overview,
    services,
    survey,
    topline,
    work,
)
from engagekit.wording._rules import RULES, NotShownError, Telling, Voice

__all__ = ["RULES", "Voice", "finding", "one_line"]


def finding(
    section: Section, language: str | None = None, *, whole: pd.DataFrame | None = None
) -> str:
    """The finding of a section.

    Parameters
    ----------
    language : str, optional
        Default: that of the section's settings.
    whole : DataFrame, optional
        Its frame before anything was hidden: which rows were merged, and among which groups one
        stands out, is seen by it. No number of it is told.

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
        is_known = locale.has(f"finding.{name}_empty") and (whole is None or whole.empty)
        return voice.say(f"{name}_empty") if is_known else title

    args = {"survey_period": section.settings.get("survey_period", ""), **section.sentence_args}
    args |= {} if whole is None else {"whole": whole}
    is_merged = _merged(frame, whole)
    try:
        told = RULES[name](Telling(locale, frame[~is_merged], args, bool(is_merged.any())))
    except NotShownError:
        told = None
    return told.strip("\n") if told else _unsaid(section, name, voice)


def _merged(frame: pd.DataFrame, whole: pd.DataFrame | None) -> pd.Series:
    """Return which rows stand for several of the whole, any of which may be the most or least."""
    if whole is None or len(frame) >= len(whole) or not is_measure_frame(frame):
        return pd.Series(False, index=frame.index)
    keys = [name for name in by_of(whole) if name in frame.columns] + ["measure"]
    shown, every = (pd.MultiIndex.from_frame(rows[keys].astype("str")) for rows in (frame, whole))
    return pd.Series(~shown.isin(every), index=frame.index)


def _unsaid(section: Section, name: str, voice: Voice) -> str:
    """Return the title, with why nothing more is said."""
    frame, title = section.frame, section.title
    if "suppressed" not in frame.columns:
        return title
    hidden = ends.hidden(frame)
    if "recoded" not in frame.columns or not (frame["estimate"].notna().any() or not hidden.any()):
        is_gone = frame["suppressed"].fillna(False).astype(bool).any()
        return voice.say("hidden", title=title) if is_gone else title
    row = next(iter(frame.to_dict("records")))
    is_share = (row["measure"], row["unit"]) == (name, "share") and ends.is_recoded(row)
    if is_share and all(row[group] == ALL for group in groups(frame)):
        share = ends.words(row, voice.locale.language)
        return voice.say("rounded_whole", title=title, share=share)
    return voice.say("rounded", title=title)


def one_line(text: str) -> str:
    r"""Return a message and what stands under it as one text.

    Examples
    --------
    >>> one_line("We reached 64%.\nThe target is 60%.")
    'We reached 64%. The target is 60%.'
    """
    return re.sub(r" *\n *", " ", text).strip()
