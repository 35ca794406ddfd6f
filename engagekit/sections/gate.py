"""The gate before a report: what each file was read as, what was counted, what looks wrong."""

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from engagekit.errors import DataError, NotMeasuredError, UsageError, error_text, shorten, some
from engagekit.facts import coverage
from engagekit.facts.surveys import survey, survey_of, surveys
from engagekit.identity import review_list
from engagekit.loading import load
from engagekit.loading.settings_for_folder import resolve
from engagekit.locale.analyst import Analyst, for_analyst, singular
from engagekit.measures import data_grade, load_counts
from engagekit.sections import own_totals
from engagekit.settings.periods import Period
from engagekit.tables.problems import NOTE, QUESTION, UNREAD, Problem, problem_of
from engagekit.tables.screen import html_text
from engagekit.tables.tables import Tables

SHOWN = 12
"""Questions written out on the screen: more are no list that anybody works off in one go."""
_WORD = r"""(?:\.{3}|"[^"]*"|'[^']*'|[^\s"']+?(?=\s|\.?$|\.\s|:))"""
_COMMAND = re.compile(
    rf"engagekit import (?P<file>{_WORD})(?: --sheet (?P<sheet>{_WORD}))?", re.MULTILINE
)
OPEN, MOST = 20, 200
"""Lines of a list that stands open in a notebook, and of any list."""
_ASKED = ("what", "where", "remedy")
_UNREAD = ("file", "sheet", *_ASKED)
"""What the JSON of a check tells of a problem, and of what is not read."""
NAMES = 5
"""Names without a person that are shown with the best suggestion."""


