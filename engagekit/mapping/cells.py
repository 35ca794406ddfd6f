"""The cells of a mapped field as text: found, joined, replaced, in its unit, dates in order."""

import re

import pandas as pd

from engagekit.errors import problem_texts, some
from engagekit.files.source_file import Export
from engagekit.mapping.matching import Matched, columns_of
from engagekit.mapping.titles import day_of_file, is_month, title_of, titles, written_day
from engagekit.mapping.tool_signs import Header, several
from engagekit.mapping.units import in_unit, unit_in
from engagekit.parsing import dates
from engagekit.parsing.months import full_months, serial_days
from engagekit.parsing.values import flags, numbers
from engagekit.readers.shared import _table
from engagekit.readers.shared.vocabulary import words
from engagekit.readers.survey._survey_tables import turned
from engagekit.settings.project import find_project
from engagekit.settings.schema import FILE, Organisation, read_settings
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.schema import TABLES

NUMBERS = ("number", "count")
ATTRIBUTES = ("department", "role_level", "cost_centre", "site", "joined_on", "left_on")
"""What a list of people says of them: one column each, for two seldom mean the same."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
LISTED = 200
"""Different words of a column that are looked at for damage: a column of choices has fewer."""


def cells_of(
    matched: Matched, rows: pd.DataFrame, name: str, header: Header
) -> tuple[pd.Series, int | None]:
    """Return the cells of a field, and its column where it has one alone.

    ``name``: the field, for its earlier wordings. ``header``: several are joined; empty where the
    column is gone.
    """
    each = [columns_of(matched, part, name) for part in several(header)]
    each = [columns for columns in each if columns]
    if not each:
        return pd.Series("", index=rows.index, dtype="str"), None
    best = [_table.best_of(matched.listing.body, columns) for columns in each]
    if matched.mapping.table == "contacts" and name in ATTRIBUTES:
        each = [[column] for column in best]
    parts = [_table.first_filled(rows, columns) for columns in each]
    if name in matched.mapping.ticks:
        headers = matched.listing.headers
        parts = [_ticked(part, headers[at]) for part, at in zip(parts, best, strict=True)]
    if name == "event_id" and len(parts) > 1:
        order = matched.mapping.date_order
        parts = [year_first(part, dates.moments(part, order=order).values) for part in parts]
    if name == "event_id" and header == _day_of_events(matched):
        read = dates.moments(parts[0], order=matched.mapping.date_order).values
        parts = [f"{_table.stem(matched.listing.export)}, " + year_first(parts[0], read)]
    return _joined(name, parts), best[0] if len(best) == 1 else None


def _unit_unsaid(matched: Matched, name: str) -> list[Problem]:
    """Ask where a header may name a unit and the mapping says none: cells count as they stand."""
    header = " ".join(several(matched.mapping.columns.get(name, "")))
    unit = "" if name in matched.mapping.units else unit_in(header, name)
    if not unit:
        return []
    text = f"may be in {unit}, as '{header}' says, and counts as it stands"
    remedy = f'Write {name} = "{unit}" or "units" under [units] in its mapping.'
    return [matched.problem(text, remedy, field=name, level=QUESTION)]


def _ticked(cells: pd.Series, header: str) -> pd.Series:
    """Return the header in each row where its column is ticked; two of a row are no word."""
    is_ticked = flags(cells).values.fillna(False).astype(bool)
    return pd.Series(header, index=cells.index, dtype="str").where(is_ticked, "")


def _day_of_events(matched: Matched) -> Header | None:
    """Return the header of the day of events: alone it names one of this file, not of another."""
    also = matched.mapping.also.get("events")
    return also.columns.get("started_at") if also is not None else None


def _joined(name: str, parts: list[pd.Series]) -> pd.Series:
    """Return cells joined, by a blank in a name and by a comma elsewhere; heads are added."""
    if name == "head_count" and len(parts) > 1:
        read = [numbers(part) for part in parts]
        bad = pd.concat(
            [part.where(one.bad) for part, one in zip(parts, read, strict=True)], axis=1
        )
        total = pd.concat([one.values for one in read], axis=1).sum(axis=1, min_count=1)
        text = total.map("{:.15g}".format).where(total.notna(), "")
        return bad.bfill(axis=1).iloc[:, 0].fillna(text)
    sign = " " if name == "display_name" else ", "
    cells, *others = parts
    for more in others:
        cells = (cells + sign).where((cells != "") & (more != ""), cells) + more
    return cells


def prepared(
    matched: Matched, table: str, name: str, cells: pd.Series
) -> tuple[pd.Series, list[Problem]]:
    """Return cells with their replacements, unit, decimal sign and dates in order."""
    mapping = matched.mapping
    problems: list[Problem] = []
    if name in mapping.values:
        stated = {**mapping.values[name]}
        folded = {word.casefold(): ours for word, ours in stated.items()}
        other = cells.map(lambda one: folded.get(one.casefold(), one))  # `drop in` is `Drop in`
        cells = cells.replace(stated).where(cells.isin([*stated, *stated.values()]), other)
    if name in mapping.words:
        written, cells = cells, by_words(cells, mapping.words[name])
        problems = _unknown_ways(matched, written, cells) if name == "channel" else []
    kind = TABLES[table][name].kind if name in TABLES[table].names else "text"
    if kind in NUMBERS:
        cells = _with_point(cells, mapping.decimal)
        cells = in_unit(cells, mapping.units.get(name, ""))
        problems += _unit_unsaid(matched, name)
    dated = kind in ("date", "moment") or (table, name) == ("budget", "period")
    written, cells = cells, serial_days(cells) if dated else cells
    if serials := int((written != cells).sum()):
        text = f"has a spreadsheet's number for a day in {serials} rows: 46056 is 3 February 2026"
        problems += [matched.problem(text, "Nothing to do.", field=name, level=NOTE)]
    if kind in ("date", "moment"):
        written, cells = cells, full_months(cells)
        problems += _of_another_year(matched, name, written, cells)
        if name == "on" and (months := cells.map(is_month)).any():
            cells = cells.mask(months, cells.map(written_day))
            text = f"has a month and no day in {months.sum()} rows: each stands on its first day"
            note = matched.problem(text, "Nothing to do.", field=name, level=NOTE)
            problems += [note] * (table != "counts")
    if (table, name) == ("budget", "period"):
        cells = year_first(cells, dates.dates(cells, order=mapping.date_order).values)
    elif kind in ("text", "choice"):
        problems += _damaged(matched, name, cells)
    return cells, problems


def _of_another_year(
    matched: Matched, name: str, written: pd.Series, months: pd.Series
) -> list[Problem]:
    """Ask about `Oct-10` as October 2010 where title or file name speak of other years alone."""
    is_filled = months != written
    years = pd.to_numeric(months[is_filled].str[:4])
    spoken = " ".join([*titles(matched.listing, printed=False), matched.listing.export.file])
    stated = [int(year) for year in _YEAR.findall(spoken)]
    # a list is often named after the year in which it was made, the next one
    if years.empty or not stated or min(abs(years - year).min() for year in stated) <= 1:
        return []
    text = (
        f"reads '{written[is_filled].iloc[0]}' as the month {months[is_filled].iloc[0]}, and the "
        f"title or the name of the file speaks of {some(stated)}"
    )
    remedy = "Write the year in full, 2025-10 for a month or 2025-10-26 for a day."
    return [matched.problem(text, remedy, field=name, level=QUESTION)]


def year_first(cells: pd.Series, read: pd.Series) -> pd.Series:
    """Return cells that were read as days year first; a quarter, a month, a word stay."""
    days = read.dt.strftime("%Y-%m-%d %H:%M").astype("str").str.removesuffix(" 00:00")
    return cells.where(read.isna(), days)


def by_words(cells: pd.Series, listed: str) -> pd.Series:
    """Return for each cell the first of our words whose own words it holds; else nothing.

    ``listed``: ``@channel`` for the words of `ways.channel`.
    """
    text = cells.str.casefold()
    result = pd.Series("", index=cells.index, dtype="str")
    for ours, theirs in words(f"ways.{listed.removeprefix('@')}").items():
        is_said = text.str.contains("|".join(theirs), regex=True)
        result = result.mask((result == "") & is_said, ours)
    return result


def _unknown_ways(matched: Matched, written: pd.Series, cells: pd.Series) -> list[Problem]:
    """Return a note of the ways that no word is known for: they count as reference."""
    rest = written[(cells == "reference") & (written != "")].drop_duplicates()
    rest = rest[~rest.str.contains(r"(?i)refer|réf|question|quer(?:y|ies)|enquir|research|request")]
    texts = problem_texts("mapping_cells.unknown_ways", list=some(list(map(repr, rest))))
    return [matched.problem(*texts, field="channel", level=NOTE)] if len(rest) else []


def _with_point(cells: pd.Series, decimal: str | None) -> pd.Series:
    """Return numbers with a point for the decimal sign, where the mapping says which it is."""
    if decimal is None:
        return cells
    thousands = "." if decimal == "," else ","
    digits = cells.str.match(r"^[^A-Za-z]*\d[^A-Za-z]*$")
    # a sign of thousands stands before three digits: in `0.5` it is the decimal one
    digits &= ~cells.str.match(rf"^[^{thousands}]*[{thousands}](?!\d{{3}}(?!\d))[^{thousands}]*$")
    plain = cells.str.replace(thousands, "", regex=False).str.replace(decimal, ".", regex=False)
    plain = plain.str.replace(r"(\.\d{3})(?=\D*$)", r"\g<1>0", regex=True)  # a decimal, and said so
    return cells.where(~digits, plain)


def organisation(export: Export) -> Organisation | None:
    """Return whose year is that of a file's project; None outside of one."""
    home = find_project(export.path).home
    return None if home is None else read_settings(home / FILE).organisation


def _damaged(matched: Matched, name: str, cells: pd.Series) -> list[Problem]:
    """Return ranges such as `1-5` that a spreadsheet turned into dates, as a problem."""
    damaged = turned([str(label) for label in cells[cells != ""].unique()[:LISTED]])
    if not damaged:
        return []
    text = f"holds {len(damaged)} choices that Excel seems to have turned into dates, e.g. "
    return [
        matched.problem(
            *problem_texts("mapping_cells.damaged", text=text, damaged=damaged[0], name=name),
            int(cells.index[cells == damaged[0]][0]),
            name,
        )
    ]


def day_of_mapped(matched: Matched) -> str:
    """Return the one day of a file, of its title or its name; empty for none."""
    return day_of_file(matched.listing, matched.mapping.date_order)[0]


def constant(matched: Matched, value: str | int | float | bool) -> str:
    """Return a constant as text; ``{file}`` is the name of the file."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text.replace("{file}", _table.stem(matched.listing.export))
    return text.replace("{event}", title_of(matched.listing)) if "{event}" in text else text
