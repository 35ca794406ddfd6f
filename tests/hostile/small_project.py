"""A project small enough that its report takes seconds: sixty people, three departments, one section."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = """[organisation]
name = "Small"
fiscal_start = 4
domains = ["example.org"]

[library]
departments = ["Library"]
"""
STAFF_LIST = """name = "staff"
tool = "HR roster"
table = "contacts"
header_row = 1
header_rows = 1

[columns]
display_name = "Name"
email = "Email"
department = "Department"

[fingerprint]
digest = "7c9e92e9fdf028e0"
headers = ["Name", "Email", "Department"]
"""
MAPPING = """name = "touches"
table = "touches"
header_row = 1
header_rows = 1
ignored = []

[columns]
on = "Date"
email = "Email"
need = "Type"
minutes = "Minutes"

[constants]
channel = "reference"

[fingerprint]
digest = "20ef04ba482f3842"
headers = ["Date", "Email", "Type", "Minutes"]
"""
NOTEBOOK, SHOWN = "01_reach.ipynb", 'reach(tables, by="department"'
QUARTER = "2026-27 Q2"


def small_project(home: Path) -> Path:
    """Write the project, and return the folder of its exports."""
    data = home / "data"
    data.mkdir(parents=True)
    (home / "engagekit.toml").write_text(SETTINGS, "utf-8")
    rows = [
        f"Per{chr(97 + n // 26)}{chr(97 + n % 26)} Able,p{n}@example.org,{('Law', 'Tax', 'Audit')[n % 3]}"
        for n in range(60)
    ]
    _table(data / "staff.csv", ["Name,Email,Department", *rows])
    days = [f"2026-0{4 + n % 6}-{1 + n % 28:02d}" for n in range(300)]
    rows = [f"{day},p{n % 45}@example.org,Reference,20" for n, day in enumerate(days)]
    _table(data / "touches.csv", ["Date,Email,Type,Minutes", *rows])
    (home / "mappings").mkdir()
    (home / "mappings" / "touches.toml").write_text(MAPPING, "utf-8")
    (home / "mappings" / "staff.toml").write_text(STAFF_LIST, "utf-8")
    whole = json.loads((ROOT / "notebooks" / NOTEBOOK).read_text("utf-8"))
    shown = [cell for cell in whole["cells"] if SHOWN in "".join(cell["source"])]
    whole["cells"] = [*whole["cells"][:3], *shown]
    (home / "notebooks").mkdir()
    (home / "notebooks" / NOTEBOOK).write_text(json.dumps(whole), "utf-8")
    return data


def _table(place: Path, lines: list[str]) -> None:
    place.write_text("\n".join(lines) + "\n", "utf-8")
