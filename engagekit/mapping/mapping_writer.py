"""The text of a new mapping file, with what is not decided written as comments."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isclose
from typing import Any

import pandas as pd
import tomlkit

from engagekit.errors import shorten
from engagekit.files.source_file import Export, letter
from engagekit.mapping.cells import organisation
from engagekit.mapping.columns import ColumnProfile, kind_and_rest, months_across
from engagekit.mapping.headers import counted_by, ways
from engagekit.mapping.lists import NUMBERED, TOGETHER
from engagekit.mapping.mapping_file import SURVEY, digest, fields_of, normal
from engagekit.mapping.plans import first_day, with_year, year_and_so_far
from engagekit.mapping.question_writer import listed, of_tool, questions, quoted
from engagekit.mapping.row_states import not_there, status_words, void_words
from engagekit.mapping.spellings import MOST_WORDS, merges, not_allowed
from engagekit.mapping.suggesting import MONTHLY, SIGNED, Suggested
from engagekit.mapping.table_detection import DetectedTable, reasons
from engagekit.mapping.titles import about_money, legend, titles
from engagekit.mapping.units import MONEY, unit_of, without_unit
from engagekit.parsing.budget_periods import DOTS, range_in, unreadable
from engagekit.parsing.dates import ORDERS, YEAR_FIRST
from engagekit.parsing.values import numbers
from engagekit.settings.schema import Organisation
from engagekit.tables.schema import TABLES

DAY = len("2026-03-12")
ROUNDED = 0.01
"""Part by which a total may be off the sum of its columns, rounded as those are."""


def draft(
    name: str,
    export: Export,
    detected: DetectedTable,
    columns: Sequence[ColumnProfile],
    suggested: Suggested,
) -> str:
    """Return the text of a new mapping file."""
    writer = _Writer(export, detected, columns, suggested)
    survey = suggested.table == SURVEY
    parts = [
        f"# What the columns of {export.path.name} mean. Correct it and keep it beside the data.",
        "# Every column is used below or listed in ignored; what is neither is told at each load.",
        *writer.head(name),
        *writer.ignored(),
        "",
        *writer.fields(),
        *([] if survey else writer.constants()),
        *writer.units(),
        *writer.departments(),
        *writer.controlled(),
        *writer.void(),
        *(writer.money() if suggested.table in (*MONTHLY, "touches") else ()),
        *(writer.sign_in() if suggested.table == "attendance" else ()),
        *(questions(detected, writer.body, writer.free(), writer.called) if survey else ()),
        "",
        *writer.fingerprint(),
    ]
    return "\n".join(parts) + "\n"


@dataclass(frozen=True, eq=False)
class _Writer:
    """The parts of a mapping file, each as lines."""

    export: Export
    detected: DetectedTable
    columns: Sequence[ColumnProfile]
    suggested: Suggested

    @property
    def is_survey(self) -> bool:
        return self.suggested.table == SURVEY

    @cached_property
    def body(self) -> pd.DataFrame:
        """The rows that are data."""
        return self.detected.listing.body[(reasons(self.detected) == "").to_numpy()]

    @cached_property
    def called(self) -> dict[int, str]:
        """Column to how a mapping calls it: its header, or its letter where that is not unique."""
        headers, columns = self.detected.listing.headers, self.detected.columns
        normals = [normal(headers[column]) for column in columns]
        unique = {column for column in columns if normals.count(normal(headers[column])) == 1}
        return {
            column: headers[column]
            if headers[column] and column in unique
            else f"={letter(column)}"
            for column in columns
        }

    def free(self) -> list[ColumnProfile]:
        """Return the columns that no field takes."""
        used = {*self.suggested.fields.values(), *self.suggested.across.columns}
        return [part for part in self.columns if part.column not in used]

    @property
    def _session(self) -> list[str]:
        """The columns of the event's title and of its day, as a mapping calls them."""
        return [self.called[one] for one in self.suggested.across.session]

    def counts(self, field: str) -> pd.Series:
        """Return how often each cell of a field's column occurs, the commonest first."""
        cells = self.body[self.suggested.fields[field]]
        return cells[cells != ""].value_counts()

    def head(self, name: str) -> list[str]:
        """Return name, table, place and how dates and numbers are written."""
        table, sheet = f"table = {quoted(self.suggested.table)}", self.detected.listing.sheet
        guess = f"# {table}  # a guess: take off the # if it is right"
        lines = [f"name = {quoted(name)}", table if self.suggested.sure else guess]
        lines += [f"sheet = {quoted(sheet.name)}"] * (len(self.export.visible) > 1)
        lines += [f"{key} = {getattr(self.detected, key)}" for key in ("header_row", "header_rows")]
        number = self.suggested.fields.get("touch_id")
        again = any(one.column == number and one.distinct < one.filled for one in self.columns)
        lines += ['repeats = "add"  # several rows of one number are one enquiry'] * again
        by_person = self.suggested.table == "usage" and any(part.personal for part in self.columns)
        lines += ['repeats = "add"  # a row a user'] * by_person
        dated = [part for part in self.columns if part.kind in ("date", "moment") and part.note]
        if len(orders := {part.note for part in dated} & {*ORDERS, YEAR_FIRST}) == 1:
            lines.append(f"date_order = {quoted(orders.pop())}")
        elif dated:
            lines.append(f'# date_order = "day first"  # {dated[0].letter}: {dated[0].note}')
        fields = self.suggested.fields
        by_name = "display_name" in fields or bool(self.suggested.across.names)
        by_name &= not {"email", "contact_id"} & fields.keys()
        if by_name and self.suggested.table in ("touches", "attendance"):
            lines += ["# own_log = true  # we wrote the names ourselves: a full name alone links"]
        lines += not_there([self.body[at] for at in self.suggested.across.events])
        lines += ['decimal = ","'] * any(part.note == "decimal comma" for part in self.columns)
        return lines + [
            f"# missing = [...]  # {part.letter} has {part.note}: not recorded?"
            for part in self.columns
            if part.kind == "number" and part.note.startswith("beside")
        ]

    def ignored(self) -> list[str]:
        """Return the columns that go nowhere: those without cells, people in a survey."""
        out = [
            quoted(self.called[part.column])
            for part in self.free()
            if part.kind == "empty" or (self.is_survey and part.column in of_tool(self.columns))
        ]
        return [
            f"ignored = [{', '.join(out)}]" + ("  # empty, personal or the tool's" if out else "")
        ]

    def fields(self) -> list[str]:
        """Return the columns with their fields, and what the others may be."""
        lines = ["[columns]"]
        by_column = {column: field for field, column in self.suggested.fields.items()}
        for part in self.columns:
            header = self.called[part.column]
            about = ", ".join(filter(None, [part.letter, part.kind, part.note]))
            if header.startswith("=") and part.header:
                about += f", {shorten(part.header, 40)!r}"
            if part.column in self.suggested.across.names[:1]:
                parts = ", ".join(quoted(self.called[one]) for one in self.suggested.across.names)
                lines.append(f"display_name = [{parts}]  # first name and surname")
            elif part.column in self.suggested.across.sides[:1]:
                lines.append(f"amount = {quoted(header)}  # debit")
            elif part.column in self.suggested.across.clocks[:1]:
                lines.append(f"minutes = {quoted(header)}  # the end")
            elif part.column in self.suggested.across.session[:1]:
                named = self._session
                text = listed(named).as_string() if len(named) > 1 else quoted(named[0])
                lines.append(f"event_id = {text}")
            elif part.column in self.suggested.across.columns:
                continue
            elif part.column in by_column:
                lines.append(f"{by_column[part.column]} = {quoted(header)}  # {about}")
            elif not self.is_survey and part.kind != "empty":
                first, *others = self.suggested.offered.get(part.column) or ["..."]
                more = f"; or {', '.join(others)}" if others else ""
                hint = (
                    "which field? else put it in ignored" if first == "..." else f"not sure{more}"
                )
                lines.append(f"# {first} = {quoted(header)}  # {about}: {hint}")
        done = {*self.suggested.fields, "linked_by", "source_file", *self.suggested.across.fields}
        free = [name for name in fields_of(self.suggested.table) if name not in done]
        if free and not self.is_survey:
            text = f"Fields still free: {', '.join(free)}"
            lines += [f"# {line}" for line in textwrap.wrap(text, 96)]
        return lines

    def constants(self) -> list[str]:
        """Return constants, with the fields that every row needs and no column gives."""
        table = TABLES[self.suggested.table]
        filled = {*self.suggested.fields, NUMBERED.get(self.suggested.table)}
        filled |= self.suggested.across.fields
        lines = ["", "[constants]  # the same in every row"]
        if self.suggested.table == "attendance" and "event_id" not in filled:
            lines.append('event_id = "{file}"')
            filled.add("event_id")
        for name in (name for name in table.required if name not in filled):
            allowed = table[name].allowed
            words = f"one of {', '.join(allowed)}" if allowed else "a column above or a value here"
            lines.append(f'# {name} = "..."  # needed: {words}')
        return lines

    def units(self) -> list[str]:
        """Return hours and lakhs, where the header of a column of plain numbers says so."""
        headers = self.detected.listing.headers
        above = " ".join(about_money(self.detected.listing))
        said = [(name, headers[column]) for name, column in self.suggested.fields.items()]
        alone: list[int] = []
        if self.suggested.table == "budget":
            texts, alone = self._across_in_thousands()
            said = [*said, ("amount", " ".join([above, *texts]))]
        found = {name: unit for name, text in said if (unit := unit_of(text, name))}
        unit = unit_of(above, "amount")  # a monthly report does not make its prices monthly
        found |= {name: unit for name in MONEY if unit and name in self.suggested.fields}
        if "amount" not in found:
            found |= {quoted(self.called[at]): unit_of(headers[at], "amount") for at in alone}
        found |= {"minutes": "clock"} if self.suggested.across.clocks else {}
        lines = [f"{name} = {quoted(unit)}  # as the header says" for name, unit in found.items()]
        return ["", "[units]", *lines] if lines else []

    def _across_in_thousands(self) -> tuple[list[str], list[int]]:
        """Return the headers that speak of all money across a grid, and the columns that do alone.

        All do where each says so, or where a total is their sum as they stand.
        """
        headers, across = self.detected.listing.headers, self.suggested.across
        months = months_across(self.free())
        wide = [*across.kinds.values(), *across.months] or [part.column for part in months]
        if not wide:
            return [], []
        corner = [headers[part.column] for part in self.columns if part.kind != "number"]
        sums = {
            part.column: numbers(self.body[part.column]).values.sum()
            for part in self.columns
            if part.kind == "number"
        }
        total = sum(sums.get(at, 0.0) for at in wide)
        totals = [at for at in {*sums} - {*wide} if isclose(sums[at], total, rel_tol=ROUNDED)]
        alone = [at for at in wide if unit_of(headers[at], "amount")]
        if not totals and len(alone) < len(wide):
            return corner, alone
        return [*corner, *(headers[at] for at in (*alone, *totals))], []

    def departments(self) -> list[str]:
        """Return spellings of one department: the same word is merged, words like it proposed."""
        if "department" not in self.suggested.fields:
            return []
        counts = self.counts("department")
        same, alike = merges([str(value) for value in counts.index])
        lines = ["", "[values.department]  # as written = as reported"]
        for old, new in same.items():
            lines.append(f"{quoted(old)} = {quoted(new)}  # rows: {counts[old]}")
        for old, new in alike.items():
            both = f"rows: {counts[old]} beside {counts[new]}. The same?"
            lines.append(f"# {quoted(old)} = {quoted(new)}  # {both}")
        return lines if same or alike else []

    def controlled(self) -> list[str]:
        """Return the words of a field that takes only some: a person says what they are."""
        lines: list[str] = []
        columns = TABLES["respondents" if self.is_survey else self.suggested.table].columns
        limited = {one.name: one.allowed for one in columns if one.allowed}
        for field in [name for name in limited if name in self.suggested.fields]:
            allowed = limited[field]
            counts = self.counts(field)
            odd = not_allowed([str(value) for value in counts.index], allowed)
            header = self.called[self.suggested.fields[field]]
            known = status_words(field, header, odd, legend(titles(self.detected.listing)))
            known = dict(ways(odd, "answered")) if "complete" in allowed else known
            if field == "status" and normal(header) in SIGNED and len(known) < len(odd):
                lines += ["", "[words]", 'status = "@status"  # or initials']
            elif odd and len(odd) <= MOST_WORDS:
                lines += ["", f"[values.{field}]", f"# as written = one of: {', '.join(allowed)}"]
                for word, near in odd.items():
                    sign, ours = ("", known[word]) if word in known else ("# ", near or "...")
                    lines.append(f"{sign}{quoted(word)} = {quoted(ours)}  # rows: {counts[word]}")
        return lines

    def void(self) -> list[str]:
        """Return the rows that say themselves that they are void or did not take place."""
        lines = []
        used = [self.suggested.fields.get(one) for one in ("head_count", "line")]  # words there
        is_dated = "left_on" in self.suggested.fields  # who left counts until then
        free = [] if is_dated else self.free()
        for part in [*free, *(one for one in self.columns if one.column in used)]:
            if words := void_words(self.suggested.table, part.header, self.body[part.column]):
                lines.append(f"{quoted(self.called[part.column])} = {listed(words).as_string()}")
        return ["", "[leave_out]  # void, or they did not take place", *lines] if lines else []

    def money(self) -> list[str]:
        """Return how a ledger with debit and credit, or a column for each month, is written."""
        lines = []
        if sides := self.suggested.across.sides:
            lines += ["", "[less]  # credit off debit", f"amount = {quoted(self.called[sides[1]])}"]
        if clocks := self.suggested.across.clocks:
            lines += ["", "[less]  # start off end", f"minutes = {quoted(self.called[clocks[1]])}"]
        if kinds := self.suggested.across.kinds:
            lines += ["", "[wide]  # a column for what was planned, one for what was spent"]
            own = organisation(self.export) or Organisation(fiscal_start=1)
            of = year_and_so_far(self.detected.listing, kinds, own)
            lines += ['names = "kind, period"' if of else 'names = "kind"']
            lines += ['values = "amount"', "[wide.columns]"]
            named = {quoted(f"{one}, {of[one]}") if of else one: at for one, at in kinds.items()}
            lines += [f"{label} = {quoted(self.called[at])}" for label, at in named.items()]
        if tallies := self.suggested.across.tallies:
            names, value = self.suggested.across.tallied, self.suggested.across.value
            lines += ["", "[wide]", f'names = "{names}"', f'values = "{value}"', "[wide.columns]"]
            heads = [self.detected.listing.headers[at] for at in tallies]
            pairs = zip(counted_by(heads) if names == "what" else heads, tallies, strict=True)
            lines += [f"{quoted(head)} = {quoted(self.called[at])}" for head, at in pairs]
        return [*lines, *self._months(self.free())]

    def _months(self, free: Sequence[ColumnProfile]) -> list[str]:
        """Return the columns of a period each; those that can be read as one are in force."""
        kinds = self.suggested.across.months
        across = months_across(free)
        if self.suggested.table not in MONTHLY or not (kinds or across):
            return []
        named = {at: kind.partition(TOGETHER)[2] for at, kind in kinds.items()}
        named = named or {part.column: without_unit(part.header) for part in across}
        home = organisation(self.export)
        own = home or Organisation(fiscal_start=1)
        named = with_year(named, self.columns, self.detected.listing, home)
        odd = unreadable(named.values(), own) if self.suggested.table == "budget" else {}
        named = {at: (one in odd and range_in(one, own)) or one for at, one in named.items()}
        bad = list(unreadable([one for one in named.values() if DOTS not in one], own).values())
        value, names, _ = MONTHLY[self.suggested.table]
        if names == "on" and DOTS not in "".join(named.values()):  # a count is of its first day
            named = {column: first_day(name) for column, name in named.items()}
            bad = bad or ["A month has no year."] * (not all(named.values()))
        names = f"kind, {names}" if kinds else names
        lines = ["", "[wide]  # a column for each period", f'names = "{names}"']
        lines += [f'values = "{value}"', f"[wide.columns]  # {names} as written here = header"]
        lines += [f"# {why}" for why in bad[:1]]
        for column, name in named.items():
            kind = kinds[column].partition(TOGETHER)[0] + TOGETHER if kinds else ""
            text = f"{quoted(kind + name)} = {quoted(self.called[column])}"
            lines.append(f"# {text}" if bad else text)  # some alone would be part of the money
        undated = [part for part in free if kinds and not re.search(r"\d", part.header)]
        for part in undated:
            if kind := kind_and_rest(part.header)[0]:
                lines.append(f'# "{kind}{TOGETHER}..." = {quoted(self.called[part.column])}')
        return lines

    def sign_in(self) -> list[str]:
        """Return the one event of a list of who came, where no column says which event it was."""
        if "event_id" in self.suggested.fields:
            return []
        if events := self.suggested.across.events or self.suggested.across.guests:
            return self._events(events)
        if named := self._session:
            part: dict[str, Any] = {"columns": {"event_id": named, "started_at": named[-1]}}
            if len(named) > 1:
                part["columns"]["title"] = named[0]
            else:
                part["columns"]["event_id"] = named[0]
                part["constants"] = {"title": "{event}"}
            return ["", *tomlkit.dumps({"also": {"events": part}}).splitlines()]
        return [
            "",
            "# One event a file: its title and day stand above the list or in the file's name.",
            f'# Else, in engagekit.toml: [files."{self.export.path.name}"]',
            '# event = "2026-03-12 Title"',
            "[also.events]",
            'constants = { event_id = "{file}", title = "{event}" }',
            'date = { started_at = "file name" }',
        ]

    def _events(self, events: Mapping[int, str]) -> list[str]:
        """Return a column an event, and the events themselves."""
        crosses = [self.body[at] for at in self.suggested.across.events]
        known = dict(ways(pd.concat(crosses).unique(), "status")) if crosses else {}
        came = {name: self.called[at] for at, name in events.items()}
        held = {
            f"{name}, {name[:DAY]}, {name[DAY:].strip() or name}": at for name, at in came.items()
        }
        fields = TOGETHER.join(("event_id", "started_at", "title"))
        field = "status" if crosses else "display_name"
        document = {
            "wide": {"names": "event_id", "values": field, "columns": came},
            "values": {"status": known},
            "also": {"events": {"wide": {"names": fields, "values": "ignore", "columns": held}}},
        }
        return ["", *tomlkit.dumps(document).splitlines()]

    def fingerprint(self) -> list[str]:
        """Return the headers of now, by which the file is recognised."""
        headers = self.detected.headers
        lines = ["[fingerprint]  # written by engagekit map", f"digest = {quoted(digest(headers))}"]
        first = self.detected.columns[0]
        lines += [f"first_column = {quoted(letter(first))}"] if first else []
        return [*lines, "headers = [", *(f"    {quoted(header)}," for header in headers), "]"]
