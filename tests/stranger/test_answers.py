"""What `check` offers for a file that nobody knows is right when it is pasted, or asks once more."""

from __future__ import annotations

from pathlib import Path

from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows

LINES = [("Salaires", 52500.0, 51234.5), ("Bases", 60000.0, 61875.4), ("Livres", 2250.0, 0.0)]
BY_KIND: Rows = [
    ["Suivi budgétaire - T1 2026"],
    [],
    ["Poste budgétaire", "Budget annuel", "Budget T1", "Réel T1", "Écart"],
    *[[name, str(plan * 4), str(plan), str(real), str(plan - real)] for name, plan, real in LINES],
    ["Total", "459000", "114750", "113109.9", "1640.1"],
]
MONTHS: Rows = [
    ["Actual costs 2026 (in £000)"],
    [],
    ["Cost type", "Jan", "Feb", "Mar", "Total", "Share"],
    ["Staff", "31.2", "31.2", "31.2", "93.6", "88 %"],
    ["Books", "1.5", "0", "11.25", "12.75", "12 %"],
    ["Total", "32.7", "31.2", "42.45", "106.35", "100 %"],
]
NAMED: Rows = [
    ["Date of visit", "Forename", "Surname", "Asked how", "Time spent"],
    *[
        [f"{day}/03/26", *row[3].split(), "Phone", ("1:30", "1h30", "0:15")[at % 3]]
        for at, (row, day) in enumerate(zip(LOG[1:], range(1, 13), strict=True))
    ],
]


EUROS = small.SETTINGS + "[money.rates]\nEUR = 1.0\n"


def test_days_of_postings_that_can_be_read_both_ways_stop_no_check(tmp_path: Path) -> None:
    rows = [["02/03/26", *row[1:]] if at else row for at, row in enumerate(small.MONEY)]
    gate = small.gate(tmp_path, budget__csv=rows)
    assert gate.counts(whole=False)["people"] == 21
    assert any("dates=" in one.remedy for one in gate.questions)


def test_a_staff_list_with_other_words_is_known(tmp_path: Path) -> None:
    head = ["Payroll No", "Forename", "Surname", "Work Email", "Service Area", "Date Commenced"]
    rows = [head, *[[row[0], *row[1].split(), *row[2:5]] for row in PEOPLE[1:]]]
    gate = small.gate(tmp_path, people__csv=None, establishment__csv=rows)
    assert gate.counts()["people"] == 21
