"""Each file has its turn, and what stops one of them is a sentence about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.loading.one_by_one import each_file
from engagekit.settings.schema import Settings

FILES = [(Path(f"{number}.csv"), str(number)) for number in range(9)]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError(), "3 takes far more memory"),
        (
            PermissionError(13, "denied", "mappings/desk.toml"),
            "mappings/desk.toml cannot be opened",
        ),
        (RecursionError(), "3 nests deeper"),
        (ValueError("odd"), "3: internal fault, please report it (ValueError: odd)"),
    ],
)
def test_a_file_on_which_something_fails_is_refused_and_the_others_are_read(
    error: Exception, sentence: str
) -> None:
    def work(place: Path, name: str, settings: Settings) -> str:
        if name == "3":
            raise error
        return place.name

    results = each_file(work, FILES, Settings(), lambda name, why: why)
    assert results[3].startswith(sentence)
    assert results[:3] + results[4:] == [f"{at}.csv" for at in range(9) if at != 3]


def test_an_error_of_ours_ends_the_load() -> None:
    def work(place: Path, name: str, settings: Settings) -> str:
        raise ExportError("a mapping is wrong")

    with pytest.raises(ExportError, match="a mapping is wrong"):
        each_file(work, FILES, Settings(), lambda name, why: why)
