"""What is known of a file on its way in: its table, its questions, the record they make."""

import dataclasses
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.importing import questions, record
from engagekit.importing.answers import check_names, column_named
from engagekit.importing.kinds import NONE, Kind, kinds
from engagekit.importing.profile import Column, columns_of
from engagekit.importing.question_proposal import propose
from engagekit.importing.question_table import QuestionTable
from engagekit.importing.questions import Question
from engagekit.importing.suggest import suggest
from engagekit.importing.table_detection import find_table
from engagekit.loading.settings_for_folder import choice_of, settings_for
from engagekit.mapping.changed import nearest_shape
from engagekit.mapping.mapping_file import SURVEY, Mapping
from engagekit.mapping.table import DetectedTable
from engagekit.readers.survey._survey_builder import slug
from engagekit.settings.schema import Settings


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
    def table(self) -> DetectedTable:
        """Return the table, its header where it was said or where it seems to be."""
        rows = self.said.get("header_rows")
        return find_table(
            self.export,
            sheet=self.said.get("sheet"),
            header_row=self.said.get("header_row"),
            header_rows=None if rows is None else int(rows),
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
    def kind(self) -> Kind | None:
        """Return what a row is, once it is said."""
        row = self.said.get("row")
        return kinds()[row] if row else None

    @cached_property
    def suggested(self) -> dict[str, Column]:
        """Return the column that is marked for each field of the kind of row."""
        taken = {name for name in self.said if name not in ("row", "sheet")}
        if self.kind is None or not self.kind.table:
            return {}
        said = [column_named(self.columns, str(self.said[name])) for name in taken]
        used = {column.index for column in said if column is not None}
        free = [column for column in self.columns if column.index not in used]
        found = suggest(free, self.kind)
        if self.earlier is not None and self.earlier.table == self.kind.table:
            for field, header in self.earlier.columns.items():
                column = column_named(free, header) if isinstance(header, str) else None
                found |= {field: column} if column else {}
        return {field: column for field, column in found.items() if field not in taken}

    @cached_property
    def questions(self) -> list[Question]:
        """Return every question, first what a row is."""
        options = {name: kind.row for name, kind in kinds().items()}
        before = self.earlier.table if self.earlier else ""
        marked = next((name for name, kind in kinds().items() if kind.table == before), "")
        marked = marked if before else ""
        said = self.said.get("row", "")
        first = Question("row", "What is one row of this file?", marked, said, options)
        if self.kind is None or not self.kind.table:
            return [first]
        heads = questions.of_header(self.table, self.said)
        args = (self.kind, self.said, self.columns, self.suggested, self.settings, self.earlier)
        found = [first, *heads, *questions.of_kind(*args)]
        found += questions.of_units(self._units_named(found), self.said)
        if self.question_table is not None and self.answers_of(found).get("of_people") == "yes":
            found += questions.of_survey(self.question_table, self.said)
        return found

    def _units_named(self, asked: Sequence[Question]) -> dict[str, tuple[str, str]]:
        """Return the unit that the file names for a field, and the text that names it."""
        if self.kind is None or self.kind.table == SURVEY:
            return {}
        periods = questions.across(self.kind, self.said, self.columns, self.settings)
        columns = {name: column_named(self.columns, str(answer))
                   for name, answer in self.answers_of(asked).items()}  # fmt: skip
        held = {name: [column.header] for name, column in columns.items() if column is not None}
        if periods:
            held[self.kind.value] = [*periods]
        return questions.units_named(self.table.listing, self.columns, held)

    @property
    def open(self) -> list[Question]:
        """Return the questions that nobody answered and for which nothing is marked."""
        return [question for question in self.questions if question.is_open]

    @cached_property
    def question_table(self) -> QuestionTable | None:
        """Return the table of questions of a survey, as it is proposed and as it was said."""
        if self.kind is None or self.kind.table != SURVEY:
            return None
        place = self.table
        table = propose(self.export, sheet=place.listing.sheet.name, header_row=place.header_row)
        for name, answers in self.said.get("scales", {}).items():
            known = table.scales.get(name)
            table = table.with_scale(name, answers, known.no_opinion if known else ())
        for key, kind in self.said.get("questions", {}).items():
            table = table.with_question(key, kind)
        overall = self.said.get("overall", table.overall)
        return dataclasses.replace(table, overall="" if overall == NONE else overall)

    @property
    def answers(self) -> dict[str, Any]:
        """Return each field with its answer: what was said, else what is marked."""
        return self.answers_of(self.questions)

    def answers_of(self, asked: Sequence[Question]) -> dict[str, Any]:
        """Return each field with its answer to one of some questions."""
        if self.kind is None:
            return {}
        found: dict[str, Any] = {}
        names = {"files", *(ask.name for ask in self.kind.asks)}
        for question in asked:
            if question.name in names and not question.is_open:
                found[question.name] = self.said.get(question.name) or question.marked
        for name in self.kind.hold:
            column = self.suggested.get(name)
            if name in self.said or column is not None:
                found[name] = self.said.get(name) or (column.name if column else NONE)
        return found

    @property
    def name(self) -> str:
        """Return by which name the record goes: that of the file."""
        return str(self.said.get("name") or slug(self.path.stem))

    def record(self) -> dict[str, Any]:
        """Return the record that the answers make, as a nested dict."""
        if self.kind is None or not self.kind.table:
            return {}
        if self.question_table is not None:
            return record.of_survey(
                self.question_table.record(self.name), self.table, self.columns, self.answers
            )
        said = record.with_words(self.said, self.questions)
        return record.record(
            self.name, self.kind, self.table, self.columns, self.answers, said, self.settings
        )
