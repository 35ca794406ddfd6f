"""Eventbrite: the traps of the attendee report, each on a few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import Export, open_export
from engagekit.settings.schema import FileChoice
from tests.reading import read, tools_of

HEADER = "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee Status"


def _export(folder: Path, *lines: str, choice: FileChoice | None = None) -> Export:
    place = folder / "report.csv"
    place.write_text("\n".join(lines), encoding="utf-8")
    return open_export(place, choice=choice)


def test_one_address_for_an_order_is_the_buyers(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, "1,2026-09-10,Jo,May,jo@x.example,Free,Checked In",
                     "1,2026-09-10,Al,Ray,jo@x.example,Free,Checked In")  # fmt: skip
    attendance = read(export).tables["attendance"]
    assert attendance[["display_name", "email"]].to_numpy().tolist() == [
        ["Jo May", "jo@x.example"], ["Al Ray", ""]]  # fmt: skip


def test_the_buyers_address_is_taken_only_for_the_buyer(tmp_path: Path) -> None:
    header = f"{HEADER},Buyer First Name,Buyer Last Name,Buyer Email"
    export = _export(tmp_path, header,
                     "1,2026-09-10,Al,Ray,,Free,Attending,Jo,May,jo@x.example",
                     "1,2026-09-10,Jo,May,,Free,Attending,Jo,May,jo@x.example")  # fmt: skip
    assert read(export).tables["attendance"]["email"].tolist() == ["", "jo@x.example"]


@pytest.mark.parametrize(("total", "reason"), [
    ("Totals,,,,,,", "totals row"), (",,,,,12,", "no name and no address"),
    (",,Total,,,12,", "totals row"),
])  # fmt: skip
def test_a_totals_row_is_no_person(tmp_path: Path, total: str, reason: str) -> None:
    found = read(
        _export(tmp_path, HEADER, "1,2026-09-10,Jo,May,jo@x.example,Free,Attending", total)
    )
    assert len(found.tables["attendance"]) == 1
    assert [(part.reason, part.rows) for part in found.set_aside] == [(reason, 1)]


def test_a_status_that_is_not_known_sets_its_row_aside(tmp_path: Path) -> None:
    found = read(_export(tmp_path, HEADER, "1,2026-09-10,Jo,May,jo@x.example,Free,Perhaps"))
    assert (found.rows_read, found.rows_kept) == (1, 0)
    assert [(fault.cell, fault.value) for fault in found.problems[:1]] == [("G2", "Perhaps")]


def test_the_settings_give_the_day_of_an_event(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, "1,2026-09-10,Jo,May,jo@x.example,Free,Attending",
                     choice=FileChoice(event="2026-10-06 12:00 Statute tracking"))  # fmt: skip
    found = read(export).tables
    assert found["events"][["title", "started_at"]].to_numpy().tolist() == [
        ["Statute tracking", "2026-10-06T12:00:00"]]  # fmt: skip
    assert set(found["attendance"]["event_id"]) == set(found["events"]["event_id"])


def test_a_cancelled_order_taken_again_is_registered(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, "1,2026-09-10,Jo,May,jo@x.example,Free,Deleted",
                     "2,2026-09-11,Jo,May,JO@x.example,Free,Attending")  # fmt: skip
    assert read(export).tables["attendance"]["status"].tolist() == ["registered"]


def test_a_list_of_contacts_is_no_attendee_report(tmp_path: Path) -> None:
    export = _export(tmp_path, "First Name,Last Name,Email", "Jo,May,jo@x.example")
    assert tools_of(export) == []
