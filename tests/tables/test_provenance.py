"""Places: the file, the sheet and the row of every row of a tidy table."""

from __future__ import annotations

import warnings
from pathlib import Path

import openpyxl
import pytest

from engagekit.loading.load import load
from engagekit.tables.tables import Tables

ROOT = Path(__file__).parents[2]


def test_every_table_that_was_loaded_knows_a_place_in_a_file_for_each_row(sample: Tables) -> None:
    files = {*sample.sources["file"]}
    for name in set(sample.frames) - {"aliases"}:
        told = sample.places[name]
        assert len(told) == len(sample.frames[name])
        assert set(told["file"]) <= files and (told["row"] >= 1).all(), name


def test_a_touch_of_the_sample_is_found_where_it_is_said_to_stand(sample: Tables) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the sample has no stylesheet
        book = openpyxl.load_workbook(ROOT / "data" / "sample" / "library-workbook.xlsx")
    for at in (0, 1500, len(sample.touches) - 1):
        place = sample.places["touches"].iloc[at]
        assert place["file"] == "library-workbook.xlsx"
        cells = [str(cell.value) for cell in book[place["sheet"]][int(place["row"])]]
        assert sample.touches["touch_id"].iloc[at] in cells


@pytest.mark.parametrize(
    ("table", "texts", "rows"),
    [
        (
            "contacts",
            {"a": "contact_id,display_name\n1,Ana Gil\n,Nobody\n2,Bo Ek\n",
             "b": "contact_id,display_name\n2,Bo Ek\n3,Cy Li\n"},
            [["1", "a.csv", 2], ["2", "a.csv", 4], ["3", "b.csv", 3]],
        ),
        (
            "events",
            {"a": "event_id,title,started_at\ne1,One,2026-07-01 10:00\n",
             "b": "event_id,title,started_at\ne1,One,2026-07-01 10:00\ne2,Two,2026-08-01 10:00\n"},
            [["e1", "b.csv", 2], ["e2", "b.csv", 3]],
        ),
    ],
)  # fmt: skip
def test_rows_set_aside_and_repeats_move_no_place(
    table: str, texts: dict[str, str], rows: list[list[object]], tmp_path: Path
) -> None:
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    tables = load(tmp_path)
    frame = tables.frames[table]
    found = tables.places[table].assign(who=frame.iloc[:, 0])
    assert found[["who", "file", "row"]].values.tolist() == rows


def test_frames_put_in_place_of_loaded_ones_have_no_place(sample: Tables) -> None:
    left = sample.replace(touches=sample.touches.head(3))
    assert "touches" not in left.places
    assert "events" in left.places
