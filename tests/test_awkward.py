"""Organisations that are not like the sample: each section of each notebook tells, none breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import engagekit as ek
from engagekit import figures, measures, wording
from engagekit.errors import DataError
from engagekit.facts import coverage
from engagekit.presentation import table
from engagekit.sections import Section
from engagekit.tables.schema import TABLES
from engagekit.tables.tables import Tables
from tests.notebook_cells import NOTEBOOKS, cells, shown
from tests.reading import workbook

Rows = Sequence[Mapping[str, Any]]
NAMES = ("L'Équipe d'O'Neil", "<script>alert(1)</script>", "Études & recherche, 100% {x} $y$")
SETTINGS = '[organisation]\nname = "Org"\nfiscal_start = 1\n'


def day(number: int) -> dt.date:
    """A day of the second half of 2025 and of 2026."""
    return dt.date(2025, 7, 1) + dt.timedelta(days=number)


def base(people: int = 12) -> dict[str, list[dict[str, Any]]]:
    """A small library of three departments with strange names, one champion, and no leaver."""
    ids = [str(100 + number) for number in range(people)]
    return {
        "contacts": [
            {"contact_id": who, "display_name": f"Person {who}", "department": NAMES[at % 3],
             "budget_holder": "yes" if at < 3 else "no", "joined_on": dt.date(2020, 1, 1)}
            for at, who in enumerate(ids)
        ],
        "touches": [
            {"touch_id": f"t{at}", "contact_id": ids[at % people], "on": day(at * 7 + 43),
             "channel": "desk" if at % 2 else "meeting", "begun_by": "contact", "two_way": "yes"}
            for at in range(60)
        ],
        "events": [
            {"event_id": f"e{at}", "title": "Breakfast", "started_at": dt.datetime(2026, 9, 1, 9),
             "owner": "library", "cost": 50 * at, "head_count": 10 + at}
            for at in range(2)
        ],
        "support": [
            {"contact_id": ids[0], "on": dt.date(2026, 8, 3), "kind": " Spoke at Budget",
             "witness": "Chair"}
        ],
        "follow_ups": [
            {"follow_up_id": "f1", "contact_id": ids[1], "promised_on": dt.date(2026, 8, 3)}
        ],
    }  # fmt: skip


def survey(kind: str) -> dict[str, list[dict[str, Any]]]:
    """A survey with one question of a kind, answered by six."""
    people = [f"r{at}" for at in range(6)]
    return {
        "surveys": [{"survey_id": "S", "title": "Survey", "closed_on": dt.date(2026, 9, 20)}],
        "respondents": [
            {"respondent_id": who, "survey_id": "S", "status": "complete",
             "submitted_at": dt.datetime(2026, 9, 10, 10), "department": NAMES[0]}
            for who in people
        ],
        "questions": [
            {"question_id": "q", "survey_id": "S", "wording": "How satisfied are you?",
             "kind": kind, "scale_id": "sat5" if kind == "scale" else None}
        ],
        "responses": [
            {"respondent_id": who, "survey_id": "S", "question_id": "q", "value": "Satisfied",
             "score": 4 if kind == "scale" else None}
            for who in people
        ],
    }  # fmt: skip


def loaded(folder: Path, sheets: Mapping[str, Rows], settings: str = SETTINGS) -> Tables:
    """The sheets written as a workbook of ours and loaded."""
    whole = {}
    for name, rows in sheets.items():
        names = TABLES[name].names
        whole[name] = [names, *([row.get(column) for column in names] for row in rows)]
    data = folder / "data"
    data.mkdir()
    workbook(data / "library.xlsx", whole)
    (folder / "engagekit.toml").write_text(settings, encoding="utf-8")
    return ek.load(data)


def _all_left() -> dict[str, Rows]:
    made = base()
    gone = [{**row, "left_on": dt.date(2024, 1, 1)} for row in made["contacts"]]
    return {**made, "contacts": gone, "attendance": _at_events(made)}


def _joined_late() -> dict[str, Rows]:
    made = base()
    return {**made, "contacts": [{**row, "joined_on": day(460)} for row in made["contacts"]]}


def _at_events(made: Mapping[str, Rows]) -> Rows:
    return [
        {"event_id": "e0", "contact_id": row["contact_id"], "status": "attended"}
        for row in made["contacts"][:4]
    ]


def _two_currencies() -> dict[str, Rows]:
    money = [
        {"period": "2026 Q3", "line": "all", "kind": "budget", "amount": 100, "currency": code}
        for code in ("CAD", "EUR")
    ]
    return {**base(), "budget": money}


ORGANISATIONS: dict[str, dict[str, Rows]] = {
    "one champion, head counts, strange names": {**base(), **survey("scale")},
    "everybody left": _all_left(),
    "touches before joining": _joined_late(),
    "a survey of text alone": {**base(), **survey("text")},
    "head counts of departments alone": {
        **survey("scale"),
        "headcounts": [
            {"department": name, "on": dt.date(2026, 7, 1), "people": 9} for name in NAMES
        ],
    },
    "touches alone": {"touches": base()["touches"]},
}


def _sections(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> dict[str, Section]:
    """Every section of every notebook, each cell once."""
    monkeypatch.setattr(
        ek, "load", lambda folder, language: tables.in_language(language), raising=False
    )
    made: dict[str, Section] = {}
    for notebook in NOTEBOOKS:
        names: dict[str, Any] = {"display": lambda *sections: sections}
        code = [cell for cell in cells(notebook) if "by-hand" not in cell.tags]
        try:
            for cell in code:
                if not cell.is_section:
                    shown(cell.source, names)
        except DataError as error:
            assert notebook.stem == "department_brief", error
            continue
        for cell in code:
            key = f"{notebook.stem} {cell.source}" if "mine" in cell.source else cell.source
            if cell.is_section and f"{key} 0" not in made:
                value = shown(cell.source, names)
                sections = value if isinstance(value, tuple) else (value,)
                made |= {f"{key} {at}": section for at, section in enumerate(sections)}
    return made


@pytest.mark.slow
@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_section_tells_or_says_what_is_missing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _sections(loaded(tmp_path, ORGANISATIONS[name]), monkeypatch)
    assert len(found) > 50
    for source, section in found.items():
        for language in ("en", "fr"):
            said = wording.finding(section, language)
            assert said, source
            assert " nan" not in said, said
        if section.missing:
            assert section.missing.startswith("Not measured"), section.missing
            continue
        table.table(section, "fr", most=200)
        if section.figure and not section.frame.empty:
            figures.draw(
                section.figure, section.frame, title=section.title, **dict(section.figure_args)
            )


def _finding(section: Section) -> str:
    return wording.finding(section, "en")


def test_one_champion_who_does_half_of_the_acts_is_told_and_a_kind_is_known_in_any_spelling(
    tmp_path: Path,
) -> None:
    tables = loaded(tmp_path, base())
    said = _finding(ek.sections.champions(tables, during="2026 Q3"))
    assert said.startswith("1 of 12 colleagues stands up for us")
    assert "Half of our support comes from 1 person." in said
    assert _finding(ek.sections.champion_roster(tables, during="2026 Q3")) == (
        "1 champion did 1 act of support."
    )


def test_no_champion_is_the_first_risk_and_what_was_not_looked_at_is_not_named(
    tmp_path: Path,
) -> None:
    made = base()
    made["support"][0]["on"] = dt.date(2024, 1, 3)
    said = _finding(ek.sections.risk(loaded(tmp_path, made), during="2026 Q3"))
    assert said == (
        "Nobody has stood up for us lately.\nNo act of support that counts is dated in this time."
    )


def test_a_list_without_leavers_does_not_make_champions_safe(tmp_path: Path) -> None:
    tables = loaded(tmp_path, base())
    rows = measures.succession(tables, during="2026 Q3").set_index("department")
    assert rows.loc[NAMES[0], ["turnover", "expected_lost", "chance_of_none"]].tolist() == [0.1] * 3
    used = ek.sections.succession(tables, during="2026 Q3").choices
    assert used["no leaver on the staff list in twelve months"].startswith("10%")


def test_a_person_of_two_departments_covers_both(tmp_path: Path) -> None:
    made = base()
    for row in made["contacts"][:2]:
        row["department"] = f"{NAMES[0]}; {NAMES[1]}"
    made["support"].append({**made["support"][0], "contact_id": "101"})
    frame = measures.champions(loaded(tmp_path, made), during="2026 Q3").set_index("measure")
    assert frame.loc["departments covered", ["n", "base"]].tolist() == [2, 3]


def test_events_with_head_counts_alone_have_a_cost_and_nobody_new(tmp_path: Path) -> None:
    tables = loaded(tmp_path, base())
    rows = measures.event_list(tables, during="2026 Q3")
    assert rows["attended"].tolist() == [10, 11]
    assert rows["cost"].tolist() == [0.0, 50.0]
    assert "new_people" not in rows
    assert rows["minutes"].isna().all()


def test_two_events_of_one_title_and_day_stay_two(tmp_path: Path) -> None:
    made = base()
    came = [{"event_id": "e0", "contact_id": "100", "status": "attended"}]
    tables = loaded(tmp_path, {**made, "attendance": came})
    rows = measures.event_list(tables, during="2026 Q3")
    assert rows["attended"].tolist() == [1, 11]
    assert rows["new_people"].isna().tolist() == [False, True]
    minutes = measures.attendance(tables, during="2026 Q3").set_index("measure")
    assert pd.isna(minutes.loc["minutes per attendance", "estimate"])


@pytest.mark.parametrize("stray", [dt.date(2027, 12, 31), dt.date(2036, 9, 15)])
def test_a_row_dated_years_ahead_makes_no_quarter_complete(stray: dt.date, tmp_path: Path) -> None:
    made = base()
    without = coverage.asked_period(loaded(tmp_path, made), None).label
    made["touches"].append({**made["touches"][0], "touch_id": "late", "on": stray})
    again = tmp_path / "again"
    again.mkdir()
    assert coverage.asked_period(loaded(again, made), None).label == without


def test_an_event_planned_for_spring_makes_no_quarter_complete(tmp_path: Path) -> None:
    made = base()
    plan = {"event_id": "plan", "title": "Plan", "started_at": dt.datetime(2027, 6, 29, 9)}
    tables = loaded(tmp_path, {**made, "events": [*made["events"], plan]})
    assert coverage.asked_period(tables, None).label == "2026 Q3"


def test_rows_written_twice_in_any_sheet_count_once(tmp_path: Path) -> None:
    made = {**base(), **survey("scale")}
    made["support"].append({"contact_id": "101", "asked_on": day(400), "kind": "referred"})
    twice = {name: [*rows, *rows] for name, rows in made.items()}
    tables = loaded(tmp_path, twice)
    assert {name: len(tables.frames[name]) for name in tables} == {
        name: len(rows) for name, rows in made.items()
    }
    assert int(measures.satisfaction(tables, during="2026 Q3")["base"].iloc[0]) == 6


def test_money_in_two_currencies_does_not_take_the_first_page_away(tmp_path: Path) -> None:
    tables = loaded(tmp_path, _two_currencies())
    frame = ek.sections.headline(tables, during="2026 Q3").frame
    assert "reach" in set(frame["measure"])
    assert "funding per head" not in set(frame["measure"])


def test_questions_without_a_day_of_an_answer_are_not_taken_for_unanswered(tmp_path: Path) -> None:
    made = base()
    for row in made["touches"]:
        row.update(channel="social", two_way="no")
    section = ek.sections.social_answers(loaded(tmp_path, made), during="2026 Q3")
    assert "the day of its answer" in section.missing


def test_a_survey_after_the_period_is_no_trend_before_it(tmp_path: Path) -> None:
    tables = loaded(tmp_path, {**base(), **survey("scale")})
    section = ek.sections.satisfaction(tables, every="survey", during="2026 Q2")
    assert section.missing == "Not measured: no survey had answers by the end of the period."


def test_head_counts_carry_reach_where_there_is_no_staff_list(tmp_path: Path) -> None:
    heads = [
        {"department": NAMES[0], "on": dt.date(2026, month, 1), "people": people}
        for month, people in ((4, 20), (7, 10), (10, 50))
    ]
    touches: Rows = [
        {"touch_id": "a", "contact_id": "1", "department": NAMES[0]},
        {"touch_id": "b", "contact_id": "1", "department": NAMES[0]},
        {"touch_id": "c", "display_name": "Ana Gil"},
        {"touch_id": "d", "display_name": "ana gil "},
        {"touch_id": "e", "head_count": 9},
        {"touch_id": "f", "contact_id": "2", "channel": "newsletter"},
    ]
    rows = [{"on": dt.date(2026, 8, 3), "channel": "desk", **row} for row in touches]
    tables = loaded(tmp_path, {"headcounts": heads, "touches": rows})
    section = ek.sections.reach(tables, during="2026 Q3", by="department")
    assert section.frame[["department", "n", "base"]].to_numpy().tolist() == [
        ["All", 2, 10], [NAMES[0], 1, 10],
    ]  # fmt: skip
    assert "We reached 2 of 10 people counted (20%).\nWithout a staff list, " in _finding(section)
    before = ek.sections.reach(tables, during="2025 Q4", by="department")
    assert before.missing == "Not measured: no head count was taken by the end of the period."
