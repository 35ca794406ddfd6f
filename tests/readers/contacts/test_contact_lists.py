"""What contact lists share: addresses, names, repeated people, footers, shifted rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.row_rules import status_of
from engagekit.mapping.shipped import shipped
from engagekit.readers.contacts._contacts import addresses
from engagekit.readers.shared import _table
from engagekit.settings.schema import FileChoice
from tests.reading import read, tools_of, written

HUBSPOT = "Record ID,First Name,Last Name,Email,Contact owner\n"


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


def test_one_person_in_different_case_counts_once(tmp_path: Path) -> None:
    rows = "1,Ann,Lee,a@x.example,me\n1,ANN,LEE,A@X.example,me\n2,Bo,Ek,a@x.example,me"
    found = read(written(tmp_path, HUBSPOT + rows))
    assert found.tables["contacts"]["contact_id"].tolist() == ["1", "2"]
    assert [(part.reason, part.rows) for part in found.set_aside] == [
        ("same person as another row", 1)
    ]


def test_a_middle_name_stands_apart_from_what_stands_before_a_surname(tmp_path: Path) -> None:
    header = (
        "First Name,Middle Name,Name Prefix,Last Name,Phonetic First Name,Nickname,File As,"
        "E-mail 1 - Label,E-mail 1 - Value,Organization Name,Organization Department,Labels\n"
    )
    rows = "Ada,J,van der,Lee,,,,* Work,a@x.example,Firm,Tax,me\nBo,,Dr,Ek,,,,,b@x.example,,,me"
    found = read(written(tmp_path, header + rows))
    names = found.tables["contacts"]["display_name"]
    assert names.tolist() == ["Ada J van der Lee", "Bo Ek"]


def test_two_people_who_share_an_address_stay_two(tmp_path: Path) -> None:
    header = "Name,Given Name,Family Name,E-mail 1 - Value\n"
    rows = "Ann Lee,Ann,Lee,desk@x.example\nBo Ek,Bo,Ek,desk@x.example"
    found = read(written(tmp_path, header + rows))
    assert found.tables["contacts"]["contact_id"].tolist() == ["desk@x.example", "name-bo-ek"]


def test_a_row_with_more_cells_than_the_header_is_set_aside_and_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, HUBSPOT + "1,Ann,Lee, Jr.,a@x.example,me"))
    assert found.rows_kept == 0
    assert found.problems[0].row == 2
    assert "more cells than the header" in found.problems[0].problem


def test_formulas_around_a_cell_are_taken_off(tmp_path: Path) -> None:
    found = read(written(tmp_path, HUBSPOT + '"=""007""",Ann,Lee,a@x.example,me'))
    assert found.tables["contacts"]["contact_id"].tolist() == ["007"]


def test_a_salesforce_list_in_another_language_is_known_by_its_footer(tmp_path: Path) -> None:
    text = (
        "Prénom,Nom,Nom du compte,Courriel\nÉlodie,Gagné,Orme,e@orme.example\n\n"
        '"Copyright (c) 2000-2026 salesforce.com, inc."\n'
    )
    export = written(tmp_path, text)
    assert tools_of(export) == ["Salesforce"]
    found = read(export)
    assert (found.rows_read, found.rows_kept) == (2, 1)


@pytest.mark.parametrize("header", [
    "Email Address,First Name,Last Name",
    "First Name,Last Name,Email,Company",
    "Name,Email",
])  # fmt: skip
def test_names_and_addresses_alone_belong_to_no_tool(header: str, tmp_path: Path) -> None:
    cells = ",".join(["a@x.example"] * (header.count(",") + 1))
    export = written(tmp_path, f"{header}\n{cells}")
    lists = [one for one in shipped() if one.mapping.table == "contacts"]
    assert [one.TOOL for one in lists if one.recognise(export)] == []


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
    told = list(read(export).problems)
    assert bool(told) is (status != "subscribed")


def test_people_without_names_in_a_directory_are_told_from_rooms_and_devices(
    tmp_path: Path,
) -> None:
    header = "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle\n"
    shown = {
        "Ming Lee": "", "Anne-Marie O'Hara": "", "Boardroom 4": "not a person",
        "Salle de réunion A": "not a person", "Scanner": "not a person", "svc-backup": "not a person",
        "Cher": "not a person",
    }  # fmt: skip
    rows = "\n".join(f"u{n}@x.example,{name},,,,{n},Member," for n, name in enumerate(shown))
    found = read(written(tmp_path, header + rows))
    assert found.tables["contacts"]["role_level"].tolist() == list(shown.values())


def test_a_named_person_is_a_person_whatever_the_name_says(tmp_path: Path) -> None:
    header = "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle\n"
    found = read(written(tmp_path, header + "u@x.example,Rob Room,Room,,Rob,1,Member,Clerk"))
    assert found.tables["contacts"]["role_level"].tolist() == ["Clerk"]


def test_a_guest_without_mail_gets_the_home_address(tmp_path: Path) -> None:
    header = "userPrincipalName,displayName,surname,mail,givenName,id,userType\n"
    row = "a_b_home.example#EXT#@alder.onmicrosoft.example,A B,B,,A,1,Guest"
    contacts = read(written(tmp_path, header + row)).tables["contacts"]
    assert contacts["email"].tolist() == ["a_b@home.example"]
    assert contacts["role_level"].tolist() == ["guest"]


@pytest.mark.parametrize(("addresses", "found"), [(6, True), (5, False)])
def test_a_column_is_one_of_addresses_where_most_of_its_cells_are(
    addresses: int, found: bool, tmp_path: Path
) -> None:
    header = "Record ID,First Name,Last Name,Where,Lifecycle Stage\n"
    cells = [f"p{n}@x.example" if n < addresses else "x" for n in range(10)]
    rows = "\n".join(f"{n},P{n},Lee,{cell},lead" for n, cell in enumerate(cells))
    contacts = read(written(tmp_path, header + rows)).tables["contacts"]
    assert (contacts["email"] != "").any() == found
