"""An import: a file looked at, asked about, shown as it would be counted, and confirmed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from engagekit.errors import ExportError, UsageError, some
from engagekit.files.archive import is_there
from engagekit.importing import questions, record, screen
from engagekit.importing.answers import check_ticks
from engagekit.importing.draft import Draft
from engagekit.importing.preview import Preview, preview
from engagekit.importing.questions import Question
from engagekit.mapping.file_choices import exported
from engagekit.mapping.mapping_file import read_mapping
from engagekit.mapping.mapping_files import mapping_files, project_of
from engagekit.settings.project import MAPPINGS


@dataclass(frozen=True, eq=False)
class Import(Draft):
    """One file on its way in. Nothing of it counts before `confirm`."""

    def __repr__(self) -> str:
        return screen.as_text(self, self.questions, self.preview())

    @cached_property
    def questions(self) -> list[Question]:
        """Return every question, first what a row is."""
        return questions.asked(self)

    @property
    def open(self) -> list[Question]:
        """Return the questions that nobody answered and for which nothing is marked."""
        return [question for question in self.questions if question.is_open]

    def record(self) -> dict[str, Any]:
        """Return the record that the answers make, as a nested dict."""
        return record.record(self, self.questions)

    def set(self, **said: Any) -> "Import":
        r"""Return the import with more answers.

        Parameters
        ----------
        **said
            ``row``: what a row is, a word of `kinds`. ``sheet``, ``header_row``: where the table
            stands. A field (``on``, ``display_name``): the header of its column, ``"none"``, or a
            value for all rows. ``only``: header to the values of the rows that count. ``files``:
            what the next file does: ``append``, ``replace`` or ``merge``. ``words``:
            field to their word and ours. ``across``: headings that hold a period each, or heading
            to its first day. ``always``: field to a text for all rows. ``dates``: ``day first``.
            ``units``: field to its unit, e.g. ``hours``. ``total``: a total that you know.

        Returns
        -------
        Import

        Raises
        ------
        UsageError
            If nothing is asked under a name, or the file has no such column or value.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "visits.csv"
        >>> _ = file.write_text("Date of visit,Visitor,How\n2026-07-02,Ana Gil,Phone\n")
        >>> [one.name for one in ek.import_file(file).set(row="enquiry").open]
        ['on']
        """
        done = replace(self, said=_merged(self.said, said))
        if done.kind.table:
            check_ticks(done.only, done.columns)
            done.record()
        return done

    def preview(self) -> Preview:
        """Return what would be counted, without counting it.

        Returns
        -------
        Preview
            With ``asks`` where a question is open: nothing is read before it is answered.
        """
        return preview(self, self.open, self.record())

    def confirm(self, *, dry_run: bool = False) -> Path:
        """Write the record with its confirmation into the mapping folder: from now on it counts.

        Parameters
        ----------
        dry_run : bool
            Write nothing.

        Returns
        -------
        Path
            The record.

        Raises
        ------
        UsageError
            If a question is open, or the file is nothing to be read.
        ExportError
            If no row can be read.
        """
        self._refuse_unfinished()
        shown = self.preview()
        if shown.error:
            raise ExportError(shown.error)
        if not shown.rows_out:
            raise ExportError(f"{self.path.name}: none of its {shown.rows_in} rows would count.")
        raw = self.record()
        confirmed = record.confirmation(self, raw, shown.rows_out, shown.total)
        target = self.target
        if not dry_run:
            target.parent.mkdir(parents=True, exist_ok=True)
            text = record.as_text({**raw, "confirmed": confirmed}, self.path.name)
            target.write_text(text, encoding="utf-8", newline="\n")
        return target

    @cached_property
    def target(self) -> Path:
        """Return where the record goes: over one for the same headers, else a file of its own."""
        home = project_of(self.path.resolve()) / MAPPINGS
        if self.form_before is not None and self.form_before.layout:
            return Path(self.form_before.path)
        digest = self.record().get("fingerprint", {}).get("digest")
        for path in mapping_files(self.path) if digest else ():
            if read_mapping(path).fingerprint.digest == digest:
                return path
        names = [self.name, *(f"{self.name}-{number}" for number in range(2, 100))]
        return next(path for one in names if not (path := home / f"{one}.toml").exists())

    def _refuse_unfinished(self) -> None:
        """Refuse to confirm what is not answered, or what the answers leave alone."""
        if self.open:
            names = some(f"{one.name}: {one.text}" for one in self.open)
            raise UsageError(f"{self.path.name} is not confirmed: {names}")
        said = {question.name: question.answer for question in self.questions}
        is_no = "no" in (said.get("staff_list"), said.get("of_people"))
        if is_no or not self.kind.table:
            raise UsageError(
                f"{self.path.name} has nothing to count, as it was said. Leave it alone: "
                f"engagekit ignore {self.path.name}"
            )


def _merged(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers with further ones, each word or heading by itself."""
    merged = {**before}
    for name, answer in said.items():
        known = before.get(name)
        if isinstance(answer, Mapping) and isinstance(known, Mapping):
            answer = _merged(known, answer)
        merged[name] = answer
    return merged


def import_file(path: str | os.PathLike[str], **said: Any) -> Import:
    r"""Return a file on its way in: what is asked of it, and what would be counted.

    Parameters
    ----------
    path : str or path
        The raw file, or its name as `check` has it.
    **said
        Answers, as `Import.set` takes them.

    Returns
    -------
    Import
        A notebook shows its first rows, its questions and its preview.

    Raises
    ------
    UsageError
        If the file is not there, or an answer fits nothing in it.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "spend.csv"
    >>> _ = file.write_text("Item,Paid\nWestlaw,1200\nLexis,800\n")
    >>> money = ek.import_file(file, row="money", kind="actual", period="2026-09", currency="CAD")
    >>> money.preview().total
    2000.0
    """
    place = exported(path)
    if not is_there(place):
        raise UsageError(f"{place} is not there. Give the file as check names it.")
    return Import(place).set(**said)
