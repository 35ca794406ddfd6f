"""What looks wrong with answers: one question that some answer in words and others in numbers."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import tomlkit

from engagekit.errors import shorten, some
from engagekit.loading import survey_languages
from engagekit.loading.checks import Check, ask
from engagekit.parsing.values import fold, fold_word, in_languages
from engagekit.readers.shared.vocabulary import by_word
from engagekit.readers.survey._scales import families, known_ids, no_opinion
from engagekit.readers.survey._words import folded, pattern
from engagekit.settings.periods import quarter_of
from engagekit.settings.question_bank import NAMED, OVERALL, SATISFIED, items
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.tables import Tables

LEVELS = (3, 7)
"""Answers that a scale in words has: eight are a list of things, and two are yes and no, which
say whether people are satisfied only where the question is on all that the library does."""
_WHOLE = rf"{OVERALL}|{NAMED}|(?:our|notre|nos) services?|(?:with us|de nous)\b"
_PERIOD = (
    r"(?:fiscal |survey )?(?:quarter|year|month|wave|round|period)"
    r"|(?:survey )?edition|trimestre|annee|mois|vague|jahr|welle"
)
"""Headers of a column that says when people answered, though no day stands in it."""
SEVERAL = 2
"""Numbers and words of one question from which they are two ways of writing one scale: a single
word beside numbers is an end of them ("None", "More")."""
OPEN = 42
"""Days on which a survey is open at most: six weeks, with reminders and those who were away."""
EXPECTED = 5
"""Answers that a survey has, and that chance would bring the next one, from which the next did not
offer them: of five expected none comes once in 150 surveys."""


def mixed(tables: Tables) -> Iterator[Problem]:
    """Ask about questions of one choice whose answers are partly numbers and partly words."""
    questions, answers = tables.questions, tables.responses
    chosen = questions[questions["kind"].isin(("single", "scale"))]
    keys = ["survey_id", "question_id"]
    given = answers[[*keys, "value"]].dropna().drop_duplicates()
    given = given.merge(chosen[keys].drop_duplicates(), on=keys)
    text = given["value"].astype("str").str.strip()
    is_number = text.str.fullmatch(r"\d{1,2}")
    is_word = text.str.fullmatch(r"[^\d]*[^\W\d][^\d]*") & ~fold(text).isin(
        set(by_word("no_opinion"))
    )
    for (_, question), part in given.groupby(keys, sort=False):
        numbers, words = (part[mask.reindex(part.index)] for mask in (is_number, is_word))
        if min(len(numbers), len(words)) >= SEVERAL:
            values = [*numbers["value"][:2], *words["value"][:2]]
            yield ask("surveys.mixed", tables, QUESTION, str(question), values=some(values, 4))


@cache
def _levels() -> list[tuple[frozenset[str], ...]]:
    """Return what answers of the bank and of the scales say, each in the words of two languages."""
    options = (zip(*one.options.values(), strict=True) for one in items().values())
    levels = [
        tuple(frozenset({folded(word)}) for word in pair) for pairs in options for pair in pairs
    ]
    for family, scales in families():
        both = [one.levels.items() for one in scales if one.scale_id.endswith(("-en", "-fr"))]
        for at in range(1, family.points + 1) if len(both) > 1 else ():
            levels.append(tuple(frozenset(word for word, n in one if n == at) for one in both))
    return levels


def translated(tables: Tables) -> Iterator[Problem]:
    """Ask about a question whose choices some gave in English and others in French."""
    keys = ["survey_id", "question_id"]
    asked = tables.questions[tables.questions["kind"].isin(("single", "multi"))]
    given = tables.responses.dropna(subset="value")
    given = given.assign(answer=given["option"].fillna(given["value"]).astype("str"))
    given = given.merge(asked.drop_duplicates(keys)[[*keys, "wording"]], on=keys)
    for (_, question), part in given.groupby(keys, sort=False):
        counts, pairs = part["answer"].value_counts(), list[tuple[list[str], list[str]]]()
        words = {answer: folded(answer) for answer in counts.index}
        for level in _levels():
            first, last = ([one for one, text in words.items() if text in side - other]
                           for side, other in zip(level, level[::-1], strict=True))  # fmt: skip
            known = len({words[one] for one in first}) == len({words[one] for one in last}) == 1
            if known and (first, last) not in pairs:
                pairs.append((first, last))
        if not pairs:
            continue
        least = min((0, 1), key=lambda side: sum(counts[both[side]].sum() for both in pairs))
        table = tomlkit.inline_table()
        table.update({one: both[1 - least][0] for both in pairs for one in both[least]})
        line = f"{tomlkit.key(str(question)).as_string()} = {table.as_string()}"
        listed = some([f"'{first[0]}', '{last[0]}'" for first, last in pairs], 3)
        name = shorten(part["wording"].iloc[0], 60)
        yield ask("surveys.translated", tables, wording=name, both=listed, line=line)
        paired = {one for both in pairs for side in both for one in side}
        if rest := [f"'{shorten(one, 20)}'" for one in counts.index if one not in paired]:
            yield ask("surveys.unpaired", tables, NOTE, wording=name, rest=some(rest, 4))


def unplaced(tables: Tables) -> Iterator[Problem]:
    """Ask about answers to a scored question that have no place on its scale and are an opinion."""
    keys = ["survey_id", "question_id"]
    questions = tables.questions.drop_duplicates(keys)
    known_scales = questions[questions["scale_id"].isin(known_ids())]
    given = tables.responses[tables.responses["value"].notna()].merge(
        known_scales[[*keys, "wording"]], on=keys
    )
    given = given[given["score"].notna().groupby([given[key] for key in keys]).transform("any")]
    given = given[given["score"].isna()]
    strange = given[~np.array([_is_no_opinion(text) for text in given["value"]], dtype=bool)]
    for _, part in strange.groupby(keys, sort=False):
        wording = shorten(part["wording"].iloc[0], 60)
        values = [f"'{shorten(one, 30)}'" for one in part["value"].unique()]
        told, n = some(values, 4), len(part)
        yield ask("surveys.unplaced", tables, n=n, wording=wording, values=told)


def without_order(tables: Tables) -> Iterator[Problem]:
    """Ask about the question on satisfaction where its answers are words of no known scale."""
    keys = ["survey_id", "question_id"]
    questions = tables.questions.drop_duplicates(keys)
    about = fold(questions["wording"].astype("str")).str.contains(SATISFIED)
    rated = set(questions.loc[about & (questions["kind"] == "scale"), "survey_id"])
    overall = fold(questions["wording"].astype("str")).str.contains(OVERALL)
    is_list = questions["kind"].eq("multi") & overall  # "Satisfied, very" is cut at its comma
    chosen = questions[about & (questions["kind"].isin(["single", "number"]) | is_list)]
    given = tables.responses[[*keys, "value"]].dropna().drop_duplicates()
    for row in chosen[~chosen["survey_id"].isin(rated)].to_dict("records"):
        mine = (given[keys] == [row[key] for key in keys]).all(axis=1)
        options = [
            f"'{shorten(one, 30)}'" for one in given.loc[mine, "value"] if not _is_no_opinion(one)
        ]
        whole = re.search(_WHOLE, row["wording"].casefold()) is not None
        if LEVELS[0] - whole <= len(options) <= LEVELS[1]:
            wording, told = shorten(row["wording"], 60), some(options, 5)
            yield ask("surveys.without_order", tables, wording=wording, values=told)


def complaints(tables: Tables) -> Iterator[Problem]:
    """Ask about statements that find fault: who agrees with them is taken for favourable."""
    questions = tables.questions.drop_duplicates(["survey_id", "question_id"])
    is_agreement = questions["scale_id"].astype("str").fillna("").str.startswith("agreement-")
    for wording in questions.loc[is_agreement, "wording"].dropna().unique():
        if pattern("wordings.words.complaint").search(folded(str(wording))):
            yield ask("surveys.complaints", tables, wording=shorten(wording, 60))


def sign_ups(tables: Tables) -> Iterator[Problem]:
    """Ask about forms without a rating in which people say to what they will come."""
    asked = tables.questions.drop_duplicates(["survey_id", "question_id"])
    sign = pattern("wordings.words.sign_up")
    for survey, part in asked.groupby("survey_id", sort=False):
        named = [one for one in part["wording"].dropna().map(str) if sign.search(folded(one))]
        if named and not part["kind"].isin(["scale", "net_promoter"]).any():
            n = int((tables.respondents["survey_id"] == survey).sum())
            yield ask("surveys.sign_ups", tables, n=n, wording=shorten(named[0], 60))


def without_questions(tables: Tables) -> Iterator[Problem]:
    """Ask about surveys of which people answered and no question was recognised."""
    worded = tables.questions["survey_id"] if tables.has("questions") else []
    for title in tables.surveys.loc[~tables.surveys["survey_id"].isin(worded), "title"]:
        yield ask("surveys.without_questions", tables, title=shorten(str(title), 60))


def undated(tables: Tables) -> Iterator[Problem]:
    """Ask about surveys without a day beside anything that has one: they count in each quarter."""
    dated = tables.respondents.dropna(subset="submitted_at")["survey_id"]
    surveys = tables.surveys[~tables.surveys["survey_id"].isin(dated)]
    is_dated = any(map(tables.has, ("touches", "events", "budget"))) or len(tables.surveys) > 1
    says_when = fold(tables.questions["wording"].astype("str")).str.fullmatch(_PERIOD)
    by_period = surveys["survey_id"].isin(tables.questions.loc[says_when, "survey_id"])
    undated = surveys[surveys[["opened_on", "closed_on"]].isna().all(axis=1)]
    undated = undated[by_period.reindex(undated.index) | is_dated]
    for row in undated.to_dict("records"):
        yield ask("surveys.undated", tables, title=shorten(str(row["title"]), 60))


def several_times(tables: Tables) -> Iterator[Problem]:
    """Ask about files with a column of years or rounds: their answers count as one survey."""
    says_when = fold(tables.questions["wording"].astype("str")).str.fullmatch(_PERIOD)
    titles = tables.surveys.set_index("survey_id")["title"]
    for row in tables.questions[says_when].to_dict("records"):
        given = tables.responses[tables.responses["question_id"] == row["question_id"]]
        given = given[given["survey_id"] == row["survey_id"]]["value"].dropna().astype("str")
        counts = given.value_counts().sort_index()
        if (counts >= EXPECTED).sum() > 1:
            listed = some([f"{label} ({n})" for label, n in counts.items()], 6)
            title = shorten(str(titles.get(row["survey_id"]) or row["survey_id"]), 60)
            slots = {"title": title, "column": row["wording"], "counts": listed}
            yield ask("surveys.several_times", tables, **slots)


def stays_open(tables: Tables) -> Iterator[Problem]:
    """Ask about forms that stay open: each quarter shows the answers of all quarters."""
    start = tables.settings.organisation.fiscal_start
    titles = tables.surveys.set_index("survey_id")["title"]
    dated = tables.respondents.dropna(subset="submitted_at")
    for survey, days in dated.groupby("survey_id")["submitted_at"]:
        each = days.dt.date.value_counts().sort_index()
        counts = each.groupby([quarter_of(day, start).label for day in each.index]).sum()
        if (days.max() - days.min()).days > OPEN and (counts >= EXPECTED).sum() > 1:
            title = str(titles.get(survey) or survey)
            told = some([f"{label} ({n})" for label, n in counts.items()], 6)
            short = shorten(title, 60)
            yield ask("surveys.stays_open", tables, short=short, title=title, counts=told)


def renamed(tables: Tables) -> Iterator[Problem]:
    """Note answers that a survey has and the next one lacks, where that one has others instead."""
    keys = ["survey_id", "question_id"]
    asked = tables.questions.drop_duplicates(keys)
    asked = asked[asked["kind"].isin(["single", "multi"])]
    stem = asked["item_of"].astype("str").fillna("")
    asked = asked.assign(words=fold(stem + " " + asked["wording"].astype("str")))
    again = asked.groupby("words")["survey_id"].transform("nunique") > 1
    given = tables.responses[tables.responses["value"].notna()]
    given = given.merge(asked.loc[again, [*keys, "words", "wording"]], on=keys)
    given["answer"] = given["option"].fillna(given["value"])
    days = tables.respondents.groupby("survey_id")["submitted_at"].max().dropna().sort_values()
    titles = tables.surveys.set_index("survey_id")["title"]
    for _, part in given.groupby("words"):
        each = dict(iter(part.groupby("survey_id")))
        for old, new in pairwise(survey for survey in days.index if survey in each):
            gone, came = _not_in(each[old], each[new]), _not_in(each[new], each[old])
            if not gone or not came:
                continue
            first, then = (shorten(str(titles.get(one) or one), 40) for one in (old, new))
            slots = {"first": first, "then": then, "gone": some(gone, 4), "came": some(came, 4)}
            wording = shorten(part["wording"].iloc[0], 60)
            yield ask("surveys.renamed", tables, NOTE, wording=wording, **slots)


def _not_in(answers: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """Return the answers that too many gave for another survey to lack them by chance."""
    known = set(fold(others["answer"].astype("str")))
    counts = answers["answer"].astype("str").value_counts()
    likely = counts / answers["respondent_id"].nunique() * others["respondent_id"].nunique()
    many = counts.index[(counts >= EXPECTED) & (likely >= EXPECTED)]
    return [f"'{shorten(one, 30)}'" for one in many if fold_word(one) not in known]


def _is_no_opinion(text: str) -> bool:
    return bool(no_opinion() & set(map(folded, in_languages(text))))


CHECKS: dict[Check, tuple[str, ...]] = {
    **dict.fromkeys(
        (mixed, translated, unplaced, without_order, complaints), ("questions", "responses")
    ),
    survey_languages.apart: (),
    **dict.fromkeys((without_questions, stays_open), ("surveys", "respondents")),
    sign_ups: ("questions", "respondents"),
    undated: ("surveys", "respondents", "questions"),
    several_times: ("surveys", "questions", "responses"),
    renamed: ("surveys", "respondents", "questions", "responses"),
}
