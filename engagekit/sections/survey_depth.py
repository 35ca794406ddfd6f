"""Questions on what lies behind satisfaction: gaps, what goes with it, words, worth, comments."""

from __future__ import annotations

from dataclasses import replace

from engagekit import measures
from engagekit.errors import NotMeasuredError
from engagekit.measures import awareness, panel, perception, profile, themes
from engagekit.measures.consistency import wave as consistency_wave
from engagekit.measures.drivers import wave as drivers_wave
from engagekit.measures.gaps import IMPORTANCE, SERVICE, way_of
from engagekit.measures.gaps import wave as gaps_wave
from engagekit.sections import choices
from engagekit.sections.registry import SURVEY, Choice, Question, Request, Wave, register


def _survey(wave: Wave) -> Choice:
    """The survey that a question is on, which is the last that asked it."""

    def chosen(request: Request) -> choices.Chosen:
        survey = wave(request.tables, request.period, request.options.get("survey"))
        return choices.titled(request, survey)

    return chosen


def _on(wave: Wave, question: Question, *more: Choice, has_option: bool = True) -> Question:
    """A question to the last survey that asked it."""
    options = (SURVEY,) if has_option else ()
    return replace(question, wave=wave, options=options, choices=(_survey(wave), *more))


def _is_service(request: Request) -> bool:
    """Whether the settings name what people accept and wish, in place of importance."""
    try:
        return way_of(request.settings.survey.gaps) == SERVICE
    except NotMeasuredError:
        return False


def _gaps_figure(request: Request) -> dict[str, object]:
    is_service = _is_service(request)
    return {
        "pair": "level",
        "by": ["item"],
        "order": ["minimum", "perceived"] if is_service else ["importance", "satisfaction"],
        "third": "desired" if is_service else "",
        "measure": "item level",
        "difference": "adequacy gap" if is_service else "gap to importance",
        "by_difference": True,
        "labels": request.labels(*IMPORTANCE, *SERVICE),
    }


def _way(request: Request) -> str:
    return "service" if _is_service(request) else "importance"


def _asked(setting: str) -> Choice:
    """The question that the settings name."""

    def chosen(request: Request) -> choices.Chosen:
        value = request.settings.survey
        for part in setting.split("."):
            value = getattr(value, part)
        return choices.named(request, "question", str(value or ""))

    return chosen


def _profile_figure(request: Request) -> dict[str, object]:
    two = [profile.TEAM, profile.COLLEAGUES]
    is_both = profile.TEAM in set(request.frame["answer"])
    say = request.locale.say
    return {
        "pair": "answer",
        "by": ["word"],
        "order": two if is_both else two[1:],
        "labels": dict(zip(two, (say("label.library_team"), say("label.colleagues")), strict=True)),
    }


def _groups(request: Request) -> choices.Chosen:
    """The two groups that the settings compare."""
    return {
        name: request.locale.say("label.library_team")
        if tuple(levels) == (perception.LIBRARY,)
        else ", ".join(levels)
        for name, levels in request.settings.survey.perception.groups.items()
    }


def _counting(request: Request) -> choices.Chosen:
    answers = ", ".join(request.settings.survey.perception.answers)
    return choices.named(request, "counting", answers or request.locale.say("choice.top_two"))


_THEMED = ("theme", choices.nothing_said)

register(
    "05_survey",
    _on(
        consistency_wave,
        Question("consistency", "Whether the items of each block hang together, as a table."),
    ),
    _on(
        lambda tables, during, survey: panel.waves(tables, during)[1],
        Question(
            "panel_change",
            "How the overall answer moved within the people who answered twice.",
            answer=lambda request: measures.panel_change(request.tables, during=request.period),
            figure="bars",
            figure_args={
                "measure": "answers that moved",
                "by": ["answer"],
                "order": list(panel.WAYS),
                "labels": lambda request: request.labels(*panel.WAYS),
            },
        ),
        "joined",
        has_option=False,
    ),
    _on(
        gaps_wave,
        Question(
            "gaps",
            "How good each service is, beside its importance, or beside what people accept and "
            "wish.",
            figure="dumbbell",
            figure_args=_gaps_figure,
            note=lambda request: request.locale.say(f"note.gaps_{_way(request)}"),
        ),
        lambda it: choices.choice(it, "gap", f"gap_{_way(it)}"),
    ),
    _on(
        drivers_wave,
        Question(
            "drivers",
            "What goes with overall satisfaction, or that there are too few answers to rank.",
            figure="bars",
            figure_args={"measure": "share of what goes with satisfaction", "by": ["item"]},
            note="drivers",
        ),
        "shares",
    ),
    _on(
        perception.wave,
        Question(
            "perception_gap",
            "Do two groups see the library's worth alike, with the range of the difference.",
            figure="bars",
            figure_args={"measure": "sees the value", "by": ["group"]},
        ),
        _groups,
        _asked("perception.question"),
        _counting,
    ),
    _on(
        profile.wave,
        Question(
            "attribute_profile",
            "How colleagues describe the library, beside how its team describes itself.",
            figure="dumbbell",
            figure_args=_profile_figure,
            sentence_args={"k": lambda request: request.k},
        ),
        _asked("profile.question"),
        lambda it: choices.choice(it, "team", k=it.k),
    ),
    _on(
        awareness.awareness_wave,
        Question(
            "aided_awareness",
            "Who knows at least one service of the list, and which services are known.",
            figure="bars",
            figure_args={
                "by": ["service"],
                "labels": lambda request: {"All": request.locale.say("label.any_service")},
            },
        ),
        _asked("awareness_question"),
    ),
    _on(
        awareness.useful_wave,
        Question("useful", "Was it useful to me: one question, as a table.", measures.useful),
        _asked("useful_question"),
        lambda it: choices.named(it, "yes", ", ".join(it.settings.survey.useful_answers)),
    ),
    _on(
        themes.wave,
        Question(
            "comment_themes",
            "What comments are about, by the list of themes; comments without a theme stay "
            "visible.",
            figure="bars",
            figure_args={
                "by": ["theme"],
                "labels": lambda request: {themes.NO_THEME: request.locale.say("label.no_theme")},
                "context": [themes.NO_THEME],
            },
        ),
        *_THEMED,
    ),
    _on(
        themes.wave,
        Question(
            "comments",
            "Every comment with its themes, those without one first (private: comments carry "
            "names).",
            kind="listing",
            audience="private",
        ),
        *_THEMED,
    ),
)
