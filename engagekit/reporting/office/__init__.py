"""Workbook and slides of a copy: real tables and native charts, nothing in them that is hidden."""
