"""engagekit.toml: read once, frozen, every mistake in words with the nearest key."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import SettingsError
from engagekit.settings import Settings, find_settings, make_settings, read_settings


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"organisaton": {}}, "unknown section or key 'organisaton'. Did you mean 'organisation'"),
        ({"disclosure": {"kk": 5}}, "'disclosure.kk'. Did you mean 'k'|'disclosure.kk'"),
        ({"organisation": {"fiscal_strat": 4}}, "Did you mean 'fiscal_start'"),
        ({"disclosure": {"k": 2}}, r"\[disclosure.k\] is 2"),
        ({"organisation": {"fiscal_start": 13}}, r"\[organisation.fiscal_start\] is 13"),
        ({"survey": {"weights": "magic"}}, r"\[survey.weights\] is 'magic'"),
        ({"targets": {"reach": -1}}, "target 'reach' is -1"),
        ({"files": {"a.csv": {"tol": "Zoom"}}}, "Did you mean 'tool'"),
        ({"counts": {"candy bowl": {"chnged_on": "2026-04-07"}}}, "Did you mean 'changed_on'"),
        ({"counts": {"candy bowl": {"changed_on": "April"}}}, r"\[counts.candy bowl.changed_on\]"),
        ({"calendar": {"working_week": ["Monday"]}}, r"\[calendar.working_week.0\] is 'Monday'"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(raw: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        make_settings(raw)


def test_the_settings_of_the_sample_can_be_read(settings: Settings) -> None:
    assert settings.disclosure.k == 5
    assert settings.quarter("2026-27Q2").label == "FY2026-27 Q2"


def test_settings_cannot_be_changed(settings: Settings) -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.disclosure.k = 3  # type: ignore[misc]


def test_text_that_is_not_toml_names_the_file_and_the_line(tmp_path: Path) -> None:
    file = tmp_path / "engagekit.toml"
    file.write_text("[organisation\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"engagekit.toml cannot be read: .*line 1"):
        read_settings(file)


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "engagekit.toml").write_text("", encoding="utf-8")
    assert find_settings(below) == (tmp_path / "engagekit.toml").resolve()


OPTIONS = [
    {"name": name, "amount": 1, "buys": "a", "consequence": "b"}
    for name in ("do nothing", "hold", "grow")
]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"ask": {"options": [{**OPTIONS[0], "amout": 1}, *OPTIONS[1:]]}},
         r"'ask.options.0.amout'. Did you mean 'amount'"),
        ({"ask": {"options": [{"name": "hold", "amount": 1, "buys": "a"}]}},
         r"\[ask.options.0.consequence\] is missing"),
        ({"ask": {"options": OPTIONS[:2]}},
         r"\[ask\]: options are \['do nothing', 'hold'\]; give"),
        ({"value": {"share_credited": {"low": 0.1, "mid": 1, "high": 1.4, "source": "x"}}},
         "a share lies between 0 and 1"),
        ({"value": {"replacement": {"db": {"use": 5}}}}, "'value.replacement.db.use'. Did you mean 'uses'"),
        ({"money": {"rates": {"EUR": 0}}}, r"\[money.rates.EUR\] is 0: input should be greater"),
        ({"money": {"price_index": {"FY2026-27": -1}}}, "greater than 0"),
        ({"money": {"changes": [{"on": "2026-04-01", "whta": "x"}]}}, "Did you mean 'what'"),
    ],
)  # fmt: skip
def test_a_fault_in_the_ask_the_value_or_the_money_names_its_key_and_the_nearest(
    raw: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        make_settings(raw)
