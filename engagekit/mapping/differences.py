"""What has changed in a mapped file since its mapping was written, in sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from engagekit.errors import pasted, problem_texts, shorten, some
from engagekit.files.cell_references import column_of as column_at
from engagekit.files.source_file import Export, letter
from engagekit.mapping import lists, matching
from engagekit.mapping.mapping_file import SURVEY, Mapping, normal, read_mapping
from engagekit.mapping.mapping_files import candidates, elsewhere, project_of
from engagekit.mapping.matching import Matched
from engagekit.mapping.row_states import void_words
from engagekit.mapping.titles import about_money, titles
from engagekit.mapping.tool_signs import several
from engagekit.mapping.units import MONEY, RATES, unit_of
from engagekit.parsing.subtotals import CLOSE, stated_currencies, totals
from engagekit.parsing.validate import TOTALS
from engagekit.parsing.values import numbers
from engagekit.readers.shared._table import NO_DATA, first_filled, squash
from engagekit.readers.shared._totals import AVERAGES
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.project import MAPPINGS
from engagekit.tables.problems import QUESTION, Problem

LISTED = 6
"""Columns that are named in one sentence; the others are counted."""
SUMMED = ("amount", "price", "minutes", "n", "head_count")
"""Fields of which a sheet has the total at its foot."""
TALLIES = re.compile("|".join(words("headers")["of_enquiries"]), re.IGNORECASE)
GUESTS = re.compile("|".join(words("headers")["of_guests"]), re.IGNORECASE)
COUNTED = {
    "touches": (TALLIES, 1, "If it counts enquiries, write each of them in a row of its own."),
    "attendance": (GUESTS, 0, "Give each guest a row, or the number of people at the event."),
}
"""Headers over how many enquiries stand in a row of a log, or come with a person of a list, the
number from which somebody is left out, and what to do."""
_NO_HEADS = re.compile("|".join(words("headers")["beside_heads"]))
_REPORTED = re.compile("|".join(words("headers")["reported"]))
FEW_WORDS = 3
"""Words up to which a cell says how often is paid: `Quarterly in advance`; more are a remark."""
LEAST_ALIKE = 45
"""Likeness, of 100 for the same header, from which a header is offered: `Dept` and `Department
name` have 77, `Weekday` and `Date of visit` 40."""


def near_miss(export: Export) -> str:
    """Return what a file lacks for the mapping that it is most like; empty if it is like none."""
    tried = [matching.fitted(export, one) for one in candidates(export) if not one.recognise]
    part = max(tried, key=matching.likeness, default=None)
    others = elsewhere(export.path) if export.sheets and export.visible else []
    for file in others:
        other = read_mapping(file)
        if (
            not other.recognise
            and matching.likeness(matching.fitted(export, other)) >= matching.SIMILAR
        ):
            return (
                f" The mapping {file} fits it, but is not of this project. If it is right, copy it "
                f"into {project_of(export.path) / MAPPINGS}"
            )
    if part is None or matching.likeness(part) < matching.SIMILAR / 2:
        return ""
    faults = [f"{fault.column} {fault.problem}. {fault.remedy}" for fault in _gone(part)]
    return (
        f" It is a little like the file for which the mapping '{part.mapping.name}' was made"
        f"{': ' if faults else '.'}{some(faults)}"
    )


def differences(matched: matching.Matched) -> list[Problem]:
    """Return mapped columns that are gone, and columns of which the mapping does not speak."""
    return [*_gone(matched), *_new(matched)]


def _gone(matched: matching.Matched) -> list[Problem]:
    """Return a problem for each mapped column that is not there."""
    mapping, export = matched.mapping, matched.listing.export
    file = pasted(export.path) + (f" --sheet {pasted(export.part)}" if export.part else "")
    used = {normal(name) for name in matching.headers_named(mapping)}
    headers = matched.listing.headers
    free = [header for header in matched.detected.headers if normal(header) not in used]
    problems = []
    for field, header in matching.mapped(mapping):
        if matching.column_of(matched, header, field) is not None:
            continue
        place = old_letter(mapping, header)
        stood = f" (column {place} before)" if place else ""
        text = f"was '{shorten(header)}'{stood} and is not in the file"
        remedy = f'Say what holds it now: engagekit map {file} --set "{field}=..."'
        at = column_at(place) if place else len(headers)
        there = [name for name in headers[at : at + 1] if name in free]
        for near in [*closest(header, free)[:1], *there][:1]:
            command = f"engagekit map {file} --set {pasted(f'{field}={near}')}"
            remedy = f"The closest now is '{shorten(near)}'. If that is it: {command}"
        row = matched.detected.header_row
        problems.append(matched.problem(text, remedy, row, field, level=QUESTION))
    return problems


def _new(matched: matching.Matched) -> list[Problem]:
    """Return one problem for the columns that the mapping does not speak of."""
    left = unmentioned(matched)
    if not left:
        return []
    headers = matched.listing.headers
    names = ", ".join(
        f"{letter(column)} '{shorten(headers[column], 40)}'" for column in left[:LISTED]
    )
    more = f" and {len(left) - LISTED} more" if len(left) > LISTED else ""
    text = (
        f"has {len(left)} columns that the mapping '{matched.mapping.name}' neither uses nor "
        f"ignores: {names}{more}"
    )
    remedy = f"Update it: engagekit map {pasted(matched.listing.export.path)}"
    return [matched.problem(text, remedy, matched.detected.header_row)]


def other_counts(matched: matching.Matched, rows: pd.DataFrame) -> Iterator[Problem]:
    """Ask about columns that are not used and say that a row counts otherwise than once.

    A column of states calls rows void that the mapping does not leave out, or a column of a log
    says how many enquiries stand in a row.
    """
    table = matched.mapping.table
    used = {
        matching.column_of(matched, header, field)
        for field, header in matching.mapped(matched.mapping)
        if field != "head_count" or header in matched.mapping.leave_out
    }
    dated = matched.mapping.columns.get("left_on", "") if table == "contacts" else ""
    left = matching.column_of(matched, str(dated), "left_on") if dated else None
    unused = [one for one in matched.detected.columns if one not in used]
    yield from _uncounted(matched, rows, unused)
    for column in unused:
        header, cells = matched.listing.headers[column], rows[column]
        if left is not None:
            cells = cells[rows[left] == ""]  # who has a last day leaves the count by it
        if void := void_words(table, header, cells):
            times = cells.isin(void).sum()
            text = f"'{header}' says {some(void)} in {times} rows, and they are counted"
            named = ", ".join(f'"{word}"' for word in void)
            remedy = f'If they should not: "{header}" = [{named}] under [leave_out] of the mapping.'
            yield matched.problem(text, remedy, matched.detected.header_row, level=QUESTION)
        if table == "contracts" and (often := _paid_more_often(matched.mapping, header, cells)):
            text = f"'{header}' says {some(often)}, and each price counts as that of a year"
            remedy = "If it is of a month or a quarter, write that of the year in its row."
            yield matched.problem(text, remedy, matched.detected.header_row, level=QUESTION)
        pattern, least, remedy = COUNTED.get(table, (None, 0, ""))
        counts = numbers(cells).values if pattern and pattern.match(header) else cells[:0]
        if len(counts) and counts.max() > least:
            text = f"'{header}' adds up to {counts.sum():g}, but each row counts once"
            yield matched.problem(text, remedy, matched.detected.header_row, level=QUESTION)


def _uncounted(matched: Matched, rows: pd.DataFrame, left: Sequence[int]) -> Iterator[Problem]:
    """Ask whether the numbers beside events are how many came, where no column is."""
    mapping = matched.mapping
    if mapping.table != "events" or mapping.also or "head_count" in mapping.columns:
        return
    headers = {column: matched.listing.headers[column] for column in left}
    plain = [one for one, name in headers.items() if not _NO_HEADS.search(normal(name))]
    whole = [one for one in plain if rows[one].str.fullmatch(r"\d{0,4}").all()]
    found = [headers[one] for one in whole if (rows[one] != "").any()]
    if found:
        text = f"holds numbers that count nobody: {some(found)}"
        named = ", ".join(f'"{one}"' for one in found)
        remedy = (
            f"If they are how many came: head_count = [{named}] under [columns] of the mapping."
        )
        yield matched.problem(text, remedy, matched.detected.header_row, level=QUESTION)


def _paid_more_often(mapping: Mapping, header: str, cells: pd.Series) -> list[str]:
    """Return the words of a column by which some prices are of a month or a quarter."""
    if "price" in mapping.units or _REPORTED.search(normal(header)):
        return []  # its own header says it
    short = [word for word in cells.unique() if len(word.split()) <= FEW_WORDS]
    return [word for word in short if unit_of(word, "price") in RATES]


def foot_total(matched: Matched, why: pd.Series, rows: pd.DataFrame) -> list[Problem]:
    """Ask where the one total below the rows is neither the sum of those read nor of all of them.

    ``why``: why each row is not among those read, ``rows``. An average, or how many rows there are,
    is no sum, and a total among the rows is none of them.
    """
    body, mapping = matched.listing.body, matched.mapping
    kept, foot = why == "", why.index[why == TOTALS]
    if len(foot) != 1 or not kept.any() or foot[0] < why.index[kept][-1]:
        return []
    first = next(filter(None, map(squash, body.loc[foot[0]])), "")
    if first in AVERAGES or "count" in first or mapping.table == SURVEY:
        return []
    named = [(field, head) for field, head in matching.mapped(mapping) if field in SUMMED]
    if mapping.wide and mapping.wide.values in SUMMED:
        heads = [name for one in mapping.wide.columns.values() for name in several(one)]
        named += [(mapping.wide.values, head) for head in heads]
    problems = []
    for field, header in dict.fromkeys(named):
        column = matching.column_of(matched, header, field)
        said = numbers(body.loc[foot, column if column is not None else 0]).values
        if column is None or said.isna().any():
            continue
        sums = []
        for part in (rows, body.loc[: foot[0] - 1][~why.loc[: foot[0] - 1].isin(NO_DATA)]):
            lines = part.assign(line=first_filled(part, range(part.shape[1])))
            lines["amount"] = numbers(part[column]).values
            among, like = totals(lines[["line", "amount"]])
            sums.append(lines.loc[~(among | like), "amount"].sum())
        if all(abs(said.iloc[0] - one) > CLOSE for one in sums):
            slots = {"header": shorten(header), "said": said.iloc[0], "added": sums[0]}
            texts = problem_texts("differences.foot_total", **slots)
            problems.append(matched.problem(*texts, int(foot[0]), field, level=QUESTION))
    return problems


def unmentioned(matched: matching.Matched) -> list[int]:
    """Return the columns that the mapping neither uses nor ignores."""
    language: set[int | None] = set()
    aliases = [name for names in matched.mapping.aliases.values() for name in names]
    for header in (*matching.headers_named(matched.mapping), *aliases):
        if matching.is_letter(header):
            language.add(matching.by_letter(matched, header[1:]))
        else:
            language.update(matching.places(matched.detected, header))
    return [column for column in matched.detected.columns if column not in language]


def old_letter(mapping: Mapping, header: str) -> str:
    """Return the letter of the column in which a header stood when the mapping was written."""
    before = mapping.fingerprint
    if header in before.headers:
        return letter(column_at(before.first_column) + before.headers.index(header))
    return header[1:] if header.startswith("=") else ""


def closest(header: str, among: Iterable[str], limit: int = 3) -> list[str]:
    """Return headers like a wording, nearest first: suggestions, never taken.

    Examples
    --------
    >>> closest("Department", ["Dept.", "Departement", "Day"])[0]
    'Departement'
    """
    from rapidfuzz import fuzz, process

    names = list(among)
    matches = process.extract(
        header, names, scorer=fuzz.WRatio, processor=normal, limit=limit, score_cutoff=LEAST_ALIKE
    )
    return [str(name) for name, _, _ in matches]


def required_gone(matched: matching.Matched, needed: Sequence[str]) -> list[str]:
    """Return required fields whose column is not in the file."""
    return [
        field
        for field, header in matching.mapped(matched.mapping)
        if field in needed and matching.column_of(matched, header, field) is None
    ]


def in_another_unit(matched: Matched) -> list[Problem]:
    """Ask where a header or a title says thousands or lakhs of money or counts, the mapping not."""
    mapping = matched.mapping
    around = about_money(matched.listing, of_some=True)
    for table, part in ((mapping.table, mapping), *mapping.also.items()):
        if table == SURVEY:
            continue
        wide = part.wide.columns.items() if part.wide else ()
        into = lists.wide_fields(table, part.wide)[1] if part.wide else ""
        columns = [(name, name, header) for name, header in part.columns.items()]
        for field, label, header in (*columns, *((into, label, header) for label, header in wide)):
            of = "amount" if field in MONEY else field
            texts = dict.fromkeys(around if field in (*MONEY, "n") else (), of)
            texts = dict.fromkeys(several(header), field) | texts
            text = next((one for one, of in texts.items() if unit_of(one, of)), "")
            asked = text and field in (*MONEY, "n", "notice_days")
            if asked and not {field, label, *several(header)} & {*mapping.units}:
                unit = unit_of(text, texts[text])
                said = f"{field} is in {unit}, as '{text}' says, and is read as it stands"
                if unit in (*RATES, "term"):
                    said = f"price is not of a year, as '{text}' says, and is read as if it were"
                remedy = f'Write {field} = "{unit}" under [units] of the mapping; "units" if the '
                remedy += "figures are whole."
                return [matched.problem(said, remedy, level=QUESTION)]
    return []


def in_another_currency(matched: Matched) -> list[Problem]:
    """Ask where a header or a title states another currency than the mapping does."""
    mapping = matched.mapping
    said = str(mapping.constants.get("currency", ""))
    fields = [mapping.columns[one] for one in ("amount", "price") if one in mapping.columns]
    heads = [*fields, *(mapping.wide.columns.values() if mapping.wide else ())]
    names = [name for header in heads for name in several(header)]
    stated = stated_currencies(names, said) or stated_currencies(titles(matched.listing), said)
    if not said or mapping.table not in ("budget", "contracts") or not stated - {said}:
        return []
    texts = problem_texts("differences.currency", stated=some(sorted(stated)), said=said)
    return [matched.listing.problem(*texts, level=QUESTION)]
