"""Comments coded by a list of words, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError, SettingsError
from engagekit.measures import comment_themes, comments
from engagekit.measures.themes import themes_found
from engagekit.settings.schema import make_settings, with_themes
from engagekit.tables.tables import Tables
from tests.surveys import made_survey

THEMES = {
    "Speed": {"en": ["late", "slow*", "same day"], "fr": ["délai*"]},
    "Access": {"en": ["portal"]},
    "Hours": {"en": ["evening"]},
}
SAID = [
    "The PORTAL is slow.",
    "Slowly but surely; chocolate helps",
    "N/A",
    "",
    "Des délais trop longs",
    "Great people",
    "Portal, portal!",
]


def commented(
    survey: dict[str, Any] | None = None, *, said: list[str] = SAID, library: int | None = None
) -> Tables:
    stated = {"themes": THEMES} if survey is None else survey
    return made_survey(
        ("c", "text", said),
        asked={"c": {"wording": "Anything else?"}},
        people={"department": ["Library" if at == library else "Legal" for at in range(len(said))]},
        settings={"survey": stated, "library": {"departments": ["Library"]}},
    )


def test_words_are_whole_whatever_the_case_and_accents_and_a_star_takes_any_ending() -> None:
    found = themes_found(pd.Series(SAID), THEMES)
    assert found.values.tolist() == [
        [0, "Speed", "slow*"], [1, "Speed", "slow*"], [4, "Speed", "délai*"],
        [0, "Access", "portal"], [6, "Access", "portal"],
    ]  # fmt: skip
    late = themes_found(pd.Series(["chocolate", "too LATE.", "Is it the same  day?"]), THEMES)
    assert late[["at", "word"]].values.tolist() == [[1, "late"], [2, "same day"]]


def test_people_who_said_something_are_the_base_and_those_without_a_theme_are_shown() -> None:
    found = comment_themes(commented()).set_index("theme")
    # five people said something: N/A and the empty answer leave the base
    assert found["n"].to_dict() == {"Speed": 3, "Access": 2, "Hours": 0, "No theme": 1}
    assert found["base"].unique().tolist() == [5]
    assert found.loc["Access", "estimate"] == pytest.approx(2 / 5)
    assert found.loc["No theme", "measure"] == "comments without a theme"


def test_comments_without_a_theme_come_first_with_the_words_that_were_found() -> None:
    found = comments(commented())
    assert found["comment"].tolist()[0] == "Great people"
    both = found[found["comment"] == "The PORTAL is slow."].iloc[0]
    assert (both["themes"], both["words"]) == ("Speed, Access", "slow*, portal")


def test_without_themes_or_an_open_question_it_says_what_to_write() -> None:
    with pytest.raises(NotMeasuredError, match=r"themes\.toml"):
        comment_themes(commented({}))
    other = {"themes": THEMES, "comment_questions": ["What else?"]}
    with pytest.raises(NotMeasuredError, match="comment_questions"):
        comment_themes(commented(other))


def test_two_open_questions_are_not_guessed_between_but_can_be_named() -> None:
    tables = commented()
    more = tables.questions.assign(question_id="d", wording="Hours saved?")
    both = tables.replace(questions=pd.concat([tables.questions, more], ignore_index=True))
    with pytest.raises(NotMeasuredError, match="one open question"):
        comment_themes(both)
    named = make_settings({"survey": {"themes": THEMES, "comment_questions": ["anything ELSE"]}})
    assert comment_themes(Tables(both.frames, named))["base"].iloc[0] == 5


def test_nobody_who_comments_gives_no_share() -> None:
    silent = comment_themes(commented(said=[""] * 3))
    assert silent["base"].unique().tolist() == [0]
    assert silent["estimate"].isna().all()


def test_the_file_beside_the_data_adds_to_the_settings_and_wins(tmp_path: Path) -> None:
    settings = make_settings({"survey": {"themes": THEMES}})
    assert with_themes(settings, tmp_path) is settings
    (tmp_path / "themes.toml").write_text('[Speed]\nen = ["quick"]\n[Price]\nfr = ["prix"]\n')
    found = with_themes(settings, tmp_path).survey.themes
    assert list(found) == ["Speed", "Access", "Hours", "Price"]
    assert found["Speed"] == {"en": ("quick",)}
    (tmp_path / "themes.toml").write_text('[Speed]\nen = "quick"\n')
    with pytest.raises(SettingsError, match=r"themes\.toml"):
        with_themes(settings, tmp_path)
    (tmp_path / "themes.toml").write_text("[Speed\n")
    with pytest.raises(SettingsError, match="closed"):
        with_themes(settings, tmp_path)
