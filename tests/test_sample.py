import io
import re
import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from engagekit import measures, sections
from engagekit.files.source_file import open_export
from engagekit.loading import recognise
from engagekit.wording import finding

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
SEED = 20260930
QUARTERS = ("FY2025-26 Q1", "FY2025-26 Q2", "FY2025-26 Q3", "FY2025-26 Q4", "FY2026-27 Q1",
            "FY2026-27 Q2")  # fmt: skip
FILES = sorted(path for path in SAMPLE.rglob("*") if path.suffix in {".csv", ".xlsx"})


@cache
def _generator():
    sys.path.insert(0, str(ROOT / "data"))
    try:
        import generator
    finally:
        sys.path.pop(0)
    return generator


def _parts(raw: bytes) -> dict[str, bytes]:
    """The parts of a workbook, so that another zlib does not matter; any other file as it is."""
    if raw[:2] != b"PK":
        return {"": raw}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_folder_holds_what_the_generator_writes():
    written = _generator().files(SEED)
    assert sorted(written) == sorted(path.relative_to(SAMPLE).as_posix() for path in FILES)
    differing = [name for name, raw in written.items()
                 if _parts(raw) != _parts((SAMPLE / name).read_bytes())]  # fmt: skip
    assert differing == []


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    generator = _generator()
    first = dict(generator.files(7))
    generator.files.cache_clear()
    for path in generator.write(7, tmp_path):
        assert path.read_bytes() == first[path.relative_to(tmp_path).as_posix()]


def test_another_seed_gives_other_people():
    first, second = _generator().truth(SEED), _generator().truth(7)
    same = {person.name for person in first.people} & {person.name for person in second.people}
    assert len(same) < len(first.people) / 2


def test_every_domain_is_reserved_for_examples():
    for raw in _generator().files(SEED).values():
        for part in _parts(raw).values():
            text = part.decode("utf-16" if part[:2] == b"\xff\xfe" else "utf-8-sig")
            for domain in re.findall(r"[\w.+'#-]+@([\w.-]+\w)", text):
                assert domain.casefold().endswith(".example"), domain


def test_the_sample_stays_small():
    assert sum(path.stat().st_size for path in FILES) < 2_500_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_one_reader_knows_each_file(path):
    reader, seen = recognise.recognise(open_export(path))
    assert seen.certain
    reading = reader.read(open_export(path))
    left = sum(part.rows for part in reading.set_aside)
    assert reading.rows_read == reading.rows_kept + left > 0


def _stated(heading: str) -> dict[str, int]:
    """The first table under a heading of the README: name to rows."""
    text = (SAMPLE / "README.md").read_text(encoding="utf-8").split(heading, 1)[1]
    block = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    cells = [[cell.strip(" `") for cell in line.strip("|\n ").split("|")]
             for line in block[0].splitlines()[2:]]  # fmt: skip
    return {row[0]: int(next(cell for cell in row[1:] if cell.isdigit())) for row in cells}


def test_the_readme_states_the_rows_of_every_file(sample):
    blank = (
        sample.set_aside[sample.set_aside["reason"] == "blank row"].groupby("file")["rows"].sum()
    )
    read = sample.sources.groupby("file")["rows_read"].sum()
    assert _stated("## Files") == read.sub(blank, fill_value=0).to_dict()


def test_the_readme_states_the_rows_of_every_sheet():
    export = open_export(SAMPLE / "library-workbook.xlsx")
    counted = {sheet.name: int(sheet.filled.sum()) - 1 for sheet in export.visible}
    assert _stated("Sheets of the workbook:") == counted


def test_the_ask_is_a_year_of_the_budget_line_of_the_post(sample):
    chosen, budget = sample.settings.ask, sample.frames["budget"]
    post = budget[
        (budget["line"] == "embedded librarian")
        & (budget["department"] == chosen.department)
        & (budget["kind"] == "budget")
    ]
    year = post.sort_values("period")["amount"].tail(4).sum()
    amounts = {option.name: option.amount for option in chosen.options}
    assert amounts == {"do nothing": 0, "hold": year, "grow": 2 * year}


def test_reach_rises_as_planted():
    truth = _generator().truth(SEED)
    found = [truth.reach(label) for label in QUARTERS]
    assert found == sorted(found)
    assert [round(100 * share, 1) for share in found] == [45.1, 47.5, 50.3, 53.3, 55.9, 62.4]
    last = QUARTERS[-1]
    assert (
        truth.reach(last, "Civil Engineering")
        < 0.4
        < 0.9
        < truth.reach(last, "Labour & Employment")
    )


