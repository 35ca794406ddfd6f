"""Money that was planned for a year, beside what was spent of it so far."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engagekit.mapping.columns import (
    CUMULATED,
    LEAST_MONTHS,
    MONEY,
    QUARTER,
    SHARES,
    YEAR,
    ColumnProfile,
    cost_and_rest,
    kind_and_rest,
    months_across,
    months_of_kinds,
    names_period,
)
from engagekit.mapping.headers import counts_enquiries, uses
from engagekit.mapping.mapping_file import normal
from engagekit.mapping.titles import (
    NAMED_YEAR,
    SHORT_YEAR,
    TWO_YEARS,
    one_year,
    titles,
    written_day,
)
from engagekit.mapping.units import NET, OF_TAX, without_unit
from engagekit.parsing.budget_periods import (
    DOTS,
    TO_DATE,
    UNTIL,
    YEAR_OF,
    in_year,
    quarter_in,
    range_in,
    short_quarter,
    unreadable,
    until,
    until_in,
    years_so_far,
)
from engagekit.parsing.file_days import PRINTED_ON
from engagekit.parsing.word_lists import by_word
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.periods import year_of
from engagekit.settings.schema import Organisation

_VERSIONS = words("money.versions")
_PLANNED = {*_VERSIONS["first"], *_VERSIONS["latest"]} - {*_VERSIONS["of_any"]}
_HALF = re.compile("|".join(words("money.words")["halves"]), re.IGNORECASE)
_AS_AT = re.compile(
    r"(?i)\b(?:as (?:at|of|on)|to date|ytd|through|until|up to|au|cumul\w*|arrêtée?"
    r"|p(?:er[ií]od[eo]?|ériode)\W{,3}\d+)\b"
)


def version_of(rest: str) -> tuple[int, str]:
    """Return how late a version of a plan is, and what else its header says of its money.

    Examples
    --------
    >>> version_of("Revised"), version_of("primitif"), version_of("montant IT")
    ((2, ''), (0, ''), (1, 'it'))
    """
    said = normal(rest).split()
    ranks = [2 for one in said if one in _VERSIONS["latest"]]
    ranks += [0 for one in said if one in _VERSIONS["first"]]
    listed = {*_VERSIONS["first"], *_VERSIONS["latest"], *_VERSIONS["amounts"]}
    return (ranks or [1])[0], " ".join(one for one in said if one not in listed)


def are_kinds(cells: Sequence[str]) -> bool:
    """Return whether half of the cells or more say that money was planned, or spent.

    Examples
    --------
    >>> are_kinds(["Actual", "Plan", "Commitment"]), are_kinds(["Actual", "Rent", "Print"])
    (True, False)
    """
    return 0 < len(cells) <= 2 * sum(bool(kind_and_rest(one)[0]) for one in cells)


def kinds_of_money(columns: Sequence[ColumnProfile]) -> dict[str, int]:
    """Return the columns of planned and of spent money, where both are there and of one time.

    What was spent so far goes beside the plan of its year, where no plan is of the same time.
    """
    found: dict[str, dict[str, tuple[int, int]]] = {}
    is_named = any(kind_and_rest(part.header)[0] == "actual" for part in columns)
    parts = set()
    in_both = any("cp" in normal(part.header).split() for part in columns)  # to commit, and to pay
    for part in columns:
        kind, said = kind_and_rest(part.header)
        if not (kind or is_named):  # beside a plan, what it cost is what was spent
            kind, said = cost_and_rest(part.header)
        named = {one for one in normal(part.header).split() if not one.isdigit()}
        is_sum = part.distinct > 1 or part.filled == 1  # `Vote` may be the number of a plan
        if is_named and not kind and named and named <= _PLANNED and is_sum:
            kind, said = "budget", part.header  # `Adopted`, beside what was spent of it
        rank, rest = version_of(said)
        rank = rank if kind == "budget" else int(rank == 1)  # a sum of what was spent goes last
        is_paid = not (in_both and "ae" in said.casefold().split())
        if part.kind == "number" and part.note != SHARES and kind and is_paid:
            before = found.setdefault(rest, {}).get(kind, (-1, 0))
            if before[0] == rank:
                return {}
            found[rest][kind] = max(before, (rank, part.column))
            parts |= {rest} if kind == "actual" and is_so_far(said) else set()
    pairs = {rest: one for rest, one in found.items() if len(one) == len(MONEY)}
    if len(pairs) > 1 and all(map(OF_TAX.search, pairs)):
        pairs = {rest: one for rest, one in pairs.items() if NET.search(rest)}
    if any(not CUMULATED.search(rest) for rest in pairs):  # what is of the time alone goes first
        pairs = {rest: one for rest, one in pairs.items() if not CUMULATED.search(rest)}
    if not pairs and len(parts) == 1:
        yearly = {*_VERSIONS["yearly"], *min(parts).split()}
        plans = [
            (*one["budget"], rest)
            for rest, one in found.items()
            if "budget" in one and {*rest.split()} <= yearly
        ]
        heads = {word for part in columns for word in normal(part.header).split()}
        is_whole = any(rest or rank != 1 for rank, _, rest in plans)
        ranks = [rank for rank, *_ in plans]
        if ranks.count(max(ranks, default=0)) == 1 and (is_whole or heads & {*_VERSIONS["left"]}):
            pairs = {"": {"budget": max(plans)[:2], **found[parts.pop()]}}
    one = next(iter(pairs.values())) if len(pairs) == 1 else {}
    return {kind: at for kind, (_, at) in one.items()}


def is_so_far(rest: str) -> bool:
    """Return whether a header, but for its kind of money, speaks of the year so far.

    Examples
    --------
    >>> is_so_far("à ce jour"), is_so_far("au 30 septembre"), is_so_far("IT")
    (True, True, False)
    """
    return until(rest) != rest or bool(TO_DATE.match(rest) or CUMULATED.search(rest))


def so_far(header: str, listing: Listing, own: Organisation) -> str:
    """Return the year so far of which a header over spent money speaks: `to` and its last day.

    The year is that of the list where the header has none. `UNTIL` where nothing says the day;
    empty where the header is not of the year so far.
    """
    rest = kind_and_rest(header)[1]
    if not is_so_far(rest):
        return ""
    year, stem = one_year(listing, own), listing.export.path.stem
    years = [str(int(year) + later) for later in (0, 1)] if year else []
    labels = [until(rest), *(until(rest, one) for one in years)]
    for label in labels:
        found = years_so_far([label] if UNTIL not in label else [], own)
        if any(not year or one.start.year == int(year) for one in found.values()):
            return label
    if labels[0].startswith("to ") and UNTIL not in labels[0]:
        return UNTIL  # its year is not known
    open_end = labels[0] if UNTIL in labels[0] else UNTIL
    above = " ".join(titles(listing))
    quarter = quarter_in(above, own)
    return until_in(above, own) or (f"to {quarter}" if quarter else until_in(stem, own) or open_end)


def year_and_so_far(
    listing: Listing, kinds: Mapping[str, int], own: Organisation
) -> dict[str, str]:
    """Return the periods of planned and of spent money, where a year stands beside its part.

    The header of what was spent says so, or what is left of the plan, or two versions of it, say
    that it is of the whole year, and a title "as at" a day that the rest is up to then. Empty where
    they do not, or a header or a title names a time of both. ``kinds``: the column of each.
    """
    if not kinds:
        return {}
    said = {one: kind_and_rest(listing.headers[at])[1] for one, at in kinds.items()}
    if is_so_far(said["actual"]) and not is_so_far(said["budget"]):
        label = so_far(listing.headers[kinds["actual"]], listing, own)
        stated = stated_period(listing, own)
        stated = stated if YEAR.search(stated) else ""  # the plan is not of a quarter
        ends = years_so_far([label], own).values()
        whole = [year_of(one.start, own.fiscal_start) for one in ends]
        return {"budget": whole[0].label if whole else stated or YEAR_OF, "actual": label}
    above = " ".join(titles(listing))
    found = years_so_far([until_in(above, own)], own) if _AS_AT.search(above) else {}
    if not found or range_in(above, own) or quarter_in(above, own):
        return {}
    heads = map(kind_and_rest, listing.headers)
    plans = [version_of(rest) for kind, rest in heads if kind == "budget"]
    left = any({*normal(header).split()} & {*_VERSIONS["left"]} for header in listing.headers)
    several = len({rank for rank, rest in plans if not rest}) > 1
    if any(version_of(rest)[1] for rest in said.values()) or not (left or several):
        return {}
    ((label, part),) = found.items()
    return {"budget": year_of(part.start, own.fiscal_start).label, "actual": label}


def with_year(
    named: dict[int, str],
    columns: Sequence[ColumnProfile],
    listing: Listing,
    home: Organisation | None,
) -> dict[int, str]:
    """Return the labels of months across with the year of their list, or dots where it has none.

    ``named``: the label of each column.
    """
    own = home or Organisation(fiscal_start=1)
    year = one_year(listing, home) if home else ""
    beside = [columns[0].header, *named.values()]  # the corner, and a plan of the year
    years = {found[0] for found in map(YEAR.search, beside) if found}
    if home and home.fiscal_start == 1 and len(years) == 1:
        year = year or years.pop()
    bare = {at: one for at, one in named.items() if UNTIL not in one and unreadable([one], own)}
    dated = {at for at, one in named.items() if YEAR.search(one) or UNTIL in one}
    whole = {at: in_year(one, year or "2026", own.fiscal_start) for at, one in bare.items()}
    own_years = {one[-2:] for label in bare.values() for one in SHORT_YEAR.findall(label)}
    if len(own_years) > 1 or (year and not own_years <= {year[-2:], f"{int(year) + 1}"[-2:]}):
        return named  # FY25 beside FY26: which of them the list is of goes by the settings
    if year and len(bare) == len(named) - len(dated):
        return named | whole
    is_open = home and not year and len(bare) == len(named) and not unreadable(whole.values(), own)
    return {at: f"{one} {DOTS}" for at, one in named.items()} if is_open else named


def first_day(month: str) -> str:
    """Return the first day of a month as a header writes it; empty where it has no year.

    Examples
    --------
    >>> first_day("Mar-26"), first_day("mars 2026"), first_day("03/2026"), first_day("2026-03")
    ('2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01')
    """
    whole = re.sub(r"(?<!\d{4})\W+(\d\d)$", r" 20\1", month)
    return written_day(re.sub(r"^(0[1-9]|1[0-2])\W(20\d\d)$", r"\2-\1", whole)) or written_day(
        f"1 {whole}"
    )


def open_months(columns: Sequence[ColumnProfile], listing: Listing, own: Organisation) -> bool:
    """Return whether a grid has its months across, and nothing says of which year."""
    names = [text.partition(", ")[2] for text in months_of_kinds(columns).values()]
    names = names or [without_unit(part.header) for part in months_across(columns)]
    named = with_year(dict(enumerate(names)), columns, listing, own)
    return len(names) >= LEAST_MONTHS and any(
        DOTS in one and UNTIL not in one for one in named.values()
    )


def _counts(header: str) -> bool:
    """Return whether a header is over uses or enquiries: their year is not that of the money."""
    return bool(uses([header])) or counts_enquiries(header)


def stated_period(listing: Listing, own: Organisation) -> str:
    """Return the one fiscal year, or the quarter of it, that a list names; empty for none.

    Some months, in a title or as the name of the sheet, are neither; nor is a single one, unless a
    list was printed on that day.
    """
    texts = [listing.sheet.name, *titles(listing), listing.export.path.stem]
    if any(map(_HALF.search, [*texts, *listing.headers])):  # of a year, which has no label
        return ""
    year, listed = one_year(listing, own), by_word("cells.months")
    words = [re.findall(r"[^\W\d_]{3,}", text.casefold()) for text in texts]
    spans = [[int(listed[word]) for word in each if word in listed] for each in words]
    if quarters := {one[-1] for text in texts for one in QUARTER.findall(short_quarter(text))}:
        first = {(own.fiscal_start + 3 * int(one) - 4) % 12 + 1 for one in quarters}
        is_sure = year and len(first) == 1 and all(one[:1] in ([], [*first]) for one in spans)
        return in_year("Q" + quarters.pop(), year, own.fiscal_start) if is_sure else ""
    whole = {own.fiscal_start, (own.fiscal_start - 2) % 12 + 1}
    if spans[0] or any({*one} != whole for one in spans if len({*one}) > 1):
        return ""
    if any(map(NAMED_YEAR.search, texts[:-1])):
        spans, texts = spans[:-1], texts[:-1]  # that of the file may be of the day of its export
    pairs = zip(texts, spans, strict=True)
    if any(_names_month(text, own) for text, one in pairs if {*one} != whole):
        return ""
    heads = " ".join(one for one in listing.headers if not _counts(NAMED_YEAR.sub("", one)))
    fiscal = {f"20{one}" for one, two in TWO_YEARS.findall(heads) if int(two) == int(one) + 1}
    heads = TWO_YEARS.sub(" ", heads) if len(fiscal) == 1 and year in ("", *fiscal) else heads
    named = {*NAMED_YEAR.findall(heads), *(f"20{year}" for year in SHORT_YEAR.findall(heads))}
    if own.fiscal_start > 1:
        year = year or (fiscal.pop() if len(fiscal) == 1 else "")
        return f"FY{year}-{(int(year) + 1) % 100:02d}" if year and not named else ""
    years = named | ({year} if year else set())
    return years.pop() if len(years) == 1 else ""


def sheet_period(listing: Listing, own: Organisation, said: str = "") -> str:
    """Return the month, quarter or year by which a sheet is called; empty for none.

    A year that the name leaves out is that of the title or of the file, else of what is ``said``.
    """
    name, years = listing.sheet.name, NAMED_YEAR.findall(said)
    year = one_year(listing, own) or next(iter(years), "")
    if not names_period(name):
        return ""
    has_year = NAMED_YEAR.search(name) or SHORT_YEAR.search(name) or TWO_YEARS.search(name)
    label = name if has_year or not year else in_year(name, year, own.fiscal_start)
    return "" if unreadable([label], own) else label


def is_of_sheets(listing: Listing, own: Organisation) -> bool:
    """Return whether sheets, or lists below one another, have the same headers and a time each."""
    header = [*map(normal, listing.sheet.row(listing.header))]
    sheets = [
        one for one in listing.export.visible if [*map(normal, one.row(listing.header))] == header
    ]
    cells = listing.sheet.cells
    again = (cells.to_numpy() == [*listing.sheet.row(listing.header)]).all(axis=1).sum() > 1
    titles_of = cells[(cells != "").sum(axis=1) == 1].max(axis=1) if again else ()
    sheets += [replace(listing.sheet, name=one) for one in titles_of]
    return len({sheet_period(replace(listing, sheet=one), own) for one in sheets} - {""}) > 1


def _names_month(text: str, own: Organisation) -> bool:
    """Return whether a title names a month or a day, other than that on which it was printed."""
    # short words may be others: `out`, `set`
    plain = text.replace("_", " ")
    in_words = {*re.findall(r"[^\W\d_]{4,}", plain.casefold())} & {*by_word("cells.months")}
    found = (
        in_words or until_in(plain, own) or re.search(r"(?<!\d)(?:0?[1-9]|1[0-2])/20\d\d", plain)
    )
    return bool(found) and not PRINTED_ON.search(plain)
