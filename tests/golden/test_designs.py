"""The design of a case is the one that its parameters state, whatever its columns are called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit.statistics.designs import Design
from engagekit.statistics.estimation import mean
from tests.golden.__main__ import compute
from tests.golden.case import load
from tests.golden.designs import Spec, stated
from tests.golden.estimators.designs import survey_design

ROWS = {
    "dnum": [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],  # names that look like a design, and are none
    "fpc": [900] * 12,
    "pw": [2.5, 1.5] * 6,
    "strata": list("xyxyxyxyxyxy"),
    "room": ["a"] * 6 + ["b"] * 6,
    "colour": [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3],
    "size": [5] * 6 + [9] * 6,
    "load": [1, 2, 3, 1, 2, 3, 2, 1, 2, 1, 2, 4],
    "sat": [1, 4, 2, 5, 3, 3, 4, 5, 2, 1, 4, 4],
}
FRAME = pd.DataFrame(ROWS)
CALL = "confint(svymean(~sat,d,na.rm=TRUE),df=degf(d))"


def answer(tmp_path: Path, params: Any, identifier: str = "sat.mean.t", call: str = CALL) -> Any:
    """What the runner finds of one mean with these parameters."""
    FRAME.to_csv(tmp_path / "data.csv", index=False)
    asked = {"id": identifier, "statistic": "mean", "r_call": call, "method": "design-based"}
    case = {"case": "a", "files": "data.csv", "params": params, "results": [asked]}
    (tmp_path / "expected.json").write_text(json.dumps(case))
    return compute(load(tmp_path))[identifier]


def column(name: str) -> Any:
    """A column of the frame."""
    return FRAME[name].to_numpy()


def stratified() -> Design:
    """Teams of a colour within rooms, five or nine of them, with loads for weights."""
    return survey_design(
        12,
        strata=column("room"),
        clusters=column("colour"),
        weights=column("load"),
        fpc=column("size"),
        nest=True,
    )


@pytest.mark.parametrize(
    "params",
    [
        {"design": "svydesign(id=~colour,strata=~room,weights=~load,fpc=~size,nest=TRUE)"},
        {"strata": "room", "clusters": "colour", "weights": "load", "fpc": "size", "nest": True},
        {
            "design": {
                "strata": "~room",
                "ids": ["colour"],
                "weights": "load",
                "fpc": "size",
                "nest": True,
            }
        },
    ],
)
def test_parameters_decide_however_they_are_written(params: Any, tmp_path: Path, capsys) -> None:
    found, other = answer(tmp_path, params), mean(stratified(), column("sat"))
    assert (found["estimate"], found["se"], found["df"]) == pytest.approx(
        (other.estimate, other.se, 4)
    )
    assert capsys.readouterr().err == ""


def test_a_design_without_weights_or_strata_gets_none_from_the_columns(tmp_path: Path) -> None:
    found = answer(tmp_path, {"design": "svydesign(id=~colour)"})
    other = mean(survey_design(12, clusters=column("colour")), column("sat"))
    assert (found["estimate"], found["se"], found["df"]) == pytest.approx(
        (other.estimate, other.se, 2)
    )


def test_the_design_that_a_prefix_names_is_taken(tmp_path: Path) -> None:
    params = {
        "designs": {
            "plain": {"ids": "1", "weights": "load"},
            "clustered": {"ids": "colour", "weights": "load"},
        }
    }
    for name, clusters in (("plain", None), ("clustered", column("colour"))):
        found = answer(tmp_path, params, identifier=f"{name}.sat.mean.t")
        design = survey_design(12, weights=column("load"), clusters=clusters)
        other = mean(design, column("sat"))
        assert (found["estimate"], found["se"]) == pytest.approx((other.estimate, other.se))


def test_what_strata_of_one_cluster_mean_is_a_parameter_too(tmp_path: Path) -> None:
    params = {"strata": "size", "clusters": "room", "lonely": "adjust"}
    found = answer(tmp_path, params)
    design = survey_design(12, strata=column("size"), clusters=column("room"), lonely="adjust")
    assert found["se"] == pytest.approx(mean(design, column("sat")).se)


def test_a_stated_column_that_no_file_has_is_an_error_and_no_guess(tmp_path: Path, capsys) -> None:
    with pytest.raises(KeyError):
        answer(tmp_path, {"design": {"clusters": "team"}})
    assert "'team'], which no file has" in capsys.readouterr().err


def test_a_case_that_states_no_design_says_what_the_columns_gave(tmp_path: Path, capsys) -> None:
    found = answer(
        tmp_path, {}, call="svymean(~sat,as.svrepdesign(d,type='JK1'))", identifier="sat.jk1"
    )
    assert np.isfinite(found["se"])
    told = capsys.readouterr().err
    assert "no design is stated; from the columns: clusters dnum" in told


def test_other_parameters_are_no_design() -> None:
    assert stated({"x": "sat", "y": "load", "k": 5, "strata": "departments"}, set(FRAME)) == {}
    assert stated({"weights": "load"}, set(FRAME)) == {"design": Spec(weights="load")}
