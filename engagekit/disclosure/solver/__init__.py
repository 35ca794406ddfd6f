"""Which cells of a report to hide, and the proof that nobody can work the hidden ones out.

It imports numpy, scipy (inside functions) and `engagekit.errors`; nothing here knows a measure, a
frame or a section. `disclosure` brings its frames as cells and relations.

It takes `suppression.Cell` (a whole count, whether it must not be found out, whether it is printed,
what its loss costs) and `suppression.Relation` (a total and its parts), for all numbers of a report
and of earlier ones at once.

It returns `suppression.Protection` (`protect`) or what an attacker learns
(`audit`). An answer is safe to a fault: a bound counts as reached only by a whole table
that fits exactly, so tolerances of the programmes can hide too much and never too little.

`attack` is the attacker of one cell, `bounds` of many cells, `cover` the search for the cheapest
set, `suppression` what the outside calls. To add a kind of knowledge, say it as cells and relations
outside; to add a kind of bound, add it to `attack` with a test against `every_table` (all possible
tables, counted) in `tests/disclosure/solver`.
"""
