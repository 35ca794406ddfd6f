"""Commands on the answers to a survey: topline and crosstab."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from engagekit.cli.terminal import aligned, echo

FOLDER = typer.Argument(help="Project, folder with the exports, or one file.")
AS_JSON = typer.Option("--json", help="One JSON document.")


def topline(
    folder: Annotated[Path | None, FOLDER] = None,
    survey: Annotated[
        str | None, typer.Option("--survey", help="Its id; default: the last.")
    ] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", help="An earlier survey by its id, or 'before'.")
    ] = None,
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Say what was answered to every question of a survey. Small groups are not hidden here.

    Example: engagekit topline data/raw
    """
    from engagekit import sections
    from engagekit.loading import load
    from engagekit.measures import topline_document

    tables = load.load(folder or "")
    if as_json:
        document = topline_document.document(tables, survey=survey, compare=compare)
        echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    tell(sections.topline(tables, survey=survey, compare=compare))


def crosstab(
    rows: Annotated[str, typer.Argument(help="A question by its id or a part of its wording.")],
    by: Annotated[
        str, typer.Argument(help="department, role_level, site, reached, or a question.")
    ],
    folder: Annotated[Path | None, FOLDER] = None,
    survey: Annotated[
        str | None, typer.Option("--survey", help="Its id; default: the last.")
    ] = None,
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Say how answers to one question go with another, or with a group. Small ones are not hidden.

    Example: engagekit crosstab Overall department data/raw
    """
    from engagekit import sections
    from engagekit.loading import load
    from engagekit.measures import topline_document

    tables = load.load(folder or "")
    if as_json:
        document = topline_document.cross_document(tables, rows, by, survey=survey)
        echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    tell(sections.crosstab(tables, rows=rows, by=by, survey=survey))


def tell(section: Any) -> None:
    """Print a section as lines: its finding, then its table with columns side by side."""
    from engagekit.presentation.table import table
    from engagekit.wording import finding

    echo(finding(section))
    made = table(section, str(section.settings.get("language", "en")))
    if made is None:
        return
    echo(aligned(made.headers, made.rows, made.numeric))
