"""The first questions to any survey: what was answered to each, and by whom."""

import re
from collections.abc import Callable

from engagekit import measures
from engagekit.errors import NotMeasuredError
from engagekit.facts.answers import AnswerSheet, answer_sheet
from engagekit.facts.surveys import survey_of
from engagekit.measures.crosstab import STAFF, banner_of
from engagekit.presentation import banner_table, table
from engagekit.sections.registry import Answer, Request, complete


def _sheet(request: Request) -> AnswerSheet:
    """Every answer of the survey."""
    survey = request.options["survey"]
    return answer_sheet(request.tables, survey_of(request.tables, request.period, survey).id)


def _topline(request: Request) -> Answer:
    """Every question, and the block that each belongs to."""
    options = request.options
    frame = measures.topline(request.tables, during=request.period, **options)
    frame = frame[frame["measure"] != "change in answers"].reset_index(drop=True)
    sheet = _sheet(request)
    stems = {one.name: one.block for one in sheet.questions if one.block}
    words: dict[str, list[tuple[float, str]]] = {}
    for one in sheet.questions:  # of all items of a scale: to one of them nobody may give its end
        words.setdefault(one.scale_id or one.name, []).extend(one.worded)
    ends = {
        one.name: [list(end(words[one.scale_id or one.name])) for end in (min, max)]
        for one in sheet.questions
        if one.worded and min(words[one.scale_id or one.name])[0] <= 1  # else nobody gave its end
    }
    return frame, {"stems": stems, "ends": ends}


def _audience(request: Request) -> str:
    """Private where people stand in several columns: no total could be proved safe."""
    if request.frame.empty:
        return "board"
    by = request.options["by"]
    overlaps = banner_of(request.tables, _sheet(request), by, request.period).overlaps
    return "private" if overlaps else "board"


def _favourable(request: Request) -> list[str]:
    """The best answers to the overall question, where that is what is compared."""
    sheet = _sheet(request)
    try:
        question = sheet.survey.overall
    except NotMeasuredError:
        return []
    asked, least = sheet[str(question["question_id"])], sheet.survey.least(question)
    if request.frame.empty or request.frame["item"].iloc[0] != asked.name:
        return []
    return [name for name, score in asked.order.items() if score >= least]


def _by_name(name: str) -> Callable[[Request], str]:
    """Return the name of a section, which hangs on what it is by."""

    def named(request: Request) -> str:
        parts = (name, request.options.get("rows") or "", request.options["by"])
        words = (re.sub(r"\W+", "_", str(part).casefold()).strip("_") for part in parts)
        return "_".join(filter(None, words))

    return named


def _crosstab_title(request: Request) -> str:
    """Return the title of a cross-table: both questions."""
    frame = request.frame
    if frame.empty:
        return request.locale.say("section.crosstab_of")
    by = banner_table.across(frame)
    return request.locale.say(
        "section.crosstab",
        item=str(frame["item"].iloc[0]),
        by=table.header(by, request.locale.language).lower() if by in STAFF else by,
    )


complete(
    "topline", answer=_topline, figure_args=lambda request: {"layout": "topline", **request.facts}
)
complete(
    "crosstab",
    audience=_audience,
    sentence_args={"favourable": _favourable},
    name=_by_name("crosstab"),
    title=_crosstab_title,
)
complete(
    "banner",
    measure=measures.banner_book,
    audience=_audience,
    name=_by_name("banner"),
    title=lambda request: request.locale.say(
        "section.banner", by=table.header(request.options["by"], request.locale.language).lower()
    ),
)
