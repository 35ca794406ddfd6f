"""The data dictionary, made from the definitions of the tidy tables."""

from engagekit.tables.schema import TABLES

HEAD = """# Data

`sample/` is one made-up organisation as raw exports; `generator/` makes it (same seed, same
bytes). `templates/` is where a blank workbook goes (`engagekit template data/templates/x.xlsx`),
`raw/` where your own exports go; it is never committed.

## The tidy tables

Every export becomes some of these tables. Made by `engagekit dictionary` from
`engagekit/tables/schema.py`. Suffixes: `_id` key, `_on` date, `_at` moment with a zone. **Bold**
columns must be filled in each row.
"""


def as_markdown() -> str:
    """Return the data dictionary as Markdown, a part for each table.

    Examples
    --------
    >>> as_markdown().splitlines()[0]
    '# Data'
    """
    parts = [HEAD]
    for table in TABLES.values():
        key = ", ".join(f"`{name}`" for name in table.key)
        parts.append(
            f"### {table.name}\n\n{table.meaning}." + (f" Key: {key}." if key else "") + "\n"
        )
        parts.append("| column | kind | meaning |\n|---|---|---|")
        for column in table.columns:
            name = f"**{column.name}**" if column.required else column.name
            kind = ", ".join(column.allowed) if column.allowed else column.kind
            unit = f" ({column.unit})" if column.unit else ""
            parts.append(f"| {name} | {kind}{unit} | {column.meaning} |")
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"
