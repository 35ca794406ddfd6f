"""What every test starts from, and the one place that decides which tests run on this machine.

``make test`` runs what needs Python alone. Tests marked ``browser``, ``office``, ``shared`` or
``slow`` run with ``--everything`` (``make test-all``); a test that is skipped for any other reason
is a failure, and so is one that lacks what its mark promises.
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import engagekit
import engagekit.measures
from engagekit.loading.preloaded import use
from engagekit.reporting.html.browser import find_browser
from engagekit.settings.project import VARIABLE
from engagekit.settings.schema import Settings, read_settings
from engagekit.tables.tables import Tables

ROOT = Path(__file__).parent
collect_ignore = ["engagekit/sections/__init__.py"]
"""Its functions are made from records: tests/sections/test_registry.py runs their examples."""

SHARED = Path(os.environ.setdefault("ENGAGEKIT_SHARED", str(ROOT.parent / "shared")))
NEEDS: dict[str, Callable[[], bool]] = {
    "browser": lambda: (
        find_browser() is not None and all(map(shutil.which, ("pdftotext", "pdftoppm")))
    ),
    "office": lambda: shutil.which("soffice") is not None,
    "shared": SHARED.is_dir,
    "slow": lambda: True,
}
"""A mark, and whether this machine has what it promises."""
ELSEWHERE = "not on this system: "
"""How a test says that Windows or macOS lacks what it is about."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the run of everything."""
    parser.addoption(
        "--everything", action="store_true", help="run also what needs more than Python"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Compile code once, not again in each of the processes that tests start."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    _analyse_patterns_once()
    if not config.getoption("--everything"):
        os.environ["ENGAGEKIT_BROWSER"] = "none"  # as on a machine that has only Python


def _analyse_patterns_once() -> None:
    """Keep what pandas found in a regular expression, which it works out again in each call."""
    from pandas.core.arrays import string_arrow

    array = string_arrow.ArrowStringArray
    if analyse := getattr(array, "_regex_nodes", None):  # of pandas 3.1; it looks at the text alone
        array._regex_nodes = staticmethod(lru_cache(maxsize=4_096)(analyse))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests are collected, and later never among what was.

    They are a million objects and more, which each full look would visit again, and which it would
    copy in each process that a test forks.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs more than Python; begin with the files that take longest.

    The first makes the `reports`; others that need them come later, so that no process waits.
    """
    if not config.getoption("--everything"):
        for item in items:
            if marks := _marks(item):
                item.add_marker(pytest.mark.skip(reason=marks[0]), append=False)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    need = {item.path for item in items if "reports" in getattr(item, "fixturenames", ())}
    first = ROOT / "tests" / "test_notebooks.py"
    items.sort(key=lambda item: (item.path != first, item.path not in slow, item.path in need))


def _marks(item: pytest.Item) -> list[str]:
    """Return the marks of a test that say what it needs."""
    return [name for name in NEEDS if item.get_closest_marker(name)]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail where the machine lacks what a mark promises, instead of passing over the test."""
    lacking = [name for name in _marks(item) if not NEEDS[name]()]
    if lacking:
        pytest.fail(f"this machine lacks what is marked {', '.join(lacking)}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip for a reason that no mark gives into a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = _reason(report)
        if reason not in NEEDS and not reason.startswith(ELSEWHERE):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and no mark says why: {reason}"
    return report


def _reason(report: pytest.TestReport) -> str:
    """Return why a test was skipped."""
    told = report.longrepr
    return told[2].removeprefix("Skipped: ") if isinstance(told, tuple) else str(told)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was skipped, and why."""
    skipped = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    if skipped:
        counts = ", ".join(f"{name} {count}" for name, count in sorted(skipped.items()))
        terminalreporter.write_line(f"Skipped by mark: {counts}. `make test-all` runs them.")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Those of the sample organisation."""
    return read_settings(ROOT / "engagekit.toml")


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its processes share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def once(common: Path) -> Callable[[str, Callable[[], Any]], Any]:
    """A function that makes something by its name once a run, whichever process is first.

    What it gives is a copy of its own for each process that asks.
    """

    def make(name: str, work: Callable[[], Any]) -> Any:
        place = common / f"{name}.pickle"
        with FileLock(common / f"{name}.lock"):
            if not place.exists():
                place.write_bytes(pickle.dumps(work()))
        return pickle.loads(place.read_bytes())

    return make


@pytest.fixture(scope="session")
def sample(settings: Settings, once: Callable[[str, Callable[[], Any]], Any]) -> Tables:
    """The tidy tables of data/sample, loaded once a run; no test may change them."""
    from engagekit.loading import load

    tables: Tables = once("sample", lambda: load.load(ROOT / "data" / "sample", settings))
    return tables


@pytest.fixture
def preloaded(sample: Tables) -> Iterator[Tables]:
    """The tables of data/sample, which commands of this process take instead of its files."""
    with use(ROOT / "data" / "sample", sample):
        yield sample


@pytest.fixture(autouse=True)
def _names_of_examples(
    request: pytest.FixtureRequest,
    doctest_namespace: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """An example of a docstring has ``ek``, and ``tables`` of the sample where it uses them."""
    example = getattr(request.node, "dtest", None)
    if example is None:
        return
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("example")))
    monkeypatch.setenv(VARIABLE, "")  # `ek.start` names a project for the whole process
    doctest_namespace["ek"] = engagekit
    if any(word in one.source for one in example.examples for word in ("tables", "data/sample")):
        doctest_namespace["tables"] = request.getfixturevalue("preloaded")
