"""No number, table or page of known data moves without being written anew: see README.md."""

from __future__ import annotations

import pytest

from tests.frozen import freeze

pytestmark = pytest.mark.slow
SHARED = "tables of shared exports"


@pytest.mark.parametrize("name", [name for name in freeze.CASES if name != SHARED])
def test_nothing_moved(name: str) -> None:
    assert freeze.moved(name) == []


@pytest.mark.shared
def test_no_table_of_the_shared_exports_moved() -> None:
    assert freeze.moved(SHARED) == []


def test_a_word_that_is_in_no_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert freeze.main(["hospital", "hospitol"]) == 2
    assert "['hospitol']" in capsys.readouterr().out
