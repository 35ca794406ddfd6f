"""`engagekit map`: the columns of a file shown, and its mapping drafted or brought up to date."""

import os
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit

from engagekit.errors import ExportError, UsageError, did_you_mean, error_text
from engagekit.files.source_file import Export, letter, open_export
from engagekit.mapping import answers, mapping_file, mapping_writer, table_detection
from engagekit.mapping.columns import ColumnProfile, describe
from engagekit.mapping.evidence import named_by
from engagekit.mapping.file_choices import exported
from engagekit.mapping.mapping_files import mapping_files, project_of
from engagekit.mapping.matching import SIMILAR, Matched, column_of, fitted, is_letter, likeness
from engagekit.mapping.proposing import proposals
from engagekit.mapping.question_writer import listed, of_tool
from engagekit.mapping.shipped import all_tools
from engagekit.mapping.suggesting import Suggested, suggest
from engagekit.mapping.table_detection import DetectedTable
from engagekit.mapping.tool_reading import ToolMapping
from engagekit.readers.survey._survey_builder import slug
from engagekit.settings.project import MAPPINGS
from engagekit.tables.schema import TABLES
from engagekit.tables.screen import html_text


@dataclass(frozen=True, eq=False)
class Draft:
    """A mapping as it was drafted or brought up to date.

    Attributes
    ----------
    file : str
        The file it is for.
    path : Path
        Where it stands, or would stand.
    text : str
        The TOML.
    sure : bool
        False: the table is a guess; look at it.
    columns : DataFrame
        Letter, header, kind, filled cells, samples without people, suggestion.
    summary : str
        Which row is the header and why.
    """

    file: str
    path: Path
    text: str
    table: str
    sure: bool
    columns: pd.DataFrame
    summary: str
    is_new: bool
    written: bool

    def __str__(self) -> str:
        said = f" (a guess; nothing is read before you say --table {self.table})"
        guess = "" if self.sure else said
        visible = self.columns.copy()
        for name in ("header", "samples"):
            visible[name] = visible[name].str.slice(0, 44)
        return f"{self.summary}\ntable: {self.table}{guess}\n\n{visible.to_string(index=False)}"

    def _repr_html_(self) -> str:
        """Return the columns and the mapping as a notebook shows them."""
        said = f" (a guess; nothing is read before you say ek.map(..., table='{self.table}'))"
        guess = "" if self.sure else said
        state = "written to" if self.written else "not written; it would go to"
        return (
            f"<p>{html_text(self.summary)}<br>Table: <b>{escape(self.table)}</b>{escape(guess)}. "
            f"The mapping was {state} <code>{escape(str(self.path))}</code>.</p>"
            f"{self.columns.to_html(index=False, escape=True).replace('$', html_text('$'))}"
            f"<details><summary>The mapping</summary><pre>{escape(self.text)}</pre></details>"
        )


