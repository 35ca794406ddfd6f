"""Questions on promises, stories, initiatives and what clients confirm."""

from __future__ import annotations

from engagekit.measures.asking import STEPS
from engagekit.measures.promises import AGES, NO_DAY, NOT_DUE
from engagekit.measures.stories import ACTIVITY, NO_INITIATIVE
from engagekit.sections.registry import Question, register

_AGES = zip(
    (NOT_DUE, *AGES, NO_DAY), ("not", "week", "month", "quarter", "long", "none"), strict=True
)
AGE_LABELS = {name: f"label.overdue_{key}" for name, key in _AGES}


register(
    "07_followup_and_stories",
    Question(
        "promises",
        "Promises kept on time and late, and the days a promise takes, as a table.",
        choices=("promise",),
    ),
    Question(
        "promises_open",
        "Open promises by how long they are overdue.",
        choices=("promise",),
        figure="ageing",
        figure_args={
            "by": ["overdue"],
            "overdue": list(AGES),
            "labels": lambda it: {name: it.locale.say(key) for name, key in AGE_LABELS.items()},
            "axis": lambda request: request.locale.say("label.days_late"),
        },
    ),
    Question(
        "promises_overdue",
        "Overdue promises by name (private).",
        choices=("promise",),
        kind="listing",
        audience="private",
    ),
    Question(
        "story_bank",
        "Stories that may be published, by initiative and quarter; empty cells stay visible.",
        choices=("story",),
        figure="matrix",
        figure_args={
            "across": "period",
            "by": ["initiative"],
            "labels": lambda request: {NO_INITIATIVE: request.locale.say("label.no_initiative")},
        },
    ),
    Question(
        "story_facts",
        "Permission, freshness, who told the stories and who drafted them, as a table.",
        choices=("story", "fresh", "others"),
    ),
    Question(
        "story_asks",
        "Of the stories asked for, how many were told, may be published, and who drafted them.",
        choices=("asks",),
        figure="stages",
        figure_args={
            "measure": "stories asked for",
            "by": ["step"],
            "order": list(STEPS),
            "labels": lambda request: request.labels(*STEPS),
        },
    ),
    Question(
        "initiative_coverage",
        "What each live initiative had of the library: touches, stories, a contribution.",
        choices=("tags",),
        figure="matrix",
        figure_args={
            "across": "what",
            "by": ["initiative"],
            "columns": list(ACTIVITY),
            "labels": lambda request: request.labels(*ACTIVITY),
        },
    ),
    Question(
        "initiative_hours",
        "Which share of the time written down went to each live initiative.",
        choices=("time",),
        figure="bars",
        figure_args={"by": ["initiative"]},
    ),
    Question(
        "contributions",
        "The contribution ledger: what came of it, our part, and which client confirms it.",
        choices=("contribution",),
        kind="listing",
    ),
)
