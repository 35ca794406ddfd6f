"""What has to be said of a file beside its columns: kind and time of money, what is counted."""

import re
from collections.abc import Callable, Sequence

import pandas as pd

from engagekit.files.source_file import letter
from engagekit.loading.likely_tables import SAME_UNITS, department_column, known_shares
from engagekit.loading.stated_money import currency_of, said_of_money, said_of_price
from engagekit.loading.unknown_list import UnknownList
from engagekit.mapping import event_columns
from engagekit.mapping.columns import (
    CURRENCIES,
    MONTHS,
    MOST,
    TIMED,
    ColumnProfile,
    is_money,
    months_across,
)
from engagekit.mapping.evidence import OF_AN_ENQUIRY, counts_use, is_by_user, named_by
from engagekit.mapping.headers import (
    ENQUIRIES,
    counts_enquiries,
    counts_others,
    says_enquiries,
    use_in,
    ways,
)
from engagekit.mapping.mapping_file import SURVEY, normal, words
from engagekit.mapping.plans import open_months
from engagekit.mapping.proposing import Proposal
from engagekit.mapping.row_states import ASKED, REMARKS, TIME_OF_DAY, TYPES, loans_in, usual_way
from engagekit.mapping.suggesting import ELAPSED, MONTHLY, RECIPIENT, across, exact
from engagekit.mapping.table_detection import DetectedTable
from engagekit.parsing.budget_periods import DOTS, quarter_in, range_in
from engagekit.parsing.word_lists import words as listed_words
from engagekit.readers.shared import vocabulary
from engagekit.tables.tables import Tables

_BY_TOPIC, _RECIPIENTS, _KINDS = (
    re.compile("|".join(vocabulary.words("headers")[one]))
    for one in ("by_topic", "recipients", "of_kinds")
)
_EVENTS = re.compile("|".join(vocabulary.words("headers")["of_events"]), re.IGNORECASE)
_OF_DAY = {*vocabulary.words("headers")["of_day"]}
"""Headers over the hour at which something was, and no length of time."""


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
    file = UnknownList(one, columns, body, detected, tables, plain, together, called)
    own = tables.settings.organisation
    said = {name: called[at] for name, at in one.fields.items() if plain.get(name) != at}
    if "department" not in one.fields and one.table in (SURVEY, "touches", "contacts"):
        unit = department_column(columns, body, tables)
        said |= {} if unit is None else {"department": called[unit]}
    by_name = "display_name" in file.given and not {"email", "contact_id"} & one.fields.keys()
    if by_name and one.table in ("touches", "attendance"):
        said["own_log"] = "yes"
    if one.table == "attendance" and "status" not in file.given:
        free = [part for part in columns if part.column not in one.fields.values()]
        said["status"] = DOTS if event_columns.tell_results(free) else "attended"
    if one.table in _SAID_OF:
        said |= _SAID_OF[one.table](file)
    if one.table == "touches" and _is_of_use(file):
        said["channel"] = "self-service"
        said.pop("need", None)  # what was borrowed or used
    if one.table == "contracts" and one.lacks == ("currency", "ends_on"):
        said["ends_on"] = DOTS
    if one.table == "headcounts" and "on" not in one.fields:
        said["on"] = DOTS
    if one.table in MONTHLY and open_months(columns, detected.listing, own):
        said["year"] = DOTS
    several = any(part.note == CURRENCIES for part in columns)  # which is not for us to say
    if one.table in ("budget", "contracts") and not ("currency" in one.fields or several):
        is_open = DOTS in (said.get("amount"), said.get("price"))
        said["currency"] = currency_of(file, is_open=is_open)
    return said


def _said_of_log(file: UnknownList) -> dict[str, str]:
    """Return who began, the way and the day of a log of touches."""
    fields, listing, said = file.one.fields, file.detected.listing, dict[str, str]()
    if "begun_by" not in fields:
        begun = re.compile("|".join(vocabulary.words("ways.outreach")["titles"]))
        above = map(normal, [*file.titles, listing.sheet.name, file.stem])
        who = [fields[one] for one in ("display_name", "email") if one in fields]
        is_sent = any(_RECIPIENTS.fullmatch(normal(file.headers[at])) for at in who)
        is_sent |= not who and any(map(RECIPIENT.match, file.headers))
        by_us = any(map(begun.search, above))
        is_sent &= not any(map(ASKED.search, file.headers))  # unasked, or what they had asked for
        said |= {"begun_by": "library" if by_us else DOTS} if by_us or is_sent else {}
    if "channel" not in fields:
        texts = [*file.titles, *file.headers, file.stem]
        types = [one for one in file.columns if normal(one.header).split(" ")[-1] in TYPES]
        types = [one for one in types if one.distinct == 1 and not ASKED.search(one.samples)]
        alike = {one.column for one in types}  # all are contractors
        asked = {one for one, at in file.plain.items() if one != "need" or at not in alike}
        way = usual_way(texts, asked) or usual_way([*texts, listing.sheet.name], asked)
        if way == "reference" and (_is_of_meetings(file) or _is_of_comments(file)):
            way = ""
        said["channel"] = way or DOTS
    said |= {"minutes": DOTS} if "minutes" in fields and _other_times(file) else {}
    asked = {*fields} & OF_AN_ENQUIRY - {"display_name", "staff_id"}
    if "on" in fields and not asked:  # they began to work on that day, were born or made members
        joined = words()["contacts"]["joined_on"]
        head = file.headers[fields["on"]]
        is_plain = file.plain.get("on") == fields["on"] or bool(ways([head]))
        is_plain |= any(map(ASKED.search, file.headers))
        is_plain |= said.get("channel") == "self-service" or _is_of_use(file)
        said |= {} if is_plain and normal(head) not in joined else {"on": DOTS}
    return said


