"""A French agency: titles beside labels, signatures, `M.` and `Mme`, invoices, use by journal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.mapping.drafting import map_file
from engagekit.mapping.row_states import is_status
from engagekit.parsing.person_names import name_of
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows
from tests.stranger.test_sign_in_sheets import came, outcome
from tests.stranger.test_year_to_date import accepted, said

GUESTS = [(*row[1].split(), row[2], row[3]) for row in PEOPLE[1:9]]
NAMED = ["N°", "Nom", "Prénom", "Direction", "Signature", "Observations"]


def sheet(marks: list[str], *foot: list[str], above: Rows | None = None) -> Rows:
    """A sign-in sheet: what is on it before its header, who signed, what stands below."""
    default = [["FEUILLE D'ÉMARGEMENT"], ["Intitulé de la formation :", "Zotero (débutants)"],
               ["Date :", "13 février 2026"]]  # fmt: skip
    people = [[str(at), one[1].upper(), one[0], one[3], mark, ""]
              for at, (one, mark) in enumerate(zip(GUESTS, marks, strict=False), 1)]  # fmt: skip
    return [*(default if above is None else above), NAMED, *people, *foot]


def test_a_title_beside_its_label_goes_before_the_name_of_the_sheet(tmp_path: Path) -> None:
    gate = came(tmp_path, sheet(["Signé"] * 8))
    assert gate.tables.events["title"].tolist() == ["Zotero (débutants)"]
    assert outcome(gate) == (1, 8)


@pytest.mark.parametrize(
    ("label", "title"),
    [
        (["Titre de l'événement : Zotero"], "Zotero"),
        (["Course title:", "Zotero"], "Zotero"),
        (["Nom de l'atelier : Zotero"], "Zotero"),
        (["Nom du formateur :", "Fay Moss"], "SIGN-IN SHEET"),  # of nobody's title
        (["Intitulé du poste :", "Juriste"], "SIGN-IN SHEET"),
    ],
)
def test_only_a_label_of_titles_gives_one(label: list[str], title: str, tmp_path: Path) -> None:
    above = [["SIGN-IN SHEET"], label, ["Date :", "13 février 2026"]]
    gate = came(tmp_path, sheet(["X"] * 8, above=above))
    assert gate.tables.events["title"].tolist() == [title]


def test_how_many_came_below_the_names_is_nobody(tmp_path: Path) -> None:
    foot = ["Inscrits :", "8", "Présents :", "7", "Excusés :", "1"]
    gate = came(tmp_path, sheet(["X"] * 7 + ["Excusée"], [], foot))
    assert len(gate.tables.attendance) == 8
    rows = [
        ["9", "MOSS", "Ivy", "Tax", "X", ""],
        ["Note:", "REED", "Ivy:", "Tax", "X", ""],
    ]  # no labels and their numbers
    assert len(came(tmp_path / "b", sheet(["X"] * 6, *rows)).tables.attendance) == 8


def test_somebodys_own_initials_are_a_signature_and_nothing_else_is(tmp_path: Path) -> None:
    gate = came(
        tmp_path, sheet(["Signé", "AR", "a.s.", "Abs", "CA", "voir papier", "X", "Excusée"])
    )
    marks = gate.tables.attendance["status"].value_counts().to_dict()
    assert marks == {"attended": 4, "no_show": 2}
    assert {one.value for one in gate.tables.faults} >= {"CA", "voir papier"}  # a day of leave


def test_a_beside_p_is_no_signature(tmp_path: Path) -> None:
    gate = came(tmp_path, sheet(["P", "A"] * 4))
    assert gate.tables.attendance["status"].value_counts().to_dict() == {
        "attended": 4, "no_show": 4,
    }  # fmt: skip


REGISTERED: Rows = [
    ["Titre de l'événement :", "Conférence"], ["Date :", "jeudi 26 mars 2026"], [],
    ["Prénom", "Nom", "Courriel", "Direction", "Statut de l'inscription", "Date d'inscription", "Présent(e)"],
    *[[*one, "Confirmée", "17/03/2026 09:15", "Oui"] for one in GUESTS[:5]],
    [*GUESTS[5], "Confirmée", "17/03/2026 09:15", "Non"],
    [*GUESTS[6], "Annulée", "17/03/2026 09:15", ""],
    [*GUESTS[7], "Liste d'attente", "17/03/2026 09:15", ""],
]  # fmt: skip


def test_the_day_of_a_registration_is_not_that_of_the_event(tmp_path: Path) -> None:
    gate = came(tmp_path, REGISTERED)
    (event,) = gate.tables.events.itertuples()
    assert (event.title, f"{event.started_at:%Y-%m-%d}") == ("Conférence", "2026-03-26")
    assert outcome(gate) == (1, 5)
    assert not said(gate, "is empty")  # who cancelled or waits is left out, and has no mark


def test_the_name_of_a_training_is_no_status() -> None:
    assert is_status("Statut de l'inscription")
    assert not is_status("Action de formation")


def test_a_mapping_whose_file_lies_beside_it_is_not_made_to_fit_another(tmp_path: Path) -> None:
    gate = came(tmp_path, sheet(["Signé"] * 8), inscriptions__csv=REGISTERED)
    assert not gate.open_files
    assert outcome(gate) == (2, 13)
    assert len([*(tmp_path / "mappings").glob("*.toml")]) == 2


def test_sir_is_an_initial_only_where_nobody_is_madam() -> None:
    french = ["M. Hal MOSS", "Mme Ann MOSS", "M. MOSS Hal", "MM. Le Goff"]
    assert name_of(pd.Series(french)).tolist()[:3] == ["hal moss", "ann moss", "hal moss"]
    assert name_of(pd.Series(["M. Ali Khan", "Ali Khan"])).tolist() == ["m ali khan", "ali khan"]


def test_people_with_a_courtesy_title_are_on_the_staff_list(tmp_path: Path) -> None:
    rows = small.each(LOG, lambda at, one: {"display_name": f"Mme {one['display_name']}" if at % 2
                                            else f"M. {one['display_name'].upper()}"})  # fmt: skip
    gate = small.gate(tmp_path, touches__csv=rows)
    assert gate.tables.touches["contact_id"].notna().all()


BILLS: Rows = [
    ["Suivi des factures 2026"], [],
    ["Date facture", "Fournisseur", "Objet", "Montant HT", "TVA", "Montant TTC", "Mandaté (O/N)"],
    ["22/01/2026", "LexisNexis", "Lexis 360", "100,00", "20,00", "120,00", "O"],
    ["03/02/2026", "Dalloz", "Dalloz.fr", "200,00", "40,00", "240,00", "O"],
    ["13/04/2026", "Cairn", "Bouquet", "300,00", "60,00", "360,00", "N"],
]  # fmt: skip


def test_invoices_are_money_on_their_day_and_no_enquiries(tmp_path: Path) -> None:
    gate = small.gate(tmp_path, budget__csv=None, factures__csv=BILLS)
    choices = gate.open_files[0].choices
    assert [one.table for one in choices] == ["budget", "budget"]  # without tax, and with it
    map_file(gate.open_files[0].path, table="budget", given=dict(choices[0].said))
    money = small.loaded(tmp_path / "data").budget
    assert money["period"].tolist() == ["2026-01-22", "2026-02-03", "2026-04-13"]


def test_loans_between_libraries_with_a_cost_stay_a_log(tmp_path: Path) -> None:
    head = ["Date", "Requester", "Supplier", "Request", "Cost"]
    rows = [
        head,
        *[[f"2026-02-0{at}", PEOPLE[at][1], "BL", "Article", "4.50"] for at in range(1, 9)],
    ]
    (one,) = small.gate(tmp_path, touches__csv=None, ill__csv=rows).open_files
    assert "touches" in [choice.table for choice in one.choices]


CHORUS: Rows = [
    ["Exercice 2026 – situation au 31/03/2026"], [],
    ["Exercice", "Compte budgétaire", "AE ouvertes", "AE engagées", "CP ouverts", "CP mandatés",
     "CP disponibles"],
    ["2026", "Abonnements", "96 000,00 €", "90 000,00 €", "96 000,00 €", "63 600,90 €",
     "32 399,10 €"],
    ["2026", "Ouvrages", "9 000,00 €", "8 000,00 €", "9 000,00 €", "2 000,00 €", "7 000,00 €"],
]  # fmt: skip


def test_payments_of_the_year_so_far_stand_beside_the_appropriations_of_the_year(
    tmp_path: Path,
) -> None:
    gate = accepted(tmp_path, small.SETTINGS.replace("GBP", "EUR"), budget__csv=None, c__csv=CHORUS)
    money = gate.tables.budget.groupby(["kind", "period"])["amount"].sum().round(2).to_dict()
    want = {("actual", "to 31/03/2026"): 65600.9, ("budget", "2026"): 105000.0}
    assert money == want
    both = [[*CHORUS[0]], [], ["Ligne", "AE ouverts", "AE consommés", "CP ouverts", "CP consommés"],
            ["Livres", "100", "90", "80", "70"], ["Bases", "200", "190", "180", "170"]]  # fmt: skip
    (one,) = small.gate(tmp_path / "b", budget__csv=None, d__csv=both).open_files
    map_file(one.path, table="budget", given=dict(one.choices[0].said) | {"period": "2026 Q1"})
    money = small.loaded(tmp_path / "b" / "data").budget.groupby("kind")["amount"].sum()
    assert money.to_dict() == {"actual": 240, "budget": 260}


JOURNALS: Rows = [
    ["Cairn.info – Consultations par revue (texte intégral)"], [],
    ["Revue", "Éditeur", "ISSN", "01/2026", "02/2026", "03/2026", "Total"],
    ["Flux", "A", "1154-2721", "3", "4", "5", "12"], ["Réseaux", "B", "0751-7971", "1", "2", "3", "6"],
    ["Total", "", "", "4", "6", "8", "18"],
]  # fmt: skip


def test_titles_with_an_issn_across_months_are_use_and_no_money(tmp_path: Path) -> None:
    (one,) = small.gate(tmp_path, cairn__csv=JOURNALS).open_files
    assert one.choices[0].table == "usage"
    given = dict(one.choices[0].said)
    assert given["platform"] == "..."
    assert given["metric"] == "Cairn.info – Consultations par revue (texte intégral)"
    map_file(one.path, table="usage", given=given | {"platform": "Cairn.info"})
    used = small.loaded(tmp_path / "data").usage
    assert used["n"].sum() == 18
    assert sorted(used["on"].dt.strftime("%Y-%m-%d").unique()) == [
        "2026-01-01", "2026-02-01", "2026-03-01",
    ]  # fmt: skip


def test_the_price_of_titles_across_years_stays_money(tmp_path: Path) -> None:
    head = ["Revue", "ISSN", "Coût 2024", "Coût 2025", "Coût 2026"]
    rows = [head, ["Flux", "1154-2721", "310,00", "320,00", "330,00"],
            ["Réseaux", "0751-7971", "210,00", "220,00", "230,00"]]  # fmt: skip
    (one,) = small.gate(tmp_path, budget__csv=None, prix__csv=rows).open_files
    assert "usage" not in [choice.table for choice in one.choices]


def test_lines_of_use_across_months_are_use_before_they_are_counts(tmp_path: Path) -> None:
    head = ["Indicateur", "janv-26", "févr-26", "mars-26", "Total"]
    lines = ["Sessions", "Recherches", "Pages vues", "Documents imprimés ou téléchargés"]
    rows = [head, *[[one, "1", "2", "3", "6"] for one in lines]]
    (one,) = small.gate(tmp_path, dalloz__csv=rows).open_files
    assert [choice.table for choice in one.choices][:2] == ["usage", "counts"]
    rows = [head, *[[one, "1", "2", "3", "6"] for one in ("Entrées", "Prêts", "Pages vues")]]
    (one,) = small.gate(tmp_path / "b", dashboard__csv=rows).open_files
    assert one.choices[0].table == "counts"


def test_who_is_on_the_books_and_not_in_service_is_asked_about(tmp_path: Path) -> None:
    states = {1: "Disponibilité", 4: "Congé parental"}
    rows = [[*PEOPLE[0], "Position administrative"],
            *[[*row, states.get(at, "Activité")] for at, row in enumerate(PEOPLE[1:])]]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=rows)
    assert said(gate, "may mean that somebody is not on the staff") == [
        "a status that may mean that somebody is not on the staff (1)"
    ]


@pytest.mark.parametrize("word", ["NSP", "Ne se prononce pas"])
def test_no_opinion_in_short(word: str, tmp_path: Path) -> None:
    scale = [
        "Tout à fait d'accord",
        "Plutôt d'accord",
        "Plutôt pas d'accord",
        "Pas du tout d'accord",
    ]
    head = ["Horodateur", "Le centre répond vite", "Le centre est utile"]
    form = [head, *[[f"2026-03-0{at} 10:00:00", (*scale, word)[at % 5], scale[at % 4]]
                    for at in range(1, 9)]]  # fmt: skip
    none: dict[str, Rows | None] = dict.fromkeys(
        ("respondents__csv", "responses__csv", "questions__csv", "surveys__csv")
    )
    gate = small.gate(tmp_path, **none, Form__csv=form)
    assert not said(gate, "no place on its scale")
