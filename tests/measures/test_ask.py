"""The ask: three options, each linked to numbers of the report."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.errors import SettingsError
from engagekit.measures import reach, satisfaction
from engagekit.measures.ask import SOURCES, ask, evidence
from engagekit.sections import ask as ask_section
from engagekit.settings.money import EVIDENCE
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

evidence_section = partial(sections.ask, of="evidence")

OPTIONS = [
    {"name": "grow", "amount": 84000, "buys": "a librarian for engineers.",
     "consequence": "Costs rise.", "evidence": ["satisfaction", "reach"]},
    {"name": "do nothing", "amount": 0, "buys": "nothing.",
     "consequence": "The portal closes in March.", "evidence": ["reach", "no-show rate"]},
    {"name": "hold", "amount": 12000, "buys": "today's hours.", "consequence": "No growth."},
]  # fmt: skip


def asking(sample: Tables, **more: Any) -> Tables:
    stated = make_settings({"ask": {"options": OPTIONS, "recommended": "grow", **more}}).ask
    return Tables(sample.frames, sample.settings.model_copy(update={"ask": stated}))


def without_events(sample: Tables) -> Tables:
    """The sample without attendance, so that one line of evidence has no number."""
    gone = {name: frame for name, frame in sample.frames.items() if name != "attendance"}
    return Tables(gone, sample.settings)


def test_the_options_stand_in_order_with_their_evidence(sample: Tables) -> None:
    frame = ask(asking(without_events(sample)))
    assert frame["option"].tolist() == ["do nothing", "hold", "grow"]
    assert frame["amount"].tolist() == [0, 12000, 84000]
    assert frame["evidence"].tolist() == [
        "Reach; No-show rate (not measured)", "", "Satisfaction; Reach"
    ]  # fmt: skip


def test_every_number_that_may_be_named_is_one_that_the_sources_give(sample: Tables) -> None:
    period = sample.settings.quarter("FY2026-27 Q2")
    given = {str(name) for source in SOURCES for name in source(sample, during=period)["measure"]}
    assert set(EVIDENCE) >= given
    assert set(EVIDENCE) - given <= {"participation"}  # where invitations are not known


def test_a_line_of_evidence_is_the_number_of_the_report(sample: Tables) -> None:
    sample = without_events(sample)
    frame = evidence(asking(sample))
    assert set(frame["measure"]) == {"satisfaction", "reach"}
    for name, whole in (("satisfaction", satisfaction(sample)), ("reach", reach(sample))):
        mine = frame[frame["measure"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, whole.head(1))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sentence_says_amount_what_it_buys_and_what_follows(
    sample: Tables, language: str
) -> None:
    said = finding(ask_section(asking(sample).in_language(language)))
    assert "84" in said
    assert "a librarian for engineers." in said
    assert "The portal closes in March." in said


def test_french_words_of_the_settings_stand_in_a_french_report_alone(sample: Tables) -> None:
    options = [{**one, "buys_fr": "Une personne.", "consequence_fr": "Le portail ferme."}
               for one in OPTIONS]  # fmt: skip
    given = asking(
        without_events(sample), options=options, decide_by="15 January", decide_by_fr="15 janvier"
    )
    french = finding(ask_section(given.in_language("fr")))
    assert "Une personne." in french and "Le portail ferme." in french and "15 janvier" in french
    english = finding(ask_section(given.in_language("en")))
    assert "a librarian for engineers." in english and "15 January" in english
    assert (
        ask(given.in_language("fr"))["evidence"].tolist()[0]
        == "Collègues joints; Taux d’absence (non mesuré)"
    )


def test_a_day_to_decide_by_is_written_in_the_language_of_the_report(sample: Tables) -> None:
    given = asking(sample, decide_by="2027-01-15")
    assert "by January 15, 2027" in finding(ask_section(given.in_language("en")))
    assert "15 janvier 2027" in finding(ask_section(given.in_language("fr")))


def test_without_an_ask_the_sentence_says_where_to_write_it(sample: Tables) -> None:
    bare = Tables(sample.frames, sample.settings.model_copy(update={"ask": make_settings({}).ask}))
    for made in (ask_section(bare), evidence_section(bare)):
        assert "[[ask.options]]" in finding(made)


def test_a_question_that_no_survey_asked_takes_nothing_else_from_the_ask(sample: Tables) -> None:
    options = [{**one, "evidence": ["reach", "decisions handled differently"]} for one in OPTIONS]
    asked = asking(sample, options=options)
    renamed = asked.settings.value.model_copy(update={"decision_question": "walk your dog"})
    unasked = Tables(asked.frames, asked.settings.model_copy(update={"value": renamed}))
    assert set(evidence(asked)["measure"]) == {"reach", "decisions handled differently"}
    assert set(evidence(unasked)["measure"]) == {"reach"}
    assert set(ask(unasked)["evidence"]) == {"Reach; Decisions handled differently (not measured)"}
    assert "84,000" in finding(ask_section(unasked))


def test_two_options_are_an_error() -> None:
    with pytest.raises(SettingsError, match="once each"):
        make_settings({"ask": {"options": OPTIONS[:2]}})


def test_evidence_is_that_of_the_department_asked_for_also_where_it_speaks_against(
    sample: Tables,
) -> None:
    made = evidence_section(sample, during="FY2026-27 Q2")
    rows = made.frame.set_index(["measure", "department"])["estimate"]
    by_hand = reach(sample, during="FY2026-27 Q2", by="department").set_index("department")
    assert rows["reach", "Civil Engineering"] == by_hand.loc["Civil Engineering", "estimate"]
    assert rows["reach", "All"] == by_hand.loc["All", "estimate"]
    said = finding(made)
    below = rows["reach", "Civil Engineering"] < rows["reach", "All"]
    assert ("Civil Engineering is below the overall figure for Reach" in said) == below
    assert "\nCivil Engineering is " in said and "per head" not in said


def test_without_a_department_the_evidence_is_that_of_the_whole(sample: Tables) -> None:
    ask = sample.settings.ask.model_copy(update={"department": None})
    alone = Tables(sample.frames, sample.settings.model_copy(update={"ask": ask}))
    assert "department" not in evidence_section(alone, during="FY2026-27 Q2").frame.columns
