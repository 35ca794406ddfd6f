"""Whatever setting moves a section's numbers is told in its choices, in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache, partial, reduce
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.locale import Locale
from engagekit.sections import Section
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.settings import schema
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow

Q2 = "FY2026-27 Q2"
DAYS = "2026-07-01..2026-09-30"
"""The same days as a range, so that another fiscal year leaves them as they are."""
GIVEN: dict[str, dict[str, Any]] = {"audit": {"what": "Signature audit"}}
"""Arguments without a default."""
NOT_OF_SETTINGS = {"beside_whole"}
VARIED: list[tuple[str, Any]] = [
    ("reach.count_broadcasts", True),
    ("reach.broadcast_channels", ["newsletter"]),
    ("reach.months_active", 3),
    ("reach.repeat_days", 6),
    ("trust.acts", ["support"]),
    ("champions.acts", ["defended"]),
    ("champions.months", 4),
    ("champions.prospect_weights", {"influence": 3.0, "warmth": 0.0, "initiative_fit": 1.0}),
    ("survey.weights", "raked"),
    ("survey.useful_answers", ["no"]),
    ("survey.perception.answers", ["Some value"]),
    ("survey.nothing_said", ["a"]),
    ("survey.satisfaction_question", "How satisfied are you with each of these services?"),
    ("money.count_one_off", False),
    ("money.staff_hour", 500.0),
    ("quadrant.satisfaction", 0.2),
    ("value.hours_times", 12),
    ("value.decision_yes", ["no"]),
    ("calendar.working_week", ["Mon", "Tue"]),
    ("calendar.holidays", []),
    ("walks.months_away", 1),
    ("walks.zone", "department"),
    ("report.story", "I-02"),
    ("disclosure.percent_base", 30),
]
"""A choice and another value of it that moves numbers of the sample."""


@lru_cache(maxsize=1)
def _factories() -> dict[str, Any]:
    made = {}
    for name, question in QUESTIONS.items():
        function = function_of(question)
        if name not in NOT_OF_SETTINGS:
            taken = inspect.signature(function).parameters
            needed = {one.name for one in taken.values() if one.default is inspect.Parameter.empty}
            given = GIVEN.get(name, {})
            if "during" in taken and needed == {"tables", *given}:
                made[name] = partial(function, **given)
    return made


def _with(base: Settings, key: str, value: Any) -> Settings:
    raw = base.model_dump(mode="python", exclude_unset=True)
    *above, last = key.split(".")
    part = raw
    for name in above:
        part = part.setdefault(name, {})
    part[last] = value
    return make_settings(raw)


Asked = set[tuple[type, str]]
"""Attributes of settings by the part that has them: several have ``acts`` or ``months``."""


def _attribute(settings: Settings, key: str) -> tuple[type, str]:
    *above, last = key.split(".")
    return type(reduce(getattr, above, settings)), last


def _read(function: Any, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> tuple[Section, Asked]:
    """A section, and which attributes of the settings it asked for, with nothing worked out yet."""
    asked: Asked = set()
    plain = schema.Part.__getattribute__

    def watched(self: Any, name: str) -> Any:
        if not name.startswith("_"):
            asked.add((type(self), name))
        return plain(self, name)

    with monkeypatch.context() as patched:
        patched.setattr(schema.Part, "__getattribute__", watched)
        return function(replace(tables), during=DAYS), asked


@pytest.fixture(scope="module")
def plain(sample: Tables) -> dict[str, tuple[Section, Asked]]:
    """Every section of the sample as its settings are."""
    patched = pytest.MonkeyPatch()
    made = {name: _read(function, sample, patched) for name, function in _factories().items()}
    patched.undo()
    return made


@pytest.fixture(scope="module")
def french(sample: Tables) -> Callable[[str], Mapping[str, str]]:
    """The choices of a section of the sample in French, by its name."""
    tables = sample.in_language("fr")
    return cache(lambda name: dict(_factories()[name](tables, during=DAYS).choices))


OF_THEMSELVES = {"ask": "its listing is what the settings say"}
"""Sections whose rows are the choices themselves."""


@pytest.mark.slow
@pytest.mark.parametrize(("key", "value"), VARIED, ids=[key for key, _ in VARIED])
def test_a_setting_that_moves_a_section_is_told_in_its_choices(
    key: str,
    value: Any,
    sample: Tables,
    plain: dict[str, tuple[Section, Asked]],
    french: Callable[[str], Mapping[str, str]],
) -> None:
    """In both languages: another value, other words."""
    other = replace(sample, settings=_with(sample.settings, key, value))
    other_french = other.in_language("fr")
    moved, silent = [], []
    for name, (before, asked) in plain.items():
        if _attribute(sample.settings, key) not in asked or name in OF_THEMSELVES:
            continue
        now = _factories()[name](other, during=DAYS)
        if now.frame.equals(before.frame):
            continue
        moved.append(name)
        then = _factories()[name](other_french, during=DAYS)
        told = [dict(before.choices), dict(now.choices), french(name), dict(then.choices)]
        if told[0] == told[1] or told[2] == told[3] or told[0] == told[2]:
            silent.append(name)
    assert moved, f"{key} moves no section of the sample"
    assert silent == []


def test_choices_that_the_sample_has_no_use_for_are_told_where_they_are_used(
    sample: Tables,
) -> None:
    changed = sample.settings
    for key, value in (
        ("money.rates", {"USD": 1.4}),
        ("money.cost_centres", {"100": "Civil Engineering"}),
        ("quadrant.surely", 0.93),
        ("groups", {"Building": ["Building Systems", "Architecture"]}),
        ("survey.useful_question", None),
    ):
        changed = _with(changed, key, value)
    tables = replace(sample, settings=changed)
    for language, decimal in (("en", "1.40"), ("fr", "1,40")):
        money = " ".join(sections.funding(tables.in_language(language), during=Q2).choices.values())
        assert f"1 USD = {decimal} CAD" in money
        assert "100 = Civil Engineering" in money
        places = sections.love_and_funding(tables.in_language(language), during=Q2).choices
        assert any("93" in words for words in places.values())
        by = sections.reach(tables.in_language(language), during=Q2, by="department").choices
        assert "Building = Building Systems, Architecture" in by.values()
    left = sample.contacts.assign(left_on=pd.NaT)
    stays = sections.succession(sample.replace(contacts=left), during=Q2)
    assert any("10%" in words for words in stays.choices.values())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_section_says_its_choices_or_has_none(
    language: str,
    plain: dict[str, tuple[Section, Asked]],
    french: Callable[[str], Mapping[str, str]],
) -> None:
    for name, (section, _) in plain.items():
        if section.missing or name in NO_CHOICE | set(OF_THEMSELVES):
            continue
        assert section.choices, name
        told = french(name) if language == "fr" else section.choices
        for words in told.items():
            assert all(text.strip() and "{" not in text for text in words), (name, words)


NO_CHOICE = {
    "contents", "posts", "problems", "set_aside",
    "sources", "trust", "unidentified",
}  # fmt: skip
"""Sections on the load and the kit, and counts as somebody took them."""


def test_quarters_side_by_side_say_when_the_fiscal_year_begins(
    plain: dict[str, tuple[Section, Asked]],
) -> None:
    for name, (section, _) in plain.items():
        if "period" in section.frame.columns and section.kind == "measure":
            assert section.choices[Locale("en").say("choice.year")] == "begins in April", name


@pytest.mark.parametrize("name", ["headline", "evidence"])
def test_numbers_of_a_folder_without_a_survey_say_nothing_of_one(name: str, sample: Tables) -> None:
    left = {one: sample.frames[one] for one in sample if one not in ("responses", "respondents")}
    section = function_of(QUESTIONS[name])(replace(sample, frames=left), during=Q2)
    assert Locale("en").say("choice.answers") not in section.choices
    assert (Locale("en").say("choice.champion") in section.choices) == (name == "headline")


@pytest.mark.parametrize("name", ["attribute_profile"])
def test_numbers_that_the_least_group_moves_say_it(name: str, sample: Tables) -> None:
    other = replace(sample, settings=_with(sample.settings, "disclosure.k", 12))
    for language in ("en", "fr"):
        told = function_of(QUESTIONS[name])(other.in_language(language), during=Q2).choices
        assert any("12 " in words for words in told.values()), told
