"""What a second quarter, a second language and a twin do to figures; honest files go untouched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from engagekit.measures import funding, load_counts, satisfaction
from engagekit.measures.topline import topline
from engagekit.sections import response
from engagekit.sections.gate import Gate
from engagekit.settings.periods import quarter
from tests.stranger import small
from tests.stranger.small import LOG, MONEY, Rows
from tests.stranger.test_by_hand import SURVEY


def said(gate: Gate, words: str) -> bool:
    return any(words in one.problem for one in gate.tables.faults)


def test_a_twin_costs_no_grade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = small.gate(tmp_path).grade
    small.save(tmp_path / "data" / "again.xlsx", LOG)
    twin = small.gate(tmp_path).grade
    assert alone and twin and (twin.letter, twin.kept) == (alone.letter, alone.kept + 12)
    (tmp_path / "data" / "again.xlsx").unlink()
    assert len(small.gate(tmp_path).tables.touches) == len(LOG) - 1


LEVELS = {
    "en": ("Very satisfied", "Satisfied", "Neutral", "Dissatisfied"),
    "fr": ("Très satisfait", "Satisfait", "Neutre", "Insatisfait"),
    "nl": ("Zeer tevreden", "Tevreden", "Neutraal", "Ontevreden"),
}
ASKED = {
    "en": ("Timestamp", "How satisfied are you with us?", "Would you recommend us? (0-10)", "Why?"),
    "fr": ("Horodateur", "Êtes-vous satisfait de nous ?", "Nous recommanderiez-vous ? (0-10)", "Pourquoi ?"),
}  # fmt: skip


def answers(language: str, many: int, day: int = 1) -> Rows:
    return [
        list(ASKED[language]),
        *[
            [
                f"2026-03-{day + at % 9:02d} 10:0{at}:00",
                LEVELS[language][at % 3],
                str(10 - at % 4),
                "",
            ]
            for at in range(many)
        ],
    ]


def test_two_forms_in_two_languages_are_one_survey_where_the_settings_say_so(
    tmp_path: Path,
) -> None:
    forms = {"English__csv": answers("en", 9), "Francais__csv": answers("fr", 6)}
    same = 'same = [["English", "Francais"]]'
    settings = small.SETTINGS.replace("asked = 40", f"asked = 40\n{same}")
    joined = small.gate(tmp_path, settings, **SURVEY, **forms)
    assert joined.counts()["respondents"] == 15
    assert joined.tables.surveys["survey_id"].nunique() == 1
    scored = joined.tables.responses[joined.tables.responses["score"].notna()]
    assert scored.groupby("question_id").size().tolist() == [15, 15]
    assert set(scored.loc[scored["score"] == 5, "value"]) >= {"Very satisfied"}
    assert "Très satisfait" not in set(scored["value"])


def test_shares_that_people_typed_have_a_mean_in_per_cent(tmp_path: Path) -> None:
    rows = [[*row, "Share met?" if not at else f"{70 + at} %"]
            for at, row in enumerate(answers("en", 9))]  # fmt: skip
    settings = f'{small.SETTINGS}[survey.kinds]\n"Share met?" = "number"\n'
    gate = small.gate(tmp_path, settings, **SURVEY, Feedback__csv=rows)
    frame = topline(gate.tables)
    mean = frame[(frame["measure"] == "mean answer") & (frame["item"] == "Share met?")]
    assert mean["estimate"].tolist() == [75.0]


@pytest.mark.parametrize(("rates", "spent"), [("", 1000.0), ("[money.rates]\nUSD = 0.8", 1400.0)])
def test_money_of_another_currency_is_counted_at_its_rate(
    rates: str, spent: float, tmp_path: Path
) -> None:
    money = small.each(small.MONEY, lambda at, _: {"currency": "USD"} if at else {})
    gate = small.gate(tmp_path, small.SETTINGS + rates, budget__csv=money)
    assert gate.counts()["spent"] == spent
    later = load_counts.counts(gate.tables, quarter("2031 Q1", 1), whole=False)
    assert later["spent"] == 0
    assert any(
        "lines in USD" in str(one) or "line in USD" in str(one) for one in gate.questions
    ) is (not rates)


@pytest.mark.parametrize(
    ("year", "quarter_one", "name", "amount"),
    [("actual", "budget", "spent", 900.0), ("budget", "actual", "spent", 365.0),
     ("budget", "budget", "planned", 1265.0)],
)  # fmt: skip
def test_a_line_of_a_year_counts_in_the_check_by_its_days(
    year: str, quarter_one: str, name: str, amount: float, tmp_path: Path
) -> None:
    money = [MONEY[0], ["2026", "", "", "Staff", year, "3650", "GBP"],
             ["2026 Q1", "", "", "Books", quarter_one, "365", "GBP"]]  # fmt: skip
    gate = small.gate(tmp_path, budget__csv=money)
    told = load_counts.counts(gate.tables, quarter("2026 Q1", 1), whole=False)
    assert told[name] == amount
    assert funding(gate.tables, during="2026 Q1")["estimate"].iloc[0] == amount


def test_who_counts_is_not_told_of_the_others_where_all_answered(tmp_path: Path) -> None:
    for many, end in ((9, "All 9 people invited answered."),
                      (8, "We do not know what the others think."),
                      (7, "We do not know what the others think.")):  # fmt: skip
        home = tmp_path / str(many)
        home.mkdir()
        settings = small.SETTINGS.replace("asked = 40", "asked = 9")
        gate = small.gate(home, settings, **SURVEY, Feedback__csv=answers("en", many))
        assert response(gate.tables).text.endswith(end)


def open_form(days: int, late: int = 6) -> Rows:
    """Answers of two quarters: all of the first are satisfied, none of the ``late`` ones is."""
    first = dt.date(2025, 12, 20)
    rows = [list(ASKED["en"])]
    for at in range(6 + late):
        day = first + dt.timedelta(days=days if at >= 6 else at % 5)
        level = "Dissatisfied" if at >= 6 else "Very satisfied"
        rows.append([f"{day} 10:{at:02d}:00", level, "9", f"Because {at}"])
    return rows


def test_each_quarter_of_an_open_form_is_a_survey_where_the_settings_say_so(tmp_path: Path) -> None:
    settings = small.SETTINGS.replace("asked = 40", 'by_quarter = ["feedback"]')
    gate = small.gate(tmp_path, settings, **SURVEY, Feedback__csv=open_form(60))
    assert not said(gate, "several quarters")
    tables = gate.tables
    assert tables.surveys["title"].tolist() == ["Feedback, 2025 Q4", "Feedback, 2026 Q1"]
    for quarter_of_answers, satisfied in (("2025 Q4", 6), ("2026 Q1", 0)):
        rows = satisfaction(tables, during=quarter_of_answers)
        assert rows.loc[0, ["n", "base"]].tolist() == [satisfied, 6]
    assert gate.counts()["respondents"] == 12
    whole = small.gate(tmp_path / "whole", **SURVEY, Feedback__csv=open_form(60)).tables
    assert len(tables.responses) == len(whole.responses)
    assert len(tables.questions) == 2 * len(whole.questions)
