"""A tool's list read by a mapping that knows it by its signs: whatever columns the file has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.mapping import lists, row_rules
from engagekit.mapping.headers import called
from engagekit.mapping.mapping_file import Mapping, words
from engagekit.mapping.matching import Matched
from engagekit.mapping.table import DetectedTable
from engagekit.mapping.titles import day_of_file
from engagekit.mapping.tool_signs import Header, Signs, find, keys_of, several
from engagekit.mapping.units import unit_in
from engagekit.parsing import values
from engagekit.readers.activity import _activity_log
from engagekit.readers.contacts import _contacts
from engagekit.readers.events import _event_list
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem
from engagekit.tables.schema import TABLES

NO_DAY = "no date in the file: say it under [files] in engagekit.toml"


@dataclass(frozen=True, eq=False)
class ToolMapping:
    """A mapping in the place of a reader module.

    Attributes
    ----------
    mapping : Mapping
        With `recognise`.
    """

    mapping: Mapping

    @property
    def TOOL(self) -> str:  # noqa: N802 - the name that the contract of readers has
        """Name of the tool; ``mapping <name>`` where the mapping names none."""
        return self.mapping.tool or f"mapping {self.mapping.name}"

    @property
    def TABLES(self) -> tuple[str, ...]:  # noqa: N802
        """Tidy tables, the main one first."""
        return tables_of(self.mapping)

    @cached_property
    def _signs(self) -> tuple[Signs, ...]:
        """Signs with the headers of the columns that they name."""
        headers = {field: tuple(_headers_of(self.mapping, field)) for field in self.mapping.columns}
        return tuple(one.spelled_out(headers) for one in self.mapping.recognise)

    def recognise(self, export: Export) -> Recognition | None:
        """Return why an export is this tool's, or None."""
        matches = find(export, self._signs)
        if matches is None:
            return None
        listed, signs = matches
        return Recognition(signs.why, signs.certain, listed.header + 1, sheet=listed.sheet.name)

    def read(self, export: Export) -> Reading:
        """Read the tidy tables."""
        matches = find(export, self._signs)
        listed = matches[0] if matches else _table.listing(export, export.sheet, 0)
        return read(listed, self.mapping)


def tables_of(mapping: Mapping) -> tuple[str, ...]:
    """Return the tables of a tool's list, those that another brings with it too."""
    with_it = {"contacts": ("aliases",), "attendance": ("events",)}.get(mapping.table, ())
    return (mapping.table, *with_it, *mapping.also)


def read(listed: Listing, mapping: Mapping) -> Reading:
    """Read a list."""
    if mapping.table in ("attendance", "events"):
        return _as_events(listed, mapping)
    mapping = _as_renamed(listed, mapping)
    matched = Matched(mapping, DetectedTable(listed, listed.header + 1, 1, ""), True)
    frame, _, problems = lists.rows_of(matched, mapping.table, mapping, listed.body)
    frame, why, told = row_rules.apply(
        mapping.rows, listed, _addressed(mapping, frame), _table.reasons(listed)
    )
    if mapping.date:
        day, faults = day_of_file(listed)
        problems += faults
        why = why if day else why.mask(why == "", NO_DAY)
    problems += row_rules.notes(
        mapping.notes,
        listed,
        mapping.statuses,
        lambda field: not listed.positions(_keys(mapping, listed, field)),
    )
    problems += told
    if mapping.table == "contacts":
        return _as_contacts(listed, mapping, frame, why, problems)
    if mapping.replies:
        frame = frame.assign(**row_rules.replies(mapping.replies, listed, frame["on"], why))
    others, faults = _other_tables(matched, listed.body[why == ""])
    problems += faults
    if mapping.table == "touches":
        return _as_touches(listed, mapping, frame, why, problems, others)
    fields = {field: _keys(mapping, listed, field) for field in mapping.columns}
    return Reading(
        {mapping.table: frame[why == ""], **others},
        _table.rows_read(why),
        int((why == "").sum()),
        _table.set_aside(why, listed.export.file, by_rule=True),
        [*problems, *_table.long_rows(listed, why)],
        _table.dropped(listed, _used(listed, mapping)),
        {mapping.table: _table.origins(listed, fields)},
        mapping.date_order,
        mapping.zone,
        own_log=mapping.own_log,
        files=mapping.files or "",
        key=mapping.key,
    )


