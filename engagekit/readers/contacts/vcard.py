"""Contact cards (.vcf): vCard 2.1, 3.0 and 4.0, read with tolerance."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.contacts import _contacts
from engagekit.readers.shared import _table
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "vCard"
TABLES = _contacts.TABLES

WANTED = {"FN", "N", "EMAIL", "ORG", "TITLE", "ROLE", "NICKNAME", "KIND"}
WANTED |= {"X-ADDRESSBOOKSERVER-KIND"}
NO_PERSON = frozenset({"group", "org", "location", "device", "application"})
NOBODY = "group or organisation, not a person"
_PROPERTY = re.compile(
    r"^(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;(?:\"[^\"]*\"|[^\":;])*)*):(.*)$", re.DOTALL
)
_ESCAPED = re.compile(r"\\([nN,;:\\\"])")


@dataclass
class _Card:
    """One card: the line it begins at, and its values by property."""

    line: int
    ended: bool = False
    values: dict[str, list[str]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        return next((value for value in self.values.get(name, []) if value.strip()), "")


def recognise(export: Export) -> Recognition | None:
    """Say why a file holds contact cards, or None."""
    if export.kind != "text" or not re.search(r"(?im)^\s*BEGIN:VCARD\s*$", export.text[:4096]):
        return None
    return Recognition("begins with BEGIN:VCARD", header_rows=0, header_row=0)


def read(export: Export) -> Reading:
    """Read the cards; a row number is the line at which a card begins."""
    cards = list(_cards(export.text, export.encoding or "utf-8"))
    index = pd.Index([card.line for card in cards], name="source")
    frame = pd.DataFrame([_person(card) for card in cards], index=index)
    kinds = [card.first("KIND") or card.first("X-ADDRESSBOOKSERVER-KIND") for card in cards]
    reasons = [NOBODY if kind.casefold() in NO_PERSON else "" for kind in kinds]
    why = pd.Series(reasons, index=index, dtype="str")
    if len(frame):
        why = why.mask((why == "") & (frame["display_name"] == ""), _table.NAMELESS)
    people = frame[why == ""]
    if len(people):
        number = people["contact_id"]
        number = number.mask(number.duplicated() | (number == ""), _contacts.name_numbers(people))
        people = people.assign(contact_id=number)
    contacts = people.drop(columns="aliases", errors="ignore")
    rows = [
        (line, alias, kind, number)
        for line, number, many in zip(
            people.index, people.get("contact_id", ()), people.get("aliases", ()), strict=True
        )
        for alias, kind in many
    ]
    aliases = pd.DataFrame(rows, columns=["source", "alias", "kind", "contact_id"])
    tables = {"contacts": contacts, "aliases": aliases.set_index("source").drop_duplicates()}
    remedy = "Export the cards again if it is cut."
    unended = Problem("a card without END:VCARD", remedy, export.file)
    return Reading(
        tables={name: part for name, part in tables.items() if len(part)},
        rows_read=len(cards),
        rows_kept=len(people),
        set_aside=_table.set_aside(why, export.file),
        problems=[replace(unended, row=card.line) for card in cards if not card.ended],
        dropped_columns=(("PHOTO, TEL, ADR, NOTE and others", "personal data"),),
    )


def _cards(text: str, encoding: str) -> Iterator[_Card]:
    """Return the cards of a text; a card inside a card (an agent) is passed over."""
    card: _Card | None = None
    depth = 0
    for line, content in _unfolded(text):
        word = content.strip().upper()
        if word.endswith("BEGIN:VCARD") and (card is None or not word.startswith("BEGIN")):
            depth += 1
            card = card or _Card(line)
        elif word == "BEGIN:VCARD":
            if card is not None:
                yield card
            card, depth = _Card(line), 1
        elif word == "END:VCARD" and card is not None:
            depth -= 1
            if depth == 0:
                card.ended = True
                yield card
                card = None
        elif card is not None and depth == 1:
            _take(card, content, encoding)
    if card is not None:
        yield card


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Return logical lines with the number of their first line: folds and soft breaks joined."""
    present, start, soft = "", 0, False
    for number, line in enumerate(text.splitlines(), start=1):
        if soft:
            present = present.rstrip()[:-1] + line.lstrip(" \t")
        elif line[:1] in (" ", "\t") and present:
            present += line[1:]
        else:
            if present:
                yield start, present
            present, start = line, number
        head = present.partition(":")[0].upper()
        soft = "QUOTED-PRINTABLE" in head and present.rstrip().endswith("=")
    if present:
        yield start, present


def _take(card: _Card, content: str, encoding: str) -> None:
    """Put one property into a card, if it is one of those wanted."""
    match = _PROPERTY.match(content)
    if match is None or match[1].upper() not in WANTED:
        return
    parameters, value = match[2].upper(), match[3]
    if "QUOTED-PRINTABLE" in parameters:
        charset = re.search(r"CHARSET=\"?([\w-]+)", parameters)
        value = _printable(value, charset[1] if charset else "utf-8", encoding)
    preferred = bool(re.search(r"\bPREF\b(?!=0)", parameters))
    values = card.values.setdefault(match[1].upper(), [])
    values.insert(0, value) if preferred else values.append(value)


def _printable(value: str, charset: str, encoding: str) -> str:
    """Return quoted-printable text in the character set it names."""
    raw = quopri.decodestring(
        value.encode(encoding if encoding == "cp1252" else "utf-8", "replace")
    )
    for name in (charset, "utf-8"):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("cp1252", errors="replace")


def _plain(value: str) -> str:
    """Return a value without escapes, on one line."""
    text = _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value)
    return " ".join(text.split())


def _parts(value: str) -> list[str]:
    """Return the components of a structured value (``N``, ``ORG``)."""
    return [_plain(part) for part in re.split(r"(?<!\\);", value)]


def _person(card: _Card) -> dict[str, object]:
    """Return one card as a contact."""
    family, supplied, middle = (*_parts(card.first("N")), "", "", "")[:3]
    unit = [part for part in _parts(card.first("ORG"))[1:] if part]
    emails = list(
        dict.fromkeys(
            address
            for value in card.values.get("EMAIL", [])
            for address in _contacts.addresses(_plain(value))
        )
    )
    pieces = " ".join(part for part in (supplied, middle, family) if part)
    email = emails[0] if emails else ""
    name = _plain(card.first("FN")) or pieces or email.partition("@")[0]
    nicks = [part for part in _plain(card.first("NICKNAME")).split(",") if part.strip()]
    others = [(other, "email") for other in emails[1:]]
    others += [(f"{nick.strip()} {family}", "name") for nick in nicks if family]
    short = f"{supplied} {family}".strip()
    if supplied and family and short != name:
        others.append((short, "name"))
    return {
        "contact_id": email,
        "display_name": name,
        "email": email,
        "department": unit[0] if unit else "",
        "role_level": _plain(card.first("TITLE") or card.first("ROLE")),
        "aliases": others,
    }
