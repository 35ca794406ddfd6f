"""What libraries tell one another: sixty of them report, share and compare, and one attacks.

Run from the root of the repository: ``python -m benchmarks.shares [--libraries 60] [--jobs 2]``.
Each made-up library goes the way of any other: a workbook, ``engagekit report`` (every third one
for two quarters), ``engagekit share`` after each, ``engagekit compare`` in the end. The attacker
holds all board copies and shares of a library. Pinned is a count of 1 to ``K`` - 1 people that is
bounded within fewer than ``K`` values; gained is a count that the shares bound more narrowly than
the board copies alone. The truth is counted from the tables as they were written, without the
package.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks._attacker import names, read, told
from benchmarks._copies import Copy
from benchmarks._firms import firm, tidy
from benchmarks._mind import BIG, Mind
from benchmarks.attack import written
from engagekit.cli.app import main as command
from engagekit.reporting.shares import BANDS, LARGEST, RATIOS

QUARTERS = ("FY2026-27 Q1", "FY2026-27 Q2")
BEGIN, END = "2026-07-01", "2026-09-30"
PEOPLE, DEPARTMENTS = (60, 1500), (3, 14)
RECOMMEND = "How likely are you to recommend the library to a colleague?"
SETTINGS = f'recommend_question = "{RECOMMEND}"\n'
UNITS = ("share", "net", "mean", "per_head")
DAYS = 92 / 365
"""Of a fiscal year, in the quarter that is shared."""


def library(seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables of a library, in which each of the ratios can be counted."""
    random = np.random.default_rng(1000 + seed)
    size, parts = int(np.exp(random.uniform(*np.log(PEOPLE)))), int(random.integers(*DEPARTMENTS))
    frames = dict(firm(seed, people=size, departments=parts).frames)
    habits = random.beta(3, 3, 4)  # off the desk, promises kept, support, recommendation
    touches = frames["touches"]
    away = random.random(len(touches)) < habits[0]
    frames["touches"] = touches.assign(
        place=pd.Series(np.where(away, "client", "desk"), dtype="str")
    )
    day = touches["on"].dt.strftime("%Y-%m-%d").to_numpy()
    kept = random.random(len(touches))
    frames["follow_ups"] = tidy("follow_ups", [
        {"follow_up_id": f"f{at}", "contact_id": touches["contact_id"].iloc[at],
         "promised_on": day[at], "due_on": f"{day[at][:8]}28",
         "done_on": f"{day[at][:8]}28" if kept[at] < habits[1] else None}
        for at in range(0, len(touches), 4)
    ])  # fmt: skip
    frames["support"] = tidy("support", [
        {"contact_id": f"p{at}", "on": "2026-07-20", "kind": "referred"}
        for at in range(size) if random.random() < habits[2] / 4
    ])  # fmt: skip
    asked = [
        {"survey_id": survey, "question_id": "nps", "kind": "net_promoter", "wording": RECOMMEND}
        for survey in ("s1", "s2")
    ]
    frames["questions"] = pd.concat([frames["questions"], tidy("questions", asked)])
    scores = random.binomial(10, 0.5 + habits[3] / 2, len(frames["respondents"]))
    given = frames["respondents"][["survey_id", "respondent_id"]].to_dict("records")
    frames["responses"] = pd.concat([frames["responses"], tidy("responses", [
        {**one, "question_id": "nps", "value": str(score), "score": float(score)}
        for one, score in zip(given, scores, strict=True)
    ])])  # fmt: skip
    posts = {"period": "FY2026-27", "line": "posts", "kind": "budget", "amount": 0.0,
             "currency": "CAD", "full_time_posts": float(random.integers(4, 40)) / 2}  # fmt: skip
    frames["budget"] = pd.concat([frames["budget"], tidy("budget", [posts])])
    return {name: frame.reset_index(drop=True) for name, frame in frames.items() if len(frame)}


