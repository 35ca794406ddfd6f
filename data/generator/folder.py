"""The files of data/sample: names, bytes, and writing them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from . import surveys, teams, zoom
from .attendance import EVENTS, Event, Seat, seats
from .champions import champions
from .depth import deepened
from .directory import directory, roster
from .library import invitation_rows, library_workbook
from .people import PLANTED, Person, make_people
from .stories import INITIATIVES
from .survey_exports import forms, qualtrics
from .touches import make_promises, make_touches
from .vendors import vendor_files

SURVEY = "Library_satisfaction_survey_2026"
SURVEY_ID = "library-satisfaction-survey-2026"
"""Number that the loaded survey has: the name of its file in small letters."""


@cache
def files(seed: int) -> dict[str, bytes]:
    """Every file by its path inside the folder; same seed, same bytes."""
    people = make_people(seed)
    touches, trusted = make_touches(seed, people, [str(row[0]) for row in INITIATIVES])
    invited = invitation_rows(seed, people, SURVEY_ID, surveys.COMPLETE[2026], surveys.PARTIAL)
    first, second = deepened(seed, surveys.wave(seed, 2025), surveys.wave(seed, 2026))
    found = {
        "hr/worker-roster-2026-09-30.xlsx": roster(people),
        "directory/exportUsers_2026-10-01.csv": directory(seed, people),
        f"surveys/Library satisfaction survey 2025(1-{len(first)}).xlsx": forms(first),
        f"surveys/{SURVEY}.csv": qualtrics(seed, second),
        "library-workbook.xlsx": library_workbook(
            seed,
            people,
            touches,
            make_promises(seed, touches),
            champions(people, trusted),
            trusted,
            invited,
        ),
    }
    for event in EVENTS:
        found[f"events/{_file(event)}"] = _report(seed, event, room(seed, event, people), people)
    return found | vendor_files(seed)


def room(seed: int, event: Event, people: list[Person]) -> list[Seat]:
    """Who sat in an event; the two with private addresses come to the Eventbrite ones."""
    taken = seats(seed, event, people)
    if event.tool != "eventbrite":
        return taken
    known = {seat.who for seat in taken}
    wanted = {PLANTED[key][:2] for key in ("personal", "personal_too")}
    more = [
        person
        for person in people
        if (person.given, person.family) in wanted and person.contact_id not in known
    ]
    extra = [
        Seat(
            person.contact_id,
            person.name,
            person.mail,
            person.upn,
            "Organizer",
            ((event.start, event.end),),
        )
        for person in more
    ]
    return taken + extra


def _file(event: Event) -> str:
    """The name the tool gives the file."""
    day = f"{event.start:%Y-%m-%d}"
    title = event.title.replace(" ", "-")
    digits = event.number.replace(" ", "")
    english = f"teams/{event.title} - Attendance report {event.start:%m-%d-%y}.csv"
    return {
        "teams": english,
        "teams-webinar": english,
        "teams-fr": f"teams/{event.title.replace('é', 'e')} - Rapport de presence {day}.csv",
        "teams-2020": english,
        "zoom": f"zoom/participants_{digits}.csv",
        "zoom-webinar": f"zoom/attendee_{digits}_{event.start:%Y_%m_%d}.csv",
        "eventbrite": f"eventbrite/report-{title.lower()}-{day}.csv",
    }[event.tool]


def _report(seed: int, event: Event, taken: list[Seat], people: list[Person]) -> bytes:
    """The bytes the tool writes for an event."""
    if event.tool == "teams-2020":  # the name seeds who came
        return teams.report(seed, event, teams.nameless(event, taken))
    if event.tool == "teams-webinar":
        return teams.webinar(seed, event, taken)
    if event.tool.startswith("teams"):
        return teams.report(seed, event, taken)
    if event.tool == "zoom":
        return zoom.participants(seed, event, taken)
    if event.tool == "zoom-webinar":
        return zoom.webinar(seed, event, taken)
    return zoom.orders(seed, event, taken, {person.contact_id: person for person in people})


def write(seed: int, folder: Path) -> list[Path]:
    """Write every file under a folder."""
    written = []
    for name, raw in files(seed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        written.append(path)
    return written
