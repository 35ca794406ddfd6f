"""Write what the code knows best: reference, gallery, the notebooks' outputs (``make docs``).

What stands above `MARK` on such a page is written by hand and stays; what stands below is written
here, from the registries, the docstrings and the sample. The notebooks run on the sample and keep
their words, tables and pictures, without the live figures. Tests compare all of it.
"""

from __future__ import annotations

import base64
import html
import inspect
import json
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel

import engagekit as ek
from engagekit import errors, measures
from engagekit.cli.app import app, exit_code
from engagekit.figures import live
from engagekit.figures.picture import svg
from engagekit.locale.catalogue import read
from engagekit.locale.definitions import PARTS, definitions
from engagekit.mapping.shipped import all_tools
from engagekit.measures.engine import Metric
from engagekit.measures.registry import MEASURES
from engagekit.notebook_display import PLOTLY
from engagekit.presentation.section import Section
from engagekit.reporting.pipeline import FAILED, UNPUBLISHED
from engagekit.reporting.run import execute
from engagekit.sections.registry import QUESTIONS, Question, call_of
from engagekit.settings.schema import Settings
from engagekit.tables.dictionary import as_markdown

DOCS = Path(__file__).parent
ROOT = DOCS.parent
MARK = "<!-- What follows is written from the code: make docs -->"
SOMEWHERE, SOME_DAY = "/home/you/engagekit", "2026-10-15"
"""What stands in kept outputs for the folder and the day of the run."""
SAMPLE_QUARTER = "FY2026-27 Q2"
BY_DEPARTMENT = {"reach", "satisfaction"}
"""Sections whose figure shows more in groups than as one bar."""
OF = {
    "people": "people",
    "acts": "acts of people, protected as people are",
    "things": "things",
    "survey": "people who answered",
    "unknown": "not said",
}


