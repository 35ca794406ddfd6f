"""A tool's list read by a mapping that knows it by its signs: whatever columns the file has."""

from collections.abc import Mapping as Mapped

import pandas as pd

from engagekit.mapping import lists, row_rules
from engagekit.mapping.headers import called
from engagekit.mapping.mapping_file import Mapping, words
from engagekit.mapping.matching import Matched, used
from engagekit.mapping.titles import day_of_file
from engagekit.mapping.tool_signs import keys_of, several
from engagekit.mapping.units import unit_in
from engagekit.parsing import values
from engagekit.readers.activity import _activity_log
from engagekit.readers.contacts import _contacts
from engagekit.readers.events import _event_list
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading
from engagekit.tables.problems import Problem
from engagekit.tables.schema import TABLES

NO_DAY = "no date in the file: say it under [files] in engagekit.toml"


def read(listed: Listing, mapping: Mapping) -> Reading:
    """Read a list."""
    if mapping.table in ("attendance", "events"):
        return _as_events(listed, mapping)
    mapping = _as_renamed(listed, mapping)
    matched = Matched(mapping, listed, True)
    names = {field: _keys(mapping, listed, field) for field in mapping.columns}
    frame, _, problems = lists.rows_of(matched, mapping.table, mapping, listed.body)
    frame, why, told = row_rules.apply(
        mapping.rows, listed, _addressed(mapping, frame), _table.reasons(listed)
    )
    if mapping.date:
        day, faults = day_of_file(listed)
        problems += faults
        why = why if day else why.mask(why == "", NO_DAY)
    lacking = {field for field, keys in names.items() if not listed.positions(keys)}
    problems += row_rules.notes(mapping.notes, listed, mapping.statuses, lacking)
    problems += told
    if mapping.table == "contacts":
        return _as_contacts(matched, names, frame, why, problems)
    if mapping.replies:
        frame = frame.assign(**row_rules.replies(mapping.replies, listed, frame["on"], why))
    others: dict[str, pd.DataFrame] = {}
    for table, part in mapping.also.items():
        rows, _, faults = lists.rows_of(matched, table, part, listed.body[why == ""])
        fields = [name for name in TABLES[table].names if name in rows]
        others[table] = rows[fields].sort_index(kind="stable")
        problems += faults
    if mapping.table == "touches":
        return _as_touches(matched, names, frame, why, problems, others)
    return Reading(
        {mapping.table: frame[why == ""], **others},
        _table.rows_read(why),
        int((why == "").sum()),
        _table.set_aside(why, listed.export.file, by_rule=True),
        [*problems, *_table.long_rows(listed, why)],
        _table.dropped(listed, used(matched)),
        {mapping.table: _table.origins(listed, names)},
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
    taken = used(Matched(mapping, listed, True))
    free = [at for at, header in enumerate(listed.headers) if header and at not in taken]
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
    return keys_of(headers_of(mapping, field), listed.keys)


def headers_of(mapping: Mapping, field: str) -> tuple[str, ...]:
    """Return the headers of a field as they are written, best first; none without a column."""
    headers = several(mapping.columns.get(field, ()))
    return (*headers, *mapping.aliases.get(field, ())) if headers else ()


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
    if mapping.table == "events":
        return _event_list.read_events(listed, mapping.tool, columns)
    return _event_list.read_people(listed, mapping.tool, columns, mapping.event)


def _as_contacts(
    matched: Matched,
    names: Mapped[str, list[str]],
    frame: pd.DataFrame,
    why: pd.Series,
    problems: list[Problem],
) -> Reading:
    """Return the rows as people, other addresses and names as aliases."""
    mapping = matched.mapping
    ruled = {field for rule in mapping.rows for field in (*rule.set, *rule.fill)}
    rows = _addressed(mapping, frame[[*ruled]])
    extra = {field: rows[field] for field in ruled}
    return _contacts.read_contacts(matched.listing, names, why, extra, problems)


def _as_touches(
    matched: Matched,
    names: Mapped[str, list[str]],
    frame: pd.DataFrame,
    why: pd.Series,
    problems: list[Problem],
    others: Mapped[str, pd.DataFrame],
) -> Reading:
    """Return the rows as touches, each with a number that is the same at each load."""
    listed, mapping = matched.listing, matched.mapping
    if "touch_id" in mapping.columns:
        number = frame["touch_id"]
        unique = (number != "") & (~number.duplicated(keep=False) | bool(mapping.number_prefix))
        prefix = mapping.number_prefix or _table.squash(mapping.name)
        frame = frame.assign(touch_id=(prefix + "-" + number).where(unique, ""))
    else:
        frame = frame.drop(columns="touch_id")
    kept = why == ""
    later = [
        (frame.loc[kept, field], listed.column(keys_of(several(header), listed.keys))[kept])
        for field, header in mapping.not_after.items()
    ]
    retained = kept
    if mapping.once_a_day:
        retained, told = row_rules.first_of_day(listed, frame, why)
        problems = [*problems, *told]
    fields = {
        **names,
        "email": [*names.get("email", ()), *names.get("user_name", ())],
        "display_name": [*names.get("display_name", ()), *names.get("family_name", ())],
    }
    if mapping.replies:
        fields["answered_on"] = names["on"]
    return _activity_log.read_touches(
        listed,
        frame.loc[retained, [name for name in frame if name == "on" or frame[name].any()]],
        why,
        used=used(matched),
        fields={name: keys for name, keys in fields.items() if name in TABLES["touches"].names},
        problems=problems,
        counts=others.get("counts"),
        not_after=later,
        zone=mapping.zone,
    )
