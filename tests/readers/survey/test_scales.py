"""Scores come from words alone; numbers without words have no direction."""

from __future__ import annotations

import pytest

from engagekit.readers.survey._scales import match, no_opinion, scales


def test_the_labels_of_a_scale_are_scored_from_least_to_most() -> None:
    for scale in scales():
        first = {points: label for label, points in reversed(list(scale.levels.items()))}
        steps = list(range(1, scale.points + 1))
        assert sorted(first) == steps, scale.scale_id
        found = match([first[points] for points in steps])
        assert found is not None, scale.scale_id
        assert list(found[1].values()) == steps, scale.scale_id


def test_no_label_of_a_scale_is_also_no_opinion() -> None:
    wrong = [scale.scale_id for scale in scales() if set(scale.levels) & no_opinion()]
    assert wrong == []


@pytest.mark.parametrize(
    "labels",
    [["1", "2", "3"], ["Yes", "No"], ["Ottawa", "Toronto"], ["1", "3: maybe"], [], ["N/A"]],
)
def test_nothing_is_guessed_where_no_words_say_the_direction(labels: list[str]) -> None:
    assert match(labels) is None


def test_a_wave_without_the_middle_keeps_its_scores() -> None:
    labels = ["Very satisfied", "Somewhat satisfied", "Somewhat dissatisfied", "Very dissatisfied"]
    assert match(labels) == (
        "satisfaction-5-en",
        dict(zip(labels, [5.0, 4.0, 2.0, 1.0], strict=True)),
        5,
    )


def test_seven_points_are_told_from_five() -> None:
    labels = ["Strongly agree", "Agree", "Somewhat agree", "Disagree"]
    assert match(labels) == (
        "agreement-7-en",
        {"Strongly agree": 7.0, "Agree": 6.0, "Somewhat agree": 5.0, "Disagree": 2.0},
        7,
    )


def test_no_opinion_has_no_score() -> None:
    found = match(["Agree", "Disagree", "Don't know", "N/A", "Sans opinion"])
    assert found == ("agreement-5-en", {"Agree": 4.0, "Disagree": 2.0}, 5)


def test_numbers_go_the_way_their_worded_ends_go() -> None:
    assert match(["1 - Strongly agree", "2", "3", "4", "5 - Strongly disagree"]) == (
        "agreement-5-en",
        {"1 - Strongly agree": 5.0, "2": 4.0, "3": 3.0, "4": 2.0, "5 - Strongly disagree": 1.0},
        5,
    )


def test_one_unknown_label_among_many_is_left_without_a_score() -> None:
    found = match(["Agree", "Disagree", "Strongly agree", "It depends on the day"])
    assert found is not None
    assert "It depends on the day" not in found[1]


@pytest.mark.parametrize(("labels", "known"), [(60, True), (61, False)])
def test_more_than_sixty_labels_are_no_scale(labels: int, known: bool) -> None:
    wordings = ["Very satisfied" + "!" * count for count in range(labels)]
    assert (match(wordings) is not None) is known


@pytest.mark.parametrize(("labels", "known"), [
    (["Very satisfied", "Satisfied", "Dissatisfied", "Mixed"], True),
    (["Very satisfied", "Dissatisfied", "Mixed"], False),
    (["Very satisfied", "Satisfied", "Dissatisfied", "Mixed", "Odd"], False),
])  # fmt: skip
def test_a_strange_label_needs_three_levels_beside_it(labels: list[str], known: bool) -> None:
    assert (match(labels) is not None) is known


def test_numbers_between_worded_ends_rise_to_the_favourable_one() -> None:
    between = [str(n) for n in range(2, 10)]
    found = match(["Strongly agree", *between, "Strongly disagree", "N/A"])
    assert found is not None
    assert found[0] == "agreement-10-en" and found[2] == 10
    assert found[1]["Strongly agree"] == 10.0 and found[1]["Strongly disagree"] == 1.0
    assert found[1]["9"] == 9.0 and "N/A" not in found[1]


@pytest.mark.parametrize(
    "between", [["2", "3", "4", "5"], ["2", "3", "5", "6", "7", "8"], ["3", "4", "5", "6", "7"]]
)
def test_few_numbers_or_a_gap_between_worded_ends_have_no_direction(between: list[str]) -> None:
    assert match(["Strongly agree", *between, "Strongly disagree"]) is None


def test_answers_in_two_languages_are_one_scale() -> None:
    found = match(
        ["Very satisfied", "Très satisfait", "Insatisfait", "Neither satisfied nor dissatisfied"]
    )
    assert found is not None
    assert found[0].startswith("satisfaction-5-") and found[2] == 5
    assert found[1]["Very satisfied"] == found[1]["Très satisfait"] == 5
    assert found[1]["Insatisfait"] == 2


