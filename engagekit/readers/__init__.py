"""Readers: one module a tool, from an export to tidy tables. This page is their contract.

A reader is a module of ``survey``, ``events``, ``contacts`` or ``activity`` whose name has no
underscore in front; nothing is registered, `registry.all_readers` finds it by its place. A package
brings one by an entry point of the group ``engagekit.sources`` that names such a module.

What a reader holds (`shared.contract.Reader`)
    ``TOOL``
        Display name of the tool, e.g. ``"Microsoft Teams"``.
    ``TABLES``
        Names of the tidy tables that it gives (`engagekit.tables.schema`), the main one first.
    ``recognise(export) -> Recognition | None``
        Looks at cells, never at the file's name alone, and says what it saw. ``certain=False``
        where another tool may write the same; None for what is not its own. It never raises.
    ``read(export) -> Reading``
        The tidy tables as text (or typed) columns, the index being the row of the sheet. Every row
        is in a table or in ``set_aside`` with a reason, every column is used or in
        ``dropped_columns``: ``rows_read == rows_kept + set aside``. Doubts are ``problems`` with
        a remedy. A layout that it refuses is an `engagekit.errors.ExportError` that says what to
        export instead; any other exception is reported as an internal fault of the reader.

What it may import
    ``errors``, ``settings``, ``tables``, ``files`` (an `Export` is open already), ``parsing`` and
    ``readers.shared``; modules with an underscore of its own room (``activity`` also of
    ``contacts``: its lists name people). Never another room of readers, nor loading, measures or
    anything on their right. It opens no file itself: a neighbour of the
    export (a code book) comes from `engagekit.files.source_file.beside`.

How to add a tool: a record, and only where that does not do, two files; and fixtures
    A list of people, of enquiries, of events or of who came to them needs no code: a record of some
    35 lines, ``mapping/shipped/<tool>.toml``, and the fixtures of 3. Else:

    1. ``<room>/<tool>.py`` with the four names. A survey opens its sheet with
       `survey._form.open_form` and hands the columns of each question to
       `survey._survey_builder.block`; a list uses `shared._table`.
    2. ``vocabulary/<tool>.toml`` with the words of its headers and answers in the languages of the
       tool, read with `shared.vocabulary.words`. No words in the module.
    3. ``tests/exports/<tool>/`` with one export as the tool writes it, names replaced, and beside
       it ``<export>.expected.<table>.csv`` for each table; the fixture tests find them.

    Every number in a reader that decides something is a constant with its reason, tested on both
    sides. Scales of answers stand in ``vocabulary/scales.toml``, for all tools.
"""
