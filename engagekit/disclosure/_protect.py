"""Hiding over all frames of a report at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from engagekit.disclosure import _ledger, _recode
from engagekit.disclosure._audit import audit
from engagekit.disclosure._bias import Bias, biases
from engagekit.disclosure._cell_graph import Net, Spot
from engagekit.disclosure._cells import cells_of, count_columns, outer_of
from engagekit.disclosure._means import beside_hidden
from engagekit.disclosure._nested import nested
from engagekit.disclosure._relations import tie
from engagekit.disclosure._rows_told import with_ends
from engagekit.disclosure._weights import without_weights
from engagekit.disclosure.solver import suppression
from engagekit.errors import SHOWN
from engagekit.locale.words import say
from engagekit.measures import registry
from engagekit.measures._frame import PREVIOUS, is_measure_frame
from engagekit.measures.basis import method, without_counts
from engagekit.sections import Section
from engagekit.settings.schema import Settings

PERSON_COLUMNS = frozenset(
    {"contact_id", "display_name", "email", "alias", "candidate", "staff_id", "name", "person"}
)
"""Columns that make a listing private, whatever its audience says."""
_TOLD = ("estimate", "low", "high", "n", "base", "population")
Rows = list[list[set[str]]]
"""For each board section, the cells of each of its rows."""


@dataclass(frozen=True, eq=False)
class Protected:
    """The sections of a board copy, and whether they may be published.

    Attributes
    ----------
    sections : tuple of Section
        In the same order; board sections with hidden rows emptied and ``suppressed`` True.
    ok : bool
        False: do not publish.
    message : str
        Why not, naming the sections.
    hidden : int
        Rows hidden, over all frames.
    entry : dict
        What the ledger keeps of this report.
    bias : tuple of Bias
        Of every share by group: what is told beside all.
    """

    sections: tuple[Section, ...]
    ok: bool
    message: str = ""
    hidden: int = 0
    entry: Mapping[str, Any] = field(default_factory=dict)
    bias: tuple[Bias, ...] = ()


def is_public(section: Section) -> bool:
    """Return whether a section may stand in the board copy at all: a listing of persons never does.

    Nor does a measure whose counts are tied to no other: beside the tied ones it would tell them.
    """
    persons = PERSON_COLUMNS.intersection(map(str, section.frame.columns))
    if section.audience != "board" or (section.kind == "listing" and persons):
        return False
    names = section.frame["measure"].unique() if is_measure_frame(section.frame) else ()
    return all(registry.measure(str(name)).is_tied for name in names)


def protect(
    sections: Sequence[Section], settings: Settings, ledger: Mapping[str, Any] | None = None
) -> Protected:
    """Hide what must not be told in the board copy of a report.

    Parameters
    ----------
    sections : sequence of Section
        All sections of the report, unprotected.
    settings : Settings
        ``disclosure.k`` is the threshold.
    ledger : mapping, optional
        What `read_ledger` gave: earlier reports.

    Returns
    -------
    Protected
        Private sections come back as they are.
    """
    before = ledger or {}
    board = [section for section in sections if is_public(section)]
    net = Net(settings.disclosure.k, settings.disclosure.complements)
    rows = [cells_of(section, net) for section in board]
    tie(net)
    fixed = _ledger.join(net, before)
    existing = _ledger.shown_before(before)
    fixed |= nested(net, existing, settings.organisation.fiscal_start)
    matches = suppression.protect(
        net.cells(), net.as_relations(), net.least, earlier=fixed, widest=False
    )
    hidden = set(matches.hidden)
    if not matches.audited:
        hidden = _hide_groups(rows, matches.exposed, hidden)
    hidden |= beside_hidden(net, hidden | _ledger.hidden_before(before))
    visible = {name for cells in rows for row in cells if not row & hidden for name in row}
    removed = {
        name
        for name in net.values
        if name not in visible and name not in net.derived and name not in fixed
    }
    bare = audit(net, removed, fixed)
    told = _recode.Told()
    if not bare:
        told = _recode.tell_back(
            net, board, hidden, removed, lambda gone, near: audit(net, gone, fixed, near)
        )
        removed = (removed - told.shown) | told.unseen
    secret = removed | _ledger.hidden_before(before)
    places = {id(section): place for place, section in enumerate(board)}
    result = tuple(
        _emptied(section, rows[places[id(section)]], hidden, secret, net, told)
        if id(section) in places
        else section
        for section in sections
    )
    result = without_weights(result, secret)
    tongues = [str(one.settings.get("language", "")) for one in board]
    language = next(filter(None, tongues), settings.report.language)
    why = _why(bare, board, rows, language)
    count = sum(bool(row & hidden) for cells in rows for row in cells)
    return Protected(
        result,
        not bare,
        why,
        count,
        _ledger.entry(net, removed),
        tuple(biases(sections, result, net.k)),
    )


def _plain(names: Iterable[str]) -> set[str]:
    """Return the published cells behind derived ones."""
    matches = set(names)
    return matches | {name.removeprefix("not ") for name in matches}


def _hide_groups(rows: Rows, exposed: Iterable[str], hidden: set[str]) -> set[str]:
    """Return every row of each section in which something stays exposed, as a last resort."""
    bare = _plain(exposed)
    out = set(hidden)
    for cells in rows:
        if any(bare & row for row in cells):
            out.update(*cells)
    return out


def _emptied(
    section: Section,
    cells: list[set[str]],
    hidden: set[str],
    secret: set[str],
    net: Net,
    told: _recode.Told,
) -> Section:
    """Return a section whose hidden rows hold no number any more."""
    frame = section.frame.reset_index(drop=True)
    removed = pd.Series([bool(row & hidden) for row in cells], dtype=bool)
    if section.kind == "listing" or not is_measure_frame(frame):
        return section.with_frame(_emptied_listing(section, frame, removed, hidden, net))
    result = frame.copy()
    for name in _TOLD:
        result[name] = result[name].mask(removed)
    if PREVIOUS in result.columns:
        untold = [_was_hidden(row, section, secret) for row in frame.to_dict("records")]
        result[PREVIOUS] = result[PREVIOUS].mask(removed | pd.Series(untold, dtype=bool))
    if "basis" in result.columns:
        plain = result["basis"].map(without_counts)
        result["basis"] = result["basis"].where(~removed, plain)
        worded = plain.map(method).where(plain != "", result["method"])
        result["method"] = result["method"].where(~removed, worded)
    result["suppressed"] = removed.astype("boolean")
    return section.with_frame(with_ends(result, section, net, told))


def _was_hidden(row: Mapping[Any, Any], section: Section, secret: set[str]) -> bool:
    """Return whether the number over all of another period is hidden, so that none is given."""
    kinds = [kind for kind in registry.measure(str(row["measure"])).counts if kind]
    now = {Spot(kind, outer_of(row, section), frozenset()).name() for kind in kinds}
    return any(
        name.count("|") == 1 and name.split("|")[0] in kinds and name not in now for name in secret
    )


def _emptied_listing(
    section: Section, frame: pd.DataFrame, gone: pd.Series, hidden: set[str], net: Net
) -> pd.DataFrame:
    """Return a listing without its hidden counts, and without the means of rows that have one."""
    result = frame.copy()
    for column in count_columns(frame):
        at = [
            net.listed.get((id(section), str(column), index)) in hidden
            for index in range(len(frame))
        ]
        result[column] = frame[column].astype("Int64").mask(pd.Series(at, dtype=bool))
    for column in frame.columns:
        if str(frame[column].dtype) == "float64":
            result[column] = frame[column].mask(gone)
    return result


def _why(bare: set[str], board: Sequence[Section], rows: Rows, language: str) -> str:
    """Return the sentence that says which sections keep a report from the board."""
    if not bare:
        return ""
    plain = _plain(bare)
    where = [
        section.title
        for section, cells in zip(board, rows, strict=True)
        if any(plain & row for row in cells)
    ]
    names = list(dict.fromkeys(where or sorted(plain)))
    text = "; ".join(names[:SHOWN])
    if len(names) > SHOWN:
        text = say("made.exposed_more", language, where=text, n=len(names) - SHOWN)
    return say("made.exposed", language, where=text)
