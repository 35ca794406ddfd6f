"""The mapping file: one reviewable TOML a source, read once, with errors in words."""

import datetime as dt
import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from engagekit.errors import SettingsError, did_you_mean, some
from engagekit.mapping.extending import raw_mapping
from engagekit.mapping.row_rules import Condition, Note, Replies, Rule
from engagekit.mapping.tool_signs import Header, Signs
from engagekit.mapping.units import Charged, Notice, Sum, Time
from engagekit.parsing.values import fold_word
from engagekit.readers.events._people_tables import EventParts
from engagekit.settings.money import Part
from engagekit.tables.schema import TABLES

SURVEY = "responses"
"""The table of a survey mapping; it gives surveys, respondents and questions as well."""
BESIDE = {
    SURVEY: ("surveys", "respondents", "questions"),
    "contacts": ("aliases",),
    "attendance": ("events",),
}
"""Tables that the rows of a main one give too."""
NAMED_BY = {"counts": "what", "usage": "on", "budget": "line", "headcounts": "role_level"}
NAMED_BY["responses"] = "option"
VALUED_BY = {"counts": "n", "usage": "n", "budget": "amount", "headcounts": "people"}
VALUED_BY["responses"] = "value"
"""For a wide table: the field that takes the name of a column, and the one that takes its cells."""
GONE = {
    "repeats": "Add the rows up in the sheet, or name the number of the enquiry: touch_id.",
    "date": "Put the whole day into a column of the sheet.",
    "less": "Put the difference into a column of the sheet.",
    "missing": 'Say what stands for nothing field by field: [values.n] "-9" = ""',
}
"""What a mapping could say once, each with what to do instead."""
YEAR_BEFORE = "a year before its end"
QuestionKind = Literal[
    "single", "multi", "scale", "net_promoter", "rank", "number", "date", "text",
    "department", "role_level", "ignored",
]  # fmt: skip
_NAMES = (
    "given_name middle_name family_name nickname maiden_name user_name other_email other_number "
    "other_name"
)
_AT_EVENTS = (
    "given_name family_name title started_at start_clock ended_at registered_on came waiting role "
    "host order ticket type quantity buyer_email buyer_given_name buyer_family_name"
)
PARTS = {
    "contacts": (*_NAMES.split(),),
    "touches": ("given_name", "family_name", "user_name"),
    "attendance": (*_AT_EVENTS.split(),),
    "events": ("start_clock", "end_clock", "in_person", "online", "registrations", "seats"),
}
"""Columns of a tool's list that are no field of their own, but go into names and aliases."""


class Wide(Part):
    """Columns of which each gives a row: the name it gets and the column it stands in."""

    columns: dict[str, Header] = {}
    names: str = ""
    values: str = ""


class Scale(Part):
    """The answers of a scale: which score each has, which are no opinion, what they stand for.

    ``answers``: from the least to the most favourable, each a point, ``/`` between spellings of
    one. ``scores``: the same answer by answer. ``points`` are its codes in their order, of which
    nobody has said yet which end is good.
    """

    answers: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    scores: dict[str, float] = {}
    no_opinion: tuple[str, ...] = ()
    labels: dict[str, str] = {}


class Question(Part):
    """One question of a survey: the column, or the wording, is the key it stands under.

    ``options``, ``separator``: of several choices in one cell, what could be ticked and what stands
    between two ticks.
    """

    wording: str = ""
    kind: QuestionKind | None = None
    options: tuple[str, ...] = ()
    separator: str = ""
    scale: str | None = None
    scores: dict[str, float] = {}
    no_opinion: tuple[str, ...] = ()
    labels: dict[str, str] = {}
    of: str = ""
    option: str = ""
    id: str = ""


class Rows(Part):
    """Columns, constants and wide columns that give the rows of one tidy table."""

    columns: dict[str, Header] = {}
    constants: dict[str, str | int | float | bool] = {}
    wide: Wide | None = None
    tally: dict[str, Condition] = {}
    date: dict[str, Literal["file name", "a year before its end"]] = {}


class Fingerprint(Part):
    """The headers for which the mapping was made, in their order."""

    digest: str = ""
    first_column: str = "A"
    headers: tuple[str, ...] = ()


class Confirmed(Part):
    """When a person confirmed the shape of a file, and on which words.

    ``words``: of each column of choices that decides something, every word that was there.
    """

    on: dt.date
    file: str = ""
    rows: int = 0
    total: float | None = None
    words: dict[str, tuple[str, ...]] = {}


