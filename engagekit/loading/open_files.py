"""What a file that nobody knows may be: each answer tried on the file, with what it would mean."""

import tomllib
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from engagekit.errors import EngagekitError, pasted
from engagekit.files.source_file import open_export, opened
from engagekit.identity import match, staff_list
from engagekit.loading import refusals
from engagekit.loading.choices import choice_of
from engagekit.loading.likely_tables import with_uses, without_guesses
from engagekit.loading.nearest_tool import Nearest, nearest
from engagekit.loading.one_by_one import why_not
from engagekit.loading.read_file import Loaded, read_file
from engagekit.loading.stated_facts import left_aside, said_beside
from engagekit.mapping import table_detection
from engagekit.mapping.answers import OTHERS
from engagekit.mapping.columns import UNSURE, ColumnProfile, describe, months_across, unsettled_year
from engagekit.mapping.drafting import map_file
from engagekit.mapping.evidence import (
    NUMBERED_QUESTION,
    OF_AN_ENQUIRY,
    is_of_money,
    named_by,
    says_money_above,
)
from engagekit.mapping.file_choices import exported
from engagekit.mapping.headers import use_in
from engagekit.mapping.mapping_file import SURVEY, make_mapping
from engagekit.mapping.mapping_files import trying
from engagekit.mapping.proposing import Proposal, proposals
from engagekit.mapping.row_states import ASKED, requests_in
from engagekit.mapping.suggesting import across, exact
from engagekit.mapping.table_detection import DetectedTable
from engagekit.mapping.titles import titles, written_day
from engagekit.mapping.units import GROSS, NET, is_tax
from engagekit.parsing.budget_periods import DOTS
from engagekit.parsing.dates import ORDERS, orders_of
from engagekit.parsing.subtotals import at_home
from engagekit.parsing.values import numbers
from engagekit.readers.shared._table import order_above
from engagekit.readers.survey._personal_columns import asks
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

COUNTED = ("counts", "usage")
"""Tables of counts, which go first where months stand across."""
CHOICES = 3
"""Answers that are offered for a file: more are no choice that anybody weighs."""
READ_AGAIN = 2 + 4 * CHOICES
"""Readings of a file: to look at it, and with each answer, both taxes and both orders of a day."""
LIKELY = 0.6
"""Points, of about 2 for a table whose fields all have their words, from which one is offered."""
NEAR = 0.6
"""Part of the likeliest table's points from which another one is offered beside it."""
SUMS = 0.9
"""Share of the rows in which money and its tax come to other money, from which these are a pair."""
HIGHEST_RATE = 0.3
"""The highest share of money that is a tax on it: India has 28%, Hungary 27%."""
NEARER = 0.25
"""Points of the table of a tool that would know the file: less than one required field."""
NONE_READ = "none of its rows can be read"


@dataclass(frozen=True)
class Choice:
    """One answer to what a file is.

    ``said``: what has to be said beside the table. ``rows``, ``read``: rows of the file, and those
    that would be read. ``named``, ``linked``: rows with a name or an address, and those of somebody
    on the staff list. ``amount``: sum of the money, in ``currency``. ``title``: of the one event of
    a list of who came, with its day. ``aside``: columns that are not used. ``fault``: why nothing
    would be read. ``several``: enquiries, where several rows are of one. ``order``: which of day
    and month stands first, where the file can be read both ways.
    """

    table: str
    said: tuple[tuple[str, str], ...]
    rows: int = 0
    read: int = 0
    named: int | None = None
    linked: int | None = None
    amount: float | None = None
    title: str = ""
    aside: tuple[str, ...] = ()
    fault: str = ""
    order: str = ""
    several: int = 0
    currency: str = ""


