"""What has to be said of a file beside its columns: kind and time of money, what is counted."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from engagekit.files.source_file import letter
from engagekit.mapping.columns import (
    CUMULATED,
    CURRENCIES,
    FEW,
    MONTHS,
    MOST,
    ColumnProfile,
    kind_and_rest,
    months_across,
    names_period,
)
from engagekit.mapping.evidence import OF_AN_ENQUIRY, counts_use, is_by_user, named_by, says_money
from engagekit.mapping.headers import ENQUIRIES, names_uses, says_enquiries, use_in, ways
from engagekit.mapping.mapping_file import SHEET, SURVEY, normal, words
from engagekit.mapping.plans import (
    is_of_sheets,
    open_months,
    so_far,
    stated_period,
    year_and_so_far,
)
from engagekit.mapping.proposing import Proposal
from engagekit.mapping.row_states import TIME_OF_DAY, UNTITLED, loans_in, usual_way
from engagekit.mapping.suggesting import MONTHLY, RECIPIENT, Across, across, exact
from engagekit.mapping.table_detection import DetectedTable
from engagekit.mapping.titles import title_in, titles
from engagekit.parsing.budget_periods import DOTS, UNTIL, quarter_in, range_in, unreadable, until_in
from engagekit.parsing.subtotals import stated_currencies
from engagekit.parsing.word_lists import words as listed_words
from engagekit.readers.shared import vocabulary
from engagekit.tables.tables import Tables

LINES = {one for one in words()["budget"]["line"] if kind_and_rest(one)[0] == "budget"}
"""Headers over lines of a budget, which money that was spent has as well: `Budget line`."""
_BY_TOPIC = re.compile("|".join(vocabulary.words("headers")["by_topic"]))
SAME_UNITS = 0.5
"""Share of the different cells of a column that are departments of the staff list, from which the
column is one of departments."""


@dataclass(frozen=True)
class _File:
    """A list and the table that it would be, with what its headers say by themselves.

    ``called``: headers by column, or its letter without one. ``plain``: fields by their very words.
    """

    one: Proposal
    columns: Sequence[ColumnProfile]
    body: pd.DataFrame
    detected: DetectedTable
    tables: Tables
    plain: Mapping[str, int]
    together: Across
    called: Mapping[int, str]

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the headers of the list."""
        return self.detected.listing.headers

    @property
    def titles(self) -> list[str]:
        """Return the titles above the list."""
        return titles(self.detected.listing)

    @property
    def stem(self) -> str:
        """Return the name of the file without its ending."""
        return self.detected.listing.export.path.stem

    @property
    def given(self) -> set[str]:
        """Return the fields that a column gives, or several together."""
        return {*self.one.fields, *self.together.fields}

    @property
    def departments(self) -> set[str]:
        """Return the departments of the staff list, as `normal` writes them."""
        return _departments(self.tables)


def said_beside(
    one: Proposal,
    columns: Sequence[ColumnProfile],
    body: pd.DataFrame,
    detected: DetectedTable,
    tables: Tables,
) -> dict[str, str]:
    """Return what has to be said beside a table: what its headers do not say by themselves.

    `DOTS` stand for what only the analyst can say.
    """
    plain, together = exact(columns, one.table), across(columns, one.table)
    called = dict(zip(detected.columns, detected.headers, strict=True))
    file = _File(one, columns, body, detected, tables, plain, together, called)
    own = tables.settings.organisation
    said = {name: called[at] for name, at in one.fields.items() if plain.get(name) != at}
    if "department" not in one.fields and one.table in (SURVEY, "touches", "contacts"):
        unit = _units(columns, body, tables)
        said |= {} if unit is None else {"department": called[unit]}
    by_name = "display_name" in file.given and not {"email", "contact_id"} & one.fields.keys()
    if by_name and one.table in ("touches", "attendance"):
        said["own_log"] = "yes"
    if one.table == "attendance" and "status" not in file.given:
        said["status"] = "attended"
    if one.table == "touches" and _is_of_use(file):
        said.pop("need", None)  # what was borrowed or used
    if one.table in _SAID_OF:
        said |= _SAID_OF[one.table](file)
    if one.table == "contracts" and one.lacks == ("currency", "ends_on"):
        said["ends_on"] = DOTS
    if one.table in MONTHLY and open_months(columns, detected.listing, own):
        said["year"] = DOTS
    several = any(part.note == CURRENCIES for part in columns)  # which is not for us to say
    if one.table in ("budget", "contracts") and not ("currency" in one.fields or several):
        said["currency"] = _currency(file)
    return said


