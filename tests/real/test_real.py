"""Published figures of public data sets, through mapping files, loading and the measures."""

import os
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.loading import load as loading
from engagekit.measures.service_cost import UNTIED
from engagekit.settings.schema import make_settings
from engagekit.statistics.scores import mean_score
from engagekit.tables.tables import Tables

HERE = Path(__file__).parent
REAL = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "real"

pytestmark = pytest.mark.shared


@cache
def checks() -> dict[str, pd.Series]:
    table = pd.read_csv(REAL / "CHECKS.tsv", sep="\t", dtype=str, keep_default_na=False)
    return {row["id"]: row for _, row in table.iterrows()}


HELD: set[str] = set()
RAN: set[str] = set()
"""Tests of this file that ran in this process."""


@pytest.fixture(autouse=True)
def _remember(request):
    RAN.add(request.function.__name__)


def holds(number: str, found: float) -> None:
    HELD.add(number)
    check = checks()[number]
    wanted, tolerance = float(check["published"]), float(check["tolerance"])
    assert abs(found - wanted) <= tolerance + 1e-9, f"{number}: {found} against {wanted}"


@cache
def load(file: str | Path, mapping: str) -> Tables:
    """One file by one mapping."""
    place = REAL / file
    return loading.load(
        place, make_settings({"files": {place.name: {"mapping": str(HERE / mapping)}}})
    )


SAN_DIEGO = "san_diego_2015/resident_survey_weighted_reduced.csv"


def satisfied(question: str) -> pd.Series:
    stated = make_settings({"survey": {"satisfaction_question": question}})
    return measures.satisfaction(Tables(load(SAN_DIEGO, "san_diego.toml").frames, stated)).iloc[0]


def test_three_in_four_are_satisfied_with_the_library_of_those_with_an_opinion():
    library = satisfied("Q3_6")
    assert library["base"] == 2328
    assert library["estimate"] == pytest.approx(0.7603, abs=5e-5)
    assert (library["low"], library["high"]) == pytest.approx((0.7425, 0.7772), abs=5e-5)


@pytest.mark.parametrize("question", ["Q1_1", "Q1_2", "Q1_6", "Q5", "Q3_6", "Q3_5", "Q3_12"])
def test_top_two_boxes_of_the_resident_survey_are_as_published(question):
    holds(f"D1_{question}", 100 * satisfied(question)["estimate"])


DISTRIBUTED = {
    "D2_Q5_3": ("Q5", ["About the same"]),
    "D2_Q5_12": ("Q5", ["Much worse", "A little worse"]),
    "D2_Q1_1_5": ("Q1_1", ["Excellent"]),
    "D2_Q1_1_4": ("Q1_1", ["Good"]),
    "D2_Q1_1_12": ("Q1_1", ["Poor", "Very Poor"]),
    "D2_Q1_2_5": ("Q1_2", ["Excellent"]),
    "D2_Q1_2_4": ("Q1_2", ["Good"]),
    "D2_Q1_4_5": ("Q1_4", ["Excellent"]),
    "D2_Q1_4_4": ("Q1_4", ["Good"]),
    "D2_Q3_8_12": ("Q3_8", ["Dissatisfied", "Very Dissatisfied"]),
}


@pytest.mark.parametrize("number", DISTRIBUTED)
def test_the_spread_of_answers_of_the_resident_survey_is_as_published(number):
    question, answers = DISTRIBUTED[number]
    tables = load(SAN_DIEGO, "san_diego.toml")
    asked = tables.questions.set_index("question_id")
    spread = measures.distribution(tables)
    mine = spread[spread["item"] == asked.loc[question, "wording"]]
    holds(number, 100 * mine.loc[mine["answer"].isin(answers), "estimate"].sum())


def test_every_row_of_the_resident_survey_is_a_respondent():
    tables = load(SAN_DIEGO, "san_diego.toml")
    assert len(tables.respondents) == 2477
    assert tables.sources["tool"].tolist() == ["mapping San Diego resident survey"]
    assert tables.faults == ()


def test_known_discrepancies_of_the_resident_survey_stay_as_the_file_has_them():
    streets = satisfied("Q3_8")["estimate"] * 100
    assert streets == pytest.approx(23.43, abs=0.005)
    assert (
        len(load(SAN_DIEGO, "san_diego.toml").respondents) == int(checks()["D4"]["published"]) - 1
    )


IMLS = "imls_pls/PLS_FY2015_AE_pupld15a.csv.gz"
STATES = "imls_pls/PLS_FY2015_State_pusum15a.csv"