def rows(headings: Iterable[str], body: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    names = list(headings)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for cells in body:
        yield "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"
    yield ""


def tables() -> Iterator[str]:
    """Yield each tidy table with its columns."""
    text = as_markdown()
    yield from text[text.index("### ") :].replace("### ", "## ").splitlines()


def tool_rows() -> list[tuple[str, str]]:
    """Return each tool that is read, with the tables that its files give."""
    given: dict[str, set[str]] = {}
    for tool in all_tools():
        given.setdefault(tool.TOOL, set()).update(tool.TABLES)
    return sorted(((tool, ", ".join(sorted(names))) for tool, names in given.items()), key=folded)


def folded(row: tuple[str, ...]) -> str:
    """Return the first cell of a row as it is sorted."""
    return row[0].casefold()


def tools() -> Iterator[str]:
    """Yield each tool whose exports are read as they are."""
    yield from rows(("tool", "tables"), tool_rows())


def settings() -> Iterator[str]:
    """Yield each section of engagekit.toml with its keys."""
    words = tomllib.loads((ROOT / "docs" / "settings.toml").read_text("utf-8"))
    for name, field in Settings.model_fields.items():
        parts = list(models(field.annotation))
        yield f"## `[{name}]`\n"
        if not parts:
            yield f"{words['Settings'][name]}\n"
        for part in parts:
            if part is not parts[0]:
                yield f"### {part.__name__}\n"
            yield f"{inspect.getdoc(part).partition(chr(10) * 2)[0]}\n"
            yield from rows(
                ("key", "what it says", "value", "default"),
                (
                    (
                        f"`{key}`",
                        words[part.__name__][key],
                        kind(one.annotation),
                        "**must be given**" if one.is_required() else default(one.default),
                    )
                    for key, one in part.model_fields.items()
                ),
            )


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the parts of the settings that an annotation names, and the parts inside them."""
    if is_model(annotation):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for inner in getattr(annotation, "__args__", ()):
        yield from models(inner)


def is_model(thing: Any) -> bool:
    """Return whether a thing is a model of pydantic."""
    return inspect.isclass(thing) and issubclass(thing, BaseModel)


def kind(annotation: Any) -> str:
    """Return the kind of a value in words.

    Examples
    --------
    >>> kind(tuple[str, ...]), kind(dict[str, float]), kind(bool | None)
    ('list of text', 'table of number', 'true or false')
    """
    names = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    origin, arguments = getattr(annotation, "__origin__", None), getattr(annotation, "__args__", ())
    inner = [one for one in arguments if one not in (type(None), Ellipsis)]
    if annotation in names:
        return names[annotation]
    if origin is tuple:
        return f"list of {kind(inner[0])}"
    if origin is dict:
        return f"table of {kind(inner[-1])}"
    if str(annotation).startswith("typing.Literal"):
        return ", ".join(f"`{one}`" if one else "empty" for one in arguments)
    if inner:
        return " or ".join(dict.fromkeys(map(kind, inner)))
    if is_model(annotation):
        return str(annotation.__name__)
    return str(getattr(annotation, "__name__", annotation))


def default(value: Any) -> str:
    """Return a default as engagekit.toml has it."""
    if value is None or isinstance(value, BaseModel):
        return ""
    return f"`{json.dumps(value, ensure_ascii=False, default=str)}`"


def measure_pages() -> Iterator[str]:
    """Yield each measure with its formula, its source and its caveat."""
    words = definitions("en")
    for name, record in MEASURES.items():
        parts = words.get(name, {})
        heading = parts.get("name", name).replace("{number}", "N")
        yield f"## {heading.replace('{', '').replace('}', '')}\n"
        yield f"`{name}`, {record.unit or 'unit of its row'}; counts {OF[record.of]}.\n"
        yield from rows(
            ("", ""),
            ((part, html.escape(parts[part])) for part in (*PARTS, "standard") if part in parts),
        )


def titled(question: Question) -> str:
    """Return the title of a question, its id where a title hangs on options."""
    messages = read("en").messages
    return messages.get(f"section.{question.id}", question.summary.rstrip("."))


def documented(name: str, thing: Any) -> str:
    """Return how a thing is called and its docstring."""
    # a model of pydantic would have every default in its signature; see the settings page
    signature = "" if is_model(thing) else str(inspect.signature(thing)).replace("'", "")
    return f"```text\n{name}{signature}\n\n{inspect.getdoc(thing)}\n```\n"


def by_notebook() -> list[tuple[str, list[Question]]]:
    """Return the questions of each notebook, in the order of the notebooks."""
    notebooks: dict[str, list[Question]] = {}
    for question in QUESTIONS.values():
        notebooks.setdefault(question.notebook, []).append(question)
    return sorted(notebooks.items())


def chapter(notebook: str) -> str:
    """Return the heading of a notebook: its title, then the file."""
    (file,) = (ROOT / "notebooks").rglob(f"{notebook}.ipynb")
    title = "".join(json.loads(file.read_text("utf-8"))["cells"][0]["source"]).splitlines()[0]
    return f"#{title}\n\n`{notebook}`\n"


def section_pages() -> Iterator[str]:
    """Yield each section, by the notebook that shows it."""
    for notebook, questions in by_notebook():
        yield chapter(notebook)
        for question in questions:
            if question.of:
                continue  # an option of another: told there
            yield f"### {question.id}: {titled(question)}\n"
            function = getattr(ek.sections, question.id)
            yield documented(f"ek.sections.{question.id}", function)
    yield "## A section of your own\n"
    yield documented("ek.sections.own", ek.sections.own)


def python() -> Iterator[str]:
    """Yield every public name of the package, then every measure."""
    for name in ek.__all__:
        thing = getattr(ek, name)
        if callable(thing):
            yield f"## ek.{name}\n"
            yield documented(f"ek.{name}", thing)
    yield "## A section\n"
    yield documented("ek.sections.Section", Section)


def measure_functions() -> Iterator[str]:
    """Yield every function of `engagekit.measures`."""
    for name, function in sorted(vars(measures).items()):
        if inspect.isfunction(function) or isinstance(function, Metric):
            yield f"## {name}\n"
            yield documented(f"ek.measures.{name}", function)


def commands() -> Iterator[str]:
    """Yield every command with its options."""
    main = typer.main.get_command(app)
    yield from command("engagekit", main)


def command(path: str, one: Any) -> Iterator[str]:
    """Yield a command, or those of a group."""
    inner = getattr(one, "commands", None)
    help_text = inspect.cleandoc(one.help or "")
    words, _, example = help_text.partition("Example: ")
    yield f"## {path}\n"
    yield f"{words.strip()}\n"
    if example:
        yield f"```sh\n{example.strip()}\n```\n"
    shown = [part for part in one.params if not getattr(part, "hidden", False)]
    cells = [
        (
            f"`{', '.join(part.opts)}`" if part.param_type_name == "option" else f"`{part.name}`",
            (getattr(part, "help", "") or "").replace("<", "&lt;"),
        )
        for part in shown
        if "--install-completion" not in part.opts and "--show-completion" not in part.opts
    ]
    if cells:
        yield from rows(("", "what it says"), cells)
    for name, each in (inner or {}).items():
        if not each.hidden:
            yield from command(f"{path} {name}", each)


def messages() -> Iterator[str]:
    """Yield the exit codes, the kinds of error, and why something may not be measured."""
    yield "## Exit codes\n"
    kinds = [
        one
        for one in vars(errors).values()
        if inspect.isclass(one) and issubclass(one, errors.EngagekitError)
    ]
    yield from rows(
        ("code", "error", "what it means"),
        sorted(
            (str(exit_code(one(""))), f"`{one.__name__}`", inspect.getdoc(one).split("\n\n")[0])
            for one in kinds
        ),
    )
    yield (
        "`engagekit check` also ends with 3 where a file is not read, and with 1 where something "
        f"must be looked at; `engagekit report` with {UNPUBLISHED} where the board copy could not "
        f"be published, and with {FAILED} where the report was made and a section of it failed.\n"
    )
    yield "## Not measured\n"
    yield (
        "Where something cannot be measured a report says why in one sentence, and what it "
        "needs. These are all of them; `{name}` stands for a word of your data.\n"
    )
    for key, text in sorted(read("en").messages.items()):
        if key.startswith("missing."):
            yield f"- {html.escape(text)}"
    yield ""


def measured(question: Question, data: Any) -> Section:
    """Return the section of a question on the sample."""
    by = ", by='department'" if question.id in BY_DEPARTMENT else ""
    call = f"{call_of(question)[:-1]}{by}, during={SAMPLE_QUARTER!r})"
    section: Section = eval(call, {"ek": ek, "sections": ek.sections, "tables": data})
    return section


def gallery(data: Any) -> Iterator[str]:
    """Yield every section on the sample with its finding and, where it has one, its figure."""
    for notebook, questions in by_notebook():
        yield chapter(notebook)
        for question in questions:
            if question.id == "compared":
                continue  # needs two reports; the sample alone has none
            section = measured(question, data)
            yield f"### {section.title}\n"
            if section.text != section.title:  # a list has no finding of its own
                yield f"{html.escape(section.text)}\n"
            yield f"`ek.{call_of(question)}`\n"
            if section.figure and not section.missing:
                yield f"![{html.escape(section.title)}](gallery/{question.id}.svg)\n"


def pictures(data: Any) -> dict[str, str]:
    """Return each figure of the gallery by its file."""
    sections = {question.id: measured(question, data) for question in QUESTIONS.values()
                if question.id != "compared"}  # fmt: skip
    return {
        f"gallery/{name}.svg": svg(section.plot().to_plotly_json())
        for name, section in sections.items()
        if section.figure and not section.missing
    }


def written(data: Any) -> dict[str, str]:
    """Return what stands below the mark of each page, by its file."""
    pages = {
        "reference/tools.md": tools(),
        "reference/tables.md": tables(),
        "reference/settings.md": settings(),
        "reference/measures.md": measure_pages(),
        "reference/sections.md": section_pages(),
        "reference/python.md": python(),
        "reference/measure-functions.md": measure_functions(),
        "reference/commands.md": commands(),
        "reference/messages.md": messages(),
        "gallery.md": gallery(data),
    }
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in pages.items()}


def kept(cell: Mapping[str, Any], screen: Any) -> list[dict[str, Any]]:
    """Return the outputs of a cell that ran as the repository keeps them: words and pictures."""
    outputs = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        shown = {kind: data[kind] for kind in ("text/html", "text/plain") if kind in data}
        is_picture = "<img" in shown.get("text/html", "")
        if PLOTLY in data and not is_picture:  # live, an analyst's own
            shown = {"image/png": photographed(data[PLOTLY], screen)}
        elif "<script" in shown.get("text/html", ""):
            continue  # plotly.js, which plotly sends once before the first figure
        outputs.append({**output, "data": shown, "metadata": {}} if data else output)
    return outputs


def photographed(figure: Mapping[str, Any], screen: Any) -> str:
    """Return a live figure as a browser shows it, a PNG as text."""
    screen.set_content(live.html(figure))
    screen.wait_for_selector(".main-svg")
    picture: bytes = screen.screenshot()
    return base64.b64encode(picture).decode()


def notebook_with_outputs(file: Path, screen: Any) -> str:
    """Return a notebook as it stands in the repository, with its outputs on the sample."""
    source = json.loads(file.read_text("utf-8"))
    ran = execute.run(file, {}).notebook["cells"]
    count = 0
    for cell, done in zip(source["cells"], ran, strict=True):
        if cell["cell_type"] == "code":
            count += 1
            cell |= {"execution_count": count, "outputs": kept(done, screen)}
    text = json.dumps(source, ensure_ascii=False, indent=1) + "\n"
    return text.replace(str(ROOT), SOMEWHERE).replace(date.today().isoformat(), SOME_DAY)


def write_notebooks() -> None:
    """Run every notebook on the sample and keep its outputs in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        screen = browser.new_page(viewport={"width": 720, "height": 450})
        for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
            file.write_text(notebook_with_outputs(file, screen), encoding="utf-8")
        browser.close()


def main() -> None:
    """Write every page and every picture."""
    data = ek.load(ROOT / "data" / "sample", language="en")
    for name, text in written(data).items():
        page = DOCS / name
        by_hand = page.read_text("utf-8").partition(MARK)[0]
        page.write_text(f"{by_hand}{MARK}\n\n{text}", encoding="utf-8")
    shutil.rmtree(DOCS / "gallery", ignore_errors=True)
    (DOCS / "gallery").mkdir()
    for name, picture in pictures(data).items():
        (DOCS / name).write_text(picture, encoding="utf-8")
    write_notebooks()


if __name__ == "__main__":
    main()
