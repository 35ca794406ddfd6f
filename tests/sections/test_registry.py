"""The registry of questions: every record is whole, and its function says what it takes."""

from __future__ import annotations

import doctest
import inspect
import json
from pathlib import Path

import pytest

import engagekit as ek
from engagekit import figures, sections
from engagekit.errors import UsageError
from engagekit.locale import Locale
from engagekit.locale.catalogue import LANGUAGES
from engagekit.sections import choices
from engagekit.sections.data import NOTEBOOKS
from engagekit.sections.registry import QUESTIONS, REQUIRED, Question
from engagekit.tables.tables import Tables
from engagekit.wording import RULES
from tests.section_stub import STUB, stub

ROOT = Path(__file__).parents[2]
EVERY = list(QUESTIONS.values())

OWN_DEFAULT = {
    ("love_and_funding", "quarters"),  # that of the settings
    ("before_after", "change"),  # its number in the settings; the measure takes the change itself
    ("per_head", "what"),  # several words with their numbers of people; the measure takes one
}
UNSHOWN = {"waves", "newsletter_reach"}
"""Questions that no notebook of the kit shows; an analyst may."""


def _ids(question: Question) -> str:
    return question.id


@pytest.mark.parametrize("question", EVERY, ids=_ids)
def test_a_record_names_what_there_is(question: Question) -> None:
    assert question.measure or question.answer
    for part, known in ((question.figure, figures.NAMES), (question.sentence, RULES)):
        if isinstance(part, str):
            assert (part or question.id) in known
    if isinstance(question.figure, str) and not callable(question.figure_args):
        assert set(question.figure_args) <= set(figures.arguments(question.figure))
    for language in LANGUAGES:
        locale = Locale(language)
        assert question.title or locale.has(f"section.{question.id}")
        if isinstance(question.note, str) and question.note:
            assert locale.has(f"note.{question.note}")
        for choice in question.choices:
            if own := isinstance(choice, str) and getattr(choices, choice, None):
                assert list(inspect.signature(own).parameters) == ["request"]
            elif isinstance(choice, str):
                assert locale.has(f"choice.{choice}")
                assert locale.has(f"choice.{choice}_is")


@pytest.mark.parametrize("question", EVERY, ids=_ids)
def test_a_default_is_that_of_the_measure(question: Question) -> None:
    if question.measure is None:
        return
    theirs = inspect.signature(question.measure).parameters
    for option in question.options:
        default = theirs[option.name].default if option.name in theirs else option.default
        if (question.id, option.name) not in OWN_DEFAULT:
            assert option.default == (REQUIRED if default is inspect.Parameter.empty else default)


def test_a_question_stands_in_the_notebook_that_it_names() -> None:
    known = {name for name, _, _ in NOTEBOOKS} | {"00_start_here", "public_library"}
    for question in EVERY:
        assert question.notebook in known
        (file,) = (ROOT / "notebooks").rglob(f"{question.notebook}.ipynb")
        text = "".join(
            "".join(cell["source"]) for cell in json.loads(file.read_text("utf-8"))["cells"]
        )
        assert f"ek.sections.{question.id}(" in text or question.id in UNSHOWN


def test_the_typed_stub_is_that_of_the_records() -> None:
    assert STUB.read_text("utf-8") == stub()


def test_a_function_knows_its_name_its_arguments_and_its_documentation() -> None:
    assert sections.reach.__name__ == "reach"
    assert list(inspect.signature(sections.audit).parameters) == [
        "tables",
        "what",
        "during",
        "brief",
    ]
    with pytest.raises(TypeError, match="unexpected keyword argument 'sort'"):
        sections.reach(Tables({}), sort=True)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing a required argument: 'what'"):
        sections.audit(Tables({}))  # type: ignore[call-arg]
    for name in QUESTIONS:
        text = str(getattr(sections, name).__doc__)
        for heading in ("Parameters\n------", "Returns\n------", "Examples\n------"):
            assert heading in text


@pytest.mark.slow
@pytest.mark.parametrize("name", QUESTIONS)
def test_its_example_runs(name: str, sample: Tables) -> None:
    text = str(getattr(sections, name).__doc__)
    names = {"ek": ek, "tables": sample}
    example = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    assert len(example.examples) == 1
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def test_the_language_as_an_argument_says_where_it_went() -> None:
    with pytest.raises(UsageError, match=r"contents has no language=.*ek\.load\(folder, language="):
        sections.contents(Tables({}), language="fr")  # type: ignore[call-arg]
