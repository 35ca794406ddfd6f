from __future__ import annotations

from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.presentation.section import MIME, Section, to_bundle
from engagekit.reporting.document.outline import outline, prose
from engagekit.reporting.run.execute import Failure


def markdown(source: str, *tags: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": source}


def shown(name: str) -> dict[str, Any]:
    section = Section(name, name.title(), pd.DataFrame({"rows": [1]}), kind="listing")
    output = {"output_type": "display_data", "data": {MIME: to_bundle(section)}, "metadata": {}}
    return {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}


def read(*cells: dict[str, Any], failures: tuple[Failure, ...] = ()) -> Any:
    return outline({"cells": list(cells), "metadata": {}}, failures, Locale("en"))


def test_the_title_is_the_first_heading_and_sections_stand_in_order() -> None:
    found = read(
        markdown("# The quarter"), shown("headline"), markdown("## Reach\n\nWe *walk*."),
        shown("reach"), shown("touches"), markdown("# Trust"),
    )  # fmt: skip
    assert found.title == "The quarter"
    assert [section.name for section in found.sections] == ["headline", "reach", "touches"]


def test_a_hash_in_code_is_no_heading() -> None:
    assert read(markdown("```\n# not a heading\n```")).title == ""


def test_what_failed_stands_beside_the_sections() -> None:
    gap = Failure(1, "Reach", "KeyError")
    found = read(markdown("## Reach"), {**shown("x"), "outputs": []}, shown("y"), failures=(gap,))
    assert found.failures == (gap,) and len(found.sections) == 1


def test_text_of_a_notebook_is_told_in_a_language_or_left_out() -> None:
    french = Locale("fr")
    cell = markdown("Mine.\n\n## Are we reaching people?\n\nMy *words*.")
    told = prose(cell, french)
    assert told.startswith("Mine.\n\n## ") and told.endswith("\n\nMy *words*.")
    assert french.value("Are we reaching people?", "notebook") in told
    assert prose(markdown("how this works", "no-report"), french) == ""
