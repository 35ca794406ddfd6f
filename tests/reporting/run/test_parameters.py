from __future__ import annotations

from typing import Any

import pytest

from engagekit.errors import UsageError
from engagekit.reporting.run.parameters import Parameter, checked, declared


def of(source: str | list[str], *tags: str) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}
    return {"cells": [cell]}


def kinds(source: str) -> dict[str, tuple[str, bool]]:
    found = declared(of(source, "parameters"))
    return {name: (part.kind, part.optional) for name, part in found.items()}


def test_annotations_say_the_kind_and_whether_none_is_allowed() -> None:
    assert kinds(
        'a: str = "x"\nb: int | None = None\nc: list[str] = []\nd: "float" = 1\n'
        "e: Optional[bool] = None\nf: list[int] | None = None\ng = 3\nh: object = 1"
    ) == {
        "a": ("str", False), "b": ("int", True), "c": ("list", False), "d": ("float", False),
        "e": ("bool", True), "f": ("list", True), "g": ("int", False), "h": ("", False),
    }  # fmt: skip


def test_only_the_tagged_cell_declares() -> None:
    assert declared(of("a: int = 1")) == {}
    assert list(declared(of(["a: int = 1\n", "b: str = 'x'"], "parameters"))) == ["a", "b"]


def test_text_is_turned_into_the_declared_kind_and_codes_stay_text() -> None:
    has = declared(of(
        "code: str = ''\nn: int = 1\nx: float = 0.5\non: bool = True\nnames: list = []\n"
        "limit: int | None = None", "parameters"))  # fmt: skip
    given = {
        "code": "007", "n": "12", "x": "2", "on": "no", "names": "Legal, Tax", "limit": "none",
    }  # fmt: skip
    assert checked(given, has, "a.ipynb") == {
        "code": "007", "n": 12, "x": 2.0, "on": False, "names": ["Legal", "Tax"], "limit": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value"),
    [("int", "7.5"), ("int", True), ("float", "x"), ("bool", "maybe"), ("str", 7), ("list", 3)],
)
def test_a_value_of_another_kind_is_refused(kind: str, value: object) -> None:
    has = {"limit": Parameter("limit", kind, False, None)}
    with pytest.raises(UsageError, match=r"'limit' is .*, which is not "):
        checked({"limit": value}, has, "a.ipynb")


def test_a_notebook_without_parameters_says_that_it_has_none() -> None:
    with pytest.raises(UsageError, match=r"has no parameter 'quarter'\. It has none\."):
        checked({"quarter": "x"}, {}, "a.ipynb")
