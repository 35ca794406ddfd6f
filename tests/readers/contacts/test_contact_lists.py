"""What contact lists share: addresses, and the status of an audience; see the cases, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.row_rules import status_of
from engagekit.mapping.shipped import shipped
from engagekit.readers.contacts._contacts import addresses
from engagekit.readers.shared import _table
from engagekit.settings.schema import FileChoice
from tests.reading import read, written


@pytest.mark.parametrize(("cell", "found"), [
    (" Olive.Hart@Alder.example ", ["olive.hart@alder.example"]),
    ("Olive Hart <o@alder.example>; mailto:b@alder.example", ["o@alder.example", "b@alder.example"]),
    ("a@x.example ::: A@x.example", ["a@x.example"]),
    ("SMTP:a@x.example+smtp:b@x.example+X500:/o=x", ["a@x.example", "b@x.example"]),
    ("ada+news@x.example", ["ada+news@x.example"]),
    ("taro1…@x.example", []),
    ("n/a", []),
])  # fmt: skip
def test_a_cell_gives_its_addresses(cell: str, found: list[str]) -> None:
    assert addresses(cell) == found


@pytest.mark.parametrize(("name", "choice", "status"), [
    ("unsubscribed_members_export_1.csv", None, "unsubscribed"),
    ("cleaned_members_export_1.csv", None, "cleaned"),
    ("subscribed_members_export_1.csv", None, "subscribed"),
    ("members.csv", None, ""),
    ("members.csv", FileChoice(status="nonsubscribed"), "nonsubscribed"),
])  # fmt: skip
def test_the_status_of_an_audience_stands_in_the_file_name_or_the_settings(
    name: str, choice: FileChoice | None, status: str, tmp_path: Path
) -> None:
    text = "Email Address,MEMBER_RATING,OPTIN_TIME\na@x.example,3,2026-01-01"
    export = written(tmp_path, text, name, choice)
    [audience] = [one.mapping for one in shipped() if one.TOOL == "Mailchimp"]
    listed = _table.listing(export, export.sheet, 0)
    assert status_of(listed, audience.statuses) == status
    assert bool(read(export).problems) is (status != "subscribed")
