"""A French agency: titles beside labels, signatures, `M.` and `Mme`, invoices, use by journal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows
from tests.stranger.test_year_to_date import said

GUESTS = [(*row[1].split(), row[2], row[3]) for row in PEOPLE[1:9]]
NAMED = ["N°", "Nom", "Prénom", "Direction", "Signature", "Observations"]


def sheet(marks: list[str], *foot: list[str], above: Rows | None = None) -> Rows:
    """A sign-in sheet: what is on it before its header, who signed, what stands below."""
    default = [["FEUILLE D'ÉMARGEMENT"], ["Intitulé de la formation :", "Zotero (débutants)"],
               ["Date :", "13 février 2026"]]  # fmt: skip
    people = [[str(at), one[1].upper(), one[0], one[3], mark, ""]
              for at, (one, mark) in enumerate(zip(GUESTS, marks, strict=False), 1)]  # fmt: skip
    return [*(default if above is None else above), NAMED, *people, *foot]


REGISTERED: Rows = [
    ["Titre de l'événement :", "Conférence"], ["Date :", "jeudi 26 mars 2026"], [],
    ["Prénom", "Nom", "Courriel", "Direction", "Statut de l'inscription", "Date d'inscription", "Présent(e)"],
    *[[*one, "Confirmée", "17/03/2026 09:15", "Oui"] for one in GUESTS[:5]],
    [*GUESTS[5], "Confirmée", "17/03/2026 09:15", "Non"],
    [*GUESTS[6], "Annulée", "17/03/2026 09:15", ""],
    [*GUESTS[7], "Liste d'attente", "17/03/2026 09:15", ""],
]  # fmt: skip


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


CHORUS: Rows = [
    ["Exercice 2026 – situation au 31/03/2026"], [],
    ["Exercice", "Compte budgétaire", "AE ouvertes", "AE engagées", "CP ouverts", "CP mandatés",
     "CP disponibles"],
    ["2026", "Abonnements", "96 000,00 €", "90 000,00 €", "96 000,00 €", "63 600,90 €",
     "32 399,10 €"],
    ["2026", "Ouvrages", "9 000,00 €", "8 000,00 €", "9 000,00 €", "2 000,00 €", "7 000,00 €"],
]  # fmt: skip


JOURNALS: Rows = [
    ["Cairn.info – Consultations par revue (texte intégral)"], [],
    ["Revue", "Éditeur", "ISSN", "01/2026", "02/2026", "03/2026", "Total"],
    ["Flux", "A", "1154-2721", "3", "4", "5", "12"], ["Réseaux", "B", "0751-7971", "1", "2", "3", "6"],
    ["Total", "", "", "4", "6", "8", "18"],
]  # fmt: skip


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
