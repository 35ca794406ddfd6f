"""Half a page before a meeting: what the tables hold of a department or a person, and no more."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks._firms import tidy
from engagekit.errors import UsageError
from engagekit.reporting.prep import prep
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

QUARTER = "FY2026-27 Q2"
TAX_ANSWERS = [f"t{at}" for at in range(30)]
LAW, TAX = [f"law{at}" for at in range(20)], ["tax0", "twin", "twin2"]
ROWS: dict[str, list[dict[str, Any]]] = {
    **tomllib.loads(Path(__file__).with_name("prep.toml").read_text("utf-8")),
    "contacts": [
        {"contact_id": at, "display_name": "Twin" if at.startswith("twin") else f"Person {at}",
         "department": "Law" if at in LAW else "Tax", "is_library": False}
        for at in (*LAW, *TAX)
    ],
    "respondents": [
        {"survey_id": "s", "respondent_id": at, "status": "complete", "submitted_at": "2026-08-10",
         "department": "Law" if at in LAW else "Tax"} for at in (*LAW, *TAX_ANSWERS)
    ],
    "responses": [
        {"survey_id": "s", "respondent_id": at, "question_id": "q",
         "value": "4" if number < 14 else "2", "score": 4.0 if number < 14 else 2.0}
        for number, at in enumerate([*LAW, *TAX_ANSWERS])
    ],
}  # fmt: skip
TABLES = Tables({name: tidy(name, rows) for name, rows in ROWS.items()}, make_settings({}))


def test_a_department_in_eight_lines() -> None:
    assert prep(TABLES, "  law ", during=QUARTER).splitlines() == [
        "Before a meeting with Law (FY 2026-27 Q2; names people, for the team alone)",
        "What they needed in 12 months: standards (2), maps (1).",
        "Met in the period: 2 of 20.",
        "Satisfied in the survey: 60% or more of those who answered.",
        "Owed to Person law1 since September 15, 2026: a newer one.",
        "Owed to Person law0 since August 1, 2026: an older one.",
        "Stand up for us: Person law5.",
        "Partners: we have a seat.",
        "One question to ask: “Which of the things we owe you still matter?”",
    ]


def test_whom_nobody_has_met_yet() -> None:
    assert prep(TABLES, "Tax", during=QUARTER).splitlines()[1:] == [
        "Met in the period: 0 of 3.",
        "Satisfied in the survey: 19% or less of those who answered.",
        "Tax table: we have no seat.",
        "One question to ask: “Whom should we meet first, and what keeps that person busy?”",
    ]
    assert prep(TABLES, "person tax0", during=QUARTER).splitlines()[1] == (
        "Not met so far, by our records."
    )


def test_a_person_and_no_word_of_what_that_person_answered() -> None:
    told = prep(TABLES, "Person law1", during=QUARTER)
    assert "Last met on September 3, 2026, 1 day in all." in told
    assert "survey" not in told and "older" not in told


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Person law55", "Did you mean 'Person law5'?"),
        ("Zzz", "There is no department and nobody on the staff list called 'Zzz'."),
        ("twin", "2 people are called 'twin'. Name their department instead."),
    ],
)
def test_a_name_that_is_not_there_or_not_alone(who: str, said: str) -> None:
    with pytest.raises(UsageError, match=r".") as refused:
        prep(TABLES, who, during=QUARTER)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 120
