"""The data dictionary in the repository is the one the definitions give."""

from pathlib import Path

from engagekit.tables.dictionary import as_markdown
from engagekit.tables.schema import TABLES

ROOT = Path(__file__).parents[2]


def test_the_dictionary_in_the_repository_is_up_to_date() -> None:
    written = (ROOT / "data" / "README.md").read_text("utf-8")
    assert written == as_markdown(), "run: engagekit dictionary > data/README.md"


def test_every_table_and_column_has_a_meaning() -> None:
    for table in TABLES.values():
        assert table.meaning
        assert all(column.meaning for column in table.columns)
        assert set(table.key) <= set(table.names)
