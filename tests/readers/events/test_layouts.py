"""Where the tables of Zoom and Teams stand, from both sides of what is looked through."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.readers.events import _teams_layout, _zoom_layout, teams, zoom
from tests.reading import written

ROW = "10/14/2026 01:00:00 PM,10/14/2026 01:30:00 PM"


@pytest.mark.parametrize("above", [_zoom_layout.HEAD - 1, _zoom_layout.HEAD])
def test_a_zoom_header_of_an_unknown_language_stands_near_the_top(
    above: int, tmp_path: Path
) -> None:
    header = "Имя (имя),Почта,Вход,Выход,Время (мин)"
    text = "x\n" * above + f"{header}\nJo,jo@x.example,{ROW},30\n"
    export = written(tmp_path, text)
    assert (zoom.recognise(export) is not None) is (above < _zoom_layout.HEAD)


@pytest.mark.parametrize(("moments", "is_join"), [(6, True), (5, False)])
def test_columns_before_the_minutes_are_joins_where_most_cells_are_moments(
    moments: int, is_join: bool, tmp_path: Path
) -> None:
    rows = [f"Jo,jo@x.example,{ROW},30"] * moments + ["Al,al@x.example,x,y,30"] * (10 - moments)
    header = "Name (Original Name),User Email,Ein,Aus,Duration (Minutes)"
    layout = _zoom_layout.layout_of(written(tmp_path, "\n".join([header, *rows])).sheet)
    assert layout is not None
    assert ("join" in layout.blocks[0].columns) is is_join


@pytest.mark.parametrize("above", [_teams_layout.HEAD - 1, _teams_layout.HEAD])
def test_an_older_list_of_teams_has_its_header_near_the_top(above: int, tmp_path: Path) -> None:
    header = "Name,First Join,Last Leave,In-Meeting Duration,Participant ID (UPN)"
    export = written(tmp_path, "x\n" * above + f"{header}\nJo,{ROW},30m,jo@x.example\n")
    assert (teams.recognise(export) is not None) is (above < _teams_layout.HEAD)


@pytest.mark.parametrize("at", [_teams_layout.WIDTH - 1, _teams_layout.WIDTH])
def test_moments_under_words_that_are_new_are_looked_for_among_the_first_columns(
    at: int, tmp_path: Path
) -> None:
    header = ["Name", *[f"H{n}" for n in range(1, at)], "Ein"]
    cells = ["Jo", *["x y z" for _ in range(1, at)], "2026-01-13 09:00"]
    sheet = written(tmp_path, f"{','.join(header)}\n{','.join(cells)}\n").sheet
    assert ("join" in _teams_layout.columns_in(sheet, 0, 1)) is (at < _teams_layout.WIDTH)
