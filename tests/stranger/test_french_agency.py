"""A French agency: titles beside labels, signatures, `M.` and `Mme`, invoices, use by journal."""

from __future__ import annotations

import pandas as pd

from engagekit.parsing.person_names import name_of


def test_sir_is_an_initial_only_where_nobody_is_madam() -> None:
    french = ["M. Hal MOSS", "Mme Ann MOSS", "M. MOSS Hal", "MM. Le Goff"]
    assert name_of(pd.Series(french)).tolist()[:3] == ["hal moss", "ann moss", "hal moss"]
    assert name_of(pd.Series(["M. Ali Khan", "Ali Khan"])).tolist() == ["m ali khan", "ali khan"]