def _said_of_log(file: _File) -> dict[str, str]:
    """Return who began, the way and the day of a log of touches."""
    fields, listing, said = file.one.fields, file.detected.listing, dict[str, str]()
    if "begun_by" not in fields:
        begun = re.compile("|".join(vocabulary.words("ways.outreach")["titles"]))
        texts = map(normal, [*file.titles, listing.sheet.name, file.stem])
        said |= {"begun_by": "library"} if any(map(begun.search, texts)) else {}
    if "channel" not in fields:
        said["channel"] = usual_way([*file.titles, *file.headers, file.stem], file.plain)
        said |= {"channel": "self-service"} if _is_of_use(file) else {}
    asked = {*fields} & OF_AN_ENQUIRY - {"display_name", "staff_id"}
    if "on" in fields and not asked:  # they began to work on that day
        joined = words()["contacts"]["joined_on"]
        said |= {"on": DOTS} if normal(file.headers[fields["on"]]) in joined else {}
    return said


def _is_of_use(file: _File) -> bool:
    """Return whether a log without ways is of loans, or how often somebody used what in a month."""
    columns, at = file.columns, file.one.fields.get("on")
    of_months = any(part.note == MONTHS for part in columns if part.column == at)
    of_months &= not file.plain.keys() & {"need", "staff_id", "touch_id"}  # of an enquiry
    of_months &= sum(one.kind == "number" for one in columns) > 1
    worded = (part.column for part in columns if part.kind == "choice")
    is_lent = any(loans_in(file.body[at]).any() for at in worded)
    return "channel" not in file.one.fields and (of_months or is_lent)


def _said_of_counts(file: _File) -> dict[str, str]:
    """Return what is counted, where its title or the names of its columns say it."""
    headers = file.headers
    tallies = {normal(headers[at]) for at in file.together.tallies}
    said = {} if "what" in file.one.fields else _counted(tallies, file.detected, file.tables)
    return said | _enquiries(file)


def _said_of_usage(file: _File) -> dict[str, str]:
    """Return metric, time and platform of how often something was used."""
    fields, headers, columns, said = file.one.fields, file.headers, file.columns, dict[str, str]()
    above = [*file.titles, file.stem]
    if "metric" not in file.given:
        head = headers[fields["n"]] if "n" in fields else ""
        plain_head = normal(head) in vocabulary.words("table_rows")["counted"]
        known = {*map(normal, listed_words("usage")["uses"]), *words()["usage"]["n"]}
        kinds = [at for at, share in _known(columns, file.body, known) if share >= SAME_UNITS]
        titled = named_by(file.detected)
        by_title = use_in(titled) * bool(file.together.tallies or is_by_user(columns, titled))
        said["metric"] = head if head and not plain_head else by_title or _title(file.detected)
        said |= {"metric": file.called[kinds[0]]} if len(kinds) == 1 else {}
    if "on" not in fields and counts_use(columns):
        own, text = file.tables.settings.organisation, " ".join(above)
        said["on"] = range_in(text, own) or quarter_in(text, own) or DOTS
    if "platform" not in file.given:
        said["platform"] = _platform(above, file.tables) or DOTS
    return said


def _said_of_money(file: _File) -> dict[str, str]:
    """Return line, kind and time of money."""
    fields, said = file.one.fields, dict[str, str]()
    if "line" in file.one.lacks and {"period", "kind"} <= file.given:
        said["line"] = _title(file.detected)  # sums of all that a library planned and spent
    named = {normal(file.headers[at]) for at in file.together.tallies}
    if named and named <= file.departments:  # a column a department
        said["line"] = _title(file.detected)
    if "kind" not in file.given:
        said["kind"] = _kind(file.columns, file.detected, fields)
    period = _period(file)
    return said | ({"period": period} if period else {})


