"""A hospital's own true report: from `start` to the numbers by the command line, truth known before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engagekit.cli.app import main
from engagekit.loading.load import load
from engagekit.measures.reach import reach
from engagekit.measures.response import response_rate
from engagekit.settings.shipped import sample_project
from engagekit.tables.tables import Tables
from tests.stranger import hospital

QUARTER = "2026 Q1"
MAPPINGS = {
    "enquiry log 2026.xlsx": (
        "touches",
        ("on=Date", "display_name=Enquirer", "department=Directorate", "channel=How",
         "minutes=Mins", "need=Type", "staff_id=Dealt with by"),
        {"own_log": "own_log = true\n"},
        {"[values.channel]": '"In person" = "desk"\n"Walk-up" = "walk-up"\n'},
    ),
    "Critical appraisal sign-in.csv": (
        "attendance",
        ("display_name=Print name",),
        {"own_log": "own_log = true\n"},
        {"[constants]": 'event_id = "appraisal"\nstatus = "attended"\n\n[also.events.constants]\n'
                        'event_id = "appraisal"\ntitle = "Critical appraisal workshop"\n'
                        'started_at = "2026-03-12 12:00"\n'},
    ),
    "Library budget 2026.xlsx": (
        "budget",
        ("line=Line",),
        {},
        {"[constants]": 'kind = "actual"\ncurrency = "GBP"\n\n[wide]\nnames = "period"\n\n[wide.columns]\n'
                        '"2026-01" = "Jan 26"\n"2026-02" = "Feb 26"\n"2026-03" = "Mar 26"\n'},
    ),
}  # fmt: skip
SURVEY = "Library survey 2026 results.xlsx"
UNIT = "Which directorate do you work in?"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def edited(text: str, first: dict[str, str], after: dict[str, str]) -> str:
    """A mapping with lines put at its head and after some of its headings, as somebody would."""
    text = "".join(first.values()) + text
    for heading, lines in after.items():
        at = text.index("\n", text.index(heading)) + 1
        text = text[:at] + lines + text[at:]
    return text


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """What is true, with the meetings that are marked private left out as they must be."""
    made = hospital.world()
    made.meetings = [one for one in made.meetings if not one["is_private"]]
    return hospital.truth(made)


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """The project after the commands and edits that a stranger needs; each is in this function."""
    exports, home = tmp_path / "exports", tmp_path / "our library"
    hospital.write(exports, hospital.world())
    code, _, _ = run(
        capsys, "start", str(home), "--name", "St Cuthbert's NHS Trust", "--fiscal-start", "1",
        "--library", "the Knowledge & Library Service", "--currency", "GBP", "--asked", "180",
        "--library-departments", hospital.LIBRARY, "--domains", "stcuthberts.example",
        "--data", str(exports),
    )  # fmt: skip
    assert code == 0
    monkeypatch.chdir(home)
    (place,) = (home / "data").iterdir()
    code, out, _ = run(capsys, "check")
    assert code == 3
    for name in (*MAPPINGS, SURVEY):
        assert f"{name}: NOT READ" in out
    for name, (table, given, first, after) in MAPPINGS.items():
        options = [word for one in given for word in ("--set", one)]
        code, out, err = run(capsys, "map", str(place / name), "--table", table, *options)
        assert code == 0, err
        mapping = Path(out.splitlines()[-1])
        mapping.write_text(edited(mapping.read_text("utf-8"), first, after), "utf-8")
    code, out, err = run(
        capsys, "map", str(place / SURVEY), "--table", "responses", "--set", f"department={UNIT}"
    )
    assert code == 0, err
    mapping = Path(out.splitlines()[-1])
    text = mapping.read_text("utf-8")
    before, question, rest = text.partition('[questions."How likely')
    rest = rest.replace('kind = "scale"', 'kind = "net_promoter"', 1)
    scores = ", ".join(f'"{at}" = {at}' for at in range(11))
    before = before.replace("[scales.scale_2]", f"[scales.scale_2]\nscores = {{ {scores} }}", 1)
    mapping.write_text(before + question + rest, "utf-8")
    return home


def test_every_number_is_right_after_four_mappings(
    project: Path, truth: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", "--json")
    said = json.loads(out)
    assert said["unread"] == [], said["unread"]
    counts = said["counts"]
    wanted = {"people", "departments", "enquiries", "events", "seats", "spent"}
    assert {name: counts[name] for name in wanted} == {name: truth[name] for name in wanted}
    assert counts["respondents"] == truth["answers"]
    assert counts["touches"] == truth["enquiries"] + truth["calendar_touches"]
    assert code == 1  # day and month of the Teams report, who accepted in the calendar: told
    tables = load("")
    assert _by_way(tables) == {
        "email": truth["enquiries_by_way"]["Email"],
        "phone": truth["enquiries_by_way"]["Phone"],
        "walk-up": truth["enquiries_by_way"]["Walk-up"],
        "desk": truth["enquiries_by_way"]["In person"],
        "chat": truth["enquiries_by_way"]["Chat"],
    }
    enquiries = tables.touches[tables.touches["channel"] != "coffee"]
    enquiries = enquiries[enquiries["channel"] != "meeting"]
    assert enquiries["minutes"].sum() == truth["enquiry_minutes"]
    frame = reach(tables, during=QUARTER, by="department")
    found = {row.department: [row.n, row.base] for row in frame.itertuples()}
    assert found.pop("All") == [truth["reached"], truth["people"]]
    assert found == truth["reach_by_department"]
    rate = response_rate(tables, during=QUARTER)
    assert (rate["n"].iloc[0], rate["base"].iloc[0]) == (truth["answers"], truth["asked"])
    answers = tables.responses.merge(tables.questions[["question_id", "kind"]], on="question_id")
    overall = answers[answers["kind"] == "scale"]["score"]
    likely = answers[answers["kind"] == "net_promoter"]["score"]
    assert (overall >= 4).sum() == truth["satisfied"]
    assert (likely >= 9).sum() == truth["promoters"]
    assert (likely <= 6).sum() == truth["detractors"]


def _by_way(tables: Tables) -> dict[str, int]:
    ways = tables.touches["channel"].str.casefold().value_counts()
    return {str(way): int(n) for way, n in ways.items() if way not in ("coffee", "meeting")}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_has_her_numbers_and_nothing_of_the_sample(
    language: str, project: Path, truth: dict[str, Any], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    code, out, err = run(capsys, "report", "--language", language, "--formats", "html", "--quiet")
    assert code == 0, err
    made = [Path(line) for line in out.splitlines()]
    pages = {path: path.read_text("utf-8") for path in made if path.suffix == ".html"}
    private = "".join(text for path, text in pages.items() if "private" in path.parts)
    board = "".join(text for path, text in pages.items() if "board" in path.parts)
    assert "St Cuthbert" in board
    for word in ("Tamarack", "tamarackvoss", "Information Centre", "Civil Engineering"):
        assert word in (sample_project() / "engagekit.toml").read_text("utf-8")
        assert word not in private + board
    for subject in truth["private_subjects"]:
        assert subject not in board
    assert str(truth["reached"]) in private
