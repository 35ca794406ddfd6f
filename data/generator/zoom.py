"""Zoom's participant lists and webinar reports, and Eventbrite's attendee reports."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from random import Random

from .attendance import Event, Seat
from .people import DOMAIN, Person

PEOPLE = (
    "Name (Original Name)",
    "User Email",
    "Join Time",
    "Leave Time",
    "Duration (Minutes)",
    "Guest",
    "Recording Consent",
    "In Waiting Room",
)
MEETING = (
    "Meeting ID",
    "Topic",
    "Start Time",
    "End Time",
    "User Email",
    "Duration (Minutes)",
    "Participants",
)
HOSTS = (
    "Attended",
    "User Name (Original Name)",
    "Email",
    "Join Time",
    "Leave Time",
    "Time in Session (minutes)",
    "Is Guest",
    "Country/Region Name",
)
ATTENDEES = (
    "Attended",
    "User Name (Original Name)",
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Registration Time",
    "Approval Status",
    "Join Time",
    "Leave Time",
    "Time in Session (minutes)",
    "Is Guest",
    "Country/Region Name",
)
ORDERS = (
    "Order #",
    "Order Date",
    "First Name",
    "Last Name",
    "Email",
    "Quantity",
    "Price Tier",
    "Ticket Type",
    "Ticket",
    "Attendee #",
    "Group",
    "Order Type",
    "Currency",
    "Total Paid",
    "Attendee Status",
    "Event Name",
    "Event Start Date",
    "Event Start Time",
    "Which department are you in?",
)
DESK = f"library@{DOMAIN}"
PRIVATE = {
    "Tomás Ferreira-Lund": "tomas.fl@homemail.example",
    "Mireille Attah": "m.attah88@homemail.example",
}
"""Private addresses used in Eventbrite; the first is in the aliases, the second is not."""


def _told(moment: dt.datetime) -> str:
    """``09/23/2025 01:00:00 PM``."""
    return f"{moment:%m/%d/%Y %I:%M:%S} {'AM' if moment.hour < 12 else 'PM'}"


def _minutes(join: dt.datetime, leave: dt.datetime) -> str:
    return str(max(1, round((leave - join).seconds / 60)))


def _written(rows: Sequence[Sequence[str]], mark: bool) -> bytes:
    """Rows with commas and line feeds, with or without a byte order mark."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def participants(seed: int, event: Event, seats: Sequence[Seat]) -> bytes:
    """The list of a meeting: one row a join; some have no address."""
    random = Random(f"{seed}:zoom:{event.title}")
    rows: list[Sequence[str]] = [
        MEETING,
        (
            event.number,
            event.title,
            _told(event.start),
            _told(event.end),
            DESK,
            str(event.minutes),
            str(len(seats)),
        ),
        (),
        PEOPLE,
    ]
    for seat in seats:
        name = seat.name.replace(" (External)", "")
        shown = f"{name} ({name})" if random.random() < 0.12 else name
        email = seat.email if random.random() < 0.7 else ""
        if random.random() < 0.06:
            shown, email = f"iPhone ({name})", ""
        guest = "No" if email.endswith(DOMAIN) else "Yes"
        rows += [
            (shown, email, _told(join), _told(leave), _minutes(join, leave), guest, "", "No")
            for join, leave in seat.joins
        ]
    return _written(rows, mark=True)


def webinar(seed: int, event: Event, seats: Sequence[Seat]) -> bytes:
    """The attendee report: hosts, panelists, attendees, each with its own header."""
    random = Random(f"{seed}:zoom:{event.title}")
    hosts = [seat for seat in seats if seat.role == "Organizer"]
    panel = [seat for seat in seats if seat.role == "Presenter"]
    others = [seat for seat in seats if seat.role == "Attendee"]
    away = {seat.email for seat in others if random.random() < 0.22}
    came = len(seats) - len(away)
    rows: list[Sequence[str]] = [
        ("Attendee Report",),
        ("Report Generated:", _told(event.end + dt.timedelta(hours=20))),
        (
            "Topic",
            "Webinar ID",
            "Actual Start Time",
            "Actual Duration (minutes)",
            "# Registered",
            "# Cancelled",
            "Unique Viewers",
            "Total Users",
            "Max Concurrent Views",
        ),
        (
            event.title,
            event.number,
            _told(event.start),
            str(event.minutes),
            str(len(others)),
            "1",
            str(len(others) - len(away)),
            str(came),
            str(came - 4),
        ),
    ]
    for title, group in (("Host Details", hosts), ("Panelist Details", panel)):
        rows += [(title,), HOSTS]
        rows += [
            (
                "Yes",
                seat.name,
                seat.email,
                _told(join),
                _told(leave),
                _minutes(join, leave),
                "No",
                "Canada",
            )
            for seat in group
            for join, leave in seat.joins
        ]
    rows += [("Attendee Details",), ATTENDEES]
    for seat in others:
        rows += _attendee(random, event, seat, seat.email in away)
    return _written(rows, mark=True)


def _attendee(random: Random, event: Event, seat: Seat, away: bool) -> list[Sequence[str]]:
    """The rows of one who registered."""
    name = seat.name.replace(" (External)", "")
    family, given = name.split(", ") if ", " in name else name.split(" ", 1)[::-1]
    at = _told((event.start - dt.timedelta(minutes=random.randint(600, 20_000))).replace(second=0))
    if away:
        status = "cancelled by self" if random.random() < 0.2 else "approved"
        return [("No", "", given, family, seat.email, "", at, status, "--", "--", "--", "--", "")]
    return [
        (
            "Yes",
            name,
            given,
            family,
            seat.email,
            "",
            at,
            "approved",
            _told(join),
            _told(leave),
            _minutes(join, leave),
            "Yes",
            "Canada",
        )
        for join, leave in seat.joins
    ]


def orders(seed: int, event: Event, seats: Sequence[Seat], people: Mapping[str, Person]) -> bytes:
    """The attendee report of Eventbrite: orders of one or two, four states of attendance."""
    random = Random(f"{seed}:eventbrite:{event.title}")
    rows: list[Sequence[str]] = [ORDERS]
    first = event.start - dt.timedelta(days=34)
    order = int(event.number)
    for number, seat in enumerate(seats):
        person = people.get(seat.who)
        given, family = seat.name.replace(" (External)", "").split(" ", 1)
        if ", " in seat.name:
            family, given = seat.name.split(", ")
        order += 0 if number % 5 == 4 else random.randint(3, 40)
        email = PRIVATE.get(person.name if person else "", seat.email)
        status = (
            "Checked In"
            if seat.role != "Attendee"
            else random.choices(
                ("Checked In", "Attending", "Not Attending", "Deleted"), (70, 14, 12, 4)
            )[0]
        )
        at = first + dt.timedelta(hours=random.randint(1, 700))
        rows.append(
            (
                str(order),
                f"{at:%Y-%m-%d %H:%M:%S}+00:00",
                given,
                family,
                email,
                "1",
                "",
                "Free",
                "General admission",
                str(40_000 + number),
                "",
                "Free Order",
                "CAD",
                "0.00",
                status,
                event.title,
                f"{event.start:%Y-%m-%d}",
                f"{event.start:%H:%M:%S}",
                person.department if person else "Other",
            )
        )
    return _written(rows, mark=False)
