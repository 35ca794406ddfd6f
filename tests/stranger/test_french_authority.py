"""A French authority: direction beside service, a budget of the year with what was paid so far."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import NotMeasuredError
from engagekit.loading.inspect import inspect
from engagekit.measures.funding import funding_over_time
from tests.confirming import map_file
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows, said

STAFF: Rows = [
    ["Matricule", "NOM", "Prénom", "Adresse mél", "Direction", "Service", "Date d'arrivée"],
    *[
        [one[0], one[1].split()[1].upper(), one[1].split()[0], one[2], f"Direction {one[3][:1]}", one[3],
         "15/01/2020"]
        for one in PEOPLE[1:]
    ],
]  # fmt: skip


def test_the_family_name_of_a_french_list_is_used(tmp_path: Path) -> None:
    small.save(tmp_path / "effectifs.csv", STAFF)
    map_file(tmp_path / "effectifs.csv", table="contacts", given={"department": "Service"})
    (part,) = inspect([tmp_path / "effectifs.csv"])
    assert [one["column"] for one in part["columns"] if one["reason"]] == ["Direction"]


def test_shares_of_one_sum_are_no_trend(tmp_path: Path) -> None:
    log = [
        LOG[0],
        *[[*one[:1], f"2026-{at:02d}-10", *one[2:]] for at, one in enumerate(LOG[1:], 1)],
    ]
    whole = [small.MONEY[0], ["2026", "", "", "Staff", "actual", "8000", "GBP"]]
    tables = small.gate(tmp_path, touches__csv=log, budget__csv=whole).tables
    with pytest.raises(NotMeasuredError, match="is one sum"):
        funding_over_time(tables, during="2026 Q3")
    assert len(funding_over_time(tables, during="2026 Q3", quarters=1))
    more = [*whole, ["2026 Q3", "", "", "Data", "actual", "500", "GBP"]]
    tables = small.gate(tmp_path, touches__csv=log, budget__csv=more).tables
    frame = funding_over_time(tables, during="2026 Q3")
    assert frame["period"].nunique() == 3
    assert not said(small.gate(tmp_path, touches__csv=log, budget__csv=more), "one sum")
