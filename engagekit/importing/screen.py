"""An import on the screen, the same in a terminal and in a notebook."""

from collections.abc import Sequence

from engagekit.errors import shorten
from engagekit.importing.draft import Draft
from engagekit.importing.preview import Preview, of_preview
from engagekit.importing.questions import Question

ROWS = 5
"""Rows above and below the header that are shown."""
SAID_IN_WORDS = ("scales", "questions")
"""Questions whose words say their name already."""


def as_text(wanted: Draft, asked: Sequence[Question], shown: Preview) -> str:
    """Return the whole import: first rows, questions, preview, what to do next."""
    lines = [wanted.path.name, *first_rows(wanted), "", *questions(asked)]
    if not asked[0].is_open:
        lines += ["", *of_preview(shown)]
    return "\n".join([*lines, "", next_step(wanted, shown.asks)])


def first_rows(wanted: Draft) -> list[str]:
    """Return the rows around the header, the header marked."""
    table = wanted.table
    first = max(table.header_row - ROWS, 0)
    last = table.header_row + max(table.header_rows, 1) + ROWS
    shown = []
    for index in range(first, min(last, table.sheet.last_row + 1)):
        is_header = table.header_row - 1 <= index < table.header_row - 1 + table.header_rows
        cells = " | ".join(shorten(cell, 20) for cell in table.sheet.row(index))
        shown.append(f"{'header' if is_header else '':>6} {index + 1:>4}  {shorten(cells, 110)}")
    return shown


def questions(asked: Sequence[Question]) -> list[str]:
    """Return the questions with their answers, numbered."""
    return [f"{number}. {question(one)}" for number, one in enumerate(asked, 1)]


def question(one: Question) -> str:
    """Return one question on a line: its name, its text, its answer or what is marked."""
    choices = f" ({', '.join(one.options)})" if one.options else ""
    answer = one.said or (f"[{one.marked}]" if one.marked else f"?{choices}")
    meaning = one.options.get(one.answer, "")
    said = f" = {meaning}" if meaning else ""
    cells = f" ({'; '.join(shorten(cell, 24) for cell in one.cells)})" if one.cells else ""
    name = "" if one.key[0] in SAID_IN_WORDS else f" {one.name}"
    return f"{one.text}{name}: {answer}{said}{cells}"


def next_step(wanted: Draft, open_ones: Sequence[Question]) -> str:
    """Return the call that goes on."""
    said = dict(wanted.said)
    for one in open_ones[:1]:
        said |= one.answered(next(iter(one.options), "..."))
    given = "".join(f", {name}={answer!r}" for name, answer in said.items())
    call = f"ek.import_file({str(wanted.path)!r}{given})"
    return call if open_ones else f"{call}.confirm()"
