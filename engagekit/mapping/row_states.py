"""What a file says became of its rows: void, cancelled, and by which way they came."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from engagekit.mapping.columns import (
    COST,
    CUMULATED,
    HALF,
    MONTHS,
    SHARES,
    TIMED,
    ColumnProfile,
    is_money,
    kind_and_rest,
    months_across,
)
from engagekit.mapping.headers import names_uses, uses, ways
from engagekit.mapping.mapping_file import normal
from engagekit.mapping.mapping_file import words as header_words
from engagekit.mapping.units import GROSS, NET
from engagekit.parsing import word_lists
from engagekit.parsing.values import flags, fold, in_languages, numbers
from engagekit.readers.shared._table import squash
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.question_bank import SATISFIED

ASKED = re.compile(r"(?i)question|quer(?:y|ies)|[ei]nquir|request|demande|frage|vraag|pregunta")
"""Headers of a log of what was asked."""
REMARKS = re.compile("|".join(words("table_rows")["remarks"]))
"""Whole, as `normal` makes them: over what somebody wrote beside a row."""
ASKED_OF = frozenset({"need", "staff_id", "matter_id"})
"""Fields that only a log of what was asked or answered has."""
ACCOUNT = re.compile("|".join(words("headers")["accounts"]), re.IGNORECASE)
"""Headers over numbers of accounts, which are no sums, nor how many."""
ADDRESS = re.compile(r"(?i)[\s_'’s-]*\b(?:e-?mail|courriel|mail)(?:[\s_-]+address)?\s*$")
"""What a header over addresses adds to the word for the person: `Attendee email`."""
TIME_OF_DAY = re.compile("|".join(words("headers")["times_of_day"]))
"""Headers, as `normal` makes them, over the numbers of a part of each day."""
FINISHED = {"complete", "completed", "passed", "reussi", "reussie", "termine", "terminee"}
"""Cells, as `normal` makes them, of who ended a course; of an order they say nothing."""
READINGS, _OF_A_TERM = (
    re.compile("|".join(words("headers")[one])) for one in ("readings", "of_a_term")
)
"""Headers, as `normal` makes them, over where a meter stands, and over each year of a term."""
UNTITLED = re.compile(r"(?i)(?:sheet|feuil|tabelle|hoja|blatt|planilha|foglio)\s?\d*$")
"""Names that spreadsheets give to a sheet."""
HEADS = re.compile("|".join(words("headers")["heads"]))
"""Headers over how many people there were, as `normal` makes them."""
STATUS = ("status", "statut", "state", "etat", "estado", "stato", "action")
"""Last words of headers over what became of a row; before `de` in French the first."""
VOID = {key: ["cancelled"] for key in ("budget", "contracts", "counts")}
VOID |= {key: ["cancelled", "no_show", "planned"] for key in ("touches", "events")}
VOID |= {"attendance": ["cancelled", "waiting"]}  # beside the column of who came
"""What says that a row is void, where such rows count nowhere: who declined was invited."""
SIDES = words("money.sides")
"""Words over debit and credit, and for them."""
_SAMPLE = re.compile(r"([^\s,][^,]*?) \(\d+\)")
"""A cell among the samples of a column, before how often it is there."""
_ORDERED, _CAME_IN, _BILL, _PAYMENT = (
    re.compile("|".join(words("money.lines")[one]))
    for one in ("ordered", "income_types", "billed_types", "paid_types")
)
_INVOICED = re.compile("|".join(words("headers")["invoiced"]))
_RESULT = re.compile("|".join(words("headers")["of_purpose"]), re.IGNORECASE)
_ENDED = re.compile(r"\b(?:complet|finish|passed\b|termine|acheve|abgeschlossen)")
BOOKED = tuple("|".join(words("ways.booked")[one]) for one in ("rooms", "by"))
_SERVED = re.compile("|".join(words("ways.self_service")["headers"]))
_OF_ENQUIRIES = re.compile("|".join(words("ways.enquiries")["texts"]))
_FETCHED, _UNCLEAR = ("|".join(words("ways.unclear")[one]) for one in ("ordered", "others"))
_LENT, _MOVED = ("|".join(words("ways.circulation")[one]) for one in ("lent", "moved"))
_REASON = re.compile(r"\s*(?:[-–—:;,.(/](?!\s*\d)|$)")
"""What stands between a word and why: `VOID - paid twice`."""
_FELL, _VOIDED = (
    re.compile("|".join(words("table_rows")[one])) for one in ("fell_through", "voided")
)
_STAFF = words("staff_list")
GROUPED_BY = ("department", "role_level", "cost_centre", "site", "place")
"""Fields of a group, of which there are more than yes and no."""
_KEYS = re.compile(r"\s*[,;=:|]\s*")
"""What parts the codes and words of a key from one another."""
MOST_STATES = 12
"""Different words up to which a column says who is still there."""
TYPES = ("type", "kind", "document", "doc", "art", "category", "source")
"""Last words of headers over what kind of record a row is."""


def sides_of(columns: Sequence[ColumnProfile]) -> tuple[int, ...]:
    """Return the columns of debit and of credit, where there is one of each.

    A header with both is over their difference: `Debit minus credit`.
    """
    said = [(part, {*normal(part.header).split(" ")}) for part in columns]
    said = [(part, found) for part, found in said if part.kind in ("number", "empty")]
    debit, credit = ({*SIDES[side]} for side in ("debit", "credit"))
    said = [(part, found) for part, found in said if not (found & debit and found & credit)]
    both = [[part.column for part, found in said if found & side] for side in (debit, credit)]
    places = tuple(one for side in both for one in side)
    return places if all(len(side) == 1 for side in both) and len({*places}) == 2 else ()


def clocks_of(columns: Sequence[ColumnProfile]) -> tuple[int, ...]:
    """Return the column of the time at the end and that at the start; a day with a time is none."""
    listed, free = words("ways.clocks"), ("number", "email", "empty", "date", "moment")
    both = [
        [part.column for part in columns if normal(part.header) in listed[side]]
        for side in ("end", "start")
    ]
    places = tuple(one for side in both for one in side)
    typed = {one.column for one in columns if one.kind not in free or one.note == "durations"}
    return places if all(len(side) == 1 for side in both) and typed >= {*places} else ()


def credits_in(header: str, cells: pd.Series) -> pd.Series:
    """Return which rows a column of debit and credit, or of documents, calls credits.

    A letter says it only below a header that speaks of debit and credit: `D/C`, `DR/CR`, `S/H`; a
    code of two letters only beside that of the bills: `PI` and `PC`.

    Examples
    --------
    >>> credits_in("D/C", pd.Series(["D", "C"])).tolist()
    [False, True]
    >>> credits_in("Team", pd.Series(["D", "C"])).tolist()
    [False, False]
    """
    said = cells.map(normal)
    letters = [*SIDES["credit_letters"], *SIDES["debit_letters"]]
    alone = {*normal(header).split(" ")} & {*letters, *SIDES["debit"], *SIDES["credit"]}
    alone = alone if said[said != ""].isin(letters).all() else set()
    pairs = [pair.split()[1] for pair in SIDES["pairs"] if said.eq(pair.split()[0]).any()]
    return said.isin([*SIDES["credit_words"], *(SIDES["credit_letters"] if alone else ()), *pairs])


def is_status(header: str) -> bool:
    """Return whether a header says that its cells are what became of a row."""
    words = normal(header).split(" ")
    return words[-1] in STATUS or " ".join(words[:2]) in ("statut de", "statut d", "statut du")


def tells_end(header: str) -> bool:
    """Return whether a header says what became of a row, or is over the day on which it ended."""
    return is_status(header) or bool(_ENDED.search(normal(header)))


def status_words(
    field: str, header: str, cells: Collection[str], codes: Mapping[str, str]
) -> dict[str, str]:
    """Return our words for ways, and for who came: who completed a course did.

    ``codes``: the words for some cells, as the list itself gives them.
    """
    if field == "kind":  # of money: planned or spent
        kinds = {code: said for code in cells if (said := kind_and_rest(code)[0])}
        return kinds if 2 * len(kinds) >= len(cells) else {}
    if field not in ("channel", "status"):
        return {}
    known = {code: ours for code in cells for _, ours in ways([codes.get(code, "")], field)}
    known |= dict(ways(cells, field))
    ended = [one for one in cells if "complet" in normal(header) and normal(one) in FINISHED]
    return known | dict.fromkeys(ended if field == "status" else (), "attended")


def void_words(table: str, header: str, cells: pd.Series) -> list[str]:
    """Return the words of a column of states that say that a row is void or did not take place.

    So are what was ordered and what was invoiced, side by side: the invoice alone is spending, and
    what came in beside what was spent is not.
    Where others have a number, a word says it as well.

    Examples
    --------
    >>> void_words("budget", "Invoice status", pd.Series(["Paid", "Voided", "Voided"]))
    ['Voided']
    """
    if (
        table == "budget"
        and _INVOICED.fullmatch(normal(header))
        and not (read := flags(cells)).bad.any()
    ):
        return [*cells[read.values.eq(False).fillna(False)].unique()]  # it is only ordered
    if table == "budget" and normal(header).split(" ")[-1] in TYPES:
        said = [str(word) for word in cells.unique() if word]
        found = [word for word in said if _ORDERED.search(normal(word))]
        found += [word for word in said if _CAME_IN.fullmatch(normal(word))]
        if any(_BILL.fullmatch(normal(word)) for word in said):  # of a statement
            found += [word for word in said if _PAYMENT.fullmatch(normal(word))]
        return found if len(found) < len(said) else []
    if table == "contacts":
        return _gone(cells)
    if table == "touches" and (lent := loans_in(cells)).any():
        return [str(word) for word in cells[~lent].unique() if word]  # what came back is no loan
    # `Cancelled` over yes and no; 0 and 1 may be how many did not come
    marks = [ours for _, ours in ways([header], "status")] * (not cells.str.isdigit().any())
    if {*marks} & {*VOID.get(table, ())} and not (read := flags(cells)).bad.any():
        return [*cells[read.values.fillna(False)].unique()]
    sides = {*map(normal, in_languages(header))}
    is_answer = _RESULT.search(header) and not flags(cells).bad.any()  # `Outcome: No`
    is_log = table == "touches" and not is_answer
    of_people = sides & {*header_words()["attendance"]["status"]} if is_log else set()
    if (among := ~(read := numbers(cells)).bad).mean() > HALF and read.values.notna().any():
        cells, of_people = cells[~among], {"status"}  # `cancelled` below how many came
    if table not in ("contacts", "contracts") and REMARKS.fullmatch(normal(header)):
        return [word for word in cells.unique() if word and _is_void(word, table)]
    void = VOID.get(table) if is_status(header) or of_people else None
    if void is None and table in ("events", "touches"):  # among what a room was booked for
        said = [word for word in cells.unique() if _FELL.fullmatch(normal(word))]
        others = {*cells.unique()} - {"", *said}  # yes and no: whether it was answered
        return said if others and not ways(others, "status") else []
    states = [*ways(cells.unique(), "status"), *ways(cells.unique(), "foreseen")]
    return [word for word, ours in states if ours in void] if void else []


def worded_as(columns: Sequence[ColumnProfile], listed: Collection[str]) -> list[ColumnProfile]:
    """Return the columns of words whose header is one of some."""
    return [
        part
        for part in columns
        if {squash(one) for one in in_languages(part.header)} & {*listed}
        and part.kind in ("text", "choice")
    ]


def _is_void(remark: str, table: str) -> bool:
    """Return whether a remark is the word for it, before a reason, or says what fell through.

    Examples
    --------
    >>> said = ["VOID", "Void - paid twice", "Voided and paid again", "Cancelled due to snow"]
    >>> [_is_void(one, "budget") for one in said], _is_void(said[3], "events")
    ([True, True, False, False], True)
    """
    lead = _REASON.split(remark)[0]
    if table == "budget":  # a subscription may be cancelled, and its last invoice paid
        return bool(_VOIDED.fullmatch(normal(lead)))
    alone = " " not in lead and dict(ways([lead], "status")).get(lead) == "cancelled"
    return alone or (table in ("events", "touches") and bool(_FELL.match(normal(remark))))


def _gone(cells: pd.Series) -> list[str]:
    """Return the words for who has left, in a column that says of most people that they are there.

    Examples
    --------
    >>> _gone(pd.Series(["A", "A", "LOA", "TERM", ""])), _gone(pd.Series(["Left", "Right"]))
    (['TERM'], [])
    """
    each = cells[cells != ""].value_counts(sort=False)
    said = fold(pd.Series(each.index, dtype="str"))
    left, there = (said.str.contains("|".join(_STAFF[one])) for one in ("gone", "there"))
    here = each[(there & ~left).to_numpy()].sum()
    is_state = len(each) <= MOST_STATES and 2 * here >= each.sum()
    return [str(word) for word in each.index[left.to_numpy()]] if is_state else []


def loans_in(cells: pd.Series) -> pd.Series:
    """Return which rows are loans, where each is of a loan, a renewal or a return."""
    lent = cells.str.fullmatch(_LENT, case=False)
    return lent & bool((lent | cells.str.fullmatch(f"{_MOVED}|", case=False)).all())


def not_there(crosses: Sequence[pd.Series]) -> list[str]:
    """Return the line of a mapping for the cells of who is on no list of an event.

    Where each person has a cell for each event, yes or no, nothing says who had registered.

    Examples
    --------
    >>> not_there([pd.Series(["1", "0"]), pd.Series(["0", "1"])])
    ['missing = ["0"]  # not there, registered or not']
    >>> not_there([pd.Series(["Yes", "No"]), pd.Series(["", "Yes"])])
    []
    """
    cells = pd.concat(crosses) if crosses else pd.Series(dtype="str")
    known = dict(ways(cells.unique(), "status"))
    absent = [f'"{word}"' for word, ours in known.items() if ours == "no_show"]
    plain = {*known.values()} == {"attended", "no_show"} and len(known) == cells.nunique() == 2
    line = f"missing = [{', '.join(absent)}]  # not there, registered or not"
    return [line] if plain and (cells != "").all() else []


def requests_in(headers: Iterable[str]) -> list[str]:
    """Return the questions of a form of requests: what somebody wants, and until when.

    Examples
    --------
    >>> requests_in(["Your name", "What do you need?", "Deadline"])
    ['What do you need?', 'Deadline']
    >>> requests_in(["What do you need?", "How satisfied are you?"])
    []
    """
    heads, sign = {normal(header): header for header in headers}, words("wordings.log")
    wanted = [
        [heads[one] for one in heads if any(re.fullmatch(each, one) for each in sign[kind])]
        for kind in ("request", "due")
    ]
    rated = any(re.search(SATISFIED, one) for one in heads)
    return [*wanted[0], *wanted[1]] if all(wanted) and not rated else []


def usual_way(texts: Sequence[str], fields: Collection[str]) -> str:
    """Return the way of a log that names none: its title and headers tell what it is a log of.

    ``fields``: those that its headers name. A log of what was asked, or of who answered, is one of
    enquiries, whatever tool or book it names. Empty: nothing says what people did on a day.

    Examples
    --------
    >>> usual_way(["Loans", "Borrower", "Issued"], ["on"]), usual_way(["Date", "Client"], ["on"])
    ('self-service', 'reference')
    >>> usual_way(["Date", "Client", "Topic", "Database"], ["on", "need"])
    'reference'
    >>> usual_way(["Ward visits", "Date", "Ward"], ["on"]), usual_way(["Room bookings"], ["on"])
    ('walk', 'self-service')
    >>> usual_way(["Chat ID", "Visitor name"], ["on"]), usual_way(["From", "To", "Subject"], [])
    ('chat', 'email')
    >>> usual_way(["Date", "Name", "Department"], ["on"])
    ''
    >>> usual_way(["Requester", "ISBN"], ["on"]), usual_way(["Referred by", "Topic"], ["need"])
    ('', '')
    """
    # a key to its codes names several: "W = walked in, T = phoned"
    texts = [one for one in texts if len({ours for _, ours in ways(_KEYS.split(one))}) < 2]
    booked = [any(re.search(one, normal(text)) for text in texts) for one in BOOKED]
    asked = not ASKED_OF.isdisjoint(fields) or any(map(ASKED.search, texts))
    asked &= not all(booked)  # what a room is booked for is no question
    if any(way == "walk" for _, way in ways(texts)):
        return "walk"
    for way, listed in words("ways.numbered").items():
        if all(any(re.fullmatch(one, normal(text)) for text in texts) for one in listed):
            return way
    plain = [*map(normal, texts)]
    if not asked and (all(booked) or any(map(_SERVED.search, plain))):
        return "self-service"
    plainly = any(map(ASKED.search, texts)) or {"need", "display_name"} <= {*fields}
    unclear = _FETCHED if plainly else f"{_FETCHED}|{_UNCLEAR}"
    if any(re.fullmatch(unclear, one) for one in plain):
        return ""
    return "reference" if asked or any(map(_OF_ENQUIRIES.search, plain)) else ""


def is_of_weekdays(part: ColumnProfile) -> bool:
    """Return whether a column holds days of the week, beside that of days: no things counted."""
    names = {*word_lists.words("cells.weekdays")["names"]}
    found = {*map(normal, _SAMPLE.findall(part.samples))}
    return len(found) > 1 and found <= names


def tallies_of(columns: Sequence[ColumnProfile], *, lines: bool = False) -> tuple[int, ...]:
    """Return the columns of numbers beside one of days or months: of a thing or a place each.

    One alone has to say what it counts: `Visits`, not `Count`. ``lines``: of money by month, two at
    least.
    """
    beside = words("table_rows")
    columns = [part for part in columns if not REMARKS.fullmatch(normal(part.header))]
    columns = [part for part in columns if not is_of_weekdays(part)]
    days = [part for part in columns if part.kind == "date" or part.note == MONTHS]
    plain = [part for part in columns if part.kind == "number"]
    others = any(part not in plain and part.kind != "empty" for part in columns if part not in days)
    plain = [part for part in plain if normal(part.header).replace(" ", "") not in beside["totals"]]
    if lines:
        sums = {*header_words()["budget"]["amount"]}
        kinds = [one for one in plain if kind_and_rest(one.header)[0]]
        kinds += [one for one in plain if NET.search(one.header) or GROSS.search(one.header)]
        others |= bool(kinds) or any(normal(one.header) in sums for one in plain)
        days = [part for part in days if part.note == MONTHS]
    else:
        others |= any(is_money(one.header) or COST.search(one.header) for one in plain)
    others |= any(part.note == SHARES for part in plain)
    found = [part for part in plain if not (part.is_code or CUMULATED.search(part.header))]
    heads = {part.column: normal(part.header) for part in found}
    found = [part for part in found if not READINGS.search(heads[part.column])]
    if all(_OF_A_TERM.fullmatch(heads[part.column]) for part in found):
        return ()
    bare = not lines and not {normal(part.header) for part in found} & {*beside["counted"]}
    says = len(found) > 1 or bare
    alone = len(days) == 1 and says and not others and not months_across(columns)
    return tuple(part.column for part in found) if alone else ()


def uses_by_person(columns: Sequence[ColumnProfile]) -> tuple[int, ...]:
    """Return the columns of how often each person used one platform, over one time."""
    timed = any(part.kind in ("date", "moment") or part.note == MONTHS for part in columns)
    people = any(part.is_name or part.kind == "email" for part in columns)
    found = [part for part in columns if part.kind == "number" and uses([part.header])]
    is_of_people = people and not timed and names_uses([part.header for part in found])
    return tuple(part.column for part in found) if is_of_people else ()


def all_beside(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Return the total beside how many there were of each group, none beside money or minutes."""
    numbers = [part for part in columns if part.kind == "number" and not part.is_code]
    names = words("table_rows")["totals"]
    found = [part for part in numbers if normal(part.header).replace(" ", "") in names]
    others = any(is_money(one.header) or one.note == SHARES for one in numbers)
    others |= any(TIMED.search(one.header) or COST.search(one.header) for one in numbers)
    return found if len(numbers) > len(found) + 1 and not others else []
