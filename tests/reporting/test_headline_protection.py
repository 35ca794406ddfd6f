from __future__ import annotations

import pandas as pd

from engagekit.disclosure import protect
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.settings.schema import Settings

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
ROW = {"measure": "reach", "unit": "share", "estimate": 0.06, "n": 3, "base": 50}


def test_a_tile_hides_what_its_own_section_hides_and_the_number_before() -> None:
    tile = measure_frame([{**ROW, "previous": 0.04}], ["previous"])
    tile["previous"] = tile["previous"].astype("float64")
    head = Section("headline", "Numbers", tile, figure_args={"tiles": True}, period=PERIOD)
    reach = Section("reach", "Reach", measure_frame([ROW]), period=PERIOD)
    found = protect([head, reach], Settings())
    for section in found.sections:
        assert bool(section.frame["suppressed"].iloc[0])
        assert section.frame[["estimate", "n"]].isna().all(axis=None)
    assert pd.isna(found.sections[0].frame["previous"].iloc[0])
