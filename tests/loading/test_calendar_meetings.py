"""Calendars as touches: against a truth written first, beside attendance, and never a subject."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from engagekit.loading.load import load
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from tests import calendar_truth as calendar
from tests.confirming import map_file

pytestmark = [pytest.mark.usefixtures("said"), pytest.mark.slow]

Writer = Callable[[Path], Path]
FORMATS: dict[str, tuple[str, Writer]] = {
    "outlook": ("calendar.csv", calendar.outlook_csv),
    "google": ("calendar.ics", partial(calendar.ics, google=True)),
    "outlook ics": ("calendar.ics", partial(calendar.ics, google=False)),
}
SETTINGS = make_settings({"library": {"departments": ["Library"]}})
ROOT = Path(__file__).parents[2]


def _loaded(folder: Path, *formats: str, extra: str = "") -> Tables:
    (folder / "roster.csv").write_text("\n".join([*calendar.ROSTER, ""]), encoding="utf-8")
    for number, name in enumerate(formats):
        file, write = FORMATS[name]
        write(folder / f"{number}-{file}")
    if extra:
        (folder / "attendance.csv").write_text(extra, encoding="utf-8")
    return load(folder, SETTINGS)


def _met(tables: Tables) -> set[tuple[str, str, str, float]]:
    rows, email = tables.touches, tables.contacts.set_index("contact_id")["email"]
    days = rows["on"].dt.strftime("%Y-%m-%d")
    who = rows["contact_id"].map(email)
    return {*zip(who, days, rows["channel"], rows["minutes"], strict=True)}


@pytest.mark.parametrize("name", ["google", "outlook ics"])
def test_who_was_met_is_the_truth(name: str, tmp_path: Path) -> None:
    tables = _loaded(tmp_path, name)
    truth = calendar.truth()
    assert _met(tables) == truth
    assert len(tables.touches) == len(truth)
    assert tables.touches["two_way"].all()


def test_nobody_is_met_by_a_calendar_that_says_no_answer(tmp_path: Path) -> None:
    assert not _loaded(tmp_path, "outlook").has("touches")


@pytest.mark.parametrize("name", FORMATS)
def test_only_what_is_marked_is_an_event_no_subject_is_in_a_table_every_row_is_accounted_for(
    name: str, tmp_path: Path
) -> None:
    tables = _loaded(tmp_path, name)
    assert tables.events["title"].tolist() == [calendar.MARKED]
    everything = [frame.to_csv() for frame in tables.frames.values()]
    everything += map(str, (*tables.problems, *tables.left_out))
    assert [word for word in calendar.SECRETS if word in "\n".join(everything)] == []
    (source,) = [one for one in tables.origins if "calendar" in one.file]
    aside = sum(part.rows for part in tables.left_out if part.file == source.file)
    assert source.rows_read == source.rows_kept + aside == len(calendar.MEETINGS)
    said = " ".join(part.reason for part in tables.left_out)
    assert "a whole day" in said and "marked private" in said


def test_one_meeting_in_two_calendars_is_one_touch(tmp_path: Path) -> None:
    tables = _loaded(tmp_path, "google", "outlook ics")
    assert _met(tables) == calendar.truth()
    assert len(tables.touches) == len(calendar.truth())


@pytest.mark.parametrize(
    ("joined", "left"), [("9:30:00", 4), ("9:29:00", 5), ("10:30:00", 4), ("10:31:00", 5)]
)
def test_a_meeting_that_its_attendance_holds_is_one_touch(
    joined: str, left: int, tmp_path: Path
) -> None:
    teams = (
        "1. Summary\nMeeting title\tCatch-up\nAttended participants\t1\n"
        f"Start time\t7/6/2026, {joined} AM\nEnd time\t7/6/2026, 10:40:00 AM\n\n2. Participants\n"
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
        f"Ann Lee\t7/6/2026, {joined} AM\t7/6/2026, 10:40:00 AM\t20m\tann.lee@firm.example\t"
        "ann.lee@firm.example\tPresenter\n"
    )
    tables = _loaded(tmp_path, "google", extra=teams)
    assert tables.attendance["status"].eq("attended").sum() == 1
    assert len(tables.touches) == left


def test_a_board_copy_and_its_results_hold_no_subject(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    (data / "roster.csv").write_text("\n".join([*calendar.ROSTER, ""]), encoding="utf-8")
    for file, write in (FORMATS["outlook"], FORMATS["google"]):
        write(data / file)
    said = '[library]\ndepartments = ["Library"]\n'
    (data / "engagekit.toml").write_text(said, encoding="utf-8")
    map_file(data / "roster.csv", table="contacts")
    command = [sys.executable, "-m", "engagekit", "report", "--data", str(data), "--out", str(out),
               "--quarter", "FY2026-27 Q2", "--quiet"]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "ENGAGEKIT_BROWSER": "none"}, capture_output=True
    )
    files = [place for place in out.rglob("*") if place.is_file()]
    board = [place for place in files if "board" in place.parts]
    assert {place.suffix for place in board} >= {".html", ".json", ".xlsx"}, done.stderr.decode()
    for place in (*board, *out.rglob("results.json")):
        assert [word for word in calendar.SECRETS if word in _text(place)] == [], place


def _text(place: Path) -> str:
    """Everything that can be read in a file, a package of parts unpacked."""
    if not zipfile.is_zipfile(place):
        return place.read_text(encoding="utf-8", errors="replace")
    with zipfile.ZipFile(place) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