def truth(frames: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Return the ratios of the last quarter in plain pandas, unrounded."""
    touches, staff = frames["touches"], len(frames["contacts"])
    now = touches[(touches["on"] >= BEGIN) & (touches["on"] <= END)]
    reached = now["contact_id"].nunique()
    scores = frames["responses"][frames["responses"]["survey_id"] == "s2"]
    likes, nps = (scores.loc[scores["question_id"] == one, "score"] for one in ("q", "nps"))
    asked = frames["invitations"][frames["invitations"]["survey_id"] == "s2"]
    money = frames["budget"]["amount"].sum() * DAYS
    due = frames["follow_ups"]
    due = due[(due["due_on"] >= BEGIN) & (due["due_on"] <= END)]
    return {
        "reach": reached / staff,
        "touches": len(now) / reached,
        "off_desk": float((now["place"] == "client").mean()),
        "enquiries": 100 * float(now["channel"].isin(["desk", "reference"]).sum()) / staff,
        "champions": 100 * frames["support"]["contact_id"].nunique() / staff,
        "promises": float(due["done_on"].notna().mean()),
        "response": float((asked["outcome"] == "I").mean()),
        "satisfaction": float((likes >= 4).mean()),
        "net_promoter": 100 * float((nps >= 9).mean() - (nps <= 6).mean()),
        "funding_per_head": money / staff,
        "funding_per_reached": money / reached,
        "people_per_post": staff / float(frames["budget"]["full_time_posts"].sum()),
    }


def run(*arguments: str) -> str:
    """Run a command of the kit; return what it prints. Drawn figures tell no further number."""
    os.environ["ENGAGEKIT_BROWSER"] = "none"
    printed = io.StringIO()
    with redirect_stdout(printed):
        try:
            command(arguments)
        except SystemExit as left:
            assert not left.code, (arguments, printed.getvalue())
    return printed.getvalue()


def reported(folder: Path, seed: int) -> tuple[list[Copy], list[Copy], list[dict[str, Any]]]:
    """Make the reports of a library and share each; return board and private copies and shares."""
    written(folder, library(seed), SETTINGS)
    os.chdir(folder)
    boards, privates, shares = [], [], []
    for quarter in QUARTERS[seed % 3 > 0 :]:
        # every file of a board copy tells the same numbers, see `attack --files`: one is enough
        plain = ("--only", "brief", "--formats", "html", "--quiet")
        run("report", "--quarter", quarter, "--data", "data/sample", *plain)
        made = folder / "reports" / f"{quarter[2:].replace(' ', '_')}"
        boards.append(json.loads((made / "board" / "results.json").read_text("utf-8")))
        privates.append(json.loads((made / "private" / "results.json").read_text("utf-8")))
        run("share", "--sector", "law")
        shares.append(json.loads((folder / "share.json").read_text("utf-8")))
        shutil.rmtree(made / "private")
    return boards, privates, shares


def _half(ratio: str, value: float) -> float:
    """Return how far a number may lie from the one that was rounded to it."""
    unit = RATIOS[ratio].unit
    assert unit in UNITS, (ratio, unit)  # another word for one would be read as another number
    if unit in ("share", "net"):
        return 0.005 if unit == "share" else 0.5
    return 0.5 * 10 ** (math.floor(math.log10(value)) - 1) if value > 0 else 0.0


def _printed(board: Copy) -> list[dict[str, Any]]:
    """Return the numbers of everybody that a board copy tells."""
    return [one for one in board["numbers"]
            if one["value"] is not None and not {*one["group"].values()} - {"All"}]  # fmt: skip


def learn(mind: Mind, share: Mapping[str, Any], board: Copy) -> Iterator[tuple[Any, ...]]:
    """Tell a mind what a share says; yield the counts that it speaks of."""
    period = board["report"]["period"]["label"]
    staff = ("staff", period, ())
    upper = {text: size - 1 for size, text in BANDS} | {LARGEST: BIG}
    lower = dict(zip(upper, [0, *(size for size, _ in BANDS)], strict=True))
    mind.within(staff, lower[share["people"]], upper[share["people"]])
    yield staff
    printed = _printed(board)
    for ratio, value in share["ratios"].items():
        form, half = RATIOS[ratio], _half(ratio, value) + 1e-9
        mine = [one for one in printed if one["section"] == form.section]
        same = [one for one in mine if one["measure"] == form.measure]
        number = (same or [{"measure": form.measure, "section": form.section, "period": period,
                            "group": {}, "value": None}])[-1]  # fmt: skip
        both = names(number)
        if form.of == "base per value" or form.unit == "per_head":
            money = [one["value"] for one in mine if one["measure"] == "funding"]
            whole = number["value"] if form.of == "base per value" else (money or [None])[-1]
            of = ("reach" if "reached" in ratio else "staff", period, ())
            if whole and value > half:
                by = (value - half, value + half)
                ends = (
                    [whole * one for one in by]
                    if form.of != "value"
                    else [whole / one for one in by[::-1]]
                )
                mind.within(of, math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6))
                yield of
        elif both:
            n, base = (both[0], staff) if form.of == "n per 100" else both
            scale = 100 if form.of == "n per 100" or form.unit == "net" else 1
            low, high = ((value + way * half) / scale for way in (-1, 1))
            parts = {n: 1.0}
            if form.unit == "net":
                parts = {("promoters", *base[1:]): 1.0, ("detractors", *base[1:]): -1.0}
            if form.measure.startswith("touches per"):  # the attacker counts no touches
                continue
            mind.tie({**parts, base: -low}, 0.0, BIG)
            mind.tie({**parts, base: -high}, -BIG, 0.0)
            yield from (*parts, base)


def attack(
    boards: Sequence[Copy], privates: Sequence[Copy], shares: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Attack the board copies with the shares beside them."""
    alone, mind, exact = read(boards), read(boards), read(privates)
    about = dict[tuple[Any, ...], None]()
    for share, board in zip(shares, boards, strict=True):
        for one in filter(None, (mind, mind.careful)):
            about |= dict.fromkeys(learn(one, share, board))
    found = told(mind, exact)
    gained = [
        (ratio, "of no number of the board copy")
        for share, board in zip(shares, boards, strict=True)
        for ratio in share["ratios"]
        if not {(one["section"], one["measure"]) for one in _printed(board)}
        & {(RATIOS[ratio].section, RATIOS[ratio].measure)}
    ]
    for name in about:
        aim = ((name, 1.0),)
        before = alone.bounds(aim) if name in alone.place else (0, BIG)
        after = mind.bounds(aim)
        if after[1] - after[0] < before[1] - before[0]:
            gained.append((str(name), before, after))
    return {"pinned": len(found), "what": [str(one) for one in found], "gained": gained,
            "contradicted": len(mind.contradicted), "unknowns": len(mind.place)}  # fmt: skip


def one_library(seed: int, place: str) -> dict[str, Any]:
    """Make a library, its reports and shares, and attack them."""
    folder = Path(place) / f"library{seed}"
    boards, privates, shares = reported(folder, seed)
    shutil.copy(folder / "share.json", Path(place) / "shares" / f"{seed}.json")
    hidden = sum(one["value"] is None for board in boards for one in board["numbers"])
    return {"seed": seed, "truth": truth(library(seed)), "share": shares[-1], "hidden": hidden,
            "numbers": sum(len(board["numbers"]) for board in boards),
            **attack(boards, privates, shares)}  # fmt: skip


def ranks(place: Path, rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, float, int]]:
    """Compare in every library; return of each ratio libraries, mean and largest rank error."""
    errors: dict[str, list[int]] = {}
    for row in rows:
        os.chdir(place / f"library{row['seed']}")
        places = json.loads(run("compare", str(place / "shares"), "--sector", "law", "--json"))
        for one in places["ratios"]:
            name = one["ratio"]
            peers = [other["truth"][name] for other in rows if name in other["share"]["ratios"]]
            if one["rank"] is not None:
                true = 1 + sum(value > row["truth"][name] for value in peers)
                away = max(one["rank"] - true, true - one["last"], 0)  # rounded alike: any order
                errors.setdefault(name, []).append(away)
    return {name: (len(each), float(np.mean(each)), max(each)) for name, each in errors.items()}


def main() -> None:
    """Print what is pinned, what the shares add, and how far ranks lie from the truth."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--libraries", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "shares").mkdir()
        rows = []
        with ProcessPoolExecutor(given.jobs) as pool:
            for row in pool.map(one_library, range(given.libraries), [folder] * given.libraries):
                rows.append(row)
                said = [f"library {row['seed']}: {row['share']['people']} people",
                        f"{len(row['share']['ratios'])} ratios",
                        f"hidden {row['hidden']} of {row['numbers']}",
                        *(f"{key} {row[key]}" for key in ("unknowns", "pinned", "contradicted")),
                        f"gained {len(row['gained'])}"]  # fmt: skip
                print(" | ".join(said), *row["what"], *row["gained"], sep="\n    ", flush=True)
        print("ratio | libraries | rank error, mean | largest")
        for name, (many, mean, most) in ranks(place, rows).items():
            print(f"{name} | {many} | {mean:.2f} | {most}")
        totals = {
            key: sum(row[key] for row in rows)
            for key in ("pinned", "contradicted", "hidden", "numbers")
        }
        print(totals, "gained", sum(len(row["gained"]) for row in rows))
    sys.exit(bool(totals["pinned"] or totals["contradicted"]))


if __name__ == "__main__":
    main()