def chosen(file: str, mapping: str, folder: Path, rows: str) -> Tables:
    """A file by a mapping to which a choice of rows is added."""
    text = (HERE / mapping).read_text(encoding="utf-8")
    place = folder / "chosen.toml"
    place.write_text(rows + "\n" + text, encoding="utf-8")
    raw = {"files": {Path(file).name: {"mapping": str(place)}}}
    return loading.load(REAL / file, make_settings(raw))


NATION = """
keep = { C_FSCS = ["Y"] }
leave_out = { STABR = ["AS", "GU", "MP", "VI", "PR"], STATSTRU = ["03", "23"] }
"""


@pytest.fixture(scope="module")
def nation(tmp_path_factory) -> Tables:
    return chosen(IMLS, "imls_2015.toml", tmp_path_factory.mktemp("nation"), NATION)


def total(tables: Tables, what: str) -> float:
    return float(tables.counts.loc[tables.counts["what"] == what, "n"].sum())


def states(tables: Tables) -> pd.DataFrame:
    """Totals by state and thing: counts and money."""
    counts = tables.counts.assign(state=tables.counts["place"].str[:2])
    money = tables.budget.assign(state=tables.budget["cost_centre"])
    counts = counts.groupby(["state", "what"])["n"].sum().unstack()
    money = money.groupby(["state", "line"])["amount"].sum().unstack()
    return counts.join(money)


def test_library_rows_add_up_to_the_state_summary_in_every_cell():
    rows, summary = (
        states(load(IMLS, "imls_2015.toml")),
        states(load(STATES, "imls_2015_states.toml")),
    )
    columns = [name for name in summary.columns if name != "population"]
    assert len(summary) == 53 and len(columns) == 17
    equal = rows.loc[summary.index, columns].round(6) == summary[columns].round(6)
    holds("A1", int(equal.to_numpy().sum()))


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("A2_TOTINCM", "total income"),
        ("A2_LOCGVT", "local government"),
        ("A2_STGVT", "state government"),
        ("A2_FEDGVT", "federal government"),
        ("A2_OTHINCM", "other income"),
        ("A2_VISITS", "visits"),
        ("A2_REGBOR", "registered borrowers"),
        ("A2_TOTPRO", "programs"),
        ("A2_TOTATTEN", "program attendance"),
    ],
)
def test_library_rows_add_up_to_the_total_of_the_states(number, name):
    tables = load(IMLS, "imls_2015.toml")
    money = tables.budget
    if (money["line"] == name).any():
        holds(number, float(money.loc[money["line"] == name, "amount"].sum()))
    else:
        holds(number, total(tables, name))


SPENT = {
    "staff": "STAFFEXP",
    "print": "PRMATEXP",
    "electronic": "ELMATEXP",
    "other materials": "OTHMATEX",
    "other operation": "OTHOPEXP",
}
"""Services of a public library, their columns in both files; the last is tied to no service."""


def spending(file: str, mapping: str, folder: Path, rows: str = "") -> pd.Series:
    """Cost of each service, from a file of which the spending is mapped and not the income."""
    text = rows + (HERE / mapping).read_text(encoding="utf-8")
    for column in SPENT.values():
        text = text.replace(f'"{column}", ', "", 1)
    income, end = text.index("[also.budget.wide.columns]"), text.index("[fingerprint]")
    columns = "".join(f'"{name}" = "{column}"\n' for name, column in SPENT.items())
    place = folder / "spending.toml"
    place.write_text(
        f"{text[:income]}[also.budget.wide.columns]\n{columns}\n{text[end:]}", encoding="utf-8"
    )
    services = {name: {"lines": [name]} for name in SPENT if name != "other operation"}
    raw = {"files": {Path(file).name: {"mapping": str(place)}}, "services": services,
           "organisation": {"currency": "USD", "fiscal_start": 1}}  # fmt: skip
    tables = loading.load(REAL / file, make_settings(raw))
    frame = sections.service_scorecard(tables, during="2015").frame if rows else None
    cost = measures.service_cost(tables, during="2015").set_index("service")["estimate"]
    if frame is not None:  # the section has every row of the measure but the sum
        card = frame[frame["measure"] == "cost of the service"].set_index("service")["estimate"]
        assert card.to_dict() == cost.drop("All").to_dict()
    return cost


def test_spend_by_service_of_every_library_adds_up_to_the_state_summary(tmp_path):
    found = spending(IMLS, "imls_2015.toml", tmp_path)
    states = spending(STATES, "imls_2015_states.toml", tmp_path)
    materials = ["print", "electronic", "other materials"]
    published = [755_703_098, 301_291_187, 255_025_987]
    assert found[materials].tolist() == states[materials].tolist() == published
    # of 3,299 small libraries the public file holds what is spent on staff back
    assert (found["staff"], states["staff"]) == (7_672_268_060, 7_776_075_654)
    assert states["not tied to a service"] == 2_548_018_435
    # the total of the summary was added up apart: $3,264 more than its parts
    assert states["All"] == pytest.approx(11_636_117_625, abs=3_264)