def test_trust_follows_warmth_and_not_the_count_of_touches():
    truth = _generator().truth(SEED)
    warmth = {person.contact_id: person.warmth for person in truth.people if not person.is_library}
    risk, won = Counter(), Counter()
    met = Counter()
    for touch in truth.touches:
        if not touch.two_way or touch.who not in warmth:
            continue
        trusted = truth.trusted.get(touch.who)
        if trusted is not None and trusted < touch.on:
            continue
        met[touch.who] += 1
        key = (warmth[touch.who], met[touch.who] <= 3)
        risk[key] += 1
        won[key] += trusted == touch.on
    for name in ("cold", "mild"):
        for is_early in (True, False):
            share = won[name, is_early] / risk[name, is_early]
            assert abs(share - truth.hazard[name]) < 0.03, (name, is_early)


def test_nobody_begins_a_touch_before_their_first_trust_act():
    truth = _generator().truth(SEED)
    begun = [touch for touch in truth.touches if touch.begun_by == "contact"]
    assert begun
    assert all(truth.trusted[touch.who] <= touch.on for touch in begun)


def test_the_planted_people_are_whom_the_story_says():
    truth = _generator().truth(SEED)
    by_id = {person.contact_id: person for person in truth.people}
    assert by_id[truth.planted["pillar"]].name == "Édith Charlebois"
    assert truth.champions[0] == truth.planted["pillar"]
    names = Counter(person.name for person in truth.people)
    assert [name for name, times in names.items() if times > 1] == ["Daniel Nguyen"]
    tax = [person for person in truth.staff_on(by_id[truth.planted["retired"]].left)
           if person.department == "Tax"]  # fmt: skip
    assert len(tax) == 6


def test_the_whole_folder_loads_and_tells_its_few_faults(sample):
    tables = sample
    assert len(tables.sources) == len(FILES)
    kept = tables.sources["rows_kept"].sum() / tables.sources["rows_read"].sum()
    assert kept > 0.95
    values = set(tables.problems["value"])
    assert {"31/06/2026", "2026-13-05"} <= values
    aside = tables.set_aside
    workbook = aside[aside["file"] == "library-workbook.xlsx"]
    assert workbook["rows"].sum() == 6  # three blank, two dates, one twice


def test_the_sheet_of_budget_holders_adds_to_the_roster_and_takes_nothing_from_it(sample):
    contacts = sample.contacts
    assert len(contacts) == 675
    assert contacts["department"].notna().all()
    assert contacts["budget_holder"].sum() == 36
    assert contacts["target"].sum() == 72
    assert contacts["is_library"].sum() == 8


def test_links_agree_with_the_truth(sample):
    truth = _generator().truth(SEED)
    who = {touch.touch_id: touch.who for touch in truth.touches}
    touches = sample.touches
    linked = touches[touches["contact_id"].notna()]
    wrong = linked["contact_id"] != linked["touch_id"].map(who)
    assert linked.loc[wrong, "display_name"].tolist() == []
    named = touches[touches["touch_id"].map(who).fillna("") != ""]
    assert named["contact_id"].notna().mean() > 0.98
    alone = (touches["display_name"] == "Daniel Nguyen") & touches["email"].isna()
    assert touches.loc[alone, "contact_id"].isna().all()
    assert alone.sum() == 3


def test_the_truths_of_the_vendors_are_found_by_their_sections(sample):
    quarter = "FY2026-27 Q2"
    unused = finding(sections.usage(sample, during=quarter))
    assert unused.startswith("Meridian cost $")
    jump = finding(sections.contract_calendar(sample, during=quarter))
    assert "Norma Standards costs 30% more than in the term before." in jump
    loved = finding(sections.love_and_funding_by_service(sample, during=quarter))
    assert loved.startswith("Well liked for little money: Training.")
    calendar = sections.contract_calendar(sample, during=quarter).frame.set_index("product")
    assert calendar.loc["Meridian Market Reports", "uses"] == 0
    assert calendar["cost_per_use"].idxmin() == "Newsline Alerts"


def test_cost_per_use_of_three_platforms_from_the_raw_reports(sample):
    frame = measures.usage(sample, during="FY2026-27 Q2").set_index(["platform", "measure"])
    # a calendar year has 365 days, 92 of them in the quarter; a year of Fathom begins in April
    cost = {
        "LexDock": 97000 * 92 / 365,
        "Fathom": 55000 * 1.37 * 92 / 365,
        "Newsline": 4400 * 92 / 365,
    }
    lines = {
        "LexDock": ("LexDock_PR_P1", "Unique_Item_Requests"),
        "Fathom": ("Fathom_DR_D1", "Searches_Regular"),
        "Newsline": ("Newsline_PR_P1", "Unique_Item_Requests"),
    }
    for platform, (name, metric) in lines.items():
        (path,) = SAMPLE.glob(f"vendors/{name}_2024*")
        sheet = open_export(path).sheet
        row = next(cells for cells in sheet.head(sheet.height) if metric in cells)
        uses = sum(int(cell) for cell in row[-3:])
        assert frame.loc[(platform, "uses"), "estimate"] == uses
        assert frame.loc[(platform, "cost per use"), "estimate"] == pytest.approx(
            cost[platform] / uses
        )
