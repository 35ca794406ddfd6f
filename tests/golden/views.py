"""Which frame and which survey design an id of a case means."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import weighting
from engagekit.statistics.designs import Design, degrees_of_freedom
from tests.golden.case import Case, labels, numbers
from tests.golden.designs import (
    Columns,
    Spec,
    clustered,
    combined,
    inferred,
    lonely,
    population,
    specs,
    stated,
    stratified,
)
from tests.golden.estimators import weighting as others


@dataclass(frozen=True, eq=False)
class View:
    """A frame with its design, and the domain that a prefix restricts it to."""

    frame: pd.DataFrame
    design: Design
    domain: Any

    @property
    def df(self) -> int:
        """Degrees of freedom of the (restricted) design."""
        return degrees_of_freedom(self.design, self.domain)

    @property
    def n(self) -> int:
        """Rows of the (restricted) design."""
        return int(self.domain.sum())

    def values(self, column: str) -> Any:
        """A column as numbers."""
        return numbers(self.frame[column])


class Views:
    """The designs of a case, and what prefixes of ids mean by them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.views: dict[str, View] = {}
        self.names = {str(c) for frame in case.frames.values() for c in frame}

    # ---- what the case says of its designs ---------------------------------------------------

    @cached_property
    def used(self) -> set[str]:
        """Columns that are answers or groups, so no part of a guessed design."""
        found: set[str] = set()
        for one in self.case.asked:
            for term in re.findall(r"~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", one.r_call):
                found |= {part.strip() for part in term.split("+")}
            formula = re.match(r"svy\w+\(([\w.]+)\s*~", one.r_call)
            found |= {formula[1]} if formula else set()
        return found

    @cached_property
    def groups(self) -> list[str]:
        """The variables that domains are made of, in order."""
        found = [self.group(one.id) for one in self.case.asked]
        return list(dict.fromkeys(name for name in found if name))

    @cached_property
    def base(self) -> Spec:
        """The design that is meant where a prefix names no other."""
        if self.named:
            return self.named.get("design") or next(iter(self.named.values()))
        written = specs(" ".join(one.r_call for one in self.case.asked))
        if written:
            return max(written, key=lambda spec: len(spec.columns()))
        return self._guessed("", inferred(self.case, self.main, self.used, self.groups))

    @cached_property
    def named(self) -> dict[str, Spec]:
        """The designs among the parameters, by name, then that of the notes."""
        found = stated(self.case.params, self.names)
        if found:
            return found
        notes = specs(f"{self.case.expected.get('notes')} {self.case.expected.get('title')}")
        return {"design": notes[0]} if notes else {}

    def _guessed(self, prefix: str, spec: Spec) -> Spec:
        """A design that nothing states, told on stderr."""
        parts = {"clusters": spec.ids, "strata": spec.strata, "fpc": spec.fpc}
        parts["weights"] = tuple(filter(None, [spec.weights]))
        told = ", ".join(f"{part} {'+'.join(names)}" for part, names in parts.items() if names)
        where = f"{self.case.name}{f' ({prefix})' if prefix else ''}"
        print(f"{where}: no design is stated; from the columns: {told or 'none'}", file=sys.stderr)
        return spec

    @property
    def main(self) -> pd.DataFrame:
        """The file of answers: the one with the most rows named first."""
        frames = list(self.case.frames.values())
        data = [f for name, f in self.case.frames.items() if name.startswith("data")]
        return data[0] if data else max(frames, key=len)

    # ---- from a prefix to a design -----------------------------------------------------------

    def view(self, prefix: str, variable: str) -> View:
        """The frame and design that a prefix and a variable mean."""
        key = f"{prefix}|{variable if self._several(prefix) else ''}"
        if key not in self.views:
            self.views[key] = self._view(prefix, variable)
        return self.views[key]

    def _several(self, prefix: str) -> bool:
        """Whether the frame depends on the variable."""
        return len(self.case.frames) > 1 and not re.search(r"cluster", prefix)

    def _view(self, prefix: str, variable: str) -> View:
        """Make the view of a prefix."""
        spec = self._spec(prefix)
        frame = self.frame(prefix, variable, spec)
        if not self._said(prefix):
            spec = self._more(prefix, frame, spec)
        spec = self.fitting(spec, frame)
        if spec.lonely == "fail":
            spec = replace(spec, lonely=lonely(self.case.words))
        design = self._weighted(prefix, frame, spec.design(frame))
        return View(frame, design, self._domain(prefix, frame))

    def _more(self, prefix: str, frame: pd.DataFrame, spec: Spec) -> Spec:
        """The design with the part that a prefix asks for and that is stated nowhere."""
        before, there = spec, {str(c) for c in frame}
        if "clus" in prefix and not (spec.ids and set(spec.ids) <= there):
            spec = clustered(frame, self.used, spec)
        elif re.search(r"(?<!post)strat", prefix) and not spec.strata:
            spec = stratified(frame, spec)
        if "fpc" in prefix and not spec.fpc:
            spec = replace(spec, fpc=Columns(frame, self.used).fpc())
        return spec if spec == before else self._guessed(prefix, spec)

    def _spec(self, prefix: str) -> Spec:
        """The design a prefix names, else the base."""
        return self._said(prefix) or self.base

    def _said(self, prefix: str) -> Spec | None:
        """The design whose name among the parameters is part of the prefix."""
        tokens = set(re.split(r"[._]", prefix))
        for key, spec in self.named.items():
            name = set(re.split(r"[._]", key)) - {"design"}
            if name and name <= tokens:
                return spec
        return None

    def fitting(self, spec: Spec, frame: pd.DataFrame) -> Spec:
        """The design with guesses for columns that the frame lacks."""
        columns = {str(c) for c in frame}
        if spec.columns() <= columns:
            return spec
        weights = spec.weights if spec.weights in columns else Columns(frame, self.used).weights()
        return replace(
            spec,
            ids=tuple(c for c in spec.ids if c in columns),
            strata=tuple(c for c in spec.strata if c in columns),
            fpc=tuple(c for c in spec.fpc if c in columns),
            weights=weights,
        )

    def frame(self, prefix: str, variable: str, spec: Spec) -> pd.DataFrame:
        """The file a prefix names, else the first that holds the variable and the design."""
        tokens = re.split(r"[._]", prefix.lower())
        for name, frame in self.case.frames.items():
            stem = name.rsplit(".", 1)[0].lower()
            if prefix and (stem == prefix.lower() or (stem in tokens and stem != "data")):
                return frame
        holding = [f for f in self.case.frames.values() if variable in f]
        whole = [f for f in holding if spec.columns() <= {str(c) for c in f}]
        return next(iter(whole or holding), self.main)

    def _domain(self, prefix: str, frame: pd.DataFrame) -> Any:
        """Everyone, or those of `subset_<column>` (Yes, TRUE or 1 unless the case says)."""
        everyone = np.ones(len(frame), dtype=bool)
        if not prefix.startswith("subset"):
            return everyone
        rest = prefix.removeprefix("subset").strip("._")
        for said in re.finditer(r"subset\([^,]*,\s*([\w.]+)\s*==\s*([^)]+)\)", self.case.words):
            column, value = said[1], said[2].strip(" '\"")
            if rest.startswith(column) and column in frame and value in labels(frame[column]):
                return labels(frame[column]) == value
        fitting = [str(c) for c in frame if rest == str(c) or rest.startswith(f"{c}=")]
        fitting += [str(c) for c in frame if rest.startswith((f"{c}_", f"{c}."))]
        named = labels(frame[fitting[0]])
        value = rest[len(fitting[0]) :].lstrip("=_.")
        if value:
            return named == value
        yes = [v for v in ("Yes", "yes", "TRUE", "1", "Y") if v in set(named)]
        return named == (yes or sorted(v for v in set(named) if v is not None)[-1:])[0]

    # ---- weighting ---------------------------------------------------------------------------

    def _weighted(self, prefix: str, frame: pd.DataFrame, design: Design) -> Design:
        """The design after what a prefix does to its weights."""
        if prefix.startswith("weights_only"):
            weights = self._fitted("ps", frame, design).weights
            return design.reweighted(weights)
        kind = re.match(r"(ps|rake|calraking|callinear|trim)", prefix)
        if kind is None:
            return design
        if kind[1] == "trim":
            upper, lower = self._bounds(self._fitted("rake", frame, design).weights)
            strict = not re.search(r"once|loose|non_?strict", prefix)
            raked = self._fitted("rake", frame, design)
            return others.trim(raked, upper=upper, lower=lower, strict=strict)
        return self._fitted(kind[1], frame, design)

    def _fitted(self, kind: str, frame: pd.DataFrame, design: Design) -> Design:
        """Post-stratified, raked or calibrated."""
        tables = self.tables(frame)
        if kind == "ps":
            variables, people = self._cells(tables)
            return weighting.post_stratify(design, combined(frame, variables), people)
        margins = [(combined(frame, variables), people) for variables, people in tables]
        if kind == "rake":
            return others.rake_swept(design, margins)
        columns, totals = others.margin_columns(design, margins)
        method = "linear" if kind == "callinear" else "raking"
        return others.calibrate(design, columns, totals, method=method)

    def tables(self, frame: pd.DataFrame) -> list[tuple[list[str], dict[str, float]]]:
        """The roster counts among the files: small ones, of variables of the answers."""
        found = []
        for other in self.case.frames.values():
            if len(other) < len(frame) and len(other.columns) <= 4:
                variables, people = population(other)
                if variables and set(variables) <= {str(c) for c in frame}:
                    found.append((variables, people))
        return found

    def _cells(
        self, tables: list[tuple[list[str], dict[str, float]]]
    ) -> tuple[list[str], dict[str, float]]:
        """The table of the variable that `postStratify` names, else the first."""
        said = re.search(r"postStratify\([^~]*~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", self.case.words)
        wanted = {term.strip() for term in said[1].split("+")} if said else set()
        return next((one for one in tables if set(one[0]) == wanted), tables[0])

    def _bounds(self, weights: Any) -> tuple[float | None, float]:
        """The bounds that `trimWeights` names."""
        sizes: dict[str, Callable[[Any], float]] = {"mean": np.mean, "median": np.median}
        found: dict[str, float] = {}
        for side in ("upper", "lower"):
            said = re.search(
                rf"{side}\s*=\s*(?:(-?[\d.]+)\s*\*\s*)?(?:(mean|median)\(|(-?[\d.]+))",
                self.case.words,
            )
            if said:
                factor = float(said[1]) if said[1] else 1.0
                found[side] = factor * (
                    float(sizes[said[2]](weights)) if said[2] else float(said[3])
                )
        return found.get("upper"), max(found.get("lower", 0.0), 0.0)

    def split(self, left: str) -> tuple[str, str]:
        """A prefix and a variable: the longest column name at the end."""
        fitting = [c for c in self.names if left == c or left.endswith(f".{c}")]
        if not fitting:
            raise LookupError(f"no column at the end of {left!r}")
        variable = max(fitting, key=len)
        return left[: -len(variable)].rstrip("."), variable

    def group(self, identifier: str) -> str | None:
        """The variable of the domain in an id."""
        _, _, rest = identifier.partition(".mean.by.")
        fitting = [c for c in self.names if rest.startswith(f"{c}=")]
        return max(fitting, key=len) if fitting else None
