"""The tidy tables: the one definition from which checks, dictionary and template come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from engagekit.errors import UsageError, did_you_mean

Kind = Literal["id", "text", "date", "moment", "number", "count", "flag", "choice"]


OUTSIDE_ROLES = ("guest", "not a person")
"""Role levels that readers give to rows of a directory that are no staff; reach leaves them out."""


DTYPES: dict[str, str] = {
    "id": "str",
    "text": "str",
    "choice": "str",
    "number": "float64",
    "count": "Int64",
    "flag": "boolean",
    "date": "datetime64[us]",
}


@dataclass(frozen=True)
class Column:
    """One column of a tidy table: what it holds, in which unit, and what it means."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One tidy table: its columns, key first."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise UsageError(f"{self.name} has no column '{name}'. {did_you_mean(name, self.names)}")

    @property
    def names(self) -> list[str]:
        """Column names, in order."""
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        """Names of the columns that each row must fill."""
        return [column.name for column in self.columns if column.required]


_TABLES = """
contacts(contact_id): People on the staff list, one row each
    contact_id! id: Employee or directory number that survives a change of name
    display_name! text: Name as colleagues write it
    email text: Work address
    department text: Department or practice group; several are joined by ';'
    role_level text: Level of the role, in the organisation's own words
    cost_centre text: Cost centre that pays for the post
    site text: Office or building
    joined_on date: First day on the staff list
    left_on date: Last day on the staff list
    left_reason text promotion|retirement|left|moved: Why the person left the post
    budget_holder flag: Decides on a budget
    target flag: On the list of target colleagues
    is_library flag: Works for the library; never counted as reached
aliases(alias contact_id): Other addresses, names and numbers of a contact
    alias! text: The other address, name or number
    kind! text email|upn|name|id: What the alias is
    contact_id! id: The contact it belongs to
    decided_by text: Who said so
    decided_on date: When it was said
headcounts(department on): People per department where there is no staff list
    department! text: Department
    role_level text: Level of the role
    on! date: Day of the count
    people! count(people): People in post that day
events(event_id): Events, one row each
    event_id! id: Number of the event
    title! text: Title as announced
    started_at! moment: Start
    ended_at moment: End
    kind text: Kind of event, e.g. webinar, walk-in, breakfast
    owner text library|organisation|outside: Who held it
    head_count count(people): People counted in the room where no names were taken
    cost number(money): Money spent on it
    currency text: Currency of the cost
    staff_minutes number(minutes): Library staff time spent on it
    initiative_id id: Initiative it serves
attendance(event_id contact_id): Who was asked, came or stayed away, one row a person and event
    event_id! id: The event
    contact_id id: The contact, once identified
    display_name text: Name as the tool shows it
    email text: Address as the tool shows it
    status! text registered|attended|no_show|cancelled|waiting: What became of it
    first_join_at moment: First moment in the room
    last_leave_at moment: Last moment in the room
    minutes number(minutes): Minutes in the room, overlaps counted once
    linked_by text id|email|upn|alias|name: How the contact was identified
    source_file text: File the row came from
touches(touch_id): Recorded meetings of library and contact, one row each
    touch_id! id: Number of the touch
    contact_id id: The contact, once identified
    display_name text: Name as logged
    email text: Address as logged
    on! date: Day
    started_at moment: Start, where a calendar or a log gives the clock
    channel! text walk|desk|meeting|coffee|event|training|reference|phone|chat|walk-up|\
email|newsletter|social|referral|self-service: How the two met
    place text desk|client|online: Where
    begun_by text library|contact: Who began it
    two_way flag: Both sides spoke
    need text: What the contact needed, in a few coded words
    answered_on date: Day of the first answer to what the contact asked; empty while open
    staff_id id: Library person
    initiative_id id: Initiative it serves; at most two, joined by ';'
    matter_id id: Matter or case
    minutes number(minutes): Length
    head_count count(people): People met where no names were taken
    department text: Department as logged, where no name was taken
    linked_by text id|email|upn|alias|name: How the contact was identified
    source_file text: File the row came from
counts(what on place): Counts of things without people in them
    what! text: What was counted, e.g. sign prompts, candy bowl, page views
    on! date: Day
    place text: Where
    n! number(count): How many
usage(report item_id metric on): Uses of what vendors deliver, a row a month; nobody is named
    platform! text: Platform that was used
    vendor text: Who counted, as the report says
    report text: Report that counts it, e.g. TR_J1; one use stands in several reports
    title text: Title, database or item; empty for a whole platform
    item_id id: Fingerprint of what the row counts: title, its numbers, year, kind of access
    data_type text: Kind of content, e.g. Journal
    published text: Year of publication
    access_type text: Controlled, Open or Free_To_Read
    access_method text: Regular, or TDM for machines
    metric! text: What was counted, e.g. Total_Item_Requests
    on! date: First day of the month
    n! number(count): How many
meetings(series on): Meetings of standing series, with or without a library seat
    series! text: Name of the series
    on! date: Day
    owner text: Who chairs it
    library_seat! flag: The library has a seat
    attended flag: The library came
    spoke flag: The library spoke or owned an item
    key flag: Decides on information or budget
follow_ups(follow_up_id): Promises made
    follow_up_id! id: Number of the promise
    contact_id id: To whom
    promised_on! date: Day of the promise
    due_on date: Day it is due
    done_on date: Day it was kept
    touch_id id: Touch at which it was made
    what text: What was promised
surveys(survey_id): Surveys, one row each
    survey_id! id: Number of the survey
    title! text: Title
    opened_on date: First day
    closed_on date: Last day
    anonymous flag: Answers cannot be joined to people
invitations(survey_id contact_id): Who was asked to answer, with the outcome code
    survey_id! id: The survey
    contact_id id: Whom
    email text: Address it was sent to
    outcome text I|P|R|NC|O|UH|UO|NE: AAPOR outcome
respondents(respondent_id survey_id): People who opened a survey, one row each
    respondent_id! id: Number the tool gave
    survey_id! id: The survey
    submitted_at moment: When it was handed in
    status! text complete|partial|break_off: How much was answered
    department text: Department as answered
    role_level text: Level as answered
    weight number: Weight that the tool or the analyst gave
    contact_id id: The contact; only where the settings say that consent covers it
questions(question_id option survey_id): Questions, one row each (a row an option for multi-select)
    question_id! id: Number of the question
    survey_id! id: The survey
    wording! text: Wording as asked
    kind! text single|multi|scale|net_promoter|rank|number|text: Kind of answer
    scale_id id: Scale of the answers, see scales
    points number(points): Points of the scale, those that nobody chose included
    item_of text: Stem that the item belongs to
    option text: Option of a multi-select
responses(respondent_id question_id option survey_id): Answers, one row a respondent and \
question (and option)
    respondent_id! id: The respondent
    survey_id! id: The survey
    question_id! id: The question
    option text: Option of a multi-select
    value text: Answer as given; empty where shown and not answered
    score number(points): Score by the scale; missing for 'no opinion'
budget(): Budget and actual, one row a line and period
    period! text: Fiscal quarter or year, month, or day of posting
    department text: Department the money serves
    cost_centre text: Cost centre the money serves
    line! text: Line, e.g. staff, collections, events
    kind! text budget|actual: Planned or spent
    amount! number(money): Amount
    currency! text: Currency
    full_time_posts number(posts): Full-time posts paid by it
    one_off flag: Not expected again
contracts(product vendor starts_on): Contracts with vendors, one row a term
    product! text: What is bought, the same words in each term
    vendor text: Who is paid
    service text: Service of the library it belongs to
    platform text: Platform of the usage reports it pays for; several are joined by ';'
    price! number(money): Price of a year; of the whole term where it is shorter
    currency! text: Currency of the price
    starts_on! date: First day of the term
    ends_on! date: Last day of the term
    increase number(share): Increase agreed or announced, from one year to the next
    notice_days count(days): Days before the last one by which notice must be given
support(contact_id on kind): Acts of support, one row each
    contact_id! id: Who did it
    asked_on date: When it was asked for
    on date: When it was done; empty while open
    kind! text: What was done
    witness text: Who saw it
initiatives(initiative_id): The organisation's initiatives
    initiative_id! id: Number of the initiative
    title! text: Title
    owner text: Who answers for it
    started_on date: Start
    ended_on date: End
    status! text planned|live|done|stopped: Where it stands
    outcome text: What came of it
    contribution text: What the library did
    confirmed_by text: Role of the client who confirms it
testimonials(testimonial_id): What colleagues said, with permission
    testimonial_id! id: Number of the testimonial
    contact_id id: Who said it
    on date: Day it was told; empty while it is only asked for
    text text: What was said; empty while it is only asked for
    initiative_id id: Initiative it is about
    asked_on date: When it was asked for
    permission! text none|anonymous|named: What may be published
    told_by text client|library|third party: Who told it
    drafted_by_library flag: The library wrote the first draft
plans(contact_id by_on what): Plans for target colleagues
    contact_id! id: Who
    by_on! date: Until when
    what! text: Next step
    done_on date: When it was done
"""
"""Every table with its key and what a row is, then its columns, each
``name[!] kind[(unit)] [a|b|c]: meaning``; ``!`` means required."""


