"""The registry of questions: every record is whole, and its function says what it takes."""

from __future__ import annotations

import doctest
import inspect
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import engagekit as ek
from engagekit import figures, sections
from engagekit.errors import UsageError
from engagekit.locale import Locale
from engagekit.locale.catalogue import LANGUAGES
from engagekit.sections import choices
from engagekit.sections.registry import ANY, CHOICES, QUESTIONS, REQUIRED, call_of, functions
from engagekit.tables.tables import Tables
from engagekit.wording import RULES
from tests.notebook_cells import cells
from tests.section_stub import STUB, stub

ROOT = Path(__file__).parents[2]
EVERY = list(QUESTIONS.values())

OWN_DEFAULT = {
    ("love_and_funding", "quarters")  # that of the settings
}
UNSHOWN = {"newsletter_reach"}
"""Questions that no notebook of the kit shows; an analyst may."""


def test_a_record_names_what_there_is() -> None:
    unknown = []
    for question in EVERY:
        parts = [question.measure or question.answer]
        for part, known in ((question.figure, figures.NAMES), (question.sentence, RULES)):
            if isinstance(part, str):
                parts.append((part or question.id) in known)
        if isinstance(question.figure, str) and not callable(question.figure_args):
            parts.append(set(question.figure_args) <= set(figures.arguments(question.figure)))
        if not all(parts):
            unknown.append(question.id)
    assert unknown == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_has_its_words(language: str) -> None:
    keys = []
    for question in EVERY:
        if not question.title:
            keys.append(f"section.{question.id}")
        if isinstance(question.note, str) and question.note:
            keys.append(f"note.{question.note}")
        for choice in question.choices:
            if isinstance(choice, str) and not hasattr(choices, choice):
                record: Any = CHOICES.get(choice, {})
                name = record.get("name", choice)
                words = record.get("messages", {"": f"{name}_is"})
                alone = {"is", "line"} & record.keys()
                keys += [f"choice.{word}" for word in [name, *([] if alone else words.values())]]
    assert [key for key in keys if not Locale(language).has(key)] == []


def test_a_choice_of_the_code_takes_the_request() -> None:
    for question in EVERY:
        for choice in question.choices:
            if isinstance(choice, str) and hasattr(choices, choice):
                parameters = list(inspect.signature(getattr(choices, choice)).parameters)
                assert parameters[0] == "request", choice


def test_a_default_is_that_of_the_measure() -> None:
    wrong = []
    for question in EVERY:
        theirs = inspect.signature(question.measure).parameters if question.measure else {}
        for option in question.options:
            if option.name not in theirs or (question.id, option.name) in OWN_DEFAULT:
                continue
            default = theirs[option.name].default
            if option.default != (REQUIRED if default is inspect.Parameter.empty else default):
                wrong.append((question.id, option.name))
    assert wrong == []


def test_a_question_stands_in_the_notebook_that_it_names() -> None:
    for question in EVERY:
        (file,) = (ROOT / "notebooks").rglob(f"{question.notebook}.ipynb")
        text = "".join(cell.source for cell in cells(file))
        given = "".join(f', {key}="{one}"' for key, one in question.given.items() if one != ANY)
        call = rf"ek\.sections\.{question.of or question.id}\(\w+{re.escape(given)}[,)]"
        assert re.search(call, text) or question.id in UNSHOWN


def test_the_typed_stub_is_that_of_the_records() -> None:
    assert STUB.read_text("utf-8") == stub()


def test_a_function_knows_its_name_its_arguments_and_its_documentation() -> None:
    assert sections.reach.__name__ == "reach"
    assert list(inspect.signature(sections.posts).parameters) == [
        "tables",
        "during",
        "what",
        "brief",
    ]
    with pytest.raises(TypeError, match="unexpected keyword argument 'sort'"):
        sections.reach(Tables({}), sort=True)  # type: ignore[call-arg]
    for name in functions():
        text = str(getattr(sections, name).__doc__)
        for heading in ("Parameters\n------", "Returns\n------", "Examples\n------"):
            assert heading in text


@pytest.mark.slow
@pytest.mark.parametrize("name", functions())
def test_its_example_runs(name: str, sample: Tables) -> None:
    text = str(getattr(sections, name).__doc__)
    names = {"ek": ek, "tables": sample}
    example = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    assert len(example.examples) == 1
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


OPTIONS = [name for name, question in QUESTIONS.items() if question.of]


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_names_its_section_its_arguments_and_its_call(name: str) -> None:
    question = QUESTIONS[name]
    taken = {option.name: option for option in functions()[question.of].options}
    for key, value in question.given.items():
        assert not taken[key].chooses or value == ANY or f'"{value}"' in taken[key].kind
    needed = {option.name for option in question.options} - set(question.given)
    assert needed <= set(taken)
    with pytest.raises(UsageError) as told:
        getattr(sections, name)
    assert str(told.value) == f"The section {name} is gone. {call_of(question)} gives it."


def test_an_argument_that_chooses_nothing_is_refused_with_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"reach has no every='year'\. .*quarter"):
        sections.reach(Tables({}), every="year")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"every=\"quarter\"\): got an unexpected .* 'by'\."):
        sections.reach(Tables({}), every="quarter", by="site")
    with pytest.raises(UsageError, match=r"by=\"place\".*: missing a required argument: 'what'\."):
        sections.counts(Tables({}), by="place")


def test_the_headline_of_a_department_is_its_own(sample: Tables) -> None:
    assert sections.headline(sample).name == "headline"
    assert sections.headline(ek.only(sample, department="Tax")).name == "department_headline"


GONE = tomllib.loads((ROOT / "engagekit" / "sections" / "gone.toml").read_text("utf-8"))


del GONE["option"]  # worded for each option of another


@pytest.mark.parametrize("name", GONE)
def test_a_section_that_is_gone_says_so_and_what_to_use(name: str) -> None:
    assert name not in QUESTIONS
    with pytest.raises(UsageError, match=rf"^The section {name} is gone\. .+\.$") as told:
        getattr(sections, name)
    for other in re.findall(r"sections\.(\w+)", str(told.value)):
        assert other in functions()


def test_a_section_that_never_was_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"no 'reech'\. Did you mean 'reach'\?"):
        getattr(sections, "reech")  # noqa: B009 - mypy knows that it is not there


def test_the_language_as_an_argument_says_where_it_went() -> None:
    with pytest.raises(UsageError, match=r"contents has no language=.*ek\.load\(folder, language="):
        sections.contents(Tables({}), language="fr")  # type: ignore[call-arg]
