"""Staff lists of HR systems (Workday and others) and plain ones: the spine of reach."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import EMAIL, FAMILY, GIVEN, Layout
from engagekit.readers.shared import _table, _timestamps
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "HR roster"
TABLES = _contacts.TABLES

IDS = (
    "employeeid",
    "employeenumber",
    "employeeno",
    "employee",
    "workerid",
    "staffid",
    "staffnumber",
    "staffno",
    "personnelnumber",
    "personnelno",
    "personid",
    "payrollnumber",
    "payrollid",
    "matricule",
    "numeroemploye",
    "numerodemploye",
    "ndemploye",
    "idemploye",
    "personalnummer",
    "mitarbeiternummer",
    "mitarbeiterid",
    "mitarbeiternr",
    "numerodeempleado",
    "numeroempleado",
    "idempleado",
    "idempleada",
    "numerodetrabajador",
    "emplid",
    "empid",
    "empno",
    "personalnr",
    "employeecode",
    "associateid",
    "filenumber",
    "hrid",
    "pernr",
    "stammnummer",
    "persnr",
    "noempleado",
    "nempleado",
    "nempleo",
    "employeeref",
    "personnumber",
    "assignmentnumber",
    "noemploye",
    "numeroagent",
    "personeelsnummer",
    "personeelsnr",
    "medewerkernummer",
    "medewerkernr",
    "werknemersnummer",
    "matricola",
    "matricoladipendente",
    "iddipendente",
    "numerodipendente",
    "codicedipendente",
    "matricula",
    "numerodefuncionario",
    "numerofuncionario",
    "idfuncionario",
    "numerodecolaborador",
    "codigodofuncionario",
)
NAMES = (
    "worker",
    "workername",
    "employeename",
    "fullname",
    "preferredname",
    "staffname",
    "name",
    "displayname",
    "legalname",
    "employeefullname",
    "nomcomplet",
    "nometprenom",
    "nomprenom",
    "apellidosynombre",
    "cognomenome",
    "employe",
    "mitarbeiter",
    "mitarbeitername",
    "namevorname",
    "nombrecompleto",
    "nombreyapellidos",
    "empleado",
    "trabajador",
    "personnel",
    "payrollname",
    "associatename",
    "legalfullname",
    "collaborateur",
    "lastnamefirstname",
    "surnamefirstname",
    "namefamilynamefirst",
    "naamvolledig",
    "volledigenaam",
    "medewerker",
    "werknemer",
    "medewerkernaam",
    "nominativo",
    "cognomeenome",
    "nomecognome",
    "nomeecognome",
    "dipendente",
    "nomecompleto",
    "funcionario",
    "colaborador",
    "nomedofuncionario",
    "nomedocolaborador",
)
HIRED = (
    "hiredate",
    "originalhiredate",
    "startdate",
    "dateofhire",
    "datehired",
    "joiningdate",
    "dateofjoining",
    "datejoined",
    "joined",
    "joindate",
    "employmentstartdate",
    "senioritydate",
    "dateembauche",
    "datedembauche",
    "dateentree",
    "datedentree",
    "eintrittsdatum",
    "eintritt",
    "eingestelltam",
    "fechadeingreso",
    "fechaingreso",
    "fechadealta",
    "fechadecontratacion",
    "continuousservicedate",
    "entry",
    "entrydate",
    "hiredt",
    "empstartdate",
    "lateststartdate",
    "legalemployerhiredate",
    "enterprisehiredate",
    "datedarrivee",
    "datearrivee",
    "datumindienst",
    "indienst",
    "datumindiensttreding",
    "dataassunzione",
    "datadiassunzione",
    "dataingresso",
    "datadeadmissao",
    "dataadmissao",
    "admissao",
    "datadeinicio",
    "datadeentrada",
)
LEFT = (
    "terminationdate",
    "dateofleaving",
    "leavingdate",
    "leavedate",
    "dateleft",
    "left",
    "lastdayofwork",
    "lastday",
    "lastworkingday",
    "enddate",
    "exitdate",
    "separationdate",
    "employmentenddate",
    "terminationeffectivedate",
    "datedepart",
    "datededepart",
    "datesortie",
    "datedesortie",
    "datefin",
    "austrittsdatum",
    "austritt",
    "fechadebaja",
    "fechabaja",
    "fechadesalida",
    "fechadecese",
    "leaving",
    "leavingdt",
    "terminationdt",
    "termdate",
    "actualterminationdate",
    "leaverdate",
    "datumuitdienst",
    "uitdienst",
    "datumuitdiensttreding",
    "datacessazione",
    "datadicessazione",
    "datauscita",
    "datadeuscita",
    "datadedesligamento",
    "datadesligamento",
    "datadesaida",
    "datasaida",
)
REASONS = (
    "terminationreason",
    "reasonforleaving",
    "leavingreason",
    "leftreason",
    "separationreason",
    "primaryterminationreason",
    "terminationcategory",
    "exitreason",
    "motifdedepart",
    "motif",
    "motifdepart",
    "austrittsgrund",
    "motivodebaja",
    "motivodesalida",
)
DEPARTMENTS = (
    "department",
    "departmentname",
    "dept",
    "deptname",
    "supervisoryorganization",
    "supervisoryorganisation",
    "practicegroup",
    "practice",
    "businessunit",
    "division",
    "team",
    "organizationalunit",
    "orgunit",
    "unit",
    "service",
    "departement",
    "direction",
    "abteilung",
    "fachbereich",
    "bereich",
    "departamento",
    "area",
    "unidad",
    "departmentdescription",
    "homedepartment",
    "homedepartmentdescription",
    "practicearea",
    "practicegroupname",
    "section",
    "organisationseinheit",
    "orgeinheit",
    "organizationalunittext",
    "directorate",
    "warddepartment",
    "affectation",
    "afdeling",
    "organisatieeenheid",
    "dipartimento",
    "reparto",
    "ufficio",
    "unitaorganizzativa",
    "divisao",
    "setor",
    "departmentorg",
    "organisation",
    "organization",
    "organizationalunitname",
    "orgunitname",
    "groupname",
)
LEVELS = (
    "joblevel",
    "managementlevel",
    "jobgrade",
    "grade",
    "level",
    "careerlevel",
    "rolelevel",
    "businesstitle",
    "jobtitle",
    "positiontitle",
    "position",
    "role",
    "title",
    "jobprofile",
    "jobprofilename",
    "poste",
    "titredeposte",
    "fonction",
    "niveau",
    "funktion",
    "stufe",
    "jobtitledescription",
    "jobname",
    "positiondescription",
    "jobclassification",
    "band",
    "stelle",
    "positionsbezeichnung",
    "stellenbezeichnung",
    "cargo",
    "puesto",
    "nivel",
    "planstelle",
    "emploi",
    "payband",
    "gradename",
    "functie",
    "functienaam",
    "functietitel",
    "ruolo",
    "qualifica",
    "livello",
    "mansione",
    "funcao",
    "jobposition",
)
CENTRES = (
    "costcenter",
    "costcentre",
    "costcentername",
    "costcentrename",
    "costcenterid",
    "costcode",
    "costctr",
    "costcentercode",
    "costcentrecode",
    "kostenplaats",
    "kostendrager",
    "centrodicosto",
    "cdc",
    "centrodecusto",
    "centredecout",
    "centredecouts",
    "kostenstelle",
    "centrodecoste",
    "centrodecostos",
    "centrodecosto",
)
SITES = (
    "location",
    "worklocation",
    "office",
    "officelocation",
    "site",
    "building",
    "locationname",
    "lieu",
    "lieudetravail",
    "bureau",
    "standort",
    "arbeitsort",
    "ubicacion",
    "oficina",
    "sede",
    "personnelarea",
    "locationdescr",
    "locatie",
    "werklocatie",
    "vestiging",
    "kantoor",
    "localdetrabalho",
    "local",
    "sedelavoro",
    "sedediservizio",
)
STATUS = (
    "status",
    "workerstatus",
    "employmentstatus",
    "employeestatus",
    "activestatus",
    "statut",
    "estado",
    "beschaftigungsstatus",
    "emplstatus",
    "assignmentstatus",
    "positionstatus",
    "stato",
    "situacao",
    "situacion",
    "dienstverband",
)
HR_ONLY = frozenset(
    {
        *IDS,
        *HIRED,
        *LEFT,
        *REASONS,
        *CENTRES,
        "worker",
        "workertype",
        "employeetype",
        "fte",
        "supervisoryorganization",
        "supervisoryorganisation",
        "managementlevel",
        "joblevel",
        "jobprofile",
        "businesstitle",
        "employmentstatus",
        "workerstatus",
        "contracttype",
        "employmenttype",
        "manager",
        "managername",
        "linemanager",
        "supervisor",
        "jobfamily",
        "timetype",
        "emailprimarywork",
        "leidinggevende",
        "contractsoort",
        "responsabile",
        "tipocontratto",
        "gestor",
        "vorgesetzter",
        "beschaftigungsgrad",
        "legalemployer",
    }
) - {
    "left",
    "joined",
    "employee",
    "enddate",
    "startdate",
    "lastday",
    "motif",
    "entry",
    "leaving",
    "datadeinicio",
}
FAMILY_FIRST = frozenset(
    {
        "lastnamefirstname",
        "surnamefirstname",
        "namefamilynamefirst",
        "namevorname",
        "nomprenom",
        "nometprenom",
        "apellidosynombre",
        "cognomenome",
        "cognomeenome",
    }
)
"""Headers that say the family name comes first, with or without a comma."""
MOST_REPEATED = 0.2
"""Share of rows that may repeat a number: a staff list has one row a person."""
LONG = 60
"""Letters over which a header is a question."""
FOREIGN = frozenset(
    {
        "userprincipalname",
        "memberrating",
        "optintime",
        "lifecyclestage",
        "contactowner",
        "leadstatus",
        "accountname",
        "contacttype",
        "contactid",
        "ordernumber",
        "order",
        "orderdate",
        "attended",
        "approvalstatus",
        "registrationtime",
        "jointime",
        "leavetime",
        "starttime",
        "completiontime",
        "timestamp",
        "timeinsession",
        "duration",
        "recordid",
        "emailaddress1",
        "email1value",
        "groupmembership",
        "labels",
        "responseid",
        "respondentid",
        "submitdate",
        "answer",
        "ticketnumber",
        "middlename",
        "deuxiemeprenom",
        "weiterevornamen",
        "segundonombre",
        "additionalname",
        "webpage",
        "subject",
        "sendername",
        "senderemail",
        "accounttype",
        "course",
        "coursename",
        "coursetitle",
        "completiondate",
        "training",
        "trainingtitle",
        "session",
        "sessiondate",
        "event",
        "eventname",
        "eventdate",
        "absencetype",
        "leavetype",
        "survey",
        "question",
        "questiontype",
        "channel",
        "touchid",
        "minutes",
        "response",
        "comments",
        "feedback",
        "rating",
        "opens",
        "clicks",
        "booking",
        "datecreated",
        "createdate",
        "date",
        "days",
        "daystaken",
        "approvedby",
        "learningitem",
        "completedon",
        "duedate",
        "paydate",
        "payperiod",
        "grosspay",
        "netpay",
        "absencereason",
        "requestdate",
        "serialnumber",
        "assettag",
        "invoicenumber",
        "item",
        "quantity",
        "qty",
        "amount",
        "cost",
        "price",
        "equipment",
        "asset",
        "model",
        "manufacturer",
        "unitprice",
        "expensetype",
        "certificate",
        "certification",
        "incidentdate",
        "reportrefreshdate",
        "score",
        "lastactivitydate",
        "daysactive",
        "messagesposted",
    }
)
"""Headers of other tools: a list with one of them is theirs."""
THINGS = re.compile(
    r"^(?:vendor|supplier|customer|client|account|asset|item|product|order|invoice|ticket|case|"
    r"booking|course|learning|training|patient|student|patron|borrower|donor|project|task|issue|"
    r"device|vehicle|room|contract|licen[cs]e)(?:id|number|no|code|item|title)$"
)
"""Numbers of things, or of people who are no staff."""
SHORTEST = 45
"""Days that half of those who left stayed at least: shorter ones are leave, bookings, courses."""
LAYOUT = Layout(
    id=(*IDS, "id"),
    name=NAMES,
    email=EMAIL,
    fields={
        "department": DEPARTMENTS,
        "role_level": LEVELS,
        "cost_centre": CENTRES,
        "site": SITES,
        "joined_on": HIRED,
        "left_on": LEFT,
    },
    nick=(
        "preferrednamefirst",
        "preferredfirstname",
        "preferredgivenname",
        "knownas",
        "nickname",
        "goesby",
        "calledname",
        "rufname",
    ),
    maiden=("maidenname", "formerlastname", "previouslastname", "geburtsname", "formername"),
    aliases={"upn": ("username", "userid", "networkid", "login", "workdayusername", "sso")},
)
LEFT_REASONS = (
    ("promotion", r"promot|beforder|ascenso"),
    ("retirement", r"retire|retrait|rente|ruhestand|pension|jubila"),
    (
        "moved",
        r"transfer|relocat|second|moved|internal|mutation|versetz|wechsel|traslad|"
        r"reassign|new position",
    ),
)
_GONE = (
    r"(?i)terminat|inactive|leaver|\bleft\b|separated|\bpartie?\b|ausgeschieden|inactif|retired|"
    r"\bbaja\b(?! m)|uit dienst|cessat|desligad|^[TDR]$"
)
_NEVER = r"9999|^0+[-/.]0+[-/.]0+"
"""Dates by which some systems say that somebody is still there."""
_WORKER = re.compile(r"^(.*?)\s*(?:\((\d{3,})\))?\s*((?:\([^)]*\)\s*)*)$")


def _score(headers: frozenset[str]) -> int:
    """2: surely a staff list; 1: probably one; 0: none."""
    if headers & FOREIGN or any(map(THINGS.match, headers)):
        return 0
    if {"contactid", "displayname"} <= headers or "joinedon" in headers:
        return 0
    named = bool(headers & {*NAMES, *FAMILY, "nom", "employee"})
    if not named:
        return 0
    groups = sum(
        bool(headers & {*words})
        for words in (DEPARTMENTS, LEVELS, CENTRES, SITES, HIRED, LEFT, STATUS)
    )
    words = len(headers & HR_ONLY)
    numbered = bool(headers & {*IDS})
    if (numbered and groups >= 2) or (words >= 2 and groups >= 2):
        return 2
    existing = headers & {*LAYOUT.used(), *STATUS, *REASONS, "nom", *HR_ONLY}
    addressed = bool(headers & {*EMAIL})
    plain = addressed and groups >= 1 and bool(headers & {*DEPARTMENTS, *CENTRES})
    return int(plain and len(existing) >= 0.6 * len(headers))


def _list_of(export: Export) -> tuple[Listing, int] | None:
    """The staff list of an export and how sure it is one."""
    for least in (2, 1):
        listed = _table.find(export, lambda headers, need=least: _score(headers) >= need)  # type: ignore[misc]
        if listed is not None and _is_one_a_person(listed):
            return listed, least
    return None


def _is_one_a_person(listed: Listing) -> bool:
    """Whether no header is a question and hardly any number comes twice."""
    if any("?" in header or len(header) > LONG for header in listed.headers):
        return False
    numbers = listed.column(IDS)
    present = numbers[numbers != ""]
    if _is_of_absences(listed):
        return False
    return bool(not len(present) or present.duplicated().mean() <= MOST_REPEATED)


def _is_of_absences(listed: Listing) -> bool:
    """Whether nearly every row ends, and half of them within a few weeks of their start."""
    begun, ended = listed.column(HIRED), listed.column(LEFT)
    both = (begun != "") & (ended != "") & ~ended.str.contains(_NEVER, regex=True)
    if both.sum() < 2 or both.mean() < 0.9:
        return False
    first, last = begun[both], ended[both]
    decided = _timestamps.decide([first, last], export=listed.export, not_after=[(first, last)])
    dates = [_timestamps.read_moments(cells, decided.order)[0] for cells in (first, last)]
    return bool((dates[1] - dates[0]).dt.days.median() < SHORTEST)


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a staff list, or None."""
    matches = _list_of(export)
    if matches is None:
        return None
    listed, score = matches
    observed = [
        header
        for header, key in zip(listed.headers, listed.keys, strict=True)
        if key in HR_ONLY or key in DEPARTMENTS or key in NAMES
    ]
    return Recognition(
        f"row {listed.header + 1} holds {', '.join(observed[:4])}",
        certain=score == 2,
        header_row=listed.header + 1,
        sheet=listed.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read the staff; leavers keep their last day."""
    matches = _list_of(export)
    listed = matches[0] if matches else _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    layout = _layout(listed)
    _turn(listed)
    worker = listed.column(layout.name).str.extract(_WORKER)
    ids = listed.column(layout.id)
    extra: dict[str, pd.Series] = {"contact_id": ids.mask(ids == "", worker[1].fillna(""))}
    if "worker" in listed.keys or worker[1].notna().any():
        name = worker[0].fillna("").str.strip().astype("str")
        extra["display_name"] = name.mask(name == "", _whole_name(listed))
    if "nom" in listed.keys and not listed.positions(layout.name):
        extra["display_name"] = _whole_name(listed)
    extra |= _departments(listed)
    left_on = listed.column(LEFT)
    left_on = left_on.mask(left_on.str.contains(_NEVER, regex=True), "")
    status = listed.column(STATUS) + " " + worker[2].fillna("").astype("str")
    removed = status.str.contains(_GONE, regex=True)
    if listed.positions(LEFT):
        extra["left_on"] = left_on
    if listed.positions(REASONS) or (left_on != "").any():
        extra["left_reason"] = _left_reason(listed.column(REASONS), left_on, status)
    return _contacts.read_contacts(
        listed,
        layout,
        found=why,
        extra=extra,
        problems=_undated(listed, (why == "") & removed & (left_on == "")),
    )


def _layout(listed: Listing) -> Layout:
    """The layout, where cells say what ``Employee`` and ``Preferred Name`` hold."""
    layout = LAYOUT
    called = listed.column(["preferredname"])
    called = called[called != ""]
    if listed.positions(FAMILY) and not called.str.contains(r"[ ,]", regex=True).any():
        names = tuple(name for name in layout.name if name != "preferredname")
        layout = replace(layout, name=names, nick=(*layout.nick, "preferredname"))
    cells = listed.column(["employee"])
    present = cells[cells != ""]
    if not len(present) or present.str.contains(r"\d", regex=True).mean() > 0.5:
        return layout
    numbers = tuple(name for name in layout.id if name != "employee")
    return replace(layout, id=numbers, name=(*layout.name, "employee"))


def _turn(listed: Listing) -> None:
    """Set ``Ruiz Ana`` right where the header says that the family name comes first.

    Only names of two words: of three, nobody can say where the family name ends.
    """
    for position, key in enumerate(listed.keys):
        if key in FAMILY_FIRST:
            listed.body[position] = listed.body[position].str.replace(
                r"^([^\s,]+) ([^\s,]+)$", r"\2 \1", regex=True
            )


def _whole_name(listed: Listing) -> pd.Series:
    """Given and family name in one, where ``Nom`` stands for the family name."""
    supplied, family = listed.column(GIVEN), listed.column([*FAMILY, "nom"])
    return values.clean(supplied + " " + family)


def _departments(listed: Listing) -> dict[str, pd.Series]:
    """The department; the head's name behind a supervisory organisation is taken off."""
    positions = listed.positions(DEPARTMENTS)
    if not positions or not listed.keys[positions[0]].startswith("supervisory"):
        return {}
    cells = listed.body[positions[0]]
    return {"department": cells.str.replace(r"\s*\([^)]*\)$", "", regex=True)}


def _left_reason(reason: pd.Series, left_on: pd.Series, status: pd.Series) -> pd.Series:
    """Why somebody left, in our four words; blank for who is still there."""
    removed = (left_on != "") | (reason != "")
    words = (reason + " " + status).str.casefold()
    matches = pd.Series("", index=reason.index, dtype="str")
    for ours, theirs in LEFT_REASONS:
        matches = matches.mask((matches == "") & words.str.contains(theirs, regex=True), ours)
    matches = matches.mask((matches == "") & (reason != ""), "left")
    return matches.where(removed, "")


def _undated(listed: Listing, mask: pd.Series) -> list[Problem]:
    """People who left without a last day: they would stay in the base of reach."""
    return [
        listed.problem(
            "has left, but there is no last day", "Fill in the termination date.", int(str(row))
        )
        for row in mask.index[mask]
    ]
