"""One department's tables: its people, its answers, and the same cells as in the whole report."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import engagekit as ek
from engagekit import disclosure, measures, sections
from engagekit.errors import DataError, UsageError
from engagekit.facts.surveys import survey_of
from engagekit.reporting.document.results import numbers
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"


def firm(tidy: Any) -> Tables:
    return Tables({
        "contacts": tidy(
            "contacts",
            {"contact_id": "a", "department": "Law"},
            {"contact_id": "b", "department": "Law; Tax"},
            {"contact_id": "c", "department": "Tax"},
            {"contact_id": "d", "department": "Library", "is_library": True},
        ),
        "touches": tidy(
            "touches",
            *[{"touch_id": str(at), "contact_id": who, "on": "2026-07-02", "channel": "walk",
               "initiative_id": "i1" if who == "a" else None}
              for at, who in enumerate(["a", "a", "b", "c", None])],
        ),
        "initiatives": tidy(
            "initiatives",
            {"initiative_id": "i1", "title": "One", "status": "live"},
            {"initiative_id": "i2", "title": "Two", "status": "live"},
        ),
        "meetings": tidy("meetings", {"series": "s", "on": "2026-07-02"}),
        "follow_ups": tidy("follow_ups", {"follow_up_id": "1", "contact_id": "c",
                                          "promised_on": "2026-07-02"}),
    })  # fmt: skip


def test_a_department_has_its_people_also_those_of_several(tidy: Any) -> None:
    law = ek.only(firm(tidy), department="law")
    assert law.scope == {"department": "Law"}
    assert law.contacts["contact_id"].tolist() == ["a", "b"]
    assert law.touches["contact_id"].tolist() == ["a", "a", "b"]
    assert law.initiatives["title"].tolist() == ["One"]
    assert not law.has("meetings")
    assert not law.has("follow_ups")  # none of theirs: the sheet is missing, and is named


def test_without_a_name_it_is_the_department_with_most_people(sample: Tables) -> None:
    found = ek.only(sample)
    sizes = sample.contacts.loc[
        ~sample.contacts["is_library"].fillna(False).astype(bool), "department"
    ].value_counts()
    assert found.scope["department"] == sizes.index[0]


def test_what_is_not_there_is_named(tidy: Any) -> None:
    with pytest.raises(UsageError, match="Did you mean 'Law'"):
        ek.only(firm(tidy), department="Laws")
    with pytest.raises(UsageError, match="no department 'Library'"):
        ek.only(firm(tidy), department="Library")
    with pytest.raises(DataError, match="needs the sheet contacts"):
        ek.only(Tables({}), department="Law")
    nameless = Tables({"contacts": tidy("contacts", {"contact_id": "a"})})
    with pytest.raises(DataError, match="holds no department"):
        ek.only(nameless)


@pytest.mark.filterwarnings("ignore:.*[Dd]ask")
def test_a_slice_of_any_engine_is_the_same(tidy: Any, engine: Any) -> None:
    tables = engine(firm(tidy))
    found = ek.only(tables, department="Tax")
    reached = measures.reach(found, during=Q2).iloc[0]
    assert (reached["n"], reached["base"]) == (2, 2)


@pytest.mark.parametrize("measure", ["reach", "satisfaction"])
def test_the_numbers_of_a_slice_are_those_of_its_row_in_the_whole(
    measure: str, sample: Tables
) -> None:
    function = getattr(measures, measure)
    whole = function(sample, during=Q2, by="department").set_index("department")
    for name in ("Tax", "Litigation", "Civil Engineering"):
        own = function(ek.only(sample, department=name), during=Q2).iloc[0]
        assert (own["n"], own["base"]) == tuple(whole.loc[name, ["n", "base"]])


def test_a_brief_tells_of_its_department_what_the_report_tells(sample: Tables) -> None:
    """Each is coarse by rules of its own, so none can be taken from the other."""
    (report,) = disclosure.protect(
        [sections.satisfaction(sample, during=Q2, by="department")], sample.settings
    ).sections
    for name in ("Litigation", "Civil Engineering"):
        part = ek.only(sample, department=name)
        told = [sections.satisfaction(part, during=Q2)]
        (brief,) = disclosure.protect(told, sample.settings).sections
        ours = brief.frame.iloc[0]
        theirs = report.frame[report.frame["department"] == name].iloc[0]
        for column in ("estimate", "at_least", "at_most", "suppressed"):
            assert ours[column] == theirs[column] or ours[column] != ours[column], (name, column)


def test_the_brief_says_counts_where_there_are_few(sample: Tables) -> None:
    tax, law = (ek.only(sample, department=name) for name in ("Tax", "Litigation"))
    few = finding(sections.headline(tax, during=Q2))
    assert few.startswith("We reached 2 of 6 colleagues in Tax this quarter.")
    assert "%" not in few
    many = sections.headline(law, during="FY2025-26")
    assert "%) in FY 2025-26 (April 2025 to March 2026)" in finding(many)
    assert many.title == "Litigation in one view"
    assert "pendant l'exercice 2025-26" in finding(many, "fr").replace("\u2019", "'")
    beside = sections.scorecard(sample, part=law, during=Q2)
    assert beside.frame["department"].unique().tolist() == ["All", "Litigation"]
    assert finding(beside).startswith("We reached 77% of Litigation, and 64% of all staff.")


def test_a_slice_without_touches_names_the_sheet(tidy: Any) -> None:
    part = ek.only(firm(tidy), department="Law")
    bare = Tables({"contacts": part.contacts}, part.settings, scope=part.scope)
    section = sections.headline(bare, during=Q2)
    assert "needs the sheet" in section.missing


def test_a_department_without_news_of_late_is_told_of_the_same_quarter(sample: Tables) -> None:
    late = sample.touches["on"] >= "2026-08-01"
    tax = sample.contacts.loc[sample.contacts["department"] == "Tax", "contact_id"]
    tables = sample.replace(
        touches=sample.touches[~(late & sample.touches["contact_id"].isin(tax))]
    )
    whole = measures.reach(tables)
    part = ek.only(tables, department="Tax")
    section = sections.headline(part)
    assert section.period["label"] == sections.reach(tables).period["label"] == "FY2026-27 Q2"
    assert int(whole["base"].iloc[0]) > int(measures.reach(part)["base"].iloc[0])


def test_a_department_that_missed_the_last_survey_has_no_older_one_beside_the_whole(
    sample: Tables,
) -> None:
    people = sample.need("respondents")
    last = people["survey_id"] == survey_of(sample, Q2).id
    tables = sample.replace(respondents=people[~(last & (people["department"] == "Tax"))])
    tax = ek.only(tables, department="Tax")
    assert len(tax.need("respondents"))
    frame = sections.scorecard(tables, part=tax, during=Q2).frame
    mine = frame[frame["department"] == "Tax"]["measure"].tolist()
    assert "reach" in mine
    assert "satisfaction" not in mine
    first = sections.headline(tax, during=Q2)
    assert "satisfaction" not in first.frame["measure"].tolist()
    law = ek.only(tables, department="Litigation")
    assert measures.satisfaction(law, during=Q2)["base"].iloc[0] == 43


def test_every_number_of_a_brief_says_of_which_department_it_is(sample: Tables) -> None:
    tax = ek.only(sample, department="Tax")
    made = [sections.headline(tax, during=Q2), sections.rungs(tax, during=Q2)]
    content: Any = SimpleNamespace(items=[SimpleNamespace(section=one) for one in made])
    assert {one["group"].get("department") for one in numbers(content)} == {"Tax"}