def map_file(
    path: str | os.PathLike[str],
    *,
    table: str | None = None,
    out: str | os.PathLike[str] | None = None,
    given: Dict[str, str] | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    anew: bool = False,
    dry_run: bool = False,
) -> Draft:
    r"""Show the columns of a file and write the mapping that says what they mean.

    Parameters
    ----------
    path : str or path
        The raw file, or its name as `check` has it.
    table : str, optional
        Tidy table its rows become; ``responses`` for a survey. Default: guessed from the headers,
        and said to be a guess.
    out : str or path, optional
        Mapping file; default ``mappings/<name>.toml`` in the project. One that is there already
        is brought up to date: what a person wrote in it stays.
    given : mapping of field to header, optional
        What you say of it, e.g. ``{"on": "Date of visit"}``; an earlier header becomes an alias.
        A text that is no header is the same in every row. ``{"channel.In person": "desk"}`` is a
        word of the file and ours, ``{"own_log": "yes"}`` says that the library wrote the names,
        ``{"best.scale_1": "5"}`` which end of a scale is good.
    sheet, header_row : optional
        Where the table stands, if it was found wrongly.
    anew : bool
        Take no mapping that is there.
    dry_run : bool
        Show, write nothing.

    Returns
    -------
    Draft
        A notebook shows its columns and its text.

    Raises
    ------
    ExportError
        If there is nothing to read in the file.
    UsageError
        For a table, field or header that is not there.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "visits.csv"
    >>> _ = file.write_text("Date of visit,Visitor\n2026-07-02,Ana Gil\n")
    >>> given = {"on": "Date of visit", "display_name": "Visitor", "own_log": "yes"}
    >>> draft = ek.map(file, table="touches", given=given, dry_run=True)
    >>> 'on = "Date of visit"' in draft.text
    True
    """
    place = exported(path)
    if table is not None and table not in TABLES:
        raise UsageError(f"table='{table}' is not there. {did_you_mean(table, TABLES)}")
    if open_value := next((name for name, value in (given or {}).items() if value == "..."), None):
        raise UsageError(f"'{open_value}=...' waits for you: put what holds it for the dots.")
    export = open_export(place, file=str(path))
    if not export.sheets:
        raise ExportError(error_text("drafting.map_file", file=export.file))
    named = tuple(one for one in export.sheets if one.name == sheet)  # of another is no mapping
    alone = replace(export, sheets=named) if named else export
    matched = None if anew else _matched(alone, place, out)
    if matched and not out and table not in (None, matched.mapping.table) and likeness(matched) < 1:
        matched = None  # it is for another table, and only alike
    target = Path(matched.mapping.path if matched else out or _default(place, sheet))
    if matched is not None:
        matched = _confirmed(matched, table)
    if matched is not None and not (sheet or header_row):
        detected = matched.detected
    else:
        detected = table_detection.find_table(export, sheet=sheet, header_row=header_row)
    reasons = table_detection.reasons(detected)
    if not (reasons == "").any():
        raise ExportError(f"{export.file} holds no rows below its header: there is nothing to map.")
    columns = describe(detected, reasons)
    said = matched.mapping.table if matched else table
    suggested = suggest(columns, said or proposals(columns, named_by(detected))[0].table)
    columns_said, others = answers.columns_and_others(suggested.table, given or {}, detected)
    if matched is not None:
        there = Matched(matched.mapping, detected, matched.same)
        text = _updated(there, _renamed(there, suggested.fields) | columns_said)
    else:
        suggested = _with_stated(replace(suggested, sure=table is not None), detected, columns_said)
        name = target.name.removesuffix(".toml")
        text = mapping_writer.draft(name, export, detected, columns, suggested)
    document = tomlkit.parse(text)
    answers.put(document, suggested.table, others, detected)
    text = tomlkit.dumps(document)
    mapping_file.make_mapping(
        tomlkit.parse(text).unwrap(), target.name, str(target)
    )  # it must be readable
    if not dry_run:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return Draft(
        export.file,
        target,
        text,
        suggested.table,
        suggested.sure,
        _as_table(columns, suggested, is_new=matched is None),
        _summary(export, detected, reasons) + _tools(export),
        matched is None,
        not dry_run,
    )


def _default(place: Path, sheet: str | None) -> Path:
    """Return where a new mapping goes: the folder `mappings` of the project, over no other one."""
    home = project_of(place.resolve()) / MAPPINGS
    name = slug(place.name.removesuffix(".gz").rsplit(".", 1)[0])
    names = [name, f"{name}-{slug(sheet)}"] if sheet else [name]
    names += [f"{names[-1]}-{number}" for number in range(2, 100)]
    return next(path for one in names if not (path := home / f"{one}.toml").exists())