def _as_renamed(listed: Listing, mapping: Mapping) -> Mapping:
    """Return the mapping with the usual words of fields that every library calls as it likes."""
    lacking = [one for one in mapping.renamed if not listed.positions(_keys(mapping, listed, one))]
    if not lacking:
        return mapping
    used = _used(listed, mapping)
    free = [at for at, header in enumerate(listed.headers) if header and at not in used]
    found = {}
    for field in lacking:
        usual = {*words()[mapping.table].get(field, ())}
        named = [at for at in free if usual & {*called(listed.headers[at])}]
        if len(named) == 1:
            found[field] = listed.headers[named[0]]
    if "channel" in found:
        found["place"] = found["channel"]
    said = {name: (*mapping.aliases.get(name, ()), header) for name, header in found.items()}
    in_units = {name: unit for name, header in found.items() if (unit := unit_in(header, name))}
    more = {"aliases": {**mapping.aliases, **said}, "units": {**mapping.units, **in_units}}
    return mapping.model_copy(update=more) if found else mapping


def _keys(mapping: Mapping, listed: Listing, field: str) -> list[str]:
    """Return the squashed headers of a field, best first; none where it has no column."""
    return keys_of(_headers_of(mapping, field), listed.keys)


def _headers_of(mapping: Mapping, field: str) -> list[str]:
    """Return the headers of a field as they are written, best first; none without a column."""
    headers = several(mapping.columns.get(field, ()))
    return [*headers, *mapping.aliases.get(field, ())] if headers else []


