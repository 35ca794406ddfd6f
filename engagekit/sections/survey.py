"""Questions to a survey: what was answered to each question, by whom, and what lies behind it."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, NotMeasuredError, SettingsError
from engagekit.facts.answers import AnswerSheet, Asked, answer_sheet, favourable
from engagekit.facts.questions import points_in
from engagekit.facts.surveys import Survey, breaks, survey_of, surveys, until_of
from engagekit.locale import Locale
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame
from engagekit.measures.crosstab import STAFF, banner_of
from engagekit.measures.named_questions import COLLEAGUES, TEAM
from engagekit.measures.survey_change import satisfaction_change
from engagekit.presentation import banner_table, table
from engagekit.sections.registry import Answer, Request, complete


def _wave(request: Request) -> Survey:
    """The survey asked for, else the last one by the end of the period."""
    return survey_of(request.tables, request.period, request.options["survey"])


def _response(request: Request) -> Answer:
    """The rates of each group; of all together where nobody knows who is in which."""
    options = dict(request.options)
    if not request.tables.has("contacts"):
        options["by"] = None
    return measures.response_rate(request.tables, during=request.period, **options)


def _satisfaction(request: Request) -> Answer:
    facts = favourable(request.tables, _wave(request))
    return measures.satisfaction(request.tables, during=request.period, **request.options), facts


def _satisfaction_over_time(request: Request) -> Answer:
    frame = measures.satisfaction_over_time(request.tables, during=request.period)
    so_far = surveys(request.tables, until_of(request.tables, request.period))
    return frame, {
        "breaks": breaks(request.tables, during=request.period),
        "change": satisfaction_change(request.tables, during=request.period),
        "others": len(so_far) > len(frame),
    }


def _net_promoter(request: Request) -> Answer:
    """Net promoter of the survey and of the one before it."""
    tables, one, by = request.tables, _wave(request), request.options["by"]
    _ = one.recommend  # the survey before alone is no answer
    existing = measures.net_promoter_over_time(tables, survey=one.id, waves=2)
    if by is None:
        return existing
    now = measures.net_promoter(tables, during=request.period, **request.options)
    own = existing.index[existing["measure"] == "net promoter"][-1]
    before = existing[existing.index < own].assign(**{by: _frame.ALL})
    both = pd.concat([before, now.assign(period=one.label)], ignore_index=True)
    return _frame.measure_frame(both, ["period", by])


def _items(request: Request) -> Answer:
    """The scale questions that share the commonest scale, and what its two ends are."""
    frame = measures.distribution(request.tables, during=request.period, **request.options)
    if frame.empty:
        raise not_measured("no_scale")
    one = _wave(request)
    asked = {each.name: each for each in _sheet(request).questions}
    answers = frame.groupby("item", sort=False)["answer"].agg(tuple)
    order = answers.value_counts().index[0]
    same = frame[frame["item"].map(answers) == order]
    with suppress(DataError, SettingsError):
        # without the overall question, which has a section of its own, where others are left
        overall = one.overall["question_id"]
        rest = same[same["item"].map(lambda name: asked[name].question_id) != overall]
        same = rest if len(rest) else same
    mine = [asked[name] for name in same["item"].unique()]
    # without the words of their block where those of one scale are told apart
    if len({each.wording for each in mine}) == len(mine):
        same = same.assign(item=same["item"].map(lambda name: asked[name].wording))
    facts = {"order": list(order), **_sides(order, mine, asked.values(), request.locale)}
    return same.reset_index(drop=True), facts


def _sides(
    order: tuple[str, ...], items: list[Asked], every: Iterable[Asked], locale: Locale
) -> dict[str, object]:
    """The answers on each side of the middle of a scale, with the two ends in words."""
    scales = {each.scale_id for each in items}
    # the sides go by points: some answers may be untaken
    of_scale = [each for each in every if each.scale_id in scales and each.is_scored]
    given = sorted({score for each in of_scale for score in each.order.values()})
    points = max([*(stated for name in scales if (stated := points_in(name))), *given[-1:]])
    if len(given) != len(order):
        given = [float(at) for at in range(1, len(order) + 1)]
    place, middle = dict(zip(order, given, strict=True)), (points + 1) / 2
    low = [name for name in order if place[name] < middle]
    high = [name for name in order if place[name] > middle]
    labels = [locale.say(f"section.items_{side}") for side in ("disagree", "agree")]
    of_satisfaction = all(name.startswith("satisfaction-") for name in scales)
    own = locale.either(high) if low and high and not of_satisfaction else ""
    if own:
        labels = [locale.either(low), own]
    return {
        "disagree": low,
        "agree": high,
        "disagree_label": labels[0],
        "agree_label": labels[1],
        "own_label": own,
    }


def _profile_figure(request: Request) -> dict[str, object]:
    is_both = TEAM in set(request.frame["answer"])
    return {
        "pair": "answer",
        "by": ["word"],
        "order": [TEAM, COLLEAGUES] if is_both else [COLLEAGUES],
        "labels": {TEAM: request.locale.say("label.library_team")},
    }


def _sheet(request: Request) -> AnswerSheet:
    """Every answer of the survey."""
    return answer_sheet(request.tables, _wave(request).id)


def _topline(request: Request) -> Answer:
    """Every question, and the block that each belongs to."""
    frame = measures.topline(request.tables, during=request.period, **request.options)
    frame = frame[frame["measure"] != "change in answers"].reset_index(drop=True)
    sheet = _sheet(request)
    stems = {one.name: one.block for one in sheet.questions if one.block}
    words: dict[str, list[tuple[float, str]]] = {}
    for one in sheet.questions:  # of all items of a scale: to one of them nobody may give its end
        words.setdefault(one.scale_id or one.name, []).extend(one.worded)
    ends = {}
    for one in sheet.questions:
        of_scale = words[one.scale_id or one.name]
        if one.worded and min(of_scale)[0] <= 1:  # else nobody gave its end
            ends[one.name] = [list(min(of_scale)), list(max(of_scale))]
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
    with suppress(NotMeasuredError):
        question = sheet.survey.overall
        asked, least = sheet[str(question["question_id"])], sheet.survey.least(question)
        if asked.name in request.frame["item"].head(1).tolist():
            return [name for name, score in asked.order.items() if score >= least]
    return []


def _by_name(name: str) -> Callable[[Request], str]:
    """Return the name of a section, which hangs on what it is by."""

    def named(request: Request) -> str:
        parts = (name, request.options.get("rows") or "", request.options["by"])
        words = (re.sub(r"\W+", "_", str(part).casefold()).strip("_") for part in parts)
        return "_".join(filter(None, words))

    return named


def _across(request: Request) -> str:
    """Return what stands across the top of a cross-table, in words."""
    frame = request.frame
    by = request.options["by"] if frame.empty else banner_table.across(frame)
    return table.header(by, request.locale.language).lower() if by in STAFF else by


def _crosstab_title(request: Request) -> str:
    """Return the title of a cross-table: both questions."""
    if request.frame.empty:
        return request.locale.say("section.crosstab_of")
    item = str(request.frame["item"].iloc[0])
    return request.locale.say("section.crosstab", item=item, by=_across(request))


complete("response", answer=_response)
complete("satisfaction", answer=_satisfaction)
complete("satisfaction_over_time", answer=_satisfaction_over_time)
complete("items", answer=_items)
complete("net_promoter", answer=_net_promoter)
complete("attribute_profile", figure_args=_profile_figure)
complete("topline", answer=_topline)
complete(
    "crosstab",
    audience=_audience,
    sentence_args={"favourable": _favourable},
    name=_by_name("crosstab"),
    title=_crosstab_title,
)
complete(
    "banner",
    audience=_audience,
    name=_by_name("banner"),
    title=lambda request: request.locale.say("section.banner", by=_across(request)),
)
