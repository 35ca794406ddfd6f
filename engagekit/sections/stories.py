"""Questions on promises, stories, initiatives and what clients confirm."""

from engagekit.measures.promises import AGES, NO_DAY
from engagekit.measures.stories import ACTIVITY, NO_INITIATIVE, STEPS
from engagekit.sections.registry import complete

_AGES = zip((*AGES, NO_DAY), ("not", "week", "month", "quarter", "long", "none"), strict=True)
AGE_LABELS = {name: f"label.overdue_{key}" for name, key in _AGES}


complete(
    "promises_open",
    figure_args={
        "marked": [age for age, (least, _) in AGES.items() if least > 0],
        "marked_words": lambda request: request.locale.say("figure.overdue"),
        "labels": lambda it: {name: it.locale.say(key) for name, key in AGE_LABELS.items()},
        "axis": lambda request: request.locale.say("label.days_late"),
    },
)
complete(
    "story_bank",
    figure_args={
        "labels": lambda request: {NO_INITIATIVE: request.locale.say("label.no_initiative")}
    },
)
complete(
    "story_asks",
    figure_args={"order": list(STEPS), "labels": lambda request: request.labels(*STEPS)},
)
complete(
    "initiative_coverage",
    figure_args={"columns": list(ACTIVITY), "labels": lambda request: request.labels(*ACTIVITY)},
)
