"""Exports changed at random are read or refused in words; order and empty lines change nothing.

``ENGAGEKIT_FUZZ=20000 pytest tests/readers/test_fuzz.py`` looks for new cases, so many a test.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagekit.files.source_file import open_export
from engagekit.loading.read_file import Loaded, read_file
from engagekit.settings.schema import Settings

pytestmark = [pytest.mark.usefixtures("said", "proposals_taken"), pytest.mark.slow]

FOLDER = Path(__file__).parents[1] / "exports"
FILES = sorted(place for place in FOLDER.glob("*/*.*") if ".expected." not in place.name)
TEXTS = [place for place in FILES if place.suffix.casefold() in (".csv", ".tsv")]
MANY = int(os.environ.get("ENGAGEKIT_FUZZ", "0"))
ODD = st.sampled_from(
    ["", " ", "=1+1", "1e999", "-", "NaN", "9" * 400, "31/02/2026", "9999-12-31", "0001-01-01", "24:00",
     "1.234,5", "\u0661\u0662", "\u202e", "\x00", "a\nb", '"', "true", "0", "-1", "@", "a@b", "x" * 5000, "\ud7ff"]
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32", "cp037")
PLACE = st.floats(0, 1, exclude_max=True)


def fuzzed(examples: int) -> settings:
    return settings(
        max_examples=MANY or examples, derandomize=not MANY, database=None,
        deadline=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def _read(name: str, data: bytes) -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        done = read_file(Path(folder) / name, name, Settings())
    for part in done.parts:
        assert part.error is None or (name in part.error and not part.traceback), part
        assert part.rows_read == part.rows_kept + sum(one.rows for one in part.set_aside)
    return done


def _rows(place: Path) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in open_export(place).sheet.cells.to_numpy()]


def _csv(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)
    return text.getvalue()


@st.composite
def bytes_changed(draw: st.DrawFn, whole: bytes) -> bytes:
    """Some bytes flipped, put in, left out, doubled, or the end cut off."""
    data = bytearray(whole)
    for how in draw(st.lists(st.sampled_from("fidcz"), min_size=1, max_size=4)):
        at = int(draw(PLACE) * len(data))
        if how == "f" and data:
            data[at] = draw(st.integers(0, 255))
        elif how == "i":
            data[at:at] = draw(st.binary(max_size=8))
        elif how == "d":
            del data[at : at + draw(st.integers(1, 40))]
        elif how == "c":
            data[at:at] = data[at : at + draw(st.integers(1, 400))]
        elif how == "z":
            del data[at:]
    return bytes(data)


@st.composite
def unpacked(draw: st.DrawFn, whole: bytes) -> bytes:
    """A member of a ZIP changed before it is packed again."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(new, "w") as parts:
        wanted = draw(st.sampled_from(sorted(old.namelist())))
        for name in old.namelist():
            data = old.read(name)
            parts.writestr(name, draw(bytes_changed(data)) if name == wanted else data)
    return new.getvalue()


@st.composite
def cells_changed(draw: st.DrawFn, rows: list[list[str]]) -> bytes:
    """Columns and rows left out, doubled, moved; odd cells; another encoding and delimiter."""
    rows = [list(row) for row in rows]
    for how in draw(st.lists(st.sampled_from("CDMRoooh"), min_size=1, max_size=5)):
        row, column = int(draw(PLACE) * len(rows)), int(draw(PLACE) * len(rows[0]))
        if how == "C" and len(rows[0]) > 1:
            rows = [line[:column] + line[column + 1 :] for line in rows]
        elif how == "D":
            rows = [[*line, line[column]] for line in rows]
        elif how == "M":
            rows = [[line[column], *line[:column], *line[column + 1 :]] for line in rows]
        elif how == "R":
            rows[row:row] = [rows[row]] * draw(st.integers(0, 3))
        elif how == "o":
            rows[row][column] = draw(ODD)
        elif how == "h":
            rows[0][column] = draw(ODD)
        rows = [list(line) for line in rows]
    text = _csv(rows, draw(st.sampled_from(",;\t|")), draw(st.sampled_from([0, 1])))
    return text.encode(draw(st.sampled_from(ENCODINGS)), "replace")


@fuzzed(40)
@given(st.data())
def test_bytes_changed_at_random_are_read_or_refused(data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(FILES))
    how = unpacked if place.suffix == ".xlsx" and data.draw(st.booleans()) else bytes_changed
    _read(place.name, data.draw(how(place.read_bytes())))


@fuzzed(40)
@given(st.data())
def test_cells_changed_at_random_are_read_or_refused(data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(TEXTS))
    _read(place.with_suffix(".csv").name, data.draw(cells_changed(_rows(place))))


NUMBERED = ["touch_id", "respondent_id", "event_id"]
"""Made of the number of the row where the export has none of its own."""
BY_PLACE = {
    "hubspot/all-contacts.csv",  # the first of two rows of one person counts
    "teams/sections-engagement-en-us.csv",
    "zoom/participants-preamble.csv", "zoom/webinar-two-days.csv",
}  # fmt: skip
"""Sections one below the other, whose rows belong to what stands above them."""
FIRST = {place.parent: place for place in reversed(TEXTS)}
WHOLE = [place for place in TEXTS if MANY or place in FIRST.values()]


def _tables(done: Loaded) -> dict[str, list[str]]:
    assert done.error is None, done.error
    frames = {name: frame for part in done.parts for name, frame in (part.frames or {}).items()}
    plain = {name: frame.drop(columns=NUMBERED, errors="ignore") for name, frame in frames.items()}
    return {
        name: sorted(map(str, one.astype("str").to_numpy().tolist())) for name, one in plain.items()
    }


@pytest.mark.parametrize("place", WHOLE, ids=lambda place: f"{place.parent.name}/{place.name}")
def test_order_and_empty_lines_change_nothing(place: Path) -> None:
    rows, whole = _rows(place), _read(place.name, place.read_bytes())
    head, body = rows[: -whole.rows_read], rows[-whole.rows_read :]
    if f"{place.parent.name}/{place.name}" not in BY_PLACE:
        body.reverse()
    changed = [[*row, ""] for row in [*head, *body, [""] * len(rows[0])]]
    assert _tables(_read(place.name, _csv(changed).encode())) == _tables(whole)