def _matched(export: Export, place: Path, out: str | os.PathLike[str] | None) -> Matched | None:
    """Return the mapping that is there for a file: the one named, else the one that fits."""
    if out is not None:
        if not Path(out).exists():
            return None
        mapping = mapping_file.read_mapping(out)
        if mapping.recognise:
            raise UsageError(f"{out} recognises the files of a tool by their signs: edit it.")
        part = fitted(export, mapping)
        if likeness(part) < SIMILAR / 2:
            raise UsageError(error_text("drafting.matched", out=out))
        return part
    every = [mapping_file.read_mapping(file) for file in mapping_files(place)]
    tried = [fitted(export, mapping) for mapping in every if not mapping.recognise]
    best = max(tried, key=likeness, default=None)
    others = {slug(one.stem) for one in place.parent.glob("*.*") if one.name != place.name}
    is_theirs = best is not None and Path(best.mapping.path).stem in others  # it would not fit them
    least = SIMILAR if is_theirs else SIMILAR / 2
    return best if best and likeness(best) >= least else None


def _confirmed(matched: Matched, table: str | None) -> Matched | None:
    """Return a mapping that is there, None for a draft to be written again for a stated table."""
    there = matched.mapping.table
    if table is None or there == table:
        return matched
    if there:
        raise UsageError(
            error_text("drafting.confirmed", path=matched.mapping.path, there=there, table=table)
        )
    return None


def _summary(export: Export, detected: DetectedTable, reasons: pd.Series) -> str:
    """Return what was detected and how to change it, in a sentence."""
    sheet = detected.listing.sheet.name
    named = f", sheet {sheet}" if sheet else ""
    rows = int((reasons == "").sum())
    counts = reasons[~reasons.isin(["", "gap"])].value_counts(sort=False)
    aside = "".join(f", {count} set aside ({reason})" for reason, count in counts.items())
    first, last = detected.header_row, detected.header_row + detected.header_rows - 1
    if detected.header_rows:
        place = f"row {last}" if last == first else f"rows {first} to {last}"
        header = f"header in {place}, because {detected.why}"
    else:
        header = (
            f"no header row ({detected.why}), so columns go by their letters and a file is not "
            "known again by its headers: say mapping = "
            f'"..." under [files."{export.path.name}"]'
        )
    wrong = "Wrong? Say the row: --header-row, or header_row = in the mapping."
    return f"{export.file}{named}: {header}; {rows} rows{aside}. {wrong}"


def _tools(export: Export) -> str:
    """Return a sentence where a tool's reader or mapping recognises the file."""
    tools = [one for one in all_tools() if one.recognise(export)]
    if not tools:
        return ""
    text = (
        f" It is known without a mapping, as an export of {' or '.join(one.TOOL for one in tools)};"
        " a mapping goes before that."
    )
    names = [Path(one.mapping.path).stem for one in tools if isinstance(one, ToolMapping)]
    return text + "".join(f' To change some of it: extends = "{name}".' for name in names)


def _with_stated(suggested: Suggested, detected: DetectedTable, given: Dict[str, str]) -> Suggested:
    """Return the suggestion with the columns that a person stated."""
    fields = dict(suggested.fields)
    existing = mapping_file.fields_of(suggested.table)
    for field, header in given.items():
        if field not in existing:
            raise UsageError(
                f"{suggested.table} has no field '{field}'. {did_you_mean(field, existing)}"
            )
        column = _column(detected, header)
        fields = {name: place for name, place in fields.items() if place != column}
        fields[field] = column
    used = set(fields.values())
    offered = {key: names for key, names in suggested.offered.items() if key not in used}
    together = suggested.across
    if "display_name" in given:
        together = replace(together, names=())
    if {"kind", "amount"} & given.keys():
        together = replace(together, kinds={}, months={})
    if fields.get("amount") not in (None, *together.sides):
        together = replace(together, sides=())  # `Value` beside debit and credit
    if "minutes" in given:
        together = replace(together, clocks=())
    return Suggested(suggested.table, suggested.sure, fields, offered, together)