def test_national_figures_of_the_library_survey_are_as_published(nation):
    people = float(nation.headcounts["people"].sum())
    million = 1_000_000
    holds("B1", total(nation, "visits") / people)
    holds("B2", 1000 * total(nation, "program attendance") / people)
    holds("B3", total(nation, "reference questions") / million)
    holds("B4", total(nation, "reference questions") / people)
    holds("B5", total(nation, "circulation") / people)
    holds("B6", total(nation, "visits") / 1000 / million)
    holds("B7", total(nation, "programs") / million)
    holds("B8", people / million)


def test_the_page_on_numbers_tells_what_was_published():
    found = 100 * satisfied("Q3_6")["estimate"]
    holds("D1_Q3_6", found)
    page = (HERE.parents[1] / "docs" / "numbers.md").read_text("utf-8")
    rows = [line.split("|")[3:5] for line in page.split("## Figures that others")[1].split("\n")
            if line.startswith("|")][2:]  # fmt: skip
    ((published, told),) = rows
    assert float(published) == float(checks()["D1_Q3_6"]["published"])
    assert f"{found:.{len(told.strip().partition('.')[2])}f}" == told.strip()


def test_the_scorecard_of_one_library_holds_the_money_of_its_row(tmp_path):
    """San Diego (CA0113): what its row of the public file says it spent, service by service."""
    row = pd.read_csv(REAL / IMLS, encoding="latin-1", low_memory=False)
    row = row.set_index("FSCSKEY").loc["CA0113"]
    found = spending(IMLS, "imls_2015.toml", tmp_path, 'keep = { FSCSKEY = ["CA0113"] }\n')
    for name, column in SPENT.items():
        assert found[UNTIED if name == "other operation" else name] == float(row[column])
    assert found["All"] == float(row["TOTOPEXP"])


def test_the_press_figure_for_attendance_stays_a_known_discrepancy(nation):
    assert total(nation, "program attendance") / 1e6 == pytest.approx(106.10, abs=0.005)


def test_active_libraries_are_the_rows_kept_and_every_other_row_has_a_reason(nation):
    source = nation.sources.iloc[0]
    holds("B15", source["rows_kept"])
    aside = nation.set_aside
    assert source["rows_read"] == source["rows_kept"] + aside["rows"].sum() == 9251
    assert "C_FSCS is not Y" in set(aside["reason"])


def test_unit_response_of_the_library_survey_is_as_documented(tmp_path):
    frame = chosen(IMLS, "imls_2015.toml", tmp_path, 'leave_out = { STATSTRU = ["03", "23"] }')
    answered = chosen(
        IMLS, "imls_2015.toml", tmp_path,
        'leave_out = { STATSTRU = ["03", "23"] }\nkeep = { RSTATUS = ["1", "2"] }',
    )  # fmt: skip
    asked, given = (int(t.sources["rows_kept"].iloc[0]) for t in (frame, answered))
    holds("B10", asked)
    holds("B11", given)
    holds("B12", 100 * given / asked)


def test_visits_of_an_earlier_year_with_other_columns_are_as_published(tmp_path):
    rows = 'leave_out = { STABR = ["AS", "GU", "MP", "VI", "PR"] }'
    found = chosen("imls_pls/pls_fy2009_pupld09a.csv.gz", "imls_2009.toml", tmp_path, rows)
    holds("C1_2009", total(found, "visits") / 1e9)


def practices() -> Tables:
    """Payments and patients of every practice, in their own currency."""
    pounds = make_settings({"organisation": {"currency": "GBP"}})
    return Tables(load("nhs_gp/payments_21-22.csv", "nhs_payments.toml").frames, pounds)


@pytest.mark.parametrize(
    ("number", "patients"), [("E4_21-22", "registered patients"), ("E5_21-22", "weighted patients")]
)
def test_money_and_patients_are_read_as_published(number, patients):
    tables = practices()
    holds(number, float(tables.budget["amount"].sum()) / total(tables, patients))


LIBQUAL = "libqual_ulg/libqual_ulg_2002_2003_two_items.csv"
LEVELS = ("minimum", "desired", "perceived")


ITEMS = {"AS-3": "Willingness to help users", "AS-7": "Employees who are consistently courteous"}


@cache
def libqual() -> Tables:
    """The answers with a column a question, as forms are exported: the source has an item a row."""
    rows = pd.read_csv(REAL / LIBQUAL, dtype=str)
    wide = rows.drop(columns="item").pivot(index="institution", columns="item_code")
    wide.columns = [" ".join(name) for name in wide.columns]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "libqual.csv"
        wide.to_csv(file)
        said = {file.name: {"mapping": str(HERE / "libqual.toml")}}
        return loading.load(file, make_settings({"files": said}))