def test_two_languages_with_a_strange_label_or_two_families_are_no_scale() -> None:
    assert match(["Very satisfied", "Très satisfait", "Sometimes"]) is None
    assert match(["Very satisfied", "Tout à fait d'accord"]) is None


@pytest.mark.parametrize(("labels", "good", "points"), [
    (["Excellent", "Good", "Fair", "Poor"], 3.0, 4),
    (["Excellent", "Very good", "Good", "Fair", "Poor"], 3.0, 5),
    (["Very good", "Good", "Fair", "Poor"], 3.0, 5),
    (["Very good", "Good", "Fair"], 3.0, 5),
    (["Excellent", "Bon", "Passable", "Mauvais"], 4.0, 5),
    (["Excellent", "Très bon", "Bon", "Passable", "Mauvais"], 3.0, 5),
    (["Très bon", "Bon", "Passable", "Mauvais"], 4.0, 5),
])  # fmt: skip
def test_good_is_the_middle_only_where_two_better_ones_may_stand_above_it(
    labels: list[str], good: float, points: int
) -> None:
    found = match(labels)
    assert found is not None
    assert (found[1]["Good" if "Good" in labels else "Bon"], found[2]) == (good, points)


@pytest.mark.parametrize(
    ("answers", "scores"),
    [
        ("Very satisfied|Satisfied|Slightly satisfied|Slightly dissatisfied|Dissatisfied", [7, 6, 5, 3, 2]),
        ("Very satisfied|Satisfied|Somewhat satisfied|Not satisfied", [4, 3, 2, 1]),
        ("Very satisfied|Quite satisfied|Quite dissatisfied|Very dissatisfied", [5, 4, 2, 1]),
        ("Très satisfait|Satisfait|Peu satisfait|Insatisfait", [4, 3, 2, 1]),
        ("Très satisfait|Satisfait|Plutôt satisfait|Plutôt insatisfait|Insatisfait", [7, 6, 5, 3, 2]),
        ("sehr zufrieden|zufrieden|eher zufrieden|eher unzufrieden|unzufrieden", [7, 6, 5, 3, 2]),
        ("Excellent|Very good|Good|Fair|Poor|Very poor", [6, 5, 4, 3, 2, 1]),
        ("Excellent|Above average|Average|Below average|Poor", [5, 4, 3, 2, 1]),
        ("Very useful|Useful|Somewhat useful|Not useful", [4, 3, 2, 1]),
        ("Very satisfied|Satisfied|Neither|Neutral|Dissatisfied", [5, 4, 3, 3, 2]),
        ("Satisfied|Satisfait|Très insatisfait|Dissatisfied", [4, 4, 1, 2]),
    ],
)  # fmt: skip
def test_two_answers_of_one_question_are_two_levels(answers: str, scores: list[int]) -> None:
    labels = answers.split("|")
    found = match(labels)
    assert found is not None and [found[1][label] for label in labels] == scores


@pytest.mark.parametrize(
    "answers", ["Always|Usually|Frequently|Never", "Agree completely|Agree|Agree somewhat"]
)
def test_answers_that_no_scale_tells_apart_have_no_score(answers: str) -> None:
    assert match(answers.split("|")) is None


@pytest.mark.parametrize(("labels", "scored"), [
    (("Neutral", "Neither agree nor disagree", "Agree", "Disagree"), True),
    (("Slightly familiar", "Somewhat familiar", "Moderately familiar", "Very familiar"), True),
    (("Never", "Rarely", "Occasionally", "Sometimes", "Often"), False),
    (("Not important", "Low importance", "Neutral", "Moderately important"), False),
])  # fmt: skip
def test_two_answers_of_a_question_are_one_only_where_both_are_neutral(
    labels: tuple[str, ...], scored: bool
) -> None:
    matched = match(labels)
    assert (matched is not None) is scored
    if matched and "Neutral" not in labels:
        assert len(set(matched[1].values())) == len(labels)


@pytest.mark.parametrize("wording", [
    "The desk helps me (1 Strongly agree - 5 Strongly disagree)",
    "The desk helps me, where 1 is strongly agree and 5 is strongly disagree",
    "The desk helps me: strongly agree = 1, strongly disagree = 5",
    "The desk helps me. 1 strongly agree ... 5 strongly disagree",
    "Q1 In the last 12 months the desk helps me (1 = strongly agree, 5 = strongly disagree)",
])  # fmt: skip
def test_ends_are_read_however_the_question_says_them(wording: str) -> None:
    matched = match(["1", "2", "3", "4", "5"], wording)
    assert matched and matched[1]["1"] == 5.0 and matched[1]["5"] == 1.0


def test_numbers_of_a_wording_that_are_no_ends_give_no_direction() -> None:
    for wording in ("Rate the 2 good and 3 poor rooms", "In 2 of 5 rooms", "1 very good day of 5"):
        assert match(["1", "2", "3", "4", "5"], wording) is None
