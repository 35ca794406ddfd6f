"""What is known of a file on its way in: its table, its questions, the record they make."""

from collections.abc import Mapping
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
from engagekit.importing.questions import Question
from engagekit.importing.suggest import suggest
from engagekit.loading.choices import choice_of
from engagekit.loading.settings_for_folder import settings_for
from engagekit.mapping.table_detection import DetectedTable, find_table
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
    said: Mapping[str, Any] = field(default_factory=dict)

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
        stated = {name: self.said.get(name) for name in ("sheet", "header_row", "header_rows")}
        return find_table(self.export, **stated)

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns of the table."""
        return columns_of(self.table)

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
        return {
            field: column
            for field, column in suggest(free, self.kind).items()
            if field not in taken
        }

    @cached_property
    def questions(self) -> list[Question]:
        """Return every question, first what a row is."""
        options = {name: kind.row for name, kind in kinds().items()}
        first = Question(
            "row", "What is one row of this file?", "", self.said.get("row", ""), options
        )
        if self.kind is None or not self.kind.table:
            return [first]
        args = (self.kind, self.said, self.columns, self.suggested, self.settings)
        return [first, *questions.of_kind(*args)]

    @property
    def open(self) -> list[Question]:
        """Return the questions that nobody answered and for which nothing is marked."""
        return [question for question in self.questions if question.is_open]

    @property
    def answers(self) -> dict[str, Any]:
        """Return each field with its answer: what was said, else what is marked."""
        if self.kind is None:
            return {}
        found: dict[str, Any] = {}
        asked = {ask.name for ask in self.kind.asks}
        for question in self.questions[1:]:
            if question.name in asked and not question.is_open:
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
        said = record.with_words(self.said, self.questions)
        return record.record(
            self.name, self.kind, self.table, self.columns, self.answers, said, self.settings
        )
