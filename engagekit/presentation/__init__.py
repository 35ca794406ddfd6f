"""Presentation: what a notebook and a report both show of a section, before either has a format.

May import
    errors, settings, locale, tables, measures, figures. It draws nothing and opens nothing.

Hands on
    `section.Section` (a frame with the names of its figure and its sentence) and its bundle, which
    a notebook carries to the report; `table.table`, the numbers as a reader reads them.

How to add a way of showing a frame
    A function from a `Section` and a language to plain data (texts, flags), with no markup in it:
    the notebook, the page, the workbook and the slides each dress it themselves.
"""

from engagekit.presentation import banner_table, topline_table  # noqa: F401 - they make their layouts known
