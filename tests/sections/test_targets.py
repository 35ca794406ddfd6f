"""Targets of the settings stand beside each number that has one."""

from __future__ import annotations

from typing import Any

from engagekit import sections
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

Q2 = "FY2026-27 Q2"


def with_targets(sample: Tables, **targets: float) -> Tables:
    raw: dict[str, Any] = {**sample.settings.model_dump(), "targets": targets}
    return Tables(sample.frames, make_settings(raw), sample.faults, sample.left_out, sample.origins)


def test_a_target_stands_among_the_choices_of_its_section(sample: Tables) -> None:
    tables = with_targets(sample, reach=0.7, satisfaction=0.9)
    choices = sections.headline(tables, during=Q2).choices
    assert (choices["target: Reach"], choices["target: Satisfaction"]) == ("70%", "90%")
    assert sum("target" in name for name in choices) == 2
    french = sections.headline(tables.in_language("fr"), during=Q2).choices
    assert any(name.startswith("cible") and "70" in value for name, value in french.items())


def test_each_measure_has_its_own_by_the_name_of_its_row(sample: Tables) -> None:
    tables = with_targets(
        sample, **{"promises kept on time": 0.8, "departments covered": 0.5, "response rate": 0.4,
                   "funding per head": 600.0}
    )  # fmt: skip
    made = {
        name: getattr(sections, name)(tables, during=Q2).settings.get("targets", {})
        for name in ("promises", "champions", "response", "funding", "touches")
    }
    assert made["promises"] == {"promises kept on time": 0.8}
    assert made["champions"] == {"departments covered": 0.5}
    assert made["response"]["response rate (AAPOR RR2)"] == 0.4
    assert made["touches"] == {}
    funding = sections.funding(tables, during=Q2)
    assert "$600" in " ".join(funding.choices.values())


def test_without_targets_nothing_is_said(sample: Tables) -> None:
    section = sections.headline(with_targets(sample), during=Q2)
    assert "targets" not in section.settings
    assert not any("target" in name for name in section.choices)
