"""Each measure documents its parameters, what it returns and raises, and a call that runs."""

from __future__ import annotations

import inspect

from engagekit import measures
from engagekit.measures import documentation

SECTIONS = ("Parameters", "Returns", "Raises", "Examples")


def test_the_docstring_of_a_measure_has_each_part_once() -> None:
    wrong = []
    for name in measures.__all__:
        text = inspect.cleandoc(str(getattr(measures, name).__doc__)) + "\n"
        for heading in SECTIONS:
            if text.count(f"\n{heading}\n{'-' * len(heading)}\n") != 1:
                wrong.append((name, heading))
    assert wrong == []


def test_what_a_docstring_says_itself_stays_and_the_rest_is_filled_in() -> None:
    def counted(tables: object, *, during: str | None = None, least: int = 1) -> None:
        """Return a count.

        Parameters
        ----------
        least : int
            The smallest count.

        Returns
        -------
        DataFrame

        Raises
        ------
        NotMeasuredError
            If nothing was counted.
        """

    documentation.complete(counted)
    text = str(counted.__doc__)
    assert "least : int\n    The smallest count.\n" in text
    assert "during : str, optional\n    A quarter" in text
    assert "PeriodError\n    If ``during`` is no period.\nNotMeasuredError\n    If nothing" in text
    assert text.count("NotMeasuredError") == 1
    assert text.endswith('>>> ek.measures.counted(tables, during="FY2026-27 Q2").empty\nFalse\n')
