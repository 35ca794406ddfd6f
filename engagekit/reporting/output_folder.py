"""The two copies of a report on disk: ``private/`` and ``board/``, written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.reporting.document.document import Content
from engagekit.reporting.document.output_options import Choices
from engagekit.reporting.html.page import Drawn

MAIN = "library-engagement"
"""What the quarterly report is called in file names."""
QUARTERLY = "quarterly_report"


def stem(content: Content, notebook: str) -> str:
    """The name of a report's files, without a suffix: ``2026-27_Q2_library-engagement``."""
    name = Path(notebook).stem
    return f"{period_name(content)}_{MAIN if name == QUARTERLY else name.replace('_', '-')}"


def period_name(content: Content) -> str:
    """A period as it stands in names of files and folders, sorted by time."""
    return file_name(content.period.get("label", ""))


def file_name(label: str) -> str:
    """The label of a period as it stands in names of files and folders.

    Examples
    --------
    >>> file_name("FY2026-27 Q2"), file_name("2026-04-01..2026-09-30")
    ('2026-27_Q2', '2026-04-01_to_2026-09-30')
    """
    plain = label.removeprefix("FY").replace("..", "_to_").replace(" ", "_")
    return "".join(sign for sign in plain if sign.isalnum() or sign in "-_") or "no-period"


def last_day(content: Content) -> date:
    """The last day of the period: every date that a file carries."""
    end = content.period.get("end")
    return date.fromisoformat(end[:10]) if end else date(1980, 1, 1)


def office(content: Content, results: Mapping[str, Any], choices: Choices) -> dict[str, bytes]:
    """The files of a copy that need no drawing: workbook, slides, results.json."""
    from engagekit.reporting.document.results import as_text

    result: dict[str, bytes] = {}
    if "xlsx" in choices.formats:
        from engagekit.reporting.office.workbook import workbook

        result[".xlsx"] = workbook(content, results, last_day(content), choices)
    if "pptx" in choices.formats:
        from engagekit.reporting.office.slides import slides

        result[".pptx"] = slides(content, last_day(content), choices)
    result["results.json"] = as_text(results).encode("utf-8")
    return result


def pages(
    content: Content, drawn: Mapping[str, Drawn], choices: Choices, browser: Any
) -> dict[str, bytes]:
    """The HTML of a copy and, where there is a browser, its PDF."""
    from engagekit.reporting.html.page import render

    result: dict[str, bytes] = {}
    if "html" in choices.formats:
        html = render(
            content, drawn, interactive=choices.interactive, brand=choices.brand, logo=choices.logo
        )
        result[".html"] = html.encode("utf-8")
    if "pdf" in choices.formats and browser is not None:
        result[".pdf"] = _pdf(content, drawn, choices, browser)
    return result


def _pdf(content: Content, drawn: Mapping[str, Drawn], choices: Choices, browser: Any) -> bytes:
    """The page through the browser, with its properties set."""
    from engagekit.locale.words import say
    from engagekit.reporting.html.page import render
    from engagekit.reporting.html.pdf import finished

    html = render(content, drawn, brand=choices.brand, logo=choices.logo)
    words = (say("report.page", content.language), say("report.of", content.language))
    printed = browser.pdf(html, choices.paper, words)
    author = ", ".join(part for part in (content.library, content.organisation) if part)
    return finished(
        printed, f"{content.title}, {content.span}", author, content.verdict, last_day(content)
    )


def put(
    folder: Path, name: str, notebook: str, made: Mapping[str, Mapping[str, bytes]]
) -> list[Path]:
    """Write copies: everything into a temporary folder first, then each file to its place.

    Parameters
    ----------
    folder : Path
        ``<out>/<period>``.
    name : str
        Stem of the files.
    notebook : str
        File name of the notebook.
    made : mapping
        ``private`` and, where it may be published, ``board``: suffix to bytes. A board copy of the
        same name that may no longer stand is removed.

    Returns
    -------
    list of Path
        The files, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=".engagekit-", dir=folder))
    try:
        places: list[tuple[Path, Path]] = []
        for copy, parts in made.items():
            for suffix, data in parts.items():
                target = folder / copy / _file_name(folder / copy, suffix, name, notebook)
                ready = waiting / f"{copy}-{target.name}"
                ready.write_bytes(data)
                places.append((ready, target))
        _remove_stale(folder, name, notebook, {target for _, target in places})
        for ready, target in places:
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.replace(target)
        return [target for _, target in places]
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _file_name(folder: Path, suffix: str, name: str, notebook: str) -> str:
    """The name of a file; another notebook's results.json is never written over."""
    if suffix != "results.json":
        return f"{name}{suffix}"
    standing = folder / "results.json"
    if standing.is_file() and _made_by(standing) != notebook:
        return f"{name}.results.json"
    return "results.json"


def _made_by(results: Path) -> str:
    """The notebook that a results.json was made by."""
    try:
        matches: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
        return str(matches["report"]["notebook"])
    except (ValueError, KeyError, TypeError):
        return ""


def _remove_stale(folder: Path, name: str, notebook: str, kept: set[Path]) -> None:
    """Remove files of an earlier run of the same report that this run did not make."""
    for copy in ("private", "board"):
        for standing in (folder / copy).glob("*"):
            ours = standing.name.startswith(f"{name}.") or (
                standing.name == "results.json" and _made_by(standing) == notebook
            )
            if ours and standing not in kept:
                standing.unlink()
        if (folder / copy).is_dir() and not any((folder / copy).iterdir()):
            (folder / copy).rmdir()
