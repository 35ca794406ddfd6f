"""Sections on what was counted: signs, passers, posts, audits; things, not people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from engagekit import measures
from engagekit.locale.words import day, say
from engagekit.measures.counts import COUNTED, OURS, PER_DAY, SHARE, THEIRS, Every, last_taken
from engagekit.measures.counts_change import AFTER, BEFORE, EACH_TIME
from engagekit.presentation.section import Section
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def _key(part: str, what: str) -> str:
    """The name of a section of one counter."""
    return f"{part}_{re.sub(r'[^a-z0-9]+', '_', what.casefold()).strip('_')}"


def _titled(what: str) -> str:
    """A counter as a title."""
    return what[:1].upper() + what[1:]


def counts(
    tables: Tables,
    *,
    during: str | Period | None = None,
    what: str | None = None,
    every: Every = "quarter",
    language: str | None = None,
) -> Section:
    """Every counter beside the period before, as a table; or one counter over time.

    Parameters
    ----------
    tables : Tables
    during : str or Period, optional
    what : str, optional
        A counter of ``[counts]``, or a word of the sheet.
    every : {"quarter", "month"}
        Steps of the one counter.
    language : str, optional

    Returns
    -------
    Section
    """
    if what is None:
        return make(
            "counts",
            tables,
            during,
            lambda period: measures.counts_now(tables, during=period),
            language=language,
            choices=lambda period, spoken: _meanings(tables, spoken),
            sentence="counts",
        )
    name = what
    section = make(
        "counts",
        tables,
        during,
        lambda period: measures.counts(tables, during=period, what=name, every=every),
        language=language,
        key=_key("counts", what),
        title=_titled(what),
        choices=lambda period, spoken: _meanings(tables, spoken, name),
        figure="trend",
        sentence="counts_over_time",
        sentence_args={"what": _titled(what)},
    )
    there = set(section.frame["measure"])
    measure = next((matches for matches in (SHARE, PER_DAY, COUNTED) if matches in there), COUNTED)
    return section.with_args(
        {"measure": measure, "by": [], "k": tables.settings.disclosure.k},
        {**section.sentence_args, "measure": measure},
    )


def _meanings(tables: Tables, language: str, what: str | None = None) -> dict[str, str]:
    """What each counter of the settings is, in words."""
    chosen = tables.settings.counts
    return {
        name: say("choice.counter_of", language, what=kind.what or name, of=kind.of)
        if kind.of
        else say("choice.counter", language, what=kind.what or name)
        for name, kind in chosen.items()
        if what is None or name.casefold() == what.casefold()
    }


def counts_change(
    tables: Tables,
    *,
    during: str | Period | None = None,
    what: str | None = None,
    changed_on: dt.date | str | None = None,
    language: str | None = None,
) -> Section:
    """Counters before and after the day on which something was changed.

    Parameters
    ----------
    tables : Tables
    during : str or Period, optional
    what : str, optional
        One counter; every one with a day of change in the settings when None.
    changed_on : date or str, optional
        Another day than that of the settings.
    language : str, optional

    Returns
    -------
    Section
    """
    told_in = language or tables.settings.report.language
    section = make(
        "counts_change",
        tables,
        during,
        lambda period: measures.counts_change(
            tables, during=period, what=what, changed_on=changed_on
        ),
        language=language,
        key="counts_change" if what is None else _key("counts_change", what),
        choices=lambda period, spoken: {
            say("choice.change_range", spoken): say("choice.change_range_is", spoken)
        },
        figure="dumbbell",
        sentence="counts_change",
        sentence_args={"changes": _changes(tables, what, changed_on, told_in)},
        note=say("note.counts_change", told_in),
    )
    there = list(section.frame["measure"])
    order = (EACH_TIME, SHARE)
    measure = max(order, key=lambda found: (there.count(found), -order.index(found)))
    args = {
        "pair": "when",
        "order": [BEFORE, AFTER],
        "by": ["what"],
        "measure": measure,
        "difference": "difference before and after",
        "labels": {when: say(f"label.{when}", told_in) for when in (BEFORE, AFTER)},
        "k": tables.settings.disclosure.k,
    }
    existing = "difference before and after" in there
    return section.with_args(
        {**args, "difference": args["difference"] if existing else None}, section.sentence_args
    )


def _changes(
    tables: Tables, what: str | None, changed_on: dt.date | str | None, language: str
) -> Mapping[str, str]:
    """Counter to what was changed and when, in words."""
    matches: dict[str, str] = {}
    for name, kind in tables.settings.counts.items():
        requested = what is not None and what.casefold() == name.casefold()
        when = (changed_on if requested else None) or kind.changed_on
        if when is not None:
            text = ", ".join(part for part in (kind.change, day(when, language)) if part)
            matches[what if requested and what else name] = text
    if what is not None and what not in matches and changed_on is not None:
        matches[what] = day(changed_on, language)
    return matches


def audit(
    tables: Tables, *, what: str, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The last audit by the end of a period, point by point; beside colleagues' where counted.

    Parameters
    ----------
    tables : Tables
    what : str
        A counter of ``[counts]``, or a word of the sheet.
    during : str or Period, optional
    language : str, optional

    Returns
    -------
    Section
    """
    told_in = language or tables.settings.report.language
    chosen = {name.casefold(): kind for name, kind in tables.settings.counts.items()}
    kind = chosen.get(what.casefold())
    is_pair = kind is not None and kind.beside is not None
    labels = {OURS: say("label.ours", told_in), THEIRS: say("label.beside", told_in)}
    pair = {
        "pair": "whose",
        "order": [THEIRS, OURS],
        "by": ["place"],
        "measure": SHARE,
        "difference": "parity",
        "labels": labels,
    }
    section = make(
        "audit",
        tables,
        during,
        lambda period: measures.counts_by_place(tables, what=what, during=period),
        language=language,
        key=_key("audit", what),
        title=_titled(what),
        choices=lambda period, spoken: (
            {say("choice.audited", spoken): day(last_taken(tables, what, period), spoken)}
            if last_taken(tables, what, period)
            else {}
        ),
        figure="dumbbell" if is_pair else "bars",
        sentence="audit",
    )
    there = set(section.frame["measure"])
    fits = {"measure", "difference"} if not {SHARE, "parity"} <= there and is_pair else set()
    alone = {"by": ["place"], **({"measure": COUNTED} if COUNTED in there else {})}
    args = pair if is_pair else alone
    return section.with_args(
        {
            **{name: value for name, value in args.items() if name not in fits},
            "k": tables.settings.disclosure.k,
        },
        {},
    )


def posts(
    tables: Tables,
    *,
    what: str = "blog",
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """Posts of the period with their views and, where they were counted, their readers."""
    told_in = language or tables.settings.report.language
    return make(
        "posts",
        tables,
        during,
        lambda period: measures.posts(tables, what=what, during=period),
        language=language,
        key="posts" if what.casefold() == "blog" else _key("posts", what),
        kind="listing",
        sentence="posts",
        note=say("note.posts", told_in),
    )