def _addressed(mapping: Mapping, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the fields with one address a cell, else the user name, and names put together."""
    result = frame.copy()
    if "email" in result:
        first = result["email"].map(lambda cell: "".join(_contacts.addresses(cell)[:1]))
        result["email"] = first.astype("str")
    if mapping.table == "contacts":
        return result
    if "user_name" in result:
        email = result.get("email", pd.Series("", index=result.index, dtype="str"))
        result["email"] = email.mask(email == "", result.pop("user_name").str.casefold())
    if {"given_name", "family_name"} <= set(result):
        parts = values.clean(result.pop("given_name") + " " + result.pop("family_name"))
        name = result.get("display_name", parts)
        result["display_name"] = name.mask(name == "", parts)
    return result


def _as_events(listed: Listing, mapping: Mapping) -> Reading:
    """Return the rows as people at events, or as events."""
    places = {field: listed.positions(_keys(mapping, listed, field)) for field in mapping.columns}
    columns = {field: of_field[0] for field, of_field in places.items() if of_field}
    parts = mapping.event
    record = _event_list.EventList(
        mapping.tool,
        _event_list.keyed(columns),
        {"status": parts.status, "came": parts.came},
        parts.above,
        parts.kind,
        parts.not_title,
        parts.door,
    )
    if mapping.table == "events":
        return _event_list.read_events(listed, record)
    return _event_list.read_people(listed, record)


def _as_contacts(
    listed: Listing, mapping: Mapping, frame: pd.DataFrame, why: pd.Series, problems: list[Problem]
) -> Reading:
    """Return the rows as people, other addresses and names as aliases."""
    names = {field: _keys(mapping, listed, field) for field in mapping.columns}
    own = {name for name in TABLES["contacts"].names if name not in ("contact_id", "display_name")}
    layout = _contacts.Layout(
        id=names.get("contact_id", ()),
        name=names.get("display_name", ()),
        given=names.get("given_name", ()),
        middle=names.get("middle_name", ()),
        family=names.get("family_name", ()),
        email=names.get("email", ()),
        fields={name: keys for name, keys in names.items() if name in own - {"email"}},
        nick=names.get("nickname", ()),
        maiden=names.get("maiden_name", ()),
        aliases={
            kind: names.get(field, ())
            for kind, field in (
                ("upn", "user_name"),
                ("email", "other_email"),
                ("id", "other_number"),
            )
        },
    )
    ruled = {field for rule in mapping.rows for field in (*rule.set, *rule.fill)}
    extra = {field: frame[field] for field in ruled}
    if "email" in extra:
        extra["email"] = _addressed(mapping, frame[["email"]])["email"]
    return _contacts.read_contacts(listed, layout, why, extra, problems)


def _as_touches(
    listed: Listing,
    mapping: Mapping,
    frame: pd.DataFrame,
    why: pd.Series,
    problems: list[Problem],
    others: dict[str, pd.DataFrame],
) -> Reading:
    """Return the rows as touches, each with a number that is the same at each load."""
    if "touch_id" in mapping.columns:
        number = frame["touch_id"]
        unique = (number != "") & (~number.duplicated(keep=False) | bool(mapping.number_prefix))
        prefix = mapping.number_prefix or _table.squash(mapping.name)
        frame = frame.assign(touch_id=(prefix + "-" + number).where(unique, ""))
    else:
        frame = frame.drop(columns="touch_id")
    retained = why == ""
    if mapping.once_a_day:
        retained, told = row_rules.first_of_day(listed, frame, why)
        problems = [*problems, *told]
    present = [name for name in frame if name == "on" or (frame[name] != "").any()]
    fields = {field: _keys(mapping, listed, field) for field in mapping.columns}
    fields["email"] = [*fields.get("email", ()), *fields.pop("user_name", ())]
    fields["display_name"] = [*fields.get("display_name", ()), *fields.pop("family_name", ())]
    fields.pop("given_name", None)
    if mapping.replies:
        fields["answered_on"] = fields["on"]
    later = [
        (frame[field], listed.column(keys_of(several(header), listed.keys)))
        for field, header in mapping.not_after.items()
    ]
    return _activity_log.read_touches(
        listed,
        frame.loc[retained, present],
        why,
        used=_used(listed, mapping),
        fields=fields,
        problems=problems,
        counts=others.get("counts"),
        not_after=[(first[why == ""], last[why == ""]) for first, last in later],
        zone=mapping.zone,
    )


def _other_tables(
    matched: Matched, rows: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return the further tables of a list, in the order of their rows."""
    result, problems = {}, []
    for table, part in matched.mapping.also.items():
        frame, _, faults = lists.rows_of(matched, table, part, rows)
        names = [name for name in TABLES[table].names if name in frame]
        result[table] = frame[names].sort_index(kind="stable")
        problems += faults
    return result, problems


def _used(listed: Listing, mapping: Mapping) -> set[int]:
    """Return the columns that go somewhere or decide something."""
    keys = {key for header in _headers(mapping) for key in keys_of([header], listed.keys)}
    return {column for column, key in enumerate(listed.keys) if key in keys}


def _headers(mapping: Mapping) -> Iterator[str]:
    """Yield every header that a mapping reads, earlier wordings too."""
    for part in (mapping, *mapping.also.values()):
        wide = part.wide.columns.values() if part.wide else ()
        tally = [one.column for one in part.tally.values()]
        yield from _each((*part.columns.values(), *part.less.values(), *wide, *tally))
    for rule in mapping.rows:
        yield from _each(one.column for one in (*rule.when, *rule.either))
    if mapping.replies:
        yield from _each(dict(mapping.replies).values())
    yield from _each(mapping.aliases.values())


def _each(headers: Iterable[Header]) -> Iterator[str]:
    """Yield headers one by one."""
    for header in headers:
        yield from several(header)