@dataclass(frozen=True)
class OpenFile:
    """A file that nobody knows, with the answers to what it is.

    ``choices``: the likeliest first; empty where no answer is likely. ``near``: the tool that would
    know it, had it a column more. ``sheet``: the one sheet of a workbook that is not known; empty
    for a whole file. ``fault``: why no answers could be worked out; empty where they were.
    """

    file: str
    path: str
    headers: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = field(default=())
    near: Nearest | None = None
    sheet: str = ""
    fault: str = ""

    @property
    def name(self) -> str:
        """Return the file as a notebook of the project calls it."""
        return self.file if exported(self.file).exists() else self.path

    def command(self, choice: Choice) -> str:
        """Return the command that gives an answer."""
        said = "".join(f" --set {pasted(f'{key}={value}')}" for key, value in choice.said)
        place = f" --sheet {pasted(self.sheet)}" if self.sheet else ""
        return f"engagekit map {pasted(self.path)}{place} --table {choice.table}{said}"

    def cell(self, choice: Choice) -> str:
        """Return the line of a notebook that gives an answer."""
        given = f", given={dict(choice.said)!r}" if choice.said else ""
        place = f", sheet={self.sheet!r}" if self.sheet else ""
        return f"ek.map({self.name!r}, table={choice.table!r}{given}{place})"


def of(tables: Tables) -> list[OpenFile]:
    """Return the files of a load that nobody knows, each with what it may be."""
    whole = [
        (part["path"], part["file"], "")
        for part in tables.documents
        if part["error"] and part["path"] and not part["tool"]
    ]
    sheets = [
        (part["path"], part["file"], sheet["sheet"])
        for part in tables.documents
        for sheet in part["sheets"]
        if sheet["is_open"] and not part["error"]
    ]
    return [_bounded(path, file, sheet, tables) for path, file, sheet in whole + sheets]


def _bounded(path: str, file: str, sheet: str, tables: Tables) -> OpenFile:
    """Return an open file; where the work on it fails, it has no answers and says why."""
    try:
        return copy_context().run(_open, path, file, tables, sheet)
    except EngagekitError as error:
        return OpenFile(file, path, sheet=sheet, fault=str(error))
    except Exception as error:  # of one file, whatever it is: the others have answers
        return OpenFile(file, path, sheet=sheet, fault=why_not(file, error))


