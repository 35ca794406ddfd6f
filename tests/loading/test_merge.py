"""Departments and words of surveys made one, as the settings say."""

from __future__ import annotations

import pandas as pd

from engagekit.loading.merge import grouped
from engagekit.settings.schema import make_settings


def test_departments_are_merged_wherever_they_stand() -> None:
    frames = {
        "contacts": pd.DataFrame({"department": ["Tax", "Law", None]}),
        "respondents": pd.DataFrame({"department": ["Tax", "IT", "Law"]}),
        "budget": pd.DataFrame({"department": ["Tax"], "amount": [5.0]}),
    }
    made = grouped(frames, make_settings({"groups": {"Advice": ["Tax", "Law"]}}))
    assert made["contacts"]["department"].tolist()[:2] == ["Advice", "Advice"]
    assert made["respondents"]["department"].tolist() == ["Advice", "IT", "Advice"]
    assert made["budget"]["department"].tolist() == ["Advice"]
    assert frames["budget"]["department"].tolist() == ["Tax"]


def test_words_of_the_survey_are_read_as_those_of_the_staff_list_before_merging() -> None:
    frames = {
        "contacts": pd.DataFrame({"department": ["Tax"], "role_level": ["Boss"]}),
        "respondents": pd.DataFrame({"department": ["Tx"], "role_level": ["Boss"]}),
    }
    values = {"department": {"Tx": "Tax"}, "role_level": {"Boss": "Executive"}}
    chosen = make_settings({"survey": {"values": values}, "groups": {"Advice": ["Tax"]}})
    made = grouped(frames, chosen)
    assert made["respondents"].loc[0].tolist() == ["Advice", "Executive"]
    assert made["contacts"].loc[0].tolist() == ["Advice", "Boss"]
