"""A section: a frame, and the names of what draws and words it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pandas as pd

from engagekit.errors import ReportError, error_text, shorten
from engagekit.tables.screen import Shown, screen

MIME = "application/vnd.engagekit.section+json"
VERSION = 1
OWN = "own"
"""The kind of an analyst's own section."""
_KINDS = {"i": "Int64", "f": "float64", "b": "boolean"}
_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "d": lambda day: day.isoformat(), "t": str, "b": bool, "i": int, "f": float,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Section(Shown):
    """One answer of a report: numbers, and the names of what draws and words them.

    Attributes
    ----------
    name : str
        Short and unique within a report, e.g. ``reach``.
    title : str
        Neutral heading in the language of the run, e.g. ``Whom we reached``.
    frame : DataFrame
        Measure frame or listing, unprotected.
    kind : str
        ``measure`` or ``listing`` of the kit, ``own`` of an analyst.
    figure : str or None
        Name of a function of `engagekit.figures`; None for a table alone.
    figure_args : dict
        Keyword arguments of that function; ``tiles`` marks the numbers of the first page, and
        ``folded`` keeps the numbers shut where the finding tells them, ``behind`` puts a section
        of the first page below what it says.
    sentence : str or None
        Name of a rule of `engagekit.wording`.
    sentence_args : dict
        Keyword arguments of that rule.
    note : str
        Caveat under the figure.
    audience : str
        ``board`` or ``private``.
    choices : dict
        Choice used to its value, in words.
    period : dict
        ``label``, ``start``, ``end`` (ISO days).
    settings : dict
        What display needs: ``k``, ``language``, ``currency``, ``organisation``, ``library``.
    own_figure : dict or None
        An analyst's own plotly figure as JSON.
    missing : str
        The sentence that stands there when the section could not be measured.
    brief : bool
        Whether it stands in the brief as well.

    Raises
    ------
    UsageError
        Of `plot`, where there is no figure.

    Examples
    --------
    >>> section = ek.sections.reach(tables, during="FY2026-27 Q2")
    >>> section.text
    'We reached at least 384 of 598 colleagues (64%)...
    """

    name: str
    title: str
    frame: pd.DataFrame
    kind: str = "measure"
    figure: str | None = None
    figure_args: Mapping[str, Any] = field(default_factory=dict)
    sentence: str | None = None
    sentence_args: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    audience: str = "board"
    choices: Mapping[str, str] = field(default_factory=dict)
    period: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    own_figure: Mapping[str, Any] | None = None
    missing: str = ""
    brief: bool = False

    def with_frame(self, frame: pd.DataFrame) -> "Section":
        """Return the same section over another frame, e.g. the protected one."""
        return replace(self, frame=frame)

    def plot(self) -> Any:
        """Return the plotly Figure.

        Raises
        ------
        UsageError
            If the section has no figure, or could not be measured.
        """
        return screen().plot(self)

    @property
    def text(self) -> str:
        """The finding as a sentence."""
        return screen().sentence(self)

    def _ipython_display_(self) -> None:
        """Show the finding, the figure and the numbers in the notebook that runs."""
        screen().display(self)


def frame_to_json(frame: pd.DataFrame) -> dict[str, Any]:
    """Return a small frame as JSON: column names, kinds and rows; missing is null.

    Parameters
    ----------
    frame : DataFrame
        Of numbers, words, days and flags.

    Returns
    -------
    dict
        ``columns``, ``kinds`` and ``rows``.

    Raises
    ------
    TypeError
        For a cell that holds several values.

    Examples
    --------
    >>> frame_to_json(pd.DataFrame({"n": [1, 2]}))
    {'columns': ['n'], 'kinds': ['i'], 'rows': [[1], [2]]}
    """
    kinds = [_kind(dtype) for dtype in frame.dtypes]
    columns = [
        [None if pd.isna(value) else _WRITTEN[kind](value) for value in frame[name]]
        for name, kind in zip(frame.columns, kinds, strict=True)
    ]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return {"columns": [str(name) for name in frame.columns], "kinds": kinds, "rows": rows}


def _kind(dtype: Any) -> str:
    """Return the letter of a kind: day, number, whole number, flag or text."""
    letter = getattr(dtype, "kind", "O")
    return {"M": "d", "f": "f", "i": "i", "u": "i", "b": "b"}.get(letter, "t")


def frame_from_json(data: Mapping[str, Any]) -> pd.DataFrame:
    """Return the frame that `frame_to_json` wrote.

    Parameters
    ----------
    data : mapping

    Returns
    -------
    DataFrame

    Raises
    ------
    KeyError
        If a part is missing.

    Examples
    --------
    >>> frame_from_json({"columns": ["n"], "kinds": ["i"], "rows": [[1], [2]]})["n"].sum()
    np.int64(3)
    """
    columns = {}
    for index, (name, kind) in enumerate(zip(data["columns"], data["kinds"], strict=True)):
        values = [row[index] for row in data["rows"]]
        if kind == "d":
            columns[name] = pd.Series(pd.to_datetime(values, utc=False))
        else:
            columns[name] = pd.Series(values, dtype=_KINDS.get(kind, "str"))
    return pd.DataFrame(columns, columns=list(data["columns"]))


def to_bundle(section: Section) -> dict[str, Any]:
    """Return a section as the machine-readable bundle of a notebook output.

    Parameters
    ----------
    section : Section

    Returns
    -------
    dict
        Of JSON kinds alone, under the MIME type `MIME`.

    Raises
    ------
    TypeError
        If the frame has a cell that holds several values.

    Examples
    --------
    >>> to_bundle(ek.sections.reach(tables, during="FY2026-27 Q2"))["name"]
    'reach'
    """
    parts = {one.name: getattr(section, one.name) for one in fields(section)}
    plain = {
        name: dict(part) if isinstance(part, Mapping) else part for name, part in parts.items()
    }
    return {"version": VERSION, **plain, "frame": frame_to_json(section.frame)}


def from_bundle(bundle: Mapping[str, Any]) -> Section:
    """Return the section that a bundle holds.

    Parameters
    ----------
    bundle : mapping
        As `to_bundle` gives it.

    Returns
    -------
    Section

    Raises
    ------
    ReportError
        If it was written by a later version, or lacks a part.

    Examples
    --------
    >>> bundle = to_bundle(ek.sections.reach(tables, during="FY2026-27 Q2"))
    >>> from_bundle(bundle).title
    'Whom we reached'
    """
    if bundle.get("version") != VERSION:
        raise ReportError(
            error_text("section.from_bundle", bundle=bundle.get("version"), version=VERSION)
        )
    whole = {"brief": False, **bundle}  # bundles of earlier versions do not say
    names = [one.name for one in fields(Section)]
    if lacking := [name for name in names if name not in whole]:
        raise ReportError(f"A section of the notebook lacks {shorten(lacking[0])}.")
    parts = {name: whole[name] for name in names}
    return Section(**{**parts, "frame": frame_from_json(parts["frame"])})
