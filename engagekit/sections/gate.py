"""The gate before a report: what each file was read as, what was counted, what looks wrong."""

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engagekit.errors import DataError, UsageError, error_text, shorten
from engagekit.facts import coverage, reading
from engagekit.facts.surveys import survey, survey_of, surveys
from engagekit.identity import review_list
from engagekit.loading import load
from engagekit.loading.settings_for_folder import resolve
from engagekit.locale.analyst import ENGLISH, Analyst, for_analyst, singular
from engagekit.measures import data_grade, load_counts
from engagekit.sections import own_totals
from engagekit.settings.periods import Period
from engagekit.tables.cache import count_rows
from engagekit.tables.problems import NOTE, UNREAD, Problem
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

    @property
    def _english(self) -> Analyst:
        """Return the language of the screen, with the money of the report."""
        return for_analyst(self.tables.locale)

    @property
    def next_step(self) -> str:
        """Return what to do now."""
        say = self._english.say
        if not self.tables.documents and self.folder:
            return say("gate.empty", folder=self.folder)
        key = "map" if self.unread else "look" if self.questions else "report"
        return say(f"gate.next_{key}")

    @cached_property
    def period(self) -> Period | None:
        """Return the period that a report would be on; None where nothing has a date."""
        try:
            return coverage.asked_period(self.tables, None)
        except DataError:
            return None

    @cached_property
    def grade(self) -> data_grade.Grade | None:
        """Return the data grade; None without a period."""
        return data_grade.grade(self.tables, self.period) if self.period else None

    @cached_property
    def _own_totals(self) -> list[Problem]:
        """Return where the totals of the settings are not those that are counted."""
        return own_totals.differences(self.tables, self.period) if self.tables.documents else []

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Return the files and sheets that are in no number."""
        return self.tables.unread

    @property
    def questions(self) -> list[Problem]:
        """Return what else should be looked at, the weightiest first."""
        rest = [one for one in self.tables.faults if one.level not in (NOTE, UNREAD)]
        return sorted([*rest, *self._own_totals], key=lambda one: one.level != "question")

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
        return {
            "version": 2,
            "period": self.period.label if self.period else None,
            "files": list(self.tables.documents),
            "counts": self.counts(),
            "counts_of_period": self.counts(whole=False) if self.period else None,
            "waiting": [
                {"file": part["file"], "why": part["why"]}
                for part in self.tables.documents
                if part["certain"] is False
            ],
            "unread": [
                {"file": one.file, "sheet": one.sheet or None, **self._asked(one)}
                for one in self.unread
            ],
            "questions": [self._asked(one) for one in self.questions],
            "grade": self.grade.letter if self.grade else None,
        }

    def _asked(self, one: Problem) -> dict[str, str]:
        """Return a problem for a program."""
        return {"what": one.what, "where": one.where, "remedy": one.remedy}

    def load(self) -> list[tuple[str, list[str]]]:
        """Return all that the load has to tell: each file, sheet, row set aside and problem."""
        say = self._english.say
        files = []
        for one in self.tables.origins:
            given = {"file": one.file, "tool": one.tool, "why": one.why}
            text = say("load.file", read=one.rows_read, kept=one.rows_kept, **given)
            dropped = len(one.dropped_columns)
            files.append(say("load.dropped", text=text, n=dropped) if dropped else text)
        aside = [
            say("load.aside", file=part.file, n=part.rows, reason=part.reason)
            for part in self.tables.left_out
        ]
        sheets = [
            say("load.sheet", name=name, n=count_rows(frame))
            for name, frame in self.tables.frames.items()
        ]
        return [
            (say("gate.grade"), [self.grade_line]),
            (say("gate.files"), files),
            (say("load.sheets"), sheets),
            (say("load.people"), self._links()),
            (say("load.left_out"), aside),
            (say("load.problems"), [*map(str, self.tables.faults)]),
        ]

    def _links(self) -> list[str]:
        """Return how many rows of each sheet are linked to people, and how many by name alone."""
        lines = []
        for name in ("attendance", "touches"):
            if self.tables.has(name):
                rows = reading.rows(self.tables, name, "contact_id", "linked_by")
                linked = int(rows["contact_id"].notna().sum())
                alone = int((rows["linked_by"] == "name").sum())
                told = {"name": name, "linked": linked, "n": len(rows), "alone": alone}
                lines.append(self._english.say("load.links", **told))
        return lines

    def _sentences(self, problems: Sequence[Problem]) -> list[str]:
        """Return problems as sentences; three of a kind once."""
        locale = self._english
        kinds: dict[tuple[str, ...], list[str]] = {}
        for one in problems:
            key = (one.level, one.column, re.sub(r"\d+", "", one.problem), one.remedy)
            kinds.setdefault(key, []).append(str(one))
        lines = []
        for first, *rest in kinds.values():
            whole = f"{first} {locale.say('gate.alike', n=len(rest))}"
            lines += [whole] if rest[1:] else [first, *rest]
        return lines

    def lines(self, *, each_file: bool = True) -> list[tuple[str, list[str]]]:
        """Return the screen: headings with their lines.

        ``each_file``: a line a file.
        """
        say = self._english.say
        parts = [
            (say("gate.unread"), self._sentences(self.unread)),
            (say("gate.questions"), _cut(self._sentences(self.questions), say)),
            (say("gate.names"), self._names()),
            (say("gate.notes"), _cut(self._sentences(self.notes), say)),
            (say("gate.files"), self._files(each_file)),
            (say("gate.grade"), [self.grade_line]),
            (say("gate.counted"), self._counted()),
        ]
        return [part for part in parts if part[1]]

    def _files(self, each_file: bool) -> list[str]:
        """Return what each file was read as, or how many were read."""
        parts = self.tables.documents
        if each_file or not parts:
            return [*map(self._file, parts)]
        kept, read = (sum(one[f"rows_{name}"] for one in parts) for name in ("kept", "read"))
        files = {one["file"] for one in parts if not one["error"]}
        return [self._english.say("gate.read", n=len(files), kept=kept, read=read)]

    def _file(self, part: Mapping[str, Any]) -> str:
        """Return what a file was read as, by whom."""
        if part["error"]:
            return self._english.say("gate.not_read", file=part["file"])
        tables = ", ".join(f"{name} {rows}" for name, rows in part["tables"].items())
        given = {name: part[name] for name in ("file", "tool")}
        given |= {name: part[f"rows_{name}"] for name in ("kept", "read")}
        return self._english.say("gate.file", tables=tables or part["table"], **given)

    def _counted(self) -> list[str]:
        """Return each count of the period, with that of everything where it is another one."""
        locale, whole = self._english, self.counts()
        of_period = self.counts(whole=False) if self.period else whole
        result = []
        for name, total in whole.items():
            if total is None:
                continue
            here = of_period.get(name) or 0
            unit = "money" if name in ("spent", "planned") else "count"
            shown, every = locale.number(here, unit), locale.number(total, unit)
            rest = {} if here == total else {"all": every}
            key = "gate.count_of" if rest else "gate.count"
            text = locale.say(key, here=shown, name=locale.say(f"gate.{name}"), **rest)
            result.append(singular(text))
        for name, sums in load_counts.tallies(self.tables, self.period).items():
            part, both = (locale.number(one, "count") for one in sums)
            result.append(locale.say("gate.tally", name=name, here=part, all=both))
        with suppress(DataError):  # no survey, none answered by then
            main = survey_of(self.tables, self.period)
            ids = surveys(self.tables)["survey_id"]
            n = sum(survey(self.tables, name).label == main.label for name in ids)
            title = str(main.row["title"])
            result += [locale.say("gate.main_survey", title=title, n=n)] if n > 1 else []
        return result

    def _names(self) -> list[str]:
        """Return names that are linked to nobody, the most frequent first, with a suggestion."""
        if not self.tables.has("contacts"):
            return []
        review = review_list.unidentified(self.tables)
        if review.empty:
            return []
        say = self._english.say
        first = review.drop_duplicates("alias")
        lines = []
        for row in first.head(NAMES).to_dict("records"):
            known = isinstance(row["candidate"], str)
            near = {"other": row["candidate"], "score": int(row["score"])} if known else {}
            key = "gate.name" if known else "gate.name_alone"
            lines.append(say(key, name=shorten(row["alias"], 40), rows=int(row["rows"]), **near))
        return _cut(lines, say, len(first))

    @property
    def grade_line(self) -> str:
        """Return the grade with the part that decides it."""
        locale = self._english
        if self.grade is None or self.period is None:
            return locale.say("gate.no_period")
        value, span = self.grade.share, locale.span(self.period)
        share = {} if value is None else {"share": locale.number(value, "share")}
        reason = locale.say(f"data.{self.grade.reason}", **share)
        return locale.say("gate.letter", letter=self.grade.letter, period=span, reason=reason)


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
        "\n".join([heading, *[f"  {line}" for line in below or [ENGLISH.say("load.none")]]])
        for heading, below in lines
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


def _cut(lines: Sequence[str], say: Any, count: int | None = None) -> list[str]:
    """Return the first lines, and how many more there are."""
    shown = list(lines[:SHOWN])
    rest = (len(lines) if count is None else count) - len(shown)
    return [*shown, say("gate.more", n=rest)] if rest else shown
