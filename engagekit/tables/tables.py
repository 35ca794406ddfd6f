"""The tidy tables: the one definition from which checks, data dictionary and template come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from engagekit.errors import did_you_mean
from engagekit.locale.analyst import ENGLISH
from engagekit.locale.locale import Locale
from engagekit.locale.missing import not_measured
from engagekit.settings.schema import Settings
from engagekit.tables.cache import Cache, Frames, count_rows
from engagekit.tables.problems import UNREAD, Problem, SetAside, Source
from engagekit.tables.schema import TABLES, table
from engagekit.tables.screen import Shown


@dataclass(frozen=True)
class Tables(Shown):
    """The tidy tables of one load, with their settings, faults and provenance.

    Attributes
    ----------
    frames : mapping of str to frame
        Tidy tables by name, of any engine that Narwhals knows; reachable as attributes too. They
        stay as they are: `replace` gives other tables.
    settings : Settings
    faults : tuple of Problem
    left_out : tuple of SetAside
    origins : tuple of Source
    places : mapping of str to DataFrame
        Of each table that was loaded ``file``, ``sheet`` and ``row`` of each of its rows.
    documents : tuple of mapping
        Each file as ``engagekit inspect`` describes it, those that were not read included.
    scope : mapping of str to str
        The group that these are the tables of, e.g. ``{"department": "Tax"}``; empty: everybody.
    whole : Tables or None
        The tables of everybody, where these are of one group.
    cache : Cache
        What measures worked out of them.

    Raises
    ------
    AttributeError
        For a table that is none, with the nearest name.

    Examples
    --------
    >>> from engagekit.tables.schema import empty
    >>> tables = Tables({"counts": empty("counts")})
    >>> tables.has("contacts"), len(tables.counts)
    (False, 0)
    """

    frames: Mapping[str, Any]
    settings: Settings = field(default_factory=Settings)
    faults: tuple[Problem, ...] = ()
    left_out: tuple[SetAside, ...] = ()
    origins: tuple[Source, ...] = ()
    places: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    scope: Mapping[str, str] = field(default_factory=dict)
    whole: "Tables | None" = None
    documents: tuple[Mapping[str, Any], ...] = ()
    cache: Cache = field(default_factory=Cache, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "frames", Frames(self.frames))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in TABLES:
            raise AttributeError(f"Tables has no '{name}'. {did_you_mean(name, TABLES)}")
        return self.need(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def has(self, *names: str) -> bool:
        """Return whether each of these tables is there."""
        return all(name in self.frames for name in names)

    def need(self, name: str) -> Any:
        """Return a tidy table, or the sentence that says it is missing.

        Raises
        ------
        NotMeasuredError
            If the load brought no such table.
        """
        table(name)
        if name not in self.frames:
            if self.scope:
                group = ", ".join(self.scope.values())
                raise not_measured("sheet_of_group", name=name, group=group)
            raise not_measured("sheet", name=name)
        return self.frames[name]

    def replace(self, **frames: Any) -> "Tables":
        """Return the same tables with some frames changed or added."""
        places = {name: place for name, place in self.places.items() if name not in frames}
        return replace(self, frames={**self.frames, **frames}, places=places)

    def __repr__(self) -> str:
        present = ", ".join(f"{name} {count_rows(frame)}" for name, frame in self.frames.items())
        return f"Tables({present}; {ENGLISH.say('load.faults', n=len(self.faults))})"

    @property
    def locale(self) -> Locale:
        """Language and currency of what is made of these tables, as the settings say."""
        settings = self.settings
        return Locale(
            settings.report.language, settings.report.country, settings.organisation.currency
        )

    def in_language(self, language: str | None) -> "Tables":
        """Return the same tables, of which everything is shown in this language, if there is one.

        Examples
        --------
        >>> Tables({}).in_language("fr").locale.language
        'fr'
        """
        if language in (None, "", self.settings.report.language):
            return self
        report = self.settings.report.model_copy(update={"language": language})
        return replace(self, settings=self.settings.model_copy(update={"report": report}))

    @property
    def problems(self) -> pd.DataFrame:
        """Faults, one row each: file, sheet, cell, value, problem, remedy."""
        names = ["file", "sheet", "row", "column", "cell", "value", "problem", "remedy"]
        return _as_frame(self.faults, names)

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Return the files and sheets that are in no number, each with what to do."""
        return tuple(fault for fault in self.faults if fault.level == UNREAD)

    @property
    def set_aside(self) -> pd.DataFrame:
        """Rows left out, one row a file and reason."""
        return _as_frame(self.left_out, ["file", "reason", "rows"])

    @property
    def sources(self) -> pd.DataFrame:
        """Files, one row each: what they were taken for, rows read and kept, hash."""
        names = ["file", "tool", "why", "sheet", "rows_read", "rows_kept", "sha256"]
        return _as_frame(self.origins, names)


def _as_frame(records: Sequence[Any], names: list[str]) -> pd.DataFrame:
    """Return records as rows."""
    rows = [[getattr(record, name) for name in names] for record in records]
    return pd.DataFrame(rows, columns=names)