def _period(file: _File) -> str:
    """Return the time of money where no column gives it; empty where one does, or nothing asks."""
    listing, own = file.detected.listing, file.tables.settings.organisation
    together, headers = file.together, file.headers
    above = " ".join([*file.titles, *headers])
    is_given = bool(months_across(file.columns)) or "period" in file.given
    both = year_and_so_far(listing, together.kinds, own)
    is_given |= bool(both)
    is_open = any(UNTIL in one for one in (*together.months.values(), *both.values()))
    if is_given and not is_open:
        return ""
    sums = [part for part in file.columns if part.column == file.one.fields.get("amount")]
    heads = [headers[at] for at in together.kinds.values()] + [one.header for one in sums]
    heads += [headers[at] for at, label in together.months.items() if UNTIL in label]
    ends = {so_far(one, listing, own) for one in heads} - {""}
    stated = range_in(above, own)
    stated = stated or (min(ends) if len(ends) == 1 and not both else quarter_in(above, own))
    if not stated and any(map(CUMULATED.search, headers)):
        stated = until_in(above, own) or until_in(file.stem, own)
    stated = "" if UNTIL in stated else stated
    is_open |= bool(ends) or any(map(CUMULATED.search, heads))
    stated = stated or ("" if is_open else stated_period(listing, own))
    stated = stated or (DOTS if is_open or says_money(sums, together.fields) else "")
    return SHEET if is_of_sheets(listing, own) else stated


def _currency(file: _File) -> str:
    """Return the currency that the headers of money, the titles or the cells name, or the own."""
    own, together = file.tables.settings.organisation, file.together
    money = {file.one.fields.get("amount", file.one.fields.get("price", -1))}
    money |= {*together.kinds.values(), *together.months}
    heads = [part.header for part in file.columns if part.column in money]
    used = [one for one in money if one in file.body]
    cells = file.body[used].head(FEW).to_numpy().ravel()
    each = (stated_currencies(texts, own.currency) for texts in (heads, file.titles, cells))
    found = next(filter(None, each), set())
    currency = min(found) if len(found) == 1 else DOTS if found else own.currency
    return DOTS if currency == "$" else currency


_SAID_OF: dict[str, Callable[[_File], dict[str, str]]] = {
    "touches": _said_of_log,
    "counts": _said_of_counts,
    "usage": _said_of_usage,
    "budget": _said_of_money,
}


def with_uses(
    likely: list[Proposal], columns: Sequence[ColumnProfile], body: pd.DataFrame, above: list[str]
) -> list[Proposal]:
    """Return usage before other tables, where a grid is how a platform was used, or by whom."""
    worded = [part.column for part in columns if part.kind in ("choice", "text")]
    used = [at for at in worded if names_uses(body[at].unique())]
    metric = {} if is_by_user(columns, above) else {"metric": used[0] if used else -1}
    if metric and (len(used) != 1 or not months_across(columns)):
        return [*likely]
    top = max(one.points for one in likely) + 1
    first = [
        replace(one, fields={**one.fields, **metric}, lacks=(), points=top)
        for one in likely
        if one.table == "usage"
    ]
    return [*first, *(one for one in likely if one.table != "usage")]


def without_guesses(
    one: Proposal, columns: Sequence[ColumnProfile], body: pd.DataFrame, tables: Tables
) -> Proposal:
    """Return money or a log without departments that nothing names, and unreadable periods."""
    plain, drop = exact(columns, one.table), set[str]()
    at = one.fields.get("period") if one.table == "budget" else None
    if at not in (None, plain.get("period")):
        bad = unreadable(body[at].unique(), tables.settings.organisation)
        drop |= {"period"} if 2 * len(bad) > body[at].nunique() else set()
    is_open = one.table == "budget" or (one.table == "touches" and tables.has("contacts"))
    guess = one.fields.get("department") if is_open else None
    if guess not in (None, plain.get("department"), _units(columns, body, tables)):
        drop |= {"department"}
    return replace(one, fields={k: v for k, v in one.fields.items() if k not in drop})


def _kind(
    columns: Sequence[ColumnProfile], detected: DetectedTable, fields: Mapping[str, int]
) -> str:
    """Return whether money is planned, as its header, title or file says; posted money is spent."""
    listing = detected.listing
    named = [listing.headers[fields[one]] for one in ("amount", "line") if one in fields]
    named += titles(listing)
    dated = [one.column for one in columns if one.kind in ("date", "moment")]
    if fields.get("period") in dated:
        named = [text for text in named if normal(text) not in LINES]  # of posted money, too
    else:
        named += [listing.sheet.name, listing.export.path.stem]
    named.sort(key=lambda text: normal(text) in LINES)  # a list of spending has `Budget line`, too
    if "amount" in fields and named and CUMULATED.search(named[0]):
        return kind_and_rest(named[0])[0] or "actual"  # a plan is seldom of the year so far
    return next((kind for text in named if (kind := kind_and_rest(text)[0])), "actual")