def _column(line: str) -> Column:
    """Return a column from its line."""
    head, meaning = line.strip().split(": ", 1)
    name, kind, *rest = head.split(" ", 2)
    unit = ""
    if "(" in kind:
        kind, unit = kind.rstrip(")").split("(")
    allowed = tuple(part.strip() for part in rest[0].split("|")) if rest else ()
    known: dict[str, Kind] = {one: one for one in get_args(Kind)}
    is_required = name.endswith("!")
    kept = "choice" if allowed else known[kind]
    return Column(name.rstrip("!"), kept, meaning, is_required, allowed, unit)


def _defined(text: str) -> Iterator[Table]:
    """Yield the tables of the text, in their order."""
    for block in re.split(r"\n(?=\w)", text.strip()):
        head, *lines = block.splitlines()
        start, meaning = head.split("): ", 1)
        name, key = start.split("(")
        yield Table(name, meaning, tuple(key.split()), tuple(map(_column, lines)))


STATUS_RANK = {"attended": 0, "no_show": 1, "registered": 2, "waiting": 3, "cancelled": 4}
"""Where several states of one person in one event are written down, the first of these stands."""
TABLES: dict[str, Table] = {table.name: table for table in _defined(_TABLES)}
"""Every tidy table by name."""


def table(name: str) -> Table:
    """Return the definition of one tidy table.

    Raises
    ------
    UsageError
        If there is none of that name.

    Examples
    --------
    >>> table("headcounts").required
    ['department', 'on', 'people']
    """
    if name not in TABLES:
        raise UsageError(f"There is no table '{name}'. {did_you_mean(name, TABLES)}")
    return TABLES[name]


def empty(name: str, zone: str = "UTC") -> pd.DataFrame:
    """Return a tidy table without rows, each column in its kind."""
    columns = {
        column.name: pd.Series([], dtype=dtype_of(column.kind, zone))
        for column in table(name).columns
    }
    return pd.DataFrame(columns)


def dtype_of(kind: Kind, zone: str = "UTC") -> str:
    """Return the pandas type in which a kind is held."""
    return f"datetime64[us, {zone}]" if kind == "moment" else DTYPES[kind]
