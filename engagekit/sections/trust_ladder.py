"""Sections on touches and trust: the ladder, the time it takes, and who is next."""

from __future__ import annotations

from engagekit import measures
from engagekit.locale.words import say
from engagekit.measures.touch_ladder import AT_THIS_TOUCH, SO_FAR
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

LEAST, MOST = 4, 6
SEVEN = 7


def touch_ladder(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Chance of a first act of trust at each touch; the naive chart beside it, as a trap."""
    told_in = language or tables.settings.report.language
    return make(
        "touch_ladder",
        tables,
        during,
        lambda period: measures.touch_ladder(tables, during=period),
        language=language,
        choices=trust_choices(tables),
        figure="ladder",
        figure_args={
            "by": ["touch"],
            "measure": AT_THIS_TOUCH,
            "naive": SO_FAR,
            "k": tables.settings.disclosure.k,
        },
        sentence="touch_ladder",
        note=say("note.touch_ladder", told_in),
    )


def trust_choices(tables: Tables) -> _assumptions_used.Words:
    """What stands for trust, what counts as a touch, and how long people are followed."""
    return _assumptions_used.together(
        _assumptions_used.trust(tables),
        _assumptions_used.touch(tables),
        _assumptions_used.fixed("followed"),
    )


def time_to_touch(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How long it took to a first, third and seventh touch, people still on the way counted."""
    told_in = language or tables.settings.report.language
    numbers = ("1", "3", str(SEVEN))
    return make(
        "time_to_touch",
        tables,
        during,
        lambda period: measures.time_to_touch(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.touch(tables), _assumptions_used.fixed("entry")
        ),
        figure="steps",
        figure_args={
            "over": "months",
            "by": ["touch"],
            "labels": {at: say("label.touches_or_more", told_in, touch=at) for at in numbers},
            "axis": say("label.months_of_log", told_in),
            "k": tables.settings.disclosure.k,
        },
        sentence="time_to_touch",
        sentence_args={"touch": SEVEN},
    )


def stuck(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """People at touch 4 to 6 without an act of trust, by name (private)."""
    return make(
        "stuck",
        tables,
        during,
        lambda period: measures.stuck(tables, during=period, least=LEAST, most=MOST),
        language=language,
        choices=trust_choices(tables),
        kind="listing",
        audience="private",
        sentence="stuck",
        sentence_args={"least": LEAST, "most": MOST},
    )
