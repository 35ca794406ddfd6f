"""Lists in two languages at once: headers, cells and titles."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.mapping.drafting import map_file
from engagekit.parsing.budget_periods import until_in
from engagekit.sections.gate import Gate
from engagekit.settings.schema import Organisation
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded
from tests.stranger.test_year_to_date import accepted

SESSIONS: Rows = [
    ["Session", "Date", "Participant", "Branch / Direction générale", "Registered / Inscrit",
     "Attended / Présent"],
    *[["EndNote", "2026-02-12", one[1], one[3], "Yes / Oui", "Yes / Oui" if at % 3 else "No / Non"]
      for at, one in enumerate(PEOPLE[1:13])],
    *[["Census", "2026-03-08", one[1], one[3], "Yes / Oui", "Yes / Oui"] for one in PEOPLE[5:9]],
]  # fmt: skip


def test_who_came_is_read_in_two_languages_at_once(tmp_path: Path) -> None:
    gate = accepted(tmp_path, events__csv=None, attendance__csv=None, sessions__csv=SESSIONS)
    came = gate.tables.attendance["status"].value_counts()
    assert came.to_dict() == {"attended": 12, "no_show": 4}
    assert set(gate.tables.events["title"]) == {"EndNote", "Census"}


def test_as_a_log_who_did_not_come_is_left_out(tmp_path: Path) -> None:
    small.gate(tmp_path, sessions__csv=SESSIONS)
    path = tmp_path / "data" / "sessions.csv"
    given = {"own_log": "yes", "channel": "training", "ignored": "others"}
    map_file(path, table="touches", given=given)
    touches = Gate(loaded(tmp_path / "data")).tables.touches
    assert (touches["channel"] == "training").sum() == 12


def test_numbers_of_people_in_two_languages(tmp_path: Path) -> None:
    names = ["PRI / CIDP", "Name / Nom", "Email / Courriel", "Branch / Direction générale"]
    people = [names, *[[f"2011{at:04d}", *one[1:4]] for at, one in enumerate(PEOPLE[1:])]]
    gate = accepted(tmp_path, people__csv=None, staff__csv=people)
    assert "20110000" in set(gate.tables.contacts["contact_id"])


@pytest.mark.parametrize(
    ("start", "title", "period"),
    [
        (4, "Fiscal year / Exercice : 2026-2027   Period / Période : 006", "to 2026-09"),
        (4, "Period 1 to Period 6 2026-27", ""), (4, "Period: 6 Year: 2026", ""),
        (4, "Period 0 2026-27", ""), (1, "Period: 6 Year: 2026", "to 2026-06"),
        (1, "Period 6 2026-27", ""),
    ],
)  # fmt: skip
def test_a_period_behind_its_year(start: int, title: str, period: str) -> None:
    assert until_in(title, Organisation(fiscal_start=start)) == period


@pytest.mark.parametrize("last", ["Free balance / Solde disponible", "Note / Remarque"])
def test_a_numbered_period_beside_what_is_left_is_the_end_of_what_was_spent(
    tmp_path: Path, last: str
) -> None:
    small.gate(tmp_path, budget__csv=None)
    book = openpyxl.Workbook()
    book.active.append(["Year: 2026   Period / Période : 006"])
    book.active.append([])
    book.active.append(["Line / Poste", "Budget", "Actual / Dépenses réelles", last])
    for name, plan, spent in (("Staff", 410, 200), ("Books", 90, 40)):
        book.active.append([name, plan, spent, plan - spent])
    book.save(tmp_path / "data" / "centre.xlsx")
    (one,) = Gate(loaded(tmp_path / "data")).open_files
    said = dict(one.choices[0].said)
    if not last.startswith("Free"):  # it may be the month alone
        assert said["period"] == "..."
        return
    map_file(one.path, table="budget", given=said)
    money = Gate(loaded(tmp_path / "data")).tables.budget.groupby("kind")["period"].first()
    assert money.to_dict() == {"actual": "to 2026-06", "budget": "2026"}
