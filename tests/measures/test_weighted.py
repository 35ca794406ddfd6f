"""Weights to the staff list: who is under-represented counts more, bases stay unweighted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from engagekit import measures, sections
from engagekit.loading.merge import grouped
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.surveys import made_survey, tidy


def _tables() -> Tables:
    """20 answers of each of two departments; Law has 150 of 200 people on the staff list."""
    answers = made_survey(
        ("q", "scale", [*"5" * 10, *"2" * 10, *"5" * 18, *"1" * 2]),
        asked={"q": {"wording": "Overall, how satisfied?", "scale_id": "satisfaction-5-en"}},
        people={"department": ["Law"] * 20 + ["IT"] * 20},
    )
    staff = pd.DataFrame({"department": ["Law"] * 150 + ["IT"] * 50, "display_name": "Somebody"})
    staff = staff.assign(contact_id=[f"c{at}" for at in range(200)], is_library=False)
    return answers.replace(contacts=tidy("contacts", staff))


def _weighed(frames: Any, weights: str = "post-stratified", **survey: Any) -> Tables:
    """Answers with weights that the settings choose."""
    return Tables(frames, make_settings({"survey": {"weights": weights, **survey}}))


def test_a_mean_and_a_distribution_are_weighted_alike() -> None:
    # Law: 10 of 20 say 5, 10 say 2; IT: 18 say 5, 2 say 1
    chosen = _weighed(_tables().frames)
    rows = measures.topline(chosen).set_index("measure")
    mean = rows.loc["mean answer"]
    assert mean["estimate"] == pytest.approx((150 * 3.5 + 50 * 4.6) / 200)
    assert mean["low"] < mean["estimate"] < mean["high"]
    assert (mean["n"], mean["base"]) == (40, 40)
    rows = measures.distribution(chosen).set_index("answer")
    assert rows["estimate"].sum() == pytest.approx(1)
    assert rows.loc["5", "estimate"] == pytest.approx((150 * 0.5 + 50 * 0.9) / 200)
    assert rows["n"].to_dict() == {"1": 2, "2": 10, "5": 28}
    assert all("weigh as" in method for method in [mean["method"], *rows["method"]])


def test_nobody_is_weighted_by_words_that_the_staff_list_does_not_have() -> None:
    tables = _tables()
    asked = tables.respondents.assign(
        role_level=["Lawyer"] * 20 + ["Clerk"] * 20  # the staff list says Senior and Junior
    )
    staff = tables.contacts.assign(role_level=["Senior"] * 150 + ["Junior"] * 50)
    given = {**tables.frames, "respondents": asked, "contacts": staff}
    row = measures.satisfaction(_weighed(given, "raked")).iloc[0]
    assert "unweighted: the survey and the staff list name" in row["method"]
    words = {"Lawyer": "Senior", "Clerk": "Junior"}
    chosen = _weighed(given, "raked", values={"role_level": words})
    row = measures.satisfaction(chosen.replace(**grouped(given, chosen.settings))).iloc[0]
    assert "by department and role level" in row["method"]


def test_those_who_answered_are_set_beside_the_staff_list() -> None:
    rows = measures.representativeness(_tables()).set_index(["department", "answer"])
    assert rows.loc[("Law", "answered"), "estimate"] == pytest.approx(0.5)
    assert rows.loc[("Law", "staff list"), "estimate"] == pytest.approx(0.75)


@pytest.mark.parametrize("kind", ["post-stratified", "raked"])
def test_where_weights_cannot_be_had_the_method_says_unweighted_and_why(kind: Any) -> None:
    tables, measure = _tables(), measures.satisfaction
    plain = measure(tables)
    assert plain["method"].str.endswith(" 95% interval, unweighted").all()
    bare = {name: frame for name, frame in tables.frames.items() if name != "contacts"}
    few = tables.respondents.assign(department=[f"D{at % 9}" for at in range(40)])
    staff = tables.contacts.assign(department=[f"D{at % 9}" for at in range(200)])
    one = tables.responses.head(1)
    for frames, why in (
        (bare, "there is no staff list"),
        (
            {**tables.frames, "respondents": few, "contacts": staff},
            "too few answers in some departments",
        ),
        ({**tables.frames, "responses": one}, "fewer than two answers"),
    ):
        found = measure(_weighed(frames, kind))
        assert found["method"].str.contains(f"unweighted: {why}", regex=False).all()
        same = ["estimate", "low", "high", "n", "base"]
        pd.testing.assert_frame_equal(found[same], measure(_weighed(frames, "none"))[same])


def test_why_weights_failed_is_said_in_both_languages() -> None:
    tables = _tables()
    bare = {name: frame for name, frame in tables.frames.items() if name != "contacts"}
    made = sections.satisfaction(_weighed(bare, "raked"), during="FY2026-27 Q2", by=None)
    assert "although that was asked for: there is no staff list." in finding(made)
    assert "il n’y a pas de liste du personnel." in finding(made, "fr")


def test_a_department_has_its_own_degrees_of_freedom_and_counts_stay_unweighted() -> None:
    rows = measures.crosstab(_weighed(_tables().frames), by="department")
    law = rows[(rows["department"] == "Law") & (rows["measure"] == "mean answer")].iloc[0]
    assert (law["n"], law["base"]) == (20, 20)
    # within a cell the weights are alike: the mean and t with the 19 degrees of 20 answers
    spread = np.std([5] * 10 + [2] * 10) / np.sqrt(19)
    half = (law["high"] - law["low"]) / 2
    narrow, wide = (t.ppf(0.975, df) * spread for df in (38, 19))
    assert half > narrow
    assert half == pytest.approx(wide, rel=0.02)
