"""Then, again, now: a difference is told with what accounts for it; without one, it is the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.errors import DataError
from engagekit.measures import load_manifest
from engagekit.measures.published_report import Published, last_published
from engagekit.reporting.document.results import rows_of
from engagekit.reporting.output_folder import file_name
from engagekit.sections import _remeasure
from engagekit.settings.schema import make_settings
from engagekit.tables.problems import Source
from engagekit.tables.tables import Tables
from engagekit.wording import finding

ROOT = Path(__file__).parents[2]
Q1, Q2 = "FY2026-27 Q1", "FY2026-27 Q2"
CHOSEN = {"organisation": {"time_zone": "America/Toronto"}}


def firm(tidy: Any, *, moved: bool = False, **more: Any) -> Tables:
    """Four people, three of them met in the first quarter."""
    departments = {"a": "Law", "b": "Law", "c": "Tax", "d": "Tax"}
    if moved:
        departments["d"] = "Law"
    people = [{"contact_id": who, "department": name} for who, name in departments.items()]
    met = [("a", "walk"), ("b", "walk"), ("c", "newsletter"), ("c", "desk")]
    touches = [
        {"touch_id": str(at), "contact_id": who, "on": "2026-05-04", "channel": channel}
        for at, (who, channel) in enumerate(met)
    ]
    touches += [
        {"touch_id": f"late {who}", "contact_id": who, "on": "2026-06-30", "channel": "walk"}
        for who in more.get("late", [])
    ]
    people += more.get("people", [])
    origins = (Source("touches.csv", str(len(touches)), "x", "", "", 4, 4),)
    settings = make_settings({**CHOSEN, **more.get("settings", {})})
    return Tables(
        {"contacts": tidy("contacts", *people), "touches": tidy("touches", *touches)},
        settings, origins=origins,
    )  # fmt: skip


def published(tables: Tables, during: str = Q1, *, record: bool = True) -> Published:
    """A report on reach and frequency as results.json keeps it."""
    made = [
        sections.reach(tables, during=during, by="department"),
        sections.frequency(tables, during=during),
    ]
    period = dict(made[0].period)
    document = {
        "report": {"period": period, "notebook": "quarterly_report.ipynb"},
        "sections": [
            {"name": one.name, "kind": one.kind, "rows": rows_of(one)} for one in made
        ],
        "load": load_manifest.record(tables) if record else {},
    }  # fmt: skip
    return Published(Path("results.json"), "reports", json.loads(json.dumps(document)))


def why(tables: Tables, then: Published, **given: Any) -> dict[str, str]:
    frame = sections.compared(tables, published=then, during=Q2, **given).frame
    return dict(zip(frame["number"], frame["why"], strict=True))


def test_the_same_data_give_the_same_numbers(tidy: Any) -> None:
    tables = firm(tidy)
    section = sections.compared(tables, published=published(tables), during=Q2)
    assert len(section.frame) == 5
    assert section.frame["why"].eq("the same").all()
    assert finding(section) == (
        "Nothing has changed for FY 2026-27 Q1 (April to June 2026).\n5 numbers compared."
    )
    assert section.audience == "private"


def test_rows_that_came_late_are_told_with_how_many_and_how_much(tidy: Any) -> None:
    then, now = firm(tidy), firm(tidy, late=["d"])
    said = why(now, published(then))
    assert said["Reach"] == "other rows of that period (touches +1): +25.0 points"
    assert said["Reach, Tax"] == "other rows of that period (touches +1): +50.0 points"
    assert "Reach, Law" not in said
    rows = sections.compared_rows(now, published=published(then), during=Q2).frame
    assert rows.values.tolist() == [["touches", 4, 5, 1]]
    files = sections.compared_files(now, published=published(then), during=Q2).frame
    assert files["state"].tolist() == ["changed"]


def test_somebody_who_moved_changes_two_departments_and_not_the_whole(tidy: Any) -> None:
    then, now = firm(tidy), firm(tidy, moved=True)
    said = why(now, published(then))
    assert said == {
        "Reach, Law": "another staff list: −33.3 points",
        "Reach, Tax": "another staff list: +50.0 points",
    }
    people = sections.compared_people(now, published=published(then), during=Q2).frame
    assert people.values.tolist() == [["Another department", 1]]


def test_people_added_and_gone_are_told(tidy: Any) -> None:
    then = firm(tidy, people=[{"contact_id": "z", "department": "Law"}])
    now = firm(tidy, people=[{"contact_id": "y", "department": "Law"},
                             {"contact_id": "x", "department": "Law"}])  # fmt: skip
    said = why(now, published(then))
    assert said["Reach"] == "another staff list: −10.0 points"
    people = sections.compared_people(now, published=published(then), during=Q2).frame
    assert people.values.tolist() == [["Added to the staff list", 2], ["No longer on any list", 1]]


def test_another_choice_is_told_as_one(tidy: Any) -> None:
    then = firm(tidy)
    now = firm(tidy, settings={"reach": {"count_broadcasts": True}, "disclosure": {"k": 3}})
    said = why(now, published(then))
    assert said["Touches per colleague reached"] == "other choices in the settings: +0.33"
    choices = sections.compared_choices(now, published=published(then), during=Q2).frame
    assert choices.values.tolist() == [
        ["disclosure.k", "5", "3"],
        ["reach.count_broadcasts", "False", "True"],
    ]


def test_several_grounds_add_up_to_the_difference(tidy: Any) -> None:
    then = firm(tidy)
    now = firm(tidy, moved=True, late=["d"])
    said = why(now, published(then))
    assert said["Reach, Law"] == "another staff list: 2/2 to 3/3 people or rows"
    assert said["Reach, Tax"] == (
        "other rows of that period (touches +1): +50.0 points; "
        "another staff list: 2/2 to 1/1 people or rows"
    )


def test_the_same_files_and_another_version_of_the_kit(tidy: Any) -> None:
    tables = firm(tidy)
    then = published(tables)
    then.document["sections"][0]["rows"][0].update(n=2, estimate=0.5)
    assert why(tables, then)["Reach"] == "not accounted for: the same files, people and choices"
    then.document["load"]["engagekit"] = "0.0.1"
    assert why(tables, then)["Reach"].startswith("engagekit 0.0.1 then, ")
    choices = sections.compared_choices(tables, published=then, during=Q2).frame
    assert choices["choice"].tolist() == ["engagekit"]


def test_a_report_without_a_record_still_tells_what_differs(tidy: Any) -> None:
    then, now = firm(tidy), firm(tidy, late=["d"])
    old = published(then, record=False)
    assert "kept no record" in why(now, old)["Reach"]
    for name in ("compared_rows", "compared_people", "compared_choices"):
        assert "kept no record" in getattr(sections, name)(now, published=old, during=Q2).missing


def test_nothing_published_is_said(tidy: Any, tmp_path: Path) -> None:
    tables = firm(tidy)
    nothing = last_published(tables, during=Q2, folder=tmp_path)
    assert nothing.path is None
    for name in ("compared", "compared_rows", "compared_files", "compared_people",
                 "compared_choices"):  # fmt: skip
        section = getattr(sections, name)(tables, published=nothing, during=Q2)
        assert "Make one first" in section.missing
        french = getattr(sections, name)(tables.in_language("fr"), published=nothing, during=Q2)
        assert "Faites-en un" in french.missing


def _kept(folder: Path, label: str, **report: Any) -> None:
    period = make_settings({}).period(label)
    place = folder / file_name(period.label) / "private"
    place.mkdir(parents=True)
    told = {"label": period.label, "start": f"{period.start}", "end": f"{period.end}"}
    own = {"organisation": make_settings({}).organisation.name, **report}
    document = {"report": {"period": told, "notebook": "quarterly_report.ipynb", **own},
                "sections": []}  # fmt: skip
    (place / "results.json").write_text(json.dumps(document), encoding="utf-8")


def test_the_last_published_is_the_latest_before_the_period(tidy: Any, tmp_path: Path) -> None:
    tables = firm(tidy)
    for label in ("FY2025-26 Q4", Q1, "FY2026-27 Q3"):
        _kept(tmp_path, label)
    _kept(tmp_path, "FY2025-26 Q3", notebook="department_brief.ipynb")
    found = [last_published(tables, during=label, folder=tmp_path).period.get("label", "")
             for label in (Q2, Q1, "FY2025-26 Q4", "FY2025-26 Q3")]  # fmt: skip
    assert found == [Q1, "FY2025-26 Q4", "FY2025-26 Q4", ""]
    one = tmp_path / "2026-27_Q3" / "private" / "results.json"
    assert last_published(tables, during=Q2, folder=one).period["label"] == "FY2026-27 Q3"


def test_a_damaged_report_is_named(tidy: Any, tmp_path: Path) -> None:
    _kept(tmp_path, Q1)
    file = next(tmp_path.rglob("results.json"))
    file.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"results\.json cannot be read"):
        last_published(firm(tidy), during=Q2, folder=tmp_path)
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match="holds no report"):
        last_published(firm(tidy), during=Q2, folder=tmp_path)


def test_the_record_names_nobody(sample: Tables) -> None:
    kept = load_manifest.record(sample)
    text = json.dumps(kept)
    contacts = sample.contacts
    for name in ("contact_id", "display_name", "email"):
        assert not any(f'"{value}"' in text for value in contacts[name].dropna())
    assert len(kept["people"]) == len(contacts)
    days = pd.to_datetime(sample.touches["on"])
    inside = days.between("2026-04-01", "2026-06-30").sum()
    assert kept["rows"]["touches"][Q1] == inside
    assert load_manifest.in_period(kept["rows"]["touches"], sample.settings.period(Q1)) == inside


def test_a_period_published_again_from_its_own_inputs_has_the_same_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebook runs once: that a second run gives the same bytes is tested in test_same_bytes."""
    from engagekit.loading.load import load
    from engagekit.loading.preloaded import use
    from engagekit.reporting.report import report
    from engagekit.reporting.run import execute

    run, ran = execute.run, []
    monkeypatch.setattr(execute, "run", lambda *given: (ran or ran.append(run(*given)) or ran)[0])

    data, out = tmp_path / "sample", tmp_path / "out"
    shutil.copytree(ROOT / "data" / "sample", data)
    shutil.copy(ROOT / "engagekit.toml", data)
    tables = load(data)
    with use(data, tables):
        made = report(Q1, data=data, out=out, formats=["xlsx"])
    assert made.exit_code == 0
    then = last_published(tables, during=Q2, folder=out)
    assert then.period["label"] == Q1
    section = sections.compared(tables, published=then, during=Q2)
    assert section.frame["why"].eq("the same").all(), section.frame
    assert (section.frame["then"] == section.frame["again"]).all()
    files = sections.compared_files(tables, published=then, during=Q2).frame
    assert files["state"].eq("the same").all()
    place = out / "2026-27_Q1"
    first = (place / "private" / "results.json").read_bytes()
    with use(data, tables):
        report(Q1, data=data, out=out, formats=["xlsx"])
    assert (place / "private" / "results.json").read_bytes() == first
    board = json.loads((place / "board" / "results.json").read_text("utf-8"))
    assert "load" not in board
    assert then.load["inputs"][0]["sha256"] == tables.origins[0].sha256


