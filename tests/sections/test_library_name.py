"""What the library is called where nobody says follows the language of the report."""

from __future__ import annotations

import pytest

from engagekit.sections.functions import for_display
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables


@pytest.mark.parametrize(
    ("library", "language", "said"),
    [
        (None, "en", "the library"), (None, "fr", "la bibliothèque"),
        ("the library", "fr", "la bibliothèque"), ("la bibliothèque", "en", "the library"),
        ("Info Desk", "fr", "Info Desk"),
    ],
)  # fmt: skip
def test_the_library_is_called_in_the_language_of_the_report(
    library: str | None, language: str, said: str
) -> None:
    own = {"library": library} if library else {}
    tables = Tables({}, make_settings({"organisation": own, "report": {"language": language}}))
    assert for_display(tables)["library"] == said
