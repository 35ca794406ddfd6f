"""The names that the code of the kit gives to measures, told from its syntax."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import engagekit

HOME = Path(engagekit.__file__).parent
FOLDERS = ("measures", "sections")
ROWS = ("share", "mean")
"""Methods whose first argument names the measure of the row that they make."""
SHAPES = ("Share", "Total", "Ratio", "Split", "Wait", "Score", "Mean", "Count")
"""What the numbers of a metric are made of."""


@dataclass(frozen=True)
class Source:
    """A module as it is written, and every node's parent."""

    name: str
    tree: ast.Module
    parents: Mapping[ast.AST, ast.AST]

    def function(self, node: ast.AST) -> ast.FunctionDef | None:
        """The function around a node."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None


def source(text: str, name: str) -> Source:
    """A module's text with the way from each node to the one above it."""
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return Source(name, tree, parents)


def sources() -> list[Source]:
    """Every module of the kit that makes measures."""
    return [
        source(file.read_text("utf-8"), f"engagekit.{folder}.{file.stem}")
        for folder in FOLDERS
        for file in sorted((HOME / folder).glob("*.py"))
    ]


def names(given: list[Source], key: str = "measure") -> tuple[dict[str, str], set[str]]:
    """The names of measures with the module of each, and the places where none can be told."""
    found: dict[str, str] = {}
    untold: set[str] = set()
    for one in given:
        for value in _values(one.tree, key):
            told = set(_told(value, one, given))
            if not told:
                untold.add(f"{one.name}, line {value.lineno}: {ast.unparse(value)}")
            found |= dict.fromkeys(told, one.name)
    return found, untold


def _values(tree: ast.AST, called: str) -> Iterator[ast.expr]:
    """What stands under a key or keyword of a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == called:
                    yield value
        elif isinstance(node, ast.Call):
            yield from (word.value for word in node.keywords if word.arg == called)
            if isinstance(node.func, ast.Attribute) and node.func.attr in ROWS:
                yield from (one for one in node.args[:1] if _is_text(one))
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            name, number, *_ = node.value.elts  # what a metric yields
            if isinstance(number, ast.Call) and ast.unparse(number.func) in SHAPES:
                yield name


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _told(
    value: ast.AST | None, here: Source, given: list[Source], seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Every text that an expression can be; a name that is set from itself is asked once."""
    if isinstance(value, ast.Constant):
        if isinstance(value.value, str):
            yield value.value
    elif isinstance(value, ast.JoinedStr):
        parts = [
            [*_told(getattr(part, "value", part), here, given, seen)] or ["{}"]
            if isinstance(part, ast.FormattedValue)
            else [str(part.value)]
            for part in value.values
            if isinstance(part, (ast.Constant, ast.FormattedValue))
        ]
        yield from ("".join(told) for told in product(*parts))
    elif isinstance(value, ast.IfExp):
        yield from _told(value.body, here, given, seen)
        yield from _told(value.orelse, here, given, seen)
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        yield from _returned(value.func.id, here, given, seen)
    elif isinstance(value, ast.Name) and value.id not in seen:
        yield from _named(value, here, given, seen | {value.id})


def _returned(
    function: str, here: Source, given: list[Source], seen: frozenset[str]
) -> Iterator[str]:
    """What a function of the module gives back: a text, or several."""
    for node in here.tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function and function not in seen:
            for step in ast.walk(node):
                if isinstance(step, ast.Return):
                    yield from _told(step.value, here, given, seen | {function})


def _named(
    name: ast.Name, here: Source, given: list[Source], seen: frozenset[str]
) -> Iterator[str]:
    """A name: a constant of the module, an argument, a step of a loop, or a value set before."""
    module = importlib.import_module(here.name) if here.name else None
    known = getattr(module, name.id, None)
    if isinstance(known, str):
        yield known
        return
    around = here.function(name)
    while around is not None:
        arguments = [*around.args.posonlyargs, *around.args.args, *around.args.kwonlyargs]
        positions = [argument.arg for argument in arguments]
        if name.id in positions:
            for argument, default in _defaults(around):
                if argument == name.id:
                    yield from _told(default, here, given, seen)
            near = [here] if around.name.startswith("_") else given
            yield from _passed(around.name, name.id, positions.index(name.id), near, seen)
            return
        bound = [*_bound(around, name.id)]
        if bound:
            for value in bound:
                yield from _told(value, here, given, seen)
            return
        around = here.function(around)
    for node in here.tree.body if module is None else []:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name.id:
            yield from _told(node.value, here, given, seen)


def _defaults(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a function that have a default, and it."""
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    for argument, value in zip(reversed(plain), reversed(given.defaults), strict=False):
        yield argument.arg, value
    for argument, one in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if one is not None:
            yield argument.arg, one


def _passed(
    function: str, argument: str, at: int, given: list[Source], seen: frozenset[str]
) -> Iterator[str]:
    """What the callers of a function give it."""
    for one in given:
        for node in ast.walk(one.tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name == function and function not in seen:
                words = [word.value for word in node.keywords if word.arg == argument]
                first = (words or node.args[at : at + 1] or [None])[0]
                yield from _told(first, one, given, seen - {argument} | {function})


def _bound(function: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """What a name is set to within a function: by ``=``, by a loop, within a comprehension."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value
        elif isinstance(node, (ast.For, ast.comprehension)):
            place = _place(node.target, name)
            if place is not None:
                yield from _steps(node.iter, place, function)


def _place(target: ast.expr, name: str) -> tuple[int, ...] | None:
    """Where a name stands in what a loop unpacks."""
    if isinstance(target, ast.Name):
        return () if target.id == name else None
    if isinstance(target, ast.Tuple):
        for at, part in enumerate(target.elts):
            below = _place(part, name)
            if below is not None:
                return (at, *below)
    return None


def _steps(over: ast.expr, place: tuple[int, ...], function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What stands at a place in every step of a loop over something written out."""
    if isinstance(over, (ast.Tuple, ast.List)):
        for step in over.elts:
            yield from _at(step, place)
    elif isinstance(over, (ast.ListComp, ast.GeneratorExp)):
        yield from _at(over.elt, place)
    elif isinstance(over, ast.Dict):
        yield from (key for key in over.keys if key is not None)
    elif isinstance(over, ast.IfExp):
        yield from _steps(over.body, place, function)
        yield from _steps(over.orelse, place, function)
    elif isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute):
        if over.func.attr == "items" and place[:1] == (0,):
            yield from _steps(over.func.value, place, function)
    elif isinstance(over, ast.Call) and getattr(over.func, "id", "") == "zip":
        yield from _steps(over.args[place[0]], place[1:], function)
    elif isinstance(over, ast.Name):
        for node in ast.walk(function):
            yield from _kept(node, over.id, place, function)


def _kept(
    node: ast.AST, name: str, place: tuple[int, ...], function: ast.FunctionDef
) -> Iterator[ast.expr]:
    """What a list or a dictionary of a name holds: set, added or appended."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield from _steps(node.value, place, function)
            if isinstance(target, ast.Subscript) and getattr(target.value, "id", "") == name:
                yield target.slice
    elif isinstance(node, ast.AugAssign) and getattr(node.target, "id", "") == name:
        yield from _steps(node.value, place, function)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == f"{name}.append":
        yield from _at(node.args[0], place)


def _at(step: ast.expr, place: tuple[int, ...]) -> Iterator[ast.expr]:
    """What stands at a place of a step."""
    for at in place:
        if not isinstance(step, ast.Tuple) or at >= len(step.elts):
            return
        step = step.elts[at]
    yield step
