"""Staff lists: headers of many systems, leavers, and lists that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.readers.contacts import hr_roster
from engagekit.readers.shared.contract import Reading
from tests.reading import written

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
    "sap words": "Personnel Number;Last name First name;Org. Unit;Position;Cost Ctr;Entry;Leaving;"
    "Communication: E-Mail\n7;Hart Olive;Tax;Associate;41;14.09.2020;31.12.9999;"
    "o.hart@alder.example",
    "sap de": "Pers.Nr.;Nachname;Vorname;Organisationseinheit;Planstelle;Eintritt;Austritt;E-Mail\n"
    "7;Hart;Olive;Tax;Associate;14.09.2020;31.12.9999;o.hart@alder.example",
    "peoplesoft": "EMPLID,NAME,EMAIL_ADDR,DEPTNAME,JOBTITLE,HIRE_DT,TERMINATION_DT,EMPL_STATUS\n"
    '7,"Hart,Olive",o.hart@alder.example,Tax,Associate,2020-09-14,,A',
    "oracle": "Person Number,Display Name,Work E-Mail,Department Name,Job Name,"
    "Legal Employer Hire Date,Actual Termination Date,Assignment Status\n"
    '7,"Hart, Olive",o.hart@alder.example,Tax,Associate,2020-09-14,,Active',
    "hospital": "Assignment Number,Last Name,First Name,Email Address,Directorate,Pay Band,"
    "Latest Start Date,Termination Date\n7,Hart,Olive,o.hart@alder.example,Tax,Band 6,14/09/2020,",
    "fr": "Matricule;Nom de famille;Prénom usuel;Adresse électronique;Affectation;Date d'arrivée;"
    "Date de départ\n7;Hart;Olive;o.hart@alder.example;Tax;14/09/2020;",
    "nl": "Personeelsnummer;Achternaam;Voornaam;E-mailadres;Afdeling;Functie;Datum in dienst;"
    "Datum uit dienst\n7;Hart;Olive;o.hart@alder.example;Tax;Associate;14-09-2020;",
    "it": "Matricola;Cognome;Nome;Email;Dipartimento;Ruolo;Data assunzione;Data cessazione\n"
    "7;Hart;Olive;o.hart@alder.example;Tax;Associate;14/09/2020;",
    "pt": "Matrícula;Nome completo;E-mail;Departamento;Cargo;Data de admissão;Data de desligamento\n"
    "7;Olive Hart;o.hart@alder.example;Tax;Associate;14/09/2020;",
    "es short": "Nº empleado;Apellidos;Nombre;Correo electrónico;Departamento;Puesto;Fecha de alta"
    "\n7;Hart;Olive;o.hart@alder.example;Tax;Associate;14/09/2020",
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
    assert sorted(person["display_name"].replace(",", " ").split()) == ["Hart", "Olive"]
    assert person["contact_id"] in {"7", "o.hart@alder.example"}
    assert person.get("left_on", "") == ""


@pytest.mark.parametrize("header", [
    "Employee ID,Name,Department,Job title,Course,Completion date",
    "Employee ID,Name,Department,Location,How satisfied are you?,Comments",
    "Name,Email,Department,Attended,Join time",
    "First Name,Last Name,Email",
    "Name,Email",
    "Employee ID,Employee Name,Department,Learning item,Completed on,Status",
    "Employee ID,Employee Name,Department,Item,Quantity,Cost Center",
    "Name,Email,Department,Location,Equipment",
    "Vendor ID,Name,Email,Department,Status,Start Date",
    "Employee ID,Name,Department,Location,Date,Hours",
    "contact_id,display_name,email,department,role_level,site",
    "Nom,Prénom,Direction,Courriel,Signature",
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


def test_a_list_of_short_stays_is_of_leave_and_no_staff_list(tmp_path: Path) -> None:
    path = tmp_path / "leave.csv"
    text = "Employee ID,Name,Department,Location,Start Date,End Date\n"
    text += "7,Olive Hart,Tax,Oslo,13/01/2026,15/01/2026\n8,Bo Ek,Tax,Oslo,02/02/2026,09/02/2026\n"
    path.write_text(text, encoding="utf-8")
    assert hr_roster.recognise(open_export(path)) is None
    path.write_text(text.replace("/2026,", "/2019,"), encoding="utf-8")  # years, not days
    assert hr_roster.recognise(open_export(path)) is not None


@pytest.mark.parametrize(("header", "row", "left"), [
    ("Personnel Number;Name;Org. Unit;Entry;Leaving", "7;Olive Hart;Tax;14.09.2020;28.02.2026",
     "28.02.2026"),
    ("Personeelsnummer;Naam volledig;Afdeling;Datum in dienst;Datum uit dienst",
     "7;Olive Hart;Tax;14-09-2020;28-02-2026", "28-02-2026"),
    ("Matricola;Nominativo;Dipartimento;Data assunzione;Data cessazione",
     "7;Olive Hart;Tax;14/09/2020;28/02/2026", "28/02/2026"),
])  # fmt: skip
def test_the_last_day_is_found_in_other_words(
    header: str, row: str, left: str, tmp_path: Path
) -> None:
    person = _read(tmp_path, f"{header}\n{row}").tables["contacts"].iloc[0]
    assert person["left_on"] == left


def test_a_family_name_that_comes_first_is_put_last(tmp_path: Path) -> None:
    header = "Personnel Number;Last name First name;Org. Unit;Entry\n"
    contacts = _read(tmp_path, f"{header}7;Hart Olive;Tax;14.09.2020\n8;Van Dam Bo;Tax;1.2.2021")
    assert contacts.tables["contacts"]["display_name"].tolist() == ["Olive Hart", "Van Dam Bo"]


def test_a_preferred_name_of_one_word_is_how_colleagues_call_somebody(tmp_path: Path) -> None:
    header = "Employee #,First Name,Last Name,Preferred Name,Department,Hire Date\n"
    found = _read(tmp_path, f"{header}7,Elizabeth,Hart,Liz,Tax,2020-09-14")
    assert found.tables["contacts"]["display_name"].tolist() == ["Elizabeth Hart"]
    assert found.tables["aliases"]["alias"].tolist() == ["Liz Hart"]


def test_a_preferred_name_beside_a_name_with_a_comma_takes_its_family_name(tmp_path: Path) -> None:
    header = 'Employee #,"Last name, First name",Preferred Name,Department,Hire Date\n'
    rows = '7,"Hart, Elizabeth",Liz,Tax,2020-09-14\n8,"Ray, Lisbeth",Liz,Tax,2020-09-14'
    found = _read(tmp_path, header + rows)
    assert found.tables["contacts"]["display_name"].tolist() == ["Hart, Elizabeth", "Ray, Lisbeth"]
    assert found.tables["aliases"]["alias"].tolist() == ["Liz Hart", "Liz Ray"]
    assert not [one for one in found.problems if "same name" in one.problem]


@pytest.mark.parametrize("total", ["Total Workers:", "Anzahl Mitarbeiter:", "Effectif total :"])
def test_a_legal_name_beside_the_preferred_one_links_too_and_a_total_is_nobody(
    tmp_path: Path, total: str
) -> None:
    header = "Employee ID,Worker,Legal Name,Cost Center,Hire Date\n"
    rows = "".join(f'{n},Ro P{n} (Contingent),"P{n}, Rory",Tax,2020-09-14\n' for n in range(3))
    found = _read(tmp_path, f"{header}{rows}8,Total Recall: Ann,,Tax,2020-09-14\n{total},4")
    names = found.tables["contacts"]["display_name"].tolist()
    assert names == ["Ro P0", "Ro P1", "Ro P2", "Total Recall: Ann"]
    assert found.tables["aliases"]["alias"].tolist() == ["P0, Rory", "P1, Rory", "P2, Rory"]


@pytest.mark.parametrize(
    ("above", "is_staff"), [("", True), ("Liste du personnel\n", True), ("Présences\n", False)]
)
def test_a_plain_list_is_only_probably_a_staff_list(
    above: str, is_staff: bool, tmp_path: Path
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(above + LISTS["plain"], encoding="utf-8")
    seen = hr_roster.recognise(open_export(path))
    assert [seen.certain] == [False] if seen else not is_staff


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


@pytest.mark.parametrize(
    ("status", "is_told"),
    [("Term", "no last day"), ("Inaktiv", "no last day"), ("Démissionnaire", "no last day"),
     ("T", "no last day"), ("No longer employed", "no last day"), ("Departed", "no last day"),
     ("Employment ended", "no last day"), ("Contract expired", "no last day"), ("Probation ended", ""), ("Future hire", "may mean"),
     ("I", "may mean"), ("No", "may mean"), ("Maternity leave", ""), ("CDD", ""), ("Active", "")],
)  # fmt: skip
def test_a_status_is_of_staff_or_is_told(status: str, is_told: str, tmp_path: Path) -> None:
    rows = [f"{at},P{at} Hart,Tax,2020-09-14,{status if at < 3 else 'Active'}" for at in range(9)]
    text = "Employee ID,Name,Department,Hire Date,Employment Status\n" + "\n".join(rows)
    told = [one.problem for one in _read(tmp_path, text).problems]
    assert [is_told in one for one in told] == [True] * len(told) and bool(told) == bool(is_told)


@pytest.mark.parametrize(
    ("header", "cell", "is_told"),
    [("Active", "No", "may mean"), ("Is Active", "0", "may mean"), ("Active", "Yes", ""),
     ("Terminated", "Yes", "no last day"), ("Inactive", "No", ""), ("Leaver", "Y", "no last day"),
     ("Worker Type", "Contingent Worker", "do not count as staff"), ("Type", "Externe", "do not count as staff"),
     ("Worker Type", "Intern", "")],
)  # fmt: skip
def test_yes_and_no_and_kinds_of_workers_say_who_may_be_no_staff(
    header: str, cell: str, is_told: str, tmp_path: Path
) -> None:
    there = {"Active": "Yes", "Is Active": "1", "Terminated": "No", "Inactive": "No", "Leaver": "N"}
    other = there.get(header, "Employee")
    rows = [f"{at},P{at} Hart,Tax,2020-09-14,{cell if at < 3 else other}" for at in range(9)]
    told = _read(tmp_path, f"Employee ID,Name,Department,Hire Date,{header}\n" + "\n".join(rows))
    words = [one.problem for one in told.problems]
    assert [is_told in one for one in words] == [True] * len(words) and bool(words) == bool(is_told)


@pytest.mark.parametrize(("words", "is_column"), [(12, True), (13, False)])
def test_a_column_of_many_words_is_none_of_statuses(
    words: int, is_column: bool, tmp_path: Path
) -> None:
    rows = [f"{at},P{at} Hart,Tax,2020-09-14,zzz {at % words}" for at in range(30)]
    text = "Employee ID,Name,Department,Hire Date,Employment Status\n" + "\n".join(rows)
    assert bool(_read(tmp_path, text).problems) == is_column


def test_the_order_of_day_and_month_is_told_by_joining_before_leaving(tmp_path: Path) -> None:
    header = "Staff ID,Name,Department,Hire date,Termination date\n"
    found = _read(tmp_path, f"{header}1,A B,Tax,02/10/2025,03/09/2025\n")
    assert found.date_order == "month first"


def _recognised(folder: Path, text: str) -> bool:
    return hr_roster.recognise(written(folder, text)) is not None


@pytest.mark.parametrize(("repeated", "is_staff"), [(2, True), (3, False)])
def test_a_fifth_of_the_numbers_may_come_again(
    repeated: int, is_staff: bool, tmp_path: Path
) -> None:
    numbers = [*range(10 - repeated), *[0] * repeated]
    rows = "\n".join(f"{n},P{at},Tax,2020-01-02" for at, n in enumerate(numbers))
    assert _recognised(tmp_path, f"Staff ID,Name,Department,Hire date\n{rows}") is is_staff


@pytest.mark.parametrize(("last", "is_staff"), [("2026-02-14", False), ("2026-02-15", True)])
def test_stays_of_half_a_quarter_are_employment_and_shorter_ones_absences(
    last: str, is_staff: bool, tmp_path: Path
) -> None:
    rows = "\n".join(f"{n},P{n},Tax,2026-01-01,{last}" for n in range(4))
    header = "Staff ID,Name,Department,Hire date,Termination date\n"
    assert _recognised(tmp_path, header + rows) is is_staff


@pytest.mark.parametrize(("ended", "is_staff"), [(9, False), (8, True)])
def test_a_list_of_absences_has_an_end_in_nearly_every_row(
    ended: int, is_staff: bool, tmp_path: Path
) -> None:
    last = ["2026-01-05"] * ended + [""] * (10 - ended)
    rows = "\n".join(f"{n},P{n},Tax,2026-01-01,{end}" for n, end in enumerate(last))
    header = "Staff ID,Name,Department,Hire date,Termination date\n"
    assert _recognised(tmp_path, header + rows) is is_staff


@pytest.mark.parametrize(("more", "is_staff"), [(2, True), (3, False)])
def test_six_of_ten_headers_of_a_plain_list_are_those_of_a_staff_list(
    more: int, is_staff: bool, tmp_path: Path
) -> None:
    other = [f"Colour {n}" for n in range(more)]
    header, cells = ["Name", "Email", "Department", *other], ["A B", "a@x.example", "Tax"]
    text = f"{','.join(header)}\n{','.join([*cells, *['x'] * more])}"
    assert _recognised(tmp_path, text) is is_staff


@pytest.mark.parametrize(("letters", "is_staff"), [(60, True), (61, False)])
def test_a_header_of_more_letters_than_a_label_is_a_question(
    letters: int, is_staff: bool, tmp_path: Path
) -> None:
    text = f"Staff ID,Name,Department,Hire date,{'x' * letters}\n7,A B,Tax,2020-01-02,1"
    assert _recognised(tmp_path, text) is is_staff


@pytest.mark.parametrize(("cells", "names"), [
    (["A B", "C D", "7", "8"], ["A B", "C D", "7", "8"]),
    (["A B", "6", "7", "8"], ["", "", "", ""]),
])  # fmt: skip
def test_employee_is_a_number_where_most_cells_hold_digits(
    cells: list[str], names: list[str], tmp_path: Path
) -> None:
    rows = "\n".join(f"{cell},Tax,2020-01-0{at + 1},4100" for at, cell in enumerate(cells))
    read = _read(tmp_path, f"Employee,Department,Hire date,Cost centre\n{rows}")
    found = read.tables["contacts"]["display_name"].tolist() if read.tables else [""] * 4
    assert found == names


@pytest.mark.parametrize(
    ("name", "email", "is_asked"),
    [("Zoe Zed", "zoe@x.com", True), ("Zoe Zed", "", True), ("P3 Hart", "", False),
     ("P. Hart", "p3@x.com", False)],
)  # fmt: skip
def test_a_number_of_two_people_is_asked_about_with_and_without_addresses(
    name: str, email: str, is_asked: bool, tmp_path: Path
) -> None:
    with_address = "@" in email
    rows = [
        f"{at},P{at} Hart,{f'p{at}@x.com' if with_address else ''},Tax,2020-09-14"
        for at in range(9)
    ]
    text = "Employee ID,Name,Email,Department,Hire Date\n" + "\n".join(rows)
    told = _read(tmp_path, f"{text}\n3,{name},{email},Law,2024-01-15").problems
    assert any("one number" in one.problem for one in told) is is_asked


@pytest.mark.parametrize(
    ("column", "is_told"), [("Last Sign In [READ ONLY]", True), ("Site", False)]
)
def test_a_suspended_account_is_told_and_a_suspended_employee_is_staff(
    column: str, is_told: bool, tmp_path: Path
) -> None:
    header = (
        "First Name,Last Name,Email,Status [READ ONLY],Employee ID,Department,Hire Date," + column
    )
    rows = [
        f"A{at},B{at},a{at}@x.example,{'Suspended' if at == 2 else 'Active'},{at},Tax,2020-01-06,X"
        for at in range(1, 6)
    ]
    found = _read(tmp_path, "\n".join([header, *rows]))
    assert len(found.tables["contacts"]) == 5
    assert (
        any("may mean that somebody is not on the staff" in one.problem for one in found.problems)
        is is_told
    )


@pytest.mark.parametrize(("header", "units"), [
    ("Department,Team Name", ["Tax", "Audit"]), ("Team Name,Department", ["A", "B"]),
    ("Unit Name,Team Name", ["Tax", "Audit"]), ("Unit Name,Site", ["Tax", "Audit"]),
])  # fmt: skip
def test_a_team_is_the_department_only_where_nothing_else_is(
    header: str, units: list[str], tmp_path: Path
) -> None:
    rows = "1,Ann Lee,Tax,A,2020-01-06\n2,Bob Roy,Audit,B,2020-01-06"
    found = _read(tmp_path, f"Employee ID,Name,{header},Hire Date\n{rows}")
    assert found.tables["contacts"]["department"].tolist() == units
