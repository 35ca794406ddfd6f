"""The load on one page: files, rows, what was set aside, problems, and the data grade."""

from typing import TYPE_CHECKING

from engagekit.facts import reading
from engagekit.locale.analyst import ENGLISH
from engagekit.sections.gate import Gate
from engagekit.tables.cache import count_rows
from engagekit.tables.screen import html_text

if TYPE_CHECKING:
    from engagekit.tables.tables import Tables

SHOWN = 20


def lines(tables: "Tables") -> list[tuple[str, list[str]]]:
    """Headings with their lines."""
    say = ENGLISH.say
    files = []
    for one in tables.origins:
        given = {"file": one.file, "tool": one.tool, "why": one.why}
        text = say("load.file", read=one.rows_read, kept=one.rows_kept, **given)
        dropped = len(one.dropped_columns)
        files.append(say("load.dropped", text=text, n=dropped) if dropped else text)
    aside = [
        say("load.aside", file=part.file, n=part.rows, reason=part.reason)
        for part in tables.left_out
    ]
    sheets = [say("load.sheet", name=name, n=count_rows(of)) for name, of in tables.frames.items()]
    links = []
    for name in ("attendance", "touches"):
        if tables.has(name):
            rows = reading.rows(tables, name, "contact_id", "linked_by")
            linked = int(rows["contact_id"].notna().sum())
            alone = int((rows["linked_by"] == "name").sum())
            links.append(say("load.links", name=name, linked=linked, n=len(rows), alone=alone))
    return [
        (say("gate.grade"), [Gate(tables).grade_line]),
        (say("gate.files"), files),
        (say("load.sheets"), sheets),
        (say("load.people"), links),
        (say("load.left_out"), aside),
        (say("load.problems"), [*map(str, tables.faults)]),
    ]


def as_text(tables: "Tables") -> str:
    """The page as plain text, with every line: whoever asks for all of it finds it here."""
    return "\n\n".join(
        "\n".join([heading, *[f"  {line}" for line in matches or [ENGLISH.say("load.none")]]])
        for heading, matches in lines(tables)
    )


def as_html(tables: "Tables") -> str:
    """The page as a notebook shows it."""
    parts = []
    for at, (heading, matches) in enumerate(lines(tables)):
        items = "".join(f"<li>{html_text(line)}</li>" for line in matches[:200])
        opened = " open" if at < 2 and len(matches) <= SHOWN else ""
        parts.append(
            f"<details{opened}><summary>{html_text(heading)} ({len(matches)})</summary>"
            f"<ul>{items}</ul></details>"
        )
    return "".join(parts)
