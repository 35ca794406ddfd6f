"""Two reports side by side: the numbers and settings that differ, and what stands where one is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engagekit import sections
from engagekit.errors import DataError
from engagekit.measures import published_report
from engagekit.measures.published_report import last_published
from engagekit.reporting.output_folder import file_name
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q1, Q2 = "FY2026-27 Q1", "FY2026-27 Q2"


@pytest.fixture
def tables(tidy: Any) -> Tables:
    touch = {"touch_id": "1", "contact_id": "a", "on": "2026-05-04", "channel": "walk"}
    return Tables(
        {"contacts": tidy("contacts", {"contact_id": "a"}), "touches": tidy("touches", touch)},
        make_settings({}),
    )


def _number(section: str, value: float | None, period: str = Q2, **more: Any) -> dict[str, Any]:
    number = {"section": section, "measure": "reach", "value": value, "n": 3, "base": 4}
    return {**number, "period": period, "group": {}, "unit": "share", "hidden": False, **more}


def _kept(folder: Path, label: str, numbers: Any = (), **report: Any) -> Path:
    period = make_settings({}).period(label)
    place = folder / file_name(period.label) / "private"
    place.mkdir(parents=True)
    told = {"label": period.label, "start": f"{period.start}", "end": f"{period.end}"}
    own = {"organisation": make_settings({}).organisation.name, **report}
    document = {"report": {"period": told, "notebook": "quarterly_report.ipynb", **own},
                "numbers": list(numbers), "load": {},
                "sections": [{"name": "reach", "title": "Whom we reached"}]}  # fmt: skip
    (place / "results.json").write_text(json.dumps(document), encoding="utf-8")
    return place / "results.json"


def test_the_last_published_is_the_latest_before_the_period(tables: Tables, tmp_path: Path) -> None:
    for label in ("FY2025-26 Q4", Q1, "FY2026-27 Q3"):
        _kept(tmp_path, label)
    _kept(tmp_path, "FY2025-26 Q3", notebook="department_brief.ipynb")
    found = [last_published(tables, during=label, folder=tmp_path).period.get("label", "")
             for label in (Q2, Q1, "FY2025-26 Q4", "FY2025-26 Q3")]  # fmt: skip
    assert found == [Q1, "FY2025-26 Q4", "FY2025-26 Q4", ""]
    one = tmp_path / "2026-27_Q3" / "private" / "results.json"
    assert last_published(tables, during=Q2, folder=one).period["label"] == "FY2026-27 Q3"


def test_a_damaged_report_is_named(tables: Tables, tmp_path: Path) -> None:
    _kept(tmp_path, Q1)
    file = next(tmp_path.rglob("results.json"))
    file.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"results\.json cannot be read"):
        last_published(tables, during=Q2, folder=tmp_path)
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match="holds no report"):
        last_published(tables, during=Q2, folder=tmp_path)


def test_numbers_that_differ_are_told_and_the_others_counted(
    tables: Tables, tmp_path: Path
) -> None:
    tax = {"department": "Tax"}
    then = [_number("reach", 0.5, Q1, n=2), _number("reach", 0.25, Q1, n=1, group=tax),
            _number("gone", 1.0, Q1), _number("reach", 0.9, Q1, group={"department": "Few"}, hidden=True),
            _number("over_time", 0.4, "FY2025-26 Q4"), _number("over_time", 0.5, Q1)]  # fmt: skip
    now = [_number("reach", 0.75), _number("reach", 0.25 + 1e-12, n=1, group=tax),
           _number("reach", 0.9, group={"department": "Few"}),
           _number("over_time", 0.75, Q2), _number("over_time", 0.6, Q1)]  # fmt: skip
    _kept(tmp_path, Q1, then)
    _kept(tmp_path, Q2, now)
    last = last_published(tables, during=Q2, folder=tmp_path)
    section = sections.compared(tables, published=last, during=Q2)
    assert section.audience == "private"
    assert section.frame.values.tolist() == [
        ["Whom we reached", "Reach", "", "50% (2/4)", "75% (3/4)"],
        ["over_time", "Reach", Q1.replace("FY", "FY "), "50% (3/4)", "60% (3/4)"],
    ], "quarters of a series are compared with themselves"
    assert finding(section).startswith("2 of 3 numbers differ from the report of FY 2026-27 Q1")


def test_a_copy_of_the_same_period_shows_what_late_data_changed(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "engagekit.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = _kept(tmp_path / "kept", Q2, [_number("reach", 0.5)])
    _kept(tmp_path / "reports", Q2, [_number("reach", 0.75)])
    last = last_published(tables, during=Q2, folder=before)
    section = sections.compared(tables, published=last, during=Q2)
    assert section.frame["then"].tolist() == ["50% (3/4)"]
    before.write_bytes(next((tmp_path / "reports").rglob("results.json")).read_bytes())
    last = last_published(tables, during=Q2, folder=before)
    same = sections.compared(tables, published=last, during=Q2)
    assert finding(same).startswith("No number and no setting differs")


def test_settings_that_differ_stand_in_front(tables: Tables, tmp_path: Path) -> None:
    for label, k in ((Q1, 5), (Q2, 7)):
        settings = published_report.settings_of(make_settings({"disclosure": {"k": k}}))
        _kept(tmp_path, label, [_number("reach", 0.5, label)])
        place = tmp_path / file_name(label) / "private" / "results.json"
        document = json.loads(place.read_text("utf-8"))
        document["load"] = {"engagekit": "1", "settings": settings}
        place.write_text(json.dumps(document), encoding="utf-8")
    last = last_published(tables, during=Q2, folder=tmp_path)
    frame = sections.compared(tables, published=last, during=Q2).frame
    assert frame.values.tolist() == [["Setting", "", "disclosure.k", "5", "7"]]


def test_a_report_that_is_missing_is_said(tables: Tables, tmp_path: Path) -> None:
    nothing = last_published(tables, during=Q2, folder=tmp_path)
    assert nothing.path is None

    def missing(language: str = "en") -> str:
        last = last_published(tables, during=Q2, folder=tmp_path)
        in_words = tables.in_language(language)
        return sections.compared(in_words, published=last, during=Q2).missing

    assert "Make one first" in missing() and "Faites-en un" in missing("fr")
    _kept(tmp_path, Q1)
    assert f"no report of {Q2}" in missing()
    (tmp_path / file_name(Q1)).rename(tmp_path / "kept elsewhere")
    _kept(tmp_path, Q2)
    (tmp_path / "kept elsewhere" / "private" / "results.json").unlink()
    assert "holds no report before" in missing()


def test_the_record_names_nobody(sample: Tables) -> None:
    text = json.dumps(published_report.record(sample))
    for name in ("contact_id", "display_name", "email"):
        assert not any(f'"{value}"' in text for value in sample.contacts[name].dropna())
