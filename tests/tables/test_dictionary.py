"""What documents say of the tidy tables is what the definitions give."""

import re
from pathlib import Path

from engagekit.tables.dictionary import as_markdown
from engagekit.tables.schema import TABLES

ROOT = Path(__file__).parents[2]


def test_the_dictionary_in_the_repository_is_up_to_date() -> None:
    written = (ROOT / "data" / "README.md").read_text("utf-8")
    assert written == as_markdown(), "run: engagekit dictionary > data/README.md"


def test_the_letters_ask_for_columns_and_name_sheets_and_notebooks_that_there_are() -> None:
    text = (ROOT / "docs" / "ask-for-your-data.md").read_text(encoding="utf-8")
    asked, sheets = (
        {
            word
            for row in re.findall(rf"^{start}\| (`[^|]*)\|", text, re.MULTILINE)
            for word in re.findall(r"`(\w+)`", row)
        }
        for start in ("> ", "")
    )
    assert len(asked) > 15
    assert asked <= {name for table in TABLES.values() for name in table.names}
    assert sheets <= set(TABLES)
    notebooks = {file.stem for file in (ROOT / "notebooks").glob("*.ipynb")}
    named = set(re.findall(r"\b(?:0\d_[a-z_]+|department_brief|quarterly_report)\b", text))
    assert named <= notebooks
    assert all(f"## To {letter}" in text for letter in ("Human Resources", "IT", "Finance"))
