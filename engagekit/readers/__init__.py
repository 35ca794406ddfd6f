"""Readers: one module a tool, from an export to tidy tables.

A reader module has four names and nothing is registered:

``TOOL``
    Display name of the tool, e.g. ``"Microsoft Teams"``.
``TABLES``
    Names of the tidy tables it gives, the main one first.
``recognise(export) -> Recognition | None``
    Looks at cells, never only at file names.
``read(export) -> Reading``
    The tidy tables as text columns (or typed ones), each row carrying where it came from.
"""
