"""Reference values from R, recomputed with the library's own functions.

`case.py` reads one case, `compare.py` judges it, one module per family of statistics (`family_*.py`)
computes it, and `python -m tests.golden CASE_DIR ...` runs them. It may import `engagekit.statistics`,
`engagekit.disclosure.solver` and `estimators`, the functions that no measure of the kit uses.

A family module has two functions: ``handles(case) -> bool`` decides from the structure of the case
(never from its name alone), and ``compute(case) -> dict[str, dict[str, object]]`` gives, for each
result id, the numbers the library finds. No family ever reads an expected value. The survey design is
the one that the case's parameters state (`designs.stated`); a case that states none is told on stderr.

To add a family: a module of that name with these two functions; nothing is registered.
"""
