"""The pages: those of the code are what the code gives, links hold, code runs."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import engagekit as ek
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables
from tests import docs_blocks, house

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md"))
BESIDE = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
TEXTS = [*PAGES, *(ROOT / name for name in BESIDE)]
OF_OTHERS = {"--user", "--no-deps", "--no-build-isolation", "--require-hashes", "--strict"}
"""Options of pip, ipykernel and mypy."""
LINK = re.compile(r"\]\(([^)\s]+)\)")
LONG = {"tutorial-report.md", "tutorial-survey.md"}
"""Pages that run the commands themselves."""


def _with_sample(folder: Path) -> None:
    """Put the sample where a checkout has it, with its settings beside it."""
    (folder / "data").mkdir()
    (folder / "data" / "sample").symlink_to(ROOT / "data" / "sample")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _module() -> Any:
    """What writes the pages that the code knows: no package, so found by its file."""
    specification = importlib.util.spec_from_file_location("write", DOCS / "write.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_reference_and_the_gallery_are_what_the_code_gives(sample: Tables) -> None:
    write = _module()
    for name, text in write.written(sample).items():
        by_hand, mark, by_code = (DOCS / name).read_text("utf-8").partition(f"{write.MARK}\n\n")
        assert by_hand and mark
        assert by_code == text, f"docs/{name} is not what the code gives: make docs"


def test_every_measure_stands_in_the_reference() -> None:
    text = (DOCS / "reference" / "measure-functions.md").read_text("utf-8")
    named = {name for name, thing in vars(ek.measures).items() if callable(thing)}
    assert {"reach", "funding"} < named == set(re.findall(r"(?m)^## (\w+)$", text))


def test_contributing_names_every_folder_in_its_order() -> None:
    block = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("```")[1]
    named = [name for line in block.splitlines()[1:] for name in line[:36].split()]
    folders = [name for name in house.ORDER if (house.PACKAGE / name).is_dir()]
    assert [name for name in named if name in folders] == folders


def test_the_pictures_of_the_gallery_say_what_the_sample_gives(sample: Tables) -> None:
    drawn = _module().pictures(sample)
    assert len(drawn) > 40
    assert {f"gallery/{file.name}" for file in (DOCS / "gallery").iterdir()} == set(drawn)
    for name, picture in drawn.items():
        kept = (DOCS / name).read_text("utf-8")
        # another processor may move a mark by a thousandth of a pixel, and no word
        assert re.findall(r">([^<]+)<", kept) == re.findall(r">([^<]+)<", picture), name


def test_every_page_is_linked_from_the_first() -> None:
    linked = {
        target.partition("#")[0] for target in LINK.findall((DOCS / "index.md").read_text("utf-8"))
    }
    pages = {page.relative_to(DOCS).as_posix() for page in PAGES}
    assert pages - linked == {"index.md"}


def test_links_of_the_text_hold_where_it_is_read() -> None:
    links = [(page, target) for page in TEXTS for target in LINK.findall(page.read_text("utf-8"))]
    for page, target in links:
        path, _, fragment = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        file = page.parent / path if path else page
        assert file.exists(), (_name(page), target)
        if fragment:
            headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
            assert fragment in slugs, (_name(page), target)


def test_every_option_that_a_page_names_is_there() -> None:
    known = docs_blocks.options() | OF_OTHERS
    for page in TEXTS:
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page.read_text("utf-8")))
        assert named <= known, (_name(page), named - known)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/new-tool.md", "docs/decisions.md"])
def test_every_file_that_a_recipe_names_is_there(page: str) -> None:
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r"`([\w.]+(?:/[\w.]+)+/?)`", text)
    assert named
    for path in named:
        assert (ROOT / path).exists() or (ROOT / "engagekit" / path).exists(), path


def test_every_block_says_its_language() -> None:
    known = {*docs_blocks.KINDS, *docs_blocks.NOT_RUN}
    for page in TEXTS:
        fences = re.findall(r"^```(.*)$", page.read_text("utf-8"), re.MULTILINE)
        unknown = {fence for fence in fences[::2] if not fence.startswith("{")} - known
        assert unknown == set(), _name(page)


@pytest.mark.parametrize("page", [page for page in TEXTS if page.name not in LONG], ids=_name)
def test_the_code_of_a_page_runs(
    page: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _with_sample(tmp_path)
    blocks = docs_blocks.blocks(page)
    needs = any("tables" in one.text for one in blocks if one.language in ("python", "pycon"))
    tables = request.getfixturevalue("preloaded") if needs else None
    names: dict[str, Any] = {"ek": ek, "tables": tables}
    for block in blocks:
        where = f"{_name(page)}:{block.line}"
        if block.language == "python":
            docs_blocks.python(block, names, where)
        elif block.language == "pycon":
            docs_blocks.pycon(block, names, where)
        elif block.language == "toml":
            docs_blocks.toml(block, where)
        elif block.language == "sh":
            docs_blocks.sh(block, where)
        assert block.language != "console", f"{where}: pages that run commands stand in LONG"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(LONG))
def test_a_tutorial_says_what_comes_of_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kit = tmp_path / "kit"  # a tutorial makes its project in it or beside it
    kit.mkdir()
    _with_sample(kit)
    monkeypatch.chdir(kit)
    monkeypatch.setattr(sys, "argv", ["engagekit"])
    printed: Callable[[], str] = lambda: capsys.readouterr().out  # noqa: E731
    names: dict[str, Any] = {}
    for block in docs_blocks.blocks(DOCS / name):
        where = f"{name}:{block.line}"
        if block.language == "console":
            docs_blocks.console(block, printed, where)
        elif block.language == "pycon":
            docs_blocks.pycon(block, names, where)
        elif block.language == "toml":
            docs_blocks.toml(block, where)


def test_every_setting_has_its_sentence_and_every_sentence_its_setting() -> None:
    written = tomllib.loads((DOCS / "settings.toml").read_text("utf-8"))
    parts = [Settings, *_parts(Settings)]
    keys = {part.__name__: set(part.model_fields) for part in parts}
    # of the settings themselves only what is no part: the others have a table of their own
    keys["Settings"] = {"targets", "groups", "totals"}
    assert {name: set(words) for name, words in written.items()} == keys
    for words in written.values():
        assert all(text.endswith((".", ".`")) for text in words.values())


def _parts(part: Any) -> Iterator[type[BaseModel]]:
    """The parts inside a part of the settings, and those inside them."""
    for field in part.model_fields.values():
        waiting = [field.annotation]
        while waiting:
            one = waiting.pop()
            waiting += getattr(one, "__args__", ())
            if isinstance(one, type) and issubclass(one, BaseModel):
                yield one
                yield from _parts(one)
