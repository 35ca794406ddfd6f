"""Answers on paper, typed into a table: a line a person, a column a question of the bank.

The headings are those of the table that ``engagekit survey make --for paper`` writes beside the
page to print, or of a table that somebody headed with the questions, numbered or not.
"""

import re
from dataclasses import replace

from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _question_bank, _survey_builder, google_forms
from engagekit.readers.survey._form import open_form, own_columns
from engagekit.readers.survey._words import words_of

TOOL = "Paper questionnaire"
TABLES = _survey_builder.TABLES
OF_THE_BANK = 0.5
"""Share of headings that are questions of the bank: a library may add as many of its own."""
_NUMBER = re.compile(r"^(?:q(?:uestion)?\s*)?\d{1,2}\s?[a-z]?\s*[.):–-]\s+", re.IGNORECASE)


def recognise(export: Export) -> Recognition | None:
    """Recognise two headings and more, half of them questions of the question bank.

    It is the kit's own table, and certain, where every heading is one beside a number and a day.
    """
    for sheet in export.visible:
        names = [_NUMBER.sub("", cell) for cell in sheet.row(0) if cell]
        asked = sum(map(_question_bank.is_asked, names))
        if asked > 1 and asked >= OF_THE_BANK * len(names) and not google_forms.recognise(export):
            why = f"{asked} of its headings are of the question bank"
            own = own_columns(names, words_of("paper.columns"))
            others = [name for place, name in enumerate(names) if place not in own]
            is_of_the_kit = all(_question_bank.is_asked(name.partition(" [")[0]) for name in others)
            return Recognition(why, certain=is_of_the_kit, sheet=sheet.name)
    return None


def read(export: Export) -> Reading:
    """Read one row a person; several choices in one cell, grids as ``Question [Row]``."""
    form = open_form(export, recognise(export))
    names = [_NUMBER.sub("", name) for name in form.names]
    rows = _question_bank.stems(names, form.cells)
    form = replace(
        form,
        names=[f"{rows[at]} [{name}]" if at in rows else name for at, name in enumerate(names)],
    )
    own = own_columns(form.names, words_of("paper.columns"))
    places, dropped = form.questions(own)
    fields = google_forms.fields(form, places, _survey_builder.SEPARATORS)
    return form.reading(form.answers(fields, own, dropped))
