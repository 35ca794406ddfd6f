"""engagekit.toml: read once, frozen, every mistake in words with the nearest key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from engagekit.errors import SettingsError
from engagekit.settings.schema import Settings, make_settings, read_settings


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"organisaton": {}}, "unknown section or key 'organisaton'. Did you mean 'organisation'"),
        ({"disclosure": {"kk": 5}}, "'disclosure.kk'. Did you mean 'k'|'disclosure.kk'"),
        (
            {"disclosure": {"complements": True}},
            "disclosure.complements\\] is gone.*delete the line",
        ),
        ({"disclosure": {"without_ledger": "round"}}, "nothing else need be done"),
        ({"organisation": {"fiscal_strat": 4}}, "Did you mean 'fiscal_start'"),
        ({"disclosure": {"k": 2}}, r"\[disclosure.k\] is 2"),
        ({"organisation": {"fiscal_start": 13}}, r"\[organisation.fiscal_start\] is 13"),
        ({"survey": {"weights": "magic"}}, r"\[survey.weights\] is 'magic'"),
        ({"targets": {"reach": -1}}, "target 'reach' is -1"),
        ({"files": {"a.csv": {"tol": "Zoom"}}}, "Did you mean 'tool'"),
        ({"counts": {"candy bowl": {"chnged_on": "2026-04-07"}}}, "Did you mean 'changed_on'"),
        ({"counts": {"candy bowl": {"changed_on": "April"}}}, r"\[counts.candy bowl.changed_on\]"),
        (
            {"calendar": {"working_week": ["Monday"]}},
            r"working_week.0\] is 'Monday'. Did you mean 'Mon'",
        ),
        (
            {"calendar": {"holidays": ["1 July"]}},
            "is '1 July', which is not a date; write 2026-07-01",
        ),
        ({"organisation": {"fiscal_start": "April"}}, "is 'April', which is not a whole number"),
        ({"organisation": {"fiscal_start": 13}}, "is 13, which is over 12"),
        ({"organisation": {"domains": "firm.ca"}}, r'which is not a list; write \["firm.ca"\]'),
        ({"organisation": {"name": 7}}, "is 7, which is not text; put it in quotes"),
        ({"organisation": {"currency": "dollars"}}, "is 'dollars': a currency has three capital"),
        ({"organisation": {"time_zone": "Torronto"}}, "Write it like 'America/Toronto'"),
        ({"survey": {"consent_to_link": "perhaps"}}, "neither true nor false"),
        ({"report": "en"}, "is 'en', which is not a section"),
        ({"organisation": {"fiscal_start": True}}, "fiscal_start. is True: true means nothing"),
        ({"money": {"staff_hour": False}}, "false means nothing here; write a number"),
        ({"targets": {"reach": True}}, r"\[targets\]: true means nothing"),
        ({"calendar": {"holidays": [86400]}}, "a number is no day"),
        ({"money": {"changes": [{"on": "20260401", "what": "cut"}]}}, "a number is no day"),
        ({"calendar": {"holidays": [dt.date(1989, 12, 31)]}}, "the year 1989 cannot be"),
        ({"calendar": {"holidays": [dt.date(2100, 1, 1)]}}, "the year 2100 cannot be"),
        ({"reach": {"months_active": 121}}, "is 121, which is over 120"),
        ({"money": {"staff_hour": float("inf")}}, "finite"),
        ({"money": {"staff_hour": 1001}}, "staff_hour is 1001 CAD an hour; write what one hour"),
        ({"money": {"staff_hour": 1.9}}, "staff_hour is 1.9 CAD an hour"),
        ({"money": {"rates": {"USD": 5.1}}}, "USD is 5.1; write what one USD is worth in CAD"),
        ({"money": {"rates": {"USD": 0.19}}}, "USD is 0.19"),
        ({"money": {"price_index": {"FY2024-25": 33, "FY2025-26": 100}}}, "give all of one series"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(raw: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        make_settings(raw)


@pytest.mark.parametrize("raw", [
    {"calendar": {"holidays": [dt.date(1990, 1, 1), dt.date(2099, 12, 31)]}},
    {"reach": {"months_active": 120, "count_broadcasts": True}},
    {"money": {"staff_hour": 1000, "rates": {"USD": 5, "GBP": 0.2, "JPY": 0.009}}},
    {"money": {"staff_hour": 2}}, {"money": {"staff_hour": 0}},
    {"money": {"staff_hour": 6200}, "organisation": {"currency": "JPY"}},
    {"money": {"price_index": {"FY2024-25": 34, "FY2025-26": 100}}},
])  # fmt: skip
def test_what_can_be_is_taken(raw: dict[str, object]) -> None:
    assert make_settings(raw)


def test_the_settings_of_the_sample_can_be_read(settings: Settings) -> None:
    assert settings.disclosure.k == 5
    assert settings.quarter("2026-27Q2").label == "FY2026-27 Q2"


def test_settings_cannot_be_changed(settings: Settings) -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.disclosure.k = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[organisation\n", r"engagekit.toml, line 1, is '\[organisation': expected ']'"),
        ("a = 1\n\nname = Harbour\n", "engagekit.toml, line 3, is 'name = Harbour': invalid value. Text"),
        ('name = """Harbour\n', "engagekit.toml cannot be read: unterminated string"),
        (b"name = '\xe9'", "engagekit.toml is not saved as UTF-8"),
    ],
)  # fmt: skip
def test_text_that_is_not_toml_is_shown_with_its_line(
    text: str | bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "engagekit.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError, match=said):
        read_settings(file)


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
        ({"money": {"rates": {"EUR": 0}}}, r"\[money.rates.EUR\] is 0, which is not over 0"),
        ({"money": {"price_index": {"FY2026-27": -1}}}, "not over 0"),
        ({"money": {"rates": {"EUR": "1,48"}}}, "is '1,48', which is not a number; write it without"),
        ({"money": {"price_index": {"banana": 1.0}}}, "price_index under .money.: 'banana' is not"),
        ({"money": {"price_index": {"FY27": 1.0}}}, "price_index under .money.: 'FY27'"),
        ({"ask": {"options": [{**OPTIONS[0], "amount": -5}, *OPTIONS[1:]]}},
         r"\[ask.options.0.amount\] is -5, which is under 0"),
        ({"ask": {"options": [{**OPTIONS[0], "evidence": ["reech"]}, *OPTIONS[1:]]}},
         "'reech' is no number to lean on. Did you mean 'reach'"),
        ({"ask": {"recommended": "holt"}}, r"\[ask.recommended\] is 'holt'. Did you mean 'hold'"),
        ({"money": {"changes": [{"on": "2026-04-01", "whta": "x"}]}}, "Did you mean 'what'"),
    ],
)  # fmt: skip
def test_a_fault_in_the_ask_the_value_or_the_money_names_its_key_and_the_nearest(
    raw: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        make_settings(raw)


@pytest.mark.parametrize(
    ("report", "paper"),
    [({}, "Letter"), ({"country": "US"}, "Letter"), ({"country": "GB"}, "A4"), ({"country": "FR"}, "A4"),
     ({"country": "FR", "paper": "Letter"}, "Letter")],
)  # fmt: skip
def test_the_paper_is_that_of_the_country_unless_it_is_named(
    report: dict[str, str], paper: str
) -> None:
    settings = make_settings({"report": report})
    assert settings.report.paper == paper
    assert settings.report.country == report.get("country", "CA")
