"""Faults of engagekit.toml in words: the key, what stands there, what would be right."""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from engagekit.errors import did_you_mean

_LISTED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_GONE: dict[str, str] = _LISTED.pop("gone")
"""Keys that there were once, each with what to do."""
_PLAIN = {name: text for text, names in _LISTED.items() for name in names}
"""Faults of pydantic in words."""


def sentence(fault: Any, settings: type[BaseModel]) -> str:
    """Return one fault of pydantic in our words.

    Parameters
    ----------
    fault : mapping
        Of ``ValidationError.errors()``.
    settings : type
        The model of all settings, whose keys are suggested for an unknown one.
    """
    where = [str(part) for part in fault["loc"]]
    if fault["type"] == "extra_forbidden" and ".".join(where) in _GONE:
        return f"[{'.'.join(where)}] is gone. {_GONE['.'.join(where)]}"
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(where[-1], _keys(where, settings))
        return f"unknown section or key '{'.'.join(where)}'. {hint}"
    if fault["type"] == "missing":
        return f"[{'.'.join(where)}] is missing. Say what it is."
    value = fault["input"]
    head = f"[{'.'.join(where)}]" if where else "engagekit.toml"
    if fault["type"] in _PLAIN:
        limits = fault.get("ctx") or {}
        bound = next((limits[key] for key in ("ge", "gt", "le", "lt") if key in limits), "")
        allowed = _PLAIN[fault["type"]].format(value=value, bound=bound)
        return f"{head} is {value!r}, {allowed}."
    if fault["type"] == "literal_error":
        choices = re.findall(r"'([^']*)'", str(fault["msg"]))
        return f"{head} is {value!r}. {did_you_mean(str(value), choices)}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    if not where:
        return message.rstrip(".") + "."
    shown = ":" if isinstance(value, dict | list | tuple | BaseModel) else f" is {value!r}:"
    return f"{head}{shown} {message.rstrip('.')}."


def _keys(where: list[str], settings: type[BaseModel]) -> list[str]:
    """Return the keys there are in the section in which an unknown one stands."""
    model = settings
    for part in where[:-1]:
        field = model.model_fields.get(part)
        if field is not None:  # else the name of an entry or its number: the model is that of all
            model = _model_in(field.annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation holds, as the entries of a list or a dict may be."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    models = (_model_in(part) for part in get_args(annotation))
    return next((model for model in models if model is not None), None)