class Mapping(Rows):
    """What the columns of one kind of file mean.

    Attributes
    ----------
    name : str
        By which reports call it: ``mapping <name>``.
    table : str
        Tidy table that the rows become; ``responses`` for a survey.
    sheet, header_row, header_rows
        Where the table stands; default: found from the cells.
    columns : dict of field to header
        A header as it is written, ``"=F"`` for a column by its letter, several to be joined.
    aliases : dict of field to list of str
        Earlier wordings of a header.
    constants, values, units, date, date_order, decimal, zone
        The same value in every row; cells to be replaced, by field; unit of a column; dates from
        the file's name; how dates and numbers are written.
    own_log : bool
        The names are written by the library or its organisation: a full name alone, of one person
        on the staff list that day, links. Else it is only suggested in the review list.
    files, key : str, list of fields
        What the next file of this kind does: its rows are added (``append``), it takes the place
        of those before (``replace``), or it corrects the records that it has too (``merge``), known
        by the fields of the key. Default: records merge by the number that the tool gave them.
    ticks : list of fields
        Fields whose several columns hold ticks: the header of the ticked one is the word.
    wide, also : Wide, dict of table to Rows
        Columns of which each gives a row; further tables (or more rows of one) from the same rows.
    keep, leave_out : dict of header to list of str
        Rows with these cells alone are used; rows with these cells are set aside.
    scales, questions
        For a survey.
    ignored : tuple of str
        Headers that go nowhere, on purpose.
    once_a_day : bool
        Of touches: what one person did on one day is one touch (a day of use of a research tool).
    layout, overall : str
        For a survey: the tool whose export it is, which finds the questions by their wordings; and
        the question on satisfaction all in all.
    tool, extends, recognise, renamed, rows, notes, statuses, replies, not_after, number_prefix,
    event
        Of a mapping that knows every file of a tool by its signs, see docs/mapping.md.
    path : str
        File it was read from.
    """

    name: str
    table: str
    sheet: str | None = None
    header_row: int | None = Field(None, ge=1)
    header_rows: int | None = Field(None, ge=0, le=5)
    aliases: dict[str, tuple[str, ...]] = {}
    values: dict[str, dict[str, str]] = {}
    units: dict[str, Literal[Time, Charged, Sum, Notice]] = {}
    words: dict[str, str] = {}
    date_order: Literal["day first", "month first", "year first"] | None = None
    decimal: Literal[",", "."] | None = None
    zone: str | None = None
    own_log: bool = False
    files: Literal["append", "replace", "merge"] | None = None
    key: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    also: dict[str, Rows] = {}
    keep: dict[str, tuple[str, ...]] = {}
    leave_out: dict[str, tuple[str, ...]] = {}
    scales: dict[str, Scale] = {}
    questions: dict[str, Question] = {}
    ignored: tuple[str, ...] = ()
    layout: str = ""
    overall: str = ""
    fingerprint: Fingerprint = Fingerprint()
    confirmed: Confirmed | None = None
    tool: str = ""
    extends: str = ""
    recognise: tuple[Signs, ...] = ()
    renamed: tuple[str, ...] = ()
    rows: tuple[Rule, ...] = ()
    notes: tuple[Note, ...] = ()
    statuses: tuple[str, ...] = ()
    replies: Replies | None = None
    not_after: dict[str, Header] = {}
    number_prefix: str = ""
    once_a_day: bool = False
    event: EventParts = EventParts()
    path: str = ""

    @model_validator(mode="after")
    def _check_fields(self) -> "Mapping":
        for table, rows in ((self.table, self), *self.also.items()):
            if table not in TABLES:
                raise ValueError(f"there is no table '{table}'. {did_you_mean(table, TABLES)}")
            has_parts = self.recognise or table == "contacts"
            parts = PARTS.get(table, ()) if has_parts else ()
            existing = [*fields_of(table), *parts, "ignore"]
            for field in (*rows.columns, *rows.constants, *rows.date):
                if field not in existing:
                    raise ValueError(
                        f"{table} has no field '{field}'. {did_you_mean(field, existing)}"
                    )
            if both := rows.columns.keys() & rows.constants.keys():
                raise ValueError(f"'{both.pop()}' is under [columns] and [constants]: which is it?")
            for field in self.key if table == self.table else ():
                if field not in TABLES[table].names:
                    intended = did_you_mean(field, TABLES[table].names)
                    raise ValueError(f"key names '{field}', no field of {table}. {intended}")
            if "@sheet" in rows.constants.values():
                raise ValueError(f"no value is read from the name of a sheet. {GONE['date']}")
            if rows.wide and table not in NAMED_BY and not (rows.wide.names and rows.wide.values):
                raise ValueError(f"[wide] for {table} must say names and values")
        for header, question in self.questions.items():
            if question.scale is not None and question.scale not in self.scales:
                raise ValueError(
                    f"question '{header}' has the scale '{question.scale}'. "
                    f"{did_you_mean(question.scale, self.scales)}"
                )
        return self

    @model_validator(mode="after")
    def _check_rules(self) -> "Mapping":
        if not self.recognise and (self.rows or self.notes or self.replies):
            raise ValueError("[[rows]], [[notes]] and [replies] need [[recognise]]")
        existing = [*fields_of(self.table), *PARTS.get(self.table, ())]
        for rule in self.rows:
            conditions = (*rule.when, *rule.either)
            named = [*rule.set, *rule.fill, *(one.field for one in conditions if one.field)]
            for field in named:
                if field not in existing:
                    raise ValueError(f"no field '{field}'. {did_you_mean(field, existing)}")
            parts = [v for v in (*rule.set.values(), *rule.fill.values()) if "\\" in v]
            if parts and not any(one.like for one in rule.when):
                raise ValueError(f"'{parts[0]}' stands for a part of a cell: it needs a 'like'")
        return self

    @property
    def is_long(self) -> bool:
        """A survey with a row an answer, the question in a column."""
        return self.table == SURVEY and ("question_id" in self.columns or "wording" in self.columns)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tidy tables it gives, the main one first."""
        return (*dict.fromkeys((self.table, *BESIDE.get(self.table, ()), *self.also)),)


def fields_of(table: str) -> list[str]:
    """Return the fields that a mapping may fill: columns of the table, or of who answered a survey.

    Examples
    --------
    >>> fields_of("headcounts")
    ['department', 'role_level', 'on', 'people']
    """
    if table != SURVEY:
        return TABLES[table].names
    hidden = ("survey_id", "contact_id")  # answers are joined to people by the settings alone
    people = [name for name in TABLES["respondents"].names if name not in hidden]
    return [*people, "title", "opened_on", "closed_on", "question_id", "wording", "value", "option"]


_BOTH_FORMS = re.compile(
    r"(?<=[^\W\d_])(?:s(?=[·•⋅]\w+s\b))?(?:[·•⋅](?:e|ne|le|se|ve|ère|euse|t?rice)|\((?:e|ne|le|euse|t?rice)\)"
    r"|/(?:euse|t?rice)|[:*]in)(?:[·•⋅]?(s)|nen)?(?![^\W\d_])"
)
"""The form of a word for women behind that for men: `Demandeur·euse`."""


@lru_cache(maxsize=65_536)
def normal(header: str) -> str:
    """Return a header for comparing: no case, accents, punctuation or odd spaces.

    Examples
    --------
    >>> normal("Durée  (min.)") == normal("duree min")
    True
    >>> normal("Demandeur·euse"), normal("Participant(e)s"), normal("Nutzer:in"), normal("n/a")
    ('demandeur', 'participants', 'nutzer', 'n a')
    """
    return fold_word(_BOTH_FORMS.sub(r"\1", header)) or header.strip().casefold()


def digest(headers: Sequence[str]) -> str:
    """Return the fingerprint of headers in their order.

    Examples
    --------
    >>> digest(["Date", "Name"]) == digest(["date ", "NAME"])
    True
    """
    return hashlib.sha256("\n".join(normal(header) for header in headers).encode()).hexdigest()[:16]


def read_mapping(path: str | os.PathLike[str]) -> Mapping:
    """Read one mapping file.

    Raises
    ------
    SettingsError
        Text that is not TOML, an unknown key or field (with the nearest one), a wrong value.
    """
    place = Path(path)
    return make_mapping(raw_mapping(place), place.name, str(place))


def make_mapping(raw: dict[str, Any], name: str = "mapping", path: str = "") -> Mapping:
    """Return a mapping from a nested dict.

    Examples
    --------
    >>> make_mapping({"name": "desk", "table": "touches", "columns": {"on": "Date"}}).columns
    {'on': 'Date'}
    >>> make_mapping({"name": "desk", "table": "touches", "columns": {"onn": "Date"}})
    Traceback (most recent call last):
    ...
    engagekit.errors.SettingsError: mapping: touches has no field 'onn'. Did you mean 'on'? ...
    """
    try:
        return Mapping.model_validate({**raw, "path": path})
    except ValidationError as error:
        raise SettingsError(f"{name}: {some(_faults(error.errors()))}") from None


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """Return table to field to the header words by which it is recognised."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _faults(errors: Iterable[Any]) -> list[str]:
    """Return faults of pydantic in our words."""
    matches = []
    for fault in errors:
        where = [str(part) for part in fault["loc"]]
        if fault["type"] == "extra_forbidden":
            existing = [field for field in Mapping.model_fields if field != "path"]
            instead = GONE.get(where[-1]) or did_you_mean(where[-1], existing)
            matches.append(f"unknown key '{'.'.join(where)}'. {instead}")
        elif "date" in where:
            matches.append(f"[{'.'.join(where)}] A date is not made of parts. {GONE['date']}")
        elif fault["type"] == "missing":
            matches.append(f"it does not say {'.'.join(where)} = ...")
        else:
            text = str(fault["msg"]).removeprefix("Value error, ")
            matches.append(f"[{'.'.join(where)}] {text}" if where else text)
    return matches
