"""Cross-tables: which columns are marked, what is said of them, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.disclosure import protect
from engagekit.errors import NotMeasuredError, UsageError
from engagekit.facts.answers import Asked
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import notes_of
from engagekit.measures.comparison import groups_told_apart
from engagekit.measures.crosstab import Banner, lines
from engagekit.measures.weighted import Base
from engagekit.presentation.section import Section
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding


def asked(values: pd.Series, name: str = "q", kind: str = "single") -> Asked:
    words = values.reset_index(drop=True).dropna().astype("str")
    given = pd.DataFrame({"who": words.index, "word": words, "answer": words, "score": np.nan})
    order = dict.fromkeys(sorted(words.unique()), np.nan)
    shown = np.ones(len(values), dtype=bool)
    return Asked(name, name, name, kind, "", "", shown, given, order)


def banner(values: pd.Series) -> Banner:
    columns = [
        (str(name), (values == name).to_numpy()) for name in sorted(values.dropna().unique())
    ]
    return Banner("department", columns, values.notna().to_numpy())


def test_a_question_by_another_takes_those_who_answered_both(survey: Tables) -> None:
    found = measures.crosstab(survey, rows="Overall", by="q2")
    # who had no opinion on either is in no column
    assert (
        int(found.loc[found["q2" if "q2" in found else found.columns[1]] == "All", "base"].max())
        == 7
    )


class Plain:
    """A design without weights."""

    def of(self, who: np.ndarray[Any, Any]) -> Base:
        return Base(who, "unweighted")


def two(sizes: tuple[int, int], yes: tuple[int, int]) -> list[dict[str, Any]]:
    """The table of a yes or no in two groups."""
    group = pd.Series(["a"] * sizes[0] + ["b"] * sizes[1])
    answers = ["yes"] * yes[0] + ["no"] * (sizes[0] - yes[0])
    answers += ["yes"] * yes[1] + ["no"] * (sizes[1] - yes[1])
    return lines([asked(pd.Series(answers))], banner(group), Plain())  # type: ignore[arg-type]


def marked(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {
        row["department"]: next(iter(set(notes_of(row)) & {"column_higher", "column_lower"}))
        for row in rows
        if row["answer"] == "yes" and set(notes_of(row)) & {"column_higher", "column_lower"}
    }


def test_a_column_that_differs_is_marked_and_one_within_chance_is_not() -> None:
    assert marked(two((40, 40), (32, 12))) == {"a": "column_higher", "b": "column_lower"}
    assert marked(two((40, 40), (24, 20))) == {}


def test_columns_under_ten_and_rare_answers_are_not_compared() -> None:
    assert marked(two((9, 60), (9, 20))) == {}
    # chance would put 4.8 of them into a, then 5.3
    assert "a" not in marked(two((11, 60), (11, 20)))
    assert marked(two((12, 60), (12, 20))) == {"a": "column_higher", "b": "column_lower"}


@pytest.mark.parametrize(("satisfied", "is_told"), [(21, True), (31, False)])
def test_best_answers_together_are_tested_as_satisfaction_by_group_is(
    satisfied: int, is_told: bool
) -> None:
    answers, groups = [], []
    for name, top in (("a", satisfied), *((name, 33) for name in "bcde")):
        low = 40 - top
        answers += ["4"] * (top // 2) + ["5"] * (top - top // 2)
        answers += ["1"] * (low // 3) + ["2"] * (low // 3) + ["3"] * (low - 2 * (low // 3))
        groups += [name] * 40
    group = pd.Series(groups)
    rows = lines([asked(pd.Series(answers))], banner(group), Plain())  # type: ignore[arg-type]
    frame = measure_frame(rows, ["item", "department", "answer"])
    best = [frame["answer"] == answer for answer in ("4", "5")]
    by_group = (
        frame[best[0] | best[1]].groupby("department").agg(n=("n", "sum"), base=("base", "first"))
    )
    whole = by_group.loc["All"].to_dict()
    apart = groups_told_apart(by_group.drop("All").reset_index(), "department", whole)
    assert (apart["answer"] != "no clear difference").any() == is_told
    args = {"favourable": ["4", "5"]}
    section = Section(
        name="x", title="By group", frame=frame, sentence="crosstab", sentence_args=args
    )
    said = finding(section)
    assert ("Clearly below the rest, of 5 groups: a" in said) == is_told
    assert ("No column shown differs" in said) != is_told


def test_the_sentence_says_how_many_columns_were_compared(sample: Tables) -> None:
    assert "194 people, compared in 5 columns" in finding(
        sections.crosstab(sample, rows="QID1", by="role_level")
    )


def test_weights_tell_what_a_column_weighs(sample: Tables) -> None:
    raw = sample.settings.model_dump(exclude_unset=True)
    raw["survey"]["weights"] = "post-stratified"
    weighed = Tables(sample.frames, make_settings(raw))
    found = measures.crosstab(weighed, rows="QID1", by="role_level")
    all_of_them = notes_of(found.iloc[0])
    assert float(all_of_them["column_weighs"]["worth"]) < int(found["base"].iloc[0])


def test_what_is_no_question_or_no_column_is_refused(sample: Tables) -> None:
    with pytest.raises(UsageError, match="is no question"):
        measures.crosstab(sample, rows="colour", by="department")
    with pytest.raises(UsageError, match="fits 2 questions"):
        measures.crosstab(sample, rows="Answers to research questions", by="department")
    with pytest.raises(NotMeasuredError, match="consent_to_link"):
        measures.crosstab(sample, rows="QID1", by="site")
    with pytest.raises(NotMeasuredError, match="open question"):
        measures.crosstab(sample, rows="QID11", by="department")


def test_a_cross_table_is_private(sample: Tables) -> None:
    made = sections.crosstab(sample, rows="QID1")
    assert protect([made], Settings()).sections[0].audience == "private"


def test_another_question_with_the_words_of_the_banner_stays_in_the_book(survey: Tables) -> None:
    key = {"survey_id": "w2", "kind": "single"}
    said = {"Used the desk?": "YNYNYNYN", "Read the alert?": "YYYNNNYN"}
    parts = {name: survey.frames[name] for name in ("questions", "responses")}
    for wording, words in said.items():
        asked_of = [{**key, "question_id": wording, "wording": wording}]
        given = [
            {"survey_id": "w2", "question_id": wording, "respondent_id": str(at), "value": word}
            for at, word in enumerate(words)
        ]
        for name, rows in (("questions", asked_of), ("responses", given)):
            parts[name] = pd.concat([parts[name], pd.DataFrame(rows)], ignore_index=True)
    found = measures.banner_book(survey.replace(**parts), by="Used the desk?")
    assert "Read the alert?" in set(found["item"])
    assert "Used the desk?" not in set(found["item"])


def test_the_banner_book_has_every_closed_question_once(sample: Tables) -> None:
    found = measures.banner_book(sample, by="role_level")
    closed = sample.questions[
        (sample.questions["survey_id"] == "library-satisfaction-survey-2026")
        & (sample.questions["kind"] != "text")
    ]
    # all but the question on the level itself
    assert found["item"].nunique() == closed["question_id"].nunique() - 1
    assert (
        sections.crosstab(sample, rows="every question").audience == "board"
    )  # nobody stands in two columns