def _counted(tallies: set[str], detected: DetectedTable, tables: Tables) -> dict[str, str]:
    """Return what is counted, where the columns are places of the staff list or times of a day."""
    sites = set(tables.contacts["site"].dropna().map(normal)) if tables.has("contacts") else set()
    if not tallies or not (tallies <= sites or all(map(TIME_OF_DAY.fullmatch, tallies))):
        return {}
    return {"what": _title(detected)}


def _enquiries(file: _File) -> dict[str, str]:
    """Return that a list counts enquiries by way, department or topic, where it says so."""
    headers, fields, tallies = file.headers, file.one.fields, file.together.tallies
    at = fields.get("what")
    corner = "" if at is None else normal(headers[at])
    numbers = [headers[fields["n"]]] if "n" in fields else []
    above = [*named_by(file.detected), corner, *numbers]
    above += [headers[one] for one in tallies if len(tallies) == 1]
    texts = [headers[one] for one in tallies] if at is None else [*file.body[at].unique()]
    texts = [one for one in texts if one]
    if "place" in fields or not texts or not says_enquiries(above):
        return {}
    listed = words()["touches"]
    in_units = {*map(normal, texts)} & file.departments
    if (len(texts) == 1 and at is None) or len(ways(texts)) >= MOST * len(texts):
        word = ENQUIRIES[0]
    elif corner in listed["department"] or len(in_units) >= SAME_UNITS * len(texts):
        word = ENQUIRIES[1]
    elif corner in listed["need"] or any(map(_BY_TOPIC.search, map(normal, above))):
        word = ENQUIRIES[2]
    else:
        return {}
    place = {} if at is None else {"place": headers[at] or f"={letter(at)}"}
    return {"what": word, **place}


def _platform(texts: Sequence[str], tables: Tables) -> str:
    """Return the one product under contract, or platform in use, that a title or file names."""
    named: set[str] = set()
    if tables.has("contracts"):
        named |= {*tables.contracts["product"].dropna()}
    if tables.has("usage"):
        named |= {*tables.usage["platform"].dropna()}
    above = f" {normal(' '.join(texts).replace('_', ' '))} "
    found = [one for one in named if f" {normal(one)} " in above]
    return found[0] if len(found) == 1 else ""


def _title(detected: DetectedTable) -> str:
    """Return the title above a list, or the name of its sheet or file, without a time."""
    listing = detected.listing
    above = titles(listing)  # `Report:` and what stands beside it are no title
    above = [one for last, one in pairwise(["", *above]) if ":" not in (last[-1:], one[-1:])]
    names = (*above, listing.sheet.name, listing.export.path.stem)
    named = (one for one in names if one and not (names_period(one) or UNTITLED.match(one)))
    return next((title_in(one) or one for one in named), names[-1])


def left_aside(
    one: Proposal, columns: Sequence[ColumnProfile], said: dict[str, str]
) -> tuple[str, ...]:
    """Return the columns that a list would not use."""
    months = months_across(columns) if one.table in MONTHLY else []
    used = {*one.fields.values(), *(part.column for part in months)}
    used |= across(columns, one.table).columns
    return tuple(
        part.header or part.letter
        for part in columns
        if one.table != SURVEY and part.column not in used and part.header not in said.values()
    )


def _units(columns: Sequence[ColumnProfile], body: pd.DataFrame, tables: Tables) -> int | None:
    """Return the one column whose cells are departments of the staff list."""
    if not (units := _departments(tables)):
        return None
    places = {*words()["counts"]["place"]}  # of the desk, unless all are departments
    least = {one.column: 1 if normal(one.header) in places else SAME_UNITS for one in columns}
    columns = [one for one in columns if not RECIPIENT.match(one.header)]
    found = [at for at, share in _known(columns, body, units) if share >= least[at]]
    return found[0] if len(found) == 1 else None


def _departments(tables: Tables) -> set[str]:
    """Return the departments of the staff list, as `normal` writes them."""
    units = tables.contacts["department"].dropna().unique() if tables.has("contacts") else ()
    return {*map(normal, units)}


def _known(
    columns: Sequence[ColumnProfile], body: pd.DataFrame, known: set[str]
) -> list[tuple[int, float]]:
    """Return the columns of words, each with the share of its different cells that are known."""
    worded = [part.column for part in columns if part.kind in ("choice", "text")]
    cells = [(at, {normal(str(one)) for one in body[at].unique()} - {""}) for at in worded]
    return [(at, len(one & known) / len(one)) for at, one in cells if one]
