"""pyproject.toml, environment.yml, requirements.lock and the Makefile say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

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
