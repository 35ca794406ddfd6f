"""What is known of a file on its way in: its table, its columns, what was said of it so far."""

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.importing.answers import ALL_ROWS, check_names, column_named, period_start
from engagekit.importing.kinds import NONE, Ask, Kind, general, kinds
from engagekit.importing.profile import Column, columns_of
from engagekit.importing.question_proposal import Proposal, propose
from engagekit.importing.suggest import suggest
from engagekit.importing.table_detection import find_table
from engagekit.loading.settings_for_folder import choice_of, settings_for
from engagekit.mapping.changed import nearest_shape
from engagekit.mapping.confirmed_questions import COVERED, knowing
from engagekit.mapping.mapping_file import SURVEY, Mapping, Rows
from engagekit.mapping.mapping_files import candidates
from engagekit.mapping.units import without_unit
from engagekit.parsing import dates
from engagekit.readers.shared._table import Listing
from engagekit.readers.survey._survey_builder import slug
from engagekit.settings.schema import Settings

LEAST_PERIODS = 2
"""Headings that name a period each, from which periods may stand across."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A file and what was said of it so far.

    Attributes
    ----------
    path : Path
        The raw file.
    said : dict
        The answers so far.
    """

    path: Path
    said: Dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_names(self.said)

    @cached_property
    def settings(self) -> Settings:
        """Return the settings in force for the file."""
        return settings_for(self.path)

    @cached_property
    def export(self) -> Export:
        """Return the file, opened."""
        choice = choice_of(self.path, self.path.name, self.settings)
        export = open_export(self.path, file=self.path.name, choice=choice)
        if not export.sheets:
            raise ExportError(f"{export.file} holds no table. Save it as .csv or .xlsx.")
        return export

    @cached_property
    def table(self) -> Listing:
        """Return the table, its header where it was said or where it seems to be."""
        rows = self.answer("header_rows")
        return find_table(
            self.export,
            sheet=self.said.get("sheet"),
            header_row=self.said.get("header_row"),
            header_rows=int(rows) if rows else None,
        )

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns of the table."""
        return columns_of(self.table)

    @cached_property
    def earlier(self) -> Mapping | None:
        """Return the confirmed shape that the file is most like: its answers are marked."""
        near = nearest_shape(self.export)
        return near[0] if near else None

    @property
    def rows_before(self) -> Sequence[Rows]:
        """Return what the earlier file gave: its own rows, and those of the tables beside."""
        earlier = self.earlier
        is_alike = earlier is not None and earlier.table == self.kind.table
        return (earlier, *earlier.also.values()) if earlier is not None and is_alike else ()

    @cached_property
    def before(self) -> dict[str, Any]:
        """Return the answers for the earlier file that no question marks."""
        earlier = self.earlier
        if earlier is None or not self.rows_before:
            return {}
        fields = {*self.kind.hold, *(ask.name for ask in self.kind.asks)}
        joined = {name: list(one) for name, one in earlier.columns.items() if type(one) is tuple}
        return {
            **{name: headers for name, headers in joined.items() if name in fields},
            "dates": earlier.date_order,
            "decimal": earlier.decimal,
            "units": {**earlier.units},
            "header_rows": earlier.header_rows,
            "only": {header: [*cells] for header, cells in earlier.keep.items()},
        }

    @property
    def only(self) -> Dict[str, Sequence[str]]:
        """Return the values of the rows that count, by column; none where every row does."""
        ticked = self.answer("only")
        if "only" in self.said or not ticked:
            return {} if ticked in ("", ALL_ROWS) else ticked
        found = {header: self.named(header) for header in ticked}
        there = {header: column.values if column else {} for header, column in found.items()}
        return {
            name: [one for one in cells if one in there[name]] for name, cells in ticked.items()
        }

    @property
    def order_settled(self) -> str:
        """Return the order of day and month that some days settle and others leave open."""
        settled = {column.settles for column in self.columns if column.kind == "date"}
        orders = settled & {*general()["dates"].values}
        return next(iter(orders)) if "?" in settled and len(orders) == 1 else ""

    @property
    def row_before(self) -> str:
        """Return what a row of the earlier file was; empty without one."""
        table = self.earlier.table if self.earlier else ""
        return next((name for name, kind in kinds().items() if table and kind.table == table), "")

    @property
    def kind(self) -> Kind:
        """Return what a row is, as it was said or was before; nothing while that is open."""
        return kinds()[self.said.get("row") or self.row_before or "nothing"]

    @property
    def name(self) -> str:
        """Return by which name the record goes: that of the file."""
        return str(self.said.get("name") or slug(self.path.stem))

    def answer(self, *key: str) -> Any:
        """Return what was said under a name, or for one word under it, now or of the file before.

        Empty for nothing.
        """
        for said in (self.said, self.before):
            found: Any = said
            for part in key:
                found = found.get(part) if isinstance(found, Dict) else None
            if found:
                return found
        return ""

    @cached_property
    def suggested(self) -> dict[str, Column]:
        """Return the column that is marked for each field of the kind of row."""
        taken = {name for name in (*self.said, *self.before) if name not in ("row", "sheet")}
        if not self.kind.table:
            return {}
        said = [column_named(self.columns, str(self.answer(name))) for name in taken]
        used = {column.index for column in said if column is not None}
        free = [column for column in self.columns if column.index not in used]
        found = suggest(free, self.kind)
        for rows in self.rows_before:
            for name, header in rows.columns.items():
                column = column_named(free, header) if isinstance(header, str) else None
                found |= {name: column} if column else {}
        return {name: column for name, column in found.items() if name not in taken}

    def column_of(self, field: str, answer: str) -> Column | None:
        """Return the column of an answer; a word of the question's own list is none.

        Of a file with a column ``Actual``, ``kind="actual"`` says that its money was spent.
        """
        ask = self.kind.ask(field)
        is_header = any(column.header == answer for column in self.columns)
        is_word = ask is not None and answer in ask.values and not is_header
        is_fixed = self.answer("always", field) or self.is_fixed_before(field, answer)
        return None if is_word or is_fixed else self.named(answer)

    def is_fixed_before(self, field: str, answer: str) -> bool:
        """Return whether an answer is marked as the same in every row, as in the file before."""
        before = [
            str(rows.constants[field]) for rows in self.rows_before if field in rows.constants
        ]
        return field not in self.said and answer in before

    def named(self, name: str) -> Column | None:
        """Return the column of a header or a letter."""
        return column_named(self.columns, name)

    def ticked(self, field: str) -> list[Column]:
        """Return the columns of ticks that are said to hold a field of choices; else none."""
        answer = self.answer(field)
        if not self.kind.allowed(field) or not isinstance(answer, (list, tuple)):
            return []
        found = [self.named(str(header)) for header in answer]
        columns = [column for column in found if column and column.kind in ("flag", "empty")]
        return columns if len(columns) == len(found) else []

    @cached_property
    def periods(self) -> dict[str, str]:
        """Return the headings that are said or marked to hold a period each, with its first day.

        Empty where periods stand down a column. A heading whose period is not known has no day.
        """
        kind, said = self.kind, self.said.get("across")
        if not kind.across or said == NONE:
            return {}
        if isinstance(said, Dict):
            return {str(header): str(label) for header, label in said.items()}
        headers = list(said or ())
        if not headers and not {kind.across, kind.value} & self.said.keys():
            numbers = (column for column in self.columns if column.kind in ("number", "empty"))
            headers = [one.name for one in numbers if self._start(one.name) is not None]
            headers = headers if len(headers) >= LEAST_PERIODS else []
        return {header: self._start(header) or "" for header in headers}

    def _start(self, header: str) -> str | None:
        """Return the first day of the period of a heading; empty where its year is not known."""
        heading = without_unit(header)
        if day := period_start(heading, self.settings):
            return day
        month = dates.bare_month(heading)
        if month is None:
            return None
        year = str(self.said.get("year", ""))
        if not year.isdecimal():
            return ""
        start = self.settings.organisation.fiscal_start
        return f"{int(year) + (month < start and start > 1)}-{month:02d}-01"

    @property
    def asks(self) -> Sequence[Ask]:
        """Return the questions of the kind; not those that periods or the survey itself answer."""
        answered = {self.kind.across, self.kind.value} if self.periods else set()
        if self.survey is not None and self.survey.record["layout"]:
            answered = {"department"}  # one of the tool's own questions, each is asked about
        return [ask for ask in self.kind.asks if ask.name not in answered]

    @cached_property
    def survey(self) -> Proposal | None:
        """Return the questions of a survey, as they are proposed and as it was said."""
        if self.kind.table != SURVEY:
            return None
        form = self.form_before
        proposed = self._proposed.as_before(form) if form else self._proposed
        return proposed.corrected(self.said)

    @cached_property
    def _proposed(self) -> Proposal:
        sheet, row = self.table.sheet.name, self.table.header_row
        return propose(self.export, sheet=sheet, header_row=row)

    @cached_property
    def form_before(self) -> Mapping | None:
        """Return the confirmed survey that knows at least half of the questions; else None."""
        if self.kind.table != SURVEY:
            return None
        keys, tool = self._proposed.record["questions"], self._proposed.record["layout"]
        forms = [one for one in candidates(self.export) if one.questions and one.layout == tool]
        most, best = knowing(keys, forms)
        return best[0] if best and most >= COVERED * len(keys) else None
