"""One object for the language, the country and the money of a report."""

from __future__ import annotations

import pytest

from engagekit.errors import UsageError
from engagekit.locale import Locale
from engagekit.tables.tables import Tables


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(UsageError, match="language 'de'"):
        Locale("de")
    with pytest.raises(UsageError, match="language 'de'"):
        _ = Tables({}).in_language("de").locale


def test_money_is_in_the_currency_of_the_settings() -> None:
    section = {"language": "en", "currency": "USD"}
    assert Locale.of(section).number(1234.5, "money") == "US$1,235"


def test_tables_in_another_language_leave_the_first_as_they_were() -> None:
    tables = Tables({})
    assert tables.in_language("fr").locale.say("figure.all") != tables.locale.say("figure.all")
    assert tables.locale.language == "en"
