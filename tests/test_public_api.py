"""What a notebook may use is documented: parameters, what comes back, errors, an example that runs."""

from __future__ import annotations

import doctest
import inspect
import re
from typing import Any

import pytest

import engagekit as ek
from engagekit import measures, sections
from engagekit.errors import PeriodError, UsageError
from engagekit.sections.functions import CHECKED
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables

PUBLIC: dict[str, Any] = {
    **{f"ek.{name}": getattr(ek, name) for name in ek.__all__},
    **{f"ek.measures.{name}": getattr(measures, name) for name in measures.__all__},
    **{f"ek.sections.{name}": getattr(sections, name) for name in sections.__all__},
}
FUNCTIONS = {name: thing for name, thing in PUBLIC.items() if callable(thing)}
OWN = [
    name for name in FUNCTIONS if name.rpartition(".")[2] not in QUESTIONS or "sections" not in name
]
"""Those written by hand; the others are made from the records, see tests/sections/test_registry.py."""


def test_completion_offers_what_a_notebook_may_use_and_nothing_else() -> None:
    offered = dir(sections)
    assert offered == sorted(["Section", "own", *QUESTIONS])
    assert not {"MIME", "QUESTIONS", "function_of", "registry", "section_cache"} & set(offered)


def _has(text: str, heading: str) -> bool:
    return re.search(rf"^{heading}\n-{{{len(heading)}}}$", text, re.MULTILINE) is not None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_says_what_it_takes_returns_and_refuses(name: str) -> None:
    thing = FUNCTIONS[name]
    text = inspect.getdoc(thing) or ""
    taken = "Attributes" if inspect.isclass(thing) else "Parameters"
    assert _has(text, taken), taken
    assert inspect.isclass(thing) or _has(text, "Returns")
    assert _has(text, "Raises")
    assert _has(text, "Examples")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_is_named(name: str) -> None:
    thing = FUNCTIONS[name]
    if inspect.isclass(thing):
        return
    text = inspect.getdoc(thing) or ""
    part = re.search(r"Parameters\n-+\n(.*?)\n\n", text, re.DOTALL)
    assert part
    lines = [line for line in part[1].splitlines() if not line.startswith(" ")]
    named = {one.strip("*") for line in lines for one in line.partition(" :")[0].split(", ")}
    assert named == set(inspect.signature(thing).parameters)


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_its_example_runs(
    name: str, preloaded: Tables, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    from engagekit.settings.project import VARIABLE

    monkeypatch.chdir(pytestconfig.rootpath)
    monkeypatch.setenv(VARIABLE, "")
    thing = FUNCTIONS[name]
    module = inspect.getmodule(inspect.unwrap(thing))
    names = {**vars(module), "ek": ek, "tables": preloaded}
    text = inspect.getdoc(thing) or ""
    example = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert example.examples
    assert doctest.DocTestRunner(verbose=False, optionflags=flags).run(example).failed == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_section_refuses_what_its_documentation_says(name: str, sample: Tables) -> None:
    needed = {
        one.name: eval(one.example, {"ek": ek, "tables": sample})
        for one in QUESTIONS[name].options
        if one.example
    }
    function = getattr(sections, name)
    with pytest.raises(PeriodError):
        function(sample, during="no such period", **needed)
    for option in QUESTIONS[name].options:
        if option.name in CHECKED:
            with pytest.raises(UsageError):
                function(sample, **{**needed, option.name: "nonsense"})
