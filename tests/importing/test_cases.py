"""What is asked of a file, refused, and shown before it counts: the cases of ``cases.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import UsageError
from engagekit.importing.session import import_file
from tests.importing.test_session import home  # noqa: F401

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_an_import_asks_and_shows_what_the_case_says(name: str, home: Path) -> None:  # noqa: F811
    case: dict[str, Any] = CASES[name]
    path = home / "data" / "file.csv"
    path.write_text(case["text"].lstrip(), encoding="utf-8")
    if "refused" in case:
        with pytest.raises(UsageError, match=case["refused"]):
            import_file(path, **case["said"]).confirm()
        return
    wanted = import_file(path, **case["said"])
    shown = wanted.preview()
    asked = {one.name: one for one in wanted.questions}
    found = {
        "open": [one.name for one in wanted.open],
        "out": shown.rows_out,
        "total": shown.total,
        "months": list(shown.by_month.items()),
        "unused": [*shown.unused],
        "aside": shown.set_aside,
        "left_out": [*shown.left_out],
    }
    case = {**case, "months": list(case["months"].items())} if "months" in case else case
    assert {key: found[key] for key in found if key in case} == {
        key: case[key] for key in found if key in case
    }
    for key, answer in case.get("marked", {}).items():
        assert asked[key].marked == answer
    for key, text in case.get("asks", {}).items():
        assert text in asked[key].text
    told = "\n".join([*shown.facts, *shown.sentences, *shown.warnings])
    for text, is_told in case.get("says", {}).items():
        assert (text in told) is is_told, told
