"""Facts: the tidy tables joined once. Every rule about who counts stands in this room.

`facts.Facts` says who was here, who was met, spoke, asked, promised and stood up for the library
in a period; `coverage` how far the records reach; `reading` turns a table of any engine into a
small pandas frame. A measure reads facts, never a table.
"""

from engagekit.facts.facts import Facts, facts_of

__all__ = ["Facts", "facts_of"]
