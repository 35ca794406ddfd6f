"""The numbers of a report as cells, and everything that ties one to another as relations."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from engagekit.disclosure.solver.suppression import Cell, Relation, is_small

WAS = "was|"
"""Before the name of a number that stands in an earlier report with another value."""
Tie = tuple[str, tuple[str, ...]]
"""A total and its parts, by the names of their cells."""
CHEAP = 1.0
"""What it costs to hide a row that only tells more of numbers that stand elsewhere."""


@dataclass(frozen=True)
class Spot:
    """What a cell counts: kind of count, period or survey (and item), groups."""

    kind: str
    outer: str
    groups: frozenset[tuple[str, str]]

    @property
    def columns(self) -> frozenset[str]:
        """The columns by which it is grouped."""
        return frozenset(column for column, _ in self.groups)

    def name(self) -> str:
        """Return the id of the cell."""
        return "|".join(
            [self.kind, self.outer, *(f"{column}={label}" for column, label in sorted(self.groups))]
        )


@dataclass
class Net:
    """Cells and relations as they are gathered.

    ``derived`` cells stand in no report, but follow from those that do; ``cheap`` ones may be
    hidden at little cost. ``bases`` says of which base an answer is a part, ``listed`` which cell
    stands in which row and column of a listing (sections by their identity), ``shares`` the count
    and the base of each row that is a share, ``row_cells`` all cells of it; ``ends`` are published
    ends of shares that are not told exactly, ``published`` cells that some row tells exactly.
    ``bare`` are rows that stand without their counts, ``coarse`` is as ``shares`` for those.
    ``rough`` are sections (by identity) of which no count is told, ``of_section`` all their cells.
    ``beside`` are the relations by each of their cells, ``some`` counts that cannot be none.
    """

    k: int
    complements: bool = True
    values: dict[str, int] = field(default_factory=dict)
    primary: set[str] = field(default_factory=set)
    derived: set[str] = field(default_factory=set)
    cheap: set[str] = field(default_factory=set)
    relations: set[Tie] = field(default_factory=set)
    spots: dict[Spot, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    listed: dict[tuple[int, str, int], str] = field(default_factory=dict)
    shares: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    row_cells: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)
    bare: set[tuple[int, int]] = field(default_factory=set)
    rough: set[int] = field(default_factory=set)
    of_section: dict[int, set[str]] = field(default_factory=dict)
    coarse: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    beside: dict[str, set[Tie]] = field(default_factory=dict)
    some: set[str] = field(default_factory=set)

    @property
    def least(self) -> int:
        """Return the least distance of the ends of what is possible: ``k`` counts, 0 to ``k`` - 1.

        Of a share told as "fewer than 5 of 23" nobody knows more than that.
        """
        return self.k - 1

    def free(self, name: str, value: int) -> str:
        """Return the name, or the name with a number where it has another value already."""
        supplied, number = name, 1
        while self.values.get(name, value) != value:
            number += 1
            name = f"{supplied} ({number})"
        return name

    def add(self, name: str, value: int) -> str:
        """Add a published cell; the same name with another value is a cell of its own."""
        name = self.free(name, value)
        self.values[name] = value
        self.derived.discard(name)
        return name

    def put(self, spot: Spot, value: int) -> str:
        """Add a published cell that counts what a spot says; small ones are to be protected."""
        name = self.add(spot.name(), value)
        self.spots[spot] = name
        self.protect_small(name)
        return name

    def derive(self, name: str, value: int) -> str:
        """Add a cell that nobody publishes."""
        name = self.free(name, value)
        if name not in self.values:
            self.values[name] = value
            self.derived.add(name)
        return name

    def copy(self) -> "Net":
        """Return a net to which nothing is added that is added to this one."""
        return replace(
            self,
            values=dict(self.values),
            primary=set(self.primary),
            derived=set(self.derived),
            relations=set(self.relations),
            ends=set(self.ends),
            beside={name: set(ties) for name, ties in self.beside.items()},
        )

    def cells_of(self, section: object) -> set[str]:
        """Return every cell that a section counts, told or not."""
        return self.of_section.get(id(section), set())

    def withhold(self, *names: str) -> None:
        """Take cells that no other row publishes out of sight."""
        self.derived.update(name for name in names if name not in self.published)

    def publish(self, names: Iterable[str]) -> None:
        """Note cells that a row publishes."""
        self.published.update(names)
        self.derived.difference_update(names)

    def protect_small(self, name: str) -> None:
        """Mark a count of 1 to k - 1 people."""
        if is_small(self.values[name], self.k):
            self.primary.add(name)

    def relate(self, total: str, parts: Iterable[str]) -> bool:
        """Add a relation where the numbers really add up; return whether they do."""
        supplied = tuple(sorted(set(parts) - {total}))
        fits = bool(supplied) and sum(self.values[part] for part in supplied) == self.values[total]
        if fits:
            self.relations.add((total, supplied))
            for name in (total, *supplied):
                self.beside.setdefault(name, set()).add((total, supplied))
        return fits

    def retain(self, relations: set[Tie]) -> None:
        """Drop every other relation."""
        for total, parts in self.relations - relations:
            for name in (total, *parts):
                self.beside[name].discard((total, parts))
        self.relations = relations

    def within(self, total: str, parts: Iterable[str], what: str, *, primary: bool = False) -> None:
        """Tie parts to a total that they need not be all of: what is left is a cell as well.

        Parts that overlap (people of two departments) come to more than the total; then the
        overlap is the unknown.
        """
        supplied = sorted(set(parts))
        left = self.values[total] - sum(self.values[part] for part in supplied)
        if left < 0:
            whole = self.derive(f"{what} of {total}, summed", self.values[total] - left)
            over = self.derive(f"{what} of {total}, counted twice", -left)
            self.relate(whole, supplied)
            self.relate(whole, [total, over])
            return
        rest = self.derive(f"{what} of {total}", left)
        self.relate(total, [*supplied, rest])
        if primary:
            self.protect_small(rest)

    def cells(self) -> list[Cell]:
        """Return the cells as the solver takes them."""
        return [
            Cell(
                name,
                value,
                name in self.primary,
                name not in self.derived,
                CHEAP if name in self.cheap else math.inf if name in self.ends else None,
            )
            for name, value in sorted(self.values.items())
        ]

    def as_relations(self) -> list[Relation]:
        """Return the relations as the solver takes them."""
        return [Relation(total, parts) for total, parts in sorted(self.relations)]
