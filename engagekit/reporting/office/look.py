"""The colours and the type of office files, as office programs write them."""

from engagekit.figures import colour

TYPE = "Calibri"
INK, QUIET, PALE = (name.lstrip("#").upper() for name in (colour.INK, colour.CONTEXT, colour.TRACK))
COLOURS = tuple(name.lstrip("#").upper() for name in colour.CATEGORICAL)
"""Of several series, the four that stay apart for every reader in front."""
