"""Response rates by AAPOR outcome codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engagekit import measures, sections
from engagekit.loading.questions import of
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding


def test_nobody_invited_by_name_gives_a_count_and_no_rate(survey: Tables) -> None:
    found = measures.response_rate(survey)
    assert found[["measure", "n"]].values.tolist() == [["participation", 9]]
    assert "no response rate" in found["method"].iloc[0]


def _invited(tidy: Any, met: tuple[int, int], others: tuple[int, int]) -> Tables:
    """Invited people, of each group so many answered of so many; the first group was met."""
    sizes = {"m": met, "o": others}
    people = [(f"{group}{at}", at < n) for group, (n, base) in sizes.items() for at in range(base)]
    key = {"survey_id": "s"}
    return Tables(
        {
            "contacts": tidy("contacts", *({"contact_id": one, "display_name": one}
                             for one, _ in people)),
            "touches": tidy("touches", *({"touch_id": one, "contact_id": one, "on": "2026-05-05",
                            "channel": "desk"} for one, _ in people if one[0] == "m")),
            "surveys": tidy("surveys", {**key, "title": "Survey"}),
            "respondents": tidy("respondents", *({**key, "respondent_id": one, "status": "complete",
                                "submitted_at": "2026-05-01 10:00"}
                                for one, came in people if came)),
            "invitations": tidy("invitations", *({**key, "contact_id": one,
                                "outcome": "I" if came else "NC"} for one, came in people)),
        },
        make_settings({}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("met", "others", "english", "french"),
    [
        ((30, 50), (10, 50), "more often than others", "plus souvent"),
        ((10, 50), (30, 50), "less often than others", "moins souvent"),
        ((20, 50), (18, 50), "about as often", "à peu près aussi souvent"),
    ],
)
def test_who_was_met_beside_who_answered(
    tidy: Any, met: tuple[int, int], others: tuple[int, int], english: str, french: str
) -> None:
    made = sections.response(_invited(tidy, met, others), by="reached", during="FY2026-27 Q1")
    rows = made.frame.set_index("group")
    assert rows.loc["All", ["n", "base"]].tolist() == [met[0] + others[0], 100]
    assert rows.loc["met us", ["n", "base"]].tolist() == list(met)
    assert rows.loc["did not meet us", "estimate"] == pytest.approx(others[0] / others[1])
    assert made.audience == "board"
    assert english in finding(made) and french in finding(made, "fr")


def test_without_invitations_by_name_nothing_is_said_of_who_was_met(tidy: Any) -> None:
    tables = _invited(tidy, (30, 50), (10, 50))
    frames = {name: frame for name, frame in tables.frames.items() if name != "invitations"}
    assert (
        "invitations"
        in sections.response(
            Tables(frames, tables.settings), by="reached", during="FY2026-27 Q1"
        ).missing
    )


@pytest.mark.parametrize("name", ["w2", "2026"])
def test_how_many_were_asked_is_said_by_the_id_or_the_title_of_a_survey(
    survey: Tables, name: str
) -> None:
    settings = make_settings({"survey": {"asked": {name: 20}}})
    assert set(measures.response_rate(replace(survey, settings=settings))["base"]) == {20}


def test_a_title_of_two_surveys_says_of_neither_how_many_were_asked(survey: Tables) -> None:
    settings = make_settings({"survey": {"asked": {"Yearly": 20}}})
    yearly = survey.replace(surveys=survey.surveys.assign(title="Yearly"))
    both = replace(yearly, settings=settings)
    assert measures.response_rate(both)["measure"].tolist() == ["participation"]
    assert any("'Yearly' under [survey.asked]" in one.problem for one in of(both))


def test_a_survey_that_is_asked_about_and_not_there_is_told(survey: Tables) -> None:
    settings = make_settings({"survey": {"asked": {"w2": 20, "Staff survey 2019": 30}}})
    told = [one.problem for one in of(replace(survey, settings=settings))]
    assert sum("'Staff survey 2019' under [survey.asked]" in text for text in told) == 1
    assert not any("'w2'" in text for text in told)
