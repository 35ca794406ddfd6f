"""Estimates with their ranges: arrays in, numbers out.

It imports numpy, scipy and `engagekit.errors`; of scipy only what a function needs, inside
it, so that importing is quick. Nothing here knows a table, reads or writes a file, or draws.

It takes arrays of one value a person or a group (NaN: did not answer), and options by keyword.
Weights come in a `weighted.Design`.

It returns a frozen dataclass, nearly always `_estimates.Estimate`: the number, its interval,
standard error, n, degrees of freedom and p-value, NaN where a part is not defined. What cannot be
estimated raises `StatisticsError` with what to do instead.

It holds what a measure uses. What R computes too is compared with R in
`tests/statistics/test_against_r.py`.

To add one: a function in the module of its subject, the source of its formula in the notes, an
example that runs, a reason beside every threshold; then a test by hand or by a second route, and
one on each side of every threshold. Computed numbers are never compared with ``==`` (see
`_estimates.is_constant`), and no loop waits for less than rounding leaves: OpenBLAS
adds up in another order on another processor, and CI runs the tests under three of its kernels.
"""
