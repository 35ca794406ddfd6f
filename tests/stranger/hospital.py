"""A stranger's library: a hospital trust in pounds, written down as truth first, then as exports.

Nothing here was looked at when readers and mappings were made. ``python -m tests.stranger.hospital
FOLDER`` writes the exports and ``truth.json`` beside the folder.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

SEED = 4711
QUARTER = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
DIRECTORATES = {
    "Medicine & Elderly Care": 46,
    "Surgery": 41,
    "Women and Children": 33,
    "Mental Health": 28,
    "Pharmacy": 17,
    "Finance & Estates": 22,
}
LIBRARY = "Knowledge & Library Service"
GRADES = ("Consultant", "Band 8", "Band 7", "Band 6", "Band 5")
FIRST = [
    "Agnes", "Barnaby", "Clementine", "Dafydd", "Edith", "Fergus", "Gwen", "Hamish", "Imogen",
    "Jarvis", "Keira", "Lachlan", "Morag", "Nerys", "Osian", "Perpetua", "Quillan", "Rhona",
    "Seamus", "Tamsin", "Ursula", "Verity", "Winifred", "Yorath", "Zara", "Alistair", "Bronagh",
    "Cerys", "Donal", "Eilidh",
]  # fmt: skip
LAST = [
    "Ashdown", "Birtwistle", "Cholmondeley", "Drinkwater", "Entwhistle", "Featherstone",
    "Gorringe", "Hathersage", "Inglethorpe", "Jellicoe", "Kettlewell", "Lowther", "Micklethwait",
    "Northcott", "Osgathorpe", "Pemberton", "Quilliam", "Ramsbottom", "Sowerby", "Thistlethwaite",
    "Urquhart", "Venables", "Wolstenholme", "Yardley", "Applegarth", "Blenkinsop", "Cattermole",
    "Dalrymple", "Elphinstone", "Fazakerley", "Goldthorpe", "Higginbottom",
]  # fmt: skip
WAYS = ("Email", "Phone", "Walk-up", "In person", "Chat")
TOPICS = ("Literature search", "Article request", "Training query", "Guideline check")
SATISFIED = {
    "Medicine & Elderly Care": 0.88,
    "Surgery": 0.72,
    "Women and Children": 0.92,
    "Mental Health": 0.80,
    "Pharmacy": 0.95,
    "Finance & Estates": 0.60,
}


@dataclass
class Person:
    """One of the staff."""

    number: str
    name: str
    email: str
    unit: str
    grade: str
    started: dt.date
    left: dt.date | None = None


@dataclass
class World:
    """What really is, before anything is exported."""

    people: list[Person] = field(default_factory=list)
    enquiries: list[dict[str, Any]] = field(default_factory=list)
    sign_in: list[str] = field(default_factory=list)
    teams: list[tuple[Person, int]] = field(default_factory=list)
    meetings: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    money: list[tuple[str, list[float]]] = field(default_factory=list)


def world(seed: int = SEED) -> World:
    """Draw the world; the same seed gives the same one."""
    chance, made = random.Random(seed), World()
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    chance.shuffle(names)
    units = [unit for unit, size in DIRECTORATES.items() for _ in range(size)] + [LIBRARY] * 3
    for at, unit in enumerate(units):
        name = names.pop()
        email = f"{name.lower().replace(' ', '.')}@stcuthberts.example"
        started = dt.date(2026, 1, 1) - dt.timedelta(days=chance.randint(40, 4000))
        left = dt.date(2026, 2, chance.randint(2, 25)) if at % 41 == 7 else None
        made.people.append(
            Person(f"{20400 + 7 * at}", name, email, unit, chance.choice(GRADES), started, left)
        )
    staff = [one for one in made.people if one.unit != LIBRARY]
    users = chance.sample(staff, 95)
    for _ in range(213):
        day = QUARTER[0] + dt.timedelta(days=chance.randint(0, 89))
        person = chance.choice(users)
        if person.left and day >= person.left:
            day = QUARTER[0]
        made.enquiries.append(
            {
                "day": day,
                "person": person,
                "way": chance.choices(WAYS, (5, 3, 2, 1, 1))[0],
                "minutes": chance.choice((5, 10, 15, 30, 45, 60)),
                "topic": chance.choice(TOPICS),
                "is_named": chance.random() > 0.08,
            }
        )
    made.enquiries.sort(key=lambda one: one["day"])
    stayed = [one for one in staff if one.left is None]
    made.sign_in = [one.name for one in chance.sample(stayed, 19)]
    made.teams = [(one, chance.randint(20, 58)) for one in chance.sample(stayed, 24)]
    for at, person in enumerate(chance.sample(stayed, 14)):
        made.meetings.append(
            {
                "subject": f"1:1 {person.name}" if at % 2 else "Coffee",
                "person": person,
                "day": dt.date(2026, 1 + at % 3, 5 + at),
                "is_private": at % 5 == 0,
            }
        )
    for unit, size in DIRECTORATES.items():
        for _ in range(round(size * 0.42)):
            is_happy = chance.random() < SATISFIED[unit]
            made.answers.append(
                {
                    "unit": unit,
                    "overall": chance.choice((4, 5)) if is_happy else chance.choice((1, 2, 3)),
                    "recommend": chance.choice((9, 10, 8)) if is_happy else chance.randint(2, 7),
                    "comment": chance.choice(("", "", "Very helpful, quick, and kind", "Slow")),
                }
            )
    made.money = [
        ("Staffing", [14210.0, 14210.0, 14388.5]),
        ("E-resources", [31250.0, 0.0, 1875.25]),
        ("Books and documents", [412.8, 655.1, 290.0]),
        ("Training room", [150.0, 150.0, 150.0]),
    ]
    return made


def truth(made: World) -> dict[str, Any]:
    """Count what a right report says, straight from the world."""
    here = [
        one
        for one in made.people
        if one.unit != LIBRARY and (one.left is None or one.left > QUARTER[1])
    ]
    met = {one["person"].number for one in made.enquiries if one["is_named"]}
    by_name = {one.name: one.number for one in made.people}
    met |= {by_name[name] for name in made.sign_in}
    met |= {person.number for person, _ in made.teams}
    reached = {one.number for one in here} & met
    answers = made.answers
    return {
        "people": len(here),
        "departments": len(DIRECTORATES),
        "reached": len(reached),
        "reach_by_department": {
            unit: [
                sum(one.number in reached for one in here if one.unit == unit),
                sum(one.unit == unit for one in here),
            ]
            for unit in DIRECTORATES
        },
        "enquiries": len(made.enquiries),
        "enquiries_by_way": {way: sum(one["way"] == way for one in made.enquiries) for way in WAYS},
        "enquiry_minutes": sum(one["minutes"] for one in made.enquiries),
        "events": 2,
        "seats": len(made.sign_in) + len(made.teams),
        "answers": len(answers),
        "satisfied": sum(one["overall"] >= 4 for one in answers),
        "promoters": sum(one["recommend"] >= 9 for one in answers),
        "detractors": sum(one["recommend"] <= 6 for one in answers),
        "asked": 180,
        "spent": round(sum(sum(months) for _, months in made.money), 2),
        "private_subjects": [one["subject"] for one in made.meetings if one["is_private"]]
        + ["Dentist", "Divorce solicitor"],
    }


def write(folder: Path, made: World) -> None:
    """Write the exports as such a library has them."""
    folder.mkdir(parents=True, exist_ok=True)
    _staff(folder / "Trust staff list at 31 March 2026.xlsx", made)
    _enquiries(folder / "enquiry log 2026.xlsx", made)
    _sign_in(folder / "Critical appraisal sign-in.csv", made)
    _teams(folder / "Attendance report 10-02-26.csv", made)
    _calendar(folder / "calendar export.csv", made)
    _survey(folder / "Library survey 2026 results.xlsx", made)
    _budget(folder / "Library budget 2026.xlsx", made)


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def _staff(path: Path, made: World) -> None:
    rows: list[list[Any]] = [["St Cuthbert's NHS Trust"], ["Staff in post at 31/03/2026"], []]
    rows.append(
        ["Assignment No", "Full name", "E-mail", "Directorate", "Grade", "Start", "Leaving date"]
    )
    rows += [
        [
            one.number,
            one.name,
            one.email,
            one.unit,
            one.grade,
            one.started.strftime("%d/%m/%Y"),
            one.left.strftime("%d/%m/%Y") if one.left else None,
        ]
        for one in made.people
    ]
    _book(path, {"Staff in post": rows})


def _enquiries(path: Path, made: World) -> None:
    head = ["Date", "Enquirer", "Directorate", "How", "Mins", "Type", "Dealt with by"]
    sheets: dict[str, list[list[Any]]] = {}
    for number, month in ((1, "January"), (2, "February"), (3, "March")):
        rows: list[list[Any]] = [head]
        rows += [
            [
                dt.datetime.combine(one["day"], dt.time()),
                one["person"].name if one["is_named"] else None,
                one["person"].unit,
                one["way"],
                one["minutes"],
                one["topic"],
                made.people[-1 - one["minutes"] % 3].name,
            ]
            for one in made.enquiries
            if one["day"].month == number
        ]
        sheets[month] = rows
    _book(path, sheets)


def _sign_in(path: Path, made: World) -> None:
    unit = {one.name: one.unit for one in made.people}
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["Critical appraisal workshop, 12 March 2026"])
        out.writerow([])
        out.writerow(["Print name", "Directorate", "Signature"])
        out.writerows([[name, unit[name], "x"] for name in made.sign_in])


def _teams(path: Path, made: World) -> None:
    start = dt.datetime(2026, 2, 10, 12, 30)
    stamp = "%d/%m/%y, %H:%M:%S"
    rows = [
        ["1. Summary"],
        ["Meeting title", "Lunch and learn: new BMJ tools"],
        ["Attended participants", str(len(made.teams))],
        ["Start time", start.strftime(stamp)],
        ["End time", (start + dt.timedelta(minutes=60)).strftime(stamp)],
        ["Meeting duration", "1h"],
        ["Average attendance time", "40m"],
        [],
        ["2. Participants"],
        ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email",
         "Participant ID (UPN)", "Role"],
    ]  # fmt: skip
    host = made.people[-1]
    for person, minutes in [(host, 60), *made.teams]:
        end = start + dt.timedelta(minutes=minutes)
        role = "Organizer" if person is host else "Presenter"
        rows.append(
            [person.name, start.strftime(stamp), end.strftime(stamp), f"{minutes}m",
             person.email, person.email, role]
        )  # fmt: skip
    text = "\r\n".join("\t".join(row) for row in rows) + "\r\n"
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))


def _calendar(path: Path, made: World) -> None:
    host = made.people[-1]
    head = ["Subject", "Start Date", "Start Time", "End Date", "End Time", "All day event",
            "Reminder on/off", "Meeting Organizer", "Required Attendees", "Optional Attendees",
            "Meeting Resources", "Categories", "Description", "Location", "Private",
            "Show time as"]  # fmt: skip
    rows = []
    for one in made.meetings:
        day = one["day"].strftime("%d/%m/%Y")
        rows.append(
            [one["subject"], day, "10:00:00", day, "10:30:00", "False", "True", host.name,
             f"{host.name};{one['person'].name}", "", "", "", "", "Costa", str(one["is_private"]),
             "2"]
        )  # fmt: skip
    for subject, day in (("Dentist", "14/01/2026"), ("Divorce solicitor", "19/02/2026")):
        rows.append([subject, day, "09:00:00", day, "10:00:00", "False", "True", host.name,
                     "", "", "", "", "", "", "True", "3"])  # fmt: skip
    rows.append(["Annual leave", "16/02/2026", "", "20/02/2026", "", "True", "False", host.name,
                 "", "", "", "Holiday", "", "", "False", "3"])  # fmt: skip
    with path.open("w", newline="", encoding="cp1252") as file:
        out = csv.writer(file, quoting=csv.QUOTE_ALL)
        out.writerow(head)
        out.writerows(rows)


def _survey(path: Path, made: World) -> None:
    rows: list[list[Any]] = [
        ["No.", "Which directorate do you work in?",
         "Overall, how satisfied are you with the library? (1 = very dissatisfied, "
         "5 = very satisfied)",
         "How likely are you to recommend us to a colleague? (0-10)", "Anything else?"]
    ]  # fmt: skip
    rows += [
        [at, one["unit"], one["overall"], one["recommend"], one["comment"] or None]
        for at, one in enumerate(made.answers, 1)
    ]
    _book(path, {"Responses": rows, "Notes": [["Survey open 2 to 20 March 2026"]]})


def _budget(path: Path, made: World) -> None:
    rows: list[list[Any]] = [
        ["Knowledge & Library Service: spend 2026, £"],
        ["Line", "Jan 26", "Feb 26", "Mar 26"],
    ]
    rows += [[line, *months] for line, months in made.money]
    rows.append(["Total", *[sum(months[at] for _, months in made.money) for at in range(3)]])
    _book(path, {"Spend": rows})


def main(folder: Path) -> None:
    """Write the exports and, beside their folder, the truth."""
    made = world()
    write(folder, made)
    text = json.dumps(truth(made), indent=1, ensure_ascii=False)
    (folder.parent / "truth.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
