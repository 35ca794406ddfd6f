"""Questionnaires come back: made, answered by a robot, exported, loaded with no settings."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from engagekit import measures
from engagekit.loading.load import load
from engagekit.parsing.values import fold_word
from engagekit.settings.schema import Settings
from tests.questionnaires.robot import LAYOUTS, PEOPLE, Truth, answered, export
from tests.topline_by_question import document

pytestmark = pytest.mark.slow

GROUPS = ("core", "value", "three_words", "services_known", "service_satisfaction",
          "service_importance", "barriers", "worries")  # fmt: skip
WITHOUT_STEMS = ("microsoft-forms", "redcap")
"""Tools that export the items of a matrix without its question: a person says what they are."""


def shares(truth: Truth) -> dict[tuple[str, str], tuple[int, int]]:
    """n and base of each answer: question (or item of a matrix) and answer in folded words."""
    result: dict[tuple[str, str], tuple[int, int]] = {}
    for item in truth.items:
        given = [answers[item.id] for answers in truth.answers]
        if item.kind == "matrix":
            for row in item.rows[truth.language]:
                _count(result, f"{truth.words(item)} {row}", [one[row] for one in given])
        elif item.kind in ("single", "scale", "net_promoter"):
            _count(result, truth.words(item), given)
        elif item.kind == "multi":
            for option in truth.options(item):
                n = sum(option in one for one in given)
                result[fold_word(truth.words(item)), fold_word(option)] = (n, PEOPLE)
        elif item.kind == "rank":
            _count(result, truth.words(item), [one[0] for one in given])
    return result


def _count(result: dict[tuple[str, str], tuple[int, int]], name: str, given: list[str]) -> None:
    for answer, n in Counter(given).items():
        result[fold_word(name), fold_word(answer)] = (n, PEOPLE)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("tool", LAYOUTS)
def test_what_was_asked_comes_back_as_it_was_answered(
    tool: str, language: str, tmp_path: Path
) -> None:
    truth = answered(GROUPS, language)
    export(tool, truth, tmp_path)
    tables = load(tmp_path, Settings())
    made = document(tables)
    found = {}
    for one in made["questions"]:
        stem = one["block"] or ""
        name = one["wording"] if stem in ("", one["wording"]) else f"{stem} {one['wording']}"
        for row in one["rows"]:
            found[fold_word(name), fold_word(str(row["option"]))] = (row["n"], row["base"])
    known = shares(truth)
    wrong = {key: (n, found.get(key)) for key, n in known.items() if found.get(key, n) != n}
    assert wrong == {}
    left_out = [one for one in tables.faults if "nobody has confirmed yet" in one.problem]
    assert bool(left_out) is (tool in WITHOUT_STEMS)
    assert bool(known.keys() - found.keys()) is (tool in WITHOUT_STEMS)


def test_sections_measure_it_with_no_settings(tmp_path: Path) -> None:
    truth = answered(GROUPS, "en")
    export("google-forms", truth, tmp_path)
    tables = load(tmp_path, Settings())
    given = {item.id: [answers[item.id] for answers in truth.answers] for item in truth.items}
    overall = next(list(truth.options(item)) for item in truth.items if item.id == "overall")
    points = [overall.index(one) + 1 for one in given["overall"]]
    row = measures.satisfaction(tables).iloc[0]
    assert (row["n"], row["base"]) == (sum(one >= 4 for one in points), PEOPLE)
    recommend = [int(one) for one in given["recommend"]]
    score = 100 * (sum(one >= 9 for one in recommend) - sum(one <= 6 for one in recommend)) / PEOPLE
    assert measures.net_promoter(tables)["estimate"].iloc[0] == pytest.approx(score)
    useful = measures.useful(tables).iloc[0]
    assert useful["n"] == sum(one == "Yes" for one in given["useful"])
    words = measures.attribute_profile(tables)
    assert {row.word: row.n for row in words.itertuples() if row.answer != "team"} == dict(
        Counter(chain.from_iterable(given["three_words"]))
    )
    known = measures.aided_awareness(tables)
    known = known[known["measure"] == "knows the service"].set_index("service")["n"].to_dict()
    assert known == dict(Counter(chain.from_iterable(given["services_known"])))
    hours = [float(one) for one in given["hours_saved"]]
    top = measures.topline(tables)
    mine = top[
        top["item"].str.startswith("About how many hours") & (top["measure"] == "mean answer")
    ]
    assert mine["estimate"].iloc[0] == pytest.approx(sum(hours) / PEOPLE)
    items = {item.id: item for item in truth.items}
    means: dict[tuple[str, str], float] = {}
    for level in ("importance", "satisfaction"):
        item = items[f"service_{level}"]
        places = {text: at for at, text in enumerate(truth.options(item), start=1)}
        for name in item.rows["en"]:
            points = [places[one[name]] for one in given[item.id]]
            means[name, level] = sum(points) / PEOPLE
    gaps = measures.gaps(tables)
    levels = gaps[(gaps["measure"] == "item level") & (gaps["item"] != "All")]
    found = {(row.item, row.level): row.estimate for row in levels.itertuples()}
    assert found == pytest.approx(means)
