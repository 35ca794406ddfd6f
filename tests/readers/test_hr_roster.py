"""Staff lists: headers of many systems, leavers, and lists that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.exports import open_export
from engagekit.readers import Reading, hr_roster

LISTS = {
    "bamboo": "Employee #,Last Name,First Name,Hire Date,Department,Division,Location,Job Title,"
    "Work Email,Status\n7,Hart,Olive,2020-09-14,Tax,Law,Toronto,Associate,o.hart@alder.example,"
    "Active",
    "adp": "File Number,Payroll Name,Home Department Description,Hire Date,Termination Date,"
    'Job Title Description\n7,"Hart, Olive",Tax,09/14/2020,,Associate',
    "sap": "Pernr;Last name;First name;Org. unit;Cost center;Entry;E-mail address;Termination date"
    "\n7;Hart;Olive;Tax;4100;14.09.2020;o.hart@alder.example;31.12.9999",
    "plain": "Name,Email,Department,Level\nOlive Hart,o.hart@alder.example,Tax,Associate",
    "names under Employee": "Employee,Employee ID,Department,Start date\nOlive Hart,7,Tax,"
    "2020-09-14",
    "es": "Número de empleado;Nombre;Apellidos;Correo electrónico;Departamento;Puesto;Fecha de alta"
    "\n7;Olive;Hart;o.hart@alder.example;Tax;Associate;14/09/2020",
}


def _read(folder: Path, text: str, name: str = "staff.csv") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    export = open_export(path)
    assert hr_roster.recognise(export) is not None
    return hr_roster.read(export)


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_headers_of_many_systems_are_known(text: str, tmp_path: Path) -> None:
    person = _read(tmp_path, text).tables["contacts"].iloc[0]
    assert person["department"] == "Tax"
    assert sorted(person["display_name"].replace(",", "").split()) == ["Hart", "Olive"]
    assert person["contact_id"] in {"7", "o.hart@alder.example"}
    assert person.get("left_on", "") == ""


@pytest.mark.parametrize("header", [
    "Employee ID,Name,Department,Job title,Course,Completion date",
    "Employee ID,Name,Department,Location,How satisfied are you?,Comments",
    "Name,Email,Department,Attended,Join time",
    "First Name,Last Name,Email",
    "Name,Email",
    "contact_id,display_name,email,department,role_level,site",
])  # fmt: skip
def test_a_list_of_something_else_is_no_staff_list(header: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{header}\n{','.join('1' * (header.count(',') + 1))}", encoding="utf-8")
    assert hr_roster.recognise(open_export(path)) is None


def test_a_list_that_names_people_many_times_is_no_staff_list(tmp_path: Path) -> None:
    path = tmp_path / "absences.csv"
    rows = "\n".join(f"7,Olive Hart,Tax,Toronto,2026-01-{day:02d}" for day in range(1, 9))
    path.write_text(f"Employee ID,Name,Department,Location,Start date\n{rows}", encoding="utf-8")
    assert hr_roster.recognise(open_export(path)) is None


def test_a_plain_list_is_only_probably_a_staff_list(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(LISTS["plain"], encoding="utf-8")
    seen = hr_roster.recognise(open_export(path))
    assert seen is not None
    assert not seen.certain


def test_reasons_for_leaving_are_put_in_our_words(tmp_path: Path) -> None:
    rows = ["Retirement", "Départ à la retraite", "Internal transfer", "Promotion", "Resigned", ""]
    text = "\n".join(
        f"{number},P{number},Tax,2026-01-3{number % 2},{reason}"
        for number, reason in enumerate(rows)
    )
    header = "Staff ID,Name,Department,Leaving date,Reason for leaving\n"
    contacts = _read(tmp_path, header + text).tables["contacts"]
    assert contacts["left_reason"].tolist() == [
        "retirement", "retirement", "moved", "promotion", "left", "",
    ]  # fmt: skip


def test_somebody_marked_as_gone_without_a_day_is_told(tmp_path: Path) -> None:
    found = _read(
        tmp_path, "Worker,Employee ID,Department,Location\nOlive Hart (7) (Terminated),7,Tax,X"
    )
    assert [problem.row for problem in found.problems] == [2]
    assert found.tables["contacts"]["display_name"].tolist() == ["Olive Hart"]


def test_the_order_of_day_and_month_is_told_by_joining_before_leaving(tmp_path: Path) -> None:
    header = "Staff ID,Name,Department,Hire date,Termination date\n"
    found = _read(tmp_path, f"{header}1,A B,Tax,02/10/2025,03/09/2025\n")
    assert found.date_order == "month first"
