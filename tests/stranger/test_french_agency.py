"""A French agency: titles beside labels, signatures, `M.` and `Mme`, invoices, use by journal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows
from tests.stranger.test_year_to_date import said


def test_sir_is_an_initial_only_where_nobody_is_madam() -> None:
    french = ["M. Hal MOSS", "Mme Ann MOSS", "M. MOSS Hal", "MM. Le Goff"]
    assert name_of(pd.Series(french)).tolist()[:3] == ["hal moss", "ann moss", "hal moss"]
    assert name_of(pd.Series(["M. Ali Khan", "Ali Khan"])).tolist() == ["m ali khan", "ali khan"]


def test_people_with_a_courtesy_title_are_on_the_staff_list(tmp_path: Path) -> None:
    rows = small.each(LOG, lambda at, one: {"display_name": f"Mme {one['display_name']}" if at % 2
                                            else f"M. {one['display_name'].upper()}"})  # fmt: skip
    gate = small.gate(tmp_path, touches__csv=rows)
    assert gate.tables.touches["contact_id"].notna().all()


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
