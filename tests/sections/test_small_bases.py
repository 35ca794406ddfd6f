"""Under ten answers everything is a count: in sentences, tables, figures and the workbook."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest

from engagekit import figures
from engagekit.locale import Locale
from engagekit.measures._frame import FEW
from engagekit.presentation import table as printed
from engagekit.reporting.document.results import numbers
from engagekit.reporting.office.workbook import cell_of
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

NAMES = (
    "response", "representativeness", "satisfaction", "satisfaction_over_time", "items",
    "net_promoter", "gaps",
    "perception_gap", "useful", "aided_awareness", "attribute_profile", "comment_themes",
)  # fmt: skip
PER_CENT = re.compile(r"\d[\s\u00a0]?%")
KIND = re.compile(r"95[\s\u00a0]?%")


@pytest.fixture(scope="module")
def tiny(sample: Tables) -> Tables:
    """Eight people of each survey, and as many invited."""
    people = sample.respondents[sample.respondents["status"] == "complete"]
    people = people.groupby("survey_id").head(8)
    rows = sample.responses.merge(people[["survey_id", "respondent_id"]])
    invited = sample.invitations.groupby("survey_id").head(9)
    return sample.replace(respondents=people, responses=rows, invitations=invited)


def _shares(text: str) -> list[str]:
    return PER_CENT.findall(KIND.sub("", text))


def _texts(drawn: Any) -> list[str]:
    """What a figure writes beside its marks, ticks of the axis left out."""
    found: list[str] = []

    def walk(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                if name not in ("ticktext", "ticksuffix", "tickformat"):
                    walk(part, name)
        elif isinstance(value, list):
            for part in value:
                walk(part, key)
        elif isinstance(value, str) and key in ("text", "customdata"):
            found.append(value)

    walk([trace for trace in json.loads(drawn.to_json())["data"] if trace["name"] != "scale"])
    return found


AXIS_NOTE = re.compile(r"(The axis starts at|L’axe commence à) \d+ ?%")
"""A note that says where an axis begins, which is no share of anybody."""


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_no_per_cent_stands_on_fewer_than_ten_answers(
    name: str, language: str, tiny: Tables
) -> None:
    made = function_of(QUESTIONS[name])(tiny.in_language(language))
    if made.missing:
        return
    rows = made.frame
    if name == "representativeness":
        rows = rows[rows["answer"] == "answered"]  # the staff list beside it is long
    else:
        assert _shares(finding(made, language)) == []
    alone = made.with_frame(rows.reset_index(drop=True))
    assert (alone.frame["base"].dropna() < FEW).all()
    table = printed.table(alone, language)
    assert table is not None
    assert [cell for row in table.rows for cell in row if _shares(cell)] == []
    content = SimpleNamespace(items=[SimpleNamespace(section=alone)])
    for record in numbers(content):  # type: ignore[arg-type]
        if record["unit"] in ("share", "score", "points"):
            for part in ("value", "low", "high"):
                assert not isinstance(cell_of(record, part, Locale(language)), float), record["id"]
    if made.figure and name not in ("gaps", "representativeness"):
        for narrow in (False, True):
            drawn = figures.draw(made.figure, alone.frame, title="T", locale=Locale(language),
                                 narrow=narrow, **dict(made.figure_args))  # fmt: skip
            # a sentence may go on in the line below
            told = re.sub(r"\s+", " ", " ".join(_texts(drawn)))
            told = AXIS_NOTE.sub("", told)
            found = {text.replace(" ", "") for text in _shares(told)}
            assert found - {"0%", "25%", "50%", "75%", "100%"} == set(), "but for the axis"
