"""Which sections of a report may stand in the board copy at all."""

import pandas as pd

from engagekit.disclosure._bias import is_crossed
from engagekit.measures import registry
from engagekit.measures._frame import is_measure_frame
from engagekit.presentation.section import OWN
from engagekit.sections import Section

PERSON_COLUMNS = frozenset(
    {"contact_id", "display_name", "email", "alias", "candidate", "staff_id", "name", "person"}
)
"""Columns that make a listing private, whatever its audience says."""
NUMBER = r"\W*\d[\de\W]*"
"""A cell that is a number and nothing else, with its signs: `5`, `83%`."""


def is_public(section: Section) -> bool:
    """Return whether a section may stand in the board copy at all (rule 6).

    Cross-tables, flows, curves over people and whatever lists people by name may not; nor may an
    analyst's own numbers that do not say on how many people they rest.
    """
    frame = section.frame
    if section.audience != "board":
        return False
    if not is_measure_frame(frame):
        is_unfounded = section.kind == OWN and _holds_numbers(frame)
        return not (is_unfounded or PERSON_COLUMNS.intersection(map(str, frame.columns)))
    is_flow = any(registry.measure(str(name)).is_flow for name in frame["measure"].unique())
    return not (is_flow or is_crossed(frame) or _is_unfounded(frame))


def _holds_numbers(frame: pd.DataFrame) -> bool:
    """Return whether a cell of a listing is a number, be it written as text; days are none."""
    return any(
        column.astype("str").str.fullmatch(NUMBER).any()
        for _, column in frame.items()
        if not pd.api.types.is_datetime64_any_dtype(column)
    )


def _is_unfounded(frame: pd.DataFrame) -> bool:
    """Return whether an analyst's own numbers lack the counts by which they could be judged."""
    own = frame[registry.kinds(frame) == "unknown"]
    return bool(own["base"].isna().any())
