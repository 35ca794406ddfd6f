"""Questions on what people answered."""

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, SettingsError
from engagekit.facts.answers import answer_sheet, favourable
from engagekit.facts.questions import points_in
from engagekit.facts.surveys import Survey, breaks, survey_of, surveys, until_of
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame
from engagekit.measures.survey_change import satisfaction_change
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
    answers = frame.groupby("item", sort=False)["answer"].agg(tuple)
    order = list(answers.value_counts().index[0])
    same = frame[frame["item"].map(answers) == tuple(order)]
    asked = {each.name: each for each in answer_sheet(one.tables, one.id).questions}
    # without the overall question, which has a section of its own, where others are left
    rest = same[same["item"].map(lambda name: asked[name].question_id) != _overall_id(one)]
    same = rest if len(rest) else same
    mine = [asked[name] for name in same["item"].unique()]
    scales = {each.scale_id for each in mine}
    # the sides of the middle go by points: some answers may be untaken
    of_scale = [each for each in asked.values() if each.scale_id in scales and each.is_scored]
    given = sorted({score for each in of_scale for score in each.order.values()})
    points = max([*(stated for name in scales if (stated := points_in(name))), *given[-1:]])
    if len(given) != len(order):
        given = [float(at) for at in range(1, len(order) + 1)]
    place, middle = dict(zip(order, given, strict=True)), (points + 1) / 2
    low = [name for name in order if place[name] < middle]
    high = [name for name in order if place[name] > middle]
    # without the words of their block where those of one scale are told apart
    if len({each.wording for each in mine}) == len(mine):
        same = same.assign(item=same["item"].map(lambda name: asked[name].wording))
    facts = {"order": order, "disagree": low, "agree": high, "scales": scales}
    return same.reset_index(drop=True), facts


def _overall_id(one: Survey) -> str:
    try:
        return str(one.overall["question_id"])
    except (DataError, SettingsError):
        return ""


def _items_figure(request: Request) -> dict[str, object]:
    low, high = _ends(request)
    sides = {name: request.facts[name] for name in ("order", "disagree", "agree")}
    return {**sides, "agree_label": high, "disagree_label": low}


def _items_words(request: Request) -> dict[str, object]:
    high, agree = _ends(request)[1], request.facts["agree"]
    own = {} if high == request.locale.say("section.items_agree") else {"agree_label": high}
    return {"agree": agree, **own}


def _ends(request: Request) -> tuple[str, str]:
    """The two ends of a scale in words: those of satisfaction, else its own."""
    low, high, locale = request.facts["disagree"], request.facts["agree"], request.locale
    of_satisfaction = all(name.startswith("satisfaction-") for name in request.facts["scales"])
    if not (low and high) or of_satisfaction:
        return locale.say("section.items_disagree"), locale.say("section.items_agree")
    return locale.either(low), locale.either(high)


complete("response", answer=_response)
complete("representativeness", sentence_args={"by": lambda request: request.options["by"]})
complete("satisfaction", answer=_satisfaction)
complete("satisfaction_over_time", answer=_satisfaction_over_time)
complete(
    "items",
    answer=_items,
    measure=measures.distribution,
    figure_args=_items_figure,
    sentence_args=_items_words,
)
complete("net_promoter", answer=_net_promoter)
