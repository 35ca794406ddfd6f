"""Annual returns: each line that is filled in answers what it asks."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

import engagekit as ek
from engagekit.errors import UsageError
from engagekit.measures import registry
from engagekit.reporting import returns
from engagekit.settings.periods import quarter
from engagekit.tables.tables import Tables
from tests.measures.test_usage import firm, told


@pytest.mark.parametrize("form", returns.forms())
def test_every_line_asks_a_known_section_for_a_known_measure(form: str) -> None:
    for line in returns.forms()[form]["lines"]:
        assert line["en"] and line["fr"]
        if "section" in line:
            assert hasattr(ek.sections, line["section"])
            registry.measure(line["measure"])


def test_the_sample_s_year_against_its_tables(sample: Tables) -> None:
    year = returns.last_year(sample)
    assert year.label == "FY2025-26"
    filled = {one.what: one for one in returns.lines(sample, "mla", year)}
    budget = sample.budget
    spent = budget.loc[
        (budget["kind"] == "actual") & budget["period"].str.startswith(year.label), "amount"
    ]
    assert filled["Beds and admissions"].value is None
    assert filled["Total library expenditure"].value == pytest.approx(spent.sum())
    attendance = ek.sections.attendance(sample, during=year).frame.set_index("measure")["estimate"]
    assert filled["Attendances at educational sessions"].value == sum(
        attendance[one] for one in ("attended", "people counted without names")
    ), "a seat without a name is an attendance"
    sessions = "Educational sessions (all the library's events)"
    assert filled[sessions].value == attendance["events"]
    usage = ek.sections.usage(sample, during=year).frame
    by_item = usage["method"].eq("counted by Unique_Item_Requests") & usage["measure"].eq("uses")
    items = filled["Full-text requests (COUNTER, unique items)"].value
    assert items == usage.loc[by_item, "estimate"].sum()


def test_platforms_with_fewer_months_are_in_the_sum_and_mixed_ones_are_named() -> None:
    unique, searches = "Unique_Item_Requests", "Searches_Regular"
    tables = firm(
        told("Lex", unique, (10,) * 6),
        told("Old", unique, (5, 5)),
        told("Nor", unique, (1,)),
        told("Fathom", searches, (7,)),
        contracts=[{"product": "Both", "platform": "Nor; Fathom", "price": 1.0}],
    )
    year = tables.settings.period("FY2026-27")
    lines = {one.what: one for one in returns.lines(tables, "z397", year)}
    items = lines["Electronic use: unique item requests (COUNTER)"]
    assert items.value == 70
    assert f"Lex (counted by {unique}, 6 of 12 months reported)" in items.source
    assert f"Old (counted by {unique}, 2 of 12 months reported)" in items.source
    other = lines["Electronic use: regular searches (COUNTER)"]
    assert other.value is None
    for one in (items, other):
        assert "in different ways and so not added up: Fathom + Nor." in one.source


def test_the_last_year_is_the_last_whole_one(sample: Tables) -> None:
    assert returns.last_year(sample).end < quarter("FY2026-27 Q2").end


def test_a_return_in_french_as_a_workbook(sample: Tables) -> None:
    french = sample.in_language("fr")
    year = returns.last_year(french)
    filled = returns.lines(french, "nhs", year)
    data = returns.workbook(french, "nhs", year, filled)
    assert data == returns.workbook(french, "nhs", year, filled)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in sheet[4]][:2] == ["Demandé", "Votre chiffre"]
    assert sheet.cell(5, 2).value == filled[0].value == 595
    assert sheet.max_row == 4 + len(filled)


def test_an_unknown_return_names_those_there_are(sample: Tables) -> None:
    with pytest.raises(UsageError, match="z397"):
        returns.lines(sample, "z39", returns.last_year(sample))


def test_the_standards_stand_beside_the_measures(sample: Tables) -> None:
    definition = sample.locale.definition("reach")
    assert definition is not None and "ISO 11620" in definition["standard"]
    assert json.dumps(dict(definition))
