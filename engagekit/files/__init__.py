"""One raw file, opened safely: bytes to text, workbooks to cells, archives to members.

May import
    errors, settings, locale, tables. Only this room opens raw exports; it knows cells and texts and
    nothing of tools, people or measures.

Hands on
    `source_file.open_export` gives an `Export`: its sheets of text cells, encoding, delimiter and
    hash, with notes on what was strange; `archive.each_of` the members of a ZIP. Every cell is text
    as the file has it: nothing is guessed here, `parsing` makes it a number or a day.

How to add a format
    A module that turns bytes into sheets of text cells, called in `source_file` by the first bytes
    of the file and never by its name alone; what it refuses is an `ExportError` that says what the
    file is and how to export it again.
"""
