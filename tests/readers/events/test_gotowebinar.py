"""GoTo Webinar: the traps of the attendee report, each on a few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.readers.events import gotowebinar

HEADER = "Attended,Interest Rating,Last Name,First Name,Email Address,Join Time,Leave Time,Time in Session"


def _export(folder: Path, *lines: str) -> Export:
    place = folder / "report.csv"
    place.write_text("\n".join(lines), encoding="utf-8")
    return open_export(place)


def test_a_zone_word_becomes_its_moment(tmp_path: Path) -> None:
    export = _export(tmp_path, "Session Details", HEADER,
                     'Yes,51,May,Jo,jo@x.example,"Oct 06, 2026 02:06 PM EDT",'
                     '"Oct 06, 2026 02:55 PM EDT",49 minutes')  # fmt: skip
    row = gotowebinar.read(export).tables["attendance"].iloc[0]
    assert (row["first_join_at"], row["minutes"]) == ("2026-10-06T18:06:00+00:00", 49.0)


def test_an_invited_person_who_stayed_away_is_a_no_show(tmp_path: Path) -> None:
    export = _export(tmp_path, "Session Details", HEADER, "No,,May,Jo,jo@x.example,--,--,--",
                     'Yes,,Ray,Al,al@x.example,"Oct 06, 2026 02:06 PM","Oct 06, 2026 02:16 PM",'
                     "10 minutes")  # fmt: skip
    attendance = gotowebinar.read(export).tables["attendance"]
    assert attendance["status"].tolist() == ["no_show", "attended"]
    assert attendance["minutes"].isna().tolist() == [True, False]


def test_another_report_with_attended_is_refused(tmp_path: Path) -> None:
    export = _export(tmp_path, "Attended,Email Address", "Yes,jo@x.example")
    assert gotowebinar.recognise(export) is None
    with pytest.raises(ExportError, match="Session Details"):
        gotowebinar.read(export)
