"""Targets of the settings stand beside each number that has one."""

from __future__ import annotations

from typing import Any

from engagekit import sections
from engagekit.presentation.tiles import tiles
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

Q2 = "FY2026-27 Q2"


def aimed(sample: Tables, **targets: float) -> Tables:
    raw: dict[str, Any] = {**sample.settings.model_dump(), "targets": targets}
    return Tables(sample.frames, make_settings(raw), sample.faults, sample.left_out, sample.origins)


def test_a_target_stands_in_its_tile_and_elsewhere_among_the_choices(sample: Tables) -> None:
    tables = aimed(sample, reach=0.7, satisfaction=0.9)
    section = sections.headline(tables, during=Q2)
    told = {tile.label: tile.base for tile in tiles(section, "en")}
    assert told["Reach"].endswith(" · target 70%")
    assert any(base.endswith("target 90%") for base in told.values())
    assert sum("target" in base for base in told.values()) == 2
    assert not any("target" in name for name in section.choices)
    assert sections.reach(tables, during=Q2, by="department").choices["target: Reach"] == "70%"
    french = sections.headline(tables.in_language("fr"), during=Q2)
    assert any("cible 70" in tile.base for tile in tiles(french, "fr"))


def test_each_measure_has_its_own_by_the_name_of_its_row(sample: Tables) -> None:
    tables = aimed(
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
    section = sections.headline(aimed(sample), during=Q2)
    assert "targets" not in section.settings
    assert not any("target" in tile.base for tile in tiles(section, "en"))
    assert not any("target" in name for name in section.choices)
