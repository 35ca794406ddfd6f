"""The question bank, and the file that each tool takes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from engagekit.cli.app import app
from engagekit.errors import UsageError
from engagekit.loading.known_questions import with_known_questions
from engagekit.questionnaires import WRITERS, questionnaire
from engagekit.settings.question_bank import items
from engagekit.settings.schema import Settings, make_settings

LONGEST, SYLLABLES = 20, 12.0
KINDS = {"single", "multi", "scale", "matrix", "net_promoter", "rank", "number", "text"}


def grade(text: str) -> float:
    """Flesch and Kincaid's grade of an English text."""
    words = re.findall(r"[A-Za-z']+", text)
    sounds = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words
    )
    sentences = max(1, len(re.findall(r"[.?!]", text)))
    return 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59


def test_an_item_is_short_plain_and_whole_in_both_languages() -> None:
    for name, item in items().items():
        assert item.kind in KINDS, name
        assert all((item.purpose, item.source, item.ask, item.groups)), name
        is_open = item.kind in ("text", "number", "net_promoter")
        is_listed_elsewhere = name in ("department", "role_level")
        for language in ("en", "fr"):
            options = item.options[language]
            assert len(item.words(language).split()) <= LONGEST, name
            assert bool(options) != (is_open or is_listed_elsewhere), name
            assert len(set(options)) == len(options), name
        assert len(item.options["en"]) == len(item.options["fr"]), name
        assert grade(item.words("en")) <= SYLLABLES, name


def test_the_bank_has_its_size_and_no_wording_twice() -> None:
    assert len(items()) >= 44
    for language in ("en", "fr"):
        assert len({item.words(language) for item in items().values()}) == len(items())


@pytest.mark.parametrize("tool", WRITERS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_question_and_answer_stands_in_the_file_of_each_tool(
    tool: str, language: str
) -> None:
    every = list(items())
    content, *more = questionnaire(tool, every, [language]).values()
    assert len(more) == (tool == "paper")
    assert content == next(iter(questionnaire(tool, every, [language]).values()))
    text = _text(tool, content)
    for item in items().values():
        assert item.words(language) in text, item.id
        for option in (*item.options[language], *item.rows[language]):
            assert option in text, (item.id, option)


def _text(tool: str, content: bytes) -> str:

    if tool == "microsoft-forms":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return unescape(parts.read("word/document.xml").decode())
    return unescape(content.decode("utf-8")).replace('\\"', '"').replace('""', '"')


def test_the_table_for_answers_on_paper_has_a_heading_a_question_and_row() -> None:
    asked = ["overall", "service_satisfaction", "worries"]
    made = questionnaire("paper", asked, ["fr"], "Le Centre")
    (head,) = csv.reader(io.StringIO(made["answers-paper-fr.csv"].decode("utf-8-sig")))
    grid, order = (items()[name] for name in asked[1:])
    assert head[0] == "Numéro du questionnaire"
    assert "Le Centre" in head[1]
    assert head[2:] == [
        *(f"{grid.words('fr')} [{row}]" for row in grid.rows["fr"]),
        *(f"{order.words('fr')} [{option}]" for option in order.options["fr"]),
    ]


def test_qualtrics_blocks_have_the_advanced_format() -> None:
    text = questionnaire("qualtrics", ["core", "services"])[
        "questionnaire-qualtrics-en.txt"
    ].decode()
    assert text.startswith("[[AdvancedFormat]]\n")
    for block in text.split("[[Question:")[1:]:
        kind = block.partition("]]")[0]
        assert kind.split(":")[0] in ("MC", "Matrix", "TE", "RankOrder")
        assert ("[[Choices]]" in block) == (not kind.startswith("TE"))
        assert ("[[Answers]]" in block) == (kind == "Matrix")


def test_limesurvey_rows_stand_in_the_order_that_it_reads() -> None:
    (content,) = questionnaire("limesurvey", ["core", "services"], ["en", "fr"]).values()
    rows = list(csv.DictReader(io.StringIO(content.decode()), dialect="excel-tab"))
    assert [row["class"] for row in rows[:4]] == ["S", "S", "SL", "G"]
    names = [row["name"] for row in rows if row["class"] == "Q" and row["language"] == "en"]
    assert len(names) == len(set(names)) == 9
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name) for name in names)
    assert {row["language"] for row in rows if row["class"] == "Q"} == {"en", "fr"}


def test_a_redcap_dictionary_has_its_eighteen_columns() -> None:
    (content,) = questionnaire("redcap", list(items())).values()
    rows = list(csv.reader(io.StringIO(content.decode())))
    assert {len(row) for row in rows} == {18}
    names = [row[0] for row in rows[1:]]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert all(row[5] for row in rows[1:] if row[3] in ("radio", "checkbox"))


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean 'qualtrics'"):
        questionnaire("qualtric")
    with pytest.raises(UsageError, match="is no item of the question bank"):
        questionnaire("paper", ["overal"])
    with pytest.raises(UsageError, match="--language de"):
        questionnaire("paper", ["core"], ["de"])


def asked(wording: str, kind: str = "scale") -> pd.DataFrame:
    return pd.DataFrame([{"wording": wording, "item_of": None, "kind": kind}])


@pytest.mark.parametrize(
    "wording",
    [
        "Overall, how satisfied are you with the library?",
        "Overall, how satisfied are you with the Info Centre?",
        "Dans l'ensemble, êtes-vous satisfait de la bibliothèque ?",
    ],
)
def test_a_question_of_the_bank_is_recognised_with_a_small_edit(wording: str) -> None:
    found = with_known_questions(Settings(), asked(wording))
    assert found.survey.satisfaction_question == wording


def test_another_question_is_not_taken_and_settings_stand() -> None:
    other = asked("Overall, how often do you cycle to the library?")
    assert with_known_questions(Settings(), other).survey.satisfaction_question is None
    said = make_settings({"survey": {"satisfaction_question": "Q9"}})
    bank = asked("Overall, how satisfied are you with the library?")
    assert with_known_questions(said, bank).survey.satisfaction_question == "Q9"
    assert with_known_questions(Settings(), None) == Settings()


def test_an_older_survey_in_the_words_of_the_bank_is_not_told_for_a_newer_one() -> None:
    bank = asked("Overall, how satisfied are you with the library?").assign(survey_id="spring")
    newer = asked("How satisfied are you overall with our services?").assign(survey_id="autumn")
    poll = asked("How satisfied are you with today's talk?").assign(survey_id="autumn")
    found = with_known_questions(Settings(), pd.concat([bank, newer]))
    assert found.survey.satisfaction_question is None
    found = with_known_questions(Settings(), pd.concat([bank, poll]))
    assert found.survey.satisfaction_question == bank["wording"].iloc[0]


def test_the_commands(tmp_path: Path) -> None:
    run = CliRunner()
    made = run.invoke(
        app,
        ["survey", "make", "--for", "qualtrics", "--items", "core,value", "--language", "en,fr",
         "--out", str(tmp_path)],
    )  # fmt: skip
    assert [Path(line).name for line in made.stdout.split()] == [
        "questionnaire-qualtrics-en.txt", "questionnaire-qualtrics-fr.txt"]  # fmt: skip
    assert all(Path(line).is_file() for line in made.stdout.split())
    assert "overall (core; scale)" in run.invoke(app, ["survey", "items"]).stdout