def _said_of_events(file: UnknownList) -> dict[str, str]:
    """Return that the title is asked, where nothing says that people came to what is listed."""
    at = file.one.fields.get("title")
    texts = pd.Series([*named_by(file.detected), *file.headers])
    is_plain = not {"head_count", "event_id"}.isdisjoint(file.one.fields)
    is_plain |= bool(texts.str.contains(_EVENTS).any())
    if is_plain or at is None or file.body[at].str.contains(_EVENTS).mean() > MOST:
        return {}
    return {"title": DOTS}


def _is_of_meetings(file: UnknownList) -> bool:
    """Return whether rows are of trainings or meetings, by a header or by most of the topics."""
    met = ("training", "meeting", "event")
    sums = {one.header for one in file.columns if one.kind == "number" and not one.is_code}
    headers = [one for one in file.headers if one not in sums]  # questions asked at each of them
    if any(map(ASKED.search, headers)):
        return False
    at = file.one.fields.get("need")
    headers = [one for one in headers if at is None or one != file.headers[at]]  # `Consulta`
    cells = file.body[at][file.body[at] != ""] if at is not None else pd.Series(dtype="str")
    named = [word for word, way in ways(cells.unique()) if way in met]
    of_topics = len(cells) and 2 * int(cells.isin(named).sum()) >= len(cells)
    return bool(of_topics) or any(way in met for _, way in ways(headers))


def _is_of_comments(file: UnknownList) -> bool:
    """Return whether rows are what somebody wrote, sorted by theme, and nobody asked anything."""
    heads = {*map(normal, file.headers)}
    sorted_by = not heads.isdisjoint(vocabulary.words("headers")["sorted_by"])
    return sorted_by and any(map(REMARKS.fullmatch, heads)) and not any(map(ASKED.search, heads))


def _other_times(file: UnknownList) -> list[ColumnProfile]:
    """Return columns of time beside that of the minutes: `Hours | Minutes`."""
    free = [one for one in file.columns if one.column not in file.one.fields.values()]
    free = [one for one in free if one.kind == "number" and TIMED.search(one.header)]
    free = [one for one in free if not (is_money(one.header) or ELAPSED.search(one.header))]
    return [one for one in free if normal(one.header) not in _OF_DAY]


def _is_of_use(file: UnknownList) -> bool:
    """Return whether a log without ways is of loans, or how often somebody used what in a month."""
    columns, at = file.columns, file.one.fields.get("on")
    of_months = any(part.note == MONTHS for part in columns if part.column == at)
    of_months &= not file.plain.keys() & {"need", "staff_id", "touch_id"}  # of an enquiry
    of_months &= sum(one.kind == "number" for one in columns) > 1
    worded = (part.column for part in columns if part.kind == "choice")
    is_lent = any(loans_in(file.body[at]).any() for at in worded)
    return "channel" not in file.one.fields and (of_months or is_lent)


def _said_of_counts(file: UnknownList) -> dict[str, str]:
    """Return what is counted, where its title or the names of its columns say it."""
    said = {} if "what" in file.one.fields else _counted(file)
    return said | _enquiries(file)


def _said_of_usage(file: UnknownList) -> dict[str, str]:
    """Return metric, time and platform of how often something was used."""
    fields, headers, columns, said = file.one.fields, file.headers, file.columns, dict[str, str]()
    above = [*file.titles, file.stem]
    if "metric" not in file.given:
        head = headers[fields["n"]] if "n" in fields else ""
        plain_head = normal(head) in vocabulary.words("table_rows")["counted"]
        known = {*map(normal, listed_words("usage")["uses"]), *words()["usage"]["n"]}
        kinds = [at for at, share in known_shares(columns, file.body, known) if share >= SAME_UNITS]
        titled = named_by(file.detected)
        by_title = use_in(titled) * bool(file.together.tallies or is_by_user(columns, titled))
        said["metric"] = head if head and not plain_head else by_title or file.title
        said |= {"metric": file.called[kinds[0]]} if len(kinds) == 1 else {}
    if "on" not in fields and counts_use(columns):
        own, text = file.tables.settings.organisation, " ".join(above)
        said["on"] = range_in(text, own) or quarter_in(text, own) or DOTS
    if "platform" not in file.given:
        said["platform"] = _platform(above, file.tables) or DOTS
    return said


