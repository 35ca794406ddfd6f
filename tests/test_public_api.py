"""What a notebook may use is documented: parameters, what comes back, errors, an example that runs."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import engagekit as ek
from engagekit import sections
from engagekit.errors import PeriodError, UsageError
from engagekit.sections.registry import functions
from engagekit.tables.tables import Tables

PUBLIC: dict[str, Any] = {
    **{f"ek.{name}": getattr(ek, name) for name in ek.__all__},
    **{f"ek.sections.{name}": getattr(sections, name) for name in sections.__all__},
}
FUNCTIONS = {name: thing for name, thing in PUBLIC.items() if callable(thing)}


def test_completion_offers_what_a_notebook_may_use_and_nothing_else() -> None:
    offered = dir(sections)
    assert offered == sorted(["Section", "own", *functions()])
    assert not {"MIME", "QUESTIONS", "function_of", "registry", "section_cache"} & set(offered)


def _has(text: str, heading: str) -> bool:
    return re.search(rf"^{heading}\n-{{{len(heading)}}}$", text, re.MULTILINE) is not None


def test_each_says_what_it_takes_returns_and_refuses() -> None:
    missing = []
    for name, thing in FUNCTIONS.items():
        text = inspect.getdoc(thing) or ""
        taken = ["Attributes"] if inspect.isclass(thing) else ["Parameters", "Returns"]
        headings = [*taken, "Raises", "Examples"]
        missing += [(name, heading) for heading in headings if not _has(text, heading)]
        # the suite runs it where the function stands
        missing += [] if "\n>>> " in text else [(name, "an example that runs")]
    assert missing == []


def test_every_parameter_is_named() -> None:
    wrong = []
    for name, thing in FUNCTIONS.items():
        if inspect.isclass(thing):
            continue
        text = inspect.getdoc(thing) or ""
        part = re.search(r"Parameters\n-+\n(.*?)\n\n", text, re.DOTALL)
        lines = [line for line in part[1].splitlines() if line[0] != " "] if part else []
        named = {one.strip("*") for line in lines for one in line.partition(" :")[0].split(", ")}
        if named != set(inspect.signature(thing).parameters):
            wrong.append(name)
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("name", functions())
def test_a_section_refuses_what_its_documentation_says(name: str, sample: Tables) -> None:
    needed = {
        one.name: eval(one.example, {"ek": ek, "tables": sample})
        for one in functions()[name].options
        if one.example
    }
    function = getattr(sections, name)
    with pytest.raises(PeriodError):
        function(sample, during="no such period", **needed)
    for option in functions()[name].options:
        if option.name in ("by", "survey"):
            with pytest.raises(UsageError):
                function(sample, **{**needed, option.name: "nonsense"})
