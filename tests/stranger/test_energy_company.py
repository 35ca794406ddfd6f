"""A power company in Québec: a plan beside what was spent so far, hand-kept use, contracts abroad."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from babel import Locale

import engagekit as ek
from engagekit.mapping.drafting import map_file
from engagekit.parsing.word_lists import by_word
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import Rows, loaded

LINES = [("Salaires", 400, 410, 300), ("Données", 150, 160, 140), ("Normes", 30, 30, 20)]
ANSWERS = {"period": "2026-09", "year": "2026"}


def accepted(home: Path, settings: str = small.SETTINGS, **files: Rows | None) -> Gate:
    """The gate once the first offer for the file is accepted, its dots answered."""
    first = small.gate(home, settings, **files)
    (one,) = first.open_files
    choice = one.choices[0]
    given = {name: ANSWERS[name] if said == "..." else said for name, said in choice.said}
    map_file(one.path, table=choice.table, given=given)
    return Gate(loaded(home / "data"))


def money(
    tmp_path: Path, heads: list[str], title: str, *cells: int
) -> tuple[str, dict[str, float]]:
    """The first offer for a sheet of money, and what it gives by kind and period."""
    rows: Rows = [[title, *[""] * (len(heads) - 1)]] if title else []
    rows += [heads, *[[str(line[at]) for at in (0, *cells)] for line in LINES]]
    offer = small.gate(tmp_path / "a", budget__csv=None, suivi__csv=rows).open_files[0].choices[0]
    gate = accepted(tmp_path / "b", budget__csv=None, suivi__csv=rows)
    sums = gate.tables.budget.groupby(["kind", "period"], observed=True)["amount"].sum()
    return dict(offer.said).get("period", ""), {f"{k}, {p}": v for (k, p), v in sums.items()}


@pytest.mark.parametrize(
    ("heads", "title", "asked", "plan", "spent"),
    [
        (["Budget initial", "Budget révisé", "Réel à ce jour"], "Exercice 2026 (au 30 sept. 2026)",
         "", "budget, 2026", "actual, to 30 sept. 2026"),
        (["Original budget", "Annual budget", "Actual YTD"], "Q3 2026", "",
         "budget, 2026", "actual, to 2026 Q3"),
        (["", "Budget annuel", "Dépensé au 30/09"], "Exercice 2026", "",
         "budget, 2026", "actual, to 30/09/2026"),
        (["", "Crédits ouverts", "Mandaté au 30/09/2026"], "", "au 30/09/2026", None, "actual, au 30/09/2026"),
        (["Prior year", "Revised budget", "Spent to date"], "", "...",
         "budget, 2026", "actual, to 2026-09"),
        (["", "Revised budget 2026", "Actual 2026 to date"], "", "...",
         "budget, 2026", "actual, to 2026-09"),
    ],
)  # fmt: skip
def test_a_plan_of_the_year_stands_beside_what_was_spent_so_far(
    tmp_path: Path, heads: list[str], title: str, asked: str, plan: str | None, spent: str
) -> None:
    said, sums = money(tmp_path, ["Poste", *heads], title, 1, 2, 3)
    assert said == asked
    assert sums == ({plan: 600.0} if plan else {}) | {spent: 460.0}


def test_a_plan_that_nothing_calls_that_of_the_year_is_left_aside(tmp_path: Path) -> None:
    _, sums = money(tmp_path, ["Line", "Budget", "Actual YTD"], "September 2026", 2, 3)
    assert sums == {"actual, to September 2026": 460.0}


def test_money_of_the_year_before_is_none_of_this_one(tmp_path: Path) -> None:
    heads = ["Line", "Annual budget", "Spent last year", "Spent this year to date"]
    _, sums = money(tmp_path, heads, "to 30 September 2026", 2, 1, 3)
    assert sums == {"budget, 2026": 600.0, "actual, to 30 September 2026": 460.0}


def test_each_contract_has_its_own_currency(tmp_path: Path) -> None:
    head = ["Fournisseur", "Produit", "Coût annuel", "Devise", "Début", "Fin"]
    for name in ("Devise", "Payé en"):  # or a column of nothing but codes
        rows = [[*head[:3], name, *head[4:]],
                ["Elsevier", "Scopus", "61000", "USD", "2026-01-01", "2026-12-31"],
                ["CSA", "OnDemand", "21500", "GBP", "2026-04-01", "2027-03-31"]]  # fmt: skip
        gate = accepted(tmp_path / name[:2], contrats__csv=rows)
        assert gate.tables.contracts["currency"].tolist() == ["USD", "GBP"]


USE = [["Ressource", "Indicateur", "Oct.", "Nov.", "Déc.", "Janv."],
       ["Scopus", "Recherches", "1", "2", "3", "4"],
       ["Scopus", "Téléchargements", "5", "6", "7", "8"],
       ["Kompass", "Recherches", "11", "12", "13", "14"]]  # fmt: skip


def test_use_that_is_counted_by_hand_is_of_its_platforms(tmp_path: Path) -> None:
    gate = accepted(tmp_path, utilisation__csv=USE)
    usage = gate.tables.usage
    # two platforms had been one, and the months of no year were read by nobody
    assert usage.groupby(["platform", "metric"], observed=True)["n"].sum().to_dict() == {
        ("Kompass", "Recherches"): 50, ("Scopus", "Recherches"): 10, ("Scopus", "Téléchargements"): 26,
    }  # fmt: skip
    assert f"{usage['on'].min():%Y-%m} {usage['on'].max():%Y-%m}" == "2026-10 2027-01"


@pytest.mark.parametrize(
    ("metric", "text"),
    [("Téléchargements", "Kompass (36)"), ("Lectures", "not added up: Scopus.")],
    ids=["a word for a use", "two words that nobody knows"],
)
def test_how_use_is_counted_is_chosen_by_its_word_or_said_to_be_open(
    tmp_path: Path, metric: str, text: str
) -> None:
    rows = [
        [cell.replace("Téléchargements", metric).replace("Recherches", "Visites") for cell in row]
        for row in USE
    ]
    tables = accepted(tmp_path, utilisation__csv=rows).tables
    section = ek.sections.usage(tables, during="2026 Q4")
    uses = section.frame[section.frame["measure"] == "uses"].set_index("platform")["estimate"]
    assert uses.dropna().to_dict() == {"Kompass": 36} | ({"Scopus": 18} if metric[0] == "T" else {})
    # it had been said that no report tells of these months
    assert text in section.text and "No report" not in section.text


def test_use_in_the_workbook_of_the_kit_needs_no_number_of_its_own(tmp_path: Path) -> None:
    head = ["platform", "metric", "on", "n"]
    rows = [head, *[[name, "Searches", "2026-02-01", "4"] for name in ("Scopus", "Kompass")]]
    assert small.gate(tmp_path, usage__csv=rows).tables.usage["n"].sum() == 8


def test_months_of_no_year_are_asked_for_it(tmp_path: Path) -> None:
    rows = [["Branch", "Nov", "Dec", "Jan"], ["Leeds", "1", "2", "3"], ["York", "4", "5", "6"]]
    gate = accepted(tmp_path, visits__csv=rows)
    sums = gate.tables.counts.groupby("on")["n"].sum()
    assert {f"{day:%Y-%m}": n for day, n in sums.items()} == {
        "2026-11": 5, "2026-12": 7, "2027-01": 9,
    }  # fmt: skip
    plain = small.gate(tmp_path / "no", visits__csv=rows).open_files[0]
    map_file(plain.path, table="counts")
    unanswered = Gate(loaded(tmp_path / "no" / "data")).tables
    assert "does not say what gives year of counts" in str(unanswered.documents)


def test_months_from_the_last_to_the_first_go_back(tmp_path: Path) -> None:
    rows = [["Branch", "Feb", "Jan", "Dec"], ["Leeds", "1", "2", "3"], ["York", "4", "5", "6"]]
    on = accepted(tmp_path, visits__csv=rows).tables.counts["on"]
    # January had been that of the year after
    assert (f"{on.min():%Y-%m}", f"{on.max():%Y-%m}") == ("2025-12", "2026-02")


def test_of_two_columns_of_currencies_none_is_chosen(tmp_path: Path) -> None:
    rows = [["Product", "Annual cost", "Agreed in", "Paid in", "Start", "End"],
            ["Scopus", "61000", "USD", "GBP", "2026-01-01", "2026-12-31"]]  # fmt: skip
    (one,) = small.gate(tmp_path, contracts_list__csv=rows).open_files
    assert "currency" not in dict(one.choices[0].said)
    assert one.choices[0].fault


def test_a_plan_beside_money_so_far_is_not_of_the_quarter_that_names_the_sheet(
    tmp_path: Path,
) -> None:
    rows: Rows = [["Line", "Revised budget", "Spent to date"], ["Staff", "410", "300"]]
    small.gate(tmp_path, budget__csv=None)
    book = openpyxl.Workbook()
    book.active.title = "Q2 2026"
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "data" / "suivi.xlsx")
    (one,) = Gate(loaded(tmp_path / "data")).open_files
    given = {name: "2026-06" if said == "..." else said for name, said in one.choices[0].said}
    map_file(one.path, table="budget", given=given)
    money = Gate(loaded(tmp_path / "data")).tables.budget.set_index("kind")["period"]
    assert money["budget"] == "2026"


def test_the_months_of_every_language_are_known_as_its_standard_writes_them() -> None:
    known, kinds = by_word("cells.months"), ("wide", "abbreviated")
    for language in ("en_CA", "en_GB", "fr_CA", "fr", "de", "nl", "es", "it", "pt_BR"):
        months = Locale.parse(language).months["format"]
        for at, name in [pair for kind in kinds for pair in months[kind].items()]:
            assert known[name.rstrip(".").casefold()] == str(at), (language, name)
