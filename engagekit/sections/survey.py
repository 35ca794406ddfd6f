"""Questions on what people answered."""

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, SettingsError
from engagekit.facts import reading
from engagekit.locale.missing import not_measured
from engagekit.measures import _answer_sheet, _frame, _survey_waves
from engagekit.measures import waves as question_waves
from engagekit.measures.survey_change import satisfaction_change
from engagekit.sections.registry import Answer, Request, complete
from engagekit.tables.tables import Tables


def _wave(request: Request) -> str:
    """The survey asked for, else the last one by the end of the period."""
    return _survey_waves.wave(request.tables, request.period, request.options["survey"])


def _overall(request: Request) -> tuple[Tables, str, pd.Series]:
    """The tables, the survey and its overall question."""
    number = _wave(request)
    return request.tables, number, _survey_waves.overall_question(request.tables, number)


def _response(request: Request) -> Answer:
    """The rates of each group; of all together where nobody knows who is in which."""
    options = dict(request.options)
    if not request.tables.has("contacts"):
        options["by"] = None
    return measures.response_rate(request.tables, during=request.period, **options)


def _satisfaction(request: Request) -> Answer:
    facts = _survey_waves.favourable(*_overall(request))
    return measures.satisfaction(request.tables, during=request.period, **request.options), facts


def _satisfaction_over_time(request: Request) -> Answer:
    frame = measures.satisfaction_over_time(request.tables, during=request.period)
    return frame, {
        "breaks": list(question_waves.breaks(request.tables, during=request.period)),
        "change": satisfaction_change(request.tables, during=request.period),
    }


def _net_promoter(request: Request) -> Answer:
    """Net promoter of the survey and of the one before it."""
    tables, number, by = request.tables, _wave(request), request.options["by"]
    _survey_waves.recommend_question(tables, number)  # the survey before alone is no answer
    existing = measures.net_promoter_over_time(tables, survey=number, waves=2)
    if by is None:
        return existing
    now = measures.net_promoter(tables, during=request.period, **request.options)
    own = existing.index[existing["measure"] == "net promoter"][-1]
    before = existing[existing.index < own].assign(**{by: _frame.ALL})
    now = now.assign(period=_survey_waves.label_of(tables, number))
    return _frame.measure_frame(pd.concat([before, now], ignore_index=True), ["period", by])


def _items(request: Request) -> Answer:
    """The scale questions that share the commonest scale, and what its two ends are."""
    frame = measures.distribution(request.tables, during=request.period, **request.options)
    if frame.empty:
        raise not_measured("no_scale")
    sizes = frame.groupby("item", sort=False)["answer"].agg(tuple)
    most = sizes.value_counts().index[0]
    tables, number, order = request.tables, _wave(request), list(most)
    same = _services(frame[frame["item"].map(sizes) == most], tables, number)
    every = _survey_waves.questions_of(tables, number)
    questions = every[every["kind"] == "scale"]
    names = _answer_sheet.item_names(questions)
    is_same = questions["question_id"].map(names).isin(set(same["item"]))
    scales = set(questions.loc[is_same, "scale_id"].astype("str"))
    # the sides of the middle go by points: some answers may be untaken
    of_scale = every.loc[every["scale_id"].isin(list(scales)), "question_id"].tolist()
    rows = _survey_waves.answers(tables, number, of_scale).select("score").unique()
    supplied = sorted(reading.collected(rows)["score"].dropna())
    stated = [points for name in scales if (points := _survey_waves.points_in(name)) is not None]
    points = max([*stated, *supplied[-1:]])
    if len(supplied) != len(order):
        supplied = [float(at) for at in range(1, len(order) + 1)]
    middle, at = (points + 1) / 2, dict(zip(order, supplied, strict=True))
    low = [name for name in order if at[name] < middle]
    high = [name for name in order if at[name] > middle]
    facts = {"order": order, "disagree": low, "agree": high, "scales": scales}
    # without the words of their block where those of one scale are told apart
    pairs = zip(questions["question_id"], questions["wording"], strict=True)
    short = same["item"].map({names[key]: text for key, text in pairs})
    if short.nunique() == same["item"].nunique():
        same = same.assign(item=short)
    return same.reset_index(drop=True), facts


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


def _services(frame: pd.DataFrame, tables: Tables, survey_id: str) -> pd.DataFrame:
    """Items without the overall question, which has a section of its own, where others are left."""
    try:
        overall = str(_survey_waves.overall_question(tables, survey_id)["question_id"])
    except (DataError, SettingsError):
        return frame
    questions = _survey_waves.questions_of(tables, survey_id)
    name = _answer_sheet.item_names(questions[questions["kind"] == "scale"]).get(overall)
    rest: pd.DataFrame = frame[frame["item"] != name]
    return rest if len(rest) else frame


complete("response", answer=_response)
complete("representativeness", sentence_args={"by": lambda request: request.options["by"]})
complete(
    "satisfaction",
    answer=_satisfaction,
    figure_args={"target": lambda request: request.settings.targets.get("satisfaction")},
)
complete(
    "satisfaction_over_time",
    answer=_satisfaction_over_time,
    figure_args=lambda request: {"breaks": request.facts["breaks"]},
    sentence_args=lambda request: {"change": request.facts["change"]},
)
complete(
    "items",
    answer=_items,
    measure=measures.distribution,
    figure_args=_items_figure,
    sentence_args=_items_words,
)
complete("net_promoter", answer=_net_promoter)
