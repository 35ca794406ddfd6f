"""A bank in Geneva: weeks, family names first, words in both forms, contracts with their end alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.facts.coverage import asked_period
from engagekit.mapping.mapping_file import normal
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_year_to_date import accepted, said


def weeks(*named: str) -> Rows:
    return [["Semaine", "Prêts", "Visites"], *[[one, "3", "40"] for one in named]]


@pytest.mark.parametrize(
    ("named", "days"),
    [
        (("2025-W52", "2026-W01", "2026-W14"), ("2025-12-25", "2026-01-01", "2026-04-02")),
        (("2026-S27", "2026-S28", "2026-S40"), ("2026-07-02", "2026-07-09", "2026-10-01")),
        (("KW 52/2026", "KW 53/2026", "KW 1/2027"), ("2026-12-24", "2026-12-31", "2027-01-07")),
        (("Week 5, 2026", "Week 6, 2026", "Week 7, 2026"), ("2026-01-29", "2026-02-05", "2026-02-12")),
    ],
)  # fmt: skip
def test_a_week_stands_on_its_thursday(
    named: tuple[str, ...], days: tuple[str, ...], tmp_path: Path
) -> None:
    gate = accepted(tmp_path, loans__csv=weeks(*named))
    counts = gate.tables.counts[gate.tables.counts["what"] == "Prêts"]
    assert tuple(counts["on"].dt.strftime("%Y-%m-%d")) == days
    assert any("has a week and no day in 3 rows" in one.problem for one in gate.notes)


def test_a_week_that_no_year_has_is_not_read(tmp_path: Path) -> None:
    gate = accepted(tmp_path, loans__csv=weeks(*(f"2026-W{one}" for one in range(49, 55))))
    counts = gate.tables.counts[gate.tables.counts["what"] == "Visites"]
    assert len(counts) == 5  # 2026 has 53 weeks
    assert "2026-W54" in str(gate)


@pytest.mark.parametrize(
    "named", [("2026-S1", "2026-S2"), ("S1 2026", "S2 2026"), ("Sem 1 2026", "Sem 2 2026")]
)
def test_halves_of_a_year_are_no_weeks(named: tuple[str, ...], tmp_path: Path) -> None:
    gate = small.gate(tmp_path, loans__csv=weeks(*named))
    choices = [choice for one in gate.open_files for choice in one.choices]
    assert all(one.table != "counts" or "can be read" in one.fault for one in choices)


def test_weeks_of_a_year_make_its_quarters(tmp_path: Path) -> None:
    files: dict[str, Rows | None] = dict.fromkeys(
        ("touches__csv", "events__csv", "attendance__csv")
    )
    rows = weeks(*(f"2026-W{week:02d}" for week in range(1, 14)))
    tables = accepted(tmp_path, loans__csv=rows, **files).tables
    assert asked_period(tables, None).label == "2026 Q1"
    assert tables.counts["on"].max().strftime("%Y-%m-%d") == "2026-03-26"


@pytest.mark.parametrize(
    ("header", "bare"),
    [
        ("Demandeur·euse", "demandeur"), ("Participant(e)s", "participants"),
        ("Employé·e·s", "employes"), ("Utilisateur/trice", "utilisateur"), ("Nutzer:in", "nutzer"),
        ("Mitarbeiter*innen", "mitarbeiter"), ("Chargé(e) de dossier", "charge de dossier"),
        ("Time: in", "time in"), ("Section (e)", "section e"), ("n/a", "n a"), ("Item.e", "item e"),
        ("Group-A", "group a"), ("and/or", "and or"), ("logged_in", "logged_in"),
    ],
)  # fmt: skip
def test_a_header_in_both_forms_is_one_word(header: str, bare: str) -> None:
    assert normal(header) == bare


def log(order: str) -> Rows:
    """A log of the library that writes names in an order; those of twelve people."""
    rows: Rows = [["Date", "Demandeur·euse", "Question", "Voie"]]
    for at, one in enumerate(PEOPLE[1:13]):
        given, family = one[1].split(" ", 1)
        name = order.format(given=given, family=family)
        rows.append([f"2026-02-{at + 2:02d}", name, "Factiva", "Courriel"])
    return rows


@pytest.mark.parametrize("order", ["{given} {family}", "{family} {given}", "{family}, {given}"])
def test_names_in_either_order_are_of_the_staff_list(order: str, tmp_path: Path) -> None:
    touches = accepted(tmp_path, touches__csv=None, log__csv=log(order)).tables.touches
    linked = touches["contact_id"].notna()
    assert linked.sum() == len(touches) == 12


def test_few_names_or_few_of_the_staff_do_not_turn_a_file(tmp_path: Path) -> None:
    for at, (rows, linked) in enumerate(
        [(log("{family} {given}")[:3], 0), (log("{family} {given}")[:4], 3)]
    ):
        tables = accepted(tmp_path / str(at), touches__csv=None, log__csv=rows).tables
        assert tables.touches["contact_id"].notna().sum() == linked
    strange = [[row[0], f"Xu Person{at}", *row[2:]] for at, row in enumerate(log("{given}")[1:6])]
    for more, linked in ((strange[:3], 3), (strange[:4], 0)):
        rows = [*log("{family} {given}")[:4], *more]
        tables = accepted(tmp_path / f"x{linked}", touches__csv=None, log__csv=rows).tables
        assert tables.touches["contact_id"].notna().sum() == linked


def test_a_name_of_two_people_is_of_neither(tmp_path: Path) -> None:
    head, one = PEOPLE[0], PEOPLE[1]
    given, family = one[1].split(" ", 1)
    other = [f"{one[0]}9", f"{family} {given}", "turned@harbour.example", *one[3:]]
    rows = log("{family} {given}")
    people = [head, *PEOPLE[1:], other]
    tables = accepted(tmp_path, people__csv=people, touches__csv=None, log__csv=rows).tables
    assert tables.touches["contact_id"].isna().sum() == 1


ENDS = [["Ressource", "Fournisseur", "Montant annuel CHF", "Échéance", "Délai de résiliation"],
        ["Factiva", "Dow Jones", "48’500.00", "31.12.2026", "3 mois"],
        ["Swisslex", "Swisslex SA", "27’300.00", "28.02.2027", "90 jours"]]  # fmt: skip


def test_contracts_with_their_end_alone_begin_a_year_before(tmp_path: Path) -> None:
    gate = accepted(tmp_path, contracts__csv=ENDS)
    terms = gate.tables.contracts
    assert terms["price"].tolist() == [48_500, 27_300] and terms["notice_days"].tolist() == [92, 90]
    assert terms["starts_on"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-01", "2026-03-01"]
    assert len(said(gate, "each is taken to begin a year before its end")) == 1
    dated = [
        [*row, day] for row, day in zip(ENDS, ("Début", "01.01.2025", "01.03.2024"), strict=True)
    ]
    gate = accepted(tmp_path / "b", contracts__csv=dated)
    assert gate.tables.contracts["starts_on"].dt.year.tolist() == [2025, 2024]
    assert not said(gate, "each is taken to begin")
