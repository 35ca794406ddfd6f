"""Write the typed stub of the sections: ``python -m tests.section_stub``.

Editors and mypy read it; the functions themselves are made from the records of the registry.
"""

from __future__ import annotations

import inspect
from pathlib import Path

from engagekit.sections.functions import signature_of
from engagekit.sections.registry import Question, functions

STUB = Path(__file__).parents[1] / "engagekit" / "sections" / "__init__.pyi"
HEAD = '''"""Written by ``python -m tests.section_stub`` out of the registry of questions."""

from typing import Literal

from engagekit.measures.published_report import Published
from engagekit.presentation.section import Section as Section
from engagekit.sections.first_page import own as own
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables
'''


def stub() -> str:
    """Return the text of the stub."""
    return "\n".join([HEAD, *(_function(question) for question in functions().values())])


def _function(question: Question) -> str:
    """One function: its signature as ruff formats it, and the first line of its documentation."""
    parts, starred = [], False
    for one in signature_of(question).parameters.values():
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        default = "" if one.default is inspect.Parameter.empty else f" = {one.default!r}"
        parts.append(f"{one.name}: {one.annotation}{default}".replace("'", '"'))
    line = f"def {question.id}({', '.join(parts)}) -> Section:"
    if len(line) > 100:
        joined = ", ".join(parts)
        inner = [f"    {joined}"] if len(joined) <= 96 else [f"    {part}," for part in parts]
        line = "\n".join([f"def {question.id}(", *inner, ") -> Section:"])
    return f'{line}\n    """{question.summary}"""\n'


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8", newline="\n")