@dataclass(frozen=True)
class Gate:
    """What a person should see before any headline.

    Attributes
    ----------
    folder : str
        Where the exports go, to be said while there are none.
    """

    tables: Tables
    folder: str = ""

    def __repr__(self) -> str:
        return as_text(self.lines())

    def _repr_html_(self) -> str:
        """Return the gate as a notebook shows it."""
        return f"{as_html(self.lines())}<p><b>{html_text(self.next_step)}</b></p>"

    @cached_property
    def _english(self) -> Analyst:
        """Return the language of the screen, with the money of the report."""
        return for_analyst(self.tables.locale)

    def _say(self, key: str, /, **slots: object) -> str:
        return self._english.say(key, **slots)

    @property
    def next_step(self) -> str:
        """Return what to do now."""
        if not self.tables.documents and self.folder:
            return self._say("gate.empty", folder=self.folder)
        step = "map" if self.unread else "look" if self.questions else "report"
        return self._say(f"gate.next_{step}")

    @cached_property
    def period(self) -> Period | None:
        """Return the period that a report would be on; None where nothing has a date."""
        with suppress(DataError):
            return coverage.asked_period(self.tables, None)
        return None

    @cached_property
    def grade(self) -> data_grade.Grade | None:
        """Return the data grade; None without a period."""
        return data_grade.grade(self.tables, self.period) if self.period else None

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Return the files and sheets that are in no number."""
        return self.tables.unread

    @cached_property
    def questions(self) -> list[Problem]:
        """Return what else should be looked at, the weightiest first."""
        found = [one for one in self.tables.faults if one.level not in (NOTE, UNREAD)]
        if self.tables.documents:
            # where the totals of the settings are not those that are counted
            found += own_totals.differences(self.tables, self.period)
            found += lacking(self.tables, self.period)
        return sorted(found, key=lambda one: one.level != "question")

    @property
    def notes(self) -> list[Problem]:
        """Return what is good to know and changes no figure."""
        return [one for one in self.tables.faults if one.level == NOTE]

    @property
    def exit_code(self) -> int:
        """Return 3 where something is not read, 1 where something must be looked at, else 0."""
        return 3 if self.unread else 1 if self.questions else 0

    def counts(self, *, whole: bool = True) -> dict[str, float | None]:
        """Return what was counted, of everything or of the period."""
        return load_counts.counts(self.tables, self.period, whole=whole)

    def document(self) -> dict[str, Any]:
        """Return the document of ``engagekit check --json``, version 2."""
        files = self.tables.documents
        asked = [{name: getattr(one, name) for name in _ASKED} for one in self.questions]
        unread = [{name: getattr(one, name) for name in _UNREAD} for one in self.unread]
        return {
            "version": 2,
            "period": self.period.label if self.period else None,
            "files": list(files),
            "counts": self.counts(),
            "counts_of_period": self.counts(whole=False) if self.period else None,
            "waiting": [
                {"file": part["file"], "why": part["why"]}
                for part in files
                if part["certain"] is False
            ],
            "unread": [{**one, "sheet": one["sheet"] or None} for one in unread],
            "questions": asked,
            "grade": self.grade.letter if self.grade else None,
        }

    def _sentences(self, problems: Sequence[Problem]) -> list[str]:
        """Return problems as sentences; three of a kind once."""
        kinds: dict[tuple[str, ...], list[str]] = {}
        for one in problems:
            key = (one.level, one.column, re.sub(r"\d+", "", one.problem), one.remedy)
            kinds.setdefault(key, []).append(str(one))
        lines = []
        for first, *rest in kinds.values():
            several = len(rest) > 1
            lines += (
                [f"{first} {self._say('gate.alike', n=len(rest))}"] if several else [first, *rest]
            )
        return lines

    def lines(self, *, each_file: bool = True, whole: bool = False) -> list[tuple[str, list[str]]]:
        """Return the screen: headings with their lines.

        ``each_file``: a line a file. ``whole``: no list is cut, and the rows set aside are told.
        """
        most = None if whole else SHOWN
        left_out = self.tables.left_out if whole else ()
        questions, notes = (
            [*map(str, problems)] if whole else self._sentences(problems)
            for problems in (self.questions, self.notes)
        )
        parts = {
            "gate.unread": self._sentences(self.unread),
            "gate.questions": self._cut(questions, most),
            "gate.names": self._names(most),
            "gate.notes": self._cut(notes, most),
            "gate.files": self._files(each_file),
            "gate.left_out": [
                self._say("gate.aside", file=part.file, n=part.rows, reason=part.reason)
                for part in left_out
            ],
            "gate.grade": [self.grade_line],
            "gate.counted": self._counted(),
        }
        return [(self._say(heading), lines) for heading, lines in parts.items() if lines]

    def _cut(self, lines: Sequence[str], most: int | None, count: int | None = None) -> list[str]:
        """Return the first lines, and how many more there are."""
        shown = list(lines[:most])
        rest = (len(lines) if count is None else count) - len(shown)
        return [*shown, self._say("gate.more", n=rest)] if rest else shown

    def _files(self, each_file: bool) -> list[str]:
        """Return what each file was read as, or how many were read."""
        parts = self.tables.documents
        if each_file or not parts:
            return [*map(self._file, parts)]
        kept, read = (sum(one[f"rows_{name}"] for one in parts) for name in ("kept", "read"))
        files = {one["file"] for one in parts if not one["error"]}
        return [self._say("gate.read", n=len(files), kept=kept, read=read)]

    def _file(self, part: Mapping[str, Any]) -> str:
        """Return what a file was read as, by whom."""
        if part["error"]:
            return self._say("gate.not_read", file=part["file"])
        tables = ", ".join(f"{name} {rows}" for name, rows in part["tables"].items())
        given = {"kept": part["rows_kept"], "read": part["rows_read"], "tool": part["tool"]}
        return self._say("gate.file", file=part["file"], tables=tables or part["table"], **given)

    def _counted(self) -> list[str]:
        """Return each count of the period, with that of everything where it is another one."""
        locale, whole, result = self._english, self.counts(), []
        of_period = self.counts(whole=False) if self.period else whole
        for name, total in whole.items():
            if total is None:
                continue
            here = of_period.get(name) or 0
            unit = "money" if name in ("spent", "planned") else "count"
            told = {"here": locale.number(here, unit), "name": self._say(f"gate.{name}")}
            key = "gate.count"
            if here != total:
                key, told["all"] = "gate.count_of", locale.number(total, unit)
            result.append(singular(self._say(key, **told)))
        for name, sums in load_counts.tallies(self.tables, self.period).items():
            part, both = (locale.number(one, "count") for one in sums)
            result.append(self._say("gate.tally", name=name, here=part, all=both))
        with suppress(DataError):  # no survey, none answered by then
            main = survey_of(self.tables, self.period)
            ids = surveys(self.tables)["survey_id"]
            n = sum(survey(self.tables, name).label == main.label for name in ids)
            if n > 1:
                result.append(self._say("gate.main_survey", title=str(main.row["title"]), n=n))
        return result

    def _names(self, most: int | None) -> list[str]:
        """Return names that are linked to nobody, the most frequent first, with a suggestion."""
        if not self.tables.has("contacts"):
            return []
        first = review_list.unidentified(self.tables).drop_duplicates("alias")
        people = self.tables.contacts
        left = dict(zip(people["contact_id"], people["left_on"], strict=True))
        lines = []
        for row in first.head(NAMES).to_dict("records"):
            key, told = "gate.name_alone", {"name": shorten(row["alias"], 40), "rows": row["rows"]}
            if isinstance(row["candidate"], str):
                told["other"], day = row["candidate"], left.get(row["contact_id"])
                if row["why"] == "same name" and pd.notna(day):
                    key, told["day"] = "gate.name_left", self._english.day(day.date())
                else:
                    key, told["score"] = "gate.name", int(row["score"])
            lines.append(self._say(key, **told))
        return self._cut(lines, most, len(first))

    @property
    def grade_line(self) -> str:
        """Return the grade with the part that decides it."""
        locale = self._english
        if self.grade is None or self.period is None:
            return self._say("gate.no_period")
        value, span = self.grade.share, locale.span(self.period)
        share = {} if value is None else {"share": locale.number(value, "share")}
        reason = self._say(f"data.{self.grade.reason}", **share)
        return self._say("gate.letter", letter=self.grade.letter, period=span, reason=reason)


def _item(line: str) -> str:
    """Return one line; what is to be copied stands as code."""
    if line.startswith("ek."):
        return f"<code>{html_text(line)}</code>"
    return html_text(_COMMAND.sub(_as_cell, line))


def _as_cell(match: re.Match[str]) -> str:
    """Return a suggested command as a line of a notebook."""
    parts = [repr(shlex.split(match["file"])[0])]
    parts += [f"sheet={shlex.split(match['sheet'])[0]!r}"] if match["sheet"] else []
    return f"ek.import_file({', '.join(parts)})"


def lacking(tables: Tables, period: Period | None) -> list[Problem]:
    """Return what the report will not tell, since nobody has said which question asks for it."""
    try:
        main = survey_of(tables, period)
        rated = main.questions.loc[main.questions["kind"] == "scale", "wording"]
        if rated.empty or len(main.overall):  # which raises where none is known
            return []
    except NotMeasuredError as error:
        if error.key not in ("no_overall", "many_overall"):
            return []
    slots = {"n": len(rated), "rated": some([f"'{shorten(text)}'" for text in rated])}
    return [problem_of("gate.no_overall", str(main.row["title"]), QUESTION, **slots)]


def gate(tables: Tables) -> Gate:
    """Return what was read and counted, and what looks wrong, to be looked at before any headline.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    Gate
        A notebook shows it; ``exit_code`` is 3 where a file is not read, 1 where something must be
        looked at, else 0.

    Raises
    ------
    UsageError
        Never for tables as loaded.

    Examples
    --------
    >>> ek.gate(tables).counts()["people"]
    598
    """
    return Gate(tables)


def check(folder: str | os.PathLike[str] = "", *, language: None = None) -> Gate:
    """Read a folder, and return what was read and counted, also where nothing could be.

    Parameters
    ----------
    folder : str or path
        As for `load`; empty: the exports of the project.
    language
        Gone: the check speaks English.

    Returns
    -------
    Gate

    Raises
    ------
    DataError
        If the folder is not there.
    UsageError
        If a language is given.

    Examples
    --------
    >>> ek.check("data/sample/vendors").exit_code
    0
    """
    if language is not None:
        raise UsageError(error_text("gate.language"))
    return Gate(load.everything(folder), str(resolve(folder)))


def as_text(lines: Sequence[tuple[str, list[str]]]) -> str:
    """Return headings with their lines as plain text."""
    return "\n\n".join(
        "\n".join([heading, *[f"  {line}" for line in below]]) for heading, below in lines
    )


def as_html(lines: Sequence[tuple[str, list[str]]]) -> str:
    """Return headings with their lines as a notebook shows them; a long list stays shut."""
    parts = []
    for heading, below in lines:
        items = "".join(f"<li>{_item(line)}</li>" for line in below[:MOST])
        opened = " open" if len(below) <= OPEN else ""
        head = f"<summary>{html_text(heading)} ({len(below)})</summary>"
        parts.append(f"<details{opened}>{head}<ul>{items}</ul></details>")
    return "".join(parts)
