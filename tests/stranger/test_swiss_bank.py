"""A bank in Geneva: weeks, family names first, words in both forms, contracts with their end alone."""

from __future__ import annotations

import pytest

from engagekit.mapping.mapping_file import normal
from tests.stranger.small import Rows


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
