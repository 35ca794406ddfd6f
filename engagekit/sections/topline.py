"""The first questions to any survey: what was answered to each, and by whom."""

from __future__ import annotations

from engagekit import measures
from engagekit.measures import _survey_waves
from engagekit.measures.topline import sheet_of
from engagekit.sections import choices
from engagekit.sections.registry import SURVEY, Answer, Option, Question, Request, register


def _topline(request: Request) -> Answer:
    """Every question, and the block that each belongs to."""
    options = request.options
    frame = measures.topline(request.tables, during=request.when, **options)
    frame = frame[frame["measure"] != "change in answers"].reset_index(drop=True)
    sheet, shown = sheet_of(request.tables, request.when, options["survey"])
    stems = {one.name: one.block for one in sheet.questions if one.block}
    filters = {
        (one.block or one.name): {"question": found.by.wording, "answers": list(found.answers)}
        for one in sheet.questions
        if (found := shown[one.question_id]).by is not None
    }
    return frame, {"stems": stems, "filters": filters}


def _note(request: Request) -> str:
    """Who was asked what only some were asked."""
    filters = request.facts.get("filters", {})
    locale = request.locale
    texts = [
        locale.say(
            "note.topline_led",
            item=name,
            answers=locale.either(one["answers"]),
            question=one["question"],
        )
        for name, one in filters.items()
    ]
    return " ".join([locale.say("note.topline"), *texts])


def _partials(request: Request) -> dict[str, str]:
    """From where on unfinished answers are used."""
    least = request.locale.number(request.settings.survey.partial_from, "share")
    return choices.choice(request, "partials", share=least)


def wave(request: Request) -> str:
    """Return the survey asked for, else the last one by the end of the period."""
    return _survey_waves.wave(request.tables, request.when, request.options["survey"])


register(
    "05_survey",
    Question(
        "topline",
        "Every question of the survey in its order: who was asked, and what they answered.",
        measures.topline,
        _topline,
        options=(
            SURVEY,
            Option("compare", "str | None", "An earlier survey by its id, or ``before``."),
        ),
        choices=(choices.survey, _partials, choices.weights),
        figure_args=lambda request: {"layout": "topline", "stems": request.facts["stems"]},
        note=_note,
        details="With ``compare`` the survey before stands beside it, and each clear change.",
    ),
)
