"""Hiding over all frames of a report at once."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from engagekit.disclosure import _coarse, _ledger, _means, _nested, _recode, _relations, _rows_told
from engagekit.disclosure._audit import audit, connected
from engagekit.disclosure._bias import Bias, biases
from engagekit.disclosure._cell_graph import WAS, Net, Spot
from engagekit.disclosure._cells import cells_of, count_columns, outer_of
from engagekit.disclosure._recode import GROUPS, bound
from engagekit.disclosure._weights import without_weights
from engagekit.disclosure.solver import suppression
from engagekit.measures import registry
from engagekit.measures._frame import PREVIOUS, is_measure_frame
from engagekit.measures.basis import COUNTING, TESTS, method, without
from engagekit.sections import Section
from engagekit.sections.registry import QUESTIONS
from engagekit.settings.schema import Settings

PERSON_COLUMNS = frozenset(
    {"contact_id", "display_name", "email", "alias", "candidate", "staff_id", "name", "person"}
)
"""Columns that make a listing private, whatever its audience says."""
_TOLD = ("estimate", "low", "high", "n", "base", "population")


@dataclass(frozen=True, eq=False)
class Protected:
    """The sections of a board copy, and whether they may be published.

    ``sections``: in the same order; board sections with hidden rows emptied and ``suppressed``
    True. ``ok``: whether a board copy may be published; True, for what cannot be proved safe is
    left out. ``message``: why it may not. ``hidden``: rows hidden, over all frames. ``entry``: what
    the ledger keeps of this report. ``bias``: of every share by group: what is told beside all.
    ``left_out``: titles of the sections that the board copy lacks.
    """

    sections: tuple[Section, ...]
    ok: bool
    message: str = ""
    hidden: int = 0
    entry: Mapping[str, Any] = field(default_factory=dict)
    bias: tuple[Bias, ...] = ()
    left_out: tuple[str, ...] = ()


def is_public(section: Section) -> bool:
    """Return whether a section may stand in the board copy at all: a listing of persons never does.

    Nor does a measure whose counts are tied to no other: beside the tied ones it would tell them.
    """
    persons = PERSON_COLUMNS.intersection(map(str, section.frame.columns))
    if section.audience != "board" or (section.kind == "listing" and persons):
        return False
    names = section.frame["measure"].unique() if is_measure_frame(section.frame) else ()
    return all(registry.measure(str(name)).is_tied for name in names)


def is_own(section: Section) -> bool:
    """Return whether a section holds an analyst's own numbers, of which no record tells.

    It stands on the board only where nothing in it has to be hidden.
    """
    if is_measure_frame(section.frame):
        return bool((registry.kinds(section.frame) == "unknown").any())
    return not any(
        section.name == name or section.name.startswith(f"{name}_") for name in QUESTIONS
    )


def _has_no_count(frame: pd.DataFrame) -> bool:
    """Return whether a listing has broken numbers and no count that says how many are behind."""
    if is_measure_frame(frame):
        return False
    broken = any(pd.api.types.is_float_dtype(frame[name]) for name in frame.columns)
    return broken and not count_columns(frame)


def protect(
    sections: Sequence[Section], settings: Settings, ledger: Mapping[str, Any] | None = None
) -> Protected:
    """Hide what must not be told in the board copy of a report.

    ``sections``: all sections of the report, unprotected. ``settings``: ``disclosure.k`` is the
    threshold. ``ledger``: what `read_ledger` gave: earlier reports. Returned: private sections come
    back as they are.
    """
    before = _ledger.merged(ledger or {})
    k = settings.disclosure.k
    every = {at for at, section in enumerate(sections) if is_public(section)}
    given, meanless = _means.rounded_means(sections, sorted(every), before, k)
    rough = {at for at in every if before.get("lost") or _recode.is_crossed(given[at].frame)}
    own = {at for at in every if is_own(given[at])}
    out = {at for at in own if _has_no_count(given[at].frame)}
    while True:
        tried = _attempt(given, settings, before, every - out, rough, meanless)
        risky = tried.risky & (every - out)
        unproved = own & tried.touched - out
        if unproved:  # nobody knows what else its numbers count
            out |= unproved
            continue
        # what no section here has to do with was told by earlier copies, and stays as it is
        if not tried.bare or not risky:
            break
        # rounded first; what is still told then is left out, at last everything that counts people
        if risky - rough:
            rough = rough | risky
        else:
            out |= risky
    result = [
        replace(section, audience="private") if at in out else section
        for at, section in enumerate(tried.sections)
    ]
    left_out = tuple(given[at].title for at in sorted(out))
    bias = tuple(biases(given, result, k))
    return Protected(tuple(result), True, "", tried.hidden, tried.entry, bias, left_out)


@dataclass(frozen=True)
class _Attempt:
    """What came of hiding: the sections, what is still told, and by the sections at which place.

    ``touched`` are those of which some row is hidden.
    """

    sections: list[Section]
    bare: set[str]
    risky: set[int]
    touched: set[int]
    hidden: int
    entry: Mapping[str, Any]


def _attempt(
    given: Sequence[Section],
    settings: Settings,
    before: Mapping[str, Any],
    on_board: set[int],
    rough: set[int],
    meanless: set[tuple[int, int]],
) -> _Attempt:
    """Hide in some of the sections, those that are rough rounded throughout.

    ``meanless`` are rows whose mean may not stand, by identity of their section and their place.
    """
    places = sorted(on_board)
    board = [given[at] for at in places]
    net = Net(settings.disclosure.k, settings.disclosure.complements)
    net.rough.update(id(given[at]) for at in rough)
    rows = [cells_of(section, net) for section in board]
    net.bare |= meanless
    _relations.tie(net)
    own, at_first = set(net.values), set(net.relations)
    fixed = _ledger.join(net, before)
    earlier = net.relations - at_first
    across(net)
    made_of(net, board)
    _nested.nested(net, settings.organisation.fiscal_start)
    fixed = _ledger.prune(net, own, earlier, fixed)
    earlier_primary = net.primary - own
    # what is wide to somebody who knows all of this report stays so, whatever of it is hidden
    known = {**fixed, **{name: net.values[name] for name in own}}
    net.primary -= earlier_primary - audit(net, set(), known, among=earlier_primary)
    matches = suppression.protect(
        net.cells(), net.as_relations(), net.least, earlier=fixed, widest=False
    )
    hidden = set(matches.hidden) | _plain(matches.exposed)  # not told again
    visible = {name for cells in rows for row in cells if not row & hidden for name in row}
    unknown = net.derived | fixed.keys() | net.ends
    removed = {name for name in net.values if name not in visible and name not in unknown}
    bare = audit(net, removed, fixed)
    untouched = net.copy()
    told = _recode.tell_back(
        net,
        board,
        hidden,
        removed,
        lambda gone, near, among, longest=math.inf: audit(
            net, gone, fixed, near, (net.primary if among is None else among) - bare, longest
        ),
        _coarse.rounded,
    )
    after = (removed - told.shown) | told.unseen
    # proved as a whole, or nothing is told back
    if audit(net, after, fixed, among=net.primary - bare):
        net, told, after = untouched, _recode.Told(), removed
    removed = after
    secret = removed | _ledger.hidden_before(before)
    result, groups = list(given), _rows_told.groups_of(board)
    for at, section, cells in zip(places, board, rows, strict=True):
        result[at] = _emptied(section, cells, hidden, secret, net, told, groups)
    result = list(without_weights(result, secret))

    def near(unknown: set[str], told: set[str]) -> set[int]:
        around = connected(net, unknown, _plain(told) | told) if told else set()
        sections = zip(places, board, strict=True)
        return {at for at, section in sections if around & net.cells_of(section)}

    risky = near(removed | net.derived, bare)
    if bare and not risky:  # by earlier copies, or by this one beside them
        alone = net.copy()
        alone.retain(alone.relations & earlier)
        risky = near(net.values.keys() - fixed.keys(), bare - audit(alone, own, fixed, among=bare))
    net.primary |= earlier_primary
    gone = [at for at, cells in zip(places, rows, strict=True) for row in cells if row & hidden]
    return _Attempt(result, bare, risky, set(gone), len(gone), _ledger.entry(net, removed))


def _plain(names: Iterable[str]) -> set[str]:
    """Return the published cells behind derived ones."""
    return {one for name in names for one in (name, name.removeprefix("not "))}


def _emptied(
    section: Section,
    cells: list[set[str]],
    hidden: set[str],
    secret: set[str],
    net: Net,
    told: _recode.Told,
    groups: Mapping[str, set[str]],
) -> Section:
    """Return a section whose hidden rows hold no number any more."""
    frame = section.frame.reset_index(drop=True)
    removed = pd.Series(
        [bool(row & hidden) or (id(section), at) in net.bare for at, row in enumerate(cells)],
        dtype=bool,
    )
    if section.kind == "listing" or not is_measure_frame(frame):
        listing = frame.copy()
        for column in count_columns(frame):
            at = [
                net.listed.get((id(section), str(column), index)) in hidden
                for index in range(len(frame))
            ]
            listing[column] = frame[column].astype("Int64").mask(pd.Series(at, dtype=bool))
        for column in frame.columns:
            if str(frame[column].dtype) == "float64":
                listing[column] = frame[column].mask(removed)
        return section.with_frame(listing)
    result = frame.copy()
    for name in _TOLD:
        result[name] = result[name].mask(removed)
    if PREVIOUS in result.columns:
        untold = [_was_hidden(row, section, secret) for row in frame.to_dict("records")]
        result[PREVIOUS] = result[PREVIOUS].mask(removed | pd.Series(untold, dtype=bool))
    if "basis" in result.columns:
        notes = [
            without(basis, (*TESTS, *COUNTING)) if gone else without(basis, TESTS)
            for basis, gone in zip(result["basis"], removed, strict=True)
        ]
        plain = pd.Series(notes if removed.any() else result["basis"], dtype="str")
        worded = plain.map(method).where(plain != "", result["method"])
        result["method"] = result["method"].where(plain == result["basis"], worded)
        result["basis"] = plain
    result["suppressed"] = removed.astype("boolean")
    return section.with_frame(_rows_told.with_ends(result, section, net, told, groups))


def _was_hidden(row: Mapping[Any, Any], section: Section, secret: set[str]) -> bool:
    """Return whether the number over all of another period is hidden, so that none is given."""
    kinds = [kind for kind in registry.measure(str(row["measure"])).counts if kind]
    now = {Spot(kind, outer_of(row, section), frozenset()).name() for kind in kinds}
    return any(one.count("|") == 1 and one.split("|")[0] in kinds for one in secret - now)


def across(net: Net) -> None:
    """Tie the groups that any report told to the total that any report told.

    A brief tells one group, and no sum; with the whole and the other briefs it does.
    """
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    earlier: dict[tuple[str, str], set[str]] = defaultdict(set)
    own: dict[tuple[str, str], set[str]] = defaultdict(set)
    kinds = {spot.kind for spot in net.spots}
    for name in sorted(net.values):
        parts = name.removeprefix(WAS).split("|")
        of = [part for part in parts if part.partition("=")[0] in GROUPS]
        if len(of) != 1 or parts[0] not in kinds:  # what is left of a total has groups by accident
            continue
        column, _, label = of[0].partition("=")
        head = "|".join(part for part in parts if part is not of[0])
        total = head if head in net.values else f"{WAS}{head}"
        if total not in net.values:
            continue
        groups[total, column].setdefault(label, name)
        (earlier if name.startswith(WAS) else own)[total, column].add(label)
    for (total, column), found in sorted(groups.items()):
        names = sorted(found.values())
        fits = sum(net.values[name] for name in names) <= net.values[total]
        if fits and not net.relate(total, names):
            net.within(total, names, "without a group", primary=True)
        _renamed(net, found, own[total, column], earlier[total, column])


def _renamed(net: Net, parts: dict[str, str], own: set[str], earlier: set[str]) -> None:
    """Tie a group that has another name now: the one old and the one new of the same size."""
    gone, come = sorted(earlier - own), sorted(own - earlier)
    sizes: dict[int, list[list[str]]] = defaultdict(lambda: [[], []])
    for side, labels in enumerate((gone, come)):
        for label in labels:
            sizes[net.values[parts[label]]][side].append(parts[label])
    for old, new in sizes.values():
        if len(old) == len(new) == 1:
            net.relate(new[0], old)


def made_of(net: Net, sections: Iterable[Section]) -> None:
    """Tie uses of a service to those of its platforms, and of a platform to those of its titles."""
    parts_of = {
        whole: parts
        for one in sections
        for whole, parts in one.sentence_args.get("made_of", {}).items()
    }
    named = {name.removeprefix(WAS): name for name in sorted(net.values, reverse=True)}
    for plain, name in named.items():
        head, _, whole = plain.rpartition("|")
        near = (f"{head}|{part}" for part in parts_of.get(whole, ()))
        parts = [named[one] for one in near if one in named]
        if parts and sum(net.values[one] for one in parts) < net.values[name]:
            net.within(name, parts, "other uses", primary=True)
        net.relate(name, parts)
    for name in sorted(net.some & net.primary):  # where it stands at all it is not none
        bound(net, name, 1)
