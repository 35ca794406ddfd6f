"""The parts of a docstring that measures have in common, each written once.

A measure writes what is its own: the summary, what it reads, what it returns. The rest of its
parameters, their errors and an example of a call are filled in here.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engagekit.parsing.word_lists import words

_LISTED = words("parameters", Path(__file__).parent)
PARAMETERS = {name: text for name, (text,) in _LISTED.items()}
"""What each parameter means, unless a measure says it itself."""
OF_SURVEYS = {"during": "The last survey by the end of it that asked; default: the last of all."}
"""What a parameter means beside `survey`."""
EXAMPLES = {"during": '"FY2026-27 Q2"', "what": '"Signature audit"'}
"""Values of the examples, of the sample."""
_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
_ENTRY = re.compile(r"^(\w+(?:, \w+)*)(?: : |$)", re.MULTILINE)


def complete(function: Callable[..., Any]) -> None:
    """Complete the docstring of a measure: every parameter, its errors, an example.

    Parameters
    ----------
    function : callable
        A public function of `engagekit.measures`; what its docstring has already stays.
    """
    summary, *texts = _SECTION.split(inspect.getdoc(function) or "")
    sections = dict(zip(texts[::2], texts[1::2], strict=True))
    signature = inspect.signature(function)
    own = _entries(sections.pop("Parameters", ""))
    usual = PARAMETERS | (OF_SURVEYS if "survey" in signature.parameters else {})
    lines = [_parameter(one, own.get(one.name, ""), usual) for one in signature.parameters.values()]
    raises = sections.pop("Raises", "")
    if "during" in signature.parameters and "PeriodError" not in raises:
        raises = f"PeriodError\n    If ``during`` is no period.\n{raises}"
    if "NotMeasuredError" not in raises:
        raises = (
            f"{raises.rstrip()}\nNotMeasuredError\n    If the tables do not hold what it needs."
        )
    sections = {
        "Parameters": "\n".join(lines),
        "Returns": sections.pop("Returns"),
        "Raises": raises,
        **sections,
        "Examples": sections.pop("Examples", _example(function.__name__, signature)),
    }
    parts = [f"{name}\n{'-' * len(name)}\n{text.strip()}" for name, text in sections.items()]
    function.__doc__ = "\n\n".join([summary.strip(), *parts]) + "\n"


def _entries(text: str) -> dict[str, str]:
    """Return the entry of each parameter; several names may share one."""
    _, *parts = _ENTRY.split(text)
    return {
        name: entry
        for names, entry in zip(parts[::2], parts[1::2], strict=True)
        for name in names.split(", ")
    }


def _parameter(one: inspect.Parameter, own: str, usual: Mapping[str, str]) -> str:
    """Return the entry of a parameter: its own words where it has them, else the usual ones."""
    kind, _, words = own.partition("\n")
    if not kind:
        kind = re.sub(r"[\w.]+\.|'", "", inspect.formatannotation(one.annotation))
        kind = kind.removesuffix(" | None").replace(" | ", " or ")
        kind += "" if one.default is inspect.Parameter.empty else ", optional"
    text = inspect.cleandoc(words) or usual[one.name]
    return "\n".join([f"{one.name} : {kind}", *(f"    {line}" for line in text.splitlines())])


def _example(name: str, signature: inspect.Signature) -> str:
    """Return a call with what a measure needs, on the sample."""
    needed = [
        f"{one.name}={EXAMPLES[one.name]}"
        for one in signature.parameters.values()
        if one.name == "during" or (one.default is one.empty and one.name != "tables")
    ]
    return f">>> ek.measures.{name}({', '.join(['tables', *needed])}).empty\nFalse"
