"""The HR roster (a Workday report) and the directory (an Entra download)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from random import Random
from uuid import UUID

from .calendar import END
from .people import DEPARTMENTS, DOMAIN, LIBRARY_DEPARTMENT, Person
from .workbook import Cell, workbook

TENANT = "tamarackvoss.onmicrosoft.example"
_CENTRES = {place.name: place.cost_centre for place in (*DEPARTMENTS, LIBRARY_DEPARTMENT)}
ROSTER_HEADER = (
    "Employee ID",
    "Worker",
    "Legal Name - Last",
    "Legal Name - First",
    "Preferred Name - First",
    "Email - Primary Work",
    "Business Title",
    "Management Level",
    "Supervisory Organization",
    "Cost Center",
    "Location",
    "Worker Type",
    "Hire Date",
    "Termination Date",
    "Termination Reason",
    "Last Job Change Date",
    "Last Job Change Reason",
    "Status",
)
_ENTRA = """
userPrincipalName displayName surname mail givenName id userType jobTitle department
accountEnabled usageLocation streetAddress state country officeLocation city postalCode
telephoneNumber mobilePhone alternateEmailAddress ageGroup consentProvidedForMinor
legalAgeGroupClassification companyName creationType directorySynced invitationState
identityIssuer createdDateTime
"""
ENTRA_HEADER = _ENTRA.split()
GUESTS = (
    ("Orla", "Vandermeer", "lexbase-vendor.example"),
    ("Kofi", "Blanchet", "northpipe.example"),
    ("Renata", "Kowalczuk", "northpipe.example"),
    ("Theo", "Marchbanks", "cityworks.example"),
    ("Aurélie", "Dastous", "barreau-formation.example"),
    ("Silas", "Whitlock", "statdata.example"),
)
"""People of other organisations: never on the roster."""


def roster(people: Sequence[Person]) -> bytes:
    """The worker roster of 30 September 2026, leavers of the last eighteen months included."""
    rows: list[list[Cell]] = [["All Active and Terminated Workers"], [], list(ROSTER_HEADER)]
    rows += [_worker(person) for person in people]
    return workbook([("Sheet1", rows)], inline=True)


def _worker(person: Person) -> list[Cell]:
    """One row of the roster; every date is text, as the tool writes it."""
    gone = person.left is not None and person.left <= END
    mark = f"{person.name} ({person.contact_id})" + (" (Terminated)" if gone else "")
    title = f"{person.title} (was {person.old_title})" if person.old_title else person.title
    return [
        person.contact_id,
        mark,
        person.family,
        person.given,
        person.preferred or person.given,
        person.mail,
        title,
        person.level,
        f"{person.department} ({person.manager})",
        _CENTRES[person.department],
        person.site,
        "Employee",
        str(person.hired),
        str(person.left) if person.left else None,
        person.reason or None,
        str(person.promoted) if person.promoted else None,
        "Promotion" if person.promoted else None,
        "Terminated" if gone else "Active",
    ]


def directory(seed: int, people: Sequence[Person]) -> bytes:
    """The Entra download of 1 October 2026: staff, guests, rooms, a shared box and a scanner."""
    random = Random(f"{seed}:directory")
    listed = [
        person for person in people if person.left is None or person.left > dt.date(2025, 9, 1)
    ]
    rows = [_account(random, person) for person in listed]
    rows += [_guest(random, *guest) for guest in GUESTS]
    for alias, name in (
        ("room-14a", "Boardroom 14A"),
        ("room-mtl", "Salle Laurentides"),
        ("scanner-3f", "Scanner 3F"),
        ("library", "Information Centre Desk"),
    ):
        mail = "" if alias.startswith("scanner") else f"{alias}@{DOMAIN}"
        rows.append(_row(random, f"{alias}@{DOMAIN}", name, "", mail, "", "Member"))
    random.shuffle(rows)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([ENTRA_HEADER, *rows])
    return out.getvalue().encode("utf-8")


def _row(
    random: Random, upn: str, name: str, family: str, mail: str, given: str, kind: str, **more: str
) -> list[str]:
    """One line of the download, by the columns it fills."""
    cells = {
        "userPrincipalName": upn,
        "displayName": name,
        "surname": family,
        "mail": mail,
        "givenName": given,
        "id": str(UUID(int=random.getrandbits(128), version=4)),
        "userType": kind,
        "accountEnabled": "True",
        "createdDateTime": "2019-04-01T08:00:00Z",
        **more,
    }
    return [cells.get(column, "") for column in ENTRA_HEADER]


def _account(random: Random, person: Person) -> list[str]:
    """A member of staff; accounts of leavers are off."""
    gone = person.left is not None and person.left <= END
    other = person.old_mail if person.family == "Beaulieu-Obi" else ""
    return _row(
        random,
        person.upn,
        person.name,
        person.family,
        person.mail,
        person.given,
        "Member",
        jobTitle=person.title,
        department=person.department,
        city=person.site,
        accountEnabled=str(not gone),
        alternateEmailAddress=other,
        createdDateTime=f"{max(person.hired, dt.date(2016, 5, 2))}T08:00:00Z",
    )


def _guest(random: Random, given: str, family: str, domain: str) -> list[str]:
    """A guest of another organisation."""
    mail = f"{given}.{family}@{domain}".lower().replace("é", "e")
    upn = f"{mail.replace('@', '_')}#EXT#@{TENANT}"
    return _row(
        random,
        upn,
        f"{given} {family}",
        family,
        mail,
        given,
        "Guest",
        invitationState="Accepted",
        creationType="Invitation",
    )
