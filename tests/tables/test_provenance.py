"""Places: the file, the sheet and the row of every row of a tidy table."""

from __future__ import annotations

import csv
import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from engagekit.loading.load import load
from engagekit.tables.provenance import Places
from engagekit.tables.tables import Tables

ROOT = Path(__file__).parents[2]


def test_the_places_of_some_rows_are_told_in_the_order_asked() -> None:
    places = Places((("a.csv", "", np.array([2, 4])), ("b.xlsx", "S", np.array([9, 7, 8]))))
    kept = places.only(np.array([0, 3, 4]))
    assert len(places) == 5
    assert len(kept) == 3
    assert kept.at([2, 0]).values.tolist() == [["b.xlsx", "S", 8], ["a.csv", "", 2]]
    assert kept.only(np.array([1])).at([0]).values.tolist() == [["b.xlsx", "S", 7]]
    assert Places().at([]).empty


def test_every_table_that_was_loaded_knows_a_place_for_each_row(sample: Tables) -> None:
    for name, frame in sample.frames.items():
        if name != "aliases":
            assert len(sample.places[name]) == len(frame), name


def test_a_touch_of_the_sample_is_found_where_it_is_said_to_stand(sample: Tables) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the sample has no stylesheet
        book = openpyxl.load_workbook(ROOT / "data" / "sample" / "library-workbook.xlsx")
    for at in (0, 1500, len(sample.touches) - 1):
        place = sample.places["touches"].at([at]).iloc[0]
        assert place["file"] == "library-workbook.xlsx"
        cells = [str(cell.value) for cell in book[place["sheet"]][int(place["row"])]]
        assert sample.touches["touch_id"].iloc[at] in cells


def test_rows_set_aside_and_repeats_move_no_place(tmp_path: Path) -> None:
    head = "contact_id,display_name,email\n"
    (tmp_path / "a.csv").write_text(
        f"{head}1,Ana Gil,ana@firm.example\n,Nobody,\n2,Bo Ek,bo@firm.example\n", encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text(
        f"{head}2,Bo Ek,bo@firm.example\n3,Cy Li,cy@firm.example\n", encoding="utf-8"
    )
    tables = load(tmp_path)
    found = tables.places["contacts"].at(range(3)).assign(who=tables.contacts["contact_id"])
    assert found[["who", "file", "row"]].values.tolist() == [
        ["1", "a.csv", 2], ["2", "a.csv", 4], ["3", "b.csv", 3],
    ]  # fmt: skip


def test_a_key_that_two_files_bring_keeps_the_place_of_the_row_that_stays(tmp_path: Path) -> None:
    head = "event_id,title,started_at,kind,owner\n"
    rows = {
        "a.csv": ["e1,One,2026-07-01 10:00,talk,library"],
        "b.csv": ["e1,One,2026-07-01 10:00,talk,library", "e2,Two,2026-08-01 10:00,talk,library"],
    }
    for name, lines in rows.items():
        (tmp_path / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    tables = load(tmp_path)
    place = tables.places["events"].at(range(len(tables.events)))
    assert place[["file", "row"]].values.tolist() == [["b.csv", 2], ["b.csv", 3]]
    with (tmp_path / "b.csv").open(encoding="utf-8") as lines:
        assert list(csv.reader(lines))[2][0] == tables.events["event_id"].iloc[1]


def test_frames_put_in_place_of_loaded_ones_have_no_place(sample: Tables) -> None:
    left = sample.replace(touches=sample.touches.head(3))
    assert "touches" not in left.places
    assert "events" in left.places


@pytest.mark.parametrize("name", ["responses", "attendance", "budget"])
def test_rows_stand_in_files_that_were_read(name: str, sample: Tables) -> None:
    told = sample.places[name].at(range(len(sample.frames[name])))
    assert set(told["file"]) <= set(sample.sources["file"])
    assert (told["row"] >= 2).all()
