"""Short questions of the settings by hand: words picked, services known, what was useful, worth."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest
from scipy.stats import binomtest

from engagekit import sections
from engagekit.errors import DataError, NotMeasuredError, SettingsError
from engagekit.measures import aided_awareness, attribute_profile, perception_gap, useful
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.surveys import made_survey

OWN = {"library": {"departments": ["Library"]}}
PROFILE = {"profile": {"question": "Which words?"}}
Pick = tuple[str, tuple[str, ...]]
PICKS: list[Pick] = [
    ("Legal", ("Helpful", "Smart")), ("Legal", ("Helpful",)), ("Tax", ("Slow",)), ("Tax", ()),
]  # fmt: skip
TEAM: Pick = ("Library", ("Smart",))


def ticked(picks: list[Pick], survey: dict[str, Any], **more: Any) -> Tables:
    """Departments with the words that each person ticked."""
    status = more.pop("status", "complete")
    return made_survey(
        ("m", "multi", [words for _, words in picks]),
        asked={"m": {"wording": "Which words?"}},
        people={"department": [department for department, _ in picks], "status": status},
        settings={"survey": survey, **OWN, **more},
    )


def test_shares_of_those_who_picked_anything_colleagues_beside_the_team() -> None:
    found = attribute_profile(ticked(PICKS + [TEAM] * 5, PROFILE))
    theirs = found[found["answer"] == "colleagues"].set_index("word")
    assert theirs["n"].to_dict() == {"Helpful": 2, "Smart": 1, "Slow": 1}
    assert theirs["base"].unique().tolist() == [3]
    known = binomtest(2, 3).proportion_ci(method="wilson")
    assert theirs.loc["Helpful", ["low", "high"]].tolist() == pytest.approx([known.low, known.high])
    ours = found[found["answer"] == "library team"].set_index("word")
    assert ours["n"].to_dict() == {"Helpful": 0, "Smart": 5, "Slow": 0}
    assert ours["low"].isna().all()


@pytest.mark.parametrize(("team", "k"), [(4, 5), (9, 10)])
def test_a_team_under_the_threshold_is_not_shown_at_all(team: int, k: int) -> None:
    found = attribute_profile(ticked(PICKS + [TEAM] * team, PROFILE, disclosure={"k": k}))
    assert found["answer"].unique().tolist() == ["colleagues"]


def test_services_known_by_those_who_answered_the_whole_or_ticked() -> None:
    status = ["complete", "partial", "complete", "partial", "break_off", "complete"]
    picks: list[Pick] = [*PICKS, ("Tax", ("Slow",)), ("Library", ("Slow",))]
    # the second partial ticked nothing: not asked; the break-off and the library are out
    asked = {"awareness_question": "Which words?"}
    found = aided_awareness(ticked(picks, asked, status=status)).set_index("service")
    assert found["n"].to_dict() == {"All": 3, "Helpful": 2, "Smart": 1, "Slow": 1}
    assert found["base"].unique().tolist() == [3]
    whole = ticked(PICKS, {"awareness_question": "m"})
    assert aided_awareness(whole).iloc[0][["n", "base"]].tolist() == [3, 4]


def poll(kind: str, answers: list[str], scores: dict[str, float], **survey: Any) -> Tables:
    stated = {"useful_question": "Useful to you?", **survey}
    asked = {"u": {"wording": "Useful to you?", "scale_id": "usefulness-5-en"}}
    return made_survey(
        ("u", kind, answers), scores=scores, asked=asked, settings={"survey": stated}
    )


SCALE = {"Very": 5.0, "Quite": 4.0, "So so": 3.0, "Not at all": 1.0}


@pytest.mark.parametrize(
    ("kind", "answers", "counted"),
    [
        ("single", ["Yes", "OUI", "No", "", "Not sure"], [2, 4]),
        ("scale", [*SCALE, "n/a"], [2, 4]),  # the top two boxes
        ("single", ["", ""], [0, 0]),
    ],
)
def test_a_poll_counts_who_found_it_useful(
    kind: str, answers: list[str], counted: list[int]
) -> None:
    row = useful(poll(kind, answers, SCALE)).iloc[0]
    assert row[["n", "base"]].tolist() == counted
    assert pd.isna(row["estimate"]) == (counted[1] == 0)


def test_which_answers_count_is_asked_back_where_nothing_tells() -> None:
    with pytest.raises(DataError, match="do not say which of them count"):
        useful(poll("single", ["A", "B"], {}, useful_answers=[]))


STAFF, CHIEFS = ("Staff", "Chiefs")
GROUPS = {STAFF: ["Professional", "Support"], CHIEFS: ["Partner"]}
ASKED = {"question": "How much value?", "answers": ["A lot"], "groups": GROUPS}
PEOPLE = [
    ("Professional", "A lot"), ("Support", "a LOT "), ("Support", "Some"), ("Professional", ""),
    ("Partner", "Some"), ("Partner", "A lot"), ("Partner", "None"), ("Library", "A lot"),
    ("", "A lot"),
]  # fmt: skip


def seen(people: list[tuple[str, str]], perception: dict[str, Any]) -> Tables:
    """Level and answer of each person; a level ``Library`` is its department."""
    levels = [level for level, _ in people]
    own = ["Library" if level == "Library" else "Legal" for level in levels]
    return made_survey(
        ("v", "single", [answer for _, answer in people]),
        ("l", "single", levels),
        asked={"v": {"wording": "How much value?"}, "l": {"wording": "Your level?"}},
        people={"department": own, "role_level": [level or None for level in levels]},
        settings={"survey": {"perception": perception}, **OWN},
    )


def counts(found: pd.DataFrame) -> list[list[int]]:
    return found[["n", "base"]].head(2).astype(int).values.tolist()


def many(staff: tuple[int, int], chiefs: tuple[int, int]) -> list[tuple[str, str]]:
    return [
        (level, "A lot" if at < n else "Some")
        for level, (n, base) in (("Support", staff), ("Partner", chiefs))
        for at in range(base)
    ]


def test_shares_of_two_groups_and_the_range_of_their_difference() -> None:
    found = perception_gap(seen(PEOPLE, ASKED))
    assert found["group"].tolist() == [STAFF, CHIEFS, "gap"]
    # staff: two of three who answered; chiefs: one of three; the library and no level are out
    assert counts(found) == [[2, 3], [1, 3]]
    assert pd.isna(found.iloc[2]["n"])
    # Newcombe (1998), case a, method 10: 56 of 70 against 48 of 80
    gap = perception_gap(seen(many((56, 70), (48, 80)), ASKED)).iloc[2]
    assert gap["estimate"] == pytest.approx(0.2)
    assert (round(gap["low"], 4), round(gap["high"], 4)) == (0.0524, 0.3339)


def test_no_clear_difference_is_not_told_as_seeing_alike_and_says_what_would_have_shown() -> None:
    perception_section = partial(sections.topline, of="perception", during="FY2026-27 Q2")
    text = finding(perception_section(seen(many((6, 10), (4, 10)), ASKED)))
    assert text.startswith("No clear difference in how")
    assert "alike" not in text
    assert "a difference of 5" in text  # from -20 to 54 points: an error of 19 points


def test_the_library_may_be_a_group_and_levels_may_stand_in_a_question() -> None:
    groups = {"Library": ["library"], CHIEFS: ["partner"]}
    tables = seen(PEOPLE, {**ASKED, "groups": groups, "group_question": "Your level?"})
    bare = tables.replace(respondents=tables.respondents.assign(role_level=None))
    assert counts(perception_gap(bare)) == [[1, 1], [1, 3]]


@pytest.mark.parametrize(
    ("groups", "error", "words"),
    [
        ({STAFF: ["Support"], CHIEFS: ["Director"]}, NotMeasuredError, "as Director.*'Partner'"),
        ({STAFF: ["Support"]}, SettingsError, "names 1 groups"),
    ],
)
def test_groups_that_cannot_be_compared_are_said(
    groups: dict[str, list[str]], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        perception_gap(seen(PEOPLE, {**ASKED, "groups": groups}))
