"""Who may import whom, and the other goals of the house: see `tests.house` for each of them."""

from __future__ import annotations

import pytest

from tests import house
from tests.house import GOALS, OPENS, ORDER, UNTIL_THEN, module, within

PACKAGE = house.modules()


@pytest.fixture(scope="module")
def against() -> dict[str, list[str]]:
    return house.against(PACKAGE)


def test_every_room_has_its_place() -> None:
    assert {one.room for one in PACKAGE.values()} <= set(ORDER)


def test_statistics_know_no_tables() -> None:
    tables = {"pandas", "narwhals", "polars", "pyarrow"}
    users = {name: users for name, users in house.foreign(PACKAGE).items() if name in tables}
    assert [user for theirs in users.values() for user in theirs if "statistics" in user] == []


def test_few_modules_open_files() -> None:
    opening = [one.name for one in PACKAGE.values() if house.opens_files(one)]
    assert [name for name in opening if not within(name, OPENS)] == []


@pytest.mark.parametrize("goal", GOALS)
def test_the_house_keeps_its_goals(goal: str, against: dict[str, list[str]]) -> None:
    limit = UNTIL_THEN.get(goal, GOALS[goal])
    number = house.measured(PACKAGE, against)[goal]
    assert number <= limit, "\n".join(
        [f"{goal}: {number}, at most {limit}", *against.get(goal, ())]
    )


def test_a_goal_that_is_reached_has_no_other_limit(against: dict[str, list[str]]) -> None:
    numbers = house.measured(PACKAGE, against)
    assert [goal for goal in UNTIL_THEN if numbers[goal] <= GOALS[goal]] == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("loading.load", "from engagekit.measures import reach"),
        ("readers.events.zoom", "def f():\n    from engagekit import measures"),
        ("errors", "from engagekit.settings.schema import Settings"),
        ("sections.people", "import plotly.graph_objects"),
        ("identity.match", "from engagekit.loading import load"),
        ("loading.load", "import openpyxl"),
    ],
)
def test_a_wrong_import_is_found(name: str, source: str) -> None:
    assert len(house.wrong_imports(module(name, source))) == 1


def _arrows(**sources: str) -> dict[str, set[str]]:
    return house.arrows({name: module(name, text) for name, text in sources.items()})


def test_a_ring_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert house.rings(graph) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    "back",
    [
        "def f():\n    from engagekit.a import x",
        "import engagekit.a",
        "from engagekit import a",
        "importlib.import_module('engagekit.a')",
        "importlib.import_module(f'engagekit.{name}')",
    ],
)
def test_an_import_counts_wherever_it_stands(back: str) -> None:
    assert house.rings(_arrows(a="from engagekit.b import y", b=back)) == [["a", "b"]]


def test_a_file_that_is_opened_is_seen() -> None:
    assert house.opens_files(module("x", "pd.read_csv(file)"))
    assert house.opens_files(module("x", "with open(file) as f:\n    pass"))
    assert not house.opens_files(module("x", "book.opened(file)"))


def test_what_the_formatter_leaves_alone_is_counted() -> None:
    text = 'X = [1,2]  # fmt: skip\n# fmt: off\nY = "# fmt: skip"\n'
    assert house.format_skips(module("x", text)) == [1, 2]


def test_an_import_that_nobody_declared_is_found() -> None:
    package = {"x": module("x", "import json\nimport sqlalchemy_that_is_not_there.orm")}
    assert house.undeclared_imports(package) == ["sqlalchemy_that_is_not_there (x)"]


def test_a_dependency_that_nobody_imports_is_found() -> None:
    package = {"x": module("x", "import pandas")}
    idle = house.unused_dependencies(package)
    assert "plotly" in idle and "pandas" not in idle
