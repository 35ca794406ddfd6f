"""Sections: what a notebook cell ends in, one question a record, one function a question.

The room imports measures, wording, presentation and what stands left of them; it draws nothing,
writes nothing and opens no file but its own records. A function takes `Tables` and returns a
`Section`: a frame with the names of its figure and its sentence, the choices it rests on, and who
may see it.

To add a question: measure it in `engagekit.measures`, write its record in questions.toml with the
parts of its sentence under ``says`` (what it computes: `registry.complete` in the module of its
chapter; what no shape says: a rule of its id in `engagekit.wording`), and its title and words
(``section.<id>``, ``finding.<id>``) in the catalogue of each language. Then write the stub again:
``make docs``. The language and the currency come from ``tables.locale`` and are
no argument of anything. A question that goes leaves one sentence in gone.toml: what to use instead.
"""

from typing import Any

from engagekit.presentation.section import Section
from engagekit.sections import (  # noqa: F401 - each adds its questions to the registry
    channels,
    comparison,
    data,
    first_page,
    money,
    people,
    scorecard,
    services,
    support,
    survey,
)
from engagekit.sections.first_page import own
from engagekit.sections.functions import function_of
from engagekit.sections.registry import functions, no_section

globals().update({name: function_of(question) for name, question in functions().items()})

__all__ = ["Section", "own", *functions()]


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    raise no_section(name)
