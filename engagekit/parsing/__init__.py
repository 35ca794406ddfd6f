"""Cells to typed columns: numbers, dates, names, flags; and the check of a whole table."""
