"""A made-up quarter of a librarian's calendar with its truth, and its exports in four formats.

What is asked of a reader stands in `MEETINGS` (the file beside this) before any format is written: who
was met, or why nobody was. Every subject is private and holds a word of `SECRETS`.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

OWNER = ("Dana Quill", "dana.quill@firm.example")
PEOPLE = {
    "ann": ("Ann Lee", "ann.lee@firm.example"),
    "ben": ("Ben Okafor", "ben.okafor@firm.example"),
    "cam": ("Cam Roy", "cam.roy@firm.example"),
    "lib": ("Lou Stack", "lou.stack@firm.example"),
    "room": ("Boardroom 4", "boardroom4@firm.example"),
    "group": ("Tax Group", "tax.group@firm.example"),
}
SECRETS = ("Zanzibar", "Redundancy", "Oncologist", "Merger", "Grievance")
ROSTER = [
    "Employee ID,Worker,Email,Department",
    *(f"{number},{PEOPLE[key][0]},{PEOPLE[key][1]},Tax" for number, key in enumerate(
        ("ann", "ben", "cam"), start=1)),
    f"8,{PEOPLE['lib'][0]},{PEOPLE['lib'][1]},Library",
    f"9,{OWNER[0]},{OWNER[1]},Library",
]  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """One entry: when, with whom and their answers, and who was met by it."""

    subject: str
    day: int
    clock: str
    minutes: int
    asked: dict[str, str] = field(default_factory=dict)
    met: Sequence[str] = ()
    channel: str = "meeting"
    own: str = "ACCEPTED"
    host: str = "owner"
    whole: bool = False
    private: bool = False
    busy: str = "BUSY"
    category: str = ""
    cancelled: bool = False

    @property
    def start(self) -> dt.datetime:
        hour, minute = map(int, self.clock.split(":"))
        return dt.datetime(2026, 7, self.day, hour, minute)

    @property
    def end(self) -> dt.datetime:
        return self.start + dt.timedelta(minutes=self.minutes)


MEETINGS = tuple(
    Planned(**meeting)
    for meeting in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["meeting"]
)
MARKED = "Research breakfast"


def truth() -> set[tuple[str, str, str, float]]:
    """Who was met on which day by which channel for how long, as far as answers say it."""
    return {
        (PEOPLE[key][1], f"{one.start:%Y-%m-%d}", one.channel, float(one.minutes))
        for one in MEETINGS
        for key in one.met
    }


def _names(one: Planned) -> list[tuple[tuple[str, str], str]]:
    listed = [(PEOPLE[key], answer) for key, answer in one.asked.items()]
    return [(OWNER, one.own), *listed] if listed else []


def _host(one: Planned) -> tuple[str, str]:
    return OWNER if one.host == "owner" else PEOPLE[one.host]


def outlook_csv(place: Path) -> Path:
    """The CSV of Outlook's wizard: names without answers, rooms in a column of their own."""
    head = ["Subject", "Start Date", "Start Time", "End Date", "End Time", "All day event", "Meeting Organizer", "Required Attendees", "Optional Attendees", "Meeting Resources", "Categories", "Location", "Private", "Show time as"]  # fmt: skip
    shown = {"BUSY": "2", "TENTATIVE": "1"}
    with place.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(head)
        for one in MEETINGS:
            people = [name for (name, _), _ in _names(one) if not name.startswith("Boardroom")]
            rooms = ["Boardroom 4"] if "room" in one.asked else []
            writer.writerow([
                one.subject, f"{one.start:%d/%m/%Y}", f"{one.start:%H:%M:%S}",
                f"{one.end:%d/%m/%Y}", f"{one.end:%H:%M:%S}", one.whole, _host(one)[0],
                "; ".join(people[:2]), "; ".join(people[2:]), "; ".join(rooms), one.category,
                "Floor 4", one.private, shown[one.busy],
            ])  # fmt: skip
    return place


def ics(place: Path, *, google: bool) -> Path:
    """An .ics: Google writes UTC and the calendar's own address, Outlook a zone and its busy signs."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    lines += [f"X-WR-CALNAME:{OWNER[1]}"] if google else []
    for number, one in enumerate(MEETINGS):
        lines += ["BEGIN:VEVENT", f"UID:{number}@x", f"SUMMARY:{one.subject}",
                  f"DESCRIPTION:All about {SECRETS[number % len(SECRETS)]}"]  # fmt: skip
        if one.whole:
            lines += [
                f"DTSTART;VALUE=DATE:{one.start:%Y%m%d}",
                f"DTEND;VALUE=DATE:{one.end:%Y%m%d}",
            ]
        elif google:
            shift = dt.timedelta(hours=4)  # Toronto in July
            lines += [f"DTSTART:{one.start + shift:%Y%m%dT%H%M%S}Z",
                      f"DTEND:{one.end + shift:%Y%m%dT%H%M%S}Z"]  # fmt: skip
        else:
            lines += [f"DTSTART;TZID=Eastern Standard Time:{one.start:%Y%m%dT%H%M%S}",
                      f"DTEND;TZID=Eastern Standard Time:{one.end:%Y%m%dT%H%M%S}",
                      f"X-MICROSOFT-CDO-BUSYSTATUS:{one.busy}"]  # fmt: skip
        lines += ["CLASS:PRIVATE"] if one.private else []
        lines += [f"CATEGORIES:{one.category}"] if one.category else []
        lines += ["STATUS:CANCELLED"] if one.cancelled else []
        lines += [f"ORGANIZER;CN={_host(one)[0]}:mailto:{_host(one)[1]}"] if one.asked else []
        for (name, email), answer in _names(one):
            kind = "ROOM" if name.startswith("Boardroom") else "INDIVIDUAL"
            shown = email if google else name
            lines.append(f"ATTENDEE;CUTYPE={kind};PARTSTAT={answer};CN={shown}:mailto:{email}")
        lines.append("END:VEVENT")
    place.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8")
    return place
