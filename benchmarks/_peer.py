"""A notebook as an analyst would write it by hand for the same quarter of the sample."""

from __future__ import annotations

from pathlib import Path

import nbformat

LOADING = """
import glob
import pandas as pd
import plotly.express as px

quarters = ["FY2025-26 Q1", "FY2025-26 Q2", "FY2025-26 Q3", "FY2025-26 Q4", "FY2026-27 Q1",
            "FY2026-27 Q2"]
now = quarters[-1]

def quarter(days):
    days = pd.to_datetime(days, errors="coerce").dt.tz_localize(None)
    start = days.dt.year - (days.dt.month < 4)
    number = ((days.dt.month - 4) % 12) // 3 + 1
    name = start.astype("Int64").astype(str) + "-" + ((start + 1) % 100).astype("Int64").astype(str)
    return "FY" + name + " Q" + number.astype("Int64").astype(str)

staff = pd.read_excel(glob.glob(f"{folder}/hr/*.xlsx")[0], header=2)
directory = pd.read_csv(glob.glob(f"{folder}/directory/*.csv")[0])
sheets = pd.read_excel(f"{folder}/library-workbook.xlsx", sheet_name=None)
staff.columns = staff.columns.str.strip()
mail = next(name for name in staff if "Email" in name)
unit = next(name for name in staff if "Department" in name or "Supervisory" in name)
staff["email"] = staff[mail].str.lower()
staff["department"] = staff[unit].str.replace(r" \\(.*", "", regex=True)
staff = staff.dropna(subset=["email"]).drop_duplicates("email")
"""
COMING = """
came = []
for file in glob.glob(f"{folder}/events/zoom/*.csv"):
    lines = open(file, encoding="utf-8-sig").read().splitlines()
    head = next(at for at, line in enumerate(lines) if "Join Time" in line)
    rows = pd.read_csv(file, skiprows=head, encoding="utf-8-sig", skip_blank_lines=False,
                       on_bad_lines="skip")
    mails = next(name for name in rows if name in ("User Email", "Email"))
    came.append(pd.DataFrame({"email": rows[mails], "on": rows["Join Time"]}))
for file in glob.glob(f"{folder}/events/teams/*.csv"):
    raw = open(file, "rb").read()
    text = raw.decode("utf-16" if raw[:2] == b"\\xff\\xfe" else "utf-8-sig").splitlines()
    heads = [at for at, line in enumerate(text) if len(line.split("\\t")) > 5]
    rows = [line.split("\\t") for line in text[heads[0]:] if len(line.split("\\t")) > 5]
    came.append(pd.DataFrame({"email": [row[4] for row in rows], "on": [row[1] for row in rows]}))
for file in glob.glob(f"{folder}/events/eventbrite/*.csv"):
    rows = pd.read_csv(file)
    rows = rows[rows["Attendee Status"] == "Checked In"]
    came.append(pd.DataFrame({"email": rows["Email"], "on": rows["Event Start Date"]}))
came = pd.concat(came).dropna()
came["on"] = pd.to_datetime(came["on"], format="mixed", errors="coerce")
touches = sheets["touches"]
touches["on"] = pd.to_datetime(touches["on"], errors="coerce")
met = pd.concat([touches[["email", "on"]], came.dropna()])
met["email"] = met["email"].str.lower()
met["quarter"] = quarter(met["on"])
met = met.merge(staff[["email", "department"]], on="email")
"""
REACH = """
people = staff.groupby("department")["email"].nunique().rename("people")
reached = met.groupby(["quarter", "department"])["email"].nunique().unstack(0).reindex(
    columns=quarters).fillna(0)
reach = reached.div(people, axis=0)
overall = met.groupby("quarter")["email"].nunique().reindex(quarters) / len(staff)
reach.style.format("{:.0%}")
"""
SURVEY = """
survey = pd.read_csv(glob.glob(f"{folder}/surveys/*.csv")[0], skiprows=[1, 2])
survey = survey[(survey["Status"] == "IP Address") & survey["Finished"].astype(bool)]
earlier = pd.read_excel(glob.glob(f"{folder}/surveys/*.xlsx")[0])
scale = ["Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied",
         "Very satisfied"]
satisfied = survey["Q1"].isin(scale[3:])
satisfaction = satisfied.groupby(survey["Q4"]).agg(["sum", "count", "mean"])
items = pd.concat({name: survey[name].value_counts(normalize=True) for name in survey
                   if name.startswith("Q2_")}, axis=1).reindex(scale).T
promoters = (survey["Q3"].astype(float) >= 9).mean() - (survey["Q3"].astype(float) <= 6).mean()
response = sheets["invitations"]["outcome"].value_counts(normalize=True)
satisfaction.style.format({"mean": "{:.0%}"})
"""
MONEY = """
budget = sheets["budget"]
spent = budget[budget["kind"] == "actual"].pivot_table(
    index="line", columns="period", values="amount", aggfunc="sum")
planned = budget[budget["kind"] == "budget"].pivot_table(
    index="line", columns="period", values="amount", aggfunc="sum")
by_department = budget[(budget["kind"] == "actual") & (budget["period"] == now)].groupby(
    "department")["amount"].sum()
per_head = (by_department / people).dropna()
contracts = pd.read_csv(f"{folder}/vendors/contracts.csv", parse_dates=["starts_on", "ends_on"])
uses = []
for file in glob.glob(f"{folder}/vendors/*_*.csv") + glob.glob(f"{folder}/vendors/*.xlsx"):
    read = pd.read_excel if file.endswith("xlsx") else pd.read_csv
    report = read(file, header=None, names=range(60)) if file.endswith("csv") else read(
        file, header=None)
    at = report.index[report.eq("Metric_Type").any(axis=1)][0]
    report.columns = report.loc[at]
    report = report.loc[at + 1:]
    months = [name for name in report if isinstance(name, str) and name[3:4] == "-"]
    part = report.melt(["Platform", "Metric_Type"], months, "month", "uses")
    uses.append(part[part["Metric_Type"].isin(["Unique_Item_Requests", "Searches_Regular"])])
uses = pd.concat(uses)
uses["uses"] = pd.to_numeric(uses["uses"])
uses["quarter"] = quarter(pd.to_datetime(uses["month"], format="%b-%Y"))
use = uses.groupby(["Platform", "quarter"])["uses"].sum().unstack()
spent.style.format("{:,.0f}")
"""
PROMISES = """
promises = sheets["follow_ups"]
for name in ("promised_on", "due_on", "done_on"):
    promises[name] = pd.to_datetime(promises[name], errors="coerce")
promises["quarter"] = quarter(promises["due_on"])
promises["in time"] = promises["done_on"] <= promises["due_on"]
kept = promises.groupby("quarter")["in time"].agg(["sum", "count", "mean"]).reindex(quarters)
kept
"""
CHARTS = (
    'px.line(overall, title="Reach by quarter")',
    'px.bar(reach[now].sort_values(), orientation="h", title="Reach by department")',
    'px.line(reach.T, title="Reach by department and quarter")',
    'px.imshow(reach, title="Reach by department and quarter", text_auto=".0%")',
    'px.bar(satisfaction["mean"].sort_values(), orientation="h", title="Satisfaction")',
    'px.bar(items, orientation="h", title="Satisfaction with each service")',
    'px.histogram(survey, x="Q3", title="Would recommend us")',
    'px.bar(touches["channel"].value_counts(), title="Touches by channel")',
    'px.bar(spent.T, title="Spending by line")',
    "px.scatter(x=per_head, y=reach[now].reindex(per_head.index), text=per_head.index, "
    'title="Reach and funding per head")',
    'px.line(use.T, title="Use by platform")',
    'px.bar(kept["mean"], title="Promises kept in time")',
)
WORKBOOK = """
with pd.ExcelWriter(workbook, engine="openpyxl") as book:
    for name, frame in {"Reach": reach, "Satisfaction": satisfaction, "Items": items,
                        "Spending": spent, "Plan": planned, "Per head": per_head, "Use": use,
                        "Promises": kept, "Contracts": contracts}.items():
        frame.to_excel(book, sheet_name=name)
"""


def write(place: Path, data: Path) -> None:
    """Write the notebook, which reads ``data`` and writes a workbook beside itself."""
    where = f"folder = {str(data)!r}\nworkbook = {str(place.with_suffix('.xlsx'))!r}"
    cells = [where, LOADING, COMING, REACH, SURVEY, MONEY, PROMISES, *CHARTS, WORKBOOK]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source.strip()) for source in cells]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, place)
