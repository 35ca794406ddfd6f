"""Sections kept on disk are those that were measured, and nothing else ever takes their place."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import TypeAdapter

import engagekit as ek
from engagekit.errors import UsageError
from engagekit.loading import disk_cache
from engagekit.loading.load import on_engine
from engagekit.presentation.section import Section
from engagekit.sections import _build, section_cache
from engagekit.sections._display import parts
from engagekit.sections.functions import arguments
from engagekit.sections.registry import QUESTIONS, REQUIRED, Question
from engagekit.settings import schema
from engagekit.tables.tables import Tables

QUARTER = "FY2026-27 Q2"
TEXT = TypeAdapter(str)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(disk_cache.VARIABLE)
    monkeypatch.setattr(section_cache, "MOST", 1_000)
    return tmp_path


@pytest.fixture
def tables(sample: Tables, home: Path) -> Tables:
    return _with(sample, home)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were measured, not taken from what is kept."""
    names: list[str] = []
    work = _build._without_display

    def counted(question: Question, *rest: Any) -> Section:
        names.append(question.id)
        return work(question, *rest)

    monkeypatch.setattr(_build, "_without_display", counted)
    return names


def _with(tables: Tables, home: Path | None, **changed: dict[str, Any]) -> Tables:
    """Return tables whose settings are of a project, with some of them changed."""
    settings = tables.settings
    for name, values in changed.items():
        part: Any = getattr(settings, name)
        part = {**part, **values} if isinstance(part, dict) else part.model_copy(update=values)
        settings = settings.model_copy(update={name: part})
    settings = settings.model_copy()
    settings._home = home
    return replace(tables, settings=settings)


