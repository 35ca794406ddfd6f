"""The parameters a notebook declares, and values checked against them before anything runs."""

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engagekit.errors import UsageError, error_text, nearest, shorten

TAG = "parameters"
_TRUE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_KINDS = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict}
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "a table of names and values",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook.

    Attributes
    ----------
    name : str
        As the notebook writes it.
    kind : str
        ``str``, ``int``, ``float``, ``bool``, ``list``, ``dict``; empty when it cannot be told.
    optional : bool
        Whether it may be None.
    default : object
        The value that stands in the notebook, None when it is not a plain value.
    """

    name: str
    kind: str
    optional: bool
    default: Any


def declared(notebook: Mapping[str, Any]) -> dict[str, Parameter]:
    """Read the parameters of a notebook from its cell tagged ``parameters``.

    Parameters
    ----------
    notebook : mapping
        Notebook as nbformat or json reads it.

    Returns
    -------
    dict of str to Parameter
        In the order in which they stand; empty without such a cell.

    Examples
    --------
    >>> cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]},
    ...         "source": 'quarter: str = ""  # which quarter'}
    >>> declared({"cells": [cell]})["quarter"].kind
    'str'
    """
    parameters: dict[str, Parameter] = {}
    for cell in notebook["cells"]:
        tags = cell.get("metadata", {}).get("tags", [])
        if cell["cell_type"] != "code" or TAG not in tags:
            continue
        source = cell["source"]
        text = source if isinstance(source, str) else "".join(source)
        for statement in ast.parse(text).body:
            parameter = _parameter(statement)
            if parameter:
                parameters[parameter.name] = parameter
        break
    return parameters


def _parameter(statement: ast.stmt) -> Parameter | None:
    """Return the parameter that an assignment declares, if it is one."""
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        default = _literal(statement.value)
        kind, optional = _annotation(statement.annotation)
        return Parameter(statement.target.id, kind, optional, default)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        default = _literal(statement.value)
        kind = type(default).__name__ if type(default).__name__ in _KINDS else ""
        return Parameter(statement.targets[0].id, kind, default is None, default)
    return None


def _literal(value: ast.expr | None) -> Any:
    """Return a plain value, or None when an expression is not one."""
    try:
        return ast.literal_eval(value) if value is not None else None
    except ValueError:
        return None


def _annotation(node: ast.expr) -> tuple[str, bool]:
    """Return the kind an annotation names, and whether None is allowed beside it."""
    parts = _alternatives(node)
    names = [part for part in parts if part != "None"]
    return names[0] if len(names) == 1 and names[0] in _KINDS else "", "None" in parts


def _alternatives(node: ast.expr) -> list[str]:
    """Return the plain names that an annotation allows."""
    if isinstance(node, ast.BinOp):
        return [*_alternatives(node.left), *_alternatives(node.right)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _alternatives(ast.parse(node.value, mode="eval").body)
    if isinstance(node, ast.Subscript):
        name = ast.unparse(node.value).removeprefix("typing.")
        if name == "Optional":
            return [*_alternatives(node.slice), "None"]
        return [name.lower()] if name in ("List", "Dict") else [name]
    return [ast.unparse(node)]


def checked(
    values: Mapping[str, Any], parameters: Mapping[str, Parameter], notebook: str
) -> dict[str, Any]:
    """Return values for a notebook, each of the kind that it declares.

    ``values``: name to value; text, as it comes from a command line, is turned into the declared
    kind. ``parameters``: from `declared`. ``notebook``: file name for messages.

    Raises
    ------
    UsageError
        Unknown name or wrong kind of value.

    Examples
    --------
    >>> checked({"rows": "7"}, {"rows": Parameter("rows", "int", False, 5)}, "a.ipynb")
    {'rows': 7}
    """
    for name in values:
        if name not in parameters:
            guess = nearest(name, parameters)
            hint = f" Did you mean '{guess}'?" if guess else ""
            has = f"It has: {', '.join(parameters)}." if parameters else "It has none."
            raise UsageError(f"{notebook} has no parameter '{name}'.{hint} {has}")
    return {name: _value(value, parameters[name], notebook) for name, value in values.items()}


def _value(value: Any, parameter: Parameter, notebook: str) -> Any:
    """Return one value in the kind of its parameter."""
    kind = parameter.kind
    if value is None and parameter.optional:
        return None
    if isinstance(value, str) and kind not in ("", "str"):
        if parameter.optional and value.casefold() in ("", "none"):
            return None
        value = _from_text(value, parameter, notebook)
    if not kind or _fits(value, kind):
        return float(value) if kind == "float" else value
    slots = {"notebook": notebook, "name": parameter.name, "value": shorten(repr(value))}
    raise UsageError(error_text("parameters.kind", kind=_WORDS[kind], **slots))


def _fits(value: Any, kind: str) -> bool:
    """Return whether a value is of a kind; true and false are no numbers."""
    if kind in ("int", "float") and isinstance(value, bool):
        return False
    if kind == "float":
        return isinstance(value, int | float)
    return isinstance(value, _KINDS[kind])


def _from_text(text: str, parameter: Parameter, notebook: str) -> Any:
    """Return text of a command line as the kind that a parameter declares."""
    kind = parameter.kind
    try:
        if kind == "bool":
            return _TRUE[text.strip().casefold()]
        if kind in ("int", "float"):
            return _KINDS[kind](text)
        if kind == "list" and not text.lstrip().startswith("["):
            return [part.strip() for part in text.split(",") if part.strip()]
        return json.loads(text)
    except (KeyError, ValueError):
        example = parameter.default
        like = f" Write it like {json.dumps(example)}." if example not in (None, "", [], {}) else ""
        raise UsageError(
            f"{notebook}: parameter '{parameter.name}' is '{shorten(text)}', "
            f"which is not {_WORDS[kind]}.{like}"
        ) from None
