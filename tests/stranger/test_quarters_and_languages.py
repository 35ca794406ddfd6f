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
from tests.stranger.small import LOG, MONEY, PEOPLE, Rows, each
from tests.stranger.test_by_hand import SURVEY

NO_DATES = [[*row[:4], "", ""] if at else row for at, row in enumerate(PEOPLE)]


def said(gate: Gate, words: str) -> bool:
    return any(words in one.problem for one in gate.tables.faults)


def unit(rows: Rows, number: str, name: str) -> Rows:
    return each(rows, lambda _, one: {"Department": name} if one["Employee ID"] == number else {})


@pytest.mark.parametrize("names", [("staff 2025-12-31.csv", "staff 2026-03-31.csv"),
                                   ("2025_Q4/staff.csv", "2026_Q1/staff.csv")])  # fmt: skip
def test_the_later_staff_list_says_who_is_here_and_where(
    names: tuple[str, str], tmp_path: Path
) -> None:
    later = unit([*NO_DATES[:5], *NO_DATES[7:]], "100", "Audit")  # two left, one moved
    for name, rows in zip(names, (NO_DATES, later), strict=True):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        small.save(tmp_path / "data" / name, rows)
    gate = small.gate(tmp_path, people__csv=None)
    assert gate.counts()["people"] == 19
    people = gate.tables.contacts.set_index("contact_id")
    assert people.loc["100", "department"] == "Audit"
    assert people["left_on"].notna().sum() == 2
    assert said(gate, "2 people are not on that list")
    assert not said(gate, "is a staff list of")


def test_who_is_first_on_a_later_list_joined_after_the_earlier_one(tmp_path: Path) -> None:
    small.gate(tmp_path, people__csv=None)
    small.save(tmp_path / "data" / "staff 2025-12-31.csv", NO_DATES[:-2])
    small.save(tmp_path / "data" / "staff 2026-03-31.csv", NO_DATES)
    people = small.gate(tmp_path, people__csv=None).tables.contacts
    assert people["joined_on"].dropna().dt.date.tolist() == [dt.date(2026, 1, 1)] * 2


def test_lists_of_two_offices_are_one_staff(tmp_path: Path) -> None:
    small.gate(tmp_path, people__csv=None)
    small.save(tmp_path / "data" / "north 2025-12-31.csv", NO_DATES[:12])
    small.save(tmp_path / "data" / "south 2026-03-31.csv", [NO_DATES[0], *NO_DATES[12:]])
    gate = small.gate(tmp_path, people__csv=None)
    assert gate.counts()["people"] == 21
    assert gate.tables.contacts["left_on"].isna().all()


@pytest.mark.parametrize(("shift", "asked"), [(60, False), (0, True)])
def test_a_log_that_goes_on_in_a_next_file_was_not_exported_too_early(
    shift: int, asked: bool, tmp_path: Path
) -> None:
    def days(start: int, step: int, mark: str) -> Rows:
        first = dt.date(2026, 1, 2) + dt.timedelta(days=start)
        return each(LOG, lambda at, _: {"touch_id": f"{mark}{at}",
                                        "on": str(first + dt.timedelta(days=step * at))})  # fmt: skip

    gate = small.gate(
        tmp_path,
        touches__csv=None,
        a__csv=days(0, 4, "a"),
        b__csv=days(shift, 2 if shift else 7, "b"),
    )
    assert said(gate, "other logs on") is asked


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


def rated(*levels: str) -> str:
    """Settings in which a person has said how satisfaction is answered, from the worst."""
    scale = f'questions = ["How satisfied*"]\nanswers = {[*levels]}\n'
    return f"{small.SETTINGS}[survey.scales.rated]\n{scale}"


def test_answers_in_three_languages_at_once_have_their_scale(tmp_path: Path) -> None:
    words = [" / ".join(level) for level in zip(*LEVELS.values(), strict=True)]
    rows = [[*row[:1], words[at % 4], *row[2:]] if (at := n) else row
            for n, row in enumerate(answers("en", 9))]  # fmt: skip
    gate = small.gate(tmp_path, rated(*words[::-1]), **SURVEY, Feedback__csv=rows)
    scores = gate.tables.responses["score"].dropna()
    assert {4.0, 3.0, 2.0, 1.0} <= set(scores)


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


@pytest.mark.parametrize(("word", "asked"), [("Rather meh", True), ("Not applicable", False)])
def test_an_answer_without_a_place_on_its_scale_is_a_question(
    word: str, asked: bool, tmp_path: Path
) -> None:
    rows = answers("en", 9)
    rows[4][1] = word
    settings = rated(*LEVELS["en"][::-1])
    gate = small.gate(tmp_path, settings, **SURVEY, Feedback__csv=rows)
    assert said(gate, "Rather meh") is asked


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


@pytest.mark.parametrize(
    ("column", "asked"), [("Email Address", True), ("Best e-mail contact?", False)]
)
@pytest.mark.parametrize("again", [0, 2])
def test_people_who_answer_twice_are_asked_about(
    column: str, asked: bool, again: int, tmp_path: Path
) -> None:
    rows = [[*row, column if not at else f"p{max(at, again + 1)}@firm.example"]
            for at, row in enumerate(answers("en", 9))]  # fmt: skip
    gate = small.gate(tmp_path, **SURVEY, Feedback__csv=rows)
    assert said(gate, f"gives {again} answers of people who had answered before") is bool(
        asked and again
    )
    assert gate.counts()["respondents"] == 9


def test_who_counts_is_not_told_of_the_others_where_all_answered(tmp_path: Path) -> None:
    for many, end in ((9, "All 9 people invited answered."),
                      (8, "We do not know what the other person thinks."),
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


@pytest.mark.parametrize(("days", "late", "asked"), [(42, 6, False), (43, 6, True), (43, 4, False)])
def test_a_form_that_stays_open_is_asked_about(
    days: int, late: int, asked: bool, tmp_path: Path
) -> None:
    gate = small.gate(tmp_path, **SURVEY, Feedback__csv=open_form(days, late))
    assert said(gate, "answers of several quarters to 'Feedback' as one survey") is asked


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


def test_answers_without_a_day_stay_in_the_form_and_a_wrong_title_is_told(tmp_path: Path) -> None:
    rows = open_form(60)
    rows[3][0] = ""
    settings = small.SETTINGS.replace("asked = 40", 'by_quarter = ["feedback", "Elsewhere"]')
    gate = small.gate(tmp_path, settings, **SURVEY, Feedback__csv=rows)
    sizes = gate.tables.respondents["survey_id"].value_counts().to_dict()
    assert sizes == {"feedback": 1, "feedback-2025 Q4": 5, "feedback-2026 Q1": 6}
    assert said(gate, "cannot split 'Elsewhere' as by_quarter under [survey] says")
    assert set(gate.tables.surveys["survey_id"]) == set(sizes)
