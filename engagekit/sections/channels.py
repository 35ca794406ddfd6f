"""Questions on channels: the newsletter, social media, what was counted, plans for colleagues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from engagekit import measures
from engagekit.measures.counts import COUNTED, OURS, PER_DAY, SHARE, THEIRS, last_taken
from engagekit.measures.counts_change import AFTER, BEFORE, EACH_TIME
from engagekit.measures.plans import targets
from engagekit.sections import choices, registry

DIFFERENCE = "difference before and after"
_BY = replace(registry.BY, kind="str", default="department", text="Column of contacts to compare.")
_WHAT = registry.Option("what", "str | None", "A counter of ``[counts]``, or a word of the sheet.")


def _by(request: registry.Request) -> list[str]:
    return [request.options["by"]]


def _what(request: registry.Request) -> str:
    return str(request.options["what"] or "")


def _name(part: str, bare: str = "") -> registry.Computed:
    """The name of a section of one counter."""

    def name(request: registry.Request) -> str:
        what = _what(request).casefold()
        slug = re.sub(r"[^a-z0-9]+", "_", what).strip("_")
        return part if what == bare else f"{part}_{slug}"

    return name


def _title(request: registry.Request) -> str:
    """A counter as a title, where one is asked for."""
    what = _what(request)
    return what[:1].upper() + what[1:] if what else request.locale.say("section.counts")


def _counts(request: registry.Request) -> registry.Answer:
    if not _what(request):
        return measures.counts_now(request.tables, during=request.when)
    return measures.counts(request.tables, during=request.when, **request.options)


def _counted(request: registry.Request) -> str:
    """The measure of a counter over time: a share before a mean before a plain count."""
    there = set(request.frame["measure"])
    return next((found for found in (SHARE, PER_DAY, COUNTED) if found in there), COUNTED)


def _meanings(request: registry.Request) -> choices.Chosen:
    """What each counter of the settings is, in words."""
    what, say = _what(request).casefold(), request.locale.say
    return {
        name: say("choice.counter_of", what=kind.what or name, of=kind.of)
        if kind.of
        else say("choice.counter", what=kind.what or name)
        for name, kind in request.settings.counts.items()
        if not what or name.casefold() == what
    }


def _change_figure(request: registry.Request) -> dict[str, object]:
    there = list(request.frame["measure"])
    order = (EACH_TIME, SHARE)
    measure = max(order, key=lambda found: (there.count(found), -order.index(found)))
    return {
        "pair": "when",
        "order": [BEFORE, AFTER],
        "by": ["what"],
        "measure": measure,
        "difference": DIFFERENCE if DIFFERENCE in there else None,
        "labels": request.labels(BEFORE, AFTER),
    }


def _changes(request: registry.Request) -> Mapping[str, str]:
    """Counter to what was changed and when, in words."""
    what, changed_on = _what(request), request.options["changed_on"]
    day, matches = request.locale.day, {}
    for name, kind in request.settings.counts.items():
        is_it = bool(what) and what.casefold() == name.casefold()
        when = (changed_on if is_it else None) or kind.changed_on
        if when is not None:
            matches[what if is_it else name] = ", ".join(filter(None, (kind.change, day(when))))
    if what and what not in matches and changed_on is not None:
        matches[what] = day(changed_on)
    return matches


def _is_pair(request: registry.Request) -> bool:
    """Whether an audit stands beside that of colleagues."""
    kinds = {name.casefold(): kind for name, kind in request.settings.counts.items()}
    kind = kinds.get(_what(request).casefold())
    return kind is not None and kind.beside is not None


def _audit_figure(request: registry.Request) -> dict[str, object]:
    there = set(request.frame["measure"])
    if not _is_pair(request):
        return {"by": ["place"], **({"measure": COUNTED} if COUNTED in there else {})}
    both = {"measure": SHARE, "difference": "parity"} if {SHARE, "parity"} <= there else {}
    say = request.locale.say
    labels = {OURS: say("label.ours"), THEIRS: say("label.beside")}
    return {"pair": "whose", "order": [THEIRS, OURS], "by": ["place"], "labels": labels, **both}


def _audited(request: registry.Request) -> choices.Chosen:
    taken = last_taken(request.tables, _what(request), request.when)
    return choices.named(request, "audited", request.locale.day(taken)) if taken else {}


def _interview(request: registry.Request) -> choices.Chosen:
    chosen = request.settings.plans
    return {
        **choices.choice(request, "interview", words=", ".join(chosen.interview)),
        **choices.choice(request, "around", days=chosen.days_around),
    }


registry.register(
    "06_events_and_channels",
    registry.Question(
        "newsletter",
        "What was done with the newsletter, of the copies delivered; openings are left out.",
        measures.newsletter,
        choices=("action",),
        figure="trend",
        figure_args={"measure": "newsletter action rate", "by": []},
        note="newsletter",
    ),
    registry.Question(
        "newsletter_issues",
        "The issues of the period, a row each (private: two columns tell small numbers).",
        measures.newsletter_issues,
        choices=("action",),
        kind="listing",
        audience="private",
    ),
    registry.Question(
        "newsletter_reach",
        "Who of each group stands among the recipients of the newsletter by name.",
        measures.newsletter_reach,
        options=(_BY,),
        choices=(choices.roster_day, "library_out"),
        figure="bars",
        figure_args={"by": _by},
    ),
    registry.Question(
        "social_answers",
        "Questions on internal social media that were answered, in each of the last quarters.",
        measures.social_answers,
        choices=("question",),
        figure="trend",
        figure_args={"measure": "questions answered", "by": []},
    ),
    registry.Question(
        "social_people",
        "Whom of each group we met on internal social media in twelve months, by name.",
        measures.social_people,
        options=(_BY,),
        choices=(choices.twelve_months, choices.roster_day, "library_out"),
        figure="bars",
        figure_args={"by": _by},
    ),
    registry.Question(
        "answer_time",
        "How long a question waits for its first answer, open ones counted.",
        measures.answer_time,
        choices=("question",),
        figure="steps",
        figure_args={
            "over": "days",
            "by": [],
            "axis": lambda request: request.locale.say("label.days_since_asked"),
            "at_risk": lambda request: request.locale.say("label.still_open"),
        },
    ),
    registry.Question(
        "counts",
        "Every counter beside the period before, as a table; or one counter over time.",
        measures.counts,
        _counts,
        options=(
            replace(_WHAT, text=f"{_WHAT.text[:-1]}; None: all of them."),
            registry.Option(
                "every",
                'Literal["quarter", "month"]',
                "Steps of the one counter: a quarter or a month.",
                "quarter",
            ),
        ),
        name=_name("counts"),
        title=_title,
        choices=(_meanings,),
        figure=lambda request: "trend" if _what(request) else None,
        figure_args=lambda it: {"measure": _counted(it), "by": []} if _what(it) else {},
        sentence=lambda request: "counts_over_time" if _what(request) else "counts",
        sentence_args=lambda it: {"what": _title(it), "measure": _counted(it)} if _what(it) else {},
    ),
    registry.Question(
        "counts_change",
        "Counters before and after the day on which something was changed.",
        measures.counts_change,
        options=(
            replace(_WHAT, text="One counter; None: every one with a day of change."),
            registry.Option(
                "changed_on", "dt.date | str | None", "Another day than that of the settings."
            ),
        ),
        name=_name("counts_change"),
        choices=("change_range",),
        figure="dumbbell",
        figure_args=_change_figure,
        sentence_args={"changes": _changes},
        note="counts_change",
    ),
    registry.Question(
        "audit",
        "The last audit by the end of a period, point by point; beside colleagues' where counted.",
        measures.counts_by_place,
        options=(
            replace(_WHAT, kind="str", default=registry.REQUIRED, example='"Signature audit"'),
        ),
        name=_name("audit"),
        title=_title,
        choices=(_audited,),
        figure=lambda request: "dumbbell" if _is_pair(request) else "bars",
        figure_args=_audit_figure,
    ),
    registry.Question(
        "posts",
        "Posts of the period with their views and, where they were counted, their readers.",
        measures.posts,
        options=(replace(_WHAT, kind="str", default="blog"),),
        name=_name("posts", "blog"),
        kind="listing",
        note="posts",
    ),
    registry.Question(
        "plans",
        "Planned steps with target colleagues that were done, as a table.",
        measures.plans,
        choices=("step", "aimed"),
    ),
    registry.Question(
        "plan_steps",
        "Steps due in the period or still open, by name (private).",
        measures.plan_steps,
        choices=("step",),
        kind="listing",
        audience="private",
    ),
    registry.Question(
        "interviews",
        "Target colleagues who were interviewed, with the touches around it (private).",
        measures.interviews,
        choices=(_interview,),
        kind="listing",
        audience="private",
        note="interviews",
        sentence_args={"targets": lambda request: len(targets(request.tables, request.when))},
    ),
)