def _open(path: str, file: str, tables: Tables, sheet: str = "") -> OpenFile:
    """Return one file, or one sheet of it, with the answers to what it is."""
    place = Path(path)
    try:
        export = open_export(place, file=file, choice=choice_of(place, file, tables.settings))
        opened.set(export)  # for each answer that is tried, in this context alone
        detected = table_detection.find_table(export, sheet=sheet or None)
        reasons = table_detection.reasons(detected)
    except EngagekitError:
        return OpenFile(file, path, sheet=sheet)
    if refusals.why(export):  # a sheet of sums: mapping it would make records of them
        return OpenFile(file, path, sheet=sheet)
    if not (reasons == "").any():
        return OpenFile(file, path, detected.headers, sheet=sheet)
    columns = describe(detected, reasons)
    body = detected.listing.body[(reasons == "").to_numpy()]
    near = nearest(export, detected)
    if fault := unsettled_year(columns, tables.settings.organisation):
        return OpenFile(file, path, detected.headers, near=near, sheet=sheet, fault=fault)
    above = named_by(detected)
    likely = with_uses(proposals(columns, above), columns, body, above)
    likely = [one for one in likely if one.points >= LIKELY]
    if near is not None:  # unless another table has a use for more of the columns
        likely.sort(key=lambda one: -one.points - NEARER * (one.table == near.table))
    grid = months_across(columns)
    personal = any(part.is_name or part.kind == "email" for part in columns)
    labels = [part for part in columns if part.kind in ("text", "choice")]
    is_coded = all(NUMBERED_QUESTION.fullmatch(part.header) for part in grid)
    is_coded &= not any(part.distinct == part.filled for part in labels)  # q1 to q4, without lines
    by_line = across(columns, "budget").tallies
    if (grid or by_line) and not is_coded:  # a grid of visits or of money
        sums = is_of_money(columns, body, detected)
        others = by_line or personal or use_in(above) or any(map(ASKED.search, above))
        refused = COUNTED if sums else ("budget",) if others else ()
        likely = [one for one in likely if one.table not in refused]
        first = COUNTED if grid or not sums else ("budget",)
        likely.sort(key=lambda one: one.table not in first)
    elif across(columns, "counts").tallies and says_money_above(detected):
        likely = [one for one in likely if one.table not in COUNTED]
    likely = [without_guesses(one, columns, body, tables) for one in likely[:CHOICES]]
    likely = [each for one in likely for each in _with_tax(one, columns, body)]
    tried = []
    for one in likely:
        if one.points < NEAR * likely[0].points:
            continue
        said = said_beside(one, columns, body, detected, tables)
        stated = {name for name, value in said.items() if value != DOTS}
        if sheet and set(one.lacks) - stated:  # sums beside the sheets that are read
            continue
        aside = left_aside(one, columns, said)
        said |= {"ignored": OTHERS} if aside else {}
        for order in _orders(one, columns, detected, first=one.table == likely[0].table):
            given = said | ({"date_order": order} if order else {})
            some = {"period": "2026-01", "year": "2026", "on": "2026-01-01", "currency": "CAD"}
            some |= {"ends_on": "2049-12-31", "kind": "actual", "begun_by": "contact"}
            some |= {"channel": "reference", "status": "attended"}
            some |= {
                name: detected.listing.headers[at]
                for name, at in one.fields.items()
                if name in ("on", "amount", "price", "minutes", "title")
            }
            time = {name: some.get(name, name) for name, value in given.items() if value == DOTS}
            choice = _tried(place, file, tables, one.table, given | time, sheet)
            tried.append(replace(choice, said=tuple(given.items()), aside=aside, order=order))
    working = [
        one
        for one in tried
        if not one.fault
        and (one.table != "contacts" or one.linked != one.named or likely[0].table == "contacts")
    ]
    exactly = {table: exact(columns, table).keys() for table in ("touches", "attendance")}
    logged = len(OF_AN_ENQUIRY & exactly["touches"]) > 2
    unread = {one.table for one in likely[:1]} - {one.table for one in working}
    if logged and unread == {"touches"} and "display_name" not in exactly["attendance"]:
        working = []  # of a log whose days are not read: nobody came, nor answered
    known = {one.table for one in working if 2 * (one.linked or 0) > (one.named or 0)}
    lines = {one.fields.get("line") for one in likely if one.table == "budget"}
    people = {part.column for part in columns if part.is_name} if known - {"contacts"} else set()
    dated = "attendance" in known and written_day(" ".join(titles(detected.listing)))
    logged |= bool(requests_in(detected.headers))
    signed = {"on", "display_name"} <= exactly["touches"] and not any(map(asks, detected.headers))
    logged |= signed and any(map(ASKED.search, detected.headers))
    working.sort(  # who is on the staff list already is no second one, and no line of money
        key=lambda one: (
            (one.table == "contacts" and "contacts" in known)
            or bool(one.table == "budget" and lines & people)
            or bool(one.table == SURVEY and (dated or logged))  # of an event, of enquiries
        )
    )
    # what is likeliest goes first with its fault where else only a survey works
    outdone = [one for one in tried[:1] if one.fault and likely[0].table == one.table != SURVEY]
    if working and {one.table for one in working} == {SURVEY} and not likely[0].lacks:
        working = [*outdone, *working]
    return OpenFile(file, path, detected.headers, tuple(working or tried[:1]), near, sheet)


def _orders(
    one: Proposal, columns: Sequence[ColumnProfile], detected: DetectedTable, *, first: bool
) -> tuple[str, ...]:
    """Return both orders of day and month where the days of the likeliest table can be either."""
    used = {*one.fields.values(), *across(columns, one.table).session}
    unsure = [part for part in columns if first and part.column in used and UNSURE in part.note]
    if one.table == "attendance":
        above = " ".join(titles(detected.listing, printed=False))
        known = written_day(above, order_above(detected.listing.export))
        if not known and written_day(above, ORDERS[0]):
            return ORDERS
    return orders_of(detected.listing.body[unsure[0].column]) if unsure else ("",)


def _with_tax(
    one: Proposal, columns: Sequence[ColumnProfile], body: pd.DataFrame
) -> list[Proposal]:
    """Return a budget once for its money without tax and once for that with it, if it has both."""
    money = [part for part in columns if part.kind == "number"]
    sides = [[part.column for part in money if sign.search(part.header)] for sign in (NET, GROSS)]
    taxes = [part.column for part in money if is_tax(part.header)]
    if taxes and "amount" in one.fields and one.fields["amount"] not in sides[0]:
        sides[1] = sides[1] or [one.fields["amount"]]  # net, its tax, and `Total`
    if one.table == "budget" and "amount" in one.fields and taxes:
        cells = {part.column: numbers(body[part.column]).values.fillna(0) for part in money}
        tax = pd.DataFrame([cells.pop(at) for at in taxes]).sum()
        own = one.fields["amount"]
        for at, without in cells.items():  # whatever the headers are
            rates = (tax / without).round(2)[tax != 0]  # few: in `Tax | Audit | Total` it is a team
            is_rate = rates.between(0, HIGHEST_RATE).all() and rates.nunique() <= max(
                1, len(tax) / 2
            )
            for other, with_it in cells.items():
                close = (without + tax - with_it).abs() <= 1
                if own in (at, other) and at != other and len(rates) and is_rate:
                    sides = [[at], [other]] if close.mean() >= SUMS else sides
    field = {"budget": "amount", "contracts": "price"}.get(one.table, "")
    if field not in one.fields or not all(sides):
        return [one]
    return [replace(one, fields={**one.fields, field: side[0]}) for side in sides]


