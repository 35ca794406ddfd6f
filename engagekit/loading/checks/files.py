"""Rows that two files hold both and that count twice."""

from collections.abc import Iterator

import pandas as pd

from engagekit.loading.checks import ask, file_of_rows
from engagekit.loading.combine import response_content, row_content
from engagekit.tables.problems import Problem
from engagekit.tables.tables import Tables

RECORDS = ("touches", "counts", "support", "testimonials", "follow_ups", "plans", "usage")
NAMED = ("display_name", "email", "contact_id")
HALF = 0.5
"""Share of the rows of the shorter file from which two files may be one: two desks that count the
same things agree in fewer."""
SEVERAL = 3
"""Equal rows that name a person from which it is no chance."""


def same_rows(tables: Tables) -> Iterator[Problem]:
    """Ask about rows that two files have both: each of them counts."""
    for name in (*RECORDS, "respondents"):
        if not tables.has(name):
            continue
        rows = pd.DataFrame({"file": file_of_rows(tables, name).to_numpy()})
        if rows["file"].nunique() < 2:
            continue
        frame = tables.frames[name].reset_index(drop=True)
        rows["is_named"] = frame.reindex(columns=NAMED).notna().any(axis=1)
        rows["content"] = row_content(name, frame)
        if name == "respondents":
            rows["content"], rows["is_named"] = response_content(dict(tables.frames)), True
        rows = rows.drop_duplicates(["content", "file"])
        sizes = rows["file"].value_counts().to_dict()
        both = rows.merge(rows, on="content", suffixes=("", "_other"))
        both = both[both["file"] > both["file_other"]]
        for pair, part in both.groupby(["file", "file_other"]):
            file, other = map(str, pair)
            shorter = min(sizes[file], sizes[other])
            if len(part) >= HALF * shorter or part["is_named"].sum() >= SEVERAL:
                yield ask("files.same_rows", file, n=len(part), name=name, other=other)
