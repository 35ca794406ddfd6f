"""Sections on walks, the organisation's events, the news mail, social media and plans."""

from __future__ import annotations

from engagekit import measures
from engagekit.locale.words import say
from engagekit.measures import _coverage
from engagekit.measures.plans import targets
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def walks(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Working days with a walk in each of the last quarters, and whom the walks found."""
    return make(
        "walks",
        tables,
        during,
        lambda period: measures.walks(tables, during=period),
        language=language,
        choices=lambda period, spoken: {
            say("choice.working_days", spoken): say(
                "choice.working_days_is",
                spoken,
                week=_assumptions_used.week(tables, spoken),
                count=len(tables.settings.calendar.holidays),
            ),
            say("choice.found", spoken): say(
                "choice.found_is", spoken, months=tables.settings.walks.months_away
            ),
            **_assumptions_used.touch(tables)(period, spoken),
        },
        figure="trend",
        figure_args={"measure": "days with a walk", "by": [], "k": tables.settings.disclosure.k},
        sentence="walks",
        sentence_args={"months": tables.settings.walks.months_away},
    )


def walk_zones(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How many of each zone's people were met on a walk in the period."""
    zone = tables.settings.walks.zone
    return make(
        "walk_zones",
        tables,
        during,
        lambda period: measures.walk_zones(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.roster_day,
            _assumptions_used.library_out,
            _assumptions_used.zone(tables),
        ),
        figure="bars",
        figure_args={"by": [zone], "k": tables.settings.disclosure.k},
        sentence="walk_zones",
        sentence_args={"zone": zone},
    )


def walk_days(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Days with a walk in each zone and month; empty cells stay visible."""
    zone = tables.settings.walks.zone
    return make(
        "walk_days",
        tables,
        during,
        lambda period: measures.walk_days(tables, during=period),
        language=language,
        choices=_assumptions_used.zone(tables),
        figure="matrix",
        figure_args={"across": "period", "by": [zone], "k": tables.settings.disclosure.k},
        sentence="walk_days",
        sentence_args={"zone": zone},
    )


def organisation_events(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """At how many of the organisation's own events of twelve months the library was."""
    told_in = language or tables.settings.report.language
    return make(
        "organisation_events",
        tables,
        during,
        lambda period: measures.presence(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.twelve_months, _assumptions_used.fixed("present")
        ),
        figure="bars",
        figure_args={
            "by": ["kind"],
            "measure": "organisation's events missed",
            "axis": say("label.missed", told_in),
            "k": tables.settings.disclosure.k,
        },
        sentence="organisation_events",
        note=say("note.organisation_events", told_in),
    )


def missed_events(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The organisation's events of twelve months that the library missed (private)."""
    return make(
        "missed_events",
        tables,
        during,
        lambda period: measures.missed_events(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.twelve_months, _assumptions_used.fixed("present")
        ),
        kind="listing",
        audience="private",
        sentence="missed_events",
    )


def newsletter(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """What was done with the news mail, of the copies delivered; openings are left out."""
    told_in = language or tables.settings.report.language
    return make(
        "newsletter",
        tables,
        during,
        lambda period: measures.newsletter(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("action"),
        figure="trend",
        figure_args={
            "measure": "newsletter action rate",
            "by": [],
            "k": tables.settings.disclosure.k,
        },
        sentence="newsletter",
        note=say("note.newsletter", told_in),
    )


def newsletter_issues(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The issues of the period, a row each (private: two columns tell small numbers)."""
    return make(
        "newsletter_issues",
        tables,
        during,
        lambda period: measures.newsletter_issues(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("action"),
        kind="listing",
        audience="private",
        sentence="newsletter_issues",
    )


def newsletter_reach(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    language: str | None = None,
) -> Section:
    """Who of each group stands among the recipients of the news mail by name."""
    return make(
        "newsletter_reach",
        tables,
        during,
        lambda period: measures.newsletter_reach(tables, during=period, by=by),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.roster_day, _assumptions_used.library_out
        ),
        figure="bars",
        figure_args={"by": [by], "k": tables.settings.disclosure.k},
        sentence="newsletter_reach",
    )


def social_answers(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Questions on internal social media that were answered, in each of the last quarters."""
    return make(
        "social_answers",
        tables,
        during,
        lambda period: measures.social_answers(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("question"),
        figure="trend",
        figure_args={"measure": "questions answered", "by": [], "k": tables.settings.disclosure.k},
        sentence="social_answers",
    )


def social_people(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    language: str | None = None,
) -> Section:
    """Whom of each group we met on internal social media in twelve months, by name."""
    return make(
        "social_people",
        tables,
        during,
        lambda period: measures.social_people(tables, during=period, by=by),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.twelve_months,
            _assumptions_used.roster_day,
            _assumptions_used.library_out,
        ),
        figure="bars",
        figure_args={"by": [by], "k": tables.settings.disclosure.k},
        sentence="social_people",
    )


def answer_time(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How long a question waits for its first answer, open ones counted."""
    told_in = language or tables.settings.report.language
    return make(
        "answer_time",
        tables,
        during,
        lambda period: measures.answer_time(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("question"),
        figure="steps",
        figure_args={
            "over": "days",
            "by": [],
            "axis": say("label.days_since_asked", told_in),
            "at_risk": say("label.still_open", told_in),
            "k": tables.settings.disclosure.k,
        },
        sentence="answer_time",
    )


def plans(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Planned steps with target colleagues that were done, as a table."""
    return make(
        "plans",
        tables,
        during,
        lambda period: measures.plans(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("step", "aimed"),
        sentence="plans",
    )


def plan_steps(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Steps due in the period or still open, by name (private)."""
    return make(
        "plan_steps",
        tables,
        during,
        lambda period: measures.plan_steps(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("step"),
        kind="listing",
        audience="private",
        sentence="plan_steps",
    )


def interviews(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Target colleagues who were interviewed, with the touches around it (private)."""
    told_in = language or tables.settings.report.language
    section = make(
        "interviews",
        tables,
        during,
        lambda period: measures.interviews(tables, during=period),
        language=language,
        kind="listing",
        audience="private",
        choices=lambda period, spoken: {
            say("choice.interview", spoken): say(
                "choice.interview_is", spoken, words=", ".join(tables.settings.plans.interview)
            ),
            say("choice.around", spoken): say(
                "choice.around_is", spoken, days=tables.settings.plans.days_around
            ),
        },
        sentence="interviews",
        note=say("note.interviews", told_in),
    )
    if section.missing:
        return section
    period = _coverage.asked_period(tables, during)
    return section.with_args({}, {"targets": len(targets(tables, period))})
