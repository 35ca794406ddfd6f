"""Sections on what people answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, SettingsError
from engagekit.locale.missing import not_measured
from engagekit.locale.words import either, say
from engagekit.measures import _frames, _survey_waves
from engagekit.measures import waves as question_waves
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.satisfaction import item_names
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def _overall(tables: Tables, survey: str | None) -> _assumptions_used.Words:
    """The survey, the overall question and how answers are weighted."""
    return _assumptions_used.together(
        _assumptions_used.survey(tables, survey),
        _assumptions_used.overall(tables, survey),
        _assumptions_used.weights(tables),
    )


def response(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """How many of those invited answered (AAPOR RR2, RR1 beside it)."""
    return make(
        "response",
        tables,
        during,
        lambda period: measures.response_rate(tables, during=period, by=by, survey=survey),
        survey=survey,
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.survey(tables, survey), _assumptions_used.fixed("responded")
        ),
        sentence="response",
    )


def representativeness(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Those who answered beside the staff list, group by group.

    Private: beside satisfaction by group it would tell the bases that are hidden there.
    """
    return make(
        "representativeness",
        tables,
        during,
        lambda period: measures.representativeness(tables, during=period, by=by, survey=survey),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.survey(tables, survey),
            _assumptions_used.library_out,
            _assumptions_used.roster_day,
            _assumptions_used.fixed("several"),
        ),
        figure="dumbbell",
        figure_args={"pair": "answer", "k": tables.settings.disclosure.k},
        sentence="representativeness",
        sentence_args={"by": by},
        audience="private",
    )


def satisfaction(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = "department",
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Share of answers in the top two boxes of the overall question, by group."""
    top: dict[str, Any] = {}

    def measured(period: Period) -> pd.DataFrame:
        number = _survey_waves.wave(tables, period, survey)
        top.update(
            _survey_waves.favourable(tables, number, _survey_waves.overall_question(tables, number))
        )
        return measures.satisfaction(tables, during=period, by=by, survey=survey)

    result = make(
        "satisfaction",
        tables,
        during,
        measured,
        survey=survey,
        language=language,
        choices=_overall(tables, survey),
        figure="bars",
        figure_args={
            "target": tables.settings.targets.get("satisfaction"),
            "k": tables.settings.disclosure.k,
        },
        sentence="satisfaction",
    )
    return result.with_args(result.figure_args, top)


def mean_score(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """The mean of the overall question as a table: a footnote to the shares."""
    return _in_points(
        "mean_score",
        tables,
        during,
        survey,
        language,
        _overall(tables, survey),
        lambda period: measures.mean_score(tables, during=period, by=by, survey=survey),
    )


def median_score(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """The middle answer to the overall question as a table."""
    chosen = _assumptions_used.together(
        _assumptions_used.survey(tables, survey), _assumptions_used.overall(tables, survey)
    )
    return _in_points(
        "median_score",
        tables,
        during,
        survey,
        language,
        chosen,
        lambda period: measures.median_score(tables, during=period, survey=survey),
    )


def _in_points(
    name: str,
    tables: Tables,
    during: str | Period | None,
    survey: str | None,
    language: str | None,
    choices: _assumptions_used.Words,
    measure: Callable[[Period], pd.DataFrame],
) -> Section:
    """A number on the scale of the overall question, whose sentence says how many points it has."""
    points: list[float] = []

    def measured(period: Period) -> pd.DataFrame:
        number = _survey_waves.wave(tables, period, survey)
        question = _survey_waves.overall_question(tables, number)
        points.append(_survey_waves.points_of(tables, number, question))
        return measure(period)

    result = make(
        name,
        tables,
        during,
        measured,
        survey=survey,
        language=language,
        choices=choices,
        sentence=name,
    )
    return result.with_args(result.figure_args, {"points": points[0] if points else 0})


def satisfaction_over_time(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Satisfaction in each survey so far, with the last change and its range.

    The line is cut where the overall question was worded anew.
    """
    cuts: list[str] = []

    def measured(period: Period) -> pd.DataFrame:
        frame = measures.satisfaction_over_time(tables, during=period)
        cuts.extend(question_waves.breaks(tables, during=period))
        return frame

    result = make(
        "satisfaction_over_time",
        tables,
        during,
        measured,
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.last_wave(tables), _assumptions_used.weights(tables)
        ),
        figure="trend",
        figure_args={"k": tables.settings.disclosure.k},
        sentence="satisfaction_over_time",
    )
    return result.with_args({**result.figure_args, "breaks": cuts}, result.sentence_args)


