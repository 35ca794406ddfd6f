"""Logs of touches: which minutes, which ways of asking; see the cases, too."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.mapping.cells import by_words
from engagekit.readers.activity._activity_log import band_minutes


@pytest.mark.parametrize(("text", "minutes"), [
    ("6-15 minutes", "10.5"), ("31 - 60 min", "45.5"), ("0-5", "2.5"), ("60+ minutes", "60"),
    ("> 60", "60"), ("<5 min", "2.5"), ("12 min", "12 min"), ("", ""),
])  # fmt: skip
def test_a_band_of_minutes_counts_with_its_middle(text: str, minutes: str) -> None:
    assert band_minutes(text) == minutes


def test_ways_of_asking_become_channels_and_places() -> None:
    asked = pd.Series(
        ["In person", "E-mail", "Phone", "Research consultation", "Class", "", "Chat", "Walk-up"]
    )
    assert by_words(asked, "@channel").tolist() == [
        "desk", "email", "phone", "meeting", "training", "reference", "chat", "walk-up",
    ]  # fmt: skip
    assert by_words(asked, "@place").tolist() == [
        "desk", "online", "", "", "", "", "online", "desk",
    ]  # fmt: skip
