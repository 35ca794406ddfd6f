"""Survey tools with a column a question, as records: one engine reads them all.

The records stand in ``vocabulary/survey_forms.toml``.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import dates
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey._form import Form, at_of, open_form, own_columns, reading_of
from engagekit.readers.survey._personal_columns import PERSONAL
from engagekit.readers.survey._survey_builder import TABLES, Field, slug, slugs
from engagekit.readers.survey._words import folded, words_of

HEADER_ROWS = 10
"""Rows in which the header is looked for, below a title that a person wrote above it."""
MOSTLY_DATES = 0.8
"""Share of days in the column of moments: a person who adds a line by hand writes "last week"."""
_NUMBER = re.compile(r"^(?:q(?:uestion)?\s*)?\d{1,2}\s?[a-z]?\s*[.):–-]\s+", re.IGNORECASE)
"""The number before a question of a page to print."""


@dataclass(frozen=True)
class FormTool:
    """The reader of one record."""

    name: str
    TABLES: tuple[str, ...] = TABLES

    @property
    def TOOL(self) -> str:  # noqa: N802 - as a reader module has it
        """Return the name of the tool."""
        return self._said("tool")[0]

    def _said(self, key: str) -> tuple[str, ...]:
        return vocabulary.words(f"survey_forms.{self.name}").get(key, ())

    @property
    def _words(self) -> Mapping[str, frozenset[str]]:
        return words_of(f"survey_forms.{self.name}.columns")

    def recognise(self, export: Export) -> Recognition | None:
        """Recognise the tool's own columns, over days; certain where written in capitals."""
        for sheet in export.visible:
            for row, cells in enumerate(sheet.head(HEADER_ROWS)):
                if self._is_header([*map(folded, cells)], sheet.cells, row):
                    first = cells[: max(len(self._said("first")), 1)]
                    why = f"row {row + 1} starts with {', '.join(first)}"
                    is_certain = cells[0][:1].isupper()
                    return Recognition(why, is_certain, row + 1, 1, sheet.name)
        return None

    def _is_header(self, names: Sequence[str], cells: pd.DataFrame, row: int) -> bool:
        """Return whether the folded cells of a row head an export of the tool."""
        if paper := self._said("paper"):
            return names[0] in map(folded, paper)
        words, first, some = self._words, self._said("first"), {*self._said("any")}
        if any(name not in words[role] for name, role in zip(names, first, strict=False)):
            return False
        roles = {role for role, listed in words.items() if listed & {*names}}
        if not {*self._said("all")} <= roles or (some and not some & roles):
            return False
        is_asking = sum(map(bool, names)) > len(first)
        moments = [at for at, name in enumerate(names) if name in words["submitted"]]
        return is_asking and bool(moments) and _holds_days(cells[moments[0]].iloc[row + 1 :])

    def read(self, export: Export) -> Reading:
        """Read one row a response; what the questions are is for a person to say."""
        form = open_form(export, self.recognise(export))
        form = replace(form, names=[_NUMBER.sub("", name) for name in form.names])
        own = own_columns(form.names, self._words)
        if "started" in own.values():  # a tool's address and name stand before the questions
            asked = next((at for at in range(len(form.names)) if at not in own), 0)
            own = {at: role for at, role in own.items() if at < asked or role == "metadata"}
        places, dropped = form.questions(own)
        answers = form.answers(self._fields(form, places), own, dropped)
        if self._said("complete"):
            is_anonymous = _is_anonymous(form, own, dropped)
            answers = replace(answers, status=form.constant("complete"), anonymous=is_anonymous)
        return reading_of(answers)

    def _fields(self, form: Form, places: Sequence[int]) -> list[Field]:
        """Return the columns of answers, those of one grid as one block."""
        names = [form.name(at) for at in places]
        pattern = next(iter(self._said("grid")), "(?!)")
        grids = [re.match(pattern, name, re.DOTALL) for name in names]
        sizes = Counter(match["stem"] for match in grids if match)
        fields, rounds = [], dict[str, list[set[str]]]()
        for at, name, match, key in zip(places, names, grids, slugs(names), strict=True):
            item = Field(key, name, form.cells[at])
            if match and sizes[match["stem"]] > 1:
                stem, row = match["stem"], match["item"].strip()
                grid = rounds.setdefault(stem, [set()])
                if row in grid[-1]:  # asked again in another section, it is another grid
                    grid.append(set())
                grid[-1].add(row)
                block = slug(f"grid {stem} {len(grid)}")
                item = replace(item, wording=row, block=block, stem=stem)
            fields.append(item)
        return fields


def _holds_days(cells: pd.Series) -> bool:
    """Return whether most cells are days."""
    present = cells.str.strip()
    present = present[present != ""]
    if not len(present):
        return False
    is_day = present.str.match(dates.DAY) | dates.moments(present).values.notna()
    return float(is_day.mean()) >= MOSTLY_DATES


def _is_anonymous(form: Form, own: Mapping[int, str], dropped: Sequence[tuple[str, str]]) -> bool:
    """Return whether no column says who answered."""
    email = at_of(own, "email")
    if email is None:
        return all(why != PERSONAL for _, why in dropped)
    nobody = words_of("survey_forms.microsoft_forms.answers")["anonymous"] | {""}
    return {*map(folded, form.cells[email].unique())} <= nobody


READERS = tuple(map(FormTool, vocabulary.tables("survey_forms")))
"""A reader of each record."""
