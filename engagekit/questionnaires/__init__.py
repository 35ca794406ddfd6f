"""Questionnaires: items of the question bank as files that survey tools take.

May import
    errors, settings. It reads no answers.

Hands on
    `questionnaire`: the name and the bytes of each file for a tool.

How to add a tool
    A function of items, languages and the library's name in `text_files` or `table_files` that
    returns bytes, and its line in `WRITERS`; then the way back in ``tests/questionnaires``: the
    robot answers, the export is written, and the topline tells the truth.
"""

from engagekit.questionnaires.questionnaire import WRITERS, questionnaire

__all__ = ["WRITERS", "questionnaire"]
"""Every tool with its writer."""