def test_a_section_is_measured_again_with_the_choice_and_the_grouping_it_had(
    sample: Tables,
) -> None:
    made = [
        sections.reach(sample, during=Q1, by="role_level"),
        sections.satisfaction(sample, during=Q1, by=None),
        sections.love_and_funding(sample, during=Q1, quarters=4),
    ]
    period = dict(made[0].period)
    document = {
        "report": {"period": period, "notebook": "quarterly_report.ipynb"},
        "sections": [{"name": one.name, "kind": one.kind, "rows": rows_of(one)} for one in made],
        "load": load_manifest.record(sample),
    }
    then = Published(Path("results.json"), "reports", json.loads(json.dumps(document)))
    frame = sections.compared(sample, published=then, during=Q2).frame
    assert frame["why"].eq("the same").all()
    assert frame["number"].str.startswith("Reach, ").any()


def test_somebody_who_is_gone_leaves_every_column_of_the_staff_list_as_it_was(tidy: Any) -> None:
    tables = firm(tidy)
    record = {
        "people": {load_manifest.digest("z"): ["Law", None, None, None, "2026-01-05", None, False]}
    }
    made = _remeasure.people_then(tables, record).contacts
    assert made.dtypes.to_dict() == tables.contacts.dtypes.to_dict()
    assert made["department"].tolist() == ["Law"]
    assert made["budget_holder"].isna().all()
