"""Stories asked for and acts of support by kind: counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from engagekit import sections
from engagekit.errors import NotMeasuredError
from engagekit.locale import Locale
from engagekit.measures import story_asks, story_facts, support_kinds
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PERIOD = "FY2026-27 Q2"  # July to September 2026
STORIES = [
    ("2026-07-01", "2026-07-11", "named", True),
    ("2026-01-01", "2026-01-21", "none", False),
    ("2026-09-20", "2026-10-02", "named", False),  # told after the period
    ("2026-09-01", None, "none", None),  # only asked for
    ("2025-09-30", "2025-10-02", "named", False),  # asked more than twelve months ago
    (None, "2026-07-05", "anonymous", False),  # nobody asked
]


def _stories(tidy: Any, rows: list[tuple[Any, ...]]) -> Tables:
    told = [{"testimonial_id": f"S{at}", "asked_on": asked, "on": on, "permission": permission,
             "drafted_by_library": ours, "text": "x" if on else None, "told_by": "client"}
            for at, (asked, on, permission, ours) in enumerate(rows)]  # fmt: skip
    return Tables({"testimonials": tidy("testimonials", *told)}, make_settings({}))


def test_asks_of_twelve_months_that_were_told_may_be_published_or_were_drafted(tidy: Any) -> None:
    found = story_asks(_stories(tidy, STORIES), during=PERIOD)
    steps = found[found["measure"] == "stories asked for"].set_index("step")
    assert steps["n"].to_dict() == {
        "asked for": 4, "told": 2, "may be published": 1, "drafted by the library": 1,
    }  # fmt: skip
    assert steps["base"].unique().tolist() == [4]
    # told after 10 and 20 days; open after 10 and 29: at 10 days 3 of 4 wait, at 20 days 1.5 of 4
    days = found[found["measure"] == "days from ask to story"].iloc[0]
    assert days["estimate"] == 20
    assert (days["n"], days["base"]) == (2, 4)


def test_a_story_only_asked_for_is_no_story_yet(tidy: Any) -> None:
    found = story_facts(_stories(tidy, STORIES), during=PERIOD).set_index("measure")
    assert found.loc["stories", "estimate"] == 4


def test_without_days_of_asking_it_says_what_to_fill(tidy: Any) -> None:
    with pytest.raises(NotMeasuredError, match="Fill asked_on"):
        story_asks(_stories(tidy, STORIES[-1:]), during=PERIOD)
    with pytest.raises(NotMeasuredError, match="needs the sheet testimonials"):
        story_asks(Tables({}), during=PERIOD)
    none = story_asks(_stories(tidy, STORIES), during="FY2024-25 Q1")
    assert none["base"].tolist() == [0, 0, 0, 0]


ACTS = [
    ("1", "defended", None, "2026-07-01"),
    ("1", "defended", "2026-08-01", "2026-08-11"),
    ("2", "gave time", "2026-08-01", None),
    ("2", "gave time", "2026-09-01", "2026-09-03"),
    ("3", "gave time", "2026-09-20", "2026-10-04"),  # done after the period
    ("1", "referred", None, "2025-07-01"),  # more than twelve months ago
    ("lib", "defended", None, "2026-07-01"),
]


def _acts(tidy: Any) -> Tables:
    people = [{"contact_id": who, "display_name": who, "is_library": who == "lib"}
              for who in ("1", "2", "3", "lib")]  # fmt: skip
    rows = [{"contact_id": who, "kind": kind, "asked_on": asked, "on": on}
            for who, kind, asked, on in ACTS]  # fmt: skip
    frames = {"contacts": tidy("contacts", *people), "support": tidy("support", *rows)}
    return Tables(frames, make_settings({}))


def test_acts_and_asks_by_kind_with_the_breadth_and_the_days_to_act(tidy: Any) -> None:
    found = support_kinds(_acts(tidy), during=PERIOD)
    done = found[found["measure"] == "acts done"].set_index("act")["estimate"]
    assert done.to_dict() == {"All": 3, "defended": 2, "gave time": 1}
    asks = found[found["measure"] == "asks done"].set_index("act")
    assert asks[["n", "base"]].astype(int).values.tolist() == [[2, 4], [1, 1], [1, 3]]
    whole = found.set_index("measure")["estimate"]
    assert whole["kinds of act"] == 2
    assert whole["days from ask to act"] == 6  # 10 and 2 days
    assert finding(sections.support_kinds(_acts(tidy), during=PERIOD)) == (
        "Colleagues did 3 acts of support, of 2 kinds.\nOf what we asked for, 2 of 4 were done. "
        "Half of those took 6 days or less."
    )


def test_a_quarter_without_acts_does_not_fail(tidy: Any) -> None:
    found = support_kinds(_acts(tidy), during="FY2023-24 Q1")
    assert found["act"].unique().tolist() == ["All"]
    said = finding(sections.support_kinds(_acts(tidy), during="FY2023-24 Q1"))
    assert said == "Colleagues did 0 acts of support, of 0 kinds."


def test_the_funnel_is_drawn_and_the_acts_by_kind_are_private(sample: Tables) -> None:
    from engagekit import figures
    from engagekit.disclosure import is_public

    made = sections.story_facts(sample, of="asks")
    assert "We asked for 16 stories; 11 were told." in finding(made)
    for language in ("en", "fr"):
        drawn = figures.draw(str(made.figure), made.frame, title="T", locale=Locale(language),
                             **dict(made.figure_args))  # fmt: skip
        assert len(drawn.data) > 0
    assert not is_public(sections.support_kinds(sample))


@pytest.mark.parametrize(("quarter", "gone"), [("FY2026-27 Q2", 3), ("FY2025-26 Q3", 0)])
def test_acts_of_people_who_left_are_told_apart(sample: Tables, quarter: str, gone: int) -> None:
    said = finding(sections.support_kinds(sample, during=quarter))
    done = support_kinds(sample, during=quarter)["estimate"].iloc[0]
    of_champions = sections.champion_roster(sample, during=quarter).frame["acts"].sum()
    assert done - of_champions == gone
    assert ("by people who have since left" in said) == bool(gone)