def _asked() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each question that tables alone can answer, with an example of what it needs."""
    for name, question in QUESTIONS.items():
        examples = {one.name: one.example for one in arguments(question) if one.default is REQUIRED}
        with suppress(ValueError, SyntaxError):  # of what needs a report or other tables
            yield name, {key: ast.literal_eval(one) for key, one in examples.items()}


def _every(tables: Tables) -> dict[str, Section]:
    made = {}
    for name, needed in _asked():
        try:
            made[name] = getattr(ek.sections, name)(tables, during=QUARTER, **needed)
        except UsageError:  # the example names what this sample lacks
            continue
    return made


def test_every_section_comes_back_as_it_was_measured(tables: Tables, measured: list[str]) -> None:
    first = _every(tables)
    assert len(first) > 90 and len(measured) >= len(first)
    measured.clear()
    again = _every(replace(tables))
    assert measured == [] and list(again) == list(first)
    for name, section in first.items():
        assert section_cache._is_same(section, again[name]), name
        assert [*section.settings] == [*again[name].settings], name
        assert json.dumps(parts(section)) == json.dumps(parts(again[name])), name


def _cell(tables: Tables) -> Tables:
    touches = tables.touches
    touches["on"] = touches["on"].where(
        touches.index != 5, touches["on"].iloc[5] - pd.Timedelta(1, "D")
    )
    return tables.replace(touches=touches)  # fmt: skip


def _row(tables: Tables) -> Tables:
    return tables.replace(touches=tables.touches.iloc[:-1])


def _problem(tables: Tables) -> Tables:
    return replace(tables, faults=tables.faults[1:])


def _setting(name: str, **values: Any) -> Callable[[Tables], Tables]:
    return lambda tables: _with(tables, tables.settings.home, **{name: values})


@pytest.mark.parametrize(
    "change",
    [
        _cell,
        _row,
        _problem,
        _setting("disclosure", k=7),
        _setting("organisation", library="the Information Centre of all"),
        _setting("organisation", fiscal_start=7),
        _setting("report", language="fr"),
        _setting("report", country="GB"),
        _setting("targets", reach=0.91),
        _setting("reach", months_active=3),
    ],
)
def test_what_changed_is_measured_again(
    change: Callable[[Tables], Tables], tables: Tables, measured: list[str]
) -> None:
    ek.sections.reach(tables, during=QUARTER)
    ek.sections.reach(replace(tables), during=QUARTER)
    assert measured == ["reach"]
    ek.sections.reach(change(tables), during=QUARTER)
    assert measured == ["reach", "reach"]


def test_what_is_asked_otherwise_is_measured_again(tables: Tables, measured: list[str]) -> None:
    ek.sections.reach(tables, during=QUARTER)
    ek.sections.reach(tables, during="FY2026-27 Q1")
    ek.sections.reach(tables, during=tables.settings.quarter("2026-27 Q2"))
    ek.sections.reach(tables, by="site", during=QUARTER)
    ek.sections.reach(tables, by="site", during=QUARTER)
    assert measured == ["reach"] * 4


def test_another_day_and_other_code_measure_again(
    tables: Tables, measured: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ek.sections.reach(tables, during=QUARTER)
    monkeypatch.setattr(disk_cache, "program", lambda: "another")
    ek.sections.reach(replace(tables), during=QUARTER)
    tomorrow = pd.Timestamp.today() + pd.Timedelta(1, "D")
    monkeypatch.setattr(pd.Timestamp, "today", lambda: tomorrow, raising=False)
    ek.sections.reach(replace(tables), during=QUARTER)
    assert measured == ["reach"] * 3


def test_a_name_and_colours_are_those_of_now(tables: Tables, measured: list[str]) -> None:
    ek.sections.reach(tables, during=QUARTER)
    now = _with(
        tables, tables.settings.home, organisation={"name": "New"}, report={"colour": "#123456"}
    )
    section = ek.sections.reach(now, during=QUARTER)
    assert measured == ["reach"]
    assert (section.settings["organisation"], section.settings["colour"]) == ("New", "#123456")


def test_no_section_reads_a_setting_that_is_not_in_its_entry(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, get = [], schema.Part.__getattribute__

    def watched(part: Any, name: str) -> Any:
        of = {schema.Organisation: "organisation", schema.Report: "report"}.get(type(part), "")
        if name in disk_cache.NOT_MEASURED.get(of, ()):
            seen.append(name)
        return get(part, name)

    monkeypatch.setattr(_build, "for_display", lambda tables: {})
    monkeypatch.setattr(section_cache, "MOST", 0)
    monkeypatch.setattr(schema.Part, "__getattribute__", watched)
    assert tables.settings.organisation.name and seen == ["name"]
    seen.clear()
    assert len(_every(replace(tables))) > 90 and seen == []


@pytest.mark.parametrize("harm", [lambda body: body[:-1], lambda body: b"x" + body, lambda _: b""])
def test_a_damaged_entry_is_measured_again(
    harm: Callable[[bytes], bytes], tables: Tables, measured: list[str]
) -> None:
    ek.sections.reach(tables, during=QUARTER)
    (entry,) = disk_cache.folder_of(tables.settings.home).glob("*.section")  # type: ignore[union-attr]
    entry.write_bytes(harm(entry.read_bytes()))
    ek.sections.reach(replace(tables), during=QUARTER)
    ek.sections.reach(replace(tables), during=QUARTER)
    assert measured == ["reach", "reach"]


def test_what_could_differ_is_not_kept(tables: Tables, home: Path, measured: list[str]) -> None:
    own = replace(QUESTIONS["reach"])
    of_group = replace(tables, whole=tables, scope={"department": "Tax"})
    for other in (on_engine(tables, "polars"), _with(tables, None), of_group):
        assert section_cache.entry_of(QUESTIONS["reach"], other, QUARTER, {}) is None
    assert section_cache.entry_of(own, tables, QUARTER, {}) is None
    assert section_cache.entry_of(QUESTIONS["reach"], tables, QUARTER, {"x": object()}) is None
    assert section_cache.entry_of(QUESTIONS["reach"], tables, QUARTER, {"x": 1}) is not None


def test_cells_that_cannot_be_kept_are_measured_each_time(
    tables: Tables, measured: list[str]
) -> None:
    touches = tables.touches
    mixed = pd.Series(["a", 1, b"c"] * len(touches), dtype="object")[: len(touches)]
    odd = tables.replace(touches=touches.assign(own=mixed))
    sections = [ek.sections.reach(odd, during=QUARTER) for _ in range(2)]
    assert measured == ["reach", "reach"] and section_cache._is_same(*sections)


def test_what_does_not_come_back_is_not_kept(tables: Tables, home: Path) -> None:
    section = ek.sections.reach(tables, during=QUARTER)
    for odd in ({"layout": (1, 2)}, {"layout": {1: 2}}):
        section_cache.write(home / "x.section", replace(section, figure_args=odd))
        assert not (home / "x.section").exists()
    section_cache.write(home / "x.section", section)
    assert (home / "x.section").exists()


def test_words_are_of_the_same_section_alone(tables: Tables, home: Path) -> None:
    section = ek.sections.reach(tables, during=QUARTER)
    frame = section.frame
    seen: list[Section] = []

    def work(given: Section) -> str:
        seen.append(given)
        return str(len(seen))

    def worded(one: Section, *more: Any) -> str:
        return section_cache.worded(home, one, work, TEXT, ".item", *more)

    named = replace(section, settings={**section.settings, "organisation": "Another"})
    assert [worded(section), worded(named), worded(section)] == ["1", "1", "1"]
    assert "organisation" not in seen[0].settings and "k" in seen[0].settings
    hidden = frame.assign(estimate=frame["estimate"].where(frame.index != 0))
    other = [
        replace(section, title="Other"),
        replace(section, frame=hidden),
        replace(section, frame=frame.astype({"n": "object"})),
        replace(section, settings={**section.settings, "k": 9}),
    ]
    assert [worded(one) for one in other] == ["2", "3", "4", "5"]
    assert [worded(section, frame), worded(section, hidden), worded(section, "board")] == [*"678"]
    assert section_cache.worded(None, section, work, TEXT, ".item") == "9"


def test_no_more_entries_are_kept_than_are_used(
    tables: Tables, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / ".engagekit" / "cache"
    for at in range(8):
        disk_cache.write_bytes(folder / f"{at:064}", b"tables", 8)
        disk_cache.write_bytes(folder / f"{at:064}.section", b"section", 4)
    names = [one.name for one in folder.iterdir()]
    assert sum(name.endswith(".section") for name in names) == 4 and len(names) == 12
    disk_cache.write_bytes(folder / f"{9:064}", b"tables", 8)
    assert sum("." not in one.name for one in folder.iterdir()) == 8
