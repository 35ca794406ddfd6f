"""The command on the library's services: what each costs, whom it served, how it is liked."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from engagekit.cli.survey import AS_JSON, FOLDER, tell
from engagekit.cli.terminal import echo


def services(
    folder: Annotated[Path | None, FOLDER] = None,
    quarter: Annotated[
        str, typer.Option("--quarter", help="Its label; default: the last complete one.")
    ] = "",
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Show what each service costs and how it is liked. Small numbers are not hidden.

    Example: engagekit services data/raw --quarter "FY2026-27 Q2"
    """
    from engagekit import sections
    from engagekit.loading import load

    section = sections.service_scorecard(load.load(folder or ""), during=quarter)
    if as_json:
        echo(json.dumps(_document(section), ensure_ascii=False, indent=1))
        return
    tell(section)


def _document(section: Any) -> dict[str, Any]:
    """Return the numbers of each service by their measure; an unknown one is null."""
    rows = section.frame.astype(object).where(section.frame.notna(), None)
    result: dict[str, dict[str, Any]] = {}
    for row in rows.to_dict("records"):
        parts = {name: row[name] for name in ("estimate", "low", "high", "n", "base")}
        result.setdefault(row["service"], {})[row["measure"]] = parts
    return {
        "period": dict(section.period),
        "missing": section.missing,
        "services": [{"service": name, "numbers": each} for name, each in result.items()],
    }
