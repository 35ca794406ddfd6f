"""The load on one page: files, rows, what was set aside, problems, and the data grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagekit.errors import DataError
from engagekit.measures import _frames
from engagekit.tables.cache import count_rows
from engagekit.tables.screen import html_text

if TYPE_CHECKING:
    from engagekit.tables.tables import Tables

SHOWN = 20


def lines(tables: Tables) -> list[tuple[str, list[str]]]:
    """Headings with their lines, in words."""
    files = [
        f"{source.file}: {source.tool}, because {source.why}; {source.rows_read} rows read, "
        f"{source.rows_kept} kept"
        + (f"; {len(source.dropped_columns)} columns dropped" if source.dropped_columns else "")
        for source in tables.origins
    ]
    aside = [f"{part.file}: {part.rows} rows, {part.reason}" for part in tables.left_out]
    faults = [str(fault) for fault in tables.faults]
    sheets = [f"{name}: {count_rows(frame)} rows" for name, frame in tables.frames.items()]
    return [
        ("Data grade", [grade_line(tables)]),
        ("Files", files),
        ("Sheets", sheets),
        ("People", _links(tables)),
        ("Set aside", aside),
        ("Problems", faults),
    ]


def _links(tables: Tables) -> list[str]:
    """How many rows of each table belong to a contact, those by a name alone apart."""
    matches = []
    for name in ("attendance", "touches"):
        if not tables.has(name):
            continue
        rows = _frames.rows(tables, name, "contact_id", "linked_by")
        linked = int(rows["contact_id"].notna().sum())
        by_name = int((rows["linked_by"] == "name").sum())
        matches.append(
            f"{name}: {linked} of {len(rows)} rows belong to a contact, "
            f"{by_name} of them by a name alone"
        )
    return matches


def grade_line(tables: Tables) -> str:
    """The data grade of the last complete quarter, or why there is none."""
    from engagekit.locale.words import say
    from engagekit.measures import data_grade
    from engagekit.measures._coverage import asked_period

    try:
        period = asked_period(tables, None)
        matches = data_grade.grade(tables, period)
    except DataError as error:
        return f"none. {error}"
    share = {"share": f"{matches.share:.0%}"} if matches.share is not None else {}
    return f"{matches.letter} for {period.label}: {say(f'data.{matches.reason}', 'en', **share)}"


def as_text(tables: Tables) -> str:
    """The page as plain text, with every line: whoever asks for all of it finds it here."""
    return "\n\n".join(
        "\n".join([heading, *[f"  {line}" for line in matches or ["none"]]])
        for heading, matches in lines(tables)
    )


def as_html(tables: Tables) -> str:
    """The page as a notebook shows it."""
    parts = []
    for heading, matches in lines(tables):
        items = "".join(f"<li>{html_text(line)}</li>" for line in matches[:200])
        opened = " open" if heading in ("Data grade", "Files") and len(matches) <= SHOWN else ""
        parts.append(
            f"<details{opened}><summary>{html_text(heading)} ({len(matches)})</summary>"
            f"<ul>{items}</ul></details>"
        )
    return "".join(parts)
