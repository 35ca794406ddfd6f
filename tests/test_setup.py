"""pyproject.toml, environment.yml, requirements.lock and the Makefile say the same."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from engagekit import __version__
from engagekit.cli.project import project_files
from engagekit.settings.shipped import PARTS
from tests import house

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def _locked() -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


def _asked() -> list[Requirement]:
    parts = [*PROJECT["project"]["dependencies"]]
    for extra in PROJECT["project"]["optional-dependencies"].values():
        parts += extra
    return [Requirement(text) for text in [*parts, *PROJECT["dependency-groups"]["dev"]]]


def test_every_requirement_is_locked_at_a_version_it_allows() -> None:
    locked = _locked()
    for requirement in _asked():
        versions = locked.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in requirements.lock; run make lock"
        for version in versions:
            assert requirement.specifier.contains(version, prereleases=True), requirement


def test_the_lock_holds_hashes_and_no_registry_address() -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", LOCK)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    assert "://" not in LOCK
    assert "index-url" not in LOCK


def test_the_build_backend_is_locked() -> None:
    for text in PROJECT["build-system"]["requires"]:
        assert canonicalize_name(Requirement(text).name) in _locked()


def test_conda_installs_the_same_lock_and_python() -> None:
    text = (ROOT / "environment.yml").read_text("utf-8")
    assert "-r requirements.lock" in text
    assert f"python{PROJECT['project']['requires-python']}" in text
    named = re.findall(r"^\s+- ([a-z][a-z0-9-]*)", text, re.MULTILINE)
    assert set(named) == {"conda-forge", "python", "pip"}


def test_make_installs_from_the_lock_alone() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    assert "--require-hashes -r requirements.lock" in text
    assert "--no-deps --no-build-isolation -e ." in text


def test_the_given_packages_are_required() -> None:
    names = {Requirement(text).name for text in PROJECT["project"]["dependencies"]}
    assert {"pandas", "plotly", "jupyterlab", "papermill", "openpyxl"} <= names


def test_no_gpl_package_is_required_at_run_time() -> None:
    from importlib.metadata import metadata

    for text in PROJECT["project"]["dependencies"]:
        found = metadata(Requirement(text).name)
        licence = f"{found.get('License-Expression', '')} {found.get('License', '')}"[:200]
        listed = [line for line in found.get_all("Classifier") or [] if "License ::" in line]
        said = f"{licence} {' '.join(listed)}"
        assert not re.search(r"\bA?GPL|General Public", said.replace("LGPL", "")), text


# Imports and declarations of the package itself are compared in `tests.house`; here every group.

TOOLS = {
    "editables": "the build backend's, for an editable install",
    "hatchling": "the build backend",
    "mypy": "run by make check",
    "pandas-stubs": "types for mypy",
    "pytest-xdist": "run by make test",
    "ruff": "run by make check",
    "scipy-stubs": "types for mypy",
    "types-openpyxl": "types for mypy",
    "duckdb": "an engine handed to the measures; an extra of the kit",
}
"""Of the dev group: what is run or loaded by its name and imported by no statement."""


def _imported() -> set[str]:
    """Distributions that tests, benchmarks and the generator of the sample import anywhere."""
    files = [ROOT / "conftest.py"]
    for room in ("tests", "benchmarks", "data", "docs"):
        files += (ROOT / room).rglob("*.py")
    ours = {"tests", "benchmarks", "generator", *(file.stem for file in files)}
    modules = {str(file): house.module(file.stem, file.read_text("utf-8")) for file in files}
    foreign = set(house.foreign(modules)) - ours
    return {min(house.distributions(name)) for name in foreign}


def _names(texts: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in texts}


def test_every_import_of_tests_and_benchmarks_is_declared_and_the_other_way_round() -> None:
    project = PROJECT["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    dev = _names(PROJECT["dependency-groups"]["dev"])
    imported = _imported()
    assert imported - dev - _names([*project["dependencies"], *extras]) == set()
    assert dev - imported - set(TOOLS) == set()
    assert set(TOOLS) - dev == set()


def test_the_classifiers_name_every_minor_version_that_is_tested() -> None:
    listed = {
        line.rpartition(" ")[2]
        for line in PROJECT["project"]["classifiers"]
        if line.startswith("Programming Language :: Python :: 3.")
    }
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8")
    tested = re.search(r"python: \[(.*)\]", workflow)
    assert tested and listed == set(re.findall(r"[\d.]+", tested[1]))
    lowest = min(listed, key=Version)
    assert PROJECT["project"]["requires-python"] == f">={lowest}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the wheel that this checkout gives."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (file,) = folder.glob("*.whl")
    return set(ZipFile(file).namelist())


def test_the_wheel_holds_all_that_the_package_reads(wheel: set[str]) -> None:
    inside = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "engagekit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside - wheel == set()
    assert "engagekit/py.typed" in wheel
    for end in (".toml", ".j2", ".css", ".js"):
        assert any(name.endswith(end) for name in inside)


def test_the_wheel_holds_the_sample_project_whole(wheel: set[str]) -> None:
    shared = {name.removeprefix("engagekit/_share/") for name in wheel if "/_share/" in name}
    tracked = subprocess.run(
        ["git", "ls-files", *PARTS], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    wanted = {name for name in tracked if name} or {
        inside.as_posix() for _, inside in project_files(ROOT)
    }
    assert wanted <= shared
    assert not any(part.startswith(".") for name in shared for part in name.split("/"))
    assert {name.partition("/")[0] for name in wheel} == {
        "engagekit",
        f"engagekit-{__version__}.data",
        f"engagekit-{__version__}.dist-info",
    }


def test_the_sdist_holds_what_is_tracked_and_no_project_that_lies_beside_it(tmp_path: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")[:-1]
    kit, private = tmp_path / "kit", ["my-library/data/staff.csv", "data/staff.csv", "staff.csv"]
    for name in [*tracked, *private]:
        (kit / name).parent.mkdir(parents=True, exist_ok=True)
        if name in private:
            (kit / name).write_text("Ana Gil\n", "utf-8")
        else:
            shutil.copy(ROOT / name, kit / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)],
        cwd=kit, check=True, capture_output=True,
    )  # fmt: skip
    (file,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        inside = {member.name.partition("/")[2] for member in archive if member.isfile()}
    assert inside == {*tracked, "PKG-INFO"}


def test_the_wheel_holds_the_card_of_the_launcher(wheel: set[str]) -> None:
    card = json.loads((ROOT / "engagekit" / "labextension" / "package.json").read_text("utf-8"))
    assert card["version"] == __version__
    place = f"engagekit-{__version__}.data/data/share/jupyter/labextensions/engagekit"
    for file in ("package.json", card["jupyterlab"]["_build"]["load"]):
        assert f"{place}/{file}" in wheel


def test_the_changelog_is_dated_short_and_has_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = re.findall(r"^## (\S+) \((\d{4}-\d\d-\d\d)\)$", text, re.MULTILINE)
    assert releases[0][0] == __version__
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version: {__version__}\n" in citation
    assert f'date-released: "{releases[0][1]}"' in citation
    assert text.count("\n## Unreleased\n") == 1
    assert len(text) < 20_000


def test_no_test_asks_by_itself_whether_something_is_there() -> None:
    """The marks and conftest.py do; a test may only say that it is not about this system."""
    asks = re.compile(r"shutil\.which\(|importorskip\(|pytest\.skip\(")
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    assert [path.name for path in files if asks.search(path.read_text("utf-8"))] == []