def levels(item: str) -> pd.DataFrame:
    tables = libqual()
    asked = tables.questions[tables.questions["wording"] == ITEMS[item]]
    answers = tables.responses.merge(asked[["question_id", "item_of"]], on="question_id")
    answers["score"] = pd.to_numeric(answers["value"])
    return answers.pivot(index="respondent_id", columns="item_of", values="score")


@pytest.mark.parametrize("item", ["AS-3", "AS-7"])
def test_mean_levels_and_gaps_of_seventeen_institutions_are_as_published(item):
    found = levels(item)
    assert len(found) == 17
    for level in LEVELS:
        holds(f"H1_{item}_{level}", mean_score(found[level]).estimate)
    holds(f"H1_{item}_adequacy_gap_published", mean_score(found["adequacy gap"]).estimate)
    holds(f"H1_{item}_superiority_gap_published", mean_score(found["superiority gap"]).estimate)


def test_gaps_from_rounded_means_are_within_a_hundredth_of_the_published():
    found = pd.concat([levels("AS-3"), levels("AS-7")])
    adequacy = (found["perceived"] - found["minimum"] - found["adequacy gap"]).abs()
    superiority = (found["perceived"] - found["desired"] - found["superiority gap"]).abs()
    holds("H2", int((adequacy <= 0.01 + 1e-9).sum()))
    holds("H3", int((superiority <= 0.01 + 1e-9).sum()))
    holds("H4", int((adequacy < 0.005).sum()))


ENGLAND = {
    "Events": ("events", "ace_events.toml"),
    "Attendance": ("event_attendance", "ace_event_attendance.toml"),
    "Users": ("users", "ace_users.toml"),
    "Visits": ("visits", "ace_visits.toml"),
    "Loans": ("loans", "ace_loans.toml"),
}


@pytest.mark.parametrize("what", ENGLAND)
def test_spans_of_different_length_add_up_to_the_year_of_each_service(what, tmp_path):
    file, mapping = ENGLAND[what]
    place = REAL / f"ace_libraries_england/{file}.csv"
    lines = pd.read_csv(place, dtype={"Authority": str})
    named = [name for name in lines.columns if name != "Count"]
    summed = lines.groupby(named, sort=False, dropna=False, as_index=False)["Count"].sum(
        min_count=1
    )
    summed.to_csv(tmp_path / place.name, index=False)  # some loans stand in several lines
    long = load(tmp_path / place.name, mapping).counts
    wide = load("ace_libraries_england/services.csv", "ace_services.toml").counts
    year = wide[wide["what"] == what].set_index("place")["n"]
    summed = long.groupby("place")["n"].sum()
    holds(f"I1_{what}", int((summed.reindex(year.index) == year).sum()))
    holds(f"I2_{what}", float(year.sum()))


def test_attendance_that_was_not_recorded_is_no_zero(tmp_path):
    lines = pd.read_csv(REAL / "timberland_programs/Normalized_2021Programs.csv", dtype=str)
    # a day of its own for each of several programmes of one kind in one month
    again = lines.groupby(["Library", "Month", "Category", "Audience"]).cumcount() + 1
    lines["Month"] = pd.to_datetime(
        {"year": 2021, "month": lines["Month"].astype(int), "day": again}
    ).dt.strftime("%Y-%m-%d")
    lines.to_csv(tmp_path / "programs.csv", index=False)
    tables = load(tmp_path / "programs.csv", "timberland.toml")
    counts = tables.counts
    attended = counts["what"].str.startswith("attendance")
    assert tables.faults == ()
    holds("J1", len(lines) - int(attended.sum()))
    holds("J2", float(counts.loc[attended, "n"].sum()))
    holds("J3", float(counts.loc[~attended, "n"].sum()))
    assert tables.sources["rows_kept"].tolist() == [1308]


def test_a_changed_header_of_a_public_file_is_told(tmp_path):
    text = (REAL / "ace_libraries_england/users.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "users.csv").write_text(text.replace("Authority,", "Authority code,", 1))
    settings = make_settings({"files": {"users.csv": {"mapping": str(HERE / "ace_users.toml")}}})
    tables = loading.load(tmp_path, settings)
    told = " ".join(str(fault) for fault in tables.faults)
    assert "place was 'Authority' and is not in the file" in told
    assert "'Authority code'" in told


def test_every_check_was_held_but_the_discrepancies_of_the_sources():
    if not {name for name in globals() if name.startswith("test_")} <= RAN:
        return  # some were chosen by name, and only the whole file holds every check
    odd = {number for number, row in checks().items() if row["kind"].startswith("known")}
    assert set(checks()) - HELD == odd