def _column(detected: DetectedTable, header: str) -> int:
    """Return the column that a person names by its header or its letter."""
    headers, columns = detected.headers, detected.columns
    by_letter = is_letter(header)
    wanted = header[1:].upper() if by_letter else header
    pairs = zip(columns, headers, strict=True)
    matches = [at for at, name in pairs if (letter(at) if by_letter else name) == wanted]
    if len(matches) == 1:
        return matches[0]
    if matches:
        letters = " or ".join(f"'={letter(column)}'" for column in matches)
        raise UsageError(f"'{header}' stands over {len(matches)} columns. Say {letters}.")
    raise UsageError(f"There is no column '{header}'. {did_you_mean(header, headers)}")


def _as_table(columns: list[ColumnProfile], suggested: Suggested, *, is_new: bool) -> pd.DataFrame:
    """Return the table that is printed, with what becomes of each column."""
    by_column = {place: field for field, place in suggested.fields.items()}
    by_column |= dict.fromkeys(suggested.across.names, "display_name")
    by_column |= {at: f"amount ({kind})" for kind, at in suggested.across.kinds.items()}
    by_column |= {at: f"amount ({kind})" for at, kind in suggested.across.months.items()}

    def becomes(part: ColumnProfile) -> str:
        if part.column in by_column:
            return by_column[part.column]
        if suggested.table == mapping_file.SURVEY and is_new and part.kind != "empty":
            ignored = "personal: ignored" if part.personal else "ignored"
            return ignored if part.column in of_tool(columns) else "question"
        return ", ".join(f"{name}?" for name in suggested.offered.get(part.column, []))

    return pd.DataFrame(
        {
            "column": [part.letter for part in columns],
            "header": [part.header for part in columns],
            "kind": [part.kind + (f", {part.note}" if part.note else "") for part in columns],
            "filled": [part.filled for part in columns],
            "samples": ["(personal)" if part.personal else part.samples for part in columns],
            "suggestion": [becomes(part) for part in columns],
        }
    )


def _renamed(matched: Matched, fields: Dict[str, int]) -> dict[str, str]:
    """Return the fields whose column is gone, and one is there that has their very word."""
    headers = matched.listing.headers
    return {
        name: headers[fields[name]]
        for name, header in matched.mapping.columns.items()
        if name in fields and isinstance(header, str) and column_of(matched, header, name) is None
    }


def _updated(matched: Matched, given: Dict[str, str]) -> str:
    """Return a mapping file with what was stated put in, its fingerprint that of the file now."""
    mapping, detected = matched.mapping, matched.detected
    document: Any = tomlkit.parse(Path(mapping.path).read_text(encoding="utf-8-sig"))
    for field, header in given.items():
        column = _column(detected, header)
        name = matched.listing.headers[column]
        unique = name and matched.listing.headers.count(name) == 1
        _put(document, mapping, field, name if unique else f"={letter(column)}")
    fingerprint: Any = tomlkit.table()
    fingerprint["digest"] = mapping_file.digest(detected.headers)
    if detected.columns[0]:
        fingerprint["first_column"] = letter(detected.columns[0])
    fingerprint["headers"] = listed(detected.headers)
    document["fingerprint"] = fingerprint
    if mapping.header_row is not None:
        document["header_row"] = detected.header_row
        document["header_rows"] = detected.header_rows
    return tomlkit.dumps(document)


def _put(document: Any, mapping: mapping_file.Mapping, field: str, header: str) -> None:
    """Put a field's (or a question's) column as it is called now; the earlier one as an alias."""
    names, earlier = mapping_file.fields_of(mapping.table), mapping.aliases.get(field, ())
    wide = mapping.wide.columns if mapping.wide else {}
    if field in mapping.questions and not mapping.is_long:
        answers.section(document, "aliases")[field] = list(dict.fromkeys([header, *earlier]))
        return
    if field in wide:
        document["wide"]["columns"][field] = header
        return
    if field not in names:
        existing = [*names, *wide, *mapping.questions]
        raise UsageError(f"{mapping.name} has no field '{field}'. {did_you_mean(field, existing)}")
    before = mapping.columns.get(field)
    answers.section(document, "columns")[field] = header
    if isinstance(before, str) and before != header and not before.startswith("="):
        answers.section(document, "aliases")[field] = list(dict.fromkeys([before, *earlier]))
