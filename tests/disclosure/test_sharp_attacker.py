"""The attacker of `benchmarks.attack` finds each of the seven ways, where it is planted.

Board copies of the sample are made; then one rule of the protector is undone in them: the numbers
of some measures stand as in the private copy, each that is not small itself. An attacker that finds
nothing there could not be trusted when it finds nothing in what is sent.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from benchmarks._attacker import K, Mind, read, told
from benchmarks._copies import Copy, Project
from engagekit import sections
from engagekit.measures import _survey_waves
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.statistics.scores import mean_score, net_promoter_counts
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow

Q1, Q2, ODD = "FY2026-27 Q1", "FY2026-27 Q2", "2026-07-01..2026-09-28"
DIFFERENCES = {
    "Answers": {-2: 3, -1: 10, 0: 16, 1: 1},
    "Training": {-3: 1, -2: 4, -1: 8, 0: 10, 1: 2},
    "Space": {-4: 2, -3: 0, -1: 5, 0: 13},
    "Hours": {-1: 2, 0: 14},
}  # fmt: skip
"""How many people gave each difference of satisfaction from importance, which no copy prints."""
Report = list[Section]
Keep = Callable[[Mapping[str, Any]], bool]


def _ladders(tables: Tables) -> Iterator[Report]:
    for quarter in (Q1, Q2):
        yield [sections.touch_ladder(tables, during=quarter)]


def _ranges(tables: Tables) -> Iterator[Report]:
    for when in (Q2, ODD):
        yield [make(tables, during=when)
               for make in (sections.reach, sections.touches, sections.reach_moves)]  # fmt: skip


def _means(tables: Tables) -> Iterator[Report]:
    for quarter in ("FY2025-26 Q3", Q2):
        yield [make(tables, during=quarter, by="department")
               for make in (sections.satisfaction, sections.mean_score)]  # fmt: skip


def _gaps(tables: Tables) -> Iterator[Report]:
    rows = []
    for item, counts in DIFFERENCES.items():
        mean = mean_score([gap for gap, n in counts.items() for _ in range(n)])
        size = sum(counts.values())
        rows.append({"item": item, "level": "gap", "measure": "gap to importance", "n": size,
                     "unit": "points", "base": size, "estimate": mean.estimate, "low": mean.low,
                     "high": mean.high})  # fmt: skip
    yield [Section("gaps", "Gaps", measure_frame(rows, ["item", "level"]), period={"label": Q2})]


def _briefs(tables: Tables) -> Iterator[Report]:
    def reach(n: int, base: int, **settings: Any) -> Report:
        frame = measure_frame([{"measure": "reach", "unit": "share", "estimate": n / base, "n": n,
                                "base": base}])  # fmt: skip
        return [Section("reach", "R", frame, period={"label": Q2}, settings=settings)]

    yield reach(60, 142)
    for name, n, base in (("Legal", 20, 40), ("Tax", 1, 12), ("HR", 9, 30), ("IT", 30, 60)):
        yield reach(n, base, scope={"department": name})


def _initiatives(_: Tables) -> Iterator[Report]:
    def acts(n: int, when: str, **settings: Any) -> Report:
        frame = measure_frame([{"measure": "touches for initiatives", "initiative": "Move",
                                "estimate": n}], ["initiative"])  # fmt: skip
        return [Section("work", "W", frame, period={"label": when}, settings=settings)]

    for when, whole, legal, tax in ((Q1, 13, 7, 6), (Q2, 15, 7, 6)):  # two more, of a third
        yield acts(whole, when)
        for name, n in (("Legal", legal), ("Tax", tax), ("HR", whole - legal - tax)):
            yield acts(n, when, scope={"department": name})


def _uses(_: Tables) -> Iterator[Report]:
    numbers = [{"measure": "uses", "estimate": 3}, {"measure": "active users", "estimate": 2},
               {"measure": "cost of the use", "estimate": 920.0, "unit": "money"},
               {"measure": "cost per use", "estimate": 920 / 3, "base": 3}]  # fmt: skip
    for platform, more in (("Lex", 0), ("Pax", 4)):  # three uses, and seven, of two people
        rows = [{**one, "platform": platform} for one in numbers]
        rows[0]["estimate"] += more
        yield [Section("usage", "U", measure_frame(rows, ["platform"]), period={"label": Q2})]


def _words(_: Tables) -> Iterator[Report]:
    numbers = (("response rate (AAPOR RR2)", 191, 500), ("satisfaction", 150, 188))
    yield [
        Section(name, name, measure_frame([{"measure": name, "unit": "share", "n": n,
                                            "estimate": n / base, "base": base}]),
                period={"label": Q2}, settings={"survey_period": Q2})
        for name, n, base in numbers
    ]  # fmt: skip


def _of(*measures: str) -> Keep:
    return lambda number: str(number["measure"]).startswith(measures)


WAYS: dict[str, tuple[Callable[[Tables], Iterator[Report]], Keep]] = {
    "1 the touch ladders of two quarters": (_ladders, _of("trust")),
    "2 ranges beside quarters": (_ranges, _of("reach", "people by")),
    "3 a mean, its range and a box": (_means, _of("mean score", "lowest", "satisfaction")),
    "4 means and ranges of gaps": (_gaps, _of("item level", "gap")),
    "5 briefs beside the whole": (_briefs, _of("reach", "satisfaction")),
    "5 briefs with lists beside the whole": (_initiatives, _of("touches for")),
    "uses over their users": (_uses, _of("uses", "cost")),
    "7 words, lists, bases": (_words, _of("response", "satisfaction")),
}


NUMBERS = ("value", "low", "high", "n", "base")


def planted(boards: list[Copy], privates: list[Copy], keep: Keep) -> list[Copy]:
    """Board copies in which some numbers stand as in the private copies, unless they are small."""
    result = []
    for board, private in zip(copy.deepcopy(boards), privates, strict=True):
        numbers = {
            one["id"]: one
            for one in board["numbers"]
            if not any(str(label).startswith("other") for label in one["group"].values())
        }
        for number in private["numbers"]:
            n, base = number["n"], number["base"]
            rest = base - n if None not in (n, base) and number["unit"] == "share" else 0
            if keep(number) and not any(0 < size < K for size in (n or 0, base or 0, rest)):
                numbers[number["id"]] = number
            elif number["id"] not in numbers:  # it stood among the others
                numbers[number["id"]] = {**number, **dict.fromkeys(NUMBERS), "hidden": True}
        rows = {(one["name"], one["title"]): one["rows"] for one in private["sections"]}
        for section in board["sections"]:
            if section["kind"] == "listing":
                section["rows"] = [
                    {**row, **{name: value for name, value in true.items() if name != "no_show"}}
                    for row, true in zip(section["rows"], rows[section["name"], section["title"]],
                                         strict=True)
                ]  # fmt: skip
        result.append({**board, "numbers": list(numbers.values())})
    return result


def scores(tables: Tables, privates: list[Copy]) -> dict[Any, int]:
    """True counts of each score, which no copy prints."""
    counts: dict[Any, int] = {}
    for number in (one for copy_ in privates for one in copy_["numbers"]):
        where = number["period"], tuple(sorted(
            (k, v) for k, v in number["group"].items() if v != "All"
        ))  # fmt: skip
        for value, count in _true(tables, number).items():
            counts["score", number["measure"], *where, value] = count
    return counts


def _true(tables: Tables, number: Mapping[str, Any]) -> dict[int, int]:
    """How many gave each score, of one mean."""
    measure, group = number["measure"], number["group"]
    if measure == "gap to importance":
        return DIFFERENCES[group["item"]]
    if measure == "mean score":
        survey = _survey_waves.wave(tables, number["period"])
        question = _survey_waves.overall_question(tables, survey)
        answers = tables.need("responses")
        answers = answers[(answers["survey_id"] == survey)
                          & (answers["question_id"] == question["question_id"])]  # fmt: skip
        people = tables.need("respondents")
        people = people[people["survey_id"] == survey]
        both = answers.merge(people[["respondent_id", "department"]], on="respondent_id")
        if group["department"] != "All":
            both = both[both["department"] == group["department"]]
        if len(both["score"].dropna()) == number["base"]:
            counted = both["score"].value_counts()
            return {int(value): int(n) for value, n in counted.items()}
    return {}


@pytest.fixture(scope="module", params=list(WAYS))
def way(
    request: pytest.FixtureRequest, sample: Tables
) -> tuple[str, list[Copy], list[Copy], dict[Any, int]]:
    project = Project(sample)
    for report in WAYS[request.param][0](sample):
        project.publish(report, "some", Q2)
    further = scores(sample, project.privates)
    return request.param, project.boards, project.privates, further


def test_what_is_planted_is_found_and_what_is_sent_holds(
    way: tuple[str, list[Copy], list[Copy], dict[Any, int]],
) -> None:
    name, boards, privates, further = way
    safe = read(boards)
    assert told(safe, read(privates), further) == []
    assert not safe.contradicted
    open_ = read(planted(boards, privates, WAYS[name][1]))
    assert told(open_, read(privates), further)
    assert not open_.contradicted


def test_the_attacker_knows_the_steps_of_the_protector() -> None:
    """A share of 500 on 0.31 lies within half a hundredth; of 90, on steps of a tenth."""
    number = {"measure": "reach", "group": {}, "period": Q2, "unit": "share", "value": 0.3,
              "n": None, "base": 90, "at_least": None, "at_most": None, "low": None, "high": None,
              "section": "reach"}  # fmt: skip
    copies = [{"numbers": [number], "sections": [], "report": {"period": {"label": Q2}}}]
    mind: Mind = read(copies)
    assert mind.bounds(((("reach", Q2, ()), 1.0),)) == (23, 31)


def test_numbers_that_cannot_be_true_together_fail_a_proof(sample: Tables) -> None:
    """What contradicts itself tells nothing: an attack that found nothing there proved nothing."""
    project = Project(sample)
    project.publish([sections.reach(sample, during=Q2, by="department")], "reach", Q2)
    assert not read(project.boards).contradictions()
    late = copy.deepcopy(project.boards[0])
    for number in late["numbers"]:
        number["base"] = number["base"] and number["base"] + 1
    both = read([project.boards[0], late])
    assert told(both, read(project.privates)) == []
    assert both.contradicted


def test_the_mean_of_a_cross_table_is_tried_against_satisfaction(sample: Tables) -> None:
    """37 of 43 satisfied and a mean of 4.6: nobody between 4 and 6 answered "neither"."""
    project = Project(sample)
    made = (sections.satisfaction, sections.crosstab)
    project.publish([make(sample, during=Q2, by="department") for make in made], "survey", Q2)
    mind = read(project.boards)
    assert told(mind, read(project.privates)) == []
    assert not mind.contradicted


def test_banner_books_beside_the_topline_and_who_answered_tell_nothing(sample: Tables) -> None:
    """Also not who answered in part: 30% to 40% of 64 less the 22 in full."""
    project = Project(sample)
    parts = [sections.topline(sample, during=Q2), sections.banner(sample, during=Q2, by="role_level"),
             *(make(sample, during=Q2, by="department") for make in
               (sections.response, sections.satisfaction, sections.crosstab))]  # fmt: skip
    project.publish(parts, "05_survey", Q2)
    mind = read(project.boards)
    assert told(mind, read(project.privates)) == []
    assert not mind.contradicted
    (banner,) = (
        part for part in project.boards[0]["sections"] if part["name"].startswith("banner")
    )
    assert sum(row["recoded"] for row in banner["rows"]) > len(banner["rows"]) / 2


def test_a_range_of_a_net_promoter_score_tells_its_counts() -> None:
    number = {"measure": "net promoter", "group": {}, "period": Q2, "unit": "score",
              "value": 100 * 9 / 19, "n": 19, "base": 19, "at_least": None, "at_most": None,
              "section": "net_promoter"}  # fmt: skip
    ends = net_promoter_counts(12, 4, 3)
    copies = [{"numbers": [{**number, "low": ends.low, "high": ends.high}], "sections": [],
               "report": {"period": {"label": Q2}}}]  # fmt: skip
    assert read(copies).bounds(((("detractors", Q2, ()), 1.0),)) == (3, 3)
