"""The site: it is built without a warning, its links hold, its code runs."""

from __future__ import annotations

import re
import sys
import tomllib
import warnings
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pydantic import BaseModel

import engagekit as ek
from engagekit.sections.registry import functions
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables
from tests import docs_blocks

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)
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


class _Page(HTMLParser):
    """The ids of a page, and what it links to or shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.images = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids |= {found["id"] or ""} if "id" in found else set()
        target = found.get("href" if tag in ("a", "link") else "src")
        if target:
            self.targets.append(target)
        self.images += tag == "img" and "gallery/" in (target or "")


@pytest.fixture(scope="module")
def site(
    sample: Tables, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, dict[str, _Page]]]:
    """The folder of the built site and its pages; a warning of Sphinx fails the build."""
    from sphinx.application import Sphinx

    from engagekit.loading.preloaded import use

    folder = tmp_path_factory.mktemp("site")
    before = list(sys.path)
    with warnings.catch_warnings(), use(ROOT / "data" / "sample", sample):
        warnings.simplefilter("ignore")
        builder = Sphinx(
            str(DOCS), str(DOCS), str(folder), str(folder / ".doctrees"), "html",
            status=None, warningiserror=True, exception_on_warning=True,
        )  # fmt: skip
        builder.build()
    sys.path[:] = before
    pages = {
        file.relative_to(folder).as_posix(): _Page(file.read_text("utf-8"))
        for file in folder.rglob("*.html")
    }
    yield folder, pages


@pytest.mark.slow
def test_every_page_is_built_and_every_link_holds(site: tuple[Path, dict[str, _Page]]) -> None:
    folder, pages = site
    for page in PAGES:
        assert page.relative_to(DOCS).with_suffix(".html").as_posix() in pages
    dead = []
    for name, page in pages.items():
        for target in page.targets:
            path, _, fragment = target.partition("#")
            if re.match(r"[a-z]+:", path):
                continue
            file = (
                (folder / name).parent / unquote(path).partition("?")[0] if path else folder / name
            )
            inside = file.resolve()
            if not inside.is_file():
                dead.append(f"{name}: {target}")
            elif fragment and inside.suffix == ".html":
                other = pages[inside.relative_to(folder.resolve()).as_posix()]
                if fragment not in other.ids:
                    dead.append(f"{name}: {target}")
    assert not dead


@pytest.mark.slow
def test_nothing_is_loaded_from_elsewhere(site: tuple[Path, dict[str, _Page]]) -> None:
    folder, pages = site
    for name in pages:
        text = (folder / name).read_text("utf-8")
        loads = re.findall(r'(?:<script|<link|<img)[^>]*(?:src|href)="(https?:[^"]+)"', text)
        assert not loads, name


@pytest.mark.slow
def test_the_reference_has_every_section_and_the_gallery_its_figures(
    site: tuple[Path, dict[str, _Page]],
) -> None:
    folder, pages = site
    for name in functions():
        assert f"engagekit.sections.{name}" in pages["reference/sections.html"].ids
    for name in ek.__all__:
        if callable(getattr(ek, name)):
            assert f"engagekit.{name}" in pages["reference/python.html"].ids
    drawn = len(list((folder / "_static" / "gallery").glob("*.svg")))
    assert pages["gallery.html"].images == drawn > 40


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


@pytest.mark.slow
def test_a_page_of_the_reference_is_written_anew_by_each_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sphinx.application import Sphinx

    source, built = tmp_path / "docs", tmp_path / "html"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["myst_parser", "registries"]\n', "utf-8")
    (source / "index.md").write_text("# Tools\n\n```{registry} tools\n```\n", "utf-8")
    monkeypatch.syspath_prepend(str(DOCS))
    import registries  # a module of the site, found by the line above

    for word in ("before", "after"):
        monkeypatch.setitem(registries.WRITERS, "tools", lambda word=word: iter([word]))
        Sphinx(str(source), str(source), str(built), str(built), "html", status=None).build()
        assert word in (built / "index.html").read_text("utf-8")
