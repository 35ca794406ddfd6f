"""Where the tables of Teams stand, from both sides of what is looked through."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.readers.events import teams
from tests.reading import written

ROW = "10/14/2026 01:00:00 PM,10/14/2026 01:30:00 PM"


@pytest.mark.parametrize("above", [teams.HEAD - 1, teams.HEAD])
def test_an_older_list_of_teams_has_its_header_near_the_top(above: int, tmp_path: Path) -> None:
    header = "Name,First Join,Last Leave,In-Meeting Duration,Participant ID (UPN)"
    export = written(tmp_path, "x\n" * above + f"{header}\nJo,{ROW},30m,jo@x.example\n")
    assert (teams.recognise(export) is not None) is (above < teams.HEAD)


def test_a_report_of_teams_in_a_new_language_has_its_columns_in_order(tmp_path: Path) -> None:
    header = "2. Osallistujat\nNimi,Tuli,Poistui,Kesto,Posti"
    found = teams.read(written(tmp_path, f"{header}\nJo,{ROW},30m,jo@x.example\nAl,x,y,z,w\n"))
    assert found.tables["attendance"]["email"].tolist() == ["jo@x.example"]
    assert [part.reason for part in found.set_aside] == ["cells do not fit the header"]