def _tried(
    place: Path, file: str, tables: Tables, table: str, said: dict[str, str], sheet: str
) -> Choice:
    """Return an answer with what the file would give."""
    pairs = tuple(said.items())
    try:
        new = map_file(place, table=table, given=said, sheet=sheet or None, anew=True, dry_run=True)
        mapping = make_mapping(tomllib.loads(new.text), new.path.name, str(new.path))
        with trying(mapping):
            done = read_file(place, file, tables.settings)
    except EngagekitError as error:
        return Choice(table, pairs, fault=str(error))
    if done.error is not None:
        return Choice(table, pairs, fault=done.error)
    parts = [one for one in done.parts if one.tool == f"mapping {mapping.name}"]
    frames = [one.frames[table] for one in parts if one.frames and table in one.frames]
    rows = pd.concat(frames) if frames else pd.DataFrame()
    read, kept = (sum(getattr(one, name) for one in parts) for name in ("rows_read", "rows_kept"))
    named, linked = _people(rows, table, said, tables)
    invited = "status" in rows and rows["status"].eq("registered").any()
    if not kept or (table == "attendance" and not named and not invited):
        return Choice(table, pairs, fault=NONE_READ)
    kind = said.get("kind", "actual")
    spent = rows[rows["kind"] == kind] if table == "budget" and len(rows) else rows
    spent = spent if len(spent) else rows
    amount, currency = None, tables.settings.organisation.currency
    if table == "budget" and len(rows):
        amount, currency = at_home(spent, currency, tables.settings.money.rates)
    several = len(rows) if table == "touches" and len(rows) < kept else 0
    event = _event(parts)
    return Choice(
        table, pairs, read, kept, named, linked, amount, event, several=several, currency=currency
    )


def _event(parts: Sequence[Loaded]) -> str:
    """Return titles and days of the first events of a file; empty where one has no day."""
    frames = [one.frames["events"] for one in parts if one.frames and "events" in one.frames]
    events = pd.concat(frames).drop_duplicates("event_id") if frames else pd.DataFrame()
    if events.empty or events["started_at"].isna().any():
        return ""
    pairs = zip(events["title"][:CHOICES], events["started_at"], strict=False)
    more = "; …" if len(events) > CHOICES else ""
    return "; ".join(f"{title}, {start:%Y-%m-%d}" for title, start in pairs) + more


def _people(
    rows: pd.DataFrame, table: str, said: dict[str, str], tables: Tables
) -> tuple[int | None, int | None]:
    """Return rows that name somebody, and those of somebody on the staff list."""
    names = ["contact_id", "display_name", "email"]
    if rows.empty or table not in ("touches", "attendance", "contacts"):
        return None, None
    if "status" in rows:
        rows = rows[rows["status"] == "attended"]
    who = rows.reindex(columns=names).reset_index(drop=True)
    named = int(who.notna().any(axis=1).sum())
    if not tables.has("contacts"):
        return named, None
    zone = tables.settings.organisation.time_zone
    aliases = tables.aliases if tables.has("aliases") else empty("aliases", zone)
    lists = [(staff_list.TEMPLATE, "", tables.contacts)]
    staff = staff_list.directory(lists, aliases, tables.settings)
    days = pd.to_datetime(rows["on"] if "on" in rows else pd.Series(pd.NaT, index=rows.index))
    tool = staff_list.TEMPLATE if said.get("own_log") == "yes" or table == "contacts" else "mapping"
    linked = match.link(who.astype("str"), days.reset_index(drop=True), staff, tool)
    return named, int(linked["contact_id"].notna().sum())
