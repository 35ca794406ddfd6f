"""The parameters a notebook declares, and values checked against them before anything runs."""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engagekit.errors import UsageError, nearest, shorten

TAG = "parameters"
_BOOLS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_KINDS: dict[str, Any] = {
    "str": (str, "text"),
    "int": (int, "a whole number"),
    "float": (int | float, "a number"),
    "bool": (bool, "true or false"),
    "list": (list, "a list"),
    "dict": (dict, "a table of names and values"),
}
_NONE = re.compile(r"\s*\|\s*None|None\s*\|\s*|(?:typing\.)?Optional\[(.*)\]")


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
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and TAG in cell.get("metadata", {}).get("tags", []):
            statements = ast.parse("".join(cell["source"])).body
            declare = ast.AnnAssign | ast.Assign
            found = [_parameter(one) for one in statements if isinstance(one, declare)]
            return {parameter.name: parameter for parameter in found}
    return {}


def _parameter(statement: ast.AnnAssign | ast.Assign) -> Parameter:
    """Return the parameter that an assignment declares."""
    try:
        default = ast.literal_eval(statement.value) if statement.value else None
    except ValueError:
        default = None
    if isinstance(statement, ast.AnnAssign):
        name, text = ast.unparse(statement.target), ast.unparse(statement.annotation).strip("'")
        kind = _NONE.sub(r"\1", text).partition("[")[0].lower()
        is_optional = _NONE.search(text) is not None
    else:
        name, kind = ast.unparse(statement.targets[0]), type(default).__name__
        is_optional = default is None
    return Parameter(name, kind if kind in _KINDS else "", is_optional, default)


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


def _value(given: Any, parameter: Parameter, notebook: str) -> Any:
    """Return one value in the kind of its parameter; true and false are no numbers."""
    kind, value = parameter.kind, given
    if not kind:
        return value
    if isinstance(given, str) and kind != "str":
        value = None if given.casefold() in ("", "none") else _from_text(given, kind)
    if value is None and parameter.optional:
        return None
    wanted, words = _KINDS[kind]
    if isinstance(value, wanted) and (kind == "bool" or not isinstance(value, bool)):
        return float(value) if kind == "float" else value
    example = json.dumps(parameter.default) if parameter.default else ""
    like = f" Write it like {example}." if example else ""
    raise UsageError(
        f"{notebook}: parameter '{parameter.name}' is {shorten(repr(given))}, "
        f"which is not {words}.{like}"
    )


def _from_text(text: str, kind: str) -> Any:
    """Return text of a command line as a kind of value; the text itself where it is none."""
    if kind == "list" and not text.lstrip().startswith("["):
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind == "bool":
        return _BOOLS.get(text.strip().casefold(), text)
    try:
        return json.loads(text)
    except ValueError:
        return text
