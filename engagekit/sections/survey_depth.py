"""Questions on what lies behind satisfaction: gaps, words, worth, comments."""

from functools import partial
from typing import Any

from engagekit.measures import named_questions, themes
from engagekit.measures.gaps import wave as gaps_wave
from engagekit.sections import choices
from engagekit.sections.registry import Choice, Request, Wave, complete


def _survey(wave: Wave) -> Choice:
    """The survey that a question is on, which is the last that asked it."""

    def chosen(request: Request) -> choices.Chosen:
        survey = wave(request.tables, request.period, request.options.get("survey"))
        return choices.titled(request, survey)

    return chosen


def _on(name: str, wave: Wave, *more: Choice, **parts: Any) -> None:
    """Complete a question to the last survey that asked it."""
    complete(name, wave=wave, choices=(_survey(wave), *more), **parts)


def _asked(setting: str) -> Choice:
    """The question that the settings name."""

    def chosen(request: Request) -> choices.Chosen:
        value = request.settings.survey
        for part in setting.split("."):
            value = getattr(value, part)
        return choices.named(request, "question", str(value or ""))

    return chosen


def _profile_figure(request: Request) -> dict[str, object]:
    two = [named_questions.TEAM, named_questions.COLLEAGUES]
    is_both = named_questions.TEAM in set(request.frame["answer"])
    return {
        "pair": "answer",
        "by": ["word"],
        "order": two if is_both else two[1:],
        "labels": {named_questions.TEAM: request.locale.say("label.library_team")},
    }


def _groups(request: Request) -> choices.Chosen:
    """The two groups that the settings compare."""
    return {
        name: request.locale.say("label.library_team")
        if tuple(levels) == (named_questions.LIBRARY,)
        else ", ".join(levels)
        for name, levels in request.settings.survey.perception.groups.items()
    }


_THEMED = ("theme", "nothing_said")
_on("gaps", gaps_wave, lambda it: choices.choice(it, "gap", "gap_importance"))
_on(
    "perception_gap",
    partial(named_questions.wave_of, "perception"),
    _groups,
    _asked("perception.question"),
    lambda it: choices.named(
        it,
        "counting",
        ", ".join(it.settings.survey.perception.answers) or it.locale.say("choice.top_two"),
    ),
)
_on(
    "attribute_profile",
    partial(named_questions.wave_of, "profile"),
    _asked("profile.question"),
    lambda it: choices.choice(it, "team", k=it.k),
    figure_args=_profile_figure,
    sentence_args={"k": lambda request: request.k},
)
_on(
    "aided_awareness",
    partial(named_questions.wave_of, "awareness"),
    _asked("awareness_question"),
    figure_args={"labels": lambda request: {"All": request.locale.say("label.any_service")}},
)
_on(
    "useful",
    partial(named_questions.wave_of, "useful"),
    _asked("useful_question"),
    lambda it: choices.named(it, "yes", ", ".join(it.settings.survey.useful_answers)),
)
_on(
    "comment_themes",
    themes.wave,
    *_THEMED,
    figure_args={
        "labels": lambda request: {themes.NO_THEME: request.locale.say("label.no_theme")},
        "context": [themes.NO_THEME],
    },
)
_on("comments", themes.wave, *_THEMED)
