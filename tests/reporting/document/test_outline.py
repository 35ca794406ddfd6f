from __future__ import annotations

from typing import Any

import pandas as pd

from engagekit.presentation.section import MIME, Section, to_bundle
from engagekit.reporting.document.outline import Text, outline
from engagekit.reporting.run.execute import Failure


def markdown(source: str, *tags: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": source}


def shown(name: str) -> dict[str, Any]:
    section = Section(name, name.title(), pd.DataFrame({"rows": [1]}), kind="listing")
    output = {"output_type": "display_data", "data": {MIME: to_bundle(section)}, "metadata": {}}
    return {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}


def read(*cells: dict[str, Any], failures: tuple[Failure, ...] = ()) -> Any:
    return outline({"cells": list(cells), "metadata": {}}, failures)


def test_headings_of_the_second_level_are_chapters_in_order() -> None:
    found = read(
        markdown("# The quarter"), shown("headline"), markdown("## Reach\n\nWe *walk*."),
        shown("reach"), shown("touches"), markdown("## Trust"),
    )  # fmt: skip
    assert found.title == "The quarter"
    assert [chapter.title for chapter in found.chapters] == ["", "Reach", "Trust"]
    assert found.chapters[1].parts[0] == Text("We *walk*.")
    assert [section.name for section in found.sections] == ["headline", "reach", "touches"]


def test_a_hash_in_code_is_no_heading() -> None:
    found = read(markdown("```\n## not a heading\n```"))
    assert [chapter.title for chapter in found.chapters] == [""]


def test_text_may_be_private_or_left_out() -> None:
    found = read(markdown("for us", "private"), markdown("how this works", "no-report"))
    assert found.chapters[0].parts == (Text("for us", "private"),)


def test_a_failure_stands_where_its_cell_stood() -> None:
    gap = Failure(1, "Reach", "KeyError")
    found = read(markdown("## Reach"), {**shown("x"), "outputs": []}, shown("y"), failures=(gap,))
    assert found.chapters[-1].parts[0] == gap
