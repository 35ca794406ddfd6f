"""What has to be said of a file beside its columns: kind and time of money, what is counted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from engagekit.files.source_file import letter
from engagekit.mapping.cells import title_in, titles
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
from engagekit.mapping.suggesting import MONTHLY, RECIPIENT, across, exact
from engagekit.mapping.table_detection import DetectedTable
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
    headers, stem = detected.listing.headers, detected.listing.export.path.stem
    own = tables.settings.organisation
    plain = exact(columns, one.table)
    fields = one.fields
    called = dict(zip(detected.columns, detected.headers, strict=True))  # by letter without a name
    said = {name: called[at] for name, at in fields.items() if plain.get(name) != at}
    if "department" not in fields and one.table in (SURVEY, "touches", "contacts"):
        unit = _units(columns, body, tables)
        said |= {} if unit is None else {"department": called[unit]}
    together = across(columns, one.table)
    by_name = "display_name" in {*fields, *together.fields}
    by_name &= not {"email", "contact_id"} & fields.keys()
    if by_name and one.table in ("touches", "attendance"):
        said["own_log"] = "yes"
    if one.table == "attendance" and "status" not in {*fields, *together.fields}:
        said["status"] = "attended"
    if one.table == "touches" and "begun_by" not in fields:
        begun = re.compile("|".join(vocabulary.words("ways.outreach")["titles"]))
        texts = map(normal, [*titles(detected.listing), detected.listing.sheet.name, stem])
        said |= {"begun_by": "library"} if any(map(begun.search, texts)) else {}
    if one.table == "touches" and "channel" not in fields:
        said["channel"] = usual_way([*titles(detected.listing), *headers, stem], plain)
        of_months = any(part.note == MONTHS for part in columns if part.column == fields.get("on"))
        of_months &= not plain.keys() & {"need", "staff_id", "touch_id"}  # those are of an enquiry
        of_months &= sum(one.kind == "number" for one in columns) > 1
        worded = (part.column for part in columns if part.kind == "choice")
        if of_months or any(loans_in(body[at]).any() for at in worded):
            said["channel"] = "self-service"  # how often somebody used what, in a month
            said.pop("need", None)
    asked = {*fields} & OF_AN_ENQUIRY - {"display_name", "staff_id"}
    if one.table == "touches" and "on" in fields and not asked:  # they began to work on that day
        joined = words()["contacts"]["joined_on"]
        said |= {"on": DOTS} if normal(headers[fields["on"]]) in joined else {}
    if one.table == "counts":
        if "what" not in fields:
            said |= _counted({normal(headers[at]) for at in together.tallies}, detected, tables)
        said |= _enquiries(fields, together.tallies, columns, body, detected, tables)
    if one.table == "usage" and "metric" not in {*fields, *together.fields}:
        head = headers[fields["n"]] if "n" in fields else ""
        plain_head = normal(head) in vocabulary.words("table_rows")["counted"]
        known = {*map(normal, listed_words("usage")["uses"]), *words()["usage"]["n"]}
        kinds = [at for at, share in _known(columns, body, known) if share >= SAME_UNITS]
        titled = named_by(detected)
        by_title = use_in(titled) * bool(together.tallies or is_by_user(columns, titled))
        said["metric"] = head if head and not plain_head else by_title or _title(detected)
        said |= {"metric": called[kinds[0]]} if len(kinds) == 1 else {}
    if one.table == "usage" and "on" not in fields and counts_use(columns):
        above = " ".join([*titles(detected.listing), stem])
        said["on"] = range_in(above, own) or quarter_in(above, own) or DOTS
    if one.table == "usage" and "platform" not in {*fields, *together.fields}:
        said["platform"] = _platform([*titles(detected.listing), stem], tables) or DOTS
    if (
        one.table == "budget"
        and "line" in one.lacks
        and {"period", "kind"} <= {*fields, *together.fields}
    ):
        said["line"] = _title(detected)  # sums of all that a library planned and spent
    if one.table == "budget":
        units = tables.contacts["department"].dropna() if tables.has("contacts") else ()
        named = {normal(headers[at]) for at in together.tallies}
        if named and named <= {*map(normal, units)}:  # a column a department
            said["line"] = _title(detected)
        if "kind" not in {*fields, *together.fields}:
            said["kind"] = _kind(columns, detected, fields)
        above = " ".join([*titles(detected.listing), *headers])
        across_all = bool(months_across(columns))
        is_given = across_all or "period" in {*fields, *together.fields}
        both = year_and_so_far(detected.listing, together.kinds, own)
        is_given |= bool(both)
        is_open = any(UNTIL in one for one in (*together.months.values(), *both.values()))
        is_given &= not is_open
        sums = [part for part in columns if part.column == fields.get("amount")]
        heads = [headers[at] for at in together.kinds.values()] + [one.header for one in sums]
        heads += [headers[at] for at, label in together.months.items() if UNTIL in label]
        ends = {so_far(one, detected.listing, own) for one in heads} - {""}
        stated = range_in(above, own)
        stated = stated or (min(ends) if len(ends) == 1 and not both else quarter_in(above, own))
        if not stated and any(map(CUMULATED.search, headers)):
            stated = until_in(above, own) or until_in(stem, own)
        stated = "" if UNTIL in stated else stated
        is_open |= bool(ends) or any(map(CUMULATED.search, heads))
        stated = stated or ("" if is_open else stated_period(detected.listing, own))
        stated = stated or (DOTS if is_open or says_money(sums, together.fields) else "")
        if not is_given and is_of_sheets(detected.listing, own):
            stated = SHEET
        said |= {"period": stated} if stated and not is_given else {}
    if one.table == "contracts" and one.lacks == ("currency", "ends_on"):
        said["ends_on"] = DOTS
    if one.table in MONTHLY and open_months(columns, detected.listing, own):
        said["year"] = DOTS
    several = any(part.note == CURRENCIES for part in columns)  # which is not for us to say
    if one.table in ("budget", "contracts") and not ("currency" in fields or several):
        money = [fields.get("amount", fields.get("price", -1)), *together.kinds.values()]
        heads = [part.header for part in columns if part.column in {*money, *together.months}]
        top = titles(detected.listing)
        used = [one for one in {*money, *together.months} if one in body]
        cells = body[used].head(FEW).to_numpy().ravel()
        each = (stated_currencies(texts, own.currency) for texts in (heads, top, cells))
        found = next(filter(None, each), set())
        currency = min(found) if len(found) == 1 else DOTS if found else own.currency
        said |= {"currency": DOTS if currency == "$" else currency}
    return said


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


def _enquiries(
    fields: Mapping[str, int],
    tallies: Sequence[int],
    columns: Sequence[ColumnProfile],
    body: pd.DataFrame,
    detected: DetectedTable,
    tables: Tables,
) -> dict[str, str]:
    """Return that a list counts enquiries by way, department or topic, where it says so."""
    headers, at = detected.listing.headers, fields.get("what")
    corner = "" if at is None else normal(headers[at])
    above = [
        *named_by(detected),
        corner,
        *(headers[fields[one]] for one in ("n",) if one in fields),
    ]
    above += [headers[one] for one in tallies if len(tallies) == 1]
    texts = [headers[one] for one in tallies] if at is None else [*body[at].unique()]
    texts = [one for one in texts if one]
    if "place" in fields or not texts or not says_enquiries(above):
        return {}
    listed = words()["touches"]
    units = tables.contacts["department"].dropna() if tables.has("contacts") else ()
    in_units = {*map(normal, texts)} & {*map(normal, units)}
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
    if not tables.has("contacts"):
        return None
    units = {normal(str(one)) for one in tables.contacts["department"].dropna().unique()}
    places = {*words()["counts"]["place"]}  # of the desk, unless all are departments
    least = {one.column: 1 if normal(one.header) in places else SAME_UNITS for one in columns}
    columns = [one for one in columns if not RECIPIENT.match(one.header)]
    found = [at for at, share in _known(columns, body, units) if share >= least[at]]
    return found[0] if len(found) == 1 else None


def _known(
    columns: Sequence[ColumnProfile], body: pd.DataFrame, known: set[str]
) -> list[tuple[int, float]]:
    """Return the columns of words, each with the share of its different cells that are known."""
    worded = [part.column for part in columns if part.kind in ("choice", "text")]
    cells = [(at, {normal(str(one)) for one in body[at].unique()} - {""}) for at in worded]
    return [(at, len(one & known) / len(one)) for at, one in cells if one]
