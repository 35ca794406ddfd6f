"""What speaks against a table that a file may be: rules by table, each on its own."""

import re
from collections.abc import Callable

from engagekit.mapping import suggesting
from engagekit.mapping.candidate import Candidate
from engagekit.mapping.columns import TIMED
from engagekit.mapping.event_columns import is_of_event, is_of_one_day, is_one_each, was_watched
from engagekit.mapping.evidence import (
    BILLED,
    OF_AN_ENQUIRY,
    PRICED,
    WEEKS,
    counts_use,
    has_quotes,
    is_billed,
    is_of_platform,
    is_rated,
    is_saved,
    says_money,
)
from engagekit.mapping.headers import counts_enquiries, of_answerers, use_in, uses, ways
from engagekit.mapping.mapping_file import normal, words
from engagekit.mapping.row_states import ASKED, HEADS
from engagekit.mapping.units import is_tax
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._scales import match

DOUBT = 0.5
"""What a doubt takes from the points of a table: as much as half the fields that it needs."""
OF_A_DESK = OF_AN_ENQUIRY - {"display_name", "staff_id", "minutes"}
"""Fields that a log of enquiries has, and no list of who came to an event."""
_HEADERS = vocabulary.words("headers")
ROSTER = re.compile("|".join([*_HEADERS["rosters"], *_HEADERS["not_met"]]))
"""Headers, as `normal` makes them, of who is on duty: nobody came to an event then."""
DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
"""A day before a time: people join one event on one day."""
_OF_WEEKS = re.compile(rf"(?i)(?:{WEEKS})\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_INCOME = re.compile("|".join(vocabulary.words("money.lines")["income_titles"]))
_GIVEN = re.compile("|".join(vocabulary.words("money.lines")["givers"]))
_PART = re.compile(r"\s+[-–—|]\s+|[:;(,]")  # `Revenue status - Fund 2740`
_SAID, _LIKED, _TICKETS, _BALANCES, _ACCOUNTS, _SAT = (
    re.compile("|".join(_HEADERS[one]))
    for one in ("of_opinions", "of_posts", "of_tickets", "balances", "of_accounts", "sat")
)
_DECIDED, _FEEDBACK, _CHATS, _MEASURES, _TITLES, _AUTHORS, _WORKS, _MAILED = (
    re.compile("|".join(_HEADERS[one]))
    for one in (
        *("decided", "of_feedback", "of_chats", "of_measures", "of_titles"),
        *("of_authors", "of_works", "of_mailings"),
    )
)

Rule = Callable[[Candidate], bool]


def weighed(points: float, one: Candidate) -> float:
    """Return the points of a table less those of each doubt; 0 where something rules it out."""
    if any(rule(one) for rule in (*AGAINST[""], *AGAINST.get(one.table, ()))):
        return 0.0
    return points - DOUBT * sum(rule(one) for rule in DOUBTS.get(one.table, ()))


def _counts_use(one: Candidate) -> bool:
    return one.table != "usage" and counts_use(one.every)


def _is_roster(one: Candidate) -> bool:
    of_people = one.is_nameless or one.table in ("attendance", "events")
    return of_people and any(map(ROSTER.fullmatch, map(normal, one.headers)))


def _has_uses(one: Candidate) -> bool:
    """Return whether its numbers are how often each person used something."""
    has_days = not {"joined_on", "left_on"}.isdisjoint(one.sure)
    return not has_days and len(uses(part.header for part in one.numbers)) > 1


def _is_nobody(one: Candidate) -> bool:
    """Return whether a list names nobody, or is signed by those who came."""
    return one.signed or not (one.people or one.together.names or "contact_id" in one.fields)


def _has_ticks(one: Candidate) -> bool:
    """Return whether ticks stand below several titles without a day."""
    free = [part for part in one.columns if part.column not in one.fields.values()]
    marked = [part for part in free if part.kind in ("choice", "flag") and part.distinct == 1]
    bare = one.table == "contacts"
    tick = r"^(.{1,3}) \(\d+\)$" if bare else r"^(.+?) \(\d+\)$"  # `Accepted` is of an account
    cells = (re.findall(tick, part.samples) for part in marked)
    ticks = [one for one in cells if ways(one, "status")]
    bare &= {"contact_id", "joined_on"}.isdisjoint(one.fields)
    return (one.is_of_one_event or bare) and len(ticks) > 1


def _is_of_weeks(one: Candidate) -> bool:
    return one.is_of_one_event and any(
        _OF_WEEKS.match(part.header) and part.distinct > 1 for part in one.columns
    )


def _is_paid(one: Candidate) -> bool:
    """Return whether a price and the day on which it ends are those of a contract."""
    paid = suggesting.exact(one.columns, "contracts").keys() & {"price", "starts_on", "ends_on"}
    has_both = len(paid) > 1 and "price" in paid and {"n", "cost"}.isdisjoint(one.sure)
    return has_both and (one.table != "events" or "ends_on" in paid)


def _is_invoiced(one: Candidate) -> bool:
    return any(map(BILLED.search, one.headers)) or is_billed(one.columns)


def _is_income(one: Candidate) -> bool:
    """Return whether a title, or who gave it, is of money that came in, and of none spent."""
    return any(map(_GIVEN.fullmatch, map(normal, one.headers))) or any(
        _INCOME.fullmatch(normal(_PART.split(text)[0])) for text in one.above
    )


def _is_of_savings(one: Candidate) -> bool:
    """Return whether what would be spent is what others saved."""
    sums = [part.header for part in one.columns if part.column == one.fields.get("amount")]
    return is_saved(one.headers, sums)


def _is_of_measures(one: Candidate) -> bool:
    """Return whether lines are what a library measures: `KPI`."""
    lines = [part.header for part in one.columns if part.kind in ("text", "choice")]
    return any(map(_MEASURES.fullmatch, map(normal, lines)))


def _is_of_titles(one: Candidate) -> bool:
    """Return whether publications or who sells them stand beside money: nobody came to them."""
    titles = any(_TITLES.fullmatch(normal(part.header)) for part in one.every)
    return titles and "head_count" not in one.sure and says_money(one.numbers, ())


def _is_of_mailings(one: Candidate) -> bool:
    """Return whether numbers are how many were sent something and opened it: nobody came."""
    return sum(bool(_MAILED.search(normal(part.header))) for part in one.numbers) > 1


def _is_of_works(one: Candidate) -> bool:
    """Return whether the only people are those who wrote what is listed: nobody asked for it."""
    written = any(_WORKS.fullmatch(normal(part.header)) for part in one.every)
    by = bool(one.people) and all(_AUTHORS.fullmatch(normal(part.header)) for part in one.people)
    return written and by and not any(map(ASKED.search, one.headers))


def _is_of_crowds(one: Candidate) -> bool:
    """Return whether each row is of how many came to something, and names nobody."""
    heads = {*words()["events"]["head_count"]} - {*words()["touches"]["head_count"]}
    headers = [normal(part.header) for part in one.numbers]
    is_crowd = any(header in heads or HEADS.match(header) for header in headers)
    return is_crowd and all(of_answerers(part.header) for part in one.people)


def _names_no_platform(one: Candidate) -> bool:
    """Return whether nothing is of a platform: another word may be of anything that is counted."""
    by_title = one.together.tallied == "platform" and use_in(one.above)
    is_named = not {"platform", "item_id"}.isdisjoint(one.sure)
    return not (is_named or is_of_platform(one.columns) or by_title)


def _joined_years_apart(one: Candidate) -> bool:
    """Return whether the days are years apart, as people joined on them, and nothing is asked."""
    asked = not (OF_AN_ENQUIRY - {"display_name", "staff_id"}).isdisjoint(one.fields)
    return not asked and any(len({*_YEAR.findall(days)}) > 2 for days in one.samples("on"))


def _asks_nothing(one: Candidate) -> bool:
    """Return whether neither a person who asked, nor a field or a header, is of a question."""
    asking = any(not of_answerers(part.header) for part in one.people)
    spent = [part for part in one.numbers if TIMED.search(part.header)]
    own = "minutes" if len(spent) > 1 or "department" not in one.fields else ""  # a timesheet
    others = {"head_count", *OF_AN_ENQUIRY} & one.fields.keys() <= {"staff_id", own}
    worded = [part for part in one.columns if part.kind != "number"]
    return not asking and others and not any(ASKED.search(part.header) for part in worded)


def _is_of_anybody(one: Candidate) -> bool:
    """Return whether names stand without the department and the years in which they joined."""
    hired = one.samples("joined_on") if "joined_on" in one.sure else []
    is_hired = any(len({*_YEAR.findall(days)}) > 2 for days in hired) and "department" in one.sure
    return one.is_nameless and not is_hired


def _is_log(one: Candidate) -> bool:
    dated = any(part.kind in ("date", "moment") for part in one.columns)
    has_days = not {"joined_on", "left_on"}.isdisjoint(one.sure)
    return not has_days and dated and any(map(ASKED.search, one.headers))


def _has_several_days(one: Candidate) -> bool:
    """Return whether one event, which has one day, would have several, or numbers of uses."""
    days = any(part.kind == "date" and part.distinct > 1 for part in one.columns)
    moments = [part.samples for part in one.columns if part.kind == "moment"]
    days |= any(len({*DAY.findall(samples)}) > 1 for samples in moments)
    return one.is_of_one_event and (days or (not one.signed and len(one.numbers) > 1))


def _is_of_people(one: Candidate) -> bool:
    """Return whether each row is of a person, or a total beside prices."""
    of_many = one.table == "events" and {"title", "head_count"} <= one.sure.keys()
    of_many |= counts_use(one.columns)
    return bool(one.people and not of_many) or any(map(PRICED.search, one.headers))


def _is_bought(one: Candidate) -> bool:
    """Return whether it is what something cost, beside a word that is only like a title."""
    lasting = {"cost", "ended_at"} <= one.sure.keys() and "head_count" not in one.sure
    is_titled = {"title", "started_at"} <= one.sure.keys()
    return lasting or (says_money(one.numbers, ()) and not is_titled) or not one.sure


def _is_of_events(one: Candidate) -> bool:
    return {"title", "head_count"} <= suggesting.exact(one.columns, "events").keys()


def _is_of_use(one: Candidate) -> bool:
    return len(one.together.tallies) > 1 and bool(use_in(one.above))


def _is_of_posts(one: Candidate) -> bool:
    """Return whether it is a staff list: what a post costs is no price."""
    listed = suggesting.exact(one.columns, "contacts").keys()
    known = {"department", "email", "contact_id"} & listed
    return bool(one.people and "display_name" in listed and known)


def _was_requested(one: Candidate) -> bool:
    """Return whether people asked for each on its day: a loan from elsewhere is no contract."""
    days = any(part.kind == "date" and ASKED.search(part.header) for part in one.columns)
    return days and any(part.is_name and ASKED.search(part.header) for part in one.columns)


def _is_taxed(one: Candidate) -> bool:
    """Return whether tax stands beside money: an invoice, and no event; `Tax` is a department."""
    taxes = [part for part in one.numbers if is_tax(part.header)]
    return "head_count" not in one.sure and any(normal(part.header) != "tax" for part in taxes)


def _came_to_something(one: Candidate) -> bool:
    columns = one.columns
    came = is_of_event(columns) or is_one_each(columns) or is_of_one_day(columns)
    return came and OF_A_DESK.isdisjoint(one.sure)


def _is_of_held(one: Candidate) -> bool:
    """Return whether it is how many came to what, in the room or online, and who held it."""
    fields = OF_AN_ENQUIRY - {"channel", "display_name", "minutes"}
    fields -= {"need"} if one.people else set()  # `Topic` beside the host
    asked = not fields.isdisjoint(one.fields) or any(part.distinct > 1 for part in one.people)
    return not asked and _is_of_events(one)


def _is_of_opinions(one: Candidate) -> bool:
    """Return whether a title says that people wrote what they think: they asked nothing."""
    return "channel" not in one.fields and any(map(_SAID.search, map(normal, one.above)))


def _is_of_answers(one: Candidate) -> bool:
    """Return whether people gave marks, or others liked what they wrote: nobody asked or came."""
    liked = any(_LIKED.fullmatch(normal(part.header)) for part in one.numbers)
    of_event = one.table != "attendance"
    others = one.people and (liked or has_quotes(one.columns))
    return is_rated(one.columns, of_event=of_event) or bool(others)


def _is_of_feedback(one: Candidate) -> bool:
    """Return whether people said what they think, and no field is of what they asked."""
    said = any(_FEEDBACK.fullmatch(normal(part.header)) for part in one.columns)
    asked = any(map(ASKED.search, one.headers)) or not (OF_A_DESK - {"channel"}).isdisjoint(
        one.sure
    )
    return said and not asked


def _counts_enquiries(one: Candidate) -> bool:
    numbers = [part for part in one.numbers if part.distinct > 1 and not part.is_code]
    return not one.people and any(counts_enquiries(part.header) for part in numbers)


def _is_of_chats_or_loans(one: Candidate) -> bool:
    lent = any(map(suggesting.BORROWED.search, one.headers)) or was_watched(one.columns)
    return lent or any(_CHATS.fullmatch(normal(part.header)) for part in one.numbers)


def _is_of_loans(one: Candidate) -> bool:
    """Return whether people are only those who borrow: a list of readers has their addresses."""
    return {"contact_id", "email"}.isdisjoint(one.fields) and _is_of_chats_or_loans(one)


def _is_of_things(one: Candidate) -> bool:
    """Return whether rows without people have a price or an ISSN, and nobody asked for them."""
    things = "item_id" in suggesting.exact(one.columns, "usage")
    things |= any(map(PRICED.search, one.headers)) or _is_of_titles(one)
    return things and not one.people and not any(map(ASKED.search, one.headers))


def _is_of_tickets(one: Candidate) -> bool:
    """Return whether people had a ticket, and came or not: they asked nothing."""
    headers = [normal(header.replace("_", " ")) for header in one.headers]
    return "channel" not in one.fields and any(map(_TICKETS.fullmatch, headers))


def _is_of_accounts(one: Candidate) -> bool:
    """Return whether rows are accounts, alerts or tasks, and nobody asked for them."""
    asked = any(map(ASKED.search, one.headers))
    others = re.compile("|".join([_ACCOUNTS.pattern, *_HEADERS["not_met"]]))
    return not asked and any(map(others.fullmatch, map(normal, one.headers)))


def _is_tallied_scale(one: Candidate) -> bool:
    """Return whether the numbers are how many gave each answer of a scale."""
    headers = [part.header for part in one.numbers if not part.is_code]
    return bool(match(headers)) or {"promoters", "detractors"} <= {*map(normal, headers)}


def _is_account(one: Candidate) -> bool:
    """Return whether a balance stands beside what came in and went out."""
    return len(one.numbers) > 1 and any(map(_BALANCES.fullmatch, map(normal, one.headers)))


def _is_paid_list(one: Candidate) -> bool:
    """Return whether a list of sums has only a number that is like a count: that of an invoice."""
    return "n" not in one.sure and "amount" in suggesting.exact(one.columns, "budget")


def _counts_no_staff(one: Candidate) -> bool:
    """Return whether it is not how many work in each department, and nothing else."""
    others = len([part for part in one.numbers if not part.is_code]) > 1 or one.people
    return bool(others) or not {"department", "people"} <= one.sure.keys()


def _names_people(one: Candidate) -> bool:
    """Return whether what would be bought is the name of a person, with an address beside it."""
    people = {part.column for part in one.people if part.is_name}
    return one.fields.get("product") in people and len(one.people) > len(people)


def _is_of_hosts(one: Candidate) -> bool:
    """Return whether the only people are those who held or booked what a row is of."""
    return bool(one.people) and all(of_answerers(part.header) for part in one.people)


def _is_of_minutes(one: Candidate) -> bool:
    """Return whether it is who sat in a committee and what they decided: nobody asked there."""
    written = [normal(part.header) for part in one.every if part.kind != "number"]
    return any(map(_SAT.fullmatch, written)) and any(map(_DECIDED.fullmatch, written))


AGAINST: dict[str, tuple[Rule, ...]] = {
    "": (_counts_use, _is_of_minutes),
    "contacts": (
        *(_is_roster, _has_uses, _is_nobody, _is_of_opinions, _is_of_answers, _is_of_hosts),
        *(_is_of_tickets, _is_of_works, _is_of_loans, _has_ticks),
    ),
    "attendance": (
        *(_is_roster, _has_uses, _has_ticks, _is_of_weeks, _is_of_opinions, _is_of_answers),
        *(_is_of_hosts, _is_of_accounts, _is_of_chats_or_loans, _is_of_works),
    ),
    "events": (_is_roster, _is_paid, _is_taxed, _is_of_titles, _is_of_mailings),
    "budget": (_is_income, _is_of_savings, _is_of_measures),
    "counts": (_is_paid, _is_invoiced, _is_tallied_scale, _is_account),
    "contracts": (_names_people, _was_requested),
    "headcounts": (_counts_no_staff,),
    "usage": (_is_paid, _names_no_platform),
    "touches": (
        *(_joined_years_apart, _asks_nothing, _is_of_opinions, _is_of_answers),
        *(
            _is_of_tickets,
            _is_of_things,
            _is_of_accounts,
            _is_of_feedback,
            _is_account,
            _is_of_works,
        ),
    ),
}
"""What rules a table out; that of no name rules every other out."""
DOUBTS: dict[str, tuple[Rule, ...]] = {
    "contacts": (_is_of_anybody, _is_log),
    "attendance": (_has_several_days,),
    "events": (_is_of_people, _is_bought),
    "counts": (_is_of_people, _is_of_events, _is_of_use, _is_paid_list),
    "usage": (_is_of_people,),
    "contracts": (_is_of_posts, _is_of_posts),
    "touches": (_came_to_something, _is_of_held, _counts_enquiries, _is_of_crowds),
}
"""What speaks against a table; what is named twice counts double."""
