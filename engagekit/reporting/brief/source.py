"""What the parts of a brief are made of: a copy, its department, and its scorecard."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engagekit.locale import Locale
from engagekit.measures._frame import ALL
from engagekit.presentation.section import Section
from engagekit.reporting.brief.runs import REACH, SCORECARD, Row, unbroken, up_to_now
from engagekit.reporting.brief.scorecard import Line, Scorecard
from engagekit.reporting.document.document import Content
from engagekit.wording._rules import row_of
from engagekit.wording.baseline import compared


@dataclass(frozen=True, eq=False)
class Source:
    """A copy, protected for the board, and whom its brief is on or asks for.

    ``unit``: a department, or empty.
    """

    content: Content
    unit: str = ""
    card: Scorecard | None = None

    @property
    def locale(self) -> Locale:
        """The locale of the copy."""
        return self.content.locale

    def say(self, key: str, **slots: Any) -> str:
        """Return a message in the language of the copy."""
        return self.locale.say(key, **slots)

    def section(self, name: str) -> Section | None:
        """Return a section by its name, where it could be measured."""
        return self.content.section(name)

    def row(self, name: str, measure: str) -> Any:
        """Return the last row of a measure over everybody in a section; None where none is told."""
        section = self.section(name)
        return None if section is None else row_of(section.frame, measure)

    @property
    def line(self) -> Line | None:
        """The line of the department on the scorecard."""
        return self.card.line_of(self.unit) if self.card else None

    def series(self, name: str, measure: str, department: str = ALL) -> list[Row]:
        """Return the numbers of a measure up to the newest period, see `up_to_now`."""
        section = self.section(name)
        if section is None or "period" not in section.frame.columns:
            return []
        rows = section.frame[section.frame["measure"] == measure]
        if "department" in rows.columns:
            rows = rows[rows["department"] == department]
        return up_to_now(rows) if department == ALL else unbroken(rows)

    def reach_of_unit(self) -> list[Row]:
        """Return the reach of the department in the quarters that are told, see `compared`."""
        return compared(self.series(SCORECARD, REACH, self.unit)) if self.unit else []

    @cached_property
    def by_records(self) -> str:
        """Which way reach went where the records alone could account for it; else nothing."""
        section = self.section("reach_over_time")
        logged = section.sentence_args.get("logged") or {} if section else {}
        return str(logged["way"]) if logged.get("explained") else ""
