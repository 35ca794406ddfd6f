"""Exports of tools give the tables that lie beside them, also once re-saved. A case is a folder.

``tests/exports/NAME/`` holds exports as the tool writes them, names replaced, and for each of them
``EXPORT.expected.TABLE.csv``. NAME is that of the record in ``mapping/shipped`` or of the reader.
Nothing is to be written here for a new tool.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.files.source_file import Export, open_export
from engagekit.loading import recognise as readers
from engagekit.loading.recognise import recognise
from engagekit.mapping.shipped import shipped
from engagekit.parsing.validate import Place, check
from engagekit.readers.contacts._staff_list import TOOL as STAFF_LIST
from engagekit.readers.registry import all_readers
from engagekit.readers.shared._table import squash
from engagekit.readers.shared.contract import Reading
from tests.reading import tools_of
from tests.resaved import saved_again

FOLDER = Path(__file__).parents[1] / "exports"
EVERY = {
    "icalendar": "iCalendar",
    "mailchimpcampaign": "Mailchimp campaign",
    "hrroster": STAFF_LIST,
    **{squash(tool): tool for tool in all_readers()},
    **{squash(one.TOOL): one.TOOL for one in shipped()},
    **{squash(getattr(one, "__name__", tool).rpartition(".")[2]): tool
       for tool, one in all_readers().items()},
    **{squash(Path(one.mapping.path).stem): one.TOOL for one in shipped()},
}  # fmt: skip
SURVEYS = {tool for tool, reader in all_readers().items() if "responses" in reader.TABLES}
SURVEYS -= {"engagekit template"}
TOOLS = {
    place.name: "Paper questionnaire" if place.name == "paper" else EVERY[squash(place.name)]
    for place in sorted(FOLDER.iterdir())
    if place.is_dir()
}
RAW = [
    path
    for tool in TOOLS
    for path in sorted((FOLDER / tool).glob("*.*"))
    if ".expected." not in path.name and path.name != "dictionary.csv"
]
SAVED = [
    path
    for path in RAW
    if path.suffix not in (".json", ".ics")
    and path.stem not in ("several-sheets", "database-report")
    and TOOLS[path.parent.name] not in SURVEYS
]
pytestmark = pytest.mark.usefixtures("proposals_taken", "said")


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_a_raw_export_gives_the_expected_tables(path: Path) -> None:
    found = _read(path)[2]
    expected = {
        other.name.split(".expected.")[1].removesuffix(".csv"): other.read_text(encoding="utf-8")
        for other in path.parent.glob(f"{path.stem}.expected.*.csv")
    }
    assert {name: table.to_csv(lineterminator="\n") for name, table in found.tables.items()} == (
        expected
    )
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_exactly_one_reader_knows_a_raw_export(path: Path) -> None:
    tool = TOOLS[path.parent.name]
    # a staff list waits until its columns are confirmed
    assert tools_of(open_export(path)) == ([] if tool == STAFF_LIST else [tool])


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_the_tables_of_an_export_pass_the_checks(path: Path) -> None:
    found = _read(path)[2]
    for name, table in _typed_once(path).items():
        assert len(table) == len(found.tables[name])


@pytest.mark.parametrize("path", [path for path in RAW if TOOLS[path.parent.name] in SURVEYS],
                         ids=_name)  # fmt: skip
def test_no_address_and_no_name_of_a_respondent_is_in_the_tables(path: Path) -> None:
    text = "".join(table.to_csv() for table in _read(path)[2].tables.values())
    for told in ("example.org", "192.0.2.", "Amélie", "Roe", "45.5", "annroe"):
        assert told not in text


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_a_file_of_another_name_has_the_same_event_numbers(path: Path, tmp_path: Path) -> None:
    # Meet writes the title of a meeting into the name of the file alone
    copy = tmp_path / (path.name if "google_meet" in path.parts else f"copy of {path.name}")
    copy.write_bytes(path.read_bytes())
    _, reader, one = _read(path)
    if "events" in one.tables:
        two = reader.read(open_export(copy))
        assert list(one.tables["events"]["event_id"]) == list(two.tables["events"]["event_id"])


@pytest.mark.parametrize("how", ["xlsx", "semicolons", "utf-16", "sep line"])
@pytest.mark.parametrize("path", SAVED, ids=_name)
def test_an_export_saved_again_gives_the_same_tables(path: Path, how: str, tmp_path: Path) -> None:
    export, reader, found = _read(path)
    again = open_export(saved_again(export, tmp_path, how, found.date_order or ""))
    assert recognise(again)[0].TOOL == reader.TOOL
    first, second = _typed_once(path), _typed(reader.read(again))
    assert set(first) == set(second)
    # numbers of entries come from rows, and Teams' title in an unknown language from the first
    moved = ["touch_id", "contact_id", "event_id", "title"] if how == "sep line" else []
    for name, table in first.items():
        left, right = (
            frame.drop(columns=["source_file", *moved], errors="ignore").reset_index(drop=True)
            for frame in (table, second[name])
        )
        pd.testing.assert_frame_equal(left, right)


@cache
def _read(path: Path) -> tuple[Export, Any, Reading]:
    """An export as it came, its reader and what that reads, for all tests of it."""
    export = open_export(path)
    reader, _ = recognise(export)
    return export, reader, readers.read(reader, export)


@cache
def _typed_once(path: Path) -> dict[str, pd.DataFrame]:
    """The typed tables of an export as it came."""
    return _typed(_read(path)[2])


def _typed(found: Reading) -> dict[str, pd.DataFrame]:
    """The tables of a reading as the checks type them."""
    return {
        name: check(name, table, Place("file", order=found.date_order)).frame
        for name, table in found.tables.items()
    }
