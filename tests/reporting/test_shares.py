"""What libraries share: nothing that the board copy does not say, and ranks that hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engagekit import disclosure
from engagekit.cli.app import main
from engagekit.errors import DataError, UsageError
from engagekit.reporting import shares, state

K = 5


def _number(section: str, measure: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {
        "section": section,
        "measure": measure,
        "value": value,
        "group": {},
        "period": "FY2026-27 Q2",
        "n": None,
        "base": None,
        **more,
    }


def _results(*numbers: dict[str, Any], **report: Any) -> dict[str, Any]:
    return {
        "report": {
            "copy": "board",
            "organisation": "Harbour Trust",
            "currency": "CAD",
            "period": {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"},
            **report,
        },
        "numbers": list(numbers),
    }


REACH = _number("headline", "reach", 0.6421, n=384, base=598)


def test_a_share_holds_rounded_ratios_and_no_name_or_count() -> None:
    results = _results(
        REACH,
        _number("funding", "funding per head", 606.287, base=598),
        _number("funding", "full-time posts", 7.2, base=598),
        _number("enquiries", "enquiries", 361, n=361, base=361, group={"way": "All"}),
        _number("enquiries", "enquiries", 12, n=12, base=12, group={"way": "phone"}),
        _number("net_promoter", "net promoter", 39.69, base=194, period="FY2026-27 Q1"),
    )
    made = shares.share(results, "abc", "law", K)
    assert made.ratios == {
        "reach": 0.64,
        "enquiries": 60.0,
        "net_promoter": 40.0,
        "funding_per_head": 610.0,
        "people_per_post": 83.0,
    }
    assert (made.people, made.months, made.until) == ("250 to 999", 3, "2026-09")
    text = made.model_dump_json()
    assert not any(word in text for word in ("Harbour", "598", "384", "361"))


@pytest.mark.parametrize(
    ("n", "base", "is_shared"),
    [(4, 40, False), (5, 40, True), (36, 40, False), (35, 40, True), (40, 40, True), (4, 4, False)],
)
def test_fewer_than_k_on_one_side_are_not_shared(n: int, base: int, is_shared: bool) -> None:
    promises = _number("headline", "promises kept on time", n / base, n=n, base=base)
    made = shares.share(_results(REACH, promises), "abc", "law", K)
    assert ("promises" in made.ratios) is is_shared


def test_a_protected_number_and_one_of_another_quarter_are_left_out() -> None:
    hidden = _number("headline", "promises kept on time", None)
    before = _number("off_desk", "touches off the desk", 0.5, n=50, base=100, period="FY2026-27 Q1")
    made = shares.share(_results(REACH, hidden, before), "abc", "law", K)
    assert set(made.ratios) == {"reach"}


@pytest.mark.parametrize(
    ("results", "error", "part"),
    [
        (_results(REACH, copy="private"), UsageError, "board copy"),
        (_results(), DataError, "nothing to share"),
        (
            _results(REACH, period={"label": "", "start": "2026-07-02", "end": "2026-09-30"}),
            DataError,
            "no whole months",
        ),
    ],
)
def test_what_cannot_be_shared_says_why(
    results: dict[str, Any], error: type[Exception], part: str
) -> None:
    if results["numbers"]:
        results["numbers"][0] = {**REACH, "period": results["report"]["period"]["label"]}
    with pytest.raises(error, match=part):
        shares.share(results, "abc", "law", K)


@pytest.mark.parametrize(("value", "told"), [(21.0, 21.0), (None, None)])
def test_the_survey_before_does_not_stand_for_a_last_one_that_is_hidden(
    value: float | None, told: float | None
) -> None:
    before = _number("net_promoter", "net promoter", 2.0, base=60, period="FY2025-26 Q4")
    now = _number("net_promoter", "net promoter", value, base=60, period="FY2026-27 Q2")
    whole = _number("headline", "reach", 0.5, n=100, base=200)
    found = shares.share(_results(whole, before, now), "x", "law", 5).ratios
    assert found.get("net_promoter") == told


def _share(library: int, ratios: dict[str, float], **more: Any) -> shares.Share:
    parts: dict[str, Any] = {
        "library": str(library),
        "sector": "law",
        "people": "250 to 999",
        "months": 3,
        "until": "2026-09",
        "currency": "CAD",
        "ratios": ratios,
    }
    return shares.Share(**{**parts, **more}).signed()


def test_quartiles_need_five_libraries_and_amounts_one_currency() -> None:
    ours = _share(0, {"reach": 0.5, "funding_per_head": 600.0})
    others = [_share(at, {"reach": 0.1 * at, "funding_per_head": 100.0 * at}) for at in range(1, 4)]
    fifth = _share(9, {"reach": 0.9, "funding_per_head": 1.0}, currency="USD")
    four = {one.ratio: one for one in shares.compare(ours, others)}["reach"]
    assert (four.libraries, four.median, four.rank) == (4, None, None)
    five = {one.ratio: one for one in shares.compare(ours, [*others, fifth])}
    assert five["reach"].median == pytest.approx(0.3)
    assert five["reach"].rank == 2
    assert (five["funding_per_head"].libraries, five["funding_per_head"].median) == (4, None)


def test_sixty_libraries_keep_their_ranks() -> None:
    """Rounding moves a rank by no more than the libraries that share a rounded number."""
    rng = np.random.default_rng(7)
    truth = rng.beta(6, 4, 60)
    made = []
    for at, reach in enumerate(truth):
        base = int(rng.integers(80, 6000))
        number = _number("headline", "reach", reach, n=round(reach * base), base=base)
        made.append(shares.share(_results(number), str(at), "law", K))
    error = []
    for at, ours in enumerate(made):
        place = shares.compare(ours, [*made[:at], *made[at + 1 :]])[0]
        assert place.rank is not None
        assert place.median == pytest.approx(np.median(truth), abs=0.01)
        true = 1 + int((truth > truth[at]).sum())
        error.append(abs(place.rank - true))
        assert place.rank <= true <= (place.last or 0)  # those rounded alike stand in any order
    assert np.mean(error) < 1
    assert max(error) <= 4


@pytest.mark.parametrize(
    ("until", "counts"),
    [
        ("2025-09", (1, 0, 0)),
        ("2025-08", (0, 0, 1)),
        ("2027-09", (1, 0, 0)),
        ("2027-10", (0, 0, 1)),
    ],
)
def test_a_share_that_ends_over_a_year_from_ours_is_no_peer(
    until: str, counts: tuple[int, int, int]
) -> None:
    ours = _share(0, {"reach": 0.5})
    old = _share(1, {"reach": 0.5}, until=until)
    peers, other_length, other_year = shares.comparable(ours, [old])
    assert (len(peers), other_length, other_year) == counts
    # of one library its own recent period counts, and a later one beyond the year does not hide it
    recent = _share(1, {"reach": 0.4}, until="2026-06")
    assert len(shares.comparable(ours, [old, recent])[0]) == 1


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "engagekit.toml").write_text("[organisation]\nname = 'Harbour Trust'\n", "utf-8")
    board = tmp_path / "reports" / "2026-27_Q2" / "board"
    board.mkdir(parents=True)
    (board / "results.json").write_text(json.dumps(_results(REACH)), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def test_share_then_compare(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("share", "--sector", "law") == 0
    folder = project / "shares"
    folder.mkdir()
    (project / "share.json").rename(folder / "ours.json")
    for at in range(1, 5):
        (folder / f"{at}.json").write_text(_share(at, {"reach": 0.1 * at}).model_dump_json())
    (folder / "yearly.json").write_text(_share(8, {"reach": 0.1}, months=12).model_dump_json())
    capsys.readouterr()
    assert _run("compare", str(folder), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["libraries"], document["other_length"]) == (5, 1)
    assert document["ratios"][0]["rank"] == 1
    assert _run("compare", str(folder)) == 0
    said = capsys.readouterr().out
    assert "1 of 5, largest first" in said
    assert "Their periods end in 2026-09, yours in 2026-09." in said
    (folder / "1.json").write_text(_share(1, {"reach": 0.2}, until="2025-12").model_dump_json())
    (folder / "old.json").write_text(_share(7, {"reach": 0.1}, until="2024-09").model_dump_json())
    assert _run("compare", str(folder)) == 0
    said = capsys.readouterr().out
    assert "Their periods end in 2025-12 \u2013 2026-09, yours in 2026-09." in said
    assert "Left out, because their period ends more than a year before or after yours: 1." in said


def test_before_a_first_report_nothing_is_shared_and_no_ledger_is_lost(project: Path) -> None:
    (project / "reports" / "2026-27_Q2" / "board" / "results.json").rename(project / "theirs.json")
    given = ("share", "--sector", "law", "--results", "theirs.json")
    assert _run(*given) == 3
    out = project / "reports"
    folder = state.folder_of(out, project)
    assert not state.read_ledger(folder, out)["lost"]
    disclosure.write_ledger(folder / state.LEDGER, {}, "Q2", {"cells": {}, "relations": []})
    assert _run(*given) == 0
    assert not state.read_ledger(folder, out)["lost"]


def test_an_altered_share_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project / "shares"
    folder.mkdir()
    text = _share(1, {"reach": 0.31}).model_dump_json()
    (folder / "theirs.json").write_text(text.replace("0.31", "0.91"))
    assert _run("compare", str(folder)) == 3
    assert "theirs.json was altered" in capsys.readouterr().err
    (folder / "theirs.json").write_text('{"a": 1}')
    assert _run("compare", str(folder)) == 3
    assert "theirs.json is not a file of 'engagekit share'" in capsys.readouterr().err


@pytest.mark.parametrize(("ratio", "rank", "last"), [("touches", 1, 5), ("reach", 2, 3)])
def test_means_that_the_board_may_have_rounded_stand_in_any_order(
    ratio: str, rank: int, last: int
) -> None:
    ours = shares.Share(library="a", sector="law", people="under 100", months=3, until="2026-09",
                 currency="CAD", ratios={ratio: 1.5})  # fmt: skip
    others = [ours.model_copy(update={"library": str(one), "ratios": {ratio: one}})
              for one in (2.0, 1.5, 1.3, 1.0, 0.9)]  # fmt: skip
    (place,) = [one for one in shares.compare(ours, others) if one.ratio == ratio]
    assert (place.rank, place.last) == (rank, last)
