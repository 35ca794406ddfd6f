"""A bank in Geneva: weeks, family names first, words in both forms, contracts with their end alone."""

from __future__ import annotations

import pytest

from engagekit.mapping.mapping_file import normal
from tests.stranger.small import PEOPLE, Rows


def weeks(*named: str) -> Rows:
    return [["Semaine", "Prêts", "Visites"], *[[one, "3", "40"] for one in named]]


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


ENDS = [["Ressource", "Fournisseur", "Montant annuel CHF", "Échéance", "Délai de résiliation"],
        ["Factiva", "Dow Jones", "48’500.00", "31.12.2026", "3 mois"],
        ["Swisslex", "Swisslex SA", "27’300.00", "28.02.2027", "90 jours"]]  # fmt: skip