_SAID_OF: dict[str, Callable[[UnknownList], dict[str, str]]] = {
    "touches": _said_of_log,
    "events": _said_of_events,
    "counts": _said_of_counts,
    "usage": _said_of_usage,
    "budget": said_of_money,
    "contracts": said_of_price,
}


def _counted(file: UnknownList) -> dict[str, str]:
    """Return what is counted, where the columns are places of the staff list or times of a day."""
    tables = file.tables
    tallies = {normal(file.headers[at]) for at in file.together.tallies}
    sites = set(tables.contacts["site"].dropna().map(normal)) if tables.has("contacts") else set()
    if not tallies or not (tallies <= sites or all(map(TIME_OF_DAY.fullmatch, tallies))):
        return {}
    return {"what": file.title}


def _enquiries(file: UnknownList) -> dict[str, str]:
    """Return that a list counts enquiries by way, department or topic, where it says so."""
    headers, fields, tallies = file.headers, file.one.fields, file.together.tallies
    at = fields.get("what")
    corner = "" if at is None else normal(headers[at])
    numbers = [headers[fields["n"]]] if "n" in fields else []
    above = [*named_by(file.detected), corner, *numbers]
    above += [headers[one] for one in tallies if len(tallies) == 1]
    texts = [headers[one] for one in tallies] if at is None else [*file.body[at].unique()]
    texts = [one for one in texts if one]
    counted = any(map(counts_enquiries, numbers))
    if at is None and counted:
        return _split_twice(file)
    of_questions = [one for one in texts if _KINDS.fullmatch(normal(one))]
    counted |= len(of_questions) > max(1, len(texts) / 2)
    unknown = {"what": DOTS} if counted else {}  # by branch, or what came in and what was answered
    if "place" in fields or not texts or not (counted or says_enquiries(above)):
        return unknown
    listed = words()["touches"]
    in_units = {*map(normal, texts)} & file.departments
    others = counts_others(texts)
    by_way = [one for one in texts if one not in others]
    is_by_way = len(ways(by_way)) >= MOST * len(by_way) and not (others and len(by_way) < 2)
    if (len(texts) == 1 and at is None) or is_by_way:
        word = ENQUIRIES[0]
    elif corner in listed["department"] or len(in_units) >= SAME_UNITS * len(texts):
        word = ENQUIRIES[1]
    elif corner in listed["need"] or any(map(_BY_TOPIC.search, map(normal, above))):
        word = ENQUIRIES[2]
    else:
        others += [one for one in texts if counts_enquiries(one)]
        return unknown or ({} if others else {"what": DOTS})
    place = {} if at is None else {"place": headers[at] or f"={letter(at)}"}
    return {"what": word, **place}


def _split_twice(file: UnknownList) -> dict[str, str]:
    """Return by what enquiries are split in a list with other columns, all of them known.

    A way goes before a department, and that before a topic; a librarian is none.
    """
    fields, listed = {*file.one.fields.values()}, words()["touches"]
    split: dict[str, str] = {}
    for part in file.columns:
        plain = normal(part.header)
        is_other = part.kind in ("number", "empty") or REMARKS.fullmatch(plain)
        if is_other or part.column in fields:
            continue
        if part.is_way:
            split[ENQUIRIES[0]] = part.header
        elif plain in listed["department"] or {*file.body[part.column].map(normal)} <= (
            file.departments
        ):
            split[ENQUIRIES[1]] = part.header
        elif plain in listed["need"]:
            split[ENQUIRIES[2]] = part.header
        elif plain not in listed["staff_id"]:  # `Status`: what came in and what was answered
            return {}
    (what,) = [one for one in ENQUIRIES if one in split][:1] or ENQUIRIES[:1]
    return {"what": what, **({"place": split[what]} if what in split else {})}


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


def left_aside(
    one: Proposal, columns: Sequence[ColumnProfile], said: dict[str, str]
) -> tuple[str, ...]:
    """Return the columns that a list would not use."""
    months = months_across(columns) if one.table in MONTHLY else []
    used = {*one.fields.values(), *(part.column for part in months)}
    used |= across(columns, one.table).columns
    if said.get("what") == ENQUIRIES[0]:
        others = counts_others(part.header for part in columns)
        used -= {part.column for part in columns if part.header in others}
    return tuple(
        part.header or part.letter
        for part in columns
        if one.table != SURVEY and part.column not in used and part.header not in said.values()
    )