def waves(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Each question beside the one it was in the survey before; reworded ones are suggestions."""
    return make(
        "waves",
        tables,
        during,
        lambda period: question_waves.question_waves(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("same_question"),
        kind="listing",
    )


def items(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """How the answers to every scale question that shares the scale are spread."""
    order: list[str] = []
    scales: set[str] = set()
    ends: list[list[str]] = [[], []]

    def measured(period: Period) -> pd.DataFrame:
        frame = measures.distribution(tables, during=period, survey=survey)
        if frame.empty:
            raise not_measured("no_scale")
        sizes = frame.groupby("item", sort=False)["answer"].agg(tuple)
        most = sizes.value_counts().index[0]
        order.extend(most)
        same: pd.DataFrame = frame[frame["item"].map(sizes) == most]
        number = _survey_waves.wave(tables, period, survey)
        same = _services(same, tables, number)
        scales.update(_scales_of(tables, number, set(same["item"])))
        ends[:] = _by_side(tables, number, order, scales)
        return _shortly(same, tables, number).reset_index(drop=True)

    result = make(
        "items",
        tables,
        during,
        measured,
        survey=survey,
        language=language,
        figure="likert",
        choices=_assumptions_used.together(
            _assumptions_used.survey(tables, survey),
            _assumptions_used.weights(tables),
            _assumptions_used.apart(tables),
        ),
        sentence="items",
    )
    told_in = language or tables.settings.report.language
    low, high = _ends(ends[0], ends[1], scales, told_in)
    args = {
        "order": order,
        "disagree": ends[0],
        "agree": ends[1],
        "agree_label": high,
        "disagree_label": low,
        "k": tables.settings.disclosure.k,
    }
    own = {} if high == say("section.items_agree", told_in) else {"agree_label": high}
    return result.with_args(args, {"agree": args["agree"], **own})


def _by_side(tables: Tables, survey_id: str, order: list[str], scales: set[str]) -> list[list[str]]:
    """The answers below and above the middle of a scale, by their points: some may be untaken."""
    questions = _survey_waves.questions_of(tables, survey_id)
    requested = questions.loc[questions["scale_id"].isin(list(scales)), "question_id"].tolist()
    rows = _survey_waves.answers(tables, survey_id, requested).select("score").unique()
    supplied = sorted(_frames.collected(rows)["score"].dropna())
    stated = [points for name in scales if (points := _survey_waves.points_in(name)) is not None]
    points = max([*stated, *supplied[-1:]])
    if len(supplied) != len(order):
        supplied = [float(at) for at in range(1, len(order) + 1)]
    middle = (points + 1) / 2
    at = dict(zip(order, supplied, strict=True))
    return [
        [name for name in order if at[name] < middle],
        [name for name in order if at[name] > middle],
    ]


def _ends(low: list[str], high: list[str], scales: set[str], language: str) -> tuple[str, str]:
    """The two ends of a scale in words: those of satisfaction, else its own."""
    if not (low and high) or all(name.startswith("satisfaction-") for name in scales):
        return say("section.items_disagree", language), say("section.items_agree", language)
    return either(low, language), either(high, language)


def _scales_of(tables: Tables, survey_id: str, items: set[str]) -> set[str]:
    """The scales of some items."""
    questions = _survey_waves.questions_of(tables, survey_id)
    questions = questions[questions["kind"] == "scale"]
    names = questions["question_id"].map(item_names(questions))
    return set(questions.loc[names.isin(items), "scale_id"].astype("str"))


def _services(frame: pd.DataFrame, tables: Tables, survey_id: str) -> pd.DataFrame:
    """Items without the overall question, which has a section of its own, where others are left."""
    try:
        overall = str(_survey_waves.overall_question(tables, survey_id)["question_id"])
    except (DataError, SettingsError):
        return frame
    questions = _survey_waves.questions_of(tables, survey_id)
    name = item_names(questions[questions["kind"] == "scale"]).get(overall)
    rest: pd.DataFrame = frame[frame["item"] != name]
    return rest if len(rest) else frame


def _shortly(frame: pd.DataFrame, tables: Tables, survey_id: str) -> pd.DataFrame:
    """Items without the words of their block where those of one scale are told apart."""
    questions = _survey_waves.questions_of(tables, survey_id)
    scales = questions[questions["kind"] == "scale"]
    names = item_names(scales)
    words = {
        names[key]: text for key, text in zip(scales["question_id"], scales["wording"], strict=True)
    }
    short = frame["item"].map(words)
    apart = short.nunique() == frame["item"].nunique()
    return frame.assign(item=short) if apart else frame


def net_promoter(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Net promoter with its range, what it is made of, and the survey before, as a table."""

    def measured(period: Period) -> pd.DataFrame:
        number = _survey_waves.wave(tables, period, survey)
        _survey_waves.recommend_question(tables, number)  # the survey before alone is no answer
        existing = measures.net_promoter_over_time(tables, survey=number, waves=2)
        if by is None:
            return existing
        now = measures.net_promoter(tables, during=period, by=by, survey=survey)
        label = _survey_waves.label_of(tables, number)
        own = existing.index[existing["measure"] == "net promoter"][-1]
        before = existing[existing.index < own].assign(**{by: ALL})
        whole = pd.concat([before, now.assign(period=label)], ignore_index=True)
        return measure_frame(whole, ["period", by])

    return make(
        "net_promoter",
        tables,
        during,
        measured,
        survey=survey,
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.survey(tables, survey),
            _assumptions_used.recommend(tables, survey),
            _assumptions_used.weights(tables),
        ),
        sentence="net_promoter",
    )
