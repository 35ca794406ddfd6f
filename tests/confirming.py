"""Files of tests imported as a person does it, the answers in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engagekit.importing.answers import column_named
from engagekit.importing.kinds import NONE, kinds
from engagekit.importing.record import as_text
from engagekit.importing.session import Import, import_file
from engagekit.tables.schema import TABLES

PLAIN = {
    "touch_id": NONE, "title": "file", "started_at": "file", "status": "attended",
    **dict.fromkeys(("department", "email", "contact_id", "joined_on", "left_on"), NONE),
}  # fmt: skip
"""What a test means that does not say it: each row is one, the event is in title or file name."""
SAME = {"date_order": "dates", "decimal": "decimal"}


@dataclass(frozen=True)
class Confirmed:
    """A shape as it was confirmed."""

    path: Path
    text: str
    wanted: Import


def map_file(
    path: str | Path,
    *,
    table: str,
    given: Mapping[str, str] | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    dry_run: bool = False,
) -> Confirmed:
    """Confirm a file for a table.

    ``given``: field to header or text; ``field.word``: what a word of the file means; an answer that
    a test leaves out is what is marked, or `PLAIN`.
    """
    row = next(name for name, kind in kinds().items() if kind.table == table)
    said: dict[str, Any] = {"row": row}
    said |= {"sheet": sheet} if sheet else {}
    said |= {"header_row": header_row} if header_row else {}
    wanted = import_file(path, **said)
    for name, answer in (given or {}).items():
        field, dot, word = name.partition(".")
        if name == "ignored":
            continue
        if dot:
            wanted = wanted.set(words={field: {word: answer}})
        elif name in SAME:
            wanted = wanted.set(**{SAME[name]: answer})
        elif isinstance(answer, str) and _is_text(wanted, table, name, answer):
            wanted = wanted.set(always={name: answer})
        else:
            wanted = wanted.set(**{name: answer})
    if wanted.kind.ask("own_log") and "own_log" not in (given or {}):
        wanted = wanted.set(own_log="no")
    for question in wanted.open:
        if question.name in PLAIN:
            wanted = wanted.set(**{question.name: PLAIN[question.name]})
        elif question.key[0] == "words":
            wanted = wanted.set(**question.answered(NONE))
        elif question.key[0] == "units":  # what the file says
            wanted = wanted.set(**question.answered(next(iter(question.options))))
    place = wanted.confirm(dry_run=dry_run)
    text = as_text(wanted.record(), wanted.path.name)
    return Confirmed(place, text, wanted)


def _is_text(wanted: Import, table: str, name: str, answer: str) -> bool:
    """Return whether an answer is a text for all rows."""
    fields = TABLES[table if table != "responses" else "respondents"]
    is_text = name in fields.names and fields[name].kind in ("text", "id")
    return (
        is_text
        and answer != NONE
        and column_named(wanted.columns, answer) is None
        and name != "period"
    )
